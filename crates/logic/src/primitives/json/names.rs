//! Objects of names and values as Elm has them: in what order they lie, and which names count.

use std::collections::HashMap;

use buildamp_elm::wasm::value::{HEAP_START, Kind};

use super::{Call, Result, same};
use crate::Fault;
use crate::foreign::{OBJECT, of_words};
use crate::heap::{Heap, Shown, Value, look};

/// Rows of names that need no look any more: all are constants, none comes twice or begins like an index. A program makes objects
/// of the same names again and again.
#[derive(Debug, Default)]
pub(crate) struct Known {
    rows: Vec<Vec<Value>>,
    /// Room for one object.
    words: Vec<Value>,
}

/// So many rows are remembered.
const ROWS: usize = 64;

impl Known {
    #[allow(clippy::cast_possible_truncation)]
    fn place(&mut self, words: &[Value]) -> usize {
        self.rows.resize(ROWS, Vec::new());
        let names = words.iter().step_by(2);
        let mix = |hash: u64, name: &Value| (hash ^ name).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        // The highest bits depend on all others.
        (names.fold(0, mix) >> 58) as usize % ROWS
    }

    fn has(&self, place: usize, words: &[Value]) -> bool {
        let row = &self.rows[place];
        2 * row.len() == words.len() && row.iter().eq(words.iter().step_by(2))
    }

    fn add(&mut self, place: usize, words: &[Value]) {
        self.rows[place] = words.iter().step_by(2).copied().collect();
    }
}

/// An object of a list of pairs.
pub(super) fn object(call: &mut Call<'_>, mut list: Value) -> Result {
    let mut words = std::mem::take(&mut call.names.words);
    words.clear();
    let heap = &mut call.heap;
    while let Some((pair, rest)) = heap.uncons(list)? {
        let Shown::Kind(Kind::Pair, address) = look(pair)? else {
            return Err(Fault::Corrupt);
        };
        let name = heap.word(address)?;
        words.push(Kind::String.value(heap.flat(name)?));
        words.push(heap.word(address + 8)?);
        list = rest;
    }
    let value = of_row(call, &words)?;
    call.names.words = words;
    Ok(value)
}

fn of_row(call: &mut Call<'_>, words: &[Value]) -> Result {
    let heap = &mut call.heap;
    let place = call.names.place(words);
    if !call.names.has(place, words) {
        if !is_ordered(heap, words)? {
            let words = ordered(heap, words)?;
            return of_words(heap, OBJECT, words.len() / 2, &words);
        }
        let end = heap.half(HEAP_START)?;
        #[allow(clippy::cast_possible_truncation)]
        let is_constant = |name: &Value| (*name as u32) < end;
        if words.iter().step_by(2).all(is_constant) {
            call.names.add(place, words);
        }
    }
    of_words(heap, OBJECT, words.len() / 2, words)
}

/// Names that are indices come first, in their order; of a name that comes twice, the last value counts, at
/// the first one's place. So JavaScript's objects have it.
pub(super) fn ordered(heap: &mut Heap<'_>, words: &[Value]) -> Result<Vec<Value>> {
    if is_ordered(heap, words)? {
        return Ok(words.to_vec());
    }
    let mut places: HashMap<Vec<u16>, usize> = HashMap::new();
    let mut kept: Vec<(Option<u32>, Value, Value)> = Vec::new();
    for [name, value] in words.as_chunks::<2>().0 {
        let units = heap.units(*name)?.to_vec();
        if let Some(place) = places.get(&units) {
            kept[*place].2 = *value;
            continue;
        }
        let index = index(units.iter().copied());
        places.insert(units, kept.len());
        kept.push((index, *name, *value));
    }
    kept.sort_by_key(|(index, _, _)| index.map_or(u64::MAX, u64::from));
    let pairs = kept.into_iter();
    Ok(pairs.flat_map(|(_, name, value)| [name, value]).collect())
}

/// Up to so many names are held against each other, each against all.
const FEW: usize = 16;

/// Whether they are a few names that are all different, and none of them begins like an index: almost every object is like that.
fn is_ordered(heap: &mut Heap<'_>, words: &[Value]) -> Result<bool> {
    if words.len() > 2 * FEW {
        return Ok(false);
    }
    let mut names = [0; FEW];
    for (place, [name, _]) in words.as_chunks::<2>().0.iter().enumerate() {
        let flat = heap.flat(*name)?;
        let units = heap.flat_units(flat)?;
        if !units.is_empty() && is_digit(units.at(0)) {
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

/// Whether a unit is one of `0` to `9`.
pub(super) fn is_digit(unit: u16) -> bool {
    (0x30..=0x39).contains(&unit)
}

/// The array index that a name writes: below 2^32 − 1, without leading zeros.
fn index(mut units: impl ExactSizeIterator<Item = u16>) -> Option<u32> {
    let length = units.len();
    let digit = |unit: u16| is_digit(unit).then(|| u64::from(unit - 0x30));
    let first = digit(units.next()?)?;
    if length > 10 || length > 1 && first == 0 {
        return None;
    }
    let number = units.try_fold(first, |number, unit| Some(number * 10 + digit(unit)?))?;
    u32::try_from(number)
        .ok()
        .filter(|number| *number != u32::MAX)
}
