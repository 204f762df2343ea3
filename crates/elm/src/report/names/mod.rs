//! Prose for what is wrong with names. The codes are the official compiler's titles.

mod declarations;
mod modules;
mod ports;

use buildamp_diagnostics::{FileId, Report, Span};

use super::javascript;
use crate::region::Region;
use crate::resolve::resolved::Name;
use crate::resolve::{Ambiguous, Arity, ArityOf, Error, Kind, NotFound};

/// What the names of modules in JavaScript start with.
pub(super) const KERNEL: &str = "Elm.Kernel.";

/// The report of one error in `file`.
pub fn report(error: &Error, file: FileId) -> Report {
    let at = |code, title: String, region: Region| Report::error(code, title, region.in_file(file));
    match error {
        Error::NotFound(error) => not_found(error, file),
        Error::Ambiguous(error) => ambiguous(error, file),
        Error::Shadowing { name, first, again } => at(
            "shadowing",
            format!("The name `{name}` is taken by something around it"),
            *again,
        )
        .found("defined here again")
        .related(first.in_file(file), "defined here first")
        .help("give one of them another name"),
        Error::Clash {
            what,
            name,
            first,
            again,
        } => at("name_clash", declarations::clash(what, name), *again)
            .found("one is here")
            .related(first.in_file(file), "the other one is here")
            .help("rename one of them, or remove it"),
        Error::AnnotationTooShort {
            region,
            name,
            annotated,
            defined,
        } => at(
            "bad_type_annotation",
            format!("`{name}` has more parameters than its annotation"),
            *region,
        )
        .found(format!(
            "the definition has {}",
            count(*defined, "parameter")
        ))
        .expected(format!(
            "at most {}, as the annotation says",
            count(*annotated, "parameter")
        ))
        .help("add the missing types to the annotation, or remove parameters"),
        Error::Arity(error) => arity(error, file),
        Error::Mixed {
            region,
            left,
            right,
        } => at("infix_problem", mixed(left, right), *region)
            .help("add parentheses that show which comes first"),
        Error::LargeTuple { region } => at(
            "bad_tuple",
            "A tuple has two or three parts, not more".into(),
            *region,
        )
        .help("use a record: its fields have names"),
        Error::RecordPattern { region, name } => at(
            "bad_pattern",
            format!("`{name}` makes a record, and is no pattern"),
            *region,
        )
        .help("match the fields with `{ .. }`, or the whole with a variable"),
        Error::Export(error) => modules::export(error, file),
        Error::Import(error) => modules::import(error, file),
        Error::Port {
            region,
            name,
            problem,
        } => ports::report(name, problem, region.in_file(file)),
        Error::Cycle(error) => declarations::cycle(error, file),
        Error::TypeVariables(error) => declarations::type_variables(error, file),
        Error::LongRow { region } => at(
            "long_row",
            "This row of operators is too long".into(),
            *region,
        )
        .help("break it into several definitions, or use a list"),
        Error::HugeType { region } => at(
            "huge_type",
            "This type unfolds to more parts than can be handled".into(),
            *region,
        )
        .help("make a custom type of one of its aliases"),
    }
}

fn mixed(left: &str, right: &str) -> String {
    if left == right {
        format!("Several ({left}) don't group by themselves")
    } else {
        format!("({left}) and ({right}) don't group by themselves")
    }
}

fn not_found(error: &NotFound, file: FileId) -> Report {
    let NotFound {
        region,
        kind,
        prefix,
        name,
        imported,
        other,
        close,
    } = error;
    let span = region.in_file(file);
    if *kind == Kind::Operator {
        let title = format!("There is no operator ({name}) here");
        let report = Report::error("unknown_operator", title, span);
        return report.help(operator_help(name, close));
    }
    let full = qualified(prefix.as_ref(), name);
    if full.starts_with(KERNEL) {
        return kernel(&full, span);
    }
    let title = format!("There is no {} `{full}` here", word(*kind));
    let report = Report::error("naming_error", title, span);
    let report = match (prefix, imported) {
        (Some(prefix), true) => report.found(format!(
            "`{prefix}` doesn't expose a {} of this name",
            word(*kind)
        )),
        (Some(prefix), false) => report.found(format!("no import goes by the name `{prefix}`")),
        (None, _) => report.found("not defined here, nor exposed by an import"),
    };
    let foreign = match (prefix, kind) {
        (None, Kind::Variable) => javascript::value(name),
        (None, Kind::Variant) => javascript::variant(name),
        (Some(prefix), _) if !imported => javascript::module(prefix),
        _ => None,
    };
    if let Some(help) = foreign {
        return report.help(help);
    }
    match (other, did_you_mean(close)) {
        (Some(Kind::Type), _) => report.help(format!(
            "`{full}` is a type; values of it are made with its variants"
        )),
        (Some(_), _) => report.help(format!(
            "`{full}` is a variant; name the type that it belongs to"
        )),
        (None, Some(help)) => report.help(help),
        (None, None) => report.help("check the spelling, and the imports at the top of the file"),
    }
}

/// The report of something that is written in JavaScript.
pub(super) fn kernel(name: &str, span: Span) -> Report {
    Report::error(
        "naming_error",
        format!("`{name}` is written in JavaScript, which doesn't run here"),
        span,
    )
    .help("use a package that is written in Elm alone")
}

fn operator_help(symbol: &str, close: &[Name]) -> String {
    match javascript::operator(symbol) {
        Some(help) => help.into(),
        None => did_you_mean(close)
            .unwrap_or_else(|| "check that an import exposes this operator".into()),
    }
}

fn ambiguous(error: &Ambiguous, file: FileId) -> Report {
    let Ambiguous {
        region,
        kind,
        prefix,
        name,
        homes,
    } = error;
    let full = qualified(prefix.as_ref(), name);
    let report = Report::error(
        "ambiguous_name",
        format!("`{full}` may be any of several imports' {}s", word(*kind)),
        region.in_file(file),
    );
    let report = homes.iter().fold(report, |report, home| {
        report.note(format!("`{home}` exposes `{name}`"))
    });
    match prefix {
        Some(_) => report.help("give each of these imports its own name with `as`"),
        None => report.help(format!("write which one you mean: `{}.{name}`", homes[0])),
    }
}

fn did_you_mean(close: &[Name]) -> Option<String> {
    let quoted: Vec<String> = close.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last()? {
        (last, []) => Some(format!("did you mean {last}?")),
        (last, others) => Some(format!("did you mean {} or {last}?", others.join(", "))),
    }
}

fn qualified(prefix: Option<&Name>, name: &Name) -> String {
    match prefix {
        Some(prefix) => format!("{prefix}.{name}"),
        None => name.to_string(),
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Variable => "value",
        Kind::Type => "type",
        Kind::Variant => "variant",
        Kind::Operator => "operator",
    }
}

fn count(number: usize, thing: &str) -> String {
    match number {
        0 => format!("no {thing}s"),
        1 => format!("1 {thing}"),
        _ => format!("{number} {thing}s"),
    }
}

fn arity(error: &Arity, file: FileId) -> Report {
    let Arity {
        region,
        what,
        name,
        expected,
        found,
    } = error;
    let thing = match what {
        ArityOf::Type => "type",
        ArityOf::Pattern => "variant",
    };
    let (code, amount) = if found < expected {
        ("too_few_args", "few")
    } else {
        ("too_many_args", "many")
    };
    let title = format!("The {thing} `{name}` is given too {amount} arguments");
    Report::error(code, title, region.in_file(file))
        .found(count(*found, "argument"))
        .expected(count(*expected, "argument"))
        .help("check the parentheses around the arguments")
}
