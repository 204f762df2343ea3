//! An app's settings: `buildamp.toml`, with environment variables over it.
//!
//! A key that means nothing is an error: a setting that is silently ignored is worse than none.

mod read;
mod server;
mod store;
mod ways;

#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::app::shown;
use read::read;
pub(crate) use server::{Auth, AuthKind, Limits, Logic, Presence, Server, Tenants};
pub(crate) use store::{Documents, Durability, Engine, Redis, Store};
pub(crate) use ways::{FileAccess, Schedule, Uploads, WebhookScheme, Webhooks};

/// The file's name in the app's folder.
pub(crate) const FILE: &str = "buildamp.toml";

/// All settings, with their defaults.
#[derive(Debug, Clone, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// What the log calls the app; the folder's name where it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    pub(crate) server: Server,
    pub(crate) auth: Auth,
    pub(crate) limits: Limits,
    pub(crate) presence: Presence,
    pub(crate) logic: Logic,
    pub(crate) store: Store,
    pub(crate) redis: Redis,
    pub(crate) uploads: Uploads,
    pub(crate) webhooks: Webhooks,
    /// Recurring events.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) schedule: Vec<Schedule>,
    pub(crate) documents: Documents,
}

/// The settings of an app.
pub(crate) fn load(
    app: &Path,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<Config> {
    if !app.is_dir() {
        bail!(
            "there is no folder {}\n\nhelp: name an app's folder; `buildamp new NAME` makes one",
            shown(app)
        );
    }
    let path = app.join(FILE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| format!("can't read {}", shown(&path))),
    };
    read(&text, environment)
}

/// `buildamp config`: what is in force, as the file would say it.
pub(crate) fn print(app: &Path) -> Result<()> {
    let config = load(app, std::env::vars())?;
    let text = toml::to_string(&config).context("settings are TOML")?;
    anstream::print!("{text}");
    Ok(())
}
