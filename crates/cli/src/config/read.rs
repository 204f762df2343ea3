//! Text and environment variables → settings, or what is wrong with them.
//!
//! The reader's own words are put into those of `docs/settings.md`: who writes a setting need not know the types of Rust.

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

use super::{Config, FILE, bounds};
use crate::app::DOCS;

/// What environment variables begin with: `BUILDAMP_SERVER_ADDRESS` is `address` of `[server]`.
const PREFIX: &str = "BUILDAMP_";

/// Variables of other parts, which are no settings.
const OTHERS: [&str; 1] = ["BUILDAMP_LOG"];

/// Settings that are tables of their own.
const SECTIONS: [&str; 11] = [
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
    "dashboard",
];

/// What the reader says that it expected, and what to write.
const WORDS: [(&str, &str); 7] = [
    (
        "expected a duration",
        "expected a time with its unit, such as \"500ms\", \"30s\" or \"5m\"",
    ),
    ("expected usize", "expected a whole number from 0 on"),
    ("expected u64", "expected a whole number from 0 on"),
    (
        "expected u32",
        "expected a whole number from 0 to 4294967295",
    ),
    ("expected u8", "expected a whole number from 0 to 255"),
    (
        "expected a sequence",
        "expected a list of texts in brackets, such as [\"https://example.org\"]",
    ),
    (
        "u64 value was too large",
        "expected a whole number of at most 9223372036854775807",
    ),
];

/// The settings that a file's text and the environment say.
pub(super) fn read(
    text: &str,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<Config> {
    let in_file = |error: toml::de::Error| anyhow::anyhow!("{FILE}: {}", told(&error));
    let mut table: Table = toml::from_str(text).map_err(in_file)?;
    toml::from_str::<Config>(text).map_err(in_file)?;
    for (name, value) in environment {
        if name.starts_with(PREFIX) && !OTHERS.contains(&name.as_str()) {
            overlay(&mut table, &name, &value)?;
        }
    }
    let presence = table.get("presence");
    let is_given = presence.is_some_and(|presence| presence.get("grace").is_some());
    let mut config: Config = Value::Table(table)
        .try_into()
        .context("the settings don't fit together")?;
    config.presence.is_given = is_given;
    bounds::check(&config)?;
    Ok(config)
}

/// Puts a variable's value where its name says.
fn overlay(table: &mut Table, name: &str, value: &str) -> Result<()> {
    let mut wrong = None;
    for candidate in candidates(value) {
        let mut next = table.clone();
        put(
            &mut next,
            &name[PREFIX.len()..].to_ascii_lowercase(),
            candidate,
        );
        match Value::Table(next.clone()).try_into::<Config>() {
            Ok(_) => {
                *table = next;
                return Ok(());
            }
            Err(error) if error.message().contains("invalid type") => wrong = Some(error),
            Err(error) => bail!("the environment variable {name}: {}", told(&error)),
        }
    }
    let wrong = wrong.map(|error| without_place(&told(&error)));
    bail!(
        "the environment variable {name}: {}\n\nhelp: {DOCS}/settings.md says what each setting may be; this one says `{value}`",
        wrong.unwrap_or_default()
    )
}

/// What a variable's text may mean: a number is a number unless the setting wants a text.
fn candidates(value: &str) -> impl Iterator<Item = Value> {
    let typed = toml::from_str::<Table>(&format!("value = {value}"))
        .ok()
        .and_then(|mut table| table.remove("value"));
    typed.into_iter().chain([Value::String(value.to_owned())])
}

/// Puts a value under the key that a section and a name make with `_` between.
fn put(table: &mut Table, key: &str, value: Value) {
    let place = SECTIONS.iter().find_map(|section| {
        let rest = key.strip_prefix(section)?.strip_prefix('_')?;
        Some((*section, rest))
    });
    let Some((section, rest)) = place else {
        table.insert(key.to_owned(), value);
        return;
    };
    let section = table
        .entry(section)
        .or_insert_with(|| Value::Table(Table::new()));
    if let Value::Table(section) = section {
        section.insert(rest.to_owned(), value);
    }
}

/// What is wrong, for people.
fn told(error: &toml::de::Error) -> String {
    let text = error.to_string();
    let advice = advice(&text);
    let plain = WORDS
        .iter()
        .fold(text.trim_end().to_owned(), |text, (theirs, ours)| {
            text.replace(theirs, ours)
        });
    section(plain) + &advice
}

/// A section is a struct here, and has brackets there.
fn section(text: String) -> String {
    let Some((before, name)) = text.split_once("expected struct ") else {
        return text;
    };
    format!(
        "{before}expected a section, as `[{}]` begins one",
        name.to_lowercase()
    )
}

/// What was expected and found, without where: a variable has no lines.
fn without_place(error: &str) -> String {
    let lines = error.lines().map(str::trim);
    let said = |line: &&str| line.starts_with("invalid") || line.contains("expected");
    lines.rev().find(said).unwrap_or(error).to_owned()
}

/// What a key means that no setting has, though its value is one.
fn meant(wrong: &str, known: &[&str], error: &str) -> Option<String> {
    if wrong == "port" {
        let port = port(error).unwrap_or(9000);
        return Some(format!(
            "\nhelp: the port is part of `address` of `[server]`: address = \"127.0.0.1:{port}\""
        ));
    }
    if wrong == "host" {
        return Some(
            "\nhelp: the host is part of `address` of `[server]`: address = \"127.0.0.1:9000\""
                .to_owned(),
        );
    }
    let at_the_top = SECTIONS.iter().all(|section| known.contains(section));
    let settings = Table::try_from(Config::default()).ok()?;
    let has = |section: &&&str| {
        settings
            .get(**section)
            .is_some_and(|table| table.get(wrong).is_some())
    };
    let section = SECTIONS.iter().filter(|_| at_the_top).find(has)?;
    Some(format!(
        "\nhelp: `{wrong}` is a setting of `[{section}]`: write it below that line"
    ))
}

/// The number in the line that is shown, `port = 9000`.
fn port(error: &str) -> Option<u16> {
    let (_, value) = error.split_once("port")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let end = value.find(|c: char| !c.is_ascii_digit());
    value[..end.unwrap_or(value.len())].parse().ok()
}

/// What a wrong key was probably meant to be.
fn advice(error: &str) -> String {
    let mut quoted = error.split('`').skip(1).step_by(2);
    let Some(wrong) = quoted.next().filter(|_| error.contains("unknown field")) else {
        return String::new();
    };
    let known: Vec<&str> = quoted.collect();
    if let Some(meant) = meant(wrong, &known, error) {
        return meant;
    }
    let near = known.iter().max_by(|a, b| {
        let like = |name: &str| strsim::jaro_winkler(wrong, name);
        like(a).total_cmp(&like(b))
    });
    match near.filter(|name| strsim::jaro_winkler(wrong, name) > 0.7) {
        Some(near) => format!("\nhelp: did you mean `{near}`?"),
        None => String::new(),
    }
}
