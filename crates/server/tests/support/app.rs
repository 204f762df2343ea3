//! A small app whose rules are written in Rust: what each word of a message makes happen.

use std::sync::Arc;
use std::time::{Duration, Instant};

use buildamp_diagnostics::Sources;
use buildamp_rules::Fault;
use buildamp_rules::{
    Access, Call, Context, Decision, Effect, Failure, Handler, Json, Message, Presence, Range,
    Reads, Response, Rules,
};
use buildamp_schema::{Limits, Schema, TypeId, read};
use buildamp_server::App;

const MODELS: &str = r#"
pub struct Say { pub text: String }
pub struct Said { pub user: String, pub text: String }
#[ws(server)]
pub struct Verdict { pub text: String }
#[ws(volatile)]
#[ws(rate = "1000/s")]
pub struct Cursor { pub x: i32 }
#[ws(rate = "2/s", burst = 2)]
pub struct Seldom { pub n: u8 }
#[ws(join)]
pub struct Enter { pub code: String }
"#;

pub fn schema() -> Schema {
    let mut sources = Sources::new();
    sources.add("models/ws/chat_ws.rs", MODELS);
    let reading = read(&sources);
    assert!(reading.reports.is_empty(), "{:?}", reading.reports);
    reading.schema
}

/// Which of the optional handlers the app has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// None of them.
    Plain,
    /// All of them.
    Full,
}

pub fn app(style: Style) -> App {
    let schema = schema();
    let rules = TestRules {
        said: schema.find("Said").unwrap(),
        cursor: schema.find("Cursor").unwrap(),
        verdict: schema.find("Verdict").unwrap(),
        style,
    };
    App::new(&schema, Arc::new(rules), Limits::default())
}

struct TestRules {
    said: TypeId,
    cursor: TypeId,
    verdict: TypeId,
    style: Style,
}

fn json(text: impl AsRef<str>) -> Json {
    Arc::from(text.as_ref())
}

fn failure(fault: Fault) -> Failure {
    Failure {
        fault,
        function: "WebSocketLogic.processMessage".to_owned(),
        log: Vec::new(),
    }
}

/// The code that somebody came with.
fn with(context: &Context<'_>) -> String {
    let joined = context.joined.map(|joined| {
        let joined: serde_json::Value = serde_json::from_str(joined).unwrap();
        assert_eq!(joined["type"], "Enter");
        format!(" with {}", joined["payload"]["code"].as_str().unwrap())
    });
    joined.unwrap_or_default()
}

fn set(key: &str, value: &str) -> Effect {
    Effect::KvSet {
        key: key.to_owned(),
        value: json(serde_json::to_string(value).unwrap()),
        ttl: None,
    }
}

impl TestRules {
    fn said(&self, user: &str, text: &str) -> Message {
        let payload = serde_json::json!({"type": "Said", "payload": {"user": user, "text": text}});
        Message {
            id: self.said,
            json: json(payload.to_string()),
        }
    }

    fn verdict(&self, text: &str) -> Message {
        let payload = serde_json::json!({"type": "Verdict", "payload": {"text": text}});
        Message {
            id: self.verdict,
            json: json(payload.to_string()),
        }
    }

    fn broadcast(&self, context: &Context<'_>, text: &str) -> Effect {
        Effect::Broadcast {
            room: context.room.to_owned(),
            message: self.said(context.user_id, text),
            exclude: Vec::new(),
        }
    }

    /// The first word is a command, the rest its argument; anything else is said aloud.
    fn say(
        &self,
        text: &str,
        context: &Context<'_>,
        reads: &mut dyn Reads,
    ) -> Result<(Vec<Effect>, Response), Failure> {
        let (command, rest) = text.split_once(' ').unwrap_or((text, ""));
        let unreadable = |error: buildamp_rules::Unreadable| failure(Fault::Unreadable(error.0));
        let effects = match command {
            "/refuse" => {
                return Ok((
                    vec![self.broadcast(context, "never")],
                    Response::Reject(rest.to_owned()),
                ));
            }
            "/joined" => {
                let joined = context.joined.unwrap_or("nothing");
                return Ok((Vec::new(), Response::Reply(self.verdict(joined))));
            }
            "/reply" => return Ok((Vec::new(), Response::Reply(self.verdict(rest)))),
            "/loop" => return Err(failure(Fault::Time)),
            "/eat" => return Err(failure(Fault::Memory)),
            "/crash" => return Err(failure(Fault::Todo(rest.to_owned()))),
            "/ticks" => vec![Effect::StartTicks {
                room: context.room.to_owned(),
                rate: rest.parse().unwrap(),
            }],
            "/others" => vec![Effect::Broadcast {
                room: context.room.to_owned(),
                message: self.said(context.user_id, rest),
                exclude: vec![context.user_id.to_owned()],
            }],
            "/room" => {
                let (room, text) = rest.split_once(' ').unwrap();
                vec![Effect::Broadcast {
                    room: room.to_owned(),
                    message: self.said(context.user_id, text),
                    exclude: Vec::new(),
                }]
            }
            "/to" => {
                let (user, text) = rest.split_once(' ').unwrap();
                vec![Effect::SendToUser {
                    user_id: user.to_owned(),
                    message: self.verdict(text),
                }]
            }
            // Of which only the newest counts.
            "/aim" => vec![Effect::SendToUser {
                user_id: rest.to_owned(),
                message: Message {
                    id: self.cursor,
                    json: json(r#"{"type":"Cursor","payload":{"x":1}}"#),
                },
            }],
            "/count" => {
                let before = reads.value("count").map_err(unreadable)?;
                let count: u32 = before.map_or(0, |json| json.parse().unwrap());
                vec![
                    Effect::KvSet {
                        key: "count".to_owned(),
                        value: json((count + 1).to_string()),
                        ttl: None,
                    },
                    self.broadcast(context, &format!("count {}", count + 1)),
                ]
            }
            "/burn" => {
                let needed = Duration::from_millis(rest.parse().unwrap());
                let budget = context.budget.unwrap_or(Duration::MAX);
                let began = Instant::now();
                while began.elapsed() < needed {
                    if began.elapsed() >= budget {
                        return Err(failure(Fault::Time));
                    }
                    std::hint::spin_loop();
                }
                vec![self.broadcast(context, "burnt")]
            }
            "/buy" => match reads.value("sold").map_err(unreadable)? {
                Some(_) => return Ok((Vec::new(), Response::Reject("sold out".to_owned()))),
                None => vec![set("sold", context.user_id)],
            },
            "/duty" => {
                let off = |reads: &mut dyn Reads, who: &str| {
                    reads.value(&format!("off:{who}")).map_err(unreadable)
                };
                let other = if rest == "0" { "1" } else { "0" };
                if off(reads, other)?.is_some() {
                    return Ok((
                        Vec::new(),
                        Response::Reject("somebody has to stay".to_owned()),
                    ));
                }
                vec![set(&format!("off:{rest}"), "yes")]
            }
            "/enlist" => {
                let listed = reads.list("list:").map_err(unreadable)?;
                vec![
                    set(&format!("list:{rest}"), "here"),
                    self.broadcast(context, &listed.len().to_string()),
                ]
            }
            "/queue" => vec![set(&format!("queue:{rest}"), "waits")],
            "/take" => {
                let first = reads.list_in(&Range::first(1), "queue:");
                match first.map_err(unreadable)?.first() {
                    None => return Ok((Vec::new(), Response::Reject("nobody waits".to_owned()))),
                    Some((key, _)) => vec![
                        Effect::KvDelete {
                            key: key.to_string(),
                        },
                        self.broadcast(context, key),
                    ],
                }
            }
            "/ticket" => {
                let last = reads.list_in(&Range::last(1), "ticket:");
                let last = last.map_err(unreadable)?;
                let last = last.first().map(|(key, _)| key["ticket:".len()..].parse());
                let next: u32 = last.map_or(0, |last| last.unwrap_or(0) + 1);
                vec![
                    set(&format!("ticket:{next:06}"), context.user_id),
                    self.broadcast(context, &next.to_string()),
                ]
            }
            "/edit" => vec![edit(rest)],
            "/rewrite" => {
                let document_id = rest.split(' ').next().unwrap().to_owned();
                vec![Effect::DeleteDocument { document_id }, edit(rest)]
            }
            "/text" => {
                let found = reads.document(rest).map_err(unreadable)?;
                let found = found.map(|(version, content)| format!("{version} {content}"));
                return Ok((
                    Vec::new(),
                    Response::Reply(self.verdict(found.as_deref().unwrap_or("none"))),
                ));
            }
            "/since" => {
                let (document, version) = rest.split_once(' ').unwrap();
                let version = version.parse().unwrap();
                let found = reads.changes_since(document, version).map_err(unreadable)?;
                return Ok((
                    Vec::new(),
                    Response::Reply(self.verdict(&format!("{found:?}"))),
                ));
            }
            "/delete" => vec![Effect::DeleteUpload {
                id: rest.to_owned(),
            }],
            "/forget" => vec![Effect::DeleteDocument {
                document_id: rest.to_owned(),
            }],
            "/save" => vec![Effect::ScheduleEvent {
                key: None,
                event_type: "SaveDocumentSnapshot".to_owned(),
                payload: json(format!(r#"{{"document_id":"{rest}"}}"#)),
                delay: 30,
            }],
            "/log" => vec![Effect::Log(rest.to_owned()), self.broadcast(context, rest)],
            "/state" => vec![Effect::UpdateGameState {
                game_id: rest.to_owned(),
                new_state: json(r#"{"turn":"white"}"#),
            }],
            "/unstate" => vec![Effect::DeleteGameState {
                game_id: rest.to_owned(),
            }],
            "/later" => {
                let (delay, text) = rest.split_once(' ').unwrap();
                vec![Effect::ScheduleEvent {
                    key: Some("later".to_owned()),
                    event_type: "Later".to_owned(),
                    payload: json(serde_json::to_string(text).unwrap()),
                    delay: delay.parse().unwrap(),
                }]
            }
            "/soon" => {
                let (delay, text) = rest.split_once(' ').unwrap();
                vec![Effect::ScheduleEventInMilliseconds {
                    key: None,
                    event_type: "Soon".to_owned(),
                    payload: json(serde_json::to_string(text).unwrap()),
                    delay: delay.parse().unwrap(),
                }]
            }
            "/every" => {
                // Underscores stand for the spaces of a schedule.
                let (cron, text) = rest.split_once(' ').unwrap();
                vec![Effect::ScheduleCron {
                    key: "later".to_owned(),
                    event_type: "Again".to_owned(),
                    payload: json(serde_json::to_string(text).unwrap()),
                    cron: cron.replace('_', " "),
                    timezone: "UTC".to_owned(),
                }]
            }
            "/call" => {
                let (endpoint, text) = rest.split_once(' ').unwrap();
                let (endpoint, key) = match endpoint.split_once('=') {
                    Some((endpoint, key)) => (endpoint, Some(key.to_owned())),
                    None => (endpoint, None),
                };
                vec![Effect::Webhook {
                    key,
                    endpoint: endpoint.to_owned(),
                    payload: json(serde_json::json!({ "text": text }).to_string()),
                }]
            }
            "/cancel" => vec![Effect::CancelEvent {
                key: "later".to_owned(),
            }],
            "/pull" => {
                let (user, room) = rest.split_once(' ').unwrap();
                vec![Effect::JoinRoom {
                    user_id: user.to_owned(),
                    room: room.to_owned(),
                }]
            }
            "/push" => {
                let (user, room) = rest.split_once(' ').unwrap();
                vec![Effect::LeaveRoom {
                    user_id: user.to_owned(),
                    room: room.to_owned(),
                }]
            }
            "/close" => vec![set("closed", "yes")],
            "/ban" => vec![Effect::Disconnect {
                user_id: rest.to_owned(),
                reason: "banned".to_owned(),
            }],
            _ => vec![self.broadcast(context, text)],
        };
        Ok((effects, Response::Ack))
    }
}

impl Rules for TestRules {
    fn handles(&self, handler: Handler) -> bool {
        self.style == Style::Full || matches!(handler, Handler::Message | Handler::Event)
    }

    fn decide(
        &self,
        call: &Call<'_>,
        context: &Context<'_>,
        reads: &mut dyn Reads,
    ) -> Result<Decision, Failure> {
        let (effects, response) = match call {
            Call::Message { id, payload, .. } => {
                let value: serde_json::Value =
                    serde_json::from_slice(payload).expect("the payload was checked");
                if *id == self.cursor {
                    let message = Message {
                        id: *id,
                        json: json(format!(
                            r#"{{"type":"Cursor","payload":{{"x":{}}}}}"#,
                            value["x"]
                        )),
                    };
                    let effect = Effect::Broadcast {
                        room: context.room.to_owned(),
                        message,
                        exclude: vec![context.user_id.to_owned()],
                    };
                    (vec![effect], Response::Ack)
                } else {
                    match value["text"].as_str() {
                        Some(text) => self.say(text, context, reads)?,
                        None => (Vec::new(), Response::Ack),
                    }
                }
            }
            Call::Presence(Presence::Joined) => {
                let told = format!("is here{}", with(context));
                (vec![self.broadcast(context, &told)], Response::Ack)
            }
            Call::Presence(Presence::Left) => {
                let told = format!("is gone{}", with(context));
                (vec![self.broadcast(context, &told)], Response::Ack)
            }
            Call::Event {
                event_type,
                payload,
            } => {
                if *event_type == "SaveDocumentSnapshot" {
                    let told = self.broadcast(context, &format!("{event_type} {payload}"));
                    return Ok(Decision {
                        effects: vec![told],
                        response: Response::Ack,
                        log: Vec::new(),
                    });
                }
                let text = serde_json::from_str::<String>(payload);
                let text = text.unwrap_or_else(|_| (*payload).to_owned());
                if text == "stop" {
                    let (effects, response) = self.say("/cancel", context, reads)?;
                    return Ok(Decision {
                        effects,
                        response,
                        log: Vec::new(),
                    });
                }
                if let Some(burn) = text.strip_prefix("burn ") {
                    let (effects, response) = self.say(&format!("/burn {burn}"), context, reads)?;
                    return Ok(Decision {
                        effects,
                        response,
                        log: Vec::new(),
                    });
                }
                if text == "fail" {
                    return Err(failure(Fault::Todo("fail".to_owned())));
                }
                (
                    vec![self.broadcast(context, &format!("{event_type}: {text}"))],
                    Response::Ack,
                )
            }
            Call::Tick { count, .. } => (
                vec![self.broadcast(context, &format!("tick {count}"))],
                Response::Ack,
            ),
            Call::Upload {
                id,
                name,
                content_type,
                size,
            } => {
                let unreadable =
                    |error: buildamp_rules::Unreadable| failure(Fault::Unreadable(error.0));
                let closed = reads.value("closed").map_err(unreadable)?;
                if closed.is_some() || name.starts_with("refused") {
                    (Vec::new(), Response::Reject(format!("no {name} here")))
                } else if name.starts_with("crash") {
                    return Err(failure(Fault::Todo("crash".to_owned())));
                } else {
                    let text = format!("{name} {content_type} {size}");
                    let mut effects = vec![self.broadcast(context, &text)];
                    if name.starts_with("fleeting") {
                        effects.push(Effect::DeleteUpload {
                            id: (*id).to_owned(),
                        });
                    }
                    (effects, Response::Reply(self.verdict(id)))
                }
            }
            Call::Webhook { name, payload, .. } => {
                let value: serde_json::Value = serde_json::from_str(payload).unwrap();
                match value["text"].as_str() {
                    Some(text) => self.say(text, context, reads)?,
                    None => (
                        vec![self.broadcast(context, &format!("{name}: {payload}"))],
                        Response::Ack,
                    ),
                }
            }
        };
        Ok(Decision {
            effects,
            response,
            log: Vec::new(),
        })
    }

    fn authorize(&self, context: &Context<'_>, _: &mut dyn Reads) -> Result<Access, Failure> {
        Ok(match context.room {
            "club" if !context.joined.is_some_and(|joined| joined.contains("plum")) => {
                Access::Deny("the club has a code".to_owned())
            }
            "vault" => Access::Deny("the vault is locked".to_owned()),
            _ => Access::Allow,
        })
    }

    fn room_state(&self, context: &Context<'_>, reads: &mut dyn Reads) -> Result<Json, Failure> {
        let members = reads
            .members(context.room)
            .map_err(|error| failure(Fault::Unreadable(error.0)))?;
        Ok(json(format!(r#"{{"members":{}}}"#, members.len())))
    }
}

fn edit(rest: &str) -> Effect {
    let mut words = rest.splitn(3, ' ');
    let mut word = || words.next().unwrap();
    let (document, version) = (word().to_owned(), word().parse().unwrap());
    Effect::UpdateDocument {
        document_id: document,
        operation: json(word()),
        new_version: version,
    }
}
