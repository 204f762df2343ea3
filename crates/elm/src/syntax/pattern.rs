//! Patterns.
//!
//! Owns what may stand left of an arrow or an equals sign. Refuses negative numbers and floats, as Elm does.

use crate::region::{Located, Region};
use crate::syntax::cursor::{Parse, Parser};
use crate::syntax::error::{Problem, Wanted};
use crate::syntax::lexeme::{Case, Qualified};
use crate::syntax::number::Number;
use crate::syntax::source::{Pattern, Pattern_};

impl Parser<'_> {
    /// A pattern has to come next. The space behind it is skipped.
    pub(crate) fn pattern(&mut self) -> Parse<Pattern> {
        match self.try_pattern()? {
            Some(pattern) => Ok(pattern),
            None => Err(self.missing(Wanted::Pattern)),
        }
    }

    /// A pattern, if one comes next: `a :: b as c`.
    pub(crate) fn try_pattern(&mut self) -> Parse<Option<Pattern>> {
        let start = self.here();
        self.deeper()?;
        let Some(first) = self.try_pattern_part()? else {
            self.shallower();
            return Ok(None);
        };
        let mut parts = vec![first];
        while self.is_indented() && self.try_bytes("::") {
            self.indented(Wanted::Pattern)?;
            match self.try_pattern_part()? {
                Some(part) => parts.push(part),
                None => return Err(self.missing(Wanted::Pattern)),
            }
            self.check_depth(parts.len())?;
        }
        self.shallower();
        self.alias(start, cons(parts)).map(Some)
    }

    fn alias(&mut self, start: u32, pattern: Pattern) -> Parse<Pattern> {
        if !(self.is_indented() && self.try_keyword("as")) {
            return Ok(pattern);
        }
        self.indented(Wanted::AliasOfPattern)?;
        let name = self.lower(Wanted::AliasOfPattern)?;
        let region = self.since(start);
        self.spaces()?;
        let alias = Pattern_::Alias(Box::new(pattern), name);
        Ok(Located::new(region, alias))
    }

    /// A constructor with arguments, or a term.
    fn try_pattern_part(&mut self) -> Parse<Option<Pattern>> {
        let start = self.here();
        let Some(name) = self.try_qualified(Case::Upper) else {
            let term = self.try_pattern_term()?;
            if term.is_some() {
                self.spaces()?;
            }
            return Ok(term);
        };
        let region = self.since(start);
        let mut arguments = Vec::new();
        self.spaces()?;
        while self.is_indented() {
            match self.try_pattern_term()? {
                Some(argument) => arguments.push(argument),
                None => break,
            }
            self.spaces()?;
        }
        let constructor = constructor(region, name, arguments);
        Ok(Some(Located::new(self.until_end(start), constructor)))
    }

    /// A pattern that needs no parentheses has to come next.
    pub(crate) fn pattern_term(&mut self) -> Parse<Pattern> {
        match self.try_pattern_term()? {
            Some(pattern) => Ok(pattern),
            None => Err(self.missing(Wanted::Pattern)),
        }
    }

    /// A pattern that needs no parentheses, if one comes next.
    pub(crate) fn try_pattern_term(&mut self) -> Parse<Option<Pattern>> {
        let start = self.here();
        let pattern = match self.peek() {
            b'{' => self.record_pattern()?,
            b'(' => return self.tuple_pattern(start).map(Some),
            b'[' => self.list_pattern()?,
            b'_' => self.wildcard()?,
            b'"' => match self.try_string()? {
                Some(text) => Pattern_::String(text),
                None => return Ok(None),
            },
            b'\'' => match self.try_char()? {
                Some(char) => Pattern_::Char(char),
                None => return Ok(None),
            },
            b'0'..=b'9' => self.number_pattern()?,
            _ => match self.try_name_pattern(start) {
                Some(name) => name,
                None => return Ok(None),
            },
        };
        Ok(Some(Located::new(self.since(start), pattern)))
    }

    fn try_name_pattern(&mut self, start: u32) -> Option<Pattern_> {
        if let Some(name) = self.try_lower() {
            return Some(Pattern_::Variable(name.value));
        }
        let name = self.try_qualified(Case::Upper)?;
        Some(constructor(self.since(start), name, Vec::new()))
    }

    fn wildcard(&mut self) -> Parse<Pattern_> {
        let start = self.here();
        let (end, count) = self.name_end(self.pos);
        if count == 1 {
            self.pos = end;
            return Ok(Pattern_::Anything);
        }
        self.pass_columns(end, count);
        let region = self.since(start);
        Err(self.fail(region, Problem::NamedWildcard))
    }

    fn number_pattern(&mut self) -> Parse<Pattern_> {
        let start = self.here();
        match self.try_number()? {
            Some(Number::Int(int)) => Ok(Pattern_::Int(int)),
            _ => {
                let region = self.since(start);
                Err(self.fail(region, Problem::FloatPattern))
            }
        }
    }

    fn record_pattern(&mut self) -> Parse<Pattern_> {
        self.pos += 1;
        self.indented(Wanted::FirstFieldPattern)?;
        let mut fields = Vec::new();
        if self.try_byte(b'}') {
            return Ok(Pattern_::Record(fields));
        }
        fields.push(self.lower(Wanted::FirstFieldPattern)?);
        self.indented(Wanted::RecordPatternEnd)?;
        while self.try_byte(b',') {
            self.indented(Wanted::FieldPattern)?;
            fields.push(self.lower(Wanted::FieldPattern)?);
            self.indented(Wanted::RecordPatternEnd)?;
        }
        self.byte(b'}', Wanted::RecordPatternEnd)?;
        Ok(Pattern_::Record(fields))
    }

    fn tuple_pattern(&mut self, start: u32) -> Parse<Pattern> {
        self.pos += 1;
        self.indented(Wanted::FirstOfParenthesesPattern)?;
        if self.try_byte(b')') {
            return Ok(Located::new(self.since(start), Pattern_::Unit));
        }
        let Some(first) = self.try_pattern()? else {
            return Err(self.missing(Wanted::FirstOfParenthesesPattern));
        };
        self.check_indent(Wanted::ParenthesesPatternEnd)?;
        if self.try_byte(b')') {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.try_byte(b',') {
            self.indented(Wanted::TupleItemPattern)?;
            items.push(self.pattern()?);
            self.check_indent(Wanted::ParenthesesPatternEnd)?;
        }
        self.byte(b')', Wanted::ParenthesesPatternEnd)?;
        Ok(Located::new(self.since(start), Pattern_::Tuple(items)))
    }

    fn list_pattern(&mut self) -> Parse<Pattern_> {
        self.pos += 1;
        self.indented(Wanted::FirstItemPattern)?;
        let mut items = Vec::new();
        match self.try_pattern()? {
            Some(first) => items.push(first),
            None => {
                self.byte(b']', Wanted::FirstItemPattern)?;
                return Ok(Pattern_::List(items));
            }
        }
        self.check_indent(Wanted::ListPatternEnd)?;
        while self.try_byte(b',') {
            self.indented(Wanted::ItemPattern)?;
            items.push(self.pattern()?);
            self.check_indent(Wanted::ListPatternEnd)?;
        }
        self.byte(b']', Wanted::ListPatternEnd)?;
        Ok(Pattern_::List(items))
    }
}

fn constructor(region: Region, name: Qualified, arguments: Vec<Pattern>) -> Pattern_ {
    Pattern_::Constructor(region, name.module, name.name, arguments)
}

/// `a :: (b :: c)` of `[a, b, c]`, which is not empty.
fn cons(mut parts: Vec<Pattern>) -> Pattern {
    let mut pattern = parts.pop().expect("a pattern has a first part");
    while let Some(head) = parts.pop() {
        let region = head.region.to(pattern.region);
        let pair = Pattern_::Cons(Box::new(head), Box::new(pattern));
        pattern = Located::new(region, pair);
    }
    pattern
}
