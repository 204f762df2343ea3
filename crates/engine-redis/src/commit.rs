//! A commit: sent to Redis, and what became of it.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Instant;

use buildamp_engine::{Batch, CommitError, Committed, Receipt, Unavailable, Write};
use redis::Value;

use crate::callback;
use crate::courier::{self, Packed, Verdict};
use crate::link::{Answer, Args, Failed, waiting};
use crate::names;
use crate::packing::{is_document, pack, writes_nothing};
use crate::partition::{Partition, count, word};
use crate::replicas::when_copied;
use crate::view::{Held, NUMBER_BITS};

/// Commits, and finds out what became of a commit whose answer was lost. One that has lost before waits for its turn, where there is one.
pub(crate) fn commit(
    partition: &Arc<Partition>,
    batch: Batch,
    losses: u32,
) -> Result<Receipt, CommitError> {
    // So that what others write meanwhile is remembered, and can be waited for.
    let held = match losses {
        0 => None,
        _ => Some(Held::new(partition)?),
    };
    Attempt::new(partition, batch, losses).carry_out(held.is_some(), None)
}

/// Commits without waiting. What has to be waited for, which is seldom, has a thread of its own.
pub(crate) fn submit(partition: &Arc<Partition>, batch: Batch, then: Committed) {
    let attempt = Attempt::new(partition, batch, 0);
    if partition.link.health().is_err() {
        return apart(attempt, None, then);
    }
    let (epoch, since) = match attempt.may_go() {
        Ok(place) => place,
        Err(error) => return then(Err(error)),
    };
    let packed = attempt.packed.clone();
    let answered = move |answer| match answer {
        Ok(answer) => attempt.conclude(&answer, then),
        Err(Failed::Refused(text)) => then(Err(Unavailable(text).into())),
        Err(Failed::Undone(_)) => apart(attempt, None, then),
        Err(Failed::Unknown(text)) => apart(attempt, Some(Fate::Lost(text, since)), then),
    };
    courier::post(partition, packed, epoch, Box::new(answered));
}

/// Goes on with a commit on a thread that may wait.
fn apart(attempt: Attempt, fate: Option<Fate>, then: Committed) {
    let partition = attempt.partition.clone();
    let wait = move || {
        let result = attempt.carry_out(false, fate);
        callback::call("what became of a commit", || then(result));
    };
    partition.link.spawn_blocking(wait);
}

/// What is known of a commit that was sent already.
enum Fate {
    Answered(Answer),
    /// The answer was lost, and why; and the last commit that was heard before.
    Lost(String, u64),
}

/// A commit on its way.
struct Attempt {
    partition: Arc<Partition>,
    batch: Batch,
    /// What it is called in Redis.
    name: String,
    packed: Arc<Packed>,
    /// The state that the node knew when it was begun, and the rooms of which Redis is told to keep the history.
    generation: u64,
    rooms: Vec<String>,
    began: Instant,
}

impl Attempt {
    fn new(partition: &Arc<Partition>, batch: Batch, losses: u32) -> Self {
        let (began, name) = (Instant::now(), partition.name());
        let tenant = names::tenant(&batch.tenant);
        let generation = partition.replica().generation;
        let age = partition.options.age;
        let rooms = (partition.histories).due(&tenant, &batch.writes, age, generation);
        let packed = Arc::new(pack(&batch, losses, &tenant, &name, &rooms));
        Self {
            partition: partition.clone(),
            batch,
            name,
            packed,
            generation,
            rooms,
            began,
        }
    }

    /// Whether it can be sent at present: of which numbering what was read is, and the last commit that was heard.
    fn may_go(&self) -> Result<(u64, u64), CommitError> {
        let partition = &self.partition;
        if !writes_nothing(&self.batch) {
            let enough = partition.replicas.are_enough(&partition.options);
            enough.map_err(Unavailable)?;
        }
        let replica = partition.replica();
        let reads = &self.batch.reads;
        // What was read is of a state that is gone.
        if !reads.read.is_empty() && reads.at >> NUMBER_BITS != replica.generation {
            return Err(CommitError::Conflict);
        }
        Ok((replica.epoch, replica.applied))
    }

    /// Does what is left to do, on a thread that may wait for it.
    fn carry_out(self, has_turns: bool, fate: Option<Fate>) -> Result<Receipt, CommitError> {
        let options = &self.partition.options;
        // Once it was not known what became of it, it is tried for as long as an answer may take.
        let (mut end, mut ready_by) = (self.began + options.patience, self.began);
        let mut fate = fate;
        loop {
            match fate.take() {
                Some(Fate::Answered(answer)) => return self.done(&answer),
                Some(Fate::Lost(text, since)) => {
                    end = self.began + options.timeout;
                    ready_by = end;
                    if let Some((number, serial)) = self.find_out(since, end, text)? {
                        return self.took_effect(number, serial);
                    }
                    if Instant::now() >= end {
                        let text = "Redis did not answer in time, and did not do it";
                        return Err(Unavailable(text.to_owned()).into());
                    }
                }
                None => {}
            }
            let ready = (self.partition.link).ready_by(options.patience, ready_by);
            ready.map_err(Unavailable)?;
            let (epoch, since) = self.may_go()?;
            match courier::deliver(&self.partition, &self.packed, epoch) {
                Ok(answer) => {
                    if let Verdict::Turn(ahead, after, name) = Verdict::read(&answer.value)
                        && has_turns
                    {
                        self.partition.await_turn(name, after, ahead);
                    }
                    fate = Some(Fate::Answered(answer));
                }
                Err(Failed::Refused(text)) => return Err(Unavailable(text).into()),
                Err(Failed::Undone(text)) if Instant::now() >= end => {
                    return Err(Unavailable(text).into());
                }
                Err(Failed::Undone(_)) => {}
                Err(Failed::Unknown(text)) => fate = Some(Fate::Lost(text, since)),
            }
        }
    }

    /// The number of a commit whose answer was lost, and over which connection that was told; nothing where it did not take effect, and never will.
    fn find_out(
        &self,
        since: u64,
        until: Instant,
        mut lost: String,
    ) -> Result<Option<(u64, u64)>, CommitError> {
        let args = Args::of("fate").number(since).and(&*self.name);
        while Instant::now() < until {
            let Partition {
                options,
                base,
                link,
                ..
            } = &*self.partition;
            match link.call(options, base, &args, Some(until)) {
                Ok(Answer { value, serial }) => match (word(&value), second(&value)) {
                    (Some("done"), Some(number)) => return Ok(Some((number, serial))),
                    (Some("undone"), _) => return Ok(None),
                    _ => break,
                },
                Err(Failed::Refused(_)) => break,
                Err(_) if self.partition.link.is_closed() => break,
                Err(failed) => lost = failed.text(),
            }
        }
        Err(CommitError::Unknown(Unavailable(lost)))
    }

    /// What an answer comes to.
    fn verdict(&self, Answer { value, serial }: &Answer) -> Result<u64, CommitError> {
        match Verdict::read(value) {
            Verdict::Done(number) => Ok(number),
            Verdict::Conflict | Verdict::Turn(..) => Err(CommitError::Conflict),
            Verdict::Refused(which, before) => Err(refused(&self.batch, which, before)),
            Verdict::Lost => {
                // Nothing was written; on a fresh snapshot it may be.
                let reason = "the store's state is another one than this node knew";
                self.partition.link.lose(*serial, reason);
                Err(CommitError::Conflict)
            }
            Verdict::Failed(text) => Err(Unavailable(text.to_owned()).into()),
            Verdict::Unreadable => Err(unreadable().into()),
        }
    }

    /// Calls back with what the answer says, once as many replicas as should have the commit, and this node knows of it itself.
    fn conclude(self, answer: &Answer, then: Committed) {
        let number = match self.verdict(answer) {
            Ok(number) => number,
            Err(error) => return then(Err(error)),
        };
        let partition = self.partition.clone();
        if writes_nothing(&self.batch) {
            return then(Ok(partition.empty_receipt(number)));
        }
        let receipt = partition.receipt(number);
        self.note_histories();
        let (serial, wanted) = (answer.serial, partition.options.replicas);
        if wanted == 0 {
            return partition.when_heard(number, serial, Box::new(move || then(Ok(receipt))));
        }
        let inside = partition.clone();
        let copied = move |have| {
            let result = enough(have, wanted).map(|()| receipt);
            inside.when_heard(number, serial, Box::new(move || then(result)));
        };
        when_copied(&partition, serial, Box::new(copied));
    }

    /// As [`Attempt::conclude`], waiting.
    fn done(self, answer: &Answer) -> Result<Receipt, CommitError> {
        let number = self.verdict(answer)?;
        self.took_effect(number, answer.serial)
    }

    fn took_effect(self, number: u64, serial: u64) -> Result<Receipt, CommitError> {
        let partition = self.partition.clone();
        if writes_nothing(&self.batch) {
            return Ok(partition.empty_receipt(number));
        }
        self.note_histories();
        partition.await_heard(number);
        let wanted = partition.options.replicas;
        if wanted > 0 {
            let (tell, told) = sync_channel(1);
            // Who no longer waits has gone with the process.
            let copied = move |have| drop(tell.send(have));
            when_copied(&partition, serial, Box::new(copied));
            let closed = |_| Err(Failed::Unknown("the engine is closed".to_owned()));
            enough(waiting(|| told.recv()).unwrap_or_else(closed), wanted)?;
        }
        Ok(partition.receipt(number))
    }

    fn note_histories(self) {
        let histories = &self.partition.histories;
        histories.note(self.rooms, self.began, self.generation);
    }
}

fn second(value: &Value) -> Option<u64> {
    match value {
        Value::Array(parts) => parts.get(1).and_then(count),
        _ => None,
    }
}

fn unreadable() -> Unavailable {
    Unavailable("the answer is not that of this version's scripts".to_owned())
}

/// Whether as many replicas have a commit as should. It took effect in any case.
fn enough(have: Result<u32, Failed>, wanted: u32) -> Result<(), CommitError> {
    let unknown = |text| CommitError::Unknown(Unavailable(text));
    match have.map_err(|failed| unknown(failed.text()))? {
        have if have < wanted => Err(unknown(format!(
            "the commit is on {have} replicas, {wanted} should have it"
        ))),
        _ => Ok(()),
    }
}

fn refused(batch: &Batch, which: u64, before: u64) -> CommitError {
    let which = usize::try_from(which).unwrap_or(0).saturating_sub(1);
    let text = match batch.writes.iter().filter(|w| is_document(w)).nth(which) {
        Some(Write::Operation {
            document, version, ..
        }) => format!(
            "document `{document}` is at version {before}: the next operation makes version {}, not {version}",
            before.saturating_add(1)
        ),
        Some(Write::Content {
            document, version, ..
        }) => format!(
            "document `{document}` is at version {before}: its content is not that of version {version}"
        ),
        _ => return unreadable().into(),
    };
    CommitError::Refused(text)
}
