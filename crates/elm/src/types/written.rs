//! Types as annotations have them → nodes of the arena.
//!
//! An expected type is kept as it is written until it is needed, and made anew at each use: a mismatch in one
//! branch of a `case` must not hide the mismatch in the next.

use crate::deep::deep;
use crate::resolve::resolved::{Name, Type};

use super::arena::{Arena, Content, Super, TypeName, Var};

/// The variables that are in scope in an annotation.
pub(super) type Variables = Vec<(Name, Var)>;

/// A list of variables that annotations share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ScopeId(usize);

/// A type that is not a node yet.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ty<'a> {
    Node(Var),
    /// Part of an annotation or of a custom type's declaration.
    Written(&'a Type, ScopeId),
    /// A type without arguments.
    Plain(TypeName),
    /// A type with one argument.
    Of(TypeName, Var),
    /// Any record with this field: the field's type, the rest.
    WithField(&'a Name, Var, Var),
}

/// The nodes with what annotations refer to.
#[derive(Debug)]
pub(super) struct Written {
    scopes: Vec<Variables>,
}

impl Written {
    pub(super) fn new() -> Written {
        Written {
            scopes: vec![Variables::new()],
        }
    }

    /// The scope without variables.
    pub(super) const NO_VARIABLES: ScopeId = ScopeId(0);

    pub(super) fn add(&mut self, variables: Variables) -> ScopeId {
        self.scopes.push(variables);
        ScopeId(self.scopes.len() - 1)
    }

    pub(super) fn variables(&self, scope: ScopeId) -> &Variables {
        &self.scopes[scope.0]
    }

    /// The node for a type, new where it is not one.
    pub(super) fn node(&self, arena: &mut Arena, ty: Ty<'_>) -> Var {
        match ty {
            Ty::Node(var) => var,
            Ty::Written(ty, scope) => convert(arena, ty, &self.scopes[scope.0]),
            Ty::Plain(name) => arena.fresh(Content::Named(name, [].into())),
            Ty::Of(name, argument) => arena.fresh(Content::Named(name, [argument].into())),
            Ty::WithField(name, field, rest) => {
                arena.fresh(Content::Record([(name.clone(), field)].into(), rest))
            }
        }
    }
}

/// A written type as a node, with nodes for its variables.
pub(super) fn convert(arena: &mut Arena, ty: &Type, variables: &Variables) -> Var {
    deep(|| convert_level(arena, ty, variables))
}

fn convert_level(arena: &mut Arena, ty: &Type, variables: &Variables) -> Var {
    let content = match ty {
        Type::Variable(name) => return variable(arena, name, variables),
        Type::Function(argument, result) => {
            let argument = convert(arena, argument, variables);
            Content::Function(argument, convert(arena, result, variables))
        }
        Type::Named(global, arguments) => {
            let nodes = arguments
                .iter()
                .map(|ty| convert(arena, ty, variables))
                .collect();
            Content::Named(arena.name(global), nodes)
        }
        Type::Alias(global, arguments, real) => {
            let arguments = arguments
                .iter()
                .map(|(name, ty)| (name.clone(), convert(arena, ty, variables)))
                .collect();
            let real = convert(arena, real, variables);
            Content::Alias(arena.name(global), arguments, real)
        }
        Type::Record(fields, extended) => {
            let fields = fields
                .iter()
                .map(|(name, (_, ty))| (name.clone(), convert(arena, ty, variables)))
                .collect();
            let rest = match extended {
                Some(name) => variable(arena, name, variables),
                None => arena.fresh(Content::EmptyRecord),
            };
            Content::Record(fields, rest)
        }
        Type::Unit => Content::Unit,
        Type::Tuple(parts) => Content::Tuple(
            parts
                .iter()
                .map(|ty| convert(arena, ty, variables))
                .collect(),
        ),
        Type::Broken => Content::Broken,
    };
    arena.fresh(content)
}

fn variable(arena: &mut Arena, name: &Name, variables: &Variables) -> Var {
    match variables.iter().find(|(known, _)| known == name) {
        Some((_, var)) => *var,
        // Told by `resolve`.
        None => arena.fresh(Content::Broken),
    }
}

/// A new open node for each name, which may be constrained.
pub(super) fn flexible(arena: &mut Arena, names: &[Name]) -> Variables {
    let node = |name: &Name| Content::Flexible(Super::of(name), Some(name.clone()));
    names
        .iter()
        .map(|name| (name.clone(), arena.fresh(node(name))))
        .collect()
}

/// A new node for each name that must stay a variable.
pub(super) fn rigid(arena: &mut Arena, names: &[Name]) -> Variables {
    let node = |name: &Name| Content::Rigid(Super::of(name), name.clone());
    names
        .iter()
        .map(|name| (name.clone(), arena.fresh(node(name))))
        .collect()
}
