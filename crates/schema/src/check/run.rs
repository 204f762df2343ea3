//! One check of one payload: values whose kind is known from the model alone.
//!
//! The cursor stands on a value's first byte when a method here is called, and behind the
//! value when it returns. What doesn't fit is noted and stepped over, so that all problems
//! of a payload are told at once; in a trial (an untagged enum trying its variants) the first
//! one ends the trial instead.

use std::collections::BTreeMap;

use super::cursor::{Cursor, FaultKind, Stop, Str};
use super::format;
use super::problem;
use super::program::{Check, NodeId, Program};
use super::tape::{Kind, Tape};
use super::{Limits, listed::Entry};
use crate::{Float, Length, MapKey};

/// More problems than this are not listed.
const MOST_PROBLEMS: usize = 64;

pub(super) struct Run<'a> {
    pub(super) program: &'a Program,
    pub(super) cursor: Cursor<'a>,
    pub(super) tape: &'a mut Tape,
    pub(super) noted: Vec<Noted>,
    pub(super) trials: u32,
    /// The entries of objects that had to be looked through before they could be checked.
    pub(super) entries: Vec<Entry>,
    /// By untagged enum and place: the variant that fits. Without it, nested untagged enums
    /// would be tried exponentially often.
    pub(super) choices: BTreeMap<(NodeId, usize), Option<usize>>,
}

/// A problem before its path is known.
#[derive(Debug)]
pub(super) struct Noted {
    pub(super) at: usize,
    /// A key that is not there, to be put behind the path.
    pub(super) missing: Option<String>,
    pub(super) expected: String,
    /// What is there, where it isn't the value at `at` that tells.
    pub(super) found: Option<String>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        program: &'a Program,
        bytes: &'a [u8],
        limits: &'a Limits,
        tape: &'a mut Tape,
    ) -> Run<'a> {
        tape.clear();
        Run {
            program,
            cursor: Cursor::new(bytes, limits),
            tape,
            noted: Vec::new(),
            trials: 0,
            entries: Vec::new(),
            choices: BTreeMap::new(),
        }
    }

    /// Notes a problem, or ends the trial.
    pub(super) fn refuse(&mut self, note: impl FnOnce(&Self) -> Noted) -> Result<(), Stop> {
        if self.trials > 0 || self.noted.len() >= MOST_PROBLEMS {
            return Err(Stop::Mismatch);
        }
        let noted = note(self);
        self.noted.push(noted);
        Ok(())
    }

    /// Notes that the value at `at` is not what this node describes.
    #[cold]
    pub(super) fn refuse_value(&mut self, at: usize, id: NodeId) -> Result<(), Stop> {
        self.refuse(|run| Noted {
            at,
            missing: None,
            expected: run.program.describe(id),
            found: None,
        })
    }

    /// The same for the value here, which is then stepped over.
    #[cold]
    pub(super) fn mismatch(&mut self, id: NodeId) -> Result<(), Stop> {
        self.refuse_value(self.cursor.pos, id)?;
        self.cursor.skip()
    }

    /// Checks the value here.
    pub(super) fn value(&mut self, mut id: NodeId) -> Result<(), Stop> {
        let first = self.cursor.peek();
        let mut check = self.program.get(id);
        while let Check::Option(inside) | Check::Same(inside) = check {
            if first == b'n' && matches!(check, Check::Option(_)) {
                return self.null();
            }
            id = *inside;
            check = self.program.get(id);
        }
        match check {
            Check::Bool => self.boolean(first, id),
            Check::String(length) => self.string(first, id, *length),
            Check::Char => self.character(first, id),
            Check::Int { min, max } => self.integer(first, id, *min, *max),
            Check::Float { float, min, max } => self.float(first, id, *float, *min..=*max),
            Check::List(item, length) => self.list(first, id, *item, *length),
            Check::Tuple(items) => self.tuple(first, id, items),
            Check::Map(key, value, length) => self.map(first, id, (*key, *value), *length),
            Check::Json => self.json(),
            Check::Format(format) => self.formatted(first, id, *format),
            Check::Unit if first == b'n' => self.null(),
            Check::Unit => self.mismatch(id),
            Check::Struct(_) if first != b'{' => self.mismatch(id),
            Check::Struct(check) => self.structure(check),
            Check::Enum(check) => self.enumeration(first, id, check),
            Check::Option(_) | Check::Same(_) => unreachable!("stepped into above"),
        }
    }

    fn null(&mut self) -> Result<(), Stop> {
        let start = self.cursor.pos;
        self.cursor.word(b"null")?;
        self.tape.push(Kind::Null, start..self.cursor.pos, 0);
        Ok(())
    }

    fn boolean(&mut self, first: u8, id: NodeId) -> Result<(), Stop> {
        let start = self.cursor.pos;
        match first {
            b't' => self.cursor.word(b"true")?,
            b'f' => self.cursor.word(b"false")?,
            _ => return self.mismatch(id),
        }
        let value = u64::from(first == b't');
        self.tape.push(Kind::Bool, start..self.cursor.pos, value);
        Ok(())
    }

    #[inline]
    fn integer(&mut self, first: u8, id: NodeId, min: i64, max: i64) -> Result<(), Stop> {
        if !matches!(first, b'-' | b'0'..=b'9') {
            return self.mismatch(id);
        }
        let number = self.cursor.number()?;
        match number.integer() {
            Some(value) if min <= value && value <= max => {
                let span = number.start..number.end;
                self.tape.push(Kind::Int, span, value.cast_unsigned());
                Ok(())
            }
            _ => self.refuse_value(number.start, id),
        }
    }

    fn float(
        &mut self,
        first: u8,
        id: NodeId,
        float: Float,
        range: std::ops::RangeInclusive<f64>,
    ) -> Result<(), Stop> {
        if !matches!(first, b'-' | b'0'..=b'9') {
            return self.mismatch(id);
        }
        let number = self.cursor.number()?;
        let value = number.float(self.cursor.bytes);
        #[allow(clippy::cast_possible_truncation)]
        let finite = float == Float::F64 || (value as f32).is_finite();
        if !finite || !range.contains(&value) {
            return self.refuse_value(number.start, id);
        }
        let span = number.start..number.end;
        self.tape.push(Kind::Float, span, value.to_bits());
        Ok(())
    }

    #[inline]
    fn string(&mut self, first: u8, id: NodeId, length: Length) -> Result<(), Stop> {
        if first != b'"' {
            return self.mismatch(id);
        }
        let string = self.cursor.string()?;
        self.push_string(string);
        if length == Length::default() {
            return Ok(());
        }
        let count = self.cursor.text(string).chars().count();
        self.check_length(string.start - 1, id, length, count)
    }

    #[inline]
    pub(super) fn push_string(&mut self, string: Str) {
        let kind = match string.escaped {
            true => Kind::EscapedString,
            false => Kind::PlainString,
        };
        self.tape.push(kind, string.start..string.end, 0);
    }

    pub(super) fn check_length(
        &mut self,
        at: usize,
        id: NodeId,
        length: Length,
        count: usize,
    ) -> Result<(), Stop> {
        let count = count as u64;
        if length.min.is_none_or(|min| min <= count) && length.max.is_none_or(|max| count <= max) {
            return Ok(());
        }
        self.refuse(|run| {
            let unit = match run.program.get(id) {
                Check::String(_) => "character",
                Check::Map(..) => "entry",
                _ => "item",
            };
            Noted {
                at,
                missing: None,
                expected: run.program.describe(id),
                found: Some(format!("one of {}", counted(count, unit))),
            }
        })
    }

    fn character(&mut self, first: u8, id: NodeId) -> Result<(), Stop> {
        if first != b'"' {
            return self.mismatch(id);
        }
        let string = self.cursor.string()?;
        if self.cursor.text(string).chars().count() != 1 {
            return self.refuse_value(string.start - 1, id);
        }
        self.push_string(string);
        Ok(())
    }

    fn formatted(&mut self, first: u8, id: NodeId, format: crate::Format) -> Result<(), Stop> {
        if first != b'"' {
            return self.mismatch(id);
        }
        let string = self.cursor.string()?;
        if !format::matches(format, &self.cursor.text(string)) {
            return self.refuse_value(string.start - 1, id);
        }
        self.push_string(string);
        Ok(())
    }

    fn json(&mut self) -> Result<(), Stop> {
        let start = self.cursor.pos;
        self.cursor.skip()?;
        self.tape.push(Kind::Json, start..self.cursor.pos, 0);
        Ok(())
    }

    fn list(&mut self, first: u8, id: NodeId, item: NodeId, length: Length) -> Result<(), Stop> {
        if first != b'[' {
            return self.mismatch(id);
        }
        let start = self.cursor.pos;
        let node = self.tape.push(Kind::List, start..start, 0);
        self.cursor.open()?;
        let mut count = 0;
        while self.cursor.next(b']', count)? {
            self.value(item)?;
            count += 1;
        }
        self.tape.nodes[node].value = count as u64;
        self.tape.close(node, self.cursor.pos);
        self.check_length(start, id, length, count)
    }

    fn tuple(&mut self, first: u8, id: NodeId, items: &[NodeId]) -> Result<(), Stop> {
        if first != b'[' {
            return self.mismatch(id);
        }
        let start = self.cursor.pos;
        let node = self.tape.push(Kind::List, start..start, items.len() as u64);
        self.cursor.open()?;
        let mut count = 0;
        while self.cursor.next(b']', count)? {
            match items.get(count) {
                Some(item) => self.value(*item)?,
                None => self.cursor.skip()?,
            }
            count += 1;
        }
        self.tape.close(node, self.cursor.pos);
        let exactly = Some(items.len() as u64);
        let length = Length {
            min: exactly,
            max: exactly,
        };
        self.check_length(start, id, length, count)
    }

    fn map(
        &mut self,
        first: u8,
        id: NodeId,
        (key, value): (MapKey, NodeId),
        length: Length,
    ) -> Result<(), Stop> {
        if first != b'{' {
            return self.mismatch(id);
        }
        let start = self.cursor.pos;
        let node = self.tape.push(Kind::Map, start..start, 0);
        self.cursor.open()?;
        let mut count = 0;
        while self.cursor.next(b'}', count)? {
            let name = self.cursor.key()?;
            self.map_key(key, name)?;
            self.value(value)?;
            count += 1;
        }
        self.tape.nodes[node].value = count as u64;
        self.tape.close(node, self.cursor.pos);
        self.check_length(start, id, length, count)
    }

    pub(super) fn map_key(&mut self, key: MapKey, name: Str) -> Result<(), Stop> {
        let MapKey::Int(int) = key else {
            self.push_string(name);
            return Ok(());
        };
        let (min, max) = int.bounds();
        let text = &self.cursor.bytes[name.start..name.end];
        match canonical_integer(text) {
            Some(value) if min <= value && value <= max => {
                let span = name.start..name.end;
                self.tape.push(Kind::Int, span, value.cast_unsigned());
                Ok(())
            }
            _ => self.refuse(|run| Noted {
                at: name.start - 1,
                missing: None,
                expected: format!("a key that is an integer from {min} to {max}"),
                found: Some(format!(
                    "the key {}",
                    problem::quote(&run.cursor.text(name))
                )),
            }),
        }
    }

    /// The problem of a text that is no JSON or is past a limit.
    pub(super) fn fault(&self) -> Option<(super::ProblemKind, Noted)> {
        let fault = self.cursor.fault?;
        let limits = self.cursor.limits;
        let (kind, expected, found) = match fault.kind {
            FaultKind::Syntax(wanted) => {
                let found = byte_found(self.cursor.bytes, fault.at);
                (super::ProblemKind::Syntax, wanted.to_owned(), found)
            }
            FaultKind::TooDeep => limit(
                format!("arrays and objects at most {} deep", limits.depth),
                "a deeper one",
            ),
            FaultKind::LongString => limit(
                format!("strings of at most {} bytes", limits.string),
                "a longer one",
            ),
            FaultKind::ManyItems => limit(
                format!("at most {} items or entries", limits.items),
                "one more",
            ),
            FaultKind::InfiniteNumber => {
                limit("a number that 64 bits can hold".to_owned(), "a greater one")
            }
        };
        let noted = Noted {
            at: fault.at,
            missing: None,
            expected,
            found: Some(found),
        };
        Some((kind, noted))
    }
}

fn limit(expected: String, found: &str) -> (super::ProblemKind, String, String) {
    (super::ProblemKind::Limit, expected, found.to_owned())
}

/// The integer whose shortest decimal text this is.
fn canonical_integer(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?;
    let digits = text.strip_prefix('-').unwrap_or(text);
    let canonical =
        digits == "0" && text == "0" || digits.starts_with(|c| ('1'..='9').contains(&c));
    canonical.then(|| text.parse().ok()).flatten()
}

fn byte_found(bytes: &[u8], at: usize) -> String {
    let text = std::str::from_utf8(bytes.get(at..).unwrap_or(b""));
    match text.ok().and_then(|rest| rest.chars().next()) {
        None if at >= bytes.len() => "the end of the text".to_owned(),
        Some(c) if !c.is_control() => format!("`{c}`"),
        Some(c) => format!("the control character U+{:04X}", u32::from(c)),
        None => "half of a character".to_owned(),
    }
}

pub(super) fn counted(count: u64, unit: &str) -> String {
    match (count, unit) {
        (1, _) => format!("1 {unit}"),
        (_, "entry") => format!("{count} entries"),
        _ => format!("{count} {unit}s"),
    }
}
