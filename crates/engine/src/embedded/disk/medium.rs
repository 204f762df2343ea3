//! The seam to the files that the log is written to: real ones, or a test's that fail when told to.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// Makes files.
pub(crate) trait Medium: Send + Sync + 'static {
    /// A new file, empty.
    fn create(&self, path: &Path) -> io::Result<Arc<dyn Tape>>;
}

/// A file that only grows, or loses its end.
pub(crate) trait Tape: Send + Sync {
    /// Appends all of it. After an error some of it may be there.
    fn append(&self, bytes: &[u8]) -> io::Result<()>;
    /// Cuts off what is behind a length.
    fn cut(&self, length: u64) -> io::Result<()>;
    /// Waits for the disk.
    fn sync(&self) -> io::Result<()>;
}

/// The file system.
pub(crate) struct Files;

impl Medium for Files {
    fn create(&self, path: &Path) -> io::Result<Arc<dyn Tape>> {
        let mut options = OpenOptions::new();
        let file = options.append(true).create_new(true).open(path)?;
        Ok(Arc::new(file))
    }
}

impl Tape for File {
    fn append(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = self;
        file.write_all(bytes)
    }

    fn cut(&self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }
}
