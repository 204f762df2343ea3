//! Strings of a known format: UUIDs, and dates and times of ISO 8601 as RFC 3339 and RFC 9557 profile it.
//!
//! Stricter than some of the crates whose types these are: `T` and `Z` in capitals, no leap
//! seconds, at most nine digits of a fraction, years of four digits, and of a UUID only the
//! hyphenated and the simple form. Zone names are not looked up.

use crate::Format;

/// Whether a string has this format.
pub(super) fn matches(format: Format, text: &str) -> bool {
    let rest = match format {
        Format::Uuid => return uuid(text),
        Format::Date => date(text),
        Format::Time => time(text),
        Format::LocalDateTime => local(text),
        Format::DateTime => local(text).and_then(offset),
        Format::Zoned => local(text).and_then(offset).and_then(zone),
    };
    rest == Some("")
}

/// What is expected, with an example.
pub(super) fn describe(format: Format) -> &'static str {
    match format {
        Format::Uuid => "a UUID such as \"67e55044-10b1-426f-9247-bb680e5fe0c8\"",
        Format::Date => "a date such as \"2026-01-31\"",
        Format::Time => "a time such as \"09:30:00\"",
        Format::LocalDateTime => {
            "a date and time without an offset such as \"2026-01-31T09:30:00\""
        }
        Format::DateTime => "a date and time with an offset such as \"2026-01-31T09:30:00Z\"",
        Format::Zoned => {
            "a date and time with its zone such as \"2026-01-31T09:30:00+01:00[Europe/Paris]\""
        }
    }
}

fn uuid(text: &str) -> bool {
    let hyphen = |at| matches!(at, 8 | 13 | 18 | 23);
    let bytes = text.as_bytes();
    match bytes.len() {
        32 => bytes.iter().all(u8::is_ascii_hexdigit),
        36 => bytes.iter().enumerate().all(|(at, byte)| match hyphen(at) {
            true => *byte == b'-',
            false => byte.is_ascii_hexdigit(),
        }),
        _ => false,
    }
}

/// `count` digits at the start, their value in `range`; the rest.
fn number(text: &str, count: usize, range: std::ops::RangeInclusive<u32>) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(count)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value = digits.parse().ok()?;
    range.contains(&value).then_some((value, rest))
}

fn date(text: &str) -> Option<&str> {
    let (year, text) = number(text, 4, 0..=9999)?;
    let (month, text) = number(text.strip_prefix('-')?, 2, 1..=12)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    Some(number(text.strip_prefix('-')?, 2, 1..=days)?.1)
}

fn time(text: &str) -> Option<&str> {
    let (_, text) = number(text, 2, 0..=23)?;
    let (_, text) = number(text.strip_prefix(':')?, 2, 0..=59)?;
    let (_, text) = number(text.strip_prefix(':')?, 2, 0..=59)?;
    let Some(fraction) = text.strip_prefix('.') else {
        return Some(text);
    };
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    (1..=9).contains(&digits).then(|| &fraction[digits..])
}

fn local(text: &str) -> Option<&str> {
    time(date(text)?.strip_prefix('T')?)
}

fn offset(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix('Z') {
        return Some(rest);
    }
    let (_, text) = number(text.strip_prefix(['+', '-'])?, 2, 0..=23)?;
    Some(number(text.strip_prefix(':')?, 2, 0..=59)?.1)
}

fn zone(text: &str) -> Option<&str> {
    let (name, rest) = text.strip_prefix('[')?.split_once(']')?;
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-' | '/' | ':');
    (!name.is_empty() && name.chars().all(known)).then_some(rest)
}
