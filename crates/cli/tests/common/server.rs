//! An app that is served, and its rules.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use super::App;

/// What is said goes to everyone.
pub const LOGIC: &str = "\
module WebSocketLogic exposing (processMessage)

import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage)


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    ( [ Broadcast { room = ctx.room, message = message, exclude = [] } ], Ack )
";

/// Of an app.
pub const ELM_JSON: &str = r#"{
    "type": "application",
    "source-directories": ["src", "generated/elm"],
    "elm-version": "0.19.1",
    "dependencies": {
        "direct": { "elm/core": "1.0.5", "elm/json": "1.1.3" },
        "indirect": {}
    },
    "test-dependencies": { "direct": {}, "indirect": {} }
}
"#;

/// A server that ends with the test.
pub struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts it; where it listens.
pub fn start(app: &App, command: &str) -> (Serving, String) {
    start_with(app, command, &[])
}

/// The same with variables of the environment.
pub fn start_with(app: &App, command: &str, variables: &[(&str, &str)]) -> (Serving, String) {
    let (serving, address, said) = start_heard(app, command, variables);
    std::thread::spawn(move || said.for_each(drop));
    (serving, address)
}

/// The same with what it says from then on.
pub fn start_heard(
    app: &App,
    command: &str,
    variables: &[(&str, &str)],
) -> (Serving, String, impl Iterator<Item = String> + use<>) {
    let mut command = app.command(&[command, ".", "--address", "127.0.0.1:0"]);
    command.envs(variables.iter().copied());
    let child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut serving = Serving(child);
    let mut lines = BufReader::new(serving.0.stderr.take().unwrap()).lines();
    let mut before = Vec::new();
    let address = loop {
        let line = lines
            .next()
            .unwrap_or_else(|| panic!("{before:#?}"))
            .unwrap();
        match line.split_once("://") {
            Some((_, address)) => break address.to_owned(),
            None => before.push(line),
        }
    };
    // All is begun once it says how to end it.
    let begun = lines.find(|line| line.as_ref().unwrap().contains("Ctrl+C stops it"));
    assert!(begun.is_some(), "{before:#?}");
    (serving, address, lines.map_while(Result::ok))
}
