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
    /// Bytes before the parsed text: a byte order mark.
    skipped: usize,
}

impl Origin {
    /// The place of a piece of the tree.
    pub(super) fn of(self, node: &impl Spanned) -> Span {
        self.at(node.span())
    }

    /// The place of a `proc_macro2` span.
    pub(super) fn at(self, span: proc_macro2::Span) -> Span {
        let range = span.byte_range();
        Span::new(
            self.file,
            range.start + self.skipped..range.end + self.skipped,
        )
    }
}

/// Parses a file, or tells why not.
pub(super) fn parse(file: FileId, source: &SourceFile) -> Result<(Origin, syn::File), Box<Report>> {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let origin = Origin {
        file,
        skipped: source.text.len() - text.len(),
    };
    if text.len() > MAX_SIZE {
        let span = Span::new(file, 0..0);
        return Err(Box::new(
            Report::error("file_too_big", "This model file is too big", span)
                .expected("at most 4 MiB")
                .help("split its types over several files"),
        ));
    }
    let tokens: TokenStream = text.parse().map_err(|error: proc_macro2::LexError| {
        unreadable(origin, text, error.span(), "no Rust token starts here")
    })?;
    check_nesting(origin, tokens.clone())?;
    let file = syn::parse2(tokens).map_err(|error| {
        let said = error.to_string();
        unreadable(origin, text, error.span(), &said)
    })?;
    Ok((origin, file))
}

fn unreadable(origin: Origin, text: &str, span: proc_macro2::Span, said: &str) -> Box<Report> {
    let mut place = origin.at(span);
    if said.starts_with("unexpected end of input") && place.start == place.end {
        place = Span::new(
            origin.file,
            origin.skipped + text.len()..origin.skipped + text.len(),
        );
    }
    let report = Report::error("syntax", "This is not Rust", place)
        .found(said)
        .expected("the definitions of structs, enums and type aliases")
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
