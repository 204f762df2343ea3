//! Sets of units, and what counts as the same without case.

use std::sync::LazyLock;

/// Units, as ranges with both ends: sorted, and none next to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Set(Vec<(u16, u16)>);

impl Set {
    /// Of ranges in any order.
    pub(super) fn new(mut ranges: Vec<(u16, u16)>) -> Set {
        ranges.sort_unstable();
        let mut joined: Vec<(u16, u16)> = Vec::new();
        for (start, end) in ranges {
            match joined.last_mut() {
                Some(last) if u32::from(start) <= u32::from(last.1) + 1 => {
                    last.1 = last.1.max(end);
                }
                _ => joined.push((start, end)),
            }
        }
        Set(joined)
    }

    pub(super) fn ranges(&self) -> &[(u16, u16)] {
        &self.0
    }

    /// All units that are not in it.
    pub(super) fn complement(&self) -> Set {
        let mut ranges = Vec::new();
        let mut next = Some(0);
        for (start, end) in &self.0 {
            if let Some(next) = next.filter(|next| next < start) {
                ranges.push((next, start - 1));
            }
            next = end.checked_add(1);
        }
        if let Some(next) = next {
            ranges.push((next, u16::MAX));
        }
        Set(ranges)
    }

    pub(super) fn contains(&self, unit: u16) -> bool {
        let place = self.0.partition_point(|(_, end)| *end < unit);
        self.0.get(place).is_some_and(|(start, _)| *start <= unit)
    }

    /// What its units are without case.
    pub(super) fn folded(&self) -> Set {
        let units = self.0.iter().flat_map(|(start, end)| *start..=*end);
        Set::new(units.map(|unit| (fold(unit), fold(unit))).collect())
    }
}

/// `\d`
pub(super) fn digits() -> Set {
    Set::new(vec![(0x30, 0x39)])
}

/// `\w`
pub(super) fn words() -> Set {
    Set::new(vec![(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)])
}

/// `\s`
pub(super) fn spaces() -> Set {
    Set::new(vec![
        (0x09, 0x0D),
        (0x20, 0x20),
        (0xA0, 0xA0),
        (0x1680, 0x1680),
        (0x2000, 0x200A),
        (0x2028, 0x2029),
        (0x202F, 0x202F),
        (0x205F, 0x205F),
        (0x3000, 0x3000),
        (0xFEFF, 0xFEFF),
    ])
}

/// What ends a line.
pub(super) fn lines() -> Set {
    Set::new(vec![(0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)])
}

/// Of a word, as `\b` has it.
pub(super) fn is_word(unit: u16) -> bool {
    u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Ends a line.
pub(super) fn is_line(unit: u16) -> bool {
    matches!(unit, 0x0A | 0x0D | 0x2028 | 0x2029)
}

static FOLDED: LazyLock<Vec<u16>> = LazyLock::new(|| (0..=u16::MAX).map(canonical).collect());

/// ECMAScript's `Canonicalize` without the flag `u`: the upper case, if it is one unit, and not ASCII for what is not.
pub(super) fn fold(unit: u16) -> u16 {
    if unit < 0x80 {
        return u8::try_from(unit).map_or(unit, |byte| byte.to_ascii_uppercase().into());
    }
    FOLDED.get(usize::from(unit)).copied().unwrap_or(unit)
}

fn canonical(unit: u16) -> u16 {
    let Some(c) = char::from_u32(unit.into()) else {
        return unit;
    };
    let mut upper = c.to_uppercase();
    match (
        upper.next().map(|c| u16::try_from(u32::from(c))),
        upper.next(),
    ) {
        (Some(Ok(upper)), None) if unit < 0x80 || upper >= 0x80 => upper,
        _ => unit,
    }
}
