//! Wrong programs: each has the same problems at the same places as the official compiler tells.
//!
//! `name_errors/NAME.elm` is a program, `name_errors/modules` what such import, and `NAME.expected` holds the
//! titles and regions of the official compiler's reports, one a line.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

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

#[test]
fn wrong_programs_have_the_official_titles_and_places() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/name_errors");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a file of the tests");
    let (a, b) = (read("modules/A.elm"), read("modules/B.elm"));
    let mut failures = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(&folder).expect("the folder of the tests") {
        let file = entry.expect("an entry").file_name();
        let file = file.to_str().expect("plain names");
        let Some(name) = file.strip_suffix(".elm") else {
            continue;
        };
        count += 1;
        let text = read(file);
        let expected = read(&format!("{name}.expected"));
        let expected: BTreeSet<&str> = expected.lines().collect();
        let (program, sources) = load(&[("Main", &text), ("A", &a), ("B", &b)]);
        let lines = program.reports.iter().map(|report| line(report, &sources));
        let found: BTreeSet<String> = lines.collect();
        let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        let further = TOLD_FURTHER.iter().find(|(other, _)| *other == name);
        let right = match further {
            None => found == expected,
            Some(_) => found.is_superset(&expected) && found != expected,
        };
        if !right {
            failures.push(format!("{name}: expected {expected:?}, found {found:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count >= 60, "the corpus is there");
    for (name, _) in TOLD_FURTHER {
        assert!(
            folder.join(format!("{name}.elm")).exists(),
            "{name} is there"
        );
    }
}
