//! Why something that was asked for did not happen.

use std::time::Duration;

/// Why something that was asked for did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The server refused it.
    #[error("{text} ({code})")]
    Refused {
        /// For programs, such as `not_in_room`.
        code: String,
        /// For people.
        text: String,
        /// When it may be tried again, where the server says so.
        retry_after: Option<Duration>,
    },
    /// The connection broke and the server no longer knows the session: nobody can tell whether it took effect.
    #[error("the connection was lost, and nobody knows whether it took effect")]
    SessionLost,
    /// The message is nothing that JSON can hold.
    #[error("the message can't be written as JSON: {0}")]
    Unwritable(String),
    /// The client was closed, or the server will not have it.
    #[error("the client is closed")]
    Closed,
}
