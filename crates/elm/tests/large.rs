//! Large and deep programs: no phase needs time or stack out of proportion.

mod support;

use std::fmt::Write;
use std::time::{Duration, Instant};

use buildamp_diagnostics::Sources;
use buildamp_elm::program::{self, Program};
use support::{InMemory, MINI};

/// Loads one module in a thread with the stack of a test's, and gives the codes of its reports.
fn codes(text: &str) -> Vec<&'static str> {
    let modules = [("Main", text)];
    let mut sources = Sources::new();
    let program: Program = program::load(&["Main"], &InMemory(&modules), MINI, &mut sources);
    program.reports.iter().map(|report| report.code).collect()
}

/// Generous, for slow machines without optimization: time that grows with the square would need far more.
#[track_caller]
fn check_quick(text: &str, expected: &[&str]) {
    let start = Instant::now();
    let mut found = codes(text);
    found.dedup();
    assert_eq!(found, expected);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(20), "it took {took:?}");
}

fn module(lines: impl Iterator<Item = String>) -> String {
    let mut text = String::from("module Main exposing (..)\n");
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

#[test]
fn ten_thousand_definitions_in_a_chain() {
    let text = module((0..10_000).map(|n| format!("f{n} x = f{} x", n + 1)));
    check_quick(&format!("{text}f10000 x = x\n"), &[]);
}

#[test]
fn ten_thousand_functions_in_a_cycle() {
    let text = module((0..10_000).map(|n| format!("f{n} x = f{} x", (n + 1) % 10_000)));
    check_quick(&text, &[]);
}

#[test]
fn ten_thousand_values_in_a_cycle() {
    let text = module((0..10_000).map(|n| format!("f{n} = f{}", (n + 1) % 10_000)));
    check_quick(&text, &["cyclic_definition"]);
}

#[test]
fn ten_thousand_missing_names() {
    let text = module((0..10_000).map(|n| format!("f{n} = g{n}")));
    check_quick(&text, &["naming_error"]);
}

#[test]
fn ten_thousand_clashes() {
    let text = module((0..10_000).map(|n| format!("f{} x = x", n / 2)));
    check_quick(&text, &["name_clash"]);
}

#[test]
fn a_let_of_two_thousand_definitions() {
    let mut text = String::from("module Main exposing (..)\nx =\n  let\n");
    for n in 0..2_000 {
        writeln!(text, "    f{n} = f{}", n + 1).expect("a string takes all");
    }
    text.push_str("    f2000 = 1\n  in\n  f0\n");
    check_quick(&text, &[]);
}

#[test]
fn two_thousand_aliases_in_a_chain() {
    let text = module((0..2_000).map(|n| format!("type alias A{n} = {{ x : A{} }}", n + 1)));
    check_quick(&format!("{text}type alias A2000 = Int\n"), &[]);
}

#[test]
fn an_enum_of_two_thousand_variants() {
    let variants: Vec<String> = (0..2_000).map(|n| format!("V{n}")).collect();
    let mut text = format!(
        "module Main exposing (..)\ntype T = {}\n",
        variants.join(" | ")
    );
    text.push_str("f x =\n  case x of\n");
    for n in 0..2_000 {
        writeln!(text, "    V{n} -> {n}").expect("a string takes all");
    }
    check_quick(&text, &[]);
}

#[test]
fn deep_trees_need_no_deep_stack() {
    let depth = 250;
    let nested = |open: &str, inner: &str, close: &str| {
        format!(
            "module Main exposing (..)\nx f = {}{inner}{}\n",
            open.repeat(depth),
            close.repeat(depth)
        )
    };
    check_quick(&nested("(", "f", ")"), &[]);
    check_quick(&nested("[ ", "f", " ]"), &[]);
    check_quick(&nested("f (", "f", ")"), &[]);
    check_quick(&nested("1 + (", "f", ")"), &[]);
    check_quick(&nested("\\_ -> ", "f", ""), &[]);
    check_quick(&nested("{ a = ", "f", " }"), &[]);
    check_quick(&nested("if f then 1 else ", "f", ""), &[]);
}

#[test]
fn a_row_of_operators_can_be_long_but_not_endless() {
    let row = |length: usize| {
        let row = vec!["x"; length].join(" + ");
        format!("module Main exposing (..)\nf x = {row}\n")
    };
    check_quick(&row(1_500), &[]);
    check_quick(&row(20_000), &["long_row"]);
    let nested = |depth: usize| {
        let row = "x + ".repeat(300);
        format!(
            "module Main exposing (..)\nf x = {}x{}\n",
            format!("({row}").repeat(depth),
            ")".repeat(depth)
        )
    };
    check_quick(&nested(2), &[]);
    check_quick(&nested(100), &["long_row"]);
}

#[test]
fn aliases_can_not_unfold_without_end() {
    let mut text = String::from("module Main exposing (..)\ntype alias D a = ( a, a )\n");
    text.push_str("type alias A0 a = D a\n");
    for n in 1..40 {
        writeln!(text, "type alias A{n} a = A{} (D a)", n - 1).expect("a string takes all");
    }
    check_quick(&text, &["huge_type"]);
    let mut text = String::from("module Main exposing (..)\ntype alias A0 = Int\n");
    for n in 1..60 {
        writeln!(text, "type alias A{n} = ( A{0}, A{0} )", n - 1).expect("a string takes all");
    }
    check_quick(&text, &[]);
}

/// The codes of the reports of all phases, over the whole standard library.
fn all_codes(text: &str) -> Vec<&'static str> {
    let modules = [("Main", text)];
    let mut sources = Sources::new();
    let library = support::typed::library();
    let program = program::check(&["Main"], &InMemory(&modules), library, &mut sources);
    program.reports.iter().map(|report| report.code).collect()
}

#[track_caller]
fn check_types_quick(text: &str, expected: &[&str]) {
    let start = Instant::now();
    assert_eq!(all_codes(text), expected);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(60), "it took {took:?}");
}

#[test]
fn types_of_deep_trees_need_no_deep_stack() {
    let nested = |open: &str, inner: &str, close: &str| {
        let depth = 240;
        let (open, close) = (open.repeat(depth), close.repeat(depth));
        format!("module Main exposing (..)\nx f = {open}{inner}{close}\n")
    };
    check_types_quick(&nested("[ ", "f", " ]"), &[]);
    check_types_quick(&nested("negate (", "f", ")"), &[]);
    check_types_quick(&nested("f (", "f", ")"), &["infinite_type"]);
    check_types_quick(&nested("1 + (", "f", ")"), &[]);
    check_types_quick(&nested("\\_ -> ", "f", ""), &[]);
    check_types_quick(&nested("{ a = ", "f", " }"), &[]);
    check_types_quick(&nested("if f then 1 else ", "2", ""), &[]);
    let row = vec!["x"; 1_500].join(" + ");
    check_types_quick(&format!("module Main exposing (..)\nf x = {row}\n"), &[]);
}

#[test]
fn types_may_nest_deeper_than_trees() {
    let text = module((0..600).map(|n| match n {
        0 => "f0 = [ 'a' ]".to_owned(),
        n => format!("f{n} = [ f{} ]", n - 1),
    }));
    check_types_quick(&text, &[]);
    check_types_quick(&format!("{text}g : Int\ng = f599\n"), &["type_mismatch"]);
}

#[test]
fn types_of_a_let_of_two_thousand_definitions() {
    let definitions = (1..2_000).map(|n| format!("  g{n} y = ( x, Tuple.second (g{} y) )", n - 1));
    let text = format!(
        "module Main exposing (..)\nf x =\n let\n  g0 y = ( x, y )\n{}\n in g1999 1\n",
        definitions.collect::<Vec<_>>().join("\n")
    );
    check_types_quick(&text, &[]);
}

#[test]
fn a_case_of_ten_thousand_literals() {
    let branches = (0..10_000).map(|n| format!("  ( {n}, Just \"k{n}\" ) -> {n}"));
    let text = format!(
        "module Main exposing (..)\nf x =\n case x of\n{}\n",
        branches.collect::<Vec<_>>().join("\n")
    );
    check_types_quick(&text, &["missing_patterns"]);
    check_types_quick(
        &format!("{text}  ( 77, Just \"k77\" ) -> 1\n  _ -> 0\n"),
        &["redundant_pattern"],
    );
}

#[test]
fn a_pattern_of_two_thousand_entries() {
    let entries: Vec<String> = (0..2_000).map(|n| format!("a{n}")).collect();
    let text = format!(
        "module Main exposing (..)\nf x =\n case x of\n  [ {} ] -> a1\n  [] -> 1\n",
        entries.join(", ")
    );
    check_types_quick(&text, &["missing_patterns"]);
}

#[test]
fn types_of_fifty_thousand_lines() {
    let function = |n: usize| {
        format!(
            "f{n} : Model -> Model\nf{n} m =\n  case m.items of\n    [] ->\n      {{ m | count = m.count + {n} }}\n    x :: rest ->\n      let\n        next =\n          {{ m | items = rest }}\n      in\n      {{ next | count = x + m.count }}\n\ng{n} x y =\n  if x < y then\n    [ ( x, y ) ]\n  else\n    g{n} y x\n\nh{n} =\n  List.map Tuple.first (g{n} {n} 1)\n"
        )
    };
    let model = "type alias Model = { count : Int, items : List Int }";
    let text = module(std::iter::once(model.to_owned()).chain((0..2_500).map(function)));
    assert!(text.lines().count() > 50_000);
    check_types_quick(&text, &[]);
}
