//! A message on its way out: encoded once, whoever gets it.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use crate::codec::{Head, OpCode, Role, mask};
use crate::deflate::{self, Window};

/// A message whose frames are made once and shared by all connections: the plain one at once, a compressed one when
/// the first connection with its window size asks. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Outgoing(Arc<Frames>);

#[derive(Debug)]
struct Frames {
    opcode: OpCode,
    plain: Bytes,
    /// Where the payload begins in `plain`.
    payload: usize,
    compressed: OnceLock<Box<[OnceLock<Bytes>; Window::SIZES]>>,
}

impl Outgoing {
    /// A text message.
    #[must_use]
    pub fn text(text: &str) -> Outgoing {
        Outgoing::new(OpCode::Text, text.as_bytes())
    }

    /// A binary message.
    #[must_use]
    pub fn binary(bytes: &[u8]) -> Outgoing {
        Outgoing::new(OpCode::Binary, bytes)
    }

    fn new(opcode: OpCode, payload: &[u8]) -> Outgoing {
        let plain = frame(opcode, payload, false, None);
        Outgoing(Arc::new(Frames {
            opcode,
            payload: plain.len() - payload.len(),
            plain: plain.into(),
            compressed: OnceLock::new(),
        }))
    }

    /// What the message says.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.0.plain[self.0.payload..]
    }

    /// The frame for a connection, compressed where a window is given.
    ///
    /// A server's is shared. A client's is made for each call, as each needs a mask of its own.
    #[must_use]
    pub fn frame(&self, role: Role, window: Option<Window>) -> Bytes {
        match (role, window) {
            (Role::Server, None) => self.0.plain.clone(),
            (Role::Server, Some(window)) => self.shared(window),
            (Role::Client, None) => masked(self.0.opcode, self.payload(), false),
            (Role::Client, Some(window)) => masked(self.0.opcode, &self.deflated(window), true),
        }
    }

    fn shared(&self, window: Window) -> Bytes {
        let all = self.0.compressed.get_or_init(Box::default);
        let frame = all[window.index()]
            .get_or_init(|| frame(self.0.opcode, &self.deflated(window), true, None).into());
        frame.clone()
    }

    fn deflated(&self, window: Window) -> Vec<u8> {
        let mut out = Vec::new();
        deflate::deflate(self.payload(), window, &mut out);
        out
    }
}

/// A control frame. The payload has at most 125 bytes; what is beyond is cut off.
pub(crate) fn control(role: Role, opcode: OpCode, payload: &[u8]) -> Bytes {
    let payload = &payload[..payload.len().min(crate::codec::MAX_CONTROL)];
    match role {
        Role::Server => frame(opcode, payload, false, None).into(),
        Role::Client => masked(opcode, payload, false),
    }
}

fn masked(opcode: OpCode, payload: &[u8], compressed: bool) -> Bytes {
    let key = fastrand::u32(..).to_ne_bytes();
    frame(opcode, payload, compressed, Some(key)).into()
}

fn frame(opcode: OpCode, payload: &[u8], compressed: bool, key: Option<[u8; 4]>) -> Vec<u8> {
    let head = Head {
        last: true,
        compressed,
        opcode,
        mask: key,
        length: payload.len() as u64,
    };
    // To the byte: `Bytes` would need another allocation for a vector with room left.
    let mut out = Vec::with_capacity(head.size() + payload.len());
    head.encode(&mut out);
    let begin = out.len();
    out.extend_from_slice(payload);
    if let Some(key) = key {
        mask(&mut out[begin..], key, 0);
    }
    out
}
