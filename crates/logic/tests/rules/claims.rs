//! What the logic sees of a token.

use buildamp_diagnostics::Sources;
use buildamp_logic::rules::{Access, Call, Context, Presence, Rules};

use crate::support::{ALICE, Talk, lines, modules, reports, schema};

const LOGIC: &str = r#"module WebSocketLogic exposing (authorizeJoin, handleUserPresence, processMessage, roomState)

import BuildAmp.Messages exposing (Claims, Role(..))
import BuildAmp.Server as Server exposing (..)
import Json.Encode as Encode


role : Context -> Maybe Role
role ctx =
    claims ctx |> Maybe.andThen .role


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage _ ctx =
    case role ctx of
        Just Moderator ->
            ( [ Log (String.join "," (Maybe.withDefault [] (Maybe.map .teams (claims ctx)))) ], Ack )

        Just Guest ->
            ( [], Reject "guests listen" )

        Nothing ->
            ( [], Reject "who are you?" )


authorizeJoin : String -> Context -> Access
authorizeJoin _ ctx =
    if claims ctx == Nothing then
        Deny "sign in"

    else
        Allow


roomState : String -> Context -> Encode.Value
roomState _ ctx =
    getClaims ctx |> Maybe.withDefault Encode.null


handleUserPresence : PresenceEvent -> Context -> ( List Effect, Response )
handleUserPresence _ ctx =
    ( [ Log (Debug.toString (role ctx)) ], Ack )


tested : ( Response, Response )
tested =
    let
        ctx =
            testContext "ada" "lobby"

        said =
            SayMessage { text = "hi" }
    in
    ( Tuple.second (processMessage said ctx)
    , Tuple.second (processMessage said (withClaims { role = Just Guest, teams = [] } ctx))
    )
"#;

fn sources() -> Sources {
    let mut sources = Sources::new();
    sources.add(
        "models/ws/chat_ws.rs",
        "pub struct Say { pub text: String }",
    );
    sources.add(
        "models/auth/claims_auth.rs",
        r#"
pub struct Claims {
    #[serde(rename = "https://example.org/role")]
    pub role: Option<Role>,
    #[serde(default)]
    pub teams: Vec<String>,
}
pub enum Role { Guest, Moderator }
"#,
    );
    sources
}

fn with(claims: &str) -> Context<'_> {
    Context {
        claims: Some(claims),
        ..ALICE
    }
}

const SAY: &str = r#"{"message_type":"Say","text":"hi"}"#;
const MODERATOR: &str = r#"{"https://example.org/role":"Moderator","teams":["a","b"]}"#;

/// What is decided on a message of who has these claims.
fn check(claims: Option<&str>, expected: &str) {
    let mut talk = Talk::new(&sources(), LOGIC);
    let mut tape = buildamp_schema::Tape::new();
    let id = talk.checker.check_payload(SAY.as_bytes(), &mut tape);
    let call = Call::Message {
        id: id.expect("it fits"),
        payload: SAY.as_bytes(),
        tape: &tape,
    };
    let context = Context { claims, ..ALICE };
    let decision = talk.rules.decide(&call, &context, &mut talk.snapshot);
    assert_eq!(lines(&decision.expect("it ends")), expected);
    // They come with the call: nothing was read for them.
    assert_eq!(talk.snapshot.asked, Vec::<String>::new());
}

#[test]
fn a_message_is_decided_on_by_them() {
    check(Some(MODERATOR), "log a,b\nack");
    check(
        Some(r#"{"https://example.org/role":"Guest"}"#),
        "reject guests listen",
    );
    check(Some("{}"), "reject who are you?");
    check(None, "reject who are you?");
}

#[test]
fn those_that_fit_no_longer_are_none() {
    check(
        Some(r#"{"https://example.org/role":"King"}"#),
        "reject who are you?",
    );
}

#[test]
fn other_calls_see_them_too_and_none_sees_those_of_another() {
    let mut talk = Talk::new(&sources(), LOGIC);
    let (moderator, snapshot) = (with(MODERATOR), &mut talk.snapshot);
    let access = talk.rules.authorize(&moderator, snapshot);
    assert_eq!(access.expect("it ends"), Access::Allow);
    let access = talk.rules.authorize(&ALICE, snapshot);
    assert_eq!(access.expect("it ends"), Access::Deny("sign in".to_owned()));
    let state = talk.rules.room_state(&moderator, snapshot);
    assert_eq!(&*state.expect("it ends"), MODERATOR);
    let state = talk.rules.room_state(&ALICE, snapshot);
    assert_eq!(&*state.expect("it ends"), "null");
    let joined = Call::Presence(Presence::Joined);
    let decision = talk.rules.decide(&joined, &moderator, snapshot);
    assert_eq!(
        lines(&decision.expect("it ends")),
        "log Just Moderator\nack"
    );
}

#[test]
fn without_a_model_there_is_nothing_to_ask_for() {
    let mut sources = Sources::new();
    sources.add(
        "models/ws/chat_ws.rs",
        "pub struct Say { pub text: String }",
    );
    let provider = modules(&schema(&sources), &[("WebSocketLogic", LOGIC)]);
    let told = reports(&provider);
    assert!(told.contains("Claims"), "{told}");
}
