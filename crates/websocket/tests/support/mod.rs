//! Frames as bytes, for the tests: also those that no end of ours would send.

#![allow(dead_code, unreachable_pub, reason = "each test uses its part")]
#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

pub mod peer;

use buildamp_websocket::Role;
use buildamp_websocket::codec::{Decoder, Event, Head, Limits, OpCode, mask};

pub const LIMITS: Limits = Limits {
    frame: 1 << 20,
    message: 1 << 20,
};

/// The key of every masked frame here: what is tested is not the choice of keys.
pub const KEY: [u8; 4] = [0xa1, 0x00, 0xff, 0x3c];

/// A frame as the role sends it, with any first byte.
pub fn raw(from: Role, first: u8, payload: &[u8]) -> Vec<u8> {
    let head = Head {
        last: true,
        compressed: false,
        opcode: OpCode::Binary,
        mask: (from == Role::Client).then_some(KEY),
        length: payload.len() as u64,
    };
    let mut bytes = Vec::new();
    head.encode(&mut bytes);
    bytes[0] = first;
    let begin = bytes.len();
    bytes.extend(payload);
    if from == Role::Client {
        mask(&mut bytes[begin..], KEY, 0);
    }
    bytes
}

/// A frame of a client.
pub fn client(first: u8, payload: impl AsRef<[u8]>) -> Vec<u8> {
    raw(Role::Client, first, payload.as_ref())
}

/// A frame of a server.
pub fn server(first: u8, payload: impl AsRef<[u8]>) -> Vec<u8> {
    raw(Role::Server, first, payload.as_ref())
}

/// What a server sent, and what is left of a frame that isn't whole.
pub fn heard(bytes: &mut [u8], deflate: bool) -> Vec<Event> {
    let mut decoder = Decoder::new(Role::Client, deflate, LIMITS);
    let mut events = Vec::new();
    let mut at = 0;
    while let (used, Some(event)) = decoder.decode(&mut bytes[at..]).unwrap() {
        at += used;
        events.push(event);
    }
    events
}
