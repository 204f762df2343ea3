//! An expression as a tree.

use super::set::Set;

/// A part of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// One unit.
    Unit(u16),
    /// One unit of a set, or of what is not in it.
    Set {
        set: Set,
        negated: bool,
    },
    /// `^`
    Start,
    /// `$`
    End,
    /// `\b`, `\B`
    Edge {
        negated: bool,
    },
    /// In brackets; a group's number is that of its opening bracket, from 1.
    Group(Option<u32>, Box<Node>),
    /// What a group has found.
    Back(u32),
    /// What stands ahead or behind.
    Look {
        behind: bool,
        negated: bool,
        inner: Box<Node>,
    },
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    Repeat(Box<Repeat>),
}

/// Something several times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repeat {
    pub(super) inner: Node,
    pub(super) least: u32,
    /// `u32::MAX` is without end.
    pub(super) most: u32,
    pub(super) greedy: bool,
    /// The groups inside, which start anew each time: from one, to before another.
    pub(super) groups: (u32, u32),
}

/// A whole expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tree {
    pub(super) node: Node,
    /// How many groups there are that find something.
    pub(super) groups: u32,
}
