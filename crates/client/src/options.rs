//! How a client connects.

use std::time::Duration;

use crate::Trust;

/// How a client connects.
#[derive(Debug, Clone)]
pub struct Options {
    pub(crate) url: String,
    pub(crate) token: Option<String>,
    pub(crate) user: Option<String>,
    pub(crate) trust: Trust,
    pub(crate) compress: bool,
    pub(crate) first_pause: Duration,
    pub(crate) longest_pause: Duration,
    pub(crate) quiet: Duration,
    pub(crate) answer: Duration,
}

impl Options {
    /// To a server's socket: `ws://host:port/ws` or `wss://host/ws`, where the system's authorities are believed. Without a token, without
    /// compression, with pauses from 250 ms to 10 s, and a silence of 45 s, or 10 s where an answer is due.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Options {
        Options {
            url: url.into(),
            token: None,
            user: None,
            trust: Trust::system(),
            compress: false,
            first_pause: Duration::from_millis(250),
            longest_pause: Duration::from_secs(10),
            quiet: Duration::from_secs(45),
            answer: Duration::from_secs(10),
        }
    }

    /// Proves who it is.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Options {
        self.token = Some(token.into());
        self
    }

    /// Says who it is, to a server that believes it.
    #[must_use]
    pub fn user(mut self, user: impl Into<String>) -> Options {
        self.user = Some(user.into());
        self
    }

    /// Whom it believes over `wss://`.
    #[must_use]
    pub fn trust(mut self, trust: Trust) -> Options {
        self.trust = trust;
        self
    }

    /// Offers permessage-deflate.
    #[must_use]
    pub fn compress(mut self) -> Options {
        self.compress = true;
        self
    }

    /// How long to pause after the first failure, and at the most: each failure in a row doubles it. Of a pause between half and
    /// the whole is waited, so that many clients don't come back at once.
    #[must_use]
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Options {
        self.first_pause = first;
        self.longest_pause = longest;
        self
    }

    /// Who has heard nothing for `quiet`, or for `answer` where an answer is due, asks for a sign of life, and connects again where
    /// none comes within `answer`.
    #[must_use]
    pub fn silence(mut self, quiet: Duration, answer: Duration) -> Options {
        self.quiet = quiet;
        self.answer = answer;
        self
    }
}
