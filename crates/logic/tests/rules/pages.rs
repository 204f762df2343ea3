//! What the tests of documents share: an app that is asked, and pages that write at once.

#![allow(unreachable_pub)]

use std::time::Duration;

use buildamp_diagnostics::Sources;
use buildamp_logic::Limits;
use buildamp_logic::rules::{Decision, Response};
use serde_json::{Value, json};

use crate::support::Talk;

/// The pages, and the network between them and a server.
const NETWORK: &str = include_str!("pages/Network.elm");

/// An app with these models and this logic, whose calls may take long.
pub fn talk(models: &str, logic: &str) -> Talk {
    let mut sources = Sources::new();
    sources.add("models/ws/documents_ws.rs", models);
    let limits = Limits {
        time: Duration::from_secs(120),
        memory: 256 << 20,
        ..Limits::default()
    };
    Talk::of(
        &sources,
        &[("WebSocketLogic", logic), ("Network", NETWORK)],
        limits,
    )
}

pub fn ask(talk: &mut Talk, payload: &Value) -> Decision {
    let sent = talk.send(&payload.to_string());
    sent.unwrap_or_else(|failure| panic!("{failure}"))
}

/// What the logic tells in its answer.
pub fn reply(decision: &Decision) -> Value {
    match &decision.response {
        Response::Reply(message) => {
            let message: Value = serde_json::from_str(&message.json).expect("the rules write JSON");
            message["payload"]["result"].clone()
        }
        other => panic!("{other:?}"),
    }
}

pub fn told(talk: &mut Talk, payload: &Value) -> Value {
    reply(&ask(talk, payload))
}

/// Lets pages write at once, over networks of many kinds: all end with what the server has.
pub fn write_at_once(talk: &mut Talk, content: Option<&str>) {
    for seed in 1..=25 {
        let mut payload = json!({
            "message_type": "Simulate", "seed": seed, "pages": 2 + seed % 4, "edits": 60
        });
        if let Some(content) = content {
            payload["content"] = content.into();
        }
        let found = told(talk, &payload);
        let contents = found["contents"].as_array().expect("a list");
        assert_eq!(found["wrong"], json!([]), "seed {seed}: {found}");
        assert!(
            contents.iter().all(|content| *content == found["server"]),
            "seed {seed}: {found}"
        );
        assert!(found["version"].as_u64() > Some(4), "seed {seed}: {found}");
    }
}
