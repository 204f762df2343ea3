//! Of `Json.Decode` and `Json.Encode`: JSON in the guest's memory.
//!
//! A number, a string and a boolean are Elm's own. Everything else is a value of the host's: a few without a
//! place in memory, and arrays and objects, which lie as a kind (4 bytes), a count (4 bytes) and the elements, of an
//! object name and value by turns.

use std::fmt::Write as _;

use buildamp_elm::wasm::value::Kind;
use serde_json::Value as Json;

use super::{Call, Primitive, Result};
use crate::Fault;
use crate::heap::{Heap, Shown, Value, as_number, as_truth, look, number, truth};
use crate::number::to_text;
use crate::text::Units;

const NULL: Value = Kind::Host.value(1);
const ABSENT: Value = Kind::Host.value(2);

const ARRAY: u32 = 4;
const OBJECT: u32 = 5;
const NOT_JSON: u32 = 7;

/// Elm's own `compare` and `==` never see more than this deep; a text that is deeper is refused.
const DEEP: usize = 10_000;

pub(super) fn find(name: &str) -> Option<Primitive> {
    use Primitive::{One, Two, Zero};
    Some(match name {
        "Json.Encode.null" => Zero(|_| Ok(NULL)),
        "Json.Encode.string"
        | "Json.Encode.number"
        | "Json.Encode.bool"
        | "Json.Decode.asNumber"
        | "Json.Decode.asInt" => One(|_, a| Ok(a)),
        "Json.Encode.elements" => One(|c, list| {
            let items = c.heap.items(list)?;
            block(&mut c.heap, ARRAY, items.len(), &items)
        }),
        "Json.Encode.object" => One(object),
        "Json.Encode.encode" => Two(|c, indent, value| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let indent = as_number(indent)?.clamp(0.0, 10.0) as usize;
            let text = encode(&mut c.heap, indent, value)?;
            c.heap.string_of(&text)
        }),
        "Json.Decode.parse" => One(parse),
        "Json.Decode.kind" => One(|c, value| Ok(number(f64::from(kind(&c.heap, value)?)))),
        "Json.Decode.asBool" => One(|_, a| Ok(truth(as_truth(a)?))),
        "Json.Decode.asString" => One(|c, a| match look(a)? {
            Shown::Kind(Kind::Host, address) => c.heap.word(address + 8),
            _ => Ok(a),
        }),
        "Json.Decode.count" => One(|c, a| Ok(number(f64::from(c.heap.half(address(a)? + 4)?)))),
        "Json.Decode.element" => Two(|c, place, value| part(c, place, value, Part::Value)),
        "Json.Decode.fieldName" => Two(|c, place, value| part(c, place, value, Part::Name)),
        "Json.Decode.fieldValue" => Two(field_value),
        _ => return None,
    })
}

fn address(value: Value) -> Result<u32> {
    match look(value)? {
        Shown::Kind(Kind::Host, address) if address >= 8 => Ok(address),
        _ => Err(Fault::Corrupt),
    }
}

/// 0 null, 1 boolean, 2 number, 3 string, 4 array, 5 object, 6 nothing, 7 no JSON.
fn kind(heap: &Heap<'_>, value: Value) -> Result<u32> {
    Ok(match look(value)? {
        Shown::Number(_) => 2,
        Shown::Kind(Kind::Bool, _) => 1,
        Shown::Kind(Kind::String, _) => 3,
        _ if value == NULL => 0,
        _ if value == ABSENT => 6,
        _ => heap.half(address(value)?)?,
    })
}

fn block(heap: &mut Heap<'_>, kind: u32, count: usize, words: &[Value]) -> Result {
    let address = heap.allocate(8 + 8 * words.len())?;
    heap.set_half(address, kind)?;
    heap.set_half(
        address + 4,
        u32::try_from(count).map_err(|_| Fault::Memory)?,
    )?;
    for (place, word) in (1..).zip(words) {
        heap.set_word(address + 8 * place, *word)?;
    }
    Ok(Kind::Host.value(address))
}

/// Names that are indices come first, in their order; of a name that comes twice, the last value counts, at
/// the first one's place. So JavaScript's objects have it.
fn ordered(entries: Vec<(Vec<u16>, Value, Value)>) -> Vec<Value> {
    let mut places: std::collections::HashMap<Vec<u16>, usize> = std::collections::HashMap::new();
    let mut kept: Vec<(Option<u32>, Value, Value)> = Vec::new();
    for (units, name, value) in entries {
        if let Some(place) = places.get(&units) {
            kept[*place].2 = value;
            continue;
        }
        let index = index(&units);
        places.insert(units, kept.len());
        kept.push((index, name, value));
    }
    kept.sort_by_key(|(index, _, _)| index.map_or(u64::MAX, u64::from));
    kept.into_iter()
        .flat_map(|(_, name, value)| [name, value])
        .collect()
}

/// The array index that a name writes: below 2^32 − 1, without leading zeros.
fn index(units: &[u16]) -> Option<u32> {
    if units.is_empty() || units.len() > 10 || units.len() > 1 && units[0] == u16::from(b'0') {
        return None;
    }
    let mut index: u64 = 0;
    for unit in units {
        let digit = u8::try_from(*unit).ok().filter(u8::is_ascii_digit)?;
        index = index * 10 + u64::from(digit - b'0');
    }
    u32::try_from(index).ok().filter(|index| *index != u32::MAX)
}

fn object(call: &mut Call<'_>, list: Value) -> Result {
    let mut entries = Vec::new();
    for pair in call.heap.items(list)? {
        let Shown::Kind(Kind::Pair, address) = look(pair)? else {
            return Err(Fault::Corrupt);
        };
        let (name, value) = (call.heap.word(address)?, call.heap.word(address + 8)?);
        entries.push((call.heap.units(name)?.to_vec(), name, value));
    }
    let words = ordered(entries);
    block(&mut call.heap, OBJECT, words.len() / 2, &words)
}

#[derive(Clone, Copy)]
enum Part {
    Name,
    Value,
}

/// An array's element, or an object's name or value, by its place.
fn part(call: &mut Call<'_>, place: Value, value: Value, part: Part) -> Result {
    let place = as_number(place)?;
    if !matches!(kind(&call.heap, value)?, ARRAY | OBJECT) {
        return Ok(ABSENT);
    }
    let address = address(value)?;
    let count = call.heap.half(address + 4)?;
    if place < 0.0 || place >= f64::from(count) {
        return Ok(ABSENT);
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let place = place as u32;
    let object = call.heap.half(address)? == OBJECT;
    let word = match (object, part) {
        (false, _) => place,
        (true, Part::Name) => 2 * place,
        (true, Part::Value) => 2 * place + 1,
    };
    call.heap.word(address + 8 + 8 * word)
}

fn field_value(call: &mut Call<'_>, name: Value, value: Value) -> Result {
    if kind(&call.heap, value)? != OBJECT {
        return Ok(ABSENT);
    }
    let address = address(value)?;
    let wanted = call.heap.flat(name)?;
    for place in 0..call.heap.half(address + 4)? {
        let at = address + 8 + 16 * place;
        let found = call.heap.word(at)?;
        let found = call.heap.flat(found)?;
        let same = match (call.heap.flat_units(found)?, call.heap.flat_units(wanted)?) {
            (Units::Narrow(a), Units::Narrow(b)) => a == b,
            (Units::Wide(a), Units::Wide(b)) => a == b,
            (a, b) => a.len() == b.len() && a.iter().eq(b.iter()),
        };
        if same {
            return call.heap.word(at + 8);
        }
    }
    Ok(ABSENT)
}

fn parse(call: &mut Call<'_>, text: Value) -> Result {
    let text = call.heap.units(text)?.to_text();
    read(&mut call.heap, &text)
}

/// A text as a value; what is not JSON is a value that says so.
///
/// # Errors
/// Where there is not enough memory for it.
pub fn read(heap: &mut Heap<'_>, text: &str) -> Result {
    let mut reader = serde_json::Deserializer::from_str(text);
    let parsed: std::result::Result<Json, _> = serde::Deserialize::deserialize(&mut reader);
    match parsed.and_then(|value| reader.end().map(|()| value)) {
        Ok(value) => build(heap, &value, 0),
        Err(error) => {
            let said = heap.string(&error.to_string())?;
            block(heap, NOT_JSON, 1, &[said])
        }
    }
}

fn build(heap: &mut Heap<'_>, value: &Json, depth: usize) -> Result {
    if depth > DEEP {
        return Err(Fault::Stack);
    }
    match value {
        Json::Null => Ok(NULL),
        Json::Bool(value) => Ok(truth(*value)),
        Json::Number(value) => Ok(number(value.as_f64().unwrap_or(f64::NAN))),
        Json::String(value) => heap.string(value),
        Json::Array(items) => {
            let items: Vec<Value> = items
                .iter()
                .map(|item| build(heap, item, depth + 1))
                .collect::<Result<_>>()?;
            block(heap, ARRAY, items.len(), &items)
        }
        Json::Object(entries) => {
            let mut built = Vec::new();
            for (name, value) in entries {
                let value = build(heap, value, depth + 1)?;
                built.push((name.encode_utf16().collect(), heap.string(name)?, value));
            }
            let words = ordered(built);
            block(heap, OBJECT, words.len() / 2, &words)
        }
    }
}

/// A value as text, with so many spaces for each level; 0 writes all on one line.
///
/// # Errors
/// Where the value is none of JSON.
pub fn write(heap: &mut Heap<'_>, indent: usize, value: Value) -> Result<String> {
    Ok(String::from_utf16_lossy(&encode(heap, indent, value)?))
}

/// As `JSON.stringify` writes it.
fn encode(heap: &mut Heap<'_>, indent: usize, value: Value) -> Result<Vec<u16>> {
    let mut writer = Writer {
        indent,
        units: Vec::new(),
    };
    writer.value(heap, value, 0)?;
    Ok(writer.units)
}

struct Writer {
    indent: usize,
    units: Vec<u16>,
}

impl Writer {
    fn text(&mut self, text: &str) {
        self.units.extend(text.encode_utf16());
    }

    fn line(&mut self, depth: usize) {
        if self.indent > 0 {
            self.units.push(0x0A);
            self.units
                .resize(self.units.len() + self.indent * depth, 0x20);
        }
    }

    fn value(&mut self, heap: &mut Heap<'_>, value: Value, depth: usize) -> Result<()> {
        if depth > DEEP {
            return Err(Fault::Stack);
        }
        match look(value)? {
            Shown::Number(float) if float.is_finite() => self.text(&to_text(float)),
            Shown::Number(_) => self.text("null"),
            Shown::Kind(Kind::Bool, low) => self.text(if low == 0 { "false" } else { "true" }),
            Shown::Kind(Kind::String, _) => self.string(heap.units(value)?),
            _ if value == NULL => self.text("null"),
            _ => self.block(heap, address(value)?, depth)?,
        }
        Ok(())
    }

    fn block(&mut self, heap: &mut Heap<'_>, address: u32, depth: usize) -> Result<()> {
        let object = heap.half(address)? == OBJECT;
        let count = heap.half(address + 4)?;
        let (open, close) = if object { ("{", "}") } else { ("[", "]") };
        self.text(open);
        for place in 0..count {
            if place > 0 {
                self.text(",");
            }
            self.line(depth + 1);
            let mut at = address + 8 + 8 * place;
            if object {
                at = address + 8 + 16 * place;
                let name = heap.word(at)?;
                self.string(heap.units(name)?);
                self.text(if self.indent > 0 { ": " } else { ":" });
                at += 8;
            }
            let value = heap.word(at)?;
            self.value(heap, value, depth + 1)?;
        }
        if count > 0 {
            self.line(depth);
        }
        self.text(close);
        Ok(())
    }

    fn string(&mut self, units: Units<'_>) {
        self.text("\"");
        for c in char::decode_utf16(units.to_vec()) {
            match c {
                Ok('"') => self.text("\\\""),
                Ok('\\') => self.text("\\\\"),
                Ok('\n') => self.text("\\n"),
                Ok('\r') => self.text("\\r"),
                Ok('\t') => self.text("\\t"),
                Ok('\u{8}') => self.text("\\b"),
                Ok('\u{C}') => self.text("\\f"),
                Ok(c) if c < ' ' => self.escape(u16::try_from(u32::from(c)).unwrap_or(0)),
                Ok(c) => self.units.extend_from_slice(c.encode_utf16(&mut [0; 2])),
                Err(lone) => self.escape(lone.unpaired_surrogate()),
            }
        }
        self.text("\"");
    }

    fn escape(&mut self, unit: u16) {
        let mut text = String::new();
        let _ = write!(text, "\\u{unit:04x}");
        self.text(&text);
    }
}
