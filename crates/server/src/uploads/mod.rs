//! Files that users upload: where their bytes lie, what they may be, who sees them.
//!
//! Owns names, types, the way of the bytes into the store, and their record. A file is there once its record is committed, together
//! with the effects of the rules that took it; bytes without a record are nobody's, and swept. It refuses to know HTTP.

mod intake;
mod media;
mod name;
mod permits;
mod record;
mod remove;
mod sweep;

use std::sync::Arc;

use buildamp_engine::Tenant;
use object_store::ObjectStore;
use object_store::path::Path;
use tokio::sync::Semaphore;

use crate::Rate;
pub(crate) use intake::{Intake, Trouble, Whole, trouble};
pub(crate) use media::{essence, is_inline};
pub(crate) use name::clean;
pub(crate) use permits::NoPermit;
use permits::Permits;
pub(crate) use record::{DAY, Record, day_key, record_id, record_key};
pub(crate) use remove::deleted;

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever knows its id, which nobody can guess.
    Id,
    /// Users whom the rules let into the room that it was uploaded to.
    Room,
}

/// How uploads work.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where bytes lie.
    pub store: Arc<dyn ObjectStore>,
    /// In pieces of how many bytes they are written. S3 takes none below 5 MiB.
    pub piece: usize,
    /// Bytes of one file.
    pub max_size: u64,
    /// Types that are taken, `image/png` or `image/*`; empty for all.
    pub types: Vec<String>,
    /// Uploads of a user. `None`: as many as they like.
    pub rate: Option<Rate>,
    /// Bytes of a user in a day (UTC); 0 for no limit.
    pub bytes_per_day: u64,
    /// Uploads at once, of all users; more have to come later.
    pub at_once: usize,
    /// Uploads at once of one user.
    pub at_once_per_user: usize,
    /// Who may read them.
    pub access: Access,
}

impl Settings {
    /// Files of 10 MiB and all types, 30 a minute and 1 GiB a day for a user, 64 at once, 8 of one user, read by who knows the id.
    pub fn new(store: Arc<dyn ObjectStore>) -> Settings {
        Settings {
            store,
            piece: 256 << 10,
            max_size: 10 << 20,
            types: Vec::new(),
            rate: Rate::new(30, std::time::Duration::from_secs(60)),
            bytes_per_day: 1 << 30,
            at_once: 64,
            at_once_per_user: 8,
            access: Access::Id,
        }
    }
}

/// The uploads of a server.
#[derive(Debug)]
pub struct Uploads {
    pub(crate) settings: Settings,
    /// Who holds one of them is uploading.
    pub(crate) permits: Arc<Permits>,
    /// Deletions at once.
    removing: Semaphore,
}

impl Uploads {
    /// Uploads by these settings.
    pub fn new(settings: Settings) -> Uploads {
        Uploads {
            permits: Arc::new(Permits::new(settings.at_once, settings.at_once_per_user)),
            removing: Semaphore::new(4),
            settings,
        }
    }

    /// Where the bytes of a file lie.
    pub(crate) fn path(&self, tenant: &Tenant, id: &str) -> Path {
        let mut folder = String::from("t");
        folder.extend(tenant.0.bytes().map(|byte| format!("{byte:02x}")));
        Path::from_iter([&folder, &id[..2], id])
    }

    /// Whether files of this type are taken.
    pub(crate) fn takes(&self, kind: &str) -> bool {
        let types = &self.settings.types;
        types.is_empty()
            || types.iter().any(|taken| match taken.strip_suffix("/*") {
                Some(family) => kind.split('/').next() == Some(family),
                None => taken == kind,
            })
    }
}

/// A new id: nobody guesses one of 2¹²⁸.
pub(crate) fn new_id() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// Whether a text can be an id.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == 32
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
