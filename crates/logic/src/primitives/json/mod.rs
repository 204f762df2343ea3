//! Of `Json.Decode` and `Json.Encode`: JSON in the guest's memory, as `foreign` says that it lies there.

mod failure;
mod read;
#[cfg(test)]
mod tests;
mod write;

use super::{Call, Primitive, Result};
use crate::Fault;
use crate::foreign::{
    self, ABSENT, ARRAY, Block, Foreign, NULL, OBJECT, foreign as take_apart, of_bool, of_number,
    of_string, of_words,
};
use crate::heap::{Heap, Shown, Value, as_number, as_truth, look, number, truth};
use crate::text::Units;

pub use read::read;
pub use write::write;

pub(super) fn find(name: &str) -> Option<Primitive> {
    use Primitive::{One, Two, Zero};
    Some(match name {
        "Json.Encode.null" => Zero(|_| Ok(NULL)),
        "Json.Encode.string" => One(|_, a| of_string(a)),
        "Json.Encode.number" => One(|c, a| of_number(&mut c.heap, as_number(a)?)),
        "Json.Encode.bool" => One(|_, a| Ok(of_bool(as_truth(a)?))),
        "Json.Encode.elements" => One(|c, list| {
            let items = c.heap.items(list)?;
            of_words(&mut c.heap, ARRAY, items.len(), &items)
        }),
        "Json.Encode.object" => One(object),
        "Json.Encode.encode" => Two(|c, indent, value| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let indent = as_number(indent)?.clamp(0.0, 10.0) as usize;
            write::encode(&mut c.heap, indent, value)
        }),
        "Json.Decode.parse" => One(read::parse),
        "Json.Decode.kind" => One(|c, value| Ok(number(f64::from(kind(&c.heap, value)?)))),
        "Json.Decode.asBool" => One(|c, a| match take_apart(&c.heap, a)? {
            Foreign::Bool(value) => Ok(truth(value)),
            _ => Err(Fault::Corrupt),
        }),
        "Json.Decode.asNumber" | "Json.Decode.asInt" => One(|c, a| match take_apart(&c.heap, a)? {
            Foreign::Integer(value) => Ok(number(value.into())),
            Foreign::Float(value) => Ok(number(value)),
            _ => Err(Fault::Corrupt),
        }),
        "Json.Decode.asString" => One(|c, a| match take_apart(&c.heap, a)? {
            Foreign::String(value) => Ok(value),
            Foreign::NotJson(block) => block.word(&c.heap, 0),
            _ => Err(Fault::Corrupt),
        }),
        "Json.Decode.count" => One(|c, a| match take_apart(&c.heap, a)? {
            Foreign::Array(block) | Foreign::Object(block) => Ok(number(block.count.into())),
            _ => Err(Fault::Corrupt),
        }),
        "Json.Decode.element" => Two(|c, at, value| {
            Ok(match take_apart(&c.heap, value)? {
                Foreign::Array(block) => part(&c.heap, block, at, |place| place)?,
                Foreign::Object(block) => part(&c.heap, block, at, |place| 2 * place + 1)?,
                _ => ABSENT,
            })
        }),
        "Json.Decode.fieldName" => Two(|c, at, value| match take_apart(&c.heap, value)? {
            Foreign::Object(block) => part(&c.heap, block, at, |place| 2 * place),
            _ => Err(Fault::Corrupt),
        }),
        "Json.Decode.fieldValue" => Two(field_value),
        _ => return None,
    })
}

/// 0 null, 1 boolean, 2 number, 3 string, 4 array, 5 object, 6 nothing, 7 no JSON.
fn kind(heap: &Heap<'_>, value: Value) -> Result<u32> {
    Ok(match take_apart(heap, value)? {
        Foreign::Null => 0,
        Foreign::Bool(_) => 1,
        Foreign::Integer(_) | Foreign::Float(_) => 2,
        Foreign::String(_) => 3,
        Foreign::Array(_) => 4,
        Foreign::Object(_) => 5,
        Foreign::Absent => 6,
        Foreign::NotJson(_) => 7,
        Foreign::Bytes(_) | Foreign::Regex(_) | Foreign::Live => return Err(Fault::Corrupt),
    })
}

/// A word of what has so many parts, by the part's number.
fn part(heap: &Heap<'_>, block: Block, at: Value, word: fn(u32) -> u32) -> Result {
    let at = as_number(at)?;
    if at < 0.0 || at >= f64::from(block.count) {
        return Ok(ABSENT);
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    block.word(heap, word(at as u32))
}

fn object(call: &mut Call<'_>, list: Value) -> Result {
    let mut words = Vec::new();
    for pair in call.heap.items(list)? {
        let Shown::Kind(buildamp_elm::wasm::value::Kind::Pair, address) = look(pair)? else {
            return Err(Fault::Corrupt);
        };
        words.push(call.heap.word(address)?);
        words.push(call.heap.word(address + 8)?);
    }
    let words = ordered(&mut call.heap, words)?;
    of_words(&mut call.heap, OBJECT, words.len() / 2, &words)
}

/// Names that are indices come first, in their order; of a name that comes twice, the last value counts, at
/// the first one's place. So JavaScript's objects have it.
fn ordered(heap: &mut Heap<'_>, words: Vec<Value>) -> Result<Vec<Value>> {
    if words.len() <= 2 * FEW && is_ordered(heap, &words)? {
        return Ok(words);
    }
    let mut places: std::collections::HashMap<Vec<u16>, usize> = std::collections::HashMap::new();
    let mut kept: Vec<(Option<u32>, Value, Value)> = Vec::new();
    for pair in words.as_chunks::<2>().0 {
        let [name, value] = *pair;
        let units = heap.units(name)?.to_vec();
        if let Some(place) = places.get(&units) {
            kept[*place].2 = value;
            continue;
        }
        let index = index(units.iter().copied());
        places.insert(units, kept.len());
        kept.push((index, name, value));
    }
    kept.sort_by_key(|(index, _, _)| index.map_or(u64::MAX, u64::from));
    let pairs = kept.into_iter();
    Ok(pairs.flat_map(|(_, name, value)| [name, value]).collect())
}

/// Up to so many names are held against each other, each against all.
const FEW: usize = 16;

/// Whether a few names are all different, and none of them begins like an index: almost every object is like that.
fn is_ordered(heap: &mut Heap<'_>, words: &[Value]) -> Result<bool> {
    let mut names = [0; FEW];
    for (place, [name, _]) in words.as_chunks::<2>().0.iter().enumerate() {
        let flat = heap.flat(*name)?;
        let units = heap.flat_units(flat)?;
        if !units.is_empty() && u8::try_from(units.at(0)).is_ok_and(|first| first.is_ascii_digit())
        {
            return Ok(false);
        }
        for earlier in &names[..place] {
            if *earlier == flat || same(heap.flat_units(*earlier)?, units) {
                return Ok(false);
            }
        }
        names[place] = flat;
    }
    Ok(true)
}

/// The array index that a name writes: below 2^32 − 1, without leading zeros.
fn index(mut units: impl ExactSizeIterator<Item = u16>) -> Option<u32> {
    let length = units.len();
    let digit = |unit: u16| {
        let byte = u8::try_from(unit).ok().filter(u8::is_ascii_digit)?;
        Some(u64::from(byte - b'0'))
    };
    let first = digit(units.next()?)?;
    if length > 10 || length > 1 && first == 0 {
        return None;
    }
    let number = units.try_fold(first, |number, unit| Some(number * 10 + digit(unit)?))?;
    u32::try_from(number)
        .ok()
        .filter(|number| *number != u32::MAX)
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
