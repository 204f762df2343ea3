//! Operations on a text as they travel: a JSON array of numbers and texts.
//!
//! Owns how one is read and what is said of one that is none. It refuses to transform: what edits mean to one another is the
//! rules' to say.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// A part of an operation. Lengths are in UTF-16 units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Retain(usize),
    Insert(String),
    Delete(usize),
}

/// What is done to a text of a certain length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Operation {
    pub(crate) parts: Vec<Part>,
    /// How long the text is that it is for.
    pub(crate) base: usize,
}

impl Operation {
    /// Whether a JSON text says that it is an operation on a text, rather than something of the app's own.
    pub(crate) fn is_one(json: &str) -> bool {
        json.starts_with('[')
    }

    /// Reads one.
    pub(crate) fn read(json: &str) -> Result<Operation, String> {
        let parts: Vec<Part> = serde_json::from_str(json)
            .map_err(|error| format!("it is not an array of whole numbers and texts: {error}"))?;
        let lengths = parts.iter().map(|part| match part {
            Part::Retain(count) | Part::Delete(count) => *count,
            Part::Insert(_) => 0,
        });
        let base = lengths.fold(0, usize::saturating_add);
        Ok(Operation { parts, base })
    }
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Part, D::Error> {
        deserializer.deserialize_any(PartVisitor)
    }
}

struct PartVisitor;

impl Visitor<'_> for PartVisitor {
    type Value = Part;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a whole number of units that are kept, a negative one of those deleted, or a text to insert")
    }

    fn visit_u64<E: Error>(self, count: u64) -> Result<Part, E> {
        usize::try_from(count)
            .map(Part::Retain)
            .map_err(|_| E::custom("the number is too large"))
    }

    fn visit_i64<E: Error>(self, count: i64) -> Result<Part, E> {
        match count {
            0.. => self.visit_u64(count.unsigned_abs()),
            _ => usize::try_from(count.unsigned_abs())
                .map(Part::Delete)
                .map_err(|_| E::custom("the number is too large")),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Part, E> {
        Ok(Part::Insert(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Part, E> {
        Ok(Part::Insert(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_none_is_told_so() {
        let read = Operation::read(r#"[3,"x\ud83d\ude00",-2]"#).expect("one");
        let inserted = Part::Insert("x😀".to_owned());
        assert_eq!(read.parts, [Part::Retain(3), inserted, Part::Delete(2)]);
        assert_eq!(read.base, 5);
        for (wrong, said) in [
            ("[1.5]", "invalid type: floating point"),
            ("[null]", "invalid type: null"),
            ("[[1]]", "invalid type: sequence"),
            ("[1e400]", "number out of range"),
        ] {
            let error = Operation::read(wrong).expect_err(wrong);
            assert!(error.contains(said), "{wrong}: {error}");
        }
    }
}
