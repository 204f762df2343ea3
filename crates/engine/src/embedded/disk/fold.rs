//! Takes the log's segments into the store: while the engine runs, and what is left of them at its start.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::bytes::Corrupt;
use super::codec::Shelf;
use super::log::{self, Segment};
use super::record;
use super::sheets::{Histories, Sheet};
use super::store::{Change, Number, Store};
use crate::Unavailable;

/// How much of the log is taken into the store in one go, in bytes.
const PORTION: usize = 32 << 20;

/// What the store has of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reached {
    pub(crate) record: u64,
    pub(crate) commit: u64,
}

/// Why segments could not be taken in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FoldError {
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    #[error("{path}: {error}", path = .0.display(), error = .1)]
    Unreadable(std::path::PathBuf, std::io::Error),
    /// Segments don't follow on one another.
    #[error("the log has no record {expected}, but later ones, in {}", .path.display())]
    Gap {
        expected: u64,
        path: std::path::PathBuf,
    },
    #[error("{}: a record has a valid checksum and can't be read", .0.display())]
    Corrupt(std::path::PathBuf),
}

/// What the store has of the log so far.
fn reached(store: &Store) -> Result<Reached, Unavailable> {
    Ok(Reached {
        record: store.number(Number::Record)?,
        commit: store.number(Number::Commit)?,
    })
}

/// What it means where segments don't follow on one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// The disk confirmed nothing of what is missing: the log ends there.
    End,
    /// Something was lost that the disk had.
    Damage,
}

/// Takes segments into the store and removes them. `end` is where the segment after them begins, if there is one.
///
/// A segment ends before the first record that is not whole, and before the first one that the next segment has too. Rooms remember so
/// many messages.
pub(crate) fn fold(
    store: &Store,
    segments: &[Segment],
    end: Option<u64>,
    gap: Gap,
    remember: usize,
) -> Result<Reached, FoldError> {
    let mut reached = reached(store)?;
    let mut left = segments;
    while !left.is_empty() {
        let read = read_some(left)?;
        let mut portion = Portion::new(reached, remember);
        let mut ends = false;
        for (place, bytes) in read.iter().enumerate() {
            let limit = first_after(&left[place + 1..])?.or(end);
            ends = portion.take_all(store, &left[place], bytes, limit, gap)?;
            if ends {
                break;
            }
        }
        portion.save(store)?;
        reached = portion.reached;
        if ends {
            break;
        }
        left = &left[read.len()..];
    }
    for segment in segments {
        fs::remove_file(&segment.path).map_err(|error| unreadable(&segment.path, error))?;
    }
    Ok(reached)
}

fn unreadable(path: &Path, error: io::Error) -> FoldError {
    FoldError::Unreadable(path.to_owned(), error)
}

/// The bytes of the first segments: of one at least, and of no more than a portion.
fn read_some(segments: &[Segment]) -> Result<Vec<Vec<u8>>, FoldError> {
    let (mut read, mut size) = (Vec::new(), 0);
    for segment in segments {
        let failed = |error| unreadable(&segment.path, error);
        let next = fs::metadata(&segment.path).map_err(failed)?.len();
        size += usize::try_from(next).unwrap_or(usize::MAX);
        if !read.is_empty() && size > PORTION {
            break;
        }
        read.push(fs::read(&segment.path).map_err(failed)?);
    }
    Ok(read)
}

/// Where the first of some segments that has a head begins.
fn first_after(segments: &[Segment]) -> Result<Option<u64>, FoldError> {
    for segment in segments {
        let failed = |error| unreadable(&segment.path, error);
        let mut head = Vec::with_capacity(log::HEAD);
        let file = fs::File::open(&segment.path).map_err(failed)?;
        let mut file = file.take(log::HEAD as u64);
        file.read_to_end(&mut head).map_err(failed)?;
        if let Ok((first, _)) = log::open(&head) {
            return Ok(Some(first));
        }
    }
    Ok(None)
}

/// The newest of every entry, on its way to the store: keys and values lie where they were read.
struct Portion<'a> {
    entries: HashMap<&'a [u8], Option<&'a [u8]>>,
    histories: Histories<'a>,
    /// How many messages of a room.
    remember: usize,
    /// Of what was taken, in bytes.
    size: usize,
    saved: Reached,
    reached: Reached,
}

impl<'a> Portion<'a> {
    fn new(reached: Reached, remember: usize) -> Self {
        Self {
            entries: HashMap::new(),
            histories: Histories::default(),
            remember,
            size: 0,
            saved: reached,
            reached,
        }
    }

    /// Takes a segment's records. Whether the log ends before it.
    fn take_all(
        &mut self,
        store: &Store,
        segment: &Segment,
        bytes: &'a [u8],
        limit: Option<u64>,
        gap: Gap,
    ) -> Result<bool, FoldError> {
        let Ok((first, mut records)) = log::open(bytes) else {
            return Ok(false);
        };
        if first > self.reached.record + 1 {
            if gap == Gap::End {
                return Ok(true);
            }
            return Err(FoldError::Gap {
                expected: self.reached.record + 1,
                path: segment.path.clone(),
            });
        }
        while let Ok(found) = record::next(&mut records) {
            if limit.is_some_and(|limit| found.number >= limit) {
                break;
            }
            let damaged = |_: Corrupt| FoldError::Corrupt(segment.path.clone());
            self.take(found).map_err(damaged)?;
            if self.size >= PORTION {
                self.save(store)?;
            }
        }
        Ok(false)
    }

    fn take(&mut self, mut found: record::Record<'a>) -> Result<(), Corrupt> {
        if found.number != self.reached.record + 1 {
            // The store has it already.
            return Ok(());
        }
        for entry in found.by_ref() {
            let (key, value) = entry?;
            self.size += key.len() + value.map_or(0, <[u8]>::len);
            match value.filter(|_| key.first() == Some(&(Shelf::History as u8))) {
                Some(message) => self.histories.take(key, message)?,
                None => drop(self.entries.insert(key, value)),
            }
        }
        self.reached = Reached {
            record: found.number,
            commit: found.commit,
        };
        Ok(())
    }

    fn save(&mut self, store: &Store) -> Result<(), Unavailable> {
        if self.reached == self.saved {
            return Ok(());
        }
        let mut entries: Vec<_> = self.entries.drain().collect();
        // Neighbours come one after the other: they are in the same pages of the store.
        entries.sort_unstable_by_key(|(key, _)| *key);
        let numbers = [
            (Number::Record, self.reached.record),
            (Number::Commit, self.reached.commit),
        ];
        let entries = entries.into_iter().map(|(key, value)| match value {
            Some(value) => Change::Put(key, value),
            None => Change::Remove(key),
        });
        let sheets = self.histories.sheets(self.remember);
        store.change(entries.chain(sheets.iter().map(Sheet::change)), &numbers)?;
        drop(sheets);
        self.histories.clear();
        self.size = 0;
        self.saved = self.reached;
        Ok(())
    }
}
