//! Of `BuildAmp.Internal.Flat`: values side by side, of which a change makes a copy.

use buildamp_elm::wasm::value::Kind;

use super::Primitive::{Three, Two, Zero};
use super::{Call, Result, Table};
use crate::Fault;
use crate::content::flat;
use crate::heap::{Value, as_number};

pub(super) const TABLE: Table = &[
    ("BuildAmp.Internal.Flat.empty", Zero(|c| of(c, &[]))),
    (
        "BuildAmp.Internal.Flat.fromList",
        Two(|c, count, list| {
            let items = c.heap.items(list)?;
            of(c, &items[..place(count)?.min(items.len())])
        }),
    ),
    (
        "BuildAmp.Internal.Flat.set",
        Three(|c, at, value, values| {
            let mut items = flat(&c.heap, values)?;
            *items.get_mut(place(at)?).ok_or(Fault::Corrupt)? = value;
            of(c, &items)
        }),
    ),
    (
        "BuildAmp.Internal.Flat.push",
        Two(|c, value, values| {
            let mut items = flat(&c.heap, values)?;
            items.push(value);
            of(c, &items)
        }),
    ),
    (
        "BuildAmp.Internal.Flat.take",
        Two(|c, count, values| {
            let items = flat(&c.heap, values)?;
            of(c, &items[..place(count)?.min(items.len())])
        }),
    ),
];

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn place(value: Value) -> Result<usize> {
    Ok(as_number(value)?.max(0.0) as usize)
}

fn of(call: &mut Call<'_>, items: &[Value]) -> Result {
    let address = call.heap.allocate(8 + 8 * items.len())?;
    call.heap.set_half(
        address,
        u32::try_from(items.len()).map_err(|_| Fault::Memory)?,
    )?;
    call.heap.set_half(address + 4, 0)?;
    for (place, item) in (1..).zip(items) {
        call.heap.set_word(address + 8 * place, *item)?;
    }
    Ok(Kind::Host.value(address))
}
