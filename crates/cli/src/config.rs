//! An app's settings: `buildamp.toml`, with environment variables over it.
//!
//! A key that means nothing is an error: a setting that is silently ignored is worse than none.

use std::collections::BTreeMap;
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

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Presence {
    /// For how long a user whose connection broke is still in its rooms.
    #[serde(with = "humantime_serde")]
    pub(crate) grace: Duration,
}

impl Default for Presence {
    fn default() -> Presence {
        Presence {
            grace: Duration::from_secs(5),
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

#[derive(Debug, Clone, Serialize, Deserialize)]
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

#[derive(Debug, Clone, Serialize, Deserialize)]
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

#[derive(Debug, Clone, Serialize, Deserialize)]
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FileAccess {
    Id,
    Room,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
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

#[derive(Debug, Clone, Serialize, Deserialize)]
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
    let sections = [
        "server",
        "auth",
        "limits",
        "presence",
        "logic",
        "store",
        "redis",
        "uploads",
        "webhooks",
        "documents",
    ];
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
    let mut wrong = String::new();
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
                wrong = found;
            }
        }
    }
    bail!(
        "the environment variable {name}: {}\n\nhelp: docs/settings.md says what each setting may be; this one says `{value}`",
        told(&wrong)
    )
}

/// What was expected and found, without where: a variable has no lines.
fn told(error: &str) -> &str {
    let lines = error.lines().map(str::trim);
    let said = |line: &&str| line.starts_with("invalid") || line.contains("expected");
    lines.rev().find(said).unwrap_or(error.trim_end())
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
    fn webhooks_and_schedules_are_settings() {
        let text = r#"
[webhooks]
allow = ["10.0.0.0/8"]
[webhooks.incoming.stripe]
scheme = "stripe"
secret_variable = "STRIPE_SECRET"
[webhooks.incoming.shop]
scheme = "hmac-sha256"
secret_variable = ["NEW", "OLD"]
tolerance = "1m"
[[schedule]]
name = "report"
event = "DailyReport"
room = "office"
cron = "0 9 * * MON-FRI"
payload = { short = true }
"#;
        let config = check(text, &[("BUILDAMP_WEBHOOKS_AT_ONCE", "2")]).expect("all are settings");
        assert_eq!(config.webhooks.at_once, 2);
        let stripe = &config.webhooks.incoming["stripe"];
        assert_eq!(stripe.scheme, WebhookScheme::Stripe);
        assert_eq!(stripe.secret_variable.list(), ["STRIPE_SECRET"]);
        assert_eq!(stripe.tolerance, Duration::from_secs(300));
        let shop = &config.webhooks.incoming["shop"];
        assert_eq!(shop.scheme, WebhookScheme::HmacSha256);
        assert_eq!(shop.secret_variable.list(), ["NEW", "OLD"]);
        assert_eq!(config.schedule[0].timezone, "UTC");
        let printed = toml::to_string(&config).expect("settings are TOML");
        check(&printed, &[]).expect("what is printed can be read");
        let wrong = check("[webhooks.incoming.x]\nscheme = \"basic\"", &[]).expect_err("none");
        assert!(wrong.contains("hmac-sha256"), "{wrong}");
        let wrong = check("[[schedule]]\nname = \"x\"\nevnt = \"Y\"", &[]).expect_err("none");
        assert!(wrong.contains("did you mean `event`?"), "{wrong}");
    }

    #[test]
    fn the_settings_of_the_documentation_are_settings() {
        let pages = [
            include_str!("../../../docs/webhooks.md"),
            include_str!("../../../docs/events.md"),
        ];
        let excerpts = pages.iter().flat_map(|page| {
            let after = page.split("```toml\n").skip(1);
            after.map(|text| text.split("```").next().expect("it ends"))
        });
        let mut count = 0;
        for excerpt in excerpts {
            let config = check(excerpt, &[]);
            let config = config.unwrap_or_else(|wrong| panic!("{excerpt}\n{wrong}"));
            for schedule in &config.schedule {
                let next = buildamp_server::next_time(
                    &schedule.cron,
                    &schedule.timezone,
                    buildamp_engine::Millis(0),
                );
                assert!(next.is_ok(), "{next:?}");
            }
            count += 1;
        }
        assert_eq!(count, 3);
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
        let wanted = "BUILDAMP_LIMITS_FRAME: invalid type: string \"big\", expected usize";
        assert!(error.contains(wanted), "{error}");
        let error = check("", &[("BUILDAMP_SERVER_CONNECTIONS", "-1")]).expect_err("negative");
        assert!(error.contains("expected usize"), "{error}");
        let error = check("", &[("BUILDAMP_PRESENCE_GRACE", "soon")]).expect_err("no time");
        assert!(error.contains("BUILDAMP_PRESENCE_GRACE"), "{error}");
        assert!(error.contains("expected"), "{error}");
    }
}
