//! The official compiler's name for a problem, and the place it shows.
//!
//! Owns the correspondence alone, as a table; the words are in `title` and `wanted`.

use super::next::Next;
use crate::region::Region;
use crate::syntax::error::{Error, Node, Problem, Reserved, Wanted};

/// The official title, in `snake_case`.
pub(super) fn of(error: &Error, next: Next<'_>, text: &str) -> &'static str {
    let node = error.within.node;
    match error.problem {
        Problem::Missing(wanted) => missing(wanted, node, next),
        Problem::Unfinished(wanted) => unfinished(wanted, node, error.region.start, text),
        Problem::AfterDeclaration => after_declaration(next),
        Problem::NameMismatch => "name_mismatch",
        Problem::Misaligned(_) => "problem_in_definition",
        Problem::ReservedOperator(Reserved::Arrow) => "unexpected_arrow",
        Problem::ReservedOperator(Reserved::Equals) => "unexpected_equals",
        Problem::ReservedOperator(_) | Problem::ReservedSection(_) => "unexpected_symbol",
        Problem::ReservedExposed(_) => "reserved_symbol",
        other => literal(other),
    }
}

fn literal(problem: Problem) -> &'static str {
    match problem {
        Problem::Tab => "no_tabs",
        Problem::EndlessComment => "endless_comment",
        Problem::EndlessChar => "missing_single_quote",
        Problem::NotOneChar => "needs_double_quotes",
        Problem::EndlessString | Problem::EndlessText => "endless_string",
        Problem::UnknownEscape => "unknown_escape",
        Problem::UnicodeFormat | Problem::UnicodeCode | Problem::UnicodeLength(..) => {
            "bad_unicode_escape"
        }
        Problem::NumberEnd | Problem::NumberDot => "weird_number",
        // The official title is spelled so.
        Problem::HexDigit => "weird_hexidecimal",
        Problem::LeadingZero => "leading_zeros",
        Problem::FloatPattern => "unexpected_pattern",
        Problem::NamedWildcard => "unexpected_name",
        Problem::EndlessShader => "endless_shader",
        Problem::UnexpectedPorts => "unexpected_ports",
        Problem::NoPorts => "no_ports",
        Problem::PortInPackage | Problem::PortModuleInPackage => "packages_cannot_have_ports",
        Problem::EffectModule => "invalid_effect_module",
        // From here on it has none.
        Problem::SurrogateChar => "surrogate_character",
        Problem::Shader => "shader",
        Problem::TooLong => "file_too_long",
        _ => "nested_too_deep",
    }
}

fn missing(wanted: Wanted, node: Node, next: Next<'_>) -> &'static str {
    use Wanted as W;
    match (wanted, next) {
        (W::FreshLine, Next::Keyword("module" | "import" | "type" | "port")) => {
            "too_much_indentation"
        }
        (W::FreshLine, _) => "syntax_problem",
        (W::Declaration, _) => declaration(next),
        (
            W::Exposed
            | W::DefinitionEquals
            | W::PortName
            | W::AliasEquals
            | W::UnionEquals
            | W::FirstField
            | W::Field
            | W::LambdaArrow
            | W::LetDefinition
            | W::BranchArrow
            | W::Pattern
            | W::FieldPattern
            | W::FirstOfParenthesesPattern
            | W::ParenthesesPatternEnd
            | W::FirstItemPattern
            | W::Type
            | W::FirstFieldType
            | W::FieldTypeName,
            Next::Keyword(_),
        ) => "reserved_word",
        (W::DefinitionEquals, Next::Symbol("->")) => "missing_colon",
        (W::Exposed | W::DefinitionEquals | W::ParenthesesPatternEnd, Next::Symbol(_))
        | (W::Pattern, Next::Symbol("-")) => "unexpected_symbol",
        (W::BranchArrow, Next::Symbol(":" | "=")) => "unexpected_operator",
        (W::ParenthesesPatternEnd, Next::Close(c)) => stray(c),
        (W::Field | W::FieldTypeName, Next::Other(',') | Next::Close('}')) => "extra_comma",
        _ => missing_anyway(wanted, node),
    }
}

fn missing_anyway(wanted: Wanted, node: Node) -> &'static str {
    use Wanted as W;
    match wanted {
        W::ExposingStart | W::Exposed | W::ExposedOperator | W::ExposedOperatorEnd => {
            "problem_in_exposing"
        }
        W::DocumentedDeclaration => "expecting_declaration",
        W::DefinitionEquals | W::DestructuringEquals => "problem_in_definition",
        W::DefinitionName => "expecting_definition",
        W::PortName | W::PortColon => "port_problem",
        W::AliasName => "expecting_type_alias_name",
        W::AliasEquals => "problem_in_type_alias",
        W::UnionEquals | W::FirstVariant | W::Variant => "problem_in_custom_type",
        W::Expression if node == Node::List => "unfinished_list",
        W::Expression => "missing_expression",
        W::FieldName => "expecting_record_accessor",
        W::FirstField | W::Field | W::FieldEquals | W::RecordEnd => "problem_in_record",
        W::BranchArrow => "missing_arrow",
        W::In => "let_problem",
        W::Pattern => "problem_in_pattern",
        W::Type => match node {
            Node::CustomType => "problem_in_custom_type",
            Node::TypeAlias => "problem_in_type_alias",
            Node::Port => "problem_in_port",
            _ => "problem_in_type_annotation",
        },
        W::FieldTypeName => "problem_in_record_type",
        other => construct(other, node),
    }
}

fn unfinished(wanted: Wanted, node: Node, at: u32, text: &str) -> &'static str {
    match wanted {
        Wanted::RecordEnd | Wanted::RecordTypeEnd if on_next_line(text, at, "}").is_some() => {
            "need_more_indentation"
        }
        Wanted::Else if on_next_line(text, at, "else").is_some() => "weird_else_branch",
        Wanted::Parameter => "missing_argument",
        Wanted::TupleItem => "unfinished_tuple",
        Wanted::TupleItemPattern => "unfinished_tuple_pattern",
        Wanted::TupleItemType => "unfinished_tuple_type",
        other => construct(other, node),
    }
}

/// What is not finished.
fn construct(wanted: Wanted, node: Node) -> &'static str {
    use Wanted as W;
    match wanted {
        W::ModuleLine => "unfinished_module_declaration",
        W::PortModuleLine => "unfinished_port_module_declaration",
        W::EffectModuleLine => "bad_module_declaration",
        W::ModuleName => "expecting_module_name",
        W::ImportName => "expecting_import_name",
        W::ImportAlias => "expecting_import_alias",
        W::ImportRest => "unfinished_import",
        W::Variants => "problem_exposing_custom_type_variants",
        W::ExposingStart | W::Exposed | W::ExposedOperator | W::ExposedOperatorEnd => {
            "unfinished_exposing"
        }
        W::ExposingEnd => "unfinished_exposing",
        W::Infix => "bad_infix",
        W::PortName | W::PortColon | W::PortType => "unfinished_port",
        W::TypeName => "expecting_type_name",
        W::AliasName | W::AliasEquals | W::AliasBody => "unfinished_type_alias",
        W::UnionEquals | W::FirstVariant | W::Variant => "unfinished_custom_type",
        W::Operand(_) => "missing_expression",
        W::FirstItem | W::Item | W::ListEnd => "unfinished_list",
        W::OperatorEnd => "unfinished_operator_function",
        W::FirstOfParentheses
        | W::TupleItem
        | W::ParenthesesEnd
        | W::FirstOfParenthesesPattern
        | W::TupleItemPattern
        | W::ParenthesesPatternEnd
        | W::FirstOfParenthesesType
        | W::TupleItemType
        | W::ParenthesesTypeEnd => "unfinished_parentheses",
        W::FirstField | W::Field | W::FieldEquals | W::FieldValue | W::RecordEnd => {
            "unfinished_record"
        }
        W::Parameter | W::LambdaArrow | W::LambdaBody => "unfinished_anonymous_function",
        W::Scrutinee | W::Of | W::BranchPattern | W::BranchArrow | W::BranchBody => {
            "unfinished_case"
        }
        W::Condition | W::Then | W::ThenBody | W::Else | W::ElseBody => "unfinished_if",
        W::LetDefinition | W::In | W::LetBody => "unfinished_let",
        W::Pattern | W::AliasOfPattern => "unfinished_pattern",
        W::FirstFieldPattern | W::FieldPattern | W::RecordPatternEnd => "unfinished_record_pattern",
        W::FirstItemPattern | W::ItemPattern | W::ListPatternEnd => "unfinished_list_pattern",
        W::Type => match node {
            Node::CustomType => "unfinished_custom_type",
            Node::TypeAlias => "unfinished_type_alias",
            Node::Port => "unfinished_port",
            _ => "unfinished_type_annotation",
        },
        W::FirstFieldType | W::FieldTypeName | W::FieldColon | W::FieldType | W::RecordTypeEnd => {
            "unfinished_record_type"
        }
        _ => "unfinished_definition",
    }
}

fn declaration(next: Next<'_>) -> &'static str {
    match next {
        Next::Close(c) => stray(c),
        Next::Keyword(_) => "reserved_word",
        Next::Upper(_) => "unexpected_capital_letter",
        Next::Other('(' | '{' | '[' | '"' | '\'' | '@' | '#' | '$') => "unexpected_symbol",
        _ => "weird_declaration",
    }
}

fn stray(bracket: char) -> &'static str {
    match bracket {
        ')' => "stray_parenthesis",
        ']' => "stray_square_bracket",
        _ => "stray_curly_brace",
    }
}

fn after_declaration(next: Next<'_>) -> &'static str {
    match next {
        Next::Keyword(_) => "reserved_word",
        Next::Symbol(_) | Next::Other('$' | '#' | '@' | '~') => "unexpected_symbol",
        Next::Close(')') => "unexpected_parenthesis",
        Next::Close(']') => "unexpected_square_bracket",
        Next::Close(_) => "unexpected_curly_brace",
        Next::Lower(_) | Next::Upper(_) => "unexpected_name",
        Next::Other(';') => "unexpected_semicolon",
        Next::Other(',') => "unexpected_comma",
        Next::Other('`') => "unexpected_character",
        Next::Other(_) | Next::LineEnd | Next::FileEnd => "syntax_problem",
    }
}

// PLACES

/// The place that the official compiler shows: a word where one is in the way, else a point.
pub(super) fn region(error: &Error, code: &str, next: Next<'_>, text: &str) -> Region {
    let Region { start, end } = error.region;
    let wide = |bytes: usize| Region::new(start, start + u32::try_from(bytes).unwrap_or(0));
    match error.problem {
        Problem::ReservedSection(_) | Problem::ReservedExposed(_) => wide(0),
        Problem::Unfinished(Wanted::RecordEnd | Wanted::RecordTypeEnd) => {
            on_next_line(text, start, "}").map_or(error.region, |at| Region::new(at, at))
        }
        Problem::Unfinished(Wanted::Else) => {
            on_next_line(text, start, "else").map_or(error.region, |at| Region::new(at, at + 4))
        }
        Problem::Missing(wanted) => match (code, wanted) {
            ("unexpected_symbol", Wanted::Pattern) => wide(0),
            ("reserved_word" | "unexpected_symbol" | "missing_colon", _) => wide(next.word().len()),
            _ => Region::new(start, end),
        },
        Problem::AfterDeclaration => wide(next.word().len()),
        _ => error.region,
    }
}

/// Where `word` is, if the line below that of `at` starts with it.
fn on_next_line(text: &str, at: u32, word: &str) -> Option<u32> {
    let rest = text.get(at as usize..)?;
    let line = at as usize + rest.find('\n')? + 1;
    let trimmed = text[line..].trim_start_matches(' ');
    let behind = trimmed.strip_prefix(word)?;
    let is_whole = word == "}" || !behind.starts_with(|c: char| c == '_' || c.is_alphanumeric());
    let start = text.len() - trimmed.len();
    is_whole.then(|| u32::try_from(start).unwrap_or(u32::MAX))
}
