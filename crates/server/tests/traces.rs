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
            let stage = Stage::new(Style::Plain, Limits::default());
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
