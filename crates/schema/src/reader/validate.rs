//! `#[validate(..)]`, in the spelling of the `validator` crate.

use buildamp_diagnostics::{Report, Span};
use serde_json::Number;

use super::words::{Word, WordValue};
use crate::{Constraints, Int, Length, Range, Type};

/// The constraints that these words state.
pub(super) fn validate(words: &[Word], reports: &mut Vec<Report>) -> Constraints {
    let mut constraints = Constraints::default();
    for word in words {
        match (word.name.as_str(), &word.value) {
            ("length" | "range", WordValue::List(bounds)) if bounds.is_empty() => {
                reports.push(no_bounds(word));
            }
            ("length", WordValue::List(bounds)) => {
                constraints.length = length(word, bounds, reports);
            }
            ("range", WordValue::List(bounds)) => {
                constraints.range = range(word, bounds, reports);
            }
            // Ours always looks into the inner type.
            ("nested", WordValue::Flag) => {}
            ("length" | "range", _) => reports.push(no_bounds(word)),
            _ => reports.push(unknown_validator(word)),
        }
    }
    constraints
}

fn no_bounds(word: &Word) -> Report {
    let title = format!("`{}` needs its bounds", word.name);
    let example = match word.name.as_str() {
        "length" => "write `length(min = 1, max = 64)`",
        _ => "write `range(min = 0, max = 100)`",
    };
    Report::error("validate", title, word.span)
        .found("none")
        .expected("a `min`, a `max` or both")
        .help(example)
}

fn unknown_validator(word: &Word) -> Report {
    let title = format!("The checker has no `{}`", word.name);
    let similar = super::similar(&word.name, ["length", "range", "nested"].into_iter());
    Report::error("validate", title, word.span)
        .expected("`length(min = .., max = .., equal = ..)` or `range(min = .., max = ..)`")
        .help(match similar {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => "state it in `WebSocketLogic.elm`, which can `Reject` with a reason".to_owned(),
        })
}

/// What the `validator` crate reports a failure with. BuildAmp's problems have words of their own.
fn is_wording(bound: &Word) -> bool {
    matches!(bound.name.as_str(), "message" | "code")
}

fn length(word: &Word, bounds: &[Word], reports: &mut Vec<Report>) -> Option<Length> {
    let mut length = Length::default();
    if let [.., equal] = bounds
        && bounds.len() > 1
        && bounds.iter().any(|bound| bound.name == "equal")
        && bounds
            .iter()
            .any(|bound| matches!(bound.name.as_str(), "min" | "max"))
    {
        reports.push(
            Report::error(
                "validate",
                "A length is either equal or between",
                equal.span,
            )
            .found("`equal` beside a `min` or `max`")
            .expected("`equal` alone, or `min` and `max`")
            .help("remove `equal`, or the others"),
        );
        return None;
    }
    for bound in bounds.iter().filter(|bound| !is_wording(bound)) {
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
    for bound in bounds.iter().filter(|bound| !is_wording(bound)) {
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
        .found("an unknown word")
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
                .found("a length of something that isn't counted")
                .expected("`length` on a `String`, a list, a set or a map")
                .help(match ty {
                    Type::Int(_) | Type::Float(_) => "write `range(min = .., max = ..)`",
                    _ => "remove it, or put it on a field inside of this type",
                }),
        );
    }
    if constraints.range.is_some() && !matches!(ty, Type::Int(_) | Type::Float(_)) {
        return Some(
            Report::error("validate", "This type has no range", span)
                .found("a range of something that is no number")
                .expected("`range` on a number")
                .help(match measurable {
                    true => "write `length(min = .., max = ..)`",
                    false => "remove it, or put it on a field inside of this type",
                }),
        );
    }
    match (ty, &constraints.range) {
        (Type::Int(int), Some(range)) => check_whole(*int, range, span),
        _ => None,
    }
}

/// Whether an integer type has values in a range.
fn check_whole(int: Int, range: &Range, span: Span) -> Option<Report> {
    let bounds = [&range.min, &range.max];
    let fraction = |bound: &&Number| !bound.is_i64() && !bound.is_u64();
    if bounds.into_iter().flatten().any(|bound| fraction(&bound)) {
        return Some(
            Report::error("validate", "The bounds of a whole number are whole", span)
                .found("a fraction")
                .expected(format!("integers, as the type is `{}`", int.name()))
                .help("write for instance `range(min = 0, max = 100)`"),
        );
    }
    let (least, most) = int.bounds();
    let below = |bound: &Number| bound.as_i64().is_some_and(|bound| bound < least);
    let above = |bound: &Number| bound.as_i64().is_none_or(|bound| bound > most);
    let never = range.min.as_ref().is_some_and(above) || range.max.as_ref().is_some_and(below);
    never.then(|| {
        Report::error("validate", "No value could ever fit this", span)
            .found(format!("a range outside of `{}`", int.name()))
            .expected(format!("a range with values from {least} to {most}"))
            .help("write other bounds, or a greater type")
    })
}
