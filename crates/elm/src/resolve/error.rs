//! What can be wrong with the names of a module: facts alone. `report::names` turns them into prose.

use crate::region::Region;

use super::resolved::Name;

/// What kind of thing a name was looked up as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A function, constant, port or local.
    Variable,
    /// A type.
    Type,
    /// A constructor.
    Variant,
    /// An operator.
    Operator,
}

/// What was defined twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Twice {
    /// A definition or port at the top of the module.
    Definition,
    /// A type or alias.
    Type,
    /// A constructor, that of a record alias among them.
    Constructor,
    /// An operator.
    Operator,
    /// A field of a record.
    Field,
    /// A variable of the named alias.
    AliasVariable(Name),
    /// A variable of the named custom type.
    UnionVariable(Name),
    /// A parameter of `\..`.
    LambdaParameter,
    /// A parameter of the named function.
    Parameter(Name),
    /// A variable in a pattern of a `case`.
    CaseVariable,
    /// A name that a `let` defines.
    Let,
}

/// What has the wrong number of arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArityOf {
    /// A type.
    Type,
    /// A constructor in a pattern.
    Pattern,
}

/// Why a type can't go through a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadPayload {
    /// `{ r | name : a }`
    ExtendedRecord,
    /// `a -> b`
    Function,
    /// `a`
    Variable(Name),
    /// The named type.
    Unsupported(Name),
}

/// Why a type isn't one of a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadPort {
    /// `Cmd msg` alone.
    CmdNoArgument,
    /// `a -> b -> Cmd msg`, with how many arguments.
    CmdArguments(usize),
    /// `Cmd Msg`
    CmdMessage,
    /// Not `(a -> msg) -> Sub msg`.
    Sub,
    /// Neither a command nor a subscription.
    Neither,
}

/// Whether a declaration is a custom type or an alias.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeForm {
    /// `type`
    Union,
    /// `type alias`
    Alias,
}

/// What leads to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CycleOf {
    /// Aliases that stand for each other.
    Aliases,
    /// Constants at the top that need each other's values.
    Definitions,
    /// Constants of a `let`, and what they go through.
    Let,
}

/// A name that nothing in reach has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    /// The name's place.
    pub region: Region,
    /// As what.
    pub kind: Kind,
    /// `Json` of `Json.decode`.
    pub prefix: Option<Name>,
    /// `decode` of `Json.decode`.
    pub name: Name,
    /// Whether some import goes by the prefix.
    pub imported: bool,
    /// What the name is, where a type was written for a variant, or the other way round.
    pub other: Option<Kind>,
    /// Names close to it, the closest first.
    pub close: Vec<Name>,
}

/// A name that several imports have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguous {
    /// The name's place.
    pub region: Region,
    /// As what.
    pub kind: Kind,
    /// `Json` of `Json.decode`.
    pub prefix: Option<Name>,
    /// `decode` of `Json.decode`.
    pub name: Name,
    /// The modules that have it, sorted.
    pub homes: Vec<Name>,
}

/// Too few or too many arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arity {
    /// The type's or pattern's place.
    pub region: Region,
    /// Of what.
    pub what: ArityOf,
    /// Its name.
    pub name: Name,
    /// How many it takes.
    pub expected: usize,
    /// How many it is given.
    pub found: usize,
}

/// Something that leads to itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// The place of the name.
    pub region: Region,
    /// Of what.
    pub what: CycleOf,
    /// The one that is reported.
    pub name: Name,
    /// The others on the way; none where it names itself.
    pub others: Vec<Name>,
}

/// Type variables that are declared but not used, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeVariables {
    /// The declaration.
    pub region: Region,
    /// Of which form.
    pub form: TypeForm,
    /// The type.
    pub name: Name,
    /// All that are declared.
    pub declared: Vec<Name>,
    /// Declared, not used; always none for a custom type, which may have such.
    pub unused: Vec<(Name, Region)>,
    /// Used, not declared.
    pub unbound: Vec<(Name, Region)>,
}

/// What is wrong with the list of what a module exposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadExport {
    /// The same name twice among the exports.
    Twice {
        /// The name.
        name: Name,
        /// The one.
        first: Region,
        /// The other.
        again: Region,
    },
    /// An export that the module doesn't define.
    NotFound {
        /// Its place.
        region: Region,
        /// As what.
        kind: Kind,
        /// Its name.
        name: Name,
        /// Names close to it, the closest first.
        close: Vec<Name>,
    },
    /// `exposing (Alias(..))`.
    OpenAlias {
        /// The place of `(..)`.
        region: Region,
        /// The alias.
        name: Name,
    },
}

/// What is wrong with the list of what an import exposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadImport {
    /// `exposing (Alias(..))`.
    OpenAlias {
        /// The place of `(..)`.
        region: Region,
        /// The alias.
        name: Name,
    },
    /// `exposing (Just)`
    Variant {
        /// The name's place.
        region: Region,
        /// The variant.
        name: Name,
        /// Its type.
        union: Name,
    },
    /// What the imported module doesn't expose.
    NotExposed {
        /// The name's place.
        region: Region,
        /// The module.
        module: Name,
        /// The name.
        name: Name,
        /// Names close to it, the closest first.
        close: Vec<Name>,
    },
}

/// What is wrong with a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortProblem {
    /// No port has such a type.
    Type(BadPort),
    /// What it carries can't leave Elm.
    Payload(BadPayload),
}

/// One problem with the names of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// A name that nothing in reach has.
    NotFound(NotFound),
    /// A name that several imports have.
    Ambiguous(Ambiguous),
    /// A local that has the name of a local or a definition around it.
    Shadowing {
        /// The name.
        name: Name,
        /// Where it was defined first.
        first: Region,
        /// Where it is defined again.
        again: Region,
    },
    /// Two of the same name side by side.
    Clash {
        /// Of what.
        what: Twice,
        /// The name.
        name: Name,
        /// The one.
        first: Region,
        /// The other.
        again: Region,
    },
    /// More parameters than the annotation has.
    AnnotationTooShort {
        /// All parameters.
        region: Region,
        /// The definition.
        name: Name,
        /// How many the annotation has.
        annotated: usize,
        /// How many the definition has.
        defined: usize,
    },
    /// Too few or too many arguments.
    Arity(Arity),
    /// `a == b == c`
    Mixed {
        /// All operands and operators.
        region: Region,
        /// The one operator.
        left: Name,
        /// The other.
        right: Name,
    },
    /// More than three parts.
    LargeTuple {
        /// The tuple.
        region: Region,
    },
    /// The function of a record alias as a pattern.
    RecordPattern {
        /// The pattern.
        region: Region,
        /// The alias.
        name: Name,
    },
    /// What is wrong in the header's list.
    Export(BadExport),
    /// What is wrong in the list of an import.
    Import(BadImport),
    /// A port that can't be one.
    Port {
        /// The port's name.
        region: Region,
        /// The port.
        name: Name,
        /// What is wrong.
        problem: PortProblem,
    },
    /// Something that leads to itself.
    Cycle(Cycle),
    /// Type variables that are declared but not used, or the other way round.
    TypeVariables(TypeVariables),
    /// Operators without parentheses in a longer row than the compiler handles.
    LongRow {
        /// All operands and operators.
        region: Region,
    },
    /// A type whose aliases unfold to more than the compiler handles.
    HugeType {
        /// The type.
        region: Region,
    },
}

impl Error {
    /// The place that a report underlines.
    pub fn region(&self) -> Region {
        match self {
            Error::NotFound(NotFound { region, .. })
            | Error::Ambiguous(Ambiguous { region, .. })
            | Error::Arity(Arity { region, .. })
            | Error::Cycle(Cycle { region, .. })
            | Error::TypeVariables(TypeVariables { region, .. })
            | Error::AnnotationTooShort { region, .. }
            | Error::Mixed { region, .. }
            | Error::LargeTuple { region }
            | Error::RecordPattern { region, .. }
            | Error::Export(
                BadExport::NotFound { region, .. } | BadExport::OpenAlias { region, .. },
            )
            | Error::Import(
                BadImport::OpenAlias { region, .. }
                | BadImport::Variant { region, .. }
                | BadImport::NotExposed { region, .. },
            )
            | Error::Port { region, .. }
            | Error::LongRow { region }
            | Error::HugeType { region } => *region,
            Error::Shadowing { again, .. }
            | Error::Clash { again, .. }
            | Error::Export(BadExport::Twice { again, .. }) => *again,
        }
    }
}
