//! What an operator sees of a node: what is going on, who is in which room, what is stored, what was given up, and why messages are refused.
//!
//! Owns the views, as values that become JSON, and who may see them. It changes nothing, keeps nothing but the last faults of the rules, and never takes
//! more than a little at once from an engine or a table. How requests come is [`crate::transport`]'s. Every view is one tenant's; only counts are
//! the whole node's.

mod access;
mod figures;
mod jobs;
mod live;
mod nodes;
mod overview;
mod rooms;
mod state;

use buildamp_engine::{Json, Millis, Snapshot, Tenant, Unavailable};
use serde::Serialize;

use crate::Node;
use crate::documents::View;
pub use access::{Access, Password, TooShort};
pub(crate) use access::{Asked, Denied, Wants};
pub use jobs::Jobs;
pub(crate) use live::{BEAT, Live, Watching};
pub use nodes::NodeShown;
pub use overview::Overview;
pub use rooms::{RoomView, Rooms};
pub use state::{Entries, Entry, Part, StateKind};

/// What a listener shows of its node to those who may see it.
#[derive(Debug, Clone)]
pub struct Dashboard {
    /// Who may.
    pub access: Access,
    /// What is served.
    pub about: About,
}

/// What a node itself does not know of what it serves.
#[derive(Debug, Clone)]
pub struct About {
    /// The app's name.
    pub app: String,
    /// The server's version.
    pub version: String,
    /// Which engine it is.
    pub engine: &'static str,
    /// The machine's name; empty where it has none.
    pub machine: String,
    /// Where it listens.
    pub address: String,
    /// The bytes of memory that the process has, where that can be found out.
    pub memory: fn() -> Option<u64>,
}

/// A value as it is shown: its text, up to so many bytes.
#[derive(Debug, Clone, Serialize)]
pub struct Shown {
    /// JSON, unless it is cut.
    json: String,
    /// How long it is as a whole.
    bytes: usize,
    /// Whether there is more of it.
    is_cut: bool,
}

impl Shown {
    fn new(json: &str, most: usize) -> Shown {
        let end = json.floor_char_boundary(most);
        Shown {
            json: json[..end].to_owned(),
            bytes: json.len(),
            is_cut: end < json.len(),
        }
    }
}

/// The most bytes of a value that are shown where it is looked at alone.
const WHOLE: usize = 1 << 20;

/// A document as it is shown.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentShown {
    version: u64,
    /// Of which version what is shown is.
    content_version: u64,
    content: Shown,
    /// Why it is not shown as it is at its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

impl Node {
    /// A snapshot to show something of.
    fn look(&self, tenant: &Tenant) -> Result<Look<'_>, Unavailable> {
        let now = self.clock.now();
        Ok(Look {
            node: self,
            tenant: tenant.clone(),
            stored: self.engine.snapshot(tenant, now)?,
            now,
        })
    }
}

/// A snapshot that is looked at. It is dropped soon, for it keeps what it shows.
struct Look<'n> {
    node: &'n Node,
    tenant: Tenant,
    stored: Box<dyn Snapshot>,
    now: Millis,
}

impl Look<'_> {
    /// A document with its text as it is at its version. Last of all, for it takes the snapshot.
    fn document(mut self, name: &str) -> Result<Option<DocumentShown>, Unavailable> {
        let Some(found) = self.stored.document(name)? else {
            return Ok(None);
        };
        let documents = &self.node.documents;
        let mut view = View::new(self.stored, documents, &self.tenant, self.now);
        let show = |content: &Json, content_version, problem| DocumentShown {
            version: found.version,
            content_version,
            content: Shown::new(content, WHOLE),
            problem,
        };
        Ok(Some(match view.document(name) {
            Ok(Some(whole)) => show(&whole.content, whole.content_version, None),
            Ok(None) => show(&found.content, found.content_version, None),
            Err(Unavailable(why)) => show(&found.content, found.content_version, Some(why)),
        }))
    }
}
