//! Text that breaks its lines where they would get too long, by the rules of prettier.
//!
//! Owns the algorithm alone: groups that are flat where they fit and broken where they don't (Wadler, "A prettier
//! printer", in the strict variant that prettier uses). It refuses to know what the text says.

/// prettier's `printWidth`.
pub(super) const WIDTH: usize = 80;

/// A text with its possible line breaks.
#[derive(Debug, Clone)]
pub(super) enum Doc {
    Text(String),
    Concat(Vec<Doc>),
    /// Flat, if all of it fits; all of its own lines are broken otherwise.
    Group(Box<Doc>),
    /// Its lines go two further in.
    Indent(Box<Doc>),
    /// A blank, or a new line.
    Line,
    /// Nothing, or a new line.
    Soft,
    /// A new line, which breaks all groups around it.
    Hard,
    /// The first where the group is broken, the second where it is flat.
    IfBreak(Box<Doc>, Box<Doc>),
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Flat,
    Broken,
}

pub(super) fn text(text: impl Into<String>) -> Doc {
    Doc::Text(text.into())
}

pub(super) fn concat(docs: impl IntoIterator<Item = Doc>) -> Doc {
    Doc::Concat(docs.into_iter().collect())
}

pub(super) fn group(docs: impl IntoIterator<Item = Doc>) -> Doc {
    Doc::Group(Box::new(concat(docs)))
}

pub(super) fn indent(docs: impl IntoIterator<Item = Doc>) -> Doc {
    Doc::Indent(Box::new(concat(docs)))
}

/// Only where the group is broken.
pub(super) fn if_broken(docs: impl IntoIterator<Item = Doc>) -> Doc {
    Doc::IfBreak(Box::new(concat(docs)), Box::new(concat([])))
}

pub(super) fn join(separator: &[Doc], items: impl IntoIterator<Item = Doc>) -> Doc {
    let mut docs = Vec::new();
    for item in items {
        if !docs.is_empty() {
            docs.extend_from_slice(separator);
        }
        docs.push(item);
    }
    Doc::Concat(docs)
}

/// `(a, b)`, or an item a line. `last` follows the last of broken ones.
pub(super) fn bracketed(open: &str, items: Vec<Doc>, last: &str, close: &str) -> Doc {
    if items.is_empty() {
        return text(format!("{open}{close}"));
    }
    group([
        text(open),
        indent([Doc::Soft, join(&[text(","), Doc::Line], items)]),
        if_broken([text(last)]),
        Doc::Soft,
        text(close),
    ])
}

/// The text of a whole line or several, without a line break at the end.
pub(super) fn print(doc: &Doc) -> String {
    let mut out = String::new();
    let mut column = 0;
    let mut open = vec![(0, Mode::Broken, doc)];
    while let Some((depth, mode, doc)) = open.pop() {
        match doc {
            Doc::Text(text) => {
                out.push_str(text);
                column += width(text);
            }
            Doc::Concat(docs) => open.extend(docs.iter().rev().map(|doc| (depth, mode, doc))),
            Doc::Indent(inner) => open.push((depth + 2, mode, inner)),
            Doc::Group(inner) => {
                let flat = mode == Mode::Flat
                    || (!is_hard(inner) && fits(WIDTH.saturating_sub(column), inner, &open));
                let mode = if flat { Mode::Flat } else { Mode::Broken };
                open.push((depth, mode, inner));
            }
            Doc::IfBreak(broken, flat) => {
                let chosen = if mode == Mode::Broken { broken } else { flat };
                open.push((depth, mode, chosen));
            }
            Doc::Line if mode == Mode::Flat => {
                out.push(' ');
                column += 1;
            }
            Doc::Soft if mode == Mode::Flat => {}
            Doc::Line | Doc::Soft | Doc::Hard => {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('\n');
                out.push_str(&" ".repeat(depth));
                column = depth;
            }
        }
    }
    out
}

/// Whether a flat group, with what follows it up to the next possible break, fits into the rest of the line.
fn fits(room: usize, doc: &Doc, rest: &[(usize, Mode, &Doc)]) -> bool {
    let mut used = 0;
    let mut following = rest.iter().rev();
    let mut open = vec![(Mode::Flat, doc)];
    loop {
        let Some((mode, doc)) = open.pop() else {
            match following.next() {
                Some((_, mode, doc)) => open.push((*mode, doc)),
                None => return true,
            }
            continue;
        };
        match doc {
            Doc::Text(text) => used += width(text),
            Doc::Concat(docs) => open.extend(docs.iter().rev().map(|doc| (mode, doc))),
            Doc::Indent(inner) => open.push((mode, inner)),
            Doc::Group(inner) => {
                let mode = if is_hard(inner) { Mode::Broken } else { mode };
                open.push((mode, inner));
            }
            Doc::IfBreak(broken, _) if mode == Mode::Broken => open.push((mode, broken)),
            Doc::IfBreak(_, flat) => open.push((mode, flat)),
            Doc::Line if mode == Mode::Flat => used += 1,
            Doc::Soft if mode == Mode::Flat => {}
            Doc::Line | Doc::Soft | Doc::Hard => return used <= room,
        }
        if used > room {
            return false;
        }
    }
}

/// Whether there is a line break in it whatever fits.
fn is_hard(doc: &Doc) -> bool {
    match doc {
        Doc::Hard => true,
        Doc::Concat(docs) => docs.iter().any(is_hard),
        Doc::Group(inner) | Doc::Indent(inner) => is_hard(inner),
        Doc::IfBreak(broken, flat) => is_hard(broken) || is_hard(flat),
        Doc::Text(_) | Doc::Line | Doc::Soft => false,
    }
}

/// The width of what stands before the first place where a line may break.
pub(super) fn unbreakable(doc: &Doc) -> usize {
    let mut used = 0;
    let mut open = vec![doc];
    while let Some(doc) = open.pop() {
        match doc {
            Doc::Text(text) => used += width(text),
            Doc::Concat(docs) => open.extend(docs.iter().rev()),
            Doc::Group(inner) | Doc::Indent(inner) => open.push(inner),
            Doc::IfBreak(broken, _) => open.push(broken),
            Doc::Line | Doc::Soft | Doc::Hard => break,
        }
    }
    used
}

/// How many columns a text takes: two for the wide letters of East Asia and emoji, none for accents that combine.
pub(super) fn width(text: &str) -> usize {
    let column = |c: char| match u32::from(c) {
        0x300..=0x36f | 0x200d | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1f64f
        | 0x1f900..=0x1f9ff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    };
    text.chars().map(column).sum()
}

/// Splices a list of lines into a document.
pub(super) fn lines(text_: &str) -> Doc {
    let lines = text_.lines().map(text);
    join(&[Doc::Hard], lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(argument: &str) -> String {
        let arguments = vec![text("room"), text(argument)];
        print(&concat([
            text("this.send"),
            bracketed("(", arguments, ",", ")"),
            text(";"),
        ]))
    }

    #[test]
    fn a_group_breaks_when_what_follows_would_not_fit() {
        let at_the_edge = "a".repeat(WIDTH - "this.send(room, );".len());
        assert_eq!(
            call(&at_the_edge),
            format!("this.send(room, {at_the_edge});")
        );
        let beyond = format!("{at_the_edge}b");
        assert_eq!(
            call(&beyond),
            format!("this.send(\n  room,\n  {beyond},\n);")
        );
    }

    #[test]
    fn a_hard_line_breaks_the_groups_around_it() {
        let doc = group([
            text("{"),
            indent([Doc::Line, lines("a\nb")]),
            Doc::Line,
            text("}"),
        ]);
        assert_eq!(print(&doc), "{\n  a\n  b\n}");
    }
}
