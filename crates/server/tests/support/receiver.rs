//! A server that webhooks go to: what it answers is told by the path.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::server::LONG;

/// A call that came.
#[derive(Debug, Clone)]
pub struct Came {
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
}

impl Came {
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }
}

#[derive(Clone)]
pub struct Receiver {
    pub port: u16,
    came: Arc<Mutex<Vec<Came>>>,
    count: Arc<watch::Sender<usize>>,
    released: Arc<watch::Sender<bool>>,
}

impl Receiver {
    pub async fn start() -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Receiver {
            port: listener.local_addr().unwrap().port(),
            came: Arc::default(),
            count: Arc::new(watch::Sender::new(0)),
            released: Arc::new(watch::Sender::new(false)),
        };
        let router = Router::new()
            .route("/{path}", any(answer))
            .with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        receiver
    }

    /// Lets those be answered that wait.
    pub fn release(&self) {
        self.released.send_replace(true);
    }

    pub fn came(&self, path: &str) -> Vec<Came> {
        let came = self.came.lock().unwrap();
        came.iter()
            .filter(|one| one.path == path)
            .cloned()
            .collect()
    }

    /// All calls to a path, once there are so many.
    pub async fn until(&self, path: &str, count: usize) -> Vec<Came> {
        let mut changes = self.count.subscribe();
        let enough = async {
            while self.came(path).len() < count {
                changes.changed().await.unwrap();
            }
        };
        let enough = tokio::time::timeout(LONG, enough).await;
        assert!(enough.is_ok(), "{count} never came: {:?}", self.came(path));
        self.came(path)
    }
}

async fn answer(
    State(receiver): State<Receiver>,
    Path(path): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let body = String::from_utf8(body.to_vec()).unwrap();
    receiver.came.lock().unwrap().push(Came {
        path: path.clone(),
        headers,
        body,
    });
    let count = receiver.came(&path).len();
    receiver.count.send_modify(|count| *count += 1);
    match path.as_str() {
        "hang" => std::future::pending().await,
        "wait" => {
            let mut released = receiver.released.subscribe();
            released.wait_for(|released| *released).await.unwrap();
            "thanks".into_response()
        }
        "fail" => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "a secret of the receiver's",
        )
            .into_response(),
        "gone" => StatusCode::GONE.into_response(),
        "busy" => (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "120")]).into_response(),
        "moved" => (StatusCode::FOUND, [("location", "/take")]).into_response(),
        "huge" => "z".repeat(1 << 20).into_response(),
        "flaky" if count == 1 => StatusCode::BAD_GATEWAY.into_response(),
        _ => "thanks".into_response(),
    }
}
