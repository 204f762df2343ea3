//! Grace: a user whose connection broke is in its rooms for a while longer, for most come back at once.
//!
//! Whom a process that has ended left in rooms is found in the store, and has the same grace from the next one's beginning on.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use buildamp_engine::{ConnectionId, Millis, Space, Tenant, Unavailable};

use super::leave::Departure;
use super::{Node, Room};
use crate::turn::Turn;

/// Of a room: the broken connections of users who may come back. Most rooms have none, and take no memory for them.
#[derive(Default)]
pub(super) struct Lingering(Mutex<Option<Box<Broken>>>);

type Broken = HashMap<Arc<str>, Vec<ConnectionId>>;

impl Lingering {
    fn users(&self) -> MutexGuard<'_, Option<Box<Broken>>> {
        self.0.lock().expect("nobody panics while holding it")
    }

    pub(super) fn is_empty(&self) -> bool {
        self.users().is_none()
    }

    pub(super) fn len(&self) -> usize {
        let users = self.users();
        let users = users.iter().flat_map(|users| users.values());
        users.map(Vec::len).sum()
    }

    /// The user's.
    pub(super) fn of(&self, user: &str) -> Vec<ConnectionId> {
        let users = self.users();
        let theirs = users.as_ref().and_then(|users| users.get(user));
        theirs.cloned().unwrap_or_default()
    }

    /// The user is back: nothing of them is left to end.
    pub(super) fn forget(&self, user: &str) {
        let mut users = self.users();
        if let Some(users) = users.as_mut() {
            users.remove(user);
        }
        users.take_if(|users| users.is_empty());
    }

    fn add(&self, user: &Arc<str>, connection: ConnectionId) {
        let mut users = self.users();
        let users = users.get_or_insert_default();
        users.entry(user.clone()).or_default().push(connection);
    }

    /// Takes a connection away; false where its user has come back.
    fn take(&self, user: &str, connection: &ConnectionId) -> bool {
        let mut users = self.users();
        let Some(all) = users.as_mut() else {
            return false;
        };
        let Some(theirs) = all.get_mut(user) else {
            return false;
        };
        let before = theirs.len();
        theirs.retain(|other| other != connection);
        let found = theirs.len() < before;
        if theirs.is_empty() {
            all.remove(user);
        }
        users.take_if(|users| users.is_empty());
        found
    }
}

/// Of a node: who is no longer waited for, and when. All wait equally long, so that the first to come is the first to end.
#[derive(Default)]
pub(super) struct Queue {
    waiting: Mutex<VecDeque<(Millis, Departure)>>,
    /// Whose absent users are known already.
    tenants: Mutex<HashSet<Tenant>>,
}

impl Queue {
    fn waiting(&self) -> MutexGuard<'_, VecDeque<(Millis, Departure)>> {
        self.waiting.lock().expect("nobody panics while holding it")
    }

    pub(super) fn len(&self) -> usize {
        self.waiting().len()
    }

    /// Who was in a room before the start and is still waited for, and until when.
    fn absent(&self, room: &Arc<Room>, now: Millis) -> Vec<(Millis, Arc<str>)> {
        let waiting = self.waiting();
        let absent = waiting.iter().filter(|(until, departure)| {
            let is_of_before = departure.connection.is_none();
            is_of_before && *until > now && Arc::ptr_eq(&departure.room, room)
        });
        absent
            .map(|(until, departure)| (*until, departure.user.clone()))
            .collect()
    }

    fn take_due(&self, now: Millis) -> Vec<Departure> {
        let mut waiting = self.waiting();
        let due = waiting.iter().take_while(|(until, _)| *until <= now);
        let count = due.count();
        waiting.drain(..count).map(|(_, over)| over).collect()
    }

    fn tenants(&self) -> MutexGuard<'_, HashSet<Tenant>> {
        self.tenants.lock().expect("nobody panics while holding it")
    }
}

impl Node {
    /// Waits for a user to come back.
    pub(super) fn linger(&self, departure: Departure, grace: Duration) {
        if let Some(connection) = &departure.connection {
            let room = &departure.room;
            room.lingering.add(&departure.user, connection.clone());
        }
        let grace = u64::try_from(grace.as_millis()).unwrap_or(u64::MAX);
        let until = Millis(self.clock.now().0.saturating_add(grace));
        self.queue.waiting().push_back((until, departure));
    }

    /// Lets those leave who have not come back.
    pub(super) fn end_grace(self: &Arc<Node>, now: Millis) {
        for over in self.queue.take_due(now) {
            let (node, room) = (self.clone(), over.room.clone());
            room.strand.run(now, move || {
                let _turn = Turn::begin();
                let room = over.room.clone();
                let waited = match &over.connection {
                    Some(connection) => room.lingering.take(&over.user, connection),
                    None => true,
                };
                if waited {
                    node.end(over);
                }
                node.forget(&room);
            });
        }
    }

    /// Waits for those who were in rooms when the last process ended. Done once for each tenant.
    pub(crate) fn remember_absent(&self, tenant: &Tenant) {
        if self.queue.tenants().contains(tenant) {
            return;
        }
        let now = self.clock.now();
        let listed = self
            .engine
            .snapshot(tenant, now)
            .and_then(|mut snapshot| snapshot.list(Space::Server, PRESENT));
        let listed = match listed {
            Ok(listed) => listed,
            // The next connection asks again.
            Err(error) => {
                tracing::warn!(%error, "who was in rooms before the start is unknown");
                return;
            }
        };
        if !self.queue.tenants().insert(tenant.clone()) {
            return;
        }
        for (room, user) in listed.iter().filter_map(|(key, _)| read_key(key)) {
            let departure = Departure {
                room: self.room(tenant, room),
                user: user.into(),
                connection: None,
                number: 0,
                claims: None,
                joined: None,
                misses: None,
            };
            self.linger(departure, self.settings.limits.grace);
        }
    }

    /// Until when somebody may still come back to a room who was there when the last process ended, and is not yet.
    ///
    /// # Errors
    /// Where it can't be told.
    pub(crate) fn absent_until(
        self: &Arc<Node>,
        room: &Arc<Room>,
        now: Millis,
    ) -> Result<Option<Millis>, Unavailable> {
        self.remember_absent(&room.tenant);
        // Who is waited for no longer leaves before the event.
        self.end_grace(now);
        let absent = self.queue.absent(room, now);
        if absent.is_empty() {
            return Ok(None);
        }
        let here = self
            .engine
            .snapshot(&room.tenant, now)?
            .members(&room.name)?;
        let absent = absent.into_iter().filter(|(_, user)| !here.contains(user));
        Ok(absent.map(|(until, _)| until).max())
    }
}

/// What the keys begin with under which the store has who is in which room, beyond the process.
const PRESENT: &str = "present/";

/// Where the store has that a user is in a room. The length stands before the name, so that none can be taken for another.
pub(super) fn presence_key(room: &str, user: &str) -> String {
    format!("{PRESENT}{}:{room}{user}", room.len())
}

fn read_key(key: &str) -> Option<(&str, &str)> {
    let (length, rest) = key.strip_prefix(PRESENT)?.split_once(':')?;
    rest.split_at_checked(length.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_tells_its_room_and_user() {
        for (room, user) in [("a", "b"), ("game:1", "1:x"), ("ä/ö", "")] {
            assert_eq!(read_key(&presence_key(room, user)), Some((room, user)));
        }
        assert_eq!(read_key("present/9:short"), None);
        assert_eq!(read_key("session/1:ab"), None);
    }
}
