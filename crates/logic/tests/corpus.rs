//! Every program of the compiler's corpus, run: each must print what the official compiler's output prints.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use buildamp_logic::Limits;

fn output(text: &str) -> Result<String, String> {
    let limits = Limits {
        time: Duration::from_secs(120),
        memory: 256 << 20,
        ..Limits::default()
    };
    let program = support::program(text, &["output"], limits)?;
    let mut guest = program.guest().map_err(|fault| fault.to_string())?;
    guest
        .call("output", |heap, _, value| Ok(heap.units(value)?.to_text()))
        .map_err(|fault| fault.to_string())
}

fn programs(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../elm/tests")
        .join(folder);
    let entries = fs::read_dir(folder).expect("the corpus is there");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "elm"))
        .collect();
    paths.sort();
    paths
}

#[test]
fn every_program_prints_what_the_official_one_prints() {
    compare("corpus");
}

/// What the official compiler's output prints there is in the files named `.official`; `.expected` is what is right.
#[test]
fn known_differences_are_as_they_are_told() {
    compare("corpus_differences");
}

fn compare(folder: &str) {
    let mut wrong = Vec::new();
    let paths = programs(folder);
    for path in &paths {
        let expected = fs::read_to_string(path.with_extension("expected")).expect("it is there");
        let found = output(&fs::read_to_string(path).expect("it can be read"))
            .unwrap_or_else(|error| format!("!! {error}"));
        let name = path
            .file_stem()
            .expect("a file has a name")
            .to_string_lossy()
            .into_owned();
        if found.trim_end() != expected.trim_end() {
            let line = found.lines().zip(expected.lines()).find(|(a, b)| a != b);
            wrong.push(format!(
                "{name}: {}",
                line.map_or(found.clone(), |(a, b)| format!("{a}\n    expected {b}"))
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        paths.len(),
        wrong.join("\n")
    );
}
