//! Of `Bytes`, `Bytes.Encode` and `Bytes.Decode`: bytes side by side, which never change once they are there.

use buildamp_elm::wasm::value::Kind;

use super::Primitive::{Four, One, Three, Two};
use super::{Call, Result, Table};
use crate::Fault;
use crate::foreign::{BYTES, Block, Foreign, foreign};
use crate::heap::{Heap, Value, as_number, as_truth, number, truth};

pub(super) const TABLE: Table = &[
    (
        "Bytes.width",
        One(|c, a| Ok(number(f64::from(block(&c.heap, a)?.count)))),
    ),
    ("Bytes.Encode.integer", Three(integer)),
    ("Bytes.Encode.floating", Three(floating)),
    (
        "Bytes.Encode.utf8",
        One(|c, a| {
            let text = c.heap.units(a)?.to_text();
            of(&mut c.heap, text.as_bytes())
        }),
    ),
    (
        "Bytes.Encode.utf8Width",
        One(|c, a| {
            let units = c.heap.units(a)?;
            let width = char::decode_utf16(units.iter())
                .map(|c| c.map_or(3, char::len_utf8))
                .sum::<usize>();
            #[allow(clippy::cast_precision_loss)]
            Ok(number(width as f64))
        }),
    ),
    ("Bytes.Encode.join", One(join)),
    (
        "Bytes.Decode.byteAt",
        Two(|c, at, bytes| {
            let [byte] = part(c, at, bytes)?;
            Ok(number(f64::from(byte)))
        }),
    ),
    ("Bytes.Decode.floatAt", Four(float_at)),
    ("Bytes.Decode.slice", Three(slice)),
    (
        "Bytes.Decode.isUtf8",
        One(|c, a| Ok(truth(text(&c.heap, a)?.is_some()))),
    ),
    (
        "Bytes.Decode.fromUtf8",
        One(|c, a| {
            let text = text(&c.heap, a)?.ok_or(Fault::Corrupt)?.to_owned();
            c.heap.string(&text)
        }),
    ),
];

fn block(heap: &Heap<'_>, value: Value) -> Result<Block> {
    match foreign(heap, value)? {
        Foreign::Bytes(block) => Ok(block),
        _ => Err(Fault::Corrupt),
    }
}

fn all<'h>(heap: &'h Heap<'_>, value: Value) -> Result<&'h [u8]> {
    let block = block(heap, value)?;
    heap.slice(block.content, block.count as usize)
}

fn text<'h>(heap: &'h Heap<'_>, value: Value) -> Result<Option<&'h str>> {
    Ok(std::str::from_utf8(all(heap, value)?).ok())
}

/// Room for so many bytes: the value, and where they go.
fn room(heap: &mut Heap<'_>, count: usize) -> Result<(Value, usize)> {
    let address = heap.allocate(8 + count)?;
    heap.set_half(address, BYTES)?;
    heap.set_half(
        address + 4,
        u32::try_from(count).map_err(|_| Fault::Memory)?,
    )?;
    Ok((Kind::Host.value(address), address as usize + 8))
}

fn of(heap: &mut Heap<'_>, bytes: &[u8]) -> Result {
    let (value, start) = room(heap, bytes.len())?;
    heap.bytes[start..start + bytes.len()].copy_from_slice(bytes);
    Ok(value)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn place(value: Value) -> Result<usize> {
    Ok(as_number(value)?.max(0.0) as usize)
}

fn part<const N: usize>(call: &Call<'_>, at: Value, bytes: Value) -> Result<[u8; N]> {
    let rest = all(&call.heap, bytes)?.get(place(at)?..);
    let part = rest.and_then(|rest| rest.first_chunk::<N>());
    part.copied().ok_or(Fault::Corrupt)
}

/// As ECMAScript's typed arrays take a number: the lowest bits of its whole part.
fn integer(call: &mut Call<'_>, count: Value, little: Value, value: Value) -> Result {
    const ALL: f64 = 4_294_967_296.0;
    let float = as_number(value)?;
    let rest = if float.is_finite() {
        float.trunc().rem_euclid(ALL)
    } else {
        0.0
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let bytes = (rest as u32).to_le_bytes();
    ordered(call, &bytes[..place(count)?.min(4)], as_truth(little)?)
}

fn floating(call: &mut Call<'_>, count: Value, little: Value, value: Value) -> Result {
    let float = as_number(value)?;
    #[allow(clippy::cast_possible_truncation)]
    match place(count)? {
        4 => ordered(call, &(float as f32).to_le_bytes(), as_truth(little)?),
        _ => ordered(call, &float.to_le_bytes(), as_truth(little)?),
    }
}

/// From bytes whose least significant comes first.
fn ordered(call: &mut Call<'_>, bytes: &[u8], little: bool) -> Result {
    let mut bytes = bytes.to_vec();
    if !little {
        bytes.reverse();
    }
    of(&mut call.heap, &bytes)
}

fn float_at(call: &mut Call<'_>, count: Value, little: Value, at: Value, bytes: Value) -> Result {
    let float = match (place(count)?, as_truth(little)?) {
        (4, true) => f32::from_le_bytes(part(call, at, bytes)?).into(),
        (4, false) => f32::from_be_bytes(part(call, at, bytes)?).into(),
        (_, true) => f64::from_le_bytes(part(call, at, bytes)?),
        (_, false) => f64::from_be_bytes(part(call, at, bytes)?),
    };
    Ok(number(float))
}

fn slice(call: &mut Call<'_>, offset: Value, count: Value, bytes: Value) -> Result {
    let source = block(&call.heap, bytes)?;
    let (offset, count) = (place(offset)?, place(count)?);
    if offset
        .checked_add(count)
        .is_none_or(|end| end > source.count as usize)
    {
        return Err(Fault::Corrupt);
    }
    if offset == 0 && count == source.count as usize {
        return Ok(bytes);
    }
    let from = source.content as usize + offset;
    let (value, start) = room(&mut call.heap, count)?;
    call.heap.bytes.copy_within(from..from + count, start);
    Ok(value)
}

fn join(call: &mut Call<'_>, list: Value) -> Result {
    let pieces: Vec<Block> = call
        .heap
        .items(list)?
        .into_iter()
        .map(|piece| block(&call.heap, piece))
        .collect::<Result<_>>()?;
    let total = pieces.iter().map(|piece| piece.count as usize).sum();
    let (value, mut to) = room(&mut call.heap, total)?;
    for piece in pieces {
        let (from, count) = (piece.content as usize, piece.count as usize);
        call.heap.bytes.copy_within(from..from + count, to);
        to += count;
    }
    Ok(value)
}
