//! Large and deep programs through the whole compiler, up to the module: a result or a clear error, in time and stack that
//! are in proportion.

mod support;

use std::fmt::Write;
use std::time::{Duration, Instant};

use buildamp_diagnostics::Sources;
use buildamp_elm::{compile, program};
use support::InMemory;

/// Compiles what `main` of a module reaches, and gives the codes of its reports and the size of the module.
fn compiled(text: &str) -> (Vec<&'static str>, usize) {
    let modules = [("Main", text)];
    let mut sources = Sources::new();
    let library = support::typed::library();
    let program = program::check(&["Main"], &InMemory(&modules), library, &mut sources);
    let codes: Vec<&str> = program.reports.iter().map(|report| report.code).collect();
    if !codes.is_empty() {
        return (codes, 0);
    }
    let wasm = compile::compile(&program, "Main", &["main"]);
    (codes, wasm.bytes.len())
}

/// Generous, for slow machines without optimization: time or size that grows with the square would need far more.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let start = Instant::now();
    let (mut found, size) = compiled(text);
    found.dedup();
    assert_eq!(found, expected);
    let took = start.elapsed();
    if std::env::var_os("TELL").is_some() {
        #[allow(clippy::print_stderr)]
        {
            eprintln!(
                "{} bytes: {took:?}, {size} bytes of module, {found:?}",
                text.len()
            );
        }
    }
    assert!(took < Duration::from_secs(100), "it took {took:?}");
    assert!(size < 1_000_000 + 200 * text.len(), "it is {size} bytes");
}

#[test]
fn fifty_thousand_lines() {
    let mut text = String::from(
        "module Main exposing (main)\n\ntype alias Model = { count : Int, items : List Int }\n\nmain = f0 { count = 0, items = [] }\n\n",
    );
    for n in 0..2_500 {
        let next = if n == 2_499 {
            "next"
        } else {
            &format!("f{} next", n + 1)
        };
        write!(text, "f{n} : Model -> Model\nf{n} m =\n  case m.items of\n    [] ->\n      {{ m | count = m.count + {n} }}\n    x :: rest ->\n      let\n        next =\n          {{ m | items = rest }}\n      in\n      {next}\n\ng{n} x y =\n  if x < y then\n    [ ( x, y ) ]\n  else\n    g{n} y x\n\nh{n} =\n  List.map Tuple.first (g{n} {n} 1)\n\n").expect("a string takes all");
    }
    assert!(text.lines().count() > 50_000);
    check(&text, &[]);
}

#[test]
fn a_case_of_ten_thousand_branches() {
    let mut text = String::from(
        "module Main exposing (main)\n\nmain = f 1 \"a\"\n\nf n s =\n  case ( n, s ) of\n",
    );
    for n in 0..10_000 {
        writeln!(text, "    ( {n}, \"k{n}\" ) -> {n}").expect("a string takes all");
    }
    text.push_str("    _ -> 0\n");
    check(&text, &[]);
}

#[test]
fn a_case_of_ten_thousand_strings() {
    let mut text =
        String::from("module Main exposing (main)\n\nmain = f \"a\"\n\nf s =\n  case s of\n");
    for n in 0..10_000 {
        writeln!(text, "    \"k{n}\" -> {n}").expect("a string takes all");
    }
    text.push_str("    _ -> 0\n");
    check(&text, &[]);
}

#[test]
fn five_thousand_levels_are_refused() {
    for (open, close) in [
        ("(", ")"),
        ("let x = 1 in ", ""),
        ("\\_ -> ", ""),
        ("[ ", " ]"),
        ("case 1 of _ -> ", ""),
    ] {
        let (open, close) = (open.repeat(5_000), close.repeat(5_000));
        let text = format!("module Main exposing (main)\n\nmain = {open}1{close}\n");
        check(&text, &["nested_too_deep"]);
    }
}

/// They lie in a row, not inside each other.
#[test]
fn five_thousand_conditions_are_compiled() {
    let conditions = "if True then 1 else ".repeat(5_000);
    check(
        &format!("module Main exposing (main)\n\nmain = {conditions}1\n"),
        &[],
    );
}

#[test]
fn two_hundred_levels_are_compiled() {
    for (open, close) in [
        ("(", ")"),
        ("let _ = 1 in ", ""),
        ("if True then 1 else ", ""),
        ("always 1 <| \\_ -> ", ""),
        ("case 1 of _ -> ", ""),
        ("1 + (", ")"),
    ] {
        let (open, close) = (open.repeat(200), close.repeat(200));
        let text = format!("module Main exposing (main)\n\nmain = {open}1{close}\n");
        check(&text, &[]);
    }
}

/// Pairs of pairs: the type has as many parts as two to the power of the levels.
fn pairs(levels: usize, first: &str, last: &str) -> String {
    let mut text = format!("module Main exposing (main)\n\nmain =\n  let\n    a0 = {first}\n");
    for n in 1..=levels {
        writeln!(text, "    a{n} = ( a{0}, a{0} )", n - 1).expect("a string takes all");
    }
    write!(text, "  in\n  {last}\n").expect("a string takes all");
    text
}

#[test]
fn types_that_grow_with_each_level_are_shared() {
    check(
        &pairs(40, "\"\"", "Tuple.first (Tuple.first a40) == a38"),
        &[],
    );
    check(
        &pairs(
            40,
            "\"\"",
            "case a40 of\n    ( ( x, _ ), y ) -> ( ( x, x ), y ) == a40",
        ),
        &[],
    );
    check(&pairs(40, "\"\"", "a40 + 1"), &["type_mismatch"]);
    check(&pairs(40, "\"\"", "a40 == a39"), &["type_mismatch"]);
    check(&pairs(40, "\"\"", "a40"), &["huge_type"]);
    // Each use of a number is one of its own.
    check(&pairs(40, "1", "a40 == a40"), &["huge_type"]);
}

#[test]
fn types_of_functions_that_grow_are_shared() {
    let mut text = String::from("module Main exposing (main)\n\nf0 x = ( x, x )\n");
    for n in 1..30 {
        writeln!(text, "f{n} x = f{0} (f{0} x)", n - 1).expect("a string takes all");
    }
    text.push_str("main = Tuple.first (f5 1)\n");
    check(&text, &["huge_type"]);
}

#[test]
fn long_lists_and_lets_need_no_deep_stack() {
    let list: Vec<String> = (0..200_000).map(|n| n.to_string()).collect();
    check(
        &format!(
            "module Main exposing (main)\n\nmain = [ {} ]\n",
            list.join(",")
        ),
        &[],
    );
    let calls: Vec<String> = (0..30_000).map(|n| format!("g {n}")).collect();
    check(
        &format!(
            "module Main exposing (main)\n\nmain = f negate\n\nf g = [ {} ]\n",
            calls.join(",")
        ),
        &[],
    );
    let patterns: Vec<String> = (0..20_000).map(|n| format!("a{n}")).collect();
    check(
        &format!(
            "module Main exposing (main)\n\nmain = f []\n\nf x =\n  case x of\n    [ {} ] -> a7\n    _ -> 0\n",
            patterns.join(",")
        ),
        &[],
    );
    let definitions = |definition: &dyn Fn(usize) -> String| {
        let lines: Vec<String> = (1..20_000).map(definition).collect();
        format!(
            "module Main exposing (main)\n\nmain = f 1\n\nf g =\n let\n  a0 = g\n{}\n in a19999\n",
            lines.join("\n")
        )
    };
    check(&definitions(&|n| format!("  a{n} = a{} + g", n - 1)), &[]);
    check(
        &definitions(&|n| format!("  ( a{n}, b{n} ) = ( a{}, g )", n - 1)),
        &[],
    );
}
