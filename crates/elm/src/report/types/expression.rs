//! Expressions that are not what is expected of them.

use buildamp_diagnostics::Report;

use crate::region::Region;
use crate::report::javascript::{self, Holder};
use crate::resolve::close_names;
use crate::resolve::resolved::Name;
use crate::types::error::{Callee, Category, Context, Part, Reason, Type};
use crate::types::known::Builtin;

use super::difference::{Difference, difference};
use super::hints::{hint, list};
use super::{Writer, ordinal};

/// Longer types are not shown where the names of their fields say enough.
const SHORT: usize = 80;

impl Writer<'_> {
    pub(super) fn expression(
        &self,
        region: Region,
        category: &Category,
        types: (&Type, &Type),
        reason: &Reason,
    ) -> Report {
        let (actual, expected) = types;
        match reason {
            Reason::Use => {
                let title = "This is used as if it were of another type".to_owned();
                self.compared(
                    region,
                    title,
                    category,
                    types,
                    "the place where it stands needs",
                )
            }
            Reason::Annotation(name, part) => {
                let title = match part {
                    Part::Body => format!("The body of `{name}` is not what its annotation says"),
                    Part::IfBranch(index) => format!(
                        "The {} branch of this `if` is not what the annotation of `{name}` says",
                        ordinal(*index)
                    ),
                    Part::CaseBranch(index) => format!(
                        "The {} branch of this `case` is not what the annotation of `{name}` says",
                        ordinal(*index)
                    ),
                };
                self.compared(region, title, category, types, "the annotation says")
            }
            Reason::Context(whole, context) => {
                self.in_context(region, *whole, category, (actual, expected), context)
            }
        }
    }

    pub(super) fn mismatch(&self, region: Region, title: String) -> Report {
        Report::error("type_mismatch", title, region.in_file(self.file))
    }

    /// Both types, and what may have been confused.
    pub(super) fn compared(
        &self,
        region: Region,
        title: String,
        category: &Category,
        (actual, expected): (&Type, &Type),
        needs: &str,
    ) -> Report {
        let Difference {
            actual,
            expected,
            problems,
            ..
        } = difference(self.names, actual, expected);
        let report = self
            .mismatch(region, title)
            .found(format!("{} `{actual}`", subject(category)))
            .expected(format!("{needs} `{expected}`"));
        hint(report, &problems)
    }

    /// The type that is there alone, with what would do.
    pub(super) fn alone(
        &self,
        region: Region,
        title: String,
        category: &Category,
        (actual, expected): (&Type, &Type),
        needs: &str,
    ) -> Report {
        let Difference {
            actual, problems, ..
        } = difference(self.names, actual, expected);
        let report = self
            .mismatch(region, title)
            .found(format!("{} `{actual}`", subject(category)))
            .expected(needs);
        hint(report, &problems)
    }

    fn in_context(
        &self,
        region: Region,
        whole: Region,
        category: &Category,
        types: (&Type, &Type),
        context: &Context,
    ) -> Report {
        let compared =
            |title: String, needs: &str| self.compared(region, title, category, types, needs);
        match context {
            Context::ListEntry(index) => compared(
                format!("The {} entry of this list differs from those before it", ordinal(*index)),
                "the entries before it are",
            ),
            Context::IfBranch(index) => compared(
                format!("The {} branch of this `if` differs from those before it", ordinal(*index)),
                "the branches before it are",
            ),
            Context::CaseBranch(index) => compared(
                format!("The {} branch of this `case` differs from those before it", ordinal(*index)),
                "the branches before it are",
            ),
            Context::Negate => self.alone(
                region,
                "Only numbers can be negated".to_owned(),
                category,
                types,
                "an `Int` or a `Float`",
            ),
            Context::IfCondition => self.alone(
                region,
                "The condition of an `if` is `True` or `False`".to_owned(),
                category,
                types,
                "a `Bool`",
            ),
            Context::OperatorLeft(operator) => self.left(region, operator, category, types),
            Context::OperatorRight(operator) => self.right(region, operator, category, types),
            Context::CallArity(callee, given) => self.too_many(region, callee, *given, types.0),
            Context::CallArgument(callee, index) => {
                let name = callee_name(callee);
                let report = compared(
                    format!("The {} argument of {name} is of the wrong type", ordinal(*index)),
                    &format!("{name} needs"),
                );
                match index {
                    0 => beside(report, callee, category, types.1),
                    _ => report.note(
                        "arguments are read from the left, so the mistake may be in one before it",
                    ),
                }
            }
            Context::RecordAccess { record, field, field_region } => {
                self.access(region, record.as_ref(), (field, *field_region), category, types)
            }
            Context::RecordUpdate(record, fields) => {
                self.update(region, whole, (record, fields), category, types)
            }
            Context::RecordUpdateField(field) => compared(
                format!("The field `{field}` can't be set to this"),
                &format!("`{field}` is"),
            )
            .note("an update keeps the types of the fields; a record with another type is written as a whole"),
            Context::Destructure => compared(
                "This definition doesn't fit its pattern".to_owned(),
                "the pattern takes apart",
            ),
        }
    }

    /// What functions of a module are for.
    fn holder(&self, ty: &Type) -> Option<Holder> {
        let Type::Named(name, _) = ty.real() else {
            return None;
        };
        let holders = [
            (Builtin::List.place(), Holder::List),
            (Builtin::String.place(), Holder::Text),
            (Builtin::Int.place(), Holder::Number),
            (Builtin::Float.place(), Holder::Number),
            (Builtin::Maybe.place(), Holder::Maybe),
            (("Dict", "Dict"), Holder::Dict),
            (("Set", "Set"), Holder::Set),
        ];
        let mut holders = holders.into_iter();
        let (_, holder) = holders.find(|(place, _)| self.names.is(name, *place))?;
        Some(holder)
    }

    fn too_many(&self, region: Region, callee: &Callee, given: usize, actual: &Type) -> Report {
        let name = callee_name(callee);
        let value = match callee {
            Callee::Unnamed => "this value".to_owned(),
            _ => name.clone(),
        };
        let arguments = |count: usize| match count {
            1 => "1 argument".to_owned(),
            count => format!("{count} arguments"),
        };
        let (title, found) = match actual.real() {
            Type::Function(takes, _) => (
                format!(
                    "{name} takes {}, but is given {given}",
                    arguments(takes.len())
                ),
                format!("takes {}", arguments(takes.len())),
            ),
            _ => (
                format!(
                    "{value} is not a function, but is given {}",
                    arguments(given)
                ),
                format!("is `{}`", self.names.shown(actual)),
            ),
        };
        let mut first = title.chars();
        let title: String = first
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .chain(first)
            .collect();
        let report = Report::error("too_many_args", title, region.in_file(self.file)).found(found);
        let list = match callee {
            Callee::Function(name) => name.as_str(),
            _ => "list",
        };
        match self.holder(actual) {
            Some(Holder::List) => report.help(format!(
                "look for a comma or an operator that is missing; an entry is had with `List.head {list}`, how many there are with `List.length {list}`"
            )),
            _ => report.help("look for a comma, an operator or parentheses that are missing"),
        }
    }

    /// A type, if it is of a size to be read.
    fn is_this(&self, ty: &Type) -> String {
        let shown = self.names.shown(ty);
        match shown.chars().count() {
            ..=SHORT => format!("is `{shown}`"),
            _ => String::new(),
        }
    }

    fn access(
        &self,
        region: Region,
        record: Option<&Name>,
        (field, field_region): (&Name, Region),
        category: &Category,
        types: (&Type, &Type),
    ) -> Report {
        let Type::Record(fields, _) = types.0.real() else {
            let title = format!("This is not a record, so it has no field `{field}`");
            let needs = format!("a record with a field `{field}`");
            let report = self.alone(region, title, category, types, &needs);
            let value = record.map(Name::as_str);
            return match (&report.help, self.holder(types.0)) {
                (None, Some(holder)) | (_, Some(holder @ Holder::Maybe)) => {
                    report.help(javascript::method(holder, field, value))
                }
                _ => report,
            };
        };
        let title = match record {
            Some(record) => format!("`{record}` has no field `{field}`"),
            None => format!("This record has no field `{field}`"),
        };
        let report = self.mismatch(region, title).found(self.is_this(types.0));
        let names = fields.keys().cloned().collect::<Vec<_>>();
        no_field(
            report.related(field_region.in_file(self.file), "this field"),
            field,
            &names,
        )
    }

    fn update(
        &self,
        region: Region,
        whole: Region,
        (record, fields): (&Name, &[(Name, Region)]),
        category: &Category,
        types: (&Type, &Type),
    ) -> Report {
        let Type::Record(known, _) = types.0.real() else {
            let title = "Only records can be updated".to_owned();
            return self.alone(region, title, category, types, "a record");
        };
        match fields.iter().find(|(name, _)| !known.contains_key(name)) {
            Some((field, place)) => {
                let title = format!("`{record}` has no field `{field}`");
                let report = self.mismatch(region, title).found(self.is_this(types.0));
                let names = known.keys().cloned().collect::<Vec<_>>();
                no_field(
                    report.related(place.in_file(self.file), "this field"),
                    field,
                    &names,
                )
            }
            None => self
                .compared(
                    region,
                    "This update doesn't fit its record".to_owned(),
                    category,
                    types,
                    "the update needs",
                )
                .related(whole.in_file(self.file), "the update"),
        }
    }
}

fn no_field(report: Report, field: &Name, known: &[Name]) -> Report {
    if known.is_empty() {
        return report.found("it has no fields at all");
    }
    let near = close_names(field, known.iter().map(Name::as_str));
    match near.first() {
        Some(near) => report.help(format!("should it be `{near}`?")),
        None => report.note(format!("its fields are {}", list(known))),
    }
}

/// What is meant by a tuple where a function takes something else: a call as other languages write it.
fn beside(report: Report, callee: &Callee, category: &Category, expected: &Type) -> Report {
    let name = match callee {
        Callee::Function(name) | Callee::Constructor(name) => name,
        Callee::Operator(_) | Callee::Unnamed => return report,
    };
    let takes_a_tuple = matches!(expected.real(), Type::Tuple(_) | Type::Flexible(..));
    if *category != Category::Tuple || takes_a_tuple || report.help.is_some() {
        return report;
    }
    report.help(format!(
        "arguments stand side by side, without parentheses and commas: `{name} a b`"
    ))
}

fn callee_name(callee: &Callee) -> String {
    match callee {
        Callee::Function(name) | Callee::Constructor(name) => format!("`{name}`"),
        Callee::Operator(symbol) => format!("({symbol})"),
        Callee::Unnamed => "this function".to_owned(),
    }
}

/// What is there, before its type.
pub(super) fn subject(category: &Category) -> String {
    match category {
        Category::Name(name) => format!("`{name}` is"),
        Category::Access(field) => format!("the field `{field}` is"),
        Category::Accessor(field) => format!("`.{field}` is"),
        Category::If => "this `if` gives".to_owned(),
        Category::Case => "this `case` gives".to_owned(),
        Category::CallResult(callee) => match callee {
            Callee::Function(name) | Callee::Constructor(name) => format!("`{name}` gives"),
            Callee::Operator(_) | Callee::Unnamed => "this gives".to_owned(),
        },
        Category::Lambda => "this function is".to_owned(),
        Category::List => "this list is".to_owned(),
        Category::Number => "this number is".to_owned(),
        Category::Float => "this number is".to_owned(),
        Category::String => "this text is".to_owned(),
        Category::Char => "this character is".to_owned(),
        Category::Record => "this record is".to_owned(),
        Category::Tuple => "this tuple is".to_owned(),
        Category::Unit => "this is".to_owned(),
    }
}
