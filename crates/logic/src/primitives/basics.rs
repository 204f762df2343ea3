//! Of `Basics`, `Bitwise`, `Char` and `Debug`: what takes more than an instruction.

use std::cmp::Ordering;

use super::Primitive::{One, Two};
use super::{Call, Result, Table};
use crate::equal::{compare, equal};
use crate::heap::{Value, as_character, as_number, character, number, truth};
use crate::text::code_points;
use crate::{Fault, chars, show};

pub(super) const TABLE: Table = &[
    (
        "Basics.eq",
        Two(|c, a, b| Ok(truth(equal(&mut c.heap, c.layout, c.deadline, (a, b))?))),
    ),
    (
        "Basics.lt",
        Two(|c, a, b| is(c, a, b, |o| o == Ordering::Less)),
    ),
    (
        "Basics.le",
        Two(|c, a, b| is(c, a, b, |o| o != Ordering::Greater)),
    ),
    (
        "Basics.gt",
        Two(|c, a, b| is(c, a, b, |o| o == Ordering::Greater)),
    ),
    (
        "Basics.ge",
        Two(|c, a, b| is(c, a, b, |o| o != Ordering::Less)),
    ),
    ("Basics.compare", Two(order)),
    ("Basics.append", Two(append)),
    ("Basics.modBy", Two(mod_by)),
    (
        "Basics.remainderBy",
        Two(|_, a, b| Ok(number(as_number(b)? % as_number(a)?))),
    ),
    (
        "Basics.pow",
        Two(|_, a, b| Ok(number(power(as_number(a)?, as_number(b)?)))),
    ),
    ("Basics.round", One(|_, a| Ok(number(round(as_number(a)?))))),
    ("Basics.sin", One(|_, a| Ok(number(as_number(a)?.sin())))),
    ("Basics.cos", One(|_, a| Ok(number(as_number(a)?.cos())))),
    ("Basics.tan", One(|_, a| Ok(number(as_number(a)?.tan())))),
    ("Basics.asin", One(|_, a| Ok(number(as_number(a)?.asin())))),
    ("Basics.acos", One(|_, a| Ok(number(as_number(a)?.acos())))),
    ("Basics.atan", One(|_, a| Ok(number(as_number(a)?.atan())))),
    (
        "Basics.atan2",
        Two(|_, a, b| Ok(number(as_number(a)?.atan2(as_number(b)?)))),
    ),
    ("Basics.ln", One(|_, a| Ok(number(as_number(a)?.ln())))),
    (
        "Char.fromCode",
        One(|_, a| Ok(character(from_code(as_number(a)?)))),
    ),
    (
        "Char.toUpper",
        One(|_, a| Ok(character(chars::upper(as_character(a)?)))),
    ),
    (
        "Char.toLower",
        One(|_, a| Ok(character(chars::lower(as_character(a)?)))),
    ),
    (
        "Debug.toString",
        One(|c, a| {
            let text = show::show(&mut c.heap, c.layout, a)?;
            c.heap.string(&text)
        }),
    ),
    ("Debug.log", Two(log)),
    (
        "Debug.todo",
        One(|c, a| Err(Fault::Todo(c.heap.units(a)?.to_text()))),
    ),
];

fn is(call: &mut Call<'_>, a: Value, b: Value, fits: fn(Ordering) -> bool) -> Result {
    // Every comparison with what is no number is false.
    if let (Ok(a), Ok(b)) = (as_number(a), as_number(b)) {
        return Ok(truth(a.partial_cmp(&b).is_some_and(fits)));
    }
    Ok(truth(fits(compare(&mut call.heap, call.deadline, (a, b))?)))
}

fn order(call: &mut Call<'_>, a: Value, b: Value) -> Result {
    let order = match compare(&mut call.heap, call.deadline, (a, b))? {
        Ordering::Less => "LT",
        Ordering::Equal => "EQ",
        Ordering::Greater => "GT",
    };
    call.nullary(order)
}

fn append(call: &mut Call<'_>, a: Value, b: Value) -> Result {
    if call.heap.string_length(a).is_ok() {
        return call.heap.join(a, b);
    }
    let items = call.heap.items(a)?;
    items
        .into_iter()
        .rev()
        .try_fold(b, |tail, head| call.heap.cons(head, tail))
}

fn mod_by(_: &mut Call<'_>, divisor: Value, value: Value) -> Result {
    let (divisor, value) = (as_number(divisor)?, as_number(value)?);
    if divisor == 0.0 {
        return Err(Fault::ModByZero);
    }
    let rest = value % divisor;
    let other_side = rest > 0.0 && divisor < 0.0 || rest < 0.0 && divisor > 0.0;
    Ok(number(if other_side { rest + divisor } else { rest }))
}

/// As ECMAScript has it, which differs from IEEE 754 where the base is 1 or −1 and the exponent is infinite or no number.
fn power(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || base.abs() == 1.0 && exponent.is_infinite() {
        return f64::NAN;
    }
    base.powf(exponent)
}

/// The nearest whole number; the greater one of two.
fn round(float: f64) -> f64 {
    let below = float.floor();
    match float - below >= 0.5 {
        // From −0.5 up it is a negative zero.
        true => (below + 1.0).abs().copysign(float),
        false => below,
    }
}

/// U+FFFD for what is no code point.
fn from_code(code: f64) -> u32 {
    if !(0.0..=1_114_111.0).contains(&code) {
        return 0xFFFD;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let code = code as u32;
    code
}

fn log(call: &mut Call<'_>, label: Value, value: Value) -> Result {
    let shown = show::show(&mut call.heap, call.layout, value)?;
    let label: String = code_points(call.heap.units(label)?)
        .filter_map(char::from_u32)
        .collect();
    call.log.push(format!("{label}: {shown}"));
    Ok(value)
}
