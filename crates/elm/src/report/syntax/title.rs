//! The first sentence of a report, and the names of constructs.

use super::next::Next;
use crate::syntax::error::{Error, Node, Problem, Reserved, Wanted};

/// What is wrong, in one sentence.
pub(super) fn of(error: &Error, code: &str, next: Next<'_>) -> String {
    match code {
        "reserved_word" => return format!("`{}` is a reserved word", next.word()),
        "extra_comma" => return format!("There is a comma too many in {}", a_record(error)),
        "unexpected_symbol" | "unexpected_operator" | "unexpected_name"
            if !next.word().is_empty() =>
        {
            return format!("`{}` can't stand here", next.word());
        }
        "missing_arrow" => return "The arrow of this branch is missing".to_string(),
        "missing_colon" => return "This type annotation has no colon".to_string(),
        "missing_expression" => return "An expression is missing".to_string(),
        "need_more_indentation" => return "This `}` is not indented enough".to_string(),
        "weird_else_branch" => return "This `else` is not indented enough".to_string(),
        _ => {}
    }
    match error.problem {
        Problem::ReservedOperator(symbol) => format!("`{}` is not an operator", spelled(symbol)),
        Problem::ReservedSection(symbol) | Problem::ReservedExposed(symbol) => {
            format!("`({})` is not a function", spelled(symbol))
        }
        Problem::Missing(wanted) => missing(wanted, error.within.node, next),
        Problem::Unfinished(wanted) => unfinished(subject(wanted, error.within.node)),
        Problem::AfterDeclaration => "This is not part of the declaration before it".to_string(),
        other => fixed(other).to_string(),
    }
}

fn a_record(error: &Error) -> &'static str {
    match error.problem {
        Problem::Missing(Wanted::FieldTypeName) => "this record type",
        _ => "this record",
    }
}

fn missing(wanted: Wanted, node: Node, next: Next<'_>) -> String {
    match (wanted, next) {
        (Wanted::Declaration, Next::Close(c)) => format!("This `{c}` closes nothing"),
        (Wanted::Declaration, Next::Upper(word)) => {
            format!("A declaration can't start with the capital letter of `{word}`")
        }
        (Wanted::Declaration, Next::FileEnd) => "This module declares nothing".to_string(),
        (Wanted::Declaration, _) => "This is not how a declaration starts".to_string(),
        (Wanted::DocumentedDeclaration, _) => {
            "What a doc comment is for has to start its own line".to_string()
        }
        (Wanted::FreshLine, Next::Keyword(word)) => {
            format!("This `{word}` has to be at the start of its line")
        }
        (Wanted::FreshLine, _) => "This has to be at the start of its line".to_string(),
        (Wanted::FieldName, _) => "The name of a field is missing behind the dot".to_string(),
        (Wanted::DefinitionName, _) => "The definition is missing below its annotation".to_string(),
        (Wanted::Expression, _) => "An expression is missing".to_string(),
        _ => format!("Something can't be read in {}", subject(wanted, node)),
    }
}

fn fixed(problem: Problem) -> &'static str {
    match problem {
        Problem::Tab => "There is a tab between the words of the code",
        Problem::EndlessComment => "This comment has no end",
        Problem::NameMismatch => "The definition doesn't have the name of the annotation above it",
        Problem::Misaligned(_) => "The definition is not in the column of its annotation",
        Problem::EndlessChar => "This character has no closing quote",
        Problem::NotOneChar => "Single quotes hold exactly one character",
        Problem::SurrogateChar => "Half of a pair is not a character",
        Problem::EndlessString => "This string has no closing quote",
        Problem::EndlessText => "This multi-line string has no end",
        Problem::UnknownEscape => "There is no such escape",
        Problem::UnicodeFormat => "This is not how a code point is written",
        Problem::UnicodeCode => "There is no such code point",
        Problem::UnicodeLength(..) => "A code point is written with four to six digits",
        Problem::NumberEnd => "This number runs into something else",
        Problem::NumberDot => "This number ends in a dot",
        Problem::HexDigit => "This hexadecimal number can't be read",
        Problem::LeadingZero => "A number can't start with zeros",
        Problem::FloatPattern => "A pattern can't be a number with a fraction",
        Problem::NamedWildcard => "A name can't start with an underscore",
        Problem::Shader | Problem::EndlessShader => "Shaders are not part of this compiler",
        Problem::UnexpectedPorts => "This module has ports, and doesn't say so",
        Problem::NoPorts => "This port module has no ports",
        Problem::PortInPackage => "A package can't have ports",
        Problem::PortModuleInPackage => "A package can't have port modules",
        Problem::EffectModule => "Only the libraries of Elm itself can have effect modules",
        Problem::TooLong => "This file is longer than 4 GiB",
        _ => "This is nested too deep",
    }
}

/// How a symbol is written.
fn spelled(symbol: Reserved) -> &'static str {
    match symbol {
        Reserved::Dot => ".",
        Reserved::Pipe => "|",
        Reserved::Arrow => "->",
        Reserved::Equals => "=",
        Reserved::Colon => ":",
    }
}

/// The construct that something is wanted in.
fn subject(wanted: Wanted, node: Node) -> &'static str {
    use Wanted as W;
    match wanted {
        W::ModuleLine | W::PortModuleLine | W::EffectModuleLine | W::ModuleName => {
            "the module's header"
        }
        W::ImportName | W::ImportAlias | W::ImportRest => "this import",
        W::ExposingStart | W::Exposed | W::ExposedOperator | W::ExposedOperatorEnd => {
            "this list of what is exposed"
        }
        W::Variants | W::ExposingEnd => "this list of what is exposed",
        W::Infix => "this operator declaration",
        W::DefinitionEquals | W::DefinitionType | W::DefinitionBody => "this definition",
        W::DestructuringEquals | W::DestructuringBody => "this definition",
        W::PortName | W::PortColon | W::PortType => "this port",
        W::TypeName => "this type declaration",
        W::AliasName | W::AliasEquals | W::AliasBody => "this type alias",
        W::UnionEquals | W::FirstVariant | W::Variant => "this custom type",
        W::Operand(_) => "this expression",
        W::FirstField | W::Field | W::FieldEquals | W::FieldValue | W::RecordEnd => "this record",
        W::Parameter | W::LambdaArrow | W::LambdaBody => "this function",
        W::Condition | W::Then | W::ThenBody | W::Else | W::ElseBody => "this `if`",
        W::LetDefinition | W::In | W::LetBody => "this `let`",
        W::Scrutinee | W::Of | W::BranchPattern | W::BranchArrow | W::BranchBody => "this `case`",
        W::FirstItem | W::Item | W::ListEnd => "this list",
        W::TupleItem => "this tuple",
        W::TupleItemPattern | W::TupleItemType => "this tuple",
        W::Pattern | W::AliasOfPattern => "this pattern",
        W::FirstFieldPattern | W::FieldPattern | W::RecordPatternEnd => "this record pattern",
        W::FirstItemPattern | W::ItemPattern | W::ListPatternEnd => "this list pattern",
        W::FirstFieldType | W::FieldTypeName | W::FieldColon | W::FieldType | W::RecordTypeEnd => {
            "this record type"
        }
        W::Type => noun(node),
        _ => "these parentheses",
    }
}

/// What a node is called.
pub(super) fn noun(node: Node) -> &'static str {
    match node {
        Node::Module => "the module",
        Node::Exposing => "the list of what is exposed",
        Node::Definition | Node::Destructuring => "the definition",
        Node::Annotation => "the type annotation",
        Node::CustomType => "the custom type",
        Node::TypeAlias => "the type alias",
        Node::Port => "the port",
        Node::Record => "the record",
        Node::Parentheses => "what is in parentheses",
        Node::List => "the list",
        Node::Lambda => "the function",
        Node::Condition | Node::Then | Node::Else => "the `if`",
        Node::Case | Node::Branch => "the `case`",
        Node::Let => "the `let`",
    }
}

fn unfinished(subject: &str) -> String {
    let (first, rest) = subject.split_at(1);
    let verb = match subject.starts_with("these") {
        true => "are",
        false => "is",
    };
    format!("{}{rest} {verb} not finished", first.to_uppercase())
}
