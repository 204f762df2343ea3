//! What leaves after a commit, and what is remembered of it.

use std::sync::Arc;

use crate::{Json, Millis, Tenant};

/// Where a room's numbering stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Which numbering: a new one starts where the old one can't be continued.
    pub epoch: u64,
    /// The number of the last broadcast; 0 before the first.
    pub seq: u64,
}

/// Whether a message must arrive.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Weight {
    /// All of them, in order; they are remembered durably.
    Normal,
    /// Only a sender's newest counts, by this key: under back-pressure older ones are dropped, and a restart forgets them.
    Volatile(Arc<str>),
}

/// A numbered message of a room.
#[derive(Debug, Clone, PartialEq)]
pub struct Broadcast {
    /// The room.
    pub room: Arc<str>,
    /// Its place in the room's numbering.
    pub position: Position,
    /// What stands under `message` in the frame.
    pub message: Json,
    /// Users who don't get it.
    pub exclude: Arc<[String]>,
    /// Whether it must arrive.
    pub weight: Weight,
    /// When it was committed.
    pub at: Millis,
}

/// A message to all connections of a user.
#[derive(Debug, Clone, PartialEq)]
pub struct Direct {
    /// The user.
    pub user: Arc<str>,
    /// What stands under `message` in the frame.
    pub message: Json,
    /// When it was committed.
    pub at: Millis,
}

/// What a node is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// Let all of a user's connections join a room.
    Join {
        /// The user.
        user: String,
        /// The room.
        room: String,
    },
    /// Let all of a user's connections leave a room.
    Leave {
        /// The user.
        user: String,
        /// The room.
        room: String,
    },
    /// End all of a user's connections.
    Disconnect {
        /// The user.
        user: String,
        /// Why, for people.
        reason: String,
    },
    /// Tick in a room.
    StartTicks {
        /// The room.
        room: String,
        /// Ticks a second.
        rate: u32,
    },
    /// Tick no longer.
    StopTicks {
        /// The room.
        room: String,
    },
}

/// What a commit delivers.
#[derive(Debug, Clone, PartialEq)]
pub enum Delivery {
    /// To a room's members.
    Broadcast(Broadcast),
    /// To a user.
    Direct(Direct),
    /// To the nodes.
    Control(Control),
}

/// Who gets what commits deliver.
pub trait Listener: Send + Sync + 'static {
    /// Called as [`crate::Engine`] says. It must be short, never block, and may call the engine.
    fn deliver(&self, tenant: &Tenant, delivery: Delivery);

    /// Runs what delivers several things that come at once, so that what they lead to may leave together.
    fn together(&self, deliver: &mut dyn FnMut()) {
        deliver();
    }

    /// Deliveries may be missing, or numbers that were delivered mean other messages now: whoever was told a room's state has to be told
    /// it anew. Only engines that share their state with other nodes call it.
    fn missed(&self) {}

    /// The presences of this node may be gone, for the others took it for dead: who is here has to enter again.
    fn forgotten(&self) {}
}

/// One connection of a user in a room.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Membership {
    /// Whose state it is in.
    pub tenant: Tenant,
    /// The room.
    pub room: Arc<str>,
    /// The user.
    pub user: Arc<str>,
    /// The connection.
    pub connection: crate::ConnectionId,
}

/// What was missed.
#[derive(Debug, Clone, PartialEq)]
pub enum History {
    /// All of it, oldest first. Volatile ones that are no longer known are left out.
    Whole(Vec<Broadcast>),
    /// More than is remembered, or of another epoch: the reader needs the room's state.
    TooOld,
}
