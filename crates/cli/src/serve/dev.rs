//! `dev`: an app whose sources change is compiled again and swapped, while all sockets stay open.

use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result};
use buildamp_server::Node;
use notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_mini::{DebounceEventResult, DebouncedEvent, Debouncer, new_debouncer};
use walkdir::WalkDir;

use super::load::load;
use super::overlay::Overlay;
use super::watched;
use crate::config::Config;
use crate::print::Printer;

/// Editors write a file in several steps; what comes within this time is one change.
const SETTLE: Duration = Duration::from_millis(60);

/// Watches until it is dropped.
pub(super) struct Watching {
    _debouncer: Debouncer<RecommendedWatcher>,
}

/// Begins to watch an app.
pub(super) fn watch(
    app: &Path,
    config: &Config,
    node: Arc<Node>,
    overlay: Overlay,
) -> Result<Watching> {
    let (sender, changes) = mpsc::channel();
    let mut debouncer = new_debouncer(SETTLE, move |result: DebounceEventResult| {
        if let Ok(events) = result {
            // The receiver goes only when the process does.
            let _ = sender.send(events);
        }
    })
    .context("can't watch files on this system")?;
    for folder in watched(app).iter().filter(|folder| folder.is_dir()) {
        let watcher = debouncer.watcher();
        watcher
            .watch(folder, RecursiveMode::Recursive)
            .with_context(|| format!("can't watch {}", folder.display()))?;
    }
    let worker = Worker {
        app: app.to_owned(),
        config: config.clone(),
        node,
        overlay,
    };
    std::thread::spawn(move || worker.run(&changes));
    Ok(Watching {
        _debouncer: debouncer,
    })
}

struct Worker {
    app: PathBuf,
    config: Config,
    node: Arc<Node>,
    overlay: Overlay,
}

impl Worker {
    /// What the watcher reports may be no more than that somebody has read a file; what counts is how the files are.
    fn run(&self, changes: &mpsc::Receiver<Vec<DebouncedEvent>>) {
        let [models, src, web] = watched(&self.app);
        let mut rules = state_of(&[&models, &src]);
        let mut pages = state_of(&[&web]);
        for _ in changes {
            let (new_rules, new_pages) = (state_of(&[&models, &src]), state_of(&[&web]));
            if new_rules != rules {
                rules = new_rules;
                self.compile();
            }
            if new_pages != pages {
                pages = new_pages;
                self.overlay.reload();
            }
        }
    }

    fn compile(&self) {
        let printer = Printer::terminal();
        let began = Instant::now();
        match load(&self.app, &self.config) {
            Ok(loaded) => {
                loaded.print(&printer);
                match loaded.ready {
                    Some(app) => {
                        self.node.swap(app);
                        self.overlay.clear();
                        printer.note(&format!(
                            "compiled and swapped in {} ms",
                            began.elapsed().as_millis()
                        ));
                    }
                    None => self.overlay.show(loaded.text()),
                }
            }
            Err(error) => {
                printer.failure(&error);
                self.overlay.show(format!("{error:#}"));
            }
        }
    }
}

/// A file, when it was last written, and its size.
type Stamp = (PathBuf, Option<SystemTime>, u64);

/// How the files of some folders are.
fn state_of(folders: &[&Path]) -> Vec<Stamp> {
    let entries = folders
        .iter()
        .flat_map(|folder| WalkDir::new(folder).follow_links(true).sort_by_file_name());
    let stamp = |entry: walkdir::DirEntry| {
        let metadata = entry.metadata().ok()?;
        let is_file = metadata.is_file();
        is_file.then(|| {
            (
                entry.path().to_owned(),
                metadata.modified().ok(),
                metadata.len(),
            )
        })
    };
    entries.filter_map(Result::ok).filter_map(stamp).collect()
}
