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

/// One problem with the names of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// A name that nothing in reach has.
    NotFound {
        /// The name's place.
        region: Region,
        /// As what.
        kind: Kind,
        /// `Json` of `Json.decode`.
        prefix: Option<Name>,
        /// `decode` of `Json.decode`.
        name: Name,
        /// Whether some import goes by the prefix.
        imported: bool,
        /// Names close to it, the closest first.
        close: Vec<Name>,
    },
    /// A name that several imports have.
    Ambiguous {
        /// The name's place.
        region: Region,
        /// As what.
        kind: Kind,
        /// `Json` of `Json.decode`.
        prefix: Option<Name>,
        /// `decode` of `Json.decode`.
        name: Name,
        /// The modules that have it, sorted.
        homes: Vec<Name>,
    },
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
    Arity {
        /// The type's or pattern's place.
        region: Region,
        /// Of what.
        what: ArityOf,
        /// Its name.
        name: Name,
        /// How many it takes.
        expected: usize,
        /// How many it is given.
        found: usize,
    },
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
    /// The same name twice among the exports.
    ExportTwice {
        /// The name.
        name: Name,
        /// The one.
        first: Region,
        /// The other.
        again: Region,
    },
    /// An export that the module doesn't define.
    ExportNotFound {
        /// Its place.
        region: Region,
        /// As what.
        kind: Kind,
        /// Its name.
        name: Name,
        /// Names close to it, the closest first.
        close: Vec<Name>,
    },
    /// `exposing (Alias(..))` in a header.
    ExportOpenAlias {
        /// The place of `(..)`.
        region: Region,
        /// The alias.
        name: Name,
    },
    /// `exposing (Alias(..))` in an import.
    ImportOpenAlias {
        /// The place of `(..)`.
        region: Region,
        /// The alias.
        name: Name,
    },
    /// `exposing (Just)`
    ImportVariant {
        /// The name's place.
        region: Region,
        /// The variant.
        name: Name,
        /// Its type.
        union: Name,
    },
    /// What the imported module doesn't expose.
    ImportNotExposed {
        /// The name's place.
        region: Region,
        /// The module.
        module: Name,
        /// The name.
        name: Name,
        /// Names close to it, the closest first.
        close: Vec<Name>,
    },
    /// Something that can't go through a port.
    PortPayload {
        /// The port's name.
        region: Region,
        /// The port.
        name: Name,
        /// What is wrong.
        problem: BadPayload,
    },
    /// A type that no port has.
    PortType {
        /// The port's name.
        region: Region,
        /// The port.
        name: Name,
        /// What is wrong.
        problem: BadPort,
    },
    /// An alias that leads to itself.
    RecursiveAlias {
        /// Its name's place.
        region: Region,
        /// Its name.
        name: Name,
        /// The others on the way; none where it names itself.
        others: Vec<Name>,
    },
    /// A constant at the top that needs its own value.
    CyclicDefinition {
        /// Its name's place.
        region: Region,
        /// Its name.
        name: Name,
        /// The others on the way; none where it names itself.
        others: Vec<Name>,
    },
    /// A constant of a `let` that leads to itself.
    CyclicLet {
        /// Its name's place.
        region: Region,
        /// Its name.
        name: Name,
        /// The others on the way; none where it names itself.
        others: Vec<Name>,
    },
    /// Type variables that are declared but not used, or the other way round.
    TypeVariables {
        /// The declaration.
        region: Region,
        /// Of which form.
        form: TypeForm,
        /// The type.
        name: Name,
        /// All that are declared.
        declared: Vec<Name>,
        /// Declared, not used; always none for a custom type, which may have such.
        unused: Vec<(Name, Region)>,
        /// Used, not declared.
        unbound: Vec<(Name, Region)>,
    },
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
            Error::NotFound { region, .. }
            | Error::Ambiguous { region, .. }
            | Error::AnnotationTooShort { region, .. }
            | Error::Arity { region, .. }
            | Error::Mixed { region, .. }
            | Error::LargeTuple { region }
            | Error::RecordPattern { region, .. }
            | Error::ExportNotFound { region, .. }
            | Error::ExportOpenAlias { region, .. }
            | Error::ImportOpenAlias { region, .. }
            | Error::ImportVariant { region, .. }
            | Error::ImportNotExposed { region, .. }
            | Error::PortPayload { region, .. }
            | Error::PortType { region, .. }
            | Error::RecursiveAlias { region, .. }
            | Error::CyclicDefinition { region, .. }
            | Error::CyclicLet { region, .. }
            | Error::TypeVariables { region, .. }
            | Error::LongRow { region }
            | Error::HugeType { region } => *region,
            Error::Shadowing { again, .. }
            | Error::Clash { again, .. }
            | Error::ExportTwice { again, .. } => *again,
        }
    }
}
