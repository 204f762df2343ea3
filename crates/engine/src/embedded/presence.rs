//! Who is in which room: kept in memory alone, by connection.

use std::collections::HashMap;
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
    let mark = |there| if there { present(at) } else { removed(at) };
    let room: Arc<str> = step.room.as_str().into();
    let user: Arc<str> = step.user.as_str().into();
    let comes = step.turn == Turn::Enter;
    let crowds = &mut state.estate_mut(estate).crowds;
    let crowd = count(crowds, &room, step.turn);
    let presence = &mut state.estate_mut(estate).presence;
    let places = count(presence, &user, step.turn);
    let mut put = |area, key: Arc<str>, there| {
        state.put(Spot::new(estate, area, key), mark(there), oldest);
    };
    put(Area::Members, key, comes);
    put(Area::Changes, room, crowd > 0);
    // The first to come or the last to go.
    if places == usize::from(comes) {
        put(Area::Online, user, comes);
    }
}

/// Counts one more or one less. How many there are now.
fn count(counts: &mut HashMap<Arc<str>, usize>, name: &Arc<str>, turn: Turn) -> usize {
    let now = counts.get(name).copied().unwrap_or_default();
    let now = match turn {
        Turn::Enter => now + 1,
        Turn::Leave => now.saturating_sub(1),
    };
    match now {
        0 => counts.remove(name),
        _ => counts.insert(name.clone(), now),
    };
    now
}

fn present(at: u64) -> Version {
    Version {
        at,
        until: NEVER,
        number: 0,
        // The empty text takes no memory of its own.
        value: Some(Arc::default()),
    }
}
