//! Calls and operators.

use std::rc::Rc;

use crate::resolve::resolved::{Expr, Expr_, Operator};

use crate::types::error::{Callee, Category, Context};

use super::{Expected, Infer};

impl<'a> Infer<'a> {
    pub(super) fn call(
        &mut self,
        expr: &'a Expr,
        function: &'a Expr,
        arguments: &'a [Expr],
        expected: &Expected<'a>,
    ) {
        let callee = callee(function);
        let function_node = self.arena.open();
        let result = self.arena.open();
        self.expression(function, &Expected::by_use(function_node));

        let nodes: Vec<_> = arguments.iter().map(|_| self.arena.open()).collect();
        let wanted = self.function(&nodes, result);
        let arity = Context::CallArity(callee.clone(), arguments.len());
        let category = Category::CallResult(callee.clone());
        let wanted = Self::context(expr.region, arity, wanted);
        self.equal(function.region, category.clone(), function_node, &wanted);

        for (index, (argument, node)) in arguments.iter().zip(nodes).enumerate() {
            let context = Context::CallArgument(callee.clone(), index);
            self.expression(argument, &Self::context(expr.region, context, node));
        }
        self.found(expr, category, result, expected);
    }

    pub(super) fn binop(
        &mut self,
        expr: &'a Expr,
        operator: &Rc<Operator>,
        (left, right): (&'a Expr, &'a Expr),
        expected: &Expected<'a>,
    ) {
        let [left_node, right_node, answer] = [(); 3].map(|()| self.arena.open());
        let wanted = self.function(&[left_node, right_node], answer);
        let actual = self.global(&operator.function);
        let name = Category::Name(operator.symbol.clone());
        self.equal(expr.region, name, actual, &Expected::by_use(wanted));

        let context = Context::OperatorLeft(operator.symbol.clone());
        self.expression(left, &Self::context(expr.region, context, left_node));
        let context = Context::OperatorRight(operator.symbol.clone());
        self.expression(right, &Self::context(expr.region, context, right_node));

        let category = Category::CallResult(Callee::Operator(operator.symbol.clone()));
        self.found(expr, category, answer, expected);
    }
}

fn callee(function: &Expr) -> Callee {
    match &function.kind {
        Expr_::Local(name) | Expr_::TopLevel(name) => Callee::Function(name.clone()),
        Expr_::Foreign(global) | Expr_::Primitive(global) => Callee::Function(global.name.clone()),
        Expr_::Constructor(constructor) => Callee::Constructor(constructor.name().clone()),
        Expr_::RecordConstructor(alias) => Callee::Constructor(alias.global.name.clone()),
        Expr_::Operator(operator) => Callee::Operator(operator.symbol.clone()),
        _ => Callee::Unnamed,
    }
}
