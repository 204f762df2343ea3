//! What the rules say to a file: once before its first byte is kept, and once when all have come.
//!
//! The first call decides on a snapshot, and nothing of it happens but a refusal. The second is the transaction: its effects, the file's
//! record and the count of its user's bytes are one commit, in the room's turn.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use buildamp_engine::{Keep, Millis, Receipt, Snapshot, Space, Tenant, Write};
use buildamp_rules::{Call, Handler, Response};
use tokio::sync::oneshot;

use super::{Node, Room, Who};
use crate::effects::{Origin, debugged};
use crate::identity::Claims;
use crate::peer::Session;
use crate::protocol::{Code, Refusal};
use crate::snapshot::Recorded;
use crate::transaction::{Outcome, failed, unavailable};
use crate::turn::Turn;
use crate::uploads::{DAY, Record, day_key, record_key};

/// A file, and who brings it.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) tenant: Tenant,
    pub(crate) id: String,
    /// The rest, as it is known. The checksum is empty and the type only declared until all bytes are there.
    pub(crate) file: Record,
    /// What the user's token says.
    pub(crate) claims: Option<Claims>,
    /// Of the connection that it comes beside, where it names one.
    pub(crate) session: Option<Session>,
    /// Bytes that the user may upload in a day; 0 for no limit.
    pub(crate) bytes_per_day: u64,
}

/// What the rules answer, and whether it is stored.
type Told = Result<(Receipt, Option<Arc<str>>), Refusal>;

impl Node {
    /// Whether the rules would take a file. It may take as long as a call may: not for a thread that others need.
    ///
    /// # Errors
    /// Why they would not.
    pub(crate) fn consider(&self, offer: &Offer) -> Result<(), Refusal> {
        self.settings.limits.check_room_name(&offer.file.room)?;
        let now = self.clock.now();
        let room = self.room(&offer.tenant, &offer.file.room);
        let mut snapshot = self
            .engine
            .snapshot(&offer.tenant, now)
            .map_err(unavailable)?;
        self.weigh_offer(offer, &room, now, snapshot.as_mut(), None)?;
        Ok(())
    }

    /// The same as the transaction that takes it, when its room has time.
    pub(crate) fn admit(self: &Arc<Node>, offer: Offer) -> oneshot::Receiver<Told> {
        let (sender, receiver) = oneshot::channel();
        let room = self.room(&offer.tenant, &offer.file.room);
        let (node, inside) = (self.clone(), room.clone());
        room.strand.run(self.clock.now(), move || {
            let _turn = Turn::begin();
            node.admit_now(&inside, offer, sender);
        });
        receiver
    }

    fn admit_now(self: &Arc<Node>, room: &Arc<Room>, offer: Offer, sender: oneshot::Sender<Told>) {
        let slow = Cell::new(false);
        let told = self.commit_offer(room, &offer, &slow);
        if slow.get() {
            let (node, inside) = (self.clone(), room.clone());
            let again = move || {
                let _turn = Turn::begin();
                node.admit_now(&inside, offer, sender);
            };
            return self.put_aside(room, Box::new(again));
        }
        // Who uploaded it may have gone; it is there all the same.
        let _ = sender.send(told);
    }

    fn commit_offer(&self, room: &Room, offer: &Offer, slow: &Cell<bool>) -> Told {
        let now = self.clock.now();
        let done = self.transact(&offer.tenant, now, None, |snapshot| {
            slow.set(false);
            let (effects, answer) = self.weigh_offer(offer, room, now, snapshot, Some(slow))?;
            let record = serde_json::to_string(&offer.file)
                .map_err(|error| Refusal::new(Code::Unavailable, error.to_string()))?;
            // Before the effects: one of them may delete it.
            let mut writes = vec![Write::Set {
                space: Space::Server,
                key: record_key(&offer.id),
                value: record.into(),
                keep: Keep::Always,
            }];
            writes.extend(effects);
            Ok(Outcome {
                writes,
                value: answer,
            })
        })?;
        let receipt = done
            .receipt
            .ok_or_else(|| Refusal::new(Code::Unavailable, "nothing was committed; try again"))?;
        Ok((receipt, done.value))
    }

    /// One call of `handleUpload`: its writes and its answer.
    fn weigh_offer(
        &self,
        offer: &Offer,
        room: &Room,
        now: Millis,
        snapshot: &mut dyn Snapshot,
        slow: Option<&Cell<bool>>,
    ) -> Result<(Vec<Write>, Option<Arc<str>>), Refusal> {
        let app = self.app.load();
        if !app.rules.handles(Handler::Upload) {
            let text = "this app takes no uploads: its rules have no `handleUpload`";
            return Err(Refusal::new(Code::Rejected, text));
        }
        let user = &*offer.file.user;
        let joined = self.joined_in(offer.session, user, room);
        let who = Who {
            joined: joined.as_ref(),
            ..Who::alone(user, offer.claims.as_ref())
        };
        self.authorize(who, room, now, snapshot)?;
        let mut writes = Vec::from_iter(count_bytes(offer, now, snapshot)?);
        let call = Call::Upload {
            id: &offer.id,
            name: &offer.file.name,
            content_type: &offer.file.content_type,
            size: offer.file.size,
        };
        let mut context = self.context(&app, &room.tenant, &room.name, who, now);
        context.budget = slow.and_then(|_| Node::budget());
        let decision = app.rules.decide(&call, &context, &mut Recorded(snapshot));
        let decision = decision.map_err(|failure| {
            let is_slow = Node::is_slow(&failure, &context);
            match slow.filter(|_| is_slow) {
                Some(slow) => {
                    slow.set(true);
                    failed(&failure)
                }
                None => self.fault(Handler::Upload, &failure, &context),
            }
        })?;
        debugged(&room.name, user, &decision.log);
        let answer = match decision.response {
            Response::Ack => None,
            Response::Reply(message) => Some(message.json),
            Response::Reject(reason) => return Err(Refusal::new(Code::Rejected, reason)),
        };
        if slow.is_some() {
            let origin = Origin {
                app: &app,
                room: &room.name,
                user,
                now,
                longest: self.settings.limits.user_name,
            };
            // Only of the call whose effects happen: what they log is logged once.
            origin.writes(decision.effects, &mut writes)?;
        }
        Ok((writes, answer))
    }

    /// The record of a file, where it is there.
    ///
    /// # Errors
    /// Where it can't be read at present.
    pub(crate) fn uploaded(&self, tenant: &Tenant, id: &str) -> Result<Option<Record>, Refusal> {
        let snapshot = self.engine.snapshot(tenant, self.clock.now());
        let mut snapshot = snapshot.map_err(unavailable)?;
        let found = snapshot
            .get(Space::Server, &record_key(id))
            .map_err(unavailable)?;
        Ok(found.and_then(|record| serde_json::from_str(&record).ok()))
    }

    /// Whether the rules let a user into a room just now.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn may_enter(
        &self,
        tenant: &Tenant,
        room: &str,
        who: Who<'_>,
    ) -> Result<(), Refusal> {
        let now = self.clock.now();
        let mut snapshot = self.snapshot(tenant, now)?;
        let room = self.room(tenant, room);
        self.authorize(who, &room, now, &mut snapshot)
    }
}

/// Adds a file to what its user has uploaded today.
fn count_bytes(
    offer: &Offer,
    now: Millis,
    snapshot: &mut dyn Snapshot,
) -> Result<Option<Write>, Refusal> {
    if offer.bytes_per_day == 0 {
        return Ok(None);
    }
    let key = day_key(&offer.file.user, now);
    let before = snapshot.get(Space::Server, &key).map_err(unavailable)?;
    let before: u64 = before.and_then(|count| count.parse().ok()).unwrap_or(0);
    let after = before.saturating_add(offer.file.size);
    if after > offer.bytes_per_day {
        let text = format!(
            "a user can upload {} bytes a day, and {before} are used",
            offer.bytes_per_day
        );
        return Err(Refusal {
            retry_after: Some(Duration::from_millis(DAY - now.0 % DAY)),
            ..Refusal::new(Code::RateLimited, text)
        });
    }
    Ok(Some(Write::Set {
        space: Space::Server,
        key,
        value: after.to_string().into(),
        keep: Keep::Until(Millis(now.0 + 2 * DAY)),
    }))
}
