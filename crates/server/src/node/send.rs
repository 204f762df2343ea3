//! A message: checked against its model, decided on by the rules, committed, answered.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use buildamp_engine::{Keep, Millis, Receipt, Snapshot, Space, Write};
use buildamp_rules::{Call, Handler, Response};
use buildamp_schema::{Direction, Problem, ProblemKind, Tape};

use super::presence::{MEMORY, remember, remembered};
use super::{Node, Room};
use crate::author;
use crate::effects::{Origin, debugged};
use crate::metrics;
use crate::peer::{Ending, Link, Session};
use crate::protocol::{self, Code, Id, Refusal};
use crate::snapshot::Recorded;
use crate::strand::Job;
use crate::trace::{self, Trace, step};
use crate::transaction::{Outcome, failed, unavailable, unknown};
use crate::turn::Turn;
use crate::{App, Rate};

thread_local! {
    pub(super) static TAPE: RefCell<Tape> = RefCell::default();
}

/// A message on its way.
pub(crate) struct Sent<'a> {
    pub(crate) payload: &'a [u8],
    pub(crate) id: Option<Id>,
    pub(crate) arrived: Instant,
    pub(crate) counted: Counted,
    pub(crate) admission: Admission,
    /// How often others were faster already.
    pub(crate) losses: u32,
}

/// A message whose connection goes on meanwhile.
pub(super) struct Message {
    pub(super) link: Arc<Link>,
    pub(super) room: Arc<Room>,
    pub(super) trace: Trace,
    payload: Vec<u8>,
    id: Option<Id>,
    arrived: Instant,
    counted: Counted,
    admission: Admission,
    losses: u32,
}

impl Message {
    pub(super) fn new(link: &Arc<Link>, room: &Arc<Room>, sent: &Sent<'_>) -> Message {
        link.waiting.fetch_add(1, Ordering::AcqRel);
        Message {
            link: link.clone(),
            room: room.clone(),
            trace: trace::current(),
            payload: sent.payload.to_vec(),
            id: sent.id.clone(),
            arrived: sent.arrived,
            counted: sent.counted,
            admission: sent.admission,
            losses: sent.losses,
        }
    }

    pub(super) fn sent(&self) -> Sent<'_> {
        Sent {
            payload: &self.payload,
            id: self.id.clone(),
            arrived: self.arrived,
            counted: self.counted,
            admission: self.admission,
            losses: self.losses,
        }
    }

    /// It has been held against its user's rate.
    pub(super) fn count(&mut self) {
        self.counted = Counted::Already;
    }

    /// Others were faster.
    pub(super) fn lose(&mut self) {
        self.losses += 1;
    }
}

impl Drop for Message {
    fn drop(&mut self) {
        self.link.waiting.fetch_sub(1, Ordering::AcqRel);
        self.link.settled.notify_one();
    }
}

/// Why a message may come to its room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    /// Its sender is in the room.
    Member,
    /// The rules are asked, in the message's own transaction.
    Asked,
}

/// Whether a message has been held against its user's rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    NotYet,
    Already,
}

impl Node {
    /// Works on a message when its room has time for it.
    pub(crate) fn send(self: &Arc<Node>, link: &Arc<Link>, name: &str, sent: Sent<'_>) {
        let Some(room) = link.room(name) else {
            let refusal = Refusal::new(
                Code::NotInRoom,
                format!("join the room `{}` before you send to it", shown(name)),
            );
            if self.live.is_on() {
                let now = self.clock.now();
                self.live.answered(now, link, name, &sent, Some(&refusal));
            }
            return self.tell_refusal(link, &refusal, sent.id.as_ref(), Some(name));
        };
        if self.engine.waits() {
            return self.begin_flow(Message::new(link, &room, &sent));
        }
        let later = || self.later(Message::new(link, &room, &sent));
        let at_work = room.strand.enter(self.clock.now(), later);
        if at_work.is_some() {
            self.process(link, &room, &sent);
        }
    }

    /// The message as a job that waits.
    pub(super) fn later(self: &Arc<Node>, message: Message) -> Job {
        let node = self.clone();
        Box::new(move || {
            let _turn = Turn::begin();
            let _trace = message.trace.begin();
            node.process(&message.link, &message.room, &message.sent());
        })
    }

    fn process(self: &Arc<Node>, link: &Arc<Link>, room: &Arc<Room>, sent: &Sent<'_>) {
        let slow = Cell::new(false);
        let (user, bytes) = (link.user_name(), sent.payload.len());
        step!(room = &*room.name, user, bytes, "a message");
        let result = TAPE.with_borrow_mut(|tape| self.decide(link, room, sent, tape, &slow));
        if slow.get() {
            let again = Sent {
                id: sent.id.clone(),
                counted: Counted::Already,
                ..*sent
            };
            return self.put_aside(room, self.later(Message::new(link, room, &again)));
        }
        self.answer(link, room, sent, result);
    }

    /// Tells the sender what came of its message.
    pub(super) fn answer(
        self: &Arc<Node>,
        link: &Arc<Link>,
        room: &Room,
        sent: &Sent<'_>,
        result: Result<(Option<Receipt>, Option<Arc<str>>), Refusal>,
    ) {
        if self.live.is_on() {
            let (now, refusal) = (self.clock.now(), result.as_ref().err());
            self.live.answered(now, link, &room.name, sent, refusal);
        }
        match result {
            Ok((receipt, answer)) => {
                link.refused.store(0, Ordering::Relaxed);
                self.metrics.messages.inc();
                let seconds = sent.arrived.elapsed().as_secs_f64();
                self.metrics.latency.observe(seconds);
                self.acknowledge(link, receipt, sent.id.clone(), answer);
            }
            Err(refusal) => {
                self.tell_refusal(link, &refusal, sent.id.as_ref(), Some(&room.name));
                if refusal.code == Code::RateLimited {
                    self.count_flood(link);
                }
            }
        }
    }

    /// Ends the connection of who goes too fast again and again, in spite of being told.
    pub(crate) fn count_flood(&self, link: &Link) {
        let refused = link.refused.fetch_add(1, Ordering::Relaxed) + 1;
        if refused == self.settings.limits.flood {
            let reason = "too many messages, in spite of being told".to_owned();
            self.metrics.evict(metrics::FLOOD);
            link.peer.end(&Ending { code: 1008, reason });
        }
    }

    fn decide(
        &self,
        link: &Link,
        room: &Room,
        sent: &Sent<'_>,
        tape: &mut Tape,
        slow: &Cell<bool>,
    ) -> Result<(Option<Receipt>, Option<Arc<str>>), Refusal> {
        let app = self.app.load();
        let now = self.clock.now();
        let call = self.checked(&app, link, sent, tape, now)?;
        let again = Cell::new(sent.losses > 0);
        let done = self.transact_after(sent.losses, &room.tenant, now, None, |snapshot| {
            // A try that took long may be followed by one that doesn't.
            slow.set(false);
            let again = again.replace(true);
            self.attempt(&app, link, room, sent, &call, now, snapshot, again, slow)
        })?;
        self.note_answer(link, sent, done.receipt, now);
        Ok((done.receipt, done.value))
    }

    /// Notes when the session was remembered with the answer, if it was.
    pub(super) fn note_answer(
        &self,
        link: &Link,
        sent: &Sent<'_>,
        receipt: Option<Receipt>,
        now: Millis,
    ) {
        if sent.id.is_some() && receipt.is_some() {
            remembered(link, now);
        }
    }

    /// The message as the rules are called with it, if it fits its model and its sender's rate.
    pub(super) fn checked<'c>(
        &self,
        app: &App,
        link: &Link,
        sent: &Sent<'c>,
        tape: &'c mut Tape,
        now: Millis,
    ) -> Result<Call<'c>, Refusal> {
        let checked = app.checker.check_payload(sent.payload, tape);
        let kind = checked
            .as_ref()
            .ok()
            .and_then(|id| Some((*id, app.kind(*id)?)));
        let own = kind.and_then(|(id, kind)| Some((id.0, &*kind.name, kind.rate?)));
        if sent.counted == Counted::NotYet {
            self.within_rate(link, own, now)?;
        }
        let id = checked.map_err(|problems| invalid(&problems))?;
        if let Some((_, kind)) = kind.filter(|(_, kind)| !kind.direction.is_from_clients()) {
            let name = &kind.name;
            let text = match kind.direction {
                Direction::Join => {
                    format!("`{name}` comes with a join: as the `payload` of a `join_room` frame")
                }
                _ => format!("only the server sends `{name}`"),
            };
            return Err(Refusal::new(Code::NotClientMessage, text));
        }
        let payload = sent.payload;
        Ok(Call::Message { id, payload, tape })
    }

    fn within_rate(
        &self,
        link: &Link,
        own: Option<(u32, &str, Rate)>,
        now: Millis,
    ) -> Result<(), Refusal> {
        let Some(user) = link.user.get() else {
            return Err(Refusal::new(
                Code::Unauthorized,
                "say who you are first: join with a `userId`",
            ));
        };
        let general = self.settings.limits.messages;
        let counted = own.map(|(id, _, rate)| (id, rate));
        let taken = self.users.take(&link.tenant, user, counted, general, now);
        taken.map_err(|wait| {
            let (reached, of) = match (own, general) {
                (Some((_, kind, rate)), _) => {
                    (rate.exceeded(kind), format!("its {}", rate.attribute()))
                }
                (None, rate) => (
                    rate.map_or_else(String::new, |rate| rate.exceeded("messages")),
                    author::MESSAGES.to_owned(),
                ),
            };
            let own = own.map(|(_, kind, rate)| (kind, rate));
            self.advise_on_rate(&reached, author::MESSAGES, own);
            Refusal {
                retry_after: Some(wait),
                ..Refusal::new(Code::RateLimited, format!("{reached} ({of}); slow down"))
            }
        })
    }

    /// One try of the transaction.
    #[allow(
        clippy::too_many_arguments,
        reason = "it is the transaction's closure, with a name"
    )]
    pub(super) fn attempt(
        &self,
        app: &App,
        link: &Link,
        room: &Room,
        sent: &Sent<'_>,
        call: &Call<'_>,
        now: Millis,
        snapshot: &mut dyn Snapshot,
        again: bool,
        slow: &Cell<bool>,
    ) -> Result<Outcome<Option<Arc<str>>>, Refusal> {
        if let Some(answer) = answered(link, sent, snapshot, again)? {
            return Ok(answer);
        }
        let user = link.user_name();
        if sent.admission == Admission::Asked {
            self.authorize(link.who(None), room, now, snapshot)?;
        }
        let joined = self.joined(app, link, room);
        let who = link.who(joined.as_ref());
        let mut context = self.context(app, &room.tenant, &room.name, who, now);
        context.budget = Node::budget();
        let began = Instant::now();
        let decision = app.rules.decide(call, &context, &mut Recorded(snapshot));
        if self.live.is_on() {
            let took = began.elapsed();
            self.live
                .decided(app, link, sent, call, again, took, &decision);
        }
        if let Err(failure) = &decision {
            slow.set(Node::is_slow(failure, &context));
        }
        // What is tried again is no fault.
        let is_tried_again = slow.get() || snapshot.lacks();
        let decision = decision.map_err(|failure| match is_tried_again {
            true => failed(&failure),
            false => self.fault(Handler::Message, &failure, &context),
        })?;
        debugged(&room.name, user, &decision.log);
        step!(
            effects = decision.effects.len(),
            micros = began.elapsed().as_micros(),
            "decided"
        );
        let value = match decision.response {
            Response::Ack => None,
            Response::Reply(message) => Some(message.json),
            Response::Reject(reason) => return Err(Refusal::new(Code::Rejected, reason)),
        };
        let mut writes = Vec::with_capacity(decision.effects.len() + 2);
        let origin = Origin {
            app,
            room: &room.name,
            user,
            now,
            longest: self.settings.limits.user_name,
        };
        origin.writes(decision.effects, &mut writes)?;
        if let Some(id) = &sent.id {
            writes.push(Write::Set {
                space: Space::Server,
                key: answer_key(link.session, user, id),
                value: value.clone().unwrap_or_else(|| Arc::from("null")),
                keep: Keep::Until(Millis(now.0 + MEMORY)),
            });
            remember(link, now, &mut writes);
        }
        Ok(Outcome { writes, value })
    }

    /// Answers once the commit is as durable as configured. What has no `id` and no reply needs no answer.
    fn acknowledge(
        self: &Arc<Node>,
        link: &Arc<Link>,
        receipt: Option<Receipt>,
        id: Option<Id>,
        answer: Option<Arc<str>>,
    ) {
        if id.is_none() && answer.is_none() && !link.answers_all {
            return;
        }
        let response = answer.as_deref().unwrap_or("null");
        let frame = protocol::ack(id.as_ref(), response);
        let Some(receipt) = receipt else {
            return link.tell(&frame);
        };
        let (node, link) = (self.clone(), link.clone());
        self.engine.when_settled(
            receipt,
            Box::new(move |settled| match settled {
                Ok(()) => link.tell(&frame),
                Err(error) => node.refuse(&link, &unknown(error), id.as_ref(), None),
            }),
        );
    }

    /// Tells a connection that a frame had no effect.
    pub(crate) fn refuse(
        &self,
        link: &Arc<Link>,
        refusal: &Refusal,
        id: Option<&Id>,
        room: Option<&str>,
    ) {
        if self.live.is_on() {
            self.live.refused(self.clock.now(), link, room, refusal);
        }
        self.tell_refusal(link, refusal, id, room);
    }

    fn tell_refusal(
        &self,
        link: &Arc<Link>,
        refusal: &Refusal,
        id: Option<&Id>,
        room: Option<&str>,
    ) {
        let code = crate::metrics::Code {
            code: refusal.code.name(),
        };
        self.metrics.refusals.get_or_create(&code).inc();
        tracing::debug!(
            trace = %trace::current(),
            connection = &*link.id,
            user = link.user_name(),
            room,
            code = refusal.code.name(),
            "{}",
            refusal.text
        );
        link.tell(&protocol::refused(refusal, id, room));
    }
}

/// The answer to a message that took effect before; it was lost on the way then. Almost no message has one: when it is first tried, an engine
/// may take it for new without looking.
fn answered(
    link: &Link,
    sent: &Sent<'_>,
    snapshot: &mut dyn Snapshot,
    again: bool,
) -> Result<Option<Outcome<Option<Arc<str>>>>, Refusal> {
    let Some(id) = &sent.id else {
        return Ok(None);
    };
    let key = answer_key(link.session, link.user_name(), id);
    let found = match again {
        false => snapshot.probe(Space::Server, &key),
        true => snapshot.get(Space::Server, &key),
    };
    Ok(found.map_err(unavailable)?.map(|answer| Outcome {
        writes: Vec::new(),
        value: Some(answer),
    }))
}

fn answer_key(session: Session, user: &str, id: &Id) -> String {
    match id {
        Id::Number(number) => format!("answer/{session}/{user}/#{number}"),
        Id::Text(text) => format!("answer/{session}/{user}/={text}"),
    }
}

/// The most problems of a payload that a refusal names.
const NAMED: usize = 8;

/// What is wrong with a payload, as its sender is told.
pub(crate) fn invalid(problems: &[Problem]) -> Refusal {
    let code = match problems.first().map(|problem| problem.kind) {
        Some(ProblemKind::UnknownMessage) => Code::UnknownMessage,
        Some(ProblemKind::Limit) => Code::TooLarge,
        _ => Code::InvalidPayload,
    };
    let told = problems.iter().take(NAMED).map(|problem| {
        let dot = if problem.path.is_empty() || problem.path.starts_with('[') {
            ""
        } else {
            "."
        };
        match problem.path.is_empty() {
            true => format!(
                "payload: expected {}, found {}",
                problem.expected, problem.found
            ),
            false => format!(
                "payload{dot}{}: expected {}, found {}",
                problem.path, problem.expected, problem.found
            ),
        }
    });
    let mut text = told.collect::<Vec<_>>().join("; ");
    if problems.len() > NAMED {
        text.push_str(&format!("; and {} more", problems.len() - NAMED));
    }
    Refusal::new(code, text)
}

fn shown(name: &str) -> String {
    name.chars().take(64).collect()
}
