//! On whose behalf the rules are called.

use super::{Node, Room};
use crate::App;
use crate::identity::Claims;
use crate::joined::Joined;
use crate::peer::{Link, Session};

/// Who it is that the rules are asked about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Who<'a> {
    /// Empty where it is nobody.
    pub(crate) user: &'a str,
    /// Empty where there is none.
    pub(crate) connection: &'a str,
    /// What their token says, where the app wants to know.
    pub(crate) claims: Option<&'a str>,
    /// What the connection joined the room with. It reaches the rules where it fits their app.
    pub(crate) joined: Option<&'a Joined>,
}

impl<'a> Who<'a> {
    /// A user without a connection.
    pub(crate) fn alone(user: &'a str, claims: Option<&'a Claims>) -> Who<'a> {
        Who {
            user,
            connection: "",
            claims: claims.map(Claims::as_str),
            joined: None,
        }
    }
}

impl Link {
    /// The user of the connection, as the rules know them in a room that was joined with this.
    pub(crate) fn who<'a>(&'a self, joined: Option<&'a Joined>) -> Who<'a> {
        Who {
            user: self.user_name(),
            connection: &self.id,
            claims: self.claims.as_ref().map(Claims::as_str),
            joined,
        }
    }
}

impl Node {
    /// What a connection joined a room with. Of an app without such messages nobody looks.
    pub(super) fn joined(&self, app: &App, link: &Link, room: &Room) -> Option<Joined> {
        match app.has_joins {
            true => room.audience.joined(link.number),
            false => None,
        }
    }

    /// The same of the session of a user, where its connection is one of this node's.
    pub(super) fn joined_in(
        &self,
        session: Option<Session>,
        user: &str,
        room: &Room,
    ) -> Option<Joined> {
        let session = session?;
        let links = self.users.links(&room.tenant, user);
        let mut own = links.iter().rev().filter(|link| link.session == session);
        own.find_map(|link| room.audience.joined(link.number))
    }
}
