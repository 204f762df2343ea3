//! The standard library is in order, and the corpus of programs goes through all phases without a report.

mod support;

use std::path::Path;

use buildamp_diagnostics::Sources;
use buildamp_elm::program::{self, Library, Program};
use support::{InMemory, line};

fn library() -> Library {
    buildamp_elm::std::modules()
}

/// What is wrong with a program, each with its file and place.
fn reports(program: &Program, sources: &Sources) -> Vec<String> {
    program
        .reports
        .iter()
        .map(|report| {
            let path = &sources.get(report.primary.span.file).path;
            format!("{path} {}: {}", line(report, sources), report.title)
        })
        .collect()
}

#[test]
fn the_standard_library_has_no_reports() {
    let names: Vec<&str> = library().iter().map(|(name, _, _)| *name).collect();
    let mut sources = Sources::new();
    let program = program::check(&names, &InMemory(&[]), library(), &mut sources);
    let found = reports(&program, &sources);
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(program.modules.len(), names.len());
}

#[test]
fn a_module_comes_behind_those_that_it_imports() {
    let mut known: Vec<&str> = Vec::new();
    for (name, _, text) in library() {
        for import in text.lines().filter_map(|line| line.strip_prefix("import ")) {
            let module = import.split(' ').next().unwrap_or_default();
            assert!(known.contains(&module), "{name} imports {module}");
        }
        known.push(name);
    }
}

/// The programs of a folder: name, source and expected output.
fn programs(folder: &str) -> Vec<(String, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let entries = std::fs::read_dir(&folder).expect("the folder is there");
    let mut programs: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "elm"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy();
            let text = std::fs::read_to_string(&path).expect("a program");
            let expected = std::fs::read_to_string(path.with_extension("expected"));
            let expected = expected.unwrap_or_else(|_| panic!("{name} has an expected output"));
            (name.into_owned(), text, expected)
        })
        .collect();
    programs.sort();
    programs
}

#[track_caller]
fn check_without_reports(folder: &str) {
    for (name, text, expected) in programs(folder) {
        assert!(!expected.is_empty(), "{name} prints something");
        let mut sources = Sources::new();
        let modules = [("Main", text.as_str())];
        let program = program::check(&["Main"], &InMemory(&modules), library(), &mut sources);
        let found = reports(&program, &sources);
        assert!(found.is_empty(), "{name}: {}", found.join("\n"));
    }
}

#[test]
fn the_corpus_has_no_reports() {
    check_without_reports("corpus");
}
