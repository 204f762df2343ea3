//! How long a message takes from the bytes of its payload to the bytes of its effects, beside the same rules by hand
//! in Node.
//!
//! ```sh
//! cargo run --release
//! ```

use std::collections::BTreeMap;
use std::hint::black_box;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use buildamp_diagnostics::Sources;
use buildamp_elm::app;
use buildamp_elm::program::{Owner, Provided, Provider};
use buildamp_logic::Limits;
use buildamp_logic::rules::{App, Call, Context, Json, Range, Reads, Rules, Unreadable};
use buildamp_schema::{Checker, Schema, Tape};

const CURSOR: &str = r#""item_id":"dashboard-7/widget-12","user_id":"alice","position":{"x":1043.25,"y":387.5},"color":"rgb(214, 39, 40)","label":"Alice","sent_at":1700000000123}"#;
const CHAT: &str = r#"{"message_type":"ChatMessage","channel":"chat:room-123","text":"Has anybody looked at the figures of last week? They do not add up for me.","mentions":["bob","carol"],"reply_to":null}"#;

const CONTEXT: Context<'static> = Context {
    host: "acme.example",
    room: "item:dashboard-7",
    user_id: "alice",
    connection_id: "c1",
    timestamp: 1_700_000_000_000,
    seed: 42,
    claims: None,
    joined: None,
    budget: None,
};

struct Modules(BTreeMap<String, String>);

impl Provider for Modules {
    fn modules(&self, name: &str, _: &Owner) -> Vec<Provided> {
        let there = self.0.contains_key(name);
        let provided = || Provided {
            path: name.to_owned(),
            package: None,
        };
        there.then(provided).into_iter().collect()
    }

    fn text(&self, module: &Provided) -> Result<String, String> {
        self.0.get(&module.path).cloned().ok_or_else(|| "missing".to_owned())
    }

    fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    fn allows(&self, _: &str) -> bool {
        true
    }
}

struct Store(Json);

impl Reads for Store {
    fn game_state(&mut self, _: &str) -> Result<Option<Json>, Unreadable> {
        Ok(None)
    }
    fn document(&mut self, _: &str) -> Result<Option<(u64, Json)>, Unreadable> {
        Ok(None)
    }
    fn operations_since(&mut self, _: &str, _: u64) -> Result<Vec<Json>, Unreadable> {
        Ok(Vec::new())
    }
    fn value(&mut self, key: &str) -> Result<Option<Json>, Unreadable> {
        Ok((key == "count:alice").then(|| self.0.clone()))
    }
    fn list(&mut self, _: &str) -> Result<Vec<(Arc<str>, Json)>, Unreadable> {
        Ok(Vec::new())
    }
    fn list_in(&mut self, _: &Range, _: &str) -> Result<Vec<(Arc<str>, Json)>, Unreadable> {
        Ok(Vec::new())
    }
    fn members(&mut self, _: &str) -> Result<Vec<Arc<str>>, Unreadable> {
        Ok(Vec::new())
    }
    fn is_online(&mut self, _: &str) -> Result<bool, Unreadable> {
        Ok(true)
    }
}

fn load() -> (Schema, App) {
    let mut models = Sources::new();
    models.add("models/ws/bench_ws.rs", include_str!("models.rs"));
    let reading = buildamp_schema::read(&models);
    assert!(reading.reports.is_empty(), "{:?}", reading.reports);
    let mut modules = BTreeMap::new();
    for output in buildamp_codegen::elm::generate(&reading.schema) {
        let name = output.path.trim_start_matches("elm/").trim_end_matches(".elm");
        modules.insert(name.replace('/', "."), output.text);
    }
    let logic = include_str!("WebSocketLogic.elm").to_owned();
    modules.insert("WebSocketLogic".to_owned(), logic);
    let start = Instant::now();
    let compiled = app::compile(&Modules(modules), &mut Sources::new());
    let wasm = compiled.wasm.unwrap_or_else(|| panic!("{:?}", compiled.program.reports));
    println!("Elm → WebAssembly      {:>9.1?}, {} bytes", start.elapsed(), wasm.bytes.len());
    let start = Instant::now();
    let app = App::new(&wasm, &reading.schema, Limits::default());
    let app = app.unwrap_or_else(|error| panic!("{error}"));
    println!("WebAssembly → machine  {:>9.1?}", start.elapsed());
    (reading.schema, app)
}

/// The median of rounds, in nanoseconds for each.
fn measure(mut once: impl FnMut()) -> f64 {
    let mut rounds = Vec::new();
    let mut run = |count: u32| {
        let start = Instant::now();
        for _ in 0..count {
            once();
        }
        start.elapsed().as_nanos() as f64 / f64::from(count)
    };
    run(50_000);
    for _ in 0..15 {
        rounds.push(run(20_000));
    }
    rounds.sort_by(f64::total_cmp);
    rounds[rounds.len() / 2]
}

fn main() {
    let (schema, app) = load();
    let checker = Checker::new(&schema, buildamp_schema::Limits::default());
    let named = |name: &str| format!(r#"{{"message_type":"{name}",{CURSOR}"#);
    let cursor = named("CursorUpdate");
    let mut store = Store(r#"{"since":1700000000000,"count":17}"#.into());
    let mut tape = Tape::new();
    let mut whole = |payload: &str| {
        measure(|| {
            let bytes = payload.as_bytes();
            let id = checker.check_payload(bytes, &mut tape).expect("it fits its model");
            let call = Call::Message {
                id,
                payload: bytes,
                tape: &tape,
            };
            black_box(app.decide(&call, &CONTEXT, &mut store).expect("it ends"));
        })
    };
    let ping = whole(r#"{"message_type":"Ping"}"#);
    let ignored = whole(&named("CursorIgnored"));
    let moved = whole(&cursor);
    let chat = whole(CHAT);
    let mut tape = Tape::new();
    let mut check = |payload: &str| {
        measure(|| {
            black_box(checker.check_payload(payload.as_bytes(), &mut tape)).expect("it fits");
        })
    };
    let ping_checked = check(r#"{"message_type":"Ping"}"#);
    let cursor_checked = check(&cursor);
    let chat_checked = check(CHAT);
    println!("\na cursor update, {} bytes", cursor.len());
    println!("  check             {cursor_checked:>7.0} ns");
    println!("  instance, context, call, nothing to say {:>7.0} ns", ping - ping_checked);
    println!("  its value         {:>7.0} ns", ignored - cursor_checked - (ping - ping_checked));
    println!("  rule, effects out {:>7.0} ns", moved - ignored);
    println!("  all               {moved:>7.0} ns");
    println!("\na chat message with a counter that is read and written, {} bytes", CHAT.len());
    println!("  check             {chat_checked:>7.0} ns");
    println!("  all               {chat:>7.0} ns");
    reference(&cursor);
}

/// The same in Node.
fn reference(cursor: &str) {
    let escape = |text: &str| format!("{text:?}");
    let payloads = format!(
        r#"{{"CursorUpdate":{},"ChatMessage":{}}}"#,
        escape(cursor),
        escape(CHAT)
    );
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/reference.mjs");
    let output = Command::new("node").args([script, &payloads]).output();
    match output {
        Ok(output) if output.status.success() => {
            println!("\nby hand in Node, nanoseconds for each:");
            print!("{}", String::from_utf8_lossy(&output.stdout));
        }
        Ok(output) => eprintln!("{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => eprintln!("no Node: {error}"),
    }
}
