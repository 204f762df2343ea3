//! Where a server's state lives: the contract that every engine keeps.
//!
//! Owns what is stored and how it changes: reads at one moment that are recorded, and commits that happen whole or not
//! at all. It refuses to know rooms' access rules, messages' models, sockets or the logic: values are JSON texts to it.
//!
//! All that a server keeps is apart by [`Tenant`]: no call reaches two. Time comes from the caller, in
//! [`Millis`], so that tests need no clock.

mod batch;
mod browse;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod delivery;
pub mod embedded;
mod error;
mod job;
mod nodes;
pub mod personal;
mod range;
mod snapshot;
pub mod transfer;

use std::sync::Arc;

pub use batch::{Batch, Keep, Space, Write};
pub use browse::{Found, Kept, STRETCH, Stretch, Thing};
pub use delivery::{
    Broadcast, Control, Delivery, Direct, History, Listener, Membership, Position, Weight,
};
pub use error::{CommitError, Unavailable};
pub use job::{Aside, Job, JobId, Kind};
pub use nodes::{Announced, Standing};
pub use range::{Interval, Order, Range};
pub use snapshot::{Document, Operation, Read, Reads, Recording, Snapshot};

/// Milliseconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Millis(pub u64);

/// Whose state it is: the host that a connection came to. Two tenants never see each other's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenant(pub Arc<str>);

/// A JSON text, valid and without white space that means nothing. Cheap to clone.
pub type Json = Arc<str>;

/// One connection of a user, as presence counts it: unique over all nodes and restarts.
pub type ConnectionId = Arc<str>;

/// What a commit is known by; later ones of a tenant are greater. It says when the commit is as durable as configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Receipt(pub u64);

/// What is called once a commit is as durable as configured, or will never be.
pub type Settled = Box<dyn FnOnce(Result<(), Unavailable>) + Send>;

/// What is called once it is known what became of a commit.
pub type Committed = Box<dyn FnOnce(Result<Receipt, CommitError>) + Send>;

/// What an engine holds in memory; estimates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Bytes of what rooms remember.
    pub history: usize,
}

/// Where state lives.
///
/// # Blocking
/// All calls but [`Engine::close`] are short: memory, or a write to the operating system. None waits for a disk to confirm.
/// Those of an engine that [waits](Engine::waits) may take as long as a network, and end after a bound that it is set up with.
///
/// # Ordering
/// Commits are serializable: there is an order of all commits of a tenant in which each sees what it would see if it ran alone, and
/// it is an order in which a commit that was answered before another began comes first.
/// What a commit delivers reaches the [`Listener`] after it is as durable as configured: per room one at a time
/// and in the order of the sequence; of different rooms also at once, from any thread, also from within [`Engine::commit`].
///
/// # Failing
/// An engine that can't write says [`Unavailable`] and goes on answering; it works again by itself when it can.
///
/// # Several nodes
/// A node that shares its state with others may see what they have committed a moment later. So a snapshot of an engine that waits
/// can be behind commits of other nodes that were answered already; a commit that rests on it is refused then. Who
/// answers without writing anything commits an empty batch with what was read: it writes nothing, and tells whether all of it is still so.
pub trait Engine: Send + Sync + 'static {
    /// What is stored at this moment. It stays the same while the snapshot is held, whatever is committed meanwhile.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn snapshot(&self, tenant: &Tenant, now: Millis) -> Result<Box<dyn Snapshot>, Unavailable>;

    /// As [`Engine::snapshot`], for threads that others need. Where the engine [waits](Engine::waits), only what is at hand can be read: anything else
    /// is unavailable, and the snapshot [lacks](Snapshot::lacks) it.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn snapshot_at_hand(
        &self,
        tenant: &Tenant,
        now: Millis,
    ) -> Result<Box<dyn Snapshot>, Unavailable> {
        self.snapshot(tenant, now)
    }

    /// Whether calls wait for a network. They are then made on threads that nobody else needs meanwhile, but for
    /// [`Engine::snapshot_at_hand`] and [`Engine::submit`], which never wait.
    fn waits(&self) -> bool {
        false
    }

    /// Makes all of a batch happen, or nothing of it. One that writes nothing and completes nothing only tells whether its reads are
    /// still so.
    ///
    /// # Errors
    /// [`CommitError::Conflict`] where anything that the batch's reads recorded has changed since their snapshot, or the claim that
    /// it completes is no longer held: nothing was written, and the same may be tried on a fresh snapshot. Also where the engine no
    /// longer knows whether any of it has changed, of reads that are old by then.
    ///
    /// [`CommitError::Refused`] where a write does not fit, see [`Write`]. Nothing was written.
    ///
    /// [`CommitError::Unavailable`] where it can't be written at present. Nothing was.
    ///
    /// [`CommitError::Unknown`] where the engine lost its store before it was answered, and could not find out.
    fn commit(&self, batch: Batch) -> Result<Receipt, CommitError>;

    /// As [`Engine::commit`], for what has been a conflict so many times in a row before, on this thread. An engine whose nodes compete lets those
    /// who lose come first after a while: the call may wait until it is their turn, and end in a conflict then, so that what is
    /// decided next gets through.
    ///
    /// # Errors
    /// As [`Engine::commit`].
    fn commit_after(&self, batch: Batch, losses: u32) -> Result<Receipt, CommitError> {
        let _ = losses;
        self.commit(batch)
    }

    /// As [`Engine::commit`], without waiting: calls back with what became of it, at once and on this thread, or later on one of the engine's. What is
    /// called back must be short and never block. Nothing is called back where the process ends first.
    fn submit(&self, batch: Batch, then: Committed) {
        then(self.commit(batch));
    }

    /// Calls back once a commit is as durable as configured: at once and on this thread where it already is.
    fn when_settled(&self, receipt: Receipt, then: Settled);

    /// Who gets what commits deliver, from now on. Set once, before the first commit.
    fn listen(&self, listener: Arc<dyn Listener>);

    /// Where a room's numbering stands. A room that has never broadcast has an epoch and the sequence 0.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn position(&self, tenant: &Tenant, room: &str) -> Result<Position, Unavailable>;

    /// What was broadcast in a room after a position, oldest first.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn history(
        &self,
        tenant: &Tenant,
        room: &str,
        since: Position,
        now: Millis,
    ) -> Result<History, Unavailable>;

    /// Looks at up to so many things whose names have a prefix, from the start or from where a [`Stretch`] says to go on, and gives those that are
    /// there: fewer where they are long, see [`STRETCH`], and none where what was looked at is not there any more. Values come in the order of
    /// their names' bytes, documents in one of the engine's own. What is there all the while is found by going on to the end, documents perhaps
    /// twice; of what changes meanwhile nothing is said.
    ///
    /// # Errors
    /// Where the engine can't be reached, or `from` is none of its own.
    fn browse(
        &self,
        tenant: &Tenant,
        kept: Kept,
        prefix: &str,
        from: Option<&str>,
        most: usize,
        now: Millis,
    ) -> Result<Stretch, Unavailable>;

    /// Claims up to so many jobs that are due, oldest first, until `until`. A claim that is neither completed nor failed by then is due again,
    /// and is held until another claims it, or it is replaced or cancelled. A claim ends with the process that made it.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn claim(&self, now: Millis, until: Millis, most: usize) -> Result<Vec<Job>, Unavailable>;

    /// Lets a claim last until then at least. False where it is no longer held: another has the job, or it has ended.
    ///
    /// # Errors
    /// Where the engine can't be reached; the claim then lasts as long as it did.
    fn extend(&self, job: &Job, until: Millis) -> Result<bool, Unavailable>;

    /// When the next job is due, as far as this node knows.
    fn next_due(&self) -> Option<Millis>;

    /// The jobs that wait, the soonest due first, at most so many. Those that are claimed don't wait.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn waiting(&self, most: usize) -> Result<Vec<Job>, Unavailable>;

    /// Gives a claimed job back: to be tried again at a time, or never (it is then put aside with the reason). How often it was tried is then as
    /// [`Job::attempt`] says: who has not tried it gives it back [`untried`](Job::untried).
    ///
    /// # Errors
    /// Where the engine can't be reached; the claim then ends by itself.
    fn fail(&self, job: &Job, reason: &str, again: Option<Millis>) -> Result<(), Unavailable>;

    /// The jobs that were put aside, the newest first, at most so many.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn aside(&self, most: usize) -> Result<Vec<Aside>, Unavailable>;

    /// Lets a job that was put aside be due again. False where there is none of this name.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn retry(&self, id: &JobId, now: Millis) -> Result<bool, Unavailable>;

    /// Who is still in a room although their node has ended without a word, some of them: whoever asks lets them leave by commits, so
    /// that others hear of it. They are told until they have left.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn abandoned(&self, most: usize) -> Result<Vec<Membership>, Unavailable> {
        let _ = most;
        Ok(Vec::new())
    }

    /// Tells the nodes that share the state of this one, in place of what it told before. Where there are no others nothing happens.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn announce(&self, what: &Json) -> Result<(), Unavailable> {
        let _ = what;
        Ok(())
    }

    /// What the nodes have told of themselves, in no order: those that are there, and for a quarter of an hour those that have ended. None where the state
    /// can't be shared.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    fn nodes(&self) -> Result<Vec<Announced>, Unavailable> {
        Ok(Vec::new())
    }

    /// Does what has to be done now and then: forgets what has expired, trims histories. Called every second or so.
    fn sweep(&self, now: Millis);

    /// Whether reads and writes work at present.
    ///
    /// # Errors
    /// Why not.
    fn health(&self) -> Result<(), Unavailable>;

    /// What this process holds in memory of it, as far as the engine counts it.
    fn usage(&self) -> Usage {
        Usage::default()
    }

    /// Makes everything durable and lets go of the store. May block for as long as the disk takes. Later calls are [`Unavailable`].
    ///
    /// # Errors
    /// Where something could not be made durable.
    fn close(&self) -> Result<(), Unavailable>;
}
