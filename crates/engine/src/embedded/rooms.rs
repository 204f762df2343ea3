//! A room's numbering and what is remembered of it.

use std::collections::VecDeque;
use std::sync::Arc;

use super::Remember;
use super::disk::{Bytes, put_text};
use crate::{Broadcast, History, Json, Millis, Position, Weight};

/// A numbered message, or that there was one. Its room and its number are those of the place where it is kept.
#[derive(Debug, Clone)]
pub(crate) enum Kept {
    /// It is still known.
    Known {
        at: Millis,
        message: Json,
        exclude: Names,
        /// Of one that need not arrive.
        volatile: Option<Box<Arc<str>>>,
    },
    /// It was volatile and is forgotten; only its time is known.
    Forgotten(Millis),
}

/// Names in one piece of memory, or in none where there are none: most messages have at most one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names(Option<Box<[u8]>>);

impl Names {
    fn new(names: &[String]) -> Self {
        let mut all = Vec::new();
        for name in names {
            put_text(&mut all, name);
        }
        Self((!all.is_empty()).then(|| all.into()))
    }

    fn bytes(&self) -> usize {
        self.0.as_ref().map_or(0, |names| names.len())
    }

    fn all(&self) -> Arc<[String]> {
        let mut bytes = Bytes(self.0.as_deref().unwrap_or_default());
        std::iter::from_fn(|| bytes.text().ok().map(str::to_owned)).collect()
    }
}

impl Kept {
    /// A message, to be remembered.
    pub(crate) fn known(broadcast: &Broadcast) -> Self {
        Self::Known {
            at: broadcast.at,
            message: broadcast.message.clone(),
            exclude: Names::new(&broadcast.exclude),
            volatile: match &broadcast.weight {
                Weight::Normal => None,
                Weight::Volatile(key) => Some(Box::new(key.clone())),
            },
        }
    }

    /// One that was stored.
    pub(crate) fn normal(at: Millis, message: Json, exclude: &[String]) -> Self {
        Self::Known {
            at,
            message,
            exclude: Names::new(exclude),
            volatile: None,
        }
    }

    fn at(&self) -> Millis {
        match self {
            Self::Known { at, .. } | Self::Forgotten(at) => *at,
        }
    }

    /// The message as it was; `None` where it is forgotten.
    fn broadcast(&self, room: &Arc<str>, position: Position) -> Option<Broadcast> {
        let Self::Known {
            at,
            message,
            exclude,
            volatile,
        } = self
        else {
            return None;
        };
        Some(Broadcast {
            room: room.clone(),
            position,
            message: message.clone(),
            exclude: exclude.all(),
            weight: match volatile {
                None => Weight::Normal,
                Some(key) => Weight::Volatile((**key).clone()),
            },
            at: *at,
        })
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Known {
                message, exclude, ..
            } => size_of::<Self>() + message.len() + exclude.bytes(),
            Self::Forgotten(_) => size_of::<Self>(),
        }
    }
}

/// A room's numbering.
#[derive(Debug)]
pub(crate) struct Room {
    /// Where it stands.
    pub(crate) position: Position,
    /// What the last numbers are of, without a gap, up to the position.
    history: VecDeque<Kept>,
    /// The commit that changed it last.
    pub(crate) commit: u64,
    /// Whether it is on the list of those to trim.
    pub(crate) listed: bool,
    /// Of the messages in its history.
    bytes: usize,
}

impl Room {
    pub(crate) fn new(position: Position) -> Self {
        Self {
            position,
            history: VecDeque::new(),
            commit: 0,
            listed: false,
            bytes: 0,
        }
    }

    /// Roughly what its history takes in memory.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// A room as it was stored.
    pub(crate) fn restored(position: Position, kept: Vec<Kept>, remember: Remember) -> Self {
        let mut room = Self::new(position);
        let more = kept.len().saturating_sub(remember.count);
        room.history.extend(kept.into_iter().skip(more));
        room.bytes = room.history.iter().map(Kept::bytes).sum();
        room
    }

    /// Takes the next message in. Its position is the next one.
    pub(crate) fn push(&mut self, kept: Kept, position: Position, remember: Remember) {
        self.position = position;
        self.bytes += kept.bytes();
        self.history.push_back(kept);
        while self.history.len() > remember.count {
            let gone = self.history.pop_front();
            self.bytes -= gone.as_ref().map_or(0, Kept::bytes);
        }
    }

    /// Forgets what is too old. Whether anything is still remembered.
    pub(crate) fn trim(&mut self, now: Millis, remember: Remember) -> bool {
        let aged = self.aged(now, remember);
        let gone = self.history.drain(..aged);
        self.bytes -= gone.map(|kept| kept.bytes()).sum::<usize>();
        !self.history.is_empty()
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
        let known = self.history.len() - self.aged(now, remember);
        let fits = usize::try_from(missed).is_ok_and(|missed| missed <= known);
        if since.epoch != self.position.epoch || !fits {
            return History::TooOld;
        }
        #[allow(clippy::cast_possible_truncation)] // It is at most the history's length.
        let first = self.history.len() - missed as usize;
        let name: Arc<str> = name.into();
        let epoch = self.position.epoch;
        let numbered = (since.seq + 1..).zip(self.history.range(first..));
        let wanted =
            numbered.filter_map(|(seq, kept)| kept.broadcast(&name, Position { epoch, seq }));
        History::Whole(wanted.collect())
    }

    /// How many at the front are too old: up to the last one that is, for what is remembered has no gap.
    fn aged(&self, now: Millis, remember: Remember) -> usize {
        let old = |kept: &Kept| kept.at().0.saturating_add(remember.age.0) < now.0;
        // From the front, for times rise almost always: the first young one ends the search on most calls.
        match self.history.front() {
            Some(first) if old(first) => self.history.iter().rposition(old).map_or(0, |l| l + 1),
            _ => 0,
        }
    }
}
