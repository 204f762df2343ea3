//! What is inferred: `inferred.txt` has small modules, each with the type that the official compiler gives its
//! `f`.

mod support;

use support::typed::check;

const TABLE: &str = include_str!("inferred.txt");
const IMPORTS: &str =
    "import Dict exposing (Dict)\nimport Html exposing (Html)\nimport Json.Decode as D\n";

#[test]
fn types_are_those_of_the_official_compiler() {
    let entries: Vec<(&str, &str)> = TABLE
        .trim_end()
        .split("\n\n")
        .map(|entry| entry.split_once("\n--> ").expect("an entry has a type"))
        .collect();
    assert!(entries.len() > 150);
    let module =
        |(code, _): &(&str, &str)| format!("module Main exposing (..)\n\n{IMPORTS}\n\n{code}\n");
    let checked = check(&entries.iter().map(module).collect::<Vec<_>>());
    let mut failures = String::new();
    for (number, (code, expected)) in entries.into_iter().enumerate() {
        let reports = checked.reports(number);
        let found = match reports.is_empty() {
            true => checked.scheme(number, "f").expect("there is an f"),
            false => format!("{reports:#?}"),
        };
        if found != expected {
            failures.push_str(&format!(
                "{code}\n  expected {expected}\n  found    {found}\n"
            ));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}
