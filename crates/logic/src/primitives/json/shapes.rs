//! The names of objects in the order in which they came, as a tree: most objects of a text have the names of another one before,
//! so that each next name is known before it is read.
//!
//! The tree is small. Objects that don't fit it are read without.

use super::names::is_digit;
use super::unit::Unit;
use crate::heap::Value;

/// Where an object stands in the tree: behind the names that it has so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape(u32);

/// A name in the text, and its string in memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    pub(super) start: u32,
    pub(super) length: u32,
    pub(super) hash: u32,
    pub(super) value: Value,
}

#[derive(Debug)]
struct Node {
    name: Name,
    parent: u32,
    /// The child that was taken last; 0 is none.
    next: u32,
    /// The child that was made last, and how many there are.
    newest: u32,
    children: u32,
    /// The parent's child that was made before.
    older: u32,
    ordered: bool,
}

/// The tree.
#[derive(Debug)]
pub(super) struct Shapes(Vec<Node>);

const NODES: usize = 256;
const CHILDREN: u32 = 8;

impl Shapes {
    pub(super) fn new() -> Shapes {
        let nothing = Name {
            start: 0,
            length: 0,
            hash: 0,
            value: 0,
        };
        Shapes(vec![Node {
            name: nothing,
            parent: 0,
            next: 0,
            newest: 0,
            children: 0,
            older: 0,
            ordered: true,
        }])
    }

    /// Of an object without names.
    pub(super) fn empty() -> Shape {
        Shape(0)
    }

    /// Where an object stands with the name that comes next in the text, if that is in the tree, and the name.
    pub(super) fn step<U: Unit>(
        &mut self,
        Shape(from): Shape,
        source: &[U],
        at: usize,
    ) -> Option<(Shape, Name)> {
        let node = &self.0[from as usize];
        let next = match node.next {
            0 => return None,
            next if self.fits(next, source, at) => next,
            _ => {
                let mut child = node.newest;
                while child != 0 && !self.fits(child, source, at) {
                    child = self.0[child as usize].older;
                }
                if child == 0 {
                    return None;
                }
                self.0[from as usize].next = child;
                child
            }
        };
        Some((Shape(next), self.0[next as usize].name))
    }

    /// Whether a name stands in the text, and a quote behind it.
    fn fits<U: Unit>(&self, node: u32, source: &[U], at: usize) -> bool {
        let name = &self.0[node as usize].name;
        let (start, length) = (name.start as usize, name.length as usize);
        let Some(found) = source.get(at..at + length + 1) else {
            return false;
        };
        found[length].code() == 0x22 && found[..length] == source[start..start + length]
    }

    /// Adds a name to the tree, if there is room.
    pub(super) fn add(&mut self, Shape(from): Shape, name: Name, first: u16) -> Option<Shape> {
        let parent = &self.0[from as usize];
        if self.0.len() == NODES || parent.children == CHILDREN {
            return None;
        }
        let ordered = parent.ordered && !is_digit(first) && !self.has(from, name.hash);
        let node = u32::try_from(self.0.len()).ok()?;
        let parent = &mut self.0[from as usize];
        let older = std::mem::replace(&mut parent.newest, node);
        parent.next = node;
        parent.children += 1;
        self.0.push(Node {
            name,
            parent: from,
            next: 0,
            newest: 0,
            children: 0,
            older,
            ordered,
        });
        Some(Shape(node))
    }

    fn has(&self, from: u32, hash: u32) -> bool {
        self.hashes(Shape(from)).any(|known| known == hash)
    }

    /// Of the names that lead there, from the last on.
    pub(super) fn hashes(&self, Shape(mut at): Shape) -> impl Iterator<Item = u32> {
        std::iter::from_fn(move || {
            let node = (at != 0).then(|| &self.0[at as usize])?;
            at = node.parent;
            Some(node.name.hash)
        })
    }

    /// Whether surely no name comes twice, or is an index.
    pub(super) fn is_ordered(&self, Shape(at): Shape) -> bool {
        self.0[at as usize].ordered
    }
}
