//! What the log tells of a message's way.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::io;
use std::sync::{Arc, Mutex};

use buildamp_server::Limits;
use serde_json::Value;
use support::app::Style;
use support::{InMemory, Stage, play};
use tracing::Level;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is logged, as JSON, while a conversation is played.
fn logged(level: Level, script: &str) -> Vec<Value> {
    logged_of(level, Limits::default(), script, |_| ())
}

/// The same with other limits, and something to be done first.
fn logged_of(level: Level, limits: Limits, script: &str, first: impl FnOnce(&Stage)) -> Vec<Value> {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_max_level(level)
        .with_writer(move || writer.clone())
        .finish();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    tracing::subscriber::with_default(subscriber, || {
        runtime.block_on(async {
            let stage = Stage::new(Style::Plain, limits);
            first(&stage);
            play(&stage, InMemory, script).await;
        });
    });
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    lines.collect()
}

const SCRIPT: &str = "
    alice connects
    alice -> join lobby
    alice <- joined lobby at 1, here: alice
    alice -> say /log one to lobby
    alice <- lobby 2 alice: one
    alice -> say /crash to lobby
    alice <- error logic_crashed: the app's logic failed; nothing happened
    alice -> say /later 1 tea to lobby
    clock +1000
    alice <- lobby 3 : Later: tea
    ";

#[test]
fn what_the_rules_log_names_the_message_it_is_of() {
    let lines = logged(Level::INFO, SCRIPT);
    let of_logic: Vec<&Value> = lines
        .iter()
        .filter(|line| line["target"] == "logic")
        .collect();
    assert_eq!(of_logic.len(), 2, "{lines:#?}");
    // The connection, and the number of its frame: the first was the join.
    let trace = of_logic[0]["trace"].as_str().unwrap();
    assert!(trace.ends_with("-1.2"), "{trace}");
    assert_eq!(of_logic[0]["message"], "one");
    assert_eq!(of_logic[0]["user"], "alice");
    let failed = of_logic[1]["trace"].as_str().unwrap();
    assert!(failed.ends_with("-1.3"), "{failed}");
}

#[test]
fn a_message_is_followed_from_its_arrival_to_those_who_hear_of_it() {
    let lines = logged(Level::DEBUG, SCRIPT);
    let steps = |of: &str| -> Vec<&str> {
        let mine = |line: &&Value| line["trace"].as_str().is_some_and(|t| t.ends_with(of));
        let of_it = lines.iter().filter(mine);
        of_it
            .map(|line| line["message"].as_str().unwrap())
            .collect()
    };
    let way = ["a message", "decided", "one", "delivered", "committed"];
    assert_eq!(steps("-1.2"), way, "{lines:#?}");
    let event = lines
        .iter()
        .find(|line| line["message"] == "delivered" && line["seq"] == 3)
        .unwrap();
    let trace = event["trace"].as_str().unwrap();
    assert!(trace.contains("-event."), "{trace}");
    let delivered = lines
        .iter()
        .find(|line| line["message"] == "delivered" && line["seq"] == 2)
        .unwrap();
    assert_eq!(delivered["heard"], 1);
    assert_eq!(delivered["room"], "lobby");
}

/// Of the log, what is said of faults and of what comes again.
fn said(lines: &[Value]) -> Vec<String> {
    let told = lines.iter().map(|line| {
        let function = line["function"].as_str().unwrap_or_default();
        format!("{}{function}", line["message"].as_str().unwrap())
    });
    told.filter(|line| line.contains("broken") || line.contains("rate_limited"))
        .collect()
}

const BROKEN: &str = "
    alice connects
    alice -> join lobby
    alice <- joined lobby at 1, here: alice
    alice -> say /crash broken to lobby
    alice <- error logic_crashed: the app's logic failed; nothing happened
    alice -> say /crash broken to lobby
    alice <- error logic_crashed: the app's logic failed; nothing happened
    alice -> say /crash broken to lobby
    alice <- error logic_crashed: the app's logic failed; nothing happened
    clock +9000
    server sweeps
    alice -> say /crash broken too to lobby
    alice <- error logic_crashed: the app's logic failed; nothing happened
    clock +2000
    server sweeps
    ";

#[test]
fn a_fault_that_comes_again_is_said_once_and_counted() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = told.clone();
    let lines = logged_of(Level::INFO, Limits::default(), BROKEN, move |stage| {
        let tell = move |fault: &str| heard.lock().unwrap().push(fault.to_owned());
        stage.node.tell_author(tell);
    });
    let function = lines
        .iter()
        .find_map(|line| line["function"].as_str())
        .unwrap();
    let expected = [
        format!("Debug.todo: broken{function}"),
        format!("Debug.todo: broken too{function}"),
        format!("the same 2 times more: {function}: Debug.todo: broken{function}"),
    ];
    assert_eq!(said(&lines), expected, "{lines:#?}");
    let faults = lines.iter().filter(|line| {
        let is_loud = line["level"] == "ERROR" && line["target"] == "logic";
        is_loud && line["room"] == "lobby"
    });
    assert_eq!(faults.count(), 3, "it goes on as it began: {lines:#?}");
    // Whoever writes the app is told of each, and decides what a page shows of it.
    let told = told.lock().unwrap();
    let line = format!("{function}: Debug.todo: broken (room lobby, message)");
    assert_eq!(told.iter().filter(|told| **told == line).count(), 3);
    assert_eq!(told.len(), 4);
}

const TOO_FAST: &str = r#"
    alice connects
    alice -> join lobby
    alice <- joined lobby at 1, here: alice
    alice -> say 1 to lobby
    alice <- lobby 2 alice: 1
    alice -> say 2 to lobby
    alice <- error rate_limited retry 60000: more than 1 messages in a minute (messages_per_minute of [limits]); slow down
    alice -> say 3 to lobby
    alice <- error rate_limited retry 60000: more than 1 messages in a minute (messages_per_minute of [limits]); slow down
    alice -> {"type":"send_message","room":"lobby","payload":{"message_type":"Seldom","n":1},"id":5}
    alice <- ack #5
    alice -> {"type":"send_message","room":"lobby","payload":{"message_type":"Seldom","n":2},"id":6}
    alice <- ack #6
    alice -> {"type":"send_message","room":"lobby","payload":{"message_type":"Seldom","n":3},"id":7}
    alice <- error rate_limited retry 500: more than 2 Seldom in a second (its #[ws(rate = "2/s")]); slow down #7
    "#;

#[test]
fn who_writes_the_app_is_told_how_a_limit_is_changed() {
    let limits = || Limits {
        messages: buildamp_server::Rate::new(1, std::time::Duration::from_secs(60)),
        ..Limits::default()
    };
    let lines = logged_of(Level::INFO, limits(), TOO_FAST, |stage| {
        stage.node.tell_author(|_| ());
    });
    let said_ = said(&lines);
    assert_eq!(said_.len(), 2, "{said_:#?}");
    assert!(said_[0].contains("`messages_per_minute of [limits]` in buildamp.toml"));
    assert!(said_[1].contains(r#"`#[ws(rate = "2/s")]` in the model of Seldom"#));
    let none = logged_of(Level::INFO, limits(), TOO_FAST, |_| ());
    assert_eq!(said(&none), [""; 0]);
}
