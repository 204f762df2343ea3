//! Numbers.
//!
//! Owns what a number looks like. A decimal one that doesn't fit 64 bits wraps around, as the official compiler
//! has it; a hexadecimal one is refused.

use crate::syntax::cursor::{Parse, Parser};
use crate::syntax::error::Problem;

/// A number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    /// `42`
    Int(i64),
    /// `1.5`
    Float(f64),
}

impl Parser<'_> {
    /// A number, if a digit comes next.
    pub(crate) fn try_number(&mut self) -> Parse<Option<Number>> {
        if !self.peek().is_ascii_digit() {
            return Ok(None);
        }
        if self.peek() != b'0' {
            return self.decimal().map(Some);
        }
        match self.peek_at(1) {
            b'x' => self.hexadecimal().map(Some),
            b'0'..=b'9' => {
                self.pos += 1;
                Err(self.fail_here(Problem::LeadingZero))
            }
            b'e' | b'E' => {
                self.pos += 1;
                Err(self.fail_here(Problem::NumberEnd))
            }
            _ => self.decimal().map(Some),
        }
    }

    fn decimal(&mut self) -> Parse<Number> {
        let start = self.pos;
        let mut int: i64 = 0;
        while self.peek().is_ascii_digit() {
            let digit = i64::from(self.peek() - b'0');
            int = int.wrapping_mul(10).wrapping_add(digit);
            self.pos += 1;
        }
        let fraction = self.fraction()?;
        let exponent = self.exponent()?;
        if !exponent && self.name_end(self.pos).1 > 0 {
            return Err(self.fail_here(Problem::NumberEnd));
        }
        if !fraction && !exponent {
            return Ok(Number::Int(int));
        }
        let float = self.text[start..self.pos]
            .parse()
            .expect("digits with a fraction or an exponent are a float");
        Ok(Number::Float(float))
    }

    fn fraction(&mut self) -> Parse<bool> {
        if self.peek() != b'.' {
            return Ok(false);
        }
        if !self.peek_at(1).is_ascii_digit() {
            return Err(self.fail_here(Problem::NumberDot));
        }
        self.pos += 1;
        self.digits();
        Ok(true)
    }

    fn exponent(&mut self) -> Parse<bool> {
        if !matches!(self.peek(), b'e' | b'E') {
            return Ok(false);
        }
        self.pos += 1;
        let sign = usize::from(matches!(self.peek(), b'+' | b'-'));
        if !self.peek_at(sign).is_ascii_digit() {
            return Err(self.fail_here(Problem::NumberEnd));
        }
        self.pos += sign;
        self.digits();
        Ok(true)
    }

    fn digits(&mut self) {
        while self.peek().is_ascii_digit() {
            self.pos += 1;
        }
    }

    fn hexadecimal(&mut self) -> Parse<Number> {
        self.pos += 2;
        let (end, value) = self.hex_digits(self.pos);
        self.pos = end;
        match value {
            Some(int) if self.name_end(end).1 == 0 => Ok(Number::Int(int)),
            _ => Err(self.fail_here(Problem::HexDigit)),
        }
    }

    /// Where the hexadecimal digits from `at` on end, and the number, if there is one that fits.
    pub(crate) fn hex_digits(&self, at: usize) -> (usize, Option<i64>) {
        let rest = &self.text[at..];
        let length = rest
            .bytes()
            .position(|byte| !byte.is_ascii_hexdigit())
            .unwrap_or(rest.len());
        let value = i64::from_str_radix(&rest[..length], 16).ok();
        (at + length, value)
    }
}
