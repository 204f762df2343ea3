//! `buildamp state`: what a running server has stored.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::{StateCommand, StateGet, StateKind, StateList};
use crate::print::{Printer, give};
use crate::running::{glance, harmless, harmless_json, look};

/// How much a server is asked for at once.
const PAGE: usize = 200;

const KINDS: [StateKind; 3] = [StateKind::Value, StateKind::Game, StateKind::Document];

fn word(kind: StateKind) -> &'static str {
    match kind {
        StateKind::Value => "value",
        StateKind::Game => "game",
        StateKind::Document => "document",
    }
}

fn kinds(kind: Option<StateKind>) -> Vec<StateKind> {
    kind.map_or_else(|| KINDS.to_vec(), |kind| vec![kind])
}

pub(crate) fn command(command: &StateCommand, printer: &Printer) -> Result<Outcome> {
    match command {
        StateCommand::List(options) => list(options, printer),
        StateCommand::Get(options) => get(options, printer),
    }
}

fn list(options: &StateList, printer: &Printer) -> Result<Outcome> {
    let mut all = Vec::new();
    let mut is_part = false;
    for kind in kinds(options.kind) {
        is_part |= gather(options, kind, &mut all)?;
    }
    if options.look.json {
        give(Value::Array(all))?;
    } else {
        if all.is_empty() {
            give("nothing is stored that is called so")?;
        }
        for entry in &all {
            give(row(entry))?;
        }
    }
    if is_part {
        printer.note("there is more: `--limit` shows more of it, `--prefix` a part");
    }
    Ok(Outcome::Fine)
}

/// What there is of a kind, up to the limit. Whether there is more.
fn gather(options: &StateList, kind: StateKind, all: &mut Vec<Value>) -> Result<bool> {
    let mut left = options.limit;
    let mut from: Option<String> = None;
    while left > 0 {
        let limit = left.min(PAGE).to_string();
        let mut query = vec![
            ("kind", word(kind)),
            ("prefix", &*options.prefix),
            ("limit", &*limit),
        ];
        query.extend(from.as_deref().map(|from| ("from", from)));
        query.extend(options.look.host.as_deref().map(|host| ("host", host)));
        let page = look(&options.app, "state", &query)?;
        for entry in page["entries"].as_array().into_iter().flatten() {
            let mut entry = entry.clone();
            entry["kind"] = word(kind).into();
            all.push(entry);
            left = left.saturating_sub(1);
        }
        from = page["next"].as_str().map(str::to_owned);
        if from.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn row(entry: &Value) -> String {
    let text = |key: &str| harmless(entry[key].as_str().unwrap_or_default());
    let what = match entry["version"].as_u64() {
        Some(version) => format!("version {version}"),
        None => glance(&entry["value"]),
    };
    let problem = match entry["problem"].as_str() {
        Some(problem) => format!("  (doesn't fit its model: {})", harmless(problem)),
        None => String::new(),
    };
    format!("{}  {}  {what}{problem}", text("kind"), text("key"))
}

fn get(options: &StateGet, printer: &Printer) -> Result<Outcome> {
    let mut found = Vec::new();
    for kind in kinds(options.kind) {
        let entry = entry(&options.app, options, kind)?;
        if !entry.is_null() {
            found.push((kind, entry));
        }
    }
    let key = harmless(&options.key);
    match &found[..] {
        [] => bail!("nothing is stored as `{key}`\n\nhelp: `buildamp state list` shows what is"),
        [(kind, entry)] => tell(*kind, entry, options, printer),
        several => {
            let words: Vec<&str> = several.iter().map(|(kind, _)| word(*kind)).collect();
            bail!(
                "`{key}` is several things: {}\n\nhelp: say which by `--kind`",
                words.join(", ")
            )
        }
    }
}

fn entry(app: &Path, options: &StateGet, kind: StateKind) -> Result<Value> {
    let mut query = vec![("kind", word(kind)), ("key", &*options.key)];
    query.extend(options.look.host.as_deref().map(|host| ("host", host)));
    look(app, "entry", &query)
}

fn tell(kind: StateKind, entry: &Value, options: &StateGet, printer: &Printer) -> Result<Outcome> {
    if options.look.json {
        let mut told = entry.clone();
        told["kind"] = word(kind).into();
        told["key"] = json!(options.key);
        give(told)?;
        return Ok(Outcome::Fine);
    }
    let document = &entry["document"];
    let shown = match document.is_null() {
        true => &entry["value"],
        false => {
            printer.note(&format!("version {}", document["version"]));
            if let Some(problem) = document["problem"].as_str() {
                printer.note(&format!(
                    "warning: it is shown as of version {}: {}",
                    document["content_version"],
                    harmless(problem)
                ));
            }
            &document["content"]
        }
    };
    give(harmless_json(shown["json"].as_str().unwrap_or_default()))?;
    if shown["is_cut"] == true {
        printer.note(&format!(
            "warning: it goes on; it has {} bytes",
            shown["bytes"]
        ));
    }
    Ok(Outcome::Fine)
}
