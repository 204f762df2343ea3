//! From text to JSON in the guest's memory, in one go: what is read is written where it stays.
//!
//! It needs no stack of the machine's, however deep a text nests, and time in proportion to the text.

use super::failure::{Failure, message};
use super::names::{is_digit, ordered};
use super::not_json;
use super::number::Number;
use super::shapes::{Name, Shape, Shapes};
use super::unit::Unit;
use crate::Fault;
use crate::foreign::{ARRAY, NULL, OBJECT, of_bool, of_number, of_small, of_words};
use crate::heap::{Heap, Value};
use crate::primitives::{Call, Result};
use crate::text::Units;

pub(super) fn parse(call: &mut Call<'_>, text: Value) -> Result {
    let text = call.heap.flat(text)?;
    match call.heap.flat_units(text)? {
        Units::Narrow(units) => {
            let units = units.to_vec();
            read_units(&mut call.heap, &units)
        }
        units @ Units::Wide(_) => {
            let units = units.to_vec();
            read_units(&mut call.heap, &units)
        }
    }
}

/// A text as a value; what is not JSON is a value that says so.
///
/// # Errors
/// Where there is not enough memory for it.
pub fn read(heap: &mut Heap<'_>, text: &str) -> Result {
    if text.is_ascii() {
        return read_units(heap, text.as_bytes());
    }
    read_units(heap, &text.encode_utf16().collect::<Vec<u16>>())
}

fn read_units<U: Unit>(heap: &mut Heap<'_>, source: &[U]) -> Result {
    let mut reader = Reader {
        source,
        at: 0,
        heap,
        values: Vec::new(),
        hashes: Vec::new(),
        open: Vec::new(),
        shapes: Shapes::new(),
        names: [NOTHING; NAMES],
        scratch: Vec::new(),
    };
    match reader.document() {
        Ok(value) => Ok(value),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::Failure(failure)) => {
            let said = message(failure, reader.at, source.len(), |at| source[at].code());
            not_json(reader.heap, &said)
        }
    }
}

enum Stop {
    Failure(Failure),
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Fault(fault)
    }
}

/// An array or object that is not closed yet: where its parts begin among the values.
struct Open {
    values: u32,
    names: Names,
}

/// What is known of an object's names.
#[derive(Clone, Copy)]
enum Names {
    /// It is an array, and has none.
    None,
    Shape(Shape),
    /// Where their hashes begin; and whether one begins like an index, so that the order of fields may not be that of the text.
    Hashed {
        start: u32,
        indices: bool,
    },
}

/// So many names are remembered, as most are met again and again.
const NAMES: usize = 128;

const NOTHING: Name = Name {
    start: 0,
    length: u32::MAX,
    hash: 0,
    value: 0,
};

struct Reader<'r, 'm, U> {
    source: &'r [U],
    at: usize,
    heap: &'r mut Heap<'m>,
    values: Vec<Value>,
    hashes: Vec<u32>,
    open: Vec<Open>,
    shapes: Shapes,
    names: [Name; NAMES],
    scratch: Vec<u16>,
}

type Read<T = Value> = std::result::Result<T, Stop>;

impl<U: Unit> Reader<'_, '_, U> {
    fn document(&mut self) -> Read {
        loop {
            let Some(mut value) = self.value()? else {
                continue;
            };
            loop {
                let Some(open) = self.open.last() else {
                    return self.end(value);
                };
                let object = !matches!(open.names, Names::None);
                self.values.push(value);
                self.blank();
                match self.peek() {
                    0x2C => {
                        self.at += 1;
                        if object {
                            self.name(Failure::PropertyName)?;
                        }
                        break;
                    }
                    0x5D if !object => value = self.close_array()?,
                    0x7D if object => value = self.close_object()?,
                    _ if object => return self.fail(Failure::CommaOrBrace),
                    _ => return self.fail(Failure::CommaOrBracket),
                }
            }
        }
    }

    fn end(&mut self, value: Value) -> Read {
        self.blank();
        if self.at < self.source.len() {
            return self.fail(Failure::BehindTheEnd);
        }
        Ok(value)
    }

    fn fail<T>(&self, failure: Failure) -> Read<T> {
        Err(Stop::Failure(failure))
    }

    /// The unit at hand; 0, which is nowhere of use, behind the end.
    fn peek(&self) -> u16 {
        self.source.get(self.at).map_or(0, |unit| unit.code())
    }

    fn blank(&mut self) {
        while matches!(self.peek(), 0x20 | 0x0A | 0x0D | 0x09) {
            self.at += 1;
        }
    }

    /// A value; nothing where an array or object begins that is not empty.
    fn value(&mut self) -> Read<Option<Value>> {
        self.blank();
        let value = match self.peek() {
            0x22 => {
                let string = self.string()?;
                crate::foreign::of_string(string)?
            }
            0x7B => return self.object(),
            0x5B => return self.array(),
            0x2D | 0x30..=0x39 => self.number()?,
            0x74 => self.literal("true", of_bool(true))?,
            0x66 => self.literal("false", of_bool(false))?,
            0x6E => self.literal("null", NULL)?,
            _ => return self.fail(Failure::Token),
        };
        Ok(Some(value))
    }

    fn array(&mut self) -> Read<Option<Value>> {
        self.at += 1;
        self.blank();
        if self.peek() == 0x5D {
            self.at += 1;
            return Ok(Some(of_words(self.heap, ARRAY, 0, &[])?));
        }
        self.begin(Names::None)?;
        Ok(None)
    }

    fn object(&mut self) -> Read<Option<Value>> {
        self.at += 1;
        self.blank();
        if self.peek() == 0x7D {
            self.at += 1;
            return Ok(Some(of_words(self.heap, OBJECT, 0, &[])?));
        }
        self.begin(Names::Shape(Shapes::empty()))?;
        self.name(Failure::PropertyNameOrBrace)?;
        Ok(None)
    }

    fn begin(&mut self, names: Names) -> Read<()> {
        let values = u32::try_from(self.values.len()).map_err(|_| Fault::Memory)?;
        self.open.push(Open { values, names });
        Ok(())
    }

    fn close_array(&mut self) -> Read {
        self.at += 1;
        let start = self.open.pop().map_or(0, |open| open.values as usize);
        let items = &self.values[start..];
        let value = of_words(self.heap, ARRAY, items.len(), items)?;
        self.values.truncate(start);
        Ok(value)
    }

    fn close_object(&mut self) -> Read {
        self.at += 1;
        let open = self.open.pop().ok_or(Fault::Corrupt)?;
        let is_ordered = match open.names {
            Names::None => return Err(Stop::Fault(Fault::Corrupt)),
            Names::Shape(shape) => self.shapes.is_ordered(shape),
            Names::Hashed { start, indices } => {
                let twice = twice(&mut self.hashes[start as usize..]);
                self.hashes.truncate(start as usize);
                !indices && !twice
            }
        };
        let start = open.values as usize;
        let words = &self.values[start..];
        let value = if is_ordered {
            of_words(self.heap, OBJECT, words.len() / 2, words)?
        } else {
            let words = ordered(self.heap, words)?;
            of_words(self.heap, OBJECT, words.len() / 2, &words)?
        };
        self.values.truncate(start);
        Ok(value)
    }

    /// A field's name and the colon behind it.
    fn name(&mut self, failure: Failure) -> Read<()> {
        self.blank();
        if self.peek() != 0x22 {
            return self.fail(failure);
        }
        let open = self.open.last_mut().ok_or(Fault::Corrupt)?;
        match open.names {
            Names::Shape(shape)
                if let Some((next, name)) = self.shapes.step(shape, self.source, self.at + 1) =>
            {
                open.names = Names::Shape(next);
                self.values.push(name.value);
                self.at += name.length as usize + 2;
            }
            names => {
                let names = self.new_name(names)?;
                let open = self.open.last_mut().ok_or(Fault::Corrupt)?;
                open.names = names;
            }
        }
        self.blank();
        if self.peek() != 0x3A {
            // V8 tells of the colon at an object's first name alone.
            return self.fail(match failure {
                Failure::PropertyNameOrBrace => Failure::Colon,
                _ => Failure::Token,
            });
        }
        self.at += 1;
        Ok(())
    }

    /// A name that the object's shape did not tell, and what is known of its names from then on.
    fn new_name(&mut self, names: Names) -> Read<Names> {
        let start = self.at + 1;
        let length = U::plain(&self.source[start..]);
        let plain = self.source.get(start + length).map(|unit| unit.code()) == Some(0x22);
        let name = if plain {
            self.at = start + length + 1;
            self.known(start, length)?
        } else {
            let value = self.string()?;
            let hash = hash(self.heap.units(value)?.iter());
            Name {
                hash,
                value,
                ..NOTHING
            }
        };
        self.values.push(name.value);
        let first = self.heap.units(name.value)?.at(0);
        if let Names::Shape(shape) = names
            && plain
            && let Some(shape) = self.shapes.add(shape, name, first)
        {
            return Ok(Names::Shape(shape));
        }
        Ok(self.hashed(names, name.hash, is_digit(first)))
    }

    /// The same without a shape.
    #[allow(clippy::cast_possible_truncation)]
    fn hashed(&mut self, names: Names, hash: u32, index: bool) -> Names {
        let (start, indices) = match names {
            Names::Hashed { start, indices } => (start, indices),
            Names::None => (0, false),
            Names::Shape(shape) => {
                let start = self.hashes.len();
                self.hashes.extend(self.shapes.hashes(shape));
                // There are fewer hashes than units in the text, and those are fewer than 2^32.
                (start as u32, !self.shapes.is_ordered(shape))
            }
        };
        self.hashes.push(hash);
        Names::Hashed {
            start,
            indices: indices || index,
        }
    }

    /// A name without escapes, which may have been met before.
    fn known(&mut self, start: usize, length: usize) -> Read<Name> {
        let units = &self.source[start..start + length];
        let hash = hash(units.iter().map(|unit| unit.code()));
        let place = hash as usize % NAMES;
        let name = self.names[place];
        if name.length as usize == length {
            let known = name.start as usize;
            if &self.source[known..known + length] == units {
                return Ok(name);
            }
        }
        let name = Name {
            start: u32::try_from(start).map_err(|_| Fault::Memory)?,
            length: u32::try_from(length).map_err(|_| Fault::Memory)?,
            hash,
            value: U::string(self.heap, units)?,
        };
        self.names[place] = name;
        Ok(name)
    }

    fn string(&mut self) -> Read {
        self.at += 1;
        let start = self.at;
        self.at += U::plain(&self.source[start..]);
        if self.peek() == 0x22 {
            let value = U::string(self.heap, &self.source[start..self.at])?;
            self.at += 1;
            return Ok(value);
        }
        self.scratch.clear();
        self.copy(start);
        loop {
            match self.source.get(self.at).map(|unit| unit.code()) {
                None => return self.fail(Failure::UnterminatedString),
                Some(0x22) => {
                    self.at += 1;
                    return Ok(self.heap.string_of(&self.scratch)?);
                }
                Some(0x5C) => {
                    self.at += 1;
                    let unit = self.escape()?;
                    self.scratch.push(unit);
                    let start = self.at;
                    self.at += U::plain(&self.source[start..]);
                    self.copy(start);
                }
                Some(_) => return self.fail(Failure::ControlCharacter),
            }
        }
    }

    fn copy(&mut self, start: usize) {
        let units = self.source[start..self.at].iter();
        self.scratch.extend(units.map(|unit| unit.code()));
    }

    fn escape(&mut self) -> Read<u16> {
        let unit = match self.peek() {
            unit @ (0x22 | 0x2F | 0x5C) => unit,
            0x62 => 0x08,
            0x66 => 0x0C,
            0x6E => 0x0A,
            0x72 => 0x0D,
            0x74 => 0x09,
            0x75 => return self.unicode(),
            // V8 says it otherwise of what is beyond Latin-1, and of the end.
            0x100.. => return self.fail(Failure::Token),
            _ if self.at == self.source.len() => return self.fail(Failure::Token),
            _ => return self.fail(Failure::Escape),
        };
        self.at += 1;
        Ok(unit)
    }

    fn unicode(&mut self) -> Read<u16> {
        let mut unit = 0;
        for _ in 0..4 {
            self.at += 1;
            let digit = char::from_u32(self.peek().into()).and_then(|c| c.to_digit(16));
            let Some(digit) = digit.and_then(|digit| u16::try_from(digit).ok()) else {
                return self.fail(Failure::UnicodeEscape);
            };
            unit = unit << 4 | digit;
        }
        self.at += 1;
        Ok(unit)
    }

    fn literal(&mut self, word: &str, value: Value) -> Read {
        for byte in word.bytes() {
            if self.peek() != u16::from(byte) {
                return self.fail(Failure::Token);
            }
            self.at += 1;
        }
        Ok(value)
    }

    fn number(&mut self) -> Read {
        let start = self.at;
        let mut number = Number::default();
        if self.peek() == 0x2D {
            number.negative = true;
            self.at += 1;
        }
        if self.peek() == 0x30 {
            self.at += 1;
            if is_digit(self.peek()) {
                return self.fail(Failure::Token);
            }
        } else {
            let count = number.integer(self.rest());
            self.digits(count, Failure::NoNumber)?;
        }
        if self.peek() == 0x2E {
            self.at += 1;
            let count = number.fraction(self.rest());
            self.digits(count, Failure::Fraction)?;
        }
        if matches!(self.peek(), 0x45 | 0x65) {
            self.at += 1;
            if matches!(self.peek(), 0x2B | 0x2D) {
                self.at += 1;
            }
            let count = number.exponent(self.rest());
            self.digits(count, Failure::Exponent)?;
        }
        if let Some(small) = number.small() {
            return Ok(of_small(small));
        }
        let slowly = || U::number(&self.source[start..self.at]).ok_or(Fault::Corrupt);
        let float = number.exact().map_or_else(slowly, Ok)?;
        Ok(of_number(self.heap, float)?)
    }

    fn rest(&self) -> &[U] {
        &self.source[self.at..]
    }

    /// Goes on behind so many digits; there has to be one.
    fn digits(&mut self, count: usize, failure: Failure) -> Read<()> {
        if count == 0 {
            return self.fail(failure);
        }
        self.at += count;
        Ok(())
    }
}

fn hash(units: impl Iterator<Item = u16>) -> u32 {
    units.fold(0x811C_9DC5, |hash, unit| {
        (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193)
    })
}

/// Whether a hash comes twice. That happens by chance as well; then the names are compared.
fn twice(hashes: &mut [u32]) -> bool {
    if hashes.len() <= 16 {
        let at = |place: usize| hashes[place + 1..].contains(&hashes[place]);
        return (0..hashes.len()).any(at);
    }
    hashes.sort_unstable();
    hashes.windows(2).any(|pair| pair[0] == pair[1])
}
