//! How an embedded engine is set up.

use crate::Millis;

/// When a commit counts as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Once the disk has confirmed it. One confirmation serves all commits that wait for it.
    Fsync,
    /// Once the operating system has it, so that it survives the end of the process; the disk confirms every 50 ms.
    #[default]
    Interval,
    /// At once, and nothing is written to a disk.
    Memory,
}

/// How much of what was broadcast in a room is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remember {
    /// At most so many messages of a room.
    pub count: usize,
    /// None that is older, in milliseconds.
    pub age: Millis,
}

impl Default for Remember {
    fn default() -> Self {
        Self {
            count: 256,
            age: Millis(5 * 60 * 1000),
        }
    }
}

/// How an embedded engine is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// When a commit counts as done.
    pub durability: Durability,
    /// How much of what was broadcast in a room is remembered.
    pub history: Remember,
    /// How many operations of a document are kept, the newest, and all after its stored content. Older ones are as if they had never been
    /// kept.
    pub operations: u64,
    /// About how many bytes of stored values may stay in memory, where there is a disk to read them from again. What was
    /// written since the log was last taken into the store stays in any case.
    pub memory: usize,
    /// How long a piece of the log gets, in bytes, before it is taken into the store. What is in it has to be in memory,
    /// and is read at the next start.
    pub log: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            durability: Durability::default(),
            history: Remember::default(),
            operations: 1000,
            memory: 256 << 20,
            log: 32 << 20,
        }
    }
}
