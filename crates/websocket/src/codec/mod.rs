//! Bytes → events and frames → bytes, with every rule of RFC 6455 that can be told from the bytes alone.
//!
//! Pure: it neither reads nor waits, and refuses to answer: what a ping or a violation leads to is the connection's.

mod close;
mod decode;
mod head;
mod mask;
mod skim;
mod text;
mod violation;

pub use crate::deflate::inflate;
pub use close::{Close, CloseCode};
pub use decode::{Decoder, Event, Limits};
pub use head::{Head, OpCode};
pub use mask::mask;
pub use skim::Skim;
pub use violation::Violation;

/// Which end of the connection we are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Sends frames as they are, and takes only masked ones.
    Server,
    /// Masks what it sends, and takes only frames without a mask.
    Client,
}

/// The longest payload of a control frame (RFC 6455, 5.5).
pub const MAX_CONTROL: usize = 125;
