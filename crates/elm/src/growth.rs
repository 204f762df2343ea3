//! Tests of how work grows: with a program four times as large, it is four times as much, or little more.

use std::fmt::Write as _;

use buildamp_diagnostics::Sources;

use crate::program::{Owner, Provided, Provider, check};
use crate::{compile, std as library, work};

struct One(String);

impl Provider for One {
    fn modules(&self, name: &str, _: &Owner) -> Vec<Provided> {
        let provided = (name == "Main").then(|| Provided {
            path: "Main.elm".to_owned(),
            package: None,
        });
        provided.into_iter().collect()
    }

    fn text(&self, _: &Provided) -> Result<String, String> {
        Ok(self.0.clone())
    }

    fn names(&self) -> Vec<String> {
        vec!["Main".to_owned()]
    }

    fn allows(&self, _: &str) -> bool {
        true
    }
}

/// How much is done for a program whose `f` gives `value`, and how large its module is.
fn work_for(value: &str) -> (usize, usize) {
    let text = format!(
        "module Main exposing (..)\n\nmain = Debug.toString (f True)\n\nf g =\n    {value}\n"
    );
    let before = work::done();
    let mut sources = Sources::new();
    let program = check(&["Main"], &One(text), library::modules(), &mut sources);
    assert!(program.reports.is_empty(), "{:?}", program.reports.first());
    let wasm = compile::compile(&program, "Main", &["main"]);
    (work::done() - before, wasm.bytes.len())
}

/// For three sizes, so that what is there in any program counts for nothing.
#[track_caller]
fn check_growth(size: usize, value: impl Fn(usize) -> String) {
    let [none, one, four] = [size / 20, size, 4 * size].map(|size| work_for(&value(size)));
    let in_proportion = |none: usize, one: usize, four: usize| {
        4 * four.saturating_sub(none) <= 4 * 5 * one.saturating_sub(none)
    };
    assert!(
        in_proportion(none.0, one.0, four.0),
        "work: {}, {}, {}",
        none.0,
        one.0,
        four.0
    );
    assert!(
        in_proportion(none.1, one.1, four.1),
        "bytes: {}, {}, {}",
        none.1,
        one.1,
        four.1
    );
}

/// `let`, with a definition for each number.
fn chain(count: usize, definition: impl Fn(usize) -> String, result: &str) -> String {
    let mut text = String::from("let\n");
    for n in 1..=count {
        let _ = writeln!(text, "        {}\n", definition(n));
    }
    let _ = write!(
        text,
        "    in\n    {}",
        result.replace("LAST", &count.to_string())
    );
    text
}

/// The result of a row of things.
fn row(count: usize, item: impl Fn(usize) -> String) -> String {
    let items: Vec<String> = (1..=count).map(item).collect();
    format!("[ {} ]", items.join(", "))
}

const SIZE: usize = 1_500;

#[test]
fn a_chain_of_values() {
    check_growth(SIZE, |count| {
        let definition = |n| match n {
            1 => "a1 = if g then 1 else 2".to_owned(),
            n => format!("a{n} = a{} + 1", n - 1),
        };
        chain(count, definition, "aLAST")
    });
}

#[test]
fn a_chain_of_names() {
    check_growth(SIZE, |count| {
        let definition = |n| match n {
            1 => "a1 = g".to_owned(),
            n => format!("a{n} = a{}", n - 1),
        };
        chain(count, definition, "aLAST")
    });
}

#[test]
fn a_chain_of_pairs() {
    check_growth(SIZE, |count| {
        let definition = |n| match n {
            1 => "( a1, b1 ) = ( g, 1 )".to_owned(),
            n => format!("( a{n}, b{n} ) = ( a{0}, b{0} )", n - 1),
        };
        chain(count, definition, "( aLAST, bLAST )")
    });
}

#[test]
fn a_chain_of_pairs_that_are_not_known() {
    check_growth(SIZE, |count| {
        let definition = |n| match n {
            1 => "( a1, b1 ) = ( 2, 1 )".to_owned(),
            n => format!(
                "( a{n}, b{n} ) = if g then ( a{0}, b{0} ) else ( b{0}, a{0} )",
                n - 1
            ),
        };
        chain(count, definition, "( aLAST, bLAST )")
    });
}

#[test]
fn values_that_nothing_needs() {
    check_growth(SIZE, |count| {
        chain(count, |n| format!("a{n} = ( g, {n} )"), "a1")
    });
}

#[test]
fn values_that_are_all_needed_at_the_end() {
    check_growth(SIZE, |count| {
        let last = row(count, |n| format!("a{n}"));
        chain(count, |n| format!("a{n} = ( g, {n} )"), &last)
    });
}

#[test]
fn a_chain_of_functions() {
    check_growth(SIZE, |count| {
        let definition = |n| match n {
            1 => "f1 x = x".to_owned(),
            n => format!("f{n} x = f{} (x + 1)", n - 1),
        };
        chain(count, definition, "fLAST 1")
    });
}

#[test]
fn a_chain_of_functions_that_are_named_twice() {
    check_growth(SIZE, |count| {
        let definition = |n| match n {
            1 => "f1 x = x".to_owned(),
            n => format!("f{n} x = if g then f{0} (x + 1) else f{0} x", n - 1),
        };
        chain(count, definition, "fLAST 1")
    });
}

#[test]
fn a_chain_of_functions_that_call_themselves() {
    check_growth(SIZE, |count| {
        let definition = |n| match n {
            1 => "f1 x = x".to_owned(),
            n => format!("f{n} x = if x > 3 then f{n} (x - 1) else f{} x", n - 1),
        };
        chain(count, definition, "fLAST 1")
    });
}

#[test]
fn functions_that_are_handed_on() {
    check_growth(SIZE, |count| {
        let last = format!("List.map (\\h -> h 1) {}", row(count, |n| format!("f{n}")));
        chain(count, |n| format!("f{n} x = if g then x else {n}"), &last)
    });
}

#[test]
fn fields_of_one_record() {
    check_growth(200, |count| {
        let fields = row(count, |n| format!("f{n} = g"));
        let fields = fields.replace("[ ", "{ ").replace(" ]", " }");
        let reads = row(count, |n| format!("r.f{n}"));
        chain(1, |_| format!("r = {fields}"), &reads)
    });
}

#[test]
fn a_case_that_is_no_result() {
    check_growth(1_000, |count| {
        let mut text = String::from("\"a\" ++ (case Debug.toString g of\n");
        for n in 0..count {
            let _ = writeln!(text, "        \"k{n}\" -> \"v{n}\"");
        }
        text + "        _ -> \"\")"
    });
}

#[test]
fn a_row_of_composed_functions() {
    check_growth(300, |count| {
        let functions: Vec<String> = (0..count).map(|n| format!("(+) {n}")).collect();
        format!("({}) 1", functions.join(" >> "))
    });
}

/// Functions that call the one before twice are twice as much each, if nothing is left of them: their locals must not be numbered so.
#[test]
fn functions_that_double() {
    let mut text =
        String::from("module Main exposing (main)\n\nmain = Debug.toString (f60 1)\n\nf0 x = x\n");
    for n in 1..=60 {
        let _ = writeln!(text, "f{n} x = f{0} (f{0} x)", n - 1);
    }
    let mut sources = Sources::new();
    let program = check(&["Main"], &One(text), library::modules(), &mut sources);
    assert!(program.reports.is_empty());
    assert!(compile::compile(&program, "Main", &["main"]).bytes.len() < 10_000);
}
