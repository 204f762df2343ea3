//! Files that the rules delete: with the commit the record is gone, and then the bytes go. Where the process ends between, they are swept.

use std::sync::Arc;

use buildamp_engine::{Receipt, Space, Tenant, Write};
use object_store::ObjectStoreExt;

use super::{Uploads, record_id};
use crate::Node;

/// The files whose records these writes delete.
pub(crate) fn deleted(writes: &[Write]) -> Vec<String> {
    let ids = writes.iter().filter_map(|write| match write {
        Write::Delete {
            space: Space::Server,
            key,
        } => record_id(key),
        _ => None,
    });
    ids.map(str::to_owned).collect()
}

impl Node {
    /// Deletes the bytes of files as soon as it is sure that their records stay deleted.
    pub(crate) fn remove_files(&self, tenant: &Tenant, ids: Vec<String>, receipt: Receipt) {
        if ids.is_empty() {
            return;
        }
        let known = self.files.lock().expect("nobody panics while holding it");
        let Some(uploads) = known.clone() else {
            return;
        };
        drop(known);
        let (tenant, runtime) = (tenant.clone(), self.runtime.clone());
        let then = Box::new(move |settled: Result<(), _>| {
            if settled.is_ok() {
                runtime.spawn(uploads.remove(tenant, ids));
            }
        });
        self.engine.when_settled(receipt, then);
    }
}

impl Uploads {
    async fn remove(self: Arc<Uploads>, tenant: Tenant, ids: Vec<String>) {
        // A rule may delete thousands at once.
        let Ok(_turn) = self.removing.acquire().await else {
            return;
        };
        for id in ids {
            let path = self.path(&tenant, &id);
            match self.settings.store.delete(&path).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => {
                    tracing::warn!(%error, id, "a deleted file's bytes are still there; they are swept");
                }
            }
        }
    }
}
