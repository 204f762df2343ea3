//! Brings what is not in memory up from the store.

use std::sync::{Arc, RwLockReadGuard};

use super::cells::{Found, Version};
use super::core::Core;
use super::disk::{self, Corrupt, Shelf};
use super::rooms::{Kept, Room};
use super::state::{Area, Spot, State};
use super::sync::{lock, read, write};
use crate::{Batch, Interval, Millis, Order, Position, Tenant, Unavailable, Write};

impl From<Corrupt> for Unavailable {
    fn from(corrupt: Corrupt) -> Self {
        Self(format!("data.redb: {corrupt}"))
    }
}

impl Core {
    /// A cell of the store.
    pub(crate) fn below(
        &self,
        tenant: &Tenant,
        area: Area,
        key: &str,
    ) -> Result<Option<Version>, Unavailable> {
        let Some(disk) = &self.disk else {
            return Ok(None);
        };
        let found = disk
            .store
            .get(&disk::key(Shelf::of(area), &tenant.0, key.as_bytes()))?;
        Ok(found.map(|value| disk::cell(&value, 0)).transpose()?)
    }

    /// The cells of the store whose keys have a prefix, in order.
    pub(crate) fn all_below(
        &self,
        tenant: &Tenant,
        area: Area,
        prefix: &str,
    ) -> Result<Vec<(Arc<str>, Version)>, Unavailable> {
        let keys = Interval::of_prefix(prefix);
        let piece = self.piece_below(tenant, area, &keys, Order::Ascending, usize::MAX);
        piece.map(|(found, _)| found)
    }

    /// The first so many cells of the store in an interval, and whether there are no more of them.
    pub(crate) fn piece_below(
        &self,
        tenant: &Tenant,
        area: Area,
        keys: &Interval,
        order: Order,
        most: usize,
    ) -> Result<(Found, bool), Unavailable> {
        let (mut found, mut is_all, mut damaged) = (Vec::new(), true, None);
        self.each_below(tenant, area, keys, order, |key, version| {
            match (key, version) {
                _ if found.len() == most => is_all = false,
                (Ok(key), Ok(version)) => found.push((key.into(), version)),
                _ => damaged = Some(Corrupt),
            }
            is_all && damaged.is_none()
        })?;
        damaged.map_or(Ok((found, is_all)), |corrupt| Err(corrupt.into()))
    }

    /// Looks at the cells of the store in an interval, until `take` is false.
    fn each_below(
        &self,
        tenant: &Tenant,
        area: Area,
        keys: &Interval,
        order: Order,
        mut take: impl FnMut(Result<&str, Corrupt>, Result<Version, Corrupt>) -> bool,
    ) -> Result<(), Unavailable> {
        let Some(disk) = &self.disk else {
            return Ok(());
        };
        if keys.is_empty() {
            return Ok(());
        }
        let (shelf, tenant) = (Shelf::of(area), &tenant.0);
        let all = disk::key(shelf, tenant, b"");
        let from = disk::key(shelf, tenant, keys.from.as_bytes());
        let to = match &keys.to {
            Some(to) => disk::key(shelf, tenant, to.as_bytes()),
            None => disk::past(&all),
        };
        disk.store.span(&from, &to, order, |key, value| {
            let key = std::str::from_utf8(&key[all.len()..]);
            take(key.map_err(|_| Corrupt), disk::cell(value, 0))
        })
    }

    /// Brings a cell up that memory does not have. `gone` is how often cells had gone from memory when it was looked for.
    pub(crate) fn bring_cell(
        &self,
        estate: usize,
        area: Area,
        key: &str,
        version: Version,
        gone: u64,
    ) {
        let mut state = write(&self.state);
        // What was written and has gone again since then is newer than what was found.
        if state.gone.times == gone {
            let key: Arc<str> = key.into();
            state.load(Spot::new(estate, area, key), version);
        }
    }

    /// The state, with what a batch's writes build on in memory, and the tenant's number. Only the thread that commits does this.
    pub(crate) fn brought(
        &self,
        batch: &Batch,
    ) -> Result<(RwLockReadGuard<'_, State>, usize), Unavailable> {
        let state = read(&self.state);
        let known = state.find(&batch.tenant);
        let all = |estate: &usize| self.disk.is_none() || state.has(*estate, &batch.writes);
        if let Some(estate) = known.filter(all) {
            return Ok((state, estate));
        }
        drop(state);
        let estate = known.unwrap_or_else(|| write(&self.state).settle(&batch.tenant));
        self.bring(estate, batch)?;
        Ok((read(&self.state), estate))
    }

    fn bring(&self, estate: usize, batch: &Batch) -> Result<(), Unavailable> {
        if self.disk.is_none() {
            return Ok(());
        }
        for write in &batch.writes {
            match write {
                Write::Operation { document, .. }
                | Write::Content { document, .. }
                | Write::DeleteDocument { document } => {
                    self.bring_document(estate, &batch.tenant, document)?;
                }
                Write::Broadcast { room, .. } => {
                    self.bring_room(estate, &batch.tenant, room)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn bring_document(
        &self,
        estate: usize,
        tenant: &Tenant,
        document: &str,
    ) -> Result<(), Unavailable> {
        let state = read(&self.state);
        let documents = state.estate(estate).table(Area::Documents);
        let (known, gone) = (documents.newest(document).is_some(), state.gone.times);
        drop(state);
        if !known && let Some(version) = self.below(tenant, Area::Documents, document)? {
            self.bring_cell(estate, Area::Documents, document, version, gone);
        }
        Ok(())
    }

    fn bring_room(&self, estate: usize, tenant: &Tenant, room: &str) -> Result<bool, Unavailable> {
        if read(&self.state).estate(estate).rooms.contains_key(room) {
            return Ok(true);
        }
        let Some(found) = self.room_below(tenant, room)? else {
            return Ok(false);
        };
        write(&self.state).install(estate, room.into(), found);
        Ok(true)
    }

    /// Sees to it that a room is in memory, if it ever broadcast.
    pub(crate) fn find_room(&self, tenant: &Tenant, room: &str) -> Result<(), Unavailable> {
        if self.disk.is_none() {
            return Ok(());
        }
        let state = read(&self.state);
        let estate = state.find(tenant);
        if estate.is_some_and(|estate| state.estate(estate).rooms.contains_key(room)) {
            return Ok(());
        }
        drop(state);
        // Whoever asks for what was never there, as most connections do for what was sent to their users, holds up nobody who commits.
        if !self.has_room_below(tenant, room)? {
            return Ok(());
        }
        let _writer = lock(&self.writer);
        self.ready()?;
        // It may have come into being meanwhile.
        let estate = read(&self.state).find(tenant);
        if let Some(estate) = estate {
            self.bring_room(estate, tenant, room)?;
        } else if let Some(found) = self.room_below(tenant, room)? {
            let mut state = write(&self.state);
            let estate = state.settle(tenant);
            state.install(estate, room.into(), found);
        }
        Ok(())
    }

    fn has_room_below(&self, tenant: &Tenant, room: &str) -> Result<bool, Unavailable> {
        let Some(disk) = &self.disk else {
            return Ok(false);
        };
        let key = disk::key(Shelf::Rooms, &tenant.0, room.as_bytes());
        Ok(disk.store.get(&key)?.is_some())
    }

    fn room_below(&self, tenant: &Tenant, room: &str) -> Result<Option<Room>, Unavailable> {
        let Some(disk) = &self.disk else {
            return Ok(None);
        };
        let key = disk::key(Shelf::Rooms, &tenant.0, room.as_bytes());
        let Some(value) = disk.store.get(&key)? else {
            return Ok(None);
        };
        let Some(position) = disk::room(&value, disk.era)? else {
            return Ok(None);
        };
        let kept = self.history_below(tenant, room, position)?;
        Ok(Some(Room::restored(position, kept, self.options.history)))
    }

    /// What a room remembers, without a gap up to its position.
    fn history_below(
        &self,
        tenant: &Tenant,
        room: &str,
        position: Position,
    ) -> Result<Vec<Kept>, Unavailable> {
        let Some(disk) = &self.disk else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        let prefix = disk::history_prefix(&tenant.0, room);
        disk.store.scan(&prefix, &prefix, |key, value| {
            // What can't be read is as if it were not remembered.
            let read = disk::messages(key, value).filter_map(|kept| disk::kept(kept).ok());
            let of_now = read.filter(|(place, _)| place.epoch == position.epoch);
            found.extend(of_now.map(|(place, kept)| (place.seq, kept)));
            true
        })?;
        found.sort_by_key(|(seq, _)| *seq);
        // Where another number of messages was remembered before, one may be in two places.
        found.dedup_by_key(|(seq, _)| *seq);
        let mut next = position.seq;
        let mut whole = Vec::new();
        while let Some((_, kept)) = found.pop_if(|(seq, _)| *seq == next) {
            whole.push(kept);
            next = next.saturating_sub(1);
        }
        whole.reverse();
        Ok(whole)
    }

    /// Brings all jobs into memory. At the start, for what is due has to be known.
    pub(crate) fn bring_jobs(&self) -> Result<(), Unavailable> {
        let Some(disk) = &self.disk else {
            return Ok(());
        };
        let mut changes = Vec::new();
        let mut damaged = None;
        for shelf in [Shelf::Jobs, Shelf::Aside] {
            let prefix = disk::key(shelf, "", b"");
            disk.store.scan(&prefix, &prefix, |_, value| {
                let change = match shelf {
                    Shelf::Aside => {
                        disk::aside(value).map(|(o, aside)| super::jobs::Change::Aside(o, aside))
                    }
                    _ => disk::standing(value).map(super::jobs::Change::Put),
                };
                match change {
                    Ok(change) => changes.push(change),
                    Err(corrupt) => damaged = Some(corrupt),
                }
                damaged.is_none()
            })?;
        }
        if let Some(corrupt) = damaged {
            return Err(corrupt.into());
        }
        let mut state = write(&self.state);
        changes.into_iter().for_each(|c| state.jobs.apply(c));
        Ok(())
    }
}

/// When something expires that is only in the store: asked where what was read may have gone from memory.
pub(crate) struct Below<'a> {
    pub(crate) core: &'a Core,
    pub(crate) tenant: &'a Tenant,
}

impl Below<'_> {
    /// Whether a key expires between two times. What can't be read may.
    pub(crate) fn key_expires(&self, area: Area, key: &str, then: Millis, now: Millis) -> bool {
        match self.core.below(self.tenant, area, key) {
            Ok(found) => found.is_some_and(|version| version.expires_between(then, now)),
            Err(_) => true,
        }
    }

    /// Whether any key of an interval does.
    pub(crate) fn any_expires(
        &self,
        area: Area,
        keys: &Interval,
        then: Millis,
        now: Millis,
    ) -> bool {
        let mut expires = false;
        let looked =
            self.core
                .each_below(self.tenant, area, keys, Order::Ascending, |_, version| {
                    expires = version.map_or(true, |version| version.expires_between(then, now));
                    !expires
                });
        expires || looked.is_err()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use crate::Tenant;
    use crate::embedded::sync::lock;
    use crate::embedded::{Embedded, Options};

    #[test]
    fn a_room_that_never_broadcast_is_looked_for_while_somebody_commits() {
        let folder = tempfile::tempdir().unwrap();
        let engine = Embedded::open(folder.path(), Options::default()).unwrap();
        let _writer = lock(&engine.core.writer);
        let (core, (told, hears)) = (engine.core.clone(), mpsc::channel());
        std::thread::spawn(move || {
            let found = core.find_room(&Tenant("t".into()), "lobby");
            told.send(found.is_ok())
        });
        assert_eq!(hears.recv_timeout(Duration::from_secs(20)), Ok(true));
    }
}
