//! What a connection joins a room with: given to the rules with each call of the connection in that room, and with no other.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use buildamp_diagnostics::Sources;
use buildamp_rules::{
    Access, Call, Context, Decision, Effect, Failure, Fault, Handler, Json, Reads, Response, Rules,
};
use buildamp_schema::read;
use buildamp_server::transport::Options;
use buildamp_server::uploads::{Settings, Uploads};
use buildamp_server::{App, Limits};
use serde_json::{Value, json};
use support::http::{Answer, Events, ask};
use support::server::Server;
use support::{Line, SocketLine, Stage};

const MODELS: &str = r#"
#[ws(join)]
pub struct Enter {
    pub team: u8,
}
#[ws(join)]
pub struct Watch;
pub struct Say { pub text: String }
"#;

/// What the rules were asked, with what they were told of the join.
#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl Heard {
    fn note(&self, handler: &str, context: &Context<'_>) {
        let joined = context.joined.unwrap_or("nothing");
        let line = format!("{handler} {}: {joined}", context.user_id);
        self.0.lock().unwrap().push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// Rules that agree to everything, and do for each message what can be done without a connection.
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
            Call::Message { .. } if context.room == "lobby" => vec![
                Effect::ScheduleEvent {
                    key: None,
                    event_type: "Later".to_owned(),
                    payload: Arc::from("1"),
                    delay: 5,
                },
                Effect::JoinRoom {
                    user_id: context.user_id.to_owned(),
                    room: "attic".to_owned(),
                },
            ],
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
        if context.joined.is_some_and(|joined| joined.contains("13")) {
            return Err(Failure {
                fault: Fault::Todo("13".to_owned()),
                function: "WebSocketLogic.roomState".to_owned(),
                log: Vec::new(),
            });
        }
        Ok(Arc::from("null"))
    }
}

fn app(models: &str, heard: &Arc<Heard>) -> App {
    let mut sources = Sources::new();
    sources.add("models/ws/game_ws.rs", models);
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
    let stage = Stage::new(support::app::Style::Plain, limits);
    let heard = Arc::new(Heard::default());
    stage.node.swap(app(MODELS, &heard));
    let settings = Settings::new(Arc::new(object_store::memory::InMemory::new()));
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

const ENTER: &str = r#"{"type":"Enter","payload":{"team":2}}"#;
const SAY: &str = r#"{"message_type":"Say","text":"hi"}"#;

impl Scene {
    /// A socket, and its session.
    async fn connect(&self, more: &str) -> (SocketLine, String) {
        let answer = self.server.try_connect(more, &[]).await;
        let (mut line, _) = answer.expect("an answer").expect("an upgrade");
        let connected = frame(&mut line).await;
        (line, connected["session"].as_str().unwrap().to_owned())
    }

    async fn post(&self, path: &str, body: &str) -> Answer {
        ask(self.server.address, "POST", path, &[], body.as_bytes()).await
    }

    fn heard(&self, calls: &[&str], joined: &str) {
        let expected: Vec<String> = calls
            .iter()
            .map(|call| format!("{call} ada: {joined}"))
            .collect();
        assert_eq!(self.heard.take(), expected);
    }
}

async fn frame(line: &mut SocketLine) -> Value {
    let text = line.next().await.expect("a frame");
    serde_json::from_str(&text).unwrap()
}

async fn join(line: &mut SocketLine, payload: Value) {
    let frame_ = json!({
        "type": "join_room", "room": "lobby", "userId": "ada", "payload": payload,
    });
    line.send(&frame_.to_string()).await;
    assert_eq!(frame(line).await["type"], "room_state");
}

fn enter(team: u8) -> Value {
    json!({"message_type": "Enter", "team": team})
}

#[test]
fn the_rules_see_it_with_each_call_of_the_connection_in_its_room() {
    support::run(async {
        let scene = scene().await;
        let (mut ada, _) = scene.connect("").await;
        join(&mut ada, enter(2)).await;
        scene.heard(&["authorizeJoin", "Joined", "roomState"], ENTER);
        let say = format!(r#"{{"type":"send_message","room":"lobby","payload":{SAY},"id":1}}"#);
        ada.send(&say).await;
        // The rules put her into another room, with nothing.
        let mut answers = [frame(&mut ada).await, frame(&mut ada).await];
        answers.sort_by_key(|answer| answer["type"].as_str().unwrap().to_owned());
        assert_eq!(
            [&answers[0]["type"], &answers[1]["type"]],
            ["ack", "room_state"]
        );
        assert_eq!(
            scene.heard.take(),
            [
                format!("processMessage ada: {ENTER}"),
                "authorizeJoin ada: nothing".to_owned(),
                "Joined ada: nothing".to_owned(),
                "roomState ada: nothing".to_owned(),
            ]
        );
        ada.send(r#"{"type":"leave_room","room":"lobby","id":2}"#)
            .await;
        assert_eq!(frame(&mut ada).await["type"], "ack");
        scene.heard(&["Left"], ENTER);
        // An event is nobody's.
        scene.stage.clock.0.fetch_add(6_000, Ordering::SeqCst);
        scene.stage.node.handle_due();
        assert_eq!(scene.heard.take(), ["handleEvent : nothing"]);
    });
}

#[test]
fn the_rules_are_asked_again_where_it_is_another_one() {
    support::run(async {
        let scene = scene().await;
        let (mut ada, _) = scene.connect("").await;
        join(&mut ada, enter(1)).await;
        scene.heard.take();
        for same in [
            Value::Null,
            enter(1),
            json!({"team": 1, "message_type": "Enter"}),
        ] {
            join(&mut ada, same).await;
            scene.heard(&["roomState"], r#"{"type":"Enter","payload":{"team":1}}"#);
        }
        join(&mut ada, enter(2)).await;
        scene.heard(&["authorizeJoin", "roomState"], ENTER);
        join(&mut ada, json!({"message_type": "Watch", "value": null})).await;
        let watch = r#"{"type":"Watch","payload":null}"#;
        scene.heard(&["authorizeJoin", "roomState"], watch);
    });
}

#[test]
fn who_can_not_be_told_the_state_is_not_in_the_room() {
    support::run(async {
        let scene = scene().await;
        let (mut ada, _) = scene.connect("").await;
        let unlucky = json!({
            "type": "join_room", "room": "lobby", "userId": "ada", "payload": enter(13), "id": 7,
        });
        let told = r#"{"type":"Enter","payload":{"team":13}}"#;
        for was_in in [false, true] {
            let mut calls = vec!["authorizeJoin", "Joined", "roomState", "Left"];
            if was_in {
                join(&mut ada, enter(1)).await;
                scene.heard.take();
                calls.remove(1);
            }
            ada.send(&unlucky.to_string()).await;
            let refused = frame(&mut ada).await;
            let code = (&refused["code"], &refused["id"]);
            assert_eq!(code, (&json!("logic_crashed"), &json!(7)));
            assert_eq!(frame(&mut ada).await["type"], "left_room");
            scene.heard(&calls, told);
        }
    });
}

#[test]
fn who_can_not_be_told_the_state_at_present_is_told_later() {
    let limits = Limits::default();
    support::conversation(
        support::app::Style::Plain,
        limits,
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects
        bob -> join lobby
        bob <- joined lobby at 2, here: alice bob
        alice <- lobby 2 +bob
        engine fails
        bob -> join lobby #3
        bob <- error unavailable: the server can't store anything at present; nothing happened, try again #3
        engine recovers
        alice -> say one to lobby
        alice <- lobby 3 alice: one
        server sweeps
        bob <- joined lobby at 3, here: alice bob
        alice -> say two to lobby
        alice <- lobby 4 alice: two
        bob <- lobby 4 alice: two
        engine fails
        bob -> join lobby #4
        bob <- error unavailable: the server can't store anything at present; nothing happened, try again #4
        engine recovers
        bob -> join lobby #5
        bob <- joined lobby at 4, here: alice bob #5
        server sweeps
        "#,
    );
}

#[test]
fn what_names_the_session_is_of_the_connection_and_all_else_is_not() {
    support::run(async {
        let scene = scene().await;
        let (mut ada, session) = scene.connect("").await;
        join(&mut ada, enter(2)).await;
        scene.heard.take();
        for (more, joined) in [
            (format!("&session={session}"), ENTER),
            (String::new(), "nothing"),
        ] {
            let path = format!("/uploads?room=lobby&userId=ada{more}");
            let uploaded = scene.post(&path, "bytes").await;
            assert_eq!(uploaded.status, 201, "{}", uploaded.text());
            let calls = ["authorizeJoin", "handleUpload"];
            scene.heard(&[calls, calls].concat(), joined);
        }
        // Somebody else's session is none.
        let path = format!("/uploads?room=lobby&userId=bob&session={session}");
        assert_eq!(scene.post(&path, "bytes").await.status, 201);
        let heard = scene.heard.take();
        assert_eq!(heard[0], "authorizeJoin bob: nothing");
        // What a stream's client posts is the stream's.
        let opened = Events::open(scene.server.address, "?userId=ada", &[]).await;
        let mut events = opened.expect("a stream").0;
        let session = events.frame().await["session"].as_str().unwrap().to_owned();
        let join = json!({
            "type": "join_room", "room": "den", "userId": "ada", "payload": enter(2),
        });
        let sent = scene
            .post(&format!("/sse?session={session}"), &join.to_string())
            .await;
        assert_eq!(sent.status, 204, "{}", sent.text());
        assert_eq!(events.frame().await["type"], "room_state");
        scene.heard(&["authorizeJoin", "Joined", "roomState"], ENTER);
        let path = format!("/rooms/den/messages?session={session}");
        let posted = scene.post(&path, SAY).await;
        assert_eq!(posted.status, 200, "{}", posted.text());
        scene.heard(&["processMessage"], ENTER);
        let posted = scene.post("/rooms/den/messages?userId=ada", SAY).await;
        assert_eq!(posted.status, 200, "{}", posted.text());
        scene.heard(&["authorizeJoin", "processMessage"], "nothing");
    });
}

#[test]
fn who_comes_back_brings_it_again_and_who_does_not_leaves_with_it() {
    support::run(async {
        let scene = scene().await;
        let (mut ada, session) = scene.connect("").await;
        join(&mut ada, enter(1)).await;
        ada.cut().await;
        scene.server.until("buildamp_lingering 1").await;
        scene.heard.take();
        let (mut ada, _) = scene.connect(&format!("?session={session}")).await;
        join(&mut ada, enter(2)).await;
        scene.heard(&["authorizeJoin", "roomState"], ENTER);
        ada.cut().await;
        scene.server.until("buildamp_lingering 2").await;
        scene.stage.clock.0.fetch_add(60_000, Ordering::SeqCst);
        scene.stage.node.sweep();
        scene.server.until("buildamp_lingering 0").await;
        scene.heard(&["Left"], ENTER);
    });
}

#[test]
fn other_models_are_held_against_what_is_there() {
    support::run(async {
        let scene = scene().await;
        let (mut ada, _) = scene.connect("").await;
        join(&mut ada, enter(2)).await;
        let swap = |models: &str| scene.stage.node.swap(app(models, &scene.heard));
        scene.heard.take();
        swap(&MODELS.replace("pub team: u8", "pub team: String"));
        join(&mut ada, Value::Null).await;
        scene.heard(&["roomState"], "nothing");
        swap("pub struct Say { pub text: String }");
        join(&mut ada, Value::Null).await;
        scene.heard(&["roomState"], "nothing");
        // It is still there, for models that it fits.
        swap(&MODELS.replace("pub team: u8", "pub team: u32"));
        join(&mut ada, Value::Null).await;
        scene.heard(&["roomState"], ENTER);
    });
}
