//! Blocks: what takes all that follows as far as it is indented: `let`, `if`, `case`, functions.
//!
//! Owns the alignment of definitions and branches. Each rule starts behind its keyword.

use crate::region::{Located, Region};
use crate::syntax::cursor::{Parse, Parser, narrow};
use crate::syntax::error::{Node, Problem, Wanted};
use crate::syntax::source::{Annotation, Expr, Expr_, LetItem, Name, Pattern, Value};

impl Parser<'_> {
    // IF

    pub(crate) fn if_(&mut self, start: u32) -> Parse<Expr_> {
        let outer = self.enter(Node::Condition, start);
        let mut branches = Vec::new();
        loop {
            self.enter(Node::Condition, start);
            self.indented(Wanted::Condition)?;
            let condition = self.expression()?;
            self.check_indent(Wanted::Then)?;
            self.keyword("then", Wanted::Then)?;
            self.indented(Wanted::ThenBody)?;
            self.enter(Node::Then, start);
            let body = self.expression()?;
            self.check_indent(Wanted::Else)?;
            self.keyword("else", Wanted::Else)?;
            self.indented(Wanted::ElseBody)?;
            branches.push((condition, body));
            if !self.try_keyword("if") {
                break;
            }
        }
        self.enter(Node::Else, start);
        let Some(last) = self.try_expression()? else {
            return Err(self.missing(Wanted::ElseBody));
        };
        self.leave(outer);
        Ok(Expr_::If(branches, Box::new(last)))
    }

    // FUNCTIONS

    /// The backslash comes next.
    pub(crate) fn lambda(&mut self, start: u32) -> Parse<Expr_> {
        self.pos += 1;
        let outer = self.enter(Node::Lambda, start);
        self.indented(Wanted::Parameter)?;
        let mut parameters = vec![self.pattern_term()?];
        loop {
            self.indented(Wanted::LambdaArrow)?;
            match self.try_pattern_term()? {
                Some(parameter) => parameters.push(parameter),
                None => break,
            }
        }
        if !self.try_bytes("->") {
            return Err(self.missing(Wanted::LambdaArrow));
        }
        self.indented(Wanted::LambdaBody)?;
        let body = self.expression()?;
        self.leave(outer);
        Ok(Expr_::Lambda(parameters, Box::new(body)))
    }

    // CASE

    pub(crate) fn case(&mut self, start: u32) -> Parse<Expr_> {
        let outer = self.enter(Node::Case, start);
        self.indented(Wanted::Scrutinee)?;
        let scrutinee = self.expression()?;
        self.check_indent(Wanted::Of)?;
        self.keyword("of", Wanted::Of)?;
        self.indented(Wanted::BranchPattern)?;
        self.enter(Node::Branch, start);
        let indent = self.indent;
        self.indent = self.column();
        let pattern = self.pattern()?;
        let mut branches = vec![self.branch(pattern)?];
        while self.is_aligned() {
            match self.try_pattern()? {
                Some(pattern) => branches.push(self.branch(pattern)?),
                None => break,
            }
        }
        self.indent = indent;
        self.leave(outer);
        Ok(Expr_::Case(Box::new(scrutinee), branches))
    }

    fn branch(&mut self, pattern: Pattern) -> Parse<(Pattern, Expr)> {
        self.check_indent(Wanted::BranchArrow)?;
        if !self.try_bytes("->") {
            return Err(self.missing(Wanted::BranchArrow));
        }
        self.indented(Wanted::BranchBody)?;
        Ok((pattern, self.expression()?))
    }

    // LET

    pub(crate) fn let_(&mut self, start: u32) -> Parse<Expr_> {
        let outer = self.enter(Node::Let, start);
        let indent = self.indent;
        // The definitions stand to the right of the `let`, whatever that stands in.
        self.indent = self.column() - "let".len();
        self.indented(Wanted::LetDefinition)?;
        self.indent = self.column();
        let Some(first) = self.try_let_item()? else {
            return Err(self.missing(Wanted::LetDefinition));
        };
        let mut items = vec![first];
        while self.is_aligned() {
            match self.try_let_item()? {
                Some(item) => items.push(item),
                None => break,
            }
        }
        self.indent = indent;
        self.check_indent(Wanted::In)?;
        self.keyword("in", Wanted::In)?;
        self.indented(Wanted::LetBody)?;
        self.leave(outer);
        let body = self.expression()?;
        Ok(Expr_::Let(items, Box::new(body)))
    }

    fn try_let_item(&mut self) -> Parse<Option<LetItem>> {
        if let Some(name) = self.try_lower() {
            let value = self.let_definition(name)?;
            return Ok(Some(LetItem::Value(value)));
        }
        match self.try_pattern_term()? {
            Some(pattern) => self.destructuring(pattern).map(Some),
            None => Ok(None),
        }
    }

    fn let_definition(&mut self, name: Located<Name>) -> Parse<Box<Value>> {
        let start = name.region.start;
        let outer = self.enter(Node::Definition, start);
        self.within.definition = Some(name.region);
        self.indented(Wanted::DefinitionEquals)?;
        let mut value = unfinished(name, None);
        if self.try_byte(b':') {
            value.annotation = Some(self.annotation(&value.name)?);
            if !self.is_aligned() {
                return Err(self.fail_here(Problem::Misaligned(narrow(self.indent))));
            }
            value.name = self.name_of_annotation(&value.name.value)?;
        }
        self.parameters_and_body(&mut value)?;
        value.region = self.until_end(start);
        self.leave(outer);
        Ok(value)
    }

    /// The type of the definition `name`, behind the colon.
    pub(crate) fn annotation(&mut self, name: &Located<Name>) -> Parse<Annotation> {
        self.indented(Wanted::DefinitionType)?;
        let outer = self.enter(Node::Annotation, name.region.start);
        let ty = self.ty()?;
        self.leave(outer);
        let name = name.clone();
        Ok(Annotation { name, ty })
    }

    /// The name of an annotation has to come again, and space behind it.
    pub(crate) fn name_of_annotation(&mut self, expected: &Name) -> Parse<Located<Name>> {
        let name = self.lower(Wanted::DefinitionName)?;
        if name.value != *expected {
            let start = name.region.start;
            let point = Region::new(start, start);
            return Err(self.fail(point, Problem::NameMismatch));
        }
        self.indented(Wanted::DefinitionEquals)?;
        Ok(name)
    }

    /// Parameters, `=` and an expression.
    pub(crate) fn parameters_and_body(&mut self, value: &mut Value) -> Parse<()> {
        while let Some(parameter) = self.try_pattern_term()? {
            value.parameters.push(parameter);
            self.indented(Wanted::DefinitionEquals)?;
        }
        self.byte(b'=', Wanted::DefinitionEquals)?;
        self.indented(Wanted::DefinitionBody)?;
        value.body = self.expression()?;
        Ok(())
    }

    fn destructuring(&mut self, pattern: Pattern) -> Parse<LetItem> {
        let outer = self.enter(Node::Destructuring, pattern.region.start);
        self.within.definition = None;
        self.indented(Wanted::DestructuringEquals)?;
        self.byte(b'=', Wanted::DestructuringEquals)?;
        self.indented(Wanted::DestructuringBody)?;
        let body = self.expression()?;
        self.leave(outer);
        Ok(LetItem::Destructure(pattern, body))
    }
}

/// A definition of which the name is known. In a box, for it is large, and who fills it recurses.
pub(crate) fn unfinished(name: Located<Name>, doc: Option<Located<Name>>) -> Box<Value> {
    let region = name.region;
    Box::new(Value {
        region,
        name,
        doc,
        annotation: None,
        parameters: Vec::new(),
        body: Located::new(region, Expr_::Broken),
    })
}
