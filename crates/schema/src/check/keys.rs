//! Names on the wire, compared a word at a time: the keys of objects and the names of variants.
//!
//! Refuses hashing: a model has few names, a payload's keys come from outside, and a hash that
//! withstands that costs more than the comparisons.

use std::cmp::Ordering;

/// Names → places; the names of one place are its key and its aliases.
#[derive(Debug, Default)]
pub(super) struct Keys(Vec<Name>);

/// Kept in the order of [`Name::order`].
#[derive(Debug)]
struct Name {
    head: u64,
    text: Box<[u8]>,
    place: usize,
}

impl Name {
    fn order(&self, head: u64, text: &[u8]) -> Ordering {
        let rest = || self.text.as_ref().cmp(text);
        self.head.cmp(&head).then_with(rest)
    }
}

impl Keys {
    pub(super) fn find(&self, text: &[u8]) -> Option<usize> {
        let head = head(text);
        let found = self.0.binary_search_by(|name| name.order(head, text));
        found.ok().map(|index| self.0[index].place)
    }

    /// The first place that a name is given keeps it.
    pub(super) fn add<'k>(&mut self, names: impl IntoIterator<Item = &'k String>, place: usize) {
        for name in names {
            let text = name.as_bytes();
            let head = head(text);
            let found = self.0.binary_search_by(|name| name.order(head, text));
            if let Err(index) = found {
                let text = text.into();
                self.0.insert(index, Name { head, text, place });
            }
        }
    }
}

/// The first eight bytes, with zeros for those that are not there.
#[inline]
fn head(text: &[u8]) -> u64 {
    if let Some(first) = text.first_chunk::<8>() {
        return u64::from_be_bytes(*first);
    }
    let bytes = text.iter().map(|byte| u64::from(*byte));
    let word = bytes.fold(0, |word, byte| word << 8 | byte);
    word.unbounded_shl(64 - 8 * text.len() as u32)
}

/// A key with its quotes and its colon, as it usually comes.
#[derive(Debug)]
pub(super) struct Quoted {
    text: Box<[u8]>,
    first: u64,
    /// Which bits of `first` count: those of a short key are followed by others.
    mask: u64,
    last: u64,
}

impl Quoted {
    pub(super) fn new(key: &str) -> Quoted {
        let mut text = serde_json::to_vec(key).expect("a string has a JSON form");
        text.push(b':');
        let mut first = [0; 8];
        let mut mask = [0; 8];
        for (place, byte) in text.iter().take(8).enumerate() {
            first[place] = *byte;
            mask[place] = 0xFF;
        }
        Quoted {
            first: u64::from_le_bytes(first),
            mask: u64::from_le_bytes(mask),
            last: text
                .last_chunk()
                .map_or(0, |last| u64::from_le_bytes(*last)),
            text: text.into(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether `bytes` start with it. Two words hold most keys; they overlap.
    #[inline]
    pub(super) fn starts(&self, bytes: &[u8]) -> bool {
        let Some(first) = bytes.first_chunk::<8>() else {
            return bytes.starts_with(&self.text);
        };
        let size = self.text.len();
        if (u64::from_le_bytes(*first) ^ self.first) & self.mask != 0 {
            return false;
        }
        if size <= 8 {
            return true;
        }
        let last = bytes
            .get(size - 8..)
            .and_then(|rest| rest.first_chunk::<8>());
        last.is_some_and(|last| u64::from_le_bytes(*last) == self.last)
            && (size <= 16 || bytes[8..size - 8] == self.text[8..size - 8])
    }
}

#[cfg(test)]
mod tests {
    use super::{Keys, Quoted};

    #[test]
    fn names_are_found_whatever_their_length() {
        let names = ["", "a", "a\0", "position", "position_x", "position_y", "ß"];
        let names = names.map(str::to_owned);
        let mut keys = Keys::default();
        for (place, name) in names.iter().enumerate() {
            keys.add([name, &names[1]], place);
        }
        for (place, name) in names.iter().enumerate() {
            let expected = if name == "a" { 0 } else { place };
            assert_eq!(keys.find(name.as_bytes()), Some(expected), "{name:?}");
        }
        for other in ["b", "a\0\0", "position_", "position_z", "positio"] {
            assert_eq!(keys.find(other.as_bytes()), None, "{other:?}");
        }
    }

    #[test]
    fn a_quoted_key_is_compared_to_its_last_byte() {
        for size in 0..40 {
            let key = "abcdefghijklmnopqrstuvwxyzabcdefghijklmn"[..size].to_owned();
            let quoted = Quoted::new(&key);
            let text = format!("\"{key}\":");
            assert!(quoted.starts(text.as_bytes()));
            assert!(quoted.starts(format!("{text}12345678").as_bytes()));
            for wrong in 0..text.len() {
                let mut text = format!("{text}12345678").into_bytes();
                text[wrong] ^= 1;
                assert!(!quoted.starts(&text));
                assert!(!quoted.starts(&text[..wrong]));
            }
        }
    }
}
