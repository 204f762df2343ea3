//! The core tree: a program with types, names and patterns resolved away, ready to be written as WebAssembly.
//!
//! Functions have an arity, calls are known or unknown, `case` is a tree of tests. Every local has a number
//! of its own in its function, so nothing shadows. Values are uniform; which of them are numbers, and at what
//! offset a record's field is, has been decided where the types told it.

use ecow::EcoString;

use crate::syntax::source::Text;

/// A name for people: of a function in a trap's report, of a constructor in `Debug.toString`.
pub type Name = EcoString;

/// A program.
#[derive(Debug, Default)]
pub struct Program {
    /// Functions and constants. A constant comes after all that it needs while it is evaluated.
    pub globals: Vec<Global>,
    /// Every constructor that is made or tested.
    pub constructors: Vec<Constructor>,
    /// The records' sets of fields.
    pub shapes: Vec<Shape>,
    /// The fields' names, by [`FieldId`].
    pub fields: Vec<Name>,
    /// The constructors that the host may make.
    pub known: Vec<(Name, ConstructorId)>,
    /// What the host may call or read, by name.
    pub exports: Vec<(Name, GlobalId)>,
    /// The types of what the host gives and gets.
    pub types: Vec<Type>,
    /// Those exports of which the host knows the types.
    pub entries: Vec<Entry>,
    /// The definitions that the host answers: as it gets their arguments, and what it has to give.
    pub answered: Vec<Entry>,
}

/// A function that the host calls or answers, with the types of its arguments and its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// As it is exported; of one that is answered, with its module.
    pub name: Name,
    /// Its arguments.
    pub parameters: Vec<TypeId>,
    /// What it gives.
    pub result: TypeId,
}

/// The primitive that asks the host whether a value is its own, before it is asked to answer by it.
pub const IS_LIVE: &str = "BuildAmp.Host.isLive";

/// A type of a [`Program`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// How the values of a type are made up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// `Int`
    Int,
    /// `Float`
    Float,
    /// `Bool`
    Bool,
    /// `Char`
    Char,
    /// `String`
    String,
    /// `()`
    Unit,
    /// `Json.Encode.Value`
    Json,
    /// `List a`
    List(TypeId),
    /// Two or three.
    Tuple(Vec<TypeId>),
    /// A record: its shape, and its fields in the order of the source.
    Record(ShapeId, Vec<Field>),
    /// A custom type.
    Union(Union),
    /// A function, or what any type may stand for: the host only hands it on.
    Opaque,
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its place in the shape.
    pub place: u16,
    /// Its type.
    pub ty: TypeId,
}

/// A custom type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Union {
    /// With its module: `Maybe.Maybe`.
    pub name: Name,
    /// What its variables stand for.
    pub arguments: Vec<TypeId>,
    /// In the order of the source.
    pub variants: Vec<Variant>,
}

/// A variant of a custom type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Variant {
    /// Its name.
    pub name: Name,
    /// Its constructor.
    pub constructor: ConstructorId,
    /// What it carries.
    pub arguments: Vec<TypeId>,
}

/// A function or constant of a [`Program`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GlobalId(pub u32);

/// A constructor of a [`Program`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConstructorId(pub u32);

/// A set of fields of a [`Program`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId(pub u32);

/// A field's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(pub u32);

/// A parameter or variable of one function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Local(pub u32);

/// A function or constant.
#[derive(Debug)]
pub struct Global {
    /// `List.map`, and `List.map/go` for one that was lifted out of it.
    pub name: Name,
    /// Empty for a constant.
    pub parameters: Vec<Local>,
    /// What it gives.
    pub body: Expr,
    /// How many locals it has, parameters included.
    pub locals: u32,
}

/// A constructor.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Constructor {
    /// `Just`
    pub name: Name,
    /// Its place among the variants of its type, which is its tag.
    pub tag: u16,
    /// How many values it carries.
    pub arity: u16,
    /// What is known of the types of these values.
    pub operands: Vec<Operands>,
    /// How it is compared and shown.
    pub kind: ConstructorKind,
}

/// How a constructor's values are compared and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConstructorKind {
    /// By its arguments.
    Plain,
    /// `Dict`: by content, as a list of pairs.
    Dict,
    /// `Set`: by content, as a list.
    Set,
    /// `Array`: by content, as a list.
    Array,
}

/// A record's fields, in the order of their names; a field's place here is its place in memory.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shape(pub Vec<FieldId>);

/// An expression.
#[derive(Debug, Clone)]
pub enum Expr {
    /// A variable.
    Local(Local),
    /// A constant's value, or a function as a value.
    Global(GlobalId),
    /// A primitive as a value.
    Primitive(Primitive),
    /// An `Int` or `Float`.
    Number(f64),
    /// A `Char`.
    Char(char),
    /// A `String`.
    String(Text),
    /// A `Bool`.
    Bool(bool),
    /// `()`
    Unit,
    /// `[]`
    Nil,
    /// `a :: b`
    Cons(Box<Expr>, Box<Expr>),
    /// Two or three.
    Tuple(Vec<Expr>),
    /// With as many arguments as it carries.
    Construct(ConstructorId, Vec<Expr>),
    /// A constructor as a function.
    Constructor(ConstructorId),
    /// Values in the order of the shape.
    Record(ShapeId, Vec<Expr>),
    /// A record's field.
    Field(Box<Expr>, FieldPlace),
    /// A record with some fields replaced, and its shape where all of its fields are known.
    Update(Box<Expr>, Option<ShapeId>, Vec<(FieldPlace, Expr)>),
    /// A function with what it captures.
    Lambda(Box<Lambda>),
    /// A known function with as many arguments as it has parameters.
    CallGlobal(GlobalId, Vec<Expr>),
    /// A known operation with as many arguments as it takes.
    CallPrimitive(Primitive, Vec<Expr>),
    /// Any function with any number of arguments, at least one.
    Call(Box<Expr>, Vec<Expr>),
    /// The variable is in scope in what follows.
    Let(Local, Box<Expr>, Box<Expr>),
    /// Functions that may name each other, and what follows.
    LetRec(Vec<(Local, Lambda)>, Box<Expr>),
    /// A condition.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// Tests, and what is evaluated behind each end of them.
    Match(Box<Decision>, Vec<Expr>),
    /// The function's own loop: its parameters get these values, and it starts anew. Only in tail position.
    Again(Vec<Expr>),
}

/// A function within another.
#[derive(Debug, Clone)]
pub struct Lambda {
    /// For people.
    pub name: Name,
    /// At least one.
    pub parameters: Vec<Local>,
    /// What it gives. Its locals are those of the function around it.
    pub body: Expr,
}

/// Where a record's field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldPlace {
    /// The record's type is known: its place in the shape.
    Known(u16),
    /// The record is extensible: its shape tells.
    ByName(FieldId),
}

/// An operation that is not written in Elm: an instruction, or a function of the host.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Primitive {
    /// `Basics.add`
    pub name: Name,
    /// How many arguments it takes; 0 for a constant.
    pub arity: u16,
    /// What is known of the arguments' types.
    pub operands: Operands,
    /// If it may end a call for a reason of its own: the function whose source it is written in, for the report. The code
    /// may be in another by then.
    pub within: Option<Name>,
}

/// What is known of the type of a polymorphic operation's arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operands {
    /// Nothing, or nothing that matters.
    Any,
    /// `Int` or `Float`.
    Numbers,
    /// `Char`, `Bool`, `()`, or a custom type none of whose variants carries anything: equal if the same bits.
    Bits,
    /// `String`
    Strings,
    /// `List a`
    Lists,
}

/// Which branch of a `case` it is.
#[derive(Debug, Clone)]
pub enum Decision {
    /// This one; its variables get the values of these locals.
    Leaf {
        /// Its place among the branches.
        branch: usize,
        /// Variable and value.
        bindings: Vec<(Local, Local)>,
    },
    /// A part of a value is looked at from here on.
    Load {
        /// It.
        local: Local,
        /// Of what it is a part.
        from: Local,
        /// Which part.
        part: Part,
        /// What follows.
        then: Box<Decision>,
    },
    /// A test of one value.
    Switch {
        /// The value.
        on: Local,
        /// The outcomes.
        edges: Vec<(Test, Decision)>,
        /// Where none fits; `None` where that can't be.
        default: Option<Box<Decision>>,
    },
}

/// A part of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A tuple's.
    Item(u16),
    /// A constructor's argument.
    Argument(u16),
    /// A list's first.
    Head,
    /// A list's rest.
    Tail,
    /// A record's.
    Field(FieldPlace),
}

/// An outcome of a test.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// It is of this constructor.
    Constructor(ConstructorId),
    /// It is this `Bool`.
    Bool(bool),
    /// It is an empty list.
    Nil,
    /// It is a list that is not empty.
    Cons,
    /// It is this number.
    Number(f64),
    /// It is this character.
    Char(char),
    /// It is this string.
    String(Text),
}
