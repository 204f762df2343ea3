//! Elm: the types with their codecs, the client module and the modules of the server's logic.
//!
//! Everything is written as `elm-format` leaves it. `BuildAmp.Codec`, the modules in `bundled/` and the greater part of
//! `BuildAmp.Server` are the same for every app; the other modules follow the schema.

mod decode;
mod defaults;
mod doc;
mod encode;
mod graph;
mod joined;
mod messages;
mod names;
mod server;
mod socket;

use buildamp_schema::Schema;

use crate::{HEADER, Output};
use graph::Graph;
use names::Names;

/// What the writers of all modules share.
struct Context<'s> {
    schema: &'s Schema,
    names: Names,
    graph: Graph,
}

/// The Elm modules of an app.
pub fn generate(schema: &Schema) -> Vec<Output> {
    let graph = Graph::new(schema);
    let context = Context {
        schema,
        names: Names::new(schema, &graph),
        graph,
    };
    let module = |name: &str, text: String| {
        let path = format!("elm/BuildAmp/{name}.elm");
        Output::new(path, &text.replace("@HEADER@", HEADER))
    };
    let mut modules = vec![
        module("Codec", include_str!("Codec.elm").to_owned()),
        module(
            "Documents",
            include_str!("bundled/Documents.elm").to_owned(),
        ),
        module("Events", server::events(&context)),
        module("OT", include_str!("bundled/OT.elm").to_owned()),
        module(
            "OT/Client",
            include_str!("bundled/OT/Client.elm").to_owned(),
        ),
        module("OT/Json", include_str!("bundled/OT/Json.elm").to_owned()),
        module(
            "OT/Json/Client",
            include_str!("bundled/OT/Json/Client.elm").to_owned(),
        ),
        module("OT/Page", include_str!("bundled/OT/Page.elm").to_owned()),
        module("OT/Step", include_str!("bundled/OT/Step.elm").to_owned()),
        module("OT/Tree", include_str!("bundled/OT/Tree.elm").to_owned()),
        module("Presence", include_str!("bundled/Presence.elm").to_owned()),
        module("Range", include_str!("bundled/Range.elm").to_owned()),
        module(
            "RateLimit",
            include_str!("bundled/RateLimit.elm").to_owned(),
        ),
        module("Server", server::module(&context)),
        module("Store", server::store(&context)),
        module("WebSocket", socket::module(&context)),
        module("Webhooks", server::webhooks(&context)),
    ];
    // An Elm module can't be empty, and no other names this one then.
    if !schema.types.is_empty() {
        modules.push(module("Messages", messages::module(&context)));
    }
    modules
}

/// The names of a type's decoder and encoder in `BuildAmp.Messages`.
pub fn codec(schema: &Schema, name: &str) -> Option<(String, String)> {
    let graph = Graph::new(schema);
    let names = Names::new(schema, &graph);
    let id = schema.find(name)?;
    Some((names.decoder(id).to_owned(), names.encoder(id).to_owned()))
}

/// An Elm string literal.
fn string(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\t' => literal.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                literal.push_str(&format!("\\u{{{:04X}}}", u32::from(c)));
            }
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

/// A list of texts, on one line: `[ "a", "b" ]`.
fn strings<'a>(texts: impl Iterator<Item = &'a String>) -> String {
    let texts: Vec<String> = texts.map(|text| string(text)).collect();
    match texts.is_empty() {
        true => "[]".to_owned(),
        false => format!("[ {} ]", texts.join(", ")),
    }
}

/// `open first , second .. close`, an item a line. Items may have several lines.
fn block(indent: usize, open: &str, close: &str, items: &[String]) -> String {
    let pad = " ".repeat(indent);
    if items.is_empty() {
        return format!("{open}{close}");
    }
    // Brackets go on below themselves; what an expression continues with goes to the next stop of four.
    let below = |item: &String| {
        if item.starts_with(['(', '[', '{']) {
            2
        } else {
            0
        }
    };
    let items: Vec<String> = items
        .iter()
        .map(|item| shift(item, indent + below(item)))
        .collect();
    format!("{open} {}\n{pad}{close}", items.join(&format!("\n{pad}, ")))
}

/// Indents all lines but the first.
fn shift(text: &str, by: usize) -> String {
    let pad = " ".repeat(by);
    let mut lines = text.split('\n');
    let mut shifted = lines.next().unwrap_or("").to_owned();
    for line in lines {
        shifted.push('\n');
        if !line.is_empty() {
            shifted.push_str(&pad);
            shifted.push_str(line);
        }
    }
    shifted
}

/// An expression or type that can stand as an argument.
fn atom(text: &str) -> String {
    match text.contains(' ') && !is_bracketed(text) {
        true => format!("({text})"),
        false => text.to_owned(),
    }
}

/// Whether the first character is a bracket or quote that the last one closes.
fn is_bracketed(text: &str) -> bool {
    let mut depth = 0;
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 && !quoted {
            return at + c.len_utf8() == text.len();
        }
    }
    false
}
