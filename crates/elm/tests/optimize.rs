//! What the optimizer makes of small programs, by what is left in the core tree. That they still give the same is for the
//! corpus to say.

mod support;

use buildamp_diagnostics::Sources;
use buildamp_elm::program::check;
use buildamp_elm::{compile, core, std as library};
use support::InMemory;

/// The core tree of a module's `run`, as text.
fn optimised(definitions: &str) -> String {
    let text =
        format!("module Main exposing (run)\n\nimport Array exposing (Array)\n\n\n{definitions}");
    let mut sources = Sources::new();
    let modules = [("Main", text.as_str())];
    let program = check(
        &["Main"],
        &InMemory(&modules),
        library::modules(),
        &mut sources,
    );
    assert_eq!(program.reports.len(), 0, "{definitions}");
    core::print::print(&compile::lower(&program, "Main", &["run"]))
}

#[test]
fn small_functions_come_in_place_of_their_calls() {
    let core = optimised(
        "run : Int -> Int\nrun n =\n    double (double n)\n\n\ndouble : Int -> Int\ndouble n =\n    n + n\n",
    );
    assert!(!core.contains("Main.double"), "{core}");
}

#[test]
fn a_function_that_calls_itself_stays() {
    let core = optimised(
        "run : Int -> Int\nrun n =\n    fib n + 1\n\n\nfib : Int -> Int\nfib n =\n    if n < 2 then\n        n\n\n    else\n        fib (n - 1) + fib (n - 2)\n",
    );
    assert!(core.contains("(Main.fib"), "{core}");
}

#[test]
fn a_known_function_is_called_directly() {
    let core = optimised(
        "run : Int -> List Int -> List Int\nrun n list =\n    List.map (\\x -> x * n) list\n",
    );
    assert!(!core.contains("(call"), "{core}");
}

#[test]
fn an_unknown_function_is_called_by_its_value() {
    let core = optimised(
        "run : (Int -> Int) -> List Int -> List Int\nrun f list =\n    List.map f list\n",
    );
    assert!(core.contains("(call"), "{core}");
}

#[test]
fn what_is_looked_at_at_once_is_not_made() {
    let core = optimised(
        "run : Array Int -> Int -> Int\nrun array n =\n    Maybe.withDefault 0 (Array.get n array)\n",
    );
    assert!(!core.contains("Just"), "{core}");
}

#[test]
fn what_is_kept_is_made() {
    let core =
        optimised("run : Array Int -> Int -> Maybe Int\nrun array n =\n    Array.get n array\n");
    assert!(core.contains("(Just"), "{core}");
}

#[test]
fn what_logs_is_evaluated_though_nothing_asks_for_it() {
    let core = optimised(
        "run : Int -> Int\nrun n =\n    let\n        unused =\n            Debug.log \"n\" n\n    in\n    n\n",
    );
    assert!(core.contains("Debug.log"), "{core}");
}
