//! The paths of the server: the socket, health, metrics; the app's pages for the rest.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use axum::routing::{get, post};
use buildamp_websocket::Window;
use buildamp_websocket::handshake::{Deflate, Upgrade, check};
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;

use super::Options;
use super::accept::Held;
use super::heartbeat::Heartbeat;
use super::post;
use super::socket::{self, Wire};
use super::sse::{self, Streams};
use super::uploads;
use super::ways::Ways;
use super::webhooks;
use crate::identity::{Credentials, Origins, Token};
use crate::protocol::Refusal;
use crate::{Connection, Hello, Node, metrics};

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
pub(super) async fn respond<S: Wire>(
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

/// A request for a socket that is answered by 101.
pub(super) struct Admitted {
    upgrade: Upgrade,
    subprotocol: Option<String>,
    pub(super) hello: Hello,
    pub(super) token: Option<Token>,
}

impl Admitted {
    /// What messages to the client are compressed with, if at all.
    pub(super) fn window(&self) -> Option<Window> {
        self.upgrade.window()
    }

    fn headers(&self) -> HeaderMap {
        self.upgrade.headers(self.subprotocol.as_deref())
    }

    /// The response as it is sent.
    pub(super) fn response(&self) -> Vec<u8> {
        let mut response = b"HTTP/1.1 101 Switching Protocols\r\n".to_vec();
        for (name, value) in &self.headers() {
            response.extend_from_slice(name.as_str().as_bytes());
            response.extend_from_slice(b": ");
            response.extend_from_slice(value.as_bytes());
            response.extend_from_slice(b"\r\n");
        }
        response.extend_from_slice(b"\r\n");
        response
    }
}

/// Why a request for a socket gets none, as it is counted, and the answer.
pub(super) struct Refused {
    reason: &'static str,
    answer: Response<Body>,
}

/// Whether a request for a socket may have one. Who is refused is counted where that is answered.
///
/// # Errors
/// Where it may not.
pub(super) fn admit(gate: &Gate, head: &Parts) -> Result<Admitted, Box<Refused>> {
    let headers = &head.headers;
    let Ok(Query(query)) = Query::<HashMap<String, String>>::try_from_uri(&head.uri) else {
        let text = "the query can't be read\n".to_owned();
        let answer = answer(StatusCode::BAD_REQUEST, HeaderMap::new(), text);
        return Err(refuse(metrics::REQUEST, answer));
    };
    let upgrade = check(&head.method, head.version, headers, gate.deflate);
    let upgrade = upgrade.map_err(|refusal| {
        let answer = answer(refusal.status(), refusal.headers(), format!("{refusal}\n"));
        refuse(metrics::REQUEST, answer)
    })?;
    if !gate.origins.allow(text(headers, &header::ORIGIN)) {
        let text = "pages of this origin may not connect; the server's setting `origins` lists those that may\n";
        let answer = answer(StatusCode::FORBIDDEN, HeaderMap::new(), text.to_owned());
        return Err(refuse(metrics::ORIGIN, answer));
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
    let token = Connection::authenticate(&gate.node, &hello)
        .map_err(|refusal| refuse(metrics::UNAUTHORIZED, unauthorized(&refusal)))?;
    Ok(Admitted {
        upgrade,
        subprotocol: credentials.subprotocol,
        hello,
        token,
    })
}

/// Answers a request for a socket that did not come first on its connection, or not in a way that we read ourselves.
fn upgrade<S: Wire>(gate: &Arc<Gate>, held: &Holding, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let admitted = match admit(gate, &head) {
        Ok(admitted) => admitted,
        Err(refused) => {
            gate.node.metrics.turn_away(refused.reason);
            return refused.answer;
        }
    };
    let status = StatusCode::SWITCHING_PROTOCOLS;
    let response = answer(status, admitted.headers(), String::new());
    let held = held.lock().expect("nobody panics while holding it").take();
    let request = Request::from_parts(head, body);
    tokio::spawn(socket::run::<S>(gate.clone(), request, admitted, held));
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

fn refuse(reason: &'static str, answer: Response<Body>) -> Box<Refused> {
    Box::new(Refused { reason, answer })
}

fn answer(status: StatusCode, headers: HeaderMap, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

pub(super) fn text<'h>(headers: &'h HeaderMap, name: &header::HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// The host without its port.
pub(super) fn host(headers: &HeaderMap) -> String {
    let host = text(headers, &header::HOST).unwrap_or_default();
    let end = match host.rfind(':') {
        Some(colon) if !host[colon..].contains(']') => colon,
        _ => host.len(),
    };
    host[..end].to_owned()
}
