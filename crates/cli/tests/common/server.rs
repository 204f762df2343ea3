//! An app that is served, and its rules.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};

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
pub struct Serving {
    child: Child,
    /// What it says once it has begun, line by line.
    lines: Receiver<String>,
}

impl Serving {
    /// Waits until it has said this, and gives the lines before.
    pub fn says(&self, text: &str) -> Vec<String> {
        let mut before = Vec::new();
        loop {
            match self.lines.recv() {
                Ok(line) if line.contains(text) => return before,
                Ok(line) => before.push(line),
                Err(_) => panic!("it ends without {text}: {before:#?}"),
            }
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts it; where it listens.
pub fn start(app: &App, command: &str) -> (Serving, String) {
    start_with(app, command, &[])
}

/// The same with variables of the environment.
pub fn start_with(app: &App, command: &str, variables: &[(&str, &str)]) -> (Serving, String) {
    let mut command = app.command(&[command, ".", "--address", "127.0.0.1:0"]);
    command.envs(variables.iter().copied());
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let (say, said) = channel();
    let serving = Serving { child, lines: said };
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
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            // A test that has heard enough has let go.
            let _ = say.send(line);
        }
    });
    (serving, address)
}
