//! Generated Elm in the hands of the official compiler.
//!
//! `write` makes Elm apps of the fixtures, of the models that the product was asked for with, and of models
//! with little in them, and values that serde and the checker know. `tools/elm-round-trip` compiles the apps
//! and sends the values through them with Node; `compare` looks at what came back.

// A test, though not one that Cargo runs: whatever goes wrong has to end it.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

mod cases;

use std::fs;
use std::path::Path;

use buildamp_diagnostics::Sources;
use buildamp_fixtures::{fixtures, seed_sources, sources};
use buildamp_schema::{Schema, read};

/// Values of each type, where the caller names no other number.
const VALUES: u64 = 40;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", folder] => write(Path::new(folder), VALUES),
        ["write", folder, values] => write(Path::new(folder), values.parse().unwrap()),
        ["compare", folder] => cases::compare(Path::new(folder)),
        _ => panic!("usage: elm_round_trip write FOLDER [VALUES] | compare FOLDER"),
    }
}

fn schema(sources: &Sources) -> Schema {
    let reading = read(sources);
    assert_eq!(reading.reports, []);
    reading.schema
}

fn write(folder: &Path, values: u64) {
    let schema_ = schema(&sources());
    let codecs = include_str!("RoundTrip.elm").replace("@CODECS@", &codecs(&schema_));
    app(folder, "fixtures", &schema_, &[("RoundTrip", &codecs)]);
    cases::write(folder, &schema_, values);
    app(
        folder,
        "seed",
        &schema(&seed_sources()),
        &[
            ("Rooms", include_str!("Rooms.elm")),
            ("WebSocketLogic", include_str!("WebSocketLogic.elm")),
        ],
    );
    app(folder, "hard", &schema(&hard()), &[]);
    app(folder, "joins", &schema(&joins()), &[]);
    app(folder, "stored", &schema(&without_messages()), &[]);
    app(folder, "empty", &Schema::default(), &[]);
}

fn hard() -> Sources {
    let mut hard = Sources::new();
    hard.add(
        "models/ws/hard_ws.rs",
        include_str!("../../tests/elm/hard_ws.rs"),
    );
    hard
}

fn joins() -> Sources {
    let mut joins = Sources::new();
    joins.add(
        "models/ws/joins_ws.rs",
        include_str!("../../tests/models/joins_ws.rs"),
    );
    joins
}

/// Models with entries, events and webhooks, and no message.
fn without_messages() -> Sources {
    let mut stored = Sources::new();
    for (_, file) in sources().iter() {
        if !file.path.starts_with("models/ws/") {
            stored.add(file.path.as_str(), file.text.as_str());
        }
    }
    stored
}

fn app(folder: &Path, name: &str, schema: &Schema, modules: &[(&str, &str)]) {
    let folder = folder.join(name);
    for output in buildamp_codegen::elm::generate(schema) {
        let path = folder.join(&output.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, output.text).unwrap();
    }
    fs::write(folder.join("elm.json"), include_str!("elm.json")).unwrap();
    for (module, text) in modules {
        fs::write(folder.join(format!("elm/{module}.elm")), text).unwrap();
    }
}

/// The list in `RoundTrip.elm` of every type with its codec.
fn codecs(schema: &Schema) -> String {
    let entry = |name: &str| {
        let (decoder, encoder) = buildamp_codegen::elm::codec(schema, name).unwrap();
        format!("( \"{name}\", through Messages.{decoder} Messages.{encoder} )")
    };
    let entries: Vec<String> = fixtures().iter().map(|f| entry(f.name)).collect();
    format!("[ {}\n        ]", entries.join("\n        , "))
}
