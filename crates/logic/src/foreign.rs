//! Values that only the host looks into: JSON, bytes, regular expressions. Compiled code hands them on.
//!
//! Addresses are divided by 8, so that the three lowest bits of such a value's low half tell what it is:
//!
//! | bits | the rest |
//! | --- | --- |
//! | 0 | the address of a block: what it is (4 bytes), a count (4 bytes), its content |
//! | 1 | the address of a string of Elm's, as JSON |
//! | 2 | a whole number of 29 bits, as JSON |
//! | 3 | one of a few constants, of JSON but for the last |
//!
//! What lies in the leaves of an `Array` is not told apart from these: nobody but `Array` sees it.

use buildamp_elm::wasm::value::Kind;

use crate::Fault;
use crate::heap::{Heap, Shown, Value, look};

/// `null`
pub(crate) const NULL: Value = constant(0);
/// What is not there.
pub(crate) const ABSENT: Value = constant(1);
/// In the context that the host gives a call: that its reads are the host's to answer. It is no JSON.
pub(crate) const LIVE: Value = constant(4);

/// What a block is.
pub(crate) const NUMBER: u32 = 2;
/// Elements.
pub(crate) const ARRAY: u32 = 4;
/// Names and values by turns.
pub(crate) const OBJECT: u32 = 5;
/// Why a text is not JSON.
pub(crate) const NOT_JSON: u32 = 7;
/// Bytes.
pub(crate) const BYTES: u32 = 8;
/// A regular expression: its options, its text.
pub(crate) const REGEX: u32 = 9;

const fn constant(number: u32) -> Value {
    Kind::Host.value(number << 3 | 3)
}

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
    match low & 7 {
        0 => at(heap, low),
        1 => Ok(Foreign::String(Kind::String.value(low & !7))),
        2 => Ok(Foreign::Integer(low.cast_signed() >> 3)),
        _ => match low >> 3 {
            0 => Ok(Foreign::Null),
            1 => Ok(Foreign::Absent),
            2 => Ok(Foreign::Bool(false)),
            3 => Ok(Foreign::Bool(true)),
            4 => Ok(Foreign::Live),
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
    constant(if truth { 3 } else { 2 })
}

/// A string of JSON, from one of Elm's.
pub(crate) fn of_string(string: Value) -> Result<Value, Fault> {
    match look(string)? {
        Shown::Kind(Kind::String, address) => Ok(Kind::Host.value(address | 1)),
        _ => Err(Fault::Corrupt),
    }
}

/// A number of JSON.
pub(crate) fn of_number(heap: &mut Heap<'_>, float: f64) -> Result<Value, Fault> {
    const SMALL: f64 = (1 << 28) as f64;
    if (-SMALL..SMALL).contains(&float) && float.to_bits() != (-0.0_f64).to_bits() {
        #[allow(clippy::cast_possible_truncation)]
        let integer = float as i32;
        if f64::from(integer).to_bits() == float.to_bits() {
            return Ok(Kind::Host.value((integer << 3 | 2).cast_unsigned()));
        }
    }
    let address = heap.allocate(16)?;
    heap.set_half(address, NUMBER)?;
    heap.set_half(address + 4, 1)?;
    heap.set_word(address + 8, crate::heap::number(float))?;
    Ok(Kind::Host.value(address))
}

/// A block of words.
pub(crate) fn of_words(
    heap: &mut Heap<'_>,
    kind: u32,
    count: usize,
    words: &[Value],
) -> Result<Value, Fault> {
    let address = heap.allocate(8 + 8 * words.len())?;
    heap.set_half(address, kind)?;
    heap.set_half(
        address + 4,
        u32::try_from(count).map_err(|_| Fault::Memory)?,
    )?;
    let start = address as usize + 8;
    let room = heap.bytes[start..].as_chunks_mut::<8>().0;
    for (place, word) in room.iter_mut().zip(words) {
        *place = word.to_le_bytes();
    }
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
