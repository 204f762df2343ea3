//! What a client hears without having asked.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use serde_json::Value;
use tokio::sync::mpsc;

use crate::Error;

/// A room as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomState {
    /// The room.
    pub room: String,
    /// What the rules tell of it; `null` where it was `recovered`.
    pub state: Value,
    /// The users who are here.
    pub members: Vec<String>,
    /// Whether nothing was missed: all broadcasts since the break follow.
    pub recovered: bool,
    /// When it was so by the server's clock, in milliseconds since 1970; 0 of a server that doesn't say.
    pub timestamp: u64,
}

/// What a client hears.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// There is a connection.
    Connected {
        /// The user, where the server knows.
        user: Option<String>,
        /// Whether the session of before goes on.
        resumed: bool,
    },
    /// There is none any more, or there was none to be had.
    Disconnected {
        /// Why.
        reason: String,
        /// When it is tried again; `None` where it is not.
        retry_in: Option<Duration>,
    },
    /// A room that was come back to after a break.
    State(RoomState),
    /// A message of a room: `{"type": …, "payload": …}`, or presence.
    Broadcast {
        /// The room.
        room: String,
        /// What was said.
        message: Value,
        /// Its number in the room.
        seq: u64,
        /// Milliseconds since 1970.
        timestamp: u64,
    },
    /// The rules made this user leave a room, which is not come back to.
    LeftRoom {
        /// The room.
        room: String,
    },
    /// A message to this user alone.
    Direct {
        /// What was said.
        message: Value,
        /// Its number among this user's, where the server numbers them.
        seq: Option<u64>,
        /// Milliseconds since 1970.
        timestamp: u64,
    },
    /// Messages to this user alone may be missing: the server no longer had all since the break.
    DirectsMissed,
    /// A refusal of something that has no answer of its own.
    Refused {
        /// Why.
        error: Error,
        /// Where.
        room: Option<String>,
    },
}

/// The events of a client, in the order in which they came. A [`Stream`]. They wait until they are read or this is dropped.
#[derive(Debug)]
pub struct Events(pub(crate) mpsc::UnboundedReceiver<Event>);

impl Events {
    /// The next one; `None` once the client is closed. Cancelled, it loses nothing.
    pub async fn next(&mut self) -> Option<Event> {
        self.0.recv().await
    }
}

impl Stream for Events {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        self.0.poll_recv(cx)
    }
}
