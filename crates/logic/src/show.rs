//! `Debug.toString`: a value as Elm source would write it.

use buildamp_elm::core::tree::{Constructor, ConstructorKind};
use buildamp_elm::wasm::Layout;
use buildamp_elm::wasm::value::Kind;

use crate::foreign::{Foreign, foreign};
use crate::heap::{Heap, Shown, Value, look};
use crate::text::code_points;
use crate::{Fault, chars, content, number};

/// More than this is not shown: a value may be as large as the memory, and one that shares parts larger.
const MOST: usize = 4 << 20;

/// A value as text.
pub(crate) fn show(heap: &mut Heap<'_>, layout: &Layout, value: Value) -> Result<String, Fault> {
    let mut show = Show {
        layout,
        text: String::new(),
    };
    let mut open = vec![Piece::Value(value)];
    while let Some(piece) = open.pop() {
        match piece {
            Piece::Text(text) => show.text.push_str(text),
            Piece::Owned(text) => show.text.push_str(&text),
            Piece::Value(value) => show.value(heap, value, &mut open)?,
            Piece::Argument(value) => show.argument(heap, value, &mut open)?,
        }
        if show.text.len() > MOST {
            return Err(Fault::Memory);
        }
    }
    Ok(show.text)
}

/// What is still to be written, the next on top.
enum Piece {
    Text(&'static str),
    Owned(String),
    Value(Value),
    /// In brackets if it has a space and no brackets of its own.
    Argument(Value),
}

struct Show<'l> {
    layout: &'l Layout,
    text: String,
}

impl Show<'_> {
    fn value(
        &mut self,
        heap: &mut Heap<'_>,
        value: Value,
        open: &mut Vec<Piece>,
    ) -> Result<(), Fault> {
        match look(value)? {
            Shown::Number(float) => self.text.push_str(&number::to_text(float)),
            Shown::Kind(Kind::Unit, _) => self.text.push_str("()"),
            Shown::Kind(Kind::Bool, low) => {
                self.text.push_str(if low == 0 { "False" } else { "True" })
            }
            Shown::Kind(Kind::Char, c) => self.quoted(chars::points(c), '\''),
            Shown::Kind(Kind::String, _) => {
                let points: Vec<u32> = code_points(heap.units(value)?).collect();
                self.quoted(points.into_iter(), '"');
            }
            Shown::Kind(Kind::Function, _) => self.text.push_str("<function>"),
            Shown::Kind(Kind::Host, _) => match foreign(heap, value)? {
                Foreign::Bytes(block) => {
                    self.text.push_str(&format!("<{} bytes>", block.count));
                }
                Foreign::Regex(_) => self.text.push_str("{}"),
                _ => self.text.push_str("<internals>"),
            },
            Shown::Kind(Kind::List, _) => {
                let items = heap.items(value)?;
                list(open, "[", items, "]");
            }
            Shown::Kind(Kind::Pair, address) => {
                let items = (0..2).map(|place| heap.word(address + 8 * place));
                list(open, "(", items.collect::<Result<_, _>>()?, ")");
            }
            Shown::Kind(Kind::Triple, address) => {
                let items = (0..3).map(|place| heap.word(address + 8 * place));
                list(open, "(", items.collect::<Result<_, _>>()?, ")");
            }
            Shown::Kind(Kind::Record, address) => self.record(heap, address, open)?,
            Shown::Union(_, address) => self.union(heap, address, open)?,
        }
        Ok(())
    }

    fn record(
        &mut self,
        heap: &Heap<'_>,
        address: u32,
        open: &mut Vec<Piece>,
    ) -> Result<(), Fault> {
        let shape = self
            .layout
            .shapes
            .get(heap.half(address)? as usize)
            .ok_or(Fault::Corrupt)?;
        if shape.is_empty() {
            self.text.push_str("{}");
            return Ok(());
        }
        open.push(Piece::Text(" }"));
        for (place, name) in (0..)
            .zip(shape)
            .collect::<Vec<(u32, _)>>()
            .into_iter()
            .rev()
        {
            let before = if place == 0 { "{ " } else { ", " };
            open.push(Piece::Value(heap.word(address + 8 + 8 * place)?));
            open.push(Piece::Owned(format!("{before}{name} = ")));
        }
        Ok(())
    }

    fn constructor(&self, heap: &Heap<'_>, address: u32) -> Result<&Constructor, Fault> {
        self.layout
            .constructors
            .get(heap.half(address)? as usize)
            .ok_or(Fault::Corrupt)
    }

    fn union(&mut self, heap: &Heap<'_>, address: u32, open: &mut Vec<Piece>) -> Result<(), Fault> {
        let constructor = self.constructor(heap, address)?;
        let name = match constructor.kind {
            ConstructorKind::Plain => {
                self.text.push_str(&constructor.name.clone());
                for place in (0..heap.half(address + 4)?).rev() {
                    open.push(Piece::Argument(heap.word(address + 8 + 8 * place)?));
                    open.push(Piece::Text(" "));
                }
                return Ok(());
            }
            ConstructorKind::Dict => "Dict.fromList [",
            ConstructorKind::Set => "Set.fromList [",
            ConstructorKind::Array => "Array.fromList [",
        };
        let items = content::shown(heap, self.layout, address)?;
        open.push(Piece::Text("]"));
        for (place, item) in items.iter().enumerate().rev() {
            match item {
                content::Item::Value(value) => open.push(Piece::Value(*value)),
                content::Item::Pair(key, value) => {
                    open.push(Piece::Text(")"));
                    open.push(Piece::Value(*value));
                    open.push(Piece::Text(","));
                    open.push(Piece::Value(*key));
                    open.push(Piece::Text("("));
                }
            }
            open.push(Piece::Text(if place == 0 { "" } else { "," }));
        }
        open.push(Piece::Text(name));
        Ok(())
    }

    /// An argument of a constructor: in brackets where it is an application itself.
    fn argument(
        &mut self,
        heap: &Heap<'_>,
        value: Value,
        open: &mut Vec<Piece>,
    ) -> Result<(), Fault> {
        let application = match look(value)? {
            Shown::Union(_, address) => {
                let constructor = self.constructor(heap, address)?;
                constructor.kind != ConstructorKind::Plain || constructor.arity > 0
            }
            _ => false,
        };
        if application {
            open.push(Piece::Text(")"));
            open.push(Piece::Value(value));
            open.push(Piece::Text("("));
        } else {
            open.push(Piece::Value(value));
        }
        Ok(())
    }

    fn quoted(&mut self, points: impl Iterator<Item = u32>, quote: char) {
        self.text.push(quote);
        for point in points {
            match char::from_u32(point) {
                Some('\\') => self.text.push_str("\\\\"),
                Some('\n') => self.text.push_str("\\n"),
                Some('\t') => self.text.push_str("\\t"),
                Some('\r') => self.text.push_str("\\r"),
                Some('\u{B}') => self.text.push_str("\\v"),
                Some('\0') => self.text.push_str("\\0"),
                Some(c) if c == quote => {
                    self.text.push('\\');
                    self.text.push(c);
                }
                Some(c) => self.text.push(c),
                None => self.text.push('\u{FFFD}'),
            }
        }
        self.text.push(quote);
    }
}

fn list(open: &mut Vec<Piece>, before: &'static str, items: Vec<Value>, after: &'static str) {
    open.push(Piece::Text(after));
    for (place, item) in items.into_iter().enumerate().rev() {
        open.push(Piece::Value(item));
        open.push(Piece::Text(if place == 0 { "" } else { "," }));
    }
    open.push(Piece::Text(before));
}
