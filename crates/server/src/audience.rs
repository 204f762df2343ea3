//! Who of this node hears a room.
//!
//! A connection that comes in first gets the room's state and then each broadcast after it, once: what is
//! broadcast while its state is being worked out waits at its seat.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard};

use buildamp_engine::{Broadcast, Position, Weight};
use buildamp_websocket::Class;

use crate::joined::Joined;
use crate::peer::Link;
use crate::protocol::{self, Frame};
use crate::turn;

/// Up to how many seats a room takes memory for no more than there are, and looks at all of them to find one.
const FEW: usize = 8;

#[derive(Default)]
pub(crate) struct Audience(Mutex<Seats>);

/// Most rooms are small, and there are many of them.
#[derive(Default)]
struct Seats {
    all: Vec<Seat>,
    /// Where the connections of these numbers sit, where there are more than a few.
    #[expect(clippy::box_collection, reason = "saves 40 bytes of each room")]
    places: Option<Box<HashMap<u64, usize>>>,
}

struct Seat {
    link: Arc<Link>,
    hears: Hears,
    /// What the connection joined with.
    joined: Option<Joined>,
}

enum Hears {
    /// Until the seat is opened: what was broadcast since it was taken.
    #[expect(clippy::box_collection, reason = "saves memory of each seat")]
    Later(Box<Vec<Broadcast>>),
    /// Nothing, until the seat is taken anew: what it would be opened with may be of the time before deliveries were missed.
    Nothing,
    /// What comes after what the connection was told then. A node that shares its state with others may know of a broadcast, and tell it with
    /// the state, before it is delivered here.
    After(Position),
}

impl Audience {
    fn seats(&self) -> MutexGuard<'_, Seats> {
        self.0.lock().expect("nobody panics while holding it")
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.seats().all.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.seats().all.len()
    }

    /// Whether the connection of this number has a seat.
    pub(crate) fn has(&self, number: u64) -> bool {
        self.seats().find(number).is_some()
    }

    /// Whether the connection of this number has a seat that is not opened.
    pub(crate) fn waits(&self, number: u64) -> bool {
        let seats = self.seats();
        let seat = seats.find(number).map(|place| &seats.all[place]);
        seat.is_some_and(|seat| !matches!(seat.hears, Hears::After(_)))
    }

    /// The connections that have a seat.
    pub(crate) fn links(&self) -> Vec<Arc<Link>> {
        let seats = self.seats();
        seats.all.iter().map(|seat| seat.link.clone()).collect()
    }

    /// Lets nobody hear anything until their seats are taken anew. What is broadcast until then is in the state that they are opened with.
    pub(crate) fn close(&self) {
        for seat in &mut self.seats().all {
            seat.hears = Hears::Nothing;
        }
    }

    /// What the connection of this number joined with.
    pub(crate) fn joined(&self, number: u64) -> Option<Joined> {
        let seats = self.seats();
        seats.all[seats.find(number)?].joined.clone()
    }

    /// Takes a seat, or takes it anew: from now on what is broadcast waits. Without a message the one that was joined with before stays.
    pub(crate) fn take(&self, link: &Arc<Link>, joined: Option<Joined>) {
        let seat = Seat {
            link: link.clone(),
            hears: Hears::Later(Box::default()),
            joined,
        };
        self.seats().take(seat);
    }

    /// Sends the frames that begin the connection's time in the room, and what came after a position.
    pub(crate) fn open(&self, link: &Arc<Link>, first: &[Frame], after: Position) {
        let mut seats = self.seats();
        let Some(place) = seats.find(link.number) else {
            return;
        };
        let seat = &mut seats.all[place];
        for frame in first {
            link.tell(frame);
        }
        if let Hears::Nothing = seat.hears {
            return;
        }
        let hears = std::mem::replace(&mut seat.hears, Hears::After(after));
        if let Hears::Later(waiting) = hears {
            for broadcast in *waiting {
                seat.hear(&Encoded::new(&broadcast), after);
            }
        }
    }

    /// Gives a seat up; false where there was none.
    pub(crate) fn leave(&self, link: &Link) -> bool {
        self.seats().leave(link.number)
    }

    /// Lets everyone hear a broadcast.
    pub(crate) fn deliver(&self, broadcast: &Broadcast) -> usize {
        let encoded = Encoded::new(broadcast);
        let mut seats = self.seats();
        let all = &mut seats.all;
        turn::to(all.len(), || {
            for seat in &mut *all {
                match &mut seat.hears {
                    Hears::Later(waiting) => waiting.push(broadcast.clone()),
                    Hears::Nothing => {}
                    Hears::After(told) => {
                        let told = *told;
                        seat.hear(&encoded, told);
                    }
                }
            }
        });
        all.len()
    }
}

impl Seats {
    fn find(&self, number: u64) -> Option<usize> {
        match &self.places {
            Some(places) => places.get(&number).copied(),
            None => self.all.iter().position(|seat| seat.link.number == number),
        }
    }

    fn take(&mut self, seat: Seat) {
        let number = seat.link.number;
        if let Some(place) = self.find(number) {
            let before = self.all[place].joined.take();
            self.all[place] = seat;
            let joined = &mut self.all[place].joined;
            *joined = joined.take().or(before);
            return;
        }
        if self.all.len() < FEW {
            self.all.reserve_exact(1);
        }
        self.all.push(seat);
        let last = self.all.len() - 1;
        match &mut self.places {
            Some(places) => drop(places.insert(number, last)),
            None if last < FEW => {}
            None => {
                let numbers = self.all.iter().map(|seat| seat.link.number);
                self.places = Some(Box::new(numbers.zip(0..).collect()));
            }
        }
    }

    /// The last one moves to the place that becomes free.
    fn leave(&mut self, number: u64) -> bool {
        let Some(place) = self.find(number) else {
            return false;
        };
        self.all.swap_remove(place);
        if let Some(places) = &mut self.places {
            places.remove(&number);
            if let Some(moved) = self.all.get(place) {
                places.insert(moved.link.number, place);
            }
        }
        self.places.take_if(|places| places.is_empty());
        true
    }
}

impl Seat {
    fn hear(&self, encoded: &Encoded<'_>, told: Position) {
        if encoded.broadcast.position <= told {
            return;
        }
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

#[cfg(test)]
mod tests {
    use buildamp_engine::Tenant;

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

    fn at(epoch: u64, seq: u64) -> Position {
        Position { epoch, seq }
    }

    fn broadcast(position: Position) -> Broadcast {
        Broadcast {
            room: "lobby".into(),
            position,
            message: format!(r#"{{"at":{}}}"#, position.seq).into(),
            at: buildamp_engine::Millis(0),
            exclude: [].into(),
            weight: Weight::Normal,
        }
    }

    #[test]
    fn each_has_its_own_seat_however_many_there_are() {
        let heard = Arc::new(Mutex::default());
        let link = |number: u64| {
            let peer = Box::new(Hearing(Arc::clone(&heard))).into();
            let tenant = Tenant("t".into());
            Arc::new(Link::new(
                "c".into(),
                number,
                tenant,
                Session(1),
                None,
                peer,
            ))
        };
        let all: Vec<_> = (0..3 * FEW as u64).map(link).collect();
        let audience = Audience::default();
        let check = |there: &[usize]| {
            let has = |place: &usize| audience.has(all[*place].number);
            let found: Vec<_> = (0..all.len()).filter(has).collect();
            assert_eq!(found, there);
            assert_eq!(audience.len(), there.len());
            heard.lock().unwrap().clear();
            audience.deliver(&broadcast(at(1, 5)));
            assert_eq!(heard.lock().unwrap().len(), there.len());
        };
        let mut there = Vec::new();
        for (place, link) in all.iter().enumerate() {
            for _ in 0..2 {
                audience.take(link, None);
            }
            audience.open(link, &[], at(1, 4));
            there.push(place);
            check(&there);
        }
        while !there.is_empty() {
            let gone = there.remove(there.len() * 5 / 7);
            assert!(audience.leave(&all[gone]));
            assert!(!audience.leave(&all[gone]));
            check(&there);
        }
        assert!(audience.is_empty());
    }

    /// With a place to spare the list of one seat is one of the allocator's pieces of 48 bytes, as it would be without.
    #[cfg(target_pointer_width = "64")]
    #[test]
    fn what_was_joined_with_takes_no_memory_where_it_is_nothing() {
        assert!(size_of::<Seat>() <= 40, "{}", size_of::<Seat>());
    }

    #[test]
    fn nobody_hears_anything_between_what_was_missed_and_the_state_after_it() {
        let heard = Arc::new(Mutex::default());
        let peer = Box::new(Hearing(Arc::clone(&heard))).into();
        let (id, tenant) = ("c".into(), Tenant("t".into()));
        let link = Arc::new(Link::new(id, 1, tenant, Session(1), None, peer));
        let audience = Audience::default();
        audience.take(&link, None);
        audience.open(&link, &[], at(1, 4));
        audience.deliver(&broadcast(at(1, 5)));
        audience.close();
        // In the new numbering it looks like the next one.
        audience.deliver(&broadcast(at(2, 6)));
        // Whoever was about to open the seat has the state of before.
        audience.open(&link, &[], at(1, 5));
        audience.deliver(&broadcast(at(2, 7)));
        audience.take(&link, None);
        audience.open(&link, &[Frame::from("state".to_owned())], at(2, 7));
        audience.deliver(&broadcast(at(2, 8)));
        let heard = heard.lock().unwrap();
        let expected = [r#""seq":5"#, "state", r#""seq":8"#];
        assert_eq!(heard.len(), expected.len(), "{heard:?}");
        for (heard, expected) in heard.iter().zip(expected) {
            assert!(heard.contains(expected), "{heard}");
        }
    }
}
