//! Of `String`: all that looks at units.

use super::Primitive::{One, Three, Two};
use super::{Call, Result, Table};
use crate::heap::{Value, as_character, as_number, character, number, truth};
use crate::text::Units;
use crate::{Fault, chars};

pub(super) const TABLE: Table = &[
    (
        "String.length",
        One(|c, a| Ok(count(c.heap.string_length(a)?))),
    ),
    (
        "String.unitAt",
        Two(|c, at, text| {
            let at = place(at)?;
            Ok(number(f64::from(c.heap.units(text)?.at(at))))
        }),
    ),
    (
        "String.charAt",
        Two(|c, at, text| {
            let at = place(at)?;
            Ok(character(point_at(c.heap.units(text)?, at)))
        }),
    ),
    (
        "String.charBefore",
        Two(|c, at, text| {
            let at = place(at)?;
            Ok(character(point_before(c.heap.units(text)?, at)))
        }),
    ),
    (
        "String.indexOf",
        Three(|c, part, from, whole| {
            let (part, whole) = (c.heap.flat(part)?, c.heap.flat(whole)?);
            let (part, whole) = (c.heap.flat_units(part)?, c.heap.flat_units(whole)?);
            Ok(find_from(whole, part, place(from)?).map_or(number(-1.0), count))
        }),
    ),
    (
        "String.lineEnd",
        Two(|c, from, text| {
            let from = place(from)?;
            Ok(count(line_end(c.heap.units(text)?, from)))
        }),
    ),
    (
        "String.startsAt",
        Three(|c, part, at, whole| {
            let (part, whole) = (c.heap.flat(part)?, c.heap.flat(whole)?);
            let (part, whole) = (c.heap.flat_units(part)?, c.heap.flat_units(whole)?);
            let at = place(at)?;
            Ok(truth(
                at + part.len() <= whole.len() && matches_at(whole, part, at),
            ))
        }),
    ),
    (
        "String.parseFloat",
        One(|c, a| {
            let text = c.heap.units(a)?.to_text();
            Ok(number(parse(&text)))
        }),
    ),
    (
        "String.fromNumber",
        One(|c, a| {
            let n = as_number(a)?;
            match whole(n) {
                Some(whole) => c.heap.ascii(digits(whole, &mut [0; 20])),
                None => c.heap.ascii(ryu_js::Buffer::new().format(n).as_bytes()),
            }
        }),
    ),
    ("String.join", Two(join)),
    ("String.slice", Three(slice)),
    (
        "String.fromChar",
        One(|c, a| of_points(c, chars::points(as_character(a)?))),
    ),
    (
        "String.fromList",
        One(|c, list| {
            let items = c.heap.items(list)?;
            let points: Vec<u32> = items.into_iter().map(as_character).collect::<Result<_>>()?;
            of_points(c, points.into_iter().flat_map(chars::points))
        }),
    ),
    (
        "String.toUpper",
        One(|c, a| change(c, a, <[u8]>::make_ascii_uppercase, str::to_uppercase)),
    ),
    (
        "String.toLower",
        One(|c, a| change(c, a, <[u8]>::make_ascii_lowercase, str::to_lowercase)),
    ),
];

/// A string of code points, of which lone surrogates are units.
fn of_points(call: &mut Call<'_>, points: impl Iterator<Item = u32>) -> Result {
    let mut units = Vec::new();
    for point in points {
        match char::from_u32(point) {
            Some(c) => units.extend_from_slice(c.encode_utf16(&mut [0; 2])),
            #[allow(clippy::cast_possible_truncation)]
            None => units.push(point as u16),
        }
    }
    call.heap.string_of(&units)
}

fn join(call: &mut Call<'_>, separator: Value, list: Value) -> Result {
    let items = call.heap.items(list)?;
    let mut total = call.heap.string_length(separator)? * items.len().saturating_sub(1);
    for item in &items {
        total += call.heap.string_length(*item)?;
    }
    if total > call.heap.free()? {
        return Err(Fault::Memory);
    }
    let between = call.heap.flat(separator)?;
    let parts: Vec<u32> = items
        .into_iter()
        .map(|item| call.heap.flat(item))
        .collect::<Result<_>>()?;
    call.heap.concatenate(total, between, &parts)
}

/// A number without a fraction that an `i64` holds exactly. A negative zero is none.
fn whole(number: f64) -> Option<i64> {
    #[allow(clippy::cast_possible_truncation)]
    let whole = number as i64;
    #[allow(clippy::cast_precision_loss)]
    let exact = whole as f64 == number && number.abs() < 9_007_199_254_740_992.0;
    exact.then_some(whole)
}

/// A whole number in decimal.
fn digits(number: i64, room: &mut [u8; 20]) -> &[u8] {
    let mut rest = number.unsigned_abs();
    let mut start = room.len();
    loop {
        start -= 1;
        room[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        start -= 1;
        room[start] = b'-';
    }
    &room[start..]
}

/// From one unit to before another; negative ones count from the end.
fn slice(call: &mut Call<'_>, start: Value, end: Value, text: Value) -> Result {
    let flat = call.heap.flat(text)?;
    let length = call.heap.flat_units(flat)?.len();
    let place = |value: Value| -> Result<usize> {
        let place = as_number(value)?;
        #[allow(clippy::cast_precision_loss)]
        let from_start = if place < 0.0 {
            place + length as f64
        } else {
            place
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Ok((from_start.max(0.0) as usize).min(length))
    };
    let (start, end) = (place(start)?, place(end)?);
    if start >= end {
        return call.heap.string("");
    }
    if start == 0 && end == length {
        return Ok(text);
    }
    call.heap.part(flat, start, end)
}

/// Where a part is next, from a place on. The time is in proportion to the text, whatever the part.
fn find_from(whole: Units<'_>, part: Units<'_>, from: usize) -> Option<usize> {
    whole.len().checked_sub(part.len())?.checked_sub(from)?;
    let part: Vec<u16> = match (whole, part) {
        (Units::Narrow(whole), Units::Narrow([unit])) => {
            return Some(from + memchr::memchr(*unit, &whole[from..])?);
        }
        (Units::Narrow(whole), Units::Narrow(part)) => {
            return Some(from + memchr::memmem::find(&whole[from..], part)?);
        }
        (_, part) => (0..part.len()).map(|place| part.at(place)).collect(),
    };
    if let Units::Narrow(whole) = whole {
        let part: Option<Vec<u8>> = part.iter().map(|unit| u8::try_from(*unit).ok()).collect();
        return Some(from + memchr::memmem::find(&whole[from..], &part?)?);
    }
    if part.is_empty() {
        return Some(from);
    }
    // Knuth, Morris and Pratt: how much of the part is still there when the next unit does not fit.
    let mut rests = vec![0];
    for unit in &part[1..] {
        let last = rests.last().copied().unwrap_or(0);
        rests.push(extend(&part, &rests, last, *unit));
    }
    let mut there = 0;
    for at in from..whole.len() {
        there = extend(&part, &rests, there, whole.at(at));
        if there == part.len() {
            return Some(at + 1 - there);
        }
    }
    None
}

/// How much of the part is there with one more unit.
fn extend(part: &[u16], rests: &[usize], mut there: usize, unit: u16) -> usize {
    while there > 0 && part[there] != unit {
        there = rests[there - 1];
    }
    if part[there] == unit {
        there += 1;
    }
    there
}

fn matches_at(whole: Units<'_>, part: Units<'_>, at: usize) -> bool {
    match (whole, part) {
        (Units::Narrow(whole), Units::Narrow(part)) => whole[at..].starts_with(part),
        _ => part
            .iter()
            .zip(at..)
            .all(|(unit, place)| whole.at(place) == unit),
    }
}

/// Where the next LF or CR is, or the end.
fn line_end(text: Units<'_>, from: usize) -> usize {
    let length = text.len();
    let from = from.min(length);
    let found = match text {
        Units::Narrow(units) => memchr::memchr2(b'\n', b'\r', &units[from..]),
        Units::Wide(units) => units[from..]
            .iter()
            .position(|unit| matches!(unit, [b'\n' | b'\r', 0])),
    };
    found.map_or(length, |found| from + found)
}

/// Changes the text between lone surrogates, which have no case; ASCII in place.
fn change(
    call: &mut Call<'_>,
    text: Value,
    change_ascii: fn(&mut [u8]),
    change: fn(&str) -> String,
) -> Result {
    let flat = call.heap.flat(text)?;
    if let Units::Narrow(units) = call.heap.flat_units(flat)?
        && units.is_ascii()
    {
        let count = units.len();
        let copy = call.heap.part(flat, 0, count)?;
        let start = call.heap.flat(copy)? as usize + 8;
        change_ascii(&mut call.heap.bytes[start..start + count]);
        return Ok(copy);
    }
    let units = call.heap.flat_units(flat)?.to_vec();
    let mut changed = Vec::new();
    let mut run = String::new();
    for c in char::decode_utf16(units) {
        match c {
            Ok(c) => run.push(c),
            Err(lone) => {
                changed.extend(change(&run).encode_utf16());
                run.clear();
                changed.push(lone.unpaired_surrogate());
            }
        }
    }
    changed.extend(change(&run).encode_utf16());
    call.heap.string_of(&changed)
}

/// The number that a whole text writes in decimal; NaN if it writes none.
fn parse(text: &str) -> f64 {
    match text {
        "Infinity" | "+Infinity" => return f64::INFINITY,
        "-Infinity" => return f64::NEG_INFINITY,
        _ => {}
    }
    let digits = |byte: u8| byte.is_ascii_digit();
    let fine = text.bytes().any(digits)
        && text
            .bytes()
            .all(|byte| digits(byte) || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    match fine.then(|| text.parse::<f64>()) {
        Some(Ok(value)) => value,
        _ => f64::NAN,
    }
}

#[allow(clippy::cast_precision_loss)]
fn count(count: usize) -> Value {
    number(count as f64)
}

/// An offset that is not negative.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn place(value: Value) -> Result<usize> {
    Ok(as_number(value)?.max(0.0) as usize)
}

fn is_high(unit: u16) -> bool {
    (0xD800..0xDC00).contains(&unit)
}

fn is_low(unit: u16) -> bool {
    (0xDC00..0xE000).contains(&unit)
}

fn pair(high: u16, low: u16) -> u32 {
    0x1_0000 + ((u32::from(high) - 0xD800) << 10) + (u32::from(low) - 0xDC00)
}

/// The code point that starts at an offset; half of a pair is one of its own.
fn point_at(units: Units<'_>, at: usize) -> u32 {
    match (units.at(at), units.at(at + 1)) {
        (high, low) if is_high(high) && is_low(low) => pair(high, low),
        (unit, _) => unit.into(),
    }
}

/// The code point that ends at an offset.
fn point_before(units: Units<'_>, at: usize) -> u32 {
    match (
        at.checked_sub(2).map_or(0, |before| units.at(before)),
        units.at(at.saturating_sub(1)),
    ) {
        (high, low) if is_high(high) && is_low(low) => pair(high, low),
        (_, unit) => unit.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the simplest way there is, on texts of two letters.
    fn wide(units: &[u16]) -> Vec<[u8; 2]> {
        units.iter().map(|unit| unit.to_le_bytes()).collect()
    }

    #[test]
    fn parts_are_found_where_they_are() {
        let text = |mut bits: usize, length: usize| -> Vec<u16> {
            let unit = |_| {
                bits >>= 1;
                if bits & 1 == 0 { 0x61 } else { 0x141 }
            };
            (0..length).map(unit).collect()
        };
        for (whole, part) in (0..1 << 9).flat_map(|w| (0..1 << 3).map(move |p| (w, p))) {
            let (whole, part) = (text(2 * whole, 9), text(2 * part, 3));
            let bytes: Vec<[u8; 2]> = whole.iter().map(|unit| unit.to_le_bytes()).collect();
            for from in 0..10 {
                let expected = (from..9).find(|at| whole[*at..].starts_with(&part));
                assert_eq!(
                    find_from(Units::Wide(&bytes), Units::Wide(&wide(&part)), from),
                    expected
                );
            }
        }
        let narrow = Units::Narrow(b"ab\xE9ab");
        assert_eq!(
            find_from(narrow, Units::Wide(&wide(&[0x61, 0x62])), 1),
            Some(3)
        );
        assert_eq!(find_from(narrow, Units::Wide(&wide(&[0x141])), 0), None);
        assert_eq!(find_from(narrow, Units::Narrow(&[]), 5), Some(5));
    }
}
