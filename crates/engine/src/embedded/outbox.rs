//! What commits deliver, on its way to the listener.
//!
//! Deliveries lie in lanes: all of a room in one, all of a user's in one, what is broadcast in a room of the user's own among them. A lane is emptied by one thread at a time,
//! whichever comes first, with no lock held during a delivery.

use std::collections::VecDeque;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use super::sync::lock;
use crate::{Control, Delivery, Listener, Tenant, personal};

/// Enough that threads seldom meet in one that their rooms share.
const LANES: usize = 64;

/// The lanes.
pub(crate) struct Outbox {
    lanes: Vec<Mutex<Lane>>,
    listener: OnceLock<Arc<dyn Listener>>,
    hasher: RandomState,
    /// Up to which commit deliveries may leave.
    settled: AtomicU64,
}

/// Some of the lanes, in the order in which they are emptied. Most commits have something for one.
#[derive(Default)]
pub(crate) struct Lanes {
    first: Option<usize>,
    others: Vec<usize>,
}

impl Lanes {
    pub(crate) fn add(&mut self, lane: usize) {
        match self.first {
            None => self.first = Some(lane),
            Some(first) if first == lane => {}
            Some(_) => self.others.push(lane),
        }
    }
}

#[derive(Default)]
struct Lane {
    waiting: VecDeque<(u64, Tenant, Delivery)>,
    taken: bool,
}

impl Outbox {
    pub(crate) fn new(settled: u64) -> Self {
        Self {
            lanes: (0..LANES).map(|_| Mutex::default()).collect(),
            listener: OnceLock::new(),
            hasher: RandomState::new(),
            settled: AtomicU64::new(settled),
        }
    }

    /// Who gets it. The first one stays.
    pub(crate) fn listen(&self, listener: Arc<dyn Listener>) {
        let _ = self.listener.set(listener);
    }

    /// Puts a delivery behind the others of its lane, which is told. Called in the order of commits.
    pub(crate) fn push(&self, commit: u64, tenant: &Tenant, delivery: Delivery) -> usize {
        let number = self.lane(tenant, &delivery);
        if self.listener.get().is_some() {
            let item = (commit, tenant.clone(), delivery);
            lock(&self.lanes[number]).waiting.push_back(item);
        }
        number
    }

    /// Lets deliveries up to a commit leave.
    pub(crate) fn settle(&self, commit: u64) {
        self.settled.fetch_max(commit, Ordering::SeqCst);
    }

    /// Delivers what may leave, of all lanes.
    pub(crate) fn drain_all(&self) {
        (0..LANES).for_each(|lane| self.drain(lane));
    }

    /// Delivers what may leave of some lanes.
    pub(crate) fn drain_those(&self, lanes: Lanes) {
        let all = lanes.first.into_iter().chain(lanes.others);
        all.for_each(|lane| self.drain(lane));
    }

    /// Delivers what may leave of one lane, unless another thread is at it: then that one does.
    fn drain(&self, number: usize) {
        let Some(listener) = self.listener.get() else {
            return;
        };
        let mut turn = Turn {
            lane: &self.lanes[number],
            mine: false,
        };
        while let Some((_, tenant, delivery)) = turn.next(&self.settled) {
            listener.deliver(&tenant, delivery);
        }
    }

    fn lane(&self, tenant: &Tenant, delivery: &Delivery) -> usize {
        match delivery {
            Delivery::Broadcast(broadcast) => match personal::user_of(&broadcast.room) {
                Some(user) => self.number(tenant, 'u', user),
                None => self.number(tenant, 'r', &broadcast.room),
            },
            Delivery::Direct(direct) => self.number(tenant, 'u', &direct.user),
            Delivery::Control(control) => match control {
                Control::Join { user, .. }
                | Control::Leave { user, .. }
                | Control::Disconnect { user, .. } => self.number(tenant, 'u', user),
                Control::StartTicks { room, .. } | Control::StopTicks { room } => {
                    self.number(tenant, 'r', room)
                }
            },
        }
    }

    #[allow(clippy::cast_possible_truncation)] // A lane's number needs few of the bits.
    fn number(&self, tenant: &Tenant, kind: char, name: impl Hash) -> usize {
        self.hasher.hash_one((tenant, kind, name)) as usize % LANES
    }
}

/// One thread's turn at a lane. It ends with a panic of the listener, too, so that the lane does not stand still.
struct Turn<'o> {
    lane: &'o Mutex<Lane>,
    mine: bool,
}

impl Turn<'_> {
    fn next(&mut self, settled: &AtomicU64) -> Option<(u64, Tenant, Delivery)> {
        let mut lane = lock(self.lane);
        if !self.mine && lane.taken {
            return None;
        }
        let settled = settled.load(Ordering::SeqCst);
        let ready = lane.waiting.pop_front_if(|(commit, ..)| *commit <= settled);
        lane.taken = ready.is_some();
        self.mine = ready.is_some();
        ready
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if self.mine {
            lock(self.lane).taken = false;
        }
    }
}
