//! `POST /webhooks/{name}`: a call of another server, believed by its signature, answered with a status and, where nothing happened, why.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use serde::de::IgnoredAny;
use serde_json::json;

use super::ways::{self, host, text, too_slow};
use crate::Node;
use crate::protocol::Code;
use crate::webhooks::{Answer, Received};

/// How long a body may take.
const TIME: Duration = Duration::from_secs(10);

/// Bytes that tell one call from others, at most.
const ID: usize = 256;

pub(super) async fn receive(
    State(node): State<Arc<Node>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    let (status, code, body) = match answer(&node, name, &headers, body).await {
        Ok(None) => (StatusCode::NO_CONTENT, "accepted", String::new()),
        Ok(Some(reply)) => (StatusCode::OK, "accepted", (*reply).to_owned()),
        Err(Refused { status, code, text }) => {
            let body = json!({"error": text, "code": code}).to_string();
            (status, code, body)
        }
    };
    let label = crate::metrics::Code { code };
    node.metrics().incoming.get_or_create(&label).inc();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    if status != StatusCode::NO_CONTENT {
        let json = header::HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
    }
    response
}

struct Refused {
    status: StatusCode,
    code: &'static str,
    text: String,
}

fn refused(status: StatusCode, code: Code, text: impl Into<String>) -> Refused {
    Refused {
        status,
        code: code.name(),
        text: text.into(),
    }
}

async fn answer(
    node: &Arc<Node>,
    name: String,
    headers: &HeaderMap,
    body: Body,
) -> Result<Option<Arc<str>>, Refused> {
    let found = node.app.load().webhooks.incoming.get(&name).cloned();
    let Some(incoming) = found else {
        let text =
            "there is no webhook of this name; `[webhooks.incoming]` in buildamp.toml lists them";
        return Err(refused(StatusCode::NOT_FOUND, Code::UnknownMessage, text));
    };
    if node.is_draining() {
        let text = "the server stops; send it again";
        return Err(refused(
            StatusCode::SERVICE_UNAVAILABLE,
            Code::Unavailable,
            text,
        ));
    }
    let body = read(headers, body, incoming.size).await?;
    let id = incoming
        .verify(headers, &body, node.clock.now())
        .map_err(|denied| {
            // Anybody may call: what they say is worth no line at other times.
            tracing::debug!(webhook = name, "a call was not believed: {denied}");
            refused(
                StatusCode::UNAUTHORIZED,
                Code::Unauthorized,
                denied.to_string(),
            )
        })?;
    if id.as_ref().is_some_and(|id| id.is_empty() || id.len() > ID) {
        let text = format!("what tells the call from others has 1 to {ID} bytes");
        return Err(refused(
            StatusCode::UNPROCESSABLE_ENTITY,
            Code::BadFrame,
            text,
        ));
    }
    if let Err(error) = serde_json::from_slice::<IgnoredAny>(&body) {
        let text = format!("the body is not JSON: {error}");
        return Err(refused(
            StatusCode::UNPROCESSABLE_ENTITY,
            Code::BadJson,
            text,
        ));
    }
    let received = Received {
        name,
        headers: incoming.shown(headers),
        payload: String::from_utf8(body).map_err(|_| {
            let text = "the body is not UTF-8";
            refused(StatusCode::UNPROCESSABLE_ENTITY, Code::BadJson, text)
        })?,
        id,
    };
    let tenant = node.tenant(&host(headers));
    told(node.take_in(&tenant, &incoming.room, received).await)
}

async fn read(headers: &HeaderMap, body: Body, most: usize) -> Result<Vec<u8>, Refused> {
    let length =
        text(headers, &header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > most) {
        let text = format!("the body has more than {most} bytes, which are allowed");
        return Err(refused(StatusCode::PAYLOAD_TOO_LARGE, Code::TooLarge, text));
    }
    let read = tokio::time::timeout(TIME, ways::read(body, most)).await;
    let read = read.unwrap_or_else(|_| Err(too_slow()));
    read.map_err(|refusal| {
        let status = match refusal.code {
            Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::REQUEST_TIMEOUT,
        };
        refused(status, refusal.code, refusal.text)
    })
}

/// What the caller hears. Senders try again what is answered with 409 or 503.
fn told(answer: Answer) -> Result<Option<Arc<str>>, Refused> {
    answer.map_err(|refusal| {
        let status = match refusal.code {
            Code::Rejected => StatusCode::UNPROCESSABLE_ENTITY,
            Code::Conflict => StatusCode::CONFLICT,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        };
        refused(status, refusal.code, refusal.text)
    })
}
