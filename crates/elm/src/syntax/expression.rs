//! Expressions: operands, operators, calls. Their parts are in `term` and `block`.
//!
//! Owns where an expression ends. Refuses to group operators: that takes their definitions, which `resolve` has.

use crate::region::{Located, Region};
use crate::syntax::cursor::{Parse, Parser};
use crate::syntax::error::{Problem, Wanted};
use crate::syntax::source::{Expr, Expr_, Name};

/// Operands and what stands behind each but the last.
type Operands = Vec<(Expr, Located<Name>)>;

impl Parser<'_> {
    /// An expression has to come next. The space behind it is skipped; [`Parser::end`] is where it ended.
    pub(crate) fn expression(&mut self) -> Parse<Expr> {
        match self.try_expression()? {
            Some(expr) => Ok(expr),
            None => Err(self.missing(Wanted::Expression)),
        }
    }

    /// An expression, if one comes next.
    pub(crate) fn try_expression(&mut self) -> Parse<Option<Expr>> {
        self.deeper()?;
        let expr = match self.try_block()? {
            Some(block) => Some(block),
            None => self.try_operation()?,
        };
        self.shallower();
        Ok(expr)
    }

    fn try_operation(&mut self) -> Parse<Option<Expr>> {
        let start = self.here();
        let Some(first) = self.try_operand()? else {
            return Ok(None);
        };
        self.spaces()?;
        self.operation(start, first).map(Some)
    }

    /// What follows the first operand, behind which the space is skipped.
    pub(crate) fn operation(&mut self, start: u32, first: Expr) -> Parse<Expr> {
        let mut operands = Operands::new();
        let mut function = first;
        let mut arguments = Vec::new();
        while self.is_indented() {
            let end = self.end;
            if let Some(argument) = self.try_term()? {
                self.spaces()?;
                arguments.push(argument);
                continue;
            }
            let Some(operator) = self.try_operator(Problem::ReservedOperator)? else {
                break;
            };
            self.indented(Wanted::Operand(operator.region))?;
            if self.is_sign(&operator, end) {
                arguments.push(self.negated_argument(operator.region)?);
                continue;
            }
            let operand = call(function, std::mem::take(&mut arguments));
            let region = operator.region;
            operands.push((operand, operator));
            match self.try_operand()? {
                Some(next) => {
                    self.spaces()?;
                    function = next;
                }
                None => return self.last_block(start, operands, region),
            }
        }
        let last = call(function, arguments);
        Ok(self.binops(start, operands, last))
    }

    /// Whether a minus, behind which the space is skipped, belongs to what follows: space before it, none behind it.
    fn is_sign(&self, operator: &Located<Name>, end: usize) -> bool {
        let spaced = end != operator.region.start as usize;
        operator.value == "-" && spaced && operator.region.end == self.here()
    }

    fn negated_argument(&mut self, sign: Region) -> Parse<Expr> {
        let term = self.term()?;
        let region = self.since(sign.start);
        self.spaces()?;
        Ok(Located::new(region, Expr_::Negate(Box::new(term))))
    }

    /// A `let`, `case`, `if` or function behind an operator takes all that follows.
    fn last_block(&mut self, start: u32, operands: Operands, operator: Region) -> Parse<Expr> {
        let Some(last) = self.try_block()? else {
            return Err(self.missing(Wanted::Operand(operator)));
        };
        Ok(self.binops(start, operands, last))
    }

    fn binops(&self, start: u32, operands: Operands, last: Expr) -> Expr {
        if operands.is_empty() {
            return last;
        }
        let region = self.until_end(start);
        Located::new(region, Expr_::Binops(operands, Box::new(last)))
    }

    /// A term with or without a minus.
    fn try_operand(&mut self) -> Parse<Option<Expr>> {
        let start = self.here();
        if !self.try_byte(b'-') {
            return self.try_term();
        }
        let term = self.term()?;
        let region = self.since(start);
        Ok(Some(Located::new(region, Expr_::Negate(Box::new(term)))))
    }

    /// `if`, `let`, `case` or a function, if one comes next.
    fn try_block(&mut self) -> Parse<Option<Expr>> {
        let start = self.here();
        let block = match self.peek() {
            b'l' if self.try_keyword("let") => self.let_(start)?,
            b'i' if self.try_keyword("if") => self.if_(start)?,
            b'c' if self.try_keyword("case") => self.case(start)?,
            b'\\' => self.lambda(start)?,
            _ => return Ok(None),
        };
        Ok(Some(Located::new(self.until_end(start), block)))
    }
}

fn call(function: Expr, arguments: Vec<Expr>) -> Expr {
    let Some(last) = arguments.last() else {
        return function;
    };
    let region = function.region.to(last.region);
    Located::new(region, Expr_::Call(Box::new(function), arguments))
}
