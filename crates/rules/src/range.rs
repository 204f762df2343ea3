//! Which of the keys with a prefix the rules want, as `BuildAmp.Range` says it.

use std::ops::Bound;

/// Some of the keys with a prefix: those between two bounds, and of these the first so many in an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// Below which there are none.
    pub lower: Bound<String>,
    /// Above which there are none.
    pub upper: Bound<String>,
    /// How many at most; all where it is `None`.
    pub limit: Option<usize>,
    /// Which come first.
    pub order: Order,
}

/// In which order keys come: by their bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The least first.
    Ascending,
    /// The greatest first.
    Descending,
}

impl Range {
    /// The first so many.
    #[must_use]
    pub fn first(limit: usize) -> Range {
        Range {
            lower: Bound::Unbounded,
            upper: Bound::Unbounded,
            limit: Some(limit),
            order: Order::Ascending,
        }
    }

    /// The last so many, the last one first.
    #[must_use]
    pub fn last(limit: usize) -> Range {
        Range {
            order: Order::Descending,
            ..Range::first(limit)
        }
    }
}
