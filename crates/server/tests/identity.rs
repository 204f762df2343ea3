//! Who a connection speaks as: tokens, sessions, origins.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::atomic::Ordering;
use std::time::Duration;

use buildamp_server::Limits;
use buildamp_server::identity::{Auth, Key, Origins, Verifier};
use buildamp_server::transport::Options;
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};
use support::app::Style;
use support::http::ask;
use support::server::{Refused, Server};
use support::{Line, SocketLine, Stage};

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

/// When conversations begin, in seconds.
const NOW: u64 = support::START / 1000;

type Headers<'a> = &'a [(&'static str, &'a str)];

fn stage() -> Stage {
    let verifier = Verifier::new(&Key::Secret(SECRET.to_vec()), None, None).unwrap();
    Stage::with(
        Style::Plain,
        Limits::default(),
        Auth::Jwt(Box::new(verifier)),
    )
}

fn signed(user: &str, expires: u64, secret: &[u8]) -> String {
    sign(&json!({"sub": user, "exp": expires}), secret)
}

fn sign(claims: &Value, secret: &[u8]) -> String {
    encode(
        &Header::default(),
        claims,
        &EncodingKey::from_secret(secret),
    )
    .unwrap()
}

fn token(user: &str) -> String {
    signed(user, NOW + 100, SECRET)
}

async fn frame(line: &mut SocketLine) -> Value {
    let text = line.next().await.expect("a frame");
    serde_json::from_str(&text).unwrap()
}

async fn refused(server: &Server, query: &str, headers: Headers<'_>) -> Refused {
    let answer = server.try_connect(query, headers).await.expect("an answer");
    answer.err().expect("a refusal")
}

/// Connects with a token, and perhaps a session; the `connected` frame.
async fn enter(server: &Server, user: &str, session: Option<&str>) -> (SocketLine, Value) {
    let session = session.map_or(String::new(), |session| format!("&session={session}"));
    let query = format!("?token={}{session}", token(user));
    let answer = server.try_connect(&query, &[]).await.expect("an answer");
    let (mut line, _) = answer.expect("an upgrade");
    let connected = frame(&mut line).await;
    (line, connected)
}

#[test]
fn a_token_is_taken_from_the_header_the_query_and_the_subprotocol() {
    support::run(async {
        let stage = stage();
        let server = Server::start(&stage, Options::default()).await;
        let (query, header, subprotocol) = (
            format!("?token={}", token("ada")),
            format!("Bearer {}", token("bob")),
            format!("bearer.{}", token("cyd")),
        );
        let offered = format!("chat, {subprotocol}");
        let ways: [(&str, Headers<'_>, &str); 4] = [
            (&query, &[], "ada"),
            ("", &[("authorization", &header)], "bob"),
            ("", &[("sec-websocket-protocol", &offered)], "cyd"),
            // What stands in a header counts more than what stands in the query.
            (&query, &[("authorization", &header)], "bob"),
        ];
        for (query, headers, user) in ways {
            let answer = server.try_connect(query, headers).await.expect("an answer");
            let (mut line, answered) = answer.expect("an upgrade");
            assert_eq!(frame(&mut line).await["user_id"], user);
            let chosen = answered.get("sec-websocket-protocol");
            let expected = (user == "cyd").then_some(&*subprotocol);
            assert_eq!(chosen.map(|value| value.to_str().unwrap()), expected);
        }
    });
}

#[test]
fn without_a_good_token_there_is_no_upgrade() {
    support::run(async {
        let stage = stage();
        let server = Server::start(&stage, Options::default()).await;
        let forged = signed("ada", NOW + 100, b"another secret, of the same size");
        let expired = signed("ada", NOW - 100, SECRET);
        let nameless = signed("", NOW + 100, SECRET);
        let cases = [
            (String::new(), "a token is needed"),
            ("?token=".to_owned(), "a token is needed"),
            (
                "?token=nonsense".to_owned(),
                "the token is no JSON Web Token",
            ),
            (format!("?token={forged}"), "the token is not valid"),
            (format!("?token={expired}"), "the token has expired"),
            (format!("?token={nameless}"), "the token's `sub` is empty"),
        ];
        for (query, reason) in cases {
            let refused = refused(&server, &query, &[]).await;
            assert_eq!(refused.status, 401, "{query}");
            assert_eq!(refused.headers["www-authenticate"], "Bearer");
            assert!(refused.body.starts_with(reason), "{}", refused.body);
        }
        server.until("buildamp_connections 0").await;
    });
}

/// How a page learns why its socket was refused: browsers tell it no status.
#[test]
fn a_post_for_no_stream_tells_why_a_token_is_refused() {
    support::run(async {
        let stage = stage();
        let server = Server::start(&stage, Options::default()).await;
        let early = json!({"sub": "ada", "exp": NOW + 100, "nbf": NOW + 65});
        let early = sign(&early, SECRET);
        let good = signed("ada", NOW + 100, SECRET);
        let cases = [
            ("/sse".to_owned(), 401, "a token is needed"),
            (
                "/sse?token=nonsense".to_owned(),
                401,
                "the token is no JSON Web Token",
            ),
            (
                format!("/sse?token={early}"),
                401,
                "the token is not good yet",
            ),
            (format!("/sse?token={good}"), 404, ""),
        ];
        for (path, status, reason) in cases {
            let answer = ask(server.address, "POST", &path, &[], b"").await;
            assert_eq!(answer.status, status, "{path}");
            let said = answer.json();
            assert!(said["error"].as_str().unwrap().starts_with(reason));
            // Only a token that will be good is worth another attempt.
            let again = path.contains(&early).then_some(json!(60_000));
            assert_eq!(said.get("retry_after_ms").cloned(), again, "{said}");
        }
        server.until("buildamp_connections 0").await;
    });
}

#[test]
fn nobody_speaks_as_another() {
    support::run(async {
        let stage = stage();
        let server = Server::start(&stage, Options::default()).await;
        let (mut ada, connected) = enter(&server, "ada", None).await;
        assert_eq!(connected["user_id"], "ada");
        ada.send(r#"{"type":"join_room","room":"lobby","userId":"bob","id":1}"#)
            .await;
        let refused = frame(&mut ada).await;
        assert_eq!(refused["code"], "identity_mismatch", "{refused}");
        assert_eq!(
            (&refused["id"], &refused["room"]),
            (&json!(1), &json!("lobby"))
        );
        // With or without the own name.
        ada.send(r#"{"type":"join_room","room":"lobby","id":2}"#)
            .await;
        assert_eq!(frame(&mut ada).await["members"], json!(["ada"]));
        ada.send(
            r#"{"type":"send_message","room":"lobby","userId":"bob","payload":{"message_type":"Say","text":"hi"},"id":3}"#,
        )
        .await;
        let refused = frame(&mut ada).await;
        assert_eq!(refused["code"], "identity_mismatch", "{refused}");
    });
}

#[test]
fn a_token_that_expires_ends_its_connection_and_no_other() {
    support::run(async {
        let stage = stage();
        // It decides how often the heartbeat looks; both answer its pings, for both are read all the time.
        let options = Options {
            ping: Duration::from_secs(2),
            ..Options::default()
        };
        let server = Server::start(&stage, options).await;
        let short = format!("?token={}", signed("ada", NOW + 10, SECRET));
        let answer = server.try_connect(&short, &[]).await.expect("an answer");
        let (mut ada, _) = answer.expect("an upgrade");
        assert_eq!(frame(&mut ada).await["user_id"], "ada");
        let (mut bob, _) = enter(&server, "bob", None).await;
        stage.clock.0.fetch_add(11_000, Ordering::SeqCst);
        let (end, none) = tokio::join!(ada.next(), async {
            server
                .until(r#"buildamp_closes_total{code="4001"} 1"#)
                .await;
            bob.send(r#"{"type":"join_room","room":"lobby"}"#).await;
            frame(&mut bob).await
        });
        assert_eq!(end, None);
        assert_eq!(ada.ended().unwrap(), "4001 the token has expired");
        assert_eq!(none["type"], "room_state", "{none}");
    });
}

#[test]
fn a_session_is_its_users_alone() {
    support::run(async {
        let stage = stage();
        let server = Server::start(&stage, Options::default()).await;
        let (mut ada, connected) = enter(&server, "ada", None).await;
        ada.send(r#"{"type":"join_room","room":"lobby"}"#).await;
        assert_eq!(frame(&mut ada).await["type"], "room_state");
        let session = connected["session"].as_str().unwrap();
        let (_mallory, connected) = enter(&server, "mallory", Some(session)).await;
        assert_eq!(connected["user_id"], "mallory");
        assert_ne!(connected["session"], session);
        let (_again, connected) = enter(&server, "ada", Some(session)).await;
        assert_eq!(connected["session"], session);
        // What is no session at all does no harm.
        let (_other, connected) = enter(&server, "ada", Some("..%2F..%2F")).await;
        assert_ne!(connected["session"], session);
    });
}

#[test]
fn pages_of_other_origins_are_refused_and_programs_are_not() {
    support::run(async {
        let stage = Stage::new(Style::Plain, Limits::default());
        let options = Options {
            origins: Origins::Only(vec!["https://example.org".to_owned()]),
            ..Options::default()
        };
        let server = Server::start(&stage, options).await;
        for origin in ["https://evil.test", "http://example.org", "null"] {
            let refused = refused(&server, "", &[("origin", origin)]).await;
            assert_eq!(refused.status, 403, "{origin}");
            assert!(refused.body.contains("`origins`"), "{}", refused.body);
        }
        let allowed: [Headers<'_>; 2] = [&[("origin", "https://example.org")], &[]];
        for headers in allowed {
            let answer = server.try_connect("", headers).await.expect("an answer");
            let (mut line, _) = answer.expect("an upgrade");
            assert_eq!(frame(&mut line).await["type"], "connected");
        }
    });
}
