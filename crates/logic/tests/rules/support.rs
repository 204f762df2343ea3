//! What the tests of whole apps share: an app in memory, a snapshot in memory, and decisions as lines.

#![allow(unreachable_pub)]

use std::collections::BTreeMap;
use std::ops::RangeBounds;
use std::sync::Arc;
use std::time::Duration;

use buildamp_diagnostics::{Sources, Style, to_terminal};
use buildamp_elm::app;
use buildamp_elm::program::{Owner, Provided, Provider};
use buildamp_logic::Limits;
use buildamp_logic::rules::{
    App, Call, Context, Decision, Effect, Failure, Json, Message, Order, Range, Reads, Response,
    Rules, Unreadable,
};
use buildamp_schema::{Checker, Schema, Tape};

/// Elm modules by name.
pub struct InMemory(pub BTreeMap<String, String>);

impl Provider for InMemory {
    fn modules(&self, name: &str, _: &Owner) -> Vec<Provided> {
        let path = || format!("src/{}.elm", name.replace('.', "/"));
        let found = self.0.contains_key(name).then(|| Provided {
            path: path(),
            package: None,
        });
        found.into_iter().collect()
    }

    fn text(&self, module: &Provided) -> Result<String, String> {
        let name = module.path.trim_start_matches("src/");
        let name = name.trim_end_matches(".elm").replace('/', ".");
        self.0
            .get(&name)
            .cloned()
            .ok_or_else(|| "no such file".to_owned())
    }

    fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    fn allows(&self, _: &str) -> bool {
        true
    }
}

/// The schema of model files.
pub fn schema(sources: &Sources) -> Schema {
    let reading = buildamp_schema::read(sources);
    assert_eq!(reading.reports, []);
    reading.schema
}

/// The generated modules of a schema, and further ones.
pub fn modules(schema: &Schema, more: &[(&str, &str)]) -> InMemory {
    let generated = buildamp_codegen::elm::generate(schema).into_iter();
    let mut all: BTreeMap<String, String> = generated
        .map(|output| {
            let name = output
                .path
                .trim_start_matches("elm/")
                .trim_end_matches(".elm");
            (name.replace('/', "."), output.text)
        })
        .collect();
    for (name, text) in more {
        all.insert((*name).to_owned(), (*text).to_owned());
    }
    InMemory(all)
}

/// The reports of a logic, as the terminal shows them; none where it compiles.
pub fn reports(provider: &InMemory) -> String {
    let mut sources = Sources::new();
    let compiled = app::compile(provider, &mut sources);
    let reports = compiled.program.reports.iter();
    let reports = reports.map(|report| to_terminal(&sources, report, Style::Plain));
    reports.collect::<Vec<_>>().join("\n")
}

/// A logic, ready to be called.
pub fn compiled(schema: &Schema, provider: &InMemory, limits: Limits) -> App {
    let mut sources = Sources::new();
    let compiled = app::compile(provider, &mut sources);
    let Some(wasm) = compiled.wasm else {
        panic!("{} {:?}", reports(provider), compiled.program.missing);
    };
    App::new(&wasm, schema, limits).unwrap_or_else(|error| panic!("{error}"))
}

/// An app to talk to.
pub struct Talk {
    pub checker: Checker,
    pub rules: App,
    pub snapshot: Snapshot,
}

impl Talk {
    /// One with these models and this logic.
    pub fn new(sources: &Sources, logic: &str) -> Talk {
        // What is told here is not how long a busy machine takes.
        let limits = Limits {
            time: Duration::from_secs(30),
            ..Limits::default()
        };
        Talk::with(sources, logic, limits)
    }

    pub fn with(sources: &Sources, logic: &str, limits: Limits) -> Talk {
        Talk::of(sources, &[("WebSocketLogic", logic)], limits)
    }

    /// One with these models and these modules.
    pub fn of(sources: &Sources, more: &[(&str, &str)], limits: Limits) -> Talk {
        let schema = schema(sources);
        let provider = modules(&schema, more);
        Talk {
            rules: compiled(&schema, &provider, limits),
            checker: Checker::new(&schema, buildamp_schema::Limits::default()),
            snapshot: Snapshot::default(),
        }
    }

    /// Sends a payload, with its `message_type`.
    pub fn send(&mut self, payload: &str) -> Result<Decision, Failure> {
        let mut tape = Tape::new();
        let checked = self.checker.check_payload(payload.as_bytes(), &mut tape);
        let id = checked.unwrap_or_else(|problems| panic!("{problems:?}"));
        let call = Call::Message {
            id,
            payload: payload.as_bytes(),
            tape: &tape,
        };
        self.ask(&call)
    }

    pub fn ask(&mut self, call: &Call<'_>) -> Result<Decision, Failure> {
        self.rules.decide(call, &ALICE, &mut self.snapshot)
    }
}

/// Where every call comes from.
pub const ALICE: Context<'static> = Context {
    host: "acme.example",
    room: "lobby",
    user_id: "alice",
    connection_id: "c1",
    timestamp: 1_700_000_000_000,
    seed: 42,
    claims: None,
    joined: None,
    budget: None,
};

/// What is stored.
#[derive(Default)]
pub struct Snapshot {
    pub games: BTreeMap<String, Json>,
    pub documents: BTreeMap<String, (u64, Json)>,
    pub operations: BTreeMap<String, Vec<Json>>,
    pub values: BTreeMap<String, Json>,
    pub members: BTreeMap<String, Vec<Arc<str>>>,
    pub online: Vec<String>,
    /// Everything that was asked.
    pub asked: Vec<String>,
    /// Whether the store is away.
    pub away: bool,
}

impl Snapshot {
    fn note(&mut self, what: &str, key: &str) -> Result<(), Unreadable> {
        self.asked.push(format!("{what} {key}"));
        match self.away {
            true => Err(Unreadable("the store is away".to_owned())),
            false => Ok(()),
        }
    }
}

impl Reads for Snapshot {
    fn game_state(&mut self, game: &str) -> Result<Option<Json>, Unreadable> {
        self.note("game", game)?;
        Ok(self.games.get(game).cloned())
    }

    fn document(&mut self, document: &str) -> Result<Option<(u64, Json)>, Unreadable> {
        self.note("document", document)?;
        Ok(self.documents.get(document).cloned())
    }

    fn operations_since(&mut self, document: &str, version: u64) -> Result<Vec<Json>, Unreadable> {
        self.note("operations", &format!("{document} {version}"))?;
        let all = self.operations.get(document).cloned().unwrap_or_default();
        Ok(all
            .into_iter()
            .skip(usize::try_from(version).expect("a small version"))
            .collect())
    }

    fn changes_since(
        &mut self,
        document: &str,
        version: u64,
    ) -> Result<(u64, Option<Vec<Json>>), Unreadable> {
        self.note("changes", &format!("{document} {version}"))?;
        let all = self
            .operations
            .get(document)
            .map_or(&[][..], |all| &all[..]);
        let found = self.documents.get(document).map_or(0, |found| found.0);
        let Some(skipped) = version.checked_sub(found - all.len() as u64) else {
            return Ok((found, None));
        };
        let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
        let since = all.get(skipped..).unwrap_or_default();
        Ok((found, Some(since.to_vec())))
    }

    fn value(&mut self, key: &str) -> Result<Option<Json>, Unreadable> {
        self.note("value", key)?;
        Ok(self.values.get(key).cloned())
    }

    fn list(&mut self, prefix: &str) -> Result<Vec<(Arc<str>, Json)>, Unreadable> {
        self.note("list", prefix)?;
        let values = self.values.iter();
        let values = values.filter(|(key, _)| key.starts_with(prefix));
        Ok(values
            .map(|(key, value)| (key.as_str().into(), value.clone()))
            .collect())
    }

    fn list_in(
        &mut self,
        range: &Range,
        prefix: &str,
    ) -> Result<Vec<(Arc<str>, Json)>, Unreadable> {
        let Range {
            lower,
            upper,
            limit,
            order,
        } = range;
        self.note(
            "list",
            &format!("{prefix} {lower:?} {upper:?} {limit:?} {order:?}"),
        )?;
        let values = self.values.iter();
        let mut found: Vec<_> = values
            .filter(|(key, _)| {
                key.starts_with(prefix) && (lower.as_ref(), upper.as_ref()).contains(key)
            })
            .map(|(key, value)| (key.as_str().into(), value.clone()))
            .collect();
        if *order == Order::Descending {
            found.reverse();
        }
        found.truncate(limit.unwrap_or(usize::MAX));
        Ok(found)
    }

    fn members(&mut self, room: &str) -> Result<Vec<Arc<str>>, Unreadable> {
        self.note("members", room)?;
        Ok(self.members.get(room).cloned().unwrap_or_default())
    }

    fn is_online(&mut self, user: &str) -> Result<bool, Unreadable> {
        self.note("online", user)?;
        Ok(self.online.iter().any(|online| online == user))
    }
}

/// A decision, an effect a line, then the response.
pub fn lines(decision: &Decision) -> String {
    let mut lines: Vec<String> = decision.effects.iter().map(line).collect();
    lines.push(match &decision.response {
        Response::Ack => "ack".to_owned(),
        Response::Reply(Message { json, .. }) => format!("reply {json}"),
        Response::Reject(reason) => format!("reject {reason}"),
    });
    lines.join("\n")
}

fn line(effect: &Effect) -> String {
    match effect {
        Effect::Broadcast {
            room,
            message,
            exclude,
        } => {
            format!("broadcast to {room} but {exclude:?}: {}", message.json)
        }
        Effect::SendToUser { user_id, message } => format!("send to {user_id}: {}", message.json),
        Effect::UpdateGameState { game_id, new_state } => format!("game {game_id} = {new_state}"),
        Effect::DeleteGameState { game_id } => format!("game {game_id} is gone"),
        Effect::UpdateDocument {
            document_id,
            operation,
            new_version,
        } => {
            format!("document {document_id} = {new_version} by {operation}")
        }
        Effect::DeleteDocument { document_id } => format!("delete document {document_id}"),
        Effect::DeleteUpload { id } => format!("delete upload {id}"),
        Effect::KvSet { key, value, ttl } => format!("set {key} = {value} for {ttl:?}"),
        Effect::KvDelete { key } => format!("delete {key}"),
        Effect::ScheduleEvent {
            key,
            event_type,
            payload,
            delay,
        } => {
            format!("schedule {event_type} as {key:?} in {delay}: {payload}")
        }
        Effect::ScheduleEventInMilliseconds {
            key,
            event_type,
            payload,
            delay,
        } => {
            format!("schedule {event_type} as {key:?} in {delay} ms: {payload}")
        }
        Effect::ScheduleCron {
            key,
            event_type,
            payload,
            cron,
            timezone,
        } => {
            format!("schedule {event_type} as {key} by {cron} of {timezone}: {payload}")
        }
        Effect::CancelEvent { key } => format!("cancel {key}"),
        Effect::StartTicks { room, rate } => format!("tick {room} at {rate}"),
        Effect::StopTicks { room } => format!("stop {room}"),
        Effect::JoinRoom { user_id, room } => format!("join {user_id} to {room}"),
        Effect::LeaveRoom { user_id, room } => format!("take {user_id} out of {room}"),
        Effect::Disconnect { user_id, reason } => format!("disconnect {user_id}: {reason}"),
        Effect::Webhook {
            key: None,
            endpoint,
            payload,
        } => format!("call {endpoint} with {payload}"),
        Effect::Webhook {
            key: Some(key),
            endpoint,
            payload,
        } => format!("call {endpoint} as {key} with {payload}"),
        Effect::Log(text) => format!("log {text}"),
    }
}
