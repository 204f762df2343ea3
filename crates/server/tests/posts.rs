//! Messages that come by HTTP alone: who may post where, and what is answered under which status.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use buildamp_server::identity::{Auth, Key, Verifier};
use buildamp_server::transport::Options;
use buildamp_server::{Limits, Rate};
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};
use support::Stage;
use support::app::Style;
use support::http::{Answer, Events, ask};
use support::server::Server;

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

fn say(text: &str) -> String {
    json!({"message_type": "Say", "text": text}).to_string()
}

async fn post(server: &Server, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    ask(server.address, "POST", path, headers, body.as_bytes()).await
}

const LOBBY: &str = "/rooms/lobby/messages?userId=ann";

#[track_caller]
fn check(answer: &Answer, status: u16, code: &str) {
    let found = answer.json();
    let expected = (status, code);
    assert_eq!(
        (answer.status, found["code"].as_str().unwrap_or("")),
        expected,
        "{found}"
    );
    assert_eq!(answer.header("content-type"), "application/json");
}

#[test]
fn a_post_is_answered_with_its_ack_or_error() {
    support::run(async {
        let stage = Stage::new(Style::Full, Limits::default());
        let server = Server::start(&stage, Options::default()).await;
        let mut bob = Events::open(server.address, "?room=lobby&userId=bob", &[])
            .await
            .unwrap()
            .0;
        let answer = post(&server, LOBBY, &[], &say("from afar")).await;
        check(&answer, 200, "");
        assert_eq!(answer.json(), json!({"type": "ack", "response": null}));
        loop {
            let heard = bob.frame().await;
            if heard["message"]["payload"]["text"] == "from afar" {
                assert_eq!(heard["message"]["payload"]["user"], "ann");
                break;
            }
        }
        let answer = post(&server, LOBBY, &[], &say("/reply yes")).await;
        assert_eq!(answer.json()["response"]["payload"]["text"], "yes");
        for (body, status, code) in [
            ("{", 400, "bad_json"),
            (r#"{"message_type":"Say","text":7}"#, 400, "invalid_payload"),
            (r#"{"message_type":"Sing"}"#, 400, "unknown_message"),
            (
                r#"{"message_type":"Verdict","text":"x"}"#,
                400,
                "not_client_message",
            ),
            (&say("/refuse not today"), 403, "rejected"),
            (&say("/loop"), 503, "logic_timeout"),
            (&say("/crash"), 500, "logic_crashed"),
            (&say("/eat"), 500, "logic_memory"),
            (&say(&"x".repeat(2 << 20)), 413, "too_large"),
        ] {
            check(&post(&server, LOBBY, &[], body).await, status, code);
        }
        let text = &post(&server, LOBBY, &[], r#"{"message_type":"Say","text":7}"#)
            .await
            .json()["error"];
        assert_eq!(text, "payload.text: expected a string, found the number 7");
        // A door that is closed to who comes is closed to who posts.
        let answer = post(&server, "/rooms/vault/messages?userId=ann", &[], &say("x")).await;
        check(&answer, 403, "access_denied");
        assert_eq!(answer.json()["error"], "the vault is locked");
        check(
            &post(&server, "/rooms/lobby/messages", &[], &say("x")).await,
            401,
            "unauthorized",
        );
        let long = format!("/rooms/{}/messages?userId=ann", "r".repeat(300));
        check(
            &post(&server, &long, &[], &say("x")).await,
            400,
            "bad_frame",
        );
        let answer = post(
            &server,
            "/rooms/a%2Fb%20c/messages?userId=ann",
            &[],
            &say("x"),
        )
        .await;
        check(&answer, 200, "");
        assert_eq!(
            ask(server.address, "GET", LOBBY, &[], b"").await.status,
            405
        );
        // Nobody has come or gone by all this.
        server.until("buildamp_connections 1").await;
        drop(bob);
        server.until("buildamp_connections 0").await;
        stage.node.sweep();
        server.until("buildamp_rooms 0").await;
    });
}

#[test]
fn what_is_sent_again_by_its_key_takes_effect_once() {
    support::run(async {
        let stage = Stage::new(Style::Plain, Limits::default());
        let server = Server::start(&stage, Options::default()).await;
        let mut bob = Events::open(server.address, "?room=lobby&userId=bob", &[])
            .await
            .unwrap()
            .0;
        for key in ["k1", "\"k1\"", "k1", "k2"] {
            let answer = post(&server, LOBBY, &[("Idempotency-Key", key)], &say("/count")).await;
            check(&answer, 200, "");
            assert_eq!(answer.json()["id"], key.trim_matches('"'));
        }
        // Another user's key is another key.
        let other = "/rooms/lobby/messages?userId=cyd";
        post(&server, other, &[("Idempotency-Key", "k1")], &say("/count")).await;
        let mut counts = Vec::new();
        while counts.len() < 3 {
            let text = bob.frame().await["message"]["payload"]["text"].clone();
            counts.extend(text.as_str().map(str::to_owned));
        }
        assert_eq!(counts, ["count 1", "count 2", "count 3"]);
        let key = "k".repeat(65);
        let answer = post(&server, LOBBY, &[("Idempotency-Key", &key)], &say("x")).await;
        check(&answer, 400, "bad_frame");
    });
}

#[test]
fn a_session_with_a_stream_posts_as_that_connection() {
    support::run(async {
        let stage = Stage::new(Style::Plain, Limits::default());
        let server = Server::start(&stage, Options::default()).await;
        let mut ann = Events::open(server.address, "?room=lobby&userId=ann", &[])
            .await
            .unwrap()
            .0;
        let session = ann.frame().await["session"].as_str().unwrap().to_owned();
        assert_eq!(ann.frame().await["type"], "room_state");
        let path = |room: &str| format!("/rooms/{room}/messages?session={session}");
        let key = [("Idempotency-Key", "m1")];
        check(
            &post(&server, &path("lobby"), &key, &say("hello")).await,
            200,
            "",
        );
        let heard = ann.frame().await;
        assert_eq!(
            heard["message"]["payload"],
            json!({"user": "ann", "text": "hello"})
        );
        check(
            &post(&server, &path("attic"), &[], &say("hello")).await,
            403,
            "not_in_room",
        );
        let mistaken = format!("{}&userId=bob", path("lobby"));
        check(
            &post(&server, &mistaken, &[], &say("hello")).await,
            403,
            "identity_mismatch",
        );
        // The same id, over the stream's own way: it has taken effect already.
        let again = json!({"type": "send_message", "room": "lobby", "id": "m1", "payload": {"message_type": "Say", "text": "hello"}});
        let sse = format!("/sse?session={session}");
        assert_eq!(
            post(&server, &sse, &[], &again.to_string()).await.status,
            204
        );
        assert_eq!(
            ann.frame().await,
            json!({"type": "ack", "id": "m1", "response": null})
        );
        let unknown = "/rooms/lobby/messages?session=0123456789abcdef0123456789abcdef";
        check(
            &post(&server, unknown, &[], &say("x")).await,
            403,
            "not_in_room",
        );
    });
}

#[test]
fn who_posts_too_fast_hears_when_to_go_on() {
    support::run(async {
        let limits = Limits {
            messages: Rate::new(2, std::time::Duration::from_secs(60)),
            ..Limits::default()
        };
        let stage = Stage::new(Style::Plain, limits);
        let server = Server::start(&stage, Options::default()).await;
        for _ in 0..2 {
            check(&post(&server, LOBBY, &[], &say("x")).await, 200, "");
        }
        let answer = post(&server, LOBBY, &[], &say("x")).await;
        check(&answer, 429, "rate_limited");
        assert_eq!(answer.header("retry-after"), "30");
        assert_eq!(answer.json()["retry_after_ms"], 30_000);
        check(
            &post(&server, "/rooms/lobby/messages?userId=bob", &[], &say("x")).await,
            200,
            "",
        );
        stage.faults.set("fails");
        let answer = post(&server, "/rooms/lobby/messages?userId=cyd", &[], &say("x")).await;
        check(&answer, 503, "unavailable");
        assert_eq!(answer.header("retry-after"), "1");
        stage.faults.set("recovers");
        stage.faults.set("conflicts 100");
        let path = "/rooms/lobby/messages?userId=dan";
        check(&post(&server, path, &[], &say("x")).await, 409, "conflict");
    });
}

#[test]
fn with_tokens_the_token_says_who_posts() {
    support::run(async {
        let verifier = Verifier::new(&Key::Secret(SECRET.to_vec()), None, None).unwrap();
        let auth = Auth::Jwt(Box::new(verifier));
        let stage = Stage::with(Style::Plain, Limits::default(), auth);
        let server = Server::start(&stage, Options::default()).await;
        let claims = json!({"sub": "ada", "exp": support::START / 1000 + 100});
        let key = EncodingKey::from_secret(SECRET);
        let bearer = format!(
            "Bearer {}",
            encode(&Header::default(), &claims, &key).unwrap()
        );
        let bearer = [("authorization", &*bearer)];
        let path = "/rooms/lobby/messages";
        let answer = post(&server, path, &[], &say("x")).await;
        check(&answer, 401, "unauthorized");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        check(&post(&server, path, &bearer, &say("x")).await, 200, "");
        let answer = post(&server, LOBBY, &bearer, &say("x")).await;
        check(&answer, 403, "identity_mismatch");
        let body: Value = answer.json();
        assert_eq!(body["room"], "lobby");
    });
}
