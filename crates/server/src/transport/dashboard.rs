//! The dashboard over HTTP: its page, what the page asks for, and a stream of what becomes of messages.
//!
//! Who may is [`crate::dashboard`]'s to say. All that is here says so to browsers too: nothing is kept, framed, or run but the page's own script.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, Path, Query, State};
use axum::http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header,
};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::{get, post};
use buildamp_engine::{Tenant, Unavailable};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::heartbeat::Heartbeat;
use super::ways::{From, Ways, host, named, number, plain, text};
use crate::Node;
use crate::dashboard::{Asked, BEAT, Dashboard, Denied, Part, StateKind, Wants, Watching};

const PAGE: &str = include_str!("../dashboard/page/index.html");

const STYLE: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// What belongs to the page: names, types, texts.
const FILES: [(&str, &str, &str); 12] = [
    (
        "style.css",
        STYLE,
        include_str!("../dashboard/page/style.css"),
    ),
    ("main.js", SCRIPT, include_str!("../dashboard/page/main.js")),
    (
        "elements.js",
        SCRIPT,
        include_str!("../dashboard/page/elements.js"),
    ),
    (
        "words.js",
        SCRIPT,
        include_str!("../dashboard/page/words.js"),
    ),
    (
        "server.js",
        SCRIPT,
        include_str!("../dashboard/page/server.js"),
    ),
    (
        "overview.js",
        SCRIPT,
        include_str!("../dashboard/page/overview.js"),
    ),
    (
        "nodes.js",
        SCRIPT,
        include_str!("../dashboard/page/nodes.js"),
    ),
    (
        "rooms.js",
        SCRIPT,
        include_str!("../dashboard/page/rooms.js"),
    ),
    (
        "messages.js",
        SCRIPT,
        include_str!("../dashboard/page/messages.js"),
    ),
    (
        "state.js",
        SCRIPT,
        include_str!("../dashboard/page/state.js"),
    ),
    ("jobs.js", SCRIPT, include_str!("../dashboard/page/jobs.js")),
    (
        "icon.svg",
        "image/svg+xml",
        include_str!("../dashboard/page/icon.svg"),
    ),
];

/// What all its requests share.
struct Desk {
    dashboard: Dashboard,
    ways: Arc<Ways>,
    heartbeat: Arc<Heartbeat>,
    /// When the figures of what is held were last taken, in milliseconds.
    stocked: AtomicU64,
}

/// Its paths; none where there is no dashboard.
pub(super) fn routes(
    ways: &Arc<Ways>,
    heartbeat: &Arc<Heartbeat>,
    dashboard: Option<&Dashboard>,
) -> axum::Router {
    let Some(dashboard) = dashboard else {
        return axum::Router::new();
    };
    let desk = Arc::new(Desk {
        dashboard: dashboard.clone(),
        ways: ways.clone(),
        heartbeat: heartbeat.clone(),
        stocked: AtomicU64::new(0),
    });
    let page = || get(|| async { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], PAGE) });
    axum::Router::new()
        .route("/_buildamp", page())
        .route("/_buildamp/", page())
        .route("/_buildamp/page/{file}", get(file))
        .route("/_buildamp/api/overview", get(overview))
        .route("/_buildamp/api/rooms", get(rooms))
        .route("/_buildamp/api/room", get(room))
        .route("/_buildamp/api/state", get(state))
        .route("/_buildamp/api/entry", get(entry))
        .route("/_buildamp/api/jobs", get(jobs))
        .route("/_buildamp/api/replay", post(replay))
        .route("/_buildamp/api/messages", get(messages))
        .layer(middleware::from_fn_with_state(desk.clone(), guard))
        .layer(middleware::map_response(harden))
        .with_state(desk)
}

async fn file(Path(name): Path<String>) -> Response<Body> {
    let found = FILES.iter().find(|(file, ..)| *file == name);
    match found {
        Some((_, kind, text)) => ([(header::CONTENT_TYPE, *kind)], *text).into_response(),
        None => plain(StatusCode::NOT_FOUND, "there is no such file\n".to_owned()),
    }
}

impl Desk {
    /// Takes the figures of what is held, however many look at most once a second.
    fn take_stock(&self) {
        let now = self.ways.node.clock.now().0;
        let is_due = |last: u64| (last == 0 || now >= last + 1_000).then_some(now.max(1));
        let order = Ordering::Relaxed;
        if self.stocked.fetch_update(order, order, is_due).is_ok() {
            super::http::take_stock(&self.ways, &self.heartbeat);
        }
    }
}

/// Lets those through who may see it.
async fn guard(
    State(desk): State<Arc<Desk>>,
    mut request: Request<Body>,
    next: Next,
) -> Response<Body> {
    let node = &desk.ways.node;
    let asked = asked(&request);
    if let Err(denied) = desk.dashboard.access.check(&asked, node.clock.now()) {
        return refuse(denied);
    }
    let tenant = node.tenant(&host(request.headers()));
    request.extensions_mut().insert(Whose(tenant));
    next.run(request).await
}

/// Whose state is shown.
#[derive(Clone)]
struct Whose(Tenant);

fn asked(request: &Request<Body>) -> Asked<'_> {
    let headers = request.headers();
    let from = request.extensions().get::<From>();
    let is_page = matches!(request.uri().path(), "/_buildamp" | "/_buildamp/");
    Asked {
        // Who it is that nobody told of is nobody of this machine.
        address: from.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |from| from.0),
        host: text(headers, &header::HOST).unwrap_or_default(),
        authorization: text(headers, &header::AUTHORIZATION),
        origin: text(headers, &header::ORIGIN),
        site: named(headers, "sec-fetch-site"),
        is_forwarded: is_forwarded(headers),
        wants: match *request.method() {
            Method::GET | Method::HEAD if is_page => Wants::Page,
            Method::GET | Method::HEAD => Wants::View,
            _ => Wants::Change,
        },
    }
}

fn is_forwarded(headers: &HeaderMap) -> bool {
    const BY_PROXIES: [&str; 5] = [
        "forwarded",
        "via",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-real-ip",
    ];
    BY_PROXIES.iter().any(|name| headers.contains_key(*name))
}

fn refuse(denied: Denied) -> Response<Body> {
    let say = |status, text: &str| plain(status, format!("{text}\n"));
    match denied {
        Denied::Elsewhere => say(
            StatusCode::FORBIDDEN,
            "while an app is written its dashboard is for this machine alone: open it as http://localhost, with the server's port, on the machine that `buildamp dev` runs on",
        ),
        Denied::OtherPage => say(
            StatusCode::FORBIDDEN,
            "only the dashboard's own page may ask this",
        ),
        Denied::Unknown => {
            let mut answer = say(StatusCode::UNAUTHORIZED, "the dashboard has a password");
            let basic = HeaderValue::from_static("Basic realm=\"BuildAmp\", charset=\"UTF-8\"");
            answer.headers_mut().insert(header::WWW_AUTHENTICATE, basic);
            answer
        }
        Denied::TooOften(wait) => {
            let text = "too many attempts with a wrong password; wait a minute";
            let mut answer = say(StatusCode::TOO_MANY_REQUESTS, text);
            let seconds = number(wait.as_secs() + 1);
            answer.headers_mut().insert(header::RETRY_AFTER, seconds);
            answer
        }
    }
}

/// What browsers have to know of every answer.
async fn harden(mut response: Response<Body>) -> Response<Body> {
    const HEADERS: [(&str, &str); 6] = [
        (
            "content-security-policy",
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ];
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        let name = HeaderName::from_static(name);
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// An answer in JSON, or why there is none.
enum Answer<T> {
    Found(T),
    Nothing,
    Failed(String),
}

impl<T> std::convert::From<Result<T, Unavailable>> for Answer<T> {
    fn from(result: Result<T, Unavailable>) -> Answer<T> {
        match result {
            Ok(found) => Answer::Found(found),
            Err(error) => Answer::Failed(error.0),
        }
    }
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> axum::response::Response {
        let failed = |status, text: &str| (status, Json(json!({ "error": text }))).into_response();
        match self {
            Answer::Found(found) => Json(found).into_response(),
            Answer::Nothing => failed(StatusCode::NOT_FOUND, "there is nothing of this name"),
            Answer::Failed(text) => failed(StatusCode::SERVICE_UNAVAILABLE, &text),
        }
    }
}

/// Looks on a thread that nobody needs: an engine may have to wait, and tables may be long.
async fn look<T: Send + 'static>(
    node: &Arc<Node>,
    work: impl FnOnce(&Arc<Node>) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let node = node.clone();
    let looked = tokio::task::spawn_blocking(move || work(&node)).await;
    looked.unwrap_or_else(|_| Answer::Failed("the server failed; its log has more".to_owned()))
}

type Shared = State<Arc<Desk>>;
type Own = Extension<Whose>;

async fn overview(State(desk): Shared, Extension(Whose(tenant)): Own) -> impl IntoResponse {
    let shared = desk.clone();
    look(&desk.ways.node, move |node| {
        shared.take_stock();
        Answer::Found(node.overview(&tenant, &shared.dashboard.about))
    })
    .await
}

#[derive(Deserialize)]
struct Which {
    #[serde(default)]
    prefix: String,
    #[serde(default = "usual")]
    limit: usize,
}

fn usual() -> usize {
    50
}

async fn rooms(
    State(desk): Shared,
    Extension(Whose(tenant)): Own,
    Query(which): Query<Which>,
) -> impl IntoResponse {
    look(&desk.ways.node, move |node| {
        Answer::Found(node.rooms_shown(&tenant, &which.prefix, which.limit))
    })
    .await
}

#[derive(Deserialize)]
struct OneRoom {
    room: String,
}

async fn room(
    State(desk): Shared,
    Extension(Whose(tenant)): Own,
    Query(one): Query<OneRoom>,
) -> impl IntoResponse {
    look(&desk.ways.node, move |node| {
        node.room_shown(&tenant, &one.room).into()
    })
    .await
}

async fn state(
    State(desk): Shared,
    Extension(Whose(tenant)): Own,
    Query(part): Query<Part>,
) -> impl IntoResponse {
    look(&desk.ways.node, move |node| {
        node.entries_shown(&tenant, &part).into()
    })
    .await
}

#[derive(Deserialize)]
struct OneEntry {
    kind: StateKind,
    key: String,
}

async fn entry(
    State(desk): Shared,
    Extension(Whose(tenant)): Own,
    Query(one): Query<OneEntry>,
) -> impl IntoResponse {
    look(&desk.ways.node, move |node| {
        match node.entry_shown(&tenant, one.kind, &one.key) {
            Ok(Some(found)) => Answer::Found(found),
            Ok(None) => Answer::Nothing,
            Err(error) => Answer::Failed(error.0),
        }
    })
    .await
}

async fn jobs(State(desk): Shared, Extension(Whose(tenant)): Own) -> impl IntoResponse {
    look(&desk.ways.node, move |node| node.jobs_shown(&tenant).into()).await
}

#[derive(Deserialize)]
struct OneJob {
    id: String,
}

async fn replay(
    State(desk): Shared,
    Extension(Whose(tenant)): Own,
    Query(one): Query<OneJob>,
) -> impl IntoResponse {
    look(&desk.ways.node, move |node| {
        match node.replay_of(&tenant, &one.id) {
            Ok(true) => Answer::Found(json!({ "replayed": 1 })),
            Ok(false) => Answer::Nothing,
            Err(error) => Answer::Failed(error.0),
        }
    })
    .await
}

/// A stream of what becomes of messages, from now on.
async fn messages(State(desk): Shared, Extension(Whose(tenant)): Own) -> Response<Body> {
    let node = &desk.ways.node;
    let begun = (!node.is_draining()).then(|| Watching::begin(node, &tenant));
    let Some(watching) = begun.flatten() else {
        let text = "as many look as may, or the server is about to stop; try again\n";
        return plain(StatusCode::SERVICE_UNAVAILABLE, text.to_owned());
    };
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let stream = futures_util::stream::unfold((watching, beats, true), next_event);
    Sse::new(stream)
        .keep_alive(KeepAlive::default())
        .into_response()
}

/// Waits until there is something to tell. The first event says that it has begun.
async fn next_event(
    (mut watching, mut beats, is_first): (Watching, Interval, bool),
) -> Option<(Result<Event, Infallible>, (Watching, Interval, bool))> {
    loop {
        beats.tick().await;
        if watching.is_over() {
            return None;
        }
        let news = watching.news();
        if is_first || !news.is_nothing() {
            let text = serde_json::to_string(&news).ok()?;
            let event = Event::default().data(text);
            return Some((Ok(event), (watching, beats, false)));
        }
    }
}
