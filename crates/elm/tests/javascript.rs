//! Rules as somebody writes them who knows JavaScript: each mistake is told what to write instead.

mod support;

use buildamp_diagnostics::{Sources, Style, to_terminal};
use buildamp_elm::program;
use support::InMemory;
use support::typed::library;

const MESSAGES: &str = "module BuildAmp.Messages exposing (..)

import Json.Encode exposing (Value)


type alias Tally =
    { dish : String, votes : Int }


encodeTally : Tally -> Value
encodeTally tally =
    Json.Encode.int tally.votes
";

const SERVER: &str = "module BuildAmp.Server exposing (..)

import BuildAmp.Messages as Messages


type alias Context =
    { room : String, user_id : String }


type WebSocketMessage
    = TallyMessage Messages.Tally
    | VoteMessage { dish : String }


type Effect
    = Broadcast { room : String, message : WebSocketMessage, exclude : List String }


type Response
    = Ack
    | Reject String
";

const HEAD: &str = "
import BuildAmp.Messages as Messages
import BuildAmp.Server exposing (..)
import Dict exposing (Dict)
import Json.Encode exposing (Value)
import Set exposing (Set)


dishes : List String
dishes =
    []


name : String
name =
    \"\"


votes : Dict String Int
votes =
    Dict.empty


voters : Set String
voters =
    Set.empty


best : Maybe { dish : String }
best =
    Nothing


vote : String -> Context -> ( List Effect, Response )
vote _ _ =
    ( [], Ack )
";

/// What stands behind the head.
const WRITTEN: [&str; 57] = [
    "a ctx = vote(name, ctx)",
    "a = String.join(\", \", dishes)",
    "a = dishes.includes(name)",
    "a = dishes.length",
    "a = dishes.map(\\dish -> dish)",
    "a = dishes.push(name)",
    "a = dishes.splice(1)",
    "a = dishes[0]",
    "a = [ 1, 2 ].length",
    "a = name.length",
    "a = name.toUpperCase()",
    "a = name.charAt(0)",
    "a = votes.get(name)",
    "a = votes.forEach(name)",
    "a = voters.has(name)",
    "a = (Set.size voters).toString",
    "a = best.dish",
    "a x = !(x == 1)",
    "a x = if !x then 1 else 2",
    "a x = x && !x",
    "a x = ( 1, !x )",
    "a x = identity !x",
    "a = null",
    "a x = x == undefined",
    "a = None",
    "a x =\n    return x",
    "a x = x && true",
    "a = console.log(name)",
    "a = Math.floor(1.5)",
    "a = JSON.stringify(name)",
    "a x = x != 3",
    "a x = x === 3",
    "a x = if x = 3 then 1 else 2",
    "a x = x ? 1 : 2",
    "a = (x) => x + 1",
    "a x = x += 1",
    "a = name ?? \"x\"",
    "a = \"hi \" + name",
    "a = 'text'",
    "a = `hi ${name}`",
    "a =\n    const x = 1\n    x",
    "a =\n    let x = 1;\n    in x",
    "a =\n    let\n        x =\n            1;\n    in\n    x",
    "a ctx = { ctx.inner | room = name }",
    "a ctx =\n    ctx.room = name",
    "a ctx =\n    ctx.inner.room = name",
    "a : Context -> Effect\na ctx = Broadcast { room = ctx.room, message = { dish = name }, exclude = [] }",
    "a : Messages.Tally -> Effect\na tally = Broadcast { room = name, message = tally, exclude = [] }",
    "a : Messages.Tally -> WebSocketMessage\na tally = tally",
    "a : Context -> ( List Effect, Response )\na ctx = []",
    "a : Effect -> ( List Effect, Response )\na effect =\n    if name == name then [ effect ] else ( [], Ack )",
    "a : Effect -> ( List Effect, Response )\na effect = effect",
    "a : Context -> ( List Effect, Response )\na ctx = Ack",
    "a : String -> Context -> Value\na room ctx = { votes = 1 }",
    "a : Messages.Tally -> Value\na tally = tally",
    "a : WebSocketMessage -> Int\na message =\n    case message of\n        { dish } ->\n            1",
    "a = 1;",
];

#[test]
fn what_is_written_instead_is_told() {
    let names: Vec<String> = (0..WRITTEN.len())
        .map(|number| format!("A{number}"))
        .collect();
    let texts: Vec<String> = names
        .iter()
        .zip(WRITTEN)
        .map(|(name, text)| format!("module {name} exposing (..)\n{HEAD}\n\n{text}\n"))
        .collect();
    let own = names.iter().map(String::as_str);
    let mut modules: Vec<(&str, &str)> =
        own.clone().zip(texts.iter().map(String::as_str)).collect();
    modules.extend([("BuildAmp.Messages", MESSAGES), ("BuildAmp.Server", SERVER)]);
    let entries: Vec<&str> = own.collect();
    let mut sources = Sources::new();
    let program = program::check(&entries, &InMemory(&modules), library(), &mut sources);
    let mut all = String::new();
    for (name, text) in names.iter().zip(WRITTEN) {
        let file = program.module(name).expect("it was loaded").file;
        let reports = program.reports.iter();
        let first = reports
            .filter(|report| report.primary.span.file == file)
            .min_by_key(|report| report.primary.span.start);
        let Some(first) = first else {
            panic!("nothing is wrong with {text}");
        };
        assert!(first.help.is_some(), "no help for {text}: {first:#?}");
        let report = to_terminal(&sources, first, Style::Plain);
        all.push_str(&format!("{report}\n"));
    }
    insta::assert_snapshot!(all);
}
