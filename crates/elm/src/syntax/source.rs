//! The source tree: a module as it is written, names not looked up, operators not yet grouped.
//!
//! The parser makes it; `resolve` reads it. Every node knows its place, for reports.

use ecow::EcoString;

use crate::region::{Located, Region};

/// A name as it is written: `map`, `Maybe`, `Json.Decode`.
pub type Name = EcoString;

/// A module.
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    /// What stands at its top; `None` where there is nothing, which makes it `Main`, exposing everything.
    pub header: Option<Header>,
    /// In the order of the source, without the imports that every module has.
    pub imports: Vec<Import>,
    /// In the order of the source.
    pub values: Vec<Value>,
    /// In the order of the source.
    pub unions: Vec<Union>,
    /// In the order of the source.
    pub aliases: Vec<Alias>,
    /// In the order of the source.
    pub ports: Vec<Port>,
    /// `infix left 6 (+) = add`: only in the standard library, and in packages of certain authors.
    pub infixes: Vec<Infix>,
}

/// `module Main exposing (main)`
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// From `module` to the end of the list.
    pub region: Region,
    /// Plain or port.
    pub kind: ModuleKind,
    /// The name with its dots.
    pub name: Located<Name>,
    /// What others may use.
    pub exposing: Located<Exposing>,
    /// The `{-| .. -}` behind it.
    pub doc: Option<Located<Name>>,
}

/// What a module may declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModuleKind {
    /// `module`
    Plain,
    /// `port module`
    Port,
}

/// `import Json.Decode as Decode exposing (Decoder)`
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The whole line or lines.
    pub region: Region,
    /// The name with its dots.
    pub module: Located<Name>,
    /// `as Decode`
    pub alias: Option<Located<Name>>,
    /// `exposing (..)`; an empty list where there is none.
    pub exposing: Exposing,
}

/// What is exposed.
#[derive(Debug, Clone, PartialEq)]
pub enum Exposing {
    /// `(..)`
    All(Region),
    /// `(a, B, C(..))`
    Explicit(Vec<Exposed>),
}

/// One thing that is exposed.
#[derive(Debug, Clone, PartialEq)]
pub enum Exposed {
    /// `map`
    Value(Located<Name>),
    /// `Maybe` or `Maybe(..)`; the region of `(..)` where it is there.
    Type(Located<Name>, Option<Region>),
    /// `(+)`
    Operator(Located<Name>),
}

impl Exposed {
    /// The name, without what is behind it.
    pub fn name(&self) -> &Name {
        match self {
            Exposed::Value(name) | Exposed::Type(name, _) | Exposed::Operator(name) => &name.value,
        }
    }
}

/// A definition: at the top of a module, or in a `let`.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// From the annotation's or definition's first byte to its last.
    pub region: Region,
    /// The name in the definition.
    pub name: Located<Name>,
    /// `{-| .. -}` above it.
    pub doc: Option<Located<Name>>,
    /// The line above the definition.
    pub annotation: Option<Annotation>,
    /// Its parameters.
    pub parameters: Vec<Pattern>,
    /// What is behind the `=`.
    pub body: Expr,
}

/// `name : Type`
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// The name again.
    pub name: Located<Name>,
    /// The type.
    pub ty: Type,
}

/// `type Maybe a = Just a | Nothing`
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The whole declaration.
    pub region: Region,
    /// Its name.
    pub name: Located<Name>,
    /// Its type variables.
    pub variables: Vec<Located<Name>>,
    /// Its variants. At least one, but in the standard library, whose `type Int` the language itself knows.
    pub variants: Vec<Variant>,
    /// `{-| .. -}` above it.
    pub doc: Option<Located<Name>>,
}

/// `Just a`
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its name.
    pub name: Located<Name>,
    /// What it carries.
    pub arguments: Vec<Type>,
}

/// `type alias Point = { x : Float, y : Float }`
#[derive(Debug, Clone, PartialEq)]
pub struct Alias {
    /// The whole declaration.
    pub region: Region,
    /// Its name.
    pub name: Located<Name>,
    /// Its type variables.
    pub variables: Vec<Located<Name>>,
    /// What it stands for.
    pub ty: Type,
    /// `{-| .. -}` above it.
    pub doc: Option<Located<Name>>,
}

/// `port send : String -> Cmd msg`
#[derive(Debug, Clone, PartialEq)]
pub struct Port {
    /// The whole declaration.
    pub region: Region,
    /// Its name.
    pub name: Located<Name>,
    /// Its type.
    pub ty: Type,
    /// `{-| .. -}` above it.
    pub doc: Option<Located<Name>>,
}

/// `infix right 5 (++) = append`
#[derive(Debug, Clone, PartialEq)]
pub struct Infix {
    /// The whole declaration.
    pub region: Region,
    /// `++`
    pub operator: Name,
    /// How it groups with its like.
    pub associativity: Associativity,
    /// From 0, loosest, to 9.
    pub precedence: u8,
    /// The function that it stands for.
    pub function: Name,
}

/// How an operator groups with others of its precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Associativity {
    /// `(a + b) + c`
    Left,
    /// `a :: (b :: c)`
    Right,
    /// `a == b == c` is an error.
    Non,
}

/// An expression with its place.
pub type Expr = Located<Expr_>;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr_ {
    /// `'a'`
    Char(char),
    /// `"text"`, escapes resolved. UTF-16 units, for an escape may be half of a pair.
    String(Text),
    /// `42`, `0xFF`
    Int(i64),
    /// `1.5`, `1e3`
    Float(f64),
    /// `map`, `List.map`
    Variable(Option<Name>, Name),
    /// `Just`, `Maybe.Just`
    Constructor(Option<Name>, Name),
    /// `[ a, b ]`
    List(Vec<Expr>),
    /// `(+)`
    Operator(Name),
    /// `-a`
    Negate(Box<Expr>),
    /// `a + b * c`: operands and what stands behind each but the last.
    Binops(Vec<(Expr, Located<Name>)>, Box<Expr>),
    /// `\a b -> c`
    Lambda(Vec<Pattern>, Box<Expr>),
    /// `f a b`
    Call(Box<Expr>, Vec<Expr>),
    /// Conditions with what follows from each, and the `else`.
    If(Vec<(Expr, Expr)>, Box<Expr>),
    /// `let .. in ..`
    Let(Vec<LetItem>, Box<Expr>),
    /// `case .. of ..`
    Case(Box<Expr>, Vec<(Pattern, Expr)>),
    /// `.name`
    Accessor(Name),
    /// `record.name`
    Access(Box<Expr>, Located<Name>),
    /// `{ record | name = a }`
    Update(Located<Name>, Vec<(Located<Name>, Expr)>),
    /// `{ name = a }`
    Record(Vec<(Located<Name>, Expr)>),
    /// `()`
    Unit,
    /// Two or more; more than three are an error of `resolve`.
    Tuple(Vec<Expr>),
    /// The body of a definition that is an annotation alone. Only the standard library has such: what they do
    /// is known to `core` by their names.
    Primitive,
    /// What could not be parsed; its report has been made. It checks as anything.
    Broken,
}

/// The text of a string literal. A lone surrogate, which only `\u{D800}` and its like can write, has no
/// place in a Rust string, so such a text is kept in UTF-16.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Text {
    /// As a rule.
    Utf8(EcoString),
    /// With a lone surrogate.
    Utf16(Vec<u16>),
}

/// What a `let` defines.
#[derive(Debug, Clone, PartialEq)]
pub enum LetItem {
    /// `f a = ..`
    Value(Box<Value>),
    /// `( a, b ) = ..`
    Destructure(Pattern, Expr),
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
    /// Two or more; more than three are an error of `resolve`.
    Tuple(Vec<Pattern>),
    /// `Just a`, `Maybe.Just a`: the region of the name alone, its module, its name.
    Constructor(Region, Option<Name>, Name, Vec<Pattern>),
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
    /// What could not be parsed; its report has been made.
    Broken,
}

/// A type with its place.
pub type Type = Located<Type_>;

/// A type.
#[derive(Debug, Clone, PartialEq)]
pub enum Type_ {
    /// `a -> b`
    Function(Box<Type>, Box<Type>),
    /// `a`
    Variable(Name),
    /// `Dict.Dict k v`: the region of the name alone, its module, its name, its arguments.
    Named(Region, Option<Name>, Name, Vec<Type>),
    /// `{ r | name : a }`
    Record(Vec<(Located<Name>, Type)>, Option<Located<Name>>),
    /// `()`
    Unit,
    /// Two or more; more than three are an error of `resolve`.
    Tuple(Vec<Type>),
    /// What could not be parsed; its report has been made.
    Broken,
}
