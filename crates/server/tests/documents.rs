//! Documents: texts that the server works out, what it refuses, and what it stores.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use buildamp_engine::embedded::{Durability, Embedded, Options};
use buildamp_engine::{Batch, Engine, Reads, Space, Tenant, Write};
use buildamp_server::{DocumentLimits, Limits};
use support::app::Style;
use support::{conversation, run};

fn limits() -> Limits {
    Limits {
        messages: None,
        ..Limits::default()
    }
}

#[test]
fn a_document_has_its_text_at_every_version() {
    conversation(
        Style::Plain,
        limits(),
        r#"
        alice connects
        alice -> join document:d
        alice <- joined document:d at 1, here: alice, state {"version":0,"content":null,"edits":{}}
        alice -> say /edit d 1 ["Hello 😀"] to document:d #1
        alice <- ack #1
        alice -> say /edit d 2 [8,"!"] to document:d #2
        alice <- ack #2
        alice -> say /text d to document:d #3
        alice <- ack Verdict {"text":"2 \"Hello 😀!\""} #3
        alice -> say /since d 1 to document:d #4
        alice <- ack Verdict {"text":"(2, Some([\"[8,\\\"!\\\"]\"]))"} #4
        alice -> say /since nothing 0 to document:d #5
        alice <- ack Verdict {"text":"(0, Some([]))"} #5
        bob connects
        bob -> join document:d
        alice <- document:d 2 +bob
        bob <- joined document:d at 2, here: alice bob, state {"version":2,"content":"Hello 😀!","edits":{}}
        "#,
    );
}

#[test]
fn what_does_not_fit_the_text_is_refused_and_nothing_happens() {
    conversation(
        Style::Plain,
        limits(),
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say /edit d 1 ["a😀"] to lobby #1
        alice <- ack #1
        alice -> say /edit d 2 [2,"x"] to lobby #2
        alice <- error rejected: document `d`, version 2: the text has 3 UTF-16 units, the operation is for one of 2 #2
        alice -> say /edit d 2 [2,"x",1] to lobby #3
        alice <- error rejected: document `d`, version 2: it parts the two halves of a character, at unit 2 #3
        alice -> say /edit d 2 {"kind":"insert"} to lobby #4
        alice <- error rejected: document `d`, version 2: the document is a text: an operation on it is an array of whole numbers and texts #4
        alice -> say /edit d 3 [3] to lobby #5
        alice <- error rejected: document `d` is at version 1: the next operation makes version 2, not 3 #5
        alice -> say /edit d 2 [1.5] to lobby #6
        alice <- error rejected: document `d`, version 2: it is not an array of whole numbers and texts: invalid type: floating point `1.5`, expected a whole number of units that are kept, a negative one of those deleted, or a text to insert at line 1 column 4 #6
        alice -> say /text d to lobby #7
        alice <- ack Verdict {"text":"1 \"a😀\""} #7
        alice -> say /edit own 1 {"kind":"insert"} to lobby #8
        alice <- ack #8
        alice -> say /text own to lobby #9
        alice <- ack Verdict {"text":"1 null"} #9
        "#,
    );
}

#[test]
fn a_text_that_gets_too_long_is_refused() {
    let limits = Limits {
        documents: DocumentLimits {
            length: 5,
            ..DocumentLimits::default()
        },
        ..limits()
    };
    conversation(
        Style::Plain,
        limits,
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say /edit d 1 ["123456"] to lobby #1
        alice <- error rejected: document `d`, version 1: the text would have 6 UTF-16 units, and may have 5 #1
        "#,
    );
}

#[test]
fn a_snapshot_is_scheduled_once_and_the_rules_hear_of_it() {
    conversation(
        Style::Plain,
        limits(),
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say /edit d 1 ["a"] to lobby #1
        alice <- ack #1
        alice -> say /save d to lobby #2
        alice <- ack #2
        alice -> say /save d to lobby #3
        alice <- ack #3
        clock +30000
        alice <- lobby 2 : SaveDocumentSnapshot {"document_id":"d"}
        clock +30000
        "#,
    );
}

#[test]
fn a_deleted_document_is_empty_and_what_was_written_on_the_old_text_does_not_fit() {
    conversation(
        Style::Plain,
        limits(),
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say /edit d 1 ["old"] to lobby #1
        alice <- ack #1
        alice -> say /forget d to lobby #2
        alice <- ack #2
        alice -> say /text d to lobby #3
        alice <- ack Verdict {"text":"2 null"} #3
        alice -> say /since d 1 to lobby #4
        alice <- ack Verdict {"text":"(2, None)"} #4
        alice -> say /edit d 2 [3,"er"] to lobby #5
        alice <- error rejected: document `d` is at version 2: the next operation makes version 3, not 2 #5
        alice -> say /edit d 3 ["new"] to lobby #6
        alice <- ack #6
        alice -> say /text d to lobby #7
        alice <- ack Verdict {"text":"3 \"new\""} #7
        alice -> say /rewrite d 5 ["newest"] to lobby #8
        alice <- ack #8
        alice -> say /text d to lobby #9
        alice <- ack Verdict {"text":"5 \"newest\""} #9
        alice -> say /rewrite d 7 [6,"x"] to lobby #10
        alice <- error rejected: document `d`, version 7: the text has 0 UTF-16 units, the operation is for one of 6 #10
        "#,
    );
}

/// What is stored is the whole text now and then, and the operations since.
#[test]
fn the_text_is_stored_as_a_whole_now_and_then() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            durability: Durability::Interval,
            ..Options::default()
        };
        let tenant = Tenant("test".into());
        let stored = |engine: &Embedded| {
            let mut snapshot = engine
                .snapshot(&tenant, buildamp_engine::Millis(1))
                .unwrap();
            let found = snapshot.document("d").unwrap().unwrap();
            (
                found.version,
                found.content_version,
                found.content.to_string(),
            )
        };
        let limits = Limits {
            documents: DocumentLimits {
                snapshot: 10,
                ..DocumentLimits::default()
            },
            ..limits()
        };
        let engine = Embedded::open(folder.path(), options).unwrap();
        let (stage, engine) = support::Stage::on(engine, Style::Plain, limits.clone());
        let mut script =
            "alice connects\nalice -> join lobby\nalice <- joined lobby at 1, here: alice\n"
                .to_owned();
        for version in 1..=25 {
            let kept = match version {
                1 => String::new(),
                version => format!("{},", version - 1),
            };
            script.push_str(&format!(
                "alice -> say /edit d {version} [{kept}\"x\"] to lobby #{version}\nalice <- ack #{version}\n"
            ));
        }
        support::play(&stage, support::InMemory, &script).await;
        let whole = format!("\"{}\"", "x".repeat(20));
        assert_eq!(stored(&engine), (25, 20, whole));
        drop(stage);
        engine.close().unwrap();
        drop(engine);

        let engine = Embedded::open(folder.path(), options).unwrap();
        let (stage, engine) = support::Stage::on(engine, Style::Plain, limits);
        let text = "x".repeat(25);
        let script = format!(
            r#"
            alice connects
            alice -> join lobby
            alice <- joined lobby at 3, here: alice
            alice -> say /text d to lobby #1
            alice <- ack Verdict {{"text":"25 \"{text}\""}} #1
            alice -> say /save d to lobby #2
            alice <- ack #2
            clock +30000
            alice <- lobby 4 : SaveDocumentSnapshot {{"document_id":"d"}}
            "#
        );
        support::play(&stage, support::InMemory, &script).await;
        assert_eq!(stored(&engine), (25, 25, format!("\"{text}\"")));
    });
}

/// The room's state has the number of the last edit of each page, as the rules keep it.
#[test]
fn the_state_of_a_documents_room_tells_which_edits_have_arrived() {
    run(async {
        let stage = support::Stage::new(Style::Plain, limits());
        let tenant = Tenant("test".into());
        let edits = |key: &str, value: &str| Write::Set {
            space: Space::Values,
            key: key.to_owned(),
            value: value.into(),
            keep: buildamp_engine::Keep::Always,
        };
        // Of the documents `d`, `d:x` and `d%3Ax`.
        let writes = vec![
            edits("edits:d:page", "7"),
            edits("edits:d%3Ax:page", "8"),
            edits("edits:d%253Ax:page", "9"),
        ];
        let batch = Batch {
            tenant,
            reads: Reads::default(),
            writes,
            completes: None,
            now: buildamp_engine::Millis(1),
        };
        stage.node.engine().commit(batch).unwrap();
        let script = r#"
            alice connects
            alice -> join document:d
            alice <- joined document:d at 1, here: alice, state {"version":0,"content":null,"edits":{"page":7}}
            alice -> join document:d:x
            alice <- joined document:d:x at 1, here: alice, state {"version":0,"content":null,"edits":{"page":8}}
            alice -> join document:d%3Ax
            alice <- joined document:d%3Ax at 1, here: alice, state {"version":0,"content":null,"edits":{"page":9}}
        "#;
        support::play(&stage, support::InMemory, script).await;
    });
}

#[test]
fn a_json_document_has_its_value_at_every_version() {
    conversation(
        Style::Plain,
        limits(),
        r#"
        alice connects
        alice -> join document:d
        alice <- joined document:d at 1, here: alice, state {"version":0,"content":null,"edits":{}}
        alice -> say /edit d 1 {"json":[{"at":["items"],"set":["a😀"]},{"at":["n"],"set":1.5}]} to document:d #1
        alice <- ack #1
        alice -> say /edit d 2 {"json":[{"at":["items",0],"edit":[3,"!"]},{"at":["items",1],"insert":{"x":null}},{"at":["n"],"unset":true}]} to document:d #2
        alice <- ack #2
        alice -> say /text d to document:d #3
        alice <- ack Verdict {"text":"2 {\"items\":[\"a😀!\",{\"x\":null}]}"} #3
        alice -> say /since d 1 to document:d #4
        alice <- ack Verdict {"text":"(2, Some([\"{\\\"json\\\":[{\\\"at\\\":[\\\"items\\\",0],\\\"edit\\\":[3,\\\"!\\\"]},{\\\"at\\\":[\\\"items\\\",1],\\\"insert\\\":{\\\"x\\\":null}},{\\\"at\\\":[\\\"n\\\"],\\\"unset\\\":true}]}\"]))"} #4
        alice -> say /edit d 3 {"json":[{"at":["items",0],"delete":true}]} to document:d #5
        alice <- ack #5
        bob connects
        bob -> join document:d
        alice <- document:d 2 +bob
        bob <- joined document:d at 2, here: alice bob, state {"version":3,"content":{"items":[{"x":null}]},"edits":{}}
        alice -> say /forget d to document:d #6
        alice <- ack #6
        alice -> say /edit d 5 {"json":[{"at":[],"set":[]}]} to document:d #7
        alice <- ack #7
        alice -> say /text d to document:d #8
        alice <- ack Verdict {"text":"5 []"} #8
        "#,
    );
}

#[test]
fn what_does_not_fit_the_json_is_refused_and_nothing_happens() {
    let limits = Limits {
        documents: DocumentLimits {
            length: 12,
            ..DocumentLimits::default()
        },
        ..limits()
    };
    conversation(
        Style::Plain,
        limits,
        r#"
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say /edit d 1 {"json":[{"at":["t"],"set":"a😀"}]} to lobby #1
        alice <- ack #1
        alice -> say /edit d 2 {"json":[{"at":["n"],"set":1},{"at":["t"],"edit":[2,"x",1]}]} to lobby #2
        alice <- error rejected: document `d`, version 2: step 1 (edit at ["t"]): it parts the two halves of a character, at unit 2 #2
        alice -> say /edit d 2 {"json":[{"at":["l",0],"insert":1}]} to lobby #3
        alice <- error rejected: document `d`, version 2: step 0 (insert at ["l",0]): the document has no key "l" #3
        alice -> say /edit d 2 {"json":[{"at":["t"],"put":1}]} to lobby #4
        alice <- error rejected: document `d`, version 2: step 0: it is not an object with "at" and one of "set", "unset", "insert", "delete", "edit" #4
        alice -> say /edit d 2 ["x"] to lobby #5
        alice <- error rejected: document `d`, version 2: the document is JSON: an operation on it is an object with a list of steps, {"json": […]} #5
        alice -> say /edit d 2 {"kind":"own"} to lobby #6
        alice <- error rejected: document `d`, version 2: the document is JSON: an operation on it is an object with a list of steps, {"json": […]} #6
        alice -> say /edit d 2 {"json":[{"at":["more"],"set":"1234"}]} to lobby #7
        alice <- error rejected: document `d`, version 2: the document would have 15 units of texts, keys and values, and may have 12 #7
        alice -> say /text d to lobby #8
        alice <- ack Verdict {"text":"1 {\"t\":\"a😀\"}"} #8
        alice -> say /edit text 1 ["x"] to lobby #9
        alice <- ack #9
        alice -> say /edit text 2 {"json":[]} to lobby #10
        alice <- error rejected: document `text`, version 2: the document is a text: an operation on it is an array of whole numbers and texts #10
        "#,
    );
}

/// The whole value now and then, and the operations since; also for a server that begins anew.
#[test]
fn json_is_stored_as_a_whole_now_and_then() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            durability: Durability::Interval,
            ..Options::default()
        };
        let tenant = Tenant("test".into());
        let stored = |engine: &Embedded| {
            let mut snapshot = engine
                .snapshot(&tenant, buildamp_engine::Millis(1))
                .unwrap();
            let found = snapshot.document("d").unwrap().unwrap();
            let content = found.content.to_string();
            (found.version, found.content_version, content)
        };
        let limits = Limits {
            documents: DocumentLimits {
                snapshot: 10,
                ..DocumentLimits::default()
            },
            ..limits()
        };
        let engine = Embedded::open(folder.path(), options).unwrap();
        let (stage, engine) = support::Stage::on(engine, Style::Plain, limits.clone());
        let mut script =
            "alice connects\nalice -> join lobby\nalice <- joined lobby at 1, here: alice\n"
                .to_owned();
        for version in 1..=15 {
            let step = match version {
                1 => r#"{"at":["l"],"set":[]}"#,
                _ => r#"{"at":["l",0],"insert":7}"#,
            };
            script.push_str(&format!(
                "alice -> say /edit d {version} {{\"json\":[{step}]}} to lobby #{version}\nalice <- ack #{version}\n"
            ));
        }
        support::play(&stage, support::InMemory, &script).await;
        let of = |count: usize| format!(r#"{{"l":[{}]}}"#, vec!["7"; count].join(","));
        assert_eq!(stored(&engine), (15, 10, of(9)));
        drop(stage);
        engine.close().unwrap();
        drop(engine);

        let engine = Embedded::open(folder.path(), options).unwrap();
        let (stage, engine) = support::Stage::on(engine, Style::Plain, limits);
        let told = of(14).replace('"', "\\\"");
        let script = format!(
            r#"
            alice connects
            alice -> join lobby
            alice <- joined lobby at 3, here: alice
            alice -> say /text d to lobby #1
            alice <- ack Verdict {{"text":"15 {told}"}} #1
            alice -> say /save d to lobby #2
            alice <- ack #2
            clock +30000
            alice <- lobby 4 : SaveDocumentSnapshot {{"document_id":"d"}}
            "#
        );
        support::play(&stage, support::InMemory, &script).await;
        assert_eq!(stored(&engine), (15, 15, of(14)));
    });
}
