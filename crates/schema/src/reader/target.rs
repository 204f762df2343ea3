//! `#[target(..)]`: where an outgoing webhook goes, and how.

use buildamp_diagnostics::Report;

use super::Reader;
use super::tree::DeclId;
use super::words::{Word, WordValue};
use crate::{Reporting, Role, Target, Template, TemplatePart};

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const WORDS: [&str; 7] = [
    "url", "method", "auth", "headers", "timeout", "secret", "report",
];

/// Headers that are the server's to write.
const OURS: [&str; 8] = [
    "webhook-id",
    "webhook-timestamp",
    "webhook-signature",
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "upgrade",
];
const HOLE: &str = "holes are environment variables in capitals: `{API_TOKEN}`";

impl Reader<'_> {
    /// The role of a webhook with these words. `read` tells whether the attribute could be read at all.
    pub(super) fn webhook(&mut self, id: DeclId, words: &[Word], read: bool) -> Role {
        let span = self.tree.decl(id).span;
        let mut target = Target {
            url: Template(Vec::new()),
            method: "POST".to_owned(),
            auth: None,
            headers: Vec::new(),
            timeout_ms: 30_000,
            secret: None,
            report: Reporting::Nothing,
        };
        let reports = self.reports.len();
        for word in words {
            self.target_word(word, &mut target);
        }
        if target.url.0.is_empty() && read && reports == self.reports.len() {
            self.reports.push(
                Report::error("webhook_target", "This webhook doesn't say where to go", span)
                    .found("a webhook without a `url`")
                    .expected("a `#[target(..)]` with a `url`")
                    .help("write `#[target(url = \"https://example.com/hook\", method = \"POST\")]` above it; a type that webhooks only hold is private, or in another file"),
            );
        }
        Role::Webhook(target)
    }

    fn target_word(&mut self, word: &Word, target: &mut Target) {
        match (word.name.as_str(), &word.value) {
            ("headers", WordValue::List(headers)) => {
                for header in headers {
                    self.header(header, target);
                }
            }
            (
                "url" | "method" | "auth" | "timeout" | "secret" | "report",
                WordValue::Text(text, _),
            ) => {
                self.target_text(word, text, target);
            }
            (name, _) if WORDS.contains(&name) => {
                let title = format!("I can't read the value of `{name}`");
                let report = Report::error("webhook_target", title, word.span);
                self.reports.push(match name {
                    "headers" => report
                        .found("something else than `{..}`")
                        .expected("names and values between braces")
                        .help("write `headers = {\"X-Api-Key\" = \"{API_KEY}\"}`"),
                    _ => report
                        .found("something else than a text")
                        .expected("a text in double quotes")
                        .help(usage(name)),
                });
            }
            (name, _) => {
                let title = format!("I can't read `{name}` in `#[target(..)]`");
                let similar = super::similar(name, WORDS.into_iter());
                self.reports.push(
                    Report::error("webhook_target", title, word.span)
                        .found("an unknown word")
                        .expected(
                            "`url`, `method`, `auth`, `headers`, `timeout`, `secret` or `report`",
                        )
                        .help(match similar {
                            Some(similar) => format!("did you mean `{similar}`?"),
                            None => "remove it".to_owned(),
                        }),
                );
            }
        }
    }

    fn target_text(&mut self, word: &Word, text: &str, target: &mut Target) {
        let mut wrong = |title: &str, found: &str, expected: &str| {
            self.reports.push(
                Report::error("webhook_target", title, word.value_span())
                    .found(found)
                    .expected(expected)
                    .help(usage(&word.name)),
            );
        };
        match word.name.as_str() {
            "url" => match template(text) {
                Err(found) => wrong("This is no template", found, HOLE),
                Ok(url) if !is_url(text) => {
                    target.url = url;
                    wrong(
                        "This is no address",
                        "",
                        "one that starts with `https://` or `http://`, or with an environment variable, and has no spaces and no `#`",
                    );
                }
                Ok(url) if authority(text).contains('@') => {
                    target.url = url;
                    wrong(
                        "This address holds a name or a password",
                        "an `@` before the path",
                        "an address without them; `auth = \"Basic {CREDENTIALS}\"` sends them",
                    );
                }
                Ok(url) => {
                    target.url = url;
                    self.plain_http(word, text);
                }
            },
            "secret" => match template(text) {
                Ok(Template(parts)) => match &parts[..] {
                    [TemplatePart::Env(name)] => target.secret = Some(name.clone()),
                    _ => wrong(
                        "A secret is not written here",
                        "something else than one environment variable",
                        "the environment variable that holds it, alone",
                    ),
                },
                Err(found) => wrong("This is no template", found, HOLE),
            },
            "report" => match text {
                "failures" => target.report = Reporting::Failures,
                "all" => target.report = Reporting::All,
                _ => wrong(
                    "I don't know what to report",
                    "",
                    "`failures`, for calls that were given up, or `all`",
                ),
            },
            "auth" => match template(text) {
                Ok(auth) => target.auth = Some(auth),
                Err(found) => wrong("This is no template", found, HOLE),
            },
            "method" => match METHODS.contains(&text) {
                true => text.clone_into(&mut target.method),
                false => wrong(
                    "There is no such method",
                    "",
                    "GET, POST, PUT, PATCH or DELETE",
                ),
            },
            _ => match duration(text) {
                Some(timeout) => target.timeout_ms = timeout,
                None => wrong(
                    "This is no time",
                    "",
                    "milliseconds, seconds or minutes, from `1ms` to `10min`",
                ),
            },
        }
    }

    fn header(&mut self, header: &Word, target: &mut Target) {
        let mut wrong = |title: &str, found: &str| {
            self.reports.push(
                Report::error("webhook_target", title, header.span)
                    .found(found)
                    .expected("a name and a value in double quotes, and each name once; holes are environment variables in capitals")
                    .help("write `headers = {\"X-Api-Key\" = \"{API_KEY}\"}`"),
            );
        };
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        let same = |name: &str| header.name.eq_ignore_ascii_case(name);
        let WordValue::Text(text, _) = &header.value else {
            return wrong("This is no header", "a value that is no text");
        };
        if header.name.is_empty() || !header.name.chars().all(token) {
            return wrong("This is no header", "a name that HTTP doesn't allow");
        }
        if OURS.iter().any(|ours| same(ours)) {
            return wrong(
                "This header is the server's",
                "a name that the server writes itself",
            );
        }
        if text.contains(|c: char| c.is_control()) {
            return wrong("This is no header", "a value of several lines");
        }
        if target.headers.iter().any(|(name, _)| same(name)) {
            return wrong("This header is there twice", "the second");
        }
        if same("Authorization") && target.auth.is_some() {
            return wrong("This header is there twice", "what `auth` says already");
        }
        match template(text) {
            Ok(value) => target.headers.push((header.name.clone(), value)),
            Err(found) => wrong("This is no template", found),
        }
    }
}

impl Reader<'_> {
    /// What is sent without encryption is read and changed on its way.
    fn plain_http(&mut self, word: &Word, text: &str) {
        let host = authority(text);
        let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
        let near = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
        if text.starts_with("http://") && !near && !host.contains('{') {
            self.reports.push(
                Report::warning("webhook_target", "This address is not encrypted", word.value_span())
                    .found("`http://`")
                    .expected("`https://`")
                    .help("a server calls it only if `allow` of `[webhooks]` in buildamp.toml lists the host"),
            );
        }
    }
}

/// Host and port of an address that begins with its scheme.
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    &rest[..end]
}

fn usage(word: &str) -> &'static str {
    match word {
        "url" => {
            "write for instance `url = \"https://example.com/hook/{PATH}\"`; a brace as such is `%7B`"
        }
        "method" => "write `method = \"POST\"`",
        "secret" => "write `secret = \"{ORDERS_SECRET}\"`; the variable holds `whsec_…`",
        "report" => "write `report = \"failures\"`",
        "auth" => "write `auth = \"Bearer {TOKEN}\"`",
        _ => "write `timeout = \"30s\"`, or `\"500ms\"`",
    }
}

/// `Bearer {TOKEN}`; or what is wrong with it.
fn template(text: &str) -> Result<Template, &'static str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let (before, hole) = rest.split_at(open);
        if !before.is_empty() {
            parts.push(TemplatePart::Text(before.to_owned()));
        }
        let hole = hole.strip_prefix('{').ok_or("a `}` without its `{`")?;
        let (name, after) = hole.split_once('}').ok_or("a `{` without its `}`")?;
        let word = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty()
            || name.starts_with(|c: char| c.is_ascii_digit())
            || !name.chars().all(word)
        {
            return Err("a hole that names no environment variable");
        }
        parts.push(TemplatePart::Env(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(TemplatePart::Text(rest.to_owned()));
    }
    Ok(Template(parts))
}

fn is_url(text: &str) -> bool {
    let address = |scheme: &str| {
        let rest = text.strip_prefix(scheme);
        rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
    };
    let plain = !text
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || c == '#');
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
