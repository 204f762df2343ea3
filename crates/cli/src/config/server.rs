//! Settings of the server itself: where it listens, who may come, how much of everything, and what a call of the rules may take.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Server {
    #[serde(deserialize_with = "address")]
    pub(crate) address: SocketAddr,
    /// Pages that may connect, as browsers name them; empty for all.
    pub(crate) origins: Vec<String>,
    /// `single`: one app, one state; `host`: a state for each host that is asked for.
    pub(crate) tenants: Tenants,
    /// PEM files for HTTPS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) certificate: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<PathBuf>,
    #[serde(with = "humantime_serde")]
    pub(crate) ping: Duration,
    #[serde(with = "humantime_serde")]
    pub(crate) handshake: Duration,
    #[serde(with = "humantime_serde")]
    pub(crate) grace: Duration,
    /// For how long `/readyz` says that the server stops before it does.
    #[serde(with = "humantime_serde")]
    pub(crate) drain_delay: Duration,
    pub(crate) connections: usize,
    pub(crate) connections_per_address: usize,
    /// Bytes that may wait for a slow reader.
    pub(crate) queue: usize,
    /// Bytes from which on messages are compressed; 0 for never.
    pub(crate) compress_from: usize,
}

/// As `--address` takes it.
fn address<'de, D: Deserializer<'de>>(from: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(from)?;
    crate::args::address(&text).map_err(serde::de::Error::custom)
}

impl Default for Server {
    fn default() -> Server {
        Server {
            address: SocketAddr::from(([127, 0, 0, 1], 8080)),
            origins: Vec::new(),
            tenants: Tenants::Single,
            certificate: None,
            key: None,
            ping: Duration::from_secs(30),
            handshake: Duration::from_secs(10),
            grace: Duration::from_secs(10),
            drain_delay: Duration::ZERO,
            connections: 100_000,
            connections_per_address: 1_000,
            queue: 1 << 20,
            compress_from: 512,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tenants {
    Single,
    Host,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Auth {
    pub(crate) kind: AuthKind,
    /// The environment variable that holds the secret of HS256.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) secret_variable: Option<String>,
    /// A PEM file with the public key of EdDSA.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) public_key: Option<PathBuf>,
    /// A JWKS: a file, or the URL where a service publishes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) jwks: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) issuer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) audience: Option<String>,
    /// Without authentication a public address is refused, unless this says otherwise.
    pub(crate) allow_public: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AuthKind {
    #[default]
    None,
    Jwt,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Limits {
    /// Of a user, over all types without a `#[ws(rate = …)]` of their own; 0 for no limit.
    pub(crate) messages_per_minute: u32,
    /// Joins and leaves of a user; 0 for no limit.
    pub(crate) joins_per_minute: u32,
    /// Bytes.
    pub(crate) frame: usize,
    pub(crate) rooms_per_connection: usize,
    pub(crate) connections_per_user: usize,
    /// Attempts to handle an event.
    pub(crate) event_attempts: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            messages_per_minute: 100,
            joins_per_minute: 3_000,
            frame: 1 << 20,
            rooms_per_connection: 100,
            connections_per_user: 20,
            event_attempts: 8,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Dashboard {
    /// The environment variable with the password, for `serve`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) password_variable: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Presence {
    /// For how long a user whose connection broke is still in its rooms.
    #[serde(with = "humantime_serde")]
    pub(crate) grace: Duration,
    /// Whether somebody has said so.
    #[serde(skip)]
    pub(crate) is_given: bool,
}

impl Default for Presence {
    fn default() -> Presence {
        Presence {
            grace: Duration::from_secs(5),
            is_given: false,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Logic {
    /// How long one call may take.
    #[serde(with = "humantime_serde")]
    pub(crate) time: Duration,
    /// MiB that one call may take.
    pub(crate) memory: usize,
}

impl Default for Logic {
    fn default() -> Logic {
        Logic {
            time: Duration::from_millis(50),
            memory: 16,
        }
    }
}
