//! A snapshot in which documents have their contents.

use std::sync::Arc;

use buildamp_engine::{
    ConnectionId, Document, Json, Millis, Operation, Range, Reads, Snapshot, Space, Tenant,
    Unavailable,
};

use super::Documents;

/// An engine's snapshot, with the content of documents as it is at their version.
pub(crate) struct View<'d> {
    inner: Box<dyn Snapshot>,
    documents: &'d Documents,
    tenant: &'d Tenant,
    now: Millis,
}

impl<'d> View<'d> {
    pub(crate) fn new(
        inner: Box<dyn Snapshot>,
        documents: &'d Documents,
        tenant: &'d Tenant,
        now: Millis,
    ) -> View<'d> {
        View {
            inner,
            documents,
            tenant,
            now,
        }
    }

    /// As the engine has it.
    pub(crate) fn stored(&mut self) -> &mut dyn Snapshot {
        self.inner.as_mut()
    }
}

impl Snapshot for View<'_> {
    fn get(&mut self, space: Space, key: &str) -> Result<Option<Json>, Unavailable> {
        self.inner.get(space, key)
    }

    fn probe(&mut self, space: Space, key: &str) -> Result<Option<Json>, Unavailable> {
        self.inner.probe(space, key)
    }

    fn list(&mut self, space: Space, prefix: &str) -> Result<Vec<(Arc<str>, Json)>, Unavailable> {
        self.inner.list(space, prefix)
    }

    fn list_range(
        &mut self,
        space: Space,
        range: &Range,
    ) -> Result<Vec<(Arc<str>, Json)>, Unavailable> {
        self.inner.list_range(space, range)
    }

    fn document(&mut self, document: &str) -> Result<Option<Document>, Unavailable> {
        let standing =
            self.documents
                .standing(self.tenant, self.inner.as_mut(), document, self.now);
        Ok(standing.map_err(Unavailable)?.map(|standing| Document {
            version: standing.version,
            content: standing
                .content
                .map_or_else(|| "null".into(), |content| content.json()),
            content_version: standing.version,
        }))
    }

    fn version(&mut self, document: &str) -> Result<u64, Unavailable> {
        self.inner.version(document)
    }

    fn operations(
        &mut self,
        document: &str,
        after: u64,
    ) -> Result<Option<Vec<Operation>>, Unavailable> {
        self.inner.operations(document, after)
    }

    fn members(&mut self, room: &str) -> Result<Vec<Arc<str>>, Unavailable> {
        self.inner.members(room)
    }

    fn connections(&mut self, room: &str, user: &str) -> Result<Vec<ConnectionId>, Unavailable> {
        self.inner.connections(room, user)
    }

    fn is_online(&mut self, user: &str) -> Result<bool, Unavailable> {
        self.inner.is_online(user)
    }

    fn lacks(&self) -> bool {
        self.inner.lacks()
    }

    fn into_reads(self: Box<Self>) -> Reads {
        self.inner.into_reads()
    }
}
