//! Settings of what is kept: the engine, Redis, and how much of a document.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Store {
    /// Where state lives.
    pub(crate) engine: Engine,
    /// Relative to the app's folder.
    pub(crate) folder: PathBuf,
    pub(crate) durability: Durability,
    /// Broadcasts that a room remembers for who comes back.
    pub(crate) history: usize,
    #[serde(with = "humantime_serde")]
    pub(crate) history_age: Duration,
}

impl Default for Store {
    fn default() -> Store {
        Store {
            engine: Engine::Embedded,
            folder: PathBuf::from("data"),
            durability: Durability::Interval,
            history: 256,
            history_age: Duration::from_secs(300),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Engine {
    Embedded,
    Redis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Durability {
    Fsync,
    Interval,
    Memory,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Redis {
    /// Where it is. A password in it is not printed.
    #[serde(serialize_with = "without_password")]
    pub(crate) url: String,
    /// The environment variable that holds the password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) password_variable: Option<String>,
    /// A PEM file with the authorities that its certificate may be of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) authorities: Option<PathBuf>,
    /// What all keys begin with; the app's name where it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) prefix: Option<String>,
    /// Into how many parts tenants are spread: 1 for one tenant, 16 for several where it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) partitions: Option<u8>,
    /// Rooms that are worked on at once.
    pub(crate) threads: usize,
    /// MiB of what was read lately.
    pub(crate) memory: usize,
    /// How long a silent node is taken to be alive.
    #[serde(with = "humantime_serde")]
    pub(crate) lease: Duration,
    /// How long a message waits while Redis can't be reached.
    #[serde(with = "humantime_serde")]
    pub(crate) patience: Duration,
    /// How long it waits for an answer.
    #[serde(with = "humantime_serde")]
    pub(crate) timeout: Duration,
    /// Replicas that have to have a commit before it is answered.
    pub(crate) replicas: u32,
}

impl Default for Redis {
    fn default() -> Redis {
        Redis {
            url: "redis://127.0.0.1:6379".to_owned(),
            password_variable: None,
            authorities: None,
            prefix: None,
            partitions: None,
            threads: 64,
            memory: 64,
            lease: Duration::from_secs(15),
            patience: Duration::from_secs(1),
            timeout: Duration::from_secs(5),
            replicas: 0,
        }
    }
}

/// A URL as it may be shown.
fn without_password<S: serde::Serializer>(url: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let place = url.find("://").map(|scheme| scheme + 3);
    let shown = match (place, url.rfind('@')) {
        (Some(start), Some(at)) if start < at => match url[start..at].find(':') {
            Some(colon) => format!("{}:…{}", &url[..start + colon], &url[at..]),
            None => url.to_owned(),
        },
        _ => url.to_owned(),
    };
    serializer.serialize_str(&shown)
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Documents {
    /// UTF-16 units that a text may have.
    pub(crate) length: usize,
    /// Operations after which a text is stored as a whole.
    pub(crate) snapshot: u64,
    /// Operations that are kept at least, for who comes back with edits of an older version.
    pub(crate) operations: u64,
}

impl Default for Documents {
    fn default() -> Documents {
        Documents {
            length: 1_000_000,
            snapshot: 200,
            operations: 1_000,
        }
    }
}
