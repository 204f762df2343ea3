//! Types: what each definition and expression of a module is, and what doesn't fit.
//!
//! Hindley–Milner inference with ranks. Expected types flow down with the reason for them, so that a mismatch is
//! told where the official compiler tells it. It refuses to word a report, and to look at anything but resolved
//! names. The files: `arena` the nodes, `levels` generalization, `unify` equality, `written` annotations →
//! nodes, `naming` nodes → named types, `infer` the walk over a module, `main` the check of `main`.

mod arena;
pub mod error;
mod infer;
pub(crate) mod known;
mod levels;
mod main;
mod naming;
pub mod print;
mod unify;
mod unify_records;
mod written;

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::resolve::resolved::{self, Annotation, ExprId, Global, Module, ModuleId, Name};

use crate::work::work;

pub use arena::Super;
pub use error::Error;
pub use main::check_main;

/// What the rest of the program knows.
pub trait Lookup {
    /// The type of a definition or port of another module.
    fn scheme(&self, global: &Global) -> Option<&Annotation>;
    /// A module's name with its dots.
    fn module_name(&self, module: ModuleId) -> Option<&str>;
    /// The module with this name.
    fn module_named(&self, name: &str) -> Option<ModuleId>;
}

/// A node of the types of one module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TypeId(arena::Var);

/// What was found.
#[derive(Debug)]
pub struct Checked {
    /// The types of the definitions and ports; that of an annotation where there is one.
    pub schemes: BTreeMap<Name, Rc<Annotation>>,
    /// The types of the expressions.
    pub types: Types,
    /// What is wrong, in the order in which it was found.
    pub errors: Vec<Error>,
}

/// The types of the expressions of a module. Looking costs little; whole types are made when asked for.
#[derive(Debug)]
pub struct Types {
    arena: arena::Arena,
    expressions: Vec<Option<arena::Var>>,
}

/// One level of a type.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape<'a> {
    /// A variable, with its constraint. The node is the same wherever it is the same variable.
    Variable(TypeId, Option<Super>),
    /// `a -> b`
    Function(TypeId, TypeId),
    /// A custom type with its arguments.
    Named(&'a Global, Vec<TypeId>),
    /// All fields in the order of their names; the variable that a record extends.
    Record(Vec<(Name, TypeId)>, Option<TypeId>),
    /// `()`
    Unit,
    /// Two or three.
    Tuple(Vec<TypeId>),
    /// Part of an error.
    Broken,
}

/// Checks a module whose names are resolved.
pub fn check(module: &Module, imports: &dyn Lookup) -> Checked {
    let (schemes, arena, expressions, errors) = infer::infer(module, imports);
    Checked {
        schemes,
        types: Types { arena, expressions },
        errors,
    }
}

impl Types {
    /// The type of an expression.
    pub fn of(&self, expression: ExprId) -> Option<TypeId> {
        let var = self.expressions.get(expression.0 as usize).copied()?;
        var.map(|var| TypeId(self.arena.peek_root(var)))
    }

    /// A whole type, aliases as they are written.
    pub fn whole(&self, ty: TypeId) -> resolved::Type {
        naming::look(&self.arena, ty.0)
    }

    /// The outermost level of a type, behind its aliases.
    pub fn shape(&self, ty: TypeId) -> Shape<'_> {
        use arena::Content;
        let id = |var: &arena::Var| TypeId(self.arena.peek_root(*var));
        match self.arena.peek(ty.0) {
            Content::Flexible(kind, _) | Content::Rigid(kind, _) => {
                Shape::Variable(id(&ty.0), *kind)
            }
            Content::Function(argument, result) => Shape::Function(id(argument), id(result)),
            Content::Named(name, nodes) => {
                Shape::Named(self.arena.global(*name), nodes.iter().map(id).collect())
            }
            Content::EmptyRecord => Shape::Record(Vec::new(), None),
            Content::Record(fields, rest) => self.record(fields, *rest),
            Content::Unit => Shape::Unit,
            Content::Tuple(nodes) => Shape::Tuple(nodes.iter().map(id).collect()),
            Content::Alias(_, _, real) => self.shape(id(real)),
            Content::Broken => Shape::Broken,
        }
    }

    /// A field's place among those of a record, in the order of their names, where all of them are known.
    pub fn place(&self, ty: TypeId, field: &Name) -> Option<usize> {
        use arena::Content;
        match self.arena.peek(ty.0) {
            Content::Alias(_, _, real) => self.place(TypeId(*real), field),
            Content::Record(fields, rest)
                if matches!(self.arena.peek(*rest), Content::EmptyRecord) =>
            {
                fields.binary_search_by(|(name, _)| name.cmp(field)).ok()
            }
            _ => match self.shape(ty) {
                Shape::Record(fields, None) => fields.iter().position(|(name, _)| name == field),
                _ => None,
            },
        }
    }

    fn record(&self, fields: &[(Name, arena::Var)], rest: arena::Var) -> Shape<'_> {
        work(fields.len());
        let mut all: BTreeMap<Name, TypeId> = fields
            .iter()
            .map(|(name, var)| (name.clone(), TypeId(self.arena.peek_root(*var))))
            .collect();
        let extended = match self.shape(TypeId(rest)) {
            Shape::Record(others, extended) => {
                for (name, ty) in others {
                    all.entry(name).or_insert(ty);
                }
                extended
            }
            Shape::Variable(id, _) => Some(id),
            _ => None,
        };
        Shape::Record(all.into_iter().collect(), extended)
    }
}
