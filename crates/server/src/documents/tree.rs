//! A JSON document, and what steps do to it.
//!
//! A copy costs nothing, and a step copies what is above its place alone: what was there before stays as it is, for a commit may still be
//! refused. It refuses to transform.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::node::{Fields, Items, Node, units};
use super::operation::Operation;
use super::step::{Change, Segment, Step, told};
use super::text::Text;

/// How many values may lie in one another: what reads JSON elsewhere stops at 128, and a document travels within other values.
const DEPTH: usize = 64;

/// A whole document: an object or a list.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    root: Node,
    size: usize,
}

impl Default for Tree {
    /// An empty object.
    fn default() -> Tree {
        Tree::new(Node::Object(Arc::new(BTreeMap::new())))
    }
}

impl Tree {
    fn new(root: Node) -> Tree {
        let size = root.size();
        Tree { root, size }
    }

    /// Reads an object or a list; `None` where it is another JSON value.
    pub(super) fn read(json: &str) -> Option<Tree> {
        if !json.starts_with(['{', '[']) {
            return None;
        }
        let value: Value = serde_json::from_str(json).ok()?;
        Some(Tree::new(Node::from(value)))
    }

    /// As JSON.
    pub(super) fn json(&self) -> Arc<str> {
        let mut json = String::with_capacity(self.size * 2);
        self.root.write(&mut json);
        json.into()
    }

    /// The UTF-16 units of its texts and keys, and one for each value.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// What comes of an operation.
    ///
    /// # Errors
    /// Which step does not fit the document, and why.
    pub(super) fn apply(mut self, steps: &[Step]) -> Result<Tree, String> {
        for (index, step) in steps.iter().enumerate() {
            let mut doing = Doing {
                step,
                size: self.size,
            };
            doing
                .within_depth()
                .and_then(|()| doing.put(&mut self.root, 0))
                .map_err(|wrong| format!("step {index} ({step}): {wrong}"))?;
            self.size = doing.size;
        }
        Ok(self)
    }
}

/// A step on its way down the document.
struct Doing<'s> {
    step: &'s Step,
    /// Of the whole document, as it is so far.
    size: usize,
}

impl Doing<'_> {
    fn within_depth(&self) -> Result<(), String> {
        let deep = match &self.step.change {
            Change::Set(value) | Change::Insert(value) => value.depth(),
            _ => 0,
        };
        match self.step.at.len() + deep {
            ..=DEPTH => Ok(()),
            levels => Err(format!(
                "the document would be {levels} levels deep, and may be {DEPTH}"
            )),
        }
    }

    /// Does it to the value that is at the first so many segments of the path.
    fn put(&mut self, node: &mut Node, depth: usize) -> Result<(), String> {
        let rest = &self.step.at[depth..];
        match (rest, &self.step.change) {
            ([], Change::Set(value)) => {
                self.size = self.size - node.size() + value.size();
                *node = value.clone();
                Ok(())
            }
            ([], Change::Edit(edit)) => self.edit(node, edit),
            ([Segment::Key(key)], Change::Set(value)) => {
                let fields = self.fields(node, key, depth)?;
                let old = Arc::make_mut(fields).insert(key.clone(), value.clone());
                let gone = old.map_or(0, |old| units(key) + old.size());
                self.size = self.size + units(key) + value.size() - gone;
                Ok(())
            }
            ([Segment::Key(key)], Change::Unset) => {
                let fields = self.fields(node, key, depth)?;
                let old = Arc::make_mut(fields).remove(key);
                let old = old.ok_or_else(|| self.unknown(key, depth))?;
                self.size -= units(key) + old.size();
                Ok(())
            }
            ([Segment::Index(index)], Change::Insert(value)) => {
                let items = self.items(node, *index, depth)?;
                if *index > items.len() {
                    return Err(self.beyond(items, *index, depth));
                }
                Arc::make_mut(items).insert(*index, value.clone());
                self.size += value.size();
                Ok(())
            }
            ([Segment::Index(index)], Change::Delete) => {
                let items = self.items(node, *index, depth)?;
                if *index >= items.len() {
                    return Err(self.beyond(items, *index, depth));
                }
                self.size -= Arc::make_mut(items).remove(*index).size();
                Ok(())
            }
            ([segment, ..], _) => {
                let child = self.child(node, segment, depth)?;
                self.put(child, depth + 1)
            }
            ([], _) => Err("it is done at no place".to_owned()),
        }
    }

    fn edit(&mut self, node: &mut Node, edit: &Operation) -> Result<(), String> {
        let text = match node {
            Node::Text(text) => Text::new(text),
            Node::Edited(text) => text.clone(),
            other => {
                let (place, kind) = (told(&self.step.at), other.kind());
                return Err(format!("{place} is {kind}, and an edit is of a text"));
            }
        };
        let edited = text.apply(edit)?;
        self.size = self.size - text.units() + edited.units();
        *node = Node::Edited(edited);
        Ok(())
    }

    /// The value at a segment.
    fn child<'n>(
        &self,
        node: &'n mut Node,
        segment: &Segment,
        depth: usize,
    ) -> Result<&'n mut Node, String> {
        match segment {
            Segment::Key(key) => {
                let fields = Arc::make_mut(self.fields(node, key, depth)?);
                fields.get_mut(key).ok_or_else(|| self.unknown(key, depth))
            }
            Segment::Index(index) => {
                let items = self.items(node, *index, depth)?;
                if *index >= items.len() {
                    return Err(self.beyond(items, *index, depth));
                }
                Ok(&mut Arc::make_mut(items)[*index])
            }
        }
    }

    fn fields<'n>(
        &self,
        node: &'n mut Node,
        key: &str,
        depth: usize,
    ) -> Result<&'n mut Fields, String> {
        match node {
            Node::Object(fields) => Ok(fields),
            other => Err(format!(
                "{} is {}, and {} is a key of an object",
                self.above(depth),
                other.kind(),
                Value::from(key)
            )),
        }
    }

    fn items<'n>(
        &self,
        node: &'n mut Node,
        index: usize,
        depth: usize,
    ) -> Result<&'n mut Items, String> {
        match node {
            Node::List(items) => Ok(items),
            other => Err(format!(
                "{} is {}, and {index} is an index of a list",
                self.above(depth),
                other.kind()
            )),
        }
    }

    fn unknown(&self, key: &str, depth: usize) -> String {
        format!("{} has no key {}", self.above(depth), Value::from(key))
    }

    fn beyond(&self, items: &Items, index: usize, depth: usize) -> String {
        let count = match items.len() {
            1 => "1 element".to_owned(),
            count => format!("{count} elements"),
        };
        let above = self.above(depth);
        format!("{above} has {count}, and index {index} is beyond them")
    }

    /// The value at the first so many segments, as an error tells it.
    fn above(&self, depth: usize) -> String {
        match depth {
            0 => "the document".to_owned(),
            _ => told(&self.step.at[..depth]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::step::read;
    use super::*;

    fn applied(document: &str, operation: &str) -> Result<Tree, String> {
        let tree = Tree::read(document).expect("a document");
        tree.apply(&read(operation)?)
    }

    fn value(tree: &Tree) -> Value {
        serde_json::from_str(&tree.json()).expect("JSON")
    }

    /// What Elm and JavaScript make of them is what comes of them here.
    #[test]
    fn the_cases_of_both_languages_come_to_the_same() {
        let cases = include_str!("../../../../fixtures/ot/json.json");
        let cases: Vec<Value> = serde_json::from_str(cases).expect("a list");
        assert!(cases.len() > 100);
        for case in cases {
            let after = |document: Tree, operation: &Value| {
                let steps = read(&operation.to_string()).expect("steps");
                let after = document.apply(&steps);
                let after = after.unwrap_or_else(|error| panic!("{error}: {operation} of {case}"));
                assert_eq!(after.size, after.root.size(), "{operation} of {case}");
                after
            };
            let document = || Tree::read(&case["document"].to_string()).expect("a document");
            let one = after(document(), &case["a"]);
            assert_eq!(value(&one), case["applied"], "{case}");
            let (mine, theirs) = (&case["transformed"][0], &case["transformed"][1]);
            let both = value(&after(one.clone(), theirs));
            let other = value(&after(after(document(), &case["b"]), mine));
            assert_eq!(both, other, "{case}");
            let back = value(&after(one.clone(), &case["inverted"]));
            assert_eq!(back, case["document"], "{case}");
            let next = value(&after(one, &case["c"]));
            let composed = value(&after(document(), &case["composed"]));
            assert_eq!(next, composed, "{case}");
            let made = value(&after(document(), &case["diff"]));
            assert_eq!(made, case["other"], "{case}");
        }
    }

    #[test]
    fn what_does_not_fit_is_told_by_its_step() {
        for (step, said) in [
            (
                r#"{"at":["x"],"unset":true}"#,
                r#"(unset at ["x"]): the document has no key "x""#,
            ),
            (
                r#"{"at":["a",3],"insert":1}"#,
                r#"(insert at ["a",3]): ["a"] has 2 elements, and index 3 is beyond them"#,
            ),
            (
                r#"{"at":["a",2],"delete":true}"#,
                r#"(delete at ["a",2]): ["a"] has 2 elements, and index 2 is beyond them"#,
            ),
            (
                r#"{"at":["a",9,"x"],"set":1}"#,
                r#"(set at ["a",9,"x"]): ["a"] has 2 elements, and index 9 is beyond them"#,
            ),
            (
                r#"{"at":["t","x"],"set":1}"#,
                r#"(set at ["t","x"]): ["t"] is a text, and "x" is a key of an object"#,
            ),
            (
                r#"{"at":[0],"insert":1}"#,
                "(insert at [0]): the document is an object, and 0 is an index of a list",
            ),
            (
                r#"{"at":["a"],"edit":["x"]}"#,
                r#"(edit at ["a"]): ["a"] is a list, and an edit is of a text"#,
            ),
            (
                r#"{"at":["t"],"edit":[2]}"#,
                r#"(edit at ["t"]): the text has 4 UTF-16 units, the operation is for one of 2"#,
            ),
            (
                r#"{"at":["t"],"edit":[1,"x",3]}"#,
                r#"(edit at ["t"]): it parts the two halves of a character, at unit 1"#,
            ),
        ] {
            let operation = format!(r#"{{"json":[{{"at":["n"],"set":1}},{step}]}}"#);
            let error = applied(r#"{"a":[1,"two"],"t":"😀bc"}"#, &operation).expect_err(step);
            assert_eq!(error, format!("step 1 {said}"));
        }
    }

    #[test]
    fn how_deep_it_may_be_is_bounded() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let set =
            |levels: usize| format!(r#"{{"json":[{{"at":["x"],"set":{}}}]}}"#, nested(levels));
        let most = applied("{}", &set(63)).expect("63 in one");
        assert_eq!(
            Tree::read(&most.json()).expect("it is read again").size,
            most.size
        );
        let error = applied("{}", &set(64)).expect_err("64 in one");
        assert!(
            error.ends_with("the document would be 65 levels deep, and may be 64"),
            "{error}"
        );
    }

    #[test]
    fn an_earlier_version_stays_as_it_is() {
        let before = Tree::read(r#"{"a":[{"t":"x"}],"b":1}"#).expect("a document");
        let steps = r#"{"json":[{"at":["a",0,"t"],"edit":["😀",1]},{"at":["b"],"unset":true}]}"#;
        let after = before
            .clone()
            .apply(&read(steps).expect("steps"))
            .expect("fits");
        assert_eq!(&*before.json(), r#"{"a":[{"t":"x"}],"b":1}"#);
        assert_eq!(&*after.json(), r#"{"a":[{"t":"😀x"}]}"#);
    }
}
