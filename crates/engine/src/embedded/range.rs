//! Ranges of a snapshot: a little of memory, a little of the store, and of the two what lies before both ends; then the next little.
//!
//! Memory first, each time: what goes from there meanwhile is below by then, and the store takes in nothing that a held snapshot must
//! not see.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cells::{Found, Version};
use super::core::Core;
use super::state::Area;
use super::sync::read;
use crate::{Interval, Json, Millis, Order, Range, Tenant, Unavailable};

/// How many cells are looked at in one go at most, while commits wait.
const PIECE: usize = 512;

/// Whose cells are read, and as of when.
pub(super) struct Reader<'a> {
    pub(super) core: &'a Core,
    pub(super) tenant: &'a Tenant,
    pub(super) estate: Option<usize>,
    pub(super) area: Area,
    pub(super) at: u64,
    pub(super) now: Millis,
}

/// Some cells, and up to which of them all are there; `None` where there are no more.
type Part = (Found, Option<Arc<str>>);

impl Reader<'_> {
    pub(super) fn range(&self, range: &Range) -> Result<Vec<(Arc<str>, Json)>, Unavailable> {
        let limit = range.limit.unwrap_or(usize::MAX);
        let (mut found, mut rest) = (Vec::new(), range.keys.clone());
        let mut most = 1;
        while found.len() < limit && !rest.is_empty() {
            // Where much of it has gone, more is looked at each time.
            most = (most * 2).max(limit - found.len()).min(PIECE);
            let (part, end) = self.part(&rest, range.order, most)?;
            let live = part
                .into_iter()
                .filter_map(|(key, version)| Some((key, version.live(self.now)?.clone())));
            found.extend(live.take(limit - found.len()));
            match end {
                Some(end) => rest = rest.split(&end, range.order).1,
                None => break,
            }
        }
        Ok(found)
    }

    /// The first cells, those that are gone included, in order.
    fn part(&self, keys: &Interval, order: Order, most: usize) -> Result<Part, Unavailable> {
        let (above, above_end) = self.above(keys, order, most);
        let (below, is_all) = (self.core).piece_below(self.tenant, self.area, keys, order, most)?;
        let below_end = below.last().filter(|_| !is_all).map(|(key, _)| key.clone());
        let ends = [above_end, below_end].into_iter().flatten();
        let end = match order {
            Order::Ascending => ends.min(),
            Order::Descending => ends.max(),
        };
        let mut all: BTreeMap<Arc<str>, Version> = below.into_iter().collect();
        all.extend(above);
        if let Some(end) = &end {
            let (before, _) = keys.split(end, order);
            all.retain(|key, _| before.holds(key));
        }
        let all = all.into_iter();
        let cells = match order {
            Order::Ascending => all.collect(),
            Order::Descending => all.rev().collect(),
        };
        Ok((cells, end))
    }

    fn above(&self, keys: &Interval, order: Order, most: usize) -> Part {
        let Some(estate) = self.estate else {
            return (Vec::new(), None);
        };
        let state = read(&self.core.state);
        let table = state.estate(estate).table(self.area);
        let (mut cells, mut looked) = (Vec::new(), 0);
        let mut last = None;
        for key in table.span(keys, order) {
            if looked == most {
                return (cells, last);
            }
            looked += 1;
            // Where memory doesn't know what it was by then, the store does.
            if let Some(version) = table.at(key, self.at) {
                cells.push((key.clone(), version.clone()));
            }
            last = Some(key.clone());
        }
        (cells, None)
    }
}
