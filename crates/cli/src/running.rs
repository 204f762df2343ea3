//! The running server of an app, asked through its back door; and what may be shown of its answers in a terminal.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::config;
use crate::serve::admin;

/// Asks the running server of an app.
#[cfg(unix)]
pub(crate) fn ask(app: &Path, method: &str, path: &str) -> Result<Value> {
    use std::io::{Read, Write};
    use std::os::unix::net::UnixStream;
    use std::time::Duration;

    use anyhow::Context;

    let config = config::load(app, std::env::vars())?;
    let socket = admin::path(app, &config);
    let mut stream = UnixStream::connect(&socket).with_context(|| {
        format!(
            "no server of this app answers at {}\n\nhelp: name the app's folder if this is not it, start the app with `buildamp serve`, and run this as the same user",
            crate::app::shown(&socket)
        )
    })?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .context("the server's answer broke off")?;
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .context("the server's answer broke off")?;
    if !head.starts_with("HTTP/1.1 200 ") {
        bail!("the server said: {body}");
    }
    serde_json::from_str(body).context("the server's answer makes no sense")
}

/// There is no way to it here.
#[cfg(not(unix))]
pub(crate) fn ask(app: &Path, _: &str, _: &str) -> Result<Value> {
    let config = config::load(app, std::env::vars())?;
    bail!(
        "a server is reached through {}, which this system has not",
        admin::path(app, &config).display()
    )
}

/// Looks at something, by names and values of a query.
pub(crate) fn look(app: &Path, what: &str, query: &[(&str, &str)]) -> Result<Value> {
    let pairs = query
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)));
    let query = pairs.collect::<Vec<_>>().join("&");
    ask(app, "GET", &format!("/{what}?{query}"))
}

/// A text as a query has it.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// Without what a terminal would obey: users name rooms.
pub(crate) fn harmless(text: &str) -> String {
    let shown = |c: char| match c.is_control() {
        true => c.escape_default().to_string(),
        false => c.to_string(),
    };
    text.chars().map(shown).collect()
}

/// The same of a JSON text, which stays one: there they can only be in its strings.
pub(crate) fn harmless_json(json: &str) -> String {
    let shown = |c: char| match c.is_control() {
        true => format!("\\u{:04x}", u32::from(c)),
        false => c.to_string(),
    };
    json.chars().map(shown).collect()
}

/// A value as a server shows it, in one line; dots where it goes on.
pub(crate) fn glance(shown: &Value) -> String {
    let json = harmless_json(shown["json"].as_str().unwrap_or_default());
    match shown["is_cut"] == true {
        true => format!("{json}…"),
        false => json,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_speaks_to_the_terminal() {
        assert_eq!(harmless("büro:7"), "büro:7");
        assert_eq!(harmless("a\u{1b}[2J\n\u{9b}m"), "a\\u{1b}[2J\\n\\u{9b}m");
        let json = harmless_json("\"ü\u{9b}m\"");
        assert_eq!(json, "\"ü\\u009bm\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), "ü\u{9b}m");
    }

    #[test]
    fn any_text_fits_into_a_query() {
        assert_eq!(encoded("a-b_c.~1"), "a-b_c.~1");
        assert_eq!(
            encoded("büro&x=1 %+#\n"),
            "b%C3%BCro%26x%3D1%20%25%2B%23%0A"
        );
    }
}
