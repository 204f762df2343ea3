//! A pattern that is missing, written out as Elm.

use crate::deep::deep;

use super::simple::{CONS, Heads, NIL};

/// A pattern that would fit what no other fits.
#[derive(Debug, Clone)]
pub struct Missing {
    /// Each head before its parts. Flat, for a list of a thousand entries nests a thousand deep.
    tokens: Vec<Token>,
}

#[derive(Debug, Clone)]
pub(super) enum Token {
    Anything,
    Head(Heads, usize),
}

/// What kind of pattern was written, which decides on parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Never in need of any.
    Closed,
    /// A constructor with its arguments.
    Applied,
    /// `a :: b`
    Conses,
}

/// Two are equal if they are written alike.
impl PartialEq for Missing {
    fn eq(&self, other: &Missing) -> bool {
        self.to_string() == other.to_string()
    }
}

impl std::fmt::Display for Missing {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut tokens = self.tokens.iter();
        formatter.write_str(&write(&mut tokens).0)
    }
}

impl Missing {
    pub(super) fn new(tokens: Vec<Token>) -> Missing {
        Missing { tokens }
    }
}

type Tokens<'a> = std::slice::Iter<'a, Token>;

fn write(tokens: &mut Tokens<'_>) -> (String, Kind) {
    deep(|| match tokens.next() {
        None | Some(Token::Anything) => ("_".to_owned(), Kind::Closed),
        Some(Token::Head(Heads::Unit, _)) => ("()".to_owned(), Kind::Closed),
        Some(Token::Head(Heads::Tuple(count), _)) => {
            let parts: Vec<String> = (0..*count).map(|_| write(tokens).0).collect();
            (format!("( {} )", parts.join(", ")), Kind::Closed)
        }
        Some(Token::Head(Heads::List, NIL)) => ("[]".to_owned(), Kind::Closed),
        Some(Token::Head(Heads::List, _)) => write_list(tokens),
        Some(Token::Head(Heads::Union(union), variant)) => {
            let variant = &union.variants[*variant];
            let mut text = variant.name.to_string();
            for _ in &variant.arguments {
                let (argument, kind) = write(tokens);
                text.push(' ');
                text.push_str(&parenthesized(argument, kind != Kind::Closed));
            }
            match variant.arguments.is_empty() {
                true => (text, Kind::Closed),
                false => (text, Kind::Applied),
            }
        }
    })
}

/// Behind a `::`: `[ a, b ]` where the list ends, else `a :: b :: rest`. The tokens are head, `::`, head, tail.
fn write_list(tokens: &mut Tokens<'_>) -> (String, Kind) {
    let mut heads = Vec::new();
    loop {
        heads.push(write(tokens));
        let mut ahead = tokens.clone();
        match ahead.next() {
            Some(Token::Head(Heads::List, CONS)) => *tokens = ahead,
            Some(Token::Head(Heads::List, NIL)) => {
                *tokens = ahead;
                let entries: Vec<String> = heads.into_iter().map(|(entry, _)| entry).collect();
                return (format!("[ {} ]", entries.join(", ")), Kind::Closed);
            }
            _ => break,
        }
    }
    let heads = heads.into_iter();
    let mut parts: Vec<String> = heads
        .map(|(head, kind)| parenthesized(head, kind == Kind::Conses))
        .collect();
    parts.push(write(tokens).0);
    (parts.join(" :: "), Kind::Conses)
}

fn parenthesized(text: String, is_needed: bool) -> String {
    match is_needed {
        true => format!("({text})"),
        false => text,
    }
}
