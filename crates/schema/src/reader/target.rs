//! `#[target(..)]`: where an outgoing webhook goes, and how.

use buildamp_diagnostics::Report;

use super::Reader;
use super::tree::DeclId;
use super::words::{Word, WordValue};
use crate::{Role, Target, Template, TemplatePart};

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const WORDS: [&str; 5] = ["url", "method", "auth", "headers", "timeout"];
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
            ("url" | "method" | "auth" | "timeout", WordValue::Text(text, _)) => {
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
                        .expected("`url`, `method`, `auth`, `headers` or `timeout`")
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
                        "one that starts with `https://` or `http://`, or with an environment variable, and has no spaces",
                    );
                }
                Ok(url) => target.url = url,
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

fn usage(word: &str) -> &'static str {
    match word {
        "url" => {
            "write for instance `url = \"https://example.com/hook/{PATH}\"`; a brace as such is `%7B`"
        }
        "method" => "write `method = \"POST\"`",
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
