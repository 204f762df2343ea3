//! What is wrong with a logic, as its author is told.

use buildamp_diagnostics::Sources;

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
