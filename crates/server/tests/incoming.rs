//! Webhooks that come in: believed by their signatures, decided on once, answered with a status.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::atomic::Ordering;
use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use buildamp_schema::Schema;
use buildamp_server::Limits;
use buildamp_server::identity::{Auth, Origins};
use buildamp_server::transport::Options as Listening;
use buildamp_server::webhooks::{IncomingOptions, Options, Scheme, Webhooks};
use support::app::{self, Style};
use support::http::Wire;
use support::server::Server;
use support::{InMemory, Line, Stage, Transport};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const TOKEN: &str = "a token of sixteen bytes or more";

fn incoming(name: &str, scheme: Scheme, variable: &str) -> IncomingOptions {
    IncomingOptions {
        name: name.to_owned(),
        scheme,
        secret_variables: vec![variable.to_owned()],
        header: None,
        id_header: None,
        tolerance: Duration::from_secs(300),
        room: "lobby".to_owned(),
        size: 200,
    }
}

struct Scene {
    stage: Stage,
    server: Server,
    alice: <InMemory as Transport>::Line,
}

impl Scene {
    async fn new(style: Style) -> Scene {
        let stage = Stage::with(style, Limits::default(), Auth::None);
        let options = Options {
            incoming: vec![
                incoming("paid", Scheme::Standard, "SECRET"),
                incoming("hello", Scheme::Token, "TOKEN"),
            ],
            ..Options::default()
        };
        let variable = |name: &str| match name {
            "SECRET" => Some(SECRET.to_owned()),
            "TOKEN" => Some(TOKEN.to_owned()),
            _ => None,
        };
        let webhooks = Webhooks::new(&Schema::default(), options, &variable);
        let webhooks = webhooks.map_err(|wrong| format!("{wrong:?}")).unwrap();
        stage.node.swap(app::app(style).with_webhooks(webhooks));
        let listening = Listening {
            origins: Origins::Only(vec!["https://app.example".to_owned()]),
            ..Listening::default()
        };
        let server = Server::start(&stage, listening).await;
        let mut alice = InMemory.connect(&stage, None).await;
        alice
            .send(r#"{"type":"join_room","room":"lobby","userId":"alice"}"#)
            .await;
        while !alice.next().await.unwrap().contains("room_state") {}
        Scene {
            stage,
            server,
            alice,
        }
    }

    async fn hear(&mut self) -> String {
        let frame: serde_json::Value =
            serde_json::from_str(&self.alice.next().await.unwrap()).unwrap();
        frame["message"]["payload"]["text"]
            .as_str()
            .unwrap_or_else(|| panic!("{frame}"))
            .to_owned()
    }

    /// Posts, and gives the status and the body.
    async fn post(&self, name: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.server.address).await.unwrap();
        let mut request = format!(
            "POST /webhooks/{name} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n",
            body.len()
        );
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        request.push_str(body);
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head[9..12].parse().unwrap(), body.to_owned())
    }

    /// The same, signed at a time.
    async fn signed(&self, id: &str, seconds: u64, body: &str) -> (u16, String) {
        let key = STANDARD
            .decode(SECRET.trim_start_matches("whsec_"))
            .unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        let tag = hmac::sign(&key, format!("{id}.{seconds}.{body}").as_bytes());
        let signature = format!("v1,{}", STANDARD.encode(tag.as_ref()));
        let headers = [
            ("webhook-id", id),
            ("webhook-timestamp", &seconds.to_string()),
            ("webhook-signature", &signature),
        ];
        self.post("paid", &headers, body).await
    }

    async fn hello(&self, body: &str) -> (u16, String) {
        let token = format!("Bearer {TOKEN}");
        self.post("hello", &[("Authorization", &token)], body).await
    }
}

fn code(answer: &(u16, String)) -> (u16, String) {
    let body: serde_json::Value = serde_json::from_str(&answer.1).unwrap();
    assert!(
        body["error"].as_str().is_some_and(|text| !text.is_empty()),
        "{body}"
    );
    (answer.0, body["code"].as_str().unwrap().to_owned())
}

#[test]
fn a_signed_call_takes_effect_once_a_day() {
    support::run(async {
        let mut scene = Scene::new(Style::Full).await;
        for _ in 0..3 {
            assert_eq!(
                scene.signed("m1", 1_000, r#"{"a":1}"#).await,
                (204, String::new())
            );
        }
        assert_eq!(scene.hear().await, r#"paid: {"a":1}"#);
        assert_eq!(scene.signed("m2", 1_000, r#"{"a":2}"#).await.0, 204);
        assert_eq!(scene.hear().await, r#"paid: {"a":2}"#);
        // A reply is given again, too.
        for _ in 0..2 {
            let answer = scene.signed("m3", 1_000, r#"{"text":"/reply well"}"#).await;
            let reply: serde_json::Value = serde_json::from_str(&answer.1).unwrap();
            assert_eq!(
                (answer.0, &reply["type"], &reply["payload"]["text"]),
                (200, &"Verdict".into(), &"well".into())
            );
        }
        scene.stage.clock.0.fetch_add(86_400_000, Ordering::SeqCst);
        assert_eq!(scene.signed("m1", 87_400, r#"{"a":3}"#).await.0, 204);
        assert_eq!(scene.hear().await, r#"paid: {"a":3}"#);
        let metrics = scene.server.metrics().await;
        assert!(
            metrics.contains("buildamp_incoming_webhooks_total{code=\"accepted\"} 7"),
            "{metrics}"
        );
    });
}

#[test]
fn what_is_not_believed_has_no_effect() {
    support::run(async {
        let mut scene = Scene::new(Style::Full).await;
        let unsigned = scene.post("paid", &[], "{}").await;
        assert_eq!(code(&unsigned), (401, "unauthorized".to_owned()));
        let wrong = [
            ("webhook-id", "m1"),
            ("webhook-timestamp", "1000"),
            (
                "webhook-signature",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ),
        ];
        let wrong = scene.post("paid", &wrong, "{}").await;
        assert_eq!(code(&wrong), (401, "unauthorized".to_owned()));
        assert!(wrong.1.contains("the signature is wrong"), "{}", wrong.1);
        for late in [699, 1_301] {
            let late = scene.signed("m1", late, "{}").await;
            assert_eq!(code(&late).0, 401);
            assert!(
                late.1.contains("too long ago, or in the future"),
                "{}",
                late.1
            );
        }
        let token = scene
            .post("hello", &[("Authorization", "Bearer no")], "{}")
            .await;
        assert_eq!(code(&token), (401, "unauthorized".to_owned()));
        assert_eq!(code(&scene.post("other", &[], "{}").await).0, 404);
        assert_eq!(scene.signed("m1", 1_000, "{}").await.0, 204);
        assert_eq!(scene.hear().await, "paid: {}");
    });
}

#[test]
fn each_reason_has_its_status() {
    support::run(async {
        let mut scene = Scene::new(Style::Full).await;
        let long = format!("\"{}\"", "x".repeat(300));
        assert_eq!(
            code(&scene.hello(&long).await),
            (413, "too_large".to_owned())
        );
        assert_eq!(
            code(&scene.hello("{oh").await),
            (422, "bad_json".to_owned())
        );
        let rejected = scene.hello(r#"{"text":"/refuse no such order"}"#).await;
        assert_eq!(code(&rejected), (422, "rejected".to_owned()));
        assert!(rejected.1.contains("no such order"), "{}", rejected.1);
        assert_eq!(
            code(&scene.hello(r#"{"text":"/loop"}"#).await),
            (503, "logic_timeout".to_owned())
        );
        assert_eq!(
            code(&scene.hello(r#"{"text":"/crash x"}"#).await),
            (503, "logic_crashed".to_owned())
        );
        scene.stage.faults.set("conflicts 16");
        assert_eq!(
            code(&scene.hello(r#"{"text":"/count"}"#).await),
            (409, "conflict".to_owned())
        );
        scene.stage.faults.set("fails");
        assert_eq!(
            code(&scene.hello("{}").await),
            (503, "unavailable".to_owned())
        );
        scene.stage.faults.set("recovers");
        assert_eq!(scene.hello(r#"{"text":"/burn 20"}"#).await.0, 204);
        assert_eq!(scene.hear().await, "burnt");
        // Without something that tells them apart, the same call may come twice.
        for _ in 0..2 {
            assert_eq!(scene.hello("{}").await.0, 204);
            assert_eq!(scene.hear().await, "hello: {}");
        }
    });
}

/// What was refused may be sent again under the same id.
#[test]
fn a_refusal_is_not_remembered() {
    support::run(async {
        let mut scene = Scene::new(Style::Full).await;
        assert_eq!(scene.signed("m1", 1_000, r#"{"text":"/buy"}"#).await.0, 204);
        assert_eq!(scene.signed("m2", 1_000, r#"{"text":"/buy"}"#).await.0, 422);
        assert_eq!(
            scene.signed("m2", 1_000, r#"{"text":"on we go"}"#).await.0,
            204
        );
        assert_eq!(scene.hear().await, "on we go");
    });
}

#[test]
fn without_a_handler_nothing_is_taken() {
    support::run(async {
        let scene = Scene::new(Style::Plain).await;
        let answer = scene.hello("{}").await;
        assert_eq!(code(&answer), (503, "unavailable".to_owned()));
        assert!(
            answer.1.contains("exposes no `handleWebhook`"),
            "{}",
            answer.1
        );
    });
}

/// Who still writes can't read an answer, and one whose connection is cut may lose it: whatever is refused, its body is read.
#[test]
fn a_refusal_is_heard_before_the_body_is_sent_and_the_body_is_read_all_the_same() {
    support::run(async {
        let scene = Scene::new(Style::Full).await;
        for (method, path, origin, status) in [
            ("POST", "/webhooks/paid", "", 413),
            ("POST", "/webhooks/nothing", "", 404),
            ("PUT", "/webhooks/paid", "", 405),
            ("PUT", "/rooms/lobby/messages", "", 405),
            (
                "POST",
                "/rooms/lobby/messages",
                "https://elsewhere.example",
                403,
            ),
            ("POST", "/healthz", "", 405),
            ("POST", "/nowhere", "", 404),
            ("POST", "/ws", "", 405),
            ("GET", "/ws", "", 426),
        ] {
            let mut wire = Wire::open(scene.server.address).await;
            let length = 8 << 20;
            let told = length.to_string();
            let mut headers = vec![("content-length", &*told)];
            if !origin.is_empty() {
                headers.push(("origin", origin));
            }
            wire.head(method, path, &headers).await;
            let answer = wire.answer(false).await;
            assert_eq!(answer.status, status, "{method} {path}: {}", answer.text());
            wire.stream.write_all(&vec![b'x'; length]).await.unwrap();
            // All of it was read: the next request on the connection is understood.
            wire.head("GET", "/healthz", &[]).await;
            assert_eq!(wire.answer(false).await.text(), "ok\n", "{method} {path}");
        }
        let text = scene.stage.node.metrics().text();
        for sample in [
            r#"buildamp_http_requests_total{path="/webhooks/{name}",status="413"} 1"#,
            r#"buildamp_http_requests_total{path="pages",status="404"} 1"#,
        ] {
            assert!(text.lines().any(|line| line == sample), "{text}");
        }
    });
}
