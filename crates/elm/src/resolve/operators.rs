//! Rows of operators → trees, by precedence and associativity.

use std::rc::Rc;

use crate::region::{Located, Region};
use crate::syntax::source::{self, Associativity};

use super::error::{Error, Kind};
use super::resolved::{Expr, Expr_, Name, Operator};
use super::scope::Resolver;

/// Rows without parentheses, and rows in those, may have so many operators. The tree of a row can be as deep as
/// the row is long, and its drop walks it by recursion.
const LONGEST_ROW: usize = 2_000;

/// What is still waiting for its right side.
struct Waiting {
    left: Expr,
    operator: Rc<Operator>,
    region: Region,
}

impl Resolver<'_> {
    /// `a + b * c`
    pub(super) fn row(
        &mut self,
        region: Region,
        row: &[(source::Expr, Located<Name>)],
        last: &source::Expr,
    ) -> Expr {
        self.row_depth += row.len();
        let too_long = self.row_depth > LONGEST_ROW;
        let mut operands = Vec::with_capacity(row.len());
        let mut operators = Vec::with_capacity(row.len());
        for (operand, symbol) in row {
            operands.push(self.expression(operand));
            operators.extend(self.operator(symbol));
        }
        let last = self.expression(last);
        self.row_depth -= row.len();
        if too_long {
            self.errors.push(Error::LongRow { region });
            return self.expr(region, Expr_::Broken);
        }
        if operators.len() < row.len() {
            return self.expr(region, Expr_::Broken);
        }
        match self.group(operands, operators, last) {
            // The whole row has the parentheses around its first and its last operand too.
            Ok(expr) => Expr { region, ..expr },
            Err((left, right)) => {
                self.errors.push(Error::Mixed {
                    region,
                    left: left.symbol.clone(),
                    right: right.symbol.clone(),
                });
                self.expr(region, Expr_::Broken)
            }
        }
    }

    fn operator(&mut self, symbol: &Located<Name>) -> Option<(Rc<Operator>, Region)> {
        let found = self.environment.operator(&symbol.value);
        let found = self.found(found, symbol.region, Kind::Operator, None, &symbol.value)?;
        Some((found, symbol.region))
    }

    /// Each operator takes what binds tighter than itself on its left, then waits for its right side.
    fn group(
        &mut self,
        operands: Vec<Expr>,
        operators: Vec<(Rc<Operator>, Region)>,
        last: Expr,
    ) -> Result<Expr, (Rc<Operator>, Rc<Operator>)> {
        let mut waiting: Vec<Waiting> = Vec::new();
        for (mut left, (operator, region)) in operands.into_iter().zip(operators) {
            while let Some(before) =
                waiting.pop_if(|before| before.operator.precedence >= operator.precedence)
            {
                if before.operator.precedence == operator.precedence {
                    match (before.operator.associativity, operator.associativity) {
                        (Associativity::Left, Associativity::Left) => {}
                        (Associativity::Right, Associativity::Right) => {
                            waiting.push(before);
                            break;
                        }
                        _ => return Err((before.operator, operator)),
                    }
                }
                left = self.finish(before, left);
            }
            waiting.push(Waiting {
                left,
                operator,
                region,
            });
        }
        let mut right = last;
        while let Some(before) = waiting.pop() {
            right = self.finish(before, right);
        }
        Ok(right)
    }

    fn finish(&mut self, waiting: Waiting, right: Expr) -> Expr {
        let region = waiting.left.region.to(right.region);
        let kind = Expr_::Binop(
            waiting.operator,
            waiting.region,
            Box::new(waiting.left),
            Box::new(right),
        );
        self.expr(region, kind)
    }
}
