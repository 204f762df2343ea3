//! Two types side by side: how each is written, with what both have in common left out of large records, and
//! what may have been confused.

use std::collections::BTreeMap;

use crate::app::SERVER;
use crate::deep::deep;
use crate::resolve::resolved::{Global, Name};
use crate::types::Super;
use crate::types::error::{Extension, Type};
use crate::types::known::Builtin;
use crate::types::print::{Names, Place, apply, extension_name, function, record, tuple};

/// The generated module of the types of models.
const MESSAGES: &str = "BuildAmp.Messages";

/// Records with more fields show only those that differ.
const WHOLE_RECORD: usize = 3;

/// Two types that differ.
#[derive(Debug, Default)]
pub(super) struct Difference {
    /// What is there.
    pub(super) actual: String,
    /// What should be.
    pub(super) expected: String,
    /// What may be behind it; the first is the outermost.
    pub(super) problems: Vec<Problem>,
    differs: bool,
}

/// A confusion that is common enough for a hint.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Problem {
    IntFloat,
    StringFromInt,
    StringFromFloat,
    StringToInt,
    StringToFloat,
    ToBool,
    FromMaybe,
    /// How many arguments there are, how many there should be.
    Arity(usize, usize),
    /// The constraint of something still open; what it meets; whether the constraint is on what is there.
    Constraint(Super, Type, Side),
    /// The variable of an annotation, and what it meets.
    Rigid(Name, Type),
    /// The same with its constraint.
    RigidConstraint(Super, Name, Type),
    /// A field that isn't there, and those that are.
    FieldTypo(Name, Vec<Name>),
    FieldsMissing(Vec<Name>),
    /// What is in a message, where the message should be; its type's name where it has one.
    Unwrapped(Option<Name>),
    /// A model where JSON should be; its type's name where it has one.
    NotEncoded(Option<Name>),
    /// Half of what a handler of an app answers with.
    Half(Half),
}

/// Of `( List Effect, Response )`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Effects,
    /// A single one, without a list.
    Effect,
    Response,
}

/// Which of the two types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Actual,
    Expected,
}

/// Holds one type against another.
pub(super) fn difference(names: &Names<'_>, actual: &Type, expected: &Type) -> Difference {
    Differ { names }.diff(actual, expected, Place::Alone)
}

struct Differ<'n> {
    names: &'n Names<'n>,
}

impl Differ<'_> {
    fn diff(&self, one: &Type, other: &Type, place: Place) -> Difference {
        deep(|| self.diff_level(one, other, place))
    }

    fn diff_level(&self, one: &Type, other: &Type, place: Place) -> Difference {
        if are_alike(one, other) {
            return self.pair(one, other, place);
        }
        match (one, other) {
            (Type::Function(arguments, result), Type::Function(others, other_result)) => {
                if arguments.len() != others.len() {
                    let arity = Problem::Arity(arguments.len(), others.len());
                    return self.different(one, other, place, vec![arity]);
                }
                let parts = arguments.iter().chain([&**result]);
                let others = others.iter().chain([&**other_result]);
                self.parts(parts.zip(others), Place::InFunction, |parts| {
                    function(parts, place)
                })
            }
            (Type::Tuple(parts), Type::Tuple(others)) if parts.len() == others.len() => {
                self.parts(parts.iter().zip(others), Place::Alone, tuple)
            }
            (Type::Record(fields, extension), Type::Record(others, other_extension)) => {
                self.records((fields, extension), (others, other_extension))
            }
            (Type::Named(name, arguments), Type::Named(other, others))
            | (Type::Alias(name, arguments, _), Type::Alias(other, others, _))
                if name == other =>
            {
                let name = self.names.name(name);
                self.parts(arguments.iter().zip(others), Place::Argument, |parts| {
                    apply(name.clone(), parts, place)
                })
            }
            _ => self.confusions(one, other, place),
        }
    }

    fn pair(&self, one: &Type, other: &Type, place: Place) -> Difference {
        Difference {
            actual: self.names.show(one, place),
            expected: self.names.show(other, place),
            problems: Vec::new(),
            differs: false,
        }
    }

    fn different(
        &self,
        one: &Type,
        other: &Type,
        place: Place,
        problems: Vec<Problem>,
    ) -> Difference {
        Difference {
            problems,
            differs: true,
            ..self.pair(one, other, place)
        }
    }

    fn parts<'t>(
        &self,
        pairs: impl Iterator<Item = (&'t Type, &'t Type)>,
        place: Place,
        join: impl Fn(Vec<String>) -> String,
    ) -> Difference {
        let mut whole = Difference::default();
        let (mut actual, mut expected) = (Vec::new(), Vec::new());
        for (one, other) in pairs {
            let part = self.diff(one, other, place);
            whole.add(part.differs, part.problems);
            actual.push(part.actual);
            expected.push(part.expected);
        }
        (whole.actual, whole.expected) = (join(actual), join(expected));
        whole
    }

    /// Types of different kinds.
    fn confusions(&self, one: &Type, other: &Type, place: Place) -> Difference {
        if let (
            Type::Named(name, _) | Type::Alias(name, ..),
            Type::Named(namesake, _) | Type::Alias(namesake, ..),
        ) = (one, other)
            && self.names.name(name) == self.names.name(namesake)
        {
            return self.namesakes(name, namesake);
        }
        if let Type::Named(name, arguments) = one
            && let [inner] = arguments.as_slice()
            && self.names.is(name, Builtin::Maybe.place())
            && !self.diff(inner, other, place).differs
        {
            return self.different(one, other, place, vec![Problem::FromMaybe]);
        }
        if let Some(problem) = self.of_an_app(one, other) {
            return self.different(one, other, place, vec![problem]);
        }
        if let (Type::Alias(..), _) | (_, Type::Alias(..)) = (one, other) {
            return match (one.real(), other.real()) {
                (Type::Record(fields, extension), Type::Record(others, other_extension)) => {
                    let records = self.records((fields, extension), (others, other_extension));
                    let shown = |ty: &Type, record: String| match ty {
                        Type::Alias(..) => format!("{} = {record}", self.names.show(ty, place)),
                        _ => record,
                    };
                    Difference {
                        actual: shown(one, records.actual),
                        expected: shown(other, records.expected),
                        ..records
                    }
                }
                _ => self.different(one, other, place, self.problem(one.real(), other.real())),
            };
        }
        self.different(one, other, place, self.problem(one, other))
    }

    /// What is confused in the rules of an app.
    fn of_an_app(&self, one: &Type, other: &Type) -> Option<Problem> {
        match other {
            Type::Named(name, _) if self.names.is(name, (SERVER, "WebSocketMessage")) => {
                self.model(one).map(Problem::Unwrapped)
            }
            Type::Named(name, _) if self.names.is(name, ("Json.Encode", "Value")) => {
                self.model(one).map(Problem::NotEncoded)
            }
            Type::Tuple(parts) => self.half(one, parts),
            _ => None,
        }
    }

    /// A model's type, with its name where it has one: a record may have none.
    fn model(&self, ty: &Type) -> Option<Option<Name>> {
        match ty {
            Type::Named(name, _) | Type::Alias(name, ..)
                if self.names.is(name, (MESSAGES, name.name.as_str())) =>
            {
                Some(Some(name.name.clone()))
            }
            other => matches!(other.real(), Type::Record(..)).then_some(None),
        }
    }

    fn half(&self, one: &Type, parts: &[Type]) -> Option<Problem> {
        let is =
            |ty: &Type, place| matches!(ty, Type::Named(name, _) if self.names.is(name, place));
        let [effects, response] = parts else {
            return None;
        };
        let of_effects = matches!(effects, Type::Named(_, arguments)
            if arguments.iter().any(|entry| is(entry, (SERVER, "Effect"))));
        if !of_effects || !is(response, (SERVER, "Response")) {
            return None;
        }
        if is(one, Builtin::List.place()) {
            Some(Problem::Half(Half::Effects))
        } else if is(one, (SERVER, "Effect")) {
            Some(Problem::Half(Half::Effect))
        } else {
            is(one, (SERVER, "Response")).then_some(Problem::Half(Half::Response))
        }
    }

    /// Two types of one name.
    fn namesakes(&self, one: &Global, other: &Global) -> Difference {
        Difference {
            actual: self.names.full_name(one),
            expected: self.names.full_name(other),
            problems: Vec::new(),
            differs: true,
        }
    }

    fn problem(&self, one: &Type, other: &Type) -> Vec<Problem> {
        let rigid = |kind: &Option<Super>, name: &Name, other: &Type| match kind {
            None => Problem::Rigid(name.clone(), other.clone()),
            Some(kind) => Problem::RigidConstraint(*kind, name.clone(), other.clone()),
        };
        let problem = match (one, other) {
            (Type::Rigid(None, name), other) => rigid(&None, name, other),
            (Type::Flexible(Some(kind), _), other) => {
                Problem::Constraint(*kind, other.clone(), Side::Actual)
            }
            (Type::Rigid(kind, name), other) => rigid(kind, name, other),
            (other, Type::Rigid(None, name)) => rigid(&None, name, other),
            (other, Type::Flexible(Some(kind), _)) => {
                Problem::Constraint(*kind, other.clone(), Side::Expected)
            }
            (other, Type::Rigid(kind, name)) => rigid(kind, name, other),
            (Type::Named(name, _), Type::Named(other, _)) => {
                return self.plain_confusion(name, other).into_iter().collect();
            }
            _ => return Vec::new(),
        };
        vec![problem]
    }

    fn plain_confusion(&self, one: &Global, other: &Global) -> Option<Problem> {
        use Builtin::{Bool, Float, Int, String};
        let kind = |global: &Global| {
            let known = [Int, Float, String, Bool].into_iter();
            known
                .clone()
                .find(|known| self.names.is(global, known.place()))
        };
        match (kind(one), kind(other)) {
            (Some(Int), Some(Float)) | (Some(Float), Some(Int)) => Some(Problem::IntFloat),
            (Some(Int), Some(String)) => Some(Problem::StringFromInt),
            (Some(Float), Some(String)) => Some(Problem::StringFromFloat),
            (Some(String), Some(Int)) => Some(Problem::StringToInt),
            (Some(String), Some(Float)) => Some(Problem::StringToFloat),
            (_, Some(Bool)) => Some(Problem::ToBool),
            _ => None,
        }
    }

    fn records(
        &self,
        (fields, extension): (&BTreeMap<Name, Type>, &Extension),
        (others, other_extension): (&BTreeMap<Name, Type>, &Extension),
    ) -> Difference {
        let mut whole = Difference::default();
        let (mut actual, mut expected) = (Shown::of(fields), Shown::of(others));
        for (name, ty) in fields {
            match others.get(name) {
                Some(other) => {
                    let part = self.diff(ty, other, Place::Alone);
                    actual.add(name, part.actual, part.differs);
                    expected.add(name, part.expected, part.differs);
                    whole.add(part.differs, part.problems);
                }
                None => actual.add(name, self.names.shown(ty), true),
            }
        }
        let missing = others
            .iter()
            .filter(|(name, _)| !fields.contains_key(*name));
        for (name, ty) in missing {
            expected.add(name, self.names.shown(ty), true);
        }
        whole.actual = actual.written(extension);
        whole.expected = expected.written(other_extension);
        let (differs, problems) = of_fields((fields, extension), (others, other_extension));
        whole.add(differs, problems);
        whole
    }
}

impl Difference {
    fn add(&mut self, differs: bool, problems: Vec<Problem>) {
        self.differs |= differs;
        self.problems.extend(problems);
    }
}

/// A record as it is written.
struct Shown {
    fields: Vec<(Name, String)>,
    leaves_out_alike: bool,
    has_left_out: bool,
}

impl Shown {
    fn of(fields: &BTreeMap<Name, Type>) -> Shown {
        Shown {
            fields: Vec::new(),
            leaves_out_alike: fields.len() > WHOLE_RECORD,
            has_left_out: false,
        }
    }

    fn add(&mut self, name: &Name, ty: String, differs: bool) {
        if differs || !self.leaves_out_alike {
            self.fields.push((name.clone(), ty));
        } else {
            self.has_left_out = true;
        }
    }

    fn written(mut self, extension: &Extension) -> String {
        self.fields.sort();
        let fields = self
            .fields
            .iter()
            .map(|(name, ty)| format!("{name} : {ty}"));
        let rest = self.has_left_out.then(|| "…".to_owned());
        record(fields.chain(rest).collect(), extension_name(extension))
    }
}

/// Types that may be equal, as far as this place tells.
fn are_alike(one: &Type, other: &Type) -> bool {
    match (one, other) {
        (Type::Flexible(None, _), _) | (_, Type::Flexible(None, _)) => true,
        (Type::Flexible(Some(_), name), Type::Flexible(Some(_), other)) if name == other => true,
        (Type::Flexible(Some(kind), _), ty) | (ty, Type::Flexible(Some(kind), _))
            if allows(*kind, ty) =>
        {
            true
        }
        (Type::Rigid(_, name), Type::Rigid(_, other)) => name == other,
        (Type::Broken, _) | (_, Type::Broken) => true,
        _ => one == other,
    }
}

/// Whether a type fits a constraint, by its name.
fn allows(kind: Super, ty: &Type) -> bool {
    match ty.real() {
        Type::Named(name, arguments) => {
            let is_number = matches!(name.name.as_str(), "Int" | "Float");
            let is_text = name.name == "String";
            let element = arguments.first().filter(|_| name.name == "List");
            match kind {
                Super::Number => is_number,
                Super::Comparable => {
                    let of_comparable = element.is_some_and(|element| allows(kind, element));
                    is_number || is_text || name.name == "Char" || of_comparable
                }
                Super::Appendable => is_text || element.is_some(),
                Super::CompAppend => {
                    is_text || element.is_some_and(|element| allows(Super::Comparable, element))
                }
            }
        }
        Type::Tuple(parts) => {
            kind == Super::Comparable && parts.iter().all(|part| allows(kind, part))
        }
        _ => false,
    }
}

/// What the names of fields tell.
fn of_fields(
    (fields, extension): (&BTreeMap<Name, Type>, &Extension),
    (others, other_extension): (&BTreeMap<Name, Type>, &Extension),
) -> (bool, Vec<Problem>) {
    let keys = |fields: &BTreeMap<Name, Type>| fields.keys().cloned().collect::<Vec<Name>>();
    let only = |fields: &BTreeMap<Name, Type>, others: &BTreeMap<Name, Type>| {
        let only = fields.keys().filter(|name| !others.contains_key(*name));
        only.cloned().collect::<Vec<Name>>()
    };
    let (left, right) = (only(fields, others), only(others, fields));
    let is_open = |extension: &Extension| matches!(extension, Extension::Flexible(_));
    let mut problems = match (is_open(extension), is_open(other_extension)) {
        (false, false) if left.is_empty() && !right.is_empty() => {
            vec![Problem::FieldsMissing(right.clone())]
        }
        (_, false) => typo(&left, keys(others)),
        (false, true) => typo(&right, keys(fields)),
        (true, true) => Vec::new(),
    };
    let mut differs = !left.is_empty() || !right.is_empty();
    match (extension, other_extension) {
        (Extension::Rigid(one), Extension::Rigid(other)) if one != other => {
            differs = true;
            problems.push(Problem::Rigid(
                one.clone(),
                Type::Rigid(None, other.clone()),
            ));
        }
        (Extension::Closed, Extension::Rigid(_)) | (Extension::Rigid(_), Extension::Closed) => {
            differs = true;
        }
        _ => {}
    }
    (differs, problems)
}

fn typo(unknown: &[Name], known: Vec<Name>) -> Vec<Problem> {
    let first = unknown.first();
    first
        .map(|name| Problem::FieldTypo(name.clone(), known))
        .into_iter()
        .collect()
}
