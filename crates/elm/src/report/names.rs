//! Prose for what is wrong with names. The codes are the official compiler's titles.

use buildamp_diagnostics::{FileId, Report};

use crate::region::Region;
use crate::resolve::resolved::Name;
use crate::resolve::{ArityOf, BadPayload, BadPort, Error, Kind, Twice, TypeForm};

/// The report of one error in `file`.
pub fn report(error: &Error, file: FileId) -> Report {
    let at = |code, title: String, region: Region| Report::error(code, title, region.in_file(file));
    match error {
        Error::NotFound { .. } => not_found(error, file),
        Error::Ambiguous { .. } => ambiguous(error, file),
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
        } => at("name_clash", clash(what, name), *again)
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
        Error::Arity { .. } => arity(error, file),
        Error::Mixed {
            region,
            left,
            right,
        } => at(
            "infix_problem",
            format!("({left}) and ({right}) don't group by themselves"),
            *region,
        )
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
        Error::ExportTwice { .. }
        | Error::ExportNotFound { .. }
        | Error::ExportOpenAlias { .. } => export(error, file),
        Error::ImportOpenAlias { .. }
        | Error::ImportVariant { .. }
        | Error::ImportNotExposed { .. } => import(error, file),
        Error::PortPayload {
            region,
            name,
            problem,
        } => payload(
            at("port_error", payload_title(name, problem), *region),
            problem,
        ),
        Error::PortType {
            region,
            name,
            problem,
        } => port(
            at("bad_port", port_title(name, *problem), *region),
            *problem,
        ),
        Error::RecursiveAlias { .. } | Error::CyclicDefinition { .. } | Error::CyclicLet { .. } => {
            cycle(error, file)
        }
        Error::TypeVariables { .. } => type_variables(error, file),
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

fn not_found(error: &Error, file: FileId) -> Report {
    let Error::NotFound {
        region,
        kind,
        prefix,
        name,
        imported,
        close,
    } = error
    else {
        unreachable!("called for names that were not found");
    };
    let span = region.in_file(file);
    if *kind == Kind::Operator {
        let title = format!("There is no operator ({name}) here");
        let report = Report::error("unknown_operator", title, span);
        return report.help(operator_help(name, close));
    }
    let full = qualified(prefix.as_ref(), name);
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
    match did_you_mean(close) {
        Some(help) => report.help(help),
        None => report.help("check the spelling, and the imports at the top of the file"),
    }
}

fn operator_help(symbol: &str, close: &[Name]) -> String {
    match symbol {
        "===" => "`==` compares any two values of the same type".into(),
        "!=" | "!==" => "not equal is written `/=`".into(),
        "**" => "a power is written `^`".into(),
        "%" => "use `modBy`, or `remainderBy`, which differ for negative numbers".into(),
        _ => did_you_mean(close)
            .unwrap_or_else(|| "check that an import exposes this operator".into()),
    }
}

fn ambiguous(error: &Error, file: FileId) -> Report {
    let Error::Ambiguous {
        region,
        kind,
        prefix,
        name,
        homes,
    } = error
    else {
        unreachable!("called for names that are ambiguous");
    };
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

fn clash(what: &Twice, name: &str) -> String {
    match what {
        Twice::Definition => format!("This module defines `{name}` twice"),
        Twice::Type => format!("This module has two types named `{name}`"),
        Twice::Constructor => format!("This module has two constructors named `{name}`"),
        Twice::Operator => format!("This module defines the operator ({name}) twice"),
        Twice::Field => format!("This record has the field `{name}` twice"),
        Twice::AliasVariable(ty) => {
            format!("The alias `{ty}` declares the type variable `{name}` twice")
        }
        Twice::UnionVariable(ty) => {
            format!("The type `{ty}` declares the type variable `{name}` twice")
        }
        Twice::LambdaParameter => format!("This function has two parameters named `{name}`"),
        Twice::Parameter(function) => {
            format!("`{function}` has two parameters named `{name}`")
        }
        Twice::CaseVariable => format!("This pattern binds `{name}` twice"),
        Twice::Let => format!("This `let` defines `{name}` twice"),
    }
}

fn arity(error: &Error, file: FileId) -> Report {
    let Error::Arity {
        region,
        what,
        name,
        expected,
        found,
    } = error
    else {
        unreachable!("called for wrong numbers of arguments");
    };
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

fn export(error: &Error, file: FileId) -> Report {
    match error {
        Error::ExportTwice { name, first, again } => Report::error(
            "redundant_export",
            format!("`{name}` is exposed twice"),
            again.in_file(file),
        )
        .found("here again")
        .related(first.in_file(file), "here first")
        .help("remove one of them"),
        Error::ExportNotFound {
            region,
            kind,
            name,
            close,
        } => Report::error(
            "unknown_export",
            format!(
                "The module exposes the {} `{name}`, but doesn't define it",
                word(*kind)
            ),
            region.in_file(file),
        )
        .help(
            did_you_mean(close).unwrap_or_else(|| "define it, or remove it from the list".into()),
        ),
        other => Report::error(
            "bad_export",
            "An alias has no variants to expose",
            other.region().in_file(file),
        )
        .help("remove the `(..)`"),
    }
}

fn import(error: &Error, file: FileId) -> Report {
    let span = error.region().in_file(file);
    match error {
        Error::ImportOpenAlias { name, .. } => Report::error(
            "bad_import",
            format!("`{name}` is an alias, which has no variants to expose"),
            span,
        )
        .help("remove the `(..)`"),
        Error::ImportVariant { name, union, .. } => Report::error(
            "bad_import",
            format!("The variant `{name}` can't be exposed without its type"),
            span,
        )
        .help(format!(
            "write `{union}(..)`, which exposes all its variants"
        )),
        Error::ImportNotExposed {
            module,
            name,
            close,
            ..
        } => {
            Report::error(
                "bad_import",
                format!("The module `{module}` doesn't expose `{name}`"),
                span,
            )
            .help(did_you_mean(close).unwrap_or_else(|| {
                format!("check the spelling, and the exposing list of `{module}`")
            }))
        }
        other => Report::error("bad_import", format!("{other:?}"), span),
    }
}

fn payload_title(name: &str, problem: &BadPayload) -> String {
    let carries = match problem {
        BadPayload::ExtendedRecord => "a record of unknown fields".into(),
        BadPayload::Function => "a function".into(),
        BadPayload::Variable(variable) => format!("the unknown type `{variable}`"),
        BadPayload::Unsupported(ty) => format!("a `{ty}`"),
    };
    format!("The port `{name}` can't carry {carries}")
}

fn payload(report: Report, problem: &BadPayload) -> Report {
    match problem {
        BadPayload::ExtendedRecord => {
            report.help("name all fields, for JavaScript's value is checked against them")
        }
        BadPayload::Function => report.help("send data, and let the other side act on it"),
        BadPayload::Variable(_) => {
            report.help("name the type, for JavaScript's value is checked against it")
        }
        BadPayload::Unsupported(_) => report
            .expected(
                "Int, Float, Bool, String, Maybe, List, Array, tuples, records or a JSON value",
            )
            .help("send a `Json.Encode.Value`, with an encoder and a decoder of your own"),
    }
}

fn port_title(name: &str, problem: BadPort) -> String {
    match problem {
        BadPort::CmdNoArgument => format!("The port `{name}` sends nothing"),
        BadPort::CmdArguments(_) => format!("The port `{name}` sends more than one value"),
        BadPort::CmdMessage => format!("The port `{name}` can't give messages back"),
        BadPort::Sub => format!("The port `{name}` doesn't have the type of a subscription"),
        BadPort::Neither => format!("The port `{name}` is neither a command nor a subscription"),
    }
}

fn port(report: Report, problem: BadPort) -> Report {
    match problem {
        BadPort::CmdNoArgument => report
            .expected("one argument before `Cmd msg`")
            .help("write `() -> Cmd msg` if there is nothing to tell"),
        BadPort::CmdArguments(found) => report
            .found(count(found, "argument"))
            .expected("one argument before `Cmd msg`")
            .help("put them into a tuple or a record"),
        BadPort::CmdMessage => report
            .expected("`Cmd msg` with a type variable")
            .help("what JavaScript answers comes through a port of its own"),
        BadPort::Sub => report
            .expected("a type like `(Int -> msg) -> Sub msg`")
            .help("use the same type variable in both places"),
        BadPort::Neither => report
            .expected("`a -> Cmd msg`, or `(a -> msg) -> Sub msg`")
            .help("let the type end in one of these"),
    }
}

fn cycle(error: &Error, file: FileId) -> Report {
    let span = error.region().in_file(file);
    let (report, name, others) = match error {
        Error::RecursiveAlias { name, others, .. } => (
            Report::error(
                "alias_problem",
                format!("The alias `{name}` leads to itself, so it never ends"),
                span,
            )
            .help("make it a custom type: `type` in place of `type alias`"),
            name,
            others,
        ),
        Error::CyclicLet { name, others, .. } => (
            Report::error(
                "cyclic_value",
                format!("The value `{name}` needs itself"),
                span,
            )
            .help("rename one of the values, or make it a function"),
            name,
            others,
        ),
        Error::CyclicDefinition { name, others, .. } => (
            Report::error(
                "cyclic_definition",
                format!("The value `{name}` needs itself"),
                span,
            )
            .help("rename one of the values, or make it a function"),
            name,
            others,
        ),
        other => unreachable!("no cycle: {other:?}"),
    };
    if others.is_empty() {
        return report;
    }
    let way: Vec<&str> = std::iter::once(name)
        .chain(others)
        .chain(std::iter::once(name))
        .map(Name::as_str)
        .collect();
    report.note(format!("the way: {}", way.join(" → ")))
}

fn type_variables(error: &Error, file: FileId) -> Report {
    let Error::TypeVariables {
        region,
        form,
        name,
        declared,
        unused,
        unbound,
    } = error
    else {
        unreachable!("called for type variables");
    };
    let (code, title) = match (unused.len(), unbound.len()) {
        (0, 1) => ("unbound_type_variable", "doesn't declare a type variable"),
        (0, _) => (
            "unbound_type_variables",
            "doesn't declare its type variables",
        ),
        (1, 0) => ("unused_type_variable", "doesn't use its type variable"),
        (_, 0) => ("unused_type_variables", "doesn't use its type variables"),
        _ => (
            "type_variable_problems",
            "has other type variables than it declares",
        ),
    };
    let keyword = match form {
        TypeForm::Union => "type",
        TypeForm::Alias => "type alias",
    };
    let mut report = Report::error(code, format!("`{name}` {title}"), region.in_file(file));
    for (variable, place) in unbound {
        report = report.related(place.in_file(file), format!("`{variable}` is not declared"));
    }
    for (variable, place) in unused {
        report = report.related(place.in_file(file), format!("`{variable}` is not used"));
    }
    let kept = declared
        .iter()
        .filter(|variable| unused.iter().all(|(name, _)| name != *variable));
    let added = unbound.iter().map(|(name, _)| name);
    let head: Vec<&str> = kept.chain(added).map(Name::as_str).collect();
    let space = if head.is_empty() { "" } else { " " };
    report.help(format!(
        "write `{keyword} {name}{space}{} = ..`",
        head.join(" ")
    ))
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
