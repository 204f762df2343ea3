//! Who sees the dashboard: who writes the app, or who knows the password.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result};
use buildamp_server::dashboard::{About, Access, Dashboard, Password};

use super::{Mode, name};
use crate::config::{self, Config, Engine};

/// The dashboard of an app, where there is one.
pub(super) fn open(config: &Config, mode: Mode, about: About) -> Result<Option<Dashboard>> {
    let access = access(config, mode)?;
    Ok(access.map(|access| Dashboard { access, about }))
}

/// What is served, and where.
pub(super) fn about(app: &Path, config: &Config, address: SocketAddr) -> About {
    About {
        app: name(app, config),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        engine: match config.store.engine {
            Engine::Embedded => "embedded",
            Engine::Redis => "redis",
        },
        machine: machine(),
        address: address.to_string(),
        memory,
    }
}

/// The machine's name, where the system tells it. In a container it is the container's, in Kubernetes the pod's.
fn machine() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname");
    name.map_or_else(|_| String::new(), |name| name.trim().to_owned())
}

fn access(config: &Config, mode: Mode) -> Result<Option<Access>> {
    if mode == Mode::Dev {
        return Ok(Some(Access::ThisMachine));
    }
    let Some(variable) = &config.dashboard.password_variable else {
        return Ok(None);
    };
    let setting = "`password_variable` of `[dashboard]`";
    let text = config::variable(setting, variable)?;
    let password = Password::new(&text).with_context(|| {
        format!("the password in the environment variable {variable}, which {setting} names\n\nhelp: `openssl rand -base64 18` makes a good one")
    })?;
    Ok(Some(Access::Password(password)))
}

/// Where it is, as a browser of this machine finds it.
pub(super) fn place(config: &Config, address: SocketAddr, mode: Mode) -> Option<String> {
    if mode == Mode::Serve && config.dashboard.password_variable.is_none() {
        return None;
    }
    let host = match address.ip().is_loopback() {
        true => address.to_string(),
        false => format!("localhost:{}", address.port()),
    };
    Some(format!("{host}/_buildamp"))
}

/// The memory of this process in bytes, where the system tells it.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes << 10)
}
