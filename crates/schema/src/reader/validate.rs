//! `#[validate(..)]`, in the spelling of the `validator` crate.

use buildamp_diagnostics::{Report, Span};
use serde_json::Number;

use super::words::{Word, WordValue};
use crate::{Constraints, Length, Range, Type};

/// The constraints that these words state.
pub(super) fn validate(words: &[Word], reports: &mut Vec<Report>) -> Constraints {
    let mut constraints = Constraints::default();
    for word in words {
        match (word.name.as_str(), &word.value) {
            ("length", WordValue::List(bounds)) => {
                constraints.length = length(word, bounds, reports);
            }
            ("range", WordValue::List(bounds)) => {
                constraints.range = range(word, bounds, reports);
            }
            // Ours always looks into the inner type.
            ("nested", WordValue::Flag) => {}
            _ => reports.push(
                Report::error(
                    "validate",
                    format!("The checker has no `{}`", word.name),
                    word.span,
                )
                .expected("`length(min = .., max = .., equal = ..)` or `range(min = .., max = ..)`")
                .help("state it in `WebSocketLogic.elm`, which can `Reject` with a reason"),
            ),
        }
    }
    constraints
}

fn length(word: &Word, bounds: &[Word], reports: &mut Vec<Report>) -> Option<Length> {
    let mut length = Length::default();
    for bound in bounds {
        let count = match &bound.value {
            WordValue::Number(number) => number.as_u64(),
            _ => None,
        };
        match (bound.name.as_str(), count) {
            ("min", Some(count)) => length.min = Some(count),
            ("max", Some(count)) => length.max = Some(count),
            ("equal", Some(count)) => {
                length = Length {
                    min: Some(count),
                    max: Some(count),
                };
            }
            ("min" | "max" | "equal", None) => reports.push(
                Report::error("validate", "A length is a whole number", bound.span)
                    .expected("a number that is not negative")
                    .help(format!("write `{} = 64`", bound.name)),
            ),
            _ => reports.push(unknown_bound(bound, "`min`, `max` or `equal`")),
        }
    }
    if let (Some(min), Some(max)) = (length.min, length.max)
        && min > max
    {
        reports.push(empty(word.span, &format!("{min} is more than {max}")));
        return None;
    }
    Some(length)
}

fn range(word: &Word, bounds: &[Word], reports: &mut Vec<Report>) -> Option<Range> {
    let mut range = Range::default();
    for bound in bounds {
        let number = match &bound.value {
            WordValue::Number(number) => Some(number.clone()),
            _ => None,
        };
        match (bound.name.as_str(), number) {
            ("min", Some(number)) => range.min = Some(number),
            ("max", Some(number)) => range.max = Some(number),
            ("min" | "max", None) => reports.push(
                Report::error("validate", "A bound of a range is a number", bound.span)
                    .expected("a number as such, not an expression")
                    .help(format!("write `{} = 100`", bound.name)),
            ),
            ("exclusive_min" | "exclusive_max", _) => reports.push(
                Report::error("validate", "The ends of a range belong to it", bound.span)
                    .expected("`min` or `max`")
                    .help("write the last value that is allowed: `max = 99` for less than 100"),
            ),
            _ => reports.push(unknown_bound(bound, "`min` or `max`")),
        }
    }
    let order = |number: &Number| number.as_f64();
    let (min, max) = (
        range.min.as_ref().and_then(order),
        range.max.as_ref().and_then(order),
    );
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        reports.push(empty(word.span, &format!("{min} is more than {max}")));
        return None;
    }
    Some(range)
}

fn unknown_bound(bound: &Word, expected: &str) -> Report {
    let title = format!("There is no bound `{}` here", bound.name);
    Report::error("validate", title, bound.span)
        .expected(expected)
        .help("write for instance `length(min = 1, max = 64)` or `range(min = 0, max = 100)`")
}

fn empty(span: Span, found: &str) -> Report {
    Report::error("validate", "No value could ever fit this", span)
        .found(found)
        .expected("a `min` that is not above the `max`")
        .help("swap the two")
}

/// Whether a constraint fits the type that it stands on; `ty` is resolved.
pub(super) fn check_fit(ty: &Type, constraints: &Constraints, span: Span) -> Option<Report> {
    let measurable = matches!(
        ty,
        Type::String | Type::List(_) | Type::Set(_) | Type::Map(..)
    );
    if constraints.length.is_some() && !measurable {
        return Some(
            Report::error("validate", "This type has no length", span)
                .expected("`length` on a `String`, a list, a set or a map")
                .help("write `range(min = .., max = ..)` for a number, or remove it"),
        );
    }
    if constraints.range.is_some() && !matches!(ty, Type::Int(_) | Type::Float(_)) {
        return Some(
            Report::error("validate", "This type has no range", span)
                .expected("`range` on a number")
                .help("write `length(min = .., max = ..)` for a text or a list, or remove it"),
        );
    }
    None
}
