//! An engine that fails when it is told to.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use buildamp_engine::embedded::Embedded;
use buildamp_engine::{
    Aside, Batch, CommitError, Delivery, Engine, History, Job, JobId, Kept, Listener, Membership,
    Millis, Position, Receipt, Settled, Snapshot, Stretch, Tenant, Unavailable, Usage,
};

/// What is wrong with it at present.
#[derive(Default)]
pub struct Faults {
    /// What happens right after the next look at where a room stands, or what it remembers.
    pub meanwhile: Mutex<Option<Box<dyn FnOnce() + Send>>>,
    fails: AtomicBool,
    /// How often it failed.
    pub refused: AtomicU32,
    /// Fails once events are claimed.
    breaks: AtomicBool,
    conflicts: AtomicU32,
    /// In which room which user's node has ended, and whether the state in which that was so goes while it is told.
    abandoned: Mutex<Option<(String, String, bool)>>,
    listener: Mutex<Option<Arc<dyn Listener>>>,
    /// What is not delivered yet, while deliveries are held.
    held: Mutex<Option<Vec<(Tenant, Delivery)>>>,
}

/// A listener that hears late where the engine is told to hold deliveries.
struct Late {
    inner: Arc<dyn Listener>,
    faults: Arc<Faults>,
}

impl Listener for Late {
    fn deliver(&self, tenant: &Tenant, delivery: Delivery) {
        match &mut *self.faults.held.lock().unwrap() {
            Some(held) => held.push((tenant.clone(), delivery)),
            None => self.inner.deliver(tenant, delivery),
        }
    }

    fn missed(&self) {
        self.inner.missed();
    }

    fn forgotten(&self) {
        self.inner.forgotten();
    }
}

impl Faults {
    fn go_on(&self) {
        let act = self.meanwhile.lock().unwrap().take();
        if let Some(act) = act {
            act();
        }
    }

    /// As conversations say it.
    pub fn set(&self, words: &str) {
        match words.split_once(' ').unwrap_or((words, "")) {
            ("fails", "") => self.fails.store(true, Ordering::SeqCst),
            ("breaks", "once events are claimed") => self.breaks.store(true, Ordering::SeqCst),
            ("misses", "deliveries") => {
                let listener = self.listener.lock().unwrap().clone();
                listener.expect("somebody listens").missed();
            }
            ("holds", "deliveries") => *self.held.lock().unwrap() = Some(Vec::new()),
            ("delivers", "") => {
                let held = self.held.lock().unwrap().take().expect("it holds them");
                let listener = self.listener.lock().unwrap().clone();
                let listener = listener.expect("somebody listens");
                for (tenant, delivery) in held {
                    listener.deliver(&tenant, delivery);
                }
            }
            ("recovers", "") => self.fails.store(false, Ordering::SeqCst),
            ("abandons", which) => {
                let (who, goes) = match which.strip_suffix(" and misses deliveries") {
                    Some(who) => (who, true),
                    None => (which, false),
                };
                let (user, room) = who.split_once(" in ").expect("a user, and a room");
                *self.abandoned.lock().unwrap() = Some((room.to_owned(), user.to_owned(), goes));
            }
            ("conflicts", count) => self
                .conflicts
                .store(count.parse().expect("how often"), Ordering::SeqCst),
            _ => panic!("what would an engine do that {words}?"),
        }
    }

    fn check(&self) -> Result<(), Unavailable> {
        match self.fails.load(Ordering::SeqCst) {
            true => {
                self.refused.fetch_add(1, Ordering::SeqCst);
                Err(Unavailable("it was told to fail".to_owned()))
            }
            false => Ok(()),
        }
    }

    fn takes_conflict(&self) -> bool {
        let less = |count: u32| count.checked_sub(1);
        let taken = self
            .conflicts
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
        taken.is_ok()
    }
}

pub struct Faulty {
    inner: Arc<Embedded>,
    faults: Arc<Faults>,
}

impl Faulty {
    pub fn new(inner: Arc<Embedded>, faults: Arc<Faults>) -> Faulty {
        Faulty { inner, faults }
    }
}

impl Engine for Faulty {
    fn snapshot(&self, tenant: &Tenant, now: Millis) -> Result<Box<dyn Snapshot>, Unavailable> {
        self.faults.check()?;
        self.inner.snapshot(tenant, now)
    }

    fn commit(&self, batch: Batch) -> Result<Receipt, CommitError> {
        self.faults.check()?;
        if self.faults.takes_conflict() {
            return Err(CommitError::Conflict);
        }
        self.inner.commit(batch)
    }

    fn when_settled(&self, receipt: Receipt, then: Settled) {
        self.inner.when_settled(receipt, then);
    }

    fn listen(&self, listener: Arc<dyn Listener>) {
        *self.faults.listener.lock().unwrap() = Some(listener.clone());
        self.inner.listen(Arc::new(Late {
            inner: listener,
            faults: self.faults.clone(),
        }));
    }

    fn position(&self, tenant: &Tenant, room: &str) -> Result<Position, Unavailable> {
        self.faults.check()?;
        let found = self.inner.position(tenant, room);
        self.faults.go_on();
        found
    }

    fn history(
        &self,
        tenant: &Tenant,
        room: &str,
        since: Position,
        now: Millis,
    ) -> Result<History, Unavailable> {
        self.faults.check()?;
        let found = self.inner.history(tenant, room, since, now);
        self.faults.go_on();
        found
    }

    fn browse(
        &self,
        tenant: &Tenant,
        kept: Kept,
        prefix: &str,
        from: Option<&str>,
        most: usize,
        now: Millis,
    ) -> Result<Stretch, Unavailable> {
        self.faults.check()?;
        self.inner.browse(tenant, kept, prefix, from, most, now)
    }

    fn claim(&self, now: Millis, until: Millis, most: usize) -> Result<Vec<Job>, Unavailable> {
        self.faults.check()?;
        let jobs = self.inner.claim(now, until, most)?;
        if !jobs.is_empty() && self.faults.breaks.swap(false, Ordering::SeqCst) {
            self.faults.fails.store(true, Ordering::SeqCst);
        }
        Ok(jobs)
    }

    fn next_due(&self) -> Option<Millis> {
        self.inner.next_due()
    }

    fn waiting(&self, most: usize) -> Result<Vec<Job>, Unavailable> {
        self.faults.check()?;
        self.inner.waiting(most)
    }

    fn extend(&self, job: &Job, until: Millis) -> Result<bool, Unavailable> {
        self.faults.check()?;
        self.inner.extend(job, until)
    }

    fn fail(&self, job: &Job, reason: &str, again: Option<Millis>) -> Result<(), Unavailable> {
        self.faults.check()?;
        self.inner.fail(job, reason, again)
    }

    fn aside(&self, most: usize) -> Result<Vec<Aside>, Unavailable> {
        self.faults.check()?;
        self.inner.aside(most)
    }

    fn retry(&self, id: &JobId, now: Millis) -> Result<bool, Unavailable> {
        self.faults.check()?;
        self.inner.retry(id, now)
    }

    fn abandoned(&self, _: usize) -> Result<Vec<Membership>, Unavailable> {
        let Some((room, user, goes)) = self.faults.abandoned.lock().unwrap().take() else {
            return Ok(Vec::new());
        };
        let tenant = Tenant("test".into());
        let mut snapshot = self.inner.snapshot(&tenant, Millis(0))?;
        let connections = snapshot.connections(&room, &user)?;
        if goes {
            self.faults.set("misses deliveries");
        }
        let membership = |connection| Membership {
            tenant: tenant.clone(),
            room: (*room).into(),
            user: (*user).into(),
            connection,
        };
        Ok(connections.into_iter().map(membership).collect())
    }

    fn sweep(&self, now: Millis) {
        self.inner.sweep(now);
    }

    fn health(&self) -> Result<(), Unavailable> {
        self.faults.check()?;
        self.inner.health()
    }

    fn usage(&self) -> Usage {
        self.inner.usage()
    }

    fn close(&self) -> Result<(), Unavailable> {
        self.inner.close()
    }
}
