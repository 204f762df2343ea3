//! `buildamp webhooks` and `buildamp events`: what a running server has given up, listed and let go once more.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::Outcome;
use crate::args::{AsideCommand, ListOptions, ReplayOptions};
use crate::config;
use crate::print::{Printer, give};
use crate::serve::admin;

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
            one["payload"]
        ))?;
    }
    Ok(Outcome::Fine)
}

/// Without what a terminal would obey: users name rooms.
fn harmless(text: &str) -> String {
    let shown = |c: char| match c.is_control() {
        true => c.escape_default().to_string(),
        false => c.to_string(),
    };
    text.chars().map(shown).collect()
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

/// Asks the running server of an app.
#[cfg(unix)]
fn ask(app: &Path, method: &str, path: &str) -> Result<Value> {
    use std::io::{Read, Write};
    use std::os::unix::net::UnixStream;
    use std::time::Duration;

    use anyhow::Context;

    let config = config::load(app, std::env::vars())?;
    let socket = admin::path(app, &config);
    let mut stream = UnixStream::connect(&socket).with_context(|| {
        format!(
            "no server of this app answers at {}\n\nhelp: name the app's folder if this is not it, start the app with `buildamp serve`, and run this as the same user",
            crate::app::shown(&socket)
        )
    })?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .context("the server's answer broke off")?;
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .context("the server's answer broke off")?;
    if !head.starts_with("HTTP/1.1 200 ") {
        bail!("the server said: {body}");
    }
    serde_json::from_str(body).context("the server's answer makes no sense")
}

#[cfg(not(unix))]
fn ask(app: &Path, _: &str, _: &str) -> Result<Value> {
    let config = config::load(app, std::env::vars())?;
    bail!(
        "a server is reached through {}, which this system has not",
        admin::path(app, &config).display()
    )
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_name_speaks_to_the_terminal() {
        assert_eq!(harmless("büro:7"), "büro:7");
        assert_eq!(harmless("a\u{1b}[2J\n\u{9b}m"), "a\\u{1b}[2J\\n\\u{9b}m");
    }
}
