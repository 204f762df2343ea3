//! Why a text is not JSON, in the words of V8 (that of Node 20), which the official `Json.Decode` hands on.

/// What the reader found wrong. Where, it tells besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// A character where none like it can be, or the end.
    Token,
    PropertyNameOrBrace,
    PropertyName,
    Colon,
    CommaOrBracket,
    CommaOrBrace,
    UnterminatedString,
    ControlCharacter,
    Escape,
    UnicodeEscape,
    NoNumber,
    Fraction,
    Exponent,
    BehindTheEnd,
}

/// So many units around the place are shown.
const CONTEXT: usize = 10;

/// The whole message, for a text of so many units.
pub(super) fn message(
    failure: Failure,
    at: usize,
    length: usize,
    unit: impl Fn(usize) -> u16,
) -> Vec<u16> {
    let said = match failure {
        Failure::Token => return token(at, length, unit),
        Failure::PropertyNameOrBrace => "Expected property name or '}' in JSON",
        Failure::PropertyName => "Expected double-quoted property name in JSON",
        Failure::Colon => "Expected ':' after property name in JSON",
        Failure::CommaOrBracket => "Expected ',' or ']' after array element in JSON",
        Failure::CommaOrBrace => "Expected ',' or '}' after property value in JSON",
        Failure::UnterminatedString => "Unterminated string in JSON",
        Failure::ControlCharacter => "Bad control character in string literal in JSON",
        Failure::Escape => "Bad escaped character in JSON",
        Failure::UnicodeEscape => "Bad Unicode escape in JSON",
        Failure::NoNumber => "No number after minus sign in JSON",
        Failure::Fraction => "Unterminated fractional number in JSON",
        Failure::Exponent => "Exponent part is missing a number in JSON",
        Failure::BehindTheEnd => "Unexpected non-whitespace character after JSON",
    };
    placed(said, at)
}

fn placed(said: &str, at: usize) -> Vec<u16> {
    format!("{said} at position {at}").encode_utf16().collect()
}

fn token(at: usize, length: usize, unit: impl Fn(usize) -> u16) -> Vec<u16> {
    const WELL_KNOWN: [&str; 4] = ["[object Object]", "NaN", "Infinity", "undefined"];
    let found = (at < length).then(|| unit(at));
    match found.and_then(|unit| u8::try_from(unit).ok()) {
        Some(b'"') => return placed("Unexpected string in JSON", at),
        Some(b'0'..=b'9' | b'-') => return placed("Unexpected number in JSON", at),
        _ => {}
    }
    let whole =
        |text: &&str| text.len() == length && text.encode_utf16().eq((0..length).map(&unit));
    if let Some(text) = WELL_KNOWN.iter().find(|text| whole(text)) {
        return format!("\"{text}\" is not valid JSON")
            .encode_utf16()
            .collect();
    }
    let Some(found) = found else {
        return "Unexpected end of JSON input".encode_utf16().collect();
    };
    let (start, end) = match length > 2 * CONTEXT {
        true => (at.saturating_sub(CONTEXT), (at + CONTEXT).min(length)),
        false => (0, length),
    };
    let mut said: Vec<u16> = "Unexpected token '".encode_utf16().collect();
    said.push(found);
    said.extend("', ".encode_utf16());
    said.extend(
        if start > 0 || length > 2 * CONTEXT && at >= CONTEXT {
            "...\""
        } else {
            "\""
        }
        .encode_utf16(),
    );
    said.extend((start..end).map(unit));
    let cut = length > 2 * CONTEXT && at < length - CONTEXT;
    said.extend(
        if cut {
            "\"... is not valid JSON"
        } else {
            "\" is not valid JSON"
        }
        .encode_utf16(),
    );
    said
}
