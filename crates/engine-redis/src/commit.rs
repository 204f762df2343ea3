//! A batch → one call of the scripts, and what became of it.

use std::sync::Arc;
use std::time::Instant;

use buildamp_engine::{Batch, CommitError, Job, Keep, Read, Reads, Receipt, Unavailable, Write};
use redis::Value;

use crate::link::{Answer, Args, Failed};
use crate::names;
use crate::pack::Packer;
use crate::partition::{Partition, count, word};
use crate::record::{write_broadcast, write_control};
use crate::view::NUMBER_BITS;

/// The greatest whole number that the scripts can tell from its neighbours.
const WHOLE: u64 = 1 << 53;

/// Commits, and finds out what became of a commit whose answer was lost.
pub(crate) fn commit(partition: &Arc<Partition>, batch: &Batch) -> Result<Receipt, CommitError> {
    let began = Instant::now();
    partition
        .link
        .ready(partition.options.patience)
        .map_err(Unavailable)?;
    let generation = batch.reads.at >> NUMBER_BITS;
    let packed = Packed::of(batch)?;
    let writes_nothing = batch.writes.is_empty() && batch.completes.is_none();
    let place = Place::take(partition);
    let mut unknown = false;
    loop {
        let epoch = {
            let replica = partition.replica();
            // What was read is of a state that is gone.
            if !unknown && !batch.reads.read.is_empty() && generation != replica.generation {
                return Err(CommitError::Conflict);
            }
            replica.epoch
        };
        let args = packed.args(partition, batch, epoch, place.slot);
        // Once it is not known, it is asked for as long as an answer may take.
        let until = unknown.then(|| began + partition.options.timeout);
        match partition
            .link
            .call(&partition.options, &partition.base, &args, until)
        {
            Ok(answer) => return done(partition, batch, &answer, writes_nothing),
            Err(Failed::Refused(text)) if !unknown => return Err(Unavailable(text).into()),
            Err(failed) => {
                unknown |= matches!(failed, Failed::Unknown(_));
                let text = failed.text();
                let end = match unknown {
                    true => began + partition.options.timeout,
                    false => began + partition.options.patience,
                };
                if Instant::now() < end {
                    continue;
                }
                return Err(match unknown {
                    true => CommitError::Unknown(Unavailable(text)),
                    false => Unavailable(text).into(),
                });
            }
        }
    }
}

fn done(
    partition: &Arc<Partition>,
    batch: &Batch,
    Answer { value, serial }: &Answer,
    writes_nothing: bool,
) -> Result<Receipt, CommitError> {
    let Value::Array(parts) = value else {
        return Err(unreadable().into());
    };
    match (
        word(value),
        parts.get(1).and_then(count),
        parts.get(2).and_then(count),
    ) {
        (Some("done"), Some(number), _) if writes_nothing => Ok(partition.empty_receipt(number)),
        (Some("done"), Some(number), _) => {
            partition.await_heard(number);
            if partition.options.replicas > 0 {
                enough_replicas(partition, *serial).map_err(CommitError::Unknown)?;
            }
            Ok(partition.receipt(number))
        }
        (Some("conflict"), ..) => Err(CommitError::Conflict),
        (Some("refused"), Some(which), Some(before)) => Err(refused(batch, which, before)),
        (Some("lost"), ..) => {
            // Nothing was written; on a fresh snapshot it may be.
            partition
                .link
                .renew("the store's state is another one than this node knew");
            Err(CommitError::Conflict)
        }
        _ => Err(unreadable().into()),
    }
}

fn unreadable() -> Unavailable {
    Unavailable("the answer is not that of this version's scripts".to_owned())
}

fn enough_replicas(partition: &Arc<Partition>, serial: u64) -> Result<(), Unavailable> {
    let wanted = partition.options.replicas;
    let have = partition
        .link
        .replicas(&partition.options, serial)
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

/// A place in flight, given back when it is known what became of the commit, or nobody asks any longer.
struct Place<'p> {
    partition: &'p Partition,
    slot: (u32, u64),
}

impl<'p> Place<'p> {
    fn take(partition: &'p Partition) -> Self {
        let slot = partition.take_slot();
        Self { partition, slot }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.partition.free_slot(self.slot);
    }
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

/// A batch as the scripts take it.
struct Packed {
    reads: Vec<u8>,
    writes: Vec<u8>,
}

impl Packed {
    fn of(batch: &Batch) -> Result<Self, CommitError> {
        let tenant = names::tenant(&batch.tenant);
        let (mut reads, mut writes) = (Packer::default(), Packer::default());
        pack_reads(
            &mut reads,
            &tenant,
            &batch.reads,
            &batch.writes,
            batch.completes.as_ref(),
        );
        writes
            .array(2)
            .text(&*batch.tenant.0)
            .array(batch.writes.len());
        for write in &batch.writes {
            pack_write(&mut writes, &tenant, write, batch);
        }
        Ok(Self {
            reads: reads.0,
            writes: writes.0,
        })
    }

    fn args(&self, partition: &Partition, batch: &Batch, epoch: u64, slot: (u32, u64)) -> Args {
        let options = &partition.options;
        let mut limits = Packer::default();
        // So that what a reader may still ask for is there, whatever the clocks say.
        let age = options.age.0.saturating_mul(2).saturating_add(10_000);
        limits
            .array(4)
            .number(options.history as u64)
            .number(age.min(WHOLE));
        limits.number(options.operations).number(options.log);
        Args::of("commit")
            .number(epoch)
            .number(batch.reads.at & ((1 << NUMBER_BITS) - 1))
            .number(batch.reads.now.0)
            .number(batch.now.0)
            .and(&*partition.node)
            .number(slot.0.into())
            .number(slot.1)
            .and(&*self.reads)
            .and(&*self.writes)
            .and(limits.0)
    }
}

fn pack_reads(
    packer: &mut Packer,
    tenant: &str,
    reads: &Reads,
    writes: &[Write],
    job: Option<&Job>,
) {
    let (mut keys, mut prefixes, mut absent) = (Vec::new(), Vec::new(), Vec::new());
    for read in &reads.read {
        match read {
            Read::Key(space, key) => keys.push(names::value(tenant, *space, key)),
            Read::Absent(space, key) => absent.push(names::value(tenant, *space, key)),
            Read::Prefix(space, prefix) => prefixes.push(names::value(tenant, *space, prefix)),
            Read::Document(document) => keys.push(names::document(tenant, document)),
            Read::Members(room) => keys.push(format!("m{tenant}{room}")),
            Read::Online(user) => keys.push(format!("u{tenant}{user}")),
        }
    }
    packer.array(5);
    for list in [keys, prefixes, absent] {
        packer.array(list.len());
        for name in list {
            packer.text(name);
        }
    }
    let documents = writes.iter().filter(|write| is_document(write));
    packer.array(documents.clone().count());
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
    match job {
        Some(job) => {
            let id = job.id.0.rsplit_once('.').map_or(&*job.id.0, |(_, id)| id);
            packer.array(2).text(id).text(job.claim.to_string());
        }
        None => drop(packer.array(0)),
    }
}

fn pack_write(packer: &mut Packer, tenant: &str, write: &Write, batch: &Batch) {
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
            packer
                .array(3)
                .number(4)
                .text(names::bare(tenant, room))
                .text(message);
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
