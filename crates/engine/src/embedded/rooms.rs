//! A room's numbering and what is remembered of it.

use std::sync::Arc;

use super::Remember;
use super::disk::{Bytes, Corrupt, put_piece, put_text, put_u64};
use crate::{Broadcast, History, Millis, Position, Weight};

/// A numbered message, or that there was one, as it is kept. Its room and its number are those of the place where that is.
#[derive(Debug)]
pub(crate) struct Kept(Vec<u8>);

impl Kept {
    /// One that was stored.
    pub(crate) fn normal(at: Millis, message: &str, exclude: &[String]) -> Self {
        let mut bytes = Vec::new();
        put_known(&mut bytes, at, message, exclude, None);
        Self(bytes)
    }

    /// One that was volatile and is forgotten: only its time is known.
    pub(crate) fn forgotten(at: Millis) -> Self {
        let mut bytes = Vec::new();
        put_piece(&mut bytes, |out| {
            put_u64(out, at.0);
            out.push(FORGOTTEN);
        });
        Self(bytes)
    }
}

const FORGOTTEN: u8 = 0;
const NORMAL: u8 = 1;
const VOLATILE: u8 = 2;

/// A message as it is kept: its length, its time, what it is, the key of a volatile one, its text, and who is excluded.
fn put_known(
    out: &mut Vec<u8>,
    at: Millis,
    message: &str,
    exclude: &[String],
    volatile: Option<&str>,
) {
    put_piece(out, |out| {
        put_u64(out, at.0);
        out.push(volatile.map_or(NORMAL, |_| VOLATILE));
        if let Some(key) = volatile {
            put_text(out, key);
        }
        put_text(out, message);
        for user in exclude {
            put_text(out, user);
        }
    });
}

/// The longest that [`put_known`] makes of it.
fn longest(message: &str, exclude: &[String], volatile: Option<&str>) -> usize {
    let names = exclude.iter().map(|user| user.len() + 4).sum::<usize>();
    25 + message.len() + names + volatile.map_or(0, str::len)
}

/// Reads the time.
fn at(mut kept: Bytes<'_>) -> Result<Millis, Corrupt> {
    kept.u64().map(Millis)
}

/// The message as it was; `None` where it is forgotten.
fn broadcast(
    mut kept: Bytes<'_>,
    room: &Arc<str>,
    position: Position,
) -> Result<Option<Broadcast>, Corrupt> {
    let at = Millis(kept.u64()?);
    let weight = match kept.u8()? {
        FORGOTTEN => return Ok(None),
        VOLATILE => Weight::Volatile(kept.text()?.into()),
        _ => Weight::Normal,
    };
    let message = kept.text()?.into();
    let mut exclude = Vec::new();
    while !kept.is_empty() {
        exclude.push(kept.text()?.to_owned());
    }
    Ok(Some(Broadcast {
        room: room.clone(),
        position,
        message,
        exclude: exclude.into(),
        weight,
        at,
    }))
}

/// Up to how many bytes no more memory is taken than is needed: most rooms are quiet.
const QUIET: usize = 1 << 10;

/// Messages one behind the other in one piece of memory, for there may be many of them, and most are short.
#[derive(Debug, Default)]
struct Row {
    bytes: Vec<u8>,
    /// Where the first that is still remembered begins.
    start: usize,
    count: usize,
}

impl Row {
    fn iter(&self) -> impl Iterator<Item = Bytes<'_>> {
        let mut rest = Bytes(&self.bytes[self.start..]);
        // It is our own, and whole.
        std::iter::from_fn(move || rest.piece().ok().map(Bytes))
    }

    fn len(&self) -> usize {
        self.bytes.len() - self.start
    }

    /// Lets `put` append the next, for which so many bytes are enough.
    fn push(&mut self, longest: usize, put: impl FnOnce(&mut Vec<u8>)) {
        if self.bytes.capacity() - self.bytes.len() < longest {
            self.close_up();
            let spare = match self.bytes.len() {
                ..QUIET => 0,
                many => many / 4,
            };
            self.bytes.reserve_exact(longest.max(spare));
        }
        put(&mut self.bytes);
        self.count += 1;
    }

    /// Forgets so many at the front.
    fn drop_first(&mut self, count: usize) {
        let gone: usize = self.iter().take(count).map(|kept| kept.0.len() + 4).sum();
        self.start += gone;
        self.count -= count;
        if self.count == 0 {
            *self = Self::default();
        }
    }

    /// Moves what is remembered to the front.
    fn close_up(&mut self) {
        self.bytes.drain(..std::mem::take(&mut self.start));
    }
}

/// A room's numbering.
#[derive(Debug)]
pub(crate) struct Room {
    /// Where it stands.
    pub(crate) position: Position,
    /// What the last numbers are of, without a gap, up to the position.
    history: Row,
    /// The commit that changed it last.
    pub(crate) commit: u64,
    /// Whether it is on the list of those to trim.
    pub(crate) listed: bool,
}

impl Room {
    pub(crate) fn new(position: Position) -> Self {
        Self {
            position,
            history: Row::default(),
            commit: 0,
            listed: false,
        }
    }

    /// Roughly what its history takes in memory.
    pub(crate) fn bytes(&self) -> usize {
        self.history.len()
    }

    /// A room as it was stored.
    pub(crate) fn restored(position: Position, kept: Vec<Kept>, remember: Remember) -> Self {
        let mut room = Self::new(position);
        let more = kept.len().saturating_sub(remember.count);
        for Kept(bytes) in kept.into_iter().skip(more) {
            room.history
                .push(bytes.len(), |out| out.extend_from_slice(&bytes));
        }
        room
    }

    /// Takes the next message in. Its position is the next one.
    pub(crate) fn push(&mut self, broadcast: &Broadcast, remember: Remember) {
        self.position = broadcast.position;
        let Broadcast {
            message,
            exclude,
            at,
            ..
        } = broadcast;
        let volatile = match &broadcast.weight {
            Weight::Normal => None,
            Weight::Volatile(key) => Some(&**key),
        };
        self.history
            .push(longest(message, exclude, volatile), |out| {
                put_known(out, *at, message, exclude, volatile);
            });
        let more = self.history.count.saturating_sub(remember.count);
        self.history.drop_first(more);
    }

    /// Forgets what is too old. Whether anything is still remembered.
    pub(crate) fn trim(&mut self, now: Millis, remember: Remember) -> bool {
        let aged = self.aged(now, remember);
        if aged > 0 {
            self.history.drop_first(aged);
            self.history.close_up();
            self.history.bytes.shrink_to_fit();
        }
        self.history.count > 0
    }

    /// What came after a position.
    pub(crate) fn since(
        &self,
        name: &str,
        since: Position,
        now: Millis,
        remember: Remember,
    ) -> History {
        let Some(missed) = self.position.seq.checked_sub(since.seq) else {
            return History::TooOld;
        };
        let known = self.history.count - self.aged(now, remember);
        let fits = usize::try_from(missed).is_ok_and(|missed| missed <= known);
        if since.epoch != self.position.epoch || !fits {
            return History::TooOld;
        }
        #[allow(clippy::cast_possible_truncation)] // It is at most the history's length.
        let first = self.history.count - missed as usize;
        let name: Arc<str> = name.into();
        let epoch = self.position.epoch;
        let numbered = (since.seq + 1..).zip(self.history.iter().skip(first));
        // It is our own, and can be read.
        let wanted = numbered.filter_map(|(seq, kept)| {
            broadcast(kept, &name, Position { epoch, seq })
                .ok()
                .flatten()
        });
        History::Whole(wanted.collect())
    }

    /// How many at the front are too old: up to the last one that is, for what is remembered has no gap.
    fn aged(&self, now: Millis, remember: Remember) -> usize {
        let old =
            |kept: Bytes<'_>| at(kept).is_ok_and(|at| at.0.saturating_add(remember.age.0) < now.0);
        // From the front, for times rise almost always: the first young one ends the search on most calls.
        match self.history.iter().next() {
            Some(first) if old(first) => {
                let numbered = self.history.iter().enumerate();
                let aged = numbered.filter(|(_, kept)| old(*kept)).last();
                aged.map_or(0, |(last, _)| last + 1)
            }
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REMEMBER: Remember = Remember {
        count: 40,
        age: Millis(1000),
    };

    fn message(seq: u64) -> Broadcast {
        let users = ["ann", "", "bob"].map(str::to_owned);
        Broadcast {
            room: "lobby".into(),
            position: Position { epoch: 1, seq },
            // From short ones to some that are longer than all that a quiet room has.
            message: "x".repeat((seq as usize * 37) % 1500).into(),
            exclude: users[..(seq % 4) as usize].into(),
            weight: match seq % 5 {
                0 => Weight::Volatile("key".into()),
                _ => Weight::Normal,
            },
            at: Millis(seq * 10),
        }
    }

    #[track_caller]
    fn check(room: &Room, now: u64, remembered: std::ops::RangeInclusive<u64>) {
        let (first, last) = (*remembered.start(), *remembered.end());
        for since in first.saturating_sub(2)..=last {
            let position = Position {
                epoch: 1,
                seq: since,
            };
            let expected = match since + 1 < first {
                true => History::TooOld,
                false => History::Whole((since + 1..=last).map(message).collect()),
            };
            let found = room.since("lobby", position, Millis(now), REMEMBER);
            assert_eq!(found, expected, "{since}");
        }
    }

    #[test]
    fn what_is_remembered_comes_back_as_it_was() {
        let mut room = Room::new(Position { epoch: 1, seq: 0 });
        for seq in 1..=200 {
            room.push(&message(seq), REMEMBER);
            check(&room, seq * 10, seq.saturating_sub(39).max(1)..=seq);
        }
        check(&room, 2800, 180..=200);
        assert!(room.trim(Millis(2800), REMEMBER));
        assert_eq!(room.bytes(), room.history.bytes.capacity());
        check(&room, 2800, 180..=200);
        room.push(&message(201), REMEMBER);
        check(&room, 2800, 180..=201);
        assert!(!room.trim(Millis(9000), REMEMBER));
        assert_eq!(room.history.bytes.capacity(), 0);
    }

    #[test]
    fn what_was_forgotten_has_its_number_all_the_same() {
        let kept = vec![
            Kept::normal(Millis(10), "1", &["ann".to_owned()]),
            Kept::forgotten(Millis(20)),
            Kept::normal(Millis(30), "3", &[]),
        ];
        let room = Room::restored(Position { epoch: 1, seq: 3 }, kept, REMEMBER);
        let since = Position { epoch: 1, seq: 0 };
        let History::Whole(found) = room.since("lobby", since, Millis(40), REMEMBER) else {
            panic!("all of it is remembered");
        };
        let found = found.iter();
        let found: Vec<_> = found.map(|b| (b.position.seq, &*b.message)).collect();
        assert_eq!(found, [(1, "1"), (3, "3")]);
    }
}
