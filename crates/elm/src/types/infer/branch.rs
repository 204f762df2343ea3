//! `if` and `case`. Where an annotation tells what they give, each branch is held against it by itself.

use crate::resolve::resolved::{Branch, Expr};

use crate::types::arena::Var;
use crate::types::error::{Category, Context, Part, PatternContext};
use crate::types::written::Ty;

use super::pattern::Fits;
use super::{Expectation, Expected, Infer};

/// What is expected of each branch.
enum Branches<'a> {
    /// What the annotation says.
    Annotated(&'a crate::resolve::resolved::Name, Ty<'a>),
    /// The type of the branches before.
    Alike(Var),
}

impl<'a> Branches<'a> {
    fn of(infer: &mut Infer<'a>, expected: &Expected<'a>) -> Branches<'a> {
        match expected.reason {
            Expectation::Annotation(name, _) => Branches::Annotated(name, expected.ty),
            _ => Branches::Alike(infer.arena.open()),
        }
    }
}

impl<'a> Infer<'a> {
    pub(super) fn if_(
        &mut self,
        expr: &'a Expr,
        branches: &'a [(Expr, Expr)],
        otherwise: &'a Expr,
        expected: &Expected<'a>,
    ) {
        for (condition, _) in branches {
            let bool = Ty::Plain(self.known.bool);
            let wanted = Expected::by_context(expr.region, Context::IfCondition, bool);
            self.expression(condition, &wanted);
        }
        let kind = Branches::of(self, expected);
        let bodies = branches.iter().map(|(_, body)| body).chain([otherwise]);
        for (index, body) in bodies.enumerate() {
            let wanted = match kind {
                Branches::Annotated(name, ty) => {
                    Expected::by_annotation(name, Part::IfBranch(index), ty)
                }
                Branches::Alike(node) => Self::context(expr.region, Context::IfBranch(index), node),
            };
            self.expression(body, &wanted);
        }
        self.end_branches(expr, Category::If, &kind, otherwise, expected);
    }

    pub(super) fn case(
        &mut self,
        expr: &'a Expr,
        subject: &'a Expr,
        branches: &'a [Branch],
        expected: &Expected<'a>,
    ) {
        let subject_node = self.arena.open();
        self.expression(subject, &Expected::by_use(subject_node));
        let kind = Branches::of(self, expected);
        for (index, branch) in branches.iter().enumerate() {
            let context = PatternContext::CaseMatch(index);
            let fits = Fits::by_context(expr.region, context, Ty::Node(subject_node));
            let wanted = match kind {
                Branches::Annotated(name, ty) => {
                    Expected::by_annotation(name, Part::CaseBranch(index), ty)
                }
                Branches::Alike(node) => {
                    Self::context(expr.region, Context::CaseBranch(index), node)
                }
            };
            self.branch(branch, &fits, &wanted);
        }
        match branches.last() {
            Some(last) => self.end_branches(expr, Category::Case, &kind, &last.body, expected),
            None => self.set_type(expr.id, subject_node),
        }
    }

    fn branch(&mut self, branch: &'a Branch, fits: &Fits<'a>, wanted: &Expected<'a>) {
        let depth = self.environment.depth();
        let headers = self.pattern_headers(&branch.pattern, fits);
        self.expression(&branch.body, wanted);
        self.close(&headers);
        self.environment.forget(depth);
    }

    fn end_branches(
        &mut self,
        expr: &'a Expr,
        category: Category,
        kind: &Branches<'a>,
        last: &'a Expr,
        expected: &Expected<'a>,
    ) {
        match kind {
            Branches::Alike(node) => self.found(expr, category, *node, expected),
            Branches::Annotated(..) => {
                if let Some(node) = self.type_of(last.id) {
                    self.set_type(expr.id, node);
                }
            }
        }
    }
}
