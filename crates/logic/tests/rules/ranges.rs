//! Ranges: what the server is asked for, what a test's context gives, and entries that fit their model.

use buildamp_diagnostics::Sources;
use buildamp_logic::rules::{Decision, Response};

use crate::support::Talk;

/// Says which keys a range has, live and in a test; or which entries.
const LOGIC: &str = r#"
module WebSocketLogic exposing (processMessage)

import BuildAmp.Range as Range exposing (Range)
import BuildAmp.Server exposing (..)
import BuildAmp.Store as Store
import Json.Encode as Encode


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage (SayMessage { text }) ctx =
    let
        answer =
            case String.split " " text of
                "scores" :: words ->
                    Store.listScoresIn (range words Range.all) "" ctx
                        |> List.map (\( key, { points } ) -> key ++ "=" ++ String.fromInt points)
                        |> String.join " "

                "broken" :: words ->
                    withKV "Score:a" (Encode.string "?") (testContext "alice" "lobby")
                        |> withKV "Score:b" (Encode.object [ ( "points", Encode.int 1 ) ])
                        |> Store.listScoresIn (range words Range.all) ""
                        |> List.map Tuple.first
                        |> String.join " "

                words ->
                    show (range words Range.all) ctx ++ "|" ++ show (range words Range.all) stored
    in
    ( [], Reply (SayMessage { text = answer }) )


show : Range -> Context -> String
show wanted ctx =
    String.join " " (List.map Tuple.first (listKVIn wanted "k" ctx))


stored : Context
stored =
    [ "k\u{FFFD}", "k\u{1F600}", "k", "k1", "k10", "k2", "kä", "kZ", "kz", "j", "l" ]
        |> List.foldl (\key -> withKV key Encode.null) (testContext "alice" "lobby")


range : List String -> Range -> Range
range words wanted =
    case words of
        "first" :: count :: more ->
            range more (Range.first (Maybe.withDefault 0 (String.toInt count)))

        "last" :: count :: more ->
            range more (Range.last (Maybe.withDefault 0 (String.toInt count)))

        "after" :: key :: more ->
            range more (Range.after key wanted)

        "from" :: key :: more ->
            range more (Range.from key wanted)

        "before" :: key :: more ->
            range more (Range.before key wanted)

        "upTo" :: key :: more ->
            range more (Range.upTo key wanted)

        _ ->
            wanted
"#;

const KEYS: [&str; 11] = [
    "j",
    "k",
    "k1",
    "k10",
    "k2",
    "kZ",
    "kz",
    "kä",
    "k\u{FFFD}",
    "k\u{1F600}",
    "l",
];

fn talk() -> Talk {
    let mut sources = Sources::new();
    sources.add("models/ws/say_ws.rs", "pub struct Say { pub text: String }");
    sources.add(
        "models/kv/score_kv.rs",
        "pub struct Score { pub points: u32 }",
    );
    let mut talk = Talk::new(&sources, LOGIC);
    let values = KEYS.map(|key| (key.to_owned(), "null".into()));
    talk.snapshot.values.extend(values);
    talk
}

fn say(talk: &mut Talk, text: &str) -> String {
    let payload = serde_json::json!({ "message_type": "Say", "text": text });
    let decision = talk.send(&payload.to_string()).expect("it decides");
    let Decision {
        response: Response::Reply(message),
        ..
    } = decision
    else {
        panic!("it replies");
    };
    let reply: serde_json::Value = serde_json::from_str(&message.json).expect("it is JSON");
    reply["payload"]["text"]
        .as_str()
        .expect("a text")
        .to_owned()
}

/// The same on the server and in a test, whatever the range.
#[test]
fn a_range_is_the_same_in_a_test() {
    let mut talk = talk();
    let check = |talk: &mut Talk, text: &str, expected: &[&str]| {
        let expected = expected.join(" ");
        assert_eq!(say(talk, text), format!("{expected}|{expected}"), "{text}");
    };
    let all = &KEYS[1..10];
    check(&mut talk, "", all);
    let backwards: Vec<&str> = all.iter().rev().copied().collect();
    for count in [-1, 0, 1, 3, 8, 9, 20] {
        let most = usize::try_from(count).unwrap_or(0).min(all.len());
        check(&mut talk, &format!("first {count}"), &all[..most]);
        check(&mut talk, &format!("last {count}"), &backwards[..most]);
    }
    for (low, least) in KEYS.iter().enumerate() {
        for (high, greatest) in KEYS.iter().enumerate() {
            let between = |low: usize, high: usize| match low.max(1) < high.min(10) {
                true => &KEYS[low.max(1)..high.min(10)],
                false => &[],
            };
            check(
                &mut talk,
                &format!("from {least} before {greatest}"),
                between(low, high),
            );
            let inside = between(low + 1, high + 1);
            check(&mut talk, &format!("after {least} upTo {greatest}"), inside);
            let newest: Vec<&str> = inside.iter().rev().take(2).copied().collect();
            check(
                &mut talk,
                &format!("last 2 after {least} upTo {greatest}"),
                &newest,
            );
        }
    }
    check(
        &mut talk,
        "after k after kz",
        &["kä", "k\u{FFFD}", "k\u{1F600}"],
    );
}

#[test]
fn the_server_is_asked_for_no_more_than_the_range() {
    let mut talk = talk();
    say(&mut talk, "last 2 from k1 before kz");
    assert_eq!(
        talk.snapshot.asked,
        [r#"list k Included("k1") Excluded("kz") Some(2) Descending"#]
    );
}

/// What doesn't fit the model counts for nothing, and others come in its place.
#[test]
fn as_many_entries_come_as_fit() {
    let mut talk = talk();
    for (key, value) in [
        ("Score:a", r#"{"points":1}"#),
        ("Score:b", "7"),
        ("Score:c", r#"{"points":"?"}"#),
        ("Score:d", r#"{"points":4}"#),
        ("Score:e", r#"{"points":5}"#),
        ("Score:f", "null"),
        ("Scores", r#"{"points":6}"#),
    ] {
        talk.snapshot.values.insert(key.to_owned(), value.into());
    }
    assert_eq!(say(&mut talk, "scores"), "a=1 d=4 e=5");
    talk.snapshot.asked.clear();
    assert_eq!(say(&mut talk, "scores first 2"), "a=1 d=4");
    assert_eq!(
        talk.snapshot.asked,
        [
            "list Score: Unbounded Unbounded Some(2) Ascending",
            r#"list Score: Excluded("Score:b") Unbounded Some(4) Ascending"#,
        ]
    );
    assert_eq!(say(&mut talk, "scores first 1 after a"), "d=4");
    assert_eq!(say(&mut talk, "scores last 2"), "e=5 d=4");
    assert_eq!(say(&mut talk, "scores last 9 upTo d"), "d=4 a=1");
    assert_eq!(say(&mut talk, "scores first 3 from b before e"), "d=4");
    assert_eq!(say(&mut talk, "scores first 0"), "");
    assert_eq!(say(&mut talk, "broken first 1"), "b");
}

/// Each time twice as many: what doesn't fit costs no read of its own.
#[test]
fn many_misfits_are_passed_over_in_few_reads() {
    let mut talk = talk();
    for number in 0..1000 {
        let key = format!("Score:{number:04}");
        talk.snapshot.values.insert(key, "7".into());
    }
    for key in ["Score:1000", "Score:1001", "Score:1002"] {
        let value = r#"{"points":1}"#;
        talk.snapshot.values.insert(key.to_owned(), value.into());
    }
    assert_eq!(say(&mut talk, "scores first 2"), "1000=1 1001=1");
    assert_eq!(talk.snapshot.asked.len(), 9, "2 + 4 + .. + 512 are 1022");
}
