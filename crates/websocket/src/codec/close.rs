//! Why a connection is closed: codes and reasons, and their payload in a close frame (RFC 6455, 7.4).

use super::{MAX_CONTROL, Violation};

/// A close code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CloseCode(pub u16);

impl CloseCode {
    /// The purpose is fulfilled.
    pub const NORMAL: CloseCode = CloseCode(1000);
    /// The server goes down, or the page is left.
    pub const AWAY: CloseCode = CloseCode(1001);
    /// The peer broke RFC 6455.
    pub const PROTOCOL: CloseCode = CloseCode(1002);
    /// A kind of data that this end can't take.
    pub const UNSUPPORTED: CloseCode = CloseCode(1003);
    /// Never sent: what a close frame without a code counts as.
    pub const NONE: CloseCode = CloseCode(1005);
    /// Never sent: what a connection lost without a close frame counts as.
    pub const LOST: CloseCode = CloseCode(1006);
    /// Data that is not what it claims to be: text that is no UTF-8, or that can't be inflated.
    pub const INVALID: CloseCode = CloseCode(1007);
    /// Against a rule of the application.
    pub const POLICY: CloseCode = CloseCode(1008);
    /// A message too long to take.
    pub const TOO_LONG: CloseCode = CloseCode(1009);
    /// A failure of the server's own.
    pub const INTERNAL: CloseCode = CloseCode(1011);
    /// The server starts anew.
    pub const RESTART: CloseCode = CloseCode(1012);
    /// Try again later: also what a reader gets that is too slow.
    pub const TRY_LATER: CloseCode = CloseCode(1013);

    /// Whether a close frame may hold it: those that are registered for the wire, and those of libraries and applications.
    #[must_use]
    pub fn may_be_sent(self) -> bool {
        matches!(self.0, 1000..=1003 | 1007..=1014 | 3000..=4999)
    }
}

/// What a close frame says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Close {
    /// The code.
    pub code: CloseCode,
    /// For people; may be empty.
    pub reason: String,
}

impl Close {
    /// A close whose reason is cut, between characters, to the 123 bytes that fit a frame.
    #[must_use]
    pub fn new(code: CloseCode, reason: &str) -> Close {
        let mut end = reason.len().min(MAX_CONTROL - 2);
        while !reason.is_char_boundary(end) {
            end -= 1;
        }
        Close {
            code,
            reason: reason[..end].to_owned(),
        }
    }

    /// The frame's payload.
    #[must_use]
    pub fn payload(&self) -> Vec<u8> {
        [&self.code.0.to_be_bytes(), self.reason.as_bytes()].concat()
    }

    /// What a payload says; `None` for an empty one.
    ///
    /// # Errors
    /// Where it is one byte, the code may not be sent, or the reason is no UTF-8.
    pub fn parse(payload: &[u8]) -> Result<Option<Close>, Violation> {
        let (code, reason) = match payload {
            [] => return Ok(None),
            [_] => return Err(Violation::HalfCloseCode),
            [high, low, reason @ ..] => (u16::from_be_bytes([*high, *low]), reason),
        };
        if !CloseCode(code).may_be_sent() {
            return Err(Violation::CloseCode(code));
        }
        let reason = simdutf8::basic::from_utf8(reason).map_err(|_| Violation::NotUtf8)?;
        Ok(Some(Close {
            code: CloseCode(code),
            reason: reason.to_owned(),
        }))
    }
}
