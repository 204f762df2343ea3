//! Calls that end early: each says why and where, nothing of it stays, and the next one is right. Calls at once.

use std::time::Duration;

use buildamp_diagnostics::Sources;
use buildamp_logic::rules::{Call, Failure, Rules};
use buildamp_logic::{Fault, Limits};
use buildamp_schema::Tape;

use crate::support::{ALICE, Snapshot, Talk, lines};

const MODELS: &str = "
pub struct Run { pub what: String }
pub struct Grown { pub tree: Tree }
pub struct Tree { pub branches: Vec<Tree> }
";

const LOGIC: &str = r#"module WebSocketLogic exposing (processMessage)

import BuildAmp.Messages exposing (Tree(..))
import BuildAmp.Server exposing (..)
import Dict
import Json.Encode as Encode


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        RunMessage { what } ->
            case what of
                "loop" ->
                    said (String.fromInt (spin 0 1))

                "deep" ->
                    said (String.fromInt (deep 1))

                "list" ->
                    said (String.fromInt (List.length (grow 1 [])))

                "todo" ->
                    said (later (Debug.log "before" what))

                "mod" ->
                    said (String.fromInt (divide (String.length what - 3)))

                "functions" ->
                    said (sameFunctions what)

                "read" ->
                    said (read ctx)

                "constant" ->
                    if String.contains "night" greeting then
                        said (greeting ++ String.fromInt (Dict.size table))

                    else
                        said "?"

                "test" ->
                    testContext "bob" "attic"
                        |> withKV "k" (Encode.int 7)
                        |> read
                        |> said

                "chain" ->
                    grown (chain 100000 (Tree { branches = [] }))

                "bush" ->
                    grown (bush 60 (Tree { branches = [] }))

                "many" ->
                    ( List.repeat 1000 (Log (String.repeat 100000 "many")), Ack )

                _ ->
                    said what

        GrownMessage { tree } ->
            grown tree


grown : Tree -> ( List Effect, Response )
grown tree =
    ( [], Reply (GrownMessage { tree = tree }) )


chain : Int -> Tree -> Tree
chain n tree =
    if n == 0 then
        tree

    else
        chain (n - 1) (Tree { branches = [ tree ] })


bush : Int -> Tree -> Tree
bush n tree =
    if n == 0 then
        tree

    else
        bush (n - 1) (Tree { branches = [ tree, tree ] })


said : String -> ( List Effect, Response )
said text =
    ( [ Log text ], Ack )


greeting : String
greeting =
    String.repeat 3 "good morning, good evening and " ++ "good night, " ++ String.repeat 3 "dear all "


table : Dict.Dict Int Int
table =
    Dict.fromList (List.map (\n -> ( n, n * n )) (List.range 1 100))


spin : Int -> Int -> Int
spin n step =
    if n < 0 then
        n

    else
        spin (n + step) step


deep : Int -> Int
deep n =
    1 + deep (n + 1)


grow : Int -> List Int -> List Int
grow n list =
    grow (n + 1) (n :: list)


later : String -> String
later _ =
    Debug.todo "another day"


divide : Int -> Int
divide n =
    modBy n 7


sameFunctions : String -> String
sameFunctions what =
    if String.append what == String.append "b" then
        "same"

    else
        "other"


read : Context -> String
read ctx =
    case getKVValue "k" ctx of
        Just value ->
            Encode.encode 0 value

        Nothing ->
            "nothing"
"#;

fn talk() -> Talk {
    let mut sources = Sources::new();
    sources.add("models/ws/run_ws.rs", MODELS);
    let limits = Limits {
        time: Duration::from_secs(2),
        ..Limits::default()
    };
    Talk::with(&sources, LOGIC, limits)
}

fn run(talk: &mut Talk, what: &str) -> Result<String, Failure> {
    let payload = format!(r#"{{"message_type":"Run","what":"{what}"}}"#);
    talk.send(&payload).map(|decision| lines(&decision))
}

#[test]
fn a_call_that_ends_early_says_why_and_where_and_the_next_is_right() {
    let mut talk = talk();
    let mut fails = |what: &str, function: &str| {
        let failure = run(&mut talk, what).unwrap_err();
        assert_eq!(
            failure.function,
            format!("WebSocketLogic.{function}"),
            "{failure}"
        );
        assert_eq!(run(&mut talk, "fine").unwrap(), "log fine\nack");
        failure
    };
    assert_eq!(fails("loop", "spin").fault, Fault::Time);
    assert_eq!(fails("deep", "deep").fault, Fault::Stack);
    assert_eq!(fails("list", "grow").fault, Fault::Memory);
    // These are put in place of their calls, being small.
    assert_eq!(fails("mod", "divide").fault, Fault::ModByZero);
    assert_eq!(
        fails("functions", "sameFunctions").fault,
        Fault::EqualFunctions
    );
    let todo = fails("todo", "later");
    assert_eq!(todo.fault, Fault::Todo("another day".to_owned()));
    assert_eq!(todo.log, ["before: \"todo\""]);
    assert_eq!(
        todo.to_string(),
        "WebSocketLogic.later: Debug.todo: another day"
    );
}

#[test]
fn an_answer_takes_no_more_than_a_call_may() {
    let mut talk = talk();
    for (what, fault) in [
        ("chain", Fault::Stack),
        ("bush", Fault::Memory),
        ("many", Fault::Memory),
    ] {
        let failure = run(&mut talk, what).unwrap_err();
        assert_eq!(failure.fault, fault, "{what}");
        assert_eq!(failure.function, "processMessage");
        assert_eq!(run(&mut talk, "fine").unwrap(), "log fine\nack");
    }
    let tree = r#"{"branches":[{"branches":[]},{"branches":[{"branches":[]}]}]}"#;
    let grown = talk.send(&format!(r#"{{"message_type":"Grown","tree":{tree}}}"#));
    assert_eq!(
        lines(&grown.unwrap()),
        format!(r#"reply {{"type":"Grown","payload":{{"tree":{tree}}}}}"#)
    );
}

#[test]
fn what_can_not_be_read_ends_the_call() {
    let mut talk = talk();
    assert_eq!(run(&mut talk, "read").unwrap(), "log nothing\nack");
    talk.snapshot.values.insert("k".to_owned(), "[1]".into());
    assert_eq!(run(&mut talk, "read").unwrap(), "log [1]\nack");
    talk.snapshot.away = true;
    let failure = run(&mut talk, "read").unwrap_err();
    assert_eq!(
        failure.fault,
        Fault::Unreadable("the store is away".to_owned())
    );
    assert_eq!(failure.function, "WebSocketLogic.processMessage");
    talk.snapshot.away = false;
    assert_eq!(run(&mut talk, "read").unwrap(), "log [1]\nack");
}

#[test]
fn a_test_context_reads_what_it_was_given() {
    let mut talk = talk();
    talk.snapshot.values.insert("k".to_owned(), "[1]".into());
    assert_eq!(run(&mut talk, "test").unwrap(), "log 7\nack");
    assert_eq!(talk.snapshot.asked, Vec::<String>::new());
}

#[test]
fn constants_are_the_same_in_every_call() {
    let mut talk = talk();
    let expected = "log good morning, good evening and good morning, good evening and \
                    good morning, good evening and good night, dear all dear all dear all 100\nack";
    for length in 0..20 {
        assert_eq!(run(&mut talk, "constant").unwrap(), expected);
        let long = "x".repeat(length * 50);
        assert_eq!(run(&mut talk, &long).unwrap(), format!("log {long}\nack"));
    }
}

#[test]
fn calls_at_once_do_not_meet() {
    let talk = talk();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let talk = &talk;
            scope.spawn(move || {
                for turn in 0..200 {
                    let mut snapshot = Snapshot::default();
                    let value = format!("[{thread},{turn}]");
                    snapshot
                        .values
                        .insert("k".to_owned(), value.as_str().into());
                    let payload = br#"{"message_type":"Run","what":"read"}"#;
                    let mut tape = Tape::new();
                    let id = talk.checker.check_payload(payload, &mut tape).unwrap();
                    let call = Call::Message {
                        id,
                        payload,
                        tape: &tape,
                    };
                    let decision = talk.rules.decide(&call, &ALICE, &mut snapshot).unwrap();
                    assert_eq!(lines(&decision), format!("log {value}\nack"));
                    assert_eq!(snapshot.asked, ["value k"]);
                }
            });
        }
    });
}

#[test]
fn a_constant_without_a_value_is_told_at_the_start() {
    let mut sources = Sources::new();
    sources.add("models/ws/run_ws.rs", MODELS);
    let logic = LOGIC.replace(
        "    Dict.fromList",
        "    Debug.todo \"fill it\" <| Dict.fromList",
    );
    let schema = crate::support::schema(&sources);
    let provider = crate::support::modules(&schema, &[("WebSocketLogic", &logic)]);
    let compiled = buildamp_elm::app::compile(&provider, &mut Sources::new());
    let app = buildamp_logic::rules::App::new(&compiled.wasm.unwrap(), &schema, Limits::default());
    assert_eq!(
        app.err().unwrap().to_string(),
        "a constant has no value: WebSocketLogic.table: Debug.todo: fill it"
    );
}
