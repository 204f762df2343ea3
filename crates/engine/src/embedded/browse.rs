//! What is kept, looked through: a little of memory, a little of the store, and of the two what lies before both ends.
//!
//! No snapshot is held: what goes from memory meanwhile is in the store by then, which is read after memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cells::{NEVER, Version};
use super::core::Core;
use super::disk::{self, Corrupt, Shelf};
use super::state::Area;
use super::sync::read;
use crate::{Found, Keep, Kept, Millis, STRETCH, Stretch, Tenant, Thing, Unavailable};

impl From<Kept> for Area {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Values => Self::Values,
            Kept::Games => Self::Games,
            Kept::Documents => Self::Documents,
        }
    }
}

/// Some cells in order, and whether there are no more behind them.
struct Part {
    cells: Vec<(Arc<str>, Version)>,
    is_all: bool,
}

impl Part {
    /// Behind which key nothing was looked at.
    fn end(&self) -> Option<Arc<str>> {
        let last = self.cells.last().filter(|_| !self.is_all);
        last.map(|(key, _)| key.clone())
    }
}

/// What is looked for.
struct Looking<'a> {
    tenant: &'a Tenant,
    area: Area,
    prefix: &'a str,
    behind: Option<&'a str>,
    most: usize,
}

impl Core {
    pub(crate) fn browse(
        &self,
        tenant: &Tenant,
        kept: Kept,
        prefix: &str,
        behind: Option<&str>,
        most: usize,
        now: Millis,
    ) -> Result<Stretch, Unavailable> {
        self.ready()?;
        let looking = Looking {
            tenant,
            area: kept.into(),
            prefix,
            behind,
            most: most.max(1),
        };
        let above = self.some_above(&looking);
        let below = self.some_below(&looking)?;
        let end = [above.end(), below.end()].into_iter().flatten().min();
        let mut all: BTreeMap<Arc<str>, Version> = below.cells.into_iter().collect();
        all.extend(above.cells);
        if let Some(end) = &end {
            all.retain(|key, _| key <= end);
        }
        Ok(told(all, end, &looking, now))
    }

    fn some_above(&self, looking: &Looking<'_>) -> Part {
        let state = read(&self.state);
        let estate = state.find(looking.tenant);
        let table = estate.map(|estate| state.estate(estate).table(looking.area));
        let some = table.map(|table| table.some(looking.prefix, looking.behind, looking.most));
        let some = some.into_iter().flatten();
        let cells: Vec<_> = some.map(|(key, v)| (key.clone(), v.clone())).collect();
        Part {
            is_all: cells.len() < looking.most,
            cells,
        }
    }

    fn some_below(&self, looking: &Looking<'_>) -> Result<Part, Unavailable> {
        let mut some = Part {
            cells: Vec::new(),
            is_all: true,
        };
        let Some(disk) = &self.disk else {
            return Ok(some);
        };
        let (shelf, tenant) = (Shelf::of(looking.area), &looking.tenant.0);
        let start = disk::key(shelf, tenant, b"").len();
        let prefix = disk::key(shelf, tenant, looking.prefix.as_bytes());
        let from = looking.behind.map_or_else(Vec::new, |behind| {
            let mut from = disk::key(shelf, tenant, behind.as_bytes());
            // The first that is greater.
            from.push(0);
            from
        });
        let (mut size, mut damaged) = (0, None);
        disk.store.scan(&prefix, &from, |key, value| {
            if some.cells.len() == looking.most || size > STRETCH {
                some.is_all = false;
                return false;
            }
            size += value.len();
            match (std::str::from_utf8(&key[start..]), disk::cell(value, 0)) {
                (Ok(key), Ok(version)) => some.cells.push((key.into(), version)),
                _ => damaged = Some(Corrupt),
            }
            damaged.is_none()
        })?;
        damaged.map_or(Ok(some), |corrupt| Err(corrupt.into()))
    }
}

/// What of it is there, up to so many and so long.
fn told(
    all: BTreeMap<Arc<str>, Version>,
    end: Option<Arc<str>>,
    looking: &Looking<'_>,
    now: Millis,
) -> Stretch {
    let mut stretch = Stretch::default();
    let (mut size, mut looked) = (0, 0);
    let mut cells = all.into_iter();
    while let Some((key, version)) = cells.next() {
        looked += 1;
        if let Some(value) = version.live(now) {
            size += value.len();
            stretch.found.push(Found {
                key: key.clone(),
                thing: thing(&version, value, looking.area),
            });
        }
        let is_enough = looked == looking.most || size > STRETCH;
        if is_enough && cells.len() > 0 {
            stretch.next = Some(key.to_string());
            return stretch;
        }
    }
    stretch.next = end.map(|end| end.to_string());
    stretch
}

fn thing(version: &Version, value: &crate::Json, area: Area) -> Thing {
    match area {
        Area::Documents => Thing::Document {
            version: version.number,
        },
        _ => Thing::Value {
            value: value.clone(),
            keep: match version.until {
                NEVER => Keep::Always,
                until => Keep::Until(until),
            },
        },
    }
}
