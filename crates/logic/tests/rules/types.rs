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
