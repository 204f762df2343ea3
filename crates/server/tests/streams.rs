//! Streams of events: what comes when, what a client that comes back gets, and who is let go.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use buildamp_engine::embedded::{Embedded, Options as Store};
use buildamp_server::identity::{Auth, Key, Origins, Verifier};
use buildamp_server::transport::Options;
use buildamp_server::{Limits, Node, Settings, Tenancy};
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};
use support::app::{Style, app};
use support::http::{Events, Wire, ask};
use support::server::Server;
use support::{Line, SocketLine, Stage, Standing};

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

fn stage() -> Stage {
    let limits = Limits {
        messages: None,
        ..Limits::default()
    };
    Stage::new(Style::Plain, limits)
}

async fn open(server: &Server, query: &str) -> Events {
    Events::open(server.address, query, &[])
        .await
        .expect("a stream")
        .0
}

async fn frame(line: &mut SocketLine) -> Value {
    serde_json::from_str(&line.next().await.expect("a frame")).unwrap()
}

async fn member(server: &Server, user: &str) -> SocketLine {
    let mut line = server.connect().await;
    frame(&mut line).await;
    let join = json!({"type": "join_room", "room": "lobby", "userId": user});
    line.send(&join.to_string()).await;
    while frame(&mut line).await["type"] != "room_state" {}
    line
}

/// Says something, and waits for the answer.
async fn speak(line: &mut SocketLine, text: &str, id: u32) {
    let payload = json!({"message_type": "Say", "text": text});
    let frame_text =
        json!({"type": "send_message", "room": "lobby", "payload": payload, "id": id}).to_string();
    line.send(&frame_text).await;
    while frame(line).await["id"] != id {}
}

async fn hear(events: &mut Events, text: &str) -> String {
    loop {
        let event = events.next().await.expect("an event");
        let found: Value = serde_json::from_str(&event.data).unwrap();
        if found["message"]["payload"]["text"] == text {
            return event.id.expect("a broadcast moves on");
        }
    }
}

#[test]
fn a_stream_brings_the_frames_of_its_rooms() {
    support::run(async {
        let server = Server::start(&stage(), Options::default()).await;
        let mut bob = member(&server, "bob").await;
        let query = "?room=lobby&room=attic&room=lobby&userId=ann";
        let opened = Events::open(server.address, query, &[]).await;
        let (mut events, headers) = opened.expect("a stream");
        assert_eq!(headers["content-type"], "text/event-stream");
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(headers["x-accel-buffering"], "no");
        let first = events.any().await.unwrap();
        assert!(
            first
                .retry
                .is_some_and(|wait| (1_000..4_000).contains(&wait)),
            "{first:?}"
        );
        assert_eq!(events.frame().await["type"], "connected");
        let lobby = events.frame().await;
        assert_eq!(
            (&lobby["room"], &lobby["recovered"]),
            (&json!("lobby"), &json!(false))
        );
        assert_eq!(lobby["members"], json!(["ann", "bob"]));
        while events.frame().await["room"] != "attic" {}
        assert_eq!(frame(&mut bob).await["message"]["user_id"], "ann");
        speak(&mut bob, "hi\nthere", 1).await;
        hear(&mut events, "hi\nthere").await;
        drop(events);
        // The server notices at once that the reader has gone.
        while frame(&mut bob).await["message"]["type"] != "user_left" {}
        server.until("buildamp_connections 1").await;
    });
}

#[test]
fn who_comes_back_with_the_last_id_hears_what_was_missed_and_keeps_the_session() {
    support::run(async {
        let stage = stage();
        let server = Server::start(&stage, Options::default()).await;
        let mut bob = member(&server, "bob").await;
        let mut events = open(&server, "?room=lobby&userId=ann").await;
        let connected = events.frame().await;
        speak(&mut bob, "one", 1).await;
        let last = hear(&mut events, "one").await;
        drop(events);
        server.until("buildamp_connections 1").await;
        speak(&mut bob, "two", 2).await;
        speak(&mut bob, "three", 3).await;
        // By the header, as browsers do, and by the query.
        let header = Events::open(server.address, "?room=lobby", &[("last-event-id", &last)]).await;
        let mut header = header.expect("a stream").0;
        let mut query = open(&server, &format!("?room=lobby&last_event_id={last}")).await;
        for events in [&mut header, &mut query] {
            let again = events.frame().await;
            assert_eq!(again["session"], connected["session"]);
            assert_eq!(again["user_id"], "ann");
            let state = events.frame().await;
            assert_eq!(
                (&state["recovered"], &state["state"]),
                (&json!(true), &Value::Null)
            );
            hear(events, "two").await;
            hear(events, "three").await;
        }
        // What makes no sense has seen nothing.
        let mut fresh = open(&server, "?room=lobby&userId=cyd&last_event_id=%00~x.y").await;
        assert_ne!(fresh.frame().await["session"], connected["session"]);
        assert_eq!(fresh.frame().await["recovered"], false);
    });
}

#[test]
fn a_server_that_stops_says_when_to_come_back_and_the_next_one_goes_on() {
    support::run(async {
        let folder = tempfile::TempDir::new().unwrap();
        let begin = || {
            let engine = Embedded::open(folder.path(), Store::default()).unwrap();
            let engine = Arc::new(engine);
            let clock = Arc::new(Standing(support::START.into()));
            let settings = Settings {
                auth: Auth::None,
                tenancy: Tenancy::Single("test".into()),
                limits: Limits::default(),
            };
            let node = Node::new(engine, app(Style::Plain), settings, clock.clone());
            Stage {
                node,
                clock,
                faults: Arc::default(),
            }
        };
        let stage = begin();
        let server = Server::start(&stage, Options::default()).await;
        let mut bob = member(&server, "bob").await;
        let mut events = open(&server, "?room=lobby&userId=ann").await;
        speak(&mut bob, "one", 1).await;
        let last = hear(&mut events, "one").await;
        speak(&mut bob, "two", 2).await;
        drop(bob);
        let stopping = server.stop();
        let end = loop {
            let event = events.next().await.expect("it says so");
            if event.kind == "end" {
                break event;
            }
        };
        let said: Value = serde_json::from_str(&end.data).unwrap();
        assert_eq!(said["code"], 1012);
        let wait = end.retry.unwrap();
        assert_eq!(
            said["reason"],
            format!("the server restarts; retry_after_ms={wait}")
        );
        assert_eq!(events.any().await, None);
        let drained = stopping.await.unwrap();
        assert_eq!(drained, buildamp_server::transport::Drained::Whole);
        stage.node.engine().close().unwrap();
        drop(stage);

        let server = Server::start(&begin(), Options::default()).await;
        let again = Events::open(server.address, "?room=lobby", &[("last-event-id", &last)]).await;
        let mut again = again.expect("a stream").0;
        assert_eq!(again.frame().await["user_id"], "ann");
        assert_eq!(again.frame().await["recovered"], true);
        hear(&mut again, "two").await;
    });
}

#[test]
fn who_does_not_read_is_cut_while_others_hear() {
    support::run(async {
        let stage = stage();
        let options = Options {
            queue: 64 << 10,
            ..Options::default()
        };
        let server = Server::start(&stage, options).await;
        let mut alice = member(&server, "alice").await;
        let mut events = open(&server, "?room=lobby&userId=bob").await;
        let mut deaf = Wire::open_small(server.address).await;
        deaf.head("GET", "/sse?room=lobby&userId=deaf", &[]).await;
        server.until("buildamp_connections 3").await;
        let text = "x".repeat(32 << 10);
        let mut round = 0;
        while !server
            .metrics()
            .await
            .contains(r#"closes_total{code="1013"} 1"#)
        {
            round += 1;
            assert!(round < 2000, "so much fits into no buffer");
            speak(&mut alice, &format!("{round} {text}"), round).await;
            hear(&mut events, &format!("{round} {text}")).await;
        }
        server.until("buildamp_connections 2").await;
        server.until("buildamp_queued_bytes 0").await;
        speak(&mut alice, "gone", 0).await;
        hear(&mut events, "gone").await;
    });
}

#[test]
fn a_silent_stream_has_signs_of_life() {
    support::run(async {
        let options = Options {
            ping: Duration::from_millis(50),
            ..Options::default()
        };
        let server = Server::start(&stage(), options).await;
        let mut events = open(&server, "").await;
        let mut signs = 0;
        while signs < 3 {
            signs += u32::from(events.any().await.expect("it goes on").comment);
        }
    });
}

fn signed(user: &str, expires: u64) -> String {
    let claims = json!({"sub": user, "exp": expires});
    encode(
        &Header::default(),
        &claims,
        &EncodingKey::from_secret(SECRET),
    )
    .unwrap()
}

#[test]
fn a_stream_needs_a_token_and_ends_with_it() {
    support::run(async {
        let verifier = Verifier::new(&Key::Secret(SECRET.to_vec()), None, None).unwrap();
        let auth = Auth::Jwt(Box::new(verifier));
        let stage = Stage::with(Style::Plain, Limits::default(), auth);
        let options = Options {
            ping: Duration::from_millis(50),
            ..Options::default()
        };
        let server = Server::start(&stage, options).await;
        let refused = Events::open(server.address, "?room=lobby", &[])
            .await
            .err()
            .unwrap();
        assert_eq!(
            (refused.status, refused.header("www-authenticate")),
            (401, "Bearer")
        );
        assert_eq!(refused.json()["code"], "unauthorized");
        let token = signed("ann", support::START / 1000 + 10);
        let bearer = format!("Bearer {token}");
        let by_header = Events::open(server.address, "", &[("authorization", &bearer)]).await;
        let mut by_header = by_header.expect("a stream").0;
        assert_eq!(by_header.frame().await["user_id"], "ann");
        let mut events = open(&server, &format!("?room=lobby&token={token}")).await;
        let connected = events.frame().await;
        assert_eq!(connected["user_id"], "ann");
        // Nobody else speaks for the session, even who knows it.
        let session = connected["session"].as_str().unwrap();
        let other = signed("eve", support::START / 1000 + 100);
        let path = format!("/sse?session={session}&token={other}");
        let answer = ask(server.address, "POST", &path, &[], b"{}").await;
        assert_eq!(answer.status, 404, "{answer:?}");
        let path = format!("/sse?session={session}");
        assert_eq!(
            ask(server.address, "POST", &path, &[], b"{}").await.status,
            401
        );
        stage.clock.0.fetch_add(11_000, Ordering::SeqCst);
        loop {
            let event = events.any().await.expect("it says why it ends");
            if event.kind == "end" {
                assert_eq!(
                    event.data,
                    r#"{"code":4001,"reason":"the token has expired"}"#
                );
                break;
            }
        }
        assert_eq!(events.any().await, None);
        server.until("buildamp_connections 0").await;
    });
}

#[test]
fn pages_of_other_origins_get_no_stream() {
    support::run(async {
        let options = Options {
            origins: Origins::Only(vec!["https://example.org".to_owned()]),
            ..Options::default()
        };
        let server = Server::start(&stage(), options).await;
        let evil = [("origin", "https://evil.test")];
        let mut wire = Wire::open(server.address).await;
        wire.head("GET", "/sse", &evil).await;
        let refused = wire.answer(false).await;
        assert_eq!(refused.status, 403);
        assert!(!refused.headers.contains_key("access-control-allow-origin"));
        let good = [("origin", "https://example.org")];
        let (_, headers) = Events::open(server.address, "", &good)
            .await
            .expect("a stream");
        assert_eq!(
            headers["access-control-allow-origin"],
            "https://example.org"
        );
        let preflight = [
            ("origin", "https://example.org"),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "authorization"),
        ];
        for path in ["/sse", "/rooms/lobby/messages"] {
            let answer = ask(server.address, "OPTIONS", path, &preflight, b"").await;
            assert_eq!(answer.status, 204, "{path}");
            assert!(
                answer
                    .header("access-control-allow-headers")
                    .contains("Authorization")
            );
            assert!(
                answer
                    .header("access-control-allow-methods")
                    .contains("POST")
            );
            assert_eq!(answer.header("vary"), "Origin");
        }
        let answer = ask(server.address, "HEAD", "/sse", &[], b"").await;
        assert_eq!(answer.status, 405);
    });
}

#[test]
fn streams_count_as_connections_of_their_user() {
    support::run(async {
        let limits = Limits {
            connections: 1,
            ..Limits::default()
        };
        let server = Server::start(&Stage::new(Style::Plain, limits), Options::default()).await;
        let _bob = member(&server, "bob").await;
        let mut events = open(&server, "?room=lobby&userId=bob").await;
        assert_eq!(events.frame().await["type"], "connected");
        let refused = events.frame().await;
        assert_eq!(refused["code"], "access_denied", "{refused}");
    });
}

#[test]
fn frames_come_in_lines_and_their_answers_in_order() {
    support::run(async {
        let server = Server::start(&stage(), Options::default()).await;
        let mut events = open(&server, "?room=lobby&userId=ann").await;
        let session = events.frame().await["session"].as_str().unwrap().to_owned();
        let say = |id: u32| {
            let payload = json!({"message_type": "Say", "text": id.to_string()});
            json!({"type": "send_message", "room": "lobby", "payload": payload, "id": id})
                .to_string()
        };
        let lines = format!("{}\n{}\r\n\n{}", say(1), say(2), say(3));
        let path = format!("/sse?session={session}");
        let answer = ask(server.address, "POST", &path, &[], lines.as_bytes()).await;
        assert_eq!((answer.status, answer.body.len()), (204, 0));
        let mut heard = Vec::new();
        while heard.len() < 3 {
            let frame = events.frame().await;
            if frame["type"] == "ack" {
                heard.push(frame["id"].as_u64().unwrap());
            }
        }
        assert_eq!(heard, [1, 2, 3]);
        let huge = "x".repeat((Limits::default().frame * 4) + 1);
        let answer = ask(server.address, "POST", &path, &[], huge.as_bytes()).await;
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (413, &json!("too_large"))
        );
        drop(events);
        server.until("buildamp_connections 0").await;
        let answer = ask(server.address, "POST", &path, &[], b"{}").await;
        assert_eq!(answer.status, 404);
    });
}
