//! The wire protocol, version 1: JSON text frames.
//!
//! Owns how a frame is written and read. It knows no rooms, no users and no sockets: text in, values out, and back.

mod client;
mod code;
mod server;

pub use client::{ClientFrame, Id, Since, read};
pub use code::{Code, Refusal};
pub use server::{
    Frame, ack, broadcast, connected, direct, directs_from, left_room, passed, pong, refused, rest,
    room_state,
};
pub(crate) use server::{is_place, quote};

/// The version of the protocol that `connected` names.
pub const VERSION: u32 = 1;
