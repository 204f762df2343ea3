//! Prose for what is wrong with types. The codes are the official compiler's titles, the places its regions.

mod difference;
mod expression;
mod hints;
mod main;
mod operator;
mod pattern;

use buildamp_diagnostics::{FileId, Report};

use crate::types::error::Error;
use crate::types::print::Names;

/// The report of one error in `file`.
pub fn report(error: &Error, names: &Names<'_>, file: FileId) -> Report {
    let writer = Writer { names, file };
    match error {
        Error::Expression {
            region,
            category,
            actual,
            expected,
            reason,
        } => writer.expression(*region, category, (actual, expected), reason),
        Error::Pattern {
            region,
            category,
            actual,
            expected,
            reason,
        } => writer.pattern(*region, category, (actual, expected), reason),
        Error::Infinite { region, name, ty } => {
            let title = format!("The type of `{name}` would have to hold itself");
            Report::error("infinite_type", title, region.in_file(file))
                .found(format!("its type is `{}`, where ∞ is the whole of it again", names.shown(ty)))
                .help("a function may be given to itself, or a list put into itself: write an annotation to find where")
        }
        Error::Huge { region, name } => {
            let title = format!("The type of `{name}` has more parts than can be handled");
            Report::error("huge_type", title, region.in_file(file))
                .found("its type doubles with each definition that it is built from")
                .help("put the parts into a custom type or a list, or annotate the definitions with types that are no variables")
        }
        Error::Escape {
            region,
            name,
            variable,
        } => {
            let title =
                format!("The annotation of `{name}` promises more than the code around it keeps");
            Report::error("type_mismatch", title, region.in_file(file))
                .found(format!("`{variable}` should be any type here, but is one that the definition around it was given"))
                .help(format!("write `{variable}` in the annotation of the definition around it too, or leave this annotation out"))
        }
        Error::BadMain { .. } | Error::MainCycle { .. } | Error::BadFlags { .. } => {
            writer.main(error)
        }
    }
}

/// What the files below write with.
struct Writer<'n> {
    names: &'n Names<'n>,
    file: FileId,
}

/// `1st`, counted from 0.
pub(super) fn ordinal(index: usize) -> String {
    let number = index + 1;
    let suffix = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}
