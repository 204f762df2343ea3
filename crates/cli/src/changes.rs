//! What changes in an app's folders: one change for all that an editor does to save a file.
//!
//! Owns the watcher and how long it waits. It refuses to know what a change is good for. That a file is read is no
//! change: whoever answers a change by reading would be told of it without end.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

/// Editors write a file in several steps; what comes within this time is one change.
const SETTLE: Duration = Duration::from_millis(60);

/// Who writes without a pause is heard all the same, this often.
const LONGEST: Duration = Duration::from_secs(1);

/// Ends the changes when it is dropped.
pub(crate) struct Watching {
    _watcher: RecommendedWatcher,
}

/// The changes, as they come; each names the files that it is about.
pub(crate) struct Changes {
    events: Receiver<notify::Result<Event>>,
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
    let watching = Watching { _watcher: watcher };
    Ok((watching, Changes { events }))
}

impl Iterator for Changes {
    type Item = notify::Result<Vec<PathBuf>>;

    /// Waits for a change, and until it has settled.
    fn next(&mut self) -> Option<Self::Item> {
        let first = self.events.recv().ok()?;
        let end = Instant::now() + LONGEST;
        let mut change = first.map(|event| event.paths);
        while let Ok(paths) = &mut change
            && Instant::now() < end
        {
            match self.events.recv_timeout(SETTLE) {
                Ok(Ok(event)) => paths.extend(event.paths),
                Ok(Err(error)) => change = Err(error),
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
}
