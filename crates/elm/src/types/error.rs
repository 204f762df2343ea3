//! What can be wrong with types: facts alone. `report` turns them into prose.

use std::collections::BTreeMap;

use crate::region::Region;
use crate::resolve::resolved::{self, Global, Name};

use super::arena::Super;

/// A problem.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// An expression is not what is expected of it.
    Expression {
        /// The expression.
        region: Region,
        /// What kind of expression it is.
        category: Category,
        /// What it is.
        actual: Type,
        /// What should be there.
        expected: Type,
        /// Why that should be there.
        reason: Reason,
    },
    /// A pattern can't fit what it is for.
    Pattern {
        /// The pattern.
        region: Region,
        /// What kind of pattern it is.
        category: PatternCategory,
        /// What it fits.
        actual: Type,
        /// What it is for.
        expected: Type,
        /// Why it is for that.
        reason: PatternReason,
    },
    /// A type that holds itself.
    Infinite {
        /// The name with this type.
        region: Region,
        /// The same name.
        name: Name,
        /// The type, cut where it starts anew.
        ty: Type,
    },
    /// A type of more parts than can be handled.
    Huge {
        /// The name with this type.
        region: Region,
        /// The same name.
        name: Name,
    },
    /// A variable of an inner annotation is used as one of the definition around it.
    Escape {
        /// The name of the annotated definition.
        region: Region,
        /// The same name.
        name: Name,
        /// The variable.
        variable: Name,
    },
    /// `main` is no program.
    BadMain {
        /// Its name.
        region: Region,
        /// Its type.
        ty: resolved::Type,
    },
    /// `main` is defined by itself.
    MainCycle {
        /// Its name.
        region: Region,
        /// The definitions of the circle.
        names: Vec<Name>,
    },
    /// JavaScript can't give the flags that `main` asks for.
    BadFlags {
        /// The name of `main`.
        region: Region,
        /// The part that can't be given.
        part: resolved::Type,
    },
}

/// A type in a problem.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// All arguments, and the result.
    Function(Vec<Type>, Box<Type>),
    /// Here it starts anew.
    Infinite,
    /// Part of another problem, or too deep to be of use.
    Broken,
    /// Open, with its constraint.
    Flexible(Option<Super>, Name),
    /// A variable of an annotation.
    Rigid(Option<Super>, Name),
    /// A custom type.
    Named(Global, Vec<Type>),
    /// A record.
    Record(BTreeMap<Name, Type>, Extension),
    /// `()`
    Unit,
    /// Two or three.
    Tuple(Vec<Type>),
    /// An alias with its arguments, and what it stands for.
    Alias(Global, Vec<Type>, Box<Type>),
}

impl Type {
    /// What an alias stands for.
    pub fn real(&self) -> &Type {
        match self {
            Type::Alias(_, _, real) => real.real(),
            other => other,
        }
    }
}

/// What a record extends.
#[derive(Debug, Clone, PartialEq)]
pub enum Extension {
    /// Nothing.
    Closed,
    /// Something that is still open.
    Flexible(Name),
    /// A variable of an annotation.
    Rigid(Name),
}

/// Why a type is expected of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// By how it is used elsewhere.
    Use,
    /// By the annotation of the definition with this name.
    Annotation(Name, Part),
    /// By what it is part of, with the place of the whole.
    Context(Region, Context),
}

/// Which part of an annotated definition. Branches count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What it gives.
    Body,
    /// A branch of its `if`.
    IfBranch(usize),
    /// A branch of its `case`.
    CaseBranch(usize),
}

/// What an expression is part of. All count from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum Context {
    /// An element of a list.
    ListEntry(usize),
    /// `-a`
    Negate,
    /// The left side of an operator.
    OperatorLeft(Name),
    /// The right side of an operator.
    OperatorRight(Name),
    /// What an `if` asks.
    IfCondition,
    /// A branch of an `if`.
    IfBranch(usize),
    /// A branch of a `case`.
    CaseBranch(usize),
    /// A function that is given so many arguments.
    CallArity(Callee, usize),
    /// An argument of a call.
    CallArgument(Callee, usize),
    /// The record of an access.
    RecordAccess {
        /// The record's name, if it has one.
        record: Option<Name>,
        /// The field's name.
        field: Name,
        /// Its place.
        field_region: Region,
    },
    /// The record of an update, with the fields that it should have.
    RecordUpdate(Name, Vec<(Name, Region)>),
    /// A field of an update.
    RecordUpdateField(Name),
    /// What a pattern of a `let` takes apart.
    Destructure,
}

/// What is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Callee {
    /// A function with a name.
    Function(Name),
    /// A constructor.
    Constructor(Name),
    /// `(+)`
    Operator(Name),
    /// Any other expression.
    Unnamed,
}

/// What kind of expression it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Category {
    List,
    Number,
    Float,
    String,
    Char,
    If,
    Case,
    CallResult(Callee),
    Lambda,
    Accessor(Name),
    Access(Name),
    Record,
    Tuple,
    Unit,
    /// A name.
    Name(Name),
}

/// Why a type is expected of a pattern.
#[derive(Debug, Clone, PartialEq)]
pub enum PatternReason {
    /// By what it is part of.
    Use,
    /// By what it is part of, with the place of the whole.
    Context(Region, PatternContext),
}

/// What a pattern is part of. All count from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternContext {
    /// A parameter of an annotated definition.
    Parameter(Name, usize),
    /// A branch of a `case`.
    CaseMatch(usize),
    /// An argument of a constructor.
    ConstructorArgument(Name, usize),
    /// An element of a list.
    ListEntry(usize),
    /// What is behind `::`.
    Tail,
}

/// What kind of pattern it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum PatternCategory {
    Record,
    Unit,
    Tuple,
    List,
    Constructor(Name),
    Int,
    String,
    Char,
    Bool,
}
