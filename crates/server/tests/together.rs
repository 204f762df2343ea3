//! Twenty pages write one long text at once, over a network that delays and breaks: all end with the text that the server has.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::Arc;

use buildamp_diagnostics::Sources;
use buildamp_rules::{
    Access, Call, Context, Decision, Effect, Failure, Handler, Json, Message, Reads, Response,
    Rules,
};
use buildamp_schema::{TypeId, read};
use buildamp_server::{App, Limits};
use serde_json::{Value, json};
use support::ot::{self, Operation, Part};
use support::{InMemory, Line, Stage, Transport};

const MODELS: &str = r#"
pub struct LiveEdit { pub version: u32, pub operation: serde_json::Value, pub edit_id: String }
#[ws(server)]
pub struct DocumentUpdate { pub version: u32, pub operation: serde_json::Value, pub edit_id: String }
"#;

/// What `BuildAmp.Documents` does in Elm.
struct EditRules(TypeId);

impl Rules for EditRules {
    fn handles(&self, handler: Handler) -> bool {
        handler == Handler::Message
    }

    fn decide(
        &self,
        call: &Call<'_>,
        context: &Context<'_>,
        reads: &mut dyn Reads,
    ) -> Result<Decision, Failure> {
        let Call::Message { payload, .. } = call else {
            panic!("nothing else is called");
        };
        let edit: Value = serde_json::from_slice(payload).unwrap();
        let base = edit["version"].as_u64().unwrap();
        let (version, since) = reads.changes_since("d", base).unwrap();
        let mut operation = ot::read(&edit["operation"]);
        for other in since.expect("all are kept") {
            let other = ot::read(&serde_json::from_str(&other).unwrap());
            operation = ot::transform(&operation, &other).0;
        }
        let operation = ot::write(&operation);
        let update = json!({"type": "DocumentUpdate", "payload": {
            "version": version + 1, "operation": operation, "edit_id": edit["edit_id"]}});
        let text = |value: &Value| Json::from(value.to_string());
        let effects = vec![
            Effect::UpdateDocument {
                document_id: "d".to_owned(),
                operation: text(&operation),
                new_version: i64::try_from(version + 1).unwrap(),
            },
            Effect::Broadcast {
                room: context.room.to_owned(),
                message: Message {
                    id: self.0,
                    json: text(&update),
                },
                exclude: Vec::new(),
            },
        ];
        Ok(Decision {
            effects,
            response: Response::Ack,
            log: Vec::new(),
        })
    }

    fn authorize(&self, _: &Context<'_>, _: &mut dyn Reads) -> Result<Access, Failure> {
        Ok(Access::Allow)
    }

    fn room_state(&self, _: &Context<'_>, _: &mut dyn Reads) -> Result<Json, Failure> {
        Ok("null".into())
    }
}

/// Numbers that look random.
struct Luck(u64);

impl Luck {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// A page: one edit on its way, and what has been heard.
struct Page {
    name: String,
    line: Option<<InMemory as Transport>::Line>,
    session: String,
    position: (Value, Value),
    text: String,
    version: u64,
    number: usize,
    awaiting: Option<(String, Operation)>,
    /// Frames that have come and are not looked at yet.
    late: Vec<Value>,
}

impl Page {
    async fn connect(&mut self, stage: &Stage, since: bool) {
        let session = (!self.session.is_empty()).then_some(self.session.as_str());
        let mut line = InMemory.connect(stage, session).await;
        let hello: Value = serde_json::from_str(&line.next().await.unwrap()).unwrap();
        self.session = hello["session"].as_str().unwrap().to_owned();
        let since = match since {
            true => json!({"epoch": self.position.0, "seq": self.position.1}),
            false => Value::Null,
        };
        let mut join = json!({"type": "join_room", "room": "document:d", "userId": self.name});
        if !since.is_null() {
            join["since"] = since;
        }
        line.send(&join.to_string()).await;
        self.line = Some(line);
    }

    fn type_something(&mut self, luck: &mut Luck) {
        let length = self.text.len();
        let at = luck.below(length - 10);
        let operation = match luck.below(3) {
            0 => vec![
                Part::Retain(at),
                Part::Delete(4),
                Part::Retain(length - at - 4),
            ],
            _ => vec![
                Part::Retain(at),
                Part::Insert("word ".to_owned()),
                Part::Retain(length - at),
            ],
        };
        ot::apply(&mut self.text, &operation);
        self.number += 1;
        self.awaiting = Some((format!("{}-{}", self.name, self.number), operation));
    }

    /// Sends what is on its way; by its id it takes effect once.
    async fn send(&mut self) {
        let (Some((edit, operation)), Some(line)) = (&self.awaiting, &mut self.line) else {
            return;
        };
        let payload = json!({"message_type": "LiveEdit", "version": self.version,
            "operation": ot::write(operation), "edit_id": edit});
        let frame =
            json!({"type": "send_message", "room": "document:d", "payload": payload, "id": edit});
        line.send(&frame.to_string()).await;
    }

    async fn collect(&mut self) {
        let Some(line) = &mut self.line else {
            return;
        };
        let frames = line.unread().await;
        let frames = frames
            .iter()
            .map(|text| serde_json::from_str(text).unwrap());
        self.late.extend(frames);
    }

    /// Looks at so many of the frames that have come.
    fn hear(&mut self, count: usize) {
        let count = count.min(self.late.len());
        for frame in self.late.drain(..count).collect::<Vec<Value>>() {
            match frame["type"].as_str().unwrap() {
                "room_state" => {
                    self.position.0 = frame["epoch"].clone();
                    if frame["recovered"] != true {
                        assert_eq!(self.version, 0, "all that was missed is remembered");
                        self.position.1 = frame["seq"].clone();
                        self.version = frame["state"]["version"].as_u64().unwrap();
                        self.text = frame["state"]["content"].as_str().unwrap().to_owned();
                    }
                }
                "broadcast" => {
                    self.position.1 = frame["seq"].clone();
                    if frame["message"]["type"] == "DocumentUpdate" {
                        self.update(&frame["message"]["payload"]);
                    }
                }
                "ack" => {}
                _ => panic!("{frame}"),
            }
        }
    }

    fn update(&mut self, update: &Value) {
        self.version += 1;
        assert_eq!(update["version"], self.version, "none is missing");
        let operation = ot::read(&update["operation"]);
        match self.awaiting.take() {
            Some((edit, mine)) if update["edit_id"] == *edit => assert_eq!(mine, operation),
            Some((edit, mine)) => {
                let (mine, theirs) = ot::transform(&mine, &operation);
                ot::apply(&mut self.text, &theirs);
                self.awaiting = Some((edit, mine));
            }
            None => ot::apply(&mut self.text, &operation),
        }
    }
}

fn app() -> App {
    let mut sources = Sources::new();
    sources.add("models/ws/edit_ws.rs", MODELS);
    let reading = read(&sources);
    assert!(reading.reports.is_empty(), "{:?}", reading.reports);
    let update = reading.schema.find("DocumentUpdate").unwrap();
    let rules = Arc::new(EditRules(update));
    App::new(&reading.schema, rules, buildamp_schema::Limits::default())
}

#[test]
fn ten_thousand_edits_of_twenty_pages_on_a_hundred_kilobytes() {
    const EDITS: usize = 10_000;
    support::run(async {
        let limits = Limits {
            messages: None,
            ..Limits::default()
        };
        let stage = Stage::new(support::app::Style::Plain, limits);
        stage.node.swap(app());
        let mut luck = Luck(11);
        let mut pages: Vec<Page> = (0..20)
            .map(|index| Page {
                name: format!("p{index}"),
                line: None,
                session: String::new(),
                position: (Value::Null, Value::Null),
                text: String::new(),
                version: 0,
                number: 0,
                awaiting: None,
                late: Vec::new(),
            })
            .collect();
        let first = &mut pages[0];
        first.connect(&stage, false).await;
        let long = "Some words that are there from the start.\n".repeat(2_500);
        first.awaiting = Some(("begin-1".to_owned(), vec![Part::Insert(long.clone())]));
        first.send().await;
        first.text = long;
        for page in &mut pages[1..] {
            page.connect(&stage, false).await;
        }
        for page in &mut pages {
            page.collect().await;
            // The first page has its text from itself.
            if page.text.is_empty() {
                page.hear(1);
            }
        }
        pages[0].late.retain(|frame| frame["type"] != "room_state");
        let mut made = 0;
        while made < EDITS {
            let index = luck.below(pages.len());
            let page = &mut pages[index];
            match luck.below(100) {
                0 if page.line.is_some() && !page.position.0.is_null() => {
                    page.line = None;
                    page.late.clear();
                }
                _ if page.line.is_none() => page.connect(&stage, true).await,
                1..40 => {
                    page.collect().await;
                    let some = luck.below(40);
                    page.hear(some);
                    // Back after a break: sent again, and only once it is known what was missed.
                    if page.late.is_empty() {
                        page.send().await;
                    }
                }
                _ if page.awaiting.is_none() => {
                    page.type_something(&mut luck);
                    page.send().await;
                    made += 1;
                }
                _ => {
                    page.collect().await;
                    page.hear(usize::MAX);
                }
            }
        }
        for page in &mut pages {
            if page.line.is_none() {
                page.connect(&stage, true).await;
            }
            page.send().await;
        }
        for page in &mut pages {
            page.collect().await;
            page.hear(usize::MAX);
            page.send().await;
        }
        for page in &mut pages {
            page.collect().await;
            page.hear(usize::MAX);
        }
        let mut watcher = InMemory.connect(&stage, None).await;
        watcher
            .send(r#"{"type":"join_room","room":"document:d","userId":"watcher"}"#)
            .await;
        let frames = watcher.unread().await;
        let state: Value = serde_json::from_str(&frames[1]).unwrap();
        assert!(state["state"]["version"].as_u64().unwrap() >= EDITS as u64);
        for page in &pages {
            assert!(page.awaiting.is_none(), "{}", page.name);
            assert_eq!(state["state"]["version"], page.version, "{}", page.name);
            assert_eq!(state["state"]["content"], page.text, "{}", page.name);
        }
    });
}
