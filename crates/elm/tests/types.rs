//! What is inferred: `inferred.txt` has small modules, each with the type that the official compiler gives its
//! `f`.

mod support;

use support::Program;

const TABLE: &str = include_str!("inferred.txt");
const IMPORTS: &str =
    "import Dict exposing (Dict)\nimport Html exposing (Html)\nimport Json.Decode as D\n";

/// The type of `f`, or what is wrong.
fn inferred(program: &mut Program, code: &str) -> String {
    let text = format!("module Test exposing (..)\n\n{IMPORTS}\n\n{code}\n");
    let module = program.add_module(&text);
    if !module.reports.is_empty() {
        return format!("{:#?}", module.reports);
    }
    let schemes = program.schemes();
    let scheme = schemes
        .iter()
        .find_map(|scheme| scheme.strip_prefix("f : "));
    scheme.expect("there is an f").to_owned()
}

#[test]
fn types_are_those_of_the_official_compiler() {
    let mut program = Program::library();
    let mut failures = String::new();
    let mut count = 0;
    for entry in TABLE.trim_end().split("\n\n") {
        let (code, expected) = entry.split_once("\n--> ").expect("an entry has a type");
        let found = inferred(&mut program, code);
        if found != expected {
            failures.push_str(&format!(
                "{code}\n  expected {expected}\n  found    {found}\n"
            ));
        }
        count += 1;
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(count > 150);
}
