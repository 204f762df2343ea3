//! What a document has in it: a text, or JSON.
//!
//! Owns which operations are for which, and how large each may be. What an operation does is in `text.rs` and `tree.rs`.

use std::sync::Arc;

use super::operation::Operation;
use super::step;
use super::text::Text;
use super::tree::Tree;

/// A text, or JSON.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    Text(Text),
    Tree(Tree),
}

impl Content {
    /// Reads what was stored; `None` where it is neither.
    pub(super) fn read(json: &str) -> Option<Content> {
        let text = Text::read(json).map(Content::Text);
        text.or_else(|| Tree::read(json).map(Content::Tree))
    }

    /// As JSON.
    pub(super) fn json(&self) -> Arc<str> {
        match self {
            Content::Text(text) => text.json(),
            Content::Tree(tree) => tree.json(),
        }
    }

    /// Refuses one of more than so many units.
    pub(super) fn within(&self, length: usize) -> Result<(), String> {
        match self {
            Content::Text(text) if text.units() > length => Err(format!(
                "the text would have {} UTF-16 units, and may have {length}",
                text.units()
            )),
            Content::Tree(tree) if tree.size() > length => Err(format!(
                "the document would have {} units of texts, keys and values, and may have {length}",
                tree.size()
            )),
            _ => Ok(()),
        }
    }

    fn is_empty_text(&self) -> bool {
        matches!(self, Content::Text(text) if text.units() == 0)
    }
}

/// Whether what is stored is a text or JSON, rather than nothing or the app's own.
pub(super) fn is_one(json: &str) -> bool {
    json.starts_with(['"', '{', '['])
}

/// What comes of an operation. One that is neither on a text nor on JSON is the app's own, and leaves nothing.
pub(super) fn after(content: Option<Content>, operation: &str) -> Result<Option<Content>, String> {
    let content = content.filter(|content| !content.is_empty_text());
    if Operation::is_one(operation) {
        let operation = Operation::read(operation)?;
        let text = match content {
            None => Text::default(),
            Some(Content::Text(text)) => text,
            Some(Content::Tree(_)) => return Err(IS_JSON.to_owned()),
        };
        return Ok(Some(Content::Text(text.apply(&operation)?)));
    }
    if step::is_one(operation) {
        let tree = match content {
            None => Tree::default(),
            Some(Content::Tree(tree)) => tree,
            Some(Content::Text(_)) => return Err(IS_TEXT.to_owned()),
        };
        return Ok(Some(Content::Tree(tree.apply(&step::read(operation)?)?)));
    }
    match content {
        None => Ok(None),
        Some(Content::Text(_)) => Err(IS_TEXT.to_owned()),
        Some(Content::Tree(_)) => Err(IS_JSON.to_owned()),
    }
}

const IS_TEXT: &str =
    "the document is a text: an operation on it is an array of whole numbers and texts";

const IS_JSON: &str =
    r#"the document is JSON: an operation on it is an object with a list of steps, {"json": […]}"#;
