//! A number as far as it is read.

use super::unit::Unit;

/// The digits of a number, before and behind its point.
#[derive(Debug, Default)]
pub(super) struct Number {
    pub(super) negative: bool,
    digits: u64,
    count: usize,
    fraction: usize,
    exponent: bool,
}

impl Number {
    /// Takes the digits that come first, and tells how many there are.
    pub(super) fn integer<U: Unit>(&mut self, units: &[U]) -> usize {
        let mut count = 0;
        for unit in units {
            let digit = unit.code().wrapping_sub(0x30);
            if digit > 9 {
                break;
            }
            self.digits = self.digits.wrapping_mul(10).wrapping_add(digit.into());
            count += 1;
        }
        self.count += count;
        count
    }

    /// The same of those behind the point.
    pub(super) fn fraction<U: Unit>(&mut self, units: &[U]) -> usize {
        self.fraction = self.integer(units);
        self.fraction
    }

    /// The same of an exponent, which makes it a number that is not easy to tell.
    pub(super) fn exponent<U: Unit>(&mut self, units: &[U]) -> usize {
        self.exponent = true;
        Number::default().integer(units)
    }

    /// A whole number below 2^28, if that is what it is. -0 is none.
    pub(super) fn small(&self) -> Option<i32> {
        if self.fraction > 0 || self.exponent || self.count > 9 || self.digits >= 1 << 28 {
            return None;
        }
        let whole = i32::try_from(self.digits).ok()?;
        match (self.negative, whole) {
            (true, 0) => None,
            (true, whole) => Some(-whole),
            (false, whole) => Some(whole),
        }
    }

    /// What it is, if one division tells: up to 2^53 the digits are an `f64` without rounding, as are powers of ten up to the
    /// 22nd, so that the division alone rounds.
    pub(super) fn exact(&self) -> Option<f64> {
        const POWERS: [f64; 23] = [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
            1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
        ];
        // Up to nineteen digits fit the 64 bits that they are counted in.
        if self.exponent || self.count > 19 || self.digits > 1 << 53 {
            return None;
        }
        #[allow(clippy::cast_precision_loss)]
        let float = self.digits as f64 / POWERS[self.fraction];
        Some(if self.negative { -float } else { float })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the standard library.
    #[test]
    fn what_one_division_tells_is_right() {
        let mut told = 0;
        for digits in [
            "0",
            "7",
            "123",
            "90071992547409",
            "9007199254740991",
            "9007199254740993",
        ] {
            for zeros in 0..20 {
                let fraction = format!("{}{digits}", "0".repeat(zeros));
                let text = format!("0.{fraction}");
                let mut number = Number::default();
                assert_eq!(number.fraction(fraction.as_bytes()), fraction.len());
                if let Some(exact) = number.exact() {
                    assert_eq!(Ok(exact), text.parse(), "{text}");
                    told += 1;
                }
            }
        }
        assert!(told > 50);
    }
}
