//! Who is in which room, and who is online: in memory alone, as of each commit that somebody may still read.
//!
//! Small where rooms are small: a room's connections lie in order in one piece of memory, and share their users' names. It knows
//! nothing of what else is stored.

use std::collections::VecDeque;
use std::collections::hash_map::{Entry, HashMap};
use std::sync::Arc;

/// Whether a connection comes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    Enter,
    Leave,
}

/// A connection that comes or goes.
#[derive(Debug)]
pub(crate) struct Move {
    pub(crate) turn: Turn,
    pub(crate) room: Arc<str>,
    pub(crate) user: Arc<str>,
    pub(crate) connection: Arc<str>,
}

/// The rooms and users of one tenant.
#[derive(Debug, Default)]
pub(crate) struct Presence {
    rooms: HashMap<Arc<str>, Crowd>,
    users: HashMap<Arc<str>, Standing>,
    /// Those of which something can go once nobody reads it any longer.
    untidy: VecDeque<Name>,
}

#[derive(Debug)]
enum Name {
    Room(Arc<str>),
    User(Arc<str>),
}

/// What is left of an untidy room or user.
#[derive(Debug, PartialEq, Eq)]
enum Rest {
    /// Something that somebody may still read.
    Untidy,
    Tidy,
    /// Nothing; this commit was the last to change it.
    Nothing(u64),
}

impl Presence {
    /// Lets a connection come or go. Nothing happens where it is there, or is not, already. `oldest` is the commit of the oldest
    /// snapshot that is held.
    pub(crate) fn apply(&mut self, step: &Move, at: u64, oldest: u64) {
        match step.turn {
            Turn::Enter => self.enter(step, at, oldest),
            Turn::Leave => self.leave(step, at, oldest),
        }
    }

    fn enter(&mut self, step: &Move, at: u64, oldest: u64) {
        let crowd = self.rooms.entry(step.room.clone()).or_default();
        let Err(place) = crowd.find(&step.user, &step.connection) else {
            return;
        };
        // Their name is in memory once, however many rooms they are in.
        let user = self.users.entry(step.user.clone());
        let name = user.key().clone();
        let standing = user.or_default();
        if standing.count(step.turn, at, oldest) {
            self.untidy.push_back(Name::User(name.clone()));
        }
        let seat = Seat {
            user: name,
            connection: step.connection.clone(),
            from: at,
            to: STAYS,
        };
        crowd.seats.insert(place, seat);
        crowd.changed = at;
    }

    fn leave(&mut self, step: &Move, at: u64, oldest: u64) {
        let Some(crowd) = self.rooms.get_mut(&*step.room) else {
            return;
        };
        let Ok(place) = crowd.find(&step.user, &step.connection) else {
            return;
        };
        crowd.changed = at;
        if oldest < at {
            crowd.seats[place].to = at;
        } else {
            crowd.seats.remove(place);
        }
        let is_untidy = oldest < at || crowd.seats.is_empty();
        if is_untidy && !std::mem::replace(&mut crowd.untidy, true) {
            self.untidy.push_back(Name::Room(step.room.clone()));
        }
        let Entry::Occupied(mut user) = self.users.entry(step.user.clone()) else {
            return;
        };
        if user.get_mut().count(step.turn, at, oldest) {
            self.untidy.push_back(Name::User(user.key().clone()));
        }
    }

    /// The users in a room after a commit, in order.
    pub(crate) fn members(&self, room: &str, at: u64) -> Vec<Arc<str>> {
        let seats = self.seats(room).iter().filter(|seat| seat.is_taken(at));
        let mut users: Vec<_> = seats.map(|seat| seat.user.clone()).collect();
        users.dedup();
        users
    }

    /// A user's connections in a room after a commit, in order.
    pub(crate) fn connections(&self, room: &str, user: &str, at: u64) -> Vec<Arc<str>> {
        let seats = self.seats(room);
        let first = seats.partition_point(|seat| *seat.user < *user);
        let own = seats[first..].iter().take_while(|seat| *seat.user == *user);
        let taken = own.filter(|seat| seat.is_taken(at));
        taken.map(|seat| seat.connection.clone()).collect()
    }

    /// Whether a user was in any room after a commit.
    pub(crate) fn is_online(&self, user: &str, at: u64) -> bool {
        self.users.get(user).is_some_and(|user| user.is_online(at))
    }

    /// The last commit by which anybody came to a room or went, where that is known.
    pub(crate) fn room_changed(&self, room: &str) -> Option<u64> {
        Some(self.rooms.get(room)?.changed)
    }

    /// The last commit by which a user came online or went, where that is known.
    pub(crate) fn user_changed(&self, user: &str) -> Option<u64> {
        Some(self.users.get(user)?.turned)
    }

    /// How many rooms and users are to be tidied.
    pub(crate) fn chores(&self) -> usize {
        self.untidy.len()
    }

    /// Lets go of what nobody reads any longer of so many rooms and users. Those that nobody is in, or who are in none, go where they
    /// changed by the commit `swept` at the latest. The last commit that changed any of these.
    pub(crate) fn tidy(&mut self, oldest: u64, swept: u64, most: usize) -> Option<u64> {
        let mut gone = None;
        for _ in 0..most {
            let Some(name) = self.untidy.pop_front() else {
                break;
            };
            let rest = match &name {
                Name::Room(room) => self.rooms.get_mut(room).map(|room| room.tidy(oldest)),
                Name::User(user) => self.users.get_mut(user).map(|user| user.tidy(oldest)),
            };
            match rest {
                Some(Rest::Nothing(at)) if at <= oldest.min(swept) => {
                    self.forget(&name);
                    gone = gone.max(Some(at));
                }
                Some(Rest::Nothing(_) | Rest::Untidy) => self.untidy.push_back(name),
                Some(Rest::Tidy) | None => {}
            }
        }
        gone
    }

    fn forget(&mut self, name: &Name) {
        match name {
            Name::Room(room) => drop(self.rooms.remove(room)),
            Name::User(user) => drop(self.users.remove(user)),
        }
    }

    fn seats(&self, room: &str) -> &[Seat] {
        self.rooms.get(room).map_or(&[], |room| &room.seats)
    }
}

/// A room's connections.
#[derive(Debug, Default)]
struct Crowd {
    /// The commit that changed it last.
    changed: u64,
    /// By user, then by connection. Who left is here for as long as somebody may read that they were.
    seats: Vec<Seat>,
    /// Whether it is on the list of those to tidy.
    untidy: bool,
}

/// A connection in a room.
#[derive(Debug)]
struct Seat {
    user: Arc<str>,
    connection: Arc<str>,
    /// The commit by which it came.
    from: u64,
    /// The commit by which it went.
    to: u64,
}

/// The commit by which nobody went.
const STAYS: u64 = u64::MAX;

impl Seat {
    fn is_taken(&self, at: u64) -> bool {
        self.from <= at && at < self.to
    }
}

impl Crowd {
    /// Where a connection is, or would be.
    fn find(&self, user: &str, connection: &str) -> Result<usize, usize> {
        // Of those that are the same the last came last.
        let behind = |seat: &Seat| (&*seat.user, &*seat.connection) <= (user, connection);
        let end = self.seats.partition_point(behind);
        let last = end.checked_sub(1).map(|last| (last, &self.seats[last]));
        match last {
            Some((place, seat))
                if *seat.user == *user && *seat.connection == *connection && seat.to == STAYS =>
            {
                Ok(place)
            }
            _ => Err(end),
        }
    }

    fn tidy(&mut self, oldest: u64) -> Rest {
        self.seats.retain(|seat| seat.to > oldest);
        self.seats.shrink_to(2 * self.seats.len());
        if self.seats.is_empty() {
            return Rest::Nothing(self.changed);
        }
        self.untidy = self.seats.iter().any(|seat| seat.to != STAYS);
        match self.untidy {
            true => Rest::Untidy,
            false => Rest::Tidy,
        }
    }
}

/// In how many rooms a user is, once for each connection.
#[derive(Debug, Default)]
struct Standing {
    count: u32,
    /// Whether it is on the list of those to tidy.
    untidy: bool,
    /// The commit by which they came online or went.
    turned: u64,
    /// The commits before that by which they did, where somebody may read how it was then.
    #[expect(clippy::box_collection, reason = "most have none")]
    before: Option<Box<Vec<u64>>>,
}

impl Standing {
    /// Whether it has to be put on the list of those to tidy.
    fn count(&mut self, turn: Turn, at: u64, oldest: u64) -> bool {
        let was = self.count > 0;
        self.count = match turn {
            Turn::Enter => self.count + 1,
            Turn::Leave => self.count.saturating_sub(1),
        };
        if was != (self.count > 0) {
            let before = std::mem::replace(&mut self.turned, at);
            if before > oldest {
                self.before.get_or_insert_default().push(before);
            }
        }
        self.is_untidy() && !std::mem::replace(&mut self.untidy, true)
    }

    /// With each turn that came later it was the other way round.
    fn is_online(&self, at: u64) -> bool {
        let before = self.before.iter().flat_map(|before| before.iter());
        let later = before.chain([&self.turned]).filter(|turn| **turn > at);
        (self.count > 0) != (later.count() % 2 == 1)
    }

    fn is_untidy(&self) -> bool {
        self.count == 0 || self.before.is_some()
    }

    fn tidy(&mut self, oldest: u64) -> Rest {
        if let Some(before) = &mut self.before {
            before.retain(|turn| *turn > oldest);
        }
        self.before.take_if(|before| before.is_empty());
        self.untidy = self.is_untidy();
        match (self.count, &self.before) {
            (0, None) => Rest::Nothing(self.turned),
            (_, None) => Rest::Tidy,
            _ => Rest::Untidy,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn go(presence: &mut Presence, turn: Turn, connection: &str, at: u64, oldest: u64) {
        let step = Move {
            turn,
            room: "lobby".into(),
            user: "ann".into(),
            connection: connection.into(),
        };
        presence.apply(&step, at, oldest);
    }

    fn seen(presence: &Presence, at: u64) -> (usize, usize, bool) {
        (
            presence.members("lobby", at).len(),
            presence.connections("lobby", "ann", at).len(),
            presence.is_online("ann", at),
        )
    }

    #[test]
    fn each_commit_is_seen_as_it_was_while_it_may_be_read() {
        let mut presence = Presence::default();
        let here = [Turn::Enter, Turn::Leave, Turn::Enter, Turn::Leave];
        for (at, turn) in (1..).zip(here) {
            go(&mut presence, turn, "1", at, 0);
        }
        go(&mut presence, Turn::Enter, "1", 5, 0);
        go(&mut presence, Turn::Enter, "2", 6, 0);
        go(&mut presence, Turn::Enter, "2", 7, 0);
        let all = [0, 1, 0, 1, 0, 1, 2, 2];
        for oldest in 0..=7 {
            for (at, connections) in (0..).zip(all).filter(|(at, _)| *at >= oldest) {
                let some = connections > 0;
                assert_eq!(
                    seen(&presence, at),
                    (usize::from(some), connections, some),
                    "{at}"
                );
            }
            assert_eq!(presence.tidy(oldest, u64::MAX, 9), None);
        }
        assert_eq!(presence.chores(), 0);
        assert_eq!(presence.seats("lobby").len(), 2);
        assert_eq!(presence.room_changed("lobby"), Some(6));
        assert_eq!(presence.user_changed("ann"), Some(5));
    }

    #[test]
    fn what_is_empty_goes_once_nobody_can_have_read_it_otherwise() {
        let mut presence = Presence::default();
        go(&mut presence, Turn::Enter, "1", 1, u64::MAX);
        go(&mut presence, Turn::Leave, "1", 2, u64::MAX);
        go(&mut presence, Turn::Leave, "1", 3, u64::MAX);
        assert_eq!(
            presence.tidy(9, 1, 9),
            None,
            "who read before may commit now"
        );
        assert_eq!(presence.user_changed("ann"), Some(2));
        assert_eq!(presence.tidy(9, 2, 9), Some(2));
        assert_eq!(
            (
                presence.rooms.len(),
                presence.users.len(),
                presence.chores()
            ),
            (0, 0, 0)
        );
    }

    #[test]
    fn who_comes_back_before_that_stays() {
        let mut presence = Presence::default();
        for (at, turn) in (1..).zip([Turn::Enter, Turn::Leave, Turn::Enter]) {
            go(&mut presence, turn, "1", at, u64::MAX);
        }
        assert_eq!(presence.tidy(9, 9, 9), None);
        assert_eq!(presence.chores(), 0);
        assert_eq!(seen(&presence, 3), (1, 1, true));
        go(&mut presence, Turn::Leave, "1", 4, u64::MAX);
        assert_eq!(presence.tidy(9, 9, 9), Some(4));
    }
}
