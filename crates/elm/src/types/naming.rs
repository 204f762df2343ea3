//! Nodes of the arena → types with names for their variables: schemes, and types in problems.
//!
//! A variable keeps the name that an annotation gave it; others are named `a`, `b`, .. and `number`, `number1`, ..
//! in the order in which they stand in the type.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use crate::deep::deep;
use crate::region::Region;
use crate::resolve::resolved::{self, Annotation, Name};

use super::arena::{Arena, Content, Super, Var, for_children};
use super::error::{Extension, Type};

/// Deeper, or of more nodes, no type is shown in a problem.
const SHOWN_DEPTH: usize = 100;
const SHOWN_NODES: usize = 20_000;

/// No type of more nodes is written out, counted as often as they stand in it.
const WRITTEN_NODES: usize = 200_000;

/// Names that are taken in one type.
#[derive(Default)]
struct Names {
    taken: HashMap<Name, Var>,
    plain: usize,
    constrained: HashMap<Super, usize>,
    /// How many more nodes may be shown.
    budget: usize,
    /// What is being shown.
    open: HashSet<Var>,
}

/// The scheme of a definition that has no annotation.
pub(super) fn scheme(arena: &mut Arena, var: Var, region: Region) -> Annotation {
    let mut names = Names::of(arena, var);
    let (mark, _) = arena.new_marks();
    names.name_all(arena, mark, var);
    let ty = look(arena, var);
    let mut variables: Vec<Name> = names.taken.into_keys().collect();
    variables.sort();
    Annotation {
        variables,
        ty,
        region,
    }
}

/// Whether a type, written out, has more parts than can be handled: a node may stand in it many times.
pub(super) fn is_huge(arena: &Arena, var: Var) -> bool {
    size(arena, &mut HashMap::new(), var) > WRITTEN_NODES
}

fn size(arena: &Arena, known: &mut HashMap<Var, usize>, var: Var) -> usize {
    let root = arena.peek_root(var);
    if let Some(size) = known.get(&root) {
        return *size;
    }
    // For types that hold themselves.
    known.insert(root, 1);
    let content = arena.peek(root);
    let mut total = 1_usize;
    let mut add = |node: Var| {
        let size = deep(|| size(arena, known, node));
        total = total.saturating_add(size);
    };
    for_children(content, &mut add);
    if let Content::Alias(_, _, real) = content {
        add(*real);
    }
    known.insert(root, total);
    total
}

/// A type as problems have it.
pub(super) fn shown(arena: &mut Arena, var: Var) -> Type {
    let mut names = Names::of(arena, var);
    names.shown(arena, var)
}

/// A node as a written type, with the names that its variables have already.
pub(super) fn look(arena: &Arena, var: Var) -> resolved::Type {
    if is_huge(arena, var) {
        return resolved::Type::Broken;
    }
    look_inside(arena, &mut HashSet::new(), var)
}

fn look_inside(arena: &Arena, open: &mut HashSet<Var>, var: Var) -> resolved::Type {
    let root = arena.peek_root(var);
    if !open.insert(root) {
        return resolved::Type::Broken;
    }
    let ty = deep(|| look_level(arena, open, root));
    open.remove(&root);
    ty
}

fn look_level(arena: &Arena, open: &mut HashSet<Var>, root: Var) -> resolved::Type {
    use resolved::Type;
    let mut each = |node: &Var| look_inside(arena, open, *node);
    match arena.peek(root) {
        Content::Flexible(None, None) => Type::Variable(format!("t{}", root.0).into()),
        Content::Flexible(Some(kind), None) => {
            Type::Variable(format!("{}{}", kind.name(), root.0).into())
        }
        Content::Flexible(_, Some(name)) | Content::Rigid(_, name) => Type::Variable(name.clone()),
        Content::Function(argument, result) => {
            let argument = each(argument);
            Type::Function(Box::new(argument), Box::new(each(result)))
        }
        Content::Named(name, nodes) => Type::Named(
            arena.global(*name).clone(),
            nodes.iter().map(each).collect(),
        ),
        Content::Alias(name, arguments, real) => {
            let arguments = arguments
                .iter()
                .map(|(name, node)| (name.clone(), each(node)));
            let arguments = arguments.collect();
            Type::Alias(arena.global(*name).clone(), arguments, Rc::new(each(real)))
        }
        Content::EmptyRecord => Type::Record(BTreeMap::new(), None),
        Content::Record(fields, rest) => {
            let fields = fields
                .iter()
                .map(|(name, node)| (name.clone(), (0, each(node))));
            let fields = fields.collect();
            extended(fields, each(rest))
        }
        Content::Unit => Type::Unit,
        Content::Tuple(nodes) => Type::Tuple(nodes.iter().map(each).collect()),
        Content::Broken => Type::Broken,
    }
}

/// A record with these fields beside those of `rest`.
fn extended(
    mut fields: BTreeMap<Name, (u16, resolved::Type)>,
    rest: resolved::Type,
) -> resolved::Type {
    match rest {
        resolved::Type::Alias(_, _, real) => extended(fields, Rc::unwrap_or_clone(real)),
        resolved::Type::Variable(name) => resolved::Type::Record(fields, Some(name)),
        resolved::Type::Record(others, name) => {
            fields.extend(others);
            resolved::Type::Record(fields, name)
        }
        _ => resolved::Type::Broken,
    }
}

/// The first name that is not `given` but for a number, at 0 the name itself.
fn numbered(given: &str, index: usize) -> Name {
    match (index, given.ends_with(|last: char| last.is_ascii_digit())) {
        (0, _) => given.into(),
        (_, true) => format!("{given}_{index}").into(),
        (_, false) => format!("{given}{index}").into(),
    }
}

/// `a` to `z`, then `a1`.
fn letter(index: usize) -> Name {
    let letter = char::from(b"abcdefghijklmnopqrstuvwxyz"[index % 26]);
    match index / 26 {
        0 => Name::from(letter.to_string()),
        round => format!("{letter}{round}").into(),
    }
}

impl Names {
    /// Takes the names that variables of this type have, and makes them differ.
    fn of(arena: &mut Arena, var: Var) -> Names {
        let mut names = Names {
            budget: SHOWN_NODES,
            ..Names::default()
        };
        let (mark, _) = arena.new_marks();
        names.take(arena, mark, var);
        names
    }

    fn take(&mut self, arena: &mut Arena, mark: u32, var: Var) {
        if arena.mark_of(var) == mark {
            return;
        }
        arena.set_mark(var, mark);
        let content = arena.content(var);
        match &content {
            Content::Flexible(kind, Some(name)) => {
                let name = self.unique(arena, var, name);
                arena.set_content(var, Content::Flexible(*kind, Some(name)));
            }
            Content::Rigid(kind, name) => {
                let name = self.unique(arena, var, name);
                arena.set_content(var, Content::Rigid(*kind, name));
            }
            content => {
                // From the back, as the official compiler goes, for it decides which of two is renamed.
                let mut children = Vec::new();
                for_children(content, |child| children.push(child));
                for child in children.into_iter().rev() {
                    deep(|| self.take(arena, mark, child));
                }
            }
        }
    }

    fn unique(&mut self, arena: &mut Arena, var: Var, given: &Name) -> Name {
        let var = arena.root(var);
        let mut index = 0;
        loop {
            let name = numbered(given, index);
            match self.taken.get(&name) {
                Some(other) if *other != var => index += 1,
                _ => {
                    self.taken.insert(name.clone(), var);
                    return name;
                }
            }
        }
    }

    /// The name of an open variable, a new one where it has none.
    fn name(&mut self, arena: &mut Arena, var: Var, kind: Option<Super>) -> Name {
        loop {
            let name = match kind {
                None => {
                    self.plain += 1;
                    letter(self.plain - 1)
                }
                Some(kind) => {
                    let index = self.constrained.entry(kind).or_default();
                    *index += 1;
                    numbered(kind.name(), *index - 1)
                }
            };
            if !self.taken.contains_key(&name) {
                let root = arena.root(var);
                self.taken.insert(name.clone(), root);
                arena.set_content(var, Content::Flexible(kind, Some(name.clone())));
                return name;
            }
        }
    }

    /// Names all open variables, in the order in which they stand in the type.
    fn name_all(&mut self, arena: &mut Arena, mark: u32, var: Var) {
        if arena.mark_of(var) == mark {
            return;
        }
        arena.set_mark(var, mark);
        match arena.content(var) {
            Content::Flexible(kind, None) => {
                self.name(arena, var, kind);
            }
            content => for_children(&content, |child| deep(|| self.name_all(arena, mark, child))),
        }
    }

    fn shown(&mut self, arena: &mut Arena, var: Var) -> Type {
        let root = arena.root(var);
        if self.open.contains(&root) {
            return Type::Infinite;
        }
        if self.open.len() >= SHOWN_DEPTH || self.budget == 0 {
            return Type::Broken;
        }
        self.budget -= 1;
        self.open.insert(root);
        let shown = self.shown_content(arena, root);
        self.open.remove(&root);
        shown
    }

    fn shown_content(&mut self, arena: &mut Arena, var: Var) -> Type {
        match arena.content(var) {
            Content::Flexible(kind, Some(name)) => Type::Flexible(kind, name),
            Content::Flexible(kind, None) => Type::Flexible(kind, self.name(arena, var, kind)),
            Content::Rigid(kind, name) => Type::Rigid(kind, name),
            Content::Function(argument, result) => {
                let argument = self.shown(arena, argument);
                match self.shown(arena, result) {
                    Type::Function(mut arguments, result) => {
                        arguments.insert(0, argument);
                        Type::Function(arguments, result)
                    }
                    result => Type::Function(vec![argument], Box::new(result)),
                }
            }
            Content::Named(name, nodes) => {
                let arguments = nodes.iter().map(|node| self.shown(arena, *node)).collect();
                Type::Named(arena.global(name).clone(), arguments)
            }
            Content::Alias(name, nodes, real) => {
                let arguments = nodes.iter().map(|node| self.shown(arena, node.1)).collect();
                let real = self.shown(arena, real);
                Type::Alias(arena.global(name).clone(), arguments, Box::new(real))
            }
            Content::EmptyRecord => Type::Record(BTreeMap::new(), Extension::Closed),
            Content::Record(fields, rest) => self.shown_record(arena, &fields, rest),
            Content::Unit => Type::Unit,
            Content::Tuple(nodes) => {
                Type::Tuple(nodes.iter().map(|node| self.shown(arena, *node)).collect())
            }
            Content::Broken => Type::Broken,
        }
    }

    fn shown_record(&mut self, arena: &mut Arena, fields: &[(Name, Var)], rest: Var) -> Type {
        let fields: BTreeMap<Name, Type> = fields
            .iter()
            .map(|(name, node)| (name.clone(), self.shown(arena, *node)))
            .collect();
        match self.shown(arena, rest).real() {
            Type::Record(others, extension) => {
                let mut all = fields;
                all.extend(others.iter().map(|(name, ty)| (name.clone(), ty.clone())));
                Type::Record(all, extension.clone())
            }
            Type::Flexible(_, name) => Type::Record(fields, Extension::Flexible(name.clone())),
            Type::Rigid(_, name) => Type::Record(fields, Extension::Rigid(name.clone())),
            // Part of another problem: say no more than what is known.
            _ => Type::Record(fields, Extension::Flexible("r".into())),
        }
    }
}
