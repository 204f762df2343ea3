//! Settings → the engine that an app's state lives in.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use buildamp_engine::embedded::{self, Embedded, Remember};
use buildamp_engine::{Engine, Millis};
use buildamp_engine_redis::{Address, Options, Redis};

use super::name;
use crate::app::shown;
use crate::config::{self, Config, Durability, Tenants};

/// How many parts the tenants of a server with several are in.
const PARTITIONS: u8 = 16;

/// The engine that the settings name.
pub(crate) fn open(app: &Path, config: &Config) -> Result<Arc<dyn Engine>> {
    Ok(match config.store.engine {
        config::Engine::Embedded => Arc::new(open_embedded(app, config)?),
        config::Engine::Redis => Arc::new(open_redis(app, config)?),
    })
}

/// The one in the app's folder.
pub(crate) fn open_embedded(app: &Path, config: &Config) -> Result<Embedded> {
    let options = embedded::Options {
        durability: match config.store.durability {
            Durability::Fsync => embedded::Durability::Fsync,
            Durability::Interval => embedded::Durability::Interval,
            Durability::Memory => embedded::Durability::Memory,
        },
        history: Remember {
            count: config.store.history,
            age: age(config),
        },
        operations: config.documents.operations,
        ..embedded::Options::default()
    };
    let folder = app.join(&config.store.folder);
    Embedded::open(&folder, options).context("the app's state")
}

/// The one on Redis.
pub(crate) fn open_redis(app: &Path, config: &Config) -> Result<Redis> {
    let settings = &config.redis;
    let mut address = Address::parse(&settings.url).context("`url` of `[redis]`")?;
    if let Some(variable) = &settings.password_variable {
        let password = config::variable("`password_variable` of `[redis]`", variable)?;
        address = address.with_password(&password);
    }
    let authorities = settings.authorities.as_ref().map(|file| {
        let path = app.join(file);
        std::fs::read(&path).with_context(|| format!("can't read {}", shown(&path)))
    });
    let several = config.server.tenants == Tenants::Host;
    let options = Options {
        authorities: authorities.transpose()?,
        prefix: settings.prefix.clone().unwrap_or_else(|| name(app, config)),
        partitions: settings
            .partitions
            .unwrap_or(if several { PARTITIONS } else { 1 }),
        history: config.store.history,
        age: age(config),
        operations: config.documents.operations,
        memory: settings.memory << 20,
        lease: settings.lease,
        farewell: config.presence.grace,
        patience: settings.patience,
        timeout: settings.timeout,
        replicas: settings.replicas,
        threads: settings.threads,
        ..Options::new(address)
    };
    Redis::open(&options).context(
        "can't use Redis\n\nhelp: `url` of `[redis]` says where it is; with `engine = \"embedded\"` of `[store]` an app needs none",
    )
}

fn age(config: &Config) -> Millis {
    Millis(u64::try_from(config.store.history_age.as_millis()).unwrap_or(u64::MAX))
}
