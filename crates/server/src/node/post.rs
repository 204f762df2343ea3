//! A message that comes alone: one frame in, one frame out, and no connection that stays.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::Instant;

use buildamp_engine::Tenant;
use buildamp_websocket::Class;
use tokio::sync::oneshot;

use super::{Admission, Counted, Node, Sent};
use crate::identity::Claims;
use crate::peer::{Ending, Link, Peer, Session};
use crate::protocol::{Code, Frame, Id, Refusal};
use crate::turn::Turn;

/// Who posts.
pub(crate) enum Poster<'a> {
    /// A connection, to a room that it is in.
    Member(&'a Arc<Link>),
    /// A user without one, to any room that they may come into.
    Other(&'a Tenant, &'a Arc<str>, Option<&'a Claims>),
}

/// What is posted.
pub(crate) struct Posted<'a> {
    pub(crate) room: &'a str,
    pub(crate) payload: &'a [u8],
    pub(crate) id: Option<Id>,
}

/// What stands for a session in the ids of those who have none. No session is called so.
const SESSION: Session = Session(0);

/// Takes the one frame that a post is answered with.
struct Answer(Mutex<Option<oneshot::Sender<Frame>>>);

impl Peer for Answer {
    fn queue(&self, frame: &Frame, _: Class) {
        let sender = self
            .0
            .lock()
            .expect("nobody panics while holding it")
            .take();
        if let Some(sender) = sender {
            // Who asked may have gone; the message took effect all the same.
            let _ = sender.send(frame.clone());
        }
    }

    fn flush(&self) {}

    fn end(&self, _: &Ending) {}
}

impl Node {
    /// Works on a posted message when its room has time for it; the answer is its `ack` or `error`.
    ///
    /// # Errors
    /// Where it can't come to the room.
    pub(crate) fn post(
        self: &Arc<Node>,
        poster: Poster<'_>,
        posted: Posted<'_>,
    ) -> Result<oneshot::Receiver<Frame>, Refusal> {
        let (sender, receiver) = oneshot::channel();
        let peer = Box::new(Answer(Mutex::new(Some(sender))));
        let (link, room, admission) = match poster {
            Poster::Member(member) => {
                let room = member.room(posted.room).ok_or_else(|| {
                    let text = "the session's stream is not in this room: join it first";
                    Refusal::new(Code::NotInRoom, text)
                })?;
                let session = member.session;
                let mut link = Link::new(
                    member.id.clone(),
                    // It stands for the member, whose seat is found by it.
                    member.number,
                    member.tenant.clone(),
                    session,
                    None,
                    peer.into(),
                );
                let remembered = member.remembered.load(Ordering::Relaxed);
                link.remembered = remembered.into();
                link.claims.clone_from(&member.claims);
                (link.of(member.user.get()), room, Admission::Member)
            }
            Poster::Other(tenant, user, claims) => {
                self.settings.limits.check_room_name(posted.room)?;
                let mut link = Link::new(
                    "".into(),
                    self.number(),
                    tenant.clone(),
                    SESSION,
                    None,
                    peer.into(),
                );
                // There is no session to remember.
                link.remembered = self.clock.now().0.into();
                link.claims = claims.cloned();
                let room = self.room(tenant, posted.room);
                (link.of(Some(user)), room, Admission::Asked)
            }
        };
        link.rooms
            .lock()
            .expect("nobody panics while holding it")
            .push(room);
        self.metrics.received.inc();
        let _turn = Turn::begin();
        let sent = Sent {
            payload: posted.payload,
            id: posted.id,
            arrived: Instant::now(),
            counted: Counted::NotYet,
            admission,
            losses: 0,
        };
        self.send(&Arc::new(link), posted.room, sent);
        Ok(receiver)
    }
}

impl Link {
    /// One that stands for a single message of a user.
    fn of(mut self, user: Option<&Arc<str>>) -> Link {
        if let Some(user) = user {
            self.user = user.clone().into();
        }
        self.answers_all = true;
        self
    }
}
