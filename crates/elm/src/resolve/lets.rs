//! `let`: definitions put in the order of their dependencies, cycles refused.

use std::collections::HashMap;

use crate::region::Located;
use crate::syntax::source::{self, LetItem};

use super::error::{Cycle, CycleOf, Error, Twice};
use super::graph::{Component, components};
use super::pattern::names;
use super::resolved::{Definition, Expr, Expr_, Group, LetGroup, Name, Pattern};
use super::scope::{Binding, Mark, Resolver};

/// What is defined, resolved.
enum Item {
    Value(Definition),
    Destructure(Pattern, Expr),
}

/// A node of the graph of a `let`.
struct Node {
    /// What it is sorted by, for the order in which the official compiler meets the nodes.
    key: Name,
    kind: NodeKind,
    /// The names of this `let` that it uses, by their numbers.
    uses: Vec<Binding>,
}

/// What a node stands for.
#[derive(Clone)]
enum NodeKind {
    /// A definition, the item's index.
    Value(usize),
    /// A destructuring, the item's index.
    Destructure(usize),
    /// A name that a destructuring binds: it leads to it.
    Bound(Located<Name>, usize),
}

impl Resolver<'_> {
    /// `let .. in ..`
    pub(super) fn let_in(&mut self, items: &[LetItem], body: &source::Expr) -> Expr_ {
        let bound: Vec<Located<Name>> = items.iter().flat_map(item_names).collect();
        let bound = bound.into_iter().rev();
        let bound = self.distinct(bound, || Twice::Let);
        let first = self.number(bound.len());
        let own = first..first + Binding::try_from(bound.len()).expect("numbered just now");
        let (patterns, mark) = self.enter_let(items, &bound, first);
        let mut patterns = patterns.into_iter();
        let mut resolved = Vec::with_capacity(items.len());
        let mut nodes = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let before = self.uses.len();
            resolved.push(Some(self.item(item, &mut patterns)));
            let uses = &self.uses[before..];
            let uses = uses.iter().map(|found| found.binding);
            add_nodes(
                item,
                index,
                uses.filter(|found| own.contains(found)).collect(),
                &mut nodes,
            );
        }
        let body = self.expression(body);
        self.close(mark);
        let groups = self.order(nodes, &bound, first, &mut resolved);
        Expr_::Let(groups, Box::new(body))
    }

    /// The patterns of what is destructured, with all names of the `let` in reach.
    fn enter_let(
        &mut self,
        items: &[LetItem],
        bound: &[Located<Name>],
        first: Binding,
    ) -> (Vec<Pattern>, Mark) {
        let sources = items.iter().filter_map(|item| match item {
            LetItem::Destructure(pattern, _) => Some(pattern),
            LetItem::Value(_) => None,
        });
        let before = self.broken_patterns;
        let patterns: Vec<Pattern> = sources.clone().map(|one| self.pattern(one)).collect();
        let mark = self.open_let(bound, first);
        if self.broken_patterns > before {
            self.break_unbound(&names(sources), &patterns);
        }
        (patterns, mark)
    }

    fn item(&mut self, item: &LetItem, patterns: &mut impl Iterator<Item = Pattern>) -> Item {
        match item {
            LetItem::Value(value) => Item::Value(self.definition(value)),
            LetItem::Destructure(_, value) => {
                let pattern = patterns.next().expect("one for each destructuring");
                Item::Destructure(pattern, self.expression(value))
            }
        }
    }

    fn order(
        &mut self,
        mut nodes: Vec<Node>,
        bound: &[Located<Name>],
        first: Binding,
        items: &mut [Option<Item>],
    ) -> Vec<LetGroup> {
        nodes.reverse();
        nodes.sort_by(|left, right| left.key.cmp(&right.key));
        let edges = edges(&nodes, bound, first);
        let mut groups = Vec::new();
        for component in components(&edges) {
            match component {
                Component::Single(node) => groups.extend(single(&nodes[node].kind, items)),
                Component::Cycle(members) => {
                    let members: Vec<_> = members.iter().map(|node| &nodes[*node].kind).collect();
                    self.cycle(&members, items, &mut groups);
                }
            }
        }
        groups
    }

    /// Functions may call each other; a constant in a cycle is refused.
    fn cycle(
        &mut self,
        members: &[&NodeKind],
        items: &mut [Option<Item>],
        groups: &mut Vec<LetGroup>,
    ) {
        let culprit = members.iter().position(|member| is_constant(member, items));
        if let Some(culprit) = culprit {
            self.refuse_cycle(members, culprit, items, groups);
        }
        let mut functions = Vec::new();
        for member in members {
            if let NodeKind::Value(index) = member
                && let Some(Item::Value(definition)) = items[*index].take()
            {
                functions.push(definition);
            }
        }
        if !functions.is_empty() {
            groups.push(LetGroup::Definitions(Group::Recursive(functions)));
        }
    }

    /// What is refused gets a broken body, so that it depends on nothing any more.
    fn refuse_cycle(
        &mut self,
        members: &[&NodeKind],
        culprit: usize,
        items: &mut [Option<Item>],
        groups: &mut Vec<LetGroup>,
    ) {
        let before = members[..culprit].iter();
        let after = members[culprit + 1..].iter();
        let others: Vec<Name> = after
            .chain(before)
            .filter_map(|member| node_name(member, items))
            .map(|name| name.value.clone())
            .collect();
        if let Some(name) = node_name(members[culprit], items) {
            let (region, name) = (name.region, name.value.clone());
            self.errors.push(Error::Cycle(Cycle {
                what: CycleOf::Let,
                region,
                name,
                others,
            }));
        }
        for member in members {
            if matches!(member, NodeKind::Destructure(_)) || is_constant(member, items) {
                let mut broken = single(member, items);
                if let Some(group) = &mut broken {
                    self.break_group(group);
                }
                groups.extend(broken);
            }
        }
    }

    fn break_group(&mut self, group: &mut LetGroup) {
        match group {
            LetGroup::Definitions(Group::Single(definition)) => {
                definition.body = self.expr(definition.body.region, Expr_::Broken);
            }
            LetGroup::Destructure(_, value) => *value = self.expr(value.region, Expr_::Broken),
            LetGroup::Definitions(Group::Recursive(_)) => {}
        }
    }
}

fn item_names(item: &LetItem) -> Vec<Located<Name>> {
    match item {
        LetItem::Value(value) => vec![value.name.clone()],
        LetItem::Destructure(pattern, _) => names([pattern]),
    }
}

fn add_nodes(item: &LetItem, index: usize, uses: Vec<Binding>, nodes: &mut Vec<Node>) {
    match item {
        LetItem::Value(value) => nodes.push(Node {
            key: value.name.value.clone(),
            kind: NodeKind::Value(index),
            uses,
        }),
        LetItem::Destructure(pattern, _) => {
            let bound = names([pattern]);
            let key = match bound.last() {
                Some(name) => format!("_M${}", name.value).into(),
                None => Name::new(),
            };
            let kind = NodeKind::Destructure(index);
            nodes.push(Node { key, kind, uses });
            nodes.extend(bound.into_iter().map(|name| Node {
                key: name.value.clone(),
                kind: NodeKind::Bound(name, index),
                uses: Vec::new(),
            }));
        }
    }
}

fn edges(nodes: &[Node], bound: &[Located<Name>], first: Binding) -> Vec<Vec<usize>> {
    let mut by_name = HashMap::new();
    let mut by_item = HashMap::new();
    for (at, node) in nodes.iter().enumerate() {
        match &node.kind {
            NodeKind::Value(_) | NodeKind::Bound(..) => {
                by_name.insert(&node.key, at);
            }
            NodeKind::Destructure(index) => {
                by_item.insert(*index, at);
            }
        }
    }
    let target = |binding: &Binding| {
        let name = bound.get((binding - first) as usize)?;
        by_name.get(&name.value).copied()
    };
    let leads_to = |node: &Node| match &node.kind {
        NodeKind::Bound(_, index) => by_item.get(index).copied().into_iter().collect(),
        NodeKind::Value(_) | NodeKind::Destructure(_) => {
            let mut targets: Vec<usize> = node.uses.iter().filter_map(target).collect();
            targets.sort_unstable();
            targets.dedup();
            targets
        }
    };
    nodes.iter().map(leads_to).collect()
}

fn single(kind: &NodeKind, items: &mut [Option<Item>]) -> Option<LetGroup> {
    match kind {
        NodeKind::Value(index) | NodeKind::Destructure(index) => {
            Some(match items[*index].take()? {
                Item::Value(definition) => LetGroup::Definitions(Group::Single(definition)),
                Item::Destructure(pattern, value) => LetGroup::Destructure(pattern, value),
            })
        }
        NodeKind::Bound(..) => None,
    }
}

fn is_constant(kind: &NodeKind, items: &[Option<Item>]) -> bool {
    match kind {
        NodeKind::Value(index) => match &items[*index] {
            Some(Item::Value(definition)) => definition.parameters.is_empty(),
            _ => false,
        },
        NodeKind::Destructure(_) => false,
        NodeKind::Bound(..) => true,
    }
}

fn node_name<'a>(kind: &'a NodeKind, items: &'a [Option<Item>]) -> Option<&'a Located<Name>> {
    match kind {
        NodeKind::Value(index) => match &items[*index] {
            Some(Item::Value(definition)) => Some(&definition.name),
            _ => None,
        },
        NodeKind::Destructure(_) => None,
        NodeKind::Bound(name, _) => Some(name),
    }
}
