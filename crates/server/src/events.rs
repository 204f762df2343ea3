//! Scheduled events: claimed when they are due, handled in their room, ended in the commit of their effects.

use std::cell::Cell;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use buildamp_engine::{Job, Kind, Millis, Unavailable};
use buildamp_rules::{Call, Handler};

use crate::Node;
use crate::documents::save;
use crate::effects::{Origin, debugged};
use crate::node::{Room, Who};
use crate::protocol::Refusal;
use crate::recurring::Recurring;
use crate::snapshot::Recorded;
use crate::trace::{self, Trace};
use crate::transaction::{Outcome, failed, unavailable};
use crate::turn::Turn;

/// How long a claim lasts: longer than any handler may take. That of a webhook is extended where a call may take longer.
const CLAIM: u64 = 60_000;
/// How many are claimed at once.
const MOST: usize = 64;
/// The first pause before another try, and the longest, in milliseconds.
const PAUSES: (u64, u64) = (1_000, 300_000);
/// How often this node looks, whatever it knows: other nodes schedule too.
const LOOK: Duration = Duration::from_secs(1);

/// A claimed event that could not be given back, for the store could not be reached. Nobody else handles it while the claim lasts.
pub(crate) struct Owed {
    job: Job,
    reason: String,
    again: Option<Millis>,
}

impl Node {
    /// Handles what is due, until the future is dropped.
    pub async fn run_events(self: Arc<Node>) {
        loop {
            let claimed = self.apart(|node| node.claim_due()).await;
            let wait = match claimed {
                // What is due stays due while it can't be claimed: to look at once would be to look without pause.
                Some(Err(_)) => LOOK,
                _ => self.engine.next_due().map_or(LOOK, |due| {
                    let millis = due.0.saturating_sub(self.clock.now().0);
                    Duration::from_millis(millis).min(LOOK)
                }),
            };
            tokio::select! {
                () = self.due.notified() => {}
                () = tokio::time::sleep(wait.max(Duration::from_millis(1))) => {}
            }
        }
    }

    /// Does something that calls the engine without holding up others where the engine waits for a network. `None` where it panicked.
    pub async fn apart<T: Send + 'static>(
        self: &Arc<Node>,
        work: impl FnOnce(&Arc<Node>) -> T + Send + 'static,
    ) -> Option<T> {
        if !self.engine.waits() {
            return Some(work(self));
        }
        let node = self.clone();
        tokio::task::spawn_blocking(move || work(&node)).await.ok()
    }

    /// Handles what is due now; how many there were.
    pub fn handle_due(self: &Arc<Node>) -> usize {
        self.claim_due().unwrap_or(0)
    }

    fn claim_due(self: &Arc<Node>) -> Result<usize, Unavailable> {
        let now = self.clock.now();
        let until = Millis(now.0 + CLAIM);
        let claimed = self
            .give_back_owed()
            .and_then(|()| self.engine.claim(now, until, MOST));
        let jobs = claimed
            .inspect_err(|error| tracing::error!(%error, "events can't be claimed at present"))?;
        let count = jobs.len();
        for job in jobs {
            if job.kind == Kind::Webhook {
                // It waits for nobody, and nobody for it.
                self.send_webhook(job, until);
                continue;
            }
            let room = self.room(&job.tenant, &job.room);
            if self.is_postponed(&job, &room, now) {
                continue;
            }
            let (node, inside) = (self.clone(), room.clone());
            let trace = Trace::event(self.mark, self.number());
            room.strand.run(now, move || {
                let _turn = Turn::begin();
                let _trace = trace.begin();
                node.handle(&job, &inside);
                node.forget(&inside);
            });
        }
        Ok(count)
    }

    /// Whether an event waits for those who were in its room before a restart. To its handler the room would look deserted, while they are
    /// on their way back.
    fn is_postponed(self: &Arc<Node>, job: &Job, room: &Arc<Room>, now: Millis) -> bool {
        let until = match self.absent_until(room, now) {
            Ok(until) => until,
            Err(error) => {
                tracing::warn!(%error, room = &*job.room, "who may come back can't be told at present");
                return false;
            }
        };
        if until.is_some() {
            let reason = "those who were in the room before the restart may come back";
            tracing::debug!(event = &*job.name, room = &*job.room, "{reason}");
            self.hand_back(&job.untried(), reason, until);
        }
        until.is_some()
    }

    fn handle(self: &Arc<Node>, job: &Job, room: &Arc<Room>) {
        let slow = Cell::new(false);
        let result = self.handle_event(job, &slow);
        if slow.get() {
            let (node, job, inside) = (self.clone(), job.clone(), room.clone());
            let trace = trace::current();
            let again = move || {
                let _turn = Turn::begin();
                let _trace = trace.begin();
                node.handle(&job, &inside);
            };
            return self.put_aside(room, Box::new(again));
        }
        match result {
            Ok(()) => {
                self.metrics.events.inc();
            }
            Err(refusal) => {
                let again = (job.attempt < self.settings.limits.attempts).then(|| {
                    let pause = PAUSES.0.saturating_mul(1 << (job.attempt - 1).min(16));
                    Millis(self.clock.now().0 + pause.min(PAUSES.1))
                });
                match Recurring::of(job) {
                    Some(recurring) => self.give_back_recurring(job, &recurring, &refusal, again),
                    None => self.give_back(job, &self.why(job, &refusal), again),
                }
            }
        }
    }

    /// Why an event was not handled, for who looks at what was given up: of a fault what clients are not told.
    fn why(&self, job: &Job, refusal: &Refusal) -> String {
        let is_fault = refusal.code.name().starts_with("logic_");
        let fault = is_fault.then(|| self.live.fault_in(&job.tenant, &job.room, ""));
        match fault.flatten() {
            Some(fault) => format!("{} ({fault})", refusal.text),
            None => refusal.text.to_string(),
        }
    }

    /// A recurring event is tried again until its next time has come. That it failed does not end it.
    fn give_back_recurring(
        &self,
        job: &Job,
        recurring: &Recurring,
        refusal: &Refusal,
        again: Option<Millis>,
    ) {
        let now = self.clock.now();
        let next = recurring.due_after(now.max(job.due)).ok();
        if again.is_some_and(|again| next.is_none_or(|next| again < next)) {
            return self.give_back(job, &refusal.text, again);
        }
        tracing::error!(
            event = recurring.event_type(),
            room = &*job.room,
            attempt = job.attempt,
            "a recurring event is given up until its next time: {}",
            refusal.text
        );
        let done = self.transact(&job.tenant, now, Some(job), |snapshot| {
            let mut writes = Vec::new();
            if self.is_wanted(&job.tenant, recurring, snapshot)? {
                recurring
                    .go_on(now.max(job.due), &mut writes)
                    .map_err(crate::recurring::wrong)?;
            }
            Ok(Outcome { writes, value: () })
        });
        if let Err(refusal) = done {
            self.give_back(job, &refusal.text, next);
        }
    }

    pub(crate) fn give_back(&self, job: &Job, reason: &str, again: Option<Millis>) {
        let aside = again.is_none();
        tracing::warn!(
            trace = %trace::current(),
            event = &*job.name,
            room = &*job.room,
            attempt = job.attempt,
            aside,
            "{reason}"
        );
        self.hand_back(job, reason, again);
    }

    fn hand_back(&self, job: &Job, reason: &str, again: Option<Millis>) {
        if let Err(error) = self.engine.fail(job, reason, again) {
            tracing::warn!(%error, event = &*job.name, "an event can't be given back at present");
            self.owed
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(Owed {
                    job: job.clone(),
                    reason: reason.to_owned(),
                    again,
                });
        }
    }

    /// Gives back what could not be given back before. Whose claim has ended meanwhile is another's: giving it back does nothing then.
    fn give_back_owed(&self) -> Result<(), Unavailable> {
        let mut owed =
            std::mem::take(&mut *self.owed.lock().unwrap_or_else(PoisonError::into_inner));
        let mut result = Ok(());
        while result.is_ok()
            && let Some(one) = owed.pop()
        {
            result = self.engine.fail(&one.job, &one.reason, one.again);
            if result.is_err() {
                owed.push(one);
            }
        }
        self.owed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(owed);
        result
    }

    fn handle_event(&self, job: &Job, slow: &Cell<bool>) -> Result<(), Refusal> {
        let app = self.app.load();
        let now = self.clock.now();
        let recurring = Recurring::of(job);
        let (event_type, payload) = match &recurring {
            Some(recurring) => (recurring.event_type(), recurring.payload()),
            None => (&*job.name, &*job.payload),
        };
        if !app.rules.handles(Handler::Event) {
            tracing::info!(
                event = event_type,
                room = &*job.room,
                payload,
                "due; the logic exposes no handleEvent"
            );
        }
        let call = Call::Event {
            event_type,
            payload,
        };
        let done = self.transact(&job.tenant, now, Some(job), |snapshot| {
            slow.set(false);
            let mut writes = Vec::new();
            if let Some(recurring) = &recurring {
                if !self.is_wanted(&job.tenant, recurring, snapshot)? {
                    return Ok(Outcome { writes, value: () });
                }
                // Before the effects: what they say of the same key counts. Where the clock was put back its time does not come again.
                recurring
                    .go_on(now.max(job.due), &mut writes)
                    .map_err(crate::recurring::wrong)?;
            }
            let saved = save(snapshot, event_type, payload).map_err(unavailable)?;
            writes.extend(saved);
            if app.rules.handles(Handler::Event) {
                let mut context = self.context(&app, &job.tenant, &job.room, Who::default(), now);
                context.budget = Node::budget();
                let decision = app.rules.decide(&call, &context, &mut Recorded(snapshot));
                if let Err(failure) = &decision {
                    slow.set(Node::is_slow(failure, &context));
                }
                let decision = decision.map_err(|failure| match slow.get() {
                    true => failed(&failure),
                    false => self.fault(Handler::Event, &failure, &context),
                })?;
                debugged(&job.room, "", &decision.log);
                let origin = Origin {
                    app: &app,
                    room: &job.room,
                    user: "",
                    now,
                    longest: self.settings.limits.user_name,
                };
                origin.writes(decision.effects, &mut writes)?;
            }
            Ok(Outcome { writes, value: () })
        });
        done.map(|_| ())
    }
}
