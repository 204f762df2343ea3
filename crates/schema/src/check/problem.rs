//! What is wrong with a payload, in words, with the path to it.
//!
//! The check notes offsets alone; paths are found afterwards by walking the text once more,
//! so that a payload in order pays nothing for them.

use std::fmt;

use super::cursor::{Cursor, Str, unescape};
use super::{Limits, Stop};

/// One thing that is wrong with a payload.
///
/// Shown as `position.x: expected a number, found a string`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// Where in the value: `moves[3].from`. Empty for the whole.
    pub path: String,
    /// Where in the bytes.
    pub offset: usize,
    /// What would have been right.
    pub expected: String,
    /// What is there.
    pub found: String,
}

/// The kinds of [`Problem`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// Not JSON. The check ends there.
    Syntax,
    /// Past one of the [`Limits`]. The check ends there.
    Limit,
    /// JSON that its model refuses.
    Mismatch,
    /// A `message_type` that is missing or no string.
    MessageType,
    /// A `message_type` of no model.
    UnknownMessage,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

/// The path to the value or key at each of these offsets, which must be ascending.
/// Offsets at no value or key get the path of what holds them.
pub(super) fn paths(bytes: &[u8], limits: &Limits, offsets: &[usize]) -> Vec<String> {
    let mut walk = Walk {
        cursor: Cursor::new(bytes, limits),
        offsets,
        path: String::new(),
        paths: Vec::new(),
    };
    // The text may be no JSON; what the walk came to until then is what there is to know.
    let _ = walk.value();
    walk.reach(usize::MAX);
    walk.paths
}

struct Walk<'a> {
    cursor: Cursor<'a>,
    offsets: &'a [usize],
    path: String,
    paths: Vec<String>,
}

impl Walk<'_> {
    /// Gives the present path to the offsets up to here.
    fn reach(&mut self, position: usize) {
        while self
            .offsets
            .get(self.paths.len())
            .is_some_and(|o| *o <= position)
        {
            self.paths.push(self.path.clone());
        }
    }

    fn value(&mut self) -> Result<(), Stop> {
        let first = self.cursor.peek();
        self.reach(self.cursor.pos);
        if self.paths.len() == self.offsets.len() {
            return Ok(());
        }
        let close = match first {
            b'{' => b'}',
            b'[' => b']',
            _ => return self.leaf(),
        };
        self.cursor.open()?;
        let mut seen = 0;
        let here = self.path.len();
        while self.cursor.next(close, seen)? {
            let start = self.cursor.pos;
            match close {
                b'}' => {
                    let key = self.cursor.key()?;
                    push_key(&mut self.path, &unescape(self.cursor.bytes, key));
                }
                _ => self.path.push_str(&format!("[{seen}]")),
            }
            self.reach(start);
            let result = self.value();
            if result.is_err() {
                self.reach(usize::MAX);
            }
            result?;
            self.path.truncate(here);
            seen += 1;
            if self.paths.len() == self.offsets.len() {
                return Ok(());
            }
        }
        self.reach(self.cursor.pos - 1);
        Ok(())
    }

    fn leaf(&mut self) -> Result<(), Stop> {
        let result = self.cursor.skip();
        self.reach(self.cursor.pos.saturating_sub(1));
        result
    }
}

/// Characters of one key or text in a problem. What a client sent must not come back many times its size.
const MOST: usize = 40;

/// `.key`, or `["odd key"]`.
pub(super) fn push_key(path: &mut String, key: &str) {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '-' || c == '$';
    if key.is_empty() || !key.chars().all(word) || key.chars().nth(MOST).is_some() {
        path.push_str(&format!("[{}]", quote(key)));
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}

/// A text in JSON's quotes, cut to what a line can hold.
pub(super) fn quote(text: &str) -> String {
    let mut cut: String = text.chars().take(MOST).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    serde_json::to_string(&cut).expect("a string has a JSON form")
}

/// What stands at a value's first byte, in words.
pub(super) fn found(bytes: &[u8], limits: &Limits, at: usize) -> String {
    let mut cursor = Cursor::new(bytes, limits);
    cursor.pos = at;
    let first = cursor.peek();
    let start = cursor.pos;
    match first {
        b'"' => match cursor.string() {
            Ok(string) => string_found(bytes, string),
            Err(_) => "a string that doesn't end well".to_owned(),
        },
        b'{' => "an object".to_owned(),
        b'[' => "an array".to_owned(),
        b't' => "`true`".to_owned(),
        b'f' => "`false`".to_owned(),
        b'n' => "`null`".to_owned(),
        _ if cursor.number().is_ok() => {
            let number = String::from_utf8_lossy(&bytes[start..cursor.pos.min(start + 40)]);
            format!("the number {number}")
        }
        _ => "something else".to_owned(),
    }
}

fn string_found(bytes: &[u8], string: Str) -> String {
    format!("the string {}", quote(&unescape(bytes, string)))
}

/// `one of "a", "b" and "c"`, cut where there are many.
pub(super) fn one_of<'k>(keys: impl Iterator<Item = &'k str>) -> String {
    const MOST: usize = 12;
    let mut keys: Vec<String> = keys.map(quote).collect();
    if keys.len() > MOST {
        let more = keys.len() - MOST;
        keys.truncate(MOST);
        return format!("one of {} or {more} more", keys.join(", "));
    }
    match keys.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("one of {} or {last}", others.join(", ")),
    }
}
