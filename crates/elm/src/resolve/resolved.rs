//! The resolved tree: every name leads to what it names, operators are grouped, definitions are in the
//! order of their dependencies.
//!
//! `resolve` makes it of the source tree; `types` and `patterns` check it, and `core` is lowered from it.

use std::collections::BTreeMap;
use std::rc::Rc;

use ecow::EcoString;

use crate::region::{Located, Region};
use crate::syntax::source::{Associativity, Text};

/// A name as it is written.
pub type Name = EcoString;

/// A module of a program. Numbered in the order of the imports, so a module's number is greater than those
/// of all it imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModuleId(pub u32);

/// An expression of one module, numbered from 0; without holes, but for what was dropped because it was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExprId(pub u32);

/// Something at the top of a module.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Global {
    /// The module.
    pub module: ModuleId,
    /// Its name there.
    pub name: Name,
}

/// A module.
#[derive(Debug)]
pub struct Module {
    /// Its number.
    pub id: ModuleId,
    /// Its name with its dots.
    pub name: Name,
    /// Definitions; a group only names itself and those before it.
    pub groups: Vec<Group>,
    /// Custom types, by name.
    pub unions: BTreeMap<Name, Rc<Union>>,
    /// Aliases, by name.
    pub aliases: BTreeMap<Name, Rc<Alias>>,
    /// Ports, by name.
    pub ports: BTreeMap<Name, Rc<Annotation>>,
    /// Operators that it defines.
    pub operators: BTreeMap<Name, Rc<Operator>>,
    /// What others may use.
    pub exports: Exports,
    /// How many expressions it has.
    pub expressions: u32,
}

/// What others may use of a module.
#[derive(Debug, Clone, Default)]
pub struct Exports {
    /// Functions, constants and ports.
    pub values: BTreeMap<Name, Region>,
    /// Types; whether their constructors (of an alias of a record: its function) go with them.
    pub types: BTreeMap<Name, Opened>,
    /// Operators.
    pub operators: BTreeMap<Name, Region>,
}

/// Whether a type's constructors are exposed with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// `Maybe(..)`
    Yes,
    /// `Maybe`
    No,
}

/// Definitions that depend on each other.
#[derive(Debug)]
pub enum Group {
    /// One that doesn't name itself.
    Single(Definition),
    /// Each names itself or the next, in a circle.
    Recursive(Vec<Definition>),
}

/// A function or constant.
#[derive(Debug)]
pub struct Definition {
    /// Its name.
    pub name: Located<Name>,
    /// The whole of it.
    pub region: Region,
    /// What is written above it.
    pub annotation: Option<Rc<Annotation>>,
    /// Its parameters.
    pub parameters: Vec<Pattern>,
    /// Its body.
    pub body: Expr,
}

/// A type with its variables, as an annotation has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// Its variables, in the order of their names.
    pub variables: Vec<Name>,
    /// The type.
    pub ty: Type,
    /// Where it is written; of no meaning for one of another module.
    pub region: Region,
}

/// A custom type.
#[derive(Debug, PartialEq)]
pub struct Union {
    /// Where it is from.
    pub global: Global,
    /// Its type variables.
    pub variables: Vec<Name>,
    /// Its variants, in the order of the source.
    pub variants: Vec<Variant>,
    /// Its name's place.
    pub region: Region,
}

/// A variant of a custom type.
#[derive(Debug, PartialEq)]
pub struct Variant {
    /// Its name.
    pub name: Name,
    /// What it carries.
    pub arguments: Vec<Type>,
    /// Its name's place.
    pub region: Region,
}

/// An alias.
#[derive(Debug, PartialEq)]
pub struct Alias {
    /// Where it is from.
    pub global: Global,
    /// Its type variables.
    pub variables: Vec<Name>,
    /// What it stands for. Shared with the types that name it, for a large one is named often.
    pub ty: Rc<Type>,
    /// Its name's place.
    pub region: Region,
}

/// An operator.
#[derive(Debug, Clone, PartialEq)]
pub struct Operator {
    /// `++`
    pub symbol: Name,
    /// The function that it stands for.
    pub function: Global,
    /// How it groups with its like.
    pub associativity: Associativity,
    /// From 0, loosest, to 9.
    pub precedence: u8,
}

/// A constructor of a custom type, as an expression or a pattern names it.
#[derive(Debug, Clone, PartialEq)]
pub struct Constructor {
    /// Its type.
    pub union: Rc<Union>,
    /// Its place among the variants.
    pub variant: usize,
}

impl Constructor {
    /// Its name.
    pub fn name(&self) -> &Name {
        &self.union.variants[self.variant].name
    }
}

/// An expression.
#[derive(Debug)]
pub struct Expr {
    /// Its number in its module.
    pub id: ExprId,
    /// Its place.
    pub region: Region,
    /// What it is.
    pub kind: Expr_,
}

/// What an expression is.
#[derive(Debug)]
pub enum Expr_ {
    /// A parameter, or what a `let` or a pattern binds.
    Local(Name),
    /// A definition or port of this module.
    TopLevel(Name),
    /// A definition or port of another module.
    Foreign(Global),
    /// A constructor of a custom type.
    Constructor(Constructor),
    /// The function of an alias of a record: its fields in the order of the source.
    RecordConstructor(Rc<Alias>),
    /// `(+)`
    Operator(Rc<Operator>),
    /// A definition of the standard library that has no body: `core` knows it by its name.
    Primitive(Global),
    /// `'a'`
    Char(char),
    /// `"text"`
    String(Text),
    /// `42`, which is an `Int` or a `Float`.
    Int(i64),
    /// `1.5`
    Float(f64),
    /// `[ a, b ]`
    List(Vec<Expr>),
    /// `-a`
    Negate(Box<Expr>),
    /// `a + b`
    Binop(Rc<Operator>, Region, Box<Expr>, Box<Expr>),
    /// `\a b -> c`
    Lambda(Vec<Pattern>, Box<Expr>),
    /// `f a b`
    Call(Box<Expr>, Vec<Expr>),
    /// Conditions with what follows from each, and the `else`.
    If(Vec<(Expr, Expr)>, Box<Expr>),
    /// Definitions of a `let`, in the order of their dependencies, and what they are for.
    Let(Vec<LetGroup>, Box<Expr>),
    /// `case .. of ..`
    Case(Box<Expr>, Vec<Branch>),
    /// `.name`
    Accessor(Name),
    /// `record.name`
    Access(Box<Expr>, Located<Name>),
    /// `{ record | name = a }`: the record, its name for reports, the fields in the order of the source.
    Update(Box<Expr>, Name, Vec<(Located<Name>, Expr)>),
    /// `{ name = a }`, in the order of the source.
    Record(Vec<(Located<Name>, Expr)>),
    /// `()`
    Unit,
    /// Two or three.
    Tuple(Vec<Expr>),
    /// What was reported already. It checks as anything.
    Broken,
}

/// Definitions of a `let` that depend on each other.
#[derive(Debug)]
pub enum LetGroup {
    /// As at the top of a module.
    Definitions(Group),
    /// `( a, b ) = ..`
    Destructure(Pattern, Expr),
}

/// `pattern -> body`
#[derive(Debug)]
pub struct Branch {
    /// What it is for.
    pub pattern: Pattern,
    /// What it gives.
    pub body: Expr,
}

/// A pattern with its place.
pub type Pattern = Located<Pattern_>;

/// A pattern.
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern_ {
    /// `_`
    Anything,
    /// `a`
    Variable(Name),
    /// `{ a, b }`
    Record(Vec<Located<Name>>),
    /// `a as b`
    Alias(Box<Pattern>, Located<Name>),
    /// `()`
    Unit,
    /// Two or three.
    Tuple(Vec<Pattern>),
    /// `Just a`; it has as many arguments as its variant. The region is the name's.
    Constructor(Region, Constructor, Vec<Pattern>),
    /// `[ a, b ]`
    List(Vec<Pattern>),
    /// `a :: b`
    Cons(Box<Pattern>, Box<Pattern>),
    /// `'a'`
    Char(char),
    /// `"text"`
    String(Text),
    /// `42`
    Int(i64),
    /// What was reported already. It fits anything.
    Broken,
}

/// A type.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// `a -> b`
    Function(Box<Type>, Box<Type>),
    /// `a`; `number`, `comparable`, `appendable` and `compappend` and what starts so are constrained.
    Variable(Name),
    /// A custom type, one of the language's own (`Int`, `List`, ..) among them.
    Named(Global, Vec<Type>),
    /// An alias with its arguments, and what it stands for with them filled in.
    Alias(Global, Vec<(Name, Type)>, Rc<Type>),
    /// Fields in the order of their names, each with its place in the source, and what it extends.
    Record(BTreeMap<Name, (u16, Type)>, Option<Name>),
    /// `()`
    Unit,
    /// Two or three.
    Tuple(Vec<Type>),
    /// What was reported already.
    Broken,
}
