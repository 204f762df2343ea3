//! The types that the language itself speaks of: literals, conditions, lists, what is comparable.

use crate::resolve::resolved::{Global, Module, ModuleId};

use super::Lookup;
use super::arena::{Arena, Super, TypeName};

/// Their names in the arena.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) int: TypeName,
    pub(super) float: TypeName,
    pub(super) bool: TypeName,
    pub(super) string: TypeName,
    pub(super) char: TypeName,
    pub(super) list: TypeName,
}

/// The language's own types: the module that declares each, and its name there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Builtin {
    Int,
    Float,
    Bool,
    String,
    Char,
    List,
    Maybe,
}

impl Builtin {
    /// Where it is declared.
    pub(crate) fn place(self) -> (&'static str, &'static str) {
        match self {
            Builtin::Int => ("Basics", "Int"),
            Builtin::Float => ("Basics", "Float"),
            Builtin::Bool => ("Basics", "Bool"),
            Builtin::String => ("String", "String"),
            Builtin::Char => ("Char", "Char"),
            Builtin::List => ("List", "List"),
            Builtin::Maybe => ("Maybe", "Maybe"),
        }
    }
}

impl Known {
    pub(super) fn new(module: &Module, imports: &dyn Lookup, arena: &mut Arena) -> Known {
        let mut name = |builtin: Builtin| {
            let (home, name) = builtin.place();
            let id = match module.name == home {
                true => Some(module.id),
                false => imports.module_named(home),
            };
            arena.name(&Global {
                // A program without that module can't name the type either, so it must only be none other.
                module: id.unwrap_or(ModuleId(u32::MAX)),
                name: name.into(),
            })
        };
        Known {
            int: name(Builtin::Int),
            float: name(Builtin::Float),
            bool: name(Builtin::Bool),
            string: name(Builtin::String),
            char: name(Builtin::Char),
            list: name(Builtin::List),
        }
    }

    /// Whether a type without arguments may stand for a constrained variable.
    pub(super) fn allows(&self, kind: Super, name: TypeName) -> bool {
        let is_number = name == self.int || name == self.float;
        match kind {
            Super::Number => is_number,
            Super::Comparable => is_number || name == self.string || name == self.char,
            Super::Appendable | Super::CompAppend => name == self.string,
        }
    }
}
