//! How a document stands, and which of its operations are kept.
//!
//! A document is several cells, so that an operation does not write the whole content anew: its head, its content, and each
//! operation. Every change writes the head: it is the cell by which conflicts are found.

use std::sync::Arc;

use super::cells::Version;
use crate::Json;

/// Where an operation is kept. The version has the same length in all, so that no two documents share a key.
pub(crate) fn operation_key(document: &str, version: u64) -> Arc<str> {
    format!("{document}\0{version:020}").into()
}

/// How a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Head {
    /// Its version; 0 where there is none.
    pub(crate) version: u64,
    /// Of which version its stored content is; 0 where there is none.
    pub(crate) content: u64,
    /// The operations after this version are kept.
    pub(crate) after: u64,
}

impl Head {
    /// What a cell says.
    pub(crate) fn of(cell: &Version) -> Self {
        let text = cell.value.as_deref().unwrap_or_default();
        Self::read(cell.number, text)
    }

    /// Reads what [`Head::text`] wrote.
    pub(crate) fn read(version: u64, text: &str) -> Self {
        let mut numbers = text.split(' ').map(|number| number.parse().unwrap_or(0));
        Self {
            version,
            content: numbers.next().unwrap_or(0),
            after: numbers.next().unwrap_or(0),
        }
    }

    /// What its cell holds beside the version.
    pub(crate) fn text(self) -> Json {
        format!("{} {}", self.content, self.after).into()
    }

    /// Lets so many of the newest operations be kept, and all after the content. The versions of those that go.
    pub(crate) fn trim(&mut self, most: u64) -> std::ops::RangeInclusive<u64> {
        let before = self.after;
        let after = self.version.saturating_sub(most).min(self.content);
        self.after = after.max(before);
        before + 1..=self.after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_after_the_content_is_never_trimmed() {
        let mut head = Head {
            version: 10,
            content: 0,
            after: 0,
        };
        assert!(head.trim(3).is_empty());
        head.content = 5;
        assert_eq!(head.trim(3), 1..=5);
        head.content = 10;
        assert_eq!(head.trim(3), 6..=7);
        assert_eq!(Head::read(10, &head.text()), head);
    }
}
