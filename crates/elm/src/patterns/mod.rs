//! Which values no pattern fits, and which patterns nothing is left for.
//!
//! After Luc Maranget, "Warnings for pattern matching" (Journal of Functional Programming 17, 2007). To be run on
//! a module without other problems: constructors and literals don't meet in one column then. It refuses to look
//! at types. The files: `simple` patterns as the method sees them, `matrix` the patterns above, `search` the
//! method, `missing` what is left out, as Elm.

mod matrix;
pub mod missing;
mod search;
mod simple;

use crate::deep::deep;
use crate::region::Region;
use crate::resolve::resolved::{
    Branch, Definition, Expr, Expr_, Group, LetGroup, Module, Pattern, Pattern_,
};

use matrix::Matrix;
pub use missing::Missing;
use search::{is_useful, missing_rows};

/// A problem.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// There are values that no pattern fits.
    Incomplete {
        /// Where a branch or a better pattern is needed.
        region: Region,
        /// What the patterns are for.
        place: Place,
        /// Examples of such values, not necessarily all.
        missing: Vec<Missing>,
    },
    /// Whatever this pattern fits, one above fits too.
    Redundant {
        /// The pattern.
        region: Region,
        /// The whole `case`.
        case: Region,
        /// Its place among the branches, from 0.
        index: usize,
    },
}

/// What patterns are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A parameter.
    Parameter,
    /// The left side of a definition in a `let`.
    Destructure,
    /// The branches of a `case`.
    Case,
}

/// Looks at all patterns of a module, in the order of its definitions.
pub fn check(module: &Module) -> Vec<Error> {
    let mut walk = Walk { errors: Vec::new() };
    module.groups.iter().for_each(|group| walk.group(group));
    walk.errors
}

struct Walk {
    errors: Vec<Error>,
}

impl Walk {
    fn group(&mut self, group: &Group) {
        match group {
            Group::Single(definition) => self.definition(definition),
            Group::Recursive(definitions) => {
                definitions
                    .iter()
                    .for_each(|definition| self.definition(definition));
            }
        }
    }

    fn definition(&mut self, definition: &Definition) {
        self.parameters(&definition.parameters);
        self.expression(&definition.body);
    }

    fn parameters(&mut self, parameters: &[Pattern]) {
        for parameter in parameters {
            self.patterns(parameter.region, Place::Parameter, &[parameter]);
        }
    }

    fn expression(&mut self, expr: &Expr) {
        deep(|| self.expression_level(expr));
    }

    fn expressions<'a>(&mut self, all: impl IntoIterator<Item = &'a Expr>) {
        all.into_iter().for_each(|expr| self.expression(expr));
    }

    fn expression_level(&mut self, expr: &Expr) {
        match &expr.kind {
            Expr_::Local(_)
            | Expr_::TopLevel(_)
            | Expr_::Foreign(_)
            | Expr_::Constructor(_)
            | Expr_::RecordConstructor(_)
            | Expr_::Operator(_)
            | Expr_::Primitive(_)
            | Expr_::Char(_)
            | Expr_::String(_)
            | Expr_::Int(_)
            | Expr_::Float(_)
            | Expr_::Accessor(_)
            | Expr_::Unit
            | Expr_::Broken => {}
            Expr_::List(parts) | Expr_::Tuple(parts) => self.expressions(parts),
            Expr_::Negate(inner) | Expr_::Access(inner, _) => self.expression(inner),
            Expr_::Binop(_, _, left, right) => self.expressions([&**left, right]),
            Expr_::Lambda(parameters, body) => {
                self.parameters(parameters);
                self.expression(body);
            }
            Expr_::Call(function, arguments) => {
                self.expression(function);
                self.expressions(arguments);
            }
            Expr_::If(branches, otherwise) => {
                for (condition, body) in branches {
                    self.expressions([condition, body]);
                }
                self.expression(otherwise);
            }
            Expr_::Let(groups, body) => {
                groups.iter().for_each(|group| self.let_group(group));
                self.expression(body);
            }
            Expr_::Case(subject, branches) => {
                self.expression(subject);
                let patterns: Vec<&Pattern> = branches
                    .iter()
                    .map(|Branch { pattern, .. }| pattern)
                    .collect();
                self.patterns(expr.region, Place::Case, &patterns);
                self.expressions(branches.iter().map(|branch| &branch.body));
            }
            Expr_::Update(record, _, fields) => {
                self.expression(record);
                self.expressions(fields.iter().map(|(_, value)| value));
            }
            Expr_::Record(fields) => self.expressions(fields.iter().map(|(_, value)| value)),
        }
    }

    fn let_group(&mut self, group: &LetGroup) {
        match group {
            LetGroup::Definitions(group) => self.group(group),
            LetGroup::Destructure(pattern, expr) => {
                self.patterns(pattern.region, Place::Destructure, &[pattern]);
                self.expression(expr);
            }
        }
    }

    /// The patterns of one place. The first redundant one ends it: what is behind it would be judged without it.
    fn patterns(&mut self, region: Region, place: Place, patterns: &[&Pattern]) {
        if let [only] = patterns
            && matches!(only.value, Pattern_::Variable(_) | Pattern_::Anything)
        {
            return;
        }
        let mut matrix = Matrix::new();
        for (index, pattern) in patterns.iter().enumerate() {
            if !is_useful(&matrix, pattern) {
                self.errors.push(Error::Redundant {
                    region: pattern.region,
                    case: region,
                    index,
                });
                return;
            }
            matrix.add(pattern);
        }
        let missing = missing_rows(&matrix);
        if !missing.is_empty() {
            self.errors.push(Error::Incomplete {
                region,
                place,
                missing,
            });
        }
    }
}
