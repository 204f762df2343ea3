//! Commits on their way to Redis: those that wait at the same time go in one call.
//!
//! Owns when a call leaves and with which commits. What they say, and what becomes of a commit whose answer was lost, is not its business.

use std::collections::VecDeque;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use redis::{Cmd, Value, cmd};

use crate::callback;
use crate::link::{Answer, Failed, Up, send, waiting};
use crate::partition::{Partition, word};

/// How many calls are under way before a commit waits for company: each of them wakes every node, so the fewer the better.
const CALLS: usize = 1;

/// How long a commit waits for company at most. Over a long way a call takes so much longer that nobody should wait for its end.
const PATIENCE: Duration = Duration::from_millis(2);

/// How many commits go in one call at most, so that others get their turn in between, and about how many bytes.
const MOST: (usize, usize) = (64, 1 << 20);

/// A commit as the script takes it.
pub(crate) struct Packed {
    /// What it rests on.
    pub(crate) rests_on: Vec<u8>,
    /// What it tells all nodes; empty where it only asks whether what was read is so.
    pub(crate) tells: Vec<u8>,
}

/// What is called with the answer of a commit. It must be short, and never block.
pub(crate) type Answered = Box<dyn FnOnce(Result<Answer, Failed>) + Send>;

struct Parcel {
    packed: Arc<Packed>,
    /// The rooms' numbering when what it rests on was read.
    epoch: u64,
    /// Until it is answered.
    answered: Option<Answered>,
}

impl Parcel {
    fn answer(mut self, answer: Result<Answer, Failed>) {
        self.tell(answer);
    }

    fn tell(&mut self, answer: Result<Answer, Failed>) {
        if let Some(answered) = self.answered.take() {
            callback::call("what became of a commit", || answered(answer));
        }
    }
}

impl Drop for Parcel {
    /// Whatever became of its call: nobody waits for ever.
    fn drop(&mut self) {
        self.tell(Err(Failed::Unknown("its call has ended".to_owned())));
    }
}

/// See the module.
#[derive(Default)]
pub(crate) struct Courier(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    parcels: VecDeque<Parcel>,
    /// How many calls are under way.
    calls: usize,
    /// Whether one more is about to leave.
    is_called: bool,
}

impl Courier {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    /// The next to go.
    fn take(&mut self) -> Vec<Parcel> {
        let (mut count, mut bytes) = (0, 0);
        for parcel in self.parcels.iter().take(MOST.0) {
            bytes += parcel.packed.rests_on.len() + parcel.packed.tells.len();
            if count > 0 && bytes > MOST.1 {
                break;
            }
            count += 1;
        }
        self.parcels.drain(..count).collect()
    }
}

/// The right to make calls: there are [`CALLS`], and more for those who have waited for company.
struct Permit {
    partition: Arc<Partition>,
    is_held: bool,
}

impl Permit {
    /// One that is counted already.
    fn new(partition: Arc<Partition>) -> Self {
        Self {
            partition,
            is_held: true,
        }
    }

    /// The next to go. Where there is none the permit is given back at that moment, so that who comes then sees it.
    fn take(&mut self) -> Option<Vec<Parcel>> {
        let mut waiting = self.partition.courier.waiting();
        let parcels = waiting.take();
        if parcels.is_empty() {
            waiting.calls -= 1;
            self.is_held = false;
            return None;
        }
        Some(parcels)
    }
}

impl Drop for Permit {
    /// Given back in the middle, by a panic or because the engine ends, it leaves nobody behind who would wait for it.
    fn drop(&mut self) {
        if !self.is_held {
            return;
        }
        let left = {
            let mut waiting = self.partition.courier.waiting();
            waiting.calls -= 1;
            std::mem::take(&mut waiting.parcels)
        };
        for parcel in left {
            parcel.answer(Err(Failed::Undone("its call was not made".to_owned())));
        }
    }
}

/// Sends a commit, and waits for its answer.
pub(crate) fn deliver(
    partition: &Arc<Partition>,
    packed: &Arc<Packed>,
    epoch: u64,
) -> Result<Answer, Failed> {
    let (tell, told) = sync_channel(1);
    // Who no longer waits has gone with the process.
    let answered = move |answer| drop(tell.send(answer));
    post(partition, packed.clone(), epoch, Box::new(answered));
    waiting(|| told.recv())
        .unwrap_or_else(|_| Err(Failed::Unknown("the engine is closed".to_owned())))
}

/// Sends a commit, and calls with its answer.
pub(crate) fn post(
    partition: &Arc<Partition>,
    packed: Arc<Packed>,
    epoch: u64,
    answered: Answered,
) {
    let parcel = Parcel {
        packed,
        epoch,
        answered: Some(answered),
    };
    let mut waiting = partition.courier.waiting();
    waiting.parcels.push_back(parcel);
    if waiting.calls < CALLS {
        waiting.calls += 1;
        drop(waiting);
        partition.link.spawn(go(Permit::new(partition.clone())));
    } else if !waiting.is_called {
        waiting.is_called = true;
        drop(waiting);
        partition.link.spawn(go_later(partition.clone()));
    }
}

async fn go_later(partition: Arc<Partition>) {
    tokio::time::sleep(PATIENCE).await;
    {
        let mut waiting = partition.courier.waiting();
        waiting.is_called = false;
        if waiting.parcels.is_empty() {
            return;
        }
        waiting.calls += 1;
    }
    go(Permit::new(partition)).await;
}

/// Makes one call after the other, as long as there are commits.
async fn go(mut permit: Permit) {
    while let Some(parcels) = permit.take() {
        let partition = &permit.partition;
        let epoch = partition.replica().epoch;
        // What was read has another numbering: it is read anew.
        let (fresh, old): (Vec<_>, Vec<_>) = parcels
            .into_iter()
            .partition(|parcel| parcel.epoch == epoch);
        for parcel in old {
            let value = Value::SimpleString("conflict".to_owned());
            parcel.answer(Ok(Answer { value, serial: 0 }));
        }
        if !fresh.is_empty() {
            carry(partition, epoch, fresh).await;
        }
    }
}

async fn carry(partition: &Arc<Partition>, epoch: u64, parcels: Vec<Parcel>) {
    let link = &partition.link;
    let result = match link.current() {
        Ok(up) => {
            let command = command(partition, &up, epoch, &parcels);
            let mut connection = up.connection;
            link.count();
            let answer = send(&mut connection, &command).await;
            answer
                .map(|value| (value, up.serial))
                .map_err(|error| link.failed(up.serial, &error))
        }
        Err(reason) => Err(Failed::Undone(reason)),
    };
    match result {
        Ok((Value::Array(values), serial)) if values.len() == parcels.len() => {
            for (parcel, value) in parcels.into_iter().zip(values) {
                parcel.answer(Ok(Answer { value, serial }));
            }
        }
        Ok((value, serial)) => {
            for parcel in parcels {
                let value = value.clone();
                parcel.answer(Ok(Answer { value, serial }));
            }
        }
        Err(failed) => {
            for parcel in parcels {
                parcel.answer(Err(failed.clone()));
            }
        }
    }
}

fn command(partition: &Partition, up: &Up, epoch: u64, parcels: &[Parcel]) -> Cmd {
    let options = &partition.options;
    let mut command = cmd("EVALSHA");
    command.arg(&*up.commit).arg(1).arg(&*partition.base);
    command.arg(epoch).arg(&*partition.node).arg(up.serial);
    command
        .arg(options.history)
        .arg(partition.kept())
        .arg(options.operations)
        .arg(options.log);
    for parcel in parcels {
        command.arg(&parcel.packed.rests_on[..]);
        command.arg(&parcel.packed.tells[..]);
    }
    command
}

/// What the script answered a commit.
pub(crate) enum Verdict<'a> {
    /// It took effect, with this number; or what it asked for is so, as of it.
    Done(u64),
    Conflict,
    /// As a conflict, but others are before it: how many, as of which commit, and what they wait for.
    Turn(u64, u64, &'a str),
    /// The write of a document that does not fit, and the version that the document has.
    Refused(u64, u64),
    /// Redis has another state than the node knew, or the node another connection.
    Lost,
    Failed(&'a str),
    Unreadable,
}

impl Verdict<'_> {
    pub(crate) fn read(value: &Value) -> Verdict<'_> {
        if let Value::Int(number) = value {
            return u64::try_from(*number).map_or(Verdict::Unreadable, Verdict::Done);
        }
        let Some(text) = word(value) else {
            return Verdict::Unreadable;
        };
        match text.split_once(' ').unwrap_or((text, "")) {
            ("conflict", _) => Verdict::Conflict,
            ("lost", _) => Verdict::Lost,
            ("failed", why) => Verdict::Failed(why),
            ("refused", rest) => two(rest).map_or(Verdict::Unreadable, |(which, version, _)| {
                Verdict::Refused(which, version)
            }),
            ("turn", rest) => two(rest).map_or(Verdict::Unreadable, |(ahead, number, name)| {
                Verdict::Turn(ahead, number, name)
            }),
            _ => Verdict::Unreadable,
        }
    }
}

/// Two numbers, and what comes behind them.
fn two(text: &str) -> Option<(u64, u64, &str)> {
    let (first, rest) = text.split_once(' ')?;
    let (second, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    Some((first.parse().ok()?, second.parse().ok()?, rest))
}
