//! Patterns as the method sees them: anything, or a head with as many parts as it takes.

use std::rc::Rc;

use crate::resolve::resolved::{Pattern, Pattern_, Union};
use crate::syntax::source::Text;

/// A pattern, looked at only as deep as is asked.
#[derive(Debug, Clone, Copy)]
pub(super) enum Simple<'a> {
    Anything,
    Pattern(&'a Pattern),
    /// The rest of `[ a, b ]`.
    List(&'a [Pattern]),
}

/// What a value starts with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Head<'a> {
    /// A variant's place among those of its type.
    Constructor(usize),
    Literal(Literal<'a>),
}

/// A literal. There is always one more than those that are written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Literal<'a> {
    Char(char),
    String(&'a Text),
    Int(i64),
}

/// All heads that values of a type can have.
#[derive(Debug, Clone)]
pub(super) enum Heads {
    Unit,
    Tuple(usize),
    List,
    Union(Rc<Union>),
}

/// The empty list, as a variant.
pub(super) const NIL: usize = 0;
/// `::`, as a variant.
pub(super) const CONS: usize = 1;

impl Heads {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        match self {
            Heads::Unit | Heads::Tuple(_) => 1,
            Heads::List => 2,
            Heads::Union(union) => union.variants.len(),
        }
    }

    /// How many parts one takes.
    pub(super) fn arity(&self, variant: usize) -> usize {
        match self {
            Heads::Unit => 0,
            Heads::Tuple(parts) => *parts,
            Heads::List if variant == NIL => 0,
            Heads::List => 2,
            Heads::Union(union) => union.variants[variant].arguments.len(),
        }
    }
}

/// A head, its type's heads where they can be counted, its parts.
pub(super) type Opened<'a> = (Head<'a>, Option<Heads>, Vec<Simple<'a>>);

impl<'a> Simple<'a> {
    /// The head and its parts; `None` for what fits anything.
    pub(super) fn open(self) -> Option<Opened<'a>> {
        let pattern = match self {
            Simple::Anything => return None,
            Simple::List(entries) => return Some(list(entries)),
            Simple::Pattern(pattern) => pattern,
        };
        let counted = |variant, heads, parts: Vec<Simple<'a>>| {
            Some((Head::Constructor(variant), Some(heads), parts))
        };
        let literal = |literal| Some((Head::Literal(literal), None, Vec::new()));
        match &pattern.value {
            Pattern_::Anything | Pattern_::Variable(_) | Pattern_::Record(_) | Pattern_::Broken => {
                None
            }
            Pattern_::Alias(inner, _) => Simple::Pattern(inner).open(),
            Pattern_::Unit => counted(0, Heads::Unit, Vec::new()),
            Pattern_::Tuple(parts) => counted(0, Heads::Tuple(parts.len()), all(parts)),
            Pattern_::Constructor(_, constructor, arguments) => {
                let heads = Heads::Union(constructor.union.clone());
                counted(constructor.variant, heads, all(arguments))
            }
            Pattern_::List(entries) => Some(list(entries)),
            Pattern_::Cons(head, tail) => {
                let parts = vec![Simple::Pattern(head), Simple::Pattern(tail)];
                counted(CONS, Heads::List, parts)
            }
            Pattern_::Char(char) => literal(Literal::Char(*char)),
            Pattern_::String(text) => literal(Literal::String(text)),
            Pattern_::Int(int) => literal(Literal::Int(*int)),
        }
    }
}

fn all(patterns: &[Pattern]) -> Vec<Simple<'_>> {
    patterns.iter().map(Simple::Pattern).collect()
}

fn list(entries: &[Pattern]) -> Opened<'_> {
    let (variant, parts) = match entries {
        [] => (NIL, Vec::new()),
        [first, rest @ ..] => (CONS, vec![Simple::Pattern(first), Simple::List(rest)]),
    };
    (Head::Constructor(variant), Some(Heads::List), parts)
}
