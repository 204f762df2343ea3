//! What a token says beside its user: held against the app's model when one connects, and given to the rules with each call.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use buildamp_diagnostics::Sources;
use buildamp_rules::{
    Access, Call, Context, Decision, Effect, Failure, Handler, Json, Reads, Response, Rules,
};
use buildamp_schema::read;
use buildamp_server::identity::{Auth, Key, Verifier, sign};
use buildamp_server::transport::Options;
use buildamp_server::uploads::{Access as FileAccess, Settings, Uploads};
use buildamp_server::{App, Limits};
use serde_json::{Value, json};
use support::http::{Events, ask};
use support::server::Server;
use support::{Line, SocketLine, Stage};

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

const MODEL: &str = r#"
pub struct Claims {
    #[serde(rename = "https://example.org/role")]
    pub role: Option<Role>,
    pub level: u8,
}
#[serde(rename_all = "lowercase")]
pub enum Role { Guest, Moderator }
"#;

/// What the rules were asked, with what they were told of the token.
#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl Heard {
    fn note(&self, handler: &str, context: &Context<'_>) {
        let claims = context.claims.unwrap_or("nothing");
        let line = format!("{handler} {}: {claims}", context.user_id);
        self.0.lock().unwrap().push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// Rules that agree to everything, and let an event be due for each message.
struct Agreeing(Arc<Heard>);

impl Rules for Agreeing {
    fn handles(&self, _: Handler) -> bool {
        true
    }

    fn decide(
        &self,
        call: &Call<'_>,
        context: &Context<'_>,
        _: &mut dyn Reads,
    ) -> Result<Decision, Failure> {
        let about = match call {
            Call::Presence(change) => format!("{change:?}"),
            call => call.handler().name().to_owned(),
        };
        self.0.note(&about, context);
        let effects = match call {
            Call::Message { .. } => vec![Effect::ScheduleEvent {
                key: None,
                event_type: "Later".to_owned(),
                payload: Arc::from("1"),
                delay: 5,
            }],
            _ => Vec::new(),
        };
        Ok(Decision {
            effects,
            response: Response::Ack,
            log: Vec::new(),
        })
    }

    fn authorize(&self, context: &Context<'_>, _: &mut dyn Reads) -> Result<Access, Failure> {
        self.0.note("authorizeJoin", context);
        Ok(Access::Allow)
    }

    fn room_state(&self, context: &Context<'_>, _: &mut dyn Reads) -> Result<Json, Failure> {
        self.0.note("roomState", context);
        Ok(Arc::from("null"))
    }
}

/// An app whose claims are these.
fn app(claims: &str, heard: &Arc<Heard>) -> App {
    let mut sources = Sources::new();
    sources.add(
        "models/ws/chat_ws.rs",
        "pub struct Say { pub text: String }",
    );
    sources.add("models/auth/claims_auth.rs", claims);
    let reading = read(&sources);
    assert_eq!(reading.reports, []);
    let limits = buildamp_schema::Limits::default();
    App::new(&reading.schema, Arc::new(Agreeing(heard.clone())), limits)
}

struct Scene {
    stage: Stage,
    server: Server,
    heard: Arc<Heard>,
}

async fn scene() -> Scene {
    let limits = Limits {
        grace: Duration::from_secs(5),
        ..Limits::default()
    };
    let verifier = Verifier::new(&Key::Secret(SECRET.to_vec()), None, None).unwrap();
    let auth = Auth::Jwt(Box::new(verifier));
    let stage = Stage::with(support::app::Style::Plain, limits, auth);
    let heard = Arc::new(Heard::default());
    stage.node.swap(app(MODEL, &heard));
    let settings = Settings {
        access: FileAccess::Room,
        ..Settings::new(Arc::new(object_store::memory::InMemory::new()))
    };
    let options = Options {
        uploads: Some(Arc::new(Uploads::new(settings))),
        ..Options::default()
    };
    let server = Server::start(&stage, options).await;
    Scene {
        stage,
        server,
        heard,
    }
}

fn token(user: &str, claims: &Value) -> String {
    let mut all = json!({"sub": user, "exp": support::START / 1000 + 100, "iss": "us"});
    for (name, value) in claims.as_object().unwrap() {
        all[name] = value.clone();
    }
    sign(&all, SECRET).unwrap()
}

fn moderator() -> Value {
    json!({"https://example.org/role": "moderator", "level": 7, "more": ["x"]})
}

const KEPT: &str = r#"{"https://example.org/role":"moderator","level":7}"#;

impl Scene {
    async fn connect(&self, user: &str, claims: &Value, more: &str) -> (SocketLine, Value) {
        let query = format!("?token={}{more}", token(user, claims));
        let answer = self.server.try_connect(&query, &[]).await;
        let (mut line, _) = answer.expect("an answer").expect("an upgrade");
        let connected = frame(&mut line).await;
        (line, connected)
    }

    async fn ask(
        &self,
        method: &str,
        path: &str,
        claims: &Value,
        body: &[u8],
    ) -> support::http::Answer {
        let bearer = format!("Bearer {}", token("ada", claims));
        let headers = [("authorization", &*bearer)];
        ask(self.server.address, method, path, &headers, body).await
    }
}

async fn frame(line: &mut SocketLine) -> Value {
    let text = line.next().await.expect("a frame");
    serde_json::from_str(&text).unwrap()
}

async fn join(line: &mut SocketLine) {
    line.send(r#"{"type":"join_room","room":"lobby"}"#).await;
    assert_eq!(frame(line).await["type"], "room_state");
}

const SAY: &str = r#"{"message_type":"Say","text":"hi"}"#;

#[test]
fn the_rules_see_them_with_each_call_of_a_connection() {
    support::run(async {
        let scene = scene().await;
        let (mut ada, _) = scene.connect("ada", &moderator(), "").await;
        join(&mut ada).await;
        let say = format!(r#"{{"type":"send_message","room":"lobby","payload":{SAY},"id":1}}"#);
        ada.send(&say).await;
        assert_eq!(frame(&mut ada).await["type"], "ack");
        ada.send(r#"{"type":"leave_room","room":"lobby","id":2}"#)
            .await;
        assert_eq!(frame(&mut ada).await["type"], "ack");
        let calls = [
            "authorizeJoin",
            "Joined",
            "roomState",
            "processMessage",
            "Left",
        ];
        let expected = calls.map(|call| format!("{call} ada: {KEPT}"));
        assert_eq!(scene.heard.take(), expected);
        // An event is nobody's.
        scene
            .stage
            .clock
            .0
            .fetch_add(6_000, std::sync::atomic::Ordering::SeqCst);
        scene.stage.node.handle_due();
        assert_eq!(scene.heard.take(), ["handleEvent : nothing"]);
    });
}

#[test]
fn the_rules_see_those_of_posts_files_and_streams() {
    support::run(async {
        let scene = scene().await;
        let guest = json!({"https://example.org/role": "guest", "level": 1});
        let kept = guest.to_string();
        let posted = scene
            .ask("POST", "/rooms/lobby/messages", &guest, SAY.as_bytes())
            .await;
        assert_eq!(posted.status, 200, "{}", posted.text());
        let calls = ["authorizeJoin", "processMessage"];
        assert_eq!(
            scene.heard.take(),
            calls.map(|call| format!("{call} ada: {kept}"))
        );
        let uploaded = scene
            .ask("POST", "/uploads?room=lobby", &guest, b"bytes")
            .await;
        assert_eq!(uploaded.status, 201, "{}", uploaded.text());
        let calls = [
            "authorizeJoin",
            "handleUpload",
            "authorizeJoin",
            "handleUpload",
        ];
        assert_eq!(
            scene.heard.take(),
            calls.map(|call| format!("{call} ada: {kept}"))
        );
        let url = uploaded.json()["url"].as_str().unwrap().to_owned();
        assert_eq!(scene.ask("GET", &url, &moderator(), b"").await.status, 200);
        assert_eq!(scene.heard.take(), [format!("authorizeJoin ada: {KEPT}")]);
        // What a stream's client posts is the stream's.
        let query = format!("?room=lobby&token={}", token("ada", &moderator()));
        let opened = Events::open(scene.server.address, &query, &[]).await;
        let mut events = opened.expect("a stream").0;
        let session = events.frame().await["session"].as_str().unwrap().to_owned();
        assert_eq!(events.frame().await["type"], "room_state");
        let path = format!("/rooms/lobby/messages?session={session}");
        let posted = scene.ask("POST", &path, &guest, SAY.as_bytes()).await;
        assert_eq!(posted.status, 200, "{}", posted.text());
        let calls = ["authorizeJoin", "Joined", "roomState", "processMessage"];
        assert_eq!(
            scene.heard.take(),
            calls.map(|call| format!("{call} ada: {KEPT}"))
        );
    });
}

#[test]
fn claims_that_do_not_fit_are_refused_with_what_is_wrong() {
    support::run(async {
        let scene = scene().await;
        let wrong = json!({"https://example.org/role": "boss", "level": 7});
        let reason = r#"the token's claims are not what the app reads: ["https://example.org/role"]: expected one of "guest" or "moderator", found the string "boss""#;
        let query = format!("?token={}", token("ada", &wrong));
        let answer = scene.server.try_connect(&query, &[]).await;
        let refused = answer.expect("an answer").err().expect("a refusal");
        assert_eq!((refused.status, refused.body.trim_end()), (401, reason));
        let posted = scene
            .ask("POST", "/rooms/lobby/messages", &wrong, SAY.as_bytes())
            .await;
        assert_eq!(posted.status, 401);
        assert_eq!(posted.json()["error"], reason);
        let missing = scene.ask("GET", "/sse?room=lobby", &json!({}), b"").await;
        let error = missing.json()["error"].as_str().unwrap().to_owned();
        assert_eq!(missing.status, 401);
        assert!(error.contains("level: expected"), "{error}");
        assert_eq!(scene.heard.take(), Vec::<String>::new());
    });
}

#[test]
fn a_connection_that_comes_back_has_those_of_its_new_token() {
    support::run(async {
        let scene = scene().await;
        let (mut ada, connected) = scene.connect("ada", &moderator(), "").await;
        join(&mut ada).await;
        ada.cut().await;
        scene.server.until("buildamp_lingering 1").await;
        scene.heard.take();
        let session = format!("&session={}", connected["session"].as_str().unwrap());
        let lower = json!({"level": 2});
        let (mut ada, _) = scene.connect("ada", &lower, &session).await;
        join(&mut ada).await;
        let calls = ["authorizeJoin", "roomState"];
        let expected = calls.map(|call| format!("{call} ada: {lower}"));
        assert_eq!(scene.heard.take(), expected);
        // Whoever does not come back leaves with what they had.
        ada.cut().await;
        scene.server.until("buildamp_lingering 2").await;
        scene
            .stage
            .clock
            .0
            .fetch_add(60_000, std::sync::atomic::Ordering::SeqCst);
        scene.stage.node.sweep();
        scene.server.until("buildamp_lingering 0").await;
        assert_eq!(scene.heard.take(), [format!("Left ada: {lower}")]);
    });
}

#[test]
fn another_model_counts_from_the_next_connection_on() {
    support::run(async {
        let scene = scene().await;
        let (mut ada, _) = scene.connect("ada", &moderator(), "").await;
        let other = "pub struct Claims { pub more: Vec<String> }";
        scene.stage.node.swap(app(other, &scene.heard));
        join(&mut ada).await;
        let (mut bob, _) = scene.connect("bob", &moderator(), "").await;
        join(&mut bob).await;
        let heard = scene.heard.take();
        assert_eq!(heard[0], format!("authorizeJoin ada: {KEPT}"));
        let authorized = r#"authorizeJoin bob: {"more":["x"]}"#;
        assert!(heard.iter().any(|line| line == authorized), "{heard:?}");
    });
}
