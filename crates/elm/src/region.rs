//! Places in one module's source. A module knows its file, so a place here is two offsets alone.

use buildamp_diagnostics::{FileId, Span};

/// A piece of a module's source, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Region {
    /// The first byte.
    pub start: u32,
    /// The byte after the last; never less than `start`.
    pub end: u32,
}

impl Region {
    /// From one byte to before another.
    pub fn new(start: u32, end: u32) -> Region {
        Region { start, end }
    }

    /// From the start of this to the end of `other`, which is not before it.
    pub fn to(self, other: Region) -> Region {
        Region::new(self.start, other.end.max(self.end))
    }

    /// The same place for a report.
    pub fn in_file(self, file: FileId) -> Span {
        Span {
            file,
            start: self.start,
            end: self.end,
        }
    }
}

/// Something with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Located<T> {
    /// Where it stands.
    pub region: Region,
    /// What stands there.
    pub value: T,
}

impl<T> Located<T> {
    /// Puts both together.
    pub fn new(region: Region, value: T) -> Located<T> {
        Located { region, value }
    }
}
