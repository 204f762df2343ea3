//! The guest's memory: an arena that is filled from the bottom and never cleaned, only emptied whole.
//!
//! Every access is checked; a value that makes no sense ends the call, not the process.

use buildamp_elm::wasm::value::{self, BOXED, HEAP, Kind, NIL, UNION};

use crate::Fault;

/// A value, as the compiled code has it.
pub type Value = u64;

/// The guest's memory during one call of the host.
pub struct Heap<'m> {
    pub(crate) bytes: &'m mut [u8],
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shown {
    /// An `Int` or `Float`.
    Number(f64),
    /// Something of the language's own: its kind, and its address or content.
    Kind(Kind, u32),
    /// Of a custom type: the variant, the address.
    Union(u16, u32),
}

/// Takes a value apart.
pub fn look(value: Value) -> Result<Shown, Fault> {
    #[allow(clippy::cast_possible_truncation)]
    let (low, middle) = (value as u32, (value >> 32) as u16);
    if value < BOXED {
        return Ok(Shown::Number(f64::from_bits(value)));
    }
    if value >= UNION {
        return Ok(Shown::Union(middle, low));
    }
    let kind = Kind::ALL.get(usize::from(middle)).copied();
    Ok(Shown::Kind(kind.ok_or(Fault::Corrupt)?, low))
}

/// A number's value. All that is not a number is one, in the one form that the compiled code makes.
pub(crate) fn number(float: f64) -> Value {
    if float.is_nan() {
        return f64::NAN.to_bits();
    }
    float.to_bits()
}

/// A `Bool`'s value.
pub(crate) fn truth(truth: bool) -> Value {
    Kind::Bool.value(u32::from(truth))
}

/// A `Char`'s value.
pub(crate) fn character(c: u32) -> Value {
    Kind::Char.value(c)
}

impl Heap<'_> {
    /// Four bytes.
    pub fn half(&self, address: u32) -> Result<u32, Fault> {
        let bytes = self
            .bytes
            .get(address as usize..)
            .and_then(|rest| rest.first_chunk::<4>());
        bytes
            .map(|bytes| u32::from_le_bytes(*bytes))
            .ok_or(Fault::Corrupt)
    }

    /// Eight bytes.
    pub fn word(&self, address: u32) -> Result<u64, Fault> {
        let bytes = self
            .bytes
            .get(address as usize..)
            .and_then(|rest| rest.first_chunk::<8>());
        bytes
            .map(|bytes| u64::from_le_bytes(*bytes))
            .ok_or(Fault::Corrupt)
    }

    /// So many bytes.
    pub fn slice(&self, address: u32, count: usize) -> Result<&[u8], Fault> {
        let rest = self.bytes.get(address as usize..).ok_or(Fault::Corrupt)?;
        rest.get(..count).ok_or(Fault::Corrupt)
    }

    /// Writes four bytes.
    pub fn set_half(&mut self, address: u32, value: u32) -> Result<(), Fault> {
        let bytes = self
            .bytes
            .get_mut(address as usize..)
            .and_then(|rest| rest.first_chunk_mut::<4>());
        *bytes.ok_or(Fault::Memory)? = value.to_le_bytes();
        Ok(())
    }

    /// Writes eight bytes.
    pub fn set_word(&mut self, address: u32, value: u64) -> Result<(), Fault> {
        let bytes = self
            .bytes
            .get_mut(address as usize..)
            .and_then(|rest| rest.first_chunk_mut::<8>());
        *bytes.ok_or(Fault::Memory)? = value.to_le_bytes();
        Ok(())
    }

    /// Takes so many bytes, rounded up to eights, and gives their address.
    pub fn allocate(&mut self, count: usize) -> Result<u32, Fault> {
        let address = self.half(HEAP)?;
        let end = (address as usize)
            .checked_add(count.next_multiple_of(8))
            .ok_or(Fault::Memory)?;
        if end > self.bytes.len() {
            return Err(Fault::Memory);
        }
        self.set_half(HEAP, u32::try_from(end).map_err(|_| Fault::Memory)?)?;
        Ok(address)
    }

    /// Takes room for these, behind a first one, and gives its address.
    pub(crate) fn words(&mut self, first: u64, words: &[u64]) -> Result<u32, Fault> {
        let size = 8 + 8 * words.len();
        let address = self.allocate(size)?;
        let room = self.bytes.get_mut(address as usize..);
        let room = room.and_then(|room| room.get_mut(..size));
        let (head, rest) = room
            .and_then(|room| room.split_first_chunk_mut::<8>())
            .ok_or(Fault::Memory)?;
        *head = first.to_le_bytes();
        for (place, word) in rest.as_chunks_mut::<8>().0.iter_mut().zip(words) {
            *place = word.to_le_bytes();
        }
        Ok(address)
    }

    /// How many bytes are free.
    pub fn free(&self) -> Result<usize, Fault> {
        Ok(self.bytes.len().saturating_sub(self.half(HEAP)? as usize))
    }

    /// `head :: tail`
    pub fn cons(&mut self, head: Value, tail: Value) -> Result<Value, Fault> {
        let address = self.allocate(16)?;
        self.set_word(address, head)?;
        self.set_word(address + 8, tail)?;
        Ok(Kind::List.value(address))
    }

    /// A list of these.
    pub fn list(&mut self, items: impl DoubleEndedIterator<Item = Value>) -> Result<Value, Fault> {
        items
            .rev()
            .try_fold(NIL, |tail, head| self.cons(head, tail))
    }

    /// `( a, b )`
    pub fn pair(&mut self, first: Value, second: Value) -> Result<Value, Fault> {
        let address = self.allocate(16)?;
        self.set_word(address, first)?;
        self.set_word(address + 8, second)?;
        Ok(Kind::Pair.value(address))
    }

    /// A custom type's value with arguments.
    pub fn construct(&mut self, id: u32, tag: u16, arguments: &[Value]) -> Result<Value, Fault> {
        let address = self.allocate(8 + 8 * arguments.len())?;
        self.set_half(address, id)?;
        self.set_half(
            address + 4,
            u32::try_from(arguments.len()).map_err(|_| Fault::Corrupt)?,
        )?;
        for (place, argument) in (1..).zip(arguments) {
            self.set_word(address + 8 * place, *argument)?;
        }
        Ok(value::union(tag, address))
    }

    /// `( a, b, c )`
    pub fn triple(&mut self, items: [Value; 3]) -> Result<Value, Fault> {
        let address = self.allocate(24)?;
        for (place, item) in (0..).zip(items) {
            self.set_word(address + 8 * place, item)?;
        }
        Ok(Kind::Triple.value(address))
    }

    /// A record whose fields are still to be set.
    pub(crate) fn record(&mut self, shape: u32, count: usize) -> Result<u32, Fault> {
        let address = self.allocate(8 + 8 * count)?;
        self.set_half(address, shape)?;
        let count = u32::try_from(count).map_err(|_| Fault::Corrupt)?;
        self.set_half(address + 4, count)?;
        Ok(address)
    }

    /// The value of a record at an address.
    pub(crate) fn record_value(address: u32) -> Value {
        Kind::Record.value(address)
    }

    /// Sets a field of a record that `record` made.
    pub(crate) fn set_field(&mut self, record: u32, place: u16, value: Value) -> Result<(), Fault> {
        self.set_word(record + 8 + 8 * u32::from(place), value)
    }

    /// A field of a record, by its place in the shape.
    pub(crate) fn field(&self, record: Value, place: u16) -> Result<Value, Fault> {
        match look(record)? {
            Shown::Kind(Kind::Record, address) => self.word(address + 8 + 8 * u32::from(place)),
            _ => Err(Fault::Corrupt),
        }
    }

    /// What a custom type's value carries at a place.
    pub(crate) fn argument(&self, value: Value, place: u32) -> Result<Value, Fault> {
        match look(value)? {
            Shown::Union(_, address) => self.word(address + 8 + 8 * place),
            _ => Err(Fault::Corrupt),
        }
    }

    /// The items of a tuple, by their place.
    pub(crate) fn item(&self, tuple: Value, place: u32) -> Result<Value, Fault> {
        match look(tuple)? {
            Shown::Kind(Kind::Pair | Kind::Triple, address) => self.word(address + 8 * place),
            _ => Err(Fault::Corrupt),
        }
    }

    /// A list's first and rest, unless it is empty.
    pub fn uncons(&self, list: Value) -> Result<Option<(Value, Value)>, Fault> {
        match look(list)? {
            Shown::Kind(Kind::List, 0) => Ok(None),
            Shown::Kind(Kind::List, address) => {
                Ok(Some((self.word(address)?, self.word(address + 8)?)))
            }
            _ => Err(Fault::Corrupt),
        }
    }

    /// A list's items.
    pub fn items(&self, mut list: Value) -> Result<Vec<Value>, Fault> {
        let mut items = Vec::new();
        while let Some((head, tail)) = self.uncons(list)? {
            items.push(head);
            list = tail;
        }
        Ok(items)
    }
}

/// The variant of a custom type's value.
pub(crate) fn variant(value: Value) -> Result<usize, Fault> {
    match look(value)? {
        Shown::Union(tag, _) => Ok(usize::from(tag)),
        _ => Err(Fault::Corrupt),
    }
}

/// A number that must be one.
pub(crate) fn as_number(value: Value) -> Result<f64, Fault> {
    match look(value)? {
        Shown::Number(number) => Ok(number),
        _ => Err(Fault::Corrupt),
    }
}

/// A `Bool` that must be one.
pub(crate) fn as_truth(value: Value) -> Result<bool, Fault> {
    match look(value)? {
        Shown::Kind(Kind::Bool, low) => Ok(low != 0),
        _ => Err(Fault::Corrupt),
    }
}

/// A `Char` that must be one, as `chars` has it.
pub(crate) fn as_character(value: Value) -> Result<u32, Fault> {
    match look(value)? {
        Shown::Kind(Kind::Char, code) => Ok(code),
        _ => Err(Fault::Corrupt),
    }
}
