//! From text to JSON in the guest's memory, in one go: what is read is written where it stays.
//!
//! It needs no stack of the machine's, however deep a text nests, and time in proportion to the text.

use super::failure::{Failure, message};
use super::{not_json, ordered};
use crate::Fault;
use crate::foreign::{ARRAY, NULL, OBJECT, of_bool, of_number, of_words};
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
        names: [Name::NONE; NAMES],
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

/// A unit of the text that is read: a byte of Latin-1, or two of UTF-16.
trait Unit: Copy + Eq {
    fn code(self) -> u16;
    /// Where the first unit is that ends a string's plain part: a quote, a backslash or a control character.
    fn plain(units: &[Self]) -> usize;
    /// A string of units.
    fn string(heap: &mut Heap<'_>, units: &[Self]) -> Result;
}

fn special(code: u16) -> bool {
    code < 0x20 || code == 0x22 || code == 0x5C
}

impl Unit for u8 {
    fn code(self) -> u16 {
        self.into()
    }

    /// Eight at a time: a byte that is less than another by 1 to 128 borrows into its highest bit.
    fn plain(units: &[u8]) -> usize {
        const ONES: u64 = u64::MAX / 255;
        const HIGH: u64 = ONES * 0x80;
        let (chunks, _) = units.as_chunks::<8>();
        let mut at = 0;
        for chunk in chunks {
            let word = u64::from_le_bytes(*chunk);
            let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
            let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
            let found = control | zero(word ^ (ONES * 0x22)) | zero(word ^ (ONES * 0x5C));
            if found != 0 {
                return at + found.trailing_zeros() as usize / 8;
            }
            at += 8;
        }
        let rest = units[at..].iter();
        at + rest.take_while(|unit| !special(u16::from(**unit))).count()
    }

    fn string(heap: &mut Heap<'_>, units: &[u8]) -> Result {
        heap.string_of_latin1(units)
    }
}

impl Unit for u16 {
    fn code(self) -> u16 {
        self
    }

    fn plain(units: &[u16]) -> usize {
        units.iter().take_while(|unit| !special(**unit)).count()
    }

    fn string(heap: &mut Heap<'_>, units: &[u16]) -> Result {
        heap.string_of(units)
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

/// An array or object that is not closed yet: where its parts begin among the values, and among the hashes of names.
struct Open {
    values: u32,
    /// None is an array's.
    hashes: Option<u32>,
    /// A name is an index, so that the order of fields is not that of the text.
    indices: bool,
}

/// So many names are remembered, as most are met again and again.
const NAMES: usize = 128;

#[derive(Clone, Copy)]
struct Name {
    start: u32,
    length: u32,
    value: Value,
}

impl Name {
    const NONE: Name = Name {
        start: 0,
        length: u32::MAX,
        value: 0,
    };
}

struct Reader<'r, 'm, U> {
    source: &'r [U],
    at: usize,
    heap: &'r mut Heap<'m>,
    values: Vec<Value>,
    hashes: Vec<u32>,
    open: Vec<Open>,
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
                let object = open.hashes.is_some();
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
        self.begin(None)?;
        Ok(None)
    }

    fn object(&mut self) -> Read<Option<Value>> {
        self.at += 1;
        self.blank();
        if self.peek() == 0x7D {
            self.at += 1;
            return Ok(Some(of_words(self.heap, OBJECT, 0, &[])?));
        }
        let hashes = u32::try_from(self.hashes.len()).map_err(|_| Fault::Memory)?;
        self.begin(Some(hashes))?;
        self.name(Failure::PropertyNameOrBrace)?;
        Ok(None)
    }

    fn begin(&mut self, hashes: Option<u32>) -> Read<()> {
        self.open.push(Open {
            values: u32::try_from(self.values.len()).map_err(|_| Fault::Memory)?,
            hashes,
            indices: false,
        });
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
        let Some(Open {
            values,
            hashes: Some(hashes),
            indices,
        }) = self.open.pop()
        else {
            return Err(Stop::Fault(Fault::Corrupt));
        };
        let (start, hashes) = (values as usize, hashes as usize);
        let twice = twice(&mut self.hashes[hashes..]);
        self.hashes.truncate(hashes);
        let words = &self.values[start..];
        let value = if indices || twice {
            let words = ordered(self.heap, words.to_vec())?;
            of_words(self.heap, OBJECT, words.len() / 2, &words)?
        } else {
            of_words(self.heap, OBJECT, words.len() / 2, words)?
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
        let start = self.at + 1;
        let length = U::plain(&self.source[start..]);
        let plain = self.source.get(start + length).map(|unit| unit.code()) == Some(0x22);
        let name = if plain {
            self.at = start + length + 1;
            self.known(start, length)?
        } else {
            let name = self.string()?;
            let hash = hash(self.heap.units(name)?.iter());
            self.hashes.push(hash);
            name
        };
        let first = self.heap.units(name)?.at(0);
        if (0x30..=0x39).contains(&first)
            && let Some(open) = self.open.last_mut()
        {
            open.indices = true;
        }
        self.values.push(name);
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

    /// A name without escapes, which may have been met before.
    fn known(&mut self, start: usize, length: usize) -> Read {
        let units = &self.source[start..start + length];
        let hash = hash(units.iter().map(|unit| unit.code()));
        self.hashes.push(hash);
        let place = hash as usize % NAMES;
        let name = self.names[place];
        if name.length as usize == length {
            let known = name.start as usize;
            if &self.source[known..known + length] == units {
                return Ok(name.value);
            }
        }
        let value = U::string(self.heap, units)?;
        self.names[place] = Name {
            start: u32::try_from(start).map_err(|_| Fault::Memory)?,
            length: u32::try_from(length).map_err(|_| Fault::Memory)?,
            value,
        };
        Ok(value)
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

    fn digits(&mut self, number: &mut Number) -> usize {
        let start = self.at;
        while let digit @ 0x30..=0x39 = self.peek() {
            number.digit(digit);
            self.at += 1;
        }
        self.at - start
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
            if (0x30..=0x39).contains(&self.peek()) {
                return self.fail(Failure::Token);
            }
        } else if self.digits(&mut number) == 0 {
            return self.fail(Failure::NoNumber);
        }
        if self.peek() == 0x2E {
            self.at += 1;
            number.fraction = self.digits(&mut number);
            if number.fraction == 0 {
                return self.fail(Failure::Fraction);
            }
        }
        if matches!(self.peek(), 0x45 | 0x65) {
            self.at += 1;
            if matches!(self.peek(), 0x2B | 0x2D) {
                self.at += 1;
            }
            if self.digits(&mut Number::default()) == 0 {
                return self.fail(Failure::Exponent);
            }
            number.count = usize::MAX;
        }
        let float = match number.exact() {
            Some(float) => float,
            None => self.slowly(start)?,
        };
        Ok(of_number(self.heap, float)?)
    }

    fn slowly(&self, start: usize) -> Read<f64> {
        let units = self.source[start..self.at].iter();
        let text: String = units
            .filter_map(|unit| char::from_u32(unit.code().into()))
            .collect();
        text.parse().map_err(|_| Stop::Fault(Fault::Corrupt))
    }
}

/// A number as far as it is read.
#[derive(Default)]
struct Number {
    negative: bool,
    digits: u64,
    count: usize,
    fraction: usize,
}

impl Number {
    fn digit(&mut self, unit: u16) {
        self.digits = self
            .digits
            .wrapping_mul(10)
            .wrapping_add(u64::from(unit - 0x30));
        self.count = self.count.saturating_add(1);
    }

    /// Up to fifteen digits are an `f64` without rounding, as are powers of ten up to the 22nd; so one division rounds rightly.
    fn exact(&self) -> Option<f64> {
        const POWERS: [f64; 16] = [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        ];
        if self.count > 15 {
            return None;
        }
        #[allow(clippy::cast_precision_loss)]
        let float = self.digits as f64 / POWERS[self.fraction];
        Some(if self.negative { -float } else { float })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_parts_end_at_what_is_special() {
        for end in 0..40 {
            for special in [0x22, 0x5C, 0x00, 0x1F, 0x0A] {
                let mut units = vec![0x7F_u8; 40];
                units[end / 2] = 0x80;
                units[end] = special;
                assert_eq!(<u8 as Unit>::plain(&units), end);
            }
        }
        let all: Vec<u8> = (0x20..=0xFF).filter(|b| *b != 0x22 && *b != 0x5C).collect();
        assert_eq!(<u8 as Unit>::plain(&all), all.len());
    }
}
