//! Settings with which nothing would work: they are refused at the start, and not found out by who can't connect.

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

use super::{Config, auth};

/// What has to be more than nothing.
const POSITIVE: [(&str, &str); 17] = [
    ("server", "ping"),
    ("server", "handshake"),
    ("server", "connections"),
    ("server", "connections_per_address"),
    ("server", "queue"),
    ("limits", "frame"),
    ("limits", "rooms_per_connection"),
    ("limits", "connections_per_user"),
    ("limits", "event_attempts"),
    ("logic", "time"),
    ("logic", "memory"),
    ("redis", "partitions"),
    ("redis", "threads"),
    ("redis", "lease"),
    ("redis", "timeout"),
    ("uploads", "at_once"),
    ("webhooks", "at_once"),
];

/// MiB that an instance of WebAssembly can have.
const MOST_MEMORY: usize = 4095;

/// Refuses what nothing would work with.
pub(super) fn check(config: &Config) -> Result<()> {
    let given = Table::try_from(config).context("settings are TOML")?;
    let usual = Table::try_from(Config::default()).context("settings are TOML")?;
    for (section, key) in POSITIVE {
        let of = |table: &Table| table.get(section)?.get(key).cloned();
        if of(&given).is_some_and(|value| is_nothing(&value)) {
            let usual = of(&usual).map_or_else(String::new, |usual| {
                format!(", or leave it out for the default, {usual}")
            });
            bail!(
                "`{key}` of `[{section}]` is 0, and nothing would work\n\nhelp: write more than that{usual}"
            );
        }
    }
    if config.logic.memory > MOST_MEMORY {
        bail!(
            "`memory` of `[logic]` is {} (MiB)\n\nexpected: at most {MOST_MEMORY}",
            config.logic.memory
        );
    }
    auth::check(&config.auth)
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Integer(count) => *count == 0,
        // So a time of nothing is written.
        Value::String(time) => time == "0s",
        _ => false,
    }
}
