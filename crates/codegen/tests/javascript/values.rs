//! Values from serde through the generated client and back to serde.
//!
//! A server's text comes to a handler, which sends the value on; the frame's payload has to be the same value.

use std::fs;

use buildamp_fixtures::{Fixture, Random, fixtures, sources};
use buildamp_schema::{Envelope, Role, Schema};
use serde_json::{Value, json};

use crate::tools::{Folder, node, schema};

const VALUES: u64 = 40;

/// A random value as serde writes it.
pub(crate) fn written(schema: &Schema, fixture: &Fixture, seed: u64) -> String {
    let id = schema.find(fixture.name).unwrap();
    let sent = Random::new(schema, seed).value(id).to_string();
    String::from_utf8((fixture.round_trip)(sent.as_bytes()).unwrap()).unwrap()
}

/// Whether the client may send it. What it may not goes through a client with a table of its own.
fn is_sent(schema: &Schema, name: &str) -> bool {
    let def = schema.get(schema.find(name).unwrap());
    matches!(&def.role, Role::Message(message) if message.direction.is_from_clients())
}

#[test]
fn values_survive_the_client() {
    let schema = schema(&sources());
    let folder = Folder::new("values");
    folder.client("client", &schema);
    folder.write("package.json", "{ \"type\": \"module\" }");
    folder.write("round_trip.mjs", include_str!("round_trip.mjs"));
    let mut cases = Vec::new();
    for fixture in fixtures() {
        for seed in 0..VALUES {
            let text = written(&schema, &fixture, seed);
            cases.push((fixture.name, is_sent(&schema, fixture.name), text));
        }
    }
    let case = |(name, message, text): &(&str, bool, String)| json!({ "name": name, "message": message, "text": text });
    let list: Vec<Value> = cases.iter().map(case).collect();
    folder.write("cases.json", &Value::Array(list).to_string());
    node(&["round_trip.mjs"], folder.path());
    let results = fs::read_to_string(folder.path().join("results.json")).unwrap();
    let results: Value = serde_json::from_str(&results).unwrap();
    let mut frames = ["message", "other"].map(|key| {
        let frames = results[key].as_array().unwrap().iter();
        let texts = frames.map(|frame| frame.as_str().unwrap().to_owned());
        // The first one joins.
        texts.skip(1).collect::<Vec<_>>().into_iter()
    });
    for (name, message, text) in &cases {
        let frame = frames[usize::from(!message)].next().unwrap();
        check(&schema, name, *message, text, &frame);
    }
    assert!(frames.iter_mut().all(|frames| frames.next().is_none()));
}

/// The frame holds the value.
fn check(schema: &Schema, name: &str, message: bool, text: &str, frame: &str) {
    let frame: Value = serde_json::from_str(frame).unwrap();
    assert_eq!(
        (&frame["type"], &frame["room"]),
        (&json!("send_message"), &json!("room"))
    );
    let mut payload = frame["payload"].clone();
    let entries = payload.as_object_mut().unwrap();
    assert_eq!(entries.shift_remove("message_type"), Some(json!(name)));
    let inline = message && schema.envelope(schema.find(name).unwrap()) == Envelope::Inline;
    if !inline {
        assert_eq!(entries.len(), 1, "{frame}");
        payload = entries["value"].clone();
    }
    let fixture = fixtures().into_iter().find(|f| f.name == name).unwrap();
    let back = (fixture.round_trip)(payload.to_string().as_bytes());
    let back = back.unwrap_or_else(|error| panic!("{name}: {error}\nsent {text}\ngot  {payload}"));
    let [back, text] =
        [&back[..], text.as_bytes()].map(|json| ordered(serde_json::from_slice(json).unwrap()));
    assert_eq!(back, text, "{name}");
}

/// A `HashSet` has no order of its own.
fn ordered(mut value: Value) -> Value {
    if let Some(Value::Array(words)) = value.get_mut("words") {
        words.sort_by_key(Value::to_string);
    }
    value
}
