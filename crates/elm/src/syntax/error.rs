//! What can be wrong with a module's text: facts alone.
//!
//! The words for them are in `report::syntax`, which reads the text around the place again; so a fact here
//! holds no text. Refuses to know how bad code might have been meant.

use crate::region::Region;

/// One problem, at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    /// Where the parser was stuck; often a point, which is an empty region.
    pub region: Region,
    /// What was wrong there.
    pub problem: Problem,
    /// In what it was.
    pub within: Within,
}

/// What surrounds a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Within {
    /// The closest construct that is begun and not finished.
    pub node: Node,
    /// The first byte of that.
    pub start: u32,
    /// The name of the definition it stands in.
    pub definition: Option<Region>,
}

/// A construct that problems are told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Node {
    /// The header, the imports, and between declarations.
    Module,
    /// `exposing (..)`
    Exposing,
    /// A function or constant, at the top or in a `let`.
    Definition,
    /// `( a, b ) = ..`
    Destructuring,
    /// The type of a definition.
    Annotation,
    /// `type`
    CustomType,
    /// `type alias`
    TypeAlias,
    /// `port`
    Port,
    /// `{ a = b }`
    Record,
    /// `( .. )`
    Parentheses,
    /// `[ .. ]`
    List,
    /// `\a -> b`
    Lambda,
    /// `if`, before `then`
    Condition,
    /// Behind `then`
    Then,
    /// Behind `else`
    Else,
    /// `case`, before `of`
    Case,
    /// Behind the arrow of a branch, or before it
    Branch,
    /// `let`
    Let,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Something else stands where this should.
    Missing(Wanted),
    /// What follows is not indented enough to be this, or there is nothing more.
    Unfinished(Wanted),
    /// Something that can't follow a finished declaration.
    AfterDeclaration,
    /// A tab outside of a literal.
    Tab,
    /// `{-` without its `-}`
    EndlessComment,
    /// The name of a definition is not that of the annotation above it.
    NameMismatch,
    /// The definition is not below its annotation: this is the annotation's column.
    Misaligned(u32),
    /// A symbol that is not an operator, between two expressions.
    ReservedOperator(Reserved),
    /// The same behind an opening parenthesis.
    ReservedSection(Reserved),
    /// The same in a list of what is exposed.
    ReservedExposed(Reserved),
    /// `'a` and the end of the line
    EndlessChar,
    /// `'ab'`
    NotOneChar,
    /// `'\u{D800}'`: half of a character.
    SurrogateChar,
    /// `"a` and the end of the line
    EndlessString,
    /// `"""` without another
    EndlessText,
    /// `\q`
    UnknownEscape,
    /// `\u12`
    UnicodeFormat,
    /// `\u{110000}`
    UnicodeCode,
    /// `\u{41}`: how many digits there are, and the number.
    UnicodeLength(u32, u32),
    /// `12ab`
    NumberEnd,
    /// `12.`
    NumberDot,
    /// `0xG`
    HexDigit,
    /// `007`
    LeadingZero,
    /// `1.5` as a pattern
    FloatPattern,
    /// `_name` as a pattern
    NamedWildcard,
    /// `[glsl| .. |]`
    Shader,
    /// `[glsl|` without its end
    EndlessShader,
    /// Ports in a module that doesn't say `port module`; the region is that of `module`.
    UnexpectedPorts,
    /// `port module` without a port.
    NoPorts,
    /// A port in a package.
    PortInPackage,
    /// `port module` in a package.
    PortModuleInPackage,
    /// `effect module`
    EffectModule,
    /// Deeper nesting than the compiler follows.
    TooDeep,
    /// A text of more than 4 GiB.
    TooLong,
}

/// A symbol with a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reserved {
    /// `.`
    Dot,
    /// `|`
    Pipe,
    /// `->`
    Arrow,
    /// `=`
    Equals,
    /// `:`
    Colon,
}

/// What the parser was looking for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The rest of `module Name exposing (..)`
    ModuleLine,
    /// The rest of `port module Name exposing (..)`
    PortModuleLine,
    /// The rest of `effect module Name where { .. } exposing (..)`
    EffectModuleLine,
    /// `Json.Decode`
    ModuleName,
    /// A declaration or import at the start of a line.
    FreshLine,
    /// `Json.Decode` in an import
    ImportName,
    /// `Decode` in an import
    ImportAlias,
    /// `as`, `exposing` or the end of the import
    ImportRest,
    /// `(`
    ExposingStart,
    /// `map`, `Maybe(..)`, `(+)`
    Exposed,
    /// `+`
    ExposedOperator,
    /// `)` behind an operator
    ExposedOperatorEnd,
    /// `(..)` behind a type
    Variants,
    /// `,` or `)`
    ExposingEnd,
    /// The rest of `infix left 6 (+) = add`
    Infix,
    /// Any declaration.
    Declaration,
    /// The declaration that a doc comment is for.
    DocumentedDeclaration,
    /// `:`, a parameter or `=`
    DefinitionEquals,
    /// The type behind `:`
    DefinitionType,
    /// The expression behind `=`
    DefinitionBody,
    /// The definition that an annotation is for.
    DefinitionName,
    /// The name of a port.
    PortName,
    /// `:` of a port
    PortColon,
    /// The type of a port.
    PortType,
    /// The name behind `type`
    TypeName,
    /// The name behind `type alias`
    AliasName,
    /// A type variable or `=` of an alias
    AliasEquals,
    /// The type that an alias is for.
    AliasBody,
    /// A type variable or `=` of a custom type
    UnionEquals,
    /// The first variant.
    FirstVariant,
    /// A variant behind `|`
    Variant,
    /// An expression.
    Expression,
    /// The expression behind this operator.
    Operand(Region),
    /// The name behind a dot.
    FieldName,
    /// An item or `]`
    FirstItem,
    /// An item behind a comma
    Item,
    /// `,` or `]`
    ListEnd,
    /// An expression, an operator or `)`
    FirstOfParentheses,
    /// An expression behind a comma
    TupleItem,
    /// `,` or `)`
    ParenthesesEnd,
    /// `)` behind an operator
    OperatorEnd,
    /// A field or `}`
    FirstField,
    /// A field
    Field,
    /// `=` or `|` behind a field's name
    FieldEquals,
    /// A field's value
    FieldValue,
    /// `,` or `}`
    RecordEnd,
    /// A parameter
    Parameter,
    /// A parameter or `->`
    LambdaArrow,
    /// The expression behind the arrow
    LambdaBody,
    /// The expression behind `case`
    Scrutinee,
    /// `of`
    Of,
    /// The pattern of a branch
    BranchPattern,
    /// `->` of a branch
    BranchArrow,
    /// The expression of a branch
    BranchBody,
    /// The expression behind `if`
    Condition,
    /// `then`
    Then,
    /// The expression behind `then`
    ThenBody,
    /// `else`
    Else,
    /// The expression behind `else`
    ElseBody,
    /// A definition in a `let`
    LetDefinition,
    /// `in`
    In,
    /// The expression behind `in`
    LetBody,
    /// `=` behind a pattern
    DestructuringEquals,
    /// The expression behind that
    DestructuringBody,
    /// A pattern
    Pattern,
    /// The name behind `as`
    AliasOfPattern,
    /// A field's name or `}` in a pattern
    FirstFieldPattern,
    /// A field's name in a pattern
    FieldPattern,
    /// `,` or `}` in a pattern
    RecordPatternEnd,
    /// A pattern or `)`
    FirstOfParenthesesPattern,
    /// A pattern behind a comma
    TupleItemPattern,
    /// `,` or `)` in a pattern
    ParenthesesPatternEnd,
    /// A pattern or `]`
    FirstItemPattern,
    /// A pattern behind a comma of a list
    ItemPattern,
    /// `,` or `]` in a pattern
    ListPatternEnd,
    /// A type
    Type,
    /// A field or `}` in a type
    FirstFieldType,
    /// A field in a type
    FieldTypeName,
    /// `:` or `|` behind the name of a field in a type
    FieldColon,
    /// A field's type
    FieldType,
    /// `,` or `}` in a type
    RecordTypeEnd,
    /// A type behind `(`
    FirstOfParenthesesType,
    /// A type behind a comma
    TupleItemType,
    /// `,` or `)` in a type
    ParenthesesTypeEnd,
}
