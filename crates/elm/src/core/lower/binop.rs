//! Operators: those of `elm/core` that are no mere calls.

use ecow::eco_format;

use super::body::Body;
use crate::core::tree::{Expr, Lambda, Local, Operands, Primitive};
use crate::resolve::resolved::{self, Operator};

impl Body<'_, '_> {
    pub(super) fn binop(
        &mut self,
        operator: &Operator,
        left: &resolved::Expr,
        right: &resolved::Expr,
    ) -> Expr {
        let function = self.lowering.full_name(&operator.function);
        let two = |body: &mut Self| (Box::new(body.expr(left)), Box::new(body.expr(right)));
        match function.as_str() {
            "Basics.apL" => {
                let argument = self.expr(right);
                self.call(left, vec![argument])
            }
            "Basics.apR" => {
                let argument = self.expr(left);
                self.call(right, vec![argument])
            }
            "Basics.composeL" => self.compose(right, left),
            "Basics.composeR" => self.compose(left, right),
            "Basics.and" => {
                let (left, right) = two(self);
                Expr::If(left, right, Box::new(Expr::Bool(false)))
            }
            "Basics.or" => {
                let (left, right) = two(self);
                Expr::If(left, Box::new(Expr::Bool(true)), right)
            }
            "List.cons" => {
                let (left, right) = two(self);
                Expr::Cons(left, right)
            }
            _ => {
                let arguments = vec![self.expr(left), self.expr(right)];
                let mut call = self.call_global(&operator.function, arguments);
                if let Expr::CallPrimitive(primitive, _) = &mut call {
                    self.specialise(primitive, left, right);
                }
                call
            }
        }
    }

    /// What the operands' types tell; one side may tell more than the other.
    pub(super) fn specialise(
        &self,
        primitive: &mut Primitive,
        left: &resolved::Expr,
        right: &resolved::Expr,
    ) {
        primitive.operands = match self.operands(left) {
            Operands::Any => self.operands(right),
            known => known,
        };
    }

    /// `\x -> second (first x)`. What both are is evaluated once, before the function is made.
    fn compose(&mut self, first: &resolved::Expr, second: &resolved::Expr) -> Expr {
        let mut bound = Vec::new();
        let first = self.held(first, &mut bound);
        let second = self.held(second, &mut bound);
        let parameter = self.fresh();
        let inner = self.apply(first, Expr::Local(parameter));
        let body = self.apply(second, inner);
        let name = eco_format!("{}/compose", self.name());
        let parameters = vec![parameter];
        let lambda = Expr::Lambda(Box::new(Lambda {
            name,
            parameters,
            body,
        }));
        let bind = |then, (local, value)| Expr::Let(local, Box::new(value), Box::new(then));
        bound.into_iter().rev().fold(lambda, bind)
    }

    /// A function that can be named as often as one likes.
    fn held<'e>(
        &mut self,
        function: &'e resolved::Expr,
        bound: &mut Vec<(Local, Expr)>,
    ) -> Held<'e> {
        use resolved::Expr_::{Accessor, Constructor, Foreign, Operator, TopLevel};
        match &function.kind {
            TopLevel(_) | Foreign(_) | Constructor(_) | Operator(_) | Accessor(_) => {
                Held::Named(function)
            }
            _ => {
                let local = self.fresh();
                bound.push((local, self.expr(function)));
                Held::Bound(local)
            }
        }
    }

    fn apply(&mut self, function: Held<'_>, argument: Expr) -> Expr {
        match function {
            Held::Named(function) => self.call(function, vec![argument]),
            Held::Bound(local) => Expr::Call(Box::new(Expr::Local(local)), vec![argument]),
        }
    }
}

enum Held<'e> {
    /// A name at the top of a module, or what costs nothing to make.
    Named(&'e resolved::Expr),
    Bound(Local),
}
