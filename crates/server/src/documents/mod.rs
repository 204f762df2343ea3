//! Documents: their contents, worked out from what is stored and what has happened since.
//!
//! Owns the contents that are at hand, and when one is stored as a whole. It refuses to decide what an edit means: operations come from
//! the rules, transformed.
//!
//! What an engine stores of a document is its content as of some version, and the operations since. The content of the newest version
//! stays at hand, so that an edit costs microseconds.

mod content;
mod node;
mod operation;
mod step;
mod text;
mod tree;
mod view;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use buildamp_engine::{Json, Millis, Snapshot, Tenant, Unavailable, Write};
use dashmap::DashMap;

use crate::protocol::{Code, Refusal};
use crate::transaction::unavailable;
use content::{Content, after};
pub(crate) use view::View;

/// The event upon which a document's content is stored as a whole.
const SAVE: &str = "SaveDocumentSnapshot";

/// How long a content stays at hand that nobody reads, in milliseconds.
const IDLE: u64 = 10 * 60 * 1000;

/// What documents may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLimits {
    /// UTF-16 units of a text; of JSON those of its texts and keys, and one for each value.
    pub length: usize,
    /// After so many operations the content is stored as a whole.
    pub snapshot: u64,
}

impl Default for DocumentLimits {
    /// A million units; every 200 operations.
    fn default() -> DocumentLimits {
        DocumentLimits {
            length: 1_000_000,
            snapshot: 200,
        }
    }
}

/// A document at one version. Its content is `None` where its operations are the app's own, or none was applied yet.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    version: u64,
    content_version: u64,
    content: Option<Content>,
}

impl Standing {
    /// How it stands when it was deleted: at a version of its own, without a content.
    fn emptied(self) -> Standing {
        Standing {
            version: self.version + 1,
            content_version: self.version + 1,
            content: None,
        }
    }
}

/// A content at hand.
#[derive(Debug)]
struct Kept {
    version: u64,
    content: Content,
    /// When it was last read.
    used: AtomicU64,
}

/// The contents that are at hand.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    kept: DashMap<(Tenant, Arc<str>), Kept>,
}

/// The contents that a commit brings about.
pub(crate) type Edited = HashMap<String, Standing>;

impl Documents {
    /// How a document stands, with its content; `None` where there is none.
    pub(crate) fn standing(
        &self,
        tenant: &Tenant,
        snapshot: &mut dyn Snapshot,
        document: &str,
        now: Millis,
    ) -> Result<Option<Standing>, String> {
        let read = |error: Unavailable| error.0;
        let Some(found) = snapshot.document(document).map_err(read)? else {
            return Ok(None);
        };
        let (version, content_version) = (found.version, found.content_version);
        let standing = |content| Standing {
            version,
            content_version,
            content,
        };
        let (from, begun) = match self.at_hand(tenant, document, content_version, version, now) {
            Some((from, content)) => (from, Some(content)),
            None => (content_version, Content::read(&found.content)),
        };
        if from == version {
            return Ok(Some(standing(begun)));
        }
        let operations = snapshot.operations(document, from).map_err(read)?;
        let operations = operations.ok_or_else(|| {
            format!("the operations of document `{document}` since version {from} are not there")
        })?;
        let mut content = begun;
        for operation in operations {
            content = after(content, &operation.operation).map_err(|error| {
                format!(
                    "document `{document}`, version {}: {error}",
                    operation.version
                )
            })?;
        }
        if let Some(content) = &content {
            self.keep(tenant, document, version, content.clone(), now);
        }
        Ok(Some(standing(content)))
    }

    /// The newest one at hand that belongs to what is stored since `content`, and is not beyond `version`.
    fn at_hand(
        &self,
        tenant: &Tenant,
        document: &str,
        content: u64,
        version: u64,
        now: Millis,
    ) -> Option<(u64, Content)> {
        let kept = self.kept.get(&(tenant.clone(), Arc::from(document)))?;
        kept.used.store(now.0, Ordering::Relaxed);
        let fits = (content..=version).contains(&kept.version);
        fits.then(|| (kept.version, kept.content.clone()))
    }

    fn keep(&self, tenant: &Tenant, document: &str, version: u64, content: Content, now: Millis) {
        let kept = Kept {
            version,
            content,
            used: AtomicU64::new(now.0),
        };
        let key = (tenant.clone(), Arc::from(document));
        match self.kept.entry(key) {
            dashmap::Entry::Occupied(mut there) if there.get().version < version => {
                there.insert(kept);
            }
            dashmap::Entry::Occupied(_) => {}
            dashmap::Entry::Vacant(place) => {
                place.insert(kept);
            }
        }
    }

    /// Works out what the operations among these writes come to. What does not fit the content is refused.
    pub(crate) fn work_out(
        &self,
        limits: &DocumentLimits,
        tenant: &Tenant,
        snapshot: &mut dyn Snapshot,
        writes: &mut [Write],
        now: Millis,
    ) -> Result<Edited, Refusal> {
        let mut edited = Edited::new();
        for write in writes {
            let document = match write {
                Write::Operation { document, .. } | Write::DeleteDocument { document } => {
                    document.clone()
                }
                _ => continue,
            };
            let standing = match edited.remove(&document) {
                Some(standing) => Some(standing),
                None => self
                    .standing(tenant, snapshot, &document, now)
                    .map_err(|text| unread(snapshot, text))?,
            };
            let Write::Operation {
                operation,
                version,
                content,
                ..
            } = write
            else {
                // What is written behind it is written on nothing.
                let emptied = standing.map(Standing::emptied);
                edited.extend(emptied.map(|standing| (document, standing)));
                continue;
            };
            let mut standing = standing.unwrap_or(Standing {
                version: 0,
                content_version: 0,
                content: None,
            });
            // The engine says what is wrong with another number.
            if standing.version + 1 == *version {
                let wrong = |text: String| {
                    let text = format!("document `{document}`, version {version}: {text}");
                    Refusal::new(Code::Rejected, text)
                };
                standing.content = after(standing.content, operation).map_err(wrong)?;
                standing.version = *version;
                *content = stored(limits, &mut standing).map_err(wrong)?;
            }
            edited.insert(document, standing);
        }
        Ok(edited)
    }

    /// These contents were committed.
    pub(crate) fn committed(&self, tenant: &Tenant, edited: Edited, now: Millis) {
        for (document, standing) in edited {
            if let Some(content) = standing.content {
                self.keep(tenant, &document, standing.version, content, now);
            }
        }
    }

    /// Lets go of all contents.
    pub(crate) fn forget(&self) {
        self.kept.clear();
    }

    /// Lets go of contents that nobody has read for a while.
    pub(crate) fn sweep(&self, now: Millis) {
        self.kept.retain(|_, kept| {
            now.0
                .saturating_sub(kept.used.load(Ordering::Relaxed))
                .lt(&IDLE)
        });
    }
}

/// The content to store with an operation: now and then that of a text or of JSON, each time that there is none.
fn stored(limits: &DocumentLimits, standing: &mut Standing) -> Result<Option<Json>, String> {
    let content = match &standing.content {
        Some(content) => {
            content.within(limits.length)?;
            if standing.version - standing.content_version < limits.snapshot {
                return Ok(None);
            }
            content.json()
        }
        None => Arc::from("null"),
    };
    standing.content_version = standing.version;
    Ok(Some(content))
}

/// What stores a content as a whole, where the event that is due asks for it.
pub(crate) fn save(
    snapshot: &mut dyn Snapshot,
    event_type: &str,
    payload: &str,
) -> Result<Option<Write>, Unavailable> {
    let asked = (event_type == SAVE).then(|| document_of(payload)).flatten();
    let Some(document) = asked else {
        return Ok(None);
    };
    let found = snapshot.document(&document)?;
    let one = found.filter(|found| content::is_one(&found.content));
    Ok(one.map(|found| Write::Content {
        document,
        version: found.version,
        content: found.content,
    }))
}

/// The document that an event is about.
fn document_of(payload: &str) -> Option<String> {
    let payload: serde_json::Value = serde_json::from_str(payload).ok()?;
    Some(payload.get("document_id")?.as_str()?.to_owned())
}

/// The key under which a snapshot is scheduled that has none: once for each document.
pub(crate) fn save_key(event_type: &str, payload: &str) -> Option<String> {
    (event_type == SAVE)
        .then(|| document_of(payload))
        .flatten()
        .map(|document| format!("{SAVE}:{document}"))
}

/// A document that can't be read. That it is not at hand is no trouble: it is read again then.
fn unread(snapshot: &dyn Snapshot, text: String) -> Refusal {
    match snapshot.lacks() {
        true => Refusal::new(Code::Unavailable, text),
        false => unavailable(Unavailable(text)),
    }
}
