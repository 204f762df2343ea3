//! Operations on JSON documents in compiled Elm: the laws, the same cases as in JavaScript, pages that write at once, and the rules' side.

use serde_json::{Value, json};

use crate::pages::{self, ask, reply, told};
use crate::support::{Talk, lines};

const MODELS: &str = r#"
pub struct LiveEdit { pub document_id: String, pub version: u32, pub operation: serde_json::Value, pub edit_id: String }
pub struct Check { pub case: serde_json::Value }
pub struct Read { pub operation: serde_json::Value, pub tree: serde_json::Value }
pub struct Rules { pub document_id: String }
pub struct Simulate { pub seed: u32, pub pages: u32, pub edits: u32 }
#[ws(server)]
pub struct Told { pub result: serde_json::Value }
"#;

const LOGIC: &str = include_str!("json/WebSocketLogic.elm");

fn talk() -> Talk {
    pages::talk(MODELS, LOGIC)
}

/// Elm's numbers are all of one kind: `7` and `7.0` are the same.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, value)| other.get(key).is_some_and(|other| alike(value, other)))
        }
        _ => one == other,
    }
}

/// The places of a document and where they are afterwards, in whatever order.
fn sorted(moved: &Value) -> Vec<String> {
    let all = moved.as_array().expect("a list").iter();
    let mut all: Vec<String> = all.map(Value::to_string).collect();
    all.sort_unstable();
    all
}

#[test]
fn elm_and_javascript_mean_the_same() {
    let cases = include_str!("../../../../fixtures/ot/json.json");
    let cases: Vec<Value> = serde_json::from_str(cases).unwrap();
    assert!(cases.len() > 100);
    let mut talk = talk();
    for case in cases {
        let found = told(&mut talk, &json!({"message_type": "Check", "case": case}));
        for result in ["applied", "transformed", "composed", "inverted", "diff"] {
            let (found, expected) = (&found[result], &case[result]);
            assert!(
                alike(found, expected),
                "{result}: {found}, not {expected}, of {case}"
            );
        }
        assert_eq!(sorted(&found["moved"]), sorted(&case["moved"]), "{case}");
        assert_eq!(found["laws"], json!([]), "{case}");
    }
}

#[test]
fn pages_end_with_the_same_document_whatever_the_network_does() {
    pages::write_at_once(&mut talk(), None);
}

#[test]
fn what_is_wrong_is_told_by_its_step() {
    let mut talk = talk();
    let document = json!({"a": [1, "two"], "t": "abc"});
    let mut read = |operation: &Value| {
        let payload = json!({"message_type": "Read", "operation": operation, "tree": document});
        told(&mut talk, &payload)
    };
    let none = r#"the operation is not an object with a list of steps alone: {"json": […]}"#;
    for wrong in [
        json!({"json": 1}),
        json!({"json": [], "more": []}),
        json!([]),
    ] {
        assert_eq!(read(&wrong), json!(none));
    }
    let fine = json!({"at": ["n"], "set": 1});
    let shape =
        r#"it is not an object with "at" and one of "set", "unset", "insert", "delete", "edit""#;
    for (step, said) in [
        (json!(1), format!("step 1: {shape}")),
        (json!({"at": []}), format!("step 1: {shape}")),
        (
            json!({"at": ["a"], "set": 1, "unset": true}),
            format!("step 1: {shape}"),
        ),
        (
            json!({"at": [-1], "set": 1}),
            r#"step 1: "at" is not a list of keys and indexes"#.into(),
        ),
        (
            json!({"at": ["a"], "unset": 1}),
            r#"step 1: "unset" is not true"#.into(),
        ),
        (
            json!({"at": [0], "unset": true}),
            r#"step 1: "unset" is of a key, and "at" does not end with one"#.into(),
        ),
        (
            json!({"at": [], "insert": 1}),
            r#"step 1: "insert" is of a list's index, and "at" does not end with one"#.into(),
        ),
        (
            json!({"at": [], "set": "x"}),
            "step 1: the whole document has to be an object or a list".into(),
        ),
        (
            json!({"at": [], "edit": []}),
            "step 1: the whole document is no text".into(),
        ),
        (
            json!({"at": ["t"], "edit": [null]}),
            "step 1: part 0 of the operation is neither a whole number nor a text".into(),
        ),
        (
            json!({"at": ["x"], "unset": true}),
            r#"step 1 (unset at ["x"]): the document has no key "x""#.into(),
        ),
        (
            json!({"at": ["a", 3], "insert": 1}),
            r#"step 1 (insert at ["a",3]): ["a"] has 2 elements, and index 3 is beyond them"#
                .into(),
        ),
        (
            json!({"at": ["t", "x"], "set": 1}),
            r#"step 1 (set at ["t","x"]): ["t"] is a text, and "x" is a key of an object"#.into(),
        ),
        (
            json!({"at": [0], "delete": true}),
            "step 1 (delete at [0]): the document is an object, and 0 is an index of a list".into(),
        ),
        (
            json!({"at": ["a"], "edit": ["x"]}),
            r#"step 1 (edit at ["a"]): ["a"] is a list, and an edit is of a text"#.into(),
        ),
    ] {
        let said: String = said;
        assert_eq!(read(&json!({"json": [fine, step]})), json!(said));
    }
}

fn edit(version: u32, steps: &Value) -> Value {
    let operation = json!({"json": steps});
    json!({"message_type": "LiveEdit", "document_id": "d", "version": version, "operation": operation, "edit_id": "page-4"})
}

#[test]
fn an_edit_comes_behind_those_that_it_did_not_know() {
    let mut talk = talk();
    talk.snapshot
        .documents
        .insert("d".to_owned(), (2, "null".into()));
    let before = [
        r#"{"json":[{"at":["l"],"set":["a","b"]}]}"#,
        r#"{"json":[{"at":["l",0],"delete":true}]}"#,
    ];
    talk.snapshot
        .operations
        .insert("d".to_owned(), before.map(Into::into).to_vec());
    let steps = json!([{"at": ["l", 1], "edit": [1, "!"]}, {"at": ["l", 0], "set": "lost"}]);
    let decision = ask(&mut talk, &edit(1, &steps));
    assert_eq!(
        lines(&decision),
        r#"document d = 3 by {"json":[{"at":["l",0],"edit":[1,"!"]}]}
set edits:d:page = 4 for Some(86400)
ack"#
    );
    assert_eq!(
        talk.snapshot.asked,
        ["value edits:d:page", "changes d 1"],
        "the document is not read"
    );
    let many: Vec<Value> = (0..1001)
        .map(|at| json!({"at": ["n"], "set": at}))
        .collect();
    let refused = ask(&mut talk, &edit(2, &json!(many)));
    assert_eq!(
        lines(&refused),
        "reject the operation has 1001 steps, and may have 1000"
    );
    let text = json!({"message_type": "LiveEdit", "document_id": "d", "version": 1, "operation": ["x"], "edit_id": "page-4"});
    assert_eq!(
        lines(&ask(&mut talk, &text)),
        "reject the document is JSON, and the operation is one on a text"
    );
}

#[test]
fn the_rules_read_and_write_a_document_themselves() {
    let mut talk = talk();
    talk.snapshot
        .documents
        .insert("d".to_owned(), (4, r#"{"n":1,"x":[]}"#.into()));
    let decision = ask(
        &mut talk,
        &json!({"message_type": "Rules", "document_id": "d"}),
    );
    assert_eq!(
        lines(&decision).lines().take(2).collect::<Vec<_>>(),
        [
            r#"document d = 5 by {"json":[{"at":["n"],"set":2}]}"#,
            r#"document d = 5 by {"json":[{"at":["n"],"set":3},{"at":["x"],"unset":true}]}"#,
        ]
    );
    assert_eq!(
        reply(&decision),
        json!({"version": 4, "content": {"n": 1, "x": []}, "edits": {}})
    );
}
