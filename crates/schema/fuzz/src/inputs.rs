//! What is done with a fuzzer's bytes. Shared with the test that replays the corpora.
//!
//! Owns how bytes become model files or a payload, and what must hold of the outcome whatever they are.
//! It refuses to know whether libFuzzer or a test runs it.

#![allow(dead_code, unreachable_pub)]

use std::cell::OnceCell;

use buildamp_diagnostics::{Sources, Style, to_json, to_terminal};
use buildamp_fixtures::{Fixture, fixtures, sources};
use buildamp_schema::{Checker, Limits, Problem, Schema, Tape, read};

/// Between the files of one input.
const NEXT_FILE: char = '\u{1}';

/// Where the files of an input lie, by turns.
const PATHS: [&str; 5] = [
    "models/ws/game_ws.rs",
    "models/shared.rs",
    "models/webhooks/results_webhooks.rs",
    "models/kv/player_kv.rs",
    "models/ws/chess_ws.rs",
];

/// Reads the bytes as model files.
pub fn read_models(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut sources = Sources::new();
    for (path, text) in PATHS.iter().zip(text.split(NEXT_FILE)) {
        sources.add(*path, text);
    }
    let reading = read(&sources);
    for report in &reading.reports {
        assert!(!to_terminal(&sources, report, Style::Plain).is_empty());
    }
    to_json(&sources, &reading.reports);
    // Whatever could be read is whole: its checks compile, and refuse or accept.
    let checker = Checker::new(&reading.schema, Limits::default());
    for (id, _) in reading.schema.iter() {
        for value in ["{}", "[]", "null", "\"\"", "0"] {
            let _ = checker.check(id, value.as_bytes(), &mut Tape::new());
        }
    }
}

struct Types {
    schema: Schema,
    checker: Checker,
    fixtures: Vec<Fixture>,
}

thread_local! {
    static TYPES: OnceCell<Types> = const { OnceCell::new() };
}

impl Types {
    fn new() -> Types {
        let schema = read(&sources()).schema;
        Types {
            checker: Checker::new(&schema, Limits::default()),
            fixtures: fixtures(),
            schema,
        }
    }
}

/// Checks the bytes behind the first as a value of the type that the first one picks, and as a payload.
pub fn check_payload(bytes: &[u8]) {
    let Some((pick, text)) = bytes.split_first() else {
        return;
    };
    TYPES.with(|types| {
        let types = types.get_or_init(Types::new);
        let fixture = &types.fixtures[usize::from(*pick) % types.fixtures.len()];
        let id = types.schema.find(fixture.name);
        let id = id.expect("every fixture is a type of the schema");
        let mut tape = Tape::new();
        let ours = types.checker.check(id, text, &mut tape);
        if ours.is_ok() {
            // Whether a time zone exists, and when it has which offset, takes a database that the checker doesn't have.
            let theirs = (fixture.round_trip)(text).or_else(|error| match error {
                error if error.contains("time zone") => Ok(Vec::new()),
                error => Err(error),
            });
            assert!(
                theirs.is_ok(),
                "{}: accepted, and serde says {theirs:?}",
                fixture.name
            );
            assert!(tape.root().is_some());
        }
        for problem in ours.err().iter().flatten() {
            in_order(problem, text);
        }
        for problem in types
            .checker
            .check_payload(text, &mut tape)
            .err()
            .iter()
            .flatten()
        {
            in_order(problem, text);
        }
    });
}

fn in_order(problem: &Problem, text: &[u8]) {
    assert!(problem.offset <= text.len(), "{problem:?}");
    assert!(
        !problem.expected.is_empty() && !problem.found.is_empty(),
        "{problem:?}"
    );
    assert!(!problem.to_string().is_empty());
}
