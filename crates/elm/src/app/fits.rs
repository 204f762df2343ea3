//! Whether a function's own type allows what is wanted of it: it may be more general.

use std::collections::HashMap;

use super::handlers::real;
use crate::resolve::resolved::{Name, Type};
use crate::types::Super;

/// Whether a value of the found type is one of the expected type, which has no variables.
pub(super) fn fits(found: &Type, expected: &Type) -> bool {
    Fit::default().ty(found, expected)
}

#[derive(Default)]
struct Fit<'t> {
    bound: HashMap<&'t Name, &'t Type>,
}

impl<'t> Fit<'t> {
    fn ty(&mut self, found: &'t Type, expected: &'t Type) -> bool {
        match (real(found), real(expected)) {
            (Type::Broken, _) | (_, Type::Broken) => true,
            (Type::Variable(name), expected) => self.bind(name, expected),
            (Type::Function(a, b), Type::Function(c, d)) => self.ty(a, c) && self.ty(b, d),
            (Type::Named(a, xs), Type::Named(b, ys)) => a == b && self.all(xs, ys),
            (Type::Tuple(xs), Type::Tuple(ys)) => self.all(xs, ys),
            (Type::Unit, Type::Unit) => true,
            (Type::Record(found, extended), Type::Record(expected, None)) => {
                let all = extended.is_some() || found.len() == expected.len();
                all && found.iter().all(|(name, (_, ty))| {
                    let other = expected.get(name);
                    other.is_some_and(|(_, other)| self.ty(ty, other))
                })
            }
            _ => false,
        }
    }

    fn all(&mut self, found: &'t [Type], expected: &'t [Type]) -> bool {
        found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| self.ty(a, b))
    }

    fn bind(&mut self, name: &'t Name, expected: &'t Type) -> bool {
        // None of what a handler gets or gives is a number, comparable or appendable, but for text.
        if Super::of(name).is_some_and(|kind| kind == Super::Number) {
            return false;
        }
        match self.bound.get(name) {
            Some(before) => same(before, expected),
            None => {
                self.bound.insert(name, expected);
                true
            }
        }
    }
}

fn same(a: &Type, b: &Type) -> bool {
    match (real(a), real(b)) {
        (Type::Record(xs, _), Type::Record(ys, _)) => {
            xs.len() == ys.len()
                && xs
                    .iter()
                    .zip(ys)
                    .all(|((x, (_, a)), (y, (_, b)))| x == y && same(a, b))
        }
        (Type::Named(x, xs), Type::Named(y, ys)) => {
            x == y && xs.len() == ys.len() && xs.iter().zip(ys).all(|(a, b)| same(a, b))
        }
        (Type::Tuple(xs), Type::Tuple(ys)) => {
            xs.len() == ys.len() && xs.iter().zip(ys).all(|(a, b)| same(a, b))
        }
        (a, b) => a == b,
    }
}
