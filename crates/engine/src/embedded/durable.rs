//! How commits come to the disk: each to the log before it takes effect, the log to the store later.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::Durability;
use super::core::{Core, Writer};
use super::disk::{self, Confirm, Entries, Folder, Gap, Log, Opened, Store};
use super::jobs::Change;
use super::plan::Step;
use super::sync::{lock, read};
use crate::{Tenant, Unavailable};

/// What an engine has on a disk.
pub(crate) struct Disk {
    pub(crate) store: Store,
    /// Which numbering of rooms counts.
    pub(crate) era: u64,
    /// The last commit that is in the store.
    pub(crate) folded: AtomicU64,
    /// `None` once it was closed.
    folder: Mutex<Option<Folder>>,
    /// Why writing to the log, and to the store, failed last, if it did.
    log_trouble: Mutex<Option<String>>,
    store_trouble: Mutex<Option<String>>,
    /// Whether there is trouble with the log: each commit looks.
    log_in_trouble: AtomicBool,
}

impl Disk {
    pub(crate) fn new(opened: Opened) -> (Self, Log) {
        let disk = Self {
            store: opened.store,
            era: opened.era,
            folded: AtomicU64::new(opened.commit),
            folder: Mutex::new(Some(opened.folder)),
            log_trouble: Mutex::default(),
            store_trouble: Mutex::default(),
            log_in_trouble: AtomicBool::new(false),
        };
        (disk, opened.log)
    }

    pub(crate) fn health(&self) -> Result<(), Unavailable> {
        for trouble in [&self.log_trouble, &self.store_trouble] {
            if let Some(why) = &*lock(trouble) {
                return Err(Unavailable(why.clone()));
            }
        }
        Ok(())
    }

    fn log_failed(&self, error: &std::io::Error) -> Unavailable {
        let why = format!("can't write to the data folder: {error}");
        let mut trouble = lock(&self.log_trouble);
        *trouble = Some(why.clone());
        self.log_in_trouble.store(true, Ordering::SeqCst);
        Unavailable(why)
    }

    fn log_works(&self) {
        if self.log_in_trouble.load(Ordering::SeqCst) {
            let mut trouble = lock(&self.log_trouble);
            *trouble = None;
            self.log_in_trouble.store(false, Ordering::SeqCst);
        }
    }
}

impl Core {
    /// Writes what is to happen to the log. It may take effect then.
    pub(crate) fn write_down(
        &self,
        writer: &mut Writer,
        tenant: &Tenant,
        commit: u64,
        steps: &[Step],
    ) -> Result<(), Unavailable> {
        let (Some(disk), Some(log)) = (&self.disk, &mut writer.log) else {
            return Ok(());
        };
        disk::begin(&mut writer.record, log.next(), commit);
        let mut entries = Entries(&mut writer.record);
        for step in steps {
            match step {
                Step::Put(put) => entries.cell(tenant, put),
                Step::Broadcast(broadcast) => {
                    entries.broadcast(tenant, broadcast, disk.era, self.options.history.count);
                }
                Step::Job(Change::Put(standing)) => entries.job(standing),
                Step::Job(Change::Remove(id)) => entries.no_job(id),
                Step::Job(Change::Aside(order, aside)) => entries.aside(*order, aside),
                Step::Move(_) | Step::Direct(_) | Step::Control(_) => {}
            }
        }
        if !disk::has_entries(&writer.record) {
            return Ok(());
        }
        self.append(disk, log, &mut writer.record)
    }

    fn append(&self, disk: &Disk, log: &mut Log, record: &mut [u8]) -> Result<(), Unavailable> {
        disk::end(record);
        log.append(record)
            .map_err(|error| disk.log_failed(&error))?;
        if self.options.durability == Durability::Interval {
            // Otherwise only the disk's confirmation says that it works.
            disk.log_works();
        }
        if log.length() >= self.options.log {
            // Where the next segment can't be begun now, this one goes on, and the next commit tries again. That is no trouble: all is written.
            if log.turn().is_ok() {
                self.bells.fold.ring();
            }
        }
        Ok(())
    }

    /// After a commit took effect: whether it is as durable as configured. If not, whoever sees to it is woken.
    pub(crate) fn settles_now(&self, writer: &Writer) -> bool {
        match &writer.log {
            Some(log) if !log.is_confirmed() => {
                if self.options.durability == Durability::Fsync {
                    self.bells.confirm.ring();
                }
                false
            }
            _ => true,
        }
    }

    /// Waits until the disk has confirmed all that was written, what comes meanwhile too, and tells who waits for it.
    pub(crate) fn confirm(&self) -> Result<(), Unavailable> {
        while !self.confirm_once()? {}
        Ok(())
    }

    /// Waits until the disk has confirmed what was written so far, and tells who waits for it. Whether that is all by now.
    pub(crate) fn confirm_once(&self) -> Result<bool, Unavailable> {
        let Some(disk) = &self.disk else {
            return Ok(true);
        };
        let (found, commit) = self.unconfirmed();
        let Some(found) = found else {
            // Whatever was committed up to here has nothing that the disk would have to confirm.
            self.settle(commit);
            return Ok(true);
        };
        if let Err(error) = found.and_then(|what| self.confirmed(disk, &what, commit)) {
            lock(&self.writer).log.iter_mut().for_each(Log::unknown);
            let why = disk.log_failed(&error);
            self.waiters.fail(commit, &why);
            return Err(why);
        }
        Ok(lock(&self.writer)
            .log
            .as_ref()
            .is_none_or(Log::is_confirmed))
    }

    fn unconfirmed(&self) -> (Option<std::io::Result<Confirm>>, u64) {
        let mut writer = lock(&self.writer);
        let commit = read(&self.state).commit;
        let open = writer.log.as_mut().filter(|log| !log.is_confirmed());
        (open.map(Log::unconfirmed), commit)
    }

    fn confirmed(&self, disk: &Disk, what: &Confirm, commit: u64) -> std::io::Result<()> {
        what.wait()?;
        disk.log_works();
        let mut writer = lock(&self.writer);
        let counts = writer.log.as_mut().is_some_and(|log| log.confirmed(what));
        drop(writer);
        if counts {
            self.settle(commit);
        }
        Ok(())
    }

    /// Lets what waits for a commit go on.
    pub(crate) fn settle(&self, commit: u64) {
        if self.options.durability == Durability::Fsync {
            self.outbox.settle(commit);
            self.outbox.drain_all();
            self.waiters.settle(commit);
        }
    }

    /// Tries whether the log can be written, where it could not: so it works again without a commit.
    pub(crate) fn try_log(&self) {
        let Some(disk) = &self.disk else {
            return;
        };
        if lock(&disk.log_trouble).is_none() {
            return;
        }
        let mut writer = lock(&self.writer);
        let Writer { log, record, .. } = &mut *writer;
        let Some(log) = log else {
            return;
        };
        disk::begin(record, log.next(), read(&self.state).commit);
        if self.append(disk, log, record).is_ok() {
            drop(writer);
            self.bells.confirm.ring();
        }
    }

    /// Takes what the log has sealed into the store. False where it has to be tried again.
    pub(crate) fn fold(&self) -> bool {
        let Some(disk) = &self.disk else {
            return true;
        };
        let _folding = lock(&self.folding);
        let writer = lock(&self.writer);
        let Some(log) = &writer.log else {
            return true;
        };
        let (segments, end) = log.sealed();
        let commit = read(&self.state).commit;
        drop(writer);
        // An older snapshot reads the store as it is.
        while !segments.is_empty() && self.held.oldest() < commit {
            if !self.bells.fold.pause() {
                return true;
            }
        }
        let result = match segments.is_empty() {
            true => Ok(()),
            false => disk::fold(
                &disk.store,
                &segments,
                Some(end),
                Gap::Damage,
                self.options.history.count,
            )
            .map(|reached| {
                disk.folded.fetch_max(reached.commit, Ordering::SeqCst);
                let mut writer = lock(&self.writer);
                writer.log.iter_mut().for_each(|log| log.folded(&segments));
            }),
        };
        let result = result.map_err(|error| error.to_string());
        let rest = || self.clean_store(disk).and_then(|()| disk.store.learn());
        let result = result.and_then(|()| rest().map_err(|error| error.to_string()));
        let works = result.is_ok();
        *lock(&disk.store_trouble) = result.err();
        works
    }

    /// Makes all durable and lets go of the folder.
    pub(crate) fn close_disk(&self) -> Result<(), Unavailable> {
        let Some(disk) = &self.disk else {
            return Ok(());
        };
        let result = self.confirm();
        let folder = self.release();
        match (result, folder) {
            (Ok(()), Some(folder)) => {
                let written = disk::sync_folder(&folder.path).and_then(|()| folder.closed());
                written.map_err(|error| disk.log_failed(&error))
            }
            (result, _) => result,
        }
    }

    /// Lets go of the folder as it is.
    pub(crate) fn release(&self) -> Option<Folder> {
        self.waiters
            .end(&Unavailable("the engine was closed".into()));
        let disk = self.disk.as_ref()?;
        lock(&self.writer).log = None;
        disk.store.close();
        lock(&disk.folder).take()
    }
}
