//! Wrong programs: each has the same problems at the same places as the official compiler tells.
//!
//! `name_errors/NAME.elm` is a program, `name_errors/modules` what such import, and `NAME.expected` holds the
//! titles and regions of the official compiler's reports, one a line.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use buildamp_diagnostics::{Sources, Style, to_terminal};
use buildamp_elm::program::Program;
use support::{line, load};

/// The official compiler stops a module at its first phase with a problem, and some phases at their first
/// problem. Here all problems are told: the reason why these programs have more reports than expected.
const TOLD_FURTHER: &[(&str, &str)] = &[
    ("import_two_problems", "it stops at the first bad import"),
    ("import_value_as_type", "it stops at the first bad import"),
    (
        "large_tuple_with_missing",
        "it doesn't look into a tuple's further parts",
    ),
    ("missing_in_many_places", "it stops behind wrong aliases"),
    (
        "pattern_missing_variant_arguments",
        "it doesn't look into the arguments of what it doesn't know",
    ),
    ("shadow_then_use_after", "it doesn't look into what shadows"),
    ("two_alias_cycles", "it stops at the first cycle"),
    ("type_variable_applied", "it stops behind wrong annotations"),
    ("unused_and_missing", "it stops behind wrong variables"),
    ("value_cycles_two", "it stops at the first cycle"),
];

/// The programs of the folder, sorted: each one's name, and it with the modules that it may import.
fn programs() -> Vec<(String, Program, Sources)> {
    let (a, b) = (read("modules/A.elm"), read("modules/B.elm"));
    let files = fs::read_dir(folder()).expect("the folder of the tests");
    let names = files.filter_map(|file| {
        let file = file.expect("an entry").file_name();
        let file = file.to_str().expect("plain names");
        file.strip_suffix(".elm").map(str::to_owned)
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    let load = |name: String| {
        let text = read(&format!("{name}.elm"));
        let (program, sources) = load(&[("Main", &text), ("A", &a), ("B", &b)]);
        (name, program, sources)
    };
    names.into_iter().map(load).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/name_errors")
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).expect("a file of the tests")
}

#[test]
fn wrong_programs_have_the_official_titles_and_places() {
    let programs = programs();
    assert!(programs.len() >= 250, "the corpus is there");
    let mut failures = Vec::new();
    for (name, program, sources) in &programs {
        let expected = read(&format!("{name}.expected"));
        let expected: BTreeSet<&str> = expected.lines().collect();
        let lines = program.reports.iter().map(|report| line(report, sources));
        let found: BTreeSet<String> = lines.collect();
        let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        let further = TOLD_FURTHER.iter().any(|(other, _)| other == name);
        let right = if further {
            found.is_superset(&expected) && found != expected
        } else {
            found == expected
        };
        if !right {
            failures.push(format!("{name}: expected {expected:?}, found {found:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    for (name, _) in TOLD_FURTHER {
        assert!(programs.iter().any(|(other, ..)| other == name), "{name}");
    }
}

/// One report of each wording: the first in the order of the programs.
#[test]
fn reports_can_be_read() {
    let mut seen = BTreeSet::new();
    let mut all = String::new();
    for (name, program, sources) in programs() {
        for report in &program.reports {
            if seen.insert((report.code, wording(&report.title))) {
                let text = to_terminal(&sources, report, Style::Plain);
                all.push_str(&format!("{name}\n{text}\n"));
            }
        }
    }
    insta::assert_snapshot!(all);
}

/// A title without the names in it.
fn wording(title: &str) -> String {
    let parts = title.split('`').step_by(2);
    parts.collect::<Vec<&str>>().join("_")
}
