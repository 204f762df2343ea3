//! What is kept, stretch by stretch: for people who look at it.
//!
//! It is beside snapshots and commits: nothing is recorded, and no call takes more than a little of it.

use std::sync::Arc;

use crate::{Json, Keep};

/// About how many bytes of values a [`Stretch`] has at most, beside its last one.
pub const STRETCH: usize = 256 << 10;

/// What can be looked through. What the server keeps for itself can't.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kept {
    /// The key-value store of the logic.
    Values,
    /// The states of games.
    Games,
    /// Documents.
    Documents,
}

/// One thing that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its name.
    pub key: Arc<str>,
    /// What is there.
    pub thing: Thing,
}

/// What is under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// A value.
    Value {
        /// It.
        value: Json,
        /// How long.
        keep: Keep,
    },
    /// A document at a version. What it says is read by a snapshot.
    Document {
        /// How many changes made it.
        version: u64,
    },
}

/// A piece of what is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stretch {
    /// What was found.
    pub found: Vec<Found>,
    /// From where to go on; `None` where that was all.
    pub next: Option<String>,
}
