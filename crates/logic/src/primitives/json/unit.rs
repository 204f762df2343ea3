//! What a text of JSON consists of: bytes where all of its units are Latin-1, else units of UTF-16.

use super::Result;
use crate::heap::Heap;

/// A unit of the text that is read: a byte of Latin-1, or two of UTF-16.
pub(super) trait Unit: Copy + Eq {
    fn code(self) -> u16;
    /// Where the first unit is that ends a string's plain part: a quote, a backslash or a control character.
    fn plain(units: &[Self]) -> usize;
    /// A string of units.
    fn string(heap: &mut Heap<'_>, units: &[Self]) -> Result;
    /// What a number's text says; nothing if it is none.
    fn number(units: &[Self]) -> Option<f64>;
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

    fn number(units: &[u8]) -> Option<f64> {
        std::str::from_utf8(units).ok()?.parse().ok()
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

    fn number(units: &[u16]) -> Option<f64> {
        String::from_utf16(units).ok()?.parse().ok()
    }
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
