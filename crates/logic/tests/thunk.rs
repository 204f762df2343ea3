//! What the kernel module of `elm-explorations/test` makes of a test that stops: it goes on with the words of what stopped it.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::time::Duration;

use buildamp_elm::program::{Owner, Provided, Provider};
use buildamp_logic::{Fault, Limits};

const MAIN: &str = r#"module Main exposing (..)

import Try


told : (() -> a) -> String
told thunk =
    Debug.toString (Try.try thunk)


fine : Int -> String
fine n =
    told (\_ -> [ n, n + 1 ])


partial : Int -> String
partial n =
    told (always (Just n))


todo : Int -> String
todo n =
    told (\_ -> later n)


later : Int -> Int
later _ =
    Debug.todo "soon"


modulo : Int -> String
modulo n =
    told (\_ -> modBy n 1)


deep : Int -> String
deep n =
    told (\_ -> depth (n + 10000000))


depth : Int -> Int
depth n =
    if n == 0 then
        0

    else
        1 + depth (n - 1)


nested : Int -> String
nested n =
    told (\_ -> ( told (\_ -> modBy n 1), told (\_ -> n), modBy n 2 ))


all : Int -> String
all n =
    String.join " " [ modulo n, fine n, deep n, fine n ]


endless : Int -> String
endless n =
    told (\_ -> loop n)


loop : Int -> Int
loop n =
    if n < 0 then
        n

    else
        loop (n + 1)


grow : Int -> String
grow n =
    told (\_ -> List.length (growing n []))


growing : Int -> List Int -> List Int
growing n list =
    if n < 0 then
        list

    else
        growing (n + 1) (n :: list)
"#;

const TRY: &str = "module Try exposing (try)

import Elm.Kernel.Test


try : (() -> a) -> Result String a
try =
    Elm.Kernel.Test.runThunk
";

struct Project;

impl Provider for Project {
    fn modules(&self, name: &str, _: &Owner) -> Vec<Provided> {
        let package = match name {
            "Main" => None,
            "Try" => Some("elm-explorations/try".to_owned()),
            _ => return Vec::new(),
        };
        vec![Provided {
            path: name.to_owned(),
            package,
        }]
    }

    fn text(&self, module: &Provided) -> Result<String, String> {
        Ok(if module.package.is_none() { MAIN } else { TRY }.to_owned())
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    fn allows(&self, _: &str) -> bool {
        true
    }
}

#[track_caller]
fn check(milliseconds: u64, entry: &str, expected: Result<&str, Fault>) {
    let limits = Limits {
        time: Duration::from_millis(milliseconds),
        ..Limits::default()
    };
    let program = support::program_of(&Project, &[entry], limits).unwrap();
    let found = program.guest().unwrap().call_with(
        entry,
        |_| Ok(0.0_f64.to_bits()),
        |heap, _, value| Ok(heap.units(value)?.to_text()),
    );
    assert_eq!(found, expected.map(str::to_owned), "{entry}");
}

#[test]
fn what_stops_a_function_is_told() {
    let check = |entry, expected| check(60_000, entry, Ok(expected));
    check("fine", "Ok [0,1]");
    check("partial", "Ok (Just 0)");
    check("todo", r#"Err "Error: TODO in module `Main`\n\nsoon""#);
    check(
        "modulo",
        r#"Err "Error: Cannot perform mod 0. Division by zero error.""#,
    );
    check(
        "deep",
        r#"Err "RangeError: Maximum call stack size exceeded""#,
    );
    check(
        "nested",
        r#"Err "Error: Cannot perform mod 0. Division by zero error.""#,
    );
    check(
        "all",
        r#"Err "Error: Cannot perform mod 0. Division by zero error." Ok [0,1] Err "RangeError: Maximum call stack size exceeded" Ok [0,1]"#,
    );
}

#[test]
fn time_and_memory_are_the_whole_calls() {
    check(50, "endless", Err(Fault::Time));
    check(60_000, "grow", Err(Fault::Memory));
}
