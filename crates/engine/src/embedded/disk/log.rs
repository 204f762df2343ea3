//! The log: every commit's record, in order, in segments that go once they are in the store.
//!
//! Owns that a record is there whole or not at all. A write that fails is cut off again; where that fails too, or where
//! the disk fails to confirm, what is not confirmed is written once more to a new segment, and a segment's records end
//! where the next one's begin.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bytes::{Bytes, Corrupt, put_u64};
use super::medium::{Medium, Tape};

/// What a segment begins with; the last byte is the format's.
const MAGIC: [u8; 8] = *b"BAMPLOG\x01";

/// The bytes in front of a segment's records.
pub(super) const HEAD: usize = 16;

/// How much memory stays for what is not confirmed, in bytes, once there is little of it.
const KEPT: usize = 64 << 10;

/// A segment as it lies in the folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Segment {
    /// Which one; later ones are greater.
    pub(crate) number: u64,
    pub(crate) path: PathBuf,
}

/// The log's end, where it is written.
pub(crate) struct Log {
    medium: Arc<dyn Medium>,
    folder: PathBuf,
    segment: Segment,
    tape: Arc<dyn Tape>,
    /// The number of the last segment that was begun, with or without success.
    begun: u64,
    /// How often what was not confirmed was written once more.
    mended: u64,
    /// The segment's first record.
    first: u64,
    /// Segments that take no more records and are not in the store yet.
    sealed: Vec<Segment>,
    /// The segment's length, up to its last whole record.
    length: u64,
    /// The next record.
    next: u64,
    /// Whether the segment's end is unknown: it takes no more records.
    broken: bool,
    /// What the disk has not confirmed: the first record of it, and all of it.
    unconfirmed_from: u64,
    unconfirmed: Vec<u8>,
    /// Segments that were left before the disk confirmed them.
    left: Vec<Arc<dyn Tape>>,
    /// Whether the folder has a file that the disk has not confirmed.
    created: bool,
}

/// What the disk has to confirm, and what then is.
pub(crate) struct Confirm {
    tapes: Vec<Arc<dyn Tape>>,
    folder: Option<PathBuf>,
    upto: usize,
    next: u64,
    mended: u64,
}

impl Confirm {
    /// Waits for the disk.
    pub(crate) fn wait(&self) -> io::Result<()> {
        for tape in &self.tapes {
            tape.sync()?;
        }
        self.folder.as_deref().map_or(Ok(()), sync_folder)
    }
}

/// Waits until the disk has a folder's list of files.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Elsewhere a folder can't be opened; there the list comes with the files.
    if cfg!(unix) {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

impl Log {
    /// Begins a segment behind all that there are.
    pub(crate) fn begin(
        medium: Arc<dyn Medium>,
        folder: &Path,
        number: u64,
        next: u64,
    ) -> io::Result<Self> {
        let (segment, tape) = start(&*medium, folder, number, next)?;
        Ok(Self {
            medium,
            folder: folder.to_owned(),
            segment,
            tape,
            begun: number,
            mended: 0,
            first: next,
            sealed: Vec::new(),
            length: HEAD as u64,
            next,
            broken: false,
            unconfirmed_from: next,
            unconfirmed: Vec::new(),
            left: Vec::new(),
            created: true,
        })
    }

    /// The number of the next record.
    pub(crate) fn next(&self) -> u64 {
        self.next
    }

    /// The length of the segment that is written to.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    pub(crate) fn is_confirmed(&self) -> bool {
        self.unconfirmed.is_empty()
    }

    /// Appends a record, which has the next number. Nothing of it is there after an error.
    pub(crate) fn append(&mut self, record: &[u8]) -> io::Result<()> {
        if self.broken {
            self.mend()?;
        }
        if let Err(error) = self.tape.append(record) {
            self.broken = self.tape.cut(self.length).is_err();
            return Err(error);
        }
        self.length += record.len() as u64;
        self.next += 1;
        self.unconfirmed.extend_from_slice(record);
        Ok(())
    }

    /// Begins the next segment, and seals the one before.
    pub(crate) fn turn(&mut self) -> io::Result<()> {
        self.begun += 1;
        let (segment, tape) = start(&*self.medium, &self.folder, self.begun, self.next)?;
        self.created = true;
        self.length = HEAD as u64;
        self.first = self.next;
        self.left.push(std::mem::replace(&mut self.tape, tape));
        self.sealed
            .push(std::mem::replace(&mut self.segment, segment));
        Ok(())
    }

    /// The segments that are sealed, and the record at which they end.
    pub(crate) fn sealed(&self) -> (Vec<Segment>, u64) {
        (self.sealed.clone(), self.first)
    }

    /// Sealed segments are in the store, and gone.
    pub(crate) fn folded(&mut self, segments: &[Segment]) {
        self.sealed.retain(|sealed| !segments.contains(sealed));
    }

    /// What there is to confirm.
    pub(crate) fn unconfirmed(&mut self) -> io::Result<Confirm> {
        if self.broken {
            self.mend()?;
        }
        let mut tapes = self.left.clone();
        tapes.push(self.tape.clone());
        Ok(Confirm {
            tapes,
            folder: self.created.then(|| self.folder.clone()),
            upto: self.unconfirmed.len(),
            next: self.next,
            mended: self.mended,
        })
    }

    /// The disk has confirmed. False where that counts for nothing, for it was written once more meanwhile.
    pub(crate) fn confirmed(&mut self, what: &Confirm) -> bool {
        if what.mended != self.mended {
            return false;
        }
        self.unconfirmed.drain(..what.upto);
        // Under load as much comes until the next time, and memory that was let go of would be taken again.
        if what.upto + self.unconfirmed.len() < KEPT / 4 {
            self.unconfirmed.shrink_to(KEPT);
        }
        self.unconfirmed_from = what.next;
        let done = |tape: &Arc<dyn Tape>| what.tapes.iter().any(|done| Arc::ptr_eq(done, tape));
        self.left.retain(|tape| !done(tape));
        self.created &= what.folder.is_none();
        true
    }

    /// The disk has failed to confirm: what it has of it nobody knows.
    pub(crate) fn unknown(&mut self) {
        self.broken = true;
    }

    /// Writes what is not confirmed once more, to a segment of its own, and goes on there.
    fn mend(&mut self) -> io::Result<()> {
        self.begun += 1;
        let from = self.unconfirmed_from;
        let (segment, tape) = start(&*self.medium, &self.folder, self.begun, from)?;
        if let Err(error) = tape.append(&self.unconfirmed) {
            // It must not stand behind the broken one with less than that has.
            discard(&*tape, &segment.path);
            return Err(error);
        }
        self.mended += 1;
        self.length = (HEAD + self.unconfirmed.len()) as u64;
        self.sealed
            .push(std::mem::replace(&mut self.segment, segment));
        self.tape = tape;
        self.first = from;
        self.left.clear();
        self.created = true;
        self.broken = false;
        Ok(())
    }
}

fn start(
    medium: &dyn Medium,
    folder: &Path,
    number: u64,
    first: u64,
) -> io::Result<(Segment, Arc<dyn Tape>)> {
    let path = folder.join(format!("{number:016}.log"));
    let tape = medium.create(&path)?;
    let mut head = MAGIC.to_vec();
    put_u64(&mut head, first);
    if let Err(error) = tape.append(&head) {
        discard(&*tape, &path);
        return Err(error);
    }
    Ok((Segment { number, path }, tape))
}

/// Undoes a segment that was not begun well: one without a head counts as none, if it can't be removed.
fn discard(tape: &dyn Tape, path: &Path) {
    let _ = tape.cut(0);
    let _ = std::fs::remove_file(path);
}

/// All segments of a folder, oldest first.
pub(crate) fn segments(folder: &Path) -> io::Result<Vec<Segment>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let is_log = path.extension().is_some_and(|end| end == "log");
        if let Some(number) = stem.filter(|_| is_log).and_then(|stem| stem.parse().ok()) {
            found.push(Segment { number, path });
        }
    }
    found.sort();
    Ok(found)
}

/// A segment's first record and its records' bytes.
pub(crate) fn open(bytes: &[u8]) -> Result<(u64, Bytes<'_>), Corrupt> {
    let mut bytes = Bytes(bytes);
    if bytes.take(MAGIC.len())? != MAGIC {
        return Err(Corrupt);
    }
    Ok((bytes.u64()?, bytes))
}
