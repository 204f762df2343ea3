//! Reads at one moment, recorded.

use std::collections::HashSet;
use std::sync::Arc;

use crate::{ConnectionId, Interval, Json, Millis, Range, Space, Unavailable};

/// A document as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// How many changes made it.
    pub version: u64,
    /// Its content as it was at `content_version`; `null` where none was ever stored. What happened since is in the operations, which are
    /// all kept from there on.
    pub content: Json,
    /// Of which version the content is: at most `version`, and 0 where none was ever stored.
    pub content_version: u64,
}

/// An operation on a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The document's version afterwards.
    pub version: u64,
    /// What was done.
    pub operation: Json,
}

/// One thing that was read, as a commit checks it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Read {
    /// A key, there or not.
    Key(Space, String),
    /// A key that was taken to be absent without looking, see [`Snapshot::probe`].
    Absent(Space, String),
    /// All keys with a prefix, and that there are no others.
    Prefix(Space, String),
    /// All keys of an interval, and that there are no others. What lies outside of it may change.
    Range(Space, Interval),
    /// A document: its version, content, operations.
    Document(String),
    /// Who is in a room.
    Members(String),
    /// Whether a user is anywhere.
    Online(String),
}

/// What a snapshot has read, and when: what [`crate::Engine::commit`] checks.
#[derive(Debug, Clone, Default)]
pub struct Reads {
    /// The commit after which the snapshot was taken. The engine's own number.
    pub at: u64,
    /// The snapshot's time: what was there then may have expired by the time of the batch.
    pub now: Millis,
    /// What was read, each once.
    pub read: Vec<Read>,
}

/// Above so many reads, whether one was recorded already is looked up.
const FEW: usize = 16;

/// A snapshot's reads while it is read: each is recorded once, however many there are.
#[derive(Debug)]
pub struct Recording {
    reads: Reads,
    /// The reads once more, where there are many.
    seen: HashSet<Read>,
}

impl Recording {
    /// Of a snapshot that was taken after this commit, at this time.
    pub fn new(at: u64, now: Millis) -> Recording {
        let read = Vec::new();
        Recording {
            reads: Reads { at, now, read },
            seen: HashSet::new(),
        }
    }

    /// The commit after which the snapshot was taken.
    pub fn at(&self) -> u64 {
        self.reads.at
    }

    /// The snapshot's time.
    pub fn now(&self) -> Millis {
        self.reads.now
    }

    /// Records a read. A range that touches the last one goes on with it: one that is read in pieces is one read.
    pub fn record(&mut self, read: Read) {
        let read = self.join(read);
        let reads = &mut self.reads.read;
        if reads.len() < FEW && self.seen.is_empty() {
            if !reads.contains(&read) {
                reads.push(read);
            }
            return;
        }
        if self.seen.is_empty() {
            self.seen.extend(reads.iter().cloned());
        }
        if self.seen.insert(read.clone()) {
            reads.push(read);
        }
    }

    /// The read together with the last one, which is taken out, where both are one range.
    fn join(&mut self, read: Read) -> Read {
        let Read::Range(space, keys) = read else {
            return read;
        };
        let both = match self.reads.read.last() {
            Some(Read::Range(of, last)) if *of == space => last.joined(&keys),
            _ => None,
        };
        if both.is_some()
            && let Some(last) = self.reads.read.pop()
        {
            self.seen.remove(&last);
        }
        Read::Range(space, both.unwrap_or(keys))
    }

    /// What was read. Nothing is recorded after this.
    pub fn take(&mut self) -> Reads {
        Reads {
            read: std::mem::take(&mut self.reads.read),
            ..self.reads
        }
    }
}

/// What is stored at one moment. Every read is recorded, in [`Snapshot::into_reads`].
pub trait Snapshot: Send {
    /// The value under a key.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn get(&mut self, space: Space, key: &str) -> Result<Option<Json>, Unavailable>;

    /// The value under a key that is most likely absent: an engine that waits may take it to be absent without looking, and lets the commit
    /// find out. Only for what is committed afterwards, or answered for by an empty commit.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn probe(&mut self, space: Space, key: &str) -> Result<Option<Json>, Unavailable> {
        self.get(space, key)
    }

    /// All keys with a prefix and their values, in the order of the keys' bytes.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn list(&mut self, space: Space, prefix: &str) -> Result<Vec<(Arc<str>, Json)>, Unavailable>;

    /// Some keys and their values: the first so many of an interval, from the end that the range says, in that order. What has expired
    /// or was removed doesn't count.
    ///
    /// Recorded as a read of what was looked at: up to the last key that is given where the limit was reached, else the whole interval;
    /// nothing where no key can be in it, or none is wanted. An engine reads little more than that.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn list_range(
        &mut self,
        space: Space,
        range: &Range,
    ) -> Result<Vec<(Arc<str>, Json)>, Unavailable>;

    /// A document.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn document(&mut self, document: &str) -> Result<Option<Document>, Unavailable>;

    /// A document's version alone; 0 where there is none. Recorded as a read of the document.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn version(&mut self, document: &str) -> Result<u64, Unavailable> {
        Ok(self.document(document)?.map_or(0, |found| found.version))
    }

    /// The operations of a document after a version, oldest first; `None` where they are no longer all kept. Those after the version of
    /// its content always are.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn operations(
        &mut self,
        document: &str,
        after: u64,
    ) -> Result<Option<Vec<Operation>>, Unavailable>;

    /// The users in a room, each once, in the order of their names.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn members(&mut self, room: &str) -> Result<Vec<Arc<str>>, Unavailable>;

    /// The connections with which a user is in a room. Recorded as a read of the members.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn connections(&mut self, room: &str, user: &str) -> Result<Vec<ConnectionId>, Unavailable>;

    /// Whether a user is in any room.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn is_online(&mut self, user: &str) -> Result<bool, Unavailable>;

    /// Whether anything could not be read only because it was not at hand, see [`crate::Engine::snapshot_at_hand`].
    fn lacks(&self) -> bool {
        false
    }

    /// What was read.
    fn into_reads(self: Box<Self>) -> Reads;
}

#[cfg(test)]
mod tests {
    use std::ops::Bound::{Excluded, Unbounded};

    use super::*;

    fn range(from: &str, to: &str) -> Read {
        let (from, to) = (from.to_owned(), Some(to.to_owned()));
        Read::Range(Space::Values, Interval { from, to })
    }

    fn key(name: usize) -> Read {
        Read::Key(Space::Values, name.to_string())
    }

    fn recorded(reads: impl IntoIterator<Item = Read>) -> Vec<Read> {
        let mut recording = Recording::new(1, Millis(1));
        reads.into_iter().for_each(|read| recording.record(read));
        recording.take().read
    }

    #[test]
    fn a_range_that_is_read_in_pieces_is_one_read() {
        let forth = [range("a", "c"), range("c", "e"), range("e", "f")];
        assert_eq!(recorded(forth.clone()), [range("a", "f")]);
        assert_eq!(recorded(forth.into_iter().rev()), [range("a", "f")]);
        let rest = Interval::between(Excluded("c"), Unbounded);
        let rest = Read::Range(Space::Values, rest);
        let all = Read::Range(Space::Values, Interval::between(Excluded("a"), Unbounded));
        assert_eq!(recorded([range("a\0", "c\0"), rest]), [all]);
    }

    #[test]
    fn other_ranges_are_reads_of_their_own() {
        let elsewhere = Interval {
            from: "c".to_owned(),
            to: Some("e".to_owned()),
        };
        let apart = [
            range("a", "c"),
            range("c\0", "e"),
            Read::Range(Space::Games, elsewhere),
            range("e", "f"),
            key(1),
            range("f", "g"),
        ];
        assert_eq!(recorded(apart.clone()), apart);
    }

    #[test]
    fn each_is_recorded_once_also_where_there_are_many() {
        let many: Vec<Read> = (0..2 * FEW).map(key).collect();
        let pieces = [range("a", "b"), range("b", "c")];
        let expected: Vec<Read> = many.iter().cloned().chain([range("a", "c")]).collect();
        let twice = many.iter().chain(&pieces).chain(&pieces).chain(&many);
        assert_eq!(recorded(twice.cloned()), expected);
        // Joined just where the index begins.
        let some = many[..FEW - 1].iter().chain(&pieces).chain(&pieces);
        let found = recorded(some.chain(&many[..FEW]).chain([&range("a", "c")]).cloned());
        assert_eq!(found.len(), FEW + 1);
    }
}
