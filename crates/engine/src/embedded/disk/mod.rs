//! The half of an embedded engine that is on a disk.
//!
//! Every commit's record goes to a log first. The log's segments are taken into a store from time to time, and what is
//! not in memory is read there. So the store is always behind, and never has half of a commit.

mod bytes;
mod codec;
mod filter;
mod fold;
mod folder;
mod log;
mod medium;
mod record;
mod sheets;
mod store;

use std::path::Path;
use std::sync::Arc;

pub(crate) use bytes::{Bytes, Corrupt, put_piece, put_text, put_u64};
pub(crate) use codec::{
    Entries, Shelf, aside, cell, history_prefix, kept, kept_at, key, past, room, split_key,
    standing,
};
use fold::FoldError;
pub(crate) use fold::{Gap, fold};
use folder::Before;
pub(crate) use folder::Folder;
pub use folder::OpenError;
pub(crate) use log::{Confirm, Log, sync_folder};
#[cfg(test)]
pub(crate) use medium::Tape;
pub(crate) use medium::{Files, Medium};
pub(crate) use record::{begin, end, has_entries};
pub(crate) use sheets::messages;
use store::Number;
pub(crate) use store::{Change, Store};

/// A data folder, ready to be written to.
pub(crate) struct Opened {
    pub(crate) folder: Folder,
    pub(crate) store: Store,
    pub(crate) log: Log,
    /// The last commit that is in it.
    pub(crate) commit: u64,
    /// Which numbering of rooms counts.
    pub(crate) era: u64,
}

/// Takes a folder and everything in it that was written whole. Rooms remember so many messages.
pub(crate) fn open(
    path: &Path,
    confirmed: bool,
    remember: usize,
    medium: Arc<dyn Medium>,
) -> Result<Opened, OpenError> {
    let (folder, before) = Folder::take(path, confirmed)?;
    let store_failed = |error| OpenError::Store {
        folder: path.to_owned(),
        error,
    };
    let failed = |error| OpenError::Folder {
        folder: path.to_owned(),
        error,
    };
    let store = Store::open(&path.join("data.redb")).map_err(store_failed)?;
    let segments = log::segments(path).map_err(failed)?;
    let number = segments.last().map_or(1, |last| last.number + 1);
    let gap = match before {
        Before::Unsure => Gap::End,
        Before::Whole => Gap::Damage,
    };
    let reached = fold(&store, &segments, None, gap, remember).map_err(|error| match error {
        FoldError::Unavailable(error) => store_failed(error),
        FoldError::Unreadable(_, error) => failed(error),
        FoldError::Gap { .. } | FoldError::Corrupt(_) => OpenError::Damaged {
            folder: path.to_owned(),
            what: error.to_string(),
        },
    })?;
    let mut era = store.number(Number::Era).map_err(store_failed)?;
    if before == Before::Unsure {
        // Numbers that clients have seen may be given again: not in the same numbering.
        era += 1;
        store
            .change([], &[(Number::Era, era)])
            .map_err(store_failed)?;
    }
    let log = Log::begin(medium, path, number, reached.record + 1).map_err(failed)?;
    Ok(Opened {
        folder,
        store,
        log,
        commit: reached.commit,
        era,
    })
}
