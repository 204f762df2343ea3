//! Strings and characters.
//!
//! Owns escapes. A text stays UTF-8 until an escape writes half of a pair. Refuses to look at what a text says.

use ecow::EcoString;

use crate::region::Region;
use crate::syntax::cursor::{Parse, Parser, narrow, width};
use crate::syntax::error::Problem;
use crate::syntax::source::Text;

impl Parser<'_> {
    /// `'a'`, if a quote comes next.
    pub(crate) fn try_char(&mut self) -> Parse<Option<char>> {
        if self.peek() != b'\'' {
            return Ok(None);
        }
        let start = self.here();
        self.pos += 1;
        let (mut count, mut last) = (0, 0);
        loop {
            match self.peek() {
                b'\'' => break,
                b'\n' => return Err(self.fail_here(Problem::EndlessChar)),
                _ if self.at_end() => return Err(self.fail_here(Problem::EndlessChar)),
                b'\\' if self.pos + 1 == self.text.len() => {
                    return Err(self.fail_here(Problem::EndlessChar));
                }
                b'\\' => last = self.escape()?,
                _ => last = self.code_point(),
            }
            count += 1;
        }
        self.pos += 1;
        let region = self.since(start);
        match char::from_u32(last) {
            _ if count != 1 => Err(self.fail(region, Problem::NotOneChar)),
            Some(char) => Ok(Some(char)),
            None => Err(self.fail(region, Problem::SurrogateChar)),
        }
    }

    fn code_point(&mut self) -> u32 {
        let char = self.text[self.pos..].chars().next();
        self.pass(width(self.peek()));
        char.map_or(0, u32::from)
    }

    /// `"text"` or `"""text"""`, if a quote comes next.
    pub(crate) fn try_string(&mut self) -> Parse<Option<Text>> {
        if self.peek() != b'"' {
            return Ok(None);
        }
        if self.try_bytes("\"\"\"") {
            return self.long_string().map(Some);
        }
        self.pos += 1;
        self.short_string().map(Some)
    }

    fn short_string(&mut self) -> Parse<Text> {
        let mut text = Builder::new();
        loop {
            let from = self.pos;
            self.plain_characters(|byte| matches!(byte, b'"' | b'\\' | b'\n'));
            text.push(&self.text[from..self.pos]);
            match self.peek() {
                b'"' => {
                    self.pos += 1;
                    return Ok(text.finish());
                }
                b'\\' if self.pos + 1 < self.text.len() => text.push_code(self.escape()?),
                b'\\' => {
                    self.pos += 1;
                    return Err(self.fail_here(Problem::EndlessString));
                }
                _ => return Err(self.fail_here(Problem::EndlessString)),
            }
        }
    }

    fn long_string(&mut self) -> Parse<Text> {
        let start = narrow(self.pos - 3);
        let mut text = Builder::new();
        loop {
            let from = self.pos;
            self.plain_characters(|byte| matches!(byte, b'"' | b'\\' | b'\n' | b'\r'));
            text.push(&self.text[from..self.pos]);
            match self.peek() {
                b'"' if self.try_bytes("\"\"\"") => return Ok(text.finish()),
                b'\\' if self.pos + 1 < self.text.len() => text.push_code(self.escape()?),
                byte @ (b'"' | b'\n') => {
                    text.push_code(u32::from(byte));
                    self.pass_any();
                }
                b'\r' => {
                    text.push("\r");
                    self.pass_unseen();
                }
                _ => {
                    let region = Region::new(start, start + 3);
                    return Err(self.fail(region, Problem::EndlessText));
                }
            }
        }
    }

    fn plain_characters(&mut self, stops: fn(u8) -> bool) {
        let rest = &self.text[self.pos..];
        let length = rest.bytes().position(stops).unwrap_or(rest.len());
        let plain = &rest[..length];
        let columns = if plain.is_ascii() {
            length
        } else {
            plain.chars().count()
        };
        self.pass_columns(self.pos + length, columns);
    }

    /// An escape, whose backslash comes next and is not the last byte.
    fn escape(&mut self) -> Parse<u32> {
        let code = match self.peek_at(1) {
            b'n' => 0x0A,
            b'r' => 0x0D,
            b't' => 0x09,
            b'"' => 0x22,
            b'\'' => 0x27,
            b'\\' => 0x5C,
            b'u' => return self.unicode_escape(),
            other => {
                let shown = if other == b'\n' { 0 } else { width(other) };
                let region = Region::new(self.here(), narrow(self.pos + 1 + shown));
                return Err(self.fail(region, Problem::UnknownEscape));
            }
        };
        self.pos += 2;
        Ok(code)
    }

    fn unicode_escape(&mut self) -> Parse<u32> {
        let start = self.here();
        let bytes = self.text.as_bytes();
        let digits = self.pos + 3;
        if bytes.get(self.pos + 2) != Some(&b'{') {
            return Err(self.fail(Region::new(start, start + 2), Problem::UnicodeFormat));
        }
        let (end, value) = self.hex_digits(digits);
        if bytes.get(end) != Some(&b'}') {
            let region = Region::new(start, narrow(end));
            return Err(self.fail(region, Problem::UnicodeFormat));
        }
        let region = Region::new(start, narrow(end + 1));
        let count = narrow(end - digits);
        match value.and_then(|value| u32::try_from(value).ok()) {
            Some(code @ 0..=0x10FFFF) if (4..=6).contains(&count) => {
                self.pos = end + 1;
                Ok(code)
            }
            Some(code @ 0..=0x10FFFF) => {
                Err(self.fail(region, Problem::UnicodeLength(count, code)))
            }
            _ => Err(self.fail(region, Problem::UnicodeCode)),
        }
    }
}

/// A text in the making.
struct Builder {
    utf8: EcoString,
    /// All of it, from the first half of a pair on.
    utf16: Option<Vec<u16>>,
}

impl Builder {
    fn new() -> Builder {
        Builder {
            utf8: EcoString::new(),
            utf16: None,
        }
    }

    fn push(&mut self, text: &str) {
        match &mut self.utf16 {
            Some(units) => units.extend(text.encode_utf16()),
            None => self.utf8.push_str(text),
        }
    }

    fn push_code(&mut self, code: u32) {
        match char::from_u32(code) {
            Some(char) => self.push(char.encode_utf8(&mut [0; 4])),
            None => {
                let half = u16::try_from(code).expect("only a surrogate is no character");
                let utf8 = &self.utf8;
                self.utf16
                    .get_or_insert_with(|| utf8.encode_utf16().collect())
                    .push(half);
            }
        }
    }

    fn finish(self) -> Text {
        match self.utf16 {
            None => Text::Utf8(self.utf8),
            // Two halves, each written by its own escape, may make a whole.
            Some(units) => match String::from_utf16(&units) {
                Ok(text) => Text::Utf8(text.into()),
                Err(_) => Text::Utf16(units),
            },
        }
    }
}
