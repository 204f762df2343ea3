//! Operations on texts in compiled Elm: the laws, the same cases as in JavaScript, pages that write at once, and the rules' side.

use buildamp_logic::rules::Effect;
use serde_json::{Value, json};

use crate::pages::{self, ask, told};
use crate::support::{Talk, lines};

const MODELS: &str = r#"
pub struct LiveEdit { pub document_id: String, pub version: u32, pub operation: serde_json::Value, pub edit_id: String }
#[ws(server)]
pub struct DocumentUpdate { pub document_id: String, pub version: u32, pub operation: serde_json::Value, pub edit_id: String, pub user_id: String }
pub struct Say { pub text: String }
pub struct Check { pub case: serde_json::Value }
pub struct Simulate { pub seed: u32, pub pages: u32, pub edits: u32, pub content: String }
#[ws(server)]
pub struct Told { pub result: serde_json::Value }
#[ws(server)]
pub struct Here { pub user_id: String }
"#;

const LOGIC: &str = include_str!("ot/WebSocketLogic.elm");

fn talk() -> Talk {
    pages::talk(MODELS, LOGIC)
}

#[test]
fn elm_and_javascript_mean_the_same() {
    let cases = include_str!("../../../../fixtures/ot/cases.json");
    let cases: Vec<Value> = serde_json::from_str(cases).unwrap();
    assert!(cases.len() > 100);
    let mut talk = talk();
    let results = [
        "applied",
        "transformed",
        "composed",
        "inverted",
        "moved",
        "movedOwn",
        "diff",
    ];
    for case in cases {
        let found = told(&mut talk, &json!({"message_type": "Check", "case": case}));
        for result in results {
            assert_eq!(found[result], case[result], "{result} of {case}");
        }
        assert_eq!(found["laws"], json!([]), "{case}");
    }
}

#[test]
fn pages_end_with_the_same_text_whatever_the_network_does() {
    pages::write_at_once(&mut talk(), Some("a😀b\u{301}"));
}

fn edit(version: u32, operation: &Value, id: &str) -> Value {
    json!({"message_type": "LiveEdit", "document_id": "d", "version": version, "operation": operation, "edit_id": id})
}

#[test]
fn an_edit_comes_behind_those_that_it_did_not_know() {
    let mut talk = talk();
    talk.snapshot
        .documents
        .insert("d".to_owned(), (3, r#""abc""#.into()));
    let operations = [r#"["a"]"#, r#"[1,"b"]"#, r#"[2,"c"]"#]
        .map(Into::into)
        .to_vec();
    talk.snapshot.operations.insert("d".to_owned(), operations);
    let decision = ask(&mut talk, &edit(1, &json!(["x", 1]), "page-4"));
    assert_eq!(
        lines(&decision),
        r#"document d = 4 by ["x",3]
set edits:d:page = 4 for Some(86400)
broadcast to lobby but []: {"type":"DocumentUpdate","payload":{"document_id":"d","version":4,"operation":["x",3],"edit_id":"page-4","user_id":"alice"}}
ack"#
    );
    assert_eq!(
        talk.snapshot.asked,
        ["value edits:d:page", "changes d 1"],
        "the text is not read"
    );
    let refused = |talk: &mut Talk, payload: &Value| lines(&ask(talk, payload));
    assert_eq!(
        refused(&mut talk, &edit(9, &json!([9]), "page-4")),
        "reject document `d` is at version 3, the edit is for version 9"
    );
    assert_eq!(
        refused(&mut talk, &edit(2, &json!([5]), "page-4")),
        "reject the operation is for a text of 5 units, not for this one: the other one is for a text of 2 units"
    );
    assert_eq!(
        refused(&mut talk, &edit(2, &json!([1, null]), "page-4")),
        "reject part 1 of the operation is neither a whole number nor a text"
    );
    talk.snapshot
        .operations
        .insert("d".to_owned(), vec![r#"[2,"c"]"#.into()]);
    assert_eq!(
        refused(&mut talk, &edit(1, &json!([1]), "page-4")),
        "reject document `d` has changed too much since version 1: take its present state, and edit that"
    );
}

#[test]
fn documents_whose_names_have_colons_do_not_share_their_edits() {
    let mut talk = talk();
    let of = |document: &str, id: &str| {
        let mut edit = edit(0, &json!(["x"]), id);
        edit["document_id"] = document.into();
        edit
    };
    talk.snapshot
        .values
        .insert("edits:d%3Aa%25:page".to_owned(), "4".into());
    assert_eq!(lines(&ask(&mut talk, &of("d:a%", "page-4"))), "ack");
    assert_eq!(
        talk.snapshot.asked,
        ["value edits:d%3Aa%25:page"],
        "it has come already"
    );
    talk.snapshot.asked.clear();
    // A page says what it is called.
    let first = ask(&mut talk, &of("d", "a%:page-1"));
    assert_eq!(talk.snapshot.asked[0], "value edits:d:a%:page");
    assert!(lines(&first).contains("set edits:d:a%:page = 1 for"));
}

#[test]
fn an_edit_that_comes_twice_takes_effect_once() {
    let mut talk = talk();
    talk.snapshot
        .values
        .insert("edits:d:a-page".to_owned(), "4".into());
    assert_eq!(
        lines(&ask(&mut talk, &edit(0, &json!(["x"]), "a-page-4"))),
        "ack"
    );
    let next = ask(&mut talk, &edit(0, &json!(["x"]), "a-page-5"));
    assert_eq!(next.effects.len(), 3);
}

#[test]
fn a_limit_ends_when_it_should() {
    let mut talk = talk();
    let say = json!({"message_type": "Say", "text": "hi"});
    assert_eq!(
        lines(&ask(&mut talk, &say)),
        "set ws_rate:say:alice = {\"since\":1700000000000,\"count\":1} for Some(60)\nack"
    );
    let since = |since: u64, count: u32| format!(r#"{{"since":{since},"count":{count}}}"#);
    let key = "ws_rate:say:alice".to_owned();
    talk.snapshot
        .values
        .insert(key.clone(), since(1_699_999_950_500, 1).into());
    assert_eq!(
        lines(&ask(&mut talk, &say)),
        "set ws_rate:say:alice = {\"since\":1699999950500,\"count\":2} for Some(11)\nack",
        "the end of the window stays where it was"
    );
    talk.snapshot
        .values
        .insert(key.clone(), since(1_699_999_950_500, 2).into());
    assert_eq!(
        lines(&ask(&mut talk, &say)),
        "reject too many messages: wait 11 s"
    );
    talk.snapshot
        .values
        .insert(key, since(1_699_999_940_000, 2).into());
    assert_eq!(
        lines(&ask(&mut talk, &say)),
        "set ws_rate:say:alice = {\"since\":1700000000000,\"count\":1} for Some(60)\nack"
    );
}

#[test]
fn presence_is_the_one_that_was_asked_for() {
    use buildamp_logic::rules::{Call, Presence};
    let mut talk = talk();
    let joined = talk.ask(&Call::Presence(Presence::Joined)).unwrap();
    assert_eq!(
        lines(&joined),
        r#"set presence:lobby:alice = {"joined_at":1700000000000,"status":"online"} for Some(300)
broadcast to lobby but ["alice"]: {"type":"Here","payload":{"user_id":"alice"}}
ack"#
    );
    let left = talk.ask(&Call::Presence(Presence::Left)).unwrap();
    assert_eq!(
        lines(&left),
        r#"delete presence:lobby:alice
broadcast to lobby but []: {"type":"Here","payload":{"user_id":"alice"}}
ack"#
    );
}

/// Numbers that look random.
struct Luck(u64);

impl Luck {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % limit
    }
}

/// Each is for a version some edits ago, as with twenty people; the text is 100 KB and is never read by the rules.
#[test]
fn thousands_of_edits_of_a_long_text_go_through_the_rules() {
    const EDITS: usize = 10_000;
    let mut talk = talk();
    let mut luck = Luck(7);
    let mut lengths = vec![100_000_u64];
    talk.snapshot
        .documents
        .insert("d".to_owned(), (0, "null".into()));
    for version in 0..EDITS {
        let known = version.saturating_sub(usize::try_from(luck.below(20)).unwrap());
        let length = lengths[known];
        let at = luck.below(length - 8);
        let operation = match luck.below(3) {
            0 => json!([at, -5, length - at - 5]),
            _ => json!([at, "word", length - at]),
        };
        let known = u32::try_from(known).unwrap();
        let decision = ask(&mut talk, &edit(known, &operation, &format!("p-{version}")));
        let Some(Effect::UpdateDocument {
            operation,
            new_version,
            ..
        }) = decision.effects.first()
        else {
            panic!("{}", lines(&decision));
        };
        assert_eq!(*new_version, i64::try_from(version).unwrap() + 1);
        let parts: Vec<Value> = serde_json::from_str(operation).unwrap();
        let target = parts.iter().map(|part| match part {
            Value::String(text) => text.len() as u64,
            part => part.as_u64().unwrap_or(0),
        });
        lengths.push(target.sum());
        let log = talk.snapshot.operations.entry("d".to_owned()).or_default();
        log.push(operation.clone());
        talk.snapshot.documents.get_mut("d").unwrap().0 += 1;
    }
}
