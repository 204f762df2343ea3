//! Text that arrives in pieces, checked as it comes: a piece may end within a character.

use super::Violation;

/// The text so far, which is valid, and the begin of a character that may become so.
#[derive(Debug, Default)]
pub(super) struct Text {
    text: String,
    /// At most three bytes of a character.
    begun: [u8; 4],
    count: u8,
}

impl Text {
    /// Bytes so far.
    pub(super) fn len(&self) -> usize {
        self.text.len() + usize::from(self.count)
    }

    pub(super) fn push(&mut self, mut bytes: &[u8]) -> Result<(), Violation> {
        while let (1.., [byte, rest @ ..]) = (self.count, bytes) {
            self.complete(*byte)?;
            bytes = rest;
        }
        let text = match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) if error.error_len().is_some() => return Err(Violation::NotUtf8),
            Err(error) => {
                let (valid, begun) = bytes.split_at(error.valid_up_to());
                self.begun[..begun.len()].copy_from_slice(begun);
                self.count = begun.len() as u8;
                simdutf8::basic::from_utf8(valid).map_err(|_| Violation::NotUtf8)?
            }
        };
        self.text.push_str(text);
        Ok(())
    }

    /// One more byte of the character that was begun.
    fn complete(&mut self, byte: u8) -> Result<(), Violation> {
        self.begun[usize::from(self.count)] = byte;
        self.count += 1;
        match str::from_utf8(&self.begun[..usize::from(self.count)]) {
            Ok(character) => {
                self.text.push_str(character);
                self.count = 0;
                Ok(())
            }
            Err(error) if error.error_len().is_some() => Err(Violation::NotUtf8),
            Err(_) => Ok(()),
        }
    }

    pub(super) fn finish(self) -> Result<String, Violation> {
        match self.count {
            0 => Ok(self.text),
            _ => Err(Violation::NotUtf8),
        }
    }
}
