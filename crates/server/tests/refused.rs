//! What the log tells of connections that are refused: strangers write a part of it.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::io;
use std::sync::{Arc, Mutex};

use buildamp_server::Limits;
use buildamp_server::identity::Origins;
use buildamp_server::transport::Options;
use serde_json::Value;
use support::app::Style;
use support::server::Server;
use support::{InMemory, Stage, play};

/// The log of the whole process: requests are answered on threads of the server.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn lines(&self) -> Vec<Value> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        lines.collect()
    }
}

const CRASH: &str = "
    alice connects
    alice -> join lobby
    alice <- joined lobby at 1, here: alice
    alice -> say /crash broken to lobby
    alice <- error logic_crashed: the app's logic failed; nothing happened
    ";

/// More pages than lines that are told apart, each of which asks twice; then the rules fail.
#[test]
fn strangers_do_not_silence_the_faults_of_the_rules() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    support::run(async {
        let stage = Stage::new(Style::Plain, Limits::default());
        let options = Options {
            origins: Origins::Only(vec!["https://example.org".to_owned()]),
            ..Options::default()
        };
        let server = Server::start(&stage, options).await;
        for _ in 0..2 {
            for page in 0..70 {
                let origin = format!("https://{page}.evil.test");
                let answer = server.try_connect("", &[("origin", &origin)]).await;
                assert_eq!(answer.unwrap().err().unwrap().status, 403);
            }
        }
        play(&stage, InMemory, CRASH).await;
    });
    let lines = log.lines();
    let of = |level: &str, text: &str| {
        let told = lines.iter().filter(|line| {
            line["level"] == level && line["message"].as_str().unwrap().contains(text)
        });
        told.count()
    };
    assert_eq!(of("INFO", "refused a connection: 403"), 64, "{lines:#?}");
    assert_eq!(of("ERROR", "broken"), 1, "{lines:#?}");
}
