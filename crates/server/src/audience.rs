//! Who of this node hears a room.
//!
//! A connection that comes in first gets the room's state and then each broadcast after it, once: what is
//! broadcast while its state is being worked out waits at its seat.

use std::cell::OnceCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard};

use buildamp_engine::{Broadcast, Position, Weight};
use buildamp_websocket::Class;
use indexmap::IndexMap;

use crate::peer::Link;
use crate::protocol::{self, Frame};

#[derive(Default)]
pub(crate) struct Audience(Mutex<IndexMap<u64, Seat>>);

struct Seat {
    link: Arc<Link>,
    /// What was broadcast since the seat was taken, until it is opened.
    waiting: Option<Vec<Broadcast>>,
    /// What the state had that it was opened with: an engine may have stored more than it has delivered by then.
    after: Position,
}

impl Audience {
    fn seats(&self) -> MutexGuard<'_, IndexMap<u64, Seat>> {
        self.0.lock().expect("nobody panics while holding it")
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.seats().is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.seats().len()
    }

    /// Whether the connection of this number has a seat.
    pub(crate) fn has(&self, number: u64) -> bool {
        self.seats().contains_key(&number)
    }

    /// The connections that have a seat.
    pub(crate) fn links(&self) -> Vec<Arc<Link>> {
        self.seats()
            .values()
            .map(|seat| seat.link.clone())
            .collect()
    }

    /// Takes a seat, or takes it anew: from now on what is broadcast waits.
    pub(crate) fn take(&self, link: &Arc<Link>) {
        let seat = Seat {
            link: link.clone(),
            waiting: Some(Vec::new()),
            after: Position { epoch: 0, seq: 0 },
        };
        self.seats().insert(link.number, seat);
    }

    /// Sends the frames that begin the connection's time in the room, and what came after a position.
    pub(crate) fn open(&self, link: &Arc<Link>, first: &[Frame], after: Position) {
        let mut seats = self.seats();
        let Some(seat) = seats.get_mut(&link.number) else {
            return;
        };
        for frame in first {
            link.tell(frame);
        }
        seat.after = after;
        for broadcast in seat.waiting.take().into_iter().flatten() {
            if broadcast.position > after {
                seat.hear(&Encoded::new(&broadcast));
            }
        }
    }

    /// Gives a seat up; false where there was none.
    pub(crate) fn leave(&self, link: &Link) -> bool {
        self.seats().swap_remove(&link.number).is_some()
    }

    /// Lets everyone hear a broadcast.
    pub(crate) fn deliver(&self, broadcast: &Broadcast) -> usize {
        let encoded = Encoded::new(broadcast);
        let mut seats = self.seats();
        for seat in seats.values_mut() {
            match &mut seat.waiting {
                Some(waiting) => waiting.push(broadcast.clone()),
                None if broadcast.position > seat.after => seat.hear(&encoded),
                None => {}
            }
        }
        seats.len()
    }
}

impl Seat {
    fn hear(&self, encoded: &Encoded<'_>) {
        let user = self.link.user_name();
        if encoded
            .broadcast
            .exclude
            .iter()
            .any(|excluded| excluded == user)
        {
            self.link.tell(encoded.passed());
        } else {
            self.link.send(encoded.whole(), encoded.class());
        }
    }
}

/// A broadcast's frames, each made once and only if somebody gets it.
struct Encoded<'b> {
    broadcast: &'b Broadcast,
    whole: OnceCell<Frame>,
    passed: OnceCell<Frame>,
    class: OnceCell<Class>,
}

impl<'b> Encoded<'b> {
    fn new(broadcast: &'b Broadcast) -> Encoded<'b> {
        Encoded {
            broadcast,
            whole: OnceCell::new(),
            passed: OnceCell::new(),
            class: OnceCell::new(),
        }
    }

    fn whole(&self) -> &Frame {
        self.whole
            .get_or_init(|| protocol::broadcast(self.broadcast))
    }

    fn passed(&self) -> &Frame {
        self.passed.get_or_init(|| protocol::passed(self.broadcast))
    }

    fn class(&self) -> Class {
        match &self.broadcast.weight {
            Weight::Normal => Class::Normal,
            Weight::Volatile(key) => *self.class.get_or_init(|| {
                let mut hasher = DefaultHasher::new();
                (&self.broadcast.room, key).hash(&mut hasher);
                Class::Leaving(hasher.finish(), protocol::rest)
            }),
        }
    }
}
