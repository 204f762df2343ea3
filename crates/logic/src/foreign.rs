//! Values that only the host looks into: JSON, bytes, regular expressions. Compiled code hands them on.
//!
//! Addresses are divided by 8, so that the three lowest bits of such a value's low half tell what it is. The compiled code
//! knows of JSON how it lies (`value::json`); bytes and regular expressions are blocks as well.
//!
//! What lies in the leaves of an `Array` is not told apart from these: nobody but `Array` sees it.

use buildamp_elm::wasm::value::{Kind, json};

use crate::Fault;
use crate::heap::{Heap, Shown, Value, look};

pub(crate) use json::{ARRAY, NOT_JSON, NUMBER, OBJECT};

/// `null`
pub(crate) const NULL: Value = Kind::Host.value(json::NULL);
/// What is not there.
pub(crate) const ABSENT: Value = Kind::Host.value(json::ABSENT);
/// In the context that the host gives a call: that its reads are the host's to answer. It is no JSON.
pub(crate) const LIVE: Value = Kind::Host.value(LIVE_MARK);

/// The first constant that JSON has no use for.
const LIVE_MARK: u32 = 4 << 3 | json::NULL;

/// A block of bytes.
pub(crate) const BYTES: u32 = 8;
/// A regular expression: its options, its text.
pub(crate) const REGEX: u32 = 9;

/// A value of the host's, taken apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Foreign {
    Null,
    Absent,
    Bool(bool),
    Integer(i32),
    /// The string, as Elm has it.
    String(Value),
    Float(f64),
    Array(Block),
    Object(Block),
    NotJson(Block),
    Bytes(Block),
    Regex(Block),
    Live,
}

/// Where the content of a block is, and how much there is of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) content: u32,
    pub(crate) count: u32,
}

impl Block {
    /// An element, or a name or value, by its place among them all.
    pub(crate) fn word(self, heap: &Heap<'_>, place: u32) -> Result<Value, Fault> {
        heap.word(self.content + 8 * place)
    }
}

/// Takes a value of the host's apart.
pub(crate) fn foreign(heap: &Heap<'_>, value: Value) -> Result<Foreign, Fault> {
    match look(value)? {
        Shown::Kind(Kind::Host, low) => behind(heap, low),
        _ => Err(Fault::Corrupt),
    }
}

/// The same, from the low half.
pub(crate) fn behind(heap: &Heap<'_>, low: u32) -> Result<Foreign, Fault> {
    match low & json::MARK {
        0 => at(heap, low),
        json::STRING => Ok(Foreign::String(Kind::String.value(low & !json::MARK))),
        json::INTEGER => Ok(Foreign::Integer(low.cast_signed() >> 3)),
        _ => match low {
            json::NULL => Ok(Foreign::Null),
            json::ABSENT => Ok(Foreign::Absent),
            json::FALSE => Ok(Foreign::Bool(false)),
            json::TRUE => Ok(Foreign::Bool(true)),
            LIVE_MARK => Ok(Foreign::Live),
            _ => Err(Fault::Corrupt),
        },
    }
}

fn at(heap: &Heap<'_>, address: u32) -> Result<Foreign, Fault> {
    let block = Block {
        content: address + 8,
        count: heap.half(address + 4)?,
    };
    match heap.half(address)? {
        NUMBER => Ok(Foreign::Float(f64::from_bits(heap.word(address + 8)?))),
        ARRAY => Ok(Foreign::Array(block)),
        OBJECT => Ok(Foreign::Object(block)),
        NOT_JSON => Ok(Foreign::NotJson(block)),
        BYTES => Ok(Foreign::Bytes(block)),
        REGEX => Ok(Foreign::Regex(block)),
        _ => Err(Fault::Corrupt),
    }
}

/// A boolean of JSON.
pub(crate) fn of_bool(truth: bool) -> Value {
    Kind::Host.value(if truth { json::TRUE } else { json::FALSE })
}

/// A string of JSON, from one of Elm's.
pub(crate) fn of_string(string: Value) -> Result<Value, Fault> {
    match look(string)? {
        Shown::Kind(Kind::String, address) => Ok(Kind::Host.value(address | json::STRING)),
        _ => Err(Fault::Corrupt),
    }
}

/// A number of JSON.
pub(crate) fn of_number(heap: &mut Heap<'_>, float: f64) -> Result<Value, Fault> {
    const SMALL: f64 = json::SMALL as f64;
    if (-SMALL..SMALL).contains(&float) {
        #[allow(clippy::cast_possible_truncation)]
        let integer = float as i32;
        // -0 is none of them.
        if f64::from(integer).to_bits() == float.to_bits() {
            return Ok(of_small(integer));
        }
    }
    let number = crate::heap::number(float);
    let address = heap.words(u64::from(NUMBER) | 1 << 32, &[number])?;
    Ok(Kind::Host.value(address))
}

/// A whole number of JSON that lies in the value itself.
pub(crate) fn of_small(integer: i32) -> Value {
    Kind::Host.value((integer << 3).cast_unsigned() | json::INTEGER)
}

/// A block of words.
pub(crate) fn of_words(
    heap: &mut Heap<'_>,
    kind: u32,
    count: usize,
    words: &[Value],
) -> Result<Value, Fault> {
    let count = u32::try_from(count).map_err(|_| Fault::Memory)?;
    let address = heap.words(u64::from(kind) | u64::from(count) << 32, words)?;
    Ok(Kind::Host.value(address))
}

/// Whether two values of the host's can be equal. What they hold is put on the list.
pub(crate) fn parts(
    heap: &mut Heap<'_>,
    x: u32,
    y: u32,
    open: &mut Vec<(Value, Value)>,
) -> Result<bool, Fault> {
    let same = match (behind(heap, x)?, behind(heap, y)?) {
        (Foreign::String(a), Foreign::String(b)) => {
            open.push((a, b));
            true
        }
        (Foreign::Array(a), Foreign::Array(b)) => {
            if a.count != b.count {
                return Ok(false);
            }
            for place in (0..a.count).rev() {
                open.push((a.word(heap, place)?, b.word(heap, place)?));
            }
            true
        }
        (Foreign::Object(a), Foreign::Object(b)) => return fields(heap, a, b, open),
        (Foreign::Bytes(a), Foreign::Bytes(b)) => {
            heap.slice(a.content, a.count as usize)? == heap.slice(b.content, b.count as usize)?
        }
        (Foreign::Regex(a), Foreign::Regex(b)) => {
            open.push((a.word(heap, 0)?, b.word(heap, 0)?));
            a.count == b.count
        }
        (a, b) => a == b,
    };
    Ok(same)
}

/// Objects are equal if they have the same fields, in whatever order.
fn fields(
    heap: &mut Heap<'_>,
    a: Block,
    b: Block,
    open: &mut Vec<(Value, Value)>,
) -> Result<bool, Fault> {
    if a.count != b.count {
        return Ok(false);
    }
    let mut of_b = std::collections::HashMap::new();
    for place in 0..b.count {
        let name = b.word(heap, 2 * place)?;
        of_b.insert(heap.units(name)?.to_vec(), b.word(heap, 2 * place + 1)?);
    }
    for place in 0..a.count {
        let name = a.word(heap, 2 * place)?;
        let Some(other) = of_b.get(&heap.units(name)?.to_vec()) else {
            return Ok(false);
        };
        open.push((a.word(heap, 2 * place + 1)?, *other));
    }
    Ok(true)
}
