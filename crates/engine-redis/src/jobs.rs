//! Jobs: they are in Redis alone, and claimed by one call, so that no two nodes have the same.

use std::sync::Arc;

use buildamp_engine::{Aside, Job, JobId, Kind, Millis, Tenant, Unavailable};
use redis::Value;

use crate::link::Args;
use crate::pack::{Packed, Packer};
use crate::partition::{Partition, bytes, count, text};
use crate::record::time;

/// What of a job never changes.
pub(crate) struct Static<'a> {
    pub(crate) tenant: &'a Tenant,
    pub(crate) kind: Kind,
    pub(crate) room: &'a str,
    pub(crate) key: Option<&'a str>,
    pub(crate) name: &'a str,
    pub(crate) payload: &'a str,
}

impl Static<'_> {
    pub(crate) fn pack(&self) -> Vec<u8> {
        let mut packer = Packer::default();
        let kind = match self.kind {
            Kind::Event => "event",
            Kind::Webhook => "webhook",
        };
        packer
            .array(6)
            .text(&*self.tenant.0)
            .text(kind)
            .text(self.room);
        match self.key {
            Some(key) => packer.array(1).text(key),
            None => packer.array(0),
        };
        packer.text(self.name).text(self.payload);
        packer.0
    }
}

fn broken() -> Unavailable {
    Unavailable("what is stored of jobs is not what this version stores".to_owned())
}

/// Reads a job as the scripts describe it: its name, what never changes, due, attempts that have ended, claim, tag, why it was put aside.
fn read(partition: u8, described: &Value) -> Option<Aside> {
    let Value::Array(parts) = described else {
        return None;
    };
    let [id, fixed, due, attempt, claim, tag, reason, ..] = &parts[..] else {
        return None;
    };
    let fixed = Packed::take(&mut bytes(fixed)?)?.items()?;
    let [tenant, kind, room, key, name, payload] = <[Packed<'_>; 6]>::try_from(fixed).ok()?;
    let key = key.items()?.first().and_then(Packed::str).map(Arc::from);
    let job = Job {
        id: JobId(format!("{partition}.{}", text(id)?).into()),
        tenant: Tenant(tenant.str()?.into()),
        kind: match kind.str()? {
            "event" => Kind::Event,
            _ => Kind::Webhook,
        },
        room: room.str()?.into(),
        // It has lost its key where another has taken that.
        key: key.filter(|_| text(tag) != Some("")),
        name: name.str()?.into(),
        payload: payload.str()?.into(),
        due: time(text(due)?)?,
        attempt: u32::try_from(count(attempt)?).ok()?,
        claim: count(claim).unwrap_or(0),
    };
    Some(Aside {
        job,
        reason: text(reason)?.to_owned(),
    })
}

/// A job that is being tried.
fn begun(mut job: Job) -> Job {
    job.attempt += 1;
    job
}

/// Which partition a job is in, and what it is called there.
fn place<'p, 'i>(
    partitions: &'p [Arc<Partition>],
    id: &'i JobId,
) -> Option<(&'p Arc<Partition>, &'i str)> {
    let (number, id) = id.0.split_once('.')?;
    Some((partitions.get(number.parse::<usize>().ok()?)?, id))
}

/// Notes when the next is due: the first part of an answer.
fn note_due(partition: &Partition, answer: &Value) {
    if let Value::Array(parts) = answer
        && let Some(due) = parts.first()
    {
        partition.replica().due = text(due).and_then(time);
    }
}

pub(crate) fn claim(
    partitions: &[Arc<Partition>],
    now: Millis,
    until: Millis,
    most: usize,
) -> Result<Vec<Job>, Unavailable> {
    let shares = match partitions {
        [_] => vec![most],
        _ => shares(partitions, now, most)?,
    };
    let mut jobs = Vec::new();
    for (partition, share) in partitions
        .iter()
        .zip(shares)
        .filter(|(_, share)| *share > 0)
    {
        match claim_of(partition, now, until, share) {
            Ok(found) => jobs.extend(found),
            // What the others gave is claimed: it has to be handled. The next call meets the same.
            Err(_) if !jobs.is_empty() => break,
            Err(error) => return Err(error),
        }
    }
    jobs.sort_by_key(|job| job.due);
    Ok(jobs)
}

/// One call at a time, for by its number Redis tells which answers were lost.
fn claim_of(
    partition: &Partition,
    now: Millis,
    until: Millis,
    most: usize,
) -> Result<Vec<Job>, Unavailable> {
    let mut claims = partition.claims();
    claims.calls += 1;
    let args = Args::of("claim")
        .number(now.0)
        .number(until.0)
        .number(most as u64)
        .and(&*partition.node)
        .number(claims.calls)
        .number(claims.known);
    let answer = partition.ask_once(&args)?;
    note_due(partition, &answer);
    let Value::Array(parts) = &answer else {
        return Err(broken());
    };
    let [_, Value::Array(found)] = &parts[..] else {
        return Err(broken());
    };
    let jobs = found
        .iter()
        .map(|described| Some(begun(read(partition.number, described)?.job)));
    let jobs = jobs.collect::<Option<_>>().ok_or_else(broken)?;
    claims.known = claims.calls;
    Ok(jobs)
}

/// How many of the oldest jobs are in which partition.
fn shares(
    partitions: &[Arc<Partition>],
    now: Millis,
    most: usize,
) -> Result<Vec<usize>, Unavailable> {
    let mut all = Vec::new();
    for (index, partition) in partitions.iter().enumerate() {
        let answer = partition.ask(&Args::of("peek").number(now.0).number(most as u64))?;
        note_due(partition, &answer);
        if let Value::Array(parts) = &answer
            && let Some(Value::Array(times)) = parts.get(1)
        {
            all.extend(times.iter().filter_map(|due| Some((count(due)?, index))));
        }
    }
    all.sort_unstable();
    let mut shares = vec![0; partitions.len()];
    all.into_iter()
        .take(most)
        .for_each(|(_, index)| shares[index] += 1);
    Ok(shares)
}

pub(crate) fn extend(
    partitions: &[Arc<Partition>],
    job: &Job,
    until: Millis,
) -> Result<bool, Unavailable> {
    let Some((partition, id)) = place(partitions, &job.id) else {
        return Ok(false);
    };
    let args = Args::of("extend").and(id).number(job.claim).number(until.0);
    let answer = partition.ask_once(&args)?;
    note_due(partition, &answer);
    let Value::Array(parts) = &answer else {
        return Err(broken());
    };
    Ok(parts.get(1).and_then(count) == Some(1))
}

pub(crate) fn fail(
    partitions: &[Arc<Partition>],
    job: &Job,
    reason: &str,
    again: Option<Millis>,
) -> Result<(), Unavailable> {
    let Some((partition, id)) = place(partitions, &job.id) else {
        return Ok(());
    };
    let again = again.map_or_else(String::new, |again| again.0.to_string());
    let args = Args::of("fail")
        .and(id)
        .number(job.claim)
        .and(reason)
        .and(again)
        .number(u64::from(job.attempt));
    let answer = partition.ask_once(&args)?;
    note_due(partition, &answer);
    Ok(())
}

pub(crate) fn aside(partitions: &[Arc<Partition>], most: usize) -> Result<Vec<Aside>, Unavailable> {
    let mut all = Vec::new();
    for partition in partitions {
        let answer = partition.ask(&Args::of("aside").number(most as u64))?;
        let Value::Array(found) = &answer else {
            return Err(broken());
        };
        for described in found {
            let Value::Array(parts) = described else {
                return Err(broken());
            };
            let when = parts.get(7).and_then(text).and_then(time);
            all.push((when, read(partition.number, described).ok_or_else(broken)?));
        }
    }
    all.sort_by_key(|(when, _)| std::cmp::Reverse(*when));
    Ok(all.into_iter().take(most).map(|(_, aside)| aside).collect())
}

/// Those that wait, the soonest due first.
pub(crate) fn soonest(partitions: &[Arc<Partition>], most: usize) -> Result<Vec<Job>, Unavailable> {
    let mut all = Vec::new();
    for partition in partitions {
        let answer = partition.ask(&Args::of("waiting").number(most as u64))?;
        let Value::Array(found) = &answer else {
            return Err(broken());
        };
        for described in found {
            all.push(read(partition.number, described).ok_or_else(broken)?.job);
        }
    }
    all.sort_by_key(|job| job.due);
    all.truncate(most);
    Ok(all)
}

/// All that wait or are claimed.
pub(crate) fn waiting(partitions: &[Arc<Partition>]) -> Result<Vec<Job>, Unavailable> {
    let mut all = Vec::new();
    for partition in partitions {
        let answer = partition.ask(&Args::of("jobs"))?;
        let Value::Array(found) = &answer else {
            return Err(broken());
        };
        for described in found {
            all.push(read(partition.number, described).ok_or_else(broken)?.job);
        }
    }
    Ok(all)
}

pub(crate) fn retry(
    partitions: &[Arc<Partition>],
    id: &JobId,
    now: Millis,
) -> Result<bool, Unavailable> {
    let Some((partition, id)) = place(partitions, id) else {
        return Ok(false);
    };
    let answer = partition.ask_once(&Args::of("retry").and(id).number(now.0))?;
    note_due(partition, &answer);
    let Value::Array(parts) = &answer else {
        return Err(broken());
    };
    Ok(parts.get(1).and_then(count) == Some(1))
}
