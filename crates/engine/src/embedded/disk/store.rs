//! The store below memory: ordered keys and values in one file.
//!
//! Owns the file and that it is opened anew after it has failed. Knows no key's meaning but the prefix it is asked for.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{RwLock, RwLockReadGuard};

use redb::{
    Database, ReadableDatabase, ReadableTable, ReadableTableMetadata, TableDefinition, TableError,
};

use super::filter::Filter;
use crate::embedded::sync::{read, write};
use crate::{Order, Unavailable};

const ENTRIES: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("entries");
const NUMBERS: TableDefinition<'_, &str, u64> = TableDefinition::new("numbers");

/// What the store may keep of its file in memory.
const CACHE: usize = 64 << 20;

/// For how many keys room is made at least, among those that are known.
const LEAST: usize = 50_000;

/// A number that is kept beside the entries.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Number {
    /// The last record of the log that is in the store.
    Record,
    /// The last commit of which that is true.
    Commit,
    /// Which numbering of rooms counts.
    Era,
}

impl Number {
    fn name(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Commit => "commit",
            Self::Era => "era",
        }
    }
}

/// Makes a value of the one before.
pub(crate) type Amend<'a> = Box<dyn FnOnce(Option<&[u8]>) -> Vec<u8> + 'a>;

/// What becomes of a key.
pub(crate) enum Change<'a> {
    /// It has this value.
    Put(&'a [u8], &'a [u8]),
    /// It has what is made of the value that it had, if any.
    Amend(&'a [u8], Amend<'a>),
    /// It is removed.
    Remove(&'a [u8]),
}

/// The store.
pub(crate) struct Store {
    path: PathBuf,
    /// `None` after it has failed, until it is opened anew, and once it is closed.
    database: RwLock<Option<Database>>,
    closed: AtomicBool,
    /// What keys there may be, once that was found out.
    filter: RwLock<Option<Filter>>,
}

fn unavailable(error: impl Into<redb::Error>) -> Unavailable {
    let error: redb::Error = error.into();
    Unavailable(format!("data.redb: {error}"))
}

impl Store {
    pub(crate) fn open(path: &Path) -> Result<Self, Unavailable> {
        let database = open(path)?;
        Ok(Self {
            path: path.to_owned(),
            database: RwLock::new(Some(database)),
            closed: AtomicBool::new(false),
            filter: RwLock::new(None),
        })
    }

    /// Lets go of the file.
    pub(crate) fn close(&self) {
        let mut database = write(&self.database);
        self.closed.store(true, Ordering::SeqCst);
        *database = None;
    }

    /// Finds out which keys there are, unless it is known. No other thread may change any meanwhile.
    pub(crate) fn learn(&self) -> Result<(), Unavailable> {
        if read(&self.filter)
            .as_ref()
            .is_some_and(|filter| !filter.is_full())
        {
            return Ok(());
        }
        let keys = self.reading(
            |database| match database.begin_read()?.open_table(ENTRIES) {
                Err(TableError::TableDoesNotExist(_)) => Ok(0),
                table => Ok(table?.len()?),
            },
        )?;
        let filter = Filter::new(
            usize::try_from(keys)
                .unwrap_or(usize::MAX)
                .max(LEAST)
                .saturating_mul(2),
        );
        self.scan(&[], &[], |key, _| {
            filter.add(key);
            true
        })?;
        *write(&self.filter) = Some(filter);
        Ok(())
    }

    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, Unavailable> {
        if read(&self.filter)
            .as_ref()
            .is_some_and(|filter| !filter.may_have(key))
        {
            return Ok(None);
        }
        self.reading(|database| {
            let table = match database.begin_read()?.open_table(ENTRIES) {
                Err(TableError::TableDoesNotExist(_)) => return Ok(None),
                table => table?,
            };
            Ok(table.get(key)?.map(|value| value.value().to_vec()))
        })
    }

    /// All entries whose keys have a prefix and are not before another, in order, until `take` is false.
    pub(crate) fn scan(
        &self,
        prefix: &[u8],
        from: &[u8],
        mut take: impl FnMut(&[u8], &[u8]) -> bool,
    ) -> Result<(), Unavailable> {
        self.reading(|database| {
            let table = match database.begin_read()?.open_table(ENTRIES) {
                Err(TableError::TableDoesNotExist(_)) => return Ok(()),
                table => table?,
            };
            for entry in table.range(prefix.max(from)..)? {
                let (key, value) = entry?;
                if !key.value().starts_with(prefix) || !take(key.value(), value.value()) {
                    break;
                }
            }
            Ok(())
        })
    }

    /// All entries whose keys are not before one and before another, in this order, until `take` is false.
    pub(crate) fn span(
        &self,
        from: &[u8],
        to: &[u8],
        order: Order,
        mut take: impl FnMut(&[u8], &[u8]) -> bool,
    ) -> Result<(), Unavailable> {
        self.reading(|database| {
            let table = match database.begin_read()?.open_table(ENTRIES) {
                Err(TableError::TableDoesNotExist(_)) => return Ok(()),
                table => table?,
            };
            let mut entries = table.range(from..to)?;
            while let Some(entry) = match order {
                Order::Ascending => entries.next(),
                Order::Descending => entries.next_back(),
            } {
                let (key, value) = entry?;
                if !take(key.value(), value.value()) {
                    break;
                }
            }
            Ok(())
        })
    }

    pub(crate) fn number(&self, number: Number) -> Result<u64, Unavailable> {
        self.reading(|database| {
            let table = match database.begin_read()?.open_table(NUMBERS) {
                Err(TableError::TableDoesNotExist(_)) => return Ok(0),
                table => table?,
            };
            Ok(table.get(number.name())?.map_or(0, |found| found.value()))
        })
    }

    /// Changes entries and numbers, all or nothing, and waits until the disk has them.
    pub(crate) fn change<'a>(
        &self,
        entries: impl IntoIterator<Item = Change<'a>>,
        numbers: &[(Number, u64)],
    ) -> Result<(), Unavailable> {
        self.writing(|database| {
            let mut transaction = database.begin_write()?;
            // Else every start after a crash would read the whole file.
            transaction.set_quick_repair(true);
            {
                let mut table = transaction.open_table(ENTRIES)?;
                let filter = read(&self.filter);
                for entry in entries {
                    if let (Change::Put(key, _) | Change::Amend(key, _), Some(filter)) =
                        (&entry, &*filter)
                    {
                        // Before anybody can read it.
                        filter.add(key);
                    }
                    match entry {
                        Change::Put(key, value) => drop(table.insert(key, value)?),
                        Change::Amend(key, amend) => {
                            let before = table.get(key)?;
                            let value = amend(before.as_ref().map(|before| before.value()));
                            drop(before);
                            table.insert(key, &value[..])?;
                        }
                        Change::Remove(key) => drop(table.remove(key)?),
                    }
                }
                let mut table = transaction.open_table(NUMBERS)?;
                for (number, value) in numbers {
                    table.insert(number.name(), value)?;
                }
            }
            transaction.commit()?;
            Ok(())
        })
    }

    fn reading<T>(
        &self,
        work: impl FnOnce(&Database) -> Result<T, redb::Error>,
    ) -> Result<T, Unavailable> {
        let database = self.database()?;
        let Some(database) = database.as_ref() else {
            return Err(Unavailable("data.redb is closed".into()));
        };
        work(database).map_err(unavailable)
    }

    /// A write that failed leaves the store's file in a state that only opening it again makes sure.
    fn writing<T>(
        &self,
        work: impl FnOnce(&Database) -> Result<T, redb::Error>,
    ) -> Result<T, Unavailable> {
        let result = self.reading(work);
        if result.is_err() {
            *write(&self.database) = None;
        }
        result
    }

    fn database(&self) -> Result<RwLockReadGuard<'_, Option<Database>>, Unavailable> {
        let found = read(&self.database);
        if found.is_some() {
            return Ok(found);
        }
        drop(found);
        let mut place = write(&self.database);
        if place.is_none() && !self.closed.load(Ordering::SeqCst) {
            *place = Some(open(&self.path)?);
        }
        drop(place);
        Ok(read(&self.database))
    }
}

fn open(path: &Path) -> Result<Database, Unavailable> {
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE);
    builder.create(path).map_err(unavailable)
}
