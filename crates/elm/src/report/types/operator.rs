//! The sides of operators. Each operator has its own ways of being misused.

use buildamp_diagnostics::Report;

use crate::region::Region;
use crate::types::Super;
use crate::types::error::{Category, Type};
use crate::types::known::Builtin;

use super::Writer;

/// An operator's side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Side::Left => "left",
            Side::Right => "right",
        }
    }
}

type Types<'t> = (&'t Type, &'t Type);

impl Writer<'_> {
    pub(super) fn left(
        &self,
        region: Region,
        operator: &str,
        category: &Category,
        types: Types<'_>,
    ) -> Report {
        match operator {
            "<" | ">" | "<=" | ">=" => self.alone(
                region,
                format!("The left side of ({operator}) can't be compared"),
                category,
                types,
                "an `Int`, `Float`, `Char`, `String`, or a list or tuple of these",
            ),
            "++" => self.append_left(region, category, types),
            "<|" => self.alone(
                region,
                "The left side of (<|) must be a function".to_owned(),
                category,
                types,
                "a function that takes what is on the right",
            ),
            _ => self.side(region, operator, Side::Left, category, types),
        }
    }

    pub(super) fn right(
        &self,
        region: Region,
        operator: &str,
        category: &Category,
        types: Types<'_>,
    ) -> Report {
        match operator {
            "+" | "-" | "*" | "^" if self.is_int_beside_float(types) => {
                self.both(region, operator, category, types)
            }
            "<" | ">" | "<=" | ">=" => self.both(region, operator, category, types),
            "==" | "/=" => {
                let report = self.both(region, operator, category, types);
                match self.is(types.0, Builtin::Float) || self.is(types.1, Builtin::Float) {
                    true => report.note("floats are seldom exactly equal; compare their distance"),
                    false => report,
                }
            }
            "::" => self.cons(region, category, types),
            "++" => self.append_right(region, category, types),
            "<|" => self.compared(
                region,
                "The function on the left of (<|) can't take this".to_owned(),
                category,
                types,
                "the function takes",
            ),
            "|>" => self.pipe(region, category, types),
            _ => self.side(region, operator, Side::Right, category, types),
        }
    }

    /// Operators that need one type, and all others.
    fn side(
        &self,
        region: Region,
        operator: &str,
        side: Side,
        category: &Category,
        types: Types<'_>,
    ) -> Report {
        let title = format!(
            "The {} side of ({operator}) is of the wrong type",
            side.name()
        );
        let needs = match operator {
            "+" | "-" | "*" | "^" => "an `Int` or a `Float`",
            "/" => "a `Float`",
            "//" => "an `Int`",
            "&&" | "||" => "a `Bool`",
            _ => {
                let needs = format!("({operator}) needs");
                return self.compared(region, title, category, types, &needs);
            }
        };
        let actual = types.0;
        let report = self.alone(region, title, category, types, needs);
        let help = match operator {
            "+" if self.is(actual, Builtin::String) => "texts are joined with (++)",
            "+" if self.is(actual, Builtin::List) => "lists are joined with (++)",
            "/" if self.is(actual, Builtin::Int) => {
                "make a `Float` of it with `toFloat`, or divide whole numbers with (//)"
            }
            "//" if self.is(actual, Builtin::Float) => {
                "divide with (/), or make an `Int` of it with `round`, `floor`, `ceiling` or `truncate`"
            }
            _ => return report,
        };
        Report {
            help: Some(help.to_owned()),
            ..report
        }
    }

    /// Operators whose sides are of one type.
    fn both(
        &self,
        region: Region,
        operator: &str,
        category: &Category,
        types: Types<'_>,
    ) -> Report {
        let title = format!("The sides of ({operator}) are of different types");
        self.compared(region, title, category, types, "the left side is")
    }

    fn cons(&self, region: Region, category: &Category, types: Types<'_>) -> Report {
        if !self.is(types.0, Builtin::List) {
            let title = "The right side of (::) must be a list".to_owned();
            return self.alone(region, title, category, types, "a list");
        }
        let title = "The entry on the left of (::) differs from those of the list".to_owned();
        let report = self.compared(
            region,
            title,
            category,
            types,
            "with this entry it would be",
        );
        let is_list_of_lists = matches!(types.1, Type::Named(_, arguments)
            if arguments.first().is_some_and(|entry| self.is(entry, Builtin::List)));
        match is_list_of_lists {
            true => Report {
                help: Some(
                    "(::) puts one entry before a list; lists are joined with (++)".to_owned(),
                ),
                ..report
            },
            false => report,
        }
    }

    fn append_left(&self, region: Region, category: &Category, types: Types<'_>) -> Report {
        let title = "The left side of (++) can't be appended to".to_owned();
        let report = self.alone(region, title, category, types, "a `String` or a list");
        self.written_out(report, types.0)
    }

    fn append_right(&self, region: Region, category: &Category, types: Types<'_>) -> Report {
        let title = "The sides of (++) are of different types".to_owned();
        let report = self.compared(region, title, category, types, "the left side is");
        match self.is(types.1, Builtin::String) {
            true => self.written_out(report, types.0),
            false if self.is(types.1, Builtin::List) && report.help.is_none() => {
                report.help("put a single entry in brackets, as in `list ++ [ entry ]`")
            }
            false => report,
        }
    }

    /// Numbers are not text.
    fn written_out(&self, report: Report, actual: &Type) -> Report {
        let function = match actual {
            Type::Flexible(Some(Super::Number), _) => "String.fromInt",
            actual if self.is(actual, Builtin::Int) => "String.fromInt",
            actual if self.is(actual, Builtin::Float) => "String.fromFloat",
            _ => return report,
        };
        Report {
            help: Some(format!("write it out with `{function}`")),
            ..report
        }
    }

    fn pipe(&self, region: Region, category: &Category, (actual, expected): Types<'_>) -> Report {
        match (actual, expected) {
            (Type::Function(takes, _), Type::Function(given, _)) => {
                let title = "This function can't take what (|>) gives it".to_owned();
                let types = (&takes[0], &given[0]);
                let report = self.compared(
                    region,
                    title,
                    category,
                    types,
                    "what is on the left of (|>) is",
                );
                let taken = self.names.shown(&takes[0]);
                report.found(format!("this function takes `{taken}`"))
            }
            types => self.alone(
                region,
                "The right side of (|>) must be a function".to_owned(),
                category,
                types,
                "a function that takes what is on the left",
            ),
        }
    }

    fn is_int_beside_float(&self, (actual, expected): Types<'_>) -> bool {
        use Builtin::{Float, Int};
        (self.is(actual, Int) && self.is(expected, Float))
            || (self.is(actual, Float) && self.is(expected, Int))
    }

    fn is(&self, ty: &Type, builtin: Builtin) -> bool {
        matches!(ty, Type::Named(name, _) if self.names.is(name, builtin.place()))
    }
}
