//! One attempt: a request, its answer, and what that means.

use std::error::Error;

use buildamp_engine::Millis;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::RETRY_AFTER;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::{Instant, timeout_at};

use super::endpoint::Endpoint;
use super::envelope::Envelope;
use super::guard::Allow;
use super::outcome::{Verdict, judge};
use crate::connect::{Connector, Failed};

/// Bytes of an answer that are read.
const ANSWER: usize = 64 << 10;

/// What sends. Connections are kept for a while.
pub(super) type Sender = Client<Connector, Full<Bytes>>;

pub(super) fn sender(allow: Allow, at_once: usize) -> Sender {
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(std::time::Duration::from_secs(30))
        .pool_max_idle_per_host(at_once)
        .build(Connector::new(allow))
}

/// Tries once, for as long as the endpoint may take.
pub(super) async fn attempt(
    sender: &Sender,
    endpoint: &Endpoint,
    envelope: &Envelope,
    now: Millis,
) -> Verdict {
    let until = Instant::now() + endpoint.timeout;
    let request = endpoint.request(envelope, now.0 / 1_000);
    let response = match timeout_at(until, sender.request(request)).await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => return unreachable(&error),
        Err(_) => {
            let reason = format!("no answer within {:?}", endpoint.timeout);
            return Verdict::Again { reason, wait: None };
        }
    };
    let after = response.headers().get(RETRY_AFTER);
    let after = after.and_then(|value| value.to_str().ok());
    let status = response.status();
    match judge(status, after, now) {
        Some(verdict) => verdict,
        None => {
            // The receiver has it, whatever becomes of its answer.
            let mut answer = Vec::new();
            let _ = timeout_at(until, read(response.into_body(), &mut answer)).await;
            Verdict::Delivered {
                status: status.as_u16(),
                answer: String::from_utf8_lossy(&answer).into_owned(),
            }
        }
    }
}

/// Reads the beginning of an answer. What is longer loses the connection.
async fn read(mut body: Incoming, answer: &mut Vec<u8>) {
    while let Some(Ok(frame)) = body.frame().await {
        if let Ok(data) = frame.into_data() {
            let room = ANSWER - answer.len();
            answer.extend_from_slice(&data[..data.len().min(room)]);
            if data.len() > room {
                return;
            }
        }
    }
}

fn unreachable(error: &hyper_util::client::legacy::Error) -> Verdict {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(found) = cause {
        if let Some(failed) = found.downcast_ref::<Failed>() {
            let reason = failed.to_string();
            return match failed {
                Failed::Forbidden(_) => Verdict::Never { reason },
                _ => Verdict::Again { reason, wait: None },
            };
        }
        cause = found.source();
    }
    let source = error.source().map(ToString::to_string);
    let reason = format!(
        "the connection broke: {}",
        source.unwrap_or_else(|| error.to_string())
    );
    Verdict::Again { reason, wait: None }
}
