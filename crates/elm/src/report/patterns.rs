//! Prose for patterns that are missing or useless. The codes are the official compiler's titles.

use buildamp_diagnostics::{FileId, Report};

use crate::patterns::{Error, Missing, Place};

/// More are counted, not shown.
const SHOWN: usize = 10;

/// The report of one error in `file`.
pub fn report(error: &Error, file: FileId) -> Report {
    match error {
        Error::Redundant {
            region,
            case,
            index,
        } => {
            let title = format!(
                "The {} branch of this `case` can never be reached",
                super::types::ordinal(*index)
            );
            Report::error("redundant_pattern", title, region.in_file(file))
                .found("whatever fits this fits a pattern above it")
                .related(case.in_file(file), "the whole `case`")
                .help("remove the branch, or move it up")
        }
        Error::Incomplete {
            region,
            place,
            missing,
        } => incomplete(*place, missing, |code, title| {
            Report::error(code, title, region.in_file(file))
        }),
    }
}

fn incomplete(
    place: Place,
    missing: &[Missing],
    report: impl Fn(&'static str, &'static str) -> Report,
) -> Report {
    let shown: Vec<String> = missing
        .iter()
        .take(SHOWN)
        .map(|missing| format!("`{missing}`"))
        .collect();
    let more = match missing.len() > SHOWN {
        true => " and more",
        false => "",
    };
    let list = format!("{}{more}", shown.join(", "));
    match place {
        Place::Case => report("missing_patterns", "This `case` leaves values out")
            .found(format!("has no branch for {list}"))
            .help("add a branch for each, or one for `_`"),
        Place::Parameter => report("unsafe_pattern", "This parameter doesn't fit all values")
            .found(format!("doesn't fit {list}"))
            .help("give the parameter a name, and take it apart with a `case`"),
        Place::Destructure => report("unsafe_pattern", "This pattern doesn't fit all values")
            .found(format!("doesn't fit {list}"))
            .help("take the value apart with a `case`"),
    }
}
