//! How an engine's state lies in the store, entry by entry: keys and values as bytes.
//!
//! A key begins with its shelf and its tenant, so that what belongs together lies together. Every entry says how things
//! are, never how they changed: written twice, it is the same.

use super::bytes::{Bytes, Corrupt, put_piece, put_text, put_u32, put_u64};
use crate::embedded::cells::Version;
use crate::embedded::jobs::Standing;
use crate::embedded::plan::Put;
use crate::embedded::rooms::Kept;
use crate::embedded::state::Area;
use crate::{Aside, Broadcast, Job, JobId, Kind, Millis, Position, Tenant, Weight};

/// What an entry is about. The numbers are the format's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Shelf {
    Values = 1,
    Games = 2,
    Server = 3,
    Documents = 4,
    Operations = 5,
    Rooms = 6,
    History = 7,
    Jobs = 8,
    Aside = 9,
    Contents = 10,
}

impl Shelf {
    /// Where an area is kept.
    pub(crate) fn of(area: Area) -> Self {
        match area {
            Area::Values => Self::Values,
            Area::Games => Self::Games,
            Area::Server => Self::Server,
            Area::Documents => Self::Documents,
            Area::Operations => Self::Operations,
            Area::Contents => Self::Contents,
        }
    }

    /// Whether its entries are cells, with a time until which they are there.
    pub(crate) fn holds_cells(number: u8) -> bool {
        (Self::Values as u8..=Self::Operations as u8).contains(&number)
            || number == Self::Contents as u8
    }
}

/// A key, or what keys begin with.
pub(crate) fn key(shelf: Shelf, tenant: &str, name: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(5 + tenant.len() + name.len());
    put_key(&mut key, shelf, tenant, name);
    key
}

/// The least key that is greater than all that begin with one that begins with a shelf's number: no shelf has the greatest.
pub(crate) fn past(start: &[u8]) -> Vec<u8> {
    let mut past = start.to_vec();
    while let Some(last) = past.pop() {
        if last < u8::MAX {
            past.push(last + 1);
            break;
        }
    }
    past
}

/// Splits a key: its shelf's number, its tenant, its name.
pub(crate) fn split_key(key: &[u8]) -> Result<(u8, &str, &[u8]), Corrupt> {
    let mut bytes = Bytes(key);
    let (shelf, tenant) = (bytes.u8()?, bytes.text()?);
    Ok((shelf, tenant, bytes.0))
}

fn put_key(out: &mut Vec<u8>, shelf: Shelf, tenant: &str, name: &[u8]) {
    out.push(shelf as u8);
    put_text(out, tenant);
    out.extend_from_slice(name);
}

/// What the keys of a room's history begin with.
pub(crate) fn history_prefix(tenant: &str, room: &str) -> Vec<u8> {
    let mut name = Vec::with_capacity(room.len() + 4);
    put_text(&mut name, room);
    key(Shelf::History, tenant, &name)
}

/// Appends entries to a record.
pub(crate) struct Entries<'a>(pub(crate) &'a mut Vec<u8>);

impl Entries<'_> {
    fn put(&mut self, key: impl FnOnce(&mut Vec<u8>), value: impl FnOnce(&mut Vec<u8>)) {
        self.0.push(1);
        put_piece(self.0, key);
        put_piece(self.0, value);
    }

    fn remove(&mut self, key: impl FnOnce(&mut Vec<u8>)) {
        self.0.push(0);
        put_piece(self.0, key);
    }

    /// A cell.
    pub(crate) fn cell(&mut self, tenant: &Tenant, put: &Put) {
        let shelf = Shelf::of(put.area);
        let key = |out: &mut Vec<u8>| put_key(out, shelf, &tenant.0, put.key.as_bytes());
        let Some(value) = &put.value else {
            return self.remove(key);
        };
        self.put(key, |out| {
            put_u64(out, put.until.0);
            put_u64(out, put.number);
            out.extend_from_slice(value.as_bytes());
        });
    }

    /// A room's position, and its message in one of so many places.
    pub(crate) fn broadcast(
        &mut self,
        tenant: &Tenant,
        broadcast: &Broadcast,
        era: u64,
        places: usize,
    ) {
        let room = broadcast.room.as_bytes();
        self.put(
            |out| put_key(out, Shelf::Rooms, &tenant.0, room),
            |out| {
                put_u64(out, era);
                put_position(out, broadcast.position);
            },
        );
        let Some(place) = broadcast.position.seq.checked_rem(places as u64) else {
            return;
        };
        let key = |out: &mut Vec<u8>| {
            put_key(out, Shelf::History, &tenant.0, b"");
            put_text(out, &broadcast.room);
            put_u64(out, place);
        };
        self.put(key, |out| put_kept(out, broadcast));
    }

    pub(crate) fn job(&mut self, standing: &Standing) {
        let id = &standing.job.id;
        self.put(
            |out| put_key(out, Shelf::Jobs, "", id.0.as_bytes()),
            |out| {
                put_u64(out, standing.order);
                put_job(out, &standing.job);
            },
        );
        self.remove(|out| put_key(out, Shelf::Aside, "", id.0.as_bytes()));
    }

    pub(crate) fn no_job(&mut self, id: &JobId) {
        self.remove(|out| put_key(out, Shelf::Jobs, "", id.0.as_bytes()));
    }

    pub(crate) fn aside(&mut self, order: u64, aside: &Aside) {
        let id = &aside.job.id;
        self.no_job(id);
        self.put(
            |out| put_key(out, Shelf::Aside, "", id.0.as_bytes()),
            |out| {
                put_u64(out, order);
                put_job(out, &aside.job);
                put_text(out, &aside.reason);
            },
        );
    }
}

/// Reads a cell back.
pub(crate) fn cell(value: &[u8], at: u64) -> Result<Version, Corrupt> {
    let mut bytes = Bytes(value);
    Ok(Version {
        at,
        until: Millis(bytes.u64()?),
        number: bytes.u64()?,
        value: Some(bytes.rest()?.into()),
    })
}

fn put_position(out: &mut Vec<u8>, position: Position) {
    put_u64(out, position.epoch);
    put_u64(out, position.seq);
}

fn position(bytes: &mut Bytes<'_>) -> Result<Position, Corrupt> {
    Ok(Position {
        epoch: bytes.u64()?,
        seq: bytes.u64()?,
    })
}

/// Reads a room's position back; `None` where its numbering was given up.
pub(crate) fn room(value: &[u8], era: u64) -> Result<Option<Position>, Corrupt> {
    let mut bytes = Bytes(value);
    let current = bytes.u64()? == era;
    Ok(Some(position(&mut bytes)?).filter(|_| current))
}

fn put_kept(out: &mut Vec<u8>, broadcast: &Broadcast) {
    put_u64(out, broadcast.at.0);
    put_position(out, broadcast.position);
    if broadcast.weight != Weight::Normal {
        return;
    }
    put_text(out, &broadcast.message);
    for user in broadcast.exclude.iter() {
        put_text(out, user);
    }
}

/// When a remembered message was committed.
pub(crate) fn kept_at(value: &[u8]) -> Result<Millis, Corrupt> {
    Ok(Millis(Bytes(value).u64()?))
}

/// Reads a remembered message back. Of a volatile one there is only that it was.
pub(crate) fn kept(value: &[u8]) -> Result<(Position, Kept), Corrupt> {
    let mut bytes = Bytes(value);
    let at = Millis(bytes.u64()?);
    let position = position(&mut bytes)?;
    if bytes.is_empty() {
        return Ok((position, Kept::forgotten(at)));
    }
    let message = bytes.text()?;
    let mut exclude = Vec::new();
    while !bytes.is_empty() {
        exclude.push(bytes.text()?.to_owned());
    }
    let kept = Kept::normal(at, message, &exclude);
    Ok((position, kept))
}

fn put_job(out: &mut Vec<u8>, job: &Job) {
    put_text(out, &job.id.0);
    put_text(out, &job.tenant.0);
    out.push(match job.kind {
        Kind::Event => 0,
        Kind::Webhook => 1,
    });
    put_text(out, &job.room);
    out.push(u8::from(job.key.is_some()));
    put_text(out, job.key.as_deref().unwrap_or_default());
    put_text(out, &job.name);
    put_text(out, &job.payload);
    put_u64(out, job.due.0);
    put_u32(out, job.attempt);
    put_u64(out, job.claim);
}

fn job(bytes: &mut Bytes<'_>) -> Result<Job, Corrupt> {
    Ok(Job {
        id: JobId(bytes.text()?.into()),
        tenant: Tenant(bytes.text()?.into()),
        kind: match bytes.u8()? {
            0 => Kind::Event,
            1 => Kind::Webhook,
            _ => return Err(Corrupt),
        },
        room: bytes.text()?.into(),
        key: {
            let there = bytes.u8()? == 1;
            Some(bytes.text()?.into()).filter(|_| there)
        },
        name: bytes.text()?.into(),
        payload: bytes.text()?.into(),
        due: Millis(bytes.u64()?),
        attempt: bytes.u32()?,
        claim: bytes.u64()?,
    })
}

/// Reads a job back. Whoever had claimed it is gone: it waits.
pub(crate) fn standing(value: &[u8]) -> Result<Standing, Corrupt> {
    let mut bytes = Bytes(value);
    Ok(Standing {
        order: bytes.u64()?,
        job: job(&mut bytes)?,
        claimed: None,
    })
}

/// Reads a job that was put aside back, with its place in the order.
pub(crate) fn aside(value: &[u8]) -> Result<(u64, Aside), Corrupt> {
    let mut bytes = Bytes(value);
    let (order, job) = (bytes.u64()?, job(&mut bytes)?);
    let reason = bytes.text()?.to_owned();
    Ok((order, Aside { job, reason }))
}
