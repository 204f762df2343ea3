//! Prose for what is wrong with a logic as the server sees it.

use buildamp_diagnostics::{Report, Span};

use crate::app::Unhandled;
use crate::program::Module;
use crate::region::Region;

/// A handler of a wrong type.
pub(crate) struct WrongType<'a> {
    pub(crate) handler: &'a str,
    /// What it gets.
    pub(crate) about: &'a str,
    pub(crate) found: String,
    pub(crate) expected: String,
    /// Its arguments, and its result last.
    pub(crate) found_parts: Vec<String>,
    pub(crate) expected_parts: Vec<String>,
    /// Which of them are right, as far as both go.
    pub(crate) fitting: Vec<bool>,
}

/// A handler whose type is not what the server calls.
pub(crate) fn wrong_type(wrong: &WrongType<'_>, span: Span) -> Report {
    let handler = wrong.handler;
    Report::error(
        "type_mismatch",
        format!("`{handler}` has another type than the one the server calls it by"),
        span,
    )
    .found(format!("is `{}`", wrong.found))
    .expected(format!("`{}`", wrong.expected))
    .help(help(wrong))
}

fn help(wrong: &WrongType<'_>) -> String {
    let arguments = |parts: &[String]| match parts.len() {
        1 => "no argument".to_owned(),
        2 => "1 argument".to_owned(),
        count => format!("{} arguments", count - 1),
    };
    if wrong.found_parts.len() != wrong.expected_parts.len() {
        return format!(
            "it takes {}, and the server gives it {}: {}",
            arguments(&wrong.found_parts),
            arguments(&wrong.expected_parts),
            wrong.about,
        );
    }
    let place = wrong.fitting.iter().position(|fits| !fits);
    let place = place.unwrap_or(wrong.fitting.len() - 1);
    let what = match (place + 1 == wrong.fitting.len(), place) {
        (true, _) => "its result".to_owned(),
        (false, 0) => "its first argument".to_owned(),
        (false, _) => "its second argument".to_owned(),
    };
    format!(
        "{what} is `{}`, and has to be `{}`",
        wrong.found_parts[place], wrong.expected_parts[place]
    )
}

/// A handler without which there is no app.
pub(crate) fn missing(
    handler: &str,
    expected: Option<String>,
    defined: Option<Span>,
    header: Span,
) -> Report {
    let report = Report::error(
        "missing_handler",
        format!(
            "`WebSocketLogic` exposes no `{handler}`, which the server calls for every message"
        ),
        header,
    );
    let report = match expected {
        Some(ty) => report.expected(format!("`{handler} : {ty}`")),
        None => report,
    };
    match defined {
        Some(span) => report
            .related(span, "defined here, and not exposed")
            .help(format!("add `{handler}` to what the module exposes")),
        None => report.help(format!("write `{handler}`, and expose it")),
    }
}

/// A handler that is defined and not exposed.
pub(crate) fn hidden(handler: &str, span: Span) -> Report {
    Report::warning(
        "hidden_handler",
        format!("The server never calls `{handler}`, for it is not exposed"),
        span,
    )
    .found("not exposed")
    .help(format!(
        "add `{handler}` to what the module exposes, or give it another name"
    ))
}

/// Something exposed that may have been meant for a handler.
pub(crate) fn unknown(name: &str, meant: &str, span: Span) -> Report {
    Report::warning(
        "unknown_handler",
        format!("The server calls no `{name}`"),
        span,
    )
    .found("exposed, and of no use to the server")
    .help(format!("did you mean `{meant}`?"))
}

/// A message of clients that a `_` takes.
pub(crate) fn unhandled(unhandled: &Unhandled) -> Report {
    let variant = &unhandled.variant;
    Report::warning(
        "unhandled_message",
        format!("`{variant}`, which clients send, has no branch of its own in `processMessage`"),
        unhandled.taken_by,
    )
    .found("this takes it, with what only the server sends")
    .expected(format!("a branch `{variant} … ->`"))
    .help("write the branch, or mark the model `#[ws(server)]` where no client is to send it")
}

/// A generated module that is not the one of this version.
pub(crate) fn stale(module: &Module, name: &str) -> Report {
    let header = module.parsed.module.header.as_ref();
    let region = header.map_or_else(Region::default, |header| header.name.region);
    Report::error(
        "stale_module",
        format!(
            "`{}` is not what this version of `buildamp` generates",
            module.name
        ),
        region.in_file(module.file),
    )
    .found(format!("`{name}` is missing, or is another"))
    .help("run `buildamp gen`")
}
