//! A batch as the script of commits takes it.

use std::sync::atomic::{AtomicU64, Ordering};

use buildamp_engine::{Batch, Interval, Job, Keep, Read, Reads, Write};

use crate::courier::Packed;
use crate::names;
use crate::pack::{Packer, WHOLE};
use crate::record::{write_broadcast, write_control};
use crate::view::NUMBER_BITS;

thread_local! {
    /// By what a message is known while it loses again and again: it stays on its thread.
    static THREAD: u64 = NEXT.fetch_add(1, Ordering::Relaxed);
}

static NEXT: AtomicU64 = AtomicU64::new(0);

/// Whether a batch only asks whether what was read is so.
pub(crate) fn writes_nothing(batch: &Batch) -> bool {
    batch.writes.is_empty() && batch.completes.is_none()
}

/// Whether a write is of a document: the scripts check those before they write anything.
pub(crate) fn is_document(write: &Write) -> bool {
    matches!(
        write,
        Write::Operation { .. }
            | Write::Content { .. }
            | Write::DeleteDocument { .. }
            | Write::Adopt { .. }
    )
}

/// Packs a batch that has lost so often, of a commit of this name. The rooms are those whose history has to be kept for longer.
pub(crate) fn pack(
    batch: &Batch,
    losses: u32,
    tenant: &str,
    name: &str,
    rooms: &[String],
) -> Packed {
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
    let (mut keys, mut absent) = (Vec::new(), Vec::new());
    let mut intervals = Vec::new();
    for read in read {
        match read {
            Read::Key(space, key) => keys.push(names::value(tenant, *space, key)),
            Read::Absent(space, key) => absent.push(names::value(tenant, *space, key)),
            Read::Prefix(space, prefix) => {
                intervals.push(Interval::of_prefix(&names::value(tenant, *space, prefix)));
            }
            Read::Range(space, keys) => intervals.push(names::interval(tenant, *space, keys)),
            Read::Document(document) => keys.push(names::document(tenant, document)),
            Read::Members(room) => keys.push(format!("m{tenant}{room}")),
            Read::Online(user) => keys.push(format!("u{tenant}{user}")),
        }
    }
    pack_names(packer, keys);
    pack_list(packer, intervals.len());
    for interval in &intervals {
        pack_interval(packer, interval);
    }
    pack_names(packer, absent);
    pack_documents(packer, tenant, &batch.writes);
    match &batch.completes {
        Some(job) => pack_job(packer, job),
        None => drop(packer.nothing()),
    }
}

fn pack_names(packer: &mut Packer, names: Vec<String>) {
    pack_list(packer, names.len());
    for name in names {
        packer.text(name);
    }
}

/// What all names of an interval begin with, then what follows in the first one, and in the first one behind it: so scripts, which have no
/// comparison of bytes, mostly need none. All that begin so are told by that alone.
fn pack_interval(packer: &mut Packer, interval: &Interval) {
    let (start, from, to) = parts(interval);
    match (from, to) {
        ("", "") => drop(packer.text(start)),
        _ => drop(packer.array(3).text(start).text(from).text(to)),
    }
}

fn parts(Interval { from, to }: &Interval) -> (&str, &str, &str) {
    let to = to.as_deref().unwrap_or_default();
    let mut shared = 0;
    for ((at, one), other) in from.char_indices().zip(to.chars()) {
        if one != other {
            // Where the end is behind all that begin as the first one does, nothing more of it has to be told.
            let start = &from[..at + one.len_utf8()];
            if Interval::of_prefix(start).to.as_deref() == Some(to) {
                return (start, &from[start.len()..], "");
            }
            break;
        }
        shared = at + one.len_utf8();
    }
    (&from[..shared], &from[shared..], &to[shared..])
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(from: &str, to: &str) -> Interval {
        Interval {
            from: from.to_owned(),
            to: Some(to.to_owned()),
        }
    }

    #[test]
    fn an_interval_is_told_by_what_its_names_share() {
        assert_eq!(parts(&Interval::of_prefix("v1:ab/")), ("v1:ab/", "", ""));
        assert_eq!(parts(&of("v1:ab/3", "v1:ab0")), ("v1:ab/", "3", ""));
        assert_eq!(parts(&of("v1:ab/", "v1:ab/3\0")), ("v1:ab/", "", "3\0"));
        assert_eq!(parts(&of("v1:ab/2", "v1:ab/3")), ("v1:ab/2", "", ""));
        assert_eq!(parts(&of("v1:ab/2", "v1:ab/4")), ("v1:ab/", "2", "4"));
        assert_eq!(
            parts(&of("v1:a\u{e4}1", "v1:a\u{e5}")),
            ("v1:a\u{e4}", "1", "")
        );
        assert_eq!(parts(&of("v1:a", "v1:c")), ("v1:", "a", "c"));
    }
}
