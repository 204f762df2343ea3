//! An app's settings: `buildamp.toml`, with environment variables over it.
//!
//! A key that means nothing is an error: a setting that is silently ignored is worse than none. So is a value with which nothing works.

mod auth;
mod bounds;
mod read;
mod server;
mod store;
mod ways;

#[cfg(test)]
mod tests;

use std::env::VarError;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::shown;
use crate::args::ReportForm;
use crate::print::give;
pub(crate) use auth::Keys;
use read::read;
pub(crate) use server::{Auth, AuthKind, Dashboard, Limits, Logic, Presence, Server, Tenants};
pub(crate) use store::{Documents, Durability, Engine, Redis, Store};
pub(crate) use ways::{FileAccess, Schedule, Uploads, WebhookScheme, Webhooks};

/// The file's name in the app's folder.
pub(crate) const FILE: &str = "buildamp.toml";

/// All settings, with their defaults.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
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
    pub(crate) dashboard: Dashboard,
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

/// The settings of a file's text.
#[cfg(test)]
pub(crate) fn from_text(text: &str) -> Result<Config> {
    read(text, std::iter::empty())
}

/// What an environment variable says that a setting names, as in ``"`secret_variable` of `[auth]`"``.
pub(crate) fn variable(setting: &str, name: &str) -> Result<String> {
    match std::env::var(name) {
        Ok(value) => Ok(value),
        Err(VarError::NotPresent) => bail!(
            "{setting} names the environment variable {name}, which is not set\n\nhelp: set it where the server is started, as in `{name}=… buildamp serve`; what is secret has no place in {FILE}"
        ),
        Err(VarError::NotUnicode(_)) => {
            bail!("{setting} names the environment variable {name}, which is not UTF-8")
        }
    }
}

/// `buildamp config`: what is in force, as the file would say it, or as JSON.
pub(crate) fn print(app: &Path, form: ReportForm) -> Result<()> {
    let config = load(app, std::env::vars())?;
    match form {
        ReportForm::Terminal => {
            let text = toml::to_string(&config).context("settings are TOML")?;
            give(text.trim_end())
        }
        ReportForm::Json => {
            let settings = serde_json::to_value(&config).context("settings are JSON")?;
            give(json!({ "ok": true, "settings": settings, "reports": [] }))
        }
    }
}
