//! On whose behalf the rules are called.

use crate::identity::Claims;
use crate::peer::Link;

/// Who it is that the rules are asked about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Who<'a> {
    /// Empty where it is nobody.
    pub(crate) user: &'a str,
    /// Empty where there is none.
    pub(crate) connection: &'a str,
    /// What their token says, where the app wants to know.
    pub(crate) claims: Option<&'a str>,
}

impl<'a> Who<'a> {
    /// A user without a connection.
    pub(crate) fn alone(user: &'a str, claims: Option<&'a Claims>) -> Who<'a> {
        Who {
            user,
            connection: "",
            claims: claims.map(Claims::as_str),
        }
    }
}

impl Link {
    /// The user of the connection, as the rules know them.
    pub(crate) fn who(&self) -> Who<'_> {
        Who {
            user: self.user_name(),
            connection: &self.id,
            claims: self.claims.as_ref().map(Claims::as_str),
        }
    }
}
