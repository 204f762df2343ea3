//! `buildamp bench`: what it says where it can't measure, and that it gets into rooms that the rules have names for.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod common;

use common::App;
use common::server::{ELM_JSON, LOGIC, start};

#[test]
fn what_cant_be_measured_says_why() {
    let app = App::new();
    let picky = LOGIC
        .replace(
            "exposing (processMessage)",
            "exposing (authorizeJoin, processMessage)",
        )
        .replace("exposing (Context", "exposing (Access(..), Context")
        + "\n\nauthorizeJoin : String -> Context -> Access\nauthorizeJoin room _ =\n    if String.startsWith \"game:\" room then\n        Allow\n\n    else\n        Deny \"a room is called game: and a name\"\n";
    app.write("src/WebSocketLogic.elm", picky);
    app.write("elm.json", ELM_JSON);
    let (_serving, address) = start(&app, "serve");
    let url = format!("ws://{address}/ws");

    let denied = app
        .run(&["bench", "--url", &url, "--idle", "1"])
        .ends_with(2);
    assert!(
        denied.err.contains("`bench-0`: a room is called game:"),
        "{}",
        denied.err
    );
    assert!(
        denied.err.contains("help: `--room-name NAME`"),
        "{}",
        denied.err
    );
    let named = [
        "bench",
        "--url",
        &url,
        "--idle",
        "1",
        "--room-name",
        "game:a",
    ];
    let let_in = app.run(&named).ends_with(0);
    assert!(
        let_in.out.contains("connected and joined"),
        "{}",
        let_in.out
    );
    app.run(&["bench", "--url", &url, "--idle", "1", "--room-name", "a\"b"])
        .ends_with(2);

    let elsewhere = format!("ws://{address}/nowhere");
    let wrong = app
        .run(&["bench", "--url", &elsewhere, "--idle", "1"])
        .ends_with(2);
    assert!(wrong.err.contains("is at /ws"), "{}", wrong.err);
    let nobody = ["bench", "--url", "ws://127.0.0.1:1/ws", "--idle", "1"];
    let nobody = app.run(&nobody).ends_with(2);
    assert!(
        nobody.err.contains("no server listens there"),
        "{}",
        nobody.err
    );
}

/// Nobody hears anything; `GameOver` is a message without a text that its sender chooses.
#[test]
fn a_message_without_a_place_for_the_time_is_measured_until_its_answer() {
    let app = App::new();
    app.write(
        "src/WebSocketLogic.elm",
        LOGIC.replace(
            "( [ Broadcast { room = ctx.room, message = message, exclude = [] } ], Ack )",
            "( [], Ack )",
        ),
    );
    app.write("elm.json", ELM_JSON);
    app.write("buildamp.toml", "[limits]\nmessages_per_minute = 40\n");
    let (_serving, address) = start(&app, "serve");
    let url = format!("ws://{address}/ws");
    let bench = |warm_up: &str| {
        app.run(&[
            "bench",
            "--url",
            &url,
            "--members",
            "2",
            "--payload",
            "{\"message_type\":\"GameOver\"}",
            "--warm-up",
            warm_up,
            "--duration",
            "200ms",
            "--json",
        ])
    };
    let measured = bench("0ms").ends_with(0);
    let told: serde_json::Value = serde_json::from_str(&measured.out).unwrap();
    let answered = told["answered_per_second"].as_f64().unwrap();
    // 40 at most, in 200 ms at least.
    assert!(answered > 0.0 && answered <= 200.0, "{told}");
    assert!(told["refused_per_second"].as_f64() > Some(0.0), "{told}");
    assert_eq!(told["delivered_per_second"], 0.0, "{told}");
    assert!(told["p50_ms"].as_f64() > Some(0.0), "{told}");
    let refusal = told["refusal"].as_str().unwrap_or_default();
    assert!(
        refusal.contains("(messages_per_minute of [limits])"),
        "{told}"
    );
    // The user's minute is not over.
    let refused = bench("0ms").ends_with(2);
    let failure = "no message was taken in";
    assert!(refused.out.contains(failure), "{}", refused.out);
    assert!(
        refused.out.contains("the server refused: more than "),
        "{}",
        refused.out
    );
}
