//! A snapshot of an embedded engine.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cells::Version;
use super::core::Core;
use super::documents::{Head, operation_key};
use super::presence::Presence;
use super::range::Reader;
use super::state::Area;
use super::sync::read;
use crate::{
    ConnectionId, Document, Json, Millis, Operation, Range, Read, Reads, Recording, Snapshot,
    Space, Tenant, Unavailable,
};

/// What is stored at one moment.
pub(crate) struct View {
    core: Arc<Core>,
    tenant: Tenant,
    /// The tenant's number, where it had anything in memory by then.
    estate: Option<usize>,
    reads: Recording,
}

impl View {
    pub(crate) fn new(core: Arc<Core>, tenant: &Tenant, now: Millis) -> Self {
        let state = read(&core.state);
        let (at, estate) = (state.commit, state.find(tenant));
        // While the state is locked: so no commit lets go of what this snapshot reads.
        core.held.take(at, now);
        drop(state);
        Self {
            core,
            tenant: tenant.clone(),
            estate,
            reads: Recording::new(at, now),
        }
    }

    /// A cell, from memory or from below.
    fn look(&self, area: Area, key: &str) -> Result<Option<(u64, Json)>, Unavailable> {
        self.core.ready()?;
        let live =
            |version: &Version| Some((version.number, version.live(self.reads.now())?.clone()));
        let state = read(&self.core.state);
        if let Some(estate) = self.estate
            && let Some(version) = state.estate(estate).table(area).at(key, self.reads.at())
        {
            return Ok(live(version));
        }
        let gone = state.gone.times;
        drop(state);
        let Some(version) = self.core.below(&self.tenant, area, key)? else {
            return Ok(None);
        };
        let found = live(&version);
        if let Some(estate) = self.estate {
            self.core.bring_cell(estate, area, key, version, gone);
        }
        Ok(found)
    }

    fn head(&mut self, document: &str) -> Result<Option<Head>, Unavailable> {
        self.reads.record(Read::Document(document.to_owned()));
        let found = self.look(Area::Documents, document)?;
        Ok(found.map(|(version, text)| Head::read(version, &text)))
    }

    fn content(&self, document: &str, head: Head) -> Result<Json, Unavailable> {
        match self.look(Area::Contents, document)? {
            Some((version, content)) if version == head.content => Ok(content),
            _ => Err(Unavailable(format!(
                "the content of document `{document}` at version {} is not there",
                head.content
            ))),
        }
    }

    /// All cells with a prefix: from memory first, for what goes from there is below by then.
    fn all(&self, area: Area, prefix: &str) -> Result<Vec<(Arc<str>, Json)>, Unavailable> {
        self.core.ready()?;
        let above = self.all_above(area, prefix);
        let below = self.core.all_below(&self.tenant, area, prefix)?;
        let live = |version: Version| version.live(self.reads.now()).cloned();
        if below.is_empty() {
            let found = above.into_iter();
            return Ok(found.filter_map(|(key, v)| Some((key, live(v)?))).collect());
        }
        let mut all: BTreeMap<Arc<str>, Version> = below.into_iter().collect();
        all.extend(above);
        Ok(all
            .into_iter()
            .filter_map(|(key, v)| Some((key, live(v)?)))
            .collect())
    }

    /// What is to be said of who is where, at this moment.
    fn present<T: Default>(
        &self,
        look: impl FnOnce(&Presence, u64) -> T,
    ) -> Result<T, Unavailable> {
        self.core.ready()?;
        let Some(estate) = self.estate else {
            return Ok(T::default());
        };
        let state = read(&self.core.state);
        Ok(look(&state.estate(estate).presence, self.reads.at()))
    }

    fn all_above(&self, area: Area, prefix: &str) -> Vec<(Arc<str>, Version)> {
        let Some(estate) = self.estate else {
            return Vec::new();
        };
        let state = read(&self.core.state);
        let table = state.estate(estate).table(area);
        let keys = table.keys(prefix);
        keys.filter_map(|key| Some((key.clone(), table.at(key, self.reads.at())?.clone())))
            .collect()
    }
}

impl Snapshot for View {
    fn get(&mut self, space: Space, key: &str) -> Result<Option<Json>, Unavailable> {
        self.reads.record(Read::Key(space, key.to_owned()));
        Ok(self.look(space.into(), key)?.map(|(_, value)| value))
    }

    fn list(&mut self, space: Space, prefix: &str) -> Result<Vec<(Arc<str>, Json)>, Unavailable> {
        self.reads.record(Read::Prefix(space, prefix.to_owned()));
        self.all(space.into(), prefix)
    }

    fn list_range(
        &mut self,
        space: Space,
        range: &Range,
    ) -> Result<Vec<(Arc<str>, Json)>, Unavailable> {
        self.core.ready()?;
        let reader = Reader {
            core: &self.core,
            tenant: &self.tenant,
            estate: self.estate,
            area: space.into(),
            at: self.reads.at(),
            now: self.reads.now(),
        };
        let found = reader.range(range)?;
        let looked = range.looked_at(&found);
        if !looked.is_empty() {
            self.reads.record(Read::Range(space, looked));
        }
        Ok(found)
    }

    fn document(&mut self, document: &str) -> Result<Option<Document>, Unavailable> {
        let Some(head) = self.head(document)? else {
            return Ok(None);
        };
        let content = match head.content {
            0 => "null".into(),
            _ => self.content(document, head)?,
        };
        Ok(Some(Document {
            version: head.version,
            content,
            content_version: head.content,
        }))
    }

    fn version(&mut self, document: &str) -> Result<u64, Unavailable> {
        Ok(self.head(document)?.map_or(0, |head| head.version))
    }

    fn operations(
        &mut self,
        document: &str,
        after: u64,
    ) -> Result<Option<Vec<Operation>>, Unavailable> {
        let Some(head) = self.head(document)? else {
            return Ok(Some(Vec::new()));
        };
        if after < head.after {
            return Ok(None);
        }
        let mut operations = Vec::new();
        for version in after.saturating_add(1)..=head.version {
            match self.look(Area::Operations, &operation_key(document, version))? {
                Some((_, operation)) => operations.push(Operation { version, operation }),
                // It went when fewer were kept.
                None => return Ok(None),
            }
        }
        Ok(Some(operations))
    }

    fn members(&mut self, room: &str) -> Result<Vec<Arc<str>>, Unavailable> {
        self.reads.record(Read::Members(room.to_owned()));
        self.present(|presence, at| presence.members(room, at))
    }

    fn connections(&mut self, room: &str, user: &str) -> Result<Vec<ConnectionId>, Unavailable> {
        self.reads.record(Read::Members(room.to_owned()));
        self.present(|presence, at| presence.connections(room, user, at))
    }

    fn is_online(&mut self, user: &str) -> Result<bool, Unavailable> {
        self.reads.record(Read::Online(user.to_owned()));
        self.present(|presence, at| presence.is_online(user, at))
    }

    fn into_reads(mut self: Box<Self>) -> Reads {
        self.reads.take()
    }
}

impl Drop for View {
    fn drop(&mut self) {
        self.core.held.release(self.reads.at());
    }
}
