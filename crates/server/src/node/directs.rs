//! What is sent to one user alone: to the connections of this node, and what was missed of it.
//!
//! It is numbered and remembered in a room of the user's own, [`buildamp_engine::personal`].

use std::sync::Arc;

use buildamp_engine::{History, Json, Millis, Position, Tenant, Unavailable, personal};

use super::Node;
use crate::directs::{Asked, Begin, DirectFrom};
use crate::peer::Link;
use crate::protocol;
use crate::turn::Turn;

/// Where a connection begins that can't be told where it does: no position that anybody goes on from.
const UNKNOWN: Position = Position { epoch: 0, seq: 0 };

/// A position as clients have it, and back: another user's is none of this one's, also where an engine has one epoch for all rooms.
fn own(user: &str, position: Position) -> Position {
    // FNV-1a: the same on every node.
    let mark = user.bytes().fold(0xcbf2_9ce4_8422_2325, |mark: u64, byte| {
        (mark ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    Position {
        epoch: position.epoch ^ mark,
        ..position
    }
}

impl Node {
    /// Delivers a message to the user's connections, with its number where it has one.
    pub(super) fn deliver_direct(
        &self,
        tenant: &Tenant,
        user: &str,
        seq: Option<u64>,
        message: &Json,
        at: Millis,
    ) {
        let links = self.users.links(tenant, user);
        if links.is_empty() {
            return;
        }
        let frame = protocol::direct(message, at, seq);
        for link in links {
            self.directs.tell(&link, seq, &frame);
        }
    }

    /// Finds out from where a connection hears what is sent to its user, and lets it hear that. Nothing where it hears it already. Where the
    /// engine waits, so does this.
    pub(crate) fn open_directs(&self, link: &Arc<Link>) {
        if !link.directs.waits() {
            return;
        }
        let Some((asked, round)) = self.directs.asked(link) else {
            return;
        };
        let begin = self.begin_of(link, asked).unwrap_or_else(|error| {
            let user = link.user_name();
            tracing::warn!(%error, user, "what was sent to a user can't be read");
            Begin {
                at: UNKNOWN,
                recovered: match asked {
                    Asked::Client {
                        from: DirectFrom::Now,
                        ..
                    } => None,
                    _ => Some(false),
                },
                missed: Vec::new(),
            }
        });
        let _turn = Turn::begin();
        self.directs.open(link, round, begin);
    }

    /// The same where the engine can be read; else what is delivered still waits.
    fn try_open_directs(&self, link: &Arc<Link>) -> Result<(), Unavailable> {
        if !link.directs.waits() {
            return Ok(());
        }
        let Some((asked, round)) = self.directs.asked(link) else {
            return Ok(());
        };
        let begin = self.begin_of(link, asked)?;
        let _turn = Turn::begin();
        self.directs.open(link, round, begin);
        Ok(())
    }

    /// Where it begins, as its client has it.
    fn begin_of(&self, link: &Link, asked: Asked) -> Result<Begin, Unavailable> {
        let begin = self.find_begin(link, asked)?;
        Ok(Begin {
            at: own(link.user_name(), begin.at),
            ..begin
        })
    }

    fn find_begin(&self, link: &Link, asked: Asked) -> Result<Begin, Unavailable> {
        let room = personal::room_of(link.user_name());
        let position = || self.engine.position(&link.tenant, &room);
        let fresh = |recovered| {
            Ok(Begin {
                at: position()?,
                recovered,
                missed: Vec::new(),
            })
        };
        let (mut since, resumed, is_unknown) = match asked {
            Asked::Anew => return fresh(Some(false)),
            Asked::Client {
                from: DirectFrom::Now,
                ..
            } => return fresh(None),
            Asked::Client {
                from: DirectFrom::Behind(since),
                resumed,
            } => {
                let is_unknown = since.epoch == UNKNOWN.epoch;
                (own(link.user_name(), since), resumed, is_unknown)
            }
        };
        if since.seq == 0 && resumed && !is_unknown {
            // Nothing had a number yet. What has none is numbered anew after a restart, and the session says that nothing was lost by that.
            since.epoch = position()?.epoch;
        }
        let now = self.clock.now();
        match self.engine.history(&link.tenant, &room, since, now)? {
            History::Whole(missed) => Ok(Begin {
                at: since,
                recovered: Some(true),
                missed,
            }),
            History::TooOld => fresh(Some(false)),
        }
    }

    /// Deliveries were missed, maybe for the state is another one: until the connections that keep track are told where they are, what is
    /// delivered next waits.
    pub(super) fn begin_directs_anew(self: &Arc<Node>) {
        let links = self.users.all_links();
        let links: Vec<_> = links
            .into_iter()
            .filter(|link| self.directs.begin_anew(link))
            .collect();
        self.open_apart(links);
    }

    /// Those whose place could not be found before, for the engine was away.
    pub(super) fn open_put_off(self: &Arc<Node>) {
        self.open_apart(self.directs.take_up());
    }

    fn open_apart(self: &Arc<Node>, links: Vec<Arc<Link>>) {
        if links.is_empty() {
            return;
        }
        let node = self.clone();
        self.heavy.run(Box::new(move || {
            let mut links = links.into_iter();
            while let Some(link) = links.next() {
                if let Err(error) = node.try_open_directs(&link) {
                    tracing::warn!(%error, "what was sent to users can't be read");
                    // An engine that is away lets each of them wait.
                    return node.directs.put_off(std::iter::once(link).chain(links));
                }
            }
        }));
    }

    /// Lets a connection hear what is sent to its user, whose name is known now. Where the engine waits, its next frame does.
    pub(crate) fn begin_directs(self: &Arc<Node>, link: &Arc<Link>) {
        if !link.directs.waits() {
            return;
        }
        if !self.engine.waits() {
            return self.open_directs(link);
        }
        link.begin_move();
        let (node, link) = (self.clone(), link.clone());
        self.heavy.run(Box::new(move || {
            node.open_directs(&link);
            link.end_move();
        }));
    }
}
