//! Model files as a part of somebody's own crate: they compile, and serde and `validator` read them as before.
//!
//! Owns which attributes `rustc` is told of. It refuses to know what BuildAmp makes of them.

use buildamp_derive::Model;
use serde::{Deserialize, Serialize};
use validator::Validate;

#[derive(Debug, PartialEq, Serialize, Deserialize, Model)]
#[ws(client, rate = "10/s", burst = 20)]
#[serde(rename_all = "camelCase")]
struct ChatMessage {
    #[validate(length(min = 1, max = 5))]
    chat_text: String,
    #[validate(range(min = -1, max = 1))]
    #[serde(default)]
    weight: i8,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Model)]
#[ws(server, volatile)]
#[serde(tag = "kind")]
enum Shown {
    Nothing,
    Text {
        #[validate(length(max = 3))]
        text: String,
    },
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Model)]
#[ws(helper)]
struct Id(#[validate(length(equal = 8))] String);

#[derive(Debug, PartialEq, Serialize, Deserialize, Model)]
#[target(
    url = "https://example.com/{HOOK_PATH}",
    method = "PUT",
    auth = "Bearer {TOKEN}",
    headers = {"X-Source" = "buildamp", "X-Key" = "{KEY}"},
    timeout = "500ms"
)]
struct MatchEnded {
    winner: Option<String>,
}

/// As in a crate that checks its values with `validator` too.
#[derive(Debug, Serialize, Deserialize, Validate, Model)]
#[ws(client)]
struct Both {
    #[validate(length(min = 1, max = 5, message = "too long"))]
    text: String,
    #[validate(range(min = 1))]
    count: u8,
}

/// The other order of the derives.
#[derive(Debug, Model, Validate)]
struct Turned {
    #[validate(length(equal = 2))]
    pair: Vec<u8>,
}

#[test]
fn serde_reads_and_writes_as_without_the_attributes() {
    let text = r#"{"chatText":"much longer than five","weight":100}"#;
    let message: ChatMessage = serde_json::from_str(text).expect("the derive checks nothing");
    assert_eq!(message.weight, 100);
    assert_eq!(serde_json::to_string(&message).expect("it is JSON"), text);
    let shown: Shown = serde_json::from_str(r#"{"kind":"Text","text":"abcd"}"#).expect("it is one");
    assert_eq!(
        shown,
        Shown::Text {
            text: "abcd".to_owned()
        }
    );
    let nothing = serde_json::to_string(&Shown::Nothing).expect("it is JSON");
    assert_eq!(nothing, r#"{"kind":"Nothing"}"#);
    let id = serde_json::to_string(&Id("a".to_owned())).expect("it is JSON");
    assert_eq!(id, "\"a\"");
    let ended: MatchEnded = serde_json::from_str("{}").expect("the winner may be absent");
    assert_eq!(ended, MatchEnded { winner: None });
}

#[test]
fn validator_reads_the_same_attribute() {
    let both = |text: &str, count| Both {
        text: text.to_owned(),
        count,
    };
    assert!(both("short", 1).validate().is_ok());
    let errors = both("too long", 0)
        .validate()
        .expect_err("both fields are wrong");
    let mut fields: Vec<_> = errors
        .field_errors()
        .keys()
        .map(ToString::to_string)
        .collect();
    fields.sort();
    assert_eq!(fields, ["count", "text"]);
    assert!(Turned { pair: vec![1, 2] }.validate().is_ok());
    assert!(Turned { pair: vec![1] }.validate().is_err());
}
