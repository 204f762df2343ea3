//! What is done with a fuzzer's bytes. Shared with the test that replays the corpora.
//!
//! Owns how bytes become a peer's, and what must hold of the outcome whatever they are. It refuses to know whether
//! libFuzzer or a test runs it.

#![allow(dead_code, unreachable_pub)]

use buildamp_websocket::codec::{Decoder, Event, Limits};
use buildamp_websocket::handshake::{Deflate, check, offer, verify};
use buildamp_websocket::{Outgoing, Role, Violation};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Version};

const LIMITS: Limits = Limits {
    frame: 4096,
    message: 10_000,
};

/// The first byte says which end reads and in steps of how many bytes; the others are what it reads.
pub fn decode(bytes: &[u8]) {
    let Some((setup, bytes)) = bytes.split_first() else {
        return;
    };
    let role = if setup & 1 == 0 {
        Role::Server
    } else {
        Role::Client
    };
    let deflate = setup & 2 == 0;
    let step = usize::from(setup >> 2) + 1;
    let (events, wrong) = events(role, deflate, bytes, step);
    for event in &events {
        within_limits(event);
    }
    if let Some(wrong) = &wrong {
        assert!(wrong.close_code().may_be_sent() && !wrong.to_string().is_empty());
    }
    assert_eq!(
        self::events(role, deflate, bytes, usize::MAX),
        (events, wrong)
    );
}

fn events(role: Role, deflate: bool, bytes: &[u8], step: usize) -> (Vec<Event>, Option<Violation>) {
    let mut decoder = Decoder::new(role, deflate, LIMITS);
    let mut events = Vec::new();
    for piece in bytes.chunks(step) {
        let mut piece = piece.to_vec();
        let mut at = 0;
        while at < piece.len() {
            match decoder.decode(&mut piece[at..]) {
                Ok((used, event)) => {
                    assert!(used > 0, "a step forward");
                    at += used;
                    events.extend(event);
                }
                Err(wrong) => return (events, Some(wrong)),
            }
        }
    }
    (events, None)
}

/// And what the other end would make of it, were it sent back.
fn within_limits(event: &Event) {
    let message = match event {
        Event::Text(text) => Outgoing::text(text),
        Event::Binary(bytes) => Outgoing::binary(bytes),
        Event::Ping(payload) | Event::Pong(payload) => return assert!(payload.len() <= 125),
        Event::Close(close) => {
            return assert!(
                close
                    .iter()
                    .all(|close| close.code.may_be_sent() && close.reason.len() <= 123)
            );
        }
    };
    assert!(message.payload().len() <= LIMITS.message);
    let frame = message.frame(Role::Client, None);
    let mut frame = frame.to_vec();
    let mut decoder = Decoder::new(
        Role::Server,
        false,
        Limits {
            frame: 1 << 20,
            message: 1 << 20,
        },
    );
    assert_eq!(
        decoder.decode(&mut frame),
        Ok((frame.len(), Some(event.clone())))
    );
}

/// The bytes are values of the header that negotiates extensions, a line each.
pub fn negotiate(bytes: &[u8]) {
    let lines: Vec<HeaderValue> = bytes
        .split(|byte| *byte == b'\n')
        .filter_map(|line| HeaderValue::from_bytes(line).ok())
        .collect();
    let (mut request, key) = offer(Deflate::Decline);
    request.insert("host", HeaderValue::from_static("a"));
    add(&mut request, &lines);
    let upgrade = check(&Method::GET, Version::HTTP_11, &request, Deflate::Accept);
    let upgrade = upgrade.expect("extensions are declined, never refused");
    let mut answer = upgrade.headers(None);
    // Our own client understands what our server answers, unless the limit is one on the server's window alone.
    let agreed = verify(
        StatusCode::SWITCHING_PROTOCOLS,
        &answer,
        &key,
        Deflate::Accept,
    );
    let agreed = agreed.expect("an answer to an offer");
    assert_eq!(agreed.is_some(), upgrade.window().is_some());
    answer.remove("sec-websocket-extensions");
    add(&mut answer, &lines);
    let _ = verify(
        StatusCode::SWITCHING_PROTOCOLS,
        &answer,
        &key,
        Deflate::Accept,
    );
}

fn add(headers: &mut HeaderMap, lines: &[HeaderValue]) {
    for line in lines {
        headers.append("sec-websocket-extensions", line.clone());
    }
}
