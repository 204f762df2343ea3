//! The time of sending, put into a message by its sender, and found without parsing in what comes back.
//!
//! Where the payload has a place for it, all who get the message find it. Else it is the frame's `id`, and its sender finds it in the answer.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Where the stamp goes in a payload.
const PLACE: &str = "$time";

/// `~`, the time in nanoseconds, `.`, the sender: `~0000000000000000.000000`
const LENGTH: usize = 1 + TIME + 1 + SENDER;
const TIME: usize = 16;
const SENDER: usize = 6;

/// A payload, and where the stamp goes.
#[derive(Debug)]
pub(super) struct Template(Payload);

#[derive(Debug)]
enum Payload {
    /// With a place for the stamp between these.
    Stamped { before: String, after: String },
    /// Without one.
    Plain(String),
}

/// What the time of a message is taken by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Timed {
    /// The message itself, where it arrives.
    Arrivals,
    /// The server's answer to its sender.
    Answers,
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
        Ok(Template(match text.split_once(PLACE) {
            Some((before, after)) => Payload::Stamped {
                before: before.to_owned(),
                after: after.to_owned(),
            },
            None => Payload::Plain(text),
        }))
    }

    pub(super) fn timed(&self) -> Timed {
        match &self.0 {
            Payload::Stamped { .. } => Timed::Arrivals,
            Payload::Plain(_) => Timed::Answers,
        }
    }

    /// The frame of a sender, without the stamp: what comes before and after it.
    pub(super) fn frame(&self, room: &str, user: &str) -> (String, String) {
        let head = format!(r#"{{"type":"send_message","room":"{room}","userId":"{user}""#);
        match &self.0 {
            Payload::Stamped { before, after } => (
                format!(r#"{head},"payload":{before}"#),
                format!("{after}}}"),
            ),
            Payload::Plain(payload) => (
                format!(r#"{head},"id":""#),
                format!(r#"","payload":{payload}}}"#),
            ),
        }
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
    fn without_a_place_the_stamp_is_the_id() {
        let template = Template::new(r#"{"message_type":"Press"}"#).unwrap();
        assert_eq!(template.timed(), Timed::Answers);
        let (mut frame, after) = template.frame("r", "u");
        let stamp = Stamp { time: 7, sender: 1 };
        stamp.write(&mut frame);
        frame.push_str(&after);
        let frame: Value = serde_json::from_str(&frame).unwrap();
        assert_eq!(frame["id"], "~0000000000000007.000001");
        assert_eq!(frame["payload"]["message_type"], "Press");
    }

    #[test]
    fn a_payload_says_what_it_lacks() {
        let lacks = |text: &str| Template::new(text).unwrap_err().to_string();
        assert!(lacks("{").contains("not JSON"));
        assert!(lacks(r#"{"text":"$time"}"#).contains("message_type"));
    }
}
