//! From JSON in the guest's memory to text, as `JSON.stringify` writes it.
//!
//! It needs no stack of the machine's, however deep a value nests, and no more room than the guest has left: a value
//! that shares its parts may be written far longer than it is.

use std::ops::Range;

use super::Result;
use super::unit::Unit as _;
use crate::Fault;
use crate::foreign::{Block, Foreign, foreign};
use crate::heap::{Heap, Value};
use crate::text::Units;

/// A value as text, with so many spaces for each level; 0 writes all on one line.
///
/// # Errors
/// Where the value is none of JSON, or the text would be longer than the guest's memory.
pub fn write(heap: &mut Heap<'_>, indent: usize, value: Value) -> Result<String> {
    Ok(match written(heap, indent, value)? {
        Text::Narrow(bytes) if bytes.is_ascii() => {
            String::from_utf8(bytes).map_err(|_| Fault::Corrupt)?
        }
        Text::Narrow(bytes) => bytes.into_iter().map(char::from).collect(),
        Text::Wide(units) => String::from_utf16_lossy(&units),
    })
}

/// The same, as a string of Elm's.
pub(super) fn encode(heap: &mut Heap<'_>, indent: usize, value: Value) -> Result {
    match written(heap, indent, value)? {
        Text::Narrow(bytes) => heap.string_of_latin1(&bytes),
        Text::Wide(units) => heap.string_of(&units),
    }
}

fn written(heap: &mut Heap<'_>, indent: usize, value: Value) -> Result<Text> {
    let mut writer = Writer {
        indent,
        text: Text::Narrow(Vec::new()),
        open: Vec::new(),
        names: [const { (0, 0..0) }; NAMES],
    };
    writer.value(heap, value)?;
    while let Some(open) = writer.open.last_mut() {
        let (block, place, object) = (open.block, open.next, open.object);
        open.next += 1;
        if place == block.count {
            writer.close(place, object);
        } else {
            writer.part(heap, block, place, object)?;
        }
        if writer.text.size() > heap.free()? {
            return Err(Fault::Memory);
        }
    }
    Ok(writer.text)
}

/// Latin-1 as long as that will do.
enum Text {
    Narrow(Vec<u8>),
    Wide(Vec<u16>),
}

impl Text {
    fn size(&self) -> usize {
        match self {
            Text::Narrow(bytes) => bytes.len(),
            Text::Wide(units) => 2 * units.len(),
        }
    }

    fn units(&self) -> usize {
        match self {
            Text::Narrow(bytes) => bytes.len(),
            Text::Wide(units) => units.len(),
        }
    }

    fn latin1(&mut self, added: &[u8]) {
        match self {
            Text::Narrow(bytes) => bytes.extend_from_slice(added),
            Text::Wide(units) => units.extend(added.iter().copied().map(u16::from)),
        }
    }

    fn push(&mut self, unit: u16) {
        match self {
            Text::Wide(units) => units.push(unit),
            Text::Narrow(bytes) => match u8::try_from(unit) {
                Ok(byte) => bytes.push(byte),
                Err(_) => {
                    let mut units: Vec<u16> = bytes.iter().copied().map(u16::from).collect();
                    units.push(unit);
                    *self = Text::Wide(units);
                }
            },
        }
    }
}

/// An array or object that is not closed yet.
#[derive(Clone, Copy)]
struct Open {
    block: Block,
    object: bool,
    next: u32,
}

struct Writer {
    indent: usize,
    text: Text,
    open: Vec<Open>,
    /// Where a name stands in the text, with what is around it, by the address of its string. Most are written again and again.
    names: [(u32, Range<usize>); NAMES],
}

/// So many names are remembered.
const NAMES: usize = 64;

impl Writer {
    fn line(&mut self, depth: usize) {
        const SPACES: [u8; 64] = [b' '; 64];
        if self.indent == 0 {
            return;
        }
        self.text.latin1(b"\n");
        let mut spaces = self.indent * depth;
        while spaces > 0 {
            let some = spaces.min(SPACES.len());
            self.text.latin1(&SPACES[..some]);
            spaces -= some;
        }
    }

    /// A value; of an array or object, what opens it.
    fn value(&mut self, heap: &mut Heap<'_>, value: Value) -> Result<()> {
        match foreign(heap, value)? {
            Foreign::Integer(number) => self.integer(number),
            Foreign::Float(float) if float.is_finite() => {
                let mut buffer = ryu_js::Buffer::new();
                self.text.latin1(buffer.format(float).as_bytes());
            }
            Foreign::Float(_) | Foreign::Null => self.text.latin1(b"null"),
            Foreign::Bool(true) => self.text.latin1(b"true"),
            Foreign::Bool(false) => self.text.latin1(b"false"),
            Foreign::String(string) => self.string(heap.units(string)?),
            Foreign::Array(block) => self.begin(block, false),
            Foreign::Object(block) => self.begin(block, true),
            _ => return Err(Fault::Corrupt),
        }
        Ok(())
    }

    fn integer(&mut self, number: i32) {
        let mut digits = [0; 11];
        let mut start = digits.len();
        let mut rest = number.unsigned_abs();
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if number < 0 {
            start -= 1;
            digits[start] = b'-';
        }
        self.text.latin1(&digits[start..]);
    }

    fn begin(&mut self, block: Block, object: bool) {
        self.text.latin1(if object { b"{" } else { b"[" });
        self.open.push(Open {
            block,
            object,
            next: 0,
        });
    }

    /// The end of an array or object of so many parts.
    fn close(&mut self, count: u32, object: bool) {
        self.open.pop();
        if count > 0 {
            self.line(self.open.len());
        }
        self.text.latin1(if object { b"}" } else { b"]" });
    }

    /// The part of an array or object at a place.
    fn part(&mut self, heap: &mut Heap<'_>, block: Block, place: u32, object: bool) -> Result<()> {
        if place > 0 {
            self.text.latin1(b",");
        }
        self.line(self.open.len());
        if !object {
            let value = block.word(heap, place)?;
            return self.value(heap, value);
        }
        let name = block.word(heap, 2 * place)?;
        self.name(heap, name)?;
        let value = block.word(heap, 2 * place + 1)?;
        self.value(heap, value)
    }

    fn name(&mut self, heap: &mut Heap<'_>, name: Value) -> Result<()> {
        let address = heap.flat(name)?;
        let known = address as usize / 8 % NAMES;
        if let Text::Narrow(bytes) = &mut self.text
            && self.names[known].0 == address
        {
            bytes.extend_from_within(self.names[known].1.clone());
            return Ok(());
        }
        let start = self.text.units();
        self.string(heap.flat_units(address)?);
        self.text.latin1(if self.indent > 0 { b": " } else { b":" });
        self.names[known] = (address, start..self.text.units());
        Ok(())
    }

    fn string(&mut self, units: Units<'_>) {
        self.text.latin1(b"\"");
        match units {
            Units::Narrow(bytes) => self.narrow(bytes),
            Units::Wide(_) => self.wide(units),
        }
        self.text.latin1(b"\"");
    }

    fn narrow(&mut self, mut bytes: &[u8]) {
        loop {
            let plain = u8::plain(bytes);
            self.text.latin1(&bytes[..plain]);
            let Some(special) = bytes.get(plain) else {
                return;
            };
            self.escape((*special).into());
            bytes = &bytes[plain + 1..];
        }
    }

    fn wide(&mut self, units: Units<'_>) {
        for c in char::decode_utf16(units.iter()) {
            match c {
                Ok('"' | '\\' | '\0'..='\x1F') => self.escape(c.map_or(0, |c| c as u16)),
                Ok(c) => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        self.text.push(*unit);
                    }
                }
                Err(lone) => self.escape(lone.unpaired_surrogate()),
            }
        }
    }

    fn escape(&mut self, unit: u16) {
        let short = match unit {
            0x22 => b'"',
            0x5C => b'\\',
            0x08 => b'b',
            0x09 => b't',
            0x0A => b'n',
            0x0C => b'f',
            0x0D => b'r',
            _ => {
                self.text.latin1(format!("\\u{unit:04x}").as_bytes());
                return;
            }
        };
        self.text.latin1(&[b'\\', short]);
    }
}
