//! What is stored: values, game states and documents, a little at a time. What the server keeps for itself, such as sessions, is not shown.

use buildamp_engine::{Found, Keep, Kept, Space, Tenant, Thing, Unavailable};
use serde::{Deserialize, Serialize};

use super::{DocumentShown, Shown, WHOLE};
use crate::{Node, stored};

/// The most entries that are told at once, and the bytes of a value that are shown there.
const LISTED: usize = 200;
const GLANCE: usize = 240;

/// How often an engine is asked for one answer: what it looked at may not be there any more.
const CALLS: usize = 16;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StateKind {
    /// A value of the key-value store.
    Value,
    /// A game's state.
    Game,
    /// A document.
    Document,
}

/// Which part of what is stored.
#[derive(Debug, Clone, Deserialize)]
pub struct Part {
    /// Of which kind.
    pub kind: StateKind,
    /// What names begin with.
    #[serde(default)]
    pub prefix: String,
    /// From where to go on, as the last answer says.
    #[serde(default)]
    pub from: Option<String>,
    /// How many; at most 200.
    #[serde(default = "usual")]
    pub limit: usize,
}

fn usual() -> usize {
    50
}

/// Some of what is stored.
#[derive(Debug, Serialize)]
pub struct Entries {
    entries: Vec<Row>,
    /// From where to go on; `None` where that was all.
    next: Option<String>,
}

#[derive(Debug, Serialize)]
struct Row {
    key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Shown>,
    /// Of a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    /// Until when it is kept, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<u64>,
    /// Why the rules can't read it, where it is an entry of a model that it doesn't fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// One thing that is stored.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Entry {
    /// A value or a game's state.
    Value {
        /// It, up to 1 MiB.
        value: Shown,
    },
    /// A document.
    Document {
        /// It, up to 1 MiB.
        document: DocumentShown,
    },
}

impl Node {
    /// Some of what is stored.
    ///
    /// # Errors
    /// Where the engine can't be reached, or `from` is none of its own.
    pub fn entries_shown(&self, tenant: &Tenant, part: &Part) -> Result<Entries, Unavailable> {
        let (kept, most) = (kept(part.kind), part.limit.clamp(1, LISTED));
        let (app, now) = (self.app.load(), self.clock.now());
        let mut some = Entries {
            entries: Vec::new(),
            next: part.from.clone(),
        };
        for _ in 0..CALLS {
            let left = most - some.entries.len();
            let from = some.next.take();
            let stretch =
                self.engine
                    .browse(tenant, kept, &part.prefix, from.as_deref(), left, now)?;
            some.entries.extend(
                stretch
                    .found
                    .into_iter()
                    .map(|found| row(found, &app.entries)),
            );
            some.next = stretch.next;
            if some.next.is_none() || some.entries.len() >= most {
                break;
            }
        }
        Ok(some)
    }

    /// One thing; `None` where there is none of this name.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    pub fn entry_shown(
        &self,
        tenant: &Tenant,
        kind: StateKind,
        key: &str,
    ) -> Result<Option<Entry>, Unavailable> {
        let mut look = self.look(tenant)?;
        let space = match kind {
            StateKind::Value => Space::Values,
            StateKind::Game => Space::Games,
            StateKind::Document => {
                let document = look.document(key)?;
                return Ok(document.map(|document| Entry::Document { document }));
            }
        };
        let found = look.stored.get(space, key)?;
        Ok(found.map(|value| Entry::Value {
            value: Shown::new(&value, WHOLE),
        }))
    }
}

fn kept(kind: StateKind) -> Kept {
    match kind {
        StateKind::Value => Kept::Values,
        StateKind::Game => Kept::Games,
        StateKind::Document => Kept::Documents,
    }
}

fn row(found: Found, entries: &stored::Entries) -> Row {
    let key = (*found.key).to_owned();
    match found.thing {
        Thing::Value { value, keep } => Row {
            problem: entries.problem(&key, &value),
            key,
            value: Some(Shown::new(&value, GLANCE)),
            version: None,
            until: match keep {
                Keep::Always => None,
                Keep::Until(until) => Some(until.0),
            },
        },
        Thing::Document { version } => Row {
            key,
            value: None,
            version: Some(version),
            until: None,
            problem: None,
        },
    }
}
