//! The walk over a module: gives each expression a node, and makes equal what must be equal.
//!
//! It visits the parts of an expression in the order in which the official compiler does, for the first of two
//! clashing places is believed and the second is reported. It refuses to decide what two types have in common.

mod branch;
mod call;
mod definition;
mod environment;
mod expression;
mod pattern;
mod record;

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::region::Region;
use crate::resolve::resolved::{Annotation, ExprId, Module, Name};

use super::Lookup;
use super::arena::{Arena, Content, Var};
use super::error::{Category, Context, Error, Part, Reason};
use super::known::Known;
use super::naming;
use super::unify::{Unified, unify};
use super::written::{Ty, Written};

use environment::Environment;

/// What is expected of an expression, and why.
#[derive(Debug, Clone)]
pub(super) struct Expected<'a> {
    ty: Ty<'a>,
    reason: Expectation<'a>,
}

#[derive(Debug, Clone)]
enum Expectation<'a> {
    Use,
    Annotation(&'a Name, Part),
    Context(Region, Context),
}

impl<'a> Expected<'a> {
    fn by_use(node: Var) -> Expected<'a> {
        Expected {
            ty: Ty::Node(node),
            reason: Expectation::Use,
        }
    }

    fn by_context(region: Region, context: Context, ty: Ty<'a>) -> Expected<'a> {
        Expected {
            ty,
            reason: Expectation::Context(region, context),
        }
    }

    fn by_annotation(name: &'a Name, part: Part, ty: Ty<'a>) -> Expected<'a> {
        Expected {
            ty,
            reason: Expectation::Annotation(name, part),
        }
    }

    fn reason(&self) -> Reason {
        match &self.reason {
            Expectation::Use => Reason::Use,
            Expectation::Annotation(name, part) => Reason::Annotation((*name).clone(), *part),
            Expectation::Context(region, context) => Reason::Context(*region, context.clone()),
        }
    }
}

/// The walk's state.
pub(super) struct Infer<'a> {
    module: &'a Module,
    imports: &'a dyn Lookup,
    arena: Arena,
    known: Known,
    written: Written,
    environment: Environment<'a>,
    expressions: Vec<Option<Var>>,
    errors: Vec<Error>,
}

/// Schemes, nodes, each expression's node, what is wrong.
pub(super) type Inferred = (
    BTreeMap<Name, Rc<Annotation>>,
    Arena,
    Vec<Option<Var>>,
    Vec<Error>,
);

/// Gives every definition and expression of a module its type.
pub(super) fn infer(module: &Module, imports: &dyn Lookup) -> Inferred {
    let mut arena = Arena::new();
    let known = Known::new(module, imports, &mut arena);
    let mut infer = Infer {
        module,
        imports,
        arena,
        known,
        written: Written::new(),
        environment: Environment::default(),
        expressions: vec![None; module.expressions as usize],
        errors: Vec::new(),
    };
    infer.ports();
    for group in &module.groups {
        infer.top_level(group);
    }
    let schemes = infer.schemes();
    (schemes, infer.arena, infer.expressions, infer.errors)
}

impl<'a> Infer<'a> {
    fn node(&mut self, ty: Ty<'a>) -> Var {
        self.written.node(&mut self.arena, ty)
    }

    fn unify(&mut self, a: Var, b: Var) -> Unified {
        unify(&mut self.arena, self.known, a, b)
    }

    fn set_type(&mut self, id: ExprId, node: Var) {
        if let Some(slot) = self.expressions.get_mut(id.0 as usize) {
            *slot = Some(node);
        }
    }

    fn type_of(&self, id: ExprId) -> Option<Var> {
        self.expressions.get(id.0 as usize).copied().flatten()
    }

    /// An expression is of type `actual`; is it what is expected?
    fn equal(&mut self, region: Region, category: Category, actual: Var, expected: &Expected<'a>) {
        let node = self.node(expected.ty);
        if self.unify(actual, node).is_err() {
            let actual_type = naming::shown(&mut self.arena, actual);
            let expected_type = naming::shown(&mut self.arena, node);
            self.arena.merge_broken(actual, node);
            self.errors.push(Error::Expression {
                region,
                category,
                actual: actual_type,
                expected: expected_type,
                reason: expected.reason(),
            });
        }
    }

    /// Tells of names whose type holds itself, and forgets it.
    fn refuse_infinite(&mut self, region: Region, name: &Name, node: Var) {
        if self.arena.is_infinite(node) {
            let ty = naming::shown(&mut self.arena, node);
            self.arena.set_content(node, Content::Broken);
            self.errors.push(Error::Infinite {
                region,
                name: name.clone(),
                ty,
            });
        }
    }
}
