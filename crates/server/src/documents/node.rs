//! JSON values of a document, of which two versions share what is the same in both.
//!
//! Owns what a value is, how large and how deep it is, and how it is written. It refuses to know steps: `tree.rs` has those.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use serde_json::{Number, Value};

use super::text::Text;
use crate::protocol::quote;

/// The elements of a list.
pub(super) type Items = Arc<Vec<Node>>;

/// The values of an object by their keys.
pub(super) type Fields = Arc<BTreeMap<Arc<str>, Node>>;

/// A JSON value. A copy costs nothing.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Null,
    Truth(bool),
    Number(Number),
    /// A text as it came. Most are short, and never edited.
    Text(Arc<str>),
    /// One that was edited, with an index of its units.
    Edited(Text),
    List(Items),
    Object(Fields),
}

impl From<Value> for Node {
    fn from(value: Value) -> Node {
        match value {
            Value::Null => Node::Null,
            Value::Bool(truth) => Node::Truth(truth),
            Value::Number(number) => Node::Number(number),
            Value::String(text) => Node::Text(text.into()),
            Value::Array(items) => {
                Node::List(Arc::new(items.into_iter().map(Node::from).collect()))
            }
            Value::Object(fields) => {
                let fields = fields.into_iter();
                let fields = fields.map(|(key, value)| (Arc::from(key), Node::from(value)));
                Node::Object(Arc::new(fields.collect()))
            }
        }
    }
}

/// The UTF-16 units of a text.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

impl Node {
    /// Whether it can be a whole document.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self, Node::List(_) | Node::Object(_))
    }

    /// What it is, as an error tells it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Truth(_) => "a truth value",
            Node::Number(_) => "a number",
            Node::Text(_) | Node::Edited(_) => "a text",
            Node::List(_) => "a list",
            Node::Object(_) => "an object",
        }
    }

    /// The UTF-16 units of its texts and keys, and one for each value.
    pub(super) fn size(&self) -> usize {
        1 + match self {
            Node::Null | Node::Truth(_) | Node::Number(_) => 0,
            Node::Text(text) => units(text),
            Node::Edited(text) => text.units(),
            Node::List(items) => items.iter().map(Node::size).sum(),
            Node::Object(fields) => {
                let fields = fields.iter();
                fields.map(|(key, value)| units(key) + value.size()).sum()
            }
        }
    }

    /// How many values lie in one another within it.
    pub(super) fn depth(&self) -> usize {
        let deepest = match self {
            Node::List(items) => items.iter().map(Node::depth).max(),
            Node::Object(fields) => fields.values().map(Node::depth).max(),
            _ => return 0,
        };
        1 + deepest.unwrap_or(0)
    }

    /// Writes it as JSON.
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Node::Null => out.push_str("null"),
            Node::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Node::Number(number) => {
                // Writing to a string can't fail.
                let _ = write!(out, "{number}");
            }
            Node::Text(text) => quote(out, text),
            Node::Edited(text) => text.write(out),
            Node::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    comma(index, out);
                    item.write(out);
                }
                out.push(']');
            }
            Node::Object(fields) => {
                out.push('{');
                for (index, (key, value)) in fields.iter().enumerate() {
                    comma(index, out);
                    quote(out, key);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn comma(index: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
}
