//! Text → `syn` tree, for any text at all.
//!
//! `syn` descends recursively, so what nests too deeply for a stack is refused before it gets there.

use buildamp_diagnostics::{FileId, Report, SourceFile, Span};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::spanned::Spanned;

/// Brackets in brackets.
const MAX_DEPTH: usize = 64;
/// Tokens with no `;`, `,` or bracket between them: what could be one long chain of prefixes or generics.
const MAX_CHAIN: usize = 400;
/// Bytes of a model file.
const MAX_SIZE: usize = 4 << 20;

/// Where the spans of a parsed file lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub(super) file: FileId,
}

impl Origin {
    /// The place of a piece of the tree.
    pub(super) fn of(self, node: &impl Spanned) -> Span {
        self.at(node.span())
    }

    /// The place of a `proc_macro2` span.
    pub(super) fn at(self, span: proc_macro2::Span) -> Span {
        Span::new(self.file, span.byte_range())
    }
}

/// Parses a file, or tells why not.
pub(super) fn parse(file: FileId, source: &SourceFile) -> Result<(Origin, syn::File), Box<Report>> {
    let text = &source.text;
    let origin = Origin { file };
    if text.len() > MAX_SIZE {
        let span = Span::new(file, 0..0);
        return Err(Box::new(
            Report::error("file_too_big", "This model file is too big", span)
                .expected("at most 4 MiB")
                .help("split its types over several files"),
        ));
    }
    let tokens: TokenStream = text
        .parse()
        .map_err(|error: proc_macro2::LexError| no_token(text, origin.at(error.span())))?;
    check_nesting(origin, tokens.clone())?;
    let file = syn::parse2(tokens)
        .map_err(|error| unreadable(origin, text, error.span(), &error.to_string()))?;
    Ok((origin, file))
}

/// What the lexer stumbled over; it tells where, but not why.
fn no_token(text: &str, place: Span) -> Box<Report> {
    let rest = text.get(place.start as usize..).unwrap_or("");
    let (found, expected) = match rest.chars().next() {
        Some('(') => ("a bracket that nothing closes", "its `)`"),
        Some('[') => ("a bracket that nothing closes", "its `]`"),
        Some('{') => ("a bracket that nothing closes", "its `}`"),
        Some(')' | ']' | '}') => ("a bracket that closes none", "what it would close"),
        Some('"') => ("a text that nothing closes", "its `\"`"),
        Some('/') => ("a comment that nothing closes", "its `*/`"),
        _ => ("no token of Rust", DEFINITIONS),
    };
    not_rust(place, found, expected)
}

/// `syn` says what it expected, and sometimes what it found.
fn unreadable(origin: Origin, text: &str, span: proc_macro2::Span, said: &str) -> Box<Report> {
    let mut place = origin.at(span);
    let said = match said.strip_prefix("unexpected end of input, ") {
        Some(said) => {
            place = Span::new(origin.file, text.trim_end().len()..text.trim_end().len());
            said
        }
        None => said,
    };
    let token = match text.get(place.range()) {
        Some(token) if !token.is_empty() && !token.contains('\n') => format!("`{token}`"),
        _ => "something else, or the end of the file".to_owned(),
    };
    match said.strip_prefix("expected ") {
        // What a word that is none of Rust's could still be: a macro.
        Some("`!`") => not_rust(place, &token, DEFINITIONS),
        // Every word that may begin a definition in Rust, most of which no model file may hold.
        Some(words) if words.starts_with("one of: `fn`") => {
            let word = token.trim_matches('`');
            let meant = super::similar(
                word,
                ["struct", "enum", "type", "use", "mod", "const"].into_iter(),
            );
            let report = *not_rust(place, &token, DEFINITIONS);
            Box::new(match meant {
                Some(meant) => report.help(format!("did you mean `{meant}`?")),
                None => report,
            })
        }
        Some(expected) => match expected.split_once(", found ") {
            Some((expected, found)) => not_rust(place, found, expected),
            None => not_rust(place, &token, expected),
        },
        None => not_rust(place, said, DEFINITIONS),
    }
}

const DEFINITIONS: &str = "`pub struct`, `pub enum` or `pub type`, and the fields in it";

fn not_rust(place: Span, found: &str, expected: &str) -> Box<Report> {
    let report = Report::error("syntax", "This is not Rust", place)
        .found(found)
        .expected(expected)
        .help("make the file compile with `rustc`; nothing in it is read until then");
    Box::new(report)
}

/// Walks the tokens without recursion.
fn check_nesting(origin: Origin, tokens: TokenStream) -> Result<(), Box<Report>> {
    let mut levels = vec![(tokens.into_iter(), 0)];
    while let Some((tokens, chain)) = levels.last_mut() {
        let Some(token) = tokens.next() else {
            levels.pop();
            continue;
        };
        let place = origin.at(token.span());
        match token {
            TokenTree::Group(group) => {
                // A chain goes on behind brackets, but not behind a body.
                if group.delimiter() == Delimiter::Brace {
                    *chain = 0;
                }
                levels.push((group.stream().into_iter(), 0));
            }
            TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | ',') => *chain = 0,
            TokenTree::Ident(ident) if ident == "else" => *chain += MAX_CHAIN / 8,
            _ => *chain += 1,
        }
        let too_long = levels.last().is_some_and(|(_, chain)| *chain > MAX_CHAIN);
        if levels.len() > MAX_DEPTH || too_long {
            let report = Report::error("nested_too_deeply", "This nests too deeply to be read", place)
                .expected(format!(
                    "at most {MAX_DEPTH} brackets in each other, and at most {MAX_CHAIN} tokens without a `,` or `;`"
                ))
                .help("give the inner parts names of their own: a struct, an enum or a type alias each");
            return Err(Box::new(report));
        }
    }
    Ok(())
}
