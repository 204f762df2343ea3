//! What a peer can do wrong, and the close code it leads to.

use super::CloseCode;

/// How a peer broke the protocol or went past a limit. After one, nothing more can be decoded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// RFC 6455, 5.1: a client masks.
    #[error("a frame without a mask: clients must mask every frame")]
    Unmasked,
    /// RFC 6455, 5.1: a server doesn't.
    #[error("a masked frame: servers must not mask")]
    Masked,
    /// RFC 6455, 5.2; RFC 7692, 6: RSV1 only on the first frame of a message, and only where deflate was negotiated.
    #[error("reserved bits {0:#05b} where none may be set")]
    ReservedBits(u8),
    /// RFC 6455, 5.2.
    #[error("opcode {0:#x} is reserved")]
    ReservedOpCode(u8),
    /// RFC 6455, 5.5.
    #[error("a control frame in fragments")]
    FragmentedControl,
    /// RFC 6455, 5.5.
    #[error("a control frame of more than 125 bytes")]
    LongControl,
    /// RFC 6455, 5.2: the shortest form of a length must be used.
    #[error("a length of {0} that isn't in its shortest form")]
    LongLength(u64),
    /// RFC 6455, 5.2: the highest bit of a 64-bit length is 0.
    #[error("a length beyond 63 bits")]
    HugeLength,
    /// RFC 6455, 5.4.
    #[error("a continuation of no message")]
    NothingToContinue,
    /// RFC 6455, 5.4.
    #[error("a new message within a fragmented one")]
    NotContinued,
    /// RFC 6455, 8.1.
    #[error("text that is not UTF-8")]
    NotUtf8,
    /// RFC 6455, 5.5.1.
    #[error("a close code of one byte")]
    HalfCloseCode,
    /// RFC 6455, 7.4.
    #[error("close code {0}, which may not be sent")]
    CloseCode(u16),
    /// RFC 7692, 7.2.2.
    #[error("compressed data that can't be inflated")]
    NotDeflate,
    /// A frame or a message, as sent or inflated.
    #[error("more than {limit} bytes")]
    TooLong {
        /// What would have been taken, in bytes.
        limit: usize,
    },
}

impl Violation {
    /// What the connection is closed with.
    #[must_use]
    pub fn close_code(&self) -> CloseCode {
        match self {
            Violation::NotUtf8 | Violation::NotDeflate => CloseCode::INVALID,
            Violation::TooLong { .. } => CloseCode::TOO_LONG,
            _ => CloseCode::PROTOCOL,
        }
    }
}
