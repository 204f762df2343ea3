//! JSON's tokens, straight from the bytes (RFC 8259).
//!
//! Owns the grammar, the limits and what makes a text not JSON at all. It refuses to
//! know about models. It is stricter than the RFC where a client could not read the
//! value back: no lone surrogates, no number beyond an `f64`.

use super::Limits;

/// Why a check can't go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The text is no JSON or past a limit; the cursor's `fault` tells.
    Fault,
    /// The value doesn't fit and only a yes or no was asked for.
    Mismatch,
}

/// What makes a text unreadable, whatever its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) kind: FaultKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// Something else than this was needed.
    Syntax(&'static str),
    TooDeep,
    LongString,
    ManyItems,
    InfiniteNumber,
}

/// The inside of a string, between its quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Str {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) escaped: bool,
}

/// A number's parts. Its value is `mantissa × 10^exponent` as long as `digits` fit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) negative: bool,
    /// Has neither a fraction nor an exponent.
    pub(super) whole: bool,
    mantissa: u64,
    /// Digits in the mantissa; past 19 it is meaningless.
    digits: usize,
    exponent: i64,
}

impl Number {
    #[inline]
    fn append(&mut self, count: usize, value: u64) {
        const POWERS: [u64; 9] = [
            1,
            10,
            100,
            1_000,
            10_000,
            100_000,
            1_000_000,
            10_000_000,
            100_000_000,
        ];
        let shifted = self.mantissa.wrapping_mul(POWERS[count]);
        self.mantissa = shifted.wrapping_add(value);
        self.digits += count;
    }

    /// The integer this is. `-0` is none: it is a float to serde_json, as `1.0` is.
    #[inline]
    pub(super) fn integer(&self) -> Option<i64> {
        if !self.whole || self.digits > 19 || (self.negative && self.mantissa == 0) {
            return None;
        }
        let magnitude = i64::try_from(self.mantissa).ok()?;
        Some(if self.negative { -magnitude } else { magnitude })
    }

    /// The nearest `f64`.
    #[inline]
    pub(super) fn float(&self, bytes: &[u8]) -> f64 {
        self.exact().unwrap_or_else(|| self.parsed(bytes))
    }

    #[cold]
    fn parsed(&self, bytes: &[u8]) -> f64 {
        let text = std::str::from_utf8(&bytes[self.start..self.end]);
        let text = text.expect("a number is ASCII");
        text.parse().expect("JSON's numbers are Rust's")
    }

    /// Whether it is too small for its digits to matter: all below 10^308 are finite.
    #[inline]
    fn surely_finite(&self) -> bool {
        self.digits < 300 && self.exponent <= 8
    }

    /// Clinger's fast path: both factors are exact, so the one rounding is the right one.
    #[inline]
    fn exact(&self) -> Option<f64> {
        const POWERS: [f64; 23] = [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
            1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
        ];
        if self.digits > 19 || self.mantissa > 1 << 53 {
            return None;
        }
        let power = POWERS.get(usize::try_from(self.exponent.unsigned_abs()).ok()?)?;
        #[allow(clippy::cast_precision_loss)]
        let mantissa = self.mantissa as f64;
        let magnitude = if self.exponent < 0 {
            mantissa / power
        } else {
            mantissa * power
        };
        Some(if self.negative { -magnitude } else { magnitude })
    }
}

/// A place in a JSON text.
pub(super) struct Cursor<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) pos: usize,
    pub(super) depth: usize,
    pub(super) limits: &'a Limits,
    pub(super) fault: Option<Fault>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8], limits: &'a Limits) -> Cursor<'a> {
        Cursor {
            bytes,
            pos: 0,
            depth: 0,
            limits,
            fault: None,
        }
    }

    pub(super) fn fail(&mut self, at: usize, kind: FaultKind) -> Stop {
        self.fault = Some(Fault { at, kind });
        Stop::Fault
    }

    fn syntax(&mut self, wanted: &'static str) -> Stop {
        self.fail(self.pos, FaultKind::Syntax(wanted))
    }

    /// The byte here; 0, which starts no token, at the end.
    #[inline]
    pub(super) fn byte(&self) -> u8 {
        self.bytes.get(self.pos).copied().unwrap_or(0)
    }

    /// The next byte that is no white space; the cursor stands on it.
    #[inline]
    pub(super) fn peek(&mut self) -> u8 {
        match self.byte() {
            0..=b' ' => self.peek_behind_space(),
            byte => byte,
        }
    }

    fn peek_behind_space(&mut self) -> u8 {
        loop {
            match self.byte() {
                b' ' | b'\n' | b'\r' | b'\t' => self.pos += 1,
                byte => return byte,
            }
        }
    }

    /// Nothing but white space may follow.
    pub(super) fn end(&mut self) -> Result<(), Stop> {
        self.peek();
        if self.pos == self.bytes.len() {
            return Ok(());
        }
        Err(self.syntax("the end of the text"))
    }

    /// Steps over the bracket here, one level down.
    #[inline]
    pub(super) fn open(&mut self) -> Result<(), Stop> {
        self.depth += 1;
        if self.depth > self.limits.depth {
            return Err(self.fail(self.pos, FaultKind::TooDeep));
        }
        self.pos += 1;
        Ok(())
    }

    /// Steps to the next member of the array or object that ends with `close`, or over its end.
    /// `seen` is how many came before.
    #[inline]
    pub(super) fn next(&mut self, close: u8, seen: usize) -> Result<bool, Stop> {
        let byte = self.peek();
        if byte == close {
            self.pos += 1;
            self.depth -= 1;
            return Ok(false);
        }
        if seen > 0 {
            if byte != b',' {
                let wanted = if close == b']' {
                    "`,` or `]`"
                } else {
                    "`,` or `}`"
                };
                return Err(self.syntax(wanted));
            }
            self.pos += 1;
            self.peek();
        }
        if seen >= self.limits.items {
            return Err(self.fail(self.pos, FaultKind::ManyItems));
        }
        Ok(true)
    }

    /// An object's key and the colon after it.
    pub(super) fn key(&mut self) -> Result<Str, Stop> {
        if self.byte() != b'"' {
            return Err(self.syntax("a key in double quotes"));
        }
        let key = self.string()?;
        self.colon()?;
        Ok(key)
    }

    #[inline]
    pub(super) fn colon(&mut self) -> Result<(), Stop> {
        if self.peek() != b':' {
            return Err(self.syntax("`:`"));
        }
        self.pos += 1;
        self.peek();
        Ok(())
    }

    /// The string whose opening quote is here.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Str, Stop> {
        let start = self.pos + 1;
        self.pos = start;
        let mut escaped = false;
        loop {
            self.pos = plain_end(self.bytes, self.pos);
            match self.byte() {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    self.escape()?;
                }
                _ if self.pos == self.bytes.len() => {
                    return Err(self.syntax("the string's closing quote"));
                }
                _ => return Err(self.syntax("an escape such as `\\n` for a control character")),
            }
        }
        let end = self.pos;
        if end - start > self.limits.string {
            return Err(self.fail(start - 1, FaultKind::LongString));
        }
        self.pos += 1;
        Ok(Str {
            start,
            end,
            escaped,
        })
    }

    #[inline]
    fn escape(&mut self) -> Result<(), Stop> {
        match self.bytes.get(self.pos + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.pos += 2;
                Ok(())
            }
            Some(b'u') => self.unicode_escape(),
            _ => Err(self.syntax("a known escape: `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t` or `\\u` with four hexadecimal digits")),
        }
    }

    fn unicode_escape(&mut self) -> Result<(), Stop> {
        let unit = self.hex(self.pos + 2)?;
        match unit {
            0xD800..=0xDBFF => {
                let low = (self.bytes.get(self.pos + 6..self.pos + 8) == Some(b"\\u"))
                    .then(|| self.hex(self.pos + 8))
                    .transpose()?;
                if !matches!(low, Some(0xDC00..=0xDFFF)) {
                    return Err(self.syntax("a whole surrogate pair"));
                }
                self.pos += 12;
            }
            0xDC00..=0xDFFF => return Err(self.syntax("a whole surrogate pair")),
            _ => self.pos += 6,
        }
        Ok(())
    }

    fn hex(&mut self, at: usize) -> Result<u32, Stop> {
        let digits = self
            .bytes
            .get(at..)
            .and_then(|rest| rest.first_chunk::<4>());
        let value = digits.and_then(|digits| {
            let [a, b, c, d] = digits.map(|digit| char::from(digit).to_digit(16));
            Some(a? << 12 | b? << 8 | c? << 4 | d?)
        });
        value.ok_or_else(|| self.syntax("four hexadecimal digits after `\\u`"))
    }

    /// The number that starts here with a digit or a minus.
    // Its parts are to stay in registers, which a call would not leave them in.
    #[inline(always)]
    pub(super) fn number(&mut self) -> Result<Number, Stop> {
        let start = self.pos;
        let negative = self.byte() == b'-';
        self.pos += usize::from(negative);
        let mut number = Number {
            start,
            end: start,
            negative,
            whole: true,
            mantissa: 0,
            digits: 0,
            exponent: 0,
        };
        if self.byte() == b'0' {
            self.pos += 1;
            if self.byte().is_ascii_digit() {
                return Err(self.syntax("a number without leading zeros"));
            }
        } else if self.digits(&mut number) == 0 {
            return Err(self.syntax("a digit"));
        }
        if matches!(self.byte(), b'.' | b'e' | b'E') {
            self.fraction_and_exponent(&mut number)?;
        }
        number.end = self.pos;
        if !number.surely_finite() && number.float(self.bytes).is_infinite() {
            return Err(self.fail(start, FaultKind::InfiniteNumber));
        }
        Ok(number)
    }

    #[inline]
    fn fraction_and_exponent(&mut self, number: &mut Number) -> Result<(), Stop> {
        number.whole = false;
        if self.byte() == b'.' {
            self.pos += 1;
            let count = self.digits(number);
            if count == 0 {
                return Err(self.syntax("a digit after the decimal point"));
            }
            number.exponent = -i64::try_from(count).unwrap_or(i64::MAX);
        }
        if matches!(self.byte(), b'e' | b'E') {
            let exponent = self.exponent()?;
            number.exponent = number.exponent.saturating_add(exponent);
        }
        Ok(())
    }

    fn exponent(&mut self) -> Result<i64, Stop> {
        self.pos += 1;
        let negative = self.byte() == b'-';
        self.pos += usize::from(matches!(self.byte(), b'+' | b'-'));
        let from = self.pos;
        let mut exponent = 0_i64;
        while self.byte().is_ascii_digit() {
            let digit = i64::from(self.byte() - b'0');
            exponent = exponent.saturating_mul(10).saturating_add(digit);
            self.pos += 1;
        }
        if self.pos == from {
            return Err(self.syntax("a digit in the exponent"));
        }
        Ok(if negative { -exponent } else { exponent })
    }

    /// Takes digits into the mantissa and tells how many there were.
    #[inline]
    fn digits(&mut self, number: &mut Number) -> usize {
        let from = self.pos;
        let mut full = true;
        while full && let Some(chunk) = self.bytes.get(self.pos..).and_then(<[u8]>::first_chunk) {
            let (count, value) = leading_digits(*chunk);
            number.append(count, value);
            self.pos += count;
            full = count == 8;
        }
        while full && let digit @ b'0'..=b'9' = self.byte() {
            number.append(1, u64::from(digit - b'0'));
            self.pos += 1;
        }
        self.pos - from
    }

    /// `true`, `false` or `null`.
    #[inline]
    pub(super) fn word(&mut self, word: &'static [u8]) -> Result<(), Stop> {
        if self.bytes.get(self.pos..self.pos + word.len()) == Some(word) {
            self.pos += word.len();
            return Ok(());
        }
        Err(self.syntax("a value"))
    }

    /// Steps over any value. Recursion ends at the depth limit.
    pub(super) fn skip(&mut self) -> Result<(), Stop> {
        match self.peek() {
            b'"' => self.string().map(drop),
            b'-' | b'0'..=b'9' => self.number().map(drop),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            b'{' => {
                self.open()?;
                let mut seen = 0;
                while self.next(b'}', seen)? {
                    self.key()?;
                    self.skip()?;
                    seen += 1;
                }
                Ok(())
            }
            b'[' => {
                self.open()?;
                let mut seen = 0;
                while self.next(b']', seen)? {
                    self.skip()?;
                    seen += 1;
                }
                Ok(())
            }
            _ => Err(self.syntax("a value")),
        }
    }

    /// Whether a string's text is this.
    #[inline]
    pub(super) fn is(&self, string: Str, text: &str) -> bool {
        if string.escaped {
            return self.text(string) == text;
        }
        self.bytes[string.start..string.end] == *text.as_bytes()
    }

    /// A string's text, without its escapes.
    pub(super) fn text(&self, string: Str) -> std::borrow::Cow<'a, str> {
        unescape(self.bytes, string)
    }
}

/// A scanned string's text, without its escapes.
pub(super) fn unescape(bytes: &[u8], string: Str) -> std::borrow::Cow<'_, str> {
    let raw = &bytes[string.start..string.end];
    let raw = std::str::from_utf8(raw).expect("the text was checked to be UTF-8");
    if !string.escaped {
        return raw.into();
    }
    let quoted = &bytes[string.start - 1..=string.end];
    let text: String = serde_json::from_slice(quoted).expect("the string was scanned");
    text.into()
}

/// How many digits a chunk starts with, and their value: three multiplications whatever their number.
#[inline]
fn leading_digits(chunk: [u8; 8]) -> (usize, u64) {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let word = u64::from_le_bytes(chunk) ^ 0x3030_3030_3030_3030;
    // A byte above 9 carries into its high bit, and at most into bytes behind it.
    let others = (word.wrapping_add(0x7676_7676_7676_7676) | word) & HIGH;
    let count = others.trailing_zeros() / 8;
    // What is no digit falls out; zeros come in front.
    let ones = word.unbounded_shl(64 - 8 * count);
    let pairs = (ones * 10 + (ones >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    let value = (fours * 10_000 + (fours >> 32)) & 0xFFFF_FFFF;
    (count as usize, value)
}

/// The first quote, backslash or control character from `pos` on, eight bytes at a time.
#[inline]
fn plain_end(bytes: &[u8], mut pos: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    while let Some(chunk) = bytes.get(pos..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let below = |word: u64, than: u8| word.wrapping_sub(ONES * u64::from(than)) & !word;
        let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
        let found = (below(word, 0x20) | equal(b'"') | equal(b'\\')) & HIGH;
        if found != 0 {
            return pos + (found.trailing_zeros() / 8) as usize;
        }
        pos += 8;
    }
    let rest = bytes[pos..].iter();
    let plain = rest.take_while(|byte| !matches!(byte, 0..=0x1F | b'"' | b'\\'));
    pos + plain.count()
}
