//! `--watch`: a change of a model is a run, and a mistake doesn't end the watch.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod common;

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use common::{App, GAME, wait_until};

/// A watch that ends with the test, however that ends.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn new(app: &App, arguments: &[&str]) -> Watch {
        let mut command = app.command(arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let error = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || {
            let mut lines = error.lines().map_while(Result::ok);
            lines.all(|line| sender.send(line).is_ok());
        });
        Watch { child, lines }
    }

    /// Reads on until a line says this.
    fn says(&self, what: &str) {
        let mut before = Vec::new();
        loop {
            match self.lines.recv_timeout(Duration::from_secs(30)) {
                Ok(line) if line.contains(what) => return,
                Ok(line) => before.push(line),
                Err(error) => panic!("{error}: no line with {what:?} after {before:#?}"),
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has told then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn runs_at_once_and_after_every_change() {
    let app = App::new();
    let mut watch = Watch::new(&app, &["gen", "--watch"]);
    watch.says("2 messages and 1 other type");
    watch.says("watching models/");
    let messages = app.path("generated/elm/BuildAmp/Messages.elm");
    assert!(messages.exists());

    app.write("models/ws/game_ws.rs", GAME.replace("winner", "victor"));
    wait_until("the change is generated", || {
        std::fs::read_to_string(&messages).is_ok_and(|text| text.contains("victor"))
    });
    watch.says("2 messages and 1 other type");

    app.write("models/ws/game_ws.rs", GAME.replace("f64", "i128"));
    watch.says("2 errors; nothing was generated");

    app.write("models/ws/game_ws.rs", GAME);
    app.write(
        "models/ws/chess_ws.rs",
        "pub struct Castle {\n    pub to: u8,\n}\n",
    );
    watch.says("3 messages and 1 other type");

    std::fs::remove_file(app.path("models/ws/chess_ws.rs")).unwrap();
    watch.says("2 messages and 1 other type");
    assert!(watch.child.try_wait().unwrap().is_none(), "still watching");
}

#[test]
fn waits_for_a_folder_of_models() {
    let app = App::empty();
    let watch = Watch::new(&app, &["check", "--watch"]);
    watch.says("there is no folder `models`");
    watch.says("watching models/");
    app.write("models/ws/game_ws.rs", GAME);
    watch.says("2 messages and 1 other type are in order");
}
