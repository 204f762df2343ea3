//! Of `String`: all that looks at units.

use super::{Call, Primitive, Result};
use crate::heap::{Value, as_character, as_number, character, number, truth};
use crate::number::to_text;
use crate::text::Units;

pub(super) fn find(name: &str) -> Option<Primitive> {
    use Primitive::{One, Three, Two};
    // The same, under the name that other modules of the standard library have for them.
    let shared = name
        .strip_prefix("BuildAmp.Internal.Text.")
        .map(|name| format!("String.{name}"));
    Some(match shared.as_deref().unwrap_or(name) {
        "String.length" => One(|c, a| Ok(count(c.heap.string_length(a)?))),
        "String.unitAt" => Two(|c, at, text| {
            let at = place(at)?;
            Ok(number(f64::from(c.heap.units(text)?.at(at))))
        }),
        "String.charAt" => Two(|c, at, text| {
            let at = place(at)?;
            Ok(character(point_at(c.heap.units(text)?, at)))
        }),
        "String.charBefore" => Two(|c, at, text| {
            let at = place(at)?;
            Ok(character(point_before(c.heap.units(text)?, at)))
        }),
        "String.indexOf" => Three(|c, part, from, whole| {
            let (part, whole) = (c.heap.flat(part)?, c.heap.flat(whole)?);
            let (part, whole) = (c.heap.flat_units(part)?, c.heap.flat_units(whole)?);
            Ok(find_from(whole, part, place(from)?).map_or(number(-1.0), count))
        }),
        "String.lineEnd" => Two(|c, from, text| {
            let from = place(from)?;
            Ok(count(line_end(c.heap.units(text)?, from)))
        }),
        "String.startsAt" => Three(|c, part, at, whole| {
            let (part, whole) = (c.heap.flat(part)?, c.heap.flat(whole)?);
            let (part, whole) = (c.heap.flat_units(part)?, c.heap.flat_units(whole)?);
            let at = place(at)?;
            Ok(truth(
                at + part.len() <= whole.len() && matches_at(whole, part, at),
            ))
        }),
        "String.parseFloat" => One(|c, a| {
            let text = c.heap.units(a)?.to_text();
            Ok(number(parse(&text)))
        }),
        "String.fromNumber" => One(|c, a| {
            let n = as_number(a)?;
            match whole(n) {
                Some(whole) => c.heap.string(digits(whole, &mut [0; 20])),
                None => c.heap.string(&to_text(n)),
            }
        }),
        "String.join" => Two(join),
        "String.slice" => Three(slice),
        "String.fromChar" => One(|c, a| of_points(c, std::iter::once(as_character(a)?))),
        "String.fromList" => One(|c, list| {
            let items = c.heap.items(list)?;
            let points: Vec<u32> = items.into_iter().map(as_character).collect::<Result<_>>()?;
            of_points(c, points.into_iter())
        }),
        "String.toUpper" => One(|c, a| change(c, a, str::to_uppercase)),
        "String.toLower" => One(|c, a| change(c, a, str::to_lowercase)),
        _ => return None,
    })
}

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
    let separator = call.heap.flat(separator)?;
    let mut parts = call.heap.items(list)?;
    let mut flat = Vec::with_capacity(2 * parts.len());
    for (place, part) in parts.drain(..).enumerate() {
        if place > 0 {
            flat.push(separator);
        }
        flat.push(call.heap.flat(part)?);
    }
    call.heap.in_a_row(&flat)
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
fn digits(number: i64, room: &mut [u8; 20]) -> &str {
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
    std::str::from_utf8(&room[start..]).unwrap_or_default()
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

/// Where a part is next, from a place on.
fn find_from(whole: Units<'_>, part: Units<'_>, from: usize) -> Option<usize> {
    let last = whole.len().checked_sub(part.len())?;
    if let (Units::Narrow(whole), Units::Narrow(part)) = (whole, part)
        && let Some((first, others)) = part.split_first()
    {
        let mut from = from;
        while from <= last {
            let found = from + whole[from..=last].iter().position(|byte| byte == first)?;
            if whole[found + 1..].starts_with(others) {
                return Some(found);
            }
            from = found + 1;
        }
        return None;
    }
    (from..=last).find(|at| matches_at(whole, part, *at))
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
        Units::Narrow(units) => units[from..]
            .iter()
            .position(|unit| matches!(unit, b'\n' | b'\r')),
        Units::Wide(units) => units[from..]
            .iter()
            .position(|unit| matches!(unit, [b'\n' | b'\r', 0])),
    };
    found.map_or(length, |found| from + found)
}

/// Changes the text between lone surrogates, which have no case.
fn change(call: &mut Call<'_>, text: Value, change: fn(&str) -> String) -> Result {
    let flat = call.heap.flat(text)?;
    if let Units::Narrow(units) = call.heap.flat_units(flat)?
        && let Ok(ascii) = std::str::from_utf8(units)
        && ascii.is_ascii()
    {
        let changed = change(ascii);
        return call.heap.string(&changed);
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
