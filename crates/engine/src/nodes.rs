//! The nodes that share an engine's state, as they tell of themselves.

use crate::Json;

/// What a node said of itself last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// What it said.
    pub what: Json,
    /// How long ago, in milliseconds, by the clock of what they share.
    pub silent: u64,
    /// How it stands with it.
    pub standing: Standing,
    /// Whether it is the one that asks.
    pub is_own: bool,
}

/// Whether a node is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Its lease lasts.
    Alive,
    /// Its lease has ended without a word: its members are made to leave.
    Lost,
    /// It said that it ends.
    Left,
}
