//! One transaction: reads of a snapshot, a decision, one commit; again where what was read has changed.

use buildamp_engine::{
    Batch, CommitError, Job, Millis, Receipt, Snapshot, Tenant, Unavailable, Write,
};
use buildamp_rules::Failure;
use buildamp_rules::Fault;

use crate::Node;
use crate::documents::{Edited, View};
use crate::protocol::{Code, Refusal};
use crate::trace::{self, step};
use crate::uploads::deleted;

/// What a decision comes to.
pub(crate) struct Outcome<T> {
    pub(crate) writes: Vec<Write>,
    pub(crate) value: T,
}

/// What was committed, if there was something to commit.
pub(crate) struct Done<T> {
    pub(crate) receipt: Option<Receipt>,
    pub(crate) value: T,
}

impl Node {
    /// What is stored at this moment, documents with their texts.
    pub(crate) fn snapshot<'n>(
        &'n self,
        tenant: &'n Tenant,
        now: Millis,
    ) -> Result<View<'n>, Refusal> {
        let stored = self.engine.snapshot(tenant, now).map_err(unavailable)?;
        Ok(View::new(stored, &self.documents, tenant, now))
    }

    /// As [`Node::snapshot`], on a thread that can't wait.
    pub(crate) fn snapshot_at_hand<'n>(
        &'n self,
        tenant: &'n Tenant,
        now: Millis,
    ) -> Result<View<'n>, Unavailable> {
        let stored = self.engine.snapshot_at_hand(tenant, now)?;
        Ok(View::new(stored, &self.documents, tenant, now))
    }

    /// Decides on a snapshot and commits; decides again on a fresh one while others are faster, so often.
    pub(crate) fn transact<T>(
        &self,
        tenant: &Tenant,
        now: Millis,
        completes: Option<&Job>,
        decide: impl FnMut(&mut dyn Snapshot) -> Result<Outcome<T>, Refusal>,
    ) -> Result<Done<T>, Refusal> {
        self.transact_after(0, tenant, now, completes, decide)
    }

    /// As [`Node::transact`], where others were faster so often already.
    pub(crate) fn transact_after<T>(
        &self,
        losses: u32,
        tenant: &Tenant,
        now: Millis,
        completes: Option<&Job>,
        mut decide: impl FnMut(&mut dyn Snapshot) -> Result<Outcome<T>, Refusal>,
    ) -> Result<Done<T>, Refusal> {
        for losses in losses..self.settings.limits.tries {
            let mut snapshot = self.snapshot(tenant, now)?;
            let decided = decide(&mut snapshot);
            let (batch, decided) = self.prepare(tenant, now, completes, snapshot, decided);
            let result = batch.map(|batch| self.engine.commit_after(batch, losses));
            if let Some(done) = self.finish(decided, result) {
                return done;
            }
        }
        Err(lost())
    }

    /// What is to be committed of a decision. Without a batch it holds as it is.
    pub(crate) fn prepare<T>(
        &self,
        tenant: &Tenant,
        now: Millis,
        completes: Option<&Job>,
        mut snapshot: View<'_>,
        decided: Result<Outcome<T>, Refusal>,
    ) -> (Option<Batch>, Decided<T>) {
        let (mut writes, mut value) = match decided {
            Ok(Outcome { writes, value }) => (writes, Ok(value)),
            Err(refusal) => (Vec::new(), Err(refusal)),
        };
        let mut edited = Edited::new();
        if value.is_ok() && !writes.is_empty() {
            self.note_ticks(&mut writes, now);
            let (documents, limits) = (&self.documents, &self.settings.limits.documents);
            match documents.work_out(limits, tenant, snapshot.stored(), &mut writes, now) {
                Ok(worked_out) => edited = worked_out,
                // What doesn't fit may not fit because what was read is old: it is asked whether it is.
                Err(refusal) => {
                    writes.clear();
                    value = Err(refusal);
                }
            }
        }
        let completes = completes.filter(|_| value.is_ok()).cloned();
        let is_schedule = |write: &Write| matches!(write, Write::Schedule { .. });
        let decided = Decided {
            tenant: tenant.clone(),
            now,
            value,
            writes: !writes.is_empty() || completes.is_some(),
            edited,
            files: deleted(&writes),
            schedules: writes.iter().any(is_schedule),
            lacks: snapshot.lacks(),
        };
        let reads = Box::new(snapshot).into_reads();
        // A node that shares its state with others may be behind.
        let asks = self.engine.waits() && !reads.read.is_empty();
        if !decided.writes && !asks {
            return (None, decided);
        }
        if trace::is_on() {
            self.underway.begin(&writes);
        }
        let batch = Batch {
            tenant: tenant.clone(),
            reads,
            writes,
            completes,
            now,
        };
        (Some(batch), decided)
    }

    /// What became of a decision, with the engine's answer to its batch; nothing where others were faster.
    pub(crate) fn finish<T>(
        &self,
        decided: Decided<T>,
        result: Option<Result<Receipt, CommitError>>,
    ) -> Option<Result<Done<T>, Refusal>> {
        let receipt = match result {
            None => None,
            Some(Ok(receipt)) => Some(receipt).filter(|_| decided.writes),
            Some(Err(CommitError::Conflict)) => {
                step!("others were faster");
                self.metrics.conflicts.inc();
                return None;
            }
            Some(Err(error)) => return Some(Err(decided.refusal(error))),
        };
        if let Some(receipt) = receipt {
            let tenant = &decided.tenant;
            self.documents
                .committed(tenant, decided.edited, decided.now);
            self.remove_files(tenant, decided.files, receipt);
            step!(receipt = receipt.0, "committed");
            if decided.schedules {
                self.due.notify_one();
            }
        }
        Some(decided.value.map(|value| Done { receipt, value }))
    }
}

/// A decision while its batch is committed.
pub(crate) struct Decided<T> {
    tenant: Tenant,
    pub(crate) now: Millis,
    value: Result<T, Refusal>,
    /// Whether the batch changes anything; else it asks whether what was read is so.
    writes: bool,
    edited: Edited,
    files: Vec<String>,
    schedules: bool,
    /// Whether it can't be committed, for something was not at hand.
    pub(crate) lacks: bool,
}

impl<T> Decided<T> {
    fn refusal(&self, error: CommitError) -> Refusal {
        match error {
            CommitError::Conflict => lost(),
            CommitError::Refused(text) => Refusal::new(Code::Rejected, text),
            CommitError::Unavailable(error) => unavailable(error),
            CommitError::Unknown(error) if self.writes => unknown(error),
            CommitError::Unknown(error) => unavailable(error),
        }
    }
}

fn lost() -> Refusal {
    let text = "others changed what the message rests on, again and again; nothing happened, send it again";
    Refusal::new(Code::Conflict, text)
}

/// What a client hears where nothing was written.
pub(crate) fn unavailable(error: Unavailable) -> Refusal {
    tracing::error!(trace = %trace::current(), %error, "the engine is unavailable");
    Refusal::new(
        Code::Unavailable,
        "the server can't store anything at present; nothing happened, try again",
    )
}

/// What a client hears where it may have been written: the store was lost on the way, or can't say whether it will last.
pub(crate) fn unknown(error: Unavailable) -> Refusal {
    tracing::error!(trace = %trace::current(), %error, "what became of a commit is not known");
    Refusal::new(
        Code::Unavailable,
        "the server lost its store meanwhile; whether this took effect is not known",
    )
}

/// What a client hears of a fault. The log has the rest.
pub(crate) fn failed(failure: &Failure) -> Refusal {
    let (code, text) = match &failure.fault {
        Fault::Time => (
            Code::LogicTimeout,
            "the app's logic took longer than it may; nothing happened",
        ),
        Fault::Memory => (
            Code::LogicMemory,
            "the app's logic needed more memory than it may; nothing happened",
        ),
        Fault::Unreadable(_) => (
            Code::Unavailable,
            "the server can't read what it needs at present; nothing happened",
        ),
        _ => (
            Code::LogicCrashed,
            "the app's logic failed; nothing happened",
        ),
    };
    Refusal::new(code, text)
}
