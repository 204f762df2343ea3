//! Webhooks on their way: each has a lane of its own, so that one receiver that hangs holds up nobody but itself.
//!
//! Jobs come claimed from the engine and wait here for a place in their lane. All of it happens on one thread that does nothing else.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use buildamp_engine::{Job, JobId, Millis};
use buildamp_rules::{WEBHOOK_DELIVERED, WEBHOOK_FAILED};
use buildamp_schema::Reporting;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{Semaphore, watch};

use super::endpoint::Endpoint;
use super::envelope::Envelope;
use super::held::{Delivered, Held, Known};
use super::outcome::{Tried, Verdict, again};
use super::send::{Sender, attempt, sender};
use super::told::{Letter, Told, event};
use crate::Node;
use crate::metrics::Code;
use crate::protocol::Refusal;
use crate::transaction::Outcome;

/// How many wait in a lane. Those beyond go back to the engine for a while.
const WAITING: usize = 1_000;

/// For how long, at least and at most, in milliseconds.
const BACK: (u64, u64) = (30_000, 600_000);

/// For how much longer than a call may take its claim lasts, so that what became of it can be stored, in milliseconds.
const MARGIN: u64 = 10_000;

/// Webhooks on their way. The thread begins with the first of them, and ends with the node.
#[derive(Default)]
pub(crate) struct Outbox {
    inbox: OnceLock<Option<UnboundedSender<Job>>>,
    held: Held,
    /// How many attempts are being made.
    sending: watch::Sender<usize>,
}

/// One webhook's calls.
struct Lane {
    places: Semaphore,
    waiting: AtomicUsize,
}

impl Node {
    /// Sends a webhook that is due, when its lane has a place. It is claimed until then.
    pub(crate) fn send_webhook(self: &Arc<Node>, job: Job, until: Millis) {
        match self.outbox.held.hold(&job, until) {
            Known::New => {}
            Known::OnItsWay => return,
            Known::Delivered(delivered) => return self.confirm(&job.id, &delivered),
        }
        let inbox = self.outbox.inbox.get_or_init(|| start(self));
        let id = job.id.clone();
        let refused = match inbox {
            Some(inbox) => inbox.send(job).is_err(),
            None => true,
        };
        if refused {
            let later = Millis(self.clock.now().0 + BACK.0);
            let reason = "the thread for webhooks is not there";
            let give_back = |job: &Job| self.give_back(&job.untried(), reason, Some(later));
            self.outbox.held.settle(&id, give_back);
        }
    }

    /// Lets the attempts that are being made end, but not for longer than this. To be called when no more are begun: after
    /// [`Node::drain`]. Gives how many did not end; they are made again by whoever comes next.
    pub async fn end_webhooks(&self, within: Duration) -> usize {
        let mut sending = self.outbox.sending.subscribe();
        let none = sending.wait_for(|count| *count == 0);
        let in_time = tokio::time::timeout(within, none).await.is_ok();
        match in_time {
            // One that is about to see that none are begun any more may be counted again by now.
            true => 0,
            false => *sending.borrow(),
        }
    }

    /// Makes sure that nobody else sends a webhook while a call of it may be on its way. False where somebody else has it, or that can't
    /// be known: then it is let go.
    fn keeps(&self, id: &JobId, timeout: Duration) -> bool {
        let timeout = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
        while let Some((job, until)) = self.outbox.held.claim(id) {
            let now = self.clock.now();
            let needed = Millis(now.0.saturating_add(timeout).saturating_add(MARGIN));
            if until >= needed {
                return true;
            }
            match self.engine.extend(&job, needed) {
                Ok(true) => {
                    self.outbox.held.lasts(id, job.claim, needed);
                    return true;
                }
                Ok(false) => {}
                Err(error) => {
                    tracing::error!(%error, webhook = &*job.name, "a claim can't be kept; the call is made when it has ended");
                }
            }
            // Or it has come again meanwhile, under a newer claim.
            if self.outbox.held.let_go(id, job.claim) {
                return false;
            }
        }
        false
    }

    /// What became of a webhook, stored.
    fn conclude(&self, id: &JobId, letter: Letter, verdict: Verdict) {
        let now = self.clock.now();
        let Some(job) = self.outbox.held.find(id) else {
            return;
        };
        match verdict {
            Verdict::Delivered { status, answer } => {
                let delivered = Arc::new(Delivered {
                    letter,
                    status,
                    answer,
                    at: now,
                });
                self.outbox.held.mark(id, &delivered);
                self.confirm(id, &delivered);
                self.count("delivered");
            }
            Verdict::Never { reason } => self.give_up(id, &letter, &reason),
            Verdict::Again { reason, wait } => {
                let tried = Tried {
                    since: Millis(letter.envelope.at),
                    attempts: job.attempt,
                };
                match again(tried, now, wait, letter.give_up_after, rand::random()) {
                    None => self.give_up(id, &letter, &reason),
                    Some(again) => {
                        let give_back = |job: &Job| self.give_back(job, &reason, Some(again));
                        self.outbox.held.settle(id, give_back);
                        self.count("again");
                    }
                }
            }
        }
    }

    /// Stores that a webhook was delivered. Where that fails it is remembered, and stored when the job comes again.
    fn confirm(&self, id: &JobId, delivered: &Delivered) {
        while let Some(job) = self.outbox.held.find(id) {
            let stored = self.delivered(&job, delivered);
            if stored.is_ok() && self.outbox.held.let_go(id, job.claim) {
                return;
            }
            let newer = self
                .outbox
                .held
                .find(id)
                .is_some_and(|now| now.claim != job.claim);
            if !newer {
                return;
            }
        }
    }

    fn give_up(&self, id: &JobId, letter: &Letter, reason: &str) {
        self.outbox
            .held
            .settle(id, |job| self.failed(job, letter, reason));
        self.count("failed");
    }

    fn count(&self, code: &'static str) {
        self.metrics.webhooks.get_or_create(&Code { code }).inc();
    }

    fn delivered(&self, job: &Job, delivered: &Delivered) -> Result<(), Refusal> {
        let now = self.clock.now();
        let Delivered {
            letter,
            status,
            answer,
            ..
        } = delivered;
        let done = self.transact(&job.tenant, now, Some(job), |_| {
            let mut writes = Vec::new();
            if letter.report == Reporting::All {
                let told = Told {
                    status: Some(*status),
                    answer: Some(answer),
                    ..Told::of(job, letter)
                };
                writes.push(event(job, WEBHOOK_DELIVERED, &told, now));
            }
            Ok(Outcome { writes, value: () })
        });
        let (webhook, id, attempt) = (&*job.name, &*letter.envelope.id, job.attempt);
        match &done {
            Ok(_) => tracing::debug!(webhook, id, status, attempt, "delivered"),
            Err(refusal) => tracing::debug!(webhook, id, "delivered, but: {}", refusal.text),
        }
        done.map(drop)
    }

    fn failed(&self, job: &Job, letter: &Letter, reason: &str) {
        if letter.report != Reporting::Nothing {
            let now = self.clock.now();
            let told = Told {
                reason: Some(reason),
                ..Told::of(job, letter)
            };
            let done = self.transact(&job.tenant, now, None, |_| {
                let writes = vec![event(job, WEBHOOK_FAILED, &told, now)];
                Ok(Outcome { writes, value: () })
            });
            if let Err(refusal) = done {
                // Nobody would hear of it: it is tried once more instead.
                let later = Millis(now.0 + BACK.0);
                return self.give_back(job, &refusal.text, Some(later));
            }
        }
        self.give_back(job, reason, None);
    }
}

fn start(node: &Arc<Node>) -> Option<UnboundedSender<Job>> {
    let (inbox, jobs) = unbounded_channel();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "the thread for webhooks can't begin");
            return None;
        }
    };
    let options = node.app.load().webhooks.options.clone();
    let node = Arc::downgrade(node);
    let work = move || {
        let sender = sender(options.allow, options.at_once);
        runtime.block_on(take(jobs, node, sender, options.at_once));
        // Names that are being resolved are nobody's business any more.
        runtime.shutdown_background();
    };
    let thread = std::thread::Builder::new().name("webhooks".to_owned());
    match thread.spawn(work) {
        Ok(_) => Some(inbox),
        Err(error) => {
            tracing::error!(%error, "the thread for webhooks can't begin");
            None
        }
    }
}

async fn take(mut jobs: UnboundedReceiver<Job>, node: Weak<Node>, sender: Sender, at_once: usize) {
    let mut lanes: HashMap<Arc<str>, Arc<Lane>> = HashMap::new();
    while let Some(job) = jobs.recv().await {
        let lane = lanes.entry(job.name.clone()).or_insert_with(|| {
            Arc::new(Lane {
                places: Semaphore::new(at_once.max(1)),
                waiting: AtomicUsize::new(0),
            })
        });
        if lane.waiting.load(Ordering::Relaxed) >= WAITING {
            let Some(node) = node.upgrade() else { return };
            node.apart(move |node| turn_back(node, &job)).await;
            continue;
        }
        lane.waiting.fetch_add(1, Ordering::Relaxed);
        tokio::spawn(deliver(job, lane.clone(), node.clone(), sender.clone()));
    }
}

/// So many wait already that it has to come again.
fn turn_back(node: &Node, job: &Job) {
    let now = node.clock.now();
    let age = now.0.saturating_sub(job.due.0);
    let pause = age.clamp(BACK.0, BACK.1);
    let later = Millis(now.0 + pause + rand::random_range(0..=pause / 2));
    // Thousands may come back like this: each is worth no line.
    let reason = "too many calls of this webhook wait already";
    tracing::debug!(webhook = &*job.name, room = &*job.room, "{reason}");
    node.outbox.held.settle(&job.id, |job| {
        if let Err(error) = node.engine.fail(&job.untried(), reason, Some(later)) {
            tracing::error!(%error, webhook = &*job.name, "a webhook can't be given back; its claim will end");
        }
    });
}

async fn deliver(job: Job, lane: Arc<Lane>, node: Weak<Node>, sender: Sender) {
    let place = lane.places.acquire().await;
    lane.waiting.fetch_sub(1, Ordering::Relaxed);
    let Some(_sending) = Sending::begin(&node) else {
        return;
    };
    let Some(strong) = node.upgrade() else {
        return;
    };
    let id = job.id.clone();
    let prepared = strong.apart(move |node| prepare(node, &job)).await;
    drop(strong);
    let Some((endpoint, letter, now)) = prepared.flatten() else {
        return;
    };
    // The node is not held meanwhile: it may end.
    let verdict = attempt(&sender, &endpoint, &letter.envelope, now).await;
    drop(place);
    if let Some(node) = node.upgrade() {
        node.apart(move |node| node.conclude(&id, letter, verdict))
            .await;
    }
}

/// An attempt that is being made.
struct Sending(Weak<Node>);

impl Sending {
    /// Nothing where the server stops: its claims end with it.
    fn begin(node: &Weak<Node>) -> Option<Sending> {
        let strong = node.upgrade()?;
        strong.outbox.sending.send_modify(|count| *count += 1);
        let sending = Sending(node.clone());
        (!strong.is_draining()).then_some(sending)
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        if let Some(node) = self.0.upgrade() {
            node.outbox.sending.send_modify(|count| *count -= 1);
        }
    }
}

/// What is to be sent where, as the app has it now; nothing where that makes no sense, and the job is put aside.
fn prepare(node: &Node, job: &Job) -> Option<(Arc<Endpoint>, Letter, Millis)> {
    let app = node.app.load();
    let aside = |reason: &str| {
        node.outbox
            .held
            .settle(&job.id, |job| node.give_back(&job.untried(), reason, None));
        node.count("failed");
    };
    let Some(endpoint) = app.webhooks.endpoints.get(&job.name) else {
        aside("there is no webhook of this name in models/webhooks");
        return None;
    };
    let Some(envelope) = Envelope::open(&job.payload) else {
        aside("what is stored of it can't be read");
        return None;
    };
    let letter = Letter {
        envelope,
        report: endpoint.report,
        give_up_after: app.webhooks.options.give_up_after,
    };
    if !node.keeps(&job.id, endpoint.timeout) {
        return None;
    }
    Some((endpoint.clone(), letter, node.clock.now()))
}
