//! The paths of the server: the socket, health, metrics; the app's pages for the rest.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response, StatusCode, header};
use axum::routing::{get, post};
use buildamp_websocket::handshake::{Deflate, check};
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};

use super::Options;
use super::accept::Held;
use super::heartbeat::Heartbeat;
use super::post;
use super::socket;
use super::sse::{self, Streams};
use super::uploads;
use super::ways::{self, Ways, plain, text};
use super::webhooks;
use crate::identity::Origins;
use crate::{Connection, Node, metrics};

/// What all requests of a listener share.
pub(super) struct Gate {
    pub(super) node: Arc<Node>,
    pub(super) heartbeat: Arc<Heartbeat>,
    pub(super) config: Arc<buildamp_websocket::Config>,
    deflate: Deflate,
    origins: Origins,
    streams: Arc<Streams>,
    /// All that is no socket.
    pages: axum::Router,
}

impl Gate {
    pub(super) fn new(node: Arc<Node>, options: &Options, heartbeat: Arc<Heartbeat>) -> Gate {
        let streams = Arc::<Streams>::default();
        let ways = Arc::new(Ways {
            node: node.clone(),
            origins: options.origins.clone(),
            streams: streams.clone(),
            ping: options.ping,
            queue: options.queue,
        });
        Gate {
            config: options.config(node.limits().frame),
            pages: pages(ways, heartbeat.clone(), options),
            streams,
            node,
            heartbeat,
            deflate: match options.compress {
                Some(_) => Deflate::Accept,
                None => Deflate::Decline,
            },
            origins: options.origins.clone(),
        }
    }
}

impl Gate {
    /// The streams of events.
    pub(super) fn streams(&self) -> &Streams {
        &self.streams
    }
}

/// What a connection holds, until its socket takes it over.
pub(super) type Holding = Arc<Mutex<Option<Held>>>;

/// Answers a request of a connection over a stream of this type. Sockets come first: they are what the server is for, and
/// thousands of them may come at once.
pub(super) async fn respond<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    gate: Arc<Gate>,
    held: Holding,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let request = request.map(Body::new);
    match request.uri().path() {
        "/ws" => Ok(upgrade::<S>(&gate, &held, request)),
        _ => {
            TowerToHyperService::new(gate.pages.clone())
                .call(request)
                .await
        }
    }
}

fn pages(ways: Arc<Ways>, heartbeat: Arc<Heartbeat>, options: &Options) -> axum::Router {
    let node = ways.node.clone();
    let counted = ways.clone();
    axum::Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route(
            "/metrics",
            get(async move || measures(&counted, &heartbeat)),
        )
        .route("/webhooks/{name}", post(webhooks::receive))
        .with_state(node)
        .merge(sse::routes(ways.clone()))
        .merge(post::routes(ways.clone()))
        .merge(uploads::routes(ways, options.uploads.clone()))
        .fallback_service(options.site.clone())
}

async fn ready(State(node): State<Arc<Node>>) -> (StatusCode, String) {
    if node.is_retiring() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
    }
    match node.engine().health() {
        Ok(()) => (StatusCode::OK, "ready\n".to_owned()),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")),
    }
}

fn measures(
    ways: &Ways,
    heartbeat: &Heartbeat,
) -> ([(header::HeaderName, &'static str); 1], String) {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let metrics = ways.node.metrics();
    metrics.held.look(&ways.node, |mut see| {
        heartbeat.each_queue(&mut see);
        ways.streams.each_queue(&mut see);
    });
    ([(header::CONTENT_TYPE, kind)], metrics.text())
}

fn upgrade<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    gate: &Arc<Gate>,
    held: &Holding,
    request: Request<Body>,
) -> Response<Body> {
    let headers = request.headers();
    let turn_away = |reason| gate.node.metrics.turn_away(reason);
    let query = match ways::query(&request) {
        Ok(query) => query,
        Err(refusal) => {
            turn_away(metrics::REQUEST);
            return plain(StatusCode::BAD_REQUEST, format!("{}\n", refusal.text));
        }
    };
    let upgrade = match check(request.method(), request.version(), headers, gate.deflate) {
        Ok(upgrade) => upgrade,
        Err(refusal) => {
            turn_away(metrics::REQUEST);
            let mut response = plain(refusal.status(), format!("{refusal}\n"));
            *response.headers_mut() = refusal.headers();
            return response;
        }
    };
    if let Some(response) = ways::turn_away(&gate.origins, headers) {
        turn_away(metrics::ORIGIN);
        return response;
    }
    let protocols = text(headers, &header::SEC_WEBSOCKET_PROTOCOL);
    let (hello, subprotocol) = ways::hello(headers, protocols, &query);
    let token = match Connection::authenticate(&gate.node, &hello) {
        Ok(token) => token,
        Err(refusal) => {
            turn_away(metrics::UNAUTHORIZED);
            return plain(StatusCode::UNAUTHORIZED, format!("{}\n", refusal.text));
        }
    };
    let mut response = plain(StatusCode::SWITCHING_PROTOCOLS, String::new());
    *response.headers_mut() = upgrade.headers(subprotocol.as_deref());
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
