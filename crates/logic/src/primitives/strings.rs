//! Of `String`: all that looks at units.

use buildamp_elm::wasm::value::NIL;

use super::{Call, Primitive, Result};
use crate::heap::{Value, as_character, as_number, character, number, truth};
use crate::number::to_text;
use crate::text::{Units, code_points};

pub(super) fn find(name: &str) -> Option<Primitive> {
    use Primitive::{One, Three, Two};
    Some(match name {
        "String.length" => One(|c, a| {
            #[allow(clippy::cast_precision_loss)]
            let length = c.heap.string_length(a)? as f64;
            Ok(number(length))
        }),
        "String.append" => Two(|c, a, b| c.heap.join(a, b)),
        "String.concat" => One(|c, list| join(c, None, list)),
        "String.join" => Two(|c, separator, list| join(c, Some(separator), list)),
        "String.reverse" => One(|c, a| {
            let mut points: Vec<u32> = code_points(c.heap.units(a)?).collect();
            points.reverse();
            of_points(c, points.into_iter())
        }),
        "String.slice" => Three(slice),
        "String.split" => Two(split),
        "String.words" => One(words),
        "String.lines" => One(lines),
        "String.replace" => Three(replace),
        "String.contains" => Two(|c, part, whole| {
            let part = c.heap.units(part)?.to_vec();
            Ok(truth(find_from(c.heap.units(whole)?, &part, 0).is_some()))
        }),
        "String.startsWith" => Two(|c, part, whole| {
            let part = c.heap.units(part)?.to_vec();
            let whole = c.heap.units(whole)?;
            Ok(truth(part.len() <= whole.len() && matches_at(whole, &part, 0)))
        }),
        "String.endsWith" => Two(|c, part, whole| {
            let part = c.heap.units(part)?.to_vec();
            let whole = c.heap.units(whole)?;
            let at = whole.len().checked_sub(part.len());
            Ok(truth(at.is_some_and(|at| matches_at(whole, &part, at))))
        }),
        "String.indexes" => Two(indexes),
        "String.toUpper" => One(|c, a| change(c, a, |text| text.to_uppercase())),
        "String.toLower" => One(|c, a| change(c, a, |text| text.to_lowercase())),
        "String.trim" => One(|c, a| trim(c, a, true, true)),
        "String.trimLeft" => One(|c, a| trim(c, a, true, false)),
        "String.trimRight" => One(|c, a| trim(c, a, false, true)),
        "String.fromInt" | "String.fromFloat" => One(|c, a| {
            let text = to_text(as_number(a)?);
            c.heap.string(&text)
        }),
        "String.toInt" => One(to_int),
        "String.toFloat" => One(to_float),
        "String.fromChar" => One(|c, a| of_points(c, std::iter::once(as_character(a)?))),
        "String.cons" => Two(|c, first, rest| {
            let first = of_points(c, std::iter::once(as_character(first)?))?;
            c.heap.join(first, rest)
        }),
        "String.uncons" => One(uncons),
        "String.toList" => One(|c, a| {
            let points: Vec<u32> = code_points(c.heap.units(a)?).collect();
            c.heap.list(points.into_iter().map(character))
        }),
        "String.fromList" => One(|c, list| {
            let items = c.heap.items(list)?;
            let points: Vec<u32> = items.into_iter().map(as_character).collect::<Result<_>>()?;
            of_points(c, points.into_iter())
        }),
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

fn join(call: &mut Call<'_>, separator: Option<Value>, list: Value) -> Result {
    let between = match separator {
        Some(separator) => call.heap.units(separator)?.to_vec(),
        None => Vec::new(),
    };
    let mut units = Vec::new();
    for (place, item) in call.heap.items(list)?.into_iter().enumerate() {
        if place > 0 {
            units.extend(&between);
        }
        units.extend(call.heap.units(item)?.iter());
    }
    call.heap.string_of(&units)
}

/// From one unit to before another; negative ones count from the end.
fn slice(call: &mut Call<'_>, start: Value, end: Value, text: Value) -> Result {
    let flat = call.heap.flat(text)?;
    let length = call.heap.flat_units(flat)?.len();
    let place = |value: Value| -> Result<usize> {
        let place = as_number(value)?;
        #[allow(clippy::cast_precision_loss)]
        let from_start = if place < 0.0 { place + length as f64 } else { place };
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
fn find_from(whole: Units<'_>, part: &[u16], from: usize) -> Option<usize> {
    let last = whole.len().checked_sub(part.len())?;
    if let (Units::Narrow(whole), Some(first)) = (whole, part.first()) {
        let first = u8::try_from(*first).ok()?;
        let mut from = from;
        while from <= last {
            let found = from + whole[from..=last].iter().position(|byte| *byte == first)?;
            if matches_at(Units::Narrow(whole), part, found) {
                return Some(found);
            }
            from = found + 1;
        }
        return None;
    }
    (from..=last).find(|at| matches_at(whole, part, *at))
}

fn matches_at(whole: Units<'_>, part: &[u16], at: usize) -> bool {
    part.iter().zip(at..).all(|(unit, place)| whole.at(place) == *unit)
}

/// Where a part is, one after the other.
fn places(whole: Units<'_>, part: &[u16]) -> Vec<usize> {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(found) = find_from(whole, part, from) {
        places.push(found);
        from = found + part.len();
    }
    places
}

fn split(call: &mut Call<'_>, separator: Value, text: Value) -> Result {
    let part = call.heap.units(separator)?.to_vec();
    let flat = call.heap.flat(text)?;
    let units = call.heap.flat_units(flat)?;
    let length = units.len();
    if part.is_empty() {
        // Every unit by itself, halves of pairs included.
        let units = units.to_vec();
        let items = units.iter().map(|unit| call.heap.string_of(&[*unit])).collect::<Result<Vec<_>>>()?;
        return call.heap.list(items.into_iter());
    }
    let mut cuts = Vec::new();
    let mut start = 0;
    for found in places(units, &part) {
        cuts.push((start, found));
        start = found + part.len();
    }
    cuts.push((start, length));
    parts(call, flat, &cuts)
}

/// A list of these parts.
fn parts(call: &mut Call<'_>, flat: u32, cuts: &[(usize, usize)]) -> Result {
    let mut list = NIL;
    for (start, end) in cuts.iter().rev() {
        let part = call.heap.part(flat, *start, *end)?;
        list = call.heap.cons(part, list)?;
    }
    Ok(list)
}

fn words(call: &mut Call<'_>, text: Value) -> Result {
    let flat = call.heap.flat(text)?;
    let units = call.heap.flat_units(flat)?;
    let mut cuts = Vec::new();
    let mut start = None;
    for (place, unit) in units.iter().enumerate() {
        match (is_space(unit), start) {
            (true, Some(from)) => {
                cuts.push((from, place));
                start = None;
            }
            (false, None) => start = Some(place),
            _ => {}
        }
    }
    if let Some(from) = start {
        cuts.push((from, units.len()));
    }
    if cuts.is_empty() {
        cuts.push((0, 0));
    }
    parts(call, flat, &cuts)
}

fn lines(call: &mut Call<'_>, text: Value) -> Result {
    let flat = call.heap.flat(text)?;
    let units = call.heap.flat_units(flat)?;
    let mut cuts = Vec::new();
    let (mut start, mut place) = (0, 0);
    while place < units.len() {
        let unit = units.at(place);
        let width = match unit {
            0x0D if units.at(place + 1) == 0x0A => 2,
            0x0A | 0x0D => 1,
            _ => 0,
        };
        if width > 0 {
            cuts.push((start, place));
            start = place + width;
        }
        place += width.max(1);
    }
    cuts.push((start, units.len()));
    parts(call, flat, &cuts)
}

fn replace(call: &mut Call<'_>, before: Value, after: Value, text: Value) -> Result {
    let part = call.heap.units(before)?.to_vec();
    let with = call.heap.units(after)?.to_vec();
    let whole = call.heap.units(text)?;
    let mut units = Vec::new();
    if part.is_empty() {
        for (place, unit) in whole.iter().enumerate() {
            if place > 0 {
                units.extend(&with);
            }
            units.push(unit);
        }
        return call.heap.string_of(&units);
    }
    let mut start = 0;
    for found in places(whole, &part) {
        units.extend(whole.part(start, found).iter());
        units.extend(&with);
        start = found + part.len();
    }
    units.extend(whole.part(start, whole.len()).iter());
    call.heap.string_of(&units)
}

fn indexes(call: &mut Call<'_>, part: Value, whole: Value) -> Result {
    let part = call.heap.units(part)?.to_vec();
    if part.is_empty() {
        return Ok(NIL);
    }
    let places = places(call.heap.units(whole)?, &part);
    #[allow(clippy::cast_precision_loss)]
    call.heap.list(places.into_iter().map(|place| number(place as f64)))
}

/// Changes the text between lone surrogates, which have no case.
fn change(call: &mut Call<'_>, text: Value, change: fn(&str) -> String) -> Result {
    let units = call.heap.units(text)?.to_vec();
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

fn trim(call: &mut Call<'_>, text: Value, left: bool, right: bool) -> Result {
    let flat = call.heap.flat(text)?;
    let units = call.heap.flat_units(flat)?;
    let (mut start, mut end) = (0, units.len());
    while left && start < end && is_space(units.at(start)) {
        start += 1;
    }
    while right && start < end && is_space(units.at(end - 1)) {
        end -= 1;
    }
    call.heap.part(flat, start, end)
}

/// ECMAScript's white space and line ends.
fn is_space(unit: u16) -> bool {
    matches!(
        unit,
        0x09..=0x0D | 0x20 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 | 0xFEFF
    )
}

/// Digits alone, behind a sign or none.
fn to_int(call: &mut Call<'_>, text: Value) -> Result {
    let text = call.heap.units(text)?.to_text();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(&text);
    let fine = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match fine.then(|| text.parse::<f64>()) {
        Some(Ok(value)) => call.just(number(value)),
        _ => call.nullary("Nothing"),
    }
}

/// Decimal notation, as `+text` reads it in JavaScript, but without white space, and no hexadecimal and the like.
fn to_float(call: &mut Call<'_>, text: Value) -> Result {
    let text = call.heap.units(text)?.to_text();
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(&text);
    let fine = unsigned.bytes().any(|byte| byte.is_ascii_digit())
        && unsigned.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    match fine.then(|| text.parse::<f64>()) {
        Some(Ok(value)) => call.just(number(value)),
        _ => call.nullary("Nothing"),
    }
}

fn uncons(call: &mut Call<'_>, text: Value) -> Result {
    let flat = call.heap.flat(text)?;
    let units = call.heap.flat_units(flat)?;
    if units.is_empty() {
        return call.nullary("Nothing");
    }
    let length = units.len();
    let (high, low) = (units.at(0), units.at(1));
    let pair = (0xD800..0xDC00).contains(&high) && (0xDC00..0xE000).contains(&low) && length > 1;
    let (point, width) = match pair {
        true => (0x1_0000 + ((u32::from(high) - 0xD800) << 10) + (u32::from(low) - 0xDC00), 2),
        false => (u32::from(high), 1),
    };
    let rest = call.heap.part(flat, width, length)?;
    let pair = call.heap.pair(character(point), rest)?;
    call.just(pair)
}
