//! Programs with functions of thousands of branches and values: compiled in little time, and they do what small ones do.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::time::Duration;

use buildamp_logic::Limits;

/// What `output` of a module is.
fn output(text: &str) -> Result<String, String> {
    let limits = Limits {
        time: Duration::from_secs(60),
        memory: 256 << 20,
        ..Limits::default()
    };
    let program = support::program(text, &["output"], limits)?;
    let mut guest = program.guest().map_err(|fault| fault.to_string())?;
    guest
        .call("output", |heap, _, value| Ok(heap.units(value)?.to_text()))
        .map_err(|fault| fault.to_string())
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let text = format!("module Main exposing (output)\n\n\noutput : String\n{text}\n");
    assert_eq!(output(&text).unwrap(), expected);
}

/// A text for each number.
fn each(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect()
}

#[test]
fn thousands_of_branches_by_strings() {
    let branches = each(8_000, |n| format!("        \"key {n}\" -> {n} + other\n"));
    let text = format!(
        "output = String.join \" \" (List.map (f 1 >> String.fromInt) [ \"key 0\", \"key 7999\", \"key 4321\", \"key\", \"\", \"key 8000\" ])\n\n\nf other text =\n    case text of\n{branches}        _ -> -1"
    );
    check(&text, "1 8000 4322 -1 -1 -1");
}

#[test]
fn thousands_of_branches_by_pairs() {
    let branches = each(6_000, |n| {
        format!("        ( {n}, Just \"key {n}\" ) -> {n} + other\n")
    });
    let text = format!(
        "output = String.join \" \" (List.map (\\n -> String.fromInt (f 1 n (Just (\"key \" ++ String.fromInt n)) + f 1 n Nothing)) [ 0, 5999, 3210, 6000, -1 ])\n\n\nf other n text =\n    case ( n, text ) of\n{branches}        ( m, Just found ) -> String.length found + m\n        _ -> 0"
    );
    check(&text, "1 6000 3211 6008 5");
}

#[test]
fn thousands_of_branches_whose_value_is_used() {
    let branches = each(6_000, |n| {
        format!("            \"key {n}\" -> other + {}\n", n * n)
    });
    let text = format!(
        "output = String.join \" \" (List.map (f 2 >> String.fromInt) [ \"key 0\", \"key 5999\", \"none\" ])\n\n\nf other text =\n    10 * (case text of\n{branches}            _ -> other\n        )"
    );
    check(&text, "20 359880030 20");
}

#[test]
fn thousands_of_functions_that_are_handed_on() {
    let functions = each(2_000, |n| {
        format!("        f{n} x = if x == {n} then k else x + {n}\n\n")
    });
    let names: Vec<String> = (0..2_000).map(|n| format!("f{n}")).collect();
    let text = format!(
        "output = Debug.toString (f 5)\n\n\nf k =\n    let\n{functions}    in\n    List.sum (List.map (\\g -> g 3) [ {} ])",
        names.join(", ")
    );
    // 3 + n each, but for the one that gives 5 in the place of 6.
    check(&text, "2004999");
}

#[test]
fn thousands_of_values_in_a_chain() {
    let values = each(6_000, |n| match n {
        0 => "        a0 = k\n\n".to_owned(),
        n => format!(
            "        a{n} = if a{0} > 100 then 0 else a{0} + 1\n\n",
            n - 1
        ),
    });
    let text =
        format!("output = Debug.toString (f 5)\n\n\nf k =\n    let\n{values}    in\n    a5999");
    check(&text, "88");
}

#[test]
fn functions_in_each_other_that_take_ever_more() {
    let functions: Vec<String> = (0..1_000).map(|n| format!("(+) {n}")).collect();
    let text = format!(
        "output = String.fromInt (f 1)\n\n\nf =\n    {}",
        functions.join(" >> ")
    );
    check(&text, "499501");
}

#[test]
fn what_is_too_large_for_a_module_is_refused() {
    let values = each(1_100, |n| format!("        a{n} = k \"{n}\"\n\n"));
    let names: Vec<String> = (0..1_100).map(|n| format!("a{n}")).collect();
    let text = format!(
        "module Main exposing (output)\n\n\noutput : String\noutput = String.fromInt (f String.length)\n\n\nf k =\n    let\n{values}        sum n = if n == 0 then 0 else sum (n - 1) + {}\n\n    in\n    sum 3",
        names.join(" + ")
    );
    let refused = output(&text).unwrap_err();
    assert!(refused.starts_with("`Main.f` is too large"), "{refused}");
}
