//! A batch worked out: what it does to the state that it meets, before any of it happens.
//!
//! Whatever can be refused is refused here. What comes out says how things are afterwards, so that it can be written to
//! a disk first and take effect after that.

use std::collections::HashMap;
use std::sync::Arc;

use super::Options;
use super::cells::NEVER;
use super::documents::{Head, operation_key};
use super::jobs::{Change, Name, Standing, name};
use super::presence::{Move, Turn};
use super::state::{Area, State};
use crate::{
    Batch, Broadcast, CommitError, Control, Direct, Job, JobId, Json, Keep, Kind, Millis, Position,
    Tenant, Weight, Write,
};

/// One thing that a commit does.
#[derive(Debug)]
pub(crate) enum Step {
    Put(Put),
    Broadcast(Broadcast),
    Job(Change),
    Move(Move),
    Direct(Direct),
    Control(Control),
}

/// A cell's new content.
#[derive(Debug)]
pub(crate) struct Put {
    pub(crate) area: Area,
    pub(crate) key: Arc<str>,
    pub(crate) until: Millis,
    pub(crate) number: u64,
    pub(crate) value: Option<Json>,
}

/// Works a batch out.
pub(crate) fn plan(
    state: &State,
    options: &Options,
    estate: usize,
    commit: u64,
    batch: Batch,
) -> Result<Vec<Step>, CommitError> {
    let mut plan = Plan {
        state,
        options,
        estate,
        commit,
        now: batch.now,
        tenant: batch.tenant,
        steps: Vec::with_capacity(batch.writes.len() + 1),
        rooms: Vec::new(),
        documents: HashMap::new(),
        names: HashMap::new(),
        scheduled: 0,
    };
    if let Some(job) = batch.completes {
        if !state.jobs.holds(&job) {
            return Err(CommitError::Conflict);
        }
        plan.steps.push(Step::Job(Change::Remove(job.id)));
    }
    for write in batch.writes {
        plan.write(write)?;
    }
    Ok(plan.steps)
}

struct Plan<'a> {
    state: &'a State,
    options: &'a Options,
    estate: usize,
    commit: u64,
    now: Millis,
    tenant: Tenant,
    steps: Vec<Step>,
    /// What this batch has changed so far, where a later write builds on it.
    rooms: Vec<(Arc<str>, Position)>,
    documents: HashMap<String, Head>,
    names: HashMap<Name, Option<JobId>>,
    scheduled: u64,
}

impl Plan<'_> {
    fn write(&mut self, write: Write) -> Result<(), CommitError> {
        match write {
            Write::Set {
                space,
                key,
                value,
                keep,
            } => {
                let until = match keep {
                    Keep::Always => NEVER,
                    Keep::Until(until) => until,
                };
                self.put(space.into(), key.into(), until, 0, Some(value));
            }
            Write::Delete { space, key } => self.put(space.into(), key.into(), NEVER, 0, None),
            Write::Operation {
                document,
                operation,
                version,
                content,
            } => self.operation(document, operation, version, content)?,
            Write::Adopt {
                document,
                version,
                content,
                content_version,
                operations,
            } => self.adopt(document, version, (content_version, content), operations),
            Write::Content {
                document,
                version,
                content,
            } => self.content(document, version, content)?,
            Write::DeleteDocument { document } => self.delete_document(document),
            Write::Broadcast {
                room,
                message,
                exclude,
                weight,
            } => self.broadcast(&room, message, exclude, weight),
            Write::Direct { user, message } => {
                let (user, at) = (user.into(), self.now);
                self.steps.push(Step::Direct(Direct { user, message, at }));
            }
            Write::Schedule {
                kind,
                room,
                key,
                name,
                payload,
                due,
            } => {
                let job = Job {
                    id: JobId(format!("{:x}-{}", self.commit, self.scheduled).into()),
                    tenant: self.tenant.clone(),
                    kind,
                    room: room.into(),
                    key: key.map(Into::into),
                    name: name.into(),
                    payload,
                    due,
                    attempt: 0,
                    claim: 0,
                };
                self.schedule(job);
            }
            Write::Cancel { key } => {
                self.forget((self.tenant.clone(), Kind::Event, key.into()));
            }
            Write::Enter {
                room,
                user,
                connection,
            } => self.turn(Turn::Enter, room, user, connection),
            Write::Leave {
                room,
                user,
                connection,
            } => self.turn(Turn::Leave, room, user, connection),
            Write::Control(control) => self.steps.push(Step::Control(control)),
        }
        Ok(())
    }

    fn put(&mut self, area: Area, key: Arc<str>, until: Millis, number: u64, value: Option<Json>) {
        self.steps.push(Step::Put(Put {
            area,
            key,
            until,
            number,
            value,
        }));
    }

    fn turn(&mut self, turn: Turn, room: Arc<str>, user: Arc<str>, connection: Arc<str>) {
        self.steps.push(Step::Move(Move {
            turn,
            room,
            user,
            connection,
        }));
    }

    fn operation(
        &mut self,
        document: String,
        operation: Json,
        version: u64,
        content: Option<Json>,
    ) -> Result<(), CommitError> {
        let mut head = self.head(&document);
        if head.version.checked_add(1) != Some(version) {
            return Err(CommitError::Refused(format!(
                "document `{document}` is at version {}: the next operation makes version {}, not {version}",
                head.version,
                head.version.saturating_add(1)
            )));
        }
        head.version = version;
        let key = operation_key(&document, version);
        self.put(Area::Operations, key, NEVER, 0, Some(operation));
        if let Some(content) = content {
            head.content = version;
            let key = document.as_str().into();
            self.put(Area::Contents, key, NEVER, version, Some(content));
        }
        self.settle(document, head);
        Ok(())
    }

    fn content(
        &mut self,
        document: String,
        version: u64,
        content: Json,
    ) -> Result<(), CommitError> {
        let mut head = self.head(&document);
        if head.version != version || version == 0 {
            return Err(CommitError::Refused(format!(
                "document `{document}` is at version {}: its content is not that of version {version}",
                head.version
            )));
        }
        head.content = version;
        let key = document.as_str().into();
        self.put(Area::Contents, key, NEVER, version, Some(content));
        self.settle(document, head);
        Ok(())
    }

    fn delete_document(&mut self, document: String) {
        let mut head = self.head(&document);
        if head.version == 0 {
            return;
        }
        self.forget_operations(&document, head);
        let version = head.version + 1;
        head = Head {
            version,
            content: version,
            after: version,
        };
        let content = Some("null".into());
        let key = document.as_str().into();
        self.put(Area::Contents, key, NEVER, version, content);
        self.settle(document, head);
    }

    /// All operations that are kept are put, also more than would be kept otherwise.
    fn adopt(
        &mut self,
        document: String,
        version: u64,
        (content_version, content): (u64, Json),
        operations: Vec<Json>,
    ) {
        self.forget_operations(&document, self.head(&document));
        let after = version.saturating_sub(operations.len() as u64);
        for (version, operation) in (after + 1..).zip(operations) {
            let key = operation_key(&document, version);
            self.put(Area::Operations, key, NEVER, 0, Some(operation));
        }
        let key: Arc<str> = document.as_str().into();
        if content_version > 0 {
            let content = Some(content);
            self.put(Area::Contents, key.clone(), NEVER, content_version, content);
        }
        let head = Head {
            version,
            content: content_version,
            after,
        };
        self.put(Area::Documents, key, NEVER, version, Some(head.text()));
        self.documents.insert(document, head);
    }

    fn forget_operations(&mut self, document: &str, head: Head) {
        for version in head.after + 1..=head.version {
            let key = operation_key(document, version);
            self.put(Area::Operations, key, NEVER, 0, None);
        }
    }

    /// Writes how a document stands now, and lets operations go that are no longer kept.
    fn settle(&mut self, document: String, mut head: Head) {
        for gone in head.trim(self.options.operations) {
            let key = operation_key(&document, gone);
            self.put(Area::Operations, key, NEVER, 0, None);
        }
        let key = document.as_str().into();
        let text = Some(head.text());
        self.put(Area::Documents, key, NEVER, head.version, text);
        self.documents.insert(document, head);
    }

    fn head(&self, document: &str) -> Head {
        if let Some(head) = self.documents.get(document) {
            return *head;
        }
        let documents = self.state.estate(self.estate).table(Area::Documents);
        documents.newest(document).map_or(Head::default(), Head::of)
    }

    fn broadcast(&mut self, room: &str, message: Json, exclude: Vec<String>, weight: Weight) {
        let place = self.rooms.iter_mut().find(|(name, _)| **name == *room);
        let (room, position) = match place {
            Some((name, position)) => {
                position.seq += 1;
                (name.clone(), *position)
            }
            None => {
                let (name, mut position) = self.state.room(self.estate, &self.tenant, room);
                position.seq += 1;
                self.rooms.push((name.clone(), position));
                (name, position)
            }
        };
        self.steps.push(Step::Broadcast(Broadcast {
            room,
            position,
            message,
            exclude: exclude.into(),
            weight,
            at: self.now,
        }));
    }

    fn schedule(&mut self, job: Job) {
        if let Some(name) = name(&job) {
            self.forget(name.clone());
            self.names.insert(name, Some(job.id.clone()));
        }
        let order = self.state.jobs.next_order() + self.scheduled;
        self.scheduled += 1;
        self.steps.push(Step::Job(Change::Put(Standing {
            job,
            order,
            claimed: None,
        })));
    }

    /// Removes what waits under a name.
    fn forget(&mut self, name: Name) {
        let waiting = match self.names.get(&name) {
            Some(staged) => staged.clone(),
            None => self.state.jobs.waiting_under(&name, self.now),
        };
        if let Some(id) = waiting {
            self.steps.push(Step::Job(Change::Remove(id)));
            self.names.insert(name, None);
        }
    }
}
