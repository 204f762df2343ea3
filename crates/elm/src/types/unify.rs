//! Making two types equal.
//!
//! The order in which parts are compared, and what is still compared after the first difference, decide which
//! problems are reported; both are those of the official compiler.

use std::rc::Rc;

use crate::deep::deep;

use super::arena::{Arena, Content, Super, Var};
use super::known::Known;

/// Two types that can't be equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mismatch;

/// What a step of unification gives.
pub(super) type Unified = Result<(), Mismatch>;

/// Below this depth, pairs are watched, so that types which hold themselves end.
const WATCHED_DEPTH: usize = 200;

/// No type of a program nests so deep: one that does holds itself in a way that no pair shows, for rows of records
/// are made on the way.
const DEEPEST: usize = 10_000;

/// More steps are only taken where parts that differ are shared: each way to them would be gone again.
const MOST_STEPS: usize = 2_000_000;

/// One unification.
pub(super) struct Unifier<'a> {
    pub(super) arena: &'a mut Arena,
    known: Known,
    /// The pairs whose parts are being compared.
    open: Vec<(Var, Var)>,
    steps: usize,
    /// Whether it went too deep, or on for too long; nothing more is compared then.
    is_endless: bool,
}

/// Makes both equal, or tells that they can't be; some of their parts may be equal then.
pub(super) fn unify(arena: &mut Arena, known: Known, a: Var, b: Var) -> Unified {
    let mut unifier = Unifier {
        arena,
        known,
        open: Vec::new(),
        steps: 0,
        is_endless: false,
    };
    unifier.equal(a, b)
}

impl Unifier<'_> {
    pub(super) fn equal(&mut self, a: Var, b: Var) -> Unified {
        let pair = (self.arena.root(a), self.arena.root(b));
        if pair.0 == pair.1 || self.is_in_circle(pair) {
            return Ok(());
        }
        self.steps += 1;
        if self.open.len() > DEEPEST || self.steps > MOST_STEPS {
            self.is_endless = true;
        }
        if self.is_endless {
            return Err(Mismatch);
        }
        self.open.push(pair);
        let unified = deep(|| self.contents(pair.0, pair.1));
        self.open.pop();
        unified
    }

    /// Whether these two are being compared further out: they are equal if all else is.
    fn is_in_circle(&self, pair: (Var, Var)) -> bool {
        self.open.len() > WATCHED_DEPTH && self.open.iter().rev().any(|open| *open == pair)
    }

    fn contents(&mut self, a: Var, b: Var) -> Unified {
        match (self.arena.content(a), self.arena.content(b)) {
            (Content::Broken, _) | (_, Content::Broken) => {
                self.arena.merge(a, b, Content::Broken);
                Ok(())
            }
            (first @ Content::Flexible(None, _), second) => {
                let content = match second {
                    Content::Flexible(None, None) => first,
                    second => second,
                };
                self.becomes(a, b, content)
            }
            (first, Content::Flexible(None, _)) => self.becomes(a, b, first),
            (Content::Flexible(Some(kind), _), second) => self.constrained(kind, a, b, second),
            (first @ Content::Rigid(..), Content::Flexible(Some(kind), _)) => {
                self.rigid(a, b, first, kind)
            }
            (Content::Rigid(..), _) => Err(Mismatch),
            (first @ Content::Alias(..), second) => self.alias(a, b, first, second),
            (_, Content::Alias(_, _, real)) => self.equal(a, real),
            (first, Content::Flexible(Some(kind), _)) => self.structure(kind, b, a, first),
            (_, Content::Rigid(..)) => Err(Mismatch),
            (first, second) => self.structures(a, b, first, second),
        }
    }

    pub(super) fn becomes(&mut self, a: Var, b: Var, content: Content) -> Unified {
        self.arena.merge(a, b, content);
        Ok(())
    }

    /// A variable of an annotation with an open constrained one.
    fn rigid(&mut self, a: Var, b: Var, rigid: Content, kind: Super) -> Unified {
        match rigid {
            Content::Rigid(Some(own), _) if rigid_allows(own, kind) => self.becomes(a, b, rigid),
            _ => Err(Mismatch),
        }
    }

    /// An open constrained variable `a` with what is not simply open.
    fn constrained(&mut self, kind: Super, a: Var, b: Var, second: Content) -> Unified {
        match second {
            Content::Flexible(Some(other), name) => {
                let own = self.arena.content(a);
                let content = match both(kind, other).ok_or(Mismatch)? {
                    Both::First => own,
                    Both::Second => Content::Flexible(Some(other), name),
                    Both::Compappend => Content::Flexible(Some(Super::CompAppend), None),
                };
                self.becomes(a, b, content)
            }
            second @ Content::Rigid(..) => self.rigid(a, b, second, kind),
            Content::Alias(_, _, real) => self.equal(a, real),
            second => self.structure(kind, a, b, second),
        }
    }

    /// An open constrained variable with a type.
    fn structure(&mut self, kind: Super, variable: Var, node: Var, content: Content) -> Unified {
        let elements: Rc<[Var]> = match (&content, kind) {
            (Content::Named(name, arguments), _) if arguments.is_empty() => {
                match self.known.allows(kind, *name) {
                    true => return self.becomes(variable, node, content),
                    false => return Err(Mismatch),
                }
            }
            (Content::Named(name, _), Super::Appendable) if *name == self.known.list => {
                return self.becomes(variable, node, content);
            }
            (Content::Named(name, elements), Super::Comparable | Super::CompAppend)
                if *name == self.known.list =>
            {
                elements.clone()
            }
            (Content::Tuple(elements), Super::Comparable) => elements.clone(),
            _ => return Err(Mismatch),
        };
        if self.arena.is_infinite(node) {
            return Err(Mismatch);
        }
        for element in elements.iter() {
            let comparable = self
                .arena
                .fresh(Content::Flexible(Some(Super::Comparable), None));
            self.equal(comparable, *element)?;
        }
        self.becomes(variable, node, content)
    }

    /// An alias with what is neither open nor broken.
    fn alias(&mut self, a: Var, b: Var, first: Content, second: Content) -> Unified {
        let Content::Alias(name, arguments, real) = first else {
            return Err(Mismatch);
        };
        match second {
            Content::Alias(other, ref others, _) if other == name => {
                let pairs = arguments.iter().zip(others.iter());
                self.all(pairs.map(|(a, b)| (a.1, b.1)))?;
                self.becomes(a, b, second)
            }
            Content::Alias(_, _, other) => self.equal(real, other),
            _ => self.equal(real, b),
        }
    }

    /// All pairs, those behind a mismatch too.
    fn all(&mut self, pairs: impl Iterator<Item = (Var, Var)>) -> Unified {
        let mut unified = Ok(());
        for (a, b) in pairs {
            unified = self.equal(a, b).and(unified);
        }
        unified
    }

    fn structures(&mut self, a: Var, b: Var, first: Content, second: Content) -> Unified {
        match (first, &second) {
            (Content::Named(name, arguments), Content::Named(other, others))
                if name == *other && arguments.len() == others.len() =>
            {
                let pairs = arguments.iter().copied().zip(others.iter().copied());
                self.all(pairs)?;
            }
            (Content::Function(argument, result), Content::Function(other, others)) => {
                self.equal(argument, *other)?;
                self.equal(result, *others)?;
            }
            (Content::Tuple(parts), Content::Tuple(others)) if parts.len() == others.len() => {
                for (part, other) in parts.iter().zip(others.iter()) {
                    self.equal(*part, *other)?;
                }
            }
            (Content::Record(fields, rest), Content::EmptyRecord) if fields.is_empty() => {
                return self.equal(rest, b);
            }
            (Content::EmptyRecord, Content::Record(fields, rest)) if fields.is_empty() => {
                return self.equal(a, *rest);
            }
            (Content::Record(fields, rest), Content::Record(others, other_rest)) => {
                return self.records((a, fields, rest), (b, others.clone(), *other_rest));
            }
            (Content::EmptyRecord, Content::EmptyRecord) | (Content::Unit, Content::Unit) => {}
            _ => return Err(Mismatch),
        }
        self.becomes(a, b, second)
    }
}

/// Whether what an annotation's constrained variable allows includes what is asked.
fn rigid_allows(own: Super, asked: Super) -> bool {
    own == asked
        || matches!(
            (own, asked),
            (Super::Number, Super::Comparable)
                | (Super::CompAppend, Super::Comparable | Super::Appendable)
        )
}

/// What two constraints together are.
enum Both {
    First,
    Second,
    Compappend,
}

fn both(first: Super, second: Super) -> Option<Both> {
    use Super::{Appendable, CompAppend, Comparable, Number};
    match (first, second) {
        (Number, Number | Comparable) => Some(Both::First),
        (Number, _) | (Appendable | CompAppend, Number) => None,
        (Comparable, Appendable) | (Appendable, Comparable) => Some(Both::Compappend),
        (Comparable, _) | (Appendable, _) => Some(Both::Second),
        (CompAppend, _) => Some(Both::First),
    }
}
