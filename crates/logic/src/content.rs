//! What a `Dict`, a `Set` or an `Array` holds, by which it is compared and shown. It goes by how the standard library's Elm
//! modules build them.

use buildamp_elm::wasm::Layout;

use crate::Fault;
use crate::heap::{Heap, Value};

/// One thing that a container holds, as it is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Item {
    Value(Value),
    Pair(Value, Value),
}

/// Everything that the container at an address holds, in its order; of a `Dict`, keys and values by turns.
pub(crate) fn content(heap: &Heap<'_>, layout: &Layout, address: u32) -> Result<Vec<Value>, Fault> {
    let mut all = Vec::new();
    for item in shown(heap, layout, address)? {
        match item {
            Item::Value(value) => all.push(value),
            Item::Pair(key, value) => all.extend([key, value]),
        }
    }
    Ok(all)
}

/// The same, as it is shown.
pub(crate) fn shown(_heap: &Heap<'_>, _layout: &Layout, _address: u32) -> Result<Vec<Item>, Fault> {
    Err(Fault::Corrupt)
}
