//! A value of a model → JSON, the bytes that the generated encoder gives.

use std::fmt::Write as _;

use buildamp_schema::Tagging;

use super::plan::{Carries, Empty, Entries, Entry, Enum, Node, NodeId, Plan};
use crate::heap::{Heap, Shown, Value, as_character, as_number, as_truth, look, variant};
use crate::text::Units;
use crate::{Fault, content, json, number};

/// Writes values of one call.
pub(super) struct Writer<'w, 'm> {
    pub(super) plan: &'w Plan,
    pub(super) heap: &'w mut Heap<'m>,
    pub(super) out: &'w mut Vec<u8>,
    /// How long `out` may become. A value that shares its parts may be far longer than it is.
    pub(super) room: usize,
    /// How many values are open around this one.
    pub(super) depth: usize,
}

/// More values in each other are refused, for a client's sake and that of the host's stack.
const DEEP: usize = 300;

type Written<T = ()> = Result<T, Fault>;

/// Entries of an object that are not all known beforehand, each with its text.
type Loose = Vec<(String, Vec<u8>)>;

impl Writer<'_, '_> {
    /// Writes a value.
    pub(super) fn value(&mut self, id: NodeId, value: Value) -> Written {
        if self.out.len() > self.room {
            return Err(Fault::Memory);
        }
        if self.depth == DEEP {
            return Err(Fault::Stack);
        }
        self.depth += 1;
        self.node(id, value)?;
        self.depth -= 1;
        Ok(())
    }

    fn node(&mut self, id: NodeId, value: Value) -> Written {
        let plan = self.plan;
        match plan.node(id) {
            Node::Bool => self.text(match as_truth(value)? {
                true => "true",
                false => "false",
            }),
            Node::Int | Node::Float => push_number(self.out, as_number(value)?),
            Node::Char => push_char(self.out, as_character(value)?),
            Node::Text => push_string(self.out, self.heap.units(value)?),
            Node::Unit => self.text("null"),
            Node::Json => {
                let text = json::write(self.heap, 0, value)?;
                self.text(&text);
            }
            Node::Maybe { nothing, .. } if value == *nothing => self.text("null"),
            Node::Maybe { inner, .. } => {
                let inner_value = self.heap.argument(value, 0)?;
                self.value(*inner, inner_value)?;
            }
            Node::List(item) => {
                self.text("[");
                let mut rest = value;
                let mut first = true;
                while let Some((head, tail)) = self.heap.uncons(rest)? {
                    self.comma(&mut first);
                    self.value(*item, head)?;
                    rest = tail;
                }
                self.text("]");
            }
            Node::Tuple(items) => {
                let items = items.iter().zip(0..);
                let items = items.map(|(node, place)| Ok((*node, self.heap.item(value, place)?)));
                let items: Vec<_> = items.collect::<Written<_>>()?;
                self.array(items)?;
            }
            Node::Set { item, .. } => {
                let dict = self.heap.argument(value, 0)?;
                let entries = content::pairs(self.heap, dict)?;
                let items = entries.into_iter().map(|(key, _)| (*item, key));
                self.array(items.collect())?;
            }
            Node::Dict { value: node, .. } => self.dict(*node, value)?,
            Node::Record(record) => self.object(&record.entries, value)?,
            Node::Wrapped { inner, .. } => {
                let inner_value = self.heap.argument(value, 0)?;
                self.value(*inner, inner_value)?;
            }
            Node::Enum(shape) => self.enumeration(shape, value)?,
            Node::Open => return Err(Fault::Corrupt),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn comma(&mut self, first: &mut bool) {
        if !std::mem::replace(first, false) {
            self.out.push(b',');
        }
    }

    fn array(&mut self, items: Vec<(NodeId, Value)>) -> Written {
        self.text("[");
        let mut first = true;
        for (node, item) in items {
            self.comma(&mut first);
            self.value(node, item)?;
        }
        self.text("]");
        Ok(())
    }

    /// What is written where `write` writes.
    fn aside(&mut self, write: impl FnOnce(&mut Writer<'_, '_>) -> Written) -> Written<Vec<u8>> {
        let mut out = Vec::new();
        write(&mut Writer {
            plan: self.plan,
            heap: self.heap,
            out: &mut out,
            room: self.room,
            depth: self.depth,
        })?;
        Ok(out)
    }

    fn dict(&mut self, node: NodeId, value: Value) -> Written {
        let entries = self.dict_entries(node, value)?;
        self.loose(entries);
        Ok(())
    }

    fn dict_entries(&mut self, node: NodeId, value: Value) -> Written<Loose> {
        let mut entries = Loose::new();
        for (key, value) in content::pairs(self.heap, value)? {
            let key = match look(key)? {
                Shown::Number(float) => number::to_text(float),
                _ => self.heap.units(key)?.to_text(),
            };
            entries.push((key, self.aside(|writer| writer.value(node, value))?));
        }
        Ok(entries)
    }

    /// Writes entries in the order that JavaScript's objects have.
    fn loose(&mut self, entries: Loose) {
        self.text("{");
        let mut first = true;
        for (key, text) in ordered(entries) {
            self.comma(&mut first);
            push_text(self.out, &key);
            self.out.push(b':');
            self.out.extend_from_slice(&text);
        }
        self.text("}");
    }

    fn object(&mut self, entries: &Entries, record: Value) -> Written {
        if !entries.plain {
            let entries = self.record_entries(entries, record)?;
            self.loose(entries);
            return Ok(());
        }
        self.text("{");
        let mut first = true;
        if let Some((key, value)) = &entries.tag {
            self.comma(&mut first);
            push_text(self.out, key);
            self.out.push(b':');
            push_text(self.out, value);
        }
        for entry in &entries.entries {
            let value = self.heap.field(record, entry.place)?;
            if self.leaves_out(entry, value)? {
                continue;
            }
            self.comma(&mut first);
            self.out.extend_from_slice(&entry.prefix);
            self.value(entry.node, value)?;
        }
        self.text("}");
        Ok(())
    }

    fn leaves_out(&mut self, entry: &Entry, value: Value) -> Written<bool> {
        Ok(match entry.unless {
            None => false,
            Some(Empty::Is(empty)) => value == empty,
            Some(Empty::False) => !as_truth(value)?,
            Some(Empty::Text) => self.heap.string_length(value)? == 0,
            Some(Empty::List) => self.heap.uncons(value)?.is_none(),
            Some(Empty::Set(leaf)) => self.heap.argument(value, 0)? == leaf,
        })
    }

    fn record_entries(&mut self, entries: &Entries, record: Value) -> Written<Loose> {
        let mut loose = Loose::new();
        if let Some((key, value)) = &entries.tag {
            loose.push((key.clone(), text(value)));
        }
        for entry in &entries.entries {
            let value = self.heap.field(record, entry.place)?;
            if self.leaves_out(entry, value)? {
                continue;
            }
            if entry.flattened {
                loose.extend(self.entries_of(entry.node, value)?);
            } else {
                let text = self.aside(|writer| writer.value(entry.node, value))?;
                loose.push((entry.key.clone(), text));
            }
        }
        Ok(loose)
    }

    /// A value's entries without the braces around them.
    fn entries_of(&mut self, id: NodeId, value: Value) -> Written<Loose> {
        if self.depth == DEEP {
            return Err(Fault::Stack);
        }
        self.depth += 1;
        let entries = self.node_entries(id, value)?;
        self.depth -= 1;
        Ok(entries)
    }

    fn node_entries(&mut self, id: NodeId, value: Value) -> Written<Loose> {
        let plan = self.plan;
        match plan.node(id) {
            Node::Maybe { nothing, .. } if value == *nothing => Ok(Loose::new()),
            Node::Maybe { inner, .. } | Node::Wrapped { inner, .. } => {
                let inner_value = self.heap.argument(value, 0)?;
                self.entries_of(*inner, inner_value)
            }
            Node::Record(record) => self.record_entries(&record.entries, value),
            Node::Dict { value: node, .. } => self.dict_entries(*node, value),
            Node::Enum(shape) => self.variant_entries(shape, value),
            _ => Ok(Loose::new()),
        }
    }

    fn enumeration(&mut self, shape: &Enum, value: Value) -> Written {
        let chosen = shape.variants.get(variant(value)?).ok_or(Fault::Corrupt)?;
        match (&shape.tagging, &chosen.carries) {
            (Tagging::External, Carries::Nothing(_)) => push_text(self.out, &chosen.key),
            (Tagging::External, carries) => {
                self.text("{");
                push_text(self.out, &chosen.key);
                self.text(":");
                self.payload(carries, value)?;
                self.text("}");
            }
            (Tagging::Untagged, carries) => self.payload(carries, value)?,
            (Tagging::Internal { .. }, Carries::Record(record)) => {
                let inner = self.heap.argument(value, 0)?;
                self.object(&record.entries, inner)?;
            }
            _ => {
                let entries = self.variant_entries(shape, value)?;
                self.loose(entries);
            }
        }
        Ok(())
    }

    fn variant_entries(&mut self, shape: &Enum, value: Value) -> Written<Loose> {
        let chosen = shape.variants.get(variant(value)?).ok_or(Fault::Corrupt)?;
        let carries = &chosen.carries;
        let payload = |writer: &mut Self| writer.aside(|writer| writer.payload(carries, value));
        Ok(match (&shape.tagging, carries) {
            (Tagging::External | Tagging::Untagged, _) => {
                vec![(chosen.key.clone(), payload(self)?)]
            }
            (Tagging::Adjacent { tag, .. } | Tagging::Internal { tag }, Carries::Nothing(_)) => {
                vec![(tag.clone(), text(&chosen.key))]
            }
            (Tagging::Adjacent { tag, content }, _) => vec![
                (tag.clone(), text(&chosen.key)),
                (content.clone(), payload(self)?),
            ],
            (Tagging::Internal { .. }, Carries::Record(record)) => {
                let inner = self.heap.argument(value, 0)?;
                self.record_entries(&record.entries, inner)?
            }
            (Tagging::Internal { tag }, Carries::One(node)) => {
                let inner = self.heap.argument(value, 0)?;
                let mut entries = vec![(tag.clone(), text(&chosen.key))];
                entries.extend(self.entries_of(*node, inner)?);
                entries
            }
            (Tagging::Internal { .. }, Carries::Several(_)) => Loose::new(),
        })
    }

    fn payload(&mut self, carries: &Carries, value: Value) -> Written {
        match carries {
            Carries::Nothing(_) => self.text("null"),
            Carries::One(node) => {
                let inner = self.heap.argument(value, 0)?;
                self.value(*node, inner)?;
            }
            Carries::Several(nodes) => {
                let items = nodes.iter().zip(0..);
                let items =
                    items.map(|(node, place)| Ok((*node, self.heap.argument(value, place)?)));
                let items: Vec<_> = items.collect::<Written<_>>()?;
                self.array(items)?;
            }
            Carries::Record(record) => {
                let inner = self.heap.argument(value, 0)?;
                self.object(&record.entries, inner)?;
            }
        }
        Ok(())
    }
}

/// Names that are indices come first, in their order; of a name that comes twice the last value counts, at the first
/// one's place.
fn ordered(entries: Loose) -> Loose {
    let mut kept = Loose::new();
    let mut places = std::collections::HashMap::new();
    for (key, text) in entries {
        match places.get(&key) {
            Some(place) => kept[*place] = (key, text),
            None => {
                places.insert(key.clone(), kept.len());
                kept.push((key, text));
            }
        }
    }
    kept.sort_by_key(|(key, _)| is_index(key).map_or(u64::MAX, u64::from));
    kept
}

/// The array index that a name writes: below 2^32 − 1, without leading zeros.
pub(super) fn is_index(name: &str) -> Option<u32> {
    let plain = !name.is_empty()
        && name.len() <= 10
        && (name == "0" || !name.starts_with('0'))
        && name.bytes().all(|byte| byte.is_ascii_digit());
    let index = plain.then(|| name.parse().ok()).flatten();
    index.filter(|index| *index != u32::MAX)
}

/// `"key":`
pub(super) fn quoted(key: &str) -> Vec<u8> {
    let mut prefix = text(key);
    prefix.push(b':');
    prefix
}

fn text(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    push_text(&mut out, text);
    out
}

/// A JSON string.
pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for c in text.chars() {
        push_escaped(out, c);
    }
    out.push(b'"');
}

/// A JSON string.
fn push_string(out: &mut Vec<u8>, units: Units<'_>) {
    out.push(b'"');
    match units {
        Units::Narrow(bytes) if bytes.iter().all(|byte| is_plain(*byte)) => {
            out.extend_from_slice(bytes);
        }
        units => {
            for c in char::decode_utf16(units.iter()) {
                match c {
                    Ok(c) => push_escaped(out, c),
                    Err(lone) => push_unit(out, lone.unpaired_surrogate()),
                }
            }
        }
    }
    out.push(b'"');
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii() && byte >= b' ' && byte != b'"' && byte != b'\\'
}

fn push_char(out: &mut Vec<u8>, code: u32) {
    out.push(b'"');
    match char::from_u32(code) {
        Some(c) => push_escaped(out, c),
        None => push_unit(out, u16::try_from(code).unwrap_or(0xFFFD)),
    }
    out.push(b'"');
}

fn push_escaped(out: &mut Vec<u8>, c: char) {
    let escape = match c {
        '"' => b"\\\"",
        '\\' => b"\\\\",
        '\n' => b"\\n",
        '\r' => b"\\r",
        '\t' => b"\\t",
        '\u{8}' => b"\\b",
        '\u{C}' => b"\\f",
        c if c < ' ' => return push_unit(out, u16::try_from(u32::from(c)).unwrap_or(0)),
        c => return out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
    };
    out.extend_from_slice(escape);
}

fn push_unit(out: &mut Vec<u8>, unit: u16) {
    let mut text = String::new();
    let _ = write!(text, "\\u{unit:04x}");
    out.extend_from_slice(text.as_bytes());
}

/// As `JSON.stringify` writes a number.
fn push_number(out: &mut Vec<u8>, float: f64) {
    #[allow(clippy::cast_possible_truncation, reason = "looked at right after")]
    let whole = float as i64;
    #[allow(clippy::cast_precision_loss, reason = "nothing is lost below 2^53")]
    if whole.unsigned_abs() < 1 << 53 && whole as f64 == float {
        push_whole(out, whole);
        return;
    }
    if !float.is_finite() {
        out.extend_from_slice(b"null");
        return;
    }
    out.extend_from_slice(ryu_js::Buffer::new().format_finite(float).as_bytes());
}

fn push_whole(out: &mut Vec<u8>, whole: i64) {
    let mut digits = [0; 20];
    let mut start = digits.len();
    let mut rest = whole.unsigned_abs();
    loop {
        start -= 1;
        digits[start] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if whole < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[start..]);
}
