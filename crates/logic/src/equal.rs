//! `==` and `compare`, on any values. Neither uses the host's stack for what is deep in the guest's.

use std::cmp::Ordering;

use buildamp_elm::core::tree::ConstructorKind;
use buildamp_elm::wasm::Layout;
use buildamp_elm::wasm::value::Kind;

use crate::clock::Deadline;
use crate::heap::{Heap, Shown, Value, look};
use crate::text::Units;
use crate::{Fault, chars};

/// Whether two values of one type are equal.
pub(crate) fn equal(
    heap: &mut Heap<'_>,
    layout: &Layout,
    deadline: &Deadline,
    (a, b): (Value, Value),
) -> Result<bool, Fault> {
    let mut open = vec![(a, b)];
    let mut steps = 0_u32;
    while let Some((a, b)) = open.pop() {
        watch(deadline, &mut steps)?;
        let same = match (look(a)?, look(b)?) {
            (Shown::Number(a), Shown::Number(b)) => a == b,
            // A function is only equal to itself; asking about others is the program's mistake.
            (Shown::Kind(Kind::Function, a), Shown::Kind(Kind::Function, b)) if a != b => {
                return Err(Fault::EqualFunctions);
            }
            (Shown::Kind(Kind::String, x), Shown::Kind(Kind::String, y)) => {
                x == y || strings_equal(heap, a, b)?
            }
            (Shown::Kind(Kind::Host, x), Shown::Kind(Kind::Host, y)) => {
                crate::foreign::parts(heap, x, y, &mut open)?
            }
            // Looked into even if it is the same: it may hold what is not equal to itself.
            (Shown::Kind(kind, x), Shown::Kind(other, y)) if kind == other => {
                parts(heap, kind, x, y, &mut open)?
            }
            (Shown::Union(tag, x), Shown::Union(other, y)) => {
                union(heap, layout, (tag, x), (other, y), &mut open)?
            }
            _ => return Err(Fault::Corrupt),
        };
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What both hold is put on the list; whether they can be equal at all is told.
fn parts(
    heap: &Heap<'_>,
    kind: Kind,
    x: u32,
    y: u32,
    open: &mut Vec<(Value, Value)>,
) -> Result<bool, Fault> {
    let mut pairs = |heap: &Heap<'_>, first: u32, count: u32| -> Result<(), Fault> {
        for place in (0..count).rev() {
            let offset = first + 8 * place;
            open.push((heap.word(x + offset)?, heap.word(y + offset)?));
        }
        Ok(())
    };
    match kind {
        Kind::List if x == 0 || y == 0 => return Ok(x == y),
        // The rest lies below the first, so that it is looked at last.
        Kind::List | Kind::Pair => pairs(heap, 0, 2)?,
        Kind::Triple => pairs(heap, 0, 3)?,
        Kind::Record => pairs(heap, 8, heap.half(x + 4)?)?,
        Kind::Unit | Kind::Bool | Kind::Char | Kind::Function | Kind::Host | Kind::String => {
            return Ok(x == y);
        }
    }
    Ok(true)
}

fn union(
    heap: &Heap<'_>,
    layout: &Layout,
    (tag, x): (u16, u32),
    (other, y): (u16, u32),
    open: &mut Vec<(Value, Value)>,
) -> Result<bool, Fault> {
    let kind = |address: u32| -> Result<ConstructorKind, Fault> {
        let id = heap.half(address)? as usize;
        Ok(layout.constructors.get(id).ok_or(Fault::Corrupt)?.kind)
    };
    if kind(x)? != ConstructorKind::Plain {
        let a = crate::content::content(heap, layout, x)?;
        let b = crate::content::content(heap, layout, y)?;
        if a.len() != b.len() {
            return Ok(false);
        }
        open.extend(a.into_iter().zip(b).rev());
        return Ok(true);
    }
    if tag != other {
        return Ok(false);
    }
    for place in (0..heap.half(x + 4)?).rev() {
        let offset = 8 + 8 * place;
        open.push((heap.word(x + offset)?, heap.word(y + offset)?));
    }
    Ok(true)
}

fn strings_equal(heap: &mut Heap<'_>, a: Value, b: Value) -> Result<bool, Fault> {
    if heap.string_length(a)? != heap.string_length(b)? {
        return Ok(false);
    }
    let (a, b) = (heap.flat(a)?, heap.flat(b)?);
    Ok(match (heap.flat_units(a)?, heap.flat_units(b)?) {
        (Units::Narrow(a), Units::Narrow(b)) => a == b,
        (Units::Wide(a), Units::Wide(b)) => a == b,
        (a, b) => a.iter().eq(b.iter()),
    })
}

/// Values that share their parts may take longer than their size lets expect.
fn watch(deadline: &Deadline, steps: &mut u32) -> Result<(), Fault> {
    *steps = steps.wrapping_add(1);
    match *steps & 0xFFF {
        0 => deadline.check(),
        _ => Ok(()),
    }
}

/// How two comparable values of one type are ordered. What can't be ordered (a number that is none) counts as
/// greater, as in the official runtime.
pub(crate) fn compare(
    heap: &mut Heap<'_>,
    deadline: &Deadline,
    (a, b): (Value, Value),
) -> Result<Ordering, Fault> {
    let mut open = vec![(a, b)];
    let mut steps = 0_u32;
    while let Some((a, b)) = open.pop() {
        watch(deadline, &mut steps)?;
        let ordering = match (look(a)?, look(b)?) {
            (Shown::Number(a), Shown::Number(b)) => match a.partial_cmp(&b) {
                Some(ordering) => ordering,
                None => Ordering::Greater,
            },
            (Shown::Kind(Kind::Char, a), Shown::Kind(Kind::Char, b)) => compare_chars(a, b),
            (Shown::Kind(Kind::String, _), Shown::Kind(Kind::String, _)) => {
                let (a, b) = (heap.flat(a)?, heap.flat(b)?);
                match (heap.flat_units(a)?, heap.flat_units(b)?) {
                    (Units::Narrow(a), Units::Narrow(b)) => a.cmp(b),
                    (a, b) => a.iter().cmp(b.iter()),
                }
            }
            (Shown::Kind(Kind::List, 0), Shown::Kind(Kind::List, 0)) => Ordering::Equal,
            (Shown::Kind(Kind::List, 0), Shown::Kind(Kind::List, _)) => Ordering::Less,
            (Shown::Kind(Kind::List, _), Shown::Kind(Kind::List, 0)) => Ordering::Greater,
            (
                Shown::Kind(kind @ (Kind::List | Kind::Pair | Kind::Triple), x),
                Shown::Kind(other, y),
            ) if kind == other => {
                let count = if kind == Kind::Triple { 3 } else { 2 };
                for place in (0..count).rev() {
                    open.push((heap.word(x + 8 * place)?, heap.word(y + 8 * place)?));
                }
                Ordering::Equal
            }
            (Shown::Kind(Kind::Unit, _), Shown::Kind(Kind::Unit, _)) => Ordering::Equal,
            _ => return Err(Fault::Corrupt),
        };
        if ordering != Ordering::Equal {
            return Ok(ordering);
        }
    }
    Ok(Ordering::Equal)
}

/// By UTF-16 units, as JavaScript compares the strings that characters are there.
fn compare_chars(a: u32, b: u32) -> Ordering {
    if a < 0xD800 && b < 0xD800 {
        return a.cmp(&b);
    }
    let units = |c: u32| {
        chars::points(c).flat_map(|point| match point.checked_sub(0x1_0000) {
            None => [Some(point), None],
            Some(high) => [Some(0xD800 + (high >> 10)), Some(0xDC00 + (high & 0x3FF))],
        })
    };
    units(a).flatten().cmp(units(b).flatten())
}
