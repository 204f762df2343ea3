//! Handlers that are written otherwise than the usual way, and events of models.

use buildamp_diagnostics::Sources;
use buildamp_logic::rules::Call;

use crate::support::{Talk, lines};

fn sources() -> Sources {
    let mut sources = Sources::new();
    sources.add("models/ws/say_ws.rs", "pub struct Say { pub text: String }");
    sources.add(
        "models/events/game_events.rs",
        "pub struct GameOver { pub winner: Option<String> }\npub struct Remind { pub after: u32 }",
    );
    sources
}

fn said(body: &str) -> String {
    let logic = format!(
        "module WebSocketLogic exposing (processMessage)\n\nimport BuildAmp.Server exposing (..)\n\n\n{body}"
    );
    let mut talk = Talk::new(&sources(), &logic);
    let payload = r#"{"message_type":"Say","text":"hi"}"#;
    lines(&talk.send(payload).expect("it ends"))
}

#[test]
fn a_handler_may_be_more_general_than_it_is_called() {
    let expected = "log alice\nack";
    assert_eq!(
        said(
            "processMessage : a -> { b | user_id : String } -> ( List Effect, Response )\nprocessMessage _ ctx =\n    ( [ Log ctx.user_id ], Ack )\n"
        ),
        expected
    );
    assert_eq!(
        said("processMessage _ ctx =\n    ( [ Log ctx.user_id ], Ack )\n"),
        expected
    );
}

#[test]
fn a_handler_may_have_other_parameters_than_arguments() {
    let expected = "log hi\nack";
    let whole = "processMessage : WebSocketMessage -> Context -> ( List Effect, Response )\n";
    let decide = "decide (SayMessage { text }) ctx =\n    ( [ Log text ], Ack )\n";
    for written in [
        "processMessage =\n    decide\n\n\n",
        "processMessage =\n    \\message -> decide message\n\n\n",
        "processMessage message =\n    case message of\n        SayMessage _ ->\n            decide message\n\n\n",
        "processMessage message =\n    \\ctx -> decide message ctx\n\n\n",
    ] {
        assert_eq!(said(&format!("{whole}{written}{decide}")), expected);
    }
}

#[test]
fn events_are_of_their_models_or_unknown() {
    let logic = r#"module WebSocketLogic exposing (handleEvent, processMessage)

import BuildAmp.Events exposing (Event(..), cancelRemind, scheduleGameOver, scheduleRemindAs)
import BuildAmp.Server exposing (..)
import Json.Encode as Encode


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage _ _ =
    ( [ scheduleGameOver 5 { winner = Just "bob" }
      , scheduleRemindAs "r" 10 { after = 3 }
      , cancelRemind "r"
      ]
    , Ack
    )


handleEvent : Event -> Context -> List Effect
handleEvent event _ =
    case event of
        GameOverEvent { winner } ->
            [ Log (Maybe.withDefault "nobody" winner) ]

        RemindEvent { after } ->
            [ Log (String.fromInt after) ]

        UnknownEvent { event_type, payload } ->
            [ Log (event_type ++ " " ++ Encode.encode 0 payload) ]
"#;
    let mut talk = Talk::new(&sources(), logic);
    let said = talk.send(r#"{"message_type":"Say","text":"hi"}"#).unwrap();
    assert_eq!(
        lines(&said),
        "schedule GameOver as None in 5: {\"winner\":\"bob\"}\nschedule Remind as Some(\"r\") in 10: {\"after\":3}\ncancel r\nack"
    );
    let mut event = |event_type, payload| {
        let call = Call::Event {
            event_type,
            payload,
        };
        lines(&talk.ask(&call).unwrap())
    };
    assert_eq!(event("GameOver", "{\"winner\":\"bob\"}"), "log bob\nack");
    assert_eq!(event("GameOver", "{}"), "log nobody\nack");
    assert_eq!(event("Remind", "{\"after\": 7}"), "log 7\nack");
    assert_eq!(
        event("Remind", "{\"after\": -7}"),
        "log Remind {\"after\":-7}\nack"
    );
    assert_eq!(event("Other", "[1, 2]"), "log Other [1,2]\nack");
}

#[test]
fn numbers_of_effects_are_whole() {
    let body = r#"processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage _ ctx =
    ( [ KVSet { key = "for good", value = number 1.5, ttl = Nothing }
      , KVSet { key = "for a while", value = number (0 / 0), ttl = Just (round (0 / 0)) }
      , StartTicks { room = ctx.room, rate = floor (1 / 0) }
      , ScheduleEvent { event_type = "E", payload = number -0.0, delay = -3 }
      ]
    , Ack
    )
"#;
    let logic = format!(
        "import Json.Encode\n\n\n{body}\n\nnumber : Float -> Json.Encode.Value\nnumber =\n    Json.Encode.float\n"
    );
    assert_eq!(
        said(&logic),
        "set for good = 1.5 for None\nset for a while = null for Some(0)\ntick lobby at 9223372036854775807\nschedule E as None in -3: 0\nack"
    );
}

#[test]
fn without_generated_modules_there_is_nothing_to_call() {
    let logic = "module WebSocketLogic exposing (processMessage)\n\n\nprocessMessage _ _ =\n    ( [], 0 )\n";
    let modules = [("WebSocketLogic".to_owned(), logic.to_owned())];
    let provider = crate::support::InMemory(modules.into_iter().collect());
    let compiled = buildamp_elm::app::compile(&provider, &mut Sources::new());
    assert!(compiled.wasm.is_none());
    assert_eq!(
        compiled.program.missing,
        ["BuildAmp.Server", "BuildAmp.Events"]
    );
}
