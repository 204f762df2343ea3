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
    let timeless = [
        "bench",
        "--url",
        &url,
        "--payload",
        "{\"message_type\":\"GameOver\"}",
    ];
    let timeless = app.run(&timeless).ends_with(2);
    assert!(timeless.err.contains("`$time`"), "{}", timeless.err);
}
