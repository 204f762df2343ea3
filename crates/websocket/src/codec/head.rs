//! The head of a frame: its two to fourteen bytes before the payload (RFC 6455, 5.2).

use super::{MAX_CONTROL, Violation};

/// The longest head: two bytes, a length of eight, a mask of four.
pub(crate) const LONGEST: usize = 14;

const FIN: u8 = 0x80;
const RSV: u8 = 0x70;
const RSV1: u8 = 0x40;
const MASKED: u8 = 0x80;

/// What a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum OpCode {
    /// More of the message begun before.
    Continuation = 0,
    /// The begin of a text message, or all of it.
    Text = 1,
    /// The begin of a binary message, or all of it.
    Binary = 2,
    /// The last frame of its sender.
    Close = 8,
    /// To be answered by a pong with the same payload.
    Ping = 9,
    /// An answer to a ping, or a sign of life.
    Pong = 10,
}

impl OpCode {
    /// Whether frames of it may stand between the fragments of a message.
    #[must_use]
    pub fn is_control(self) -> bool {
        self as u8 >= 8
    }

    fn parse(bits: u8) -> Result<OpCode, Violation> {
        Ok(match bits {
            0 => OpCode::Continuation,
            1 => OpCode::Text,
            2 => OpCode::Binary,
            8 => OpCode::Close,
            9 => OpCode::Ping,
            10 => OpCode::Pong,
            _ => return Err(Violation::ReservedOpCode(bits)),
        })
    }
}

/// A frame without its payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Whether the message ends with this frame.
    pub last: bool,
    /// RSV1: whether the message is compressed.
    pub compressed: bool,
    /// What the frame is.
    pub opcode: OpCode,
    /// The key that the payload is masked with.
    pub mask: Option<[u8; 4]>,
    /// Bytes of the payload.
    pub length: u64,
}

impl Head {
    /// The head at the begin of the bytes and how long it is; `None` where they end within it.
    ///
    /// # Errors
    /// Where it breaks a rule that can be told from the head alone. Masks and RSV1 depend on the connection.
    pub fn parse(bytes: &[u8]) -> Result<Option<(Head, usize)>, Violation> {
        let &[first, second, ref rest @ ..] = bytes else {
            return Ok(None);
        };
        if first & RSV & !RSV1 != 0 {
            return Err(Violation::ReservedBits((first & RSV) >> 4));
        }
        let opcode = OpCode::parse(first & 0x0f)?;
        let last = first & FIN != 0;
        let short = second & !MASKED;
        if opcode.is_control() {
            check_control(first, last, short)?;
        }
        let Some((length, wide)) = length(short, rest)? else {
            return Ok(None);
        };
        let mask = match second & MASKED {
            0 => None,
            _ => match rest[wide..].first_chunk() {
                Some(mask) => Some(*mask),
                None => return Ok(None),
            },
        };
        let head = Head {
            last,
            compressed: first & RSV1 != 0,
            opcode,
            mask,
            length,
        };
        Ok(Some((head, 2 + wide + mask.map_or(0, |key| key.len()))))
    }

    /// How many bytes it has.
    #[must_use]
    pub fn size(&self) -> usize {
        let length = match self.length {
            0..126 => 0,
            126..65536 => 2,
            _ => 8,
        };
        2 + length + self.mask.map_or(0, |key| key.len())
    }

    /// Its bytes, behind what `out` holds already.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let first = if self.last { FIN } else { 0 } | if self.compressed { RSV1 } else { 0 };
        out.push(first | self.opcode as u8);
        let masked = if self.mask.is_some() { MASKED } else { 0 };
        match (u8::try_from(self.length), u16::try_from(self.length)) {
            (Ok(short @ 0..126), _) => out.push(masked | short),
            (_, Ok(length)) => {
                out.push(masked | 126);
                out.extend(length.to_be_bytes());
            }
            _ => {
                out.push(masked | 127);
                out.extend(self.length.to_be_bytes());
            }
        }
        out.extend(self.mask.iter().flatten());
    }
}

fn check_control(first: u8, last: bool, short: u8) -> Result<(), Violation> {
    if first & RSV != 0 {
        return Err(Violation::ReservedBits((first & RSV) >> 4));
    }
    if !last {
        return Err(Violation::FragmentedControl);
    }
    if usize::from(short) > MAX_CONTROL {
        return Err(Violation::LongControl);
    }
    Ok(())
}

/// The payload's length, and how many bytes after the first two tell it.
fn length(short: u8, rest: &[u8]) -> Result<Option<(u64, usize)>, Violation> {
    let (length, wide, shortest) = match short {
        126 => match rest.first_chunk() {
            Some(bytes) => (u64::from(u16::from_be_bytes(*bytes)), 2, 126),
            None => return Ok(None),
        },
        127 => match rest.first_chunk() {
            Some(bytes) => (u64::from_be_bytes(*bytes), 8, 1 << 16),
            None => return Ok(None),
        },
        _ => return Ok(Some((u64::from(short), 0))),
    };
    if length >> 63 != 0 {
        return Err(Violation::HugeLength);
    }
    if length < shortest {
        return Err(Violation::LongLength(length));
    }
    Ok(Some((length, wide)))
}
