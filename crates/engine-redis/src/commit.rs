//! A batch → what the script takes, and what became of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use buildamp_engine::{Batch, CommitError, Job, Keep, Read, Reads, Receipt, Unavailable, Write};
use redis::Value;

use crate::courier::{self, Packed, Verdict};
use crate::link::{Answer, Args, Failed};
use crate::names;
use crate::pack::{Packer, WHOLE};
use crate::partition::{Partition, count, word};
use crate::record::{write_broadcast, write_control};
use crate::view::{Held, NUMBER_BITS};

thread_local! {
    /// By what a message is known while it loses again and again: it stays on its thread.
    static THREAD: u64 = NEXT.fetch_add(1, Ordering::Relaxed);
}

static NEXT: AtomicU64 = AtomicU64::new(0);

/// Commits, and finds out what became of a commit whose answer was lost. One that has lost before waits for its turn, where there is one.
pub(crate) fn commit(
    partition: &Arc<Partition>,
    batch: &Batch,
    losses: u32,
) -> Result<Receipt, CommitError> {
    // So that what others write meanwhile is remembered, and can be waited for.
    let held = match losses {
        0 => None,
        _ => Some(Held::new(partition)?),
    };
    let began = Instant::now();
    let generation = batch.reads.at >> NUMBER_BITS;
    let name = partition.name();
    let tenant = names::tenant(&batch.tenant);
    let now = partition.replica().generation;
    let age = partition.options.age;
    let rooms = partition.histories.due(&tenant, &batch.writes, age, now);
    let packed = Arc::new(pack(batch, losses, &tenant, &name, &rooms));
    let (patience, timeout) = (partition.options.patience, partition.options.timeout);
    // Once it was not known what became of it, it is tried for as long as an answer may take.
    let (mut end, mut ready_by) = (began + patience, began);
    loop {
        let ready = partition.link.ready_by(patience, ready_by);
        ready.map_err(Unavailable)?;
        if !writes_nothing(batch) {
            let enough = partition.replicas.are_enough(&partition.options);
            enough.map_err(Unavailable)?;
        }
        let (epoch, since) = {
            let replica = partition.replica();
            // What was read is of a state that is gone.
            if !batch.reads.read.is_empty() && generation != replica.generation {
                return Err(CommitError::Conflict);
            }
            (replica.epoch, replica.applied)
        };
        match courier::deliver(partition, &packed, epoch) {
            Ok(answer) => {
                if let Verdict::Turn(ahead, after, name) = Verdict::read(&answer.value)
                    && held.is_some()
                {
                    partition.await_turn(name, after, ahead);
                }
                let receipt = done(partition, batch, &answer)?;
                partition.histories.note(rooms, began, now);
                return Ok(receipt);
            }
            Err(Failed::Refused(text)) => return Err(Unavailable(text).into()),
            Err(Failed::Undone(text)) if Instant::now() >= end => {
                return Err(Unavailable(text).into());
            }
            Err(Failed::Undone(_)) => {}
            Err(Failed::Unknown(text)) => {
                end = began + timeout;
                ready_by = end;
                match fate(partition, &name, since, end, text)? {
                    Some((number, serial)) => {
                        return took_effect(partition, batch, number, serial);
                    }
                    None if Instant::now() >= end => {
                        let text = "Redis did not answer in time, and did not do it";
                        return Err(Unavailable(text.to_owned()).into());
                    }
                    None => {}
                }
            }
        }
    }
}

/// The number of a commit whose answer was lost, and over which connection that was told; nothing where it did not take effect, and never will.
fn fate(
    partition: &Arc<Partition>,
    name: &str,
    since: u64,
    until: Instant,
    mut lost: String,
) -> Result<Option<(u64, u64)>, CommitError> {
    let args = Args::of("fate").number(since).and(name);
    while Instant::now() < until {
        let (options, base) = (&partition.options, &partition.base);
        match partition.link.call(options, base, &args, Some(until)) {
            Ok(Answer { value, serial }) => match (word(&value), second(&value)) {
                (Some("done"), Some(number)) => return Ok(Some((number, serial))),
                (Some("undone"), _) => return Ok(None),
                _ => break,
            },
            Err(Failed::Refused(_)) => break,
            Err(failed) => lost = failed.text(),
        }
    }
    Err(CommitError::Unknown(Unavailable(lost)))
}

fn second(value: &Value) -> Option<u64> {
    match value {
        Value::Array(parts) => parts.get(1).and_then(count),
        _ => None,
    }
}

fn done(
    partition: &Arc<Partition>,
    batch: &Batch,
    Answer { value, serial }: &Answer,
) -> Result<Receipt, CommitError> {
    match Verdict::read(value) {
        Verdict::Done(number) => took_effect(partition, batch, number, *serial),
        Verdict::Conflict | Verdict::Turn(..) => Err(CommitError::Conflict),
        Verdict::Refused(which, before) => Err(refused(batch, which, before)),
        Verdict::Lost => {
            // Nothing was written; on a fresh snapshot it may be.
            let reason = "the store's state is another one than this node knew";
            partition.link.lose(*serial, reason);
            Err(CommitError::Conflict)
        }
        Verdict::Failed(text) => Err(Unavailable(text.to_owned()).into()),
        Verdict::Unreadable => Err(unreadable().into()),
    }
}

fn took_effect(
    partition: &Arc<Partition>,
    batch: &Batch,
    number: u64,
    serial: u64,
) -> Result<Receipt, CommitError> {
    if writes_nothing(batch) {
        return Ok(partition.empty_receipt(number));
    }
    partition.await_heard(number);
    if partition.options.replicas > 0 {
        enough_replicas(partition, serial).map_err(CommitError::Unknown)?;
    }
    Ok(partition.receipt(number))
}

fn writes_nothing(batch: &Batch) -> bool {
    batch.writes.is_empty() && batch.completes.is_none()
}

fn unreadable() -> Unavailable {
    Unavailable("the answer is not that of this version's scripts".to_owned())
}

fn enough_replicas(partition: &Arc<Partition>, serial: u64) -> Result<(), Unavailable> {
    let wanted = partition.options.replicas;
    let have = partition
        .replicas
        .have(&partition.link, &partition.options, serial)
        .map_err(|failed| Unavailable(failed.text()))?;
    match have < wanted {
        true => Err(Unavailable(format!(
            "the commit is on {have} replicas, {wanted} should have it"
        ))),
        false => Ok(()),
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

/// Whether a write is of a document: the scripts check those before they write anything.
fn is_document(write: &Write) -> bool {
    matches!(
        write,
        Write::Operation { .. }
            | Write::Content { .. }
            | Write::DeleteDocument { .. }
            | Write::Adopt { .. }
    )
}

/// A batch as the script takes it.
fn pack(batch: &Batch, losses: u32, tenant: &str, name: &str, rooms: &[String]) -> Packed {
    let (mut rests_on, mut tells) = (Packer::default(), Packer::default());
    pack_reads(&mut rests_on, tenant, batch);
    rests_on.number(losses.into()).number(THREAD.with(|id| *id));
    if !writes_nothing(batch) {
        tells.array(4).text(name).number(batch.now.0);
        tells.text(&*batch.tenant.0).array(batch.writes.len());
        for write in &batch.writes {
            pack_write(&mut tells, tenant, write, batch, rooms);
        }
    }
    Packed {
        rests_on: rests_on.0,
        tells: tells.0,
    }
}

fn pack_reads(packer: &mut Packer, tenant: &str, batch: &Batch) {
    let Reads { at, now, read, .. } = &batch.reads;
    packer.number(at & ((1 << NUMBER_BITS) - 1));
    packer.number(now.0).number(batch.now.0);
    let (mut keys, mut prefixes, mut absent) = (Vec::new(), Vec::new(), Vec::new());
    for read in read {
        match read {
            Read::Key(space, key) => keys.push(names::value(tenant, *space, key)),
            Read::Absent(space, key) => absent.push(names::value(tenant, *space, key)),
            Read::Prefix(space, prefix) => prefixes.push(names::value(tenant, *space, prefix)),
            Read::Document(document) => keys.push(names::document(tenant, document)),
            Read::Members(room) => keys.push(format!("m{tenant}{room}")),
            Read::Online(user) => keys.push(format!("u{tenant}{user}")),
        }
    }
    for list in [keys, prefixes, absent] {
        pack_list(packer, list.len());
        for name in list {
            packer.text(name);
        }
    }
    pack_documents(packer, tenant, &batch.writes);
    match &batch.completes {
        Some(job) => pack_job(packer, job),
        None => drop(packer.nothing()),
    }
}

/// Where there is nothing the script should not make a table of it.
fn pack_list(packer: &mut Packer, length: usize) {
    match length {
        0 => drop(packer.nothing()),
        length => drop(packer.array(length)),
    }
}

fn pack_job(packer: &mut Packer, job: &Job) {
    let id = job.id.0.rsplit_once('.').map_or(&*job.id.0, |(_, id)| id);
    packer.array(2).text(id).text(job.claim.to_string());
}

fn pack_documents(packer: &mut Packer, tenant: &str, writes: &[Write]) {
    let documents = writes.iter().filter(|write| is_document(write));
    pack_list(packer, documents.clone().count());
    for write in documents {
        let (kind, document, version) = match write {
            Write::Operation {
                document, version, ..
            } => (3, document, *version),
            Write::Adopt {
                document, version, ..
            } => (12, document, *version),
            Write::Content {
                document, version, ..
            } => (13, document, *version),
            Write::DeleteDocument { document } => (14, document, 0),
            _ => continue,
        };
        let document = names::document(tenant, document);
        let version = version.min(WHOLE);
        packer.array(3).number(kind).text(document).number(version);
    }
}

fn pack_write(packer: &mut Packer, tenant: &str, write: &Write, batch: &Batch, rooms: &[String]) {
    match write {
        Write::Set {
            space,
            key,
            value,
            keep,
        } => {
            let until = match keep {
                Keep::Always => String::new(),
                Keep::Until(until) => until.0.to_string(),
            };
            packer
                .array(4)
                .number(1)
                .text(names::value(tenant, *space, key));
            packer.text(format!("{until}|{value}")).text(until);
        }
        Write::Delete { space, key } => {
            packer
                .array(2)
                .number(2)
                .text(names::value(tenant, *space, key));
        }
        Write::Operation {
            document,
            operation,
            version,
            content,
        } => {
            packer
                .array(5)
                .number(3)
                .text(names::document(tenant, document))
                .number((*version).min(WHOLE));
            packer
                .text(&**operation)
                .text(content.as_deref().unwrap_or_default());
        }
        Write::Adopt {
            document,
            version,
            content,
            content_version,
            operations,
        } => {
            packer.array(6).number(12);
            packer
                .text(names::document(tenant, document))
                .number((*version).min(WHOLE))
                .number((*content_version).min(WHOLE));
            packer.text(&**content).array(operations.len());
            for operation in operations {
                packer.text(&**operation);
            }
        }
        Write::Content {
            document,
            version,
            content,
        } => {
            packer.array(4).number(13);
            packer
                .text(names::document(tenant, document))
                .number((*version).min(WHOLE))
                .text(&**content);
        }
        Write::DeleteDocument { document } => {
            packer
                .array(2)
                .number(14)
                .text(names::document(tenant, document));
        }
        Write::Broadcast {
            room,
            message,
            exclude,
            weight,
        } => {
            let message = write_broadcast(message, exclude, weight, batch.now);
            let name = names::bare(tenant, room);
            packer.array(4).number(4).text(&name).text(message);
            packer.number(rooms.contains(&name).into());
        }
        Write::Direct { user, message } => {
            packer.array(3).number(5).text(user).text(&**message);
        }
        Write::Schedule {
            kind,
            room,
            key,
            name,
            payload,
            due,
        } => {
            let tag = names::tag(tenant, *kind, key.as_deref());
            let job = crate::jobs::Static {
                tenant: &batch.tenant,
                kind: *kind,
                room,
                key: key.as_deref(),
                name,
                payload,
            };
            packer
                .array(4)
                .number(6)
                .text(tag)
                .text(job.pack())
                .text(due.0.to_string());
        }
        Write::Cancel { key } => {
            let tag = names::tag(tenant, buildamp_engine::Kind::Event, Some(key));
            packer.array(2).number(7).text(tag);
        }
        Write::Enter {
            room,
            user,
            connection,
        } => {
            packer.array(4).number(8);
            pack_seat(packer, tenant, room, user, connection);
        }
        Write::Leave {
            room,
            user,
            connection,
        } => {
            packer.array(4).number(9);
            pack_seat(packer, tenant, room, user, connection);
        }
        Write::Control(control) => write_control(packer, control),
    }
}

fn pack_seat(packer: &mut Packer, tenant: &str, room: &str, user: &str, connection: &str) {
    packer
        .text(names::bare(tenant, room))
        .text(names::bare(tenant, user))
        .text(names::seat(user, connection));
}
