//! The types of one module while they are inferred: a union-find of nodes, each with its rank.
//!
//! It owns the nodes and who is equal to whom. It knows nothing of expressions, and doesn't decide what may be
//! made equal: `unify` does.

use std::collections::HashMap;
use std::rc::Rc;

use crate::resolve::resolved::{Global, Name};

/// A node of the arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Var(pub(super) u32);

impl Var {
    /// What `copy` holds where there is none.
    const NONE: Var = Var(u32::MAX);
}

/// The name of a type in the arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TypeName(u32);

/// How many definitions are open around a node's. What is generalized has `GENERAL`.
pub(super) type Rank = u32;

/// The rank of what stands for any type at each use.
pub(super) const GENERAL: Rank = 0;
/// The rank of what belongs to the module as a whole.
pub(super) const OUTERMOST: Rank = 1;

/// What a constrained variable may become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Super {
    /// `Int` or `Float`.
    Number,
    /// Numbers, `Char`, `String`, lists and tuples of them.
    Comparable,
    /// `String` and lists.
    Appendable,
    /// `String` and lists of what is comparable.
    CompAppend,
}

impl Super {
    /// A variable's constraint, which its name tells.
    pub fn of(name: &str) -> Option<Super> {
        let kinds = [
            ("number", Super::Number),
            ("comparable", Super::Comparable),
            ("appendable", Super::Appendable),
            ("compappend", Super::CompAppend),
        ];
        kinds
            .into_iter()
            .find(|(prefix, _)| name.starts_with(prefix))
            .map(|(_, kind)| kind)
    }

    /// The first of the names that a variable with this constraint may have.
    pub fn name(self) -> &'static str {
        match self {
            Super::Number => "number",
            Super::Comparable => "comparable",
            Super::Appendable => "appendable",
            Super::CompAppend => "compappend",
        }
    }
}

/// What is known of a node. The lists are shared, so that a copy costs nothing.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// Still open; with the name that an annotation gave it.
    Flexible(Option<Super>, Option<Name>),
    /// A variable of an annotation, which must stay what it is.
    Rigid(Option<Super>, Name),
    Function(Var, Var),
    Named(TypeName, Rc<[Var]>),
    EmptyRecord,
    /// Fields in the order of their names, and what they extend.
    Record(Rc<[(Name, Var)]>, Var),
    Unit,
    Tuple(Rc<[Var]>),
    /// An alias with its arguments, and what it stands for.
    Alias(TypeName, Rc<[(Name, Var)]>, Var),
    /// Part of a problem that was told. It equals anything, so that one mistake makes one report.
    Broken,
}

#[derive(Debug)]
struct Node {
    parent: Var,
    /// How many nodes lead here, where this is a root.
    weight: u32,
    rank: Rank,
    mark: u32,
    copy: Var,
    content: Content,
}

/// The nodes.
#[derive(Debug, Default)]
pub(super) struct Arena {
    nodes: Vec<Node>,
    names: Vec<Global>,
    numbers: HashMap<Global, TypeName>,
    /// For each rank, the nodes that were made in its definition.
    pub(super) pools: Vec<Vec<Var>>,
    /// The rank of the definition that is open.
    pub(super) rank: Rank,
    /// Greater than any mark in use.
    pub(super) next_mark: u32,
    /// Whether a type was too large to be copied since somebody asked.
    pub(super) was_huge: bool,
}

impl Arena {
    pub(super) fn new() -> Arena {
        Arena {
            pools: vec![Vec::new(), Vec::new()],
            rank: OUTERMOST,
            next_mark: 1,
            ..Arena::default()
        }
    }

    /// A new node of the open definition.
    pub(super) fn fresh(&mut self, content: Content) -> Var {
        let var = Var(u32::try_from(self.nodes.len()).expect("a module has fewer than 2³² types"));
        self.nodes.push(Node {
            parent: var,
            weight: 1,
            rank: self.rank,
            mark: 0,
            copy: Var::NONE,
            content,
        });
        self.pools[self.rank as usize].push(var);
        var
    }

    /// A new node of which nothing is known.
    pub(super) fn open(&mut self) -> Var {
        self.fresh(Content::Flexible(None, None))
    }

    /// The node that stands for all that equal this one.
    pub(super) fn root(&mut self, var: Var) -> Var {
        let mut at = var;
        loop {
            let parent = self.nodes[at.0 as usize].parent;
            if parent == at {
                return at;
            }
            let grandparent = self.nodes[parent.0 as usize].parent;
            self.nodes[at.0 as usize].parent = grandparent;
            at = grandparent;
        }
    }

    /// The same for those who only look.
    pub(super) fn peek_root(&self, var: Var) -> Var {
        let mut at = var;
        while self.nodes[at.0 as usize].parent != at {
            at = self.nodes[at.0 as usize].parent;
        }
        at
    }

    /// Whether this node has been merged into another.
    pub(super) fn is_merged(&self, var: Var) -> bool {
        self.nodes[var.0 as usize].parent != var
    }

    fn node(&mut self, var: Var) -> &mut Node {
        let root = self.root(var);
        &mut self.nodes[root.0 as usize]
    }

    pub(super) fn content(&mut self, var: Var) -> Content {
        self.node(var).content.clone()
    }

    /// The content for those who only look.
    pub(super) fn peek(&self, var: Var) -> &Content {
        &self.nodes[self.peek_root(var).0 as usize].content
    }

    /// The type of a record's field, where its own fields tell it.
    pub(super) fn field(&self, record: Var, field: &Name) -> Option<Var> {
        let mut at = record;
        loop {
            match self.peek(at) {
                Content::Alias(_, _, real) => at = *real,
                Content::Record(fields, _) => {
                    let place = fields.binary_search_by(|(name, _)| name.cmp(field));
                    return place.ok().map(|place| fields[place].1);
                }
                _ => return None,
            }
        }
    }

    pub(super) fn set_content(&mut self, var: Var, content: Content) {
        self.node(var).content = content;
    }

    pub(super) fn rank_of(&mut self, var: Var) -> Rank {
        self.node(var).rank
    }

    pub(super) fn set_rank(&mut self, var: Var, rank: Rank) {
        self.node(var).rank = rank;
    }

    pub(super) fn mark_of(&mut self, var: Var) -> u32 {
        self.node(var).mark
    }

    pub(super) fn set_mark(&mut self, var: Var, mark: u32) {
        self.node(var).mark = mark;
    }

    pub(super) fn copy_of(&mut self, var: Var) -> Option<Var> {
        Some(self.node(var).copy).filter(|copy| *copy != Var::NONE)
    }

    pub(super) fn set_copy(&mut self, var: Var, copy: Option<Var>) {
        self.node(var).copy = copy.unwrap_or(Var::NONE);
    }

    /// Makes two nodes one, with this content and the lower rank.
    pub(super) fn merge(&mut self, a: Var, b: Var, content: Content) {
        let (a, b) = (self.root(a), self.root(b));
        let rank = self.rank_of(a).min(self.rank_of(b));
        self.merge_with(a, b, content, rank);
    }

    /// Makes two nodes one that equals anything.
    pub(super) fn merge_broken(&mut self, a: Var, b: Var) {
        let (a, b) = (self.root(a), self.root(b));
        self.merge_with(a, b, Content::Broken, GENERAL);
    }

    fn merge_with(&mut self, a: Var, b: Var, content: Content, rank: Rank) {
        let (child, root) = match self.node(a).weight < self.node(b).weight {
            true => (a, b),
            false => (b, a),
        };
        if child != root {
            let weight = self.node(child).weight;
            self.nodes[child.0 as usize].parent = root;
            // Nobody reads it again, and what it shares can go.
            self.nodes[child.0 as usize].content = Content::Unit;
            self.node(root).weight += weight;
        }
        let node = self.node(root);
        (node.content, node.rank, node.mark) = (content, rank, 0);
    }

    /// The number of a type's name.
    pub(super) fn name(&mut self, global: &Global) -> TypeName {
        if let Some(known) = self.numbers.get(global) {
            return *known;
        }
        let number =
            TypeName(u32::try_from(self.names.len()).expect("a module has fewer than 2³² types"));
        self.names.push(global.clone());
        self.numbers.insert(global.clone(), number);
        number
    }

    /// The name behind a number.
    pub(super) fn global(&self, name: TypeName) -> &Global {
        &self.names[name.0 as usize]
    }

    /// Two marks that no node has.
    pub(super) fn new_marks(&mut self) -> (u32, u32) {
        // Far above what a module can need; should it wrap, marks of long ago are met again, and a type is
        // looked at once too seldom.
        let first = self.next_mark;
        self.next_mark = self.next_mark.wrapping_add(2).max(1);
        (first, first.wrapping_add(1))
    }
}

/// Calls for each node right below a content.
pub(super) fn for_children(content: &Content, mut each: impl FnMut(Var)) {
    match content {
        Content::Flexible(..)
        | Content::Rigid(..)
        | Content::EmptyRecord
        | Content::Unit
        | Content::Broken => {}
        Content::Function(argument, result) => {
            each(*argument);
            each(*result);
        }
        Content::Named(_, nodes) | Content::Tuple(nodes) => nodes.iter().copied().for_each(each),
        Content::Record(fields, rest) => {
            fields.iter().for_each(|(_, field)| each(*field));
            each(*rest);
        }
        // What it stands for holds nothing that the arguments don't, or what is closed.
        Content::Alias(_, arguments, _) => arguments.iter().for_each(|(_, node)| each(*node)),
    }
}
