//! `buildamp gen` on a thousand structs in a hundred model files, phase by phase.
//!
//! The phases are the calls that the command makes. Given the path of a `buildamp` binary, it is run on the
//! same models too: with nothing generated yet, and again with nothing to do.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use buildamp_codegen::{Output, asyncapi, elm, javascript, json_schema};
use buildamp_diagnostics::Sources;

const FILES: usize = 100;
const STRUCTS_A_FILE: usize = 10;
const ROUNDS: usize = 9;

fn main() {
    let models = models();
    let lines: usize = models.iter().map(|(_, text)| text.lines().count()).sum();
    let structs = FILES * STRUCTS_A_FILE;
    println!("{structs} structs and {FILES} enums, {lines} lines in {FILES} files\n");
    let folder = std::env::temp_dir().join(format!("buildamp-bench-{}", std::process::id()));
    phases(&models, &folder);
    if let Some(binary) = std::env::args_os().nth(1) {
        write(&folder, models.iter().map(|(path, text)| (path, text)));
        command("the command, all to write", Path::new(&binary), &folder);
        command("the command, nothing to write", Path::new(&binary), &folder);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Prints the median of each phase, and the share of the whole that it is.
fn phases(models: &[(String, String)], folder: &Path) {
    let mut rounds: Vec<Vec<(&str, Duration)>> =
        (0..ROUNDS).map(|_| round(models, folder)).collect();
    let names: Vec<&str> = rounds[0].iter().map(|(name, _)| *name).collect();
    let mut median = |place: usize| {
        rounds.sort_by_key(|round| round[place].1);
        rounds[ROUNDS / 2][place].1.as_secs_f64() * 1e3
    };
    let medians: Vec<f64> = (0..names.len()).map(&mut median).collect();
    let whole: f64 = medians.iter().sum();
    println!("| phase | share | ms |\n| --- | ---: | ---: |");
    for (name, ms) in names.iter().zip(&medians) {
        println!("| {name} | {:.0} % | {ms:.1} |", 100.0 * ms / whole);
    }
    println!("| all | 100 % | {whole:.1} |");
}

fn round(models: &[(String, String)], folder: &Path) -> Vec<(&'static str, Duration)> {
    let mut sources = Sources::new();
    for (path, text) in models {
        sources.add(path.as_str(), text.as_str());
    }
    let mut times = Vec::new();
    let reading = timed("read", &mut times, || buildamp_schema::read(&sources));
    assert!(reading.reports.is_empty(), "{:?}", reading.reports.first());
    let schema = reading.schema;
    let outputs = [
        timed("generate Elm", &mut times, || elm::generate(&schema)),
        timed("generate JavaScript", &mut times, || {
            javascript::generate(&schema)
        }),
        timed("generate JSON Schema", &mut times, || {
            json_schema::generate(&schema)
        }),
        timed("generate AsyncAPI", &mut times, || {
            vec![asyncapi::generate(&schema)]
        }),
    ];
    let files = || {
        outputs
            .iter()
            .flatten()
            .map(|Output { path, text, .. }| (path, text))
    };
    let generated = folder.join("library");
    timed("write", &mut times, || write(&generated, files()));
    std::fs::remove_dir_all(generated).unwrap();
    times
}

fn timed<T>(
    name: &'static str,
    times: &mut Vec<(&'static str, Duration)>,
    run: impl FnOnce() -> T,
) -> T {
    let start = Instant::now();
    let done = run();
    times.push((name, start.elapsed()));
    done
}

fn write<'f>(folder: &Path, files: impl Iterator<Item = (&'f String, &'f String)>) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn command(name: &str, binary: &Path, app: &Path) {
    let start = Instant::now();
    let output = Command::new(binary).arg("gen").arg(app).output().unwrap();
    let ms = start.elapsed().as_secs_f64() * 1e3;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    println!("\n{name}: {ms:.0} ms");
}

/// Files that name types of each other, with the field types, enums and docs of a grown app.
fn models() -> Vec<(String, String)> {
    (0..FILES)
        .map(|file| (format!("models/ws/area{file}_ws.rs"), model(file)))
        .collect()
}

fn model(file: usize) -> String {
    let mut text = String::from(
        "//! Messages of one area of the app.\n\nuse std::collections::BTreeMap;\n\nuse serde::{Deserialize, Serialize};\n\n",
    );
    if let Some(before) = file.checked_sub(1) {
        writeln!(text, "use crate::ws::area{before}_ws::State{before};\n").unwrap();
    }
    let derives = "#[derive(Debug, Clone, Serialize, Deserialize)]\n";
    let tagged = [
        "",
        "#[serde(tag = \"type\", rename_all = \"snake_case\")]\n",
    ][file % 2];
    writeln!(
        text,
        "/// What something of this area is in.\n{derives}{tagged}pub enum State{file} {{\n    /// Nobody has touched it.\n    Fresh,\n    Moved {{ x: f64, y: f64 }},\n    /// Shown as long as it lasts.\n    Renamed {{ name: String, by: Option<String> }},\n}}\n"
    )
    .unwrap();
    for place in 0..STRUCTS_A_FILE {
        let (earlier, state) = match place {
            0 => ("Option<String>".to_owned(), file.saturating_sub(1)),
            _ => (format!("Vec<Part{file}x{}>", place - 1), file),
        };
        writeln!(
            text,
            "/// Number {place} of area {file}.\n///\n/// Sent whenever it changes.\n{derives}#[serde(rename_all = \"camelCase\")]\npub struct Part{file}x{place} {{\n    /// Given by the server.\n    pub item_id: u32,\n    pub title: String,\n    /// In pixels.\n    pub position: (f64, f64),\n    pub earlier: {earlier},\n    pub state: State{state},\n    #[serde(default)]\n    pub owners: BTreeMap<String, u16>,\n    pub label: Option<String>,\n    pub is_active: bool,\n}}\n"
        )
        .unwrap();
    }
    text
}
