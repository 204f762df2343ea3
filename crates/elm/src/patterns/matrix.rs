//! The patterns above one: a tree that branches by heads, so that ten thousand literals are one step, not ten
//! thousand.
//!
//! A row is a way through the tree, column by column; what fits anything has its own way. A set of rows that are
//! still possible is a list of places in the tree.

use std::collections::{BTreeMap, HashMap};

use crate::resolve::resolved::Pattern;

use super::simple::{Head, Heads, Simple};

/// All rows.
#[derive(Debug)]
pub(super) struct Matrix<'a> {
    nodes: Vec<Node<'a>>,
}

/// A place in the tree.
type NodeId = usize;

#[derive(Debug, Default)]
struct Node<'a> {
    literals: HashMap<Head<'a>, NodeId>,
    constructors: BTreeMap<usize, NodeId>,
    /// The heads of the column's type, once one of them is known.
    heads: Option<Heads>,
    anything: Option<NodeId>,
}

/// Rows that are still possible: a place in the tree, behind so many columns that fit anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cursor {
    node: NodeId,
    skip: usize,
}

/// A set of rows of equal length.
#[derive(Debug, Clone)]
pub(super) struct Rows(Vec<Cursor>);

impl<'a> Matrix<'a> {
    pub(super) fn new() -> Matrix<'a> {
        Matrix {
            nodes: vec![Node::default()],
        }
    }

    /// Adds a row of one column.
    pub(super) fn add(&mut self, pattern: &'a Pattern) {
        let mut columns = vec![Simple::Pattern(pattern)];
        let mut at = 0;
        while let Some(column) = columns.pop() {
            at = match column.open() {
                None => self.anything(at),
                Some((head, heads, parts)) => {
                    columns.extend(parts.into_iter().rev());
                    self.head(at, head, heads)
                }
            };
        }
    }

    fn anything(&mut self, at: NodeId) -> NodeId {
        let new = self.nodes.len();
        let next = *self.nodes[at].anything.get_or_insert(new);
        self.reach(next)
    }

    fn head(&mut self, at: NodeId, head: Head<'a>, heads: Option<Heads>) -> NodeId {
        let new = self.nodes.len();
        let node = &mut self.nodes[at];
        let next = match head {
            Head::Constructor(variant) => *node.constructors.entry(variant).or_insert(new),
            literal => *node.literals.entry(literal).or_insert(new),
        };
        if node.heads.is_none() {
            node.heads = heads;
        }
        self.reach(next)
    }

    fn reach(&mut self, node: NodeId) -> NodeId {
        if node == self.nodes.len() {
            self.nodes.push(Node::default());
        }
        node
    }

    /// All rows, of one column.
    pub(super) fn rows(&self) -> Rows {
        let is_empty = self.nodes.len() == 1;
        let start = Cursor { node: 0, skip: 0 };
        Rows(if is_empty { Vec::new() } else { vec![start] })
    }

    /// The rows that go on where the first column has this head, its parts in the place of the column.
    pub(super) fn with_head(&self, rows: &Rows, head: &Head<'a>, arity: usize) -> Rows {
        let mut found = Vec::new();
        for cursor in &rows.0 {
            if cursor.skip > 0 {
                let skip = cursor.skip - 1 + arity;
                found.push(Cursor { skip, ..*cursor });
                continue;
            }
            let node = &self.nodes[cursor.node];
            let next = match head {
                Head::Constructor(variant) => node.constructors.get(variant),
                literal => node.literals.get(literal),
            };
            found.extend(next.map(|next| Cursor {
                node: *next,
                skip: 0,
            }));
            found.extend(node.anything.map(|next| Cursor {
                node: next,
                skip: arity,
            }));
        }
        Rows(found)
    }

    /// The rows whose first column fits anything, without it.
    pub(super) fn with_anything(&self, rows: &Rows) -> Rows {
        let mut found = Vec::new();
        for cursor in &rows.0 {
            if cursor.skip > 0 {
                let skip = cursor.skip - 1;
                found.push(Cursor { skip, ..*cursor });
            } else {
                let next = self.nodes[cursor.node].anything;
                found.extend(next.map(|next| Cursor {
                    node: next,
                    skip: 0,
                }));
            }
        }
        Rows(found)
    }

    /// The variants in the first column, with all that its type has; `None` where there are none.
    pub(super) fn variants(&self, rows: &Rows) -> Option<(Vec<usize>, Heads)> {
        let first_columns = rows.0.iter().filter(|cursor| cursor.skip == 0);
        let mut heads = None;
        let mut variants = Vec::new();
        for cursor in first_columns {
            let node = &self.nodes[cursor.node];
            heads = heads.or_else(|| node.heads.clone());
            variants.extend(node.constructors.keys().copied());
        }
        variants.sort_unstable();
        variants.dedup();
        Some((variants, heads?))
    }
}

impl Rows {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
