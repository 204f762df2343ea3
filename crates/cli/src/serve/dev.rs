//! `dev`: an app whose sources change is compiled again and swapped, while all sockets stay open.

use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use buildamp_server::Node;
use notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_mini::{DebounceEventResult, DebouncedEvent, Debouncer, new_debouncer};

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
    fn run(&self, changes: &mpsc::Receiver<Vec<DebouncedEvent>>) {
        let web = self.app.join("web");
        let web = web.canonicalize().unwrap_or(web);
        for events in changes {
            let in_web = |event: &DebouncedEvent| {
                event.path.starts_with(&web)
                    || event
                        .path
                        .components()
                        .any(|part| part.as_os_str() == "web")
            };
            if events.iter().any(|event| !in_web(event)) {
                self.compile();
            }
            if events.iter().any(in_web) {
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
