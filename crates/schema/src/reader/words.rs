//! The inside of an attribute, as a list of words: `rename = "x", alias = "y", default`.
//!
//! One grammar serves `#[serde(..)]`, `#[ws(..)]`, `#[validate(..)]` and `#[target(..)]`. What a word
//! means is decided elsewhere.

use buildamp_diagnostics::Span;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::Number;

use super::parse::Origin;

/// A word of an attribute.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// `rename`, or `"X-Key"` (without quotes) in a brace.
    pub(super) name: String,
    /// The word with its value.
    pub(super) span: Span,
    pub(super) value: WordValue,
}

/// What stands behind a word.
#[derive(Debug, Clone)]
pub(super) enum WordValue {
    /// Nothing.
    Flag,
    /// `= "text"`
    Text(String, Span),
    /// `= 10`
    Number(Number),
    /// `(..)`, or `= {..}`
    List(Vec<Word>),
    /// Anything else: a path, an expression.
    Other,
}

/// Something that is no list of words, and where.
pub(super) struct NotWords(pub(super) Span);

impl Word {
    /// The value's own place if it is a text, or else the word's.
    pub(super) fn value_span(&self) -> Span {
        match &self.value {
            WordValue::Text(_, span) => *span,
            _ => self.span,
        }
    }
}

/// The words of an attribute's tokens. Words before the fault are lost with it: a broken attribute is
/// one problem.
pub(super) fn words(origin: Origin, tokens: TokenStream) -> Result<Vec<Word>, NotWords> {
    let mut words = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while tokens.peek().is_some() {
        let mut piece = Vec::new();
        for token in tokens.by_ref() {
            match &token {
                TokenTree::Punct(punct) if punct.as_char() == ',' => {
                    if piece.is_empty() {
                        return Err(NotWords(origin.at(token.span())));
                    }
                    break;
                }
                _ => piece.push(token),
            }
        }
        words.push(word(origin, &piece)?);
    }
    Ok(words)
}

fn word(origin: Origin, tokens: &[TokenTree]) -> Result<Word, NotWords> {
    let [first, .., last] = tokens else {
        return match tokens {
            [only] => Ok(Word {
                name: name(only).ok_or(NotWords(origin.at(only.span())))?,
                span: origin.at(only.span()),
                value: WordValue::Flag,
            }),
            _ => Err(NotWords(Span::new(origin.file, 0..0))),
        };
    };
    let span = origin.at(first.span()).to(origin.at(last.span()));
    let name = name(first).ok_or(NotWords(span))?;
    let value = match &tokens[1..] {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
            WordValue::List(words(origin, group.stream())?)
        }
        [TokenTree::Punct(sign), rest @ ..]
            if matches!(sign.as_char(), '=' | ':') && !rest.is_empty() =>
        {
            value(origin, rest)?
        }
        _ => return Err(NotWords(span)),
    };
    Ok(Word { name, span, value })
}

fn name(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        TokenTree::Literal(literal) => text(literal),
        _ => None,
    }
}

fn text(literal: &proc_macro2::Literal) -> Option<String> {
    match syn::Lit::new(literal.clone()) {
        syn::Lit::Str(text) => Some(text.value()),
        _ => None,
    }
}

fn value(origin: Origin, tokens: &[TokenTree]) -> Result<WordValue, NotWords> {
    match tokens {
        [TokenTree::Literal(literal)] => {
            let place = origin.at(literal.span());
            let text = text(literal).map(|text| WordValue::Text(text, place));
            let number = || number(&literal.to_string()).map(WordValue::Number);
            Ok(text.or_else(number).unwrap_or(WordValue::Other))
        }
        [TokenTree::Punct(minus), TokenTree::Literal(literal)] if minus.as_char() == '-' => {
            let number = number(&format!("-{literal}")).map(WordValue::Number);
            Ok(number.unwrap_or(WordValue::Other))
        }
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => {
            Ok(WordValue::List(words(origin, group.stream())?))
        }
        _ => Ok(WordValue::Other),
    }
}

/// A Rust number: `1_000`, `0x1F`, `2.5`, `10u32`.
pub(super) fn number(literal: &str) -> Option<Number> {
    let (sign, digits) = match literal.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", literal),
    };
    match syn::parse_str(digits).ok()? {
        syn::Lit::Int(int) => format!("{sign}{}", int.base10_digits()).parse().ok(),
        syn::Lit::Float(float) => {
            let value: f64 = format!("{sign}{}", float.base10_digits()).parse().ok()?;
            Number::from_f64(value)
        }
        _ => None,
    }
}
