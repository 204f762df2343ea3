//! A `BuildAmp.Range` of the logic, as the rules' reads take it.

use std::ops::Bound;

use buildamp_elm::core::tree;
use buildamp_elm::wasm::Layout;
use buildamp_rules::{Order, Range};

use super::ask::{Fields, union};
use crate::Fault;
use crate::heap::{Heap, Value, as_number, variant};

const WHAT: &str = "BuildAmp.Range.Range";

/// How ranges lie in memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranges(Fields<4>);

impl Ranges {
    /// Those of a type; `None` where it is not the one that is generated.
    pub(super) fn of(layout: &Layout, id: tree::TypeId) -> Option<Ranges> {
        let range = union(layout, id, WHAT).ok()?;
        let [variant] = &range.variants[..] else {
            return None;
        };
        let [record] = variant.arguments[..] else {
            return None;
        };
        let tree::Type::Record(_, fields) = &layout.types[record.0 as usize] else {
            return None;
        };
        let are = |field: &str, expected: &[&str]| {
            let field = fields.iter().find(|found| found.name == field)?;
            let variants = union(layout, field.ty, WHAT).ok()?.variants.iter();
            let names = variants.map(|variant| variant.name.as_str());
            names.eq(expected.iter().copied()).then_some(())
        };
        are("lower", &["Open", "At", "Beside"])?;
        are("upper", &["Open", "At", "Beside"])?;
        are("limit", &["Just", "Nothing"])?;
        are("order", &["Ascending", "Descending"])?;
        let names = ["lower", "upper", "limit", "order"];
        Fields::of(layout, record, WHAT, names).ok().map(Ranges)
    }

    pub(super) fn read(self, heap: &mut Heap<'_>, range: Value) -> Result<Range, Fault> {
        let record = heap.argument(range, 0)?;
        let [lower, upper, limit, order] = self.0.read(heap, record)?;
        Ok(Range {
            lower: bound(heap, lower)?,
            upper: bound(heap, upper)?,
            limit: match variant(limit)? {
                0 => Some(count(heap.argument(limit, 0)?)?),
                _ => None,
            },
            order: match variant(order)? {
                0 => Order::Ascending,
                _ => Order::Descending,
            },
        })
    }
}

fn bound(heap: &mut Heap<'_>, bound: Value) -> Result<Bound<String>, Fault> {
    let tag = variant(bound)?;
    if tag == 0 {
        return Ok(Bound::Unbounded);
    }
    let key = heap.argument(bound, 0)?;
    let key = heap.units(key)?.to_text();
    Ok(match tag {
        1 => Bound::Included(key),
        _ => Bound::Excluded(key),
    })
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "less than 0 is 0, and there are never as many as the greatest"
)]
fn count(number: Value) -> Result<usize, Fault> {
    Ok(as_number(number)? as usize)
}
