//! Bytes that no record knows, of uploads that were cut off with their server: they go after a while.

use std::sync::Arc;
use std::time::Duration;

use buildamp_engine::{Space, Tenant};
use futures_util::StreamExt;
use object_store::ObjectStoreExt;
use object_store::path::Path;

use super::{Uploads, is_id, record_key};
use crate::Node;
use crate::pace::time;

/// How old bytes are before they can be nobody's, beyond the time that an upload may take. S3 dates a file to when its upload began.
const OLD: Duration = Duration::from_secs(60 * 60);

/// How often they are looked for. Looking lists the whole store.
const PERIOD: Duration = Duration::from_secs(6 * 60 * 60);

impl Uploads {
    /// Sweeps now and then, until the future is dropped. What the rules delete goes at once from now on.
    pub(crate) async fn run(self: Arc<Uploads>, node: Arc<Node>) {
        let known = Some(self.clone());
        *node.files.lock().expect("nobody panics while holding it") = known;
        let mut interval = tokio::time::interval(PERIOD);
        loop {
            interval.tick().await;
            self.sweep(&node).await;
        }
    }

    /// Deletes what is old and has no record; how many there were.
    pub async fn sweep(&self, node: &Node) -> usize {
        let mut listed = self.settings.store.list(None);
        let old = OLD + time(self.settings.max_size);
        let old = u64::try_from(old.as_millis()).unwrap_or(u64::MAX);
        let mut swept = 0;
        while let Some(next) = listed.next().await {
            let found = match next {
                Ok(found) => found,
                Err(error) => {
                    tracing::warn!(%error, "the store of uploads can't be listed");
                    break;
                }
            };
            let written = u64::try_from(found.last_modified.timestamp_millis()).unwrap_or(0);
            let is_old = written.saturating_add(old) < node.clock.now().0;
            if is_old && is_nobodys(node, &found.location) {
                let deleted = self.settings.store.delete(&found.location).await;
                swept += usize::from(deleted.is_ok());
            }
        }
        if swept > 0 {
            tracing::info!(swept, "files without a record are deleted");
        }
        swept
    }
}

/// Whether bytes lie where uploads lie, and have no record. What lies elsewhere is not ours to delete.
fn is_nobodys(node: &Node, path: &Path) -> bool {
    let parts: Vec<String> = path.parts().map(|part| part.as_ref().to_owned()).collect();
    let [tenant, start, id] = &parts[..] else {
        return false;
    };
    let tenant = tenant.strip_prefix('t').and_then(unhex);
    let Some(tenant) = tenant.filter(|_| is_id(id) && id.starts_with(start.as_str())) else {
        return false;
    };
    let record = node
        .engine
        .snapshot(&Tenant(tenant.into()), node.clock.now())
        .and_then(|mut snapshot| snapshot.get(Space::Server, &record_key(id)));
    matches!(record, Ok(None))
}

fn unhex(text: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect();
    String::from_utf8(bytes?).ok()
}
