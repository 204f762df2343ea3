//! The payload checker beside its references, in one run: `serde_json` and `sonic-rs` into the derived
//! struct, and `serde_json::Value` with `jsonschema`.
//!
//! Machines differ and are noisy, so the figures to look at are the ratios. The candidates take turns in
//! short rounds, which share whatever else the machine does; a candidate's figure is its median round.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use buildamp_fixtures::samples;
use buildamp_fixtures::ws::bench_ws::{BoardState, CursorUpdate};
use buildamp_schema::{Checker, Limits, Tape, TypeId};
use serde::de::DeserializeOwned;
use serde_json::Value;

const ROUNDS: usize = 200;
const ROUND: Duration = Duration::from_millis(2);

fn main() {
    let reading = buildamp_schema::read(&buildamp_fixtures::sources());
    let outputs = buildamp_codegen::generate(&reading.schema);
    let checker = Checker::new(&reading.schema, Limits::default());
    println!("| message | candidate | ns | to the checker |\n| --- | --- | ---: | ---: |");
    let of = |name: &str| {
        let path = format!("schema/{name}.schema.json");
        let schema = outputs.iter().find(|output| output.path == path).unwrap();
        let mut schema: Value = serde_json::from_str(&schema.text).unwrap();
        // The file's root is the payload of a frame, with its `message_type`; the bare message is among its definitions.
        schema["$ref"] = format!("#/$defs/{name}").into();
        for key in [
            "type",
            "properties",
            "required",
            "allOf",
            "unevaluatedProperties",
        ] {
            schema.as_object_mut().unwrap().remove(key);
        }
        (name.to_owned(), reading.schema.find(name).unwrap(), schema)
    };
    compare::<CursorUpdate>(&checker, of("CursorUpdate"), samples::cursor_update());
    compare::<BoardState>(&checker, of("BoardState"), &samples::board_state());
}

fn compare<T: DeserializeOwned>(
    checker: &Checker,
    (name, id, schema): (String, TypeId, Value),
    bytes: &[u8],
) {
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&serde_json::from_slice(bytes).unwrap()));
    assert!(!validator.is_valid(&Value::Null));
    let payload = with_message_type(&name, bytes);
    let (mut tape, mut payload_tape) = (Tape::new(), Tape::new());
    let mut candidates: [(&str, &mut dyn FnMut()); 5] = [
        ("checker", &mut || {
            black_box(checker.check(id, black_box(bytes), &mut tape)).unwrap();
        }),
        ("checker, a whole payload", &mut || {
            black_box(checker.check_payload(black_box(&payload), &mut payload_tape)).unwrap();
        }),
        ("serde_json into the struct", &mut || {
            black_box(serde_json::from_slice::<T>(black_box(bytes))).unwrap();
        }),
        ("sonic-rs into the struct", &mut || {
            black_box(sonic_rs::from_slice::<T>(black_box(bytes))).unwrap();
        }),
        ("serde_json::Value + jsonschema", &mut || {
            let value: Value = serde_json::from_slice(black_box(bytes)).unwrap();
            assert!(validator.is_valid(black_box(&value)));
        }),
    ];
    let medians = measure(&mut candidates);
    for ((name, _), ns) in candidates.iter().zip(&medians) {
        let ratio = ns / medians[0];
        println!("| {} B | {name} | {ns:.0} | {ratio:.2} |", bytes.len());
    }
}

/// The message as a frame's payload, in which its name stands first.
fn with_message_type(name: &str, bytes: &[u8]) -> Vec<u8> {
    let start = format!(r#"{{"message_type":"{name}","#);
    [start.as_bytes(), &bytes[1..]].concat()
}

/// Nanoseconds a call, by candidate.
fn measure(candidates: &mut [(&str, &mut dyn FnMut())]) -> Vec<f64> {
    let mut rounds = vec![Vec::new(); candidates.len()];
    for _ in 0..ROUNDS {
        for (place, (_, run)) in candidates.iter_mut().enumerate() {
            rounds[place].push(round(run));
        }
    }
    rounds.into_iter().map(median).collect()
}

fn round(run: &mut dyn FnMut()) -> f64 {
    let start = Instant::now();
    let mut calls = 0_u32;
    while start.elapsed() < ROUND {
        for _ in 0..32 {
            run();
        }
        calls += 32;
    }
    start.elapsed().as_nanos() as f64 / f64::from(calls)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
