//! The law: there is an order of all commits in which each saw what it would have seen alone, and it is the receipts'.
//!
//! Threads commit at random, and note what they saw and wrote. Afterwards all is done once more, one after the other, on
//! a simple model: what was seen then has to be what the model has.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use super::stage::{Highest, Random, Stage, Subject, broadcast, delete, set, text};
use crate::{
    Batch, CommitError, Engine, Interval, Millis, Order, Range, Receipt, Snapshot, Space, Tenant,
    Write,
};

const THREADS: u64 = 4;
const COMMITS: u64 = 150;

/// What one commit saw and did.
struct Done {
    receipt: Receipt,
    /// The highest receipt that was answered before its snapshot was taken.
    after: u64,
    saw: Vec<Saw>,
    wrote: Vec<(String, Option<String>)>,
    room: String,
}

enum Saw {
    Key(String, Option<String>),
    Prefix(String, Vec<(String, String)>),
    Range(Range, Vec<(String, String)>),
}

type Model = BTreeMap<String, String>;

/// Random commits on few keys, on several threads.
pub fn commits_are_serializable(subject: &dyn Subject) {
    let mut model = Model::new();
    let mut seqs = BTreeMap::new();
    for seed in 0..3 {
        let stage = Stage::open(subject);
        let start = stage.seqs();
        let done = run(&stage, seed);
        replay(&stage, &done, &mut model);
        numbered(&stage, &done, &start, &mut seqs);
        stage.engine.close().expect("it can write");
        // What is not kept begins anew.
        let again = Stage::open(subject);
        if again.list(1, "").is_empty() {
            model.clear();
        }
        again.engine.close().expect("it can write");
    }
}

/// The same with the process ending in between, for engines that keep what they have.
pub fn commits_are_serializable_over_restarts(subject: &dyn Subject) {
    let mut model = Model::new();
    let mut seqs = BTreeMap::new();
    for seed in 10..16 {
        let stage = Stage::open(subject);
        let kept: Model = stage.list(1, "").into_iter().collect();
        assert_eq!(kept, model, "what was committed before is here");
        let start = stage.seqs();
        assert!(
            start
                .iter()
                .all(|(room, seq)| seqs.get(room).unwrap_or(&0) == seq)
        );
        let done = run(&stage, seed);
        replay(&stage, &done, &mut model);
        numbered(&stage, &done, &start, &mut seqs);
        if seed % 2 == 0 {
            stage.engine.close().expect("it can write");
        }
    }
}

/// What an app relies on: counters count, one item is sold once, a sum is of one moment, one of two stays on call.
pub fn invariants_hold_under_load(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let accounts = (0..5).map(|n| set(&format!("account/{n}"), "100"));
    stage.write(1, accounts.collect());
    stage.write(
        1,
        vec![
            set("stock", "1"),
            set("call/alice", "1"),
            set("call/bob", "1"),
        ],
    );
    let waiting = (0..THREADS * 10).map(|n| set(&format!("queue/{n:03}"), "1"));
    stage.write(1, waiting.collect());
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let stage = &stage;
            scope.spawn(move || {
                let mut random = Random(thread);
                for _ in 0..50 {
                    stage.retry(|snapshot| increment(snapshot, "count"));
                    let (from, to) = (random.below(5), random.below(5));
                    stage.retry(|snapshot| transfer(snapshot, from, to));
                    stage.retry(sum);
                }
                for turn in 0..10 {
                    stage.retry(|snapshot| take(snapshot, &format!("{thread}.{turn}")));
                    let joins = format!("queue/9{thread}{turn}");
                    stage.retry(|_| vec![set(&joins, "1")]);
                }
                stage.retry(|snapshot| buy(snapshot, thread));
                let who = if thread % 2 == 0 {
                    "call/alice"
                } else {
                    "call/bob"
                };
                stage.retry(|snapshot| go_off_call(snapshot, who));
            });
        }
    });
    let last = stage.write(1, vec![]);
    stage.settle(last);
    let count = (THREADS * 50).to_string();
    assert_eq!(stage.get(1, "count"), Some(count));
    assert_eq!(stage.list(1, "sold/").len(), 1, "there was one item");
    let taken = stage.list(1, "taken/").into_iter().map(|(_, first)| first);
    let mut taken: Vec<_> = taken.collect();
    taken.sort();
    let first = (0..THREADS * 10).map(|n| format!("\"queue/{n:03}\""));
    assert_eq!(taken, first.collect::<Vec<_>>(), "each was taken once");
    assert_eq!(stage.list(1, "call/").len(), 1, "one of the two is on call");
}

fn number(snapshot: &mut dyn Snapshot, key: &str) -> u64 {
    let found = snapshot.get(Space::Values, key).expect("reached");
    found.map_or(0, |found| found.parse().expect("a number"))
}

fn increment(snapshot: &mut dyn Snapshot, key: &str) -> Vec<Write> {
    let next = number(snapshot, key) + 1;
    vec![set(key, &next.to_string())]
}

fn transfer(snapshot: &mut dyn Snapshot, from: u64, to: u64) -> Vec<Write> {
    let [from, to] = [from, to].map(|n| format!("account/{n}"));
    let (rich, poor) = (number(snapshot, &from), number(snapshot, &to));
    if from == to || rich == 0 {
        return vec![];
    }
    let (rich, poor) = ((rich - 1).to_string(), (poor + 1).to_string());
    vec![set(&from, &rich), set(&to, &poor)]
}

fn sum(snapshot: &mut dyn Snapshot) -> Vec<Write> {
    let accounts = snapshot.list(Space::Values, "account/").expect("reached");
    let all = accounts
        .iter()
        .map(|(_, value)| value.parse::<u64>().expect("a number"));
    assert_eq!(all.sum::<u64>(), 500, "nothing is lost or made on the way");
    vec![set("sum", "500")]
}

fn buy(snapshot: &mut dyn Snapshot, buyer: u64) -> Vec<Write> {
    match number(snapshot, "stock") {
        0 => vec![],
        _ => vec![set("stock", "0"), set(&format!("sold/{buyer}"), "1")],
    }
}

/// Takes the first of a queue, to whose end others come.
fn take(snapshot: &mut dyn Snapshot, who: &str) -> Vec<Write> {
    let first = Range {
        keys: Interval::of_prefix("queue/"),
        limit: Some(1),
        order: Order::Ascending,
    };
    let found = snapshot.list_range(Space::Values, &first).expect("reached");
    let (key, _) = found.first().expect("there are as many as come");
    vec![
        delete(key),
        set(&format!("taken/{who}"), &format!("\"{key}\"")),
    ]
}

fn go_off_call(snapshot: &mut dyn Snapshot, who: &str) -> Vec<Write> {
    let on_call = snapshot.list(Space::Values, "call/").expect("reached");
    match on_call.len() {
        0 | 1 => vec![],
        _ => vec![delete(who)],
    }
}

impl Stage {
    /// Commits what comes out of a snapshot, with a fresh one until nothing has changed meanwhile.
    fn retry(&self, work: impl Fn(&mut dyn Snapshot) -> Vec<Write>) {
        loop {
            let mut snapshot = self.snapshot(1);
            let writes = work(&mut *snapshot);
            match self.commit(1, snapshot.into_reads(), writes) {
                Ok(_) => return,
                Err(CommitError::Conflict) => {}
                Err(other) => panic!("neither done nor a conflict: {other}"),
            }
        }
    }

    fn seqs(&self) -> BTreeMap<String, u64> {
        let rooms = (0..3).map(|room| format!("room {room}"));
        rooms.map(|room| (room.clone(), self.seq(&room))).collect()
    }
}

fn run(stage: &Stage, seed: u64) -> Vec<Done> {
    let done = Mutex::new(Vec::new());
    let (answered, unique) = (Highest::default(), AtomicU64::new(seed << 32));
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (done, answered, unique) = (&done, &answered, &unique);
            let (engine, tenant) = (&stage.engine, &stage.tenant);
            scope.spawn(move || {
                let random = Random(seed * 100 + thread);
                let mut worker = Worker {
                    engine,
                    tenant,
                    random,
                    unique,
                };
                for _ in 0..COMMITS {
                    let one = worker.commit(answered);
                    done.lock().expect("no thread panicked").push(one);
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no thread panicked");
    done.sort_by_key(|done| done.receipt);
    done
}

struct Worker<'a> {
    engine: &'a Arc<dyn Engine>,
    tenant: &'a Tenant,
    random: Random,
    unique: &'a AtomicU64,
}

impl Worker<'_> {
    /// One commit, tried again until nothing has changed meanwhile.
    fn commit(&mut self, answered: &Highest) -> Done {
        loop {
            let after = answered.get();
            let snapshot = self.engine.snapshot(self.tenant, Millis(1));
            let mut snapshot = snapshot.expect("the engine can be reached");
            let saw = self.read(&mut *snapshot);
            let (writes, wrote, room) = self.write();
            let batch = Batch {
                tenant: self.tenant.clone(),
                reads: snapshot.into_reads(),
                writes,
                completes: None,
                now: Millis(1),
            };
            match self.engine.commit(batch) {
                Ok(receipt) => {
                    answered.raise(receipt.0);
                    return Done {
                        receipt,
                        after,
                        saw,
                        wrote,
                        room,
                    };
                }
                Err(CommitError::Conflict) => {}
                Err(other) => panic!("neither done nor a conflict: {other}"),
            }
        }
    }

    fn key(&mut self) -> String {
        format!("{}/{}", self.random.below(2), self.random.below(4))
    }

    fn range(&mut self) -> Range {
        let prefix = ["", "0/", "1/"][usize::try_from(self.random.below(3)).expect("few")];
        let (low, high) = (self.key(), self.key());
        let bounds = match self.random.below(3) {
            0 => (Bound::Unbounded, Bound::Unbounded),
            1 => (Bound::Excluded(&*low), Bound::Unbounded),
            _ => (Bound::Included(&*low), Bound::Excluded(&*high)),
        };
        Range {
            keys: Interval::of_prefix(prefix).and(Interval::between(bounds.0, bounds.1)),
            limit: usize::try_from(self.random.below(5))
                .ok()
                .filter(|limit| *limit < 4),
            order: match self.random.below(2) {
                0 => Order::Ascending,
                _ => Order::Descending,
            },
        }
    }

    fn read(&mut self, snapshot: &mut dyn Snapshot) -> Vec<Saw> {
        let mut saw = Vec::new();
        for _ in 0..=self.random.below(3) {
            if self.random.below(4) == 0 {
                let range = self.range();
                let found = snapshot.list_range(Space::Values, &range).expect("reached");
                let found = found.into_iter().map(|(k, v)| (k.to_string(), text(v)));
                saw.push(Saw::Range(range, found.collect()));
            } else if self.random.below(4) == 0 {
                let prefix = format!("{}/", self.random.below(2));
                let found = snapshot.list(Space::Values, &prefix).expect("reached");
                let found = found.into_iter().map(|(k, v)| (k.to_string(), text(v)));
                saw.push(Saw::Prefix(prefix, found.collect()));
            } else {
                let key = self.key();
                let found = snapshot.get(Space::Values, &key).expect("reached");
                saw.push(Saw::Key(key, found.map(text)));
            }
            // Others get the chance to change what was read.
            thread::yield_now();
        }
        saw
    }

    #[allow(clippy::type_complexity)]
    fn write(&mut self) -> (Vec<Write>, Vec<(String, Option<String>)>, String) {
        let (mut writes, mut wrote) = (Vec::new(), Vec::new());
        for _ in 0..=self.random.below(2) {
            let key = self.key();
            if self.random.below(4) == 0 {
                writes.push(delete(&key));
                wrote.push((key, None));
            } else {
                let value = self.unique.fetch_add(1, Ordering::SeqCst).to_string();
                writes.push(set(&key, &value));
                wrote.push((key, Some(value)));
            }
        }
        let room = format!("room {}", self.random.below(3));
        writes.push(broadcast(&room, "{}"));
        (writes, wrote, room)
    }
}

/// Does it all once more, in the order of the receipts.
fn replay(stage: &Stage, done: &[Done], model: &mut Model) {
    for one in done {
        assert!(
            one.receipt.0 > one.after,
            "a commit that was answered before comes first"
        );
        for saw in &one.saw {
            match saw {
                Saw::Key(key, found) => assert_eq!(model.get(key), found.as_ref(), "{key}"),
                Saw::Range(range, found) => assert_eq!(&seen(model, range), found, "{range:?}"),
                Saw::Prefix(prefix, found) => {
                    let within = model.iter().filter(|(key, _)| key.starts_with(prefix));
                    let within = within.map(|(k, v)| (k.clone(), v.clone()));
                    assert_eq!(&within.collect::<Vec<_>>(), found, "{prefix}");
                }
            }
        }
        for (key, value) in &one.wrote {
            match value {
                Some(value) => model.insert(key.clone(), value.clone()),
                None => model.remove(key),
            };
        }
    }
    let last = done.last().expect("there were commits").receipt;
    stage.settle(last);
    let now: Model = stage.list(1, "").into_iter().collect();
    assert_eq!(&now, model);
}

/// What a range sees of the model.
fn seen(model: &Model, range: &Range) -> Vec<(String, String)> {
    let within = model.iter().filter(|(key, _)| range.keys.holds(key));
    let mut within: Vec<_> = within.map(|(k, v)| (k.clone(), v.clone())).collect();
    if range.order == Order::Descending {
        within.reverse();
    }
    within.truncate(range.limit.unwrap_or(usize::MAX));
    within
}

/// Every commit has one number of its room, without a gap, and came in its order.
fn numbered(
    stage: &Stage,
    done: &[Done],
    start: &BTreeMap<String, u64>,
    seqs: &mut BTreeMap<String, u64>,
) {
    let heard = stage.broadcasts(done.len());
    assert_eq!(stage.heard.left(), 0);
    let mut last = start.clone();
    for broadcast in heard {
        let seq = last.get_mut(&*broadcast.room).expect("a room of the test");
        *seq += 1;
        assert_eq!(broadcast.position.seq, *seq, "{}", broadcast.room);
    }
    for (room, seq) in &last {
        let commits = done.iter().filter(|one| one.room == *room).count();
        assert_eq!(seq - start[room], commits as u64, "{room}");
        assert_eq!(stage.seq(room), *seq);
    }
    *seqs = last;
}
