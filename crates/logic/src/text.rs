//! Strings: UTF-16 units, as Elm's semantics have them, kept in a byte each where all of them fit.
//!
//! | offset | |
//! | --- | --- |
//! | 0 | how many units (4 bytes) |
//! | 4 | the form (4 bytes): 0 Latin-1, 1 UTF-16, 2 two strings in a row, 3 another string |
//! | 8 | the units, or the strings' values |
//!
//! Joining makes a string of form 2, so that building a text from its end costs no copies. Whoever reads it first
//! writes it out, and makes it one of form 3, unless it is a constant.

use buildamp_elm::wasm::value::{ANOTHER, HEAP_START, JOINED, Kind, LATIN1, UTF16};

use crate::Fault;
use crate::heap::{Heap, Shown, Value, look};

/// Shorter results of joining are copied at once.
const SHORT: usize = 32;

/// The units of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Units<'m> {
    /// Each is a byte.
    Narrow(&'m [u8]),
    /// Each is two, the lower first.
    Wide(&'m [[u8; 2]]),
}

impl Units<'_> {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Units::Narrow(units) => units.len(),
            Units::Wide(units) => units.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One of them; 0 behind the end.
    pub fn at(&self, place: usize) -> u16 {
        match self {
            Units::Narrow(units) => units.get(place).copied().unwrap_or(0).into(),
            Units::Wide(units) => units.get(place).map_or(0, |unit| u16::from_le_bytes(*unit)),
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = u16> + ExactSizeIterator {
        (0..self.len()).map(|place| self.at(place))
    }

    /// All of them, in a list of the host's own.
    pub fn to_vec(self) -> Vec<u16> {
        self.iter().collect()
    }

    /// As Rust's text; a lone surrogate becomes U+FFFD.
    pub fn to_text(self) -> String {
        match self {
            Units::Narrow(units) if units.is_ascii() => std::str::from_utf8(units)
                .map(str::to_owned)
                .unwrap_or_default(),
            units => char::decode_utf16(units.iter())
                .map(|c| c.unwrap_or('\u{FFFD}'))
                .collect(),
        }
    }

    /// A part, by units.
    pub fn part(self, start: usize, end: usize) -> Self {
        match self {
            Units::Narrow(units) => Units::Narrow(&units[start..end]),
            Units::Wide(units) => Units::Wide(&units[start..end]),
        }
    }
}

/// The code points of units; a lone surrogate is one of its own.
pub(crate) fn code_points(units: Units<'_>) -> impl Iterator<Item = u32> {
    char::decode_utf16(units.to_vec()).map(|c| match c {
        Ok(c) => u32::from(c),
        Err(lone) => u32::from(lone.unpaired_surrogate()),
    })
}

impl Heap<'_> {
    fn string_address(&self, value: Value) -> Result<u32, Fault> {
        match look(value)? {
            Shown::Kind(Kind::String, address) => Ok(address),
            _ => Err(Fault::Corrupt),
        }
    }

    /// How many units a string has.
    pub fn string_length(&self, value: Value) -> Result<usize, Fault> {
        Ok(self.half(self.string_address(value)?)? as usize)
    }

    /// A string's units; it is written out first if it is joined.
    pub fn units(&mut self, value: Value) -> Result<Units<'_>, Fault> {
        let flat = self.flat(value)?;
        self.flat_units(flat)
    }

    /// The address of a string's units, less 8. From then on nothing about it changes.
    pub fn flat(&mut self, value: Value) -> Result<u32, Fault> {
        let mut address = self.string_address(value)?;
        loop {
            match self.half(address + 4)? {
                LATIN1 | UTF16 => return Ok(address),
                ANOTHER => address = self.string_address(self.word(address + 8)?)?,
                JOINED => return self.write_out(address),
                _ => return Err(Fault::Corrupt),
            }
        }
    }

    /// The units at an address that `flat` gave.
    pub fn flat_units(&self, address: u32) -> Result<Units<'_>, Fault> {
        let count = self.half(address)? as usize;
        match self.half(address + 4)? {
            LATIN1 => Ok(Units::Narrow(self.slice(address + 8, count)?)),
            UTF16 => Ok(Units::Wide(
                self.slice(address + 8, 2 * count)?.as_chunks().0,
            )),
            _ => Err(Fault::Corrupt),
        }
    }

    fn write_out(&mut self, address: u32) -> Result<u32, Fault> {
        let count = self.half(address)? as usize;
        // A string may be joined of itself, and be far longer than the memory; that is seen before it is walked through.
        if count > self.free()? {
            return Err(Fault::Memory);
        }
        let mut narrow = true;
        self.leaves(address, |heap, leaf| {
            narrow &= heap.half(leaf + 4)? == LATIN1;
            Ok(())
        })?;
        let flat = self.room(count, narrow)?;
        let mut place = flat as usize + 8;
        self.leaves(address, |heap, leaf| {
            place = heap.copy_units(leaf, place, narrow)?;
            Ok(())
        })?;
        // A constant outlives what is written in a call.
        if address >= self.half(HEAP_START)? {
            self.set_half(address + 4, ANOTHER)?;
            self.set_word(address + 8, Kind::String.value(flat))?;
        }
        Ok(flat)
    }

    /// Goes through the flat strings that a string is joined of, from the first on.
    fn leaves(
        &mut self,
        address: u32,
        mut visit: impl FnMut(&mut Self, u32) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut open = vec![address];
        while let Some(next) = open.pop() {
            match self.half(next + 4)? {
                JOINED => {
                    open.push(self.string_address(self.word(next + 16)?)?);
                    open.push(self.string_address(self.word(next + 8)?)?);
                }
                ANOTHER => open.push(self.string_address(self.word(next + 8)?)?),
                _ => visit(self, next)?,
            }
        }
        Ok(())
    }

    /// A flat string's room with its first eight bytes.
    fn room(&mut self, count: usize, narrow: bool) -> Result<u32, Fault> {
        let bytes = if narrow {
            count
        } else {
            count.checked_mul(2).ok_or(Fault::Memory)?
        };
        let address = self.allocate(8 + bytes)?;
        self.set_half(address, u32::try_from(count).map_err(|_| Fault::Memory)?)?;
        self.set_half(address + 4, if narrow { LATIN1 } else { UTF16 })?;
        Ok(address)
    }

    /// A string of these units.
    pub fn string_of(&mut self, units: &[u16]) -> Result<Value, Fault> {
        let narrow = units.iter().all(|unit| *unit < 256);
        let address = self.room(units.len(), narrow)?;
        let start = address as usize + 8;
        if narrow {
            for (byte, unit) in self.bytes[start..].iter_mut().zip(units) {
                *byte = unit.to_le_bytes()[0];
            }
        } else {
            for (bytes, unit) in self.bytes[start..]
                .as_chunks_mut::<2>()
                .0
                .iter_mut()
                .zip(units)
            {
                *bytes = unit.to_le_bytes();
            }
        }
        Ok(Kind::String.value(address))
    }

    /// A string of units that are a byte each.
    pub(crate) fn string_of_latin1(&mut self, units: &[u8]) -> Result<Value, Fault> {
        let size = 8 + units.len();
        let header = u64::from(u32::try_from(units.len()).map_err(|_| Fault::Memory)?);
        let address = self.allocate(size)?;
        let room = self.bytes.get_mut(address as usize..);
        let room = room.and_then(|room| room.get_mut(..size));
        let (head, rest) = room
            .and_then(|room| room.split_first_chunk_mut::<8>())
            .ok_or(Fault::Memory)?;
        *head = (header | u64::from(LATIN1) << 32).to_le_bytes();
        rest.copy_from_slice(units);
        Ok(Kind::String.value(address))
    }

    /// A string of this text.
    pub fn string(&mut self, text: &str) -> Result<Value, Fault> {
        if !text.is_ascii() {
            return self.string_of(&text.encode_utf16().collect::<Vec<u16>>());
        }
        self.string_of_latin1(text.as_bytes())
    }

    /// A string of these bytes, which are ASCII.
    pub(crate) fn ascii(&mut self, bytes: &[u8]) -> Result<Value, Fault> {
        self.string_of_latin1(bytes)
    }

    /// A part of a flat string, by units.
    pub fn part(&mut self, flat: u32, start: usize, end: usize) -> Result<Value, Fault> {
        let units = self.flat_units(flat)?;
        let narrow = match units {
            Units::Narrow(_) => true,
            Units::Wide(units) => units[start..end].iter().all(|unit| unit[1] == 0),
        };
        if matches!(units, Units::Wide(_)) && narrow {
            let units = units.part(start, end).to_vec();
            return self.string_of(&units);
        }
        let width = if narrow { 1 } else { 2 };
        let address = self.room(end - start, narrow)?;
        let from = flat as usize + 8 + width * start;
        let to = address as usize + 8;
        self.bytes
            .copy_within(from..from + width * (end - start), to);
        Ok(Kind::String.value(address))
    }

    /// Flat strings in a row with another between them, so many units in all.
    pub(crate) fn concatenate(
        &mut self,
        total: usize,
        between: u32,
        parts: &[u32],
    ) -> Result<Value, Fault> {
        let mut narrow = self.half(between + 4)? == LATIN1;
        for part in parts {
            narrow &= self.half(part + 4)? == LATIN1;
        }
        let address = self.room(total, narrow)?;
        let mut place = address as usize + 8;
        for (number, part) in parts.iter().enumerate() {
            if number > 0 {
                place = self.copy_units(between, place, narrow)?;
            }
            place = self.copy_units(*part, place, narrow)?;
        }
        Ok(Kind::String.value(address))
    }

    /// Writes a flat string's units to a place, and gives the one behind them.
    fn copy_units(&mut self, flat: u32, place: usize, narrow: bool) -> Result<usize, Fault> {
        let length = self.half(flat)? as usize;
        let from = flat as usize + 8;
        if !narrow && self.half(flat + 4)? == LATIN1 {
            for offset in 0..length {
                self.bytes[place + 2 * offset] = self.bytes[from + offset];
                self.bytes[place + 2 * offset + 1] = 0;
            }
            return Ok(place + 2 * length);
        }
        let size = if narrow { length } else { 2 * length };
        self.bytes.copy_within(from..from + size, place);
        Ok(place + size)
    }

    /// `a ++ b`
    pub fn join(&mut self, first: Value, second: Value) -> Result<Value, Fault> {
        let (a, b) = (self.string_length(first)?, self.string_length(second)?);
        if a == 0 {
            return Ok(second);
        }
        if b == 0 {
            return Ok(first);
        }
        let address = self.allocate(24)?;
        self.set_half(address, u32::try_from(a + b).map_err(|_| Fault::Memory)?)?;
        self.set_half(address + 4, JOINED)?;
        self.set_word(address + 8, first)?;
        self.set_word(address + 16, second)?;
        if a + b <= SHORT {
            let flat = self.write_out(address)?;
            return Ok(Kind::String.value(flat));
        }
        Ok(Kind::String.value(address))
    }
}
