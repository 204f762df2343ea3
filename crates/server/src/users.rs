//! The users of this node and their connections.

use std::num::NonZeroU64;
use std::sync::Arc;

use buildamp_engine::{Millis, Tenant};
use dashmap::DashMap;
use dashmap::mapref::entry::Entry;

use crate::Rate;
use crate::few::Few;
use crate::limits::Meter;
use crate::peer::Link;

type Name = (Tenant, Arc<str>);

/// How long a first join is known of who has gone, in milliseconds: whatever rate it is held against has it back by then.
const JOIN: u64 = 60_000;

#[derive(Default)]
pub(crate) struct Users(DashMap<Name, User>);

#[derive(Default)]
struct User {
    links: Few<Arc<Link>>,
    /// When they joined a room for the first time, in milliseconds. Most do no more than that, so that only the next join or leave makes a
    /// meter.
    joined: Option<NonZeroU64>,
    /// Of who has sent anything, or has moved again.
    meters: Option<Box<Meters>>,
}

#[derive(Default)]
struct Meters {
    messages: Option<Meter>,
    /// By message type; few have a rate of their own.
    types: Vec<(u32, Meter)>,
    moves: Option<Meter>,
}

impl Users {
    /// Counts a connection among its user's; false where they have as many as they may.
    pub(crate) fn add(&self, link: &Arc<Link>, user: &Arc<str>, most: usize) -> bool {
        let mut entry = self
            .0
            .entry((link.tenant.clone(), user.clone()))
            .or_default();
        let room = entry.links.as_slice().len() < most;
        if room {
            entry.links.push(link.clone());
        }
        room
    }

    /// A user without connections is forgotten once their meters have nothing left to say.
    pub(crate) fn remove(&self, link: &Link, now: Millis) {
        let Some(user) = link.user.get() else {
            return;
        };
        if let Entry::Occupied(mut entry) = self.0.entry((link.tenant.clone(), user.clone())) {
            let user = entry.get_mut();
            user.links.retain(|other| other.number != link.number);
            if user.is_away() && user.is_fresh(now) {
                entry.remove();
            }
        }
    }

    /// The connections of a user.
    pub(crate) fn links(&self, tenant: &Tenant, user: &str) -> Vec<Arc<Link>> {
        let found = self.0.get(&(tenant.clone(), user.into()));
        found.map_or_else(Vec::new, |user| user.links.as_slice().to_vec())
    }

    /// All connections whose users are known.
    pub(crate) fn all_links(&self) -> Vec<Arc<Link>> {
        let each = self.0.iter();
        each.flat_map(|user| user.links.as_slice().to_vec())
            .collect()
    }

    /// Counts a message against the rate of its type, or against the user's where the type has none.
    pub(crate) fn take(
        &self,
        tenant: &Tenant,
        user: &Arc<str>,
        own: Option<(u32, Rate)>,
        general: Option<Rate>,
        now: Millis,
    ) -> Result<(), std::time::Duration> {
        let rate = match (own, general) {
            (None, None) => return Ok(()),
            (own, general) => own.map(|(_, rate)| rate).or(general),
        };
        let Some(rate) = rate else { return Ok(()) };
        let mut user = self.0.entry((tenant.clone(), user.clone())).or_default();
        let user = user.meters.get_or_insert_default();
        match own {
            Some((id, _)) => {
                let place = user.types.iter().position(|(known, _)| *known == id);
                let place = place.unwrap_or_else(|| {
                    user.types.push((id, Meter::new(rate, now)));
                    user.types.len() - 1
                });
                user.types[place].1.take(now)
            }
            None => user
                .messages
                .get_or_insert_with(|| Meter::new(rate, now))
                .take(now),
        }
    }

    /// Counts a join or a leave against a rate.
    pub(crate) fn take_move(
        &self,
        tenant: &Tenant,
        user: &Arc<str>,
        rate: Rate,
        now: Millis,
    ) -> Result<(), std::time::Duration> {
        let mut user = self.0.entry((tenant.clone(), user.clone())).or_default();
        let User { joined, meters, .. } = &mut *user;
        let Some(first) = *joined else {
            // Nobody joins in the first millisecond of 1970.
            *joined = Some(NonZeroU64::new(now.0).unwrap_or(NonZeroU64::MIN));
            return Ok(());
        };
        let first = Millis(first.get());
        let meters = meters.get_or_insert_default();
        let moves = meters.moves.get_or_insert_with(|| {
            let meter = Meter::new(rate, first);
            // A meter that is new has one to give.
            let _ = meter.take(first);
            meter
        });
        moves.take(now)
    }

    /// Forgets users who have no connection and whose limits have recovered.
    pub(crate) fn sweep(&self, now: Millis) {
        self.0
            .retain(|_, user| !user.is_away() || !user.is_fresh(now));
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }
}

impl User {
    fn is_away(&self) -> bool {
        self.links.as_slice().is_empty()
    }

    fn is_fresh(&self, now: Millis) -> bool {
        let joined = self.joined.map_or(0, NonZeroU64::get);
        now.0 >= joined.saturating_add(JOIN)
            && self.meters.as_ref().is_none_or(|meters| {
                let types = meters.types.iter().map(|(_, meter)| meter);
                let mut all = meters.messages.iter().chain(&meters.moves).chain(types);
                all.all(|meter| meter.is_full(now))
            })
    }
}
