//! What a type is for: its folder says it, `#[ws(..)]` says more. What a `#[target(..)]` says is `target`'s.

use buildamp_diagnostics::{Report, Span};

use super::Reader;
use super::tree::DeclId;
use super::words::{Word, WordValue};
use crate::{Delivery, Direction, Message, Rate, Role};

/// What the types of a file are by its folder and name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileRole {
    Messages,
    Entries,
    Events,
    Webhooks,
    Claims,
    Helpers,
}

/// What the types of a file are.
pub(super) fn file_role(path: &str) -> FileRole {
    let within = |folder: &str, endings: &[&str]| {
        let rest = path
            .strip_prefix("models/")
            .and_then(|p| p.strip_prefix(folder));
        rest.is_some_and(|rest| {
            rest.starts_with('/') && endings.iter().any(|ending| rest.ends_with(ending))
        })
    };
    if within("ws", &["_ws.rs"]) {
        FileRole::Messages
    } else if within("kv", &["_kv.rs"]) || within("storage", &["_storage.rs"]) {
        FileRole::Entries
    } else if within("events", &["_events.rs", "_event.rs"]) {
        FileRole::Events
    } else if within("webhooks", &["_webhooks.rs", "_webhook.rs"]) {
        FileRole::Webhooks
    } else if within("auth", &["_auth.rs"]) {
        FileRole::Claims
    } else {
        FileRole::Helpers
    }
}

/// A file whose types are helpers by its folder or its name alone, and the path that would make them more.
pub(super) fn better_path(path: &str) -> Option<String> {
    const PLACES: [(&str, &str); 6] = [
        ("ws", "_ws"),
        ("kv", "_kv"),
        ("storage", "_storage"),
        ("events", "_events"),
        ("webhooks", "_webhooks"),
        ("auth", "_auth"),
    ];
    let inside = path.strip_prefix("models/")?;
    let (folders, name) = inside.rsplit_once('/').unwrap_or(("", inside));
    let stem = name.strip_suffix(".rs")?;
    if file_role(path) != FileRole::Helpers || matches!(stem, "mod" | "lib") {
        return None;
    }
    if let Some((folder, _)) = PLACES.iter().find(|(_, ending)| stem.ends_with(ending)) {
        return Some(format!("models/{folder}/{name}"));
    }
    let top = folders.split('/').next()?;
    let (_, ending) = PLACES.iter().find(|(folder, _)| *folder == top)?;
    // `game_wss` and `game_webhok` have the ending, but for a slip.
    let stem = match stem.rsplit_once('_') {
        Some((stem, last)) if strsim::jaro_winkler(last, &ending[1..]) > 0.75 => stem,
        _ => stem,
    };
    Some(format!("models/{folders}/{stem}{ending}.rs"))
}

/// What `#[ws(..)]` says.
#[derive(Debug, Default)]
struct WsAttrs {
    client: Option<Span>,
    server: Option<Span>,
    helper: Option<Span>,
    join: Option<Span>,
    volatile: Option<Span>,
    rate: Option<(Rate, Span)>,
    burst: Option<(u32, Span)>,
    any: Option<Span>,
}

impl Reader<'_> {
    /// A type's role. `used` tells whether another model has it in a field.
    pub(super) fn role(&mut self, id: DeclId, used: bool) -> Role {
        let decl = self.tree.decl(id);
        let (module, public) = (decl.module, decl.public);
        let alias = matches!(decl.item, super::tree::DeclItem::Alias(_));
        let attrs = decl.attrs().to_vec();
        let file = file_role(&self.tree.modules[module].file);
        if alias {
            return Role::Helper;
        }
        let ws = self.ws_attrs(module, &attrs, file);
        let before = self.reports.len();
        let target = self.attribute_words(module, &attrs, "target");
        let target_read = before == self.reports.len();
        if let (Some(word), true) = (target.first(), file != FileRole::Webhooks)
            && !self.is_misnamed(module, "webhooks", word.span)
        {
            self.reports.push(
                Report::error(
                    "misplaced_attribute",
                    "Only webhooks have a target",
                    word.span,
                )
                .found("a type that is none")
                .expected("a type of `models/webhooks/*_webhooks.rs`")
                .help("move the type there, or remove the attribute"),
            );
        }
        if let (Some(span), false, None) =
            (ws.any.or(target.first().map(|w| w.span)), public, ws.helper)
        {
            self.reports.push(
                Report::error("private_model", "Only a `pub` type travels", span)
                    .found("an attribute about how it does, on a private type")
                    .related(self.tree.decl(id).span, "this is private")
                    .help("write `pub` before the type, or remove the attribute"),
            );
        }
        let helper = !public || ws.helper.is_some();
        match file {
            _ if helper => Role::Helper,
            FileRole::Messages if !used || ws.any.is_some() => Role::Message(message(&ws)),
            FileRole::Entries if !used => Role::Entry,
            FileRole::Events if !used => Role::Event,
            FileRole::Webhooks if !used || !target.is_empty() => {
                let read = target_read && !self.misspelt.contains(&id);
                self.webhook(id, &target, read)
            }
            FileRole::Claims => self.claims(id, used),
            _ => Role::Helper,
        }
    }

    /// Whether types of this file would be those of `folder`, but for a slip in the file's path: one error a file.
    fn is_misnamed(&mut self, module: usize, folder: &str, span: Span) -> bool {
        let file = &self.tree.modules[module].file;
        let inside = format!("models/{folder}/");
        let Some(better) = better_path(file).filter(|path| path.starts_with(&inside)) else {
            return false;
        };
        let mut others = self.reports.iter();
        let same = |report: &Report| {
            report.code == "misnamed_file" && report.primary.span.file == span.file
        };
        if others.any(same) {
            return true;
        }
        let (what, whose) = match folder {
            "ws" => ("messages", "a message's"),
            _ => ("webhooks", "a webhook's"),
        };
        let name = better.rsplit('/').next().unwrap_or_default();
        let help = match file.starts_with(&inside) {
            true => format!("rename it to `{name}`"),
            false => format!("move it to `{better}`"),
        };
        self.reports.push(
            Report::error(
                "misnamed_file",
                format!("`{file}` is not read as {what}"),
                span,
            )
            .found(format!(
                "this is {whose}, and by its name the file holds helpers"
            ))
            .expected(format!("`{better}`"))
            .help(help),
        );
        true
    }

    fn ws_attrs(&mut self, module: usize, attrs: &[syn::Attribute], file: FileRole) -> WsAttrs {
        let mut ws = WsAttrs::default();
        for word in self.attribute_words(module, attrs, "ws") {
            ws.any = ws.any.or(Some(word.span));
            match (word.name.as_str(), &word.value) {
                ("client", WordValue::Flag) => ws.client = Some(word.span),
                ("server", WordValue::Flag) => ws.server = Some(word.span),
                ("helper", WordValue::Flag) => ws.helper = Some(word.span),
                ("join", WordValue::Flag) => ws.join = Some(word.span),
                ("volatile", WordValue::Flag) => ws.volatile = Some(word.span),
                ("rate", value) => match value {
                    WordValue::Text(text, _) if rate(text).is_some() => {
                        ws.rate = rate(text).map(|rate| (rate, word.span));
                    }
                    _ => self.reports.push(bad_rate(word.value_span())),
                },
                ("burst", value) => {
                    let burst = match value {
                        WordValue::Number(number) => number.as_u64(),
                        _ => None,
                    };
                    match burst.and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0) {
                        Some(burst) => ws.burst = Some((burst, word.span)),
                        None => self.reports.push(bad_burst(word.value_span())),
                    }
                }
                _ => self.refuse_ws(&word),
            }
        }
        if let (Some(span), true) = (ws.any, file != FileRole::Messages)
            && !self.is_misnamed(module, "ws", span)
        {
            self.reports.push(
                Report::error(
                    "misplaced_attribute",
                    "Only messages have `#[ws(..)]`",
                    span,
                )
                .found("a type that is none")
                .expected("a type of `models/ws/*_ws.rs`")
                .help("move the type there, or remove the attribute"),
            );
        }
        self.check_ws(&ws);
        ws
    }

    fn check_ws(&mut self, ws: &WsAttrs) {
        if let (Some(client), Some(server)) = (ws.client, ws.server) {
            self.reports.push(
                Report::error(
                    "contradiction",
                    "A message of `client` and `server` is one of both",
                    server,
                )
                .related(client, "clients send it")
                .found("and so does the server")
                .help("remove both words: a message goes in both directions unless it is marked"),
            );
        }
        let about_message = [
            ws.client,
            ws.server,
            ws.join,
            ws.volatile,
            ws.rate.map(|r| r.1),
            ws.burst.map(|b| b.1),
        ];
        let other = about_message.into_iter().flatten().next();
        if let (Some(helper), Some(other)) = (ws.helper, other) {
            self.reports.push(
                Report::error("contradiction", "A helper never travels by itself", other)
                    .related(helper, "it is a helper")
                    .found("this is about a message")
                    .help("remove one of the two"),
            );
        }
        if let (Some((_, span)), None) = (ws.burst, ws.rate) {
            self.reports.push(
                Report::error(
                    "burst_without_rate",
                    "A burst is an allowance above a rate",
                    span,
                )
                .found("a burst without a rate")
                .expected("a `rate` beside it")
                .help("write `rate = \"10/s\", burst = 20`"),
            );
        }
        if let (Some(server), Some((_, rate))) = (ws.server, ws.rate) {
            self.reports.push(
                Report::error("contradiction", "Rates are for what clients send", rate)
                    .related(server, "only the server sends it")
                    .found("a rate of what no client sends")
                    .help("remove one of the two"),
            );
        }
        self.check_join(ws);
    }

    /// What comes with a join comes no other way, each counts, and joins have a rate of their own.
    fn check_join(&mut self, ws: &WsAttrs) {
        let Some(join) = ws.join else {
            return;
        };
        let others = [
            (ws.client, "and clients send it by itself"),
            (ws.server, "and the server sends it"),
            (ws.volatile, "and a newer one takes its place on the way"),
        ];
        for (other, found) in others {
            let Some(other) = other else { continue };
            self.reports.push(
                Report::error(
                    "contradiction",
                    "What comes with a join goes no other way",
                    other,
                )
                .related(join, "it comes with a join")
                .found(found)
                .help("remove one of the two, or make two messages of it"),
            );
        }
        if let Some((_, rate)) = ws.rate {
            self.reports.push(
                Report::error("contradiction", "Joins have a rate of their own", rate)
                    .related(join, "it comes with a join")
                    .found("a rate of it alone")
                    .help("remove the rate: `joins_per_minute` of `[limits]` holds for all joins"),
            );
        }
    }

    fn refuse_ws(&mut self, word: &Word) {
        const WORDS: [&str; 7] = [
            "client", "server", "join", "helper", "volatile", "rate", "burst",
        ];
        let similar = super::similar(&word.name, WORDS.into_iter());
        let help = match (&similar, word.name.as_str()) {
            (Some(similar), name) if *similar == name => format!("write `{name}` alone"),
            (Some(similar), _) => format!("did you mean `{similar}`?"),
            (None, _) => "remove it".to_owned(),
        };
        let title = format!("I can't read `{}` in `#[ws(..)]`", word.name);
        self.reports.push(
            Report::error("unknown_word", title, word.span)
                .expected(
                    "`client`, `server`, `join`, `helper`, `volatile`, `rate = \"10/s\"` or `burst = 20`",
                )
                .help(help),
        );
    }
}

fn message(ws: &WsAttrs) -> Message {
    let burst = ws.burst.map(|(burst, _)| burst);
    Message {
        direction: match (ws.join, ws.client, ws.server) {
            (Some(_), ..) => Direction::Join,
            (None, Some(_), None) => Direction::Client,
            (None, None, Some(_)) => Direction::Server,
            _ => Direction::Both,
        },
        delivery: match ws.volatile {
            Some(_) => Delivery::Volatile,
            None => Delivery::Reliable,
        },
        rate: ws.rate.map(|(rate, _)| Rate {
            burst: burst.unwrap_or(rate.burst),
            ..rate
        }),
    }
}

/// `10/s`, `100/m`, `5000/h`. What counts stands in [`bad_rate`] and in `docs/models.md`.
fn rate(text: &str) -> Option<Rate> {
    let (count, unit) = text.split_once('/')?;
    let count: u32 = count.trim().parse().ok().filter(|count| *count > 0)?;
    let period_ms = match unit.trim() {
        "s" | "sec" | "second" => 1_000,
        "m" | "min" | "minute" => 60_000,
        "h" | "hour" => 3_600_000,
        _ => return None,
    };
    Some(Rate {
        count,
        period_ms,
        burst: count,
    })
}

fn bad_rate(span: Span) -> Report {
    Report::error("rate", "This is no rate", span)
        .expected("a number of messages, 1 at least, per `s`, `m` or `h` (also `sec`, `second`, `min`, `minute`, `hour`)")
        .help("write `rate = \"10/s\"`")
}

fn bad_burst(span: Span) -> Report {
    Report::error("rate", "This is no burst", span)
        .expected("a number of messages from 1 to 4294967295")
        .help("write `burst = 20`")
}
