//! Wrong programs: the same problems at the same places as by the official compiler, whose findings, in the
//! order in which it makes them, are in the `.expected` file beside each program.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use buildamp_diagnostics::{Style, to_terminal};
use support::line;
use support::typed::check;

/// Programs on which both differ: what is found here, and why.
const KNOWN_DIFFERENCES: [(&str, &str, &str); 3] = [
    (
        "recursion_capture",
        "TYPE MISMATCH 14:16-14:17\n",
        "the official compiler generalizes parameters of functions that call each other too early, and accepts \
         a parameter that is used as a number and as a string",
    ),
    (
        "escape",
        "TYPE MISMATCH 7:9-7:10\n",
        "the official compiler stops with a bug of its own",
    ),
    (
        "escape_list",
        "TYPE MISMATCH 7:9-7:10\n",
        "the official compiler stops with a bug of its own",
    ),
];

#[test]
fn problems_are_those_of_the_official_compiler() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/type_errors");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "elm"));
    paths.sort();
    assert!(paths.len() > 200);
    let texts: Vec<String> = paths
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let checked = check(&texts);
    let mut failures = String::new();
    for (number, (path, text)) in paths.iter().zip(&texts).enumerate() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let official = fs::read_to_string(path.with_extension("expected")).unwrap();
        let known = KNOWN_DIFFERENCES.iter().find(|(known, ..)| *known == name);
        let expected = known.map_or(official.as_str(), |(_, ours, _)| ours);
        let reports = checked.reports(number);
        let lines = reports
            .iter()
            .map(|report| line(report, &checked.sources) + "\n");
        let found: String = lines.collect();
        if found != expected {
            failures.push_str(&format!(
                "== {name}\n{text}-- expected\n{expected}-- found\n{found}"
            ));
        }
        assert!(
            known.is_none_or(|_| official != expected),
            "{name} doesn't differ any more"
        );
    }
    assert!(failures.is_empty(), "{failures}");
}

/// The official compiler doesn't end on these.
#[test]
fn types_that_hold_each_other_are_told() {
    let bodies = [
        "if x == [ y ] then y == [ x ] else y == x",
        "[ x == ( y, y ), y == ( x, x ), x == y, y == x ]",
        "[ x.a == y, y.b == x, x == y, { x | a = y } == { y | b = x } ]",
        "[ x == \\_ -> y, y == \\_ -> x, x == y ]",
    ];
    let module = |body: &&str| format!("module Main exposing (..)\n\n\nf x y = {body}\n");
    let checked = check(&bodies.iter().map(module).collect::<Vec<_>>());
    for (number, body) in bodies.iter().enumerate() {
        let reports = checked.reports(number);
        let lines: Vec<String> = reports
            .iter()
            .map(|report| line(report, &checked.sources))
            .collect();
        assert_eq!(lines, ["INFINITE TYPE 4:3-4:4"], "{body}");
    }
}

/// A few of them, as they are shown.
const READ: [&str; 26] = [
    "add_string",
    "alias_wrong_field",
    "annotation_double_rigid",
    "annotation_list_head",
    "annotation_too_general",
    "append_int",
    "call_not_function",
    "call_too_many",
    "call_wrong_second",
    "case_annotated",
    "case_pattern_argument",
    "compare_functions",
    "comparable_union",
    "cons_list_of_list",
    "escape",
    "if_branches",
    "infinite_pair",
    "json_decoder",
    "main_flags_record",
    "missing_nested",
    "pipe_chain",
    "record_typo",
    "redundant_list",
    "unsafe_let",
    "update_two",
    "update_wrong_value",
];

#[test]
fn reports_can_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/type_errors");
    let read = |name: &&str| fs::read_to_string(folder.join(name).with_extension("elm")).unwrap();
    let checked = check(&READ.iter().map(read).collect::<Vec<_>>());
    let mut all = String::new();
    for (number, name) in READ.iter().enumerate() {
        all.push_str(&format!("== {name}\n\n"));
        for report in checked.reports(number) {
            all.push_str(&to_terminal(&checked.sources, &report, Style::Plain));
            all.push('\n');
        }
    }
    insta::assert_snapshot!(all);
}
