//! Looks at a running server through its back door: its rooms, and what is stored.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use buildamp_engine::{Tenant, Unavailable};
use buildamp_server::Node;
use buildamp_server::dashboard::{Part, StateKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What may be looked at, and how whose it is is known.
struct Looks {
    node: Arc<Node>,
    /// Whether each host has a state of its own.
    has_hosts: bool,
}

pub(super) fn routes(node: Arc<Node>, has_hosts: bool) -> Router {
    Router::new()
        .route("/nodes", get(nodes))
        .route("/rooms", get(rooms))
        .route("/room", get(room))
        .route("/state", get(state))
        .route("/entry", get(entry))
        .with_state(Arc::new(Looks { node, has_hosts }))
}

type Refusal = (StatusCode, String);
type Answer = Result<Json<Value>, Refusal>;

/// Whose state is asked for.
#[derive(Deserialize)]
struct Whose {
    host: Option<String>,
}

impl Looks {
    fn tenant(&self, whose: &Whose) -> Result<Tenant, Refusal> {
        match (&whose.host, self.has_hosts) {
            (Some(host), _) => Ok(self.node.tenant(host)),
            (None, false) => Ok(self.node.tenant("")),
            (None, true) => {
                let text = "each host has a state of its own here: say whose by `--host`";
                Err((StatusCode::BAD_REQUEST, text.to_owned()))
            }
        }
    }

    /// Looks at what is somebody's.
    async fn look<T: Serialize + Send + 'static>(
        &self,
        whose: &Whose,
        look: impl FnOnce(&Node, &Tenant) -> Result<T, Unavailable> + Send + 'static,
    ) -> Answer {
        let tenant = self.tenant(whose)?;
        self.look_at_all(move |node| look(node, &tenant)).await
    }

    /// Looks on a thread that may wait.
    async fn look_at_all<T: Serialize + Send + 'static>(
        &self,
        look: impl FnOnce(&Node) -> Result<T, Unavailable> + Send + 'static,
    ) -> Answer {
        let node = self.node.clone();
        let looked = tokio::task::spawn_blocking(move || {
            let found = look(&node).map_err(|error| error.0)?;
            serde_json::to_value(found).map_err(|error| error.to_string())
        });
        let failed = |text| (StatusCode::SERVICE_UNAVAILABLE, text);
        let looked = looked.await.map_err(|error| failed(error.to_string()))?;
        looked.map(Json).map_err(failed)
    }
}

async fn nodes(State(looks): State<Arc<Looks>>) -> Answer {
    looks.look_at_all(Node::nodes_shown).await
}

#[derive(Deserialize)]
struct Which {
    prefix: String,
    limit: usize,
}

async fn rooms(
    State(looks): State<Arc<Looks>>,
    Query(whose): Query<Whose>,
    Query(Which { prefix, limit }): Query<Which>,
) -> Answer {
    looks
        .look(&whose, move |node, tenant| {
            Ok(node.rooms_shown(tenant, &prefix, limit))
        })
        .await
}

#[derive(Deserialize)]
struct OneRoom {
    room: String,
}

async fn room(
    State(looks): State<Arc<Looks>>,
    Query(whose): Query<Whose>,
    Query(OneRoom { room }): Query<OneRoom>,
) -> Answer {
    looks
        .look(&whose, move |node, tenant| node.room_shown(tenant, &room))
        .await
}

async fn state(
    State(looks): State<Arc<Looks>>,
    Query(whose): Query<Whose>,
    Query(part): Query<Part>,
) -> Answer {
    looks
        .look(&whose, move |node, tenant| {
            node.entries_shown(tenant, &part)
        })
        .await
}

#[derive(Deserialize)]
struct OneEntry {
    kind: StateKind,
    key: String,
}

/// `null` where there is none.
async fn entry(
    State(looks): State<Arc<Looks>>,
    Query(whose): Query<Whose>,
    Query(OneEntry { kind, key }): Query<OneEntry>,
) -> Answer {
    looks
        .look(&whose, move |node, tenant| {
            node.entry_shown(tenant, kind, &key)
        })
        .await
}
