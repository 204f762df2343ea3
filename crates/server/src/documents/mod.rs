//! Documents: their texts, worked out from what is stored and what has happened since.
//!
//! Owns the texts that are at hand, which operation fits which text, and when a text is stored as a whole. It refuses to
//! decide what an edit means: operations come from the rules, transformed.
//!
//! What an engine stores of a text is its content as of some version, and the operations since. The text of the newest version stays
//! at hand, so that an edit costs microseconds.

mod operation;
mod text;
mod view;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use buildamp_engine::{Json, Millis, Snapshot, Tenant, Unavailable, Write};
use dashmap::DashMap;

use crate::protocol::{Code, Refusal};
use crate::transaction::unavailable;
use operation::Operation;
use text::Text;
pub(crate) use view::View;

/// The event upon which a document's text is stored as a whole.
const SAVE: &str = "SaveDocumentSnapshot";

/// How long a text stays at hand that nobody reads, in milliseconds.
const IDLE: u64 = 10 * 60 * 1000;

/// What documents may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLimits {
    /// UTF-16 units of a text.
    pub length: usize,
    /// After so many operations the text is stored as a whole.
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

/// A document at one version. Its text is `None` where its operations are the app's own, or none was applied yet.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    version: u64,
    content_version: u64,
    text: Option<Text>,
}

/// A text at hand.
#[derive(Debug)]
struct Kept {
    version: u64,
    text: Text,
    /// When it was last read.
    used: AtomicU64,
}

/// The texts that are at hand.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    kept: DashMap<(Tenant, Arc<str>), Kept>,
}

/// The texts that a commit brings about.
pub(crate) type Edited = HashMap<String, Standing>;

impl Documents {
    /// How a document stands, with its text; `None` where there is none.
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
        let standing = |text| Standing {
            version,
            content_version,
            text,
        };
        let (from, begun) = match self.at_hand(tenant, document, content_version, version, now) {
            Some((from, text)) => (from, Some(text)),
            None => (content_version, Text::read(&found.content)),
        };
        if from == version {
            return Ok(Some(standing(begun)));
        }
        let operations = snapshot.operations(document, from).map_err(read)?;
        let operations = operations.ok_or_else(|| {
            format!("the operations of document `{document}` since version {from} are not there")
        })?;
        let mut text = begun;
        for operation in operations {
            text = after(text, &operation.operation).map_err(|error| {
                format!(
                    "document `{document}`, version {}: {error}",
                    operation.version
                )
            })?;
        }
        if let Some(text) = &text {
            self.keep(tenant, document, version, text.clone(), now);
        }
        Ok(Some(standing(text)))
    }

    /// The newest text at hand that belongs to what is stored since `content`, and is not beyond `version`.
    fn at_hand(
        &self,
        tenant: &Tenant,
        document: &str,
        content: u64,
        version: u64,
        now: Millis,
    ) -> Option<(u64, Text)> {
        let kept = self.kept.get(&(tenant.clone(), Arc::from(document)))?;
        kept.used.store(now.0, Ordering::Relaxed);
        let fits = (content..=version).contains(&kept.version);
        fits.then(|| (kept.version, kept.text.clone()))
    }

    fn keep(&self, tenant: &Tenant, document: &str, version: u64, text: Text, now: Millis) {
        let kept = Kept {
            version,
            text,
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

    /// Works out what the operations among these writes come to. What does not fit the text is refused.
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
            let Write::Operation {
                document,
                operation,
                version,
                content,
            } = write
            else {
                continue;
            };
            let standing = match edited.remove(document) {
                Some(standing) => Some(standing),
                None => self
                    .standing(tenant, snapshot, document, now)
                    .map_err(|text| unavailable(Unavailable(text)))?,
            };
            let mut standing = standing.unwrap_or(Standing {
                version: 0,
                content_version: 0,
                text: None,
            });
            // The engine says what is wrong with another number.
            if standing.version + 1 == *version {
                let wrong = |text: String| {
                    let text = format!("document `{document}`, version {version}: {text}");
                    Refusal::new(Code::Rejected, text)
                };
                standing.text = after(standing.text, operation).map_err(wrong)?;
                standing.version = *version;
                *content = stored(limits, &mut standing).map_err(wrong)?;
            }
            edited.insert(document.clone(), standing);
        }
        Ok(edited)
    }

    /// These texts were committed.
    pub(crate) fn committed(&self, tenant: &Tenant, edited: Edited, now: Millis) {
        for (document, standing) in edited {
            if let Some(text) = standing.text {
                self.keep(tenant, &document, standing.version, text, now);
            }
        }
    }

    /// Lets go of texts that nobody has read for a while.
    pub(crate) fn sweep(&self, now: Millis) {
        self.kept.retain(|_, kept| {
            now.0
                .saturating_sub(kept.used.load(Ordering::Relaxed))
                .lt(&IDLE)
        });
    }
}

/// What comes of an operation. One that is no operation on a text is the app's own, and leaves none.
fn after(text: Option<Text>, operation: &str) -> Result<Option<Text>, String> {
    match (text, Operation::is_one(operation)) {
        (text, true) => {
            let operation = Operation::read(operation)?;
            Ok(Some(text.unwrap_or_default().apply(&operation)?))
        }
        (None, false) => Ok(None),
        (Some(text), false) if text.units() == 0 => Ok(None),
        (Some(_), false) => Err(
            "the document is a text: an operation on it is an array of whole numbers and texts"
                .to_owned(),
        ),
    }
}

/// The content to store with an operation: now and then that of a text, each time that there is none.
fn stored(limits: &DocumentLimits, standing: &mut Standing) -> Result<Option<Json>, String> {
    let content = match &standing.text {
        Some(text) if text.units() > limits.length => {
            return Err(format!(
                "the text would have {} UTF-16 units, and may have {}",
                text.units(),
                limits.length
            ));
        }
        Some(_) if standing.version - standing.content_version < limits.snapshot => {
            return Ok(None);
        }
        Some(text) => text.json(),
        None => Arc::from("null"),
    };
    standing.content_version = standing.version;
    Ok(Some(content))
}

/// What stores a text as a whole, where the event that is due asks for it.
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
    let text = found.filter(|found| found.content.starts_with('"'));
    Ok(text.map(|found| Write::Content {
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
