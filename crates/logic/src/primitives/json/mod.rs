//! Of `Json.Decode` and `Json.Encode`: JSON in the guest's memory, as `foreign` says that it lies there.

mod failure;
mod names;
mod number;
mod read;
mod shapes;
#[cfg(test)]
mod tests;
mod unit;
mod write;

use super::Primitive::{One, Two};
use super::{Call, Result, Table};
use crate::foreign::{self, ABSENT, Foreign, foreign as take_apart, of_words};
use crate::heap::{Heap, Value, as_number};
use crate::text::Units;

pub(crate) use names::Known;
pub use read::read;
pub use write::write;

pub(super) const TABLE: Table = &[
    ("Json.Encode.object", One(names::object)),
    (
        "Json.Encode.encode",
        Two(|c, indent, value| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let indent = as_number(indent)?.clamp(0.0, 10.0) as usize;
            write::encode(&mut c.heap, indent, value)
        }),
    ),
    ("Json.Decode.parse", One(read::parse)),
    ("Json.Decode.element", Two(element)),
    ("Json.Decode.fieldValue", Two(field_value)),
];

/// An array's element by its place, which need not be in bounds.
fn element(call: &mut Call<'_>, at: Value, value: Value) -> Result {
    let at = as_number(at)?;
    match take_apart(&call.heap, value)? {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Foreign::Array(block) if at >= 0.0 && at < f64::from(block.count) => {
            block.word(&call.heap, at as u32)
        }
        _ => Ok(ABSENT),
    }
}

fn field_value(call: &mut Call<'_>, name: Value, value: Value) -> Result {
    let heap = &mut call.heap;
    let Foreign::Object(block) = take_apart(heap, value)? else {
        return Ok(ABSENT);
    };
    let wanted = heap.flat(name)?;
    for place in 0..block.count {
        let found = block.word(heap, 2 * place)?;
        let found = heap.flat(found)?;
        if found == wanted || same(heap.flat_units(found)?, heap.flat_units(wanted)?) {
            return block.word(heap, 2 * place + 1);
        }
    }
    Ok(ABSENT)
}

fn same(a: Units<'_>, b: Units<'_>) -> bool {
    match (a, b) {
        (Units::Narrow(a), Units::Narrow(b)) => a == b,
        (Units::Wide(a), Units::Wide(b)) => a == b,
        (a, b) => a.len() == b.len() && a.iter().eq(b.iter()),
    }
}

/// A value that says why a text is not JSON.
fn not_json(heap: &mut Heap<'_>, why: &[u16]) -> Result {
    let said = heap.string_of(why)?;
    of_words(heap, foreign::NOT_JSON, 1, &[said])
}
