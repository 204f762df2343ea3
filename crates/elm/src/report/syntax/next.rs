//! What stands at the place of a problem.
//!
//! Owns the look ahead that a report needs: one word on the same line. Refuses to parse.

use std::fmt;

use crate::region::Region;
use crate::syntax::charset;

/// What comes next on the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next<'a> {
    /// `type`
    Keyword(&'a str),
    /// `map`
    Lower(&'a str),
    /// `Maybe`
    Upper(&'a str),
    /// `->`
    Symbol(&'a str),
    /// `)`, `]` or `}`
    Close(char),
    /// Anything else.
    Other(char),
    /// Nothing.
    LineEnd,
    /// Nothing at all.
    FileEnd,
}

/// What stands at the byte `at`.
pub(super) fn at(text: &str, at: u32) -> Next<'_> {
    let rest = text.get(at as usize..).unwrap_or("");
    let Some(first) = rest.chars().next() else {
        return Next::FileEnd;
    };
    match first {
        '\n' | '\r' => Next::LineEnd,
        ')' | ']' | '}' => Next::Close(first),
        c if charset::is_upper(c) => Next::Upper(take(rest, is_inner)),
        c if charset::is_lower(c) => {
            let word = take(rest, is_inner);
            match charset::is_reserved(word) {
                true => Next::Keyword(word),
                false => Next::Lower(word),
            }
        }
        c if is_symbol(c) => Next::Symbol(take(rest, is_symbol)),
        c => Next::Other(c),
    }
}

fn is_inner(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

fn is_symbol(c: char) -> bool {
    u8::try_from(c).is_ok_and(charset::is_symbol)
}

fn take(text: &str, belongs: fn(char) -> bool) -> &str {
    let end = text.find(|c| !belongs(c)).unwrap_or(text.len());
    &text[..end]
}

/// The text of a region.
pub(super) fn slice(text: &str, region: Region) -> &str {
    text.get(region.start as usize..region.end as usize)
        .unwrap_or("")
}

impl<'a> Next<'a> {
    /// Its text, if it is a word or symbol.
    pub(super) fn word(self) -> &'a str {
        match self {
            Next::Keyword(word) | Next::Lower(word) | Next::Upper(word) | Next::Symbol(word) => {
                word
            }
            Next::Close(_) | Next::Other(_) | Next::LineEnd | Next::FileEnd => "",
        }
    }
}

impl fmt::Display for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Next::Keyword(word) => write!(f, "the reserved word `{word}`"),
            Next::Lower(word) | Next::Upper(word) | Next::Symbol(word) => write!(f, "`{word}`"),
            Next::Close(c) => write!(f, "`{c}`"),
            Next::Other('`') => write!(f, "a backtick"),
            Next::Other(' ') => write!(f, "a space"),
            Next::Other('\u{FEFF}') => write!(f, "a byte order mark"),
            Next::Other('\t') => write!(f, "a tab"),
            Next::Other(c) => write!(f, "`{c}`"),
            Next::LineEnd => write!(f, "the line ends here"),
            Next::FileEnd => write!(f, "the file ends here"),
        }
    }
}
