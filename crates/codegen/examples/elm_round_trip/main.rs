//! Values through the generated Elm, as compiled by the official compiler, and back.
//!
//! `serde_json` writes random values of every fixture; Elm decodes and encodes them; JavaScript parses and
//! prints them; `serde_json` reads them again and must find the same. Needs `elm` and Node, which
//! `tools/elm-round-trip` looks for; that script runs the three steps.

// A test in all but name.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use buildamp_fixtures::{Random, fixtures, sources};
use buildamp_schema::{Schema, read};
use serde_json::{Value, json};

const VALUES: u64 = 40;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", folder] => write(Path::new(folder)),
        ["compare", folder] => compare(Path::new(folder)),
        _ => panic!("usage: elm_round_trip write|compare FOLDER"),
    }
}

fn schema() -> Schema {
    let reading = read(&sources());
    assert_eq!(reading.reports, []);
    reading.schema
}

/// The Elm app, and the values for it.
fn write(folder: &Path) {
    let schema = schema();
    for output in buildamp_codegen::elm::generate(&schema) {
        let path = folder.join(&output.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, output.text).unwrap();
    }
    fs::write(folder.join("elm.json"), include_str!("elm.json")).unwrap();
    fs::write(folder.join("elm/Rooms.elm"), include_str!("Rooms.elm")).unwrap();
    let text = include_str!("RoundTrip.elm").replace("@CODECS@", &codecs(&schema));
    fs::write(folder.join("elm/RoundTrip.elm"), text).unwrap();
    let mut cases = Vec::new();
    for fixture in fixtures() {
        let id = schema.find(fixture.name).unwrap();
        for seed in 0..VALUES {
            let sent = Random::new(&schema, seed).value(id).to_string();
            let written = (fixture.round_trip)(sent.as_bytes()).unwrap();
            let value: Value = serde_json::from_slice(&written).unwrap();
            cases.push(json!({ "name": fixture.name, "value": value }));
        }
    }
    fs::write(folder.join("cases.json"), Value::Array(cases).to_string()).unwrap();
}

fn codecs(schema: &Schema) -> String {
    let mut text = String::new();
    for fixture in fixtures() {
        let (decoder, encoder) = buildamp_codegen::elm::codec(schema, fixture.name).unwrap();
        let comma = if text.is_empty() {
            "[ "
        } else {
            "\n        , "
        };
        write!(
            text,
            "{comma}( \"{}\", through Messages.{decoder} Messages.{encoder} )",
            fixture.name
        )
        .unwrap();
    }
    text + "\n        ]"
}

/// What came back against what went out.
fn compare(folder: &Path) {
    let read = |name: &str| -> Vec<Value> {
        serde_json::from_str(&fs::read_to_string(folder.join(name)).unwrap()).unwrap()
    };
    let (cases, results) = (read("cases.json"), read("results.json"));
    assert_eq!(cases.len(), results.len());
    let mut wrong = 0;
    for (case, result) in cases.iter().zip(&results) {
        let fixture = fixtures()
            .into_iter()
            .find(|f| case["name"] == f.name)
            .unwrap();
        let back = (fixture.round_trip)(result["value"].to_string().as_bytes());
        let back = back.map(|bytes| ordered(serde_json::from_slice(&bytes).unwrap()));
        if result["error"].is_string() || back.as_ref() != Ok(&ordered(case["value"].clone())) {
            wrong += 1;
            eprintln!(
                "{}\n  sent {}\n  got  {}\n  {back:?}",
                fixture.name, case["value"], result
            );
        }
    }
    println!(
        "{} values of {} types, {wrong} came back otherwise",
        cases.len(),
        fixtures().len()
    );
    assert_eq!(wrong, 0);
}

/// A `HashSet` has no order of its own.
fn ordered(mut value: Value) -> Value {
    if let Some(Value::Array(words)) = value.get_mut("words") {
        words.sort_by_key(Value::to_string);
    }
    value
}
