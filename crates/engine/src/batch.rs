//! What a commit writes.

use std::sync::Arc;

use crate::{ConnectionId, Job, Json, Millis, Reads, Tenant, Weight};

/// What is to happen in one step.
#[derive(Debug)]
pub struct Batch {
    /// Whose state it changes.
    pub tenant: Tenant,
    /// What the decision rests on: it is refused where any of it has changed.
    pub reads: Reads,
    /// In this order: a later write sees what an earlier one wrote.
    pub writes: Vec<Write>,
    /// The claimed job that ends with it.
    pub completes: Option<Job>,
    /// When. What the reads found and what expires by this time has changed.
    pub now: Millis,
}

/// Which of a tenant's stores a key is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Space {
    /// The key-value store of the logic.
    Values,
    /// The states of games, by their ids.
    Games,
    /// What the server keeps for itself: sessions, answers.
    Server,
}

/// How long something is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// For good.
    Always,
    /// Until this time, from which on it is as if it were not there.
    Until(Millis),
}

/// One write.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// Put a value under a key.
    Set {
        /// Where.
        space: Space,
        /// Its name there.
        key: String,
        /// What.
        value: Json,
        /// How long.
        keep: Keep,
    },
    /// Remove a key; nothing happens where it isn't there.
    Delete {
        /// Where.
        space: Space,
        /// Its name there.
        key: String,
    },
    /// Append an operation to a document, whose version rises by one.
    /// [`crate::CommitError::Refused`] where the document is not at the version before.
    Operation {
        /// The document.
        document: String,
        /// What is done to it.
        operation: Json,
        /// Its version afterwards: 1 for the first operation.
        version: u64,
        /// Its content afterwards, where it is to be stored; else its content stays what it was at an earlier version.
        content: Option<Json>,
    },
    /// Put a document as another store had it, whatever is here. For a state that is being moved, and that nobody reads meanwhile.
    Adopt {
        /// The document.
        document: String,
        /// Its version.
        version: u64,
        /// Its content as it was at `content_version`.
        content: Json,
        /// Of which version the content is; 0 where none was ever stored.
        content_version: u64,
        /// Its newest operations, the last of which made the version: at least all after the content.
        operations: Vec<Json>,
    },
    /// Store the content of a document as it is at the version that it has: nothing about it changes but from where it is worked out.
    /// [`crate::CommitError::Refused`] where the document is at another version.
    Content {
        /// The document.
        document: String,
        /// Its version.
        version: u64,
        /// Its content at this version.
        content: Json,
    },
    /// Empty a document for good: its content is `null` and its operations are gone. Its version rises by one and is never given
    /// again, so that who still has the old content can't mistake it. Nothing happens where there is no such document.
    DeleteDocument {
        /// The document.
        document: String,
    },
    /// Number a message in a room, remember it, and deliver it to the room's members.
    Broadcast {
        /// The room.
        room: String,
        /// A JSON object: what stands under `message` in the frame.
        message: Json,
        /// Users who don't get it; the number passes them all the same.
        exclude: Vec<String>,
        /// Whether it must arrive.
        weight: Weight,
    },
    /// Deliver a message to all connections of a user.
    Direct {
        /// The user.
        user: String,
        /// A JSON object.
        message: Json,
    },
    /// Let a job be due later. Under a key it replaces what waits under the same key of the same kind. A claimed job does not
    /// wait: it is done to its end; where it fails instead and another waits under its key by then, it is forgotten.
    Schedule {
        /// What kind of job.
        kind: crate::Kind,
        /// The room that it belongs to.
        room: String,
        /// The name under which it can be replaced and cancelled.
        key: Option<String>,
        /// The event's type or the webhook's name.
        name: String,
        /// Its payload.
        payload: Json,
        /// When it is due.
        due: Millis,
    },
    /// Forget the event that waits under a key.
    Cancel {
        /// The key.
        key: String,
    },
    /// A connection of a user is in a room from now on. Not durable: it ends with the node.
    Enter {
        /// The room.
        room: Arc<str>,
        /// The user.
        user: Arc<str>,
        /// The connection.
        connection: ConnectionId,
    },
    /// A connection of a user is no longer in a room.
    Leave {
        /// The room.
        room: Arc<str>,
        /// The user.
        user: Arc<str>,
        /// The connection.
        connection: ConnectionId,
    },
    /// Ask the nodes for something, after the commit. Not kept.
    Control(crate::Control),
}
