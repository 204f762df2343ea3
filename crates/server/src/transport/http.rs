//! The paths of the server: the socket, health, metrics; the app's pages for the rest.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{MatchedPath, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::routing::{get, post};
use buildamp_websocket::Window;
use buildamp_websocket::handshake::{Deflate, Upgrade, check};
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;

use super::Options;
use super::accept::Held;
use super::dashboard;
use super::heartbeat::Heartbeat;
use super::post;
use super::rest;
use super::socket::{self, Wire};
use super::sse::{self, Streams};
use super::uploads;
use super::ways::{self, Ways, plain, text};
use super::webhooks;
use crate::identity::{Origins, Token};
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
        "/ws" => Ok(upgrade::<S>(&gate, &held, request).await),
        _ => {
            TowerToHyperService::new(gate.pages.clone())
                .call(request)
                .await
        }
    }
}

fn pages(ways: Arc<Ways>, heartbeat: Arc<Heartbeat>, options: &Options) -> axum::Router {
    let node = ways.node.clone();
    let (measured, counted) = (ways.clone(), ways.clone());
    let dashboard = dashboard::routes(&ways, &heartbeat, options.dashboard.as_ref());
    axum::Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route(
            "/metrics",
            get(async move || measures(&measured, &heartbeat)),
        )
        .route("/webhooks/{name}", post(webhooks::receive))
        .with_state(node)
        .merge(sse::routes(ways.clone()))
        .merge(post::routes(ways.clone()))
        .merge(dashboard)
        .merge(uploads::routes(ways, options.uploads.clone()))
        .fallback_service(options.site.clone())
        .layer(middleware::from_fn_with_state(counted, count))
        .layer(middleware::from_fn(rest::read_to_the_end))
}

/// Counts a request by its path and status. All pages are one, for there are as many as files.
async fn count(
    State(ways): State<Arc<Ways>>,
    path: Option<MatchedPath>,
    request: Request<Body>,
    next: Next,
) -> Response<Body> {
    let response = next.run(request).await;
    let label = metrics::Answered {
        path: path.map_or("pages".to_owned(), |path| path.as_str().to_owned()),
        status: response.status().as_u16(),
    };
    ways.node.metrics.requests.get_or_create(&label).inc();
    response
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
    take_stock(ways, heartbeat);
    ([(header::CONTENT_TYPE, kind)], ways.node.metrics().text())
}

/// Takes the figures of what is held.
pub(super) fn take_stock(ways: &Ways, heartbeat: &Heartbeat) {
    let held = &ways.node.metrics.held;
    held.look(&ways.node, |mut see| {
        heartbeat.each_queue(&mut see);
        ways.streams.each_queue(&mut see);
    });
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
        self.upgrade.response(self.subprotocol.as_deref())
    }
}

/// Why a request for a socket gets none, as it is counted, and the answer.
pub(super) struct Refused {
    reason: &'static str,
    answer: Response<Body>,
    /// What the log says of it, where whoever runs the server can do something about it.
    told: Option<String>,
    /// Whether the token may be good: its key is not known yet.
    may_be_known: bool,
}

/// Whether a request for a socket may have one. Who is refused is counted where that is answered.
///
/// # Errors
/// Where it may not.
pub(super) fn admit(gate: &Gate, head: &Parts) -> Result<Admitted, Box<Refused>> {
    let headers = &head.headers;
    let query = ways::query(&head.uri).map_err(|refusal| {
        let answer = plain(StatusCode::BAD_REQUEST, format!("{}\n", refusal.text));
        refuse(metrics::REQUEST, answer)
    })?;
    let upgrade = check(&head.method, head.version, headers, gate.deflate);
    let upgrade = upgrade.map_err(|refusal| {
        let mut answer = plain(refusal.status(), format!("{refusal}\n"));
        *answer.headers_mut() = refusal.headers();
        refuse(metrics::REQUEST, answer)
    })?;
    if let Some(answer) = ways::turn_away(&gate.origins, headers) {
        let mut refused = refuse(metrics::ORIGIN, answer);
        let origin = text(headers, &header::ORIGIN).unwrap_or("?");
        let told = format!("the page is of {origin}, which is not among the setting `origins`");
        refused.told = Some(told);
        return Err(refused);
    }
    let protocols = text(headers, &header::SEC_WEBSOCKET_PROTOCOL);
    let (hello, subprotocol) = ways::hello(headers, protocols, &query);
    let token = Connection::recognize(&gate.node, &hello).map_err(|unproven| {
        let answer = plain(
            StatusCode::UNAUTHORIZED,
            format!("{}\n", unproven.refusal.text),
        );
        let mut refused = refuse(metrics::UNAUTHORIZED, answer);
        refused.may_be_known = unproven.may_be_known;
        refused.told = Some(unproven.refusal.text.into_owned());
        refused
    })?;
    Ok(Admitted {
        upgrade,
        subprotocol,
        hello,
        token,
    })
}

/// Answers a request for a socket that did not come first on its connection, or not in a way that we read ourselves.
async fn upgrade<S: Wire>(
    gate: &Arc<Gate>,
    held: &Holding,
    request: Request<Body>,
) -> Response<Body> {
    let (head, body) = request.into_parts();
    let admitted = match admit_in_time(gate, &head).await {
        Ok(admitted) => admitted,
        Err(refused) => {
            gate.node.metrics.turn_away(refused.reason);
            if let Some(told) = &refused.told {
                gate.node
                    .note_refused(refused.answer.status().as_u16(), told);
            }
            rest::read_refused(Request::from_parts(head, body));
            return refused.answer;
        }
    };
    let status = StatusCode::SWITCHING_PROTOCOLS;
    let mut response = plain(status, String::new());
    *response.headers_mut() = admitted.headers();
    let held = held.lock().expect("nobody panics while holding it").take();
    let request = Request::from_parts(head, body);
    tokio::spawn(socket::run::<S>(gate.clone(), request, admitted, held));
    response
}

/// As [`admit`], once the keys are known that are asked for anew.
async fn admit_in_time(gate: &Gate, head: &Parts) -> Result<Admitted, Box<Refused>> {
    let mut admitted = admit(gate, head);
    for _ in 0..Connection::CHANCES {
        let may_be_known = admitted.as_ref().is_err_and(|refused| refused.may_be_known);
        if !may_be_known || !gate.node.learn_keys().await {
            break;
        }
        admitted = admit(gate, head);
    }
    admitted
}

fn refuse(reason: &'static str, answer: Response<Body>) -> Box<Refused> {
    Box::new(Refused {
        reason,
        answer,
        told: None,
        may_be_known: false,
    })
}
