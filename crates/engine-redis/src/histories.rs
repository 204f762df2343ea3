//! Which rooms' histories Redis keeps long enough already, so that not each message has to say so.
//!
//! Owns only when this node last said it. Each node says it by itself: what it commits is kept as long as it has to be, whatever others do.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use buildamp_engine::{Millis, Write};

use crate::names;

/// How many rooms are remembered at most: with more, it is said once too often.
const MOST: usize = 50_000;

/// See the module.
#[derive(Default)]
pub(crate) struct Histories(Mutex<Told>);

#[derive(Default)]
struct Told {
    /// Of which state; another one knows nothing of it.
    generation: u64,
    /// When, by the room's name with its tenant.
    when: HashMap<String, Instant>,
}

impl Histories {
    fn told(&self) -> MutexGuard<'_, Told> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Of which rooms, by their names with the tenant, Redis has to be told how long their history is kept, for what is written into them. It is
    /// kept for more than twice as long as readers may ask, so that a quarter of that time may pass.
    pub(crate) fn due(&self, tenant: &str, writes: &[Write], age: Millis, of: u64) -> Vec<String> {
        let quarter = Duration::from_millis(age.0 / 4);
        let mut told = self.told();
        if told.generation != of {
            *told = Told {
                generation: of,
                when: HashMap::new(),
            };
        }
        let rooms = writes.iter().filter_map(|write| match write {
            Write::Broadcast { room, .. } => Some(names::bare(tenant, room)),
            _ => None,
        });
        let is_due = |room: &String| {
            let when = told.when.get(room);
            when.is_none_or(|when| when.elapsed() >= quarter)
        };
        rooms.filter(is_due).collect()
    }

    /// Notes that Redis was told, not before a time, of a state.
    pub(crate) fn note(&self, rooms: Vec<String>, when: Instant, of: u64) {
        if rooms.is_empty() {
            return;
        }
        let mut told = self.told();
        if told.when.len() > MOST {
            told.when.clear();
        }
        if told.generation == of {
            told.when.extend(rooms.into_iter().map(|room| (room, when)));
        }
    }
}
