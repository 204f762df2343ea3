//! What changes in an app's folders: one change for all that an editor does to save a file.
//!
//! Owns the watcher and how long it waits. It refuses to know what a change is good for. That a file is read is no
//! change: whoever answers a change by reading would be told of it without end. A folder need not be there from the start, and may go
//! and come back.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

/// Editors write a file in several steps; what comes within this time is one change.
const SETTLE: Duration = Duration::from_millis(60);

/// Who writes without a pause is heard all the same, this often.
const LONGEST: Duration = Duration::from_secs(1);

/// Ends the changes when it is dropped.
pub(crate) struct Watching {
    _watcher: Arc<Mutex<RecommendedWatcher>>,
}

/// The changes, as they come; each names the files that it is about.
pub(crate) struct Changes {
    events: Receiver<notify::Result<Event>>,
    /// Watched with all that is below them, whenever they are there.
    deep: Vec<PathBuf>,
    watcher: Weak<Mutex<RecommendedWatcher>>,
}

/// Begins to watch a folder, and those of its folders with all that is below them. Those may come later.
pub(crate) fn watch_within(
    folder: &Path,
    deep: impl IntoIterator<Item = PathBuf>,
) -> Result<(Watching, Changes)> {
    let deep: Vec<PathBuf> = deep.into_iter().collect();
    let there = deep.iter().filter(|folder| folder.is_dir());
    let (watching, mut changes) = watch(there.map(PathBuf::as_path), Some(folder))?;
    changes.deep = deep;
    Ok((watching, changes))
}

/// Begins to watch folders with all that is below them, and one without.
pub(crate) fn watch<'a>(
    folders: impl IntoIterator<Item = &'a Path>,
    alone: Option<&'a Path>,
) -> Result<(Watching, Changes)> {
    let (sender, events) = channel();
    let tell = move |event: notify::Result<Event>| {
        if !matches!(&event, Ok(event) if event.kind.is_access()) {
            // The receiver goes only when nobody listens any more.
            let _ = sender.send(event);
        }
    };
    let mut watcher =
        notify::recommended_watcher(tell).context("can't watch files on this system")?;
    let deep = folders
        .into_iter()
        .map(|folder| (folder, RecursiveMode::Recursive));
    let alone = alone.map(|folder| (folder, RecursiveMode::NonRecursive));
    for (folder, mode) in deep.chain(alone) {
        watcher
            .watch(folder, mode)
            .with_context(|| format!("can't watch {}", folder.display()))?;
    }
    let watcher = Arc::new(Mutex::new(watcher));
    let changes = Changes {
        events,
        deep: Vec::new(),
        watcher: Arc::downgrade(&watcher),
    };
    Ok((Watching { _watcher: watcher }, changes))
}

impl Changes {
    /// Watches folders that have come, or come back: the watch of one ended with it.
    fn follow(&self, event: notify::Result<Event>) -> notify::Result<Vec<PathBuf>> {
        let paths = event?.paths;
        for folder in self.deep.iter().filter(|folder| paths.contains(folder)) {
            let Some(watcher) = self.watcher.upgrade() else {
                break;
            };
            let mut watcher = watcher.lock().unwrap_or_else(PoisonError::into_inner);
            let watched = watcher.watch(folder, RecursiveMode::Recursive);
            // It may have gone by now: then there is nothing to watch until it comes.
            watched.or_else(|error| if folder.is_dir() { Err(error) } else { Ok(()) })?;
        }
        Ok(paths)
    }
}

impl Iterator for Changes {
    type Item = notify::Result<Vec<PathBuf>>;

    /// Waits for a change, and until it has settled.
    fn next(&mut self) -> Option<Self::Item> {
        let first = self.events.recv().ok()?;
        let end = Instant::now() + LONGEST;
        let mut change = self.follow(first);
        while let Ok(paths) = &mut change
            && Instant::now() < end
        {
            match self.events.recv_timeout(SETTLE) {
                Ok(event) => match self.follow(event) {
                    Ok(more) => paths.extend(more),
                    Err(error) => change = Err(error),
                },
                Err(_) => break,
            }
        }
        Some(change)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_has_not_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (read, written) = (folder.path().join("read"), folder.path().join("written"));
        std::fs::write(&read, "1").expect("a file");
        let (watching, mut changes) = watch([folder.path()], None).expect("a watcher");
        std::fs::read(&read).expect("the file");
        std::fs::write(&written, "2").expect("a file");
        let name = |path: &Path| path.file_name().map(ToOwned::to_owned);
        let only_written = |change: notify::Result<Vec<PathBuf>>| {
            let paths = change.expect("no error");
            assert!(!paths.is_empty());
            for path in &paths {
                assert_eq!(name(path), name(&written));
            }
        };
        only_written(changes.next().expect("a change"));
        // It ends with its watcher.
        drop(watching);
        changes.for_each(only_written);
    }
    #[test]
    fn a_folder_is_watched_when_it_comes_and_when_it_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let (deep, away) = (folder.path().join("deep"), folder.path().join("away"));
        let within = watch_within(folder.path(), [deep.clone()]);
        let (watching, mut changes) = within.expect("a watcher");
        let file = deep.join("new").join("file");
        // Writes until that is told: what was written before the folder was watched may be told as the folder alone.
        let mut is_watched = || {
            std::fs::create_dir_all(deep.join("new")).expect("a folder");
            loop {
                std::fs::write(&file, "1").expect("a file");
                let paths = changes.next().expect("a change").expect("no error");
                if paths.contains(&file) {
                    return;
                }
            }
        };
        // It is not there at first.
        is_watched();
        // Another takes its place.
        std::fs::rename(&deep, &away).expect("a folder");
        is_watched();
        std::fs::remove_dir_all(&deep).expect("a folder");
        is_watched();
        drop(watching);
    }
}
