//! From where on connections hear what is sent to their users alone.
//!
//! Owns the seam between what is remembered and what comes. A connection that keeps track, for its client asked for that, hears nothing until it
//! is known where it begins; what comes meanwhile waits here, and only for so long it has a place here. It refuses to know an engine: what is
//! remembered is read by [`crate::node`].

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

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
pub(crate) struct Directs {
    seams: DashMap<u64, Box<Seam>>,
    /// How often was asked, of any connection.
    rounds: AtomicU32,
    /// Those whose place could not be found at present.
    later: Mutex<Vec<Arc<Link>>>,
}

/// How much may wait for one connection. Above it is told that something is missing: as much is hardly remembered either.
const MOST: usize = 1024;

struct Seam {
    asked: Asked,
    /// When it was asked, no two the same: what was found out for an earlier time is old.
    round: u32,
    /// With their numbers, where they have some.
    waiting: Vec<(Option<u64>, Frame)>,
}

impl Directs {
    fn round(&self) -> u32 {
        self.rounds.fetch_add(1, Ordering::Relaxed)
    }

    /// Lets what comes wait for a connection. To be called before it is among its user's.
    pub(crate) fn expect(&self, link: &Link, from: DirectFrom, resumed: bool) {
        let seam = Seam {
            asked: Asked::Client { from, resumed },
            round: self.round(),
            waiting: Vec::new(),
        };
        self.seams.insert(link.number, Box::new(seam));
    }

    /// What is to be found out of a connection, if anything.
    pub(crate) fn asked(&self, link: &Link) -> Option<(Asked, u32)> {
        let seam = self.seams.get(&link.number)?;
        Some((seam.asked, seam.round))
    }

    /// Tells a connection where it begins and what it missed, and lets what waited follow.
    pub(crate) fn open(&self, link: &Arc<Link>, round: u32, begin: Begin) {
        let Begin {
            mut at,
            recovered,
            missed,
        } = begin;
        // Before its place is held, and others with it.
        let frame = |missed: &Broadcast| {
            let seq = Some(missed.position.seq);
            protocol::direct(&missed.message, missed.at, seq)
        };
        let frames: Vec<_> = missed.iter().map(frame).collect();
        let Entry::Occupied(entry) = self.seams.entry(link.number) else {
            return;
        };
        if entry.get().round != round {
            return;
        }
        let waiting = &entry.get().waiting;
        if recovered != Some(true)
            && let Some(first) = waiting.iter().find_map(|(seq, _)| *seq)
        {
            // It was here when this came, which is not to be taken for something that was before.
            at.seq = at.seq.min(first.saturating_sub(1));
        }
        link.tell(&protocol::directs_from(at, recovered));
        for frame in &frames {
            link.tell(frame);
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
            if let Some(mut seam) = self.seams.get_mut(&link.number) {
                seam.waiting.push((seq, frame.clone()));
                if seam.waiting.len() > MOST {
                    seam.asked = Asked::Anew;
                    seam.round = self.round();
                    seam.waiting = Vec::new();
                    drop(seam);
                    self.put_off([link.clone()]);
                }
                return;
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
        let seam = Seam {
            asked: Asked::Anew,
            round: self.round(),
            waiting: Vec::new(),
        };
        let held = self.seams.entry(link.number).insert(Box::new(seam));
        link.directs.0.store(WAITS, Ordering::Release);
        drop(held);
        true
    }

    /// The places of these have to be found later.
    pub(crate) fn put_off(&self, links: impl IntoIterator<Item = Arc<Link>>) {
        let mut later = self.later.lock().expect("nobody panics while holding it");
        later.extend(links);
    }

    /// Those that were put off.
    pub(crate) fn take_up(&self) -> Vec<Arc<Link>> {
        std::mem::take(&mut *self.later.lock().expect("nobody panics while holding it"))
    }

    /// The connection is gone.
    pub(crate) fn forget(&self, link: &Link) {
        if link.directs.waits() {
            let held = self.seams.entry(link.number);
            link.directs.0.store(ALL, Ordering::Release);
            if let Entry::Occupied(held) = held {
                held.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use buildamp_engine::{Millis, Tenant};
    use buildamp_websocket::Class;

    use super::*;
    use crate::peer::{Ending, Peer, Session};

    #[derive(Default)]
    struct Hearing(Arc<Mutex<Vec<String>>>);

    impl Peer for Hearing {
        fn queue(&self, frame: &Frame, _: Class) {
            let text = String::from_utf8_lossy(frame.text()).into_owned();
            self.0.lock().unwrap().push(text);
        }

        fn flush(&self) {}

        fn end(&self, _: &Ending) {}
    }

    /// A connection that keeps track and knows where it is, and what it hears.
    fn told(directs: &Directs) -> (Arc<Link>, Arc<Mutex<Vec<String>>>) {
        let heard = Arc::new(Mutex::default());
        let peer = Box::new(Hearing(Arc::clone(&heard))).into();
        let tenant = Tenant("t".into());
        let mut link = Link::new("c".into(), 1, tenant, Session(1), None, peer);
        link.directs = Told::new(true);
        directs.expect(&link, DirectFrom::Now, false);
        let link = Arc::new(link);
        let (_, round) = directs.asked(&link).unwrap();
        directs.open(&link, round, at(0));
        assert!(!link.directs.waits());
        (link, heard)
    }

    fn at(seq: u64) -> Begin {
        Begin {
            at: Position { epoch: 1, seq },
            recovered: Some(false),
            missed: Vec::new(),
        }
    }

    #[test]
    fn what_was_found_out_before_deliveries_were_missed_again_is_old() {
        let directs = Directs::default();
        let (link, heard) = told(&directs);
        assert!(directs.begin_anew(&link));
        let (_, old) = directs.asked(&link).unwrap();
        directs.open(&link, old, at(1));
        assert!(directs.begin_anew(&link));
        heard.lock().unwrap().clear();
        directs.open(&link, old, at(1));
        assert!(link.directs.waits());
        assert_eq!(*heard.lock().unwrap(), [""; 0]);
    }

    #[test]
    fn a_query_says_from_where_or_that_nobody_knows() {
        let behind = |epoch, seq| DirectFrom::Behind(Position { epoch, seq });
        assert_eq!(DirectFrom::read(""), DirectFrom::Now);
        assert_eq!(DirectFrom::read("1f.7"), behind(31, 7));
        for wrong in ["1f", ".", "1f.", ".7", "x.7", "1f.-7", "1f.7.8"] {
            assert_eq!(DirectFrom::read(wrong), DirectFrom::Behind(NOWHERE));
        }
    }

    #[test]
    fn no_more_waits_than_has_a_place() {
        let directs = Directs::default();
        let (link, heard) = told(&directs);
        assert!(directs.begin_anew(&link));
        let (_, old) = directs.asked(&link).unwrap();
        heard.lock().unwrap().clear();
        let last = MOST as u64 + 3;
        for seq in 1..=last {
            let frame = protocol::direct(&"{}".into(), Millis(0), Some(seq));
            directs.tell(&link, Some(seq), &frame);
        }
        assert_eq!(directs.take_up().len(), 1);
        directs.open(&link, old, at(0));
        assert!(link.directs.waits());
        let (_, round) = directs.asked(&link).unwrap();
        directs.open(&link, round, at(last));
        let heard = heard.lock().unwrap();
        // Where it goes on, and the two for which there was a place again.
        assert_eq!(heard.len(), 3, "{heard:?}");
        assert!(heard[0].contains(&format!(r#""seq":{}"#, last - 2)));
        assert!(heard[2].contains(&format!(r#""seq":{last}"#)));
    }
}
