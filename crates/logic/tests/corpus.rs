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

fn corpus() -> Vec<PathBuf> {
    let folder = std::env::var("CORPUS").unwrap_or_else(|_| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../elm/tests/corpus")
            .display()
            .to_string()
    });
    let entries = fs::read_dir(folder).expect("the corpus is there");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "elm"))
        .collect();
    paths.sort();
    paths
}

/// Programs that print something else, for want of a part that is still to come. One that comes right has to
/// leave the list.
const NOT_YET: [&str; 12] = [
    // `Bytes.Decode` and `Regex` have no primitives in the host.
    "bytes_decode",
    "bytes_integers",
    "bytes_text_and_floats",
    "regex_find",
    "regex_options",
    "regex_replace",
    "regex_split",
    // A character whose upper case is two.
    "char_case_expanding",
    // Numbers beyond an `f64`, and V8's words for what is not JSON.
    "json_errors_simple",
    "json_invalid_texts",
    "json_valid_texts",
    // `Debug.toString` of a JSON string or number can't be told from one of Elm.
    "json_errors_values",
];

#[test]
fn every_program_prints_what_the_official_one_prints() {
    let mut wrong = Vec::new();
    let paths = corpus();
    for path in &paths {
        let expected = fs::read_to_string(path.with_extension("expected")).unwrap();
        let found =
            output(fs::read_to_string(path).unwrap()).unwrap_or_else(|error| format!("!! {error}"));
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let known = NOT_YET.contains(&name.as_str());
        if known && found.trim_end() == expected.trim_end() {
            wrong.push(format!("{name} is right now"));
        } else if !known && found.trim_end() != expected.trim_end() {
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
