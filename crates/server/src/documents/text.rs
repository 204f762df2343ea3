//! A document's text, with an index of its UTF-16 units.
//!
//! A copy costs nothing and an edit some microseconds, however long the text is: what was there before stays as it is, for
//! a commit may still be refused.

use std::sync::Arc;

use ropey::Rope;

use super::operation::{Operation, Part};

/// A text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text(Rope);

impl Text {
    /// Reads a JSON string; `None` where it is another JSON value.
    pub(crate) fn read(json: &str) -> Option<Text> {
        if !json.starts_with('"') {
            return None;
        }
        let text: String = serde_json::from_str(json).ok()?;
        Some(Text::new(&text))
    }

    /// One that was not edited yet.
    pub(crate) fn new(text: &str) -> Text {
        Text(Rope::from_str(text))
    }

    /// As a JSON string.
    pub(crate) fn json(&self) -> Arc<str> {
        let mut json = String::with_capacity(self.0.len_bytes() + 64);
        self.write(&mut json);
        json.into()
    }

    /// Writes it as a JSON string.
    pub(crate) fn write(&self, json: &mut String) {
        let text: std::borrow::Cow<'_, str> = (&self.0).into();
        crate::protocol::quote(json, &text);
    }

    /// How many UTF-16 units it has.
    pub(crate) fn units(&self) -> usize {
        self.0.len_utf16_cu()
    }

    /// What comes of an operation.
    ///
    /// # Errors
    /// Where it is for a text of another length, or parts a character of two units.
    pub(crate) fn apply(&self, operation: &Operation) -> Result<Text, String> {
        let units = self.units();
        if operation.base != units {
            return Err(format!(
                "the text has {units} UTF-16 units, the operation is for one of {}",
                operation.base
            ));
        }
        let mut rope = self.0.clone();
        let mut at = 0;
        for part in &operation.parts {
            match part {
                Part::Retain(count) => at += count,
                Part::Insert(text) => {
                    let place = place(&rope, at)?;
                    rope.insert(place, text);
                    at += text.encode_utf16().count();
                }
                Part::Delete(count) => {
                    let (from, to) = (place(&rope, at)?, place(&rope, at + count)?);
                    rope.remove(from..to);
                }
            }
        }
        Ok(Text(rope))
    }
}

/// The character that begins at a unit.
fn place(rope: &Rope, unit: usize) -> Result<usize, String> {
    let place = rope.utf16_cu_to_char(unit);
    match rope.char_to_utf16_cu(place) == unit {
        true => Ok(place),
        false => Err(format!(
            "it parts the two halves of a character, at unit {unit}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(before: &str, operation: &str) -> Result<String, String> {
        let operation = Operation::read(operation)?;
        Ok(Text::new(before).apply(&operation)?.0.to_string())
    }

    #[test]
    fn lengths_are_in_utf_16_units() {
        assert_eq!(applied("a😀b", r#"[3,"é",-1]"#).as_deref(), Ok("a😀é"));
        assert_eq!(applied("a😀b", r#"[1,-2,"🎈",1]"#).as_deref(), Ok("a🎈b"));
        assert_eq!(applied("", r#"["\r\n"]"#).as_deref(), Ok("\r\n"));
        assert_eq!(
            applied("e\u{301}", r#"[1,"x",1]"#).as_deref(),
            Ok("ex\u{301}")
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let error = applied("a😀b", "[3]").expect_err("too short");
        assert_eq!(
            error,
            "the text has 4 UTF-16 units, the operation is for one of 3"
        );
        for halves in [r#"[2,"x",2]"#, "[2,-1,1]", "[1,-1,2]"] {
            let error = applied("a😀b", halves).expect_err(halves);
            assert!(error.contains("halves of a character"), "{error}");
        }
        assert!(applied("a", "[18446744073709551615,1]").is_err());
    }

    #[test]
    fn it_goes_to_json_and_back() {
        let all = Text::new("\u{0}\"\\/\n\t\u{2028}é😀");
        let again = Text::read(&all.json()).expect("a string");
        assert_eq!(again.0, all.0);
        assert!(Text::read("null").is_none());
    }
}
