//! Operations on a JSON document as they travel: `{"json": [step, …]}`.
//!
//! Owns how steps are read and what is said of one that is none. It refuses to transform: what edits mean to one another is the rules'
//! to say.

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::node::Node;
use super::operation::Operation;

/// Steps that an operation may have.
pub(super) const STEPS: usize = 1000;

/// A key of an object, or an index of a list.
#[derive(Debug, Clone)]
pub(super) enum Segment {
    Key(Arc<str>),
    Index(usize),
}

/// What is done at a place.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Set(Node),
    Unset,
    Insert(Node),
    Delete,
    Edit(Operation),
}

/// A change of a document, and where.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) at: Vec<Segment>,
    pub(super) change: Change,
}

const NONE: &str =
    r#"it is not an object with "at" and one of "set", "unset", "insert", "delete", "edit""#;

/// Whether a JSON text says that it is an operation on a JSON document, rather than something of the app's own.
pub(super) fn is_one(json: &str) -> bool {
    let inside = json.trim_start().strip_prefix('{').map(str::trim_start);
    let behind = inside.and_then(|inside| inside.strip_prefix(r#""json""#));
    behind.is_some_and(|behind| behind.trim_start().starts_with(':'))
}

/// Reads the steps of an operation.
///
/// # Errors
/// What is wrong, with which step.
pub(super) fn read(json: &str) -> Result<Vec<Step>, String> {
    let operation: Value =
        serde_json::from_str(json).map_err(|error| format!("it can't be read: {error}"))?;
    let steps = match operation {
        Value::Object(mut operation) if operation.len() == 1 => operation.remove("json"),
        _ => None,
    };
    let Some(Value::Array(steps)) = steps else {
        return Err(r#"it is not an object with a list of steps alone: {"json": […]}"#.to_owned());
    };
    if steps.len() > STEPS {
        let count = steps.len();
        return Err(format!("it has {count} steps, and may have {STEPS}"));
    }
    let steps = steps.into_iter().enumerate();
    steps
        .map(|(index, step)| Step::read(step).map_err(|wrong| format!("step {index}: {wrong}")))
        .collect()
}

impl Step {
    fn read(step: Value) -> Result<Step, String> {
        let Value::Object(mut step) = step else {
            return Err(NONE.to_owned());
        };
        let (Some(at), Some((kind, value))) = (step.remove("at"), only(step)) else {
            return Err(NONE.to_owned());
        };
        let at = path(&at).ok_or_else(|| r#""at" is not a list of keys and indexes"#.to_owned())?;
        let change = change(&kind, value)?;
        let step = Step { at, change };
        step.in_place()?;
        Ok(step)
    }

    /// Whether it is where such a step can be, whatever document it is for.
    fn in_place(&self) -> Result<(), String> {
        let wrong = match (&self.change, self.at.last()) {
            (Change::Unset, Some(Segment::Key(_))) => return Ok(()),
            (Change::Insert(_) | Change::Delete, Some(Segment::Index(_))) => return Ok(()),
            (Change::Unset, _) => r#""unset" is of a key, and "at" does not end with one"#,
            (Change::Insert(_), _) => {
                r#""insert" is of a list's index, and "at" does not end with one"#
            }
            (Change::Delete, _) => {
                r#""delete" is of a list's index, and "at" does not end with one"#
            }
            (Change::Edit(_), None) => "the whole document is no text",
            (Change::Set(value), None) if !value.is_whole() => {
                "the whole document has to be an object or a list"
            }
            _ => return Ok(()),
        };
        Err(wrong.to_owned())
    }
}

/// The one entry of an object that has no other.
fn only(object: Map<String, Value>) -> Option<(String, Value)> {
    let mut entries = object.into_iter();
    let first = entries.next();
    entries.next().is_none().then_some(first).flatten()
}

fn path(at: &Value) -> Option<Vec<Segment>> {
    let segment = |segment: &Value| match segment {
        Value::String(key) => Some(Segment::Key(key.as_str().into())),
        index => Some(Segment::Index(usize::try_from(index.as_u64()?).ok()?)),
    };
    at.as_array()?.iter().map(segment).collect()
}

fn change(kind: &str, value: Value) -> Result<Change, String> {
    match (kind, value) {
        ("set", value) => Ok(Change::Set(Node::from(value))),
        ("insert", value) => Ok(Change::Insert(Node::from(value))),
        ("unset", Value::Bool(true)) => Ok(Change::Unset),
        ("delete", Value::Bool(true)) => Ok(Change::Delete),
        ("edit", edit) => Operation::read(&edit.to_string()).map(Change::Edit),
        ("unset" | "delete", _) => Err(format!(r#""{kind}" is not true"#)),
        _ => Err(NONE.to_owned()),
    }
}

/// As an error tells it: `insert at ["items",3]`.
impl fmt::Display for Step {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.change {
            Change::Set(_) => "set",
            Change::Unset => "unset",
            Change::Insert(_) => "insert",
            Change::Delete => "delete",
            Change::Edit(_) => "edit",
        };
        write!(out, "{kind} at {}", told(&self.at))
    }
}

/// A path as it travels.
pub(super) fn told(path: &[Segment]) -> String {
    let mut told = String::from("[");
    for (index, segment) in path.iter().enumerate() {
        if index > 0 {
            told.push(',');
        }
        match segment {
            Segment::Key(key) => crate::protocol::quote(&mut told, key),
            Segment::Index(index) => told.push_str(&index.to_string()),
        }
    }
    told.push(']');
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_is_told_from_what_is_the_apps_own() {
        for one in [r#"{"json":[]}"#, " { \"json\" : 1 }"] {
            assert!(is_one(one), "{one}");
        }
        for own in [r#"{"jsonx":[]}"#, r#"{"kind":"json"}"#, "[]", "null", "{}"] {
            assert!(!is_one(own), "{own}");
        }
    }

    #[test]
    fn what_is_none_is_told_so() {
        let shape = r#"it is not an object with a list of steps alone: {"json": […]}"#;
        for wrong in [r#"{"json":1}"#, r#"{"json":[],"more":[]}"#] {
            assert_eq!(read(wrong).expect_err(wrong), shape);
        }
        for (step, said) in [
            ("1", NONE),
            (r#"{"at":[]}"#, NONE),
            (r#"{"set":1}"#, NONE),
            (r#"{"at":["a"],"put":1}"#, NONE),
            (r#"{"at":["a"],"set":1,"unset":true}"#, NONE),
            (
                r#"{"at":"a","set":1}"#,
                r#""at" is not a list of keys and indexes"#,
            ),
            (
                r#"{"at":[-1],"set":1}"#,
                r#""at" is not a list of keys and indexes"#,
            ),
            (r#"{"at":["a"],"unset":1}"#, r#""unset" is not true"#),
            (
                r#"{"at":[0],"unset":true}"#,
                r#""unset" is of a key, and "at" does not end with one"#,
            ),
            (
                r#"{"at":["a"],"insert":1}"#,
                r#""insert" is of a list's index, and "at" does not end with one"#,
            ),
            (
                r#"{"at":[],"delete":true}"#,
                r#""delete" is of a list's index, and "at" does not end with one"#,
            ),
            (
                r#"{"at":[],"set":"x"}"#,
                "the whole document has to be an object or a list",
            ),
            (r#"{"at":[],"edit":[]}"#, "the whole document is no text"),
        ] {
            let operation = format!(r#"{{"json":[{{"at":["n"],"set":1}},{step}]}}"#);
            let error = read(&operation).expect_err(step);
            assert_eq!(error, format!("step 1: {said}"));
        }
        let error = read(r#"{"json":[{"at":["t"],"edit":[null]}]}"#).expect_err("no text");
        assert!(
            error.starts_with("step 0: it is not an array of whole numbers"),
            "{error}"
        );
        let many = vec![r#"{"at":["n"],"set":1}"#; 1001].join(",");
        let error = read(&format!(r#"{{"json":[{many}]}}"#)).expect_err("too many");
        assert_eq!(error, "it has 1001 steps, and may have 1000");
    }
}
