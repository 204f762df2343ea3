//! What to do about a confusion of types.

use buildamp_diagnostics::Report;

use crate::resolve::close_names;
use crate::resolve::resolved::Name;
use crate::types::Super;
use crate::types::error::Type;

use super::difference::{Half, Problem, Side};

/// Adds the hint for the first of the problems that has one. What is said already stays.
pub(super) fn hint(report: Report, problems: &[Problem]) -> Report {
    let Some(text) = problems.first().and_then(text) else {
        return report;
    };
    match report.help {
        None => report.help(text),
        Some(_) => report.note(text),
    }
}

fn text(problem: &Problem) -> Option<String> {
    match problem {
        Problem::IntFloat => Some(
            "Elm never converts numbers by itself: use `toFloat` to make a `Float` of an `Int`, or `round`, \
             `floor`, `ceiling` or `truncate` for the way back"
                .to_owned(),
        ),
        Problem::StringFromInt => Some("write it out with `String.fromInt`".to_owned()),
        Problem::StringFromFloat => Some("write it out with `String.fromFloat`".to_owned()),
        Problem::StringToInt => {
            Some("read the number with `String.toInt`, which gives a `Maybe Int`".to_owned())
        }
        Problem::StringToFloat => {
            Some("read the number with `String.toFloat`, which gives a `Maybe Float`".to_owned())
        }
        Problem::ToBool => Some(
            "only `True` and `False` are a `Bool`: compare, or ask with a function such as `String.isEmpty`"
                .to_owned(),
        ),
        Problem::FromMaybe => Some(
            "there may be no value: say with a `case` what to do then, or give another one with \
             `Maybe.withDefault`"
                .to_owned(),
        ),
        Problem::Arity(given, wanted) => Some(arity(*given, *wanted)),
        Problem::Constraint(kind, met, side) => constraint(*kind, met, *side),
        Problem::Rigid(name, met) => rigid(name, met),
        Problem::RigidConstraint(kind, name, met) => rigid_constraint(*kind, name, met),
        Problem::FieldTypo(name, known) => {
            let close = close_names(name, known.iter().map(Name::as_str));
            close.first().map(|near| format!("should `{name}` be `{near}`?"))
        }
        Problem::FieldsMissing(names) => Some(match names.as_slice() {
            [name] => format!("add the field `{name}`"),
            names => format!("add the fields {}", list(names)),
        }),
        Problem::Unwrapped(Some(name)) => {
            Some(format!("a message is wrapped in its variant: `{name}Message …`"))
        }
        Problem::Unwrapped(None) => Some(
            "a message is wrapped in its variant, which is called as the model is: `ChatMessage { … }` for `Chat`"
                .to_owned(),
        ),
        Problem::NotEncoded(Some(name)) => {
            Some(format!("make JSON of it with `Messages.encode{name} …`"))
        }
        Problem::NotEncoded(None) => Some(
            "make JSON of it with the function of its model, `Messages.encodeChat { … }` for `Chat`, or with `Json.Encode.object`"
                .to_owned(),
        ),
        Problem::Half(half) => Some(
            match half {
                Half::Effects => "add the response: `( [ … ], Ack )`",
                Half::Effect => "put it into a list, and add the response: `( [ … ], Ack )`",
                Half::Response => "add the effects, also where there are none: `( [], … )`",
            }
            .to_owned(),
        ),
    }
}

/// `a`, `b` and `c`
pub(super) fn list(names: &[Name]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn arity(given: usize, wanted: usize) -> String {
    let difference = given.abs_diff(wanted);
    let arguments = match difference {
        1 => "one argument".to_owned(),
        count => format!("{count} arguments"),
    };
    match given < wanted {
        true => format!("this function takes {arguments} too few"),
        false => format!("this function takes {arguments} more than it will be given"),
    }
}

fn constraint(kind: Super, met: &Type, side: Side) -> Option<String> {
    match met {
        Type::Infinite | Type::Broken | Type::Flexible(None, _) => return None,
        Type::Flexible(Some(other), _) => {
            return Some(format!(
                "no type is both {} and {}",
                adjective(kind),
                adjective(*other)
            ));
        }
        Type::Rigid(None, name) => {
            return rigid(name, &Type::Flexible(Some(kind), kind.name().into()));
        }
        Type::Rigid(Some(own), name) => {
            let wanted = Type::Flexible(Some(kind), kind.name().into());
            return rigid_constraint(*own, name, &wanted);
        }
        _ => {}
    }
    let is_text = matches!(met, Type::Named(name, _) if name.name == "String");
    Some(match kind {
        Super::Number if is_text && side == Side::Actual => {
            "write the number out with `String.fromInt`".to_owned()
        }
        Super::Number if is_text => "read the number with `String.toInt`".to_owned(),
        Super::Number => "only `Int` and `Float` are numbers".to_owned(),
        Super::Comparable => match met {
            Type::Record(..) => "records can't be compared: compare one of their fields".to_owned(),
            Type::Function(..) => "functions can't be compared".to_owned(),
            _ => {
                "only numbers, characters, strings, and lists and tuples of these can be compared: \
                  turn the value into one of them, or use `List.sortBy` and its like"
                    .to_owned()
            }
        },
        Super::Appendable => "only strings and lists can be appended".to_owned(),
        Super::CompAppend => {
            "only strings and lists of what can be compared are both comparable and appendable"
                .to_owned()
        }
    })
}

fn adjective(kind: Super) -> &'static str {
    match kind {
        Super::Number => "a number",
        Super::Comparable => "comparable",
        Super::Appendable => "appendable",
        Super::CompAppend => "comparable and appendable",
    }
}

fn rigid(name: &Name, met: &Type) -> Option<String> {
    Some(match met {
        Type::Infinite | Type::Broken | Type::Flexible(None, _) => return None,
        Type::Rigid(_, other) => format!(
            "`{name}` and `{other}` in the annotation may be two different types, but the code needs them to \
             be the same: use one variable for both, or change the code"
        ),
        met => format!(
            "`{name}` in the annotation promises that any type will do, but the code needs {}: write that type \
             in the annotation, or make the code more general",
            thing(met)
        ),
    })
}

fn rigid_constraint(kind: Super, name: &Name, met: &Type) -> Option<String> {
    let all = match kind {
        Super::Number => "both `Int` and `Float`",
        Super::Comparable => "every type that can be compared",
        Super::Appendable => "both strings and lists",
        Super::CompAppend => "strings and all lists that can be compared",
    };
    Some(match met {
        Type::Infinite | Type::Broken | Type::Flexible(None, _) => return None,
        Type::Rigid(..) => return rigid(name, met),
        met => format!(
            "`{name}` in the annotation promises that {all} will do, but the code needs {}: write that type in \
             the annotation, or make the code more general",
            thing(met)
        ),
    })
}

fn thing(ty: &Type) -> String {
    match ty {
        Type::Function(..) => "a function".to_owned(),
        Type::Record(..) => "a record".to_owned(),
        Type::Tuple(_) => "a tuple".to_owned(),
        Type::Unit => "`()`".to_owned(),
        Type::Named(name, _) | Type::Alias(name, ..) => format!("`{}`", name.name),
        Type::Flexible(Some(Super::Number), _) => "a number".to_owned(),
        Type::Flexible(Some(kind), _) => format!("something {}", adjective(*kind)),
        Type::Flexible(None, name) | Type::Rigid(_, name) => format!("`{name}`"),
        Type::Infinite | Type::Broken => "another type".to_owned(),
    }
}
