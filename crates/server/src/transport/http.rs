//! The paths of the server: the socket, health, metrics; the app's pages for the rest.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use axum::routing::get;
use buildamp_websocket::handshake::{Deflate, check};
use tokio::io::{AsyncRead, AsyncWrite};

use super::Options;
use super::accept::Held;
use super::heartbeat::Heartbeat;
use super::socket;
use crate::identity::{Credentials, Origins};
use crate::protocol::Refusal;
use crate::{Connection, Hello, Node};

/// What all requests of a listener share.
pub(super) struct Gate {
    pub(super) node: Arc<Node>,
    pub(super) heartbeat: Arc<Heartbeat>,
    pub(super) config: Arc<buildamp_websocket::Config>,
    deflate: Deflate,
    origins: Origins,
    site: axum::Router,
}

impl Gate {
    pub(super) fn new(node: Arc<Node>, options: &Options, heartbeat: Arc<Heartbeat>) -> Gate {
        Gate {
            config: options.config(node.limits().frame),
            node,
            heartbeat,
            deflate: match options.compress {
                Some(_) => Deflate::Accept,
                None => Deflate::Decline,
            },
            origins: options.origins.clone(),
            site: options.site.clone(),
        }
    }
}

type Holding = Arc<Mutex<Option<Held>>>;

/// The paths for one connection over a stream of this type.
pub(super) fn router<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    gate: Arc<Gate>,
    held: Holding,
) -> axum::Router {
    let site = gate.site.clone();
    let upgrade_gate = gate.clone();
    let upgrade = move |query: Query<HashMap<String, String>>, request: Request<Body>| async move {
        upgrade::<S>(&upgrade_gate, &held, &query, request)
    };
    axum::Router::new()
        .route("/ws", get(upgrade))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(gate)
        .fallback_service(site)
}

async fn ready(State(gate): State<Arc<Gate>>) -> (StatusCode, String) {
    if gate.node.is_draining() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
    }
    match gate.node.engine().health() {
        Ok(()) => (StatusCode::OK, "ready\n".to_owned()),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")),
    }
}

async fn metrics(
    State(gate): State<Arc<Gate>>,
) -> ([(header::HeaderName, &'static str); 1], String) {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let metrics = gate.node.metrics();
    let queued = gate.heartbeat.queued_bytes();
    metrics
        .queued
        .set(i64::try_from(queued).unwrap_or(i64::MAX));
    ([(header::CONTENT_TYPE, kind)], metrics.text())
}

fn upgrade<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    gate: &Arc<Gate>,
    held: &Holding,
    query: &HashMap<String, String>,
    request: Request<Body>,
) -> Response<Body> {
    let headers = request.headers();
    let upgrade = match check(request.method(), request.version(), headers, gate.deflate) {
        Ok(upgrade) => upgrade,
        Err(refusal) => return answer(refusal.status(), refusal.headers(), format!("{refusal}\n")),
    };
    if !gate.origins.allow(text(headers, &header::ORIGIN)) {
        let text = "pages of this origin may not connect; the server's setting `origins` lists those that may\n";
        return answer(StatusCode::FORBIDDEN, HeaderMap::new(), text.to_owned());
    }
    let credentials = Credentials::find(
        text(headers, &header::AUTHORIZATION),
        text(headers, &header::SEC_WEBSOCKET_PROTOCOL),
        query.get("token").map(String::as_str),
    );
    let hello = Hello {
        host: host(headers),
        token: credentials.token,
        session: query.get("session").cloned(),
    };
    let token = match Connection::authenticate(&gate.node, &hello) {
        Ok(token) => token,
        Err(refusal) => return unauthorized(&refusal),
    };
    let response = answer(
        StatusCode::SWITCHING_PROTOCOLS,
        upgrade.headers(credentials.subprotocol.as_deref()),
        String::new(),
    );
    let held = held.lock().expect("nobody panics while holding it").take();
    tokio::spawn(socket::run::<S>(
        gate.clone(),
        request,
        upgrade.window(),
        hello,
        token,
        held,
    ));
    response
}

fn unauthorized(refusal: &Refusal) -> Response<Body> {
    let mut headers = HeaderMap::new();
    headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    answer(
        StatusCode::UNAUTHORIZED,
        headers,
        format!("{}\n", refusal.text),
    )
}

fn answer(status: StatusCode, headers: HeaderMap, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn text<'h>(headers: &'h HeaderMap, name: &header::HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// The host without its port.
fn host(headers: &HeaderMap) -> String {
    let host = text(headers, &header::HOST).unwrap_or_default();
    let end = match host.rfind(':') {
        Some(colon) if !host[colon..].contains(']') => colon,
        _ => host.len(),
    };
    host[..end].to_owned()
}
