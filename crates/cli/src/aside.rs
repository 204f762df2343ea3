//! `buildamp webhooks` and `buildamp events`: what a running server has given up, listed and let go once more.

use anyhow::{Result, bail};

use crate::Outcome;
use crate::args::{AsideCommand, ListOptions, ReplayOptions};
use crate::print::{Printer, give};
use crate::running::{ask, harmless, harmless_json};

/// Events or webhooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Events,
    Webhooks,
}

impl What {
    fn name(self) -> &'static str {
        match self {
            What::Events => "events",
            What::Webhooks => "webhooks",
        }
    }
}

pub(crate) fn command(what: What, command: &AsideCommand, printer: &Printer) -> Result<Outcome> {
    match command {
        AsideCommand::List(options) => list(what, options),
        AsideCommand::Replay(options) => replay(what, options, printer),
    }
}

fn list(what: What, options: &ListOptions) -> Result<Outcome> {
    let answer = ask(&options.app, "GET", &format!("/{}", what.name()))?;
    if options.json {
        give(answer)?;
        return Ok(Outcome::Fine);
    }
    let all = answer.as_array().map(Vec::as_slice).unwrap_or_default();
    if all.is_empty() {
        give(format_args!("no {} were given up", what.name()))?;
    }
    for one in all {
        let text = |key: &str| harmless(one[key].as_str().unwrap_or_default());
        give(format_args!(
            "{}  {} from {}, {} attempts: {}\n    {}",
            text("id"),
            text("name"),
            text("room"),
            one["attempts"],
            text("reason"),
            harmless_json(&one["payload"].to_string())
        ))?;
    }
    Ok(Outcome::Fine)
}

fn replay(what: What, options: &ReplayOptions, printer: &Printer) -> Result<Outcome> {
    if options.all {
        let answer = ask(&options.app, "POST", &format!("/{}/replay", what.name()))?;
        printer.note(&format!("{} go once more", answer["replayed"]));
        return Ok(Outcome::Fine);
    }
    let mut missing = Vec::new();
    for id in &options.ids {
        if !id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_:.".contains(c))
        {
            bail!(
                "`{id}` is no id; `buildamp {} list` shows them",
                what.name()
            );
        }
        let answer = ask(
            &options.app,
            "POST",
            &format!("/{}/replay/{id}", what.name()),
        )?;
        if answer["replayed"] == 0 {
            missing.push(id.as_str());
        }
    }
    match missing.is_empty() {
        true => Ok(Outcome::Fine),
        false => bail!(
            "there are none with these ids: {}; `buildamp {} list` shows them",
            missing.join(", "),
            what.name()
        ),
    }
}
