//! What lies in memory from the start: strings, functions without captures, variants without arguments.

use std::collections::HashMap;

use super::value::{self, DATA, Kind, LATIN1, UTF16};
use crate::core::tree::ConstructorId;
use crate::syntax::source::Text;

/// The data segment, built up as it is named.
#[derive(Default)]
pub(super) struct Data {
    bytes: Vec<u8>,
    strings: HashMap<Vec<u16>, u32>,
    functions: HashMap<u32, u32>,
    constructors: HashMap<ConstructorId, u32>,
}

impl Data {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The first free address behind it.
    pub(super) fn end(&self) -> u32 {
        DATA + u32::try_from(self.bytes.len()).expect("a program's texts are shorter than 4 GiB")
    }

    fn words(&mut self, first: u32, second: u32) -> u32 {
        let address = self.end();
        self.bytes.extend(first.to_le_bytes());
        self.bytes.extend(second.to_le_bytes());
        address
    }

    /// A string's value.
    pub(super) fn string(&mut self, text: &Text) -> u64 {
        let units: Vec<u16> = match text {
            Text::Utf8(text) => text.encode_utf16().collect(),
            Text::Utf16(units) => units.clone(),
        };
        if let Some(address) = self.strings.get(&units) {
            return Kind::String.value(*address);
        }
        let length = u32::try_from(units.len()).expect("as above");
        let narrow: Option<Vec<u8>> = units.iter().map(|unit| u8::try_from(*unit).ok()).collect();
        let address = match narrow {
            Some(bytes) => {
                let address = self.words(length, LATIN1);
                self.bytes.extend(bytes);
                address
            }
            None => {
                let address = self.words(length, UTF16);
                self.bytes
                    .extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
                address
            }
        };
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
        self.strings.insert(units, address);
        Kind::String.value(address)
    }

    /// A function that captures nothing.
    pub(super) fn function(&mut self, table: u32, arity: usize) -> u64 {
        let arity = u32::try_from(arity).expect("fewer parameters than 2^32");
        if let Some(address) = self.functions.get(&table) {
            return Kind::Function.value(*address);
        }
        let address = self.words(table, arity);
        self.functions.insert(table, address);
        Kind::Function.value(address)
    }

    /// A variant without arguments.
    pub(super) fn constructor(&mut self, id: ConstructorId, tag: u16) -> u64 {
        if let Some(address) = self.constructors.get(&id) {
            return value::union(tag, *address);
        }
        let address = self.words(id.0, 0);
        self.constructors.insert(id, address);
        value::union(tag, address)
    }

    /// A table of bytes or numbers, for instructions to look into.
    pub(super) fn table(&mut self, bytes: &[u8]) -> u32 {
        let address = self.end();
        self.bytes.extend(bytes);
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
        address
    }
}
