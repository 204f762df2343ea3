//! `buildamp elm` on projects: where packages come from, and what the phases print.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod common;

use common::{App, Run};

const PROJECT: &str = r#"{
    "type": "application",
    "source-directories": ["src"],
    "elm-version": "0.19.1",
    "dependencies": {
        "direct": { "elm/core": "1.0.5", "elm/json": "1.1.4", "elm/url": "1.0.0" },
        "indirect": {}
    },
    "test-dependencies": { "direct": {}, "indirect": {} }
}
"#;

fn project(main: &str) -> App {
    let app = App::empty();
    app.write("elm.json", PROJECT);
    app.write("src/Main.elm", main);
    app
}

const ENCODES: &str = "module Main exposing (main)

import Url


main : String
main =
    Url.percentEncode \"a b\"
";

#[test]
fn a_package_that_comes_along_is_compiled_from_source_where_vendor_has_it() {
    let app = project(ENCODES);
    let run = app.run(&["elm", "run", "src/Main.elm"]).ends_with(0);
    assert_eq!(run.out, "a%20b\n");
    let own = "module Url exposing (percentEncode)

percentEncode : String -> String
percentEncode text =
    \"<\" ++ text ++ \">\"
";
    app.write("vendor/elm/url/src/Url.elm", own);
    let run = app.run(&["elm", "run", "src/Main.elm"]).ends_with(0);
    assert_eq!(run.out, "<a b>\n");
}

#[test]
fn a_source_that_needs_javascript_is_told() {
    let app = project(ENCODES);
    let source = "module Url exposing (percentEncode)

import Elm.Kernel.Web

percentEncode : String -> String
percentEncode =
    Elm.Kernel.Web.percentEncode
";
    app.write("vendor/elm/url/src/Url.elm", source);
    let run = app.run(&["elm", "check", "src/Main.elm"]).ends_with(1);
    assert!(run.err.contains("`Elm.Kernel.Web`"), "{}", run.err);
    assert!(run.err.contains("remove its source"), "{}", run.err);
}

#[test]
fn a_module_that_is_elsewhere_is_led_to() {
    let app = project(
        "module Main exposing (main)\n\nimport BuildAmp.Store\nimport Http\n\n\nmain : String\nmain =\n    \"\"\n",
    );
    let run = app.run(&["elm", "check", "src/Main.elm"]).ends_with(1);
    assert!(run.err.contains("`buildamp gen` makes it"), "{}", run.err);
    assert!(run.err.contains("add elm/http to"), "{}", run.err);
    assert!(run.err.contains("by webhooks"), "{}", run.err);
    let run = app.run(&["elm", "check", "src"]).ends_with(2);
    assert!(run.err.contains("src is a folder"), "{}", run.err);
}

#[test]
fn a_package_without_its_source_is_told() {
    let app = App::empty();
    let of_tests = "\"test-dependencies\": { \"direct\": {";
    let project = PROJECT.replace(
        of_tests,
        &format!("{of_tests} \"elm-explorations/test\": \"2.2.0\" "),
    );
    app.write("elm.json", project.replace("\"src\"", "\"src\", \"tests\""));
    let tried =
        "module Tried exposing (main)\n\nimport Expect\n\n\nmain : String\nmain =\n    \"\"\n";
    app.write("tests/Tried.elm", tried);
    let home = app.path("home");
    let mut command = app.command(&["elm", "check", "tests/Tried.elm"]);
    let run = Run::of(command.env("ELM_HOME", &home).output().unwrap()).ends_with(1);
    let told = "elm.json lists elm-explorations/test 2.2.0, but its source is neither in vendor/elm-explorations/test/src nor in ";
    assert!(run.err.contains(told), "{}", run.err);
    assert!(run.err.contains("home (ELM_HOME)"), "{}", run.err);
    assert!(
        run.err.contains("help: if it is of that package, put"),
        "{}",
        run.err
    );
    app.write(
        "vendor/elm-explorations/test/src/Expect.elm",
        "module Expect exposing (pass)\n\npass : Int\npass =\n    1\n",
    );
    app.run(&["elm", "run", "tests/Tried.elm"]).ends_with(0);
    // It is listed for tests alone.
    app.write("src/Tried.elm", tried);
    std::fs::remove_file(app.path("tests/Tried.elm")).unwrap();
    app.run(&["elm", "check", "src/Tried.elm"]).ends_with(1);
}

#[test]
fn every_phase_can_be_printed() {
    let app = project(
        "module Main exposing (main)\n\n\nmain : String\nmain =\n    String.fromInt (1 + 2)\n",
    );
    for (phase, part) in [
        ("source", "(def main : String = "),
        ("resolved", "(exposing main)"),
        ("types", "main : String"),
        ("core", "Main.main ="),
        ("wasm", "(func $Main.main "),
    ] {
        let run = app
            .run(&["elm", "print", phase, "src/Main.elm"])
            .ends_with(0);
        assert!(run.out.contains(part), "{phase}: {}", run.out);
    }
}

/// The official compiler tells those of a definition first that others need.
#[test]
fn mistakes_are_told_in_the_order_of_the_text() {
    let app = project(
        "module Main exposing (first, second)

first : String
first =
    second 4

second : Int -> Int
second number =
    number ++ \"1\"
",
    );
    let check = app.run(&["elm", "check", "src/Main.elm"]).ends_with(1);
    let told = |place: &str| check.err.find(place).unwrap_or(usize::MAX);
    assert!(told("Main.elm:5:5") < told("Main.elm:9:5"), "{}", check.err);
    assert!(told("Main.elm:9:5") < usize::MAX, "{}", check.err);
}
