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

/// What a pattern stands in, which decides on parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Alone,
    BeforeCons,
    Argument,
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
        formatter.write_str(&write(&mut tokens, Place::Alone))
    }
}

impl Missing {
    pub(super) fn new(tokens: Vec<Token>) -> Missing {
        Missing { tokens }
    }
}

type Tokens<'a> = std::slice::Iter<'a, Token>;

fn write(tokens: &mut Tokens<'_>, place: Place) -> String {
    deep(|| match tokens.next() {
        None | Some(Token::Anything) => "_".to_owned(),
        Some(Token::Head(Heads::Unit, _)) => "()".to_owned(),
        Some(Token::Head(Heads::Tuple(count), _)) => {
            let parts: Vec<String> = (0..*count).map(|_| write(tokens, Place::Alone)).collect();
            format!("( {} )", parts.join(", "))
        }
        Some(Token::Head(Heads::List, NIL)) => "[]".to_owned(),
        Some(Token::Head(Heads::List, _)) => write_list(tokens, place),
        Some(Token::Head(Heads::Union(union), variant)) => {
            let variant = &union.variants[*variant];
            let mut text = variant.name.to_string();
            for _ in &variant.arguments {
                text.push(' ');
                text.push_str(&write(tokens, Place::Argument));
            }
            let needs_parentheses = place == Place::Argument && !variant.arguments.is_empty();
            parenthesized(text, needs_parentheses)
        }
    })
}

/// Behind a `::`: `[ a, b ]` where the list ends, else `a :: b :: rest`.
fn write_list(tokens: &mut Tokens<'_>, place: Place) -> String {
    // The heads stand between the tails: `::`, head, `::`, head, tail. A head is written as an entry of a list
    // and as what is before a `::`, for which it is only known behind all of them.
    let mut heads = Vec::new();
    loop {
        let mut again = tokens.clone();
        let entry = write(tokens, Place::Alone);
        heads.push((entry, write(&mut again, Place::BeforeCons)));
        let mut ahead = tokens.clone();
        match ahead.next() {
            Some(Token::Head(Heads::List, CONS)) => *tokens = ahead,
            Some(Token::Head(Heads::List, NIL)) => {
                *tokens = ahead;
                let entries: Vec<String> = heads.into_iter().map(|(entry, _)| entry).collect();
                return format!("[ {} ]", entries.join(", "));
            }
            _ => break,
        }
    }
    let mut parts: Vec<String> = heads.into_iter().map(|(_, head)| head).collect();
    parts.push(write(tokens, Place::Alone));
    parenthesized(parts.join(" :: "), place != Place::Alone)
}

fn parenthesized(text: String, is_needed: bool) -> String {
    match is_needed {
        true => format!("({text})"),
        false => text,
    }
}
