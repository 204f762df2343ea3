//! Programs that would take more than they may: each call ends with its own fault, in time, and the next one is right.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::time::{Duration, Instant};

use buildamp_logic::{Fault, Guest, Limits, Program};

/// Every entry takes a number, so that it is no constant.
const MODULE: &str = r#"module Main exposing (..)

import Bytes
import Bytes.Encode
import Json.Decode as D
import Json.Encode as E
import Regex


fine : Int -> String
fine n =
    String.fromInt (n + 1)


loop : Int -> String
loop n =
    if n < 0 then
        ""

    else
        loop (n + 1)


endlessList : Int -> String
endlessList n =
    String.fromInt (List.length (grow n []))


grow : Int -> List Int -> List Int
grow n list =
    if n < 0 then
        list

    else
        grow (n + 1) (n :: list)


deep : Int -> String
deep n =
    String.fromInt (depth (n + 10000000))


depth : Int -> Int
depth n =
    if n == 0 then
        0

    else
        1 + depth (n - 1)


longString : Int -> String
longString n =
    String.fromInt (String.length (String.toUpper (String.repeat (n + 100000000) "ab")))


longJoin : Int -> String
longJoin n =
    String.join "x" (List.repeat 100 (String.repeat (n + 1000000) "ab"))


doubled : Int -> String
doubled n =
    String.toLower (double (n + 29) "ab")


double : Int -> String -> String
double n text =
    if n == 0 then
        text

    else
        double (n - 1) (text ++ text)


todo : Int -> String
todo n =
    if n >= 0 then
        Debug.todo "later"

    else
        ""


nested : Int -> String
nested n =
    case D.decodeString tree (String.repeat (n + 1000000) "[") of
        Ok _ ->
            "?"

        Err error ->
            String.right 28 (D.errorToString error)


nestedWhole : Int -> String
nestedWhole n =
    case D.decodeString tree (String.repeat (n + 500000) "[" ++ String.repeat (n + 500000) "]") of
        Ok _ ->
            "read"

        Err error ->
            D.errorToString error


type Tree
    = Tree (List Tree)


tree : D.Decoder Tree
tree =
    D.map Tree (D.list (D.lazy (\_ -> tree)))


sharedEquality : Int -> String
sharedEquality n =
    if share (n + 40) [] == share (n + 40) [] then
        "equal"

    else
        "not"


type Shared
    = Leaf
    | Both Shared Shared


share : Int -> List Shared -> Shared
share n list =
    shareFrom n Leaf


shareFrom : Int -> Shared -> Shared
shareFrom n shared =
    if n == 0 then
        shared

    else
        shareFrom (n - 1) (Both shared shared)


sharedText : Int -> String
sharedText n =
    Debug.toString (shareFrom (n + 40) Leaf)


sharedJson : Int -> String
sharedJson n =
    E.encode 0 (shareJson (n + 40) E.null)


shareJson : Int -> E.Value -> E.Value
shareJson n json =
    if n == 0 then
        json

    else
        shareJson (n - 1) (E.list identity [ json, json ])


slowRegex : Int -> String
slowRegex n =
    case Regex.fromString "(a+)+$" of
        Just regex ->
            if Regex.contains regex (String.repeat (n + 60) "a" ++ "b") then
                "found"

            else
                "not found"

        Nothing ->
            "?"


manyBytes : Int -> String
manyBytes n =
    let
        piece =
            Bytes.Encode.encode (Bytes.Encode.string (String.repeat (n + 1000000) "b"))
    in
    Bytes.Encode.sequence (List.repeat 100 (Bytes.Encode.bytes piece))
        |> Bytes.Encode.encode
        |> Bytes.width
        |> String.fromInt


functions : Int -> String
functions n =
    if (\x -> x + n) == (\x -> x - n) then
        "equal"

    else
        "not"


modulo : Int -> String
modulo n =
    String.fromInt (modBy n 1)
"#;

const ENTRIES: [&str; 17] = [
    "fine",
    "loop",
    "endlessList",
    "deep",
    "longString",
    "longJoin",
    "doubled",
    "todo",
    "nested",
    "nestedWhole",
    "sharedEquality",
    "sharedText",
    "sharedJson",
    "slowRegex",
    "manyBytes",
    "functions",
    "modulo",
];

fn program(milliseconds: u64) -> Program {
    let limits = Limits {
        time: Duration::from_millis(milliseconds),
        ..Limits::default()
    };
    support::program(MODULE, &ENTRIES, limits).expect("it compiles")
}

/// Calls an entry with 0.
fn call(guest: &mut Guest, entry: &str) -> Result<String, Fault> {
    guest.call_with(
        entry,
        |_| Ok(0.0_f64.to_bits()),
        |heap, _, value| Ok(heap.units(value)?.to_text()),
    )
}

#[track_caller]
fn check(guest: &mut Guest, entry: &str, expected: Result<&str, Fault>) {
    let found = call(guest, entry);
    assert_eq!(found, expected.map(str::to_owned), "{entry}");
    assert_eq!(call(guest, "fine"), Ok("1".to_owned()), "after {entry}");
}

#[test]
fn what_needs_too_much_ends_with_its_own_fault() {
    // So long that nothing but the memory and the stack can be at fault, on whatever machine.
    let mut guest = program(60_000).guest().unwrap();
    check(&mut guest, "endlessList", Err(Fault::Memory));
    check(&mut guest, "deep", Err(Fault::Stack));
    check(&mut guest, "longString", Err(Fault::Memory));
    check(&mut guest, "longJoin", Err(Fault::Memory));
    check(&mut guest, "doubled", Err(Fault::Memory));
    check(&mut guest, "todo", Err(Fault::Todo("later".to_owned())));
    check(&mut guest, "nested", Ok("Unexpected end of JSON input"));
    check(&mut guest, "nestedWhole", Err(Fault::Stack));
    check(&mut guest, "sharedText", Err(Fault::Memory));
    check(&mut guest, "sharedJson", Err(Fault::Memory));
    check(&mut guest, "manyBytes", Err(Fault::Memory));
    check(&mut guest, "functions", Err(Fault::EqualFunctions));
    check(&mut guest, "modulo", Err(Fault::ModByZero));
}

#[test]
fn what_takes_too_long_ends_in_time() {
    let mut guest = program(50).guest().unwrap();
    for entry in ["loop", "sharedEquality", "slowRegex"] {
        let start = Instant::now();
        check(&mut guest, entry, Err(Fault::Time));
        let took = start.elapsed();
        // Far more than it may, for a machine that does much else.
        assert!(took < Duration::from_secs(3), "{entry} took {took:?}");
    }
}

/// Bytes of the process in memory.
#[cfg(target_os = "linux")]
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").expect("Linux has it");
    let pages = text
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<usize>().ok());
    pages.expect("the second is a number of pages") * 4096
}

#[cfg(target_os = "linux")]
#[test]
fn a_thousand_faults_leave_no_trace() {
    let mut guest = program(60_000).guest().unwrap();
    let quick = ["deep", "longString", "todo", "functions", "modulo"];
    let round = |guest: &mut Guest, times: usize| {
        for entry in quick.iter().cycle().take(times) {
            assert!(call(guest, entry).is_err(), "{entry}");
        }
    };
    let fill = |guest: &mut Guest| {
        assert_eq!(call(guest, "endlessList"), Err(Fault::Memory));
    };
    fill(&mut guest);
    round(&mut guest, 100);
    let before = resident();
    round(&mut guest, 1_000);
    fill(&mut guest);
    let after = resident();
    // The memory of one guest is 16 MiB: any call that kept a tenth of it would show.
    assert!(
        after < before + (16 << 20),
        "{before} bytes before, {after} after"
    );
    assert_eq!(call(&mut guest, "fine"), Ok("1".to_owned()));
}
