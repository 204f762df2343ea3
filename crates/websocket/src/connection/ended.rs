//! How connections end.

use std::io;

use crate::codec::{Close, CloseCode, Violation};

/// Why nothing more comes from a connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    /// The peer closed it; `None` where it says no code.
    #[error("closed by the peer: {}", text(.0.as_ref()))]
    Peer(Option<Close>),
    /// We closed it, by [`crate::Sender::close`].
    #[error("closed: {}", text(Some(.0)))]
    Ours(Close),
    /// More waited for it than may.
    #[error("the peer reads too slowly")]
    Slow,
    /// The peer broke the protocol or a limit.
    #[error("the peer sent {0}")]
    Violation(Violation),
    /// The stream failed, or ended without a close frame (`UnexpectedEof`).
    #[error("the connection is lost: {0}")]
    Lost(io::ErrorKind),
}

impl Ended {
    /// The code it ended with; 1005 and 1006 where none was told.
    #[must_use]
    pub fn code(&self) -> CloseCode {
        match self {
            Ended::Peer(close) => close.as_ref().map_or(CloseCode::NONE, |close| close.code),
            Ended::Ours(close) => close.code,
            Ended::Slow => CloseCode::TRY_LATER,
            Ended::Violation(violation) => violation.close_code(),
            Ended::Lost(_) => CloseCode::LOST,
        }
    }

    /// The payload of the close frame that we send.
    pub(super) fn payload(&self) -> Vec<u8> {
        match self {
            // RFC 6455, 5.5.1: a close is answered with its own code.
            Ended::Peer(None) | Ended::Lost(_) => Vec::new(),
            Ended::Peer(Some(close)) => Close::new(close.code, "").payload(),
            Ended::Ours(close) => close.payload(),
            Ended::Slow => Close::new(self.code(), "slow reader").payload(),
            Ended::Violation(violation) => {
                Close::new(violation.close_code(), &violation.to_string()).payload()
            }
        }
    }
}

fn text(close: Option<&Close>) -> String {
    match close {
        None => "without a code".to_owned(),
        Some(close) if close.reason.is_empty() => close.code.0.to_string(),
        Some(close) => format!("{} ({})", close.code.0, close.reason),
    }
}
