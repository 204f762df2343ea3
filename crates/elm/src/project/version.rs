//! Versions of packages, and ranges of them.

use std::fmt::{self, Display, Formatter};

/// `1.0.5`
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u16, pub u16, pub u16);

/// `1.0.0 <= v < 2.0.0`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The lower bound, and whether it is itself in the range.
    pub low: (Version, bool),
    /// The upper bound, and whether it is itself in the range.
    pub high: (Version, bool),
}

impl Version {
    /// Reads `1.0.5`: three numbers without leading zeros.
    pub fn read(text: &str) -> Option<Version> {
        let mut parts = text.split('.').map(number);
        let version = Version(parts.next()??, parts.next()??, parts.next()??);
        parts.next().is_none().then_some(version)
    }
}

fn number(text: &str) -> Option<u16> {
    let plain = text == "0" || !text.starts_with('0');
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    (plain && digits).then(|| text.parse().ok()).flatten()
}

impl Range {
    /// One version alone.
    pub fn exactly(version: Version) -> Range {
        Range {
            low: (version, true),
            high: (version, true),
        }
    }

    /// Reads `1.0.0 <= v < 2.0.0`, with just these spaces.
    pub fn read(text: &str) -> Option<Range> {
        let mut parts = text.split(' ');
        let low = Version::read(parts.next()?)?;
        let low_included = included(parts.next()?)?;
        if parts.next()? != "v" {
            return None;
        }
        let high_included = included(parts.next()?)?;
        let high = Version::read(parts.next()?)?;
        (parts.next().is_none() && low < high).then_some(Range {
            low: (low, low_included),
            high: (high, high_included),
        })
    }

    /// Whether a version is in the range.
    pub fn contains(&self, version: Version) -> bool {
        let above = version > self.low.0 || (self.low.1 && version == self.low.0);
        let below = version < self.high.0 || (self.high.1 && version == self.high.0);
        above && below
    }
}

fn included(operator: &str) -> Option<bool> {
    match operator {
        "<=" => Some(true),
        "<" => Some(false),
        _ => None,
    }
}

impl Display for Version {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}
