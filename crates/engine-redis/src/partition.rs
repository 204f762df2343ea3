//! A part of the state that has one order: its connection, what this node knows of it, and what it delivers.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use buildamp_engine::{Listener, Receipt, Settled, Unavailable};
use redis::Value;
use tokio::runtime::Handle;
use tokio::sync::Notify;

use crate::callback;
use crate::courier::Courier;
use crate::histories::Histories;
use crate::link::{Answer, Args, Failed, Link, waiting};
use crate::options::Options;
use crate::pack::WHOLE;
use crate::place::Unusable;
use crate::record::{Record, time};
use crate::replica::Replica;
use crate::replicas::Replicas;

/// How long a commit waits for those before it.
const TURN: Duration = Duration::from_millis(300);

/// See the module.
pub(crate) struct Partition {
    pub(crate) number: u8,
    /// What its keys begin with.
    pub(crate) base: String,
    pub(crate) options: Options,
    pub(crate) link: Link,
    /// What this node is called in Redis.
    pub(crate) node: String,
    pub(crate) listener: Arc<OnceLock<Arc<dyn Listener>>>,
    replica: Mutex<Replica>,
    /// The replica has heard something.
    heard: Condvar,
    outbox: Mutex<Outbox>,
    /// There is something to deliver.
    news: Notify,
    expected: Mutex<BTreeMap<u64, Vec<Heard>>>,
    pub(crate) courier: Courier,
    pub(crate) replicas: Replicas,
    pub(crate) histories: Histories,
    /// How many commits this node has begun.
    commits: AtomicU64,
    claims: Mutex<Claims>,
    /// When this node's lease began, by Redis' clock; 0 where it never had one.
    lease: AtomicU64,
    /// Answers that nobody but this node's empty commits have.
    empties: Mutex<(u64, u64)>,
}

/// What is called once this node has heard of a commit of its own.
type Heard = Box<dyn FnOnce() + Send>;

/// What is to be delivered.
#[derive(Default)]
struct Outbox {
    items: VecDeque<Item>,
    /// The last commit that was delivered.
    delivered: u64,
    settling: BTreeMap<u64, Vec<Settled>>,
    /// Nothing more comes.
    closed: bool,
    /// Nothing more is delivered.
    ended: bool,
}

enum Item {
    Commit(Arc<Record>),
    /// All up to here counts as delivered.
    Begin(u64),
    Missed,
    Forgotten,
    /// Who waited to hear of something that has been heard.
    Heard(Vec<Heard>),
}

/// How often this node has asked for due jobs, and the last time whose answer it has.
#[derive(Default)]
pub(crate) struct Claims {
    pub(crate) calls: u64,
    pub(crate) known: u64,
}

impl Partition {
    pub(crate) fn new(
        number: u8,
        options: &Options,
        node: &str,
        listener: Arc<OnceLock<Arc<dyn Listener>>>,
        [runtime, apart]: [Handle; 2],
    ) -> Self {
        Self {
            number,
            base: format!("{{{}:{number}}}", options.prefix),
            replica: Mutex::new(Replica::new(options.memory)),
            heard: Condvar::new(),
            options: options.clone(),
            link: Link::new(runtime, apart),
            node: node.to_owned(),
            listener,
            outbox: Mutex::default(),
            news: Notify::new(),
            expected: Mutex::default(),
            courier: Courier::default(),
            replicas: Replicas::default(),
            histories: Histories::default(),
            commits: AtomicU64::new(0),
            claims: Mutex::default(),
            lease: AtomicU64::new(0),
            empties: Mutex::default(),
        }
    }

    pub(crate) fn replica(&self) -> MutexGuard<'_, Replica> {
        self.replica.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn claims(&self) -> MutexGuard<'_, Claims> {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls a script that may be called twice without harm.
    pub(crate) fn ask(&self, args: &Args) -> Result<Value, Unavailable> {
        let mut last = None;
        for _ in 0..3 {
            match self.link.call(&self.options, &self.base, args, None) {
                Ok(Answer { value: answer, .. }) => match word(&answer) {
                    Some("lost") => {
                        let text = "the store's state is another one than this node knew";
                        self.link.renew(text);
                        last = Some(text.to_owned());
                    }
                    _ => return Ok(answer),
                },
                Err(Failed::Refused(text)) => return Err(Unavailable(text)),
                Err(failed) => last = Some(failed.text()),
            }
        }
        Err(Unavailable(last.unwrap_or_default()))
    }

    /// Calls a script once.
    pub(crate) fn ask_once(&self, args: &Args) -> Result<Value, Unavailable> {
        let answer = self.link.call(&self.options, &self.base, args, None);
        let value = answer.map(|answer| answer.value);
        value.map_err(|failed| Unavailable(failed.text()))
    }

    /// With what a connection begins.
    pub(crate) fn attachment(&self, serial: u64) -> Args {
        let replica = self.replica();
        let args = Args::of("attach").number(replica.applied).and(&*replica.by);
        args.number(replica.epoch)
            .number(self.options.log)
            .number(rand::random::<u32>().into())
            .number(self.options.partitions.max(1).into())
            .and(&*self.node)
            .number(serial)
    }

    /// Goes on from where the partition stands.
    pub(crate) fn attached(&self, answer: Value) -> Result<(), Unusable> {
        let unknown = || Unusable("the answer is not that of this version's scripts".to_owned());
        let Value::Array(answer) = answer else {
            return Err(unknown());
        };
        match &answer[..] {
            [kind, format] if text(kind) == Some("format") => Err(Unusable(format!(
                "the state is in format {}, which this version does not know: a newer BuildAmp has written it",
                text(format).unwrap_or("?")
            ))),
            [kind, partitions] if text(kind) == Some("partitions") => Err(Unusable(format!(
                "the state is in {} partitions, not {}: all nodes need the same number, and it can't be changed in place; `buildamp migrate` moves a state",
                text(partitions).unwrap_or("?"),
                self.options.partitions
            ))),
            [kind, c, epoch, due, by, missed @ ..] => {
                let (Some(kind), Some(c), Some(epoch)) = (text(kind), count(c), count(epoch))
                else {
                    return Err(unknown());
                };
                let mut replica = self.replica();
                if kind == "attached" {
                    replica.begin(epoch, c, text(by).unwrap_or_default());
                    self.push(Item::Begin(c));
                    if self.lease.load(Ordering::Acquire) != 0 {
                        self.push(Item::Missed);
                    }
                }
                let missed = missed.iter().filter_map(bytes);
                for record in missed.filter_map(Record::read_all).flatten() {
                    self.take(&mut replica, record);
                }
                self.heard.notify_all();
                replica.due = text(due).and_then(time);
                // What was told while this answer was on its way.
                for record in replica.ready() {
                    self.push(Item::Commit(record));
                }
                let applied = replica.applied;
                drop(replica);
                match applied < c {
                    true => Err(unknown()),
                    false => Ok(()),
                }
            }
            _ => Err(unknown()),
        }
    }

    pub(crate) fn renewal(&self) -> Args {
        let lasts = u64::try_from(self.options.lease.as_millis()).unwrap_or(u64::MAX);
        Args::of("renew").and(&*self.node).number(lasts)
    }

    /// A lease that had ended has begun anew. That is told, except of a node that comes for the first time.
    pub(crate) fn renewed(&self, answer: &Value) {
        let Some(begun) = count(answer) else {
            return;
        };
        let before = self.lease.swap(begun, Ordering::AcqRel);
        if before != 0 && before != begun {
            self.push(Item::Forgotten);
        }
    }

    /// Hears commits.
    pub(crate) fn hear(&self, payload: &[u8]) {
        let Some(records) = Record::read_all(payload) else {
            tracing::error!(
                partition = &*self.base,
                "a commit can't be read: nodes have to be of one version"
            );
            return;
        };
        let mut replica = self.replica();
        for record in records {
            self.take(&mut replica, record);
        }
        self.heard.notify_all();
        let (applied, has_gap) = (replica.applied, replica.has_gap());
        drop(replica);
        self.call_expected(applied);
        if has_gap && self.link.health().is_ok() {
            self.link.renew("a commit was missed");
        }
    }

    fn take(&self, replica: &mut Replica, record: Record) {
        // While the replica is locked, so that they are delivered in order.
        for record in replica.hear(record) {
            self.push(Item::Commit(record));
        }
    }

    /// Waits until this node knows of a commit of its own that was answered, so that the next snapshot shows it. Redis 7.0 tells a
    /// commit before it answers; later ones and Valkey do right after. Where the connection broke in between, nobody waits for long: a
    /// snapshot that is behind only costs a conflict.
    pub(crate) fn await_heard(&self, number: u64) {
        let replica = self.replica();
        let epoch = replica.epoch;
        let is_behind = |replica: &mut Replica| replica.epoch == epoch && replica.applied < number;
        self.wait_heard(replica, self.options.patience, is_behind);
    }

    /// As [`Partition::await_heard`], calling back: of a commit that was answered over a connection, and not later than that one ends.
    pub(crate) fn when_heard(&self, number: u64, serial: u64, then: Heard) {
        let replica = self.replica();
        if replica.applied < number {
            // While the replica is locked: whoever hears of it looks here afterwards, and so does whoever ends the connection.
            let mut expected = self.expected();
            if self.link.is_current(serial) {
                return expected.entry(number).or_default().push(then);
            }
        }
        drop(replica);
        then();
    }

    fn expected(&self) -> MutexGuard<'_, BTreeMap<u64, Vec<Heard>>> {
        self.expected.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets those be called who wait for commits up to this one: not from here, for this may be in the middle of reading what Redis says.
    fn call_expected(&self, applied: u64) {
        let heard: Vec<Heard> = {
            let mut expected = self.expected();
            if expected.is_empty() {
                return;
            }
            let later = expected.split_off(&(applied + 1));
            let heard = std::mem::replace(&mut *expected, later);
            heard.into_values().flatten().collect()
        };
        if !heard.is_empty() {
            self.push(Item::Heard(heard));
        }
    }

    /// Lets all be called who wait: over the connection that they wait for nothing more comes.
    pub(crate) fn hear_no_more(&self) {
        self.call_expected(u64::MAX - 1);
    }

    fn wait_heard(
        &self,
        replica: MutexGuard<'_, Replica>,
        patience: Duration,
        is_early: impl FnMut(&mut Replica) -> bool,
    ) {
        let wait = || self.heard.wait_timeout_while(replica, patience, is_early);
        drop(waiting(wait).unwrap_or_else(PoisonError::into_inner));
    }

    /// Waits until so many others have written something after a commit, for they come first; not for ever, for one of them may have gone.
    pub(crate) fn await_turn(&self, name: &str, after: u64, ahead: u64) {
        let replica = self.replica();
        let generation = replica.generation;
        let is_early = |replica: &mut Replica| {
            replica.generation == generation && replica.written(name, after) < ahead
        };
        self.wait_heard(replica, TURN, is_early);
    }

    fn push(&self, item: Item) {
        self.outbox().items.push_back(item);
        self.news.notify_one();
    }

    /// Delivers what comes, until the partition is closed and all is delivered.
    pub(crate) async fn deliver(&self) {
        let _end = DeliveryEnd(self);
        loop {
            let (items, closed) = {
                let mut outbox = self.outbox();
                (std::mem::take(&mut outbox.items), outbox.closed)
            };
            match (items.is_empty(), closed) {
                (true, true) => return,
                (true, false) => self.news.notified().await,
                (false, _) => {
                    self.deliver_all(items);
                    // Others need this thread, too.
                    tokio::task::yield_now().await;
                }
            }
        }
    }

    fn deliver_all(&self, items: VecDeque<Item>) {
        let mut items = items.into_iter();
        if let Some(listener) = self.listener.get() {
            let mut deliver = || items.by_ref().for_each(|item| self.deliver_one(item));
            callback::call("several things", || listener.together(&mut deliver));
        }
        // All of it, where nobody listens; and what is left of it, where the listener did not come to it.
        items.for_each(|item| self.deliver_one(item));
    }

    fn deliver_one(&self, item: Item) {
        let listener = self.listener.get();
        match item {
            Item::Commit(record) => {
                if let Some(listener) = listener {
                    for delivery in &record.deliveries {
                        let deliver = || listener.deliver(&record.tenant, delivery.clone());
                        callback::call("what a commit delivers", deliver);
                    }
                }
                self.settle(record.number);
            }
            Item::Begin(number) => self.settle(number),
            Item::Missed => {
                let missed = || listener.into_iter().for_each(|l| l.missed());
                callback::call("that deliveries may be missing", missed);
            }
            Item::Forgotten => {
                let forgotten = || listener.into_iter().for_each(|l| l.forgotten());
                callback::call("that presences may be gone", forgotten);
            }
            Item::Heard(heard) => {
                for then in heard {
                    callback::call("what became of a commit", then);
                }
            }
        }
    }

    fn settle(&self, number: u64) {
        let settled = {
            let mut outbox = self.outbox();
            outbox.delivered = number;
            let later = outbox.settling.split_off(&(number + 1));
            std::mem::replace(&mut outbox.settling, later)
        };
        for then in settled.into_values().flatten() {
            callback::call("that a commit is delivered", || then(Ok(())));
        }
    }

    /// Calls back once a commit is delivered on this node, or won't be any more.
    pub(crate) fn when_delivered(&self, number: u64, then: Settled) {
        let is_delivered = {
            let mut outbox = self.outbox();
            let is_delivered = outbox.delivered >= number;
            if !is_delivered && !outbox.ended {
                return outbox.settling.entry(number).or_default().push(then);
            }
            is_delivered
        };
        then(match is_delivered {
            true => Ok(()),
            false => Err(undelivered()),
        });
    }

    /// No more is delivered than what has come.
    pub(crate) fn close(&self) {
        self.link.close();
        self.hear_no_more();
        self.outbox().closed = true;
        self.news.notify_one();
    }

    /// What a commit is called: nobody else's is, ever.
    pub(crate) fn name(&self) -> String {
        let count = self.commits.fetch_add(1, Ordering::Relaxed);
        format!("{}:{count}", self.node)
    }

    /// How long Redis keeps what was broadcast in a room, in milliseconds: so that what a reader may still ask for is there, whatever the
    /// clocks say.
    pub(crate) fn kept(&self) -> u64 {
        let age = self.options.age.0.min(WHOLE / 4);
        age * 2 + 10_000
    }

    /// The receipt of a commit: its number, and the partition, so that it says all by itself. Greater than those before.
    pub(crate) fn receipt(&self, number: u64) -> Receipt {
        Receipt(number << 24 | u64::from(self.number))
    }

    /// The receipt of a commit that wrote nothing: after the last that did.
    pub(crate) fn empty_receipt(&self, number: u64) -> Receipt {
        let mut empties = self.empties.lock().unwrap_or_else(PoisonError::into_inner);
        *empties = match *empties {
            (last, count) if last >= number => (last, (count + 1).min(0xFFFF)),
            _ => (number, 1),
        };
        Receipt(empties.0 << 24 | empties.1 << 8 | u64::from(self.number))
    }
}

/// While it is there, somebody delivers. Whoever waits for something that has not been delivered then is told so: it took effect, and neither
/// it nor its answer is heard on this node.
struct DeliveryEnd<'p>(&'p Partition);

impl Drop for DeliveryEnd<'_> {
    fn drop(&mut self) {
        let left = {
            let mut outbox = self.0.outbox();
            outbox.ended = true;
            std::mem::take(&mut outbox.settling)
        };
        for then in left.into_values().flatten() {
            callback::call("that a commit is not delivered", || {
                then(Err(undelivered()))
            });
        }
    }
}

fn undelivered() -> Unavailable {
    Unavailable("the engine was closed before this node heard of it".to_owned())
}

/// Which partition a receipt is of, and its commit.
pub(crate) fn read_receipt(receipt: Receipt) -> (usize, u64) {
    (usize::from(receipt.0 as u8), receipt.0 >> 24)
}

/// The word that an answer begins with, or all that it says.
pub(crate) fn word(answer: &Value) -> Option<&str> {
    match answer {
        Value::Array(items) => text(items.first()?),
        other => text(other),
    }
}

pub(crate) fn bytes(value: &Value) -> Option<&[u8]> {
    match value {
        Value::BulkString(bytes) => Some(bytes),
        Value::SimpleString(text) => Some(text.as_bytes()),
        _ => None,
    }
}

pub(crate) fn text(value: &Value) -> Option<&str> {
    std::str::from_utf8(bytes(value)?).ok()
}

pub(crate) fn count(value: &Value) -> Option<u64> {
    match value {
        Value::Int(number) => u64::try_from(*number).ok(),
        other => text(other)?.parse().ok(),
    }
}
