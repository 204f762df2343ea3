//! TypeScript's types as a tree, and how prettier lays each kind of them out.
//!
//! Owns the syntax. It refuses to know the schema, and to decide what a type should be.

use super::layout::{Doc, WIDTH, bracketed, concat, group, if_broken, indent, join, lines, text};
use super::layout::{print, unbreakable, width};
use super::text::doc_comment;

/// A type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ts {
    /// `string`, `null`.
    Keyword(&'static str),
    /// `"left"`, with its quotes.
    Literal(String),
    /// A name that is declared elsewhere.
    Name(String),
    /// `Record<string, number>`
    Apply(&'static str, Vec<Ts>),
    /// `T[]`
    Array(Box<Ts>),
    /// `[A, B]`
    Tuple(Vec<Ts>),
    /// `{ a: A; b?: B }`
    Object(Vec<Member>),
    /// `A | B`; made by [`Ts::union`].
    Union(Vec<Ts>),
    /// `A & B`
    Intersection(Vec<Ts>),
}

/// A member of an object type or interface.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member {
    pub(super) doc: String,
    /// As it is written, with its quotes, if it needs some, and its question mark.
    pub(super) key: String,
    pub(super) ty: Ts,
}

/// What stands around a type.
#[derive(Clone, Copy, PartialEq)]
enum Around {
    /// `a: T`
    Member,
    /// `type A = T`
    Alias,
    /// `Record<string, T>`
    Argument,
    /// `[T, U]`
    Tuple,
    /// `T[]`
    Array,
    /// `T | U`, `T & U`
    Operator,
}

impl Ts {
    /// One of these. What is there twice, or in `unknown` already, is left out.
    pub(super) fn union(types: impl IntoIterator<Item = Ts>) -> Ts {
        let mut members: Vec<Ts> = Vec::new();
        let mut add = |ty: Ts| {
            if !members.contains(&ty) {
                members.push(ty);
            }
        };
        for ty in types {
            match ty {
                Ts::Union(inner) => inner.into_iter().for_each(&mut add),
                other => add(other),
            }
        }
        if members.contains(&Ts::Keyword("unknown")) {
            return Ts::Keyword("unknown");
        }
        match members.len() {
            1 => members.swap_remove(0),
            _ => Ts::Union(members),
        }
    }

    /// All of these.
    pub(super) fn intersection(mut types: Vec<Ts>) -> Ts {
        match types.len() {
            1 => types.swap_remove(0),
            _ => Ts::Intersection(types),
        }
    }
}

/// `export interface A { .. }`, or `export type A = ..;`.
pub(super) fn declaration(name: &str, ty: &Ts) -> String {
    if let Ts::Object(members) = ty
        && members.iter().all(|member| !member.key.starts_with('['))
    {
        return interface(name, members);
    }
    let left = format!("export type {name} =");
    let right = ty_doc(ty, Around::Alias);
    let (breakable, room) = (unbreakable(&right), WIDTH - WIDTH.min(width(&left) + 1));
    // A union goes below as a whole; anything else where not even its start fits.
    let ends = if is_rigid(&right) { 1 } else { 0 };
    let right = match (ty, breakable + ends > room) {
        (Ts::Union(types), _) if !is_hugged(types) => group([indent([Doc::Line, right])]),
        (_, true) => indent([Doc::Hard, right]),
        (_, false) => concat([text(" "), right]),
    };
    print(&concat([text(left), right, text(";")]))
}

/// An interface, a member a line.
pub(super) fn interface(name: &str, members: &[Member]) -> String {
    let head = format!("export interface {name} ");
    print(&concat([text(head), object(members, Doc::Hard)]))
}

/// A type as an argument of a function is written.
pub(super) fn parameter(name: &str, ty: &Ts) -> Doc {
    concat([text(format!("{name}: ")), ty_doc(ty, Around::Member)])
}

/// Whether there is no place in it where a line may break.
fn is_rigid(doc: &Doc) -> bool {
    match doc {
        Doc::Text(_) => true,
        Doc::Concat(docs) => docs.iter().all(is_rigid),
        Doc::Group(inner) | Doc::Indent(inner) => is_rigid(inner),
        Doc::Line | Doc::Soft | Doc::Hard => false,
        Doc::IfBreak(broken, flat) => is_rigid(broken) && is_rigid(flat),
    }
}

fn ty_doc(ty: &Ts, around: Around) -> Doc {
    match ty {
        Ts::Keyword(word) => text(*word),
        Ts::Literal(word) | Ts::Name(word) => text(word),
        Ts::Apply(name, arguments) => apply(name, arguments),
        Ts::Array(item) => concat([ty_doc(item, Around::Array), text("[]")]),
        Ts::Tuple(items) => {
            let items = items.iter().map(|item| ty_doc(item, Around::Tuple));
            bracketed("[", items.collect(), ",", "]")
        }
        Ts::Object(members) => object(members, Doc::Line),
        Ts::Union(types) => union(types, around),
        Ts::Intersection(types) => intersection(types, around),
    }
}

fn apply(name: &str, arguments: &[Ts]) -> Doc {
    let docs = arguments.iter().map(|a| ty_doc(a, Around::Argument));
    match arguments {
        [Ts::Name(_) | Ts::Keyword(_)] => {
            concat([text(format!("{name}<")), concat(docs), text(">")])
        }
        _ => concat([text(name), bracketed("<", docs.collect(), "", ">")]),
    }
}

/// `line` is what stands inside of the braces; a hard one keeps them apart.
fn object(members: &[Member], line: Doc) -> Doc {
    if members.is_empty() {
        return text("{}");
    }
    let item = |member: &Member| {
        let comment = match member.doc.is_empty() {
            true => concat([]),
            false => concat([lines(&doc_comment(&member.doc)), Doc::Hard]),
        };
        let key = text(format!("{}: ", member.key));
        concat([comment, key, ty_doc(&member.ty, Around::Member)])
    };
    let separator = [text(";"), Doc::Line];
    group([
        text("{"),
        indent([line.clone(), join(&separator, members.iter().map(item))]),
        if_broken([text(";")]),
        line,
        text("}"),
    ])
}

/// A single object or name beside `null` is written as if it were alone.
fn is_hugged(types: &[Ts]) -> bool {
    let named = |ty: &&Ts| matches!(ty, Ts::Object(_) | Ts::Name(_) | Ts::Apply(..));
    let first = types.iter().find(named);
    let rest = |ty: &Ts| *ty == Ts::Keyword("null") || first.is_some_and(|f| std::ptr::eq(f, ty));
    first.is_some() && types.iter().all(rest)
}

fn union(types: &[Ts], around: Around) -> Doc {
    if is_hugged(types) {
        let docs = types.iter().map(|ty| ty_doc(ty, Around::Operator));
        let doc = join(&[text(" | ")], docs);
        return match around {
            Around::Array => concat([text("("), doc, text(")")]),
            _ => doc,
        };
    }
    let mut docs = Vec::new();
    for (place, ty) in types.iter().enumerate() {
        docs.push(match place {
            0 => if_broken([text("| ")]),
            _ => concat([Doc::Line, text("| ")]),
        });
        docs.push(indent([ty_doc(ty, Around::Operator)]));
    }
    let doc = group(docs);
    match around {
        Around::Member => group([indent([Doc::Soft, doc])]),
        Around::Array => concat([
            text("("),
            group([indent([Doc::Soft, doc]), Doc::Soft]),
            text(")"),
        ]),
        Around::Tuple => group([
            indent([if_broken([text("("), Doc::Soft]), doc]),
            Doc::Soft,
            if_broken([text(")")]),
        ]),
        Around::Alias | Around::Argument | Around::Operator => doc,
    }
}

/// Between an object and a name there is no break; names after names go to lines of their own.
fn intersection(types: &[Ts], around: Around) -> Doc {
    let mut docs = Vec::new();
    for (place, ty) in types.iter().enumerate() {
        let doc = ty_doc(ty, Around::Operator);
        let after_object = place > 0 && matches!(types[place - 1], Ts::Object(_));
        docs.push(match place {
            0 => doc,
            _ if after_object => concat([text(" & "), doc]),
            _ => indent([text(" &"), Doc::Line, doc]),
        });
    }
    let doc = group(docs);
    match around {
        Around::Operator | Around::Array => concat([text("("), doc, text(")")]),
        _ => doc,
    }
}
