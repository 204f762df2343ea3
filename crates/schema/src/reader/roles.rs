//! What a type is for: its folder says it, `#[ws(..)]` and `#[target(..)]` say more.

use buildamp_diagnostics::{Report, Span};

use super::Reader;
use super::tree::DeclId;
use super::words::{Word, WordValue};
use crate::{Delivery, Direction, Message, Rate, Role, Target, Template, TemplatePart};

/// What the types of a file are by its folder and name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileRole {
    Messages,
    Entries,
    Events,
    Webhooks,
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
    } else {
        FileRole::Helpers
    }
}

/// The ending that files of a folder have, where this one hasn't.
pub(super) fn missing_ending(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next()?;
    if file_role(path) != FileRole::Helpers || matches!(name, "mod.rs" | "lib.rs") {
        return None;
    }
    let folder = path.strip_prefix("models/")?.split_once('/')?.0;
    Some(match folder {
        "ws" => "_ws.rs",
        "kv" => "_kv.rs",
        "storage" => "_storage.rs",
        "events" => "_events.rs",
        "webhooks" => "_webhooks.rs",
        _ => return None,
    })
}

/// What `#[ws(..)]` says.
#[derive(Debug, Default)]
struct WsAttrs {
    client: Option<Span>,
    server: Option<Span>,
    helper: Option<Span>,
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
        let ws = self.ws_attrs(module, &attrs, file);
        let target = self.attribute_words(module, &attrs, "target");
        if let (Some(word), true) = (target.first(), file != FileRole::Webhooks) {
            self.reports.push(
                Report::error(
                    "misplaced_attribute",
                    "Only webhooks have a target",
                    word.span,
                )
                .expected("a type of `models/webhooks/*_webhooks.rs`")
                .help("move the type there, or remove the attribute"),
            );
        }
        let helper = !public || alias || ws.helper.is_some();
        match file {
            _ if helper => Role::Helper,
            FileRole::Messages if !used || ws.any.is_some() => Role::Message(message(&ws)),
            FileRole::Entries if !used => Role::Entry,
            FileRole::Events if !used => Role::Event,
            FileRole::Webhooks if !used || !target.is_empty() => self.webhook(id, &target),
            _ => Role::Helper,
        }
    }

    fn ws_attrs(&mut self, module: usize, attrs: &[syn::Attribute], file: FileRole) -> WsAttrs {
        let mut ws = WsAttrs::default();
        for word in self.attribute_words(module, attrs, "ws") {
            ws.any = ws.any.or(Some(word.span));
            match (word.name.as_str(), &word.value) {
                ("client", WordValue::Flag) => ws.client = Some(word.span),
                ("server", WordValue::Flag) => ws.server = Some(word.span),
                ("helper", WordValue::Flag) => ws.helper = Some(word.span),
                ("volatile", WordValue::Flag) => ws.volatile = Some(word.span),
                ("rate", WordValue::Text(text, span)) => match rate(text) {
                    Some(rate) => ws.rate = Some((rate, word.span)),
                    None => self.reports.push(bad_rate(*span)),
                },
                ("burst", WordValue::Number(number)) => {
                    let burst = number.as_u64().and_then(|n| u32::try_from(n).ok());
                    match burst.filter(|burst| *burst > 0) {
                        Some(burst) => ws.burst = Some((burst, word.span)),
                        None => self.reports.push(bad_burst(word.span)),
                    }
                }
                _ => self.refuse_ws(&word),
            }
        }
        if let (Some(span), true) = (ws.any, file != FileRole::Messages) {
            self.reports.push(
                Report::error(
                    "misplaced_attribute",
                    "Only messages have `#[ws(..)]`",
                    span,
                )
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
                .expected("a `rate` beside it")
                .help("write `rate = \"10/s\", burst = 20`"),
            );
        }
        if let (Some(server), Some((_, rate))) = (ws.server, ws.rate) {
            self.reports.push(
                Report::error("contradiction", "Rates are for what clients send", rate)
                    .related(server, "only the server sends it")
                    .help("remove one of the two"),
            );
        }
    }

    fn refuse_ws(&mut self, word: &Word) {
        const WORDS: [&str; 6] = ["client", "server", "helper", "volatile", "rate", "burst"];
        let similar = super::similar(&word.name, WORDS.into_iter());
        let help = match (&similar, word.name.as_str()) {
            (_, "rate") => "write `rate = \"10/s\"`".to_owned(),
            (_, "burst") => "write `burst = 20`".to_owned(),
            (Some(similar), name) if *similar == name => format!("write `{name}` alone"),
            (Some(similar), _) => format!("did you mean `{similar}`?"),
            (None, _) => "remove it".to_owned(),
        };
        let title = format!("I can't read `{}` in `#[ws(..)]`", word.name);
        self.reports.push(
            Report::error("unknown_word", title, word.span)
                .expected(
                    "`client`, `server`, `helper`, `volatile`, `rate = \"10/s\"` or `burst = 20`",
                )
                .help(help),
        );
    }

    fn webhook(&mut self, id: DeclId, words: &[Word]) -> Role {
        let span = self.tree.decl(id).span;
        let mut target = Target {
            url: Template(Vec::new()),
            method: "POST".to_owned(),
            auth: None,
            headers: Vec::new(),
            timeout_ms: 30_000,
        };
        let reports = self.reports.len();
        for word in words {
            self.target_word(word, &mut target);
        }
        if target.url.0.is_empty() && reports == self.reports.len() {
            self.reports.push(
                Report::error("webhook_target", "This webhook says not where to go", span)
                    .expected("a `#[target(..)]` with a `url`")
                    .help("write `#[target(url = \"https://example.com/hook\", method = \"POST\")]` above it; a webhook's inner type is private or in another file"),
            );
        }
        Role::Webhook(target)
    }

    fn target_word(&mut self, word: &Word, target: &mut Target) {
        const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
        let mut wrong = |title: &str, expected: &str, help: &str| {
            let report = Report::error("webhook_target", title, word.value_span());
            self.reports.push(report.expected(expected).help(help));
        };
        const HOLE: &str = "holes are environment variables in capitals: `{API_TOKEN}`";
        match (word.name.as_str(), &word.value) {
            ("url", WordValue::Text(text, _)) => match template(text) {
                None => wrong(
                    "This is no template",
                    HOLE,
                    "write `https://example.com/{PATH}`, and `%7B` for a brace",
                ),
                Some(url) if !is_url(text) => {
                    target.url = url;
                    wrong(
                        "This is no address",
                        "one that starts with `https://` or `http://`, or with an environment variable",
                        "write for instance `https://example.com/hook`",
                    );
                }
                Some(url) => target.url = url,
            },
            ("method", WordValue::Text(text, _)) => match METHODS.contains(&text.as_str()) {
                true => target.method.clone_from(text),
                false => wrong(
                    "There is no such method",
                    "GET, POST, PUT, PATCH or DELETE",
                    "write `method = \"POST\"`",
                ),
            },
            ("auth", WordValue::Text(text, _)) => match template(text) {
                Some(auth) => target.auth = Some(auth),
                None => wrong(
                    "This is no template",
                    HOLE,
                    "write `auth = \"Bearer {TOKEN}\"`",
                ),
            },
            ("timeout", WordValue::Text(text, _)) => match duration(text) {
                Some(timeout) => target.timeout_ms = timeout,
                None => wrong(
                    "This is no time",
                    "milliseconds, seconds or minutes, up to 10 minutes",
                    "write `timeout = \"30s\"`, or `\"500ms\"`",
                ),
            },
            ("headers", WordValue::List(headers)) => {
                for header in headers {
                    self.header(header, target);
                }
            }
            _ => wrong(
                &format!("I can't read `{}` in `#[target(..)]`", word.name),
                "`url`, `method`, `auth`, `headers = {\"X-Key\" = \"..\"}` or `timeout`",
                "write for instance `method = \"POST\"`",
            ),
        }
    }

    fn header(&mut self, header: &Word, target: &mut Target) {
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        let named = !header.name.is_empty() && header.name.chars().all(token);
        let value = match &header.value {
            WordValue::Text(text, _) if named && !text.contains(['\r', '\n']) => template(text),
            _ => None,
        };
        match value {
            Some(value) => target.headers.push((header.name.clone(), value)),
            None => self.reports.push(
                Report::error("webhook_target", "This is no header", header.span)
                    .expected("a name and a value in double quotes; holes are environment variables in capitals")
                    .help("write `headers = {\"X-Api-Key\" = \"{API_KEY}\"}`"),
            ),
        }
    }
}

fn message(ws: &WsAttrs) -> Message {
    let burst = ws.burst.map(|(burst, _)| burst);
    Message {
        direction: match (ws.client, ws.server) {
            (Some(_), None) => Direction::Client,
            (None, Some(_)) => Direction::Server,
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

/// `10/s`, `100/min`, `5000/h`.
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
        .expected("a number of messages per `s`, `min` or `h`")
        .help("write `rate = \"10/s\"`")
}

fn bad_burst(span: Span) -> Report {
    Report::error("rate", "This is no burst", span)
        .expected("a whole number above 0")
        .help("write `burst = 20`")
}

/// `Bearer {TOKEN}`
fn template(text: &str) -> Option<Template> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let (before, hole) = rest.split_at(open);
        if !before.is_empty() {
            parts.push(TemplatePart::Text(before.to_owned()));
        }
        let (name, after) = hole.strip_prefix('{')?.split_once('}')?;
        let first = name.chars().next()?;
        let word = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        if first.is_ascii_digit() || !name.chars().all(word) {
            return None;
        }
        parts.push(TemplatePart::Env(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(TemplatePart::Text(rest.to_owned()));
    }
    Some(Template(parts))
}

fn is_url(text: &str) -> bool {
    let address = |scheme: &str| {
        let rest = text.strip_prefix(scheme);
        rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
    };
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    plain && (address("https://") || address("http://") || text.starts_with('{'))
}

/// `500ms`, `30s`, `2min` in milliseconds.
fn duration(text: &str) -> Option<u64> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = text.split_at(digits);
    let unit = match unit.trim() {
        "ms" => 1,
        "s" => 1_000,
        "m" | "min" => 60_000,
        _ => return None,
    };
    let total = count.parse::<u64>().ok()?.checked_mul(unit)?;
    (1..=600_000).contains(&total).then_some(total)
}
