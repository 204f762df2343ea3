//! What is wrong with a logic, as its author is told.

use buildamp_diagnostics::{Sources, Style, to_terminal};

use crate::support::{modules, reports, schema};

fn told(exposing: &str, body: &str) -> String {
    let mut sources = Sources::new();
    sources.add("models/ws/say_ws.rs", "pub struct Say { pub text: String }");
    let logic = format!(
        "module WebSocketLogic exposing ({exposing})\n\nimport BuildAmp.Server exposing (..)\n\n\n{body}"
    );
    let provider = modules(&schema(&sources), &[("WebSocketLogic", &logic)]);
    format!("{logic}\n----------\n{}", reports(&provider))
}

const RIGHT: &str = "processMessage : WebSocketMessage -> Context -> ( List Effect, Response )\nprocessMessage _ _ =\n    ( [], Ack )\n";

#[test]
fn a_right_logic_has_no_reports() {
    let told = told("processMessage", RIGHT);
    assert!(told.ends_with("----------\n"), "{told}");
}

#[test]
fn a_handler_without_its_context() {
    insta::assert_snapshot!(told(
        "processMessage",
        "processMessage : WebSocketMessage -> ( List Effect, Response )\nprocessMessage _ =\n    ( [], Ack )\n"
    ));
}

#[test]
fn a_handler_with_another_result() {
    insta::assert_snapshot!(told(
        "handleTick, processMessage",
        &format!(
            "{RIGHT}\n\nhandleTick : Tick -> Context -> ( List Effect, Response )\nhandleTick _ _ =\n    ( [], Ack )\n"
        )
    ));
}

#[test]
fn a_handler_with_another_argument_and_no_annotation() {
    insta::assert_snapshot!(told(
        "authorizeJoin, processMessage",
        &format!(
            "{RIGHT}\n\nauthorizeJoin room ctx =\n    if room + 1 > 2 then\n        Allow\n\n    else\n        Deny ctx.user_id\n"
        )
    ));
}

#[test]
fn no_process_message() {
    insta::assert_snapshot!(told(
        "proccessMessage",
        &RIGHT.replace("process", "proccess")
    ));
}

#[test]
fn a_handler_that_is_not_exposed() {
    insta::assert_snapshot!(told(
        "other",
        &format!("{RIGHT}\n\nroomState _ _ =\n    Nothing\n\n\nother : Int\nother =\n    1\n")
    ));
}

#[test]
fn a_handler_nearly_spelled_right() {
    insta::assert_snapshot!(told(
        "handleUserPresense, processMessage",
        &format!(
            "{RIGHT}\n\nhandleUserPresense : PresenceEvent -> Context -> ( List Effect, Response )\nhandleUserPresense _ _ =\n    ( [], Ack )\n"
        )
    ));
}

#[test]
fn a_generated_module_of_another_version() {
    let mut sources = Sources::new();
    sources.add("models/ws/say_ws.rs", "pub struct Say { pub text: String }");
    let schema = schema(&sources);
    let logic = format!(
        "module WebSocketLogic exposing (processMessage)\n\nimport BuildAmp.Server exposing (..)\n\n\n{RIGHT}"
    );
    let mut provider = modules(&schema, &[("WebSocketLogic", &logic)]);
    let server = provider.0.get_mut("BuildAmp.Server").unwrap();
    *server = server.replace("isOnline", "isThere");
    insta::assert_snapshot!(reports(&provider));
}

#[test]
fn generated_modules_of_other_models_are_refused() {
    let mut sources = Sources::new();
    sources.add("models/ws/say_ws.rs", "pub struct Say { pub text: String }");
    let logic = format!(
        "module WebSocketLogic exposing (processMessage)\n\nimport BuildAmp.Server exposing (..)\n\n\n{RIGHT}"
    );
    let provider = modules(&schema(&sources), &[("WebSocketLogic", &logic)]);
    let compiled = buildamp_elm::app::compile(&provider, &mut Sources::new());
    let wasm = compiled.wasm.unwrap();
    let refused = |text: &str| {
        let mut sources = Sources::new();
        sources.add("models/ws/say_ws.rs", text);
        let limits = buildamp_logic::Limits::default();
        let app = buildamp_logic::rules::App::new(&wasm, &schema(&sources), limits);
        app.err().unwrap().to_string()
    };
    let messages = [
        refused("pub struct Say { pub text: u32 }"),
        refused("pub struct Say { pub words: String }"),
        refused("pub struct Say { pub text: String, pub at: i64 }"),
        refused("pub struct Tell { pub text: String }"),
        refused("pub struct Say { pub text: String }\npub struct Tell {}"),
        refused("pub struct Say { pub text: Option<String> }"),
    ];
    insta::assert_snapshot!(messages.join("\n"));
}

/// The warnings about messages that clients send and a `_` takes.
fn left_over(body: &str) -> String {
    let mut sources = Sources::new();
    sources.add(
        "models/ws/say_ws.rs",
        "#[ws(client)] pub struct Say { pub text: String }\n#[ws(client)] pub struct Clear {}\n#[ws(server)] pub struct Said {}",
    );
    let logic = format!(
        "module WebSocketLogic exposing (processMessage)\n\nimport BuildAmp.Server exposing (..)\n\n\nprocessMessage : WebSocketMessage -> Context -> ( List Effect, Response )\n{body}\n"
    );
    let provider = modules(&schema(&sources), &[("WebSocketLogic", &logic)]);
    let mut sources = Sources::new();
    let compiled = buildamp_elm::app::compile(&provider, &mut sources);
    assert_eq!(compiled.program.reports, [], "{logic}");
    let warnings = compiled.unhandled(|variant| variant != "SaidMessage");
    let shown = warnings
        .iter()
        .map(|warning| to_terminal(&sources, warning, Style::Plain));
    shown.collect()
}

#[test]
fn a_message_of_clients_that_is_left_to_others() {
    insta::assert_snapshot!(left_over(
        "processMessage message ctx =\n    case message of\n        SayMessage _ ->\n            ( [], Ack )\n\n        _ ->\n            ( [], Reject \"only the server says this\" )"
    ));
}

#[test]
fn messages_are_followed_as_far_as_it_is_plain_what_becomes_of_them() {
    let say = "SayMessage _ ->\n            ( [], Ack )\n\n        ";
    let say = say.replace("        ", "            ");
    let found = [
        // In a function that has the message from this one, behind questions about something else.
        "processMessage message ctx =\n    if ctx.room == \"\" then\n        ( [], Ack )\n    else\n        inRoom ctx message\n\n\ninRoom ctx given =\n    let\n        no =\n            Reject \"no\"\n    in\n    case given of\n        SayMessage _ ->\n            ( [ Broadcast { room = \"a\", message = given, exclude = [] } ], Ack )\n\n        other ->\n            ( [], no )",
        "processMessage message ctx =\n    case ctx.room of\n        \"a\" ->\n            ( [], Ack )\n\n        _ ->\n            case message of\n                SayMessage _ ->\n                    ( [], Ack )\n\n                _ ->\n                    ( [], Reject \"no\" )",
    ];
    for body in found {
        let told = left_over(body);
        assert!(
            told.contains("`ClearMessage`, which clients send"),
            "{body}\n{told}"
        );
        assert!(!told.contains("`SayMessage`, which"), "{body}\n{told}");
    }
    let nothing = [
        // No branch at all, and one that takes them all.
        "processMessage _ _ =\n    ( [], Ack )".to_owned(),
        "processMessage message ctx =\n    case message of\n        _ ->\n            ( [], Ack )".to_owned(),
        // Others get the message, or what it is called.
        format!("processMessage message ctx =\n    case message of\n            {say}_ ->\n                ( [ Broadcast {{ room = \"a\", message = message, exclude = [] }} ], Ack )"),
        format!("processMessage message ctx =\n    case message of\n            {say}other ->\n                ( [ Broadcast {{ room = \"a\", message = other, exclude = [] }} ], Ack )"),
        format!("processMessage message ctx =\n    case message of\n            {say}_ ->\n                ( [], Reject (messageType message) )"),
        // A function that has one of them handles it.
        format!("processMessage message ctx =\n    case message of\n            {say}_ ->\n                others message\n\n\nothers message =\n    case message of\n        ClearMessage _ ->\n            ( [], Ack )\n\n        _ ->\n            ( [], Reject \"no\" )"),
        // A question about it, whose answer may be all that is needed.
        format!("processMessage message ctx =\n    if isSay message then\n        ( [], Ack )\n    else\n        ( [], Reject \"no\" )\n\n\nisSay message =\n    case message of\n            {}_ ->\n                False", say.replace("( [], Ack )", "True")),
        "processMessage message ctx =\n    case ( message, ctx.room ) of\n        ( SayMessage _, _ ) ->\n            ( [], Ack )\n\n        _ ->\n            ( [], Reject \"no\" )".to_owned(),
    ];
    for body in nothing {
        assert_eq!(left_over(&body), "", "{body}");
    }
}
