//! What the logic sees of what somebody joined a room with.

use buildamp_diagnostics::Sources;
use buildamp_logic::rules::{Access, Call, Context, Presence, Rules};

use crate::support::{ALICE, Talk, lines, modules, reports, schema};

/// Each message that comes with a join has its branch, and no other has: the cases are complete.
const LOGIC: &str = r#"module WebSocketLogic exposing (authorizeJoin, handleUserPresence, processMessage, roomState)

import BuildAmp.Messages exposing (Seek(..))
import BuildAmp.Server exposing (..)
import Json.Encode as Encode


authorizeJoin : String -> Context -> Access
authorizeJoin _ ctx =
    case joinedWith ctx of
        Just (EnterMessage { invite }) ->
            if invite == Just "plum" then
                Allow

            else
                Deny "no such invite"

        Just (WatchMessage ()) ->
            Allow

        Just (SeekMessage _) ->
            Deny "nobody is here"

        Nothing ->
            Deny "who are you?"


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case ( message, joinedWith ctx ) of
        ( SayMessage _, Just (WatchMessage ()) ) ->
            ( [], Reject "watch only" )

        ( SayMessage { text }, joined ) ->
            ( [ Log (text ++ " " ++ Debug.toString joined) ], Ack )


roomState : String -> Context -> Encode.Value
roomState _ ctx =
    getJoined ctx |> Maybe.withDefault Encode.null


handleUserPresence : PresenceEvent -> Context -> ( List Effect, Response )
handleUserPresence _ ctx =
    ( [ Log (Debug.toString (joinedWith ctx)) ], Ack )


{-| As in a test outside of the server.
-}
tested : List Access
tested =
    let
        ctx =
            testContext "ada" "lobby"

        asked joined =
            authorizeJoin "lobby" (withJoined joined ctx)
    in
    [ authorizeJoin "lobby" ctx
    , asked (EnterMessage { invite = Just "plum", team = 0 })
    , asked (EnterMessage { invite = Nothing, team = 0 })
    , asked (WatchMessage ())
    , asked (SeekMessage (Friends { least = 2 }))
    ]
"#;

fn sources() -> Sources {
    let mut sources = Sources::new();
    sources.add(
        "models/ws/game_ws.rs",
        r#"
#[ws(join)]
pub struct Enter {
    pub invite: Option<String>,
    #[serde(default)]
    pub team: u8,
}
#[ws(join)]
pub struct Watch;
#[ws(join)]
pub enum Seek { Anyone, Friends { least: u8 } }
pub struct Say { pub text: String }
"#,
    );
    sources
}

fn with(joined: Option<&str>) -> Context<'_> {
    Context { joined, ..ALICE }
}

/// Whether who joins with this is let in.
fn check(joined: Option<&str>, expected: &str) {
    let mut talk = Talk::new(&sources(), LOGIC);
    let access = talk.rules.authorize(&with(joined), &mut talk.snapshot);
    let told = match access.expect("it ends") {
        Access::Allow => "allow".to_owned(),
        Access::Deny(reason) => reason,
    };
    assert_eq!(told, expected);
    // It comes with the call: nothing was read for it.
    assert_eq!(talk.snapshot.asked, Vec::<String>::new());
}

#[test]
fn access_is_decided_by_it() {
    let enter = r#"{"type":"Enter","payload":{"invite":"plum"}}"#;
    check(Some(enter), "allow");
    check(Some(r#"{"type":"Enter","payload":{}}"#), "no such invite");
    check(Some(r#"{"type":"Watch","payload":null}"#), "allow");
    let seek = r#"{"type":"Seek","payload":{"Friends":{"least":2}}}"#;
    check(Some(seek), "nobody is here");
    check(None, "who are you?");
}

#[test]
fn what_is_no_message_of_the_models_is_none() {
    check(
        Some(r#"{"type":"Say","payload":{"text":"x"}}"#),
        "who are you?",
    );
    check(Some(r#"{"type":"Watch","payload":7}"#), "who are you?");
}

#[test]
fn other_calls_see_it_too_and_none_sees_that_of_another() {
    let mut talk = Talk::new(&sources(), LOGIC);
    let watch = r#"{"type":"Watch","payload":null}"#;
    let said = r#"{"message_type":"Say","text":"hi"}"#;
    let mut say = |joined: Option<&str>| {
        let mut tape = buildamp_schema::Tape::new();
        let id = talk.checker.check_payload(said.as_bytes(), &mut tape);
        let call = Call::Message {
            id: id.expect("it fits"),
            payload: said.as_bytes(),
            tape: &tape,
        };
        let decided = talk.rules.decide(&call, &with(joined), &mut talk.snapshot);
        lines(&decided.expect("it ends"))
    };
    assert_eq!(say(Some(watch)), "reject watch only");
    assert_eq!(say(None), "log hi Nothing\nack");
    let snapshot = &mut talk.snapshot;
    let state = talk.rules.room_state(&with(Some(watch)), snapshot);
    assert_eq!(&*state.expect("it ends"), watch);
    let state = talk.rules.room_state(&ALICE, snapshot);
    assert_eq!(&*state.expect("it ends"), "null");
    let left = Call::Presence(Presence::Left);
    let decision = talk.rules.decide(&left, &with(Some(watch)), snapshot);
    assert_eq!(
        lines(&decision.expect("it ends")),
        "log Just (WatchMessage ())\nack"
    );
}

#[test]
fn rules_are_never_asked_about_it_as_about_a_message() {
    let logic = LOGIC.replace(
        "( SayMessage _, Just (WatchMessage ()) )",
        "( WatchMessage _, _ )",
    );
    let told = reports(&modules(&schema(&sources()), &[("WebSocketLogic", &logic)]));
    assert!(told.contains("JoinMessage"), "{told}");
    assert_eq!(
        reports(&modules(&schema(&sources()), &[("WebSocketLogic", LOGIC)])),
        ""
    );
}

#[test]
fn without_such_messages_there_is_nothing_to_ask_for() {
    let mut sources = Sources::new();
    sources.add(
        "models/ws/chat_ws.rs",
        "pub struct Say { pub text: String }",
    );
    let told = reports(&modules(&schema(&sources), &[("WebSocketLogic", LOGIC)]));
    assert!(told.contains("joinedWith"), "{told}");
}
