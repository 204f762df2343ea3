//! One transaction: reads of a snapshot, a decision, one commit; again where what was read has changed.

use buildamp_engine::{
    Batch, CommitError, Job, Millis, Reads, Receipt, Snapshot, Tenant, Unavailable, Write,
};
use buildamp_rules::Failure;
use buildamp_rules::Fault;

use crate::Node;
use crate::documents::View;
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

    /// Decides on a snapshot and commits; decides again on a fresh one while others are faster, so often.
    pub(crate) fn transact<T>(
        &self,
        tenant: &Tenant,
        now: Millis,
        completes: Option<&Job>,
        mut decide: impl FnMut(&mut dyn Snapshot) -> Result<Outcome<T>, Refusal>,
    ) -> Result<Done<T>, Refusal> {
        for losses in 0..self.settings.limits.tries {
            let mut snapshot = self.snapshot(tenant, now)?;
            let decided = decide(&mut snapshot);
            let writes_nothing =
                |outcome: &Outcome<T>| outcome.writes.is_empty() && completes.is_none();
            if decided.as_ref().map_or(true, writes_nothing) {
                if self.is_still_so(tenant, Box::new(snapshot).into_reads(), now, losses)? {
                    return decided.map(|outcome| Done {
                        receipt: None,
                        value: outcome.value,
                    });
                }
                self.metrics.conflicts.inc();
                continue;
            }
            let Outcome { mut writes, value } = decided?;
            self.note_ticks(&mut writes, now);
            let (documents, limits) = (&self.documents, &self.settings.limits.documents);
            let worked_out =
                documents.work_out(limits, tenant, snapshot.stored(), &mut writes, now);
            let edited = match worked_out {
                Ok(edited) => edited,
                // What doesn't fit may not fit because what was read is old.
                Err(refusal)
                    if self.is_still_so(
                        tenant,
                        Box::new(snapshot).into_reads(),
                        now,
                        losses,
                    )? =>
                {
                    return Err(refusal);
                }
                Err(_) => {
                    self.metrics.conflicts.inc();
                    continue;
                }
            };
            let schedules = writes
                .iter()
                .any(|write| matches!(write, Write::Schedule { .. }));
            let files = deleted(&writes);
            if trace::is_on() {
                self.underway.begin(&writes);
            }
            let batch = Batch {
                tenant: tenant.clone(),
                reads: Box::new(snapshot).into_reads(),
                writes,
                completes: completes.cloned(),
                now,
            };
            match self.engine.commit_after(batch, losses) {
                Ok(receipt) => {
                    self.documents.committed(tenant, edited, now);
                    self.remove_files(tenant, files, receipt);
                    step!(receipt = receipt.0, "committed");
                    if schedules {
                        self.due.notify_one();
                    }
                    return Ok(Done {
                        receipt: Some(receipt),
                        value,
                    });
                }
                Err(CommitError::Conflict) => {
                    step!("others were faster");
                    self.metrics.conflicts.inc()
                }
                Err(CommitError::Refused(text)) => return Err(Refusal::new(Code::Rejected, text)),
                Err(CommitError::Unavailable(error)) => return Err(unavailable(error)),
                Err(CommitError::Unknown(error)) => return Err(unknown(error)),
            };
        }
        let text = "others changed what the message rests on, again and again; nothing happened, send it again";
        Err(Refusal::new(Code::Conflict, text))
    }
}

impl Node {
    /// Whether what was decided without writing anything rests on what is so: a node that shares its state with others may be behind.
    fn is_still_so(
        &self,
        tenant: &Tenant,
        reads: Reads,
        now: Millis,
        losses: u32,
    ) -> Result<bool, Refusal> {
        if !self.engine.waits() || reads.read.is_empty() {
            return Ok(true);
        }
        let nothing = Batch {
            tenant: tenant.clone(),
            reads,
            writes: Vec::new(),
            completes: None,
            now,
        };
        match self.engine.commit_after(nothing, losses) {
            Ok(_) => Ok(true),
            Err(CommitError::Conflict) => Ok(false),
            Err(CommitError::Refused(text)) => Err(Refusal::new(Code::Rejected, text)),
            // It wrote nothing in any case.
            Err(CommitError::Unavailable(error) | CommitError::Unknown(error)) => {
                Err(unavailable(error))
            }
        }
    }
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
