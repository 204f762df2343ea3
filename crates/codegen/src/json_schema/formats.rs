//! Patterns: strings of a known format, and integers that are keys.
//!
//! Validators need not look at `format`, and where they do they differ; a pattern is always checked.
//! Only what ECMA-262, Rust, Python and Go read alike is used: no look-around, no `\d`.

use buildamp_schema::Format;
use serde_json::{Map, Value, json};

const MONTHS: &str = "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))";
const LEAP: &str = "(?:[0-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
const TIME: &str = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?";
const OFFSET: &str = "(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])";
const ZONE: &str = "\\[[A-Za-z0-9_+/:-]+\\]";

/// A string of this format.
pub(super) fn schema(format: Format) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("string"));
    // `uuid` would refuse the form without hyphens, and `time` wants an offset.
    let name = match format {
        Format::DateTime => Some("date-time"),
        Format::Date => Some("date"),
        Format::Uuid | Format::LocalDateTime | Format::Time | Format::Zoned => None,
    };
    if let Some(name) = name {
        schema.insert("format".to_owned(), json!(name));
    }
    schema.insert("pattern".to_owned(), json!(pattern(format)));
    schema
}

fn pattern(format: Format) -> String {
    let date = format!("(?:[0-9]{{4}}-{MONTHS}|{LEAP}-02-29)");
    match format {
        Format::Uuid => {
            let hex = |count: u8| format!("[0-9A-Fa-f]{{{count}}}");
            let parts = [8, 4, 4, 4, 12].map(hex).join("-");
            format!("^(?:{parts}|{})$", hex(32))
        }
        Format::Date => format!("^{date}$"),
        Format::Time => format!("^{TIME}$"),
        Format::LocalDateTime => format!("^{date}T{TIME}$"),
        Format::DateTime => format!("^{date}T{TIME}{OFFSET}$"),
        Format::Zoned => format!("^{date}T{TIME}{OFFSET}{ZONE}$"),
    }
}

/// The shortest decimal texts of the integers from `min` to `max`, which is at least zero.
pub(super) fn integer_key(min: i64, max: i64) -> String {
    let mut forms = vec!["0".to_owned()];
    forms.extend(up_to(max.unsigned_abs()));
    if min < 0 {
        forms.push(format!("-(?:{})", up_to(min.unsigned_abs()).join("|")));
    }
    format!("^(?:{})$", forms.join("|"))
}

/// The integers from 1 to `max`: the shorter ones, then those of its length, by the first digit
/// that is less than its own.
fn up_to(max: u64) -> Vec<String> {
    let digits: Vec<u8> = max.to_string().bytes().collect();
    let mut forms = Vec::new();
    if digits.len() > 1 {
        forms.push(format!("[1-9]{}", any(0, digits.len() - 2)));
    }
    for (at, digit) in digits.iter().enumerate() {
        let least = if at == 0 { b'1' } else { b'0' };
        if *digit > least {
            let prefix = String::from_utf8_lossy(&digits[..at]);
            let rest = digits.len() - at - 1;
            let class = class(least, digit - 1);
            forms.push(format!("{prefix}{class}{}", any(rest, rest)));
        }
    }
    forms.push(max.to_string());
    forms
}

fn class(from: u8, to: u8) -> String {
    let (from, to) = (char::from(from), char::from(to));
    match from == to {
        true => from.to_string(),
        false => format!("[{from}-{to}]"),
    }
}

fn any(least: usize, most: usize) -> String {
    match (least, most) {
        (_, 0) => String::new(),
        (1, 1) => "[0-9]".to_owned(),
        (least, most) if least == most => format!("[0-9]{{{most}}}"),
        (0, 1) => "[0-9]?".to_owned(),
        (least, most) => format!("[0-9]{{{least},{most}}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_key_is_bounded_digit_by_digit() {
        assert_eq!(
            integer_key(0, 255),
            "^(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-4]|255)$"
        );
        assert_eq!(
            integer_key(-128, 127),
            "^(?:0|[1-9][0-9]?|1[0-1][0-9]|12[0-6]|127|-(?:[1-9][0-9]?|1[0-1][0-9]|12[0-7]|128))$"
        );
    }
}
