//! The words for what is wrong with a module's text.
//!
//! A report's code is the title that the official compiler gives the problem, in `snake_case`, and its place is
//! the official one, so that tools for Elm know both. The words are ours.

mod code;
mod literal;
mod next;
mod title;
mod wanted;

use buildamp_diagnostics::{FileId, Report};

use super::javascript;
use crate::region::Region;
use crate::syntax::error::{Error, Node, Problem, Reserved, Within};
use next::Next;

/// A report on `error`, which is in the module `text`.
pub fn report(error: &Error, text: &str, file: FileId) -> Report {
    let next = next::at(text, error.region.start);
    let code = code::of(error, next, text);
    let region = code::region(error, code, next, text);
    let mut report = Report::error(code, title::of(error, code, next), region.in_file(file))
        .found(next.to_string());
    if let Some((region, text)) = opening(error) {
        report = report.related(region.in_file(file), text);
    }
    let report = with_advice(report, error, next, text);
    match code {
        "weird_else_branch" | "need_more_indentation" => report
            .found("needs more space before it")
            .help("indent it more than the start of the declaration or branch that it is in"),
        _ => report,
    }
}

/// Where the construct begins that the problem is in, where that matters.
fn opening(error: &Error) -> Option<(Region, String)> {
    let layout = matches!(
        error.problem,
        Problem::Missing(_)
            | Problem::Unfinished(_)
            | Problem::ReservedOperator(_)
            | Problem::Misaligned(_)
            | Problem::NameMismatch
    );
    let Within { node, start, .. } = error.within;
    let is_open = !matches!(node, Node::Module | Node::Exposing) && start < error.region.start;
    (layout && is_open).then(|| {
        let text = format!("{} begins here", title::noun(node));
        (Region::new(start, start), text)
    })
}

fn with_advice(report: Report, error: &Error, next: Next<'_>, text: &str) -> Report {
    match error.problem {
        Problem::Missing(wanted) => {
            let report = report.expected(wanted::words(wanted, text));
            match wanted::help(wanted, next) {
                Some(help) => report.help(help),
                None => report,
            }
        }
        Problem::Unfinished(wanted) => report
            .found("what follows is not part of it")
            .expected(wanted::words(wanted, text))
            .help("if it is there already, indent it more than the start of what it is part of"),
        Problem::AfterDeclaration => report
            .found(format!("{next}, behind a finished declaration"))
            .expected("the start of the next declaration, at the start of a line")
            .help(wanted::help_after_declaration(next)),
        Problem::ReservedOperator(symbol) => {
            let report = operator_advice(report, error.within, symbol);
            let before = line_before(text, error.region.start);
            let meant = match symbol {
                Reserved::Equals => javascript::equals(before),
                Reserved::Colon => javascript::colon(before).map(str::to_owned),
                _ => None,
            };
            match meant {
                Some(meant) => report.help(meant),
                None => report,
            }
        }
        Problem::ReservedSection(symbol) | Problem::ReservedExposed(symbol) => {
            section_advice(report, symbol)
        }
        Problem::NameMismatch => mismatch_advice(report, error.within, next, text),
        Problem::Misaligned(column) => report
            .expected("the definition of the annotation above, in the same column")
            .help(format!(
                "let it start in column {column}, as its annotation does"
            )),
        other => literal::advice(report, other, error.region, text),
    }
}

/// What is before a byte on its line.
fn line_before(text: &str, at: u32) -> &str {
    let before = text.get(..at as usize).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default()
}

fn operator_advice(report: Report, within: Within, symbol: Reserved) -> Report {
    match symbol {
        Reserved::Equals if within.node == Node::Record => report
            .expected("an operator, or the end of the field's value")
            .help("put a comma before the next field; to compare, write `==`"),
        Reserved::Equals if within.node == Node::Condition => report
            .expected("an operator, or the rest of the `if`")
            .help("to compare, write `==`"),
        Reserved::Equals => report
            .expected("an operator, or the end of the definition")
            .help("to compare, write `==`; if this is another definition, indent it less"),
        Reserved::Colon => report
            .expected("an operator, or the end of the definition")
            .help("to put something in front of a list, write `::`; if this is an annotation, indent it less"),
        Reserved::Pipe => report
            .expected("an operator")
            .help("to combine two `Bool`s, write `||`; to apply a function, write `|>`"),
        Reserved::Arrow if matches!(within.node, Node::Case) => report
            .expected("`of` and the branches")
            .help("write `of` before the first branch"),
        Reserved::Arrow if matches!(within.node, Node::Branch) => report
            .expected("the end of the branch")
            .help("indent every pattern of a `case` by the same number of spaces"),
        Reserved::Arrow => report
            .expected("an operator")
            .help("a function without a name starts with a backslash: `\\x -> x + 1`"),
        Reserved::Dot => report
            .expected("an operator")
            .help("write a field's name right behind its dot, without space between"),
    }
}

fn section_advice(report: Report, symbol: Reserved) -> Report {
    let report = report.expected("an operator, as in `(+)`");
    match symbol {
        Reserved::Pipe => report.help("maybe `(||)`?"),
        Reserved::Equals => report.help("maybe `(==)`?"),
        Reserved::Colon => report.help("maybe `(::)`?"),
        Reserved::Arrow => report.help("maybe `(>)` or `(>=)`?"),
        Reserved::Dot => report.help("maybe a field's function, like `.name`?"),
    }
}

fn mismatch_advice(report: Report, within: Within, next: Next<'_>, text: &str) -> Report {
    let annotated = within.definition.map_or("", |name| next::slice(text, name));
    let found = next.word();
    report
        .found(format!("`{found}`"))
        .expected(format!("`{annotated}`, whose annotation is right above"))
        .help(format!(
            "give both the same name, or define `{annotated}` here"
        ))
}
