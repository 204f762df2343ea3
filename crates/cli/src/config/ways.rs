//! Settings of what comes and goes beside sockets: files, webhooks both ways, and events by the calendar.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use toml::Table;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Uploads {
    /// `file:` and a folder, relative to the app's; `s3://` and a bucket; `memory:`.
    pub(crate) store: String,
    /// Bytes of one file.
    pub(crate) max_size: u64,
    /// Types that are taken; empty for all.
    pub(crate) types: Vec<String>,
    /// Of a user; 0 for no limit.
    pub(crate) per_minute: u32,
    /// Of a user; 0 for no limit.
    pub(crate) bytes_per_day: u64,
    /// Of all users.
    pub(crate) at_once: usize,
    pub(crate) at_once_per_user: usize,
    pub(crate) access: FileAccess,
}

impl Default for Uploads {
    fn default() -> Uploads {
        Uploads {
            store: "file:data/uploads".to_owned(),
            max_size: 10 << 20,
            types: Vec::new(),
            per_minute: 30,
            bytes_per_day: 1 << 30,
            at_once: 64,
            at_once_per_user: 8,
            access: FileAccess::Id,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FileAccess {
    Id,
    Room,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Webhooks {
    /// Addresses, networks and hosts that may be called beside those of the internet.
    pub(crate) allow: Vec<String>,
    /// Calls of one webhook that may be on their way at once.
    pub(crate) at_once: usize,
    /// How long a call is tried.
    #[serde(with = "humantime_serde")]
    pub(crate) give_up_after: Duration,
    /// The environment variable with the secrets of webhooks that name none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) secret_variable: Option<String>,
    /// By their names: those that come in.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) incoming: BTreeMap<String, IncomingWebhook>,
}

impl Default for Webhooks {
    fn default() -> Webhooks {
        Webhooks {
            allow: Vec::new(),
            at_once: 8,
            give_up_after: Duration::from_secs(24 * 60 * 60),
            secret_variable: None,
            incoming: BTreeMap::new(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IncomingWebhook {
    pub(crate) scheme: WebhookScheme,
    /// The environment variables with its secrets, each of which is good.
    pub(crate) secret_variable: Names,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) header: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id_header: Option<String>,
    #[serde(default = "tolerance", with = "humantime_serde")]
    pub(crate) tolerance: Duration,
    /// `webhook:` and its name where it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) room: Option<String>,
    /// Bytes.
    #[serde(default = "max_size")]
    pub(crate) max_size: usize,
}

fn tolerance() -> Duration {
    Duration::from_secs(300)
}

fn max_size() -> usize {
    1 << 20
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum WebhookScheme {
    Standard,
    Github,
    Stripe,
    #[serde(rename = "hmac-sha256")]
    HmacSha256,
    Token,
}

/// One name or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "expected the name of an environment variable, or a list of names"
)]
pub(crate) enum Names {
    One(String),
    Several(Vec<String>),
}

impl Names {
    pub(crate) fn list(&self) -> Vec<String> {
        match self {
            Names::One(name) => vec![name.clone()],
            Names::Several(names) => names.clone(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Schedule {
    pub(crate) name: String,
    /// The event's type.
    pub(crate) event: String,
    /// The room that it is handled in.
    pub(crate) room: String,
    pub(crate) cron: String,
    #[serde(default = "utc")]
    pub(crate) timezone: String,
    /// Where each host has a state of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) host: Option<String>,
    /// The event's payload.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    pub(crate) payload: Table,
}

fn utc() -> String {
    "UTC".to_owned()
}
