//! Who is in which room: kept in memory alone, by connection.

use std::sync::Arc;

use super::cells::{NEVER, Version};
use super::state::{Area, Spot, State, removed};

/// Where a connection's being in a room is kept. Lengths stand before names, so that none can be taken for another.
pub(crate) fn member_key(room: &str, user: &str, connection: &str) -> Arc<str> {
    format!("{}{}:{user}{connection}", members_prefix(room), user.len()).into()
}

/// What the keys of all that are in a room begin with.
pub(crate) fn members_prefix(room: &str) -> String {
    format!("{}:{room}", room.len())
}

/// The user and the connection that a key behind the room's prefix names.
pub(crate) fn member(rest: &str) -> Option<(&str, &str)> {
    let (length, rest) = rest.split_once(':')?;
    rest.split_at_checked(length.parse().ok()?)
}

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
    pub(crate) room: String,
    pub(crate) user: String,
    pub(crate) connection: Arc<str>,
}

/// Lets a connection come or go. Nothing happens where it is there, or is not, already.
pub(crate) fn apply(state: &mut State, estate: usize, step: &Move, at: u64, oldest: u64) {
    let key = member_key(&step.room, &step.user, &step.connection);
    let members = state.estate(estate).table(Area::Members);
    let there = members.newest(&key).is_some_and(|v| v.value.is_some());
    if there == (step.turn == Turn::Enter) {
        return;
    }
    let mark = || match step.turn {
        Turn::Enter => present(at),
        Turn::Leave => removed(at),
    };
    let mut put = |area, key: Arc<str>, version| {
        state.put(Spot { estate, area, key }, version, oldest);
    };
    put(Area::Members, key, mark());
    put(Area::Changes, step.room.as_str().into(), present(at));
    if turn_count(state, estate, step) {
        let key = step.user.as_str().into();
        let area = Area::Online;
        state.put(Spot { estate, area, key }, mark(), oldest);
    }
}

/// Counts a user's connection. Whether it was the first to come or the last to go.
fn turn_count(state: &mut State, estate: usize, step: &Move) -> bool {
    let presence = &mut state.estate_mut(estate).presence;
    let count = presence.entry(step.user.as_str().into()).or_default();
    match step.turn {
        Turn::Enter => {
            *count += 1;
            *count == 1
        }
        Turn::Leave => {
            *count -= 1;
            let last = *count == 0;
            if last {
                presence.remove(step.user.as_str());
            }
            last
        }
    }
}

fn present(at: u64) -> Version {
    Version {
        at,
        until: NEVER,
        number: 0,
        value: Some("".into()),
    }
}
