//! The embedded engine in the suite that every engine passes.

use std::sync::Arc;

use buildamp_engine::conformance::{AGE, OPERATIONS, REMEMBERED, Subject};
use buildamp_engine::embedded::{Durability, Embedded, Options, Remember};
use buildamp_engine::{Engine, conformance};
use tempfile::TempDir;

fn options(durability: Durability) -> Options {
    Options {
        durability,
        history: Remember {
            count: REMEMBERED,
            age: AGE,
        },
        operations: OPERATIONS,
        // Little enough that it is read from the store again and again.
        memory: 1000,
    }
}

/// Nothing on a disk.
struct Memory;

impl Subject for Memory {
    fn open(&self) -> Arc<dyn Engine> {
        Arc::new(Embedded::in_memory(options(Durability::Memory)))
    }
}

/// A folder that goes with it.
struct Folder(TempDir, Durability);

impl Folder {
    fn new(durability: Durability) -> Self {
        Self(tempfile::tempdir().expect("a folder"), durability)
    }
}

impl Subject for Folder {
    fn open(&self) -> Arc<dyn Engine> {
        Arc::new(Embedded::open(self.0.path(), options(self.1)).expect("it opens"))
    }
}

conformance!(memory, forgets, || Memory);
conformance!(interval, keeps, || Folder::new(Durability::Interval));
conformance!(fsync, keeps, || Folder::new(Durability::Fsync));
