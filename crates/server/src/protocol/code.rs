//! The catalogue of refusals: a code for programs, a text for people, and whether trying again may help.

use std::borrow::Cow;
use std::time::Duration;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $retry:expr;)+) => {
        /// What a frame was refused for. The list is closed: a client may match on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// All of them, in the order of the documentation.
            pub const ALL: &[Code] = &[$(Code::$name,)+];

            /// The code on the wire.
            pub fn name(self) -> &'static str {
                match self { $(Code::$name => $text,)+ }
            }

            /// Whether the same frame may be accepted later.
            pub fn may_be_retried(self) -> bool {
                match self { $(Code::$name => $retry,)+ }
            }
        }
    };
}

codes! {
    /// The text is not JSON.
    BadJson = "bad_json", false;
    /// It is JSON, but no frame: a field is missing or of the wrong type.
    BadFrame = "bad_frame", false;
    /// The frame's `type` is none of the protocol's.
    UnknownType = "unknown_type", false;
    /// The payload's `message_type` is none of the app's, or none that comes with a join.
    UnknownMessage = "unknown_message", false;
    /// The payload does not fit its model.
    InvalidPayload = "invalid_payload", false;
    /// Only the server sends this message, or it comes with a join.
    NotClientMessage = "not_client_message", false;
    /// Nobody knows who is speaking.
    Unauthorized = "unauthorized", false;
    /// The `userId` is not the connection's user.
    IdentityMismatch = "identity_mismatch", false;
    /// The logic lets this user not into this room.
    AccessDenied = "access_denied", false;
    /// The connection has not joined the room.
    NotInRoom = "not_in_room", false;
    /// The logic refused the message.
    Rejected = "rejected", false;
    /// Too many messages; `retry_after_ms` tells when there is room again.
    RateLimited = "rate_limited", true;
    /// More bytes than a frame may have.
    TooLarge = "too_large", false;
    /// The connection is in as many rooms as it may be.
    TooManyRooms = "too_many_rooms", false;
    /// The logic took too long.
    LogicTimeout = "logic_timeout", true;
    /// The logic needed too much memory.
    LogicMemory = "logic_memory", false;
    /// The logic ended in a fault.
    LogicCrashed = "logic_crashed", false;
    /// Others were always faster; the message may be sent again.
    Conflict = "conflict", true;
    /// The server can't read or write at present, or is too busy.
    Unavailable = "unavailable", true;
}

impl Code {
    /// Whether the rules failed, rather than refused.
    pub(crate) fn is_fault(self) -> bool {
        matches!(
            self,
            Code::LogicTimeout | Code::LogicMemory | Code::LogicCrashed
        )
    }
}

/// Why a frame has no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// For programs.
    pub code: Code,
    /// For people.
    pub text: Cow<'static, str>,
    /// When it may be tried again, where that is known.
    pub retry_after: Option<Duration>,
}

impl Refusal {
    /// A refusal without a time.
    pub fn new(code: Code, text: impl Into<Cow<'static, str>>) -> Refusal {
        Refusal {
            code,
            text: text.into(),
            retry_after: None,
        }
    }
}
