//! Names, keywords and operators.
//!
//! A rule that begins with `try` passes nothing where it gives `None`. Refuses literals.

use crate::region::{Located, Region};
use crate::syntax::charset;
use crate::syntax::cursor::{Parse, Parser};
use crate::syntax::error::{Problem, Reserved, Wanted};
use crate::syntax::source::Name;

/// A name with the module before it.
pub(crate) struct Qualified {
    pub(crate) module: Option<Name>,
    pub(crate) name: Name,
    pub(crate) case: Case,
}

/// What a name starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Upper,
    Lower,
}

/// Why a symbol is no operator.
pub(crate) type NotOperator = fn(Reserved) -> Problem;

impl Parser<'_> {
    /// This one byte has to come next.
    pub(crate) fn byte(&mut self, byte: u8, wanted: Wanted) -> Parse<()> {
        if self.try_byte(byte) {
            return Ok(());
        }
        Err(self.missing(wanted))
    }

    /// Passes this one byte, if it comes next.
    pub(crate) fn try_byte(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        if found {
            self.pos += 1;
        }
        found
    }

    /// Passes these ASCII characters, if they come next.
    pub(crate) fn try_bytes(&mut self, bytes: &str) -> bool {
        let found = self.looking_at(bytes);
        if found {
            self.pos += bytes.len();
        }
        found
    }

    /// Passes a keyword, if it comes next and no name that starts so.
    pub(crate) fn try_keyword(&mut self, keyword: &str) -> bool {
        let found = self.looking_at(keyword) && self.name_end(self.pos + keyword.len()).1 == 0;
        if found {
            self.pos += keyword.len();
        }
        found
    }

    /// A keyword has to come next.
    pub(crate) fn keyword(&mut self, keyword: &str, wanted: Wanted) -> Parse<()> {
        if self.try_keyword(keyword) {
            return Ok(());
        }
        Err(self.missing(wanted))
    }

    // NAMES

    /// Where the name characters from `at` on end, and how many there are.
    pub(crate) fn name_end(&self, at: usize) -> (usize, usize) {
        let bytes = self.text.as_bytes();
        let (mut end, mut count) = (at, 0);
        while let Some(byte) = bytes.get(end) {
            let width = match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => 1,
                0..0x80 => break,
                _ => match self.text[end..].chars().next() {
                    Some(c) if charset::is_inner(c) => c.len_utf8(),
                    _ => break,
                },
            };
            end += width;
            count += 1;
        }
        (end, count)
    }

    /// The end of a name that starts so at `at`, and its length in code points; `at` where there is none.
    fn word_end(&self, at: usize, case: Case) -> (usize, usize) {
        let first = self.text[at..].chars().next();
        let starts = first.is_some_and(|c| match case {
            Case::Upper => charset::is_upper(c),
            Case::Lower => charset::is_lower(c),
        });
        if !starts {
            return (at, 0);
        }
        let (end, count) = self.name_end(at + first.map_or(0, char::len_utf8));
        (end, count + 1)
    }

    fn try_word(&mut self, case: Case) -> Option<Name> {
        let (end, count) = self.word_end(self.pos, case);
        let word = &self.text[self.pos..end];
        if count == 0 || (case == Case::Lower && charset::is_reserved(word)) {
            return None;
        }
        let name = Name::from(word);
        self.pass_columns(end, count);
        Some(name)
    }

    /// `map`, but no reserved word.
    pub(crate) fn try_lower(&mut self) -> Option<Located<Name>> {
        let start = self.here();
        let name = self.try_word(Case::Lower)?;
        Some(Located::new(self.since(start), name))
    }

    /// `map` has to come next.
    pub(crate) fn lower(&mut self, wanted: Wanted) -> Parse<Located<Name>> {
        match self.try_lower() {
            Some(name) => Ok(name),
            None => Err(self.missing(wanted)),
        }
    }

    /// `Maybe`
    pub(crate) fn try_upper(&mut self) -> Option<Located<Name>> {
        let start = self.here();
        let name = self.try_word(Case::Upper)?;
        Some(Located::new(self.since(start), name))
    }

    /// `Maybe` has to come next.
    pub(crate) fn upper(&mut self, wanted: Wanted) -> Parse<Located<Name>> {
        match self.try_upper() {
            Some(name) => Ok(name),
            None => Err(self.missing(wanted)),
        }
    }

    /// `Json.Decode` has to come next.
    pub(crate) fn module_name(&mut self, wanted: Wanted) -> Parse<Located<Name>> {
        let start = self.here();
        let from = self.pos;
        loop {
            let (end, count) = self.word_end(self.pos, Case::Upper);
            if count == 0 {
                return Err(self.missing(wanted));
            }
            self.pass_columns(end, count);
            if !self.try_byte(b'.') {
                let name = Name::from(&self.text[from..self.pos]);
                return Ok(Located::new(self.since(start), name));
            }
        }
    }

    /// `Maybe.Just`, `Just`, and with `allowed` lower also `Maybe.map`, `map`. A name that ends in a dot is none.
    pub(crate) fn try_qualified(&mut self, allowed: Case) -> Option<Qualified> {
        let start = self.pos;
        let (mut at, mut columns) = (start, 0);
        loop {
            let (end, count, case) = match self.word_end(at, Case::Upper) {
                (_, 0) if allowed == Case::Lower => {
                    let (end, count) = self.word_end(at, Case::Lower);
                    (end, count, Case::Lower)
                }
                (end, count) => (end, count, Case::Upper),
            };
            if count == 0 {
                return None;
            }
            columns += count;
            if case == Case::Upper && self.text.as_bytes().get(end) == Some(&b'.') {
                at = end + 1;
                columns += 1;
                continue;
            }
            let word = &self.text[at..end];
            if at == start && case == Case::Lower && charset::is_reserved(word) {
                return None;
            }
            let name = Name::from(word);
            let module = (at > start).then(|| Name::from(&self.text[start..at - 1]));
            self.pass_columns(end, columns);
            return Some(Qualified { module, name, case });
        }
    }

    // OPERATORS

    /// `+`; `not_operator` makes the problem of a symbol that has a meaning of its own.
    pub(crate) fn try_operator(
        &mut self,
        not_operator: NotOperator,
    ) -> Parse<Option<Located<Name>>> {
        let rest = &self.text.as_bytes()[self.pos..];
        let length = rest
            .iter()
            .position(|byte| !charset::is_symbol(*byte))
            .unwrap_or(rest.len());
        let symbol = &self.text[self.pos..self.pos + length];
        let reserved = match symbol {
            "" | "." => return Ok(None),
            "|" => Reserved::Pipe,
            "=" => Reserved::Equals,
            ":" => Reserved::Colon,
            "->" => Reserved::Arrow,
            _ => {
                let start = self.here();
                let name = Name::from(symbol);
                self.pos += length;
                return Ok(Some(Located::new(self.since(start), name)));
            }
        };
        let start = self.here();
        let wide = if reserved == Reserved::Arrow { 2 } else { 0 };
        Err(self.fail(Region::new(start, start + wide), not_operator(reserved)))
    }
}
