//! The server's back door for this machine: a socket in the store's folder, which only its owner may use.
//!
//! The command line asks there for what was given up, lets it go once more, and looks at rooms and at what is stored. Whoever can write to the store needs no other proof.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use buildamp_server::Node;

use crate::config::{Config, Tenants};

/// The socket's name in the store's folder.
const NAME: &str = "admin.sock";

/// Where the socket of an app is.
pub(crate) fn path(app: &Path, config: &Config) -> PathBuf {
    app.join(&config.store.folder).join(NAME)
}

/// Opens it, until what this gives is dropped. Where it can't be opened the server goes on without it.
#[cfg(unix)]
pub(super) fn open(app: &Path, config: &Config, node: Arc<Node>) -> Option<unix::Door> {
    let path = path(app, config);
    let has_hosts = config.server.tenants == Tenants::Host;
    match unix::open(path.clone(), node, has_hosts) {
        Ok(door) => Some(door),
        Err(error) => {
            tracing::warn!(%error, path = %path.display(), "`buildamp events`, `webhooks`, `state` and `rooms` won't reach this server");
            None
        }
    }
}

/// There are no such sockets here.
#[cfg(not(unix))]
pub(super) fn open(_: &Path, _: &Config, _: Arc<Node>) -> Option<()> {
    None
}

#[cfg(unix)]
mod looks;

#[cfg(unix)]
mod unix {
    use std::fs::{Permissions, create_dir_all, remove_file, set_permissions};
    use std::io;
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;
    use std::sync::Arc;

    use axum::Router;
    use axum::extract::{Path, State};
    use axum::http::StatusCode;
    use axum::routing::{get, post};
    use buildamp_engine::{Kind, Unavailable};
    use buildamp_server::Node;
    use serde_json::{Value, json};
    use tokio::net::UnixListener;
    use tokio::task::JoinHandle;

    use super::looks;

    /// The most that are listed, or let go, at once.
    const MOST: usize = 10_000;

    /// The socket, while it is open.
    pub(crate) struct Door {
        path: PathBuf,
        serving: JoinHandle<()>,
    }

    impl Drop for Door {
        fn drop(&mut self) {
            self.serving.abort();
            let _ = remove_file(&self.path);
        }
    }

    pub(super) fn open(path: PathBuf, node: Arc<Node>, has_hosts: bool) -> io::Result<Door> {
        if let Some(folder) = path.parent() {
            create_dir_all(folder)?;
        }
        // One that is there is of a process that is no more: the store is this one's alone.
        let _ = remove_file(&path);
        let listener = UnixListener::bind(&path)?;
        set_permissions(&path, Permissions::from_mode(0o600))?;
        let router = Router::new()
            .route("/{kind}", get(list))
            .route("/{kind}/replay", post(replay_all))
            .route("/{kind}/replay/{id}", post(replay))
            .with_state(node.clone())
            .merge(looks::routes(node, has_hosts));
        let serving = tokio::spawn(async move {
            // It ends with the server, and has nobody to tell of an error.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Door { path, serving })
    }

    type Answer = Result<String, (StatusCode, String)>;

    fn kind(name: &str) -> Result<Kind, (StatusCode, String)> {
        match name {
            "webhooks" => Ok(Kind::Webhook),
            "events" => Ok(Kind::Event),
            _ => Err((StatusCode::NOT_FOUND, "there is no such thing".to_owned())),
        }
    }

    fn failed(error: impl ToString) -> (StatusCode, String) {
        (StatusCode::SERVICE_UNAVAILABLE, error.to_string())
    }

    /// Calls of the engine, which may wait for a network, are made where nobody waits for the thread.
    async fn ask(
        node: &Arc<Node>,
        work: impl FnOnce(&Arc<Node>) -> Result<Value, Unavailable> + Send + 'static,
    ) -> Answer {
        let answered = node.apart(work).await;
        let answered = answered.ok_or_else(|| failed("the server failed; its log has more"))?;
        answered.map(|value| value.to_string()).map_err(failed)
    }

    async fn list(State(node): State<Arc<Node>>, Path(name): Path<String>) -> Answer {
        let kind = kind(&name)?;
        ask(&node, move |node| {
            let found = node.given_up(kind, MOST)?;
            let all = found.into_iter().map(|one| {
                let payload = serde_json::from_str(&one.payload).unwrap_or(Value::Null);
                json!({
                    "id": one.id, "host": one.tenant, "room": one.room, "name": one.name, "key": one.key,
                    "webhook_id": one.webhook_id, "attempts": one.attempts, "reason": one.reason, "payload": payload,
                })
            });
            Ok(Value::Array(all.collect()))
        })
        .await
    }

    async fn replay_all(State(node): State<Arc<Node>>, Path(name): Path<String>) -> Answer {
        let kind = kind(&name)?;
        ask(&node, move |node| {
            let mut count = 0;
            for one in node.given_up(kind, MOST)? {
                count += usize::from(node.replay(&one.id)?);
            }
            Ok(json!({ "replayed": count }))
        })
        .await
    }

    async fn replay(
        State(node): State<Arc<Node>>,
        Path((name, id)): Path<(String, String)>,
    ) -> Answer {
        let kind = kind(&name)?;
        ask(&node, move |node| {
            let found = node.given_up(kind, MOST)?;
            let there = found.iter().any(|one| one.id == id);
            let count = usize::from(there && node.replay(&id)?);
            Ok(json!({ "replayed": count }))
        })
        .await
    }
}
