//! Which characters make names and operators.
//!
//! Owns the classes of Elm's compiler, which are Unicode's general categories. Refuses anything context-bound.

use unicode_general_category::{GeneralCategory as G, get_general_category};

/// May start the name of a type, a constructor or a module.
pub(crate) fn is_upper(c: char) -> bool {
    match c {
        'A'..='Z' => true,
        c if c.is_ascii() => false,
        c => matches!(
            get_general_category(c),
            G::UppercaseLetter | G::TitlecaseLetter
        ),
    }
}

/// May start the name of a value, a field or a type variable.
pub(crate) fn is_lower(c: char) -> bool {
    match c {
        'a'..='z' => true,
        c if c.is_ascii() => false,
        c => get_general_category(c) == G::LowercaseLetter,
    }
}

/// May follow in a name.
pub(crate) fn is_inner(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => true,
        c if c.is_ascii() => false,
        c => matches!(
            get_general_category(c),
            G::UppercaseLetter
                | G::TitlecaseLetter
                | G::LowercaseLetter
                | G::ModifierLetter
                | G::OtherLetter
        ),
    }
}

/// May stand in an operator.
pub(crate) fn is_symbol(byte: u8) -> bool {
    matches!(
        byte,
        b'+' | b'-'
            | b'/'
            | b'*'
            | b'='
            | b'.'
            | b'<'
            | b'>'
            | b':'
            | b'&'
            | b'|'
            | b'^'
            | b'?'
            | b'%'
            | b'!'
    )
}

/// Can't be a name.
pub(crate) fn is_reserved(word: &str) -> bool {
    matches!(
        word,
        "if" | "then"
            | "else"
            | "case"
            | "of"
            | "let"
            | "in"
            | "type"
            | "module"
            | "where"
            | "import"
            | "exposing"
            | "as"
            | "port"
    )
}
