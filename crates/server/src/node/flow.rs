//! A message where the engine waits for a network: tried and committed without a thread that waits.
//!
//! Owns what is done on the threads of connections and of the engine, none of which may wait. Whatever takes longer — rules that do, something
//! that was not read lately, others who were faster — is done again by a thread that may.

use std::cell::Cell;
use std::sync::Arc;

use buildamp_engine::{Batch, Receipt, Snapshot};
use tokio::runtime::Handle;

use super::Node;
use super::send::{Admission, Message, TAPE};
use crate::protocol::Refusal;
use crate::strand::Busy;
use crate::trace::step;
use crate::transaction::{Decided, Done};
use crate::turn::Turn;

/// What a message is answered with, if it is.
type Answer = Option<Arc<str>>;

/// What a try comes to, with what is to be committed of it.
type Tried = (Option<Batch>, Decided<Answer>);

impl Node {
    /// Works on a message when its room has time for it.
    pub(super) fn begin_flow(self: &Arc<Node>, message: Message) {
        let (node, room) = (self.clone(), message.room.clone());
        let threads = Handle::try_current().unwrap_or_else(|_| self.runtime.clone());
        room.strand
            .flow(&threads, move |busy| node.flow(message, busy));
    }

    fn flow(self: &Arc<Node>, mut message: Message, busy: Busy) {
        let _turn = Turn::begin();
        let _trace = message.trace.begin();
        // Whether somebody may send to a room that they are not in depends on things that are seldom at hand.
        let asks = message.sent().admission == Admission::Asked;
        if asks || busy.is_slow(self.clock.now()) {
            return busy.pass(self.later(message));
        }
        let (user, bytes) = (message.link.user_name(), message.sent().payload.len());
        step!(room = &*message.room.name, user, bytes, "a message");
        let slow = Cell::new(false);
        let tried = self.try_once(&message, &slow);
        message.count();
        match tried {
            Err(refusal) => self.tell(&message, Err(refusal)),
            Ok(Some((None, decided))) => {
                // Without a batch nobody can have been faster.
                if let Some(done) = self.finish(decided, None) {
                    self.tell(&message, done.map(told));
                }
            }
            Ok(Some((Some(batch), decided))) => self.submit(message, batch, decided, busy),
            Ok(None) if slow.get() => self.put_aside(&message.room.clone(), self.later(message)),
            Ok(None) => busy.pass(self.later(message)),
        }
    }

    /// Checks a message and lets the rules decide, on what is at hand; nothing where somebody has to take their time for it.
    fn try_once(&self, message: &Message, slow: &Cell<bool>) -> Result<Option<Tried>, Refusal> {
        let (app, now) = (self.app.load(), self.clock.now());
        let (link, room, sent) = (&message.link, &message.room, message.sent());
        TAPE.with_borrow_mut(|tape| {
            let call = self.checked(&app, link, &sent, tape, now)?;
            let Ok(mut snapshot) = self.snapshot_at_hand(&room.tenant, now) else {
                return Ok(None);
            };
            let decided = self.attempt(
                &app,
                link,
                room,
                &sent,
                &call,
                now,
                &mut snapshot,
                false,
                slow,
            );
            if slow.get() || snapshot.lacks() {
                return Ok(None);
            }
            let (batch, decided) = self.prepare(&room.tenant, now, None, snapshot, decided);
            Ok((!decided.lacks).then_some((batch, decided)))
        })
    }

    fn submit(
        self: &Arc<Node>,
        message: Message,
        batch: Batch,
        decided: Decided<Answer>,
        busy: Busy,
    ) {
        let node = self.clone();
        let then = move |result| {
            let _turn = Turn::begin();
            let _trace = message.trace.begin();
            let now = decided.now;
            match node.finish(decided, Some(result)) {
                Some(done) => {
                    let done = done.map(told);
                    if let Ok((receipt, _)) = &done {
                        node.note_answer(&message.link, &message.sent(), *receipt, now);
                    }
                    node.tell(&message, done);
                }
                None => {
                    let mut message = message;
                    message.lose();
                    busy.pass(node.later(message));
                }
            }
        };
        self.engine.submit(batch, Box::new(then));
    }

    fn tell(
        self: &Arc<Node>,
        message: &Message,
        result: Result<(Option<Receipt>, Answer), Refusal>,
    ) {
        self.answer(&message.link, &message.room, &message.sent(), result);
    }
}

fn told(done: Done<Answer>) -> (Option<Receipt>, Answer) {
    (done.receipt, done.value)
}
