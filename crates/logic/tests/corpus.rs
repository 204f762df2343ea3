//! Every program of the compiler's corpus, run: each must print what the official compiler's output prints.

use std::fs;
use std::path::{Path, PathBuf};

use buildamp_diagnostics::{Sources, Style, to_terminal};
use buildamp_elm::program::{Owner, Provided, Provider, check};
use buildamp_elm::{compile, std as library};
use buildamp_logic::{Limits, Program};

struct One(String);

impl Provider for One {
    fn modules(&self, name: &str, _: &Owner) -> Vec<Provided> {
        let provided = Provided {
            path: "Main.elm".to_owned(),
            package: None,
        };
        if name == "Main" {
            vec![provided]
        } else {
            Vec::new()
        }
    }

    fn text(&self, _: &Provided) -> Result<String, String> {
        Ok(self.0.clone())
    }

    fn names(&self) -> Vec<String> {
        vec!["Main".to_owned()]
    }

    fn allows(&self, _: &str) -> bool {
        true
    }
}

fn output(text: String) -> Result<String, String> {
    let mut sources = Sources::new();
    let program = check(&["Main"], &One(text), library::modules(), &mut sources);
    if !program.reports.is_empty() {
        let reports = program.reports.iter();
        return Err(reports
            .map(|report| to_terminal(&sources, report, Style::Plain))
            .collect());
    }
    let wasm = compile::compile(&program, "Main", &["output"]);
    let limits = Limits {
        time: std::time::Duration::from_secs(20),
        memory: 256 << 20,
        ..Limits::default()
    };
    let program = Program::new(&wasm, limits).map_err(|fault| fault.to_string())?;
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
        let expected = fs::read_to_string(path.with_extension("expected")).unwrap();
        let found =
            output(fs::read_to_string(path).unwrap()).unwrap_or_else(|error| format!("!! {error}"));
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
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
