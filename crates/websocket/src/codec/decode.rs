//! The decoder: bytes as they come → messages and control frames.
//!
//! It copies what belongs to a message out of the bytes it is shown, and holds nothing between messages but a few
//! bytes of a head. It refuses to decode on after a violation.

use super::head::LONGEST;
use super::text::Text;
use super::{Close, Head, OpCode, Role, Violation, mask};
use crate::deflate;

/// How much a peer may send, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of one frame, as sent.
    pub frame: usize,
    /// Of one message, whatever its fragments; as sent, and inflated.
    pub message: usize,
}

/// What the peer sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A text message, whole.
    Text(String),
    /// A binary message, whole.
    Binary(Vec<u8>),
    /// A ping, with its payload of at most 125 bytes.
    Ping(Vec<u8>),
    /// A pong, with its payload of at most 125 bytes.
    Pong(Vec<u8>),
    /// A close frame; `None` where it says nothing.
    Close(Option<Close>),
}

/// Decodes what one peer sends.
///
/// Small, for each connection has one: between messages it holds no more than its limits.
#[derive(Debug)]
pub struct Decoder {
    role: Role,
    deflate: bool,
    max_frame: u32,
    max_message: u32,
    begun: Option<Box<Begun>>,
}

/// What has come in part.
#[derive(Debug, Default)]
struct Begun {
    /// The head that is being read: as much as has come.
    head: [u8; LONGEST],
    have: u8,
    frame: Option<Frame>,
    /// Of the control frame that is being read, where it comes in pieces.
    control: Vec<u8>,
    message: Option<Assembly>,
}

/// The frame whose payload is being read.
#[derive(Debug, Clone, Copy)]
struct Frame {
    head: Head,
    read: u64,
}

/// A message of which not all has come.
#[derive(Debug)]
enum Assembly {
    Text(Text),
    Binary(Vec<u8>),
    /// Inflated at the end: the codecs belong to the thread, not to the connection.
    Compressed(OpCode, Vec<u8>),
}

impl Decoder {
    /// A decoder for the begin of a connection. `deflate`: whether permessage-deflate was negotiated, which must then
    /// be without context takeover on the peer's side. Limits of more than 4 GiB are 4 GiB.
    #[must_use]
    pub fn new(role: Role, deflate: bool, limits: Limits) -> Decoder {
        let bytes = |limit: usize| u32::try_from(limit).unwrap_or(u32::MAX);
        Decoder {
            role,
            deflate,
            max_frame: bytes(limits.frame),
            max_message: bytes(limits.message),
            begun: None,
        }
    }

    /// Decodes up to the next event: how many bytes were used, and the event. Without one, all were used.
    /// The bytes are unmasked in place.
    ///
    /// # Errors
    /// As soon as the bytes break a rule, also within a frame. The decoder may not be used after that.
    pub fn decode(&mut self, bytes: &mut [u8]) -> Result<(usize, Option<Event>), Violation> {
        let decoded = self.decode_next(bytes);
        self.begun.take_if(|begun| begun.is_over());
        decoded
    }

    fn decode_next(&mut self, bytes: &mut [u8]) -> Result<(usize, Option<Event>), Violation> {
        let mut at = 0;
        while at < bytes.len() {
            let mut frame = match self.begun.as_mut().and_then(|begun| begun.frame.take()) {
                Some(frame) => frame,
                None => {
                    let (used, head) = self.read_head(&bytes[at..])?;
                    at += used;
                    let Some(head) = head else {
                        continue;
                    };
                    Frame { head, read: 0 }
                }
            };
            let left = usize::try_from(frame.head.length - frame.read).unwrap_or(usize::MAX);
            let end = at + left.min(bytes.len() - at);
            let piece = &mut bytes[at..end];
            if let Some(key) = frame.head.mask {
                mask(piece, key, frame.read);
            }
            frame.read += piece.len() as u64;
            let whole = frame.read == frame.head.length;
            at = end;
            if !whole {
                self.begun.get_or_insert_default().frame = Some(frame);
            }
            if let Some(event) = self.read_payload(frame.head, piece, whole)? {
                return Ok((at, Some(event)));
            }
        }
        Ok((at, None))
    }

    /// Reads on in the head: how many bytes that took, and the head where it is whole.
    fn read_head(&mut self, bytes: &[u8]) -> Result<(usize, Option<Head>), Violation> {
        let (mut head, mut have) = ([0; LONGEST], 0);
        if let Some(begun) = &mut self.begun {
            (head, have) = (begun.head, usize::from(std::mem::take(&mut begun.have)));
        }
        let count = bytes.len().min(LONGEST - have);
        head[have..have + count].copy_from_slice(&bytes[..count]);
        let Some((whole, length)) = Head::parse(&head[..have + count])? else {
            let begun = self.begun.get_or_insert_default();
            (begun.head, begun.have) = (head, (have + count) as u8);
            return Ok((count, None));
        };
        self.admit(&whole)?;
        Ok((length - have, Some(whole)))
    }

    /// The rules that depend on the connection and on what came before.
    fn admit(&self, head: &Head) -> Result<(), Violation> {
        match (self.role, head.mask) {
            (Role::Server, None) => return Err(Violation::Unmasked),
            (Role::Client, Some(_)) => return Err(Violation::Masked),
            _ => {}
        }
        let first = matches!(head.opcode, OpCode::Text | OpCode::Binary);
        if head.compressed && !(self.deflate && first) {
            return Err(Violation::ReservedBits(0b100));
        }
        let message = self.begun.as_ref().and_then(|begun| begun.message.as_ref());
        match (head.opcode, message) {
            (OpCode::Continuation, None) => return Err(Violation::NothingToContinue),
            (OpCode::Text | OpCode::Binary, Some(_)) => return Err(Violation::NotContinued),
            _ => {}
        }
        if head.opcode.is_control() {
            return Ok(());
        }
        let before = message.map_or(0, Assembly::len);
        within(head.length, 0, self.max_frame as usize)?;
        within(head.length, before, self.max_message())
    }

    fn read_payload(
        &mut self,
        head: Head,
        piece: &[u8],
        whole: bool,
    ) -> Result<Option<Event>, Violation> {
        if head.opcode.is_control() {
            return self.read_control(head.opcode, piece, whole);
        }
        let done = whole && head.last;
        let begun = self.begun.as_ref();
        if done && begun.is_none_or(|begun| begun.message.is_none()) {
            return self.whole(head, piece).map(Some);
        }
        let limit = self.max_message();
        let begun = self.begun.get_or_insert_default();
        let message = begun.message.get_or_insert_with(|| Assembly::new(head));
        message.push(piece)?;
        match begun.message.take_if(|_| done) {
            Some(message) => message.finish(limit).map(Some),
            None => Ok(None),
        }
    }

    fn max_message(&self) -> usize {
        self.max_message as usize
    }

    /// The usual case: a message of one frame that lies before us as a whole.
    fn whole(&self, head: Head, payload: &[u8]) -> Result<Event, Violation> {
        if head.compressed {
            return inflate(head.opcode, payload, self.max_message());
        }
        event(head.opcode, payload)
    }

    fn read_control(
        &mut self,
        opcode: OpCode,
        piece: &[u8],
        whole: bool,
    ) -> Result<Option<Event>, Violation> {
        if !whole {
            let begun = self.begun.get_or_insert_default();
            begun.control.extend_from_slice(piece);
            return Ok(None);
        }
        let begun = self.begun.as_mut();
        let mut payload = begun.map_or_else(Vec::new, |begun| std::mem::take(&mut begun.control));
        payload.extend_from_slice(piece);
        Ok(Some(match opcode {
            OpCode::Ping => Event::Ping(payload),
            OpCode::Pong => Event::Pong(payload),
            _ => Event::Close(Close::parse(&payload)?),
        }))
    }
}

impl Begun {
    /// Whether nothing of it is to be read on.
    fn is_over(&self) -> bool {
        self.have == 0 && self.frame.is_none() && self.control.is_empty() && self.message.is_none()
    }
}

impl Assembly {
    fn new(head: Head) -> Assembly {
        match head.opcode {
            opcode if head.compressed => Assembly::Compressed(opcode, Vec::new()),
            OpCode::Text => Assembly::Text(Text::default()),
            _ => Assembly::Binary(Vec::new()),
        }
    }

    fn len(&self) -> usize {
        match self {
            Assembly::Text(text) => text.len(),
            Assembly::Binary(bytes) | Assembly::Compressed(_, bytes) => bytes.len(),
        }
    }

    fn push(&mut self, piece: &[u8]) -> Result<(), Violation> {
        match self {
            Assembly::Text(text) => text.push(piece)?,
            // No space is reserved by what a head promises: the promise costs its sender nothing.
            Assembly::Binary(bytes) | Assembly::Compressed(_, bytes) => {
                bytes.extend_from_slice(piece);
            }
        }
        Ok(())
    }

    fn finish(self, limit: usize) -> Result<Event, Violation> {
        match self {
            Assembly::Text(text) => text.finish().map(Event::Text),
            Assembly::Binary(bytes) => Ok(Event::Binary(bytes)),
            Assembly::Compressed(opcode, bytes) => inflate(opcode, &bytes, limit),
        }
    }
}

fn within(length: u64, before: usize, limit: usize) -> Result<(), Violation> {
    match length.checked_add(before as u64) {
        Some(sum) if sum <= limit as u64 => Ok(()),
        _ => Err(Violation::TooLong { limit }),
    }
}

fn inflate(opcode: OpCode, compressed: &[u8], limit: usize) -> Result<Event, Violation> {
    deflate::inflate(compressed, limit, |payload| event(opcode, payload))?
}

fn event(opcode: OpCode, payload: &[u8]) -> Result<Event, Violation> {
    if opcode == OpCode::Binary {
        return Ok(Event::Binary(payload.to_vec()));
    }
    let text = simdutf8::basic::from_utf8(payload).map_err(|_| Violation::NotUtf8)?;
    Ok(Event::Text(text.to_owned()))
}
