//! The time of sending, within a message: put there by its sender, found by its receivers without parsing.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Where the stamp goes.
const PLACE: &str = "$time";

/// `~`, the time in nanoseconds, `.`, the sender: `~0000000000000000.000000`
const LENGTH: usize = 1 + TIME + 1 + SENDER;
const TIME: usize = 16;
const SENDER: usize = 6;

/// A payload with a place for the stamp.
#[derive(Debug)]
pub(super) struct Template {
    before: String,
    after: String,
}

impl Template {
    /// From JSON, or a file that holds it.
    pub(super) fn read(given: &str) -> Result<Template> {
        let text = match given.trim_start().starts_with('{') {
            true => given.to_owned(),
            false => std::fs::read_to_string(Path::new(given)).with_context(|| {
                format!("--payload is neither a JSON object nor a file: {given}")
            })?,
        };
        Template::new(&text)
    }

    fn new(text: &str) -> Result<Template> {
        let value: Value = serde_json::from_str(text).context("--payload is not JSON")?;
        if !value.get("message_type").is_some_and(Value::is_string) {
            bail!(
                "--payload has no `message_type`\n\nexpected: a message as clients send it, such as {{\"message_type\":\"Note\",\"text\":\"{PLACE}\"}}"
            );
        }
        let text = value.to_string();
        match text.split_once(PLACE) {
            Some((before, after)) => Ok(Template {
                before: before.to_owned(),
                after: after.to_owned(),
            }),
            None => bail!(
                "--payload has no place for the time of sending\n\nhelp: let one of its strings say `{PLACE}`, one that the rules broadcast: by it a message that comes back is measured"
            ),
        }
    }

    /// The frame of a sender, without the stamp: what comes before and after it.
    pub(super) fn frame(&self, room: &str, user: &str) -> (String, String) {
        let before = format!(
            r#"{{"type":"send_message","room":"{room}","userId":"{user}","payload":{}"#,
            self.before
        );
        (before, format!("{}}}", self.after))
    }
}

/// When a message was sent, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// By the run's clock; for an open loop when it should have been sent.
    pub(super) time: u64,
    pub(super) sender: usize,
}

impl Stamp {
    pub(super) fn write(self, out: &mut String) {
        let _ = write!(out, "~{:0TIME$}.{:0SENDER$}", self.time, self.sender);
    }

    /// Finds it in a message. `hint` is where the last one was, for they look alike.
    pub(super) fn find(bytes: &[u8], hint: &mut usize) -> Option<Stamp> {
        if let Some(stamp) = bytes.get(*hint..).and_then(Stamp::read) {
            return Some(stamp);
        }
        let places = (0..bytes.len()).filter(|at| bytes[*at] == b'~');
        let (at, stamp) = places
            .filter_map(|at| Some((at, Stamp::read(&bytes[at..])?)))
            .next()?;
        *hint = at;
        Some(stamp)
    }

    fn read(bytes: &[u8]) -> Option<Stamp> {
        let bytes = bytes.get(..LENGTH)?;
        if bytes[0] != b'~' || bytes[1 + TIME] != b'.' {
            return None;
        }
        Some(Stamp {
            time: digits(&bytes[1..=TIME])?,
            sender: usize::try_from(digits(&bytes[2 + TIME..])?).ok()?,
        })
    }
}

fn digits(bytes: &[u8]) -> Option<u64> {
    bytes.iter().try_fold(0_u64, |number, byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + u64::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_found_where_it_was_put() {
        let template = Template::new(r#"{"message_type":"Note","text":"~ at $time."}"#).unwrap();
        let (mut frame, after) = template.frame("r", "u");
        let stamp = Stamp {
            time: 123_456_789,
            sender: 42,
        };
        stamp.write(&mut frame);
        frame.push_str(&after);
        serde_json::from_str::<Value>(&frame).unwrap();
        let mut hint = 0;
        assert_eq!(Stamp::find(frame.as_bytes(), &mut hint), Some(stamp));
        assert!(frame[hint..].starts_with("~0000000123456789.000042"));
        assert_eq!(Stamp::find(frame.as_bytes(), &mut hint), Some(stamp));
        assert_eq!(Stamp::find(b"~no stamp", &mut hint), None);
    }

    #[test]
    fn a_payload_says_what_it_lacks() {
        let lacks = |text: &str| Template::new(text).unwrap_err().to_string();
        assert!(lacks("{").contains("not JSON"));
        assert!(lacks(r#"{"text":"$time"}"#).contains("message_type"));
        assert!(lacks(r#"{"message_type":"Note"}"#).contains("$time"));
    }
}
