//! What a `Dict`, a `Set` or an `Array` holds, by which it is compared and shown. It goes by how the standard library's Elm
//! modules build them: `Dict.elm`, `Set.elm` and `Array.elm` say that they must be changed together with this.

use buildamp_elm::core::tree::ConstructorKind;
use buildamp_elm::wasm::Layout;
use buildamp_elm::wasm::value::Kind;

use crate::Fault;
use crate::heap::{Heap, Shown, Value, look};

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
pub(crate) fn shown(heap: &Heap<'_>, layout: &Layout, address: u32) -> Result<Vec<Item>, Fault> {
    let id = heap.half(address)? as usize;
    match layout.constructors.get(id).ok_or(Fault::Corrupt)?.kind {
        ConstructorKind::Dict => {
            let pairs = entries(heap, address)?.into_iter();
            Ok(pairs.map(|(key, value)| Item::Pair(key, value)).collect())
        }
        ConstructorKind::Set => {
            let dict = argument(heap, address, 0)?;
            let pairs = entries(heap, union(dict)?)?.into_iter();
            Ok(pairs.map(|(key, _)| Item::Value(key)).collect())
        }
        ConstructorKind::Array => Ok(elements(heap, layout, address)?
            .into_iter()
            .map(Item::Value)
            .collect()),
        ConstructorKind::Plain => Err(Fault::Corrupt),
    }
}

fn argument(heap: &Heap<'_>, address: u32, place: u32) -> Result<Value, Fault> {
    heap.word(address + 8 + 8 * place)
}

fn union(value: Value) -> Result<u32, Fault> {
    match look(value)? {
        Shown::Union(_, address) => Ok(address),
        _ => Err(Fault::Corrupt),
    }
}

/// Keys and values of a `Dict`, in the order of the keys.
pub(crate) fn pairs(heap: &Heap<'_>, dict: Value) -> Result<Vec<(Value, Value)>, Fault> {
    entries(heap, union(dict)?)
}

/// `Leaf | Node Int k v (Dict k v) (Dict k v)`, from left to right.
fn entries(heap: &Heap<'_>, address: u32) -> Result<Vec<(Value, Value)>, Fault> {
    let mut all = Vec::new();
    let mut open = Vec::new();
    let mut next = Some(address);
    loop {
        match next.take() {
            Some(node) if heap.half(node + 4)? == 5 => {
                open.push(node);
                next = Some(union(argument(heap, node, 3)?)?);
            }
            _ => {
                let Some(node) = open.pop() else {
                    return Ok(all);
                };
                all.push((argument(heap, node, 1)?, argument(heap, node, 2)?));
                next = Some(union(argument(heap, node, 4)?)?);
            }
        }
    }
}

/// `Array Int Int (Node a) (Flat a)`: what the tree holds, then what is behind it.
fn elements(heap: &Heap<'_>, layout: &Layout, address: u32) -> Result<Vec<Value>, Fault> {
    let mut all = Vec::new();
    let mut open = vec![argument(heap, address, 2)?];
    while let Some(node) = open.pop() {
        let node = union(node)?;
        let id = heap.half(node)? as usize;
        let values = flat(heap, argument(heap, node, 0)?)?;
        match layout
            .constructors
            .get(id)
            .ok_or(Fault::Corrupt)?
            .name
            .as_str()
        {
            "Leaf" => all.extend(values),
            _ => open.extend(values.into_iter().rev()),
        }
    }
    all.extend(flat(heap, argument(heap, address, 3)?)?);
    Ok(all)
}

/// Values side by side.
pub(crate) fn flat(heap: &Heap<'_>, value: Value) -> Result<Vec<Value>, Fault> {
    let Shown::Kind(Kind::Host, address) = look(value)? else {
        return Err(Fault::Corrupt);
    };
    (0..heap.half(address)?)
        .map(|place| heap.word(address + 8 + 8 * place))
        .collect()
}
