//! An app's settings: `buildamp.toml`, with environment variables over it.
//!
//! A key that means nothing is an error: a setting that is silently ignored is worse than none.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

/// The file's name in the app's folder.
pub(crate) const FILE: &str = "buildamp.toml";

/// What environment variables begin with: `BUILDAMP_SERVER_ADDRESS` is `address` of `[server]`.
const PREFIX: &str = "BUILDAMP_";

/// Variables of other parts, which are no settings.
const OTHERS: [&str; 1] = ["BUILDAMP_LOG"];

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
    pub(crate) logic: Logic,
    pub(crate) store: Store,
    pub(crate) redis: Redis,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Server {
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
    pub(crate) connections: usize,
    pub(crate) connections_per_address: usize,
    /// Bytes that may wait for a slow reader.
    pub(crate) queue: usize,
    /// Bytes from which on messages are compressed; 0 for never.
    pub(crate) compress_from: usize,
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

#[derive(Debug, Clone, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Auth {
    pub(crate) kind: AuthKind,
    /// The environment variable that holds the secret of HS256.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) secret_variable: Option<String>,
    /// A PEM file with the public key of EdDSA.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) public_key: Option<PathBuf>,
    /// A JWKS file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) jwks: Option<PathBuf>,
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

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Limits {
    /// Of a user, over all types without a `#[ws(rate = …)]` of their own; 0 for no limit.
    pub(crate) messages_per_minute: u32,
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
            frame: 1 << 20,
            rooms_per_connection: 100,
            connections_per_user: 20,
            event_attempts: 8,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
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

#[derive(Debug, Clone, Serialize, Deserialize)]
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

#[derive(Debug, Clone, Serialize, Deserialize)]
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Durability {
    Fsync,
    Interval,
    Memory,
}

/// The settings of an app.
pub(crate) fn load(
    app: &Path,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<Config> {
    let path = app.join(FILE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| format!("can't read {}", path.display())),
    };
    read(&text, environment)
}

fn read(text: &str, environment: impl Iterator<Item = (String, String)>) -> Result<Config> {
    if let Err(error) = toml::from_str::<Config>(text) {
        let advice = advice(&error.to_string());
        bail!("{FILE}: {}{advice}", error.to_string().trim_end());
    }
    let mut table: Table = toml::from_str(text).context("it was read before")?;
    for (name, value) in environment {
        if name.starts_with(PREFIX) && !OTHERS.contains(&name.as_str()) {
            overlay(&mut table, &name, &value)?;
        }
    }
    Value::Table(table)
        .try_into()
        .context("the settings don't fit together")
}

/// Puts a variable's value where its name says.
fn overlay(table: &mut Table, name: &str, value: &str) -> Result<()> {
    let key = name[PREFIX.len()..].to_ascii_lowercase();
    let sections = ["server", "auth", "limits", "logic", "store", "redis"];
    let place = sections.iter().find_map(|section| {
        let rest = key.strip_prefix(section)?.strip_prefix('_')?;
        Some((*section, rest))
    });
    let before = table.clone();
    // A number is a number unless the setting wants a text.
    let typed = toml::from_str::<Table>(&format!("value = {value}"))
        .ok()
        .and_then(|mut table| table.remove("value"));
    let text = Value::String(value.to_owned());
    for candidate in typed.into_iter().chain([text]) {
        table.clone_from(&before);
        match place {
            Some((section, rest)) => {
                let section = table
                    .entry(section)
                    .or_insert_with(|| Value::Table(Table::new()));
                if let Value::Table(section) = section {
                    section.insert(rest.to_owned(), candidate);
                }
            }
            None => {
                table.insert(key.clone(), candidate);
            }
        }
        match Value::Table(table.clone()).try_into::<Config>() {
            Ok(_) => return Ok(()),
            Err(error) => {
                let found = error.to_string();
                if !matches!(&found, text if text.contains("invalid type")) {
                    let advice = advice(&found);
                    bail!(
                        "the environment variable {name}: {}{advice}",
                        found.trim_end()
                    );
                }
            }
        }
    }
    bail!("the environment variable {name}: `{value}` is of no use there")
}

/// What a wrong key was probably meant to be.
fn advice(error: &str) -> String {
    let mut quoted = error.split('`').skip(1).step_by(2);
    let Some(wrong) = quoted.next().filter(|_| error.contains("unknown field")) else {
        return String::new();
    };
    let known: Vec<&str> = quoted.collect();
    let near = known.iter().max_by(|a, b| {
        let like = |name: &str| strsim::jaro_winkler(wrong, name);
        like(a).total_cmp(&like(b))
    });
    match near.filter(|name| strsim::jaro_winkler(wrong, name) > 0.7) {
        Some(near) => format!("\nhelp: did you mean `{near}`?"),
        None => String::new(),
    }
}

/// `buildamp config`: what is in force, as the file would say it.
pub(crate) fn print(app: &Path) -> Result<()> {
    let config = load(app, std::env::vars())?;
    let text = toml::to_string(&config).context("settings are TOML")?;
    anstream::print!("{text}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        read(text, variables).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn the_environment_goes_over_the_file() {
        let text = "name = \"chess\"\n[limits]\nmessages_per_minute = 5\n[server]\nping = \"3s\"";
        let variables = [
            ("BUILDAMP_SERVER_ADDRESS", "127.0.0.1:9"),
            ("BUILDAMP_LIMITS_MESSAGES_PER_MINUTE", "7"),
            ("BUILDAMP_NAME", "12"),
            ("BUILDAMP_SERVER_ORIGINS", "[\"https://example.org\"]"),
            ("BUILDAMP_LOG", "debug"),
            ("HOME", "/nowhere"),
        ];
        let config = check(text, &variables).expect("all are settings");
        assert_eq!(config.name.as_deref(), Some("12"));
        assert_eq!(config.server.address.port(), 9);
        assert_eq!(config.server.ping, Duration::from_secs(3));
        assert_eq!(config.server.origins, ["https://example.org"]);
        assert_eq!(config.limits.messages_per_minute, 7);
        assert_eq!(config.limits.rooms_per_connection, 100);
    }

    #[test]
    fn a_password_is_not_printed() {
        let text = "[redis]\nurl = \"rediss://app:secret@redis.example.org:6380\"";
        let config = check(text, &[]).expect("they are settings");
        let printed = toml::to_string(&config).expect("settings are TOML");
        assert!(!printed.contains("secret"), "{printed}");
        let shown = "url = \"rediss://app:…@redis.example.org:6380\"";
        assert!(printed.contains(shown), "{printed}");
        assert!(config.redis.url.contains("secret"));
    }

    #[test]
    fn a_wrong_key_is_an_error_with_a_suggestion() {
        let error = check("[server]\nadress = \"127.0.0.1:9\"", &[]).expect_err("a typing error");
        assert!(error.contains("unknown field `adress`"), "{error}");
        assert!(error.contains("did you mean `address`?"), "{error}");
        assert!(error.contains("line 2"), "{error}");
        let error = check("", &[("BUILDAMP_STORE_FOLDR", "x")]).expect_err("a typing error");
        assert!(error.contains("BUILDAMP_STORE_FOLDR"), "{error}");
        assert!(error.contains("did you mean `folder`?"), "{error}");
        let error = check("", &[("BUILDAMP_LIMITS_FRAME", "big")]).expect_err("no number");
        assert!(error.contains("`big` is of no use there"), "{error}");
    }
}
