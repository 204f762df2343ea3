//! From where on connections hear what is sent to their users alone.
//!
//! Owns the seam between what is remembered and what comes. A connection that keeps track, for its client asked for that, hears nothing until it
//! is known where it begins; what comes meanwhile waits here, and only for so long it has a place here. It refuses to know an engine: what is
//! remembered is read by [`crate::node`].

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use buildamp_engine::{Broadcast, Position};
use dashmap::DashMap;
use dashmap::mapref::entry::Entry;

use crate::peer::Link;
use crate::protocol::{self, Frame};

/// From where on a client wants to hear what is sent to its user alone. Who asks for it keeps track of how far it has heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectFrom {
    /// From now on.
    Now,
    /// From behind what it has heard.
    Behind(Position),
}

/// A position that nothing is remembered of.
const NOWHERE: Position = Position {
    epoch: 0,
    seq: u64::MAX,
};

impl DirectFrom {
    /// Reads what a query says: nothing, or an epoch and a number with a dot between. What makes no sense is a position that nobody knows.
    #[must_use]
    pub fn read(text: &str) -> DirectFrom {
        let position = || {
            let (epoch, seq) = text.split_once('.')?;
            let epoch = u64::from_str_radix(epoch, 16).ok()?;
            Some(Position {
                epoch,
                seq: seq.parse().ok()?,
            })
        };
        match text {
            "" => DirectFrom::Now,
            _ => DirectFrom::Behind(position().unwrap_or(NOWHERE)),
        }
    }
}

/// How far a connection was told what is sent to its user alone: eight bytes of each.
#[derive(Debug, Default)]
pub(crate) struct Told(AtomicU64);

/// It hears all that comes, for it keeps no track.
const ALL: u64 = 0;
/// It keeps track, and what comes waits for it until it is known where it begins.
const WAITS: u64 = u64::MAX;

impl Told {
    /// Of a connection that has not begun to hear.
    pub(crate) fn new(keeps_track: bool) -> Told {
        Told(AtomicU64::new(if keeps_track { WAITS } else { ALL }))
    }

    fn keeps_track(&self) -> bool {
        self.0.load(Ordering::Acquire) != ALL
    }

    /// Whether it is not known yet where it begins.
    pub(crate) fn waits(&self) -> bool {
        self.0.load(Ordering::Acquire) == WAITS
    }

    fn has(&self, seq: u64) -> bool {
        seq < self.0.load(Ordering::Acquire)
    }

    fn begin(&self, seq: u64) {
        let behind = seq.saturating_add(1).min(WAITS - 1);
        self.0.store(behind, Ordering::Release);
    }
}

/// Why the place has to be found from where a connection hears.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Asked {
    /// The client said from where. `resumed`: in a session that is still known.
    Client { from: DirectFrom, resumed: bool },
    /// What is delivered may have been missed, or is numbered anew.
    Anew,
}

/// Where a connection begins to hear.
pub(crate) struct Begin {
    /// Up to here nothing follows.
    pub(crate) at: Position,
    /// Whether all since the position that the client gave follows; nothing where it gave none.
    pub(crate) recovered: Option<bool>,
    /// What was missed, oldest first.
    pub(crate) missed: Vec<Broadcast>,
}

/// The connections of a node for which what comes waits, by their numbers.
#[derive(Default)]
pub(crate) struct Directs(DashMap<u64, Box<Seam>>);

struct Seam {
    asked: Asked,
    /// How often it was asked: what was found out for an earlier time is old.
    round: u32,
    /// With their numbers, where they have some.
    waiting: Vec<(Option<u64>, Frame)>,
}

impl Directs {
    /// Lets what comes wait for a connection. To be called before it is among its user's.
    pub(crate) fn expect(&self, link: &Link, from: DirectFrom, resumed: bool) {
        let seam = Seam {
            asked: Asked::Client { from, resumed },
            round: 0,
            waiting: Vec::new(),
        };
        self.0.insert(link.number, Box::new(seam));
    }

    /// What is to be found out of a connection, if anything.
    pub(crate) fn asked(&self, link: &Link) -> Option<(Asked, u32)> {
        let seam = self.0.get(&link.number)?;
        Some((seam.asked, seam.round))
    }

    /// Tells a connection where it begins and what it missed, and lets what waited follow.
    pub(crate) fn open(&self, link: &Arc<Link>, round: u32, begin: Begin) {
        let Entry::Occupied(entry) = self.0.entry(link.number) else {
            return;
        };
        if entry.get().round != round {
            return;
        }
        let waiting = &entry.get().waiting;
        let Begin {
            mut at,
            recovered,
            missed,
        } = begin;
        if recovered != Some(true)
            && let Some(first) = waiting.iter().find_map(|(seq, _)| *seq)
        {
            // It was here when this came, which is not to be taken for something that was before.
            at.seq = at.seq.min(first.saturating_sub(1));
        }
        link.tell(&protocol::directs_from(at, recovered));
        for broadcast in &missed {
            let Broadcast { message, at, .. } = broadcast;
            link.tell(&protocol::direct(
                message,
                *at,
                Some(broadcast.position.seq),
            ));
        }
        let told = missed.last().map_or(at.seq, |last| last.position.seq);
        for (seq, frame) in waiting {
            if seq.is_none_or(|seq| seq > told) {
                link.tell(frame);
            }
        }
        // While its place is held: whoever delivers next finds the place empty only when this is to be seen.
        link.directs.begin(told);
        entry.remove();
    }

    /// Hands a message to a connection of its user; what it was told already has a number that it has.
    pub(crate) fn tell(&self, link: &Arc<Link>, seq: Option<u64>, frame: &Frame) {
        while link.directs.waits() {
            if let Some(mut seam) = self.0.get_mut(&link.number) {
                return seam.waiting.push((seq, frame.clone()));
            }
        }
        let keeps_track = link.directs.keeps_track();
        if !(keeps_track && seq.is_some_and(|seq| link.directs.has(seq))) {
            link.tell(frame);
        }
    }

    /// Lets what comes wait for a connection that keeps track, until it is known where it goes on; false where it keeps none. What waited is of
    /// before.
    pub(crate) fn begin_anew(&self, link: &Link) -> bool {
        if !link.directs.keeps_track() {
            return false;
        }
        let mut seam = self.0.entry(link.number).or_insert_with(|| {
            Box::new(Seam {
                asked: Asked::Anew,
                round: 0,
                waiting: Vec::new(),
            })
        });
        seam.asked = Asked::Anew;
        seam.round += 1;
        seam.waiting.clear();
        link.directs.0.store(WAITS, Ordering::Release);
        true
    }

    /// The connection is gone.
    pub(crate) fn forget(&self, link: &Link) {
        if link.directs.waits() {
            let held = self.0.entry(link.number);
            link.directs.0.store(ALL, Ordering::Release);
            if let Entry::Occupied(held) = held {
                held.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_says_from_where_or_that_nobody_knows() {
        let behind = |epoch, seq| DirectFrom::Behind(Position { epoch, seq });
        assert_eq!(DirectFrom::read(""), DirectFrom::Now);
        assert_eq!(DirectFrom::read("1f.7"), behind(31, 7));
        for wrong in ["1f", ".", "1f.", ".7", "x.7", "1f.-7", "1f.7.8"] {
            assert_eq!(DirectFrom::read(wrong), DirectFrom::Behind(NOWHERE));
        }
    }
}
