//! How the time that compiling takes grows with the program: programs of one form in three sizes, each twice the one before.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::Context as _;
use buildamp_logic::{Limits, Program};

use crate::ours::{self, Files};
use crate::{OWN_THREAD, spent};

/// Programs of one form.
struct Form {
    about: &'static str,
    /// The smallest size.
    size: usize,
    text: fn(usize) -> String,
}

/// Prints the milliseconds for three sizes of each form, to the module and from there until it could run, and how often the first one
/// goes into the last. Four times is in proportion.
pub fn report() -> anyhow::Result<()> {
    println!(
        "\n| program | n | to WebAssembly, ms: n, 2n, 4n | 4n / n | to a program that runs, ms more | 4n / n |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let only = std::env::var("ONLY").unwrap_or_default();
    for form in forms().iter().filter(|form| form.about.contains(&only)) {
        row(form).context(form.about)?;
    }
    Ok(())
}

fn row(form: &Form) -> anyhow::Result<()> {
    let mut compiled = Vec::new();
    let mut ready = Vec::new();
    for factor in [1, 2, 4] {
        let text = (form.text)(factor * form.size);
        let (wasm, run) = times(text)?;
        compiled.push(wasm);
        ready.extend(run);
    }
    let ready = if ready.is_empty() {
        "refused | –".to_owned()
    } else {
        cells(&ready)
    };
    println!(
        "| {} | {} | {} | {ready} |",
        form.about,
        form.size,
        cells(&compiled)
    );
    Ok(())
}

fn cells(times: &[Duration]) -> String {
    let ms = times
        .iter()
        .map(|time| format!("{:.1}", time.as_secs_f64() * 1e3));
    let growth = match times {
        [first, .., last] => last.as_secs_f64() / first.as_secs_f64(),
        _ => f64::NAN,
    };
    format!("{} | {growth:.1}", ms.collect::<Vec<_>>().join(", "))
}

/// To the module, or to the reports of a program that is refused; and from there until it could run. The best of a few rounds.
fn times(text: String) -> anyhow::Result<(Duration, Option<Duration>)> {
    let files = Files(vec![("Main".to_owned(), text)]);
    let (mut compiled, mut ready) = (Duration::MAX, None);
    for _ in 0..3 {
        let mut wasm = None;
        compiled = compiled.min(spent(OWN_THREAD, || {
            wasm = ours::compile(&files, "Main").ok();
            Ok(())
        })?);
        if let Some(wasm) = &wasm {
            let start = std::time::Instant::now();
            Program::new(wasm, Limits::default()).context("the module")?;
            let took = start.elapsed();
            ready = Some(ready.map_or(took, |best: Duration| best.min(took)));
        }
        if compiled > Duration::from_secs(2) {
            break;
        }
    }
    Ok((compiled, ready))
}

fn forms() -> Vec<Form> {
    let form = |about, size, text| Form { about, size, text };
    vec![
        form("lines of a module", 12_500, lines),
        form("branches of a `case` of numbers", 2_500, |n| {
            branches(n, |n| n.to_string())
        }),
        form("branches of a `case` of strings", 2_500, |n| {
            branches(n, |n| format!("\"key {n}\""))
        }),
        form("branches of a `case` of pairs", 2_500, |n| {
            branches(n, |n| format!("( {n}, Just \"key {n}\" )"))
        }),
        form("variants of a type, with a `case` of them", 2_500, variants),
        form("definitions in a chain", 2_500, chain),
        form("definitions of a `let`", 500, definitions),
        form("elements of a list", 10_000, |n| {
            value(&format!("[ {} ]", row_of(n, ", ", |n| n.to_string())))
        }),
        form("fields of a record", 100, fields),
        form("parameters of a type", 250, parameters),
        form("a row of `++`", 450, |n| {
            value(&row_of(n, " ++ ", |n| format!("\"{n}\"")))
        }),
        form("a row of `::`", 450, |n| {
            value(&format!("{} :: []", row_of(n, " :: ", |n| n.to_string())))
        }),
        form("a row of `|>`", 450, |n| {
            value(&format!(
                "1 |> {}",
                row_of(n, " |> ", |n| format!("(+) {n}"))
            ))
        }),
        form("a row of `>>`", 450, |n| {
            value(&format!(
                "({}) 1",
                row_of(n, " >> ", |n| format!("(+) {n}"))
            ))
        }),
        form("nested parentheses", 60, |n| nested(n, "(", ")")),
        form("nested lists", 60, |n| nested(n, "[ ", " ]")),
        form("nested `if`s", 60, |n| nested(n, "if g then 1 else ", "")),
        form("nested calls", 60, |n| nested(n, "identity (", ")")),
        form("nested records", 60, |n| nested(n, "{ a = ", " }")),
        form("nested lambdas", 60, |n| nested(n, "\\_ -> ", "")),
        form("parentheses that nest too deep", 1_250, |n| {
            nested(n, "(", ")")
        }),
        form("lists that nest too deep", 1_250, |n| nested(n, "[ ", " ]")),
        form("`if`s in a chain", 1_250, |n| {
            nested(n, "if g then 1 else ", "")
        }),
        form("parentheses that are not closed", 1_250, |n| {
            nested(n, "(", "")
        }),
        form("units of a string", 250_000, |n| {
            value(&format!("\"{}\"", "a\\n".repeat(n)))
        }),
        form("units of a comment", 250_000, |n| {
            format!("{}\n{{-{}-}}\n", value("1"), "{- a -}".repeat(n / 8))
        }),
        form("names that are not known", 1_000, |n| {
            let names = row_of(n, "\n    , ", |n| format!("unknown{n}"));
            value(&format!("[ {names}\n    ]"))
        }),
        form("definitions of wrong types", 1_000, wrong),
    ]
}

fn row_of(count: usize, between: &str, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(between)
}

const HEAD: &str = "module Main exposing (run)\n\n\nrun : String -> String\n";

/// A module of one value, which `run` shows.
fn value(text: &str) -> String {
    format!("{HEAD}run _ =\n    Debug.toString (f True)\n\n\nf g =\n    {text}\n")
}

fn nested(depth: usize, open: &str, close: &str) -> String {
    value(&format!("{}1{}", open.repeat(depth), close.repeat(depth)))
}

/// Functions as they are written by people, of twenty lines each.
fn lines(count: usize) -> String {
    let mut text =
        format!("{HEAD}run _ =\n    Debug.toString (List.map (\\f -> f start) all)\n\n\n");
    text.push_str("type alias Model =\n    { count : Int, items : List Int }\n\n\nstart : Model\nstart =\n    { count = 0, items = [ 1, 2 ] }\n\n\n");
    let functions = count / 22;
    let _ = write!(
        text,
        "all : List (Model -> Model)\nall =\n    [ {} ]\n\n\n",
        row_of(functions, "\n    , ", |n| format!("update{n}"))
    );
    for n in 0..functions {
        let _ = write!(
            text,
            "update{n} : Model -> Model
update{n} model =
    case model.items of
        [] ->
            {{ model | count = model.count + {n} }}

        first :: rest ->
            let
                next =
                    {{ model | items = rest }}
            in
            {{ next | count = first + larger{n} model.count {n} }}


larger{n} : Int -> Int -> Int
larger{n} x y =
    if x < y then
        y

    else
        x


"
        );
    }
    text
}

fn branches(count: usize, pattern: fn(usize) -> String) -> String {
    let mut text = "case g of\n".to_owned();
    for n in 0..count {
        let _ = write!(text, "        {} ->\n            {n}\n\n", pattern(n));
    }
    text.push_str("        _ ->\n            -1");
    value(&text).replace("f True", "f")
}

fn variants(count: usize) -> String {
    let mut text = format!(
        "{HEAD}run _ =\n    String.fromInt (List.sum (List.map f [ V0, V1 ]))\n\n\ntype T\n    = {}\n\n\nf : T -> Int\nf x =\n    case x of\n",
        row_of(count, "\n    | ", |n| format!("V{n}"))
    );
    for n in 0..count {
        let _ = write!(text, "        V{n} ->\n            {n}\n\n");
    }
    text
}

fn chain(count: usize) -> String {
    let mut text = format!("{HEAD}run _ =\n    String.fromInt (f0 1)\n\n\n");
    for n in 0..count {
        let _ = write!(text, "f{n} x =\n    f{} (x + 1)\n\n\n", n + 1);
    }
    let _ = write!(text, "f{count} x =\n    x + 1\n");
    text
}

fn definitions(count: usize) -> String {
    let mut text = "let\n        f0 x =\n            x\n\n".to_owned();
    for n in 1..count {
        let _ = write!(text, "        f{n} x =\n            f{} (x + 1)\n\n", n - 1);
    }
    let _ = write!(text, "    in\n    f{} 1", count - 1);
    value(&text)
}

fn fields(count: usize) -> String {
    let ty = row_of(count, "\n    , ", |n| format!("field{n} : Int"));
    let values = row_of(count, "\n    , ", |n| format!("field{n} = {n}"));
    let sum = row_of(count.min(1_000), " + ", |n| format!("changed.field{n}"));
    let updated = row_of(count, ", ", |n| format!("field{n} = start.field{n} + 1"));
    format!(
        "{HEAD}run _ =\n    String.fromInt ({sum})\n\n\ntype alias R =\n    {{ {ty} }}\n\n\nstart : R\nstart =\n    {{ {values} }}\n\n\nchanged : R\nchanged =\n    {{ start | {updated} }}\n"
    )
}

fn parameters(count: usize) -> String {
    let names = row_of(count, " ", |n| format!("a{n}"));
    let arguments = row_of(count, " ", |_| "Int".to_owned());
    let values = row_of(count, " ", |n| n.to_string());
    format!(
        "{HEAD}run _ =\n    Debug.toString value\n\n\ntype T {names}\n    = T {names}\n\n\nvalue : T {arguments}\nvalue =\n    T {values}\n"
    )
}

fn wrong(count: usize) -> String {
    let mut text = format!("{HEAD}run _ =\n    \"\"\n\n\n");
    for n in 0..count {
        let _ = write!(text, "f{n} : Int -> String\nf{n} x =\n    x + {n}\n\n\n");
    }
    text
}
