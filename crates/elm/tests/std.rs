//! The standard library is in order, and the corpus of programs goes through all phases without a report.
//!
//! A program of the corpus is a `Main` with `output : String`. Its `.expected` file is that text, with a line end, as the
//! program has it when the official compiler (0.19.1, in Node 20) runs it. Where that is wrong, the program is in
//! `corpus_differences` instead, with the text that is right and, as `.official`, the one that is not.

mod support;

use std::path::Path;

use buildamp_diagnostics::Sources;
use buildamp_elm::program::{self, Library, Program};
use buildamp_elm::syntax::source::Expr_;
use buildamp_elm::syntax::{Mode, parse};
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

/// A program of the corpus.
struct Case {
    name: String,
    text: String,
    expected: String,
}

/// The programs of a folder, in the order of their names.
fn cases(folder: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let entries = std::fs::read_dir(&folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let programs =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "elm"));
    let mut cases: Vec<Case> = programs.map(|path| case(&path)).collect();
    cases.sort_by(|left, right| left.name.cmp(&right.name));
    cases
}

fn case(path: &Path) -> Case {
    let name = path.file_stem().expect("a name").to_string_lossy();
    let expected = std::fs::read_to_string(path.with_extension("expected"));
    Case {
        text: std::fs::read_to_string(path).expect("a program"),
        expected: expected.unwrap_or_else(|_| panic!("{name} has an expected output")),
        name: name.into_owned(),
    }
}

/// Checks all programs at once, each as a module of its own name.
#[track_caller]
fn check_without_reports(folder: &str, at_least: usize) {
    let cases = cases(folder);
    assert!(cases.len() >= at_least, "{} programs", cases.len());
    let modules: Vec<(String, String)> = cases
        .iter()
        .map(|case| {
            assert!(!case.expected.is_empty(), "{} prints something", case.name);
            let name = format!("Case_{}", case.name);
            let text = case
                .text
                .replacen("module Main", &format!("module {name}"), 1);
            (name, text)
        })
        .collect();
    let modules: Vec<(&str, &str)> = modules
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let entries: Vec<&str> = modules.iter().map(|(name, _)| *name).collect();
    let mut sources = Sources::new();
    let program = program::check(&entries, &InMemory(&modules), library(), &mut sources);
    let found = reports(&program, &sources);
    assert!(found.is_empty(), "{}", found.join("\n"));
    for entry in entries {
        let module = program.module(entry).expect("it was loaded");
        assert!(module.resolved.is_some(), "{entry} was read");
    }
}

#[test]
fn the_corpus_has_no_reports() {
    check_without_reports("corpus", 250);
}

#[test]
fn the_programs_that_differ_have_no_reports() {
    check_without_reports("corpus_differences", 10);
    for case in cases("corpus_differences") {
        let path = format!("tests/corpus_differences/{}.official", case.name);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let official = std::fs::read_to_string(path).expect("an official output");
        assert_ne!(case.expected, official, "{} differs", case.name);
    }
}

/// The names of a module's definitions that are annotations alone.
fn primitives(name: &str, text: &str) -> Vec<String> {
    let parsed = parse(text, Mode::Bundled);
    let values = parsed.module.values.iter();
    values
        .filter(|value| value.body.value == Expr_::Primitive)
        .map(|value| format!("{name}.{}", value.name.value))
        .collect()
}

/// Whether a comment right above an annotation says what it is.
fn has_comment(text: &str, primitive: &str) -> bool {
    let name = primitive.rsplit('.').next().expect("a name");
    let above = text.split_once(&format!("\n{name} :"));
    above.is_some_and(|(above, _)| above.ends_with("-}"))
}

#[test]
fn every_primitive_is_described_and_every_description_is_of_one() {
    let text = include_str!("../src/std/PRIMITIVES.md");
    let (described, checked) = text
        .split_once("## Only for checking")
        .expect("the last section");
    let mut known = Vec::new();
    for (name, _, text) in library() {
        let only_checked = checked.contains(&format!("`{name}`"));
        for primitive in primitives(name, text) {
            let quoted = format!("`{primitive}`");
            let place = if checked.contains(&quoted) {
                checked
            } else {
                described
            };
            assert!(
                only_checked || place.contains(&quoted) || has_comment(text, &primitive),
                "{primitive} is described"
            );
            known.push(primitive);
        }
    }
    for line in described.lines().filter(|line| line.starts_with("| `")) {
        let cell = line.split('|').nth(1).expect("a first cell");
        for quoted in cell
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|name| !name.contains(' '))
        {
            let is_constructor = quoted
                .rsplit('.')
                .next()
                .is_some_and(|last| last.starts_with(char::is_uppercase));
            assert!(
                is_constructor || known.iter().any(|name| name == quoted),
                "{quoted} is a primitive"
            );
        }
    }
}
