//! A room's history as it lies in the store: on sheets, each with a few messages that follow on one another.
//!
//! In the log each message is an entry of its own, and what is new has to be short. In the store that would be an entry for every message
//! that was ever said: on sheets there are far fewer. A room has as many as its history needs, and what is new goes where the oldest was.
//! Single messages, as stores once had them, are read as well.

use std::collections::HashMap;

use super::bytes::{Bytes, Corrupt, put_piece};
use super::store::Change;

/// How many messages are on a full sheet: of common ones so many that it fits into a page of the store. Of more, more would have to be
/// written once more where one is added.
const FULL: u64 = 8;

/// Set in the place of a sheet; that of a single message is smaller.
const SHEET: u64 = 1 << 63;

/// The messages of rooms that a portion of the log has, in their order, by what the room's keys begin with.
#[derive(Default)]
pub(super) struct Histories<'a>(HashMap<&'a [u8], Vec<Message<'a>>>);

/// A message as [`super::codec`] writes it, with its position.
#[derive(Clone, Copy)]
struct Message<'a> {
    epoch: u64,
    seq: u64,
    bytes: &'a [u8],
}

impl<'a> Message<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Corrupt> {
        let mut rest = Bytes(bytes);
        rest.u64()?;
        Ok(Self {
            epoch: rest.u64()?,
            seq: rest.u64()?,
            bytes,
        })
    }

    /// Its sheet, of all that the room ever had.
    fn sheet(&self) -> (u64, u64) {
        (self.epoch, self.seq / FULL)
    }
}

/// A sheet that has new messages.
pub(super) struct Sheet<'h> {
    key: Vec<u8>,
    messages: &'h [Message<'h>],
}

impl<'a> Histories<'a> {
    /// Takes an entry of the log.
    pub(super) fn take(&mut self, key: &'a [u8], value: &'a [u8]) -> Result<(), Corrupt> {
        let (room, _) = key.split_last_chunk::<8>().ok_or(Corrupt)?;
        let message = Message::read(value)?;
        self.0.entry(room).or_default().push(message);
        Ok(())
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The sheets with what rooms remember of it, so many messages each.
    pub(super) fn sheets(&self, remember: usize) -> Vec<Sheet<'_>> {
        let mut rooms: Vec<_> = self.0.iter().collect();
        rooms.sort_unstable_by_key(|(room, _)| **room);
        // What is remembered can begin and end within a sheet.
        let places = (remember as u64).div_ceil(FULL) + 1;
        let sheets = rooms.into_iter().flat_map(|(room, messages)| {
            let gone = messages.len().saturating_sub(remember);
            let together = messages[gone..].chunk_by(|one, next| one.sheet() == next.sheet());
            together.map(move |messages| {
                let place = SHEET | (messages[0].seq / FULL % places);
                let key = [room, &place.to_be_bytes()[..]].concat();
                Sheet { key, messages }
            })
        });
        sheets.collect()
    }
}

impl Sheet<'_> {
    pub(super) fn change(&self) -> Change<'_> {
        Change::Amend(&self.key, Box::new(|before| self.value(before)))
    }

    /// When its last message was committed, and all its messages: those that the store has, and the new ones.
    fn value(&self, before: Option<&[u8]>) -> Vec<u8> {
        let (first, last) = (self.messages[0], self.messages[self.messages.len() - 1]);
        let mut value = last.bytes[..8].to_vec();
        let mut put = |message: &[u8]| put_piece(&mut value, |out| out.extend_from_slice(message));
        for message in on_sheet(before.unwrap_or_default()) {
            // Otherwise it is an older sheet, whose place is needed.
            let begins =
                |before: Message<'_>| before.sheet() == first.sheet() && before.seq < first.seq;
            if Message::read(message).is_ok_and(begins) {
                put(message);
            }
        }
        self.messages.iter().for_each(|message| put(message.bytes));
        value
    }
}

/// The messages of an entry of the store: of a sheet, or a single one. What can't be read is as if it were not there.
pub(crate) fn messages<'v>(key: &[u8], value: &'v [u8]) -> impl Iterator<Item = &'v [u8]> {
    let place = key
        .last_chunk::<8>()
        .map(|place| u64::from_be_bytes(*place));
    let is_sheet = place.is_some_and(|place| place & SHEET != 0);
    let (sheet, single) = match is_sheet {
        true => (value, None),
        false => (&[][..], Some(value)),
    };
    on_sheet(sheet).chain(single)
}

fn on_sheet(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Bytes(value.get(8..).unwrap_or_default());
    std::iter::from_fn(move || rest.piece().ok())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::{Change, Shelf, history_prefix};
    use super::FULL;
    use crate::embedded::{Embedded, Options, Remember};
    use crate::{Batch, Engine, History, Millis, Position, Reads, Tenant, Weight, Write as Writes};

    fn tenant() -> Tenant {
        Tenant("t".into())
    }

    fn open(folder: &std::path::Path, count: usize) -> Embedded {
        let history = Remember {
            count,
            ..Remember::default()
        };
        let options = Options {
            history,
            // Each commit is a segment of its own.
            log: 1,
            ..Options::default()
        };
        Embedded::open(folder, options).unwrap()
    }

    fn say(engine: &Embedded, room: &str, text: &str) {
        let broadcast = Writes::Broadcast {
            room: room.into(),
            message: text.into(),
            exclude: Vec::new(),
            weight: Weight::Normal,
        };
        let batch = Batch {
            tenant: tenant(),
            reads: Reads::default(),
            writes: vec![broadcast],
            completes: None,
            now: Millis(1),
        };
        engine.commit(batch).unwrap();
    }

    /// The last messages of a room; `None` where not so many are remembered.
    fn last(engine: &Embedded, room: &str, count: u64) -> Option<Vec<String>> {
        let now = engine.position(&tenant(), room).unwrap();
        let since = Position {
            seq: now.seq.checked_sub(count)?,
            ..now
        };
        match engine.history(&tenant(), room, since, Millis(1)).unwrap() {
            History::Whole(found) => Some(found.iter().map(|b| b.message.to_string()).collect()),
            History::TooOld => None,
        }
    }

    /// How many entries the store has of a room's history.
    fn entries(engine: &Embedded, room: &str) -> usize {
        let mut found = 0;
        let prefix = history_prefix(&tenant().0, room);
        let store = &engine.core.disk.as_ref().unwrap().store;
        let count = |_: &[u8], _: &[u8]| {
            found += 1;
            true
        };
        store.scan(&prefix, &prefix, count).unwrap();
        found
    }

    #[test]
    fn rooms_remember_the_same_after_any_folds_and_restarts() {
        const ROOMS: [&str; 3] = ["a", "b", "much said"];
        for (count, seed) in [(1, 1_u64), (15, 2), (16, 3), (40, 4), (40, 5)] {
            let folder = tempfile::tempdir().unwrap();
            let mut engine = open(folder.path(), count);
            let mut said: HashMap<&str, Vec<String>> = HashMap::new();
            let mut state = seed;
            let mut random = |below: u64| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                (state >> 33) % below
            };
            for number in 0..300 {
                let room = ROOMS[(random(6) as usize).min(2)];
                let text = format!("\"{number}\"");
                say(&engine, room, &text);
                said.entry(room).or_default().push(text);
                if random(8) == 0 {
                    assert!(engine.core.fold());
                }
                if random(30) > 0 {
                    continue;
                }
                drop(engine);
                engine = open(folder.path(), count);
                for (room, said) in &said {
                    let known = said.len().min(count);
                    let expected = said[said.len() - known..].to_vec();
                    let found = last(&engine, room, known as u64);
                    assert_eq!(found, Some(expected), "{room} of {count}, seed {seed}");
                    let most = count.div_ceil(FULL as usize) + 1;
                    assert!(entries(&engine, room) <= most, "{room} of {count}");
                }
            }
        }
    }

    #[test]
    fn another_count_of_messages_to_remember_loses_none_that_are_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let mut said = Vec::new();
        for count in [20, 50, 33] {
            let engine = open(folder.path(), count);
            for _ in 0..30 {
                said.push(format!("\"{}\"", said.len()));
                say(&engine, "a", &said[said.len() - 1]);
                assert!(engine.core.fold());
            }
        }
        let engine = open(folder.path(), 33);
        let expected = said[said.len() - 33..].to_vec();
        assert_eq!(last(&engine, "a", 33), Some(expected));
    }

    #[test]
    fn single_messages_of_an_older_store_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let engine = open(folder.path(), 10);
        (0..5).for_each(|n| say(&engine, "a", &format!("\"{n}\"")));
        assert!(engine.core.fold());
        // As it was before there were sheets.
        let store = &engine.core.disk.as_ref().unwrap().store;
        let prefix = history_prefix(&tenant().0, "a");
        assert_eq!(prefix.first(), Some(&(Shelf::History as u8)));
        let mut sheets = Vec::new();
        let take = |key: &[u8], value: &[u8]| {
            sheets.push((key.to_vec(), value.to_vec()));
            true
        };
        store.scan(&prefix, &prefix, take).unwrap();
        for (key, value) in &sheets {
            store.change([Change::Remove(key)], &[]).unwrap();
            for (place, message) in super::messages(key, value).enumerate() {
                let key = [&prefix[..], &(place as u64).to_be_bytes()[..]].concat();
                store.change([Change::Put(&key, message)], &[]).unwrap();
            }
        }
        assert_eq!(entries(&engine, "a"), 5);
        drop(engine);
        let engine = open(folder.path(), 10);
        (5..8).for_each(|n| say(&engine, "a", &format!("\"{n}\"")));
        assert!(engine.core.fold());
        drop(engine);
        let engine = open(folder.path(), 10);
        let expected = (0..8).map(|n| format!("\"{n}\"")).collect();
        assert_eq!(last(&engine, "a", 8), Some(expected));
    }
}
