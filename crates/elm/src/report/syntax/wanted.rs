//! What the parser was looking for, in words, and what may help to find it.

use super::next::{Next, slice};
use crate::syntax::error::Wanted;

/// What was expected.
pub(super) fn words(wanted: Wanted, text: &str) -> String {
    match wanted {
        Wanted::Operand(operator) => {
            format!("an expression behind `{}`", slice(text, operator))
        }
        other => fixed(other).to_string(),
    }
}

fn fixed(wanted: Wanted) -> &'static str {
    use Wanted as W;
    match wanted {
        W::ModuleLine => "`module Main exposing (..)`, with the module's own name",
        W::PortModuleLine => "`port module Main exposing (..)`, with the module's own name",
        W::EffectModuleLine => "`module` and the rest of the header",
        W::ModuleName => {
            "the module's name, which starts with a capital letter: `Main` or `Json.Decode`"
        }
        W::FreshLine => "an import or a declaration, at the start of a line",
        W::ImportName => "the name of a module, like `Dict` or `Json.Decode`",
        W::ImportAlias => "a name for the module, which starts with a capital letter",
        W::ImportRest => "an import like `import Json.Decode as Decode exposing (Decoder)`",
        W::ExposingStart => "a list like `(..)` or `(Model, init)`",
        W::Exposed => "a value, a type or an operator to expose, or `..` for all",
        W::ExposedOperator => "an operator, as in `(+)`",
        W::ExposedOperatorEnd | W::OperatorEnd => "`)` right behind the operator",
        W::Variants => "`(..)`, which exposes all variants of the type",
        W::ExposingEnd => "a comma and more to expose, or `)`",
        W::Infix => "a declaration like `infix left 6 (+) = add`",
        W::Declaration => "a definition, a type, a type alias or a port",
        W::DocumentedDeclaration => "the declaration that the comment is for",
        W::DefinitionEquals => "a parameter, or `=` and an expression",
        W::DefinitionType | W::PortType | W::Type | W::FieldType | W::AliasBody => {
            "a type, like `Int` or `List String`"
        }
        W::FirstOfParenthesesType | W::TupleItemType => "a type, like `Int` or `List String`",
        W::DefinitionName => "the definition, which starts with the same name",
        W::PortName => "the port's name, which starts with a small letter",
        W::PortColon => "`:` and the port's type",
        W::TypeName | W::AliasName => "the type's name, which starts with a capital letter",
        W::AliasEquals => "a type variable, or `=` and a type",
        W::UnionEquals => "a type variable, or `=` and the first variant",
        W::FirstVariant | W::Variant => "a variant, which starts with a capital letter: `Just a`",
        W::FieldName => "a field's name, which starts with a small letter",
        W::FirstItem => "an expression or `]`",
        W::ListEnd => "a comma and another item, or `]`",
        W::FirstOfParentheses => "an expression or `)`",
        W::ParenthesesEnd => "`)`, or a comma and another item of a tuple",
        W::FirstField | W::FirstFieldPattern | W::FirstFieldType => {
            "a field's name, which starts with a small letter, or `}`"
        }
        W::Field | W::FieldPattern | W::FieldTypeName => {
            "a field's name, which starts with a small letter"
        }
        W::FieldEquals => "`=` and the field's value",
        W::RecordEnd => "a comma and another field, or `}`",
        W::Parameter => "a parameter, as in `\\x -> x + 1`",
        W::LambdaArrow => "another parameter, or `->` and an expression",
        W::Of => "`of` and the branches",
        W::BranchPattern => "the pattern of the first branch",
        W::BranchArrow => "`->` and an expression",
        W::Then => "`then`",
        W::Else => "`else`: every `if` has a value in either case",
        W::LetDefinition => "a definition, like `x = 1`",
        W::In => "`in`, or another definition in the column of the first",
        W::DestructuringEquals => "`=` and an expression",
        W::Pattern | W::TupleItemPattern | W::ItemPattern => {
            "a pattern, like `Just x`, `( a, b )` or `_`"
        }
        W::AliasOfPattern => "a name, which starts with a small letter",
        W::RecordPatternEnd => "a comma and another field, or `}`",
        W::FirstOfParenthesesPattern => "a pattern or `)`",
        W::ParenthesesPatternEnd => "`)`, or a comma and another part of a tuple",
        W::FirstItemPattern => "a pattern or `]`",
        W::ListPatternEnd => "a comma and another pattern, or `]`",
        W::FieldColon => "`:` and the field's type",
        W::RecordTypeEnd => "a comma and another field, or `}`",
        W::ParenthesesTypeEnd => "`)`, or a comma and another type of a tuple",
        _ => EXPRESSION,
    }
}

const EXPRESSION: &str = "an expression, like `42` or `\"text\"`";

/// Whether an expression may stand there.
fn is_expression(wanted: Wanted) -> bool {
    use Wanted as W;
    matches!(wanted, W::Operand(_) | W::FirstItem | W::FirstOfParentheses)
        || fixed(wanted) == EXPRESSION
}

/// What to do about it, where what stands there hints at that.
pub(super) fn help(wanted: Wanted, next: Next<'_>) -> Option<String> {
    let help = match (wanted, next) {
        (_, Next::Other(';')) => "end the line instead: nothing ends with a semicolon".to_string(),
        (wanted, Next::Symbol("!")) if is_expression(wanted) => {
            "a `Bool` is negated by a function: `not (…)`".to_string()
        }
        (wanted, Next::Other('`')) if is_expression(wanted) => {
            "texts have double quotes, and are joined with (++): `\"hi \" ++ name`".to_string()
        }
        (Wanted::FieldEquals, Next::Symbol(".")) => {
            "only what has a name of its own can be updated: `let inner = ctx.inner`, then `{ inner | … }`"
                .to_string()
        }
        (Wanted::Declaration, Next::Keyword("import")) => {
            "move the import up: all imports stand before the first declaration".to_string()
        }
        (Wanted::Declaration, Next::Other('\u{FEFF}')) => {
            "save the file without a byte order mark at its start".to_string()
        }
        (Wanted::Declaration, Next::FileEnd) => "add a definition, like `x = 1`".to_string(),
        (Wanted::FirstField, Next::Symbol(symbol)) if symbol.starts_with("-|") => {
            "a doc comment stands before a declaration; elsewhere, write `{-` without the bar".to_string()
        }
        (Wanted::Declaration, Next::Keyword("case" | "if" | "let")) => {
            "give the expression a name, `result =`, and indent it; or indent it more, if it belongs to what is above"
                .to_string()
        }
        (Wanted::FreshLine, Next::Keyword(_)) => "delete the space before it".to_string(),
        (Wanted::DefinitionEquals, Next::Keyword("exposing" | "as")) => {
            "if this is to be an import, look at its first word: it is spelt `import`".to_string()
        }
        (_, Next::Keyword(word)) => {
            format!("take another name, like `{word}_`, or write what is missing before `{word}`")
        }
        (Wanted::DefinitionEquals, Next::Symbol("->")) => {
            "a type annotation has a colon behind its name: `add : Int -> Int`".to_string()
        }
        (Wanted::DefinitionEquals, Next::Symbol(symbol)) => {
            format!("if `{symbol}` belongs to an expression above, indent the line more")
        }
        (Wanted::Pattern, Next::Symbol("-")) => {
            "patterns have no negative numbers; compare with `==` in an `if`".to_string()
        }
        (Wanted::BranchArrow, Next::Symbol("=" | ":")) => {
            "a branch has `->` behind its pattern".to_string()
        }
        (Wanted::Field | Wanted::FieldTypeName, Next::Close('}') | Next::Other(',')) => {
            "delete the comma".to_string()
        }
        (Wanted::FieldName, Next::Upper(_)) => {
            "fields start with a small letter".to_string()
        }
        (Wanted::Declaration, Next::Upper(_)) => {
            "let it start with a small letter; a custom type starts with `type`".to_string()
        }
        (Wanted::Declaration, _) => {
            "if it belongs to what is above, indent it".to_string()
        }
        (Wanted::In, _) => {
            "if this is a definition, start it in the column of the first".to_string()
        }
        (Wanted::FirstField | Wanted::FieldEquals, _) => {
            "a record looks like `{ x = 1, y = 2 }`".to_string()
        }
        (Wanted::FirstFieldType | Wanted::FieldColon, _) => {
            "a record type looks like `{ x : Int, y : Int }`".to_string()
        }
        _ => return None,
    };
    Some(help)
}

/// What to do about something behind a finished declaration.
pub(super) fn help_after_declaration(next: Next<'_>) -> &'static str {
    match next {
        Next::Other('`') => "call a function by its name before its arguments: `f a b`",
        Next::Other(';') => "end the line instead",
        Next::Other(',') => "items of a list or a tuple stand in brackets or parentheses",
        Next::Other('$') => "to apply a function to all that follows, write `<|`",
        Next::Other('#' | '@' | '~') => "no operator has this character",
        Next::Close(_) => "delete it, or open it before",
        Next::Keyword("case" | "if" | "let") => "put what is an argument in parentheses",
        Next::Keyword(_) => "it has no beginning that it could belong to",
        _ => {
            "if it is a branch or a definition of the block above, start it in the column of the first"
        }
    }
}
