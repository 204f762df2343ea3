//! JSON as text, laid out as `prettier` 3 leaves `.json` files.
//!
//! Owns the layout alone: objects are always open, an entry a line; arrays stay on a line of 80
//! columns where they can. It refuses to sort anything: keys come in the order of the value.

use serde_json::{Map, Value};

const WIDTH: usize = 80;

/// The text of a file, with its last line ended.
pub(crate) fn file(value: &Value) -> String {
    let mut text = String::new();
    // Behind the outermost value comes nothing.
    write(
        value,
        0,
        Column {
            start: 0,
            behind: 0,
        },
        &mut text,
    );
    text.push('\n');
    text
}

/// Where a value stands in its line.
#[derive(Clone, Copy)]
struct Column {
    /// Characters before it.
    start: usize,
    /// Characters that have to follow it in its line: its comma.
    behind: usize,
}

fn write(value: &Value, indent: usize, column: Column, text: &mut String) {
    match value {
        Value::Object(entries) if !entries.is_empty() => object(entries, indent, text),
        Value::Array(items) if !items.is_empty() => match flat(value) {
            Some(line)
                if !breaks(items) && column.start + width(&line) + column.behind <= WIDTH =>
            {
                text.push_str(&line);
            }
            _ if items.iter().all(Value::is_number) => fill(items, indent, text),
            _ => array(items, indent, text),
        },
        other => text.push_str(&scalar(other)),
    }
}

fn object(entries: &Map<String, Value>, indent: usize, text: &mut String) {
    text.push('{');
    for (at, (key, value)) in entries.iter().enumerate() {
        let more = at + 1 < entries.len();
        let key = format!("{}: ", quoted(key));
        line(indent + 2, text);
        text.push_str(&key);
        let column = Column {
            start: indent + 2 + width(&key),
            behind: usize::from(more),
        };
        write(value, indent + 2, column, text);
        text.push_str(if more { "," } else { "" });
    }
    line(indent, text);
    text.push('}');
}

fn array(items: &[Value], indent: usize, text: &mut String) {
    text.push('[');
    for (at, item) in items.iter().enumerate() {
        let more = at + 1 < items.len();
        line(indent + 2, text);
        let column = Column {
            start: indent + 2,
            behind: usize::from(more),
        };
        write(item, indent + 2, column, text);
        text.push_str(if more { "," } else { "" });
    }
    line(indent, text);
    text.push(']');
}

/// Numbers: as many in a line as it holds.
fn fill(items: &[Value], indent: usize, text: &mut String) {
    text.push('[');
    let mut used = WIDTH;
    for (at, item) in items.iter().enumerate() {
        let comma = if at + 1 < items.len() { "," } else { "" };
        let item = format!("{}{comma}", scalar(item));
        if used + 1 + item.len() > WIDTH {
            line(indent + 2, text);
            used = indent + 2 + item.len();
        } else {
            text.push(' ');
            used += 1 + item.len();
        }
        text.push_str(&item);
    }
    line(indent, text);
    text.push(']');
}

/// Lists of several lists, each with more than one item, are always opened.
fn breaks(items: &[Value]) -> bool {
    let several = |item: &Value| item.as_array().is_some_and(|inner| inner.len() > 1);
    items.len() > 1 && items.iter().all(several)
}

/// A value on one line; `None` where something in it is always opened.
fn flat(value: &Value) -> Option<String> {
    match value {
        Value::Object(entries) if !entries.is_empty() => None,
        Value::Array(items) if breaks(items) => None,
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(flat).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        other => Some(scalar(other)),
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Number(number) => number.to_string().replace("e+", "e"),
        other => other.to_string(),
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn line(indent: usize, text: &mut String) {
    text.push('\n');
    text.extend(std::iter::repeat_n(' ', indent));
}

/// Columns of a text, as near as `prettier` counts them: wide are East Asian characters and emoji.
fn width(text: &str) -> usize {
    let columns = |c: char| match u32::from(c) {
        0x0300..=0x036F | 0x200B..=0x200F | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF => 2,
        0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF => 2,
        0x20000..=0x3FFFD => 2,
        _ => 1,
    };
    text.chars().map(columns).sum()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn arrays_stay_on_a_line_that_holds_them() {
        let words = |last: &str| json!({ "a": ["x".repeat(30), "y".repeat(25), last], "b": [] });
        let fits = file(&words(&"z".repeat(5)));
        assert_eq!(fits.lines().count(), 4, "{fits}");
        assert_eq!(fits.lines().nth(1).map(str::len), Some(80), "{fits}");
        let opens = file(&words(&"z".repeat(6)));
        assert_eq!(opens.lines().count(), 8, "{opens}");
    }

    #[test]
    fn lists_of_lists_and_objects_are_opened() {
        let text = file(
            &json!({ "a": [[1, 2], [3, 4]], "b": [[1], [2]], "c": [{}, {}], "d": [{ "x": null }] }),
        );
        let expected = "{\n  \"a\": [\n    [1, 2],\n    [3, 4]\n  ],\n  \"b\": [[1], [2]],\n  \"c\": [{}, {}],\n  \"d\": [\n    {\n      \"x\": null\n    }\n  ]\n}\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn numbers_fill_their_lines() {
        let text = file(&json!(vec![1_000_000_000; 10]));
        let six = ["1000000000"; 6].join(", ");
        let four = ["1000000000"; 4].join(", ");
        assert_eq!(text, format!("[\n  {six},\n  {four}\n]\n"));
    }
}
