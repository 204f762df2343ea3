//! Takes the log's segments into the store: while the engine runs, and what is left of them at its start.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::bytes::Corrupt;
use super::log::{self, Segment};
use super::record;
use super::store::{Number, Store};
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
/// A segment ends before the first record that is not whole, and before the first one that the next segment has too.
pub(crate) fn fold(
    store: &Store,
    segments: &[Segment],
    end: Option<u64>,
    gap: Gap,
) -> Result<Reached, FoldError> {
    let mut portion = Portion {
        entries: BTreeMap::new(),
        size: 0,
        reached: reached(store)?,
    };
    for (place, segment) in segments.iter().enumerate() {
        let limit = first_after(&segments[place + 1..])?.or(end);
        let bytes = read(&segment.path)?;
        let Ok((first, mut records)) = log::open(&bytes) else {
            continue;
        };
        if first > portion.reached.record + 1 {
            if gap == Gap::End {
                break;
            }
            return Err(FoldError::Gap {
                expected: portion.reached.record + 1,
                path: segment.path.clone(),
            });
        }
        while let Ok(found) = record::next(&mut records) {
            if limit.is_some_and(|limit| found.number >= limit) {
                break;
            }
            let damaged = |_: Corrupt| FoldError::Corrupt(segment.path.clone());
            portion.take(found).map_err(damaged)?;
            if portion.size >= PORTION {
                portion.save(store)?;
            }
        }
    }
    portion.save(store)?;
    for segment in segments {
        fs::remove_file(&segment.path).map_err(|error| unreadable(&segment.path, error))?;
    }
    Ok(portion.reached)
}

fn unreadable(path: &Path, error: std::io::Error) -> FoldError {
    FoldError::Unreadable(path.to_owned(), error)
}

fn read(path: &Path) -> Result<Vec<u8>, FoldError> {
    fs::read(path).map_err(|error| unreadable(path, error))
}

/// Where the first of some segments that has a head begins.
fn first_after(segments: &[Segment]) -> Result<Option<u64>, FoldError> {
    for segment in segments {
        if let Ok((first, _)) = log::open(&read(&segment.path)?) {
            return Ok(Some(first));
        }
    }
    Ok(None)
}

/// The newest of every entry, on its way to the store.
struct Portion {
    entries: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    size: usize,
    reached: Reached,
}

impl Portion {
    fn take(&mut self, mut found: record::Record<'_>) -> Result<(), Corrupt> {
        if found.number != self.reached.record + 1 {
            // The store has it already.
            return Ok(());
        }
        for entry in found.by_ref() {
            let (key, value) = entry?;
            let value = value.map(<[u8]>::to_vec);
            self.size += value.as_ref().map_or(0, Vec::len);
            match self.entries.insert(key.to_vec(), value) {
                Some(before) => self.size -= before.map_or(0, |before| before.len()),
                None => self.size += key.len(),
            }
        }
        self.reached = Reached {
            record: found.number,
            commit: found.commit,
        };
        Ok(())
    }

    fn save(&mut self, store: &Store) -> Result<(), Unavailable> {
        self.size = 0;
        let entries = std::mem::take(&mut self.entries);
        let numbers = [
            (Number::Record, self.reached.record),
            (Number::Commit, self.reached.commit),
        ];
        store.change(entries, &numbers)
    }
}
