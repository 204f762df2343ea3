//! `POST /rooms/{room}/messages`: one message, whose answer is the response.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Request, Response, StatusCode};
use axum::routing::post;
use axum::{Router, middleware};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::ways::{Asking, Ways, cross_origin, json, read, refused, status};
use crate::node::{Posted, Poster};
use crate::protocol::{Code, Id, Refusal};

/// The path of messages.
pub(super) fn routes(ways: Arc<Ways>) -> Router {
    Router::new()
        .route("/rooms/{room}/messages", post(message))
        .layer(middleware::from_fn_with_state(ways.clone(), cross_origin))
        .with_state(ways)
}

async fn message(
    State(ways): State<Arc<Ways>>,
    Path(room): Path<String>,
    request: Request<Body>,
) -> Response<Body> {
    let taken = take(&ways, &room, request).await;
    taken.unwrap_or_else(|refusal| refused(&ways.node, &refusal, Some(&room)))
}

async fn take(ways: &Ways, room: &str, request: Request<Body>) -> Result<Response<Body>, Refusal> {
    let node = &ways.node;
    if node.is_draining() {
        let text = "the server is about to restart; nothing happened, try again";
        return Err(Refusal::new(Code::Unavailable, text));
    }
    let asking = Asking::read(node, &request).await?;
    let id = key(request.headers())?;
    let stream = match asking.hello.session {
        Some(_) => Some(ways.streams.of(&asking)?),
        None => None,
    };
    let payload = read(request.into_body(), node.limits().frame).await?;
    if let Err(error) = serde_json::from_slice::<&RawValue>(&payload) {
        let text = format!("the body is not JSON: {error}");
        return Err(Refusal::new(Code::BadJson, text));
    }
    let posted = Posted {
        room,
        payload: &payload,
        id,
    };
    let answer = match &stream {
        Some(stream) => {
            let connection = stream.connection();
            let _order = stream.order().lock().await;
            connection.ready().await;
            connection.identify(asking.named())?;
            node.post(Poster::Member(connection.link()), posted)?
        }
        None => {
            let user = asking.user(node)?;
            node.post(
                Poster::Other(&asking.tenant, &user, asking.claims()),
                posted,
            )?
        }
    };
    let Ok(frame) = answer.await else {
        let text = "the server stops; whether the message took effect is not known";
        return Err(Refusal::new(Code::Unavailable, text));
    };
    Ok(respond(&frame))
}

/// The frame under the status that fits. What was refused has been counted already.
fn respond(frame: &crate::protocol::Frame) -> Response<Body> {
    #[derive(Deserialize)]
    struct Head {
        #[serde(default)]
        code: Option<Box<str>>,
        #[serde(default)]
        retry_after_ms: Option<u64>,
    }
    let head = serde_json::from_slice::<Head>(frame.text()).ok();
    let code = head.as_ref().and_then(|head| {
        let name = head.code.as_deref()?;
        Code::ALL.iter().find(|code| code.name() == name)
    });
    let retry = head.as_ref().and_then(|head| head.retry_after_ms);
    json(
        code.map_or(StatusCode::OK, |code| status(*code)),
        frame,
        retry.map(std::time::Duration::from_millis),
    )
}

/// The message's id. Quotes, as the header's draft wants them, are not part of it.
fn key(headers: &HeaderMap) -> Result<Option<Id>, Refusal> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    // One that was passed over would let the message take effect again.
    let text = value.to_str().unwrap_or_default().trim().trim_matches('"');
    if text.is_empty() || text.chars().count() > 64 {
        let text = "an `Idempotency-Key` has 1 to 64 characters, of ASCII";
        return Err(Refusal::new(Code::BadFrame, text));
    }
    Ok(Some(Id::Text(text.into())))
}
