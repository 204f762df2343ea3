//! Terms: what can be an argument without parentheses of its own.
//!
//! Owns literals, names, accessors, lists, parentheses and records. Refuses shaders.

use crate::region::{Located, Region};
use crate::syntax::cursor::{Parse, Parser, Stuck};
use crate::syntax::error::{Node, Problem, Wanted};
use crate::syntax::lexeme::Case;
use crate::syntax::number::Number;
use crate::syntax::source::{Expr, Expr_, Name};

type Fields = Vec<(Located<Name>, Expr)>;

impl Parser<'_> {
    /// A term has to come next.
    pub(crate) fn term(&mut self) -> Parse<Expr> {
        match self.try_term()? {
            Some(term) => Ok(term),
            None => Err(self.missing(Wanted::Expression)),
        }
    }

    /// A term, if one comes next.
    pub(crate) fn try_term(&mut self) -> Parse<Option<Expr>> {
        let start = self.here();
        match self.peek() {
            b'"' => Ok(self
                .try_string()?
                .map(|s| self.made(start, Expr_::String(s)))),
            b'\'' => Ok(self.try_char()?.map(|c| self.made(start, Expr_::Char(c)))),
            b'0'..=b'9' => self.number(start).map(Some),
            b'.' => self.accessor(start).map(Some),
            b'[' => self.list(start).map(Some),
            b'{' => {
                let record = self.record(start)?;
                self.accesses(start, record).map(Some)
            }
            b'(' => {
                let inner = self.parentheses(start)?;
                self.accesses(start, inner).map(Some)
            }
            _ => match self.try_name(start) {
                Some(name) => self.accesses(start, name).map(Some),
                None => Ok(None),
            },
        }
    }

    fn made(&self, start: u32, expr: Expr_) -> Expr {
        Located::new(self.since(start), expr)
    }

    fn number(&mut self, start: u32) -> Parse<Expr> {
        let number = match self.try_number()? {
            Some(Number::Int(int)) => Expr_::Int(int),
            Some(Number::Float(float)) => Expr_::Float(float),
            None => return Err(self.missing(Wanted::Expression)),
        };
        Ok(self.made(start, number))
    }

    fn try_name(&mut self, start: u32) -> Option<Expr> {
        let found = self.try_qualified(Case::Lower)?;
        let name = match found.case {
            Case::Lower => Expr_::Variable(found.module, found.name),
            Case::Upper => Expr_::Constructor(found.module, found.name),
        };
        Some(self.made(start, name))
    }

    fn accessor(&mut self, start: u32) -> Parse<Expr> {
        self.pos += 1;
        let field = self.lower(Wanted::FieldName)?;
        Ok(self.made(start, Expr_::Accessor(field.value)))
    }

    /// `.name.name` behind a term.
    fn accesses(&mut self, start: u32, first: Expr) -> Parse<Expr> {
        let mut expr = first;
        let mut links = 0;
        while self.try_byte(b'.') {
            let field = self.lower(Wanted::FieldName)?;
            links += 1;
            self.check_depth(links)?;
            expr = self.made(start, Expr_::Access(Box::new(expr), field));
        }
        Ok(expr)
    }

    // LISTS

    fn list(&mut self, start: u32) -> Parse<Expr> {
        if self.looking_at("[glsl|") {
            return Err(self.shader());
        }
        self.pos += 1;
        let outer = self.enter(Node::List, start);
        self.indented(Wanted::FirstItem)?;
        let mut items = Vec::new();
        match self.try_expression()? {
            Some(item) => {
                items.push(item);
                self.items(&mut items)?;
            }
            None => self.byte(b']', Wanted::FirstItem)?,
        }
        self.leave(outer);
        Ok(self.made(start, Expr_::List(items)))
    }

    fn items(&mut self, items: &mut Vec<Expr>) -> Parse<()> {
        loop {
            self.check_indent(Wanted::ListEnd)?;
            if !self.try_byte(b',') {
                return self.byte(b']', Wanted::ListEnd);
            }
            self.indented(Wanted::Item)?;
            items.push(self.expression()?);
        }
    }

    fn shader(&mut self) -> Stuck {
        let start = self.here();
        match self.text[self.pos..].find("|]") {
            Some(length) => {
                self.pos += length + 2;
                self.fail(Region::new(start, start + 6), Problem::Shader)
            }
            None => self.fail(Region::new(start, start + 6), Problem::EndlessShader),
        }
    }

    // PARENTHESES

    fn parentheses(&mut self, start: u32) -> Parse<Expr> {
        self.pos += 1;
        let outer = self.enter(Node::Parentheses, start);
        let before = self.pos;
        self.indented(Wanted::FirstOfParentheses)?;
        // An operator or nothing stands right behind the parenthesis.
        if self.pos == before {
            if let Some(section) = self.try_section(start)? {
                self.leave(outer);
                return Ok(section);
            }
            if self.try_byte(b')') {
                self.leave(outer);
                return Ok(self.made(start, Expr_::Unit));
            }
        }
        let first = match self.try_expression()? {
            Some(first) => first,
            None if self.pos == before => {
                return Err(self.missing(Wanted::FirstOfParentheses));
            }
            None => return Err(self.missing(Wanted::Expression)),
        };
        let inner = self.tuple(start, first)?;
        self.leave(outer);
        Ok(inner)
    }

    /// `+)`, or `-a)`, which is no section.
    fn try_section(&mut self, start: u32) -> Parse<Option<Expr>> {
        let Some(operator) = self.try_operator(Problem::ReservedSection)? else {
            return Ok(None);
        };
        if self.try_byte(b')') {
            return Ok(Some(self.made(start, Expr_::Operator(operator.value))));
        }
        if operator.value != "-" {
            return Err(self.missing(Wanted::OperatorEnd));
        }
        self.deeper()?;
        let Some(term) = self.try_term()? else {
            return Err(self.missing(Wanted::OperatorEnd));
        };
        let begin = operator.region.end;
        let region = Region::new(begin, term.region.end);
        self.spaces()?;
        let negated = Located::new(region, Expr_::Negate(Box::new(term)));
        let first = self.operation(begin, negated)?;
        self.shallower();
        self.tuple(start, first).map(Some)
    }

    /// What follows the first expression in parentheses.
    fn tuple(&mut self, start: u32, first: Expr) -> Parse<Expr> {
        let mut items = vec![first];
        loop {
            self.check_indent(Wanted::ParenthesesEnd)?;
            if !self.try_byte(b',') {
                break;
            }
            self.indented(Wanted::TupleItem)?;
            items.push(self.expression()?);
        }
        self.byte(b')', Wanted::ParenthesesEnd)?;
        if items.len() > 1 {
            return Ok(self.made(start, Expr_::Tuple(items)));
        }
        Ok(items.pop().expect("there is a first"))
    }

    // RECORDS

    fn record(&mut self, start: u32) -> Parse<Expr> {
        self.pos += 1;
        let outer = self.enter(Node::Record, start);
        self.indented(Wanted::FirstField)?;
        let record = if self.try_byte(b'}') {
            Expr_::Record(Vec::new())
        } else {
            self.record_or_update()?
        };
        self.leave(outer);
        Ok(self.made(start, record))
    }

    fn record_or_update(&mut self) -> Parse<Expr_> {
        let name = self.lower(Wanted::FirstField)?;
        self.indented(Wanted::FieldEquals)?;
        let mut fields = Fields::new();
        if self.try_byte(b'|') {
            self.indented(Wanted::Field)?;
            let field = self.lower(Wanted::Field)?;
            self.indented(Wanted::FieldEquals)?;
            self.field_value(field, &mut fields)?;
            self.fields(&mut fields)?;
            return Ok(Expr_::Update(name, fields));
        }
        self.field_value(name, &mut fields)?;
        self.fields(&mut fields)?;
        Ok(Expr_::Record(fields))
    }

    fn fields(&mut self, fields: &mut Fields) -> Parse<()> {
        while self.try_byte(b',') {
            self.indented(Wanted::Field)?;
            let name = self.lower(Wanted::Field)?;
            self.indented(Wanted::FieldEquals)?;
            self.field_value(name, fields)?;
        }
        self.byte(b'}', Wanted::RecordEnd)
    }

    fn field_value(&mut self, name: Located<Name>, fields: &mut Fields) -> Parse<()> {
        self.byte(b'=', Wanted::FieldEquals)?;
        self.indented(Wanted::FieldValue)?;
        let value = self.expression()?;
        self.check_indent(Wanted::RecordEnd)?;
        fields.push((name, value));
        Ok(())
    }
}
