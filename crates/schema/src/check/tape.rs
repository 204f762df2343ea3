//! What a check found, and where: the product of a check that passed.
//!
//! A [`Tape`] is filled front to back, a [`Node`] per value in the order of the bytes, and is
//! reused from payload to payload, so that a steady server allocates nothing here.
//! A struct's fields are found by their place in the model, not by searching.

use std::ops::Range;

/// One value that was checked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The node after this and everything in it.
    pub(super) next: u32,
    pub(super) kind: Kind,
    /// An integer, the bits of a float, a count, a variant or a struct's first slot.
    pub(super) value: u64,
}

/// The kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`: a `None`, or a unit.
    Null,
    /// See [`ValueRef::as_bool`].
    Bool,
    /// See [`ValueRef::as_i64`].
    Int,
    /// See [`ValueRef::as_f64`].
    Float,
    /// A string, a `char` or a formatted string without escapes: the bytes between the quotes are its text.
    PlainString,
    /// The same with escapes in it.
    EscapedString,
    /// A list, a set, an array or a tuple. See [`ValueRef::items`].
    List,
    /// A map: keys and values by turns. See [`ValueRef::items`].
    Map,
    /// See [`ValueRef::field`].
    Struct,
    /// See [`ValueRef::variant`].
    Enum,
    /// Any JSON, not looked into.
    Json,
}

/// Where the values of a checked payload are.
#[derive(Debug, Clone, Default)]
pub struct Tape {
    pub(super) nodes: Vec<Node>,
    pub(super) slots: Vec<u32>,
}

impl Tape {
    /// An empty tape.
    pub fn new() -> Tape {
        Tape::default()
    }

    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.slots.clear();
    }

    #[inline]
    pub(super) fn push(&mut self, kind: Kind, span: Range<usize>, value: u64) -> usize {
        let index = self.nodes.len();
        self.nodes.push(Node {
            start: narrow(span.start),
            end: narrow(span.end),
            next: narrow(index + 1),
            kind,
            value,
        });
        index
    }

    /// Where the node that is pushed next will be.
    #[inline]
    pub(super) fn next(&self) -> u32 {
        narrow(self.nodes.len())
    }

    /// Ends a node that holds others.
    #[inline]
    pub(super) fn close(&mut self, index: usize, end: usize) {
        let next = narrow(self.nodes.len());
        let node = &mut self.nodes[index];
        node.end = narrow(end);
        node.next = next;
    }

    pub(super) fn truncate(&mut self, nodes: usize, slots: usize) {
        self.nodes.truncate(nodes);
        self.slots.truncate(slots);
    }

    /// The checked value itself; `None` where the tape holds no passed check.
    pub fn root(&self) -> Option<ValueRef<'_>> {
        (!self.nodes.is_empty()).then_some(ValueRef {
            tape: self,
            index: 0,
        })
    }
}

/// Payloads are at most `u32::MAX` bytes long, and a node takes a byte at least.
#[inline]
fn narrow(offset: usize) -> u32 {
    debug_assert!(u32::try_from(offset).is_ok());
    #[allow(clippy::cast_possible_truncation)]
    let narrowed = offset as u32;
    narrowed
}

/// A checked value of a [`Tape`].
#[derive(Debug, Clone, Copy)]
pub struct ValueRef<'a> {
    tape: &'a Tape,
    index: usize,
}

impl<'a> ValueRef<'a> {
    fn node(self) -> &'a Node {
        &self.tape.nodes[self.index]
    }

    fn at(self, index: usize) -> ValueRef<'a> {
        ValueRef { index, ..self }
    }

    /// The kind.
    pub fn kind(self) -> Kind {
        self.node().kind
    }

    /// Its bytes in the payload; for strings without the quotes. What is flattened, and what
    /// follows from an internal tag, has the span of the object it is in.
    pub fn span(self) -> Range<usize> {
        self.node().start as usize..self.node().end as usize
    }

    /// A [`Kind::Bool`].
    pub fn as_bool(self) -> bool {
        self.node().value != 0
    }

    /// A [`Kind::Int`].
    pub fn as_i64(self) -> i64 {
        self.node().value.cast_signed()
    }

    /// A [`Kind::Float`].
    pub fn as_f64(self) -> f64 {
        f64::from_bits(self.node().value)
    }

    /// The field at this place of the model's struct; `None` where it is absent.
    pub fn field(self, field: usize) -> Option<ValueRef<'a>> {
        debug_assert_eq!(self.kind(), Kind::Struct);
        let slot = usize::try_from(self.node().value).ok()? + field;
        match *self.tape.slots.get(slot)? {
            0 => None,
            index => Some(self.at(index as usize)),
        }
    }

    /// What a [`Kind::List`] or [`Kind::Map`] holds, in the order of the bytes.
    pub fn items(self) -> impl Iterator<Item = ValueRef<'a>> {
        let end = self.node().next as usize;
        let mut index = self.index + 1;
        std::iter::from_fn(move || {
            let item = (index < end).then(|| self.at(index))?;
            index = item.node().next as usize;
            Some(item)
        })
    }

    /// The variant's place in the model's [`Kind::Enum`], and its payload if it has one.
    pub fn variant(self) -> (usize, Option<ValueRef<'a>>) {
        let variant = usize::try_from(self.node().value).unwrap_or(usize::MAX);
        (variant, self.items().next())
    }
}
