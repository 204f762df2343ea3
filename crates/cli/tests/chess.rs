//! The rules of `examples/chess`, through our own compiler: counted against figures that others found, and talked
//! to line by line.
//!
//! Owns what the example promises of itself. It refuses to know chess: the figures and the lines say what is right.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod common;

use std::path::Path;

use common::App;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/chess");

/// The number of games of a length from a position. The positions and counts are those of the Chess Programming Wiki, "Perft Results".
const COUNTS: &str = "\
start 4 197281
kiwipete 3 97862
endgame 4 43238
promotions 3 9467
talkchess 3 62379
middlegame 3 89890
";

/// The example in a folder of its own, with what is generated for it.
fn chess() -> App {
    let app = App::empty();
    copy(&app, Path::new(EXAMPLE), "");
    app.run(&["gen"]).ends_with(0);
    app
}

fn copy(app: &App, folder: &Path, below: &str) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().into_string().unwrap());
        if name == "generated" {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            copy(app, &entry.path(), &format!("{name}/"));
        } else {
            app.write(&name, std::fs::read(entry.path()).unwrap());
        }
    }
}

#[test]
fn counts_the_games_that_others_count() {
    let run = chess().run(&["elm", "run", "--timeout", "60s", "tests/Perft.elm"]);
    assert_eq!(run.ends_with(0).out, COUNTS);
}

#[test]
fn the_rules_say_what_they_should() {
    let app = chess();
    let run = app.run(&["elm", "run", "--timeout", "60s", "tests/Rules.elm"]);
    let told = run.ends_with(0).out;
    let expected = app.read("tests/rules.txt");
    for (number, (is, should)) in told.lines().zip(expected.lines()).enumerate() {
        assert_eq!(is, should, "line {} of rules.txt", number + 1);
    }
    assert_eq!(told.lines().count(), expected.lines().count());
}

/// One call for each function that a server looks for.
#[test]
fn the_logic_builds_as_a_module() {
    let app = chess();
    app.run(&["elm", "build", "src/WebSocketLogic.elm", "-o", "logic.wasm"])
        .ends_with(0);
    let wasm = std::fs::read(app.path("logic.wasm")).unwrap();
    assert_eq!(wasm[..4], *b"\0asm");
}

#[test]
fn the_elm_client_is_in_order() {
    let app = chess();
    app.run(&["elm", "check", "elm/src/Main.elm"]).ends_with(0);
}

/// There is no build step between the page and the client that would tell.
#[test]
fn the_page_calls_nothing_that_the_client_has_not() {
    let app = chess();
    let client = app.read("generated/js/buildamp.js");
    let page = app.read("web/main.js");
    let called: Vec<&str> = page
        .split("client.")
        .skip(1)
        .map(|rest| rest.split('(').next().unwrap())
        .collect();
    assert!(called.len() > 10, "{called:?}");
    for method in called {
        assert!(client.contains(&format!("\n  {method}(")), "{method}");
    }
}
