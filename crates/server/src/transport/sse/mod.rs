//! Server-sent events: a connection whose frames come as a stream, and whose own frames are posted.
//!
//! `GET /sse` is the stream; `POST /sse` takes the frames of its client. To the node it is a connection like any other.

mod event;
mod outlet;
mod streams;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use axum::routing::get;
use axum::{Router, middleware};
use buildamp_engine::Position;
use tokio::time::Instant;

pub(super) use streams::{Stream, Streams};

use super::ways::{Asking, Cut, Ways, cross_origin, named, plain, read, refused};
use crate::peer::Ending;
use crate::protocol::{Code, Refusal};
use crate::turn::Turn;
use crate::{Connection, DirectFrom};
use event::LastSeen;
use outlet::{Beat, End, Mouth, Outlet, Pieces};

/// How long what is left may take to be read when the server has ended a stream.
const CLOSING: Duration = Duration::from_secs(5);

/// The path of streams.
pub(super) fn routes(ways: Arc<Ways>) -> Router {
    let refuse_head = || async { StatusCode::METHOD_NOT_ALLOWED };
    Router::new()
        // A HEAD would come in and leave at once, and everyone would see it.
        .route("/sse", get(listen).head(refuse_head).post(speak))
        .layer(middleware::from_fn_with_state(ways.clone(), cross_origin))
        .with_state(ways)
}

/// Opens a stream.
async fn listen(
    State(ways): State<Arc<Ways>>,
    Extension(cut): Extension<Cut>,
    request: Request<Body>,
) -> Response<Body> {
    let asked = Asking::read(&ways.node, &request).await.map(|mut asking| {
        let seen = last_seen(&asking, &request);
        if asking.hello.session.is_none() {
            asking.hello.session.clone_from(&seen.session);
        }
        (asking, seen)
    });
    let (asking, seen) = match asked {
        Ok(asked) => asked,
        Err(refusal) => {
            if refusal.code == Code::Unauthorized {
                let status = StatusCode::UNAUTHORIZED.as_u16();
                ways.node.note_refused(status, &refusal.text);
            }
            return refused(&ways.node, &refusal, None);
        }
    };
    let stream = match open(&ways, &asking, &seen, &cut).await {
        Ok(stream) => stream,
        Err(refusal) => return refused(&ways.node, &refusal, None),
    };
    for room in asking.all("room") {
        let since = seen.position(room);
        if let Some(since) = since {
            stream.outlet().begin(room, since);
        }
        let frame = join(room, asking.named(), since);
        stream.connection().ready().await;
        stream.connection().receive(&frame);
    }
    if ways.node.is_draining() {
        // All others have been told already.
        streams::send_away(stream.outlet(), 1_000);
    }
    response(Pieces(stream))
}

/// What the client has heard, by the header that browsers send, or by the query for those who can set none.
fn last_seen(asking: &Asking, request: &Request<Body>) -> LastSeen {
    let header = named(request.headers(), "last-event-id");
    let query = asking.one("last_event_id");
    header.or(query).map(LastSeen::read).unwrap_or_default()
}

async fn open(
    ways: &Arc<Ways>,
    asking: &Asking,
    seen: &LastSeen,
    cut: &Cut,
) -> Result<Arc<Stream>, Refusal> {
    let outlet = Arc::new(Outlet::new(ways.queue));
    if asking.hello.direct.is_none() {
        outlet.be_discreet();
    }
    if let Some(position) = seen.direct {
        // From the first event on: it may be the last one that arrives.
        outlet.begin_direct(position);
    }
    // Browsers come back after three seconds, all at once, unless they are told otherwise.
    outlet.note(&format!(
        "retry: {}\n\n",
        1_000 + rand::random::<u64>() % 3_000
    ));
    let token = asking.token.clone();
    let peer = Box::new(Mouth(outlet.clone()));
    let mut hello = asking.hello.clone();
    // What a browser says when it comes back is newer than the address, which stays the same.
    let behind = seen.direct.map(DirectFrom::Behind);
    hello.direct = behind.or(hello.direct).or(Some(DirectFrom::Now));
    let connection = Connection::open_apart(&ways.node, hello, token, peer).await?;
    let expires = connection.expires();
    let stream = ways.streams.add(connection, outlet.clone());
    tokio::spawn(watch(ways.clone(), outlet, expires, cut.clone()));
    Ok(stream)
}

fn join(room: &str, user: Option<&str>, since: Option<Position>) -> String {
    let mut frame = serde_json::json!({"type": "join_room", "room": room});
    if let Some(user) = user {
        frame["userId"] = user.into();
    }
    if let Some(Position { epoch, seq }) = since {
        frame["since"] = serde_json::json!({"epoch": format!("{epoch:x}"), "seq": seq});
    }
    frame.to_string()
}

fn response(pieces: Pieces) -> Response<Body> {
    let mut response = Response::new(Body::new(pieces));
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE.as_str(), "text/event-stream"),
        (header::CACHE_CONTROL.as_str(), "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS.as_str(), "nosniff"),
        // nginx keeps answers back otherwise.
        ("x-accel-buffering", "no"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Looks after a stream from beat to beat, until it has ended.
async fn watch(ways: Arc<Ways>, outlet: Arc<Outlet>, expires: Option<u64>, cut: Cut) {
    let mut beats = tokio::time::interval_at(Instant::now() + ways.ping, ways.ping);
    while !outlet.is_left() && outlet.ended().is_none() {
        tokio::select! {
            _ = beats.tick() => look(&ways, &outlet, expires),
            () = outlet.news.notified() => {}
        }
    }
    let Some(end) = outlet.ended() else {
        return;
    };
    let code = match &end {
        End::Told(ending, _) => ending.code,
        End::Slow => 1013,
    };
    let code = crate::metrics::CloseCode { code };
    ways.node.metrics.endings.get_or_create(&code).inc();
    if end != End::Slow {
        let left = async {
            while !outlet.is_left() {
                outlet.news.notified().await;
            }
        };
        if tokio::time::timeout(CLOSING, left).await.is_ok() {
            return;
        }
    }
    // Nobody reads it, so its end can't be said either.
    cut.0.notify_one();
}

fn look(ways: &Ways, outlet: &Outlet, expires: Option<u64>) {
    let now = ways.node.clock.now().0 / 1000;
    if expires.is_some_and(|expires| expires <= now) {
        let reason = "the token has expired".to_owned();
        return outlet.finish(&Ending { code: 4001, reason }, 1_000);
    }
    if let Beat::Stuck = outlet.beat() {
        let reason = "nothing is read".to_owned();
        outlet.finish(&Ending { code: 1008, reason }, 1_000);
    }
}

/// Takes the frames of a stream's client, one a line, in their order. The answers come in the stream.
async fn speak(State(ways): State<Arc<Ways>>, request: Request<Body>) -> Response<Body> {
    match take(&ways, request).await {
        Ok(()) => plain(StatusCode::NO_CONTENT, String::new()),
        Err(refusal) if refusal.code == Code::NotInRoom => {
            let mut response = refused(&ways.node, &refusal, None);
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
        Err(refusal) => refused(&ways.node, &refusal, None),
    }
}

async fn take(ways: &Ways, request: Request<Body>) -> Result<(), Refusal> {
    let asking = Asking::read(&ways.node, &request).await?;
    let stream = ways.streams.of(&asking)?;
    let longest = ways.node.limits().frame;
    let body = read(request.into_body(), longest.saturating_mul(4).max(1 << 16)).await?;
    let body = std::str::from_utf8(&body)
        .map_err(|_| Refusal::new(Code::BadJson, "the frames are not UTF-8"))?;
    // Requests of one client may overtake each other, but what one brings stays together.
    let _order = stream.order().lock().await;
    for frame in body.lines().filter(|line| !line.trim().is_empty()) {
        stream.connection().ready().await;
        let _turn = Turn::begin();
        if frame.len() > longest {
            let text = format!("the frame has {} bytes; {longest} are allowed", frame.len());
            stream
                .connection()
                .refuse(&Refusal::new(Code::TooLarge, text));
        } else {
            stream.connection().receive(frame);
        }
    }
    Ok(())
}
