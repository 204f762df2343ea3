//! Messages that have no branch of their own where the rules match them, but `_`: a client's among them is answered by what was written for
//! others.
//!
//! Only what is plain counts. Where the message goes anywhere else than into a `case`, or to a function of the same module that takes it,
//! that may handle it, and nothing is found. It refuses to know who sends what.

use std::collections::BTreeSet;

use buildamp_diagnostics::Span;

use super::find;
use crate::deep::deep;
use crate::program::Module;
use crate::region::Region;
use crate::resolve::resolved::{
    Branch, Definition, Expr, Expr_, Group, LetGroup, Name, Pattern, Pattern_, Union,
};

/// A message that only a `_` fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unhandled {
    /// Its variant.
    pub variant: Name,
    /// The pattern that takes it.
    pub taken_by: Span,
}

/// The messages that `handler` of a module, whose first argument they are, leaves to a `_`.
pub(super) fn unhandled(module: &Module, handler: &str) -> Vec<Unhandled> {
    let mut walk = Walk {
        module,
        seen: BTreeSet::new(),
        own: BTreeSet::new(),
        union: None,
        open: None,
    };
    let followed =
        find(module, handler).and_then(|definition| walk.function(definition, 0, Part::Answer));
    let (Some(()), Some(open), Some(union)) = (followed, walk.open, walk.union) else {
        return Vec::new();
    };
    let variants = union.variants.iter().map(|variant| &variant.name);
    variants
        .filter(|name| !walk.own.contains(*name))
        .map(|name| Unhandled {
            variant: name.clone(),
            taken_by: open.in_file(module.file),
        })
        .collect()
}

/// `None` of its functions: the message goes where it can't be followed.
struct Walk<'m> {
    module: &'m Module,
    /// Functions that were looked at, with the place of the message among their parameters.
    seen: BTreeSet<(Name, usize)>,
    /// Variants with branches of their own.
    own: BTreeSet<Name>,
    union: Option<&'m Union>,
    /// The first pattern that takes all others.
    open: Option<Region>,
}

/// What an expression is of a handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What it answers with.
    Answer,
    /// Anything that it asks on the way.
    Question,
}

impl<'m> Walk<'m> {
    fn function(&mut self, definition: &'m Definition, place: usize, part: Part) -> Option<()> {
        if !self.seen.insert((definition.name.value.clone(), place)) {
            return Some(());
        }
        match &definition.parameters.get(place)?.value {
            Pattern_::Variable(message) => self.expression(message, &definition.body, part),
            _ => None,
        }
    }

    fn expression(&mut self, message: &Name, expr: &'m Expr, part: Part) -> Option<()> {
        deep(|| self.level(message, expr, part))
    }

    fn question(&mut self, message: &Name, expr: &'m Expr) -> Option<()> {
        self.expression(message, expr, Part::Question)
    }

    fn questions(
        &mut self,
        message: &Name,
        exprs: impl IntoIterator<Item = &'m Expr>,
    ) -> Option<()> {
        let mut exprs = exprs.into_iter();
        exprs.try_for_each(|expr| self.question(message, expr))
    }

    fn level(&mut self, message: &Name, expr: &'m Expr, part: Part) -> Option<()> {
        match &expr.kind {
            // A use that can't be followed.
            Expr_::Local(name) => (name != message).then_some(()),
            Expr_::Case(subject, branches) if is(message, subject) => {
                self.branches(message, branches, part)
            }
            Expr_::Case(subject, branches) => {
                self.question(message, subject)?;
                let mut bodies = branches.iter().map(|branch| &branch.body);
                bodies.try_for_each(|body| self.expression(message, body, part))
            }
            Expr_::If(branches, otherwise) => {
                for (condition, body) in branches {
                    self.question(message, condition)?;
                    self.expression(message, body, part)?;
                }
                self.expression(message, otherwise, part)
            }
            Expr_::Let(groups, body) => {
                for group in groups {
                    self.group(message, group)?;
                }
                self.expression(message, body, part)
            }
            Expr_::Call(function, arguments) => self.call(message, function, arguments, part),
            Expr_::List(parts) | Expr_::Tuple(parts) => self.questions(message, parts),
            Expr_::Negate(inner) | Expr_::Access(inner, _) | Expr_::Lambda(_, inner) => {
                self.question(message, inner)
            }
            Expr_::Binop(_, _, left, right) => self.questions(message, [&**left, &**right]),
            Expr_::Update(record, _, fields) => {
                self.question(message, record)?;
                self.questions(message, fields.iter().map(|(_, value)| value))
            }
            Expr_::Record(fields) => self.questions(message, fields.iter().map(|(_, value)| value)),
            _ => Some(()),
        }
    }

    fn call(
        &mut self,
        message: &Name,
        function: &'m Expr,
        arguments: &'m [Expr],
        part: Part,
    ) -> Option<()> {
        let own = match &function.kind {
            Expr_::TopLevel(name) => find(self.module, name),
            _ => None,
        };
        let Some(definition) = own else {
            self.question(message, function)?;
            return self.questions(message, arguments);
        };
        for (place, argument) in arguments.iter().enumerate() {
            match is(message, argument) {
                true => self.function(definition, place, part)?,
                false => self.question(message, argument)?,
            }
        }
        Some(())
    }

    fn group(&mut self, message: &Name, group: &'m LetGroup) -> Option<()> {
        match group {
            LetGroup::Definitions(Group::Single(definition)) => {
                self.question(message, &definition.body)
            }
            LetGroup::Definitions(Group::Recursive(definitions)) => self.questions(
                message,
                definitions.iter().map(|definition| &definition.body),
            ),
            LetGroup::Destructure(_, expr) => self.question(message, expr),
        }
    }

    /// In a branch with a variant it is known which message it is: what becomes of it there is about no other.
    fn branches(&mut self, message: &Name, branches: &'m [Branch], part: Part) -> Option<()> {
        for Branch { pattern, body } in branches {
            match bare(pattern) {
                Pattern_::Constructor(_, constructor, _) => {
                    self.union = Some(&constructor.union);
                    self.own.insert(constructor.name().clone());
                }
                // What it tells of the others is used for something that can't be followed.
                _ if part == Part::Question => return None,
                Pattern_::Anything => self.rest(message, pattern, body)?,
                Pattern_::Variable(other) => {
                    self.expression(other, body, part)?;
                    self.rest(message, pattern, body)?;
                }
                _ => return None,
            }
        }
        Some(())
    }

    fn rest(&mut self, message: &Name, pattern: &Pattern, body: &'m Expr) -> Option<()> {
        self.open = self.open.or(Some(pattern.region));
        self.expression(message, body, Part::Answer)
    }
}

fn is(message: &Name, expr: &Expr) -> bool {
    matches!(&expr.kind, Expr_::Local(name) if name == message)
}

/// A pattern without its `as`, where it is a variant's: in such a branch the name may be used as one likes.
fn bare(pattern: &Pattern) -> &Pattern_ {
    match &pattern.value {
        Pattern_::Alias(inner, _) if matches!(inner.value, Pattern_::Constructor(..)) => {
            &inner.value
        }
        other => other,
    }
}
