//! The payload checker: bytes in, a [`Tape`] or every [`Problem`] out.
//!
//! It works straight on the bytes: no tree is built, and what it finds where is on the tape,
//! so that a later stage builds values without parsing again. It accepts what `serde_json`
//! accepts into the model's own struct, less what a client could not send or read back:
//!
//! - integers beyond ±(2^53−1); numbers beyond an `f64`, and for `f32` beyond that, anywhere in the text;
//! - what is past the [`Limits`];
//! - text that is not UTF-8, and lone surrogates in strings that no field reads;
//! - structs and tagged enums written as arrays, tags that are numbers or objects, `{}` for a unit;
//! - spellings of dates and UUIDs that the crates understand beyond those that they write;
//! - what the model's own `#[validate(..)]` excludes.
//!
//! The one thing that it accepts and `serde` may not is a date-time with the name of a time zone: it checks the form,
//! and has no database to look the zone up in.

mod cursor;
mod describe;
mod format;
mod keys;
mod listed;
mod objects;
mod problem;
mod program;
mod run;
mod tape;

use std::borrow::Cow;

use crate::{Direction, Envelope, Schema, TypeId};
use cursor::Stop;
use keys::Keys;
pub use problem::{Problem, ProblemKind};
use program::{Check, NodeId, Program};
use run::{Noted, Run};
pub use tape::{Kind, Tape, ValueRef};

/// The key under which a payload names its message.
pub const MESSAGE_TYPE: &str = "message_type";

/// The key of a message that is no object.
pub const VALUE: &str = "value";

/// How much a payload may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in all. At most `u32::MAX`.
    pub size: usize,
    /// Arrays and objects in each other. At most 120, which the stack of a thread can bear.
    pub depth: usize,
    /// Bytes of one string, as sent.
    pub string: usize,
    /// Items of one array, or entries of one object.
    pub items: usize,
}

impl Default for Limits {
    /// 1 MiB in all, 64 deep, strings of 256 KiB, 65,536 items.
    fn default() -> Limits {
        Limits {
            size: 1 << 20,
            depth: 64,
            string: 256 << 10,
            items: 1 << 16,
        }
    }
}

/// A schema, ready to check payloads. Made once; checks need no lock.
#[derive(Debug)]
pub struct Checker {
    program: Program,
    messages: Vec<Message>,
    names: Keys,
    limits: Limits,
}

/// What a payload comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Carrier {
    Message,
    Join,
}

#[derive(Debug)]
struct Message {
    name: String,
    id: TypeId,
    envelope: Envelope,
    direction: Direction,
}

impl Checker {
    /// Compiles a schema.
    pub fn new(schema: &Schema, limits: Limits) -> Checker {
        let message = |(id, def, message): (TypeId, &crate::TypeDef, &crate::Message)| Message {
            name: def.name.clone(),
            id,
            envelope: schema.envelope(id),
            direction: message.direction,
        };
        let messages: Vec<Message> = schema.messages().map(message).collect();
        let mut names = Keys::default();
        for (place, message) in messages.iter().enumerate() {
            names.add([&message.name], place);
        }
        Checker {
            program: Program::compile(schema),
            messages,
            names,
            limits: Limits {
                size: limits.size.min(u32::MAX as usize - 1),
                depth: limits.depth.min(120),
                ..limits
            },
        }
    }

    /// Checks the JSON of one value. The tape is filled where it passes, and is to be ignored where not.
    ///
    /// # Errors
    /// All that is wrong, in the order of the text; the first 64 where there are more.
    pub fn check(&self, ty: TypeId, bytes: &[u8], tape: &mut Tape) -> Result<(), Vec<Problem>> {
        self.readable(bytes)?;
        self.run(bytes, tape, |run| run.value(self.program.of(ty)))
    }

    /// Checks a `send_message` frame's `payload`, an object with its `message_type`, and tells which
    /// message it is. The tape's root is the message.
    ///
    /// # Errors
    /// As [`Checker::check`].
    pub fn check_payload(&self, bytes: &[u8], tape: &mut Tape) -> Result<TypeId, Vec<Problem>> {
        self.carried(bytes, tape, Carrier::Message)
    }

    /// Checks a `join_room` frame's `payload`, as [`Checker::check_payload`] does: a message that comes with a join. Any other
    /// is an unknown one here.
    ///
    /// # Errors
    /// As [`Checker::check`].
    pub fn check_join(&self, bytes: &[u8], tape: &mut Tape) -> Result<TypeId, Vec<Problem>> {
        self.carried(bytes, tape, Carrier::Join)
    }

    fn carried(
        &self,
        bytes: &[u8],
        tape: &mut Tape,
        carrier: Carrier,
    ) -> Result<TypeId, Vec<Problem>> {
        self.readable(bytes)?;
        let name = self.message_type(bytes)?;
        let found = self.names.find(name.text.as_bytes());
        let is_known = |place: &usize| match carrier {
            // That a message goes another way is for the caller to say: it is one of the app's.
            Carrier::Message => true,
            Carrier::Join => self.messages[*place].direction == Direction::Join,
        };
        let Some(place) = found.filter(is_known) else {
            return Err(vec![self.unknown_message(&name, carrier)]);
        };
        let Message { id, envelope, .. } = self.messages[place];
        let node = self.program.of(id);
        self.run(bytes, tape, |run| run.message(node, envelope, name.first))?;
        Ok(id)
    }

    /// Checks a text that is readable.
    fn run<'a>(
        &'a self,
        bytes: &'a [u8],
        tape: &'a mut Tape,
        check: impl FnOnce(&mut Run<'a>) -> Result<(), Stop>,
    ) -> Result<(), Vec<Problem>> {
        let mut run = Run::new(&self.program, bytes, &self.limits, tape);
        let result = check(&mut run).and_then(|()| run.cursor.end());
        if result.is_ok() && run.noted.is_empty() {
            return Ok(());
        }
        Err(self.problems(bytes, run))
    }

    fn readable(&self, bytes: &[u8]) -> Result<(), Vec<Problem>> {
        let problem = |kind, offset, expected: String, found: &str| Problem {
            kind,
            path: String::new(),
            offset,
            expected,
            found: found.to_owned(),
        };
        if bytes.len() > self.limits.size {
            let expected = format!("at most {} bytes", self.limits.size);
            let found = format!("{} bytes", bytes.len());
            let kind = ProblemKind::Limit;
            return Err(vec![problem(kind, self.limits.size, expected, &found)]);
        }
        simdutf8::compat::from_utf8(bytes)
            .map(drop)
            .map_err(|error| {
                let at = error.valid_up_to();
                let found = "bytes that are none";
                vec![problem(ProblemKind::Syntax, at, "UTF-8".to_owned(), found)]
            })
    }

    #[cold]
    fn problems(&self, bytes: &[u8], run: Run<'_>) -> Vec<Problem> {
        let fault = run.fault();
        let noted = run.noted.into_iter().map(|n| (ProblemKind::Mismatch, n));
        // Where there is no value at all, what it should have been is not the news.
        let broken = fault.as_ref().map(|(_, fault)| fault.at);
        let noted = noted.filter(|(_, noted)| noted.missing.is_some() || Some(noted.at) != broken);
        let mut all: Vec<(ProblemKind, Noted)> = noted.chain(fault).collect();
        all.sort_by_key(|(_, noted)| noted.at);
        let offsets: Vec<usize> = all.iter().map(|(_, noted)| noted.at).collect();
        let paths = problem::paths(bytes, &self.limits, &offsets);
        let finish = |((kind, noted), mut path): ((ProblemKind, Noted), String)| {
            if let Some(key) = &noted.missing {
                problem::push_key(&mut path, key);
            }
            let found = || problem::found(bytes, &self.limits, noted.at);
            Problem {
                kind,
                path,
                offset: noted.at,
                found: noted.found.unwrap_or_else(found),
                expected: noted.expected,
            }
        };
        all.into_iter().zip(paths).map(finish).collect()
    }

    /// The payload's `message_type`, which is the first key as a rule.
    fn message_type<'b>(&'b self, bytes: &'b [u8]) -> Result<MessageType<'b>, Vec<Problem>> {
        let mut cursor = cursor::Cursor::new(bytes, &self.limits);
        let found = find_message_type(&mut cursor);
        if let Ok(Some(name)) = found {
            return Ok(name);
        }
        if cursor.fault.is_some() {
            // The text is no JSON, which the check itself says best.
            let mut tape = Tape::new();
            let skip = |run: &mut Run<'_>| run.cursor.skip();
            self.run(bytes, &mut tape, skip)?;
        }
        let object = bytes.trim_ascii_start().first() == Some(&b'{');
        Err(vec![Problem {
            kind: ProblemKind::MessageType,
            path: if object {
                MESSAGE_TYPE.to_owned()
            } else {
                String::new()
            },
            offset: 0,
            expected: match object {
                true => "the name of a message".to_owned(),
                false => "an object with a `message_type`".to_owned(),
            },
            found: match object {
                true => "nothing, or no string".to_owned(),
                false => problem::found(bytes, &self.limits, 0),
            },
        }])
    }

    #[cold]
    fn unknown_message(&self, name: &MessageType<'_>, carrier: Carrier) -> Problem {
        // A payload comes from a client, who can't mean what the server alone says.
        let fits = |message: &&Message| match carrier {
            Carrier::Message => message.direction.is_from_clients(),
            Carrier::Join => message.direction == Direction::Join,
        };
        let messages = self.messages.iter().filter(fits);
        let mut names: Vec<&str> = messages.map(|message| message.name.as_str()).collect();
        names.sort_unstable();
        let mut expected = match (carrier, names.is_empty()) {
            (Carrier::Join, true) => {
                "no payload, for this app has no message that comes with a join".to_owned()
            }
            _ => problem::one_of(names.iter().copied()),
        };
        // What is longer than any name is not compared to them whole.
        let text: String = name.text.chars().take(200).collect();
        if let Some(likely) = likely(&text, &names) {
            expected.push_str(&format!(" (did you mean {}?)", problem::quote(likely)));
        }
        Problem {
            kind: ProblemKind::UnknownMessage,
            path: MESSAGE_TYPE.to_owned(),
            offset: name.at,
            expected,
            found: format!("the string {}", problem::quote(&text)),
        }
    }
}

/// The message that was probably meant. Whether a letter is upper or lower case doesn't count.
fn likely<'n>(text: &str, names: &[&'n str]) -> Option<&'n str> {
    let text = text.to_lowercase();
    let scored = names
        .iter()
        .map(|name| (strsim::jaro_winkler(&name.to_lowercase(), &text), *name));
    let (score, best) = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (score > 0.8).then_some(best)
}

struct MessageType<'b> {
    text: Cow<'b, str>,
    at: usize,
    /// Whether it is the object's first entry, and where the text goes on after it.
    first: Option<usize>,
}

fn find_message_type<'b>(cursor: &mut cursor::Cursor<'b>) -> Result<Option<MessageType<'b>>, Stop> {
    if cursor.peek() != b'{' {
        return Ok(None);
    }
    cursor.open()?;
    let mut seen = 0;
    while cursor.next(b'}', seen)? {
        let key = cursor.key()?;
        if cursor.is(key, MESSAGE_TYPE) {
            if cursor.byte() != b'"' {
                return Ok(None);
            }
            let at = cursor.pos;
            let name = cursor.string()?;
            return Ok(Some(MessageType {
                text: cursor.text(name),
                at,
                first: (seen == 0).then_some(cursor.pos),
            }));
        }
        cursor.skip()?;
        seen += 1;
    }
    Ok(None)
}

impl<'a> Run<'a> {
    /// A whole payload. `first` is where it goes on after a leading `message_type`.
    fn message(
        &mut self,
        id: NodeId,
        envelope: Envelope,
        first: Option<usize>,
    ) -> Result<(), Stop> {
        self.cursor.peek();
        let start = self.cursor.pos;
        match (envelope, self.program.get(id), first) {
            (Envelope::Inline, Check::Struct(check), Some(behind))
                if check.flattened.is_empty() =>
            {
                self.cursor.open()?;
                self.cursor.pos = behind;
                self.members(check, start, 1, Some(MESSAGE_TYPE))
            }
            (Envelope::Inline, ..) => self.enveloped(|run, rest| run.check_listed(id, rest)),
            (Envelope::Value, ..) => self.enveloped(|run, rest| run.envelope_value(id, rest)),
        }
    }
}
