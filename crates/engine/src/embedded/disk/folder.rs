//! The data folder: whose it is, which format it has, and how its last owner ended.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::Unavailable;

/// The format that is written here, and the newest that is read.
const FORMAT: u32 = 1;

/// Why a data folder can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It can't be read or written.
    #[error("can't use the data folder {}: {error}. It has to be a folder that this user may read and write", .folder.display())]
    Folder {
        /// Which one.
        folder: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Another process has it.
    #[error("the data folder {} is in use by another process. Stop that one, or give this one a folder of its own", .folder.display())]
    InUse {
        /// Which one.
        folder: PathBuf,
    },
    /// A later version wrote it.
    #[error(
        "the data folder {} has format {found}, and this version reads formats up to {FORMAT}. \
         Run the version that wrote it or a later one, or restore a backup from before", .folder.display()
    )]
    Newer {
        /// Which one.
        folder: PathBuf,
        /// Its format.
        found: u32,
    },
    /// What is in it makes no sense.
    #[error("the data folder {} is damaged: {what}. Restore a backup, or move the folder away to begin anew", .folder.display())]
    Damaged {
        /// Which one.
        folder: PathBuf,
        /// What was found.
        what: String,
    },
    /// The store in it can't be opened.
    #[error("can't open the data folder {}: {error}", .folder.display())]
    Store {
        /// Which one.
        folder: PathBuf,
        /// Why.
        error: Unavailable,
    },
}

/// A data folder that is this process's own while this is held.
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    owner: File,
}

/// How the folder's last owner ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    /// There was none, it closed the folder, or the process alone ended: all that it wrote is here.
    Whole,
    /// The machine may have ended with it, and what the disk had not confirmed may be gone.
    Unsure,
}

impl Folder {
    /// Takes a folder, which is made where there is none. `confirmed` is whether nothing leaves before the disk has
    /// confirmed it.
    pub(crate) fn take(path: &Path, confirmed: bool) -> Result<(Self, Before), OpenError> {
        let failed = |error| OpenError::Folder {
            folder: path.to_owned(),
            error,
        };
        fs::create_dir_all(path).map_err(failed)?;
        let owner = open_owner(path).map_err(failed)?;
        match owner.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(OpenError::InUse {
                    folder: path.to_owned(),
                });
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        check_format(path)?;
        let mut folder = Self {
            path: path.to_owned(),
            owner,
        };
        let before = folder.before().map_err(failed)?;
        folder.sign(confirmed).map_err(failed)?;
        Ok((folder, before))
    }

    fn before(&mut self) -> io::Result<Before> {
        let mut last = String::new();
        self.owner.read_to_string(&mut last)?;
        let mut lines = last.lines();
        let closed = lines.next().is_none_or(|line| line == "closed");
        let (boot, confirmed) = (lines.next(), lines.next() == Some("confirmed"));
        let same_boot = boot.is_some() && boot == self::boot().as_deref();
        Ok(match closed || confirmed || same_boot {
            true => Before::Whole,
            false => Before::Unsure,
        })
    }

    fn sign(&mut self, confirmed: bool) -> io::Result<()> {
        let boot = boot().unwrap_or_default();
        let how = if confirmed { "confirmed" } else { "early" };
        self.write(&format!("open\n{boot}\n{how}\n"))
    }

    /// Says that all is written.
    pub(crate) fn closed(mut self) -> io::Result<()> {
        self.write("closed\n")
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.owner.set_len(0)?;
        self.owner.rewind()?;
        self.owner.write_all(text.as_bytes())?;
        self.owner.sync_all()
    }
}

fn open_owner(folder: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    options.open(folder.join("owner"))
}

/// What tells this run of the machine from others, where that can be known.
fn boot() -> Option<String> {
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned())
}

fn check_format(folder: &Path) -> Result<(), OpenError> {
    let path = folder.join("format");
    let failed = |error| OpenError::Folder {
        folder: folder.to_owned(),
        error,
    };
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return fs::write(&path, format!("{FORMAT}\n")).map_err(failed);
        }
        text => text.map_err(failed)?,
    };
    match text.trim().parse() {
        Ok(found) if found > FORMAT => Err(OpenError::Newer {
            folder: folder.to_owned(),
            found,
        }),
        Ok(_) => Ok(()),
        Err(_) => Err(OpenError::Damaged {
            folder: folder.to_owned(),
            what: "its file `format` holds no number".into(),
        }),
    }
}
