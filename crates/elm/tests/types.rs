//! What is inferred.

mod typed;

use typed::Program;

/// The first definition of `code` has the scheme `expected`.
#[track_caller]
fn check(code: &str, expected: &str) {
    let text = format!("module Test exposing (..)\n\nimport Dict exposing (Dict)\n\n\n{code}\n");
    let program = Program::new(&[&text]);
    let reports = &program.last().reports;
    assert!(reports.is_empty(), "{code}\n{reports:#?}");
    let schemes = program.schemes();
    assert!(
        schemes.iter().any(|scheme| scheme == expected),
        "{code}\n{schemes:#?}"
    );
}

#[test]
fn smoke() {
    check("f x = x + 1", "f : number -> number");
    check("f = List.map", "f : (a -> b) -> List a -> List b");
}
