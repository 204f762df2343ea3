//! The AsyncAPI document: the official schema of AsyncAPI 3.0.0 accepts it, what it refers to is there,
//! and its frames are those of the protocol.
//!
//! The official schema is in an npm package: run `npm ci` in `crates/codegen/tests/node` first.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use buildamp_codegen::{Output, asyncapi, json_schema};
use buildamp_diagnostics::Sources;
use buildamp_fixtures::{seed_sources, sources};
use buildamp_schema::{Schema, read};
use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

fn schema(sources: &Sources) -> Schema {
    let reading = read(sources);
    assert_eq!(reading.reports, []);
    reading.schema
}

/// Models of one file.
fn models(text: &str) -> Schema {
    let mut sources = Sources::new();
    sources.add("models/ws/app_ws.rs", text);
    schema(&sources)
}

fn parse(output: &Output) -> Value {
    serde_json::from_str(&output.text).expect("JSON")
}

/// Compiled once: it takes seconds in a debug build.
static OFFICIAL: LazyLock<Validator> = LazyLock::new(official);

fn official() -> Validator {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node");
    let path = format!("{folder}/node_modules/@asyncapi/specs/schemas/3.0.0.json");
    let text = std::fs::read_to_string(&path);
    let text = text.unwrap_or_else(|error| panic!("{path}: {error}\nrun `npm ci` in {folder}"));
    let document = serde_json::from_str(&text).expect("JSON");
    jsonschema::draft7::new(&document).expect("the official schema")
}

#[test]
fn the_official_schema_accepts_it() {
    let check = |name: &str, schema: &Schema| {
        let document = parse(&asyncapi::generate(schema));
        let errors = OFFICIAL.iter_errors(&document);
        let errors: Vec<String> = errors
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{name}");
    };
    check("fixtures", &schema(&sources()));
    check("seed", &schema(&seed_sources()));
    check(
        "no messages",
        &models("#[ws(helper)]\npub struct Alone { pub x: u8 }"),
    );
    check("one message", &models("pub struct Alone { pub x: u8 }"));
    check(
        "one way",
        &models("#[ws(server)]\npub struct Alone { pub x: u8 }"),
    );
}

#[test]
fn the_official_schema_can_refuse() {
    let mut document = parse(&asyncapi::generate(&schema(&seed_sources())));
    document["operations"]["ack"]["action"] = json!("shout");
    assert!(!OFFICIAL.is_valid(&document));
}

#[test]
fn all_that_it_refers_to_is_there() {
    let schema = schema(&sources());
    let document = asyncapi::generate(&schema);
    let mut outputs = json_schema::generate(&schema);
    outputs.push(document.clone());
    let mut references = BTreeSet::new();
    collect_references(&parse(&document), &mut references);
    assert!(references.len() > 60, "{references:?}");
    for reference in references {
        let (file, pointer) = reference.split_once('#').unwrap_or((&reference, ""));
        let file = if file.is_empty() {
            "asyncapi.json"
        } else {
            file
        };
        let path = format!("schema/{file}");
        let output = outputs.iter().find(|output| output.path == path);
        let output = output.unwrap_or_else(|| panic!("{reference}: no such file"));
        assert!(
            parse(output).pointer(pointer).is_some(),
            "{reference}: nothing there"
        );
    }
}

fn collect_references(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect_references(item, references)),
        Value::Object(entries) => {
            references.extend(
                entries
                    .get("$ref")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            );
            entries
                .values()
                .for_each(|entry| collect_references(entry, references));
        }
        _ => {}
    }
}

/// Asks the document, with all the files beside it, about frames.
fn check_frames(name: &str, accepted: &[Value], refused: &[Value]) {
    let schema = schema(&sources());
    let files = json_schema::generate(&schema);
    let files = files
        .iter()
        .chain([&asyncapi::generate(&schema)])
        .map(|output| {
            let file = output.path.trim_start_matches("schema/");
            let resource = jsonschema::Draft::Draft202012.create_resource(parse(output));
            (format!("json-schema:///{file}"), resource)
        })
        .collect::<Vec<_>>();
    let registry = Registry::new()
        .extend(files)
        .expect("resources")
        .prepare()
        .expect("a registry");
    let target = format!("json-schema:///asyncapi.json#/components/messages/{name}/payload");
    let validator = jsonschema::options()
        .with_registry(&registry)
        .build(&json!({ "$ref": target }));
    let validator = validator.expect("a schema");
    for (frames, expected) in [(accepted, true), (refused, false)] {
        for frame in frames {
            let error = validator
                .validate(frame)
                .err()
                .map(|error| error.to_string());
            assert_eq!(error.is_none(), expected, "{frame}: {error:?}");
        }
    }
}

#[test]
fn the_frames_of_clients() {
    let join = |more: Value| {
        let mut frame = json!({ "type": "join_room", "room": "lobby" });
        let entries = frame.as_object_mut().expect("an object");
        entries.extend(more.as_object().cloned().unwrap_or_default());
        frame
    };
    check_frames(
        "join_room",
        &[
            join(json!({})),
            join(json!({ "userId": "alice", "id": 7, "since": { "epoch": "e", "seq": 4 } })),
            join(json!({ "id": "7" })),
        ],
        &[
            join(json!({ "type": "join" })),
            join(json!({ "room": 1 })),
            join(json!({ "since": { "seq": 4 } })),
            join(json!({ "id": "7".repeat(65) })),
            join(json!({ "id": 1.5 })),
            json!({ "type": "join_room" }),
        ],
    );
    let send =
        |payload: Value| json!({ "type": "send_message", "room": "lobby", "payload": payload });
    check_frames(
        "send_message",
        &[
            send(json!({ "message_type": "Cursor", "x": 1, "y": 2 })),
            send(json!({ "message_type": "Tags", "value": ["a"] })),
        ],
        &[
            send(json!({ "message_type": "Cursor", "x": 1 })),
            send(json!({ "x": 1, "y": 2 })),
            send(json!({ "message_type": "Nobody" })),
            // Only the server sends it.
            send(json!({ "message_type": "Announcement", "text": "" })),
        ],
    );
}

/// A join has a payload where the app has messages for it, and no other frame has these.
#[test]
fn messages_that_come_with_a_join() {
    let schema = models(include_str!("models/joins_ws.rs"));
    let document = parse(&asyncapi::generate(&schema));
    let payload = |frame: &str| {
        let pointer = format!("/components/messages/{frame}/payload/properties/payload");
        document.pointer(&pointer).cloned()
    };
    let refer = |name: &str| json!({ "$ref": format!("{name}.schema.json") });
    let joins = ["EnterGame", "Seek", "Watch"].map(refer);
    assert_eq!(payload("join_room"), Some(json!({ "oneOf": joins })));
    assert_eq!(payload("send_message"), Some(refer("Say")));
    let told = document["components"]["messages"]["broadcast"].to_string();
    assert!(
        told.contains("Say.schema.json") && !told.contains("Watch"),
        "{told}"
    );
    let errors: Vec<String> = OFFICIAL
        .iter_errors(&document)
        .map(|e| e.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn the_frames_of_the_server() {
    let broadcast = |message: Value| json!({ "type": "broadcast", "room": "lobby", "message": message, "timestamp": 1, "seq": 2 });
    check_frames(
        "broadcast",
        &[
            broadcast(json!({ "type": "Announcement", "payload": { "text": "" } })),
            broadcast(json!({ "type": "Tags", "payload": ["a"] })),
            broadcast(json!({ "type": "user_left", "user_id": "bob", "timestamp": 1 })),
        ],
        &[
            broadcast(json!({ "type": "Announcement", "payload": {} })),
            broadcast(json!({ "type": "Tags", "payload": { "value": ["a"] } })),
            broadcast(json!({ "type": "user_left", "timestamp": 1 })),
            // Only clients send it.
            broadcast(
                json!({ "type": "Say", "payload": { "text": "a", "tags": [], "weight": 1 } }),
            ),
            json!({ "type": "broadcast", "room": "lobby" }),
        ],
    );
    check_frames(
        "error",
        &[
            json!({ "type": "error", "error": "slower", "code": "rate_limited", "retry_after_ms": 5 }),
            json!({ "type": "error", "error": "no", "code": "rejected", "id": "a", "room": "lobby" }),
        ],
        &[
            json!({ "type": "error", "error": "no", "code": "other" }),
            json!({ "type": "error", "code": "rejected" }),
        ],
    );
    check_frames(
        "room_state",
        &[
            json!({ "type": "room_state", "room": "r", "state": null, "members": ["a"], "epoch": 1, "seq": 0, "recovered": false, "timestamp": 7 }),
        ],
        &[
            json!({ "type": "room_state", "room": "r", "members": ["a"], "epoch": 1, "seq": 0, "recovered": false, "timestamp": 7 }),
        ],
    );
    check_frames(
        "pong",
        &[json!({ "type": "pong", "timestamp": 7 })],
        &[json!({ "type": "pong" })],
    );
}

#[test]
fn the_text_of_the_seed() {
    let output = asyncapi::generate(&schema(&seed_sources()));
    insta::assert_snapshot!("seed", output.text);
}
