//! `dev`: an app whose sources change is compiled again and swapped, while all sockets stay open.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use buildamp_server::Node;

use super::load::load;
use super::overlay::Overlay;
use super::watched;
use crate::changes::{self, Changes, Watching};
use crate::config::{self, Config, FILE};
use crate::print::{Printer, whole};

/// Begins to watch an app, until what it gives is dropped. `read` is what its settings said at the start, without the command line.
pub(super) fn watch(
    app: &Path,
    config: &Config,
    read: Config,
    node: Arc<Node>,
    overlay: Overlay,
) -> Result<Watching> {
    let root = app.canonicalize().context("the app's folder is gone")?;
    let (watching, changes) = changes::watch_within(&root, watched(&root))?;
    let worker = Worker {
        app: app.to_owned(),
        root,
        config: config.clone(),
        read,
        node,
        overlay,
        has_older_client: Cell::new(false),
    };
    std::thread::spawn(move || worker.run(changes));
    Ok(watching)
}

struct Worker {
    app: PathBuf,
    /// The same as changes tell it, also of what is there no more.
    root: PathBuf,
    config: Config,
    /// What the settings said at the start.
    read: Config,
    node: Arc<Node>,
    overlay: Overlay,
    /// Whether pages may have the client of other models than those that are written: what is generated is so before the rules are in order.
    has_older_client: Cell<bool>,
}

impl Worker {
    fn run(&self, changes: Changes) {
        for change in changes {
            match change {
                Ok(paths) => self.hear(&paths),
                Err(error) => {
                    let printer = Printer::terminal();
                    printer.note(&format!("warning: can't watch everything: {error}"));
                }
            }
        }
    }

    fn hear(&self, paths: &[PathBuf]) {
        let within = |folder: &str| {
            let folder = self.root.join(folder);
            // As it was asked for, or, where it is a link, as some systems tell it.
            let whole = folder.canonicalize().unwrap_or_else(|_| folder.clone());
            let is_in = |path: &PathBuf| path.starts_with(&folder) || path.starts_with(&whole);
            paths.iter().any(is_in)
        };
        if within("models") || within("src") || within("elm.json") {
            self.compile();
        }
        if within("web") {
            self.overlay.reload();
        }
        if within(FILE) {
            self.settings();
        }
    }

    /// Settings are read at the start; that they are wrong is told now.
    fn settings(&self) {
        let printer = Printer::terminal();
        match config::load(&self.app, std::env::vars()) {
            Ok(now) => {
                self.compile();
                if now != self.read {
                    printer.note(&format!(
                        "{FILE} has changed: it counts from the next start on"
                    ));
                }
            }
            Err(error) => {
                printer.failure(&error);
                self.overlay.show(whole(&error));
            }
        }
    }

    fn compile(&self) {
        let printer = Printer::terminal();
        let began = Instant::now();
        match load(&self.app, &self.config) {
            Ok(loaded) => {
                // In a terminal, which is all that it is for here, nothing of it can fail.
                let _ = loaded.print(&printer);
                if loaded.generated {
                    self.has_older_client.set(true);
                }
                match loaded.ready {
                    Some(app) => {
                        self.node.swap(app);
                        self.overlay.clear();
                        if self.has_older_client.take() {
                            self.overlay.reload();
                        }
                        printer.note(&format!(
                            "compiled and swapped in {} ms",
                            began.elapsed().as_millis()
                        ));
                        self.node.tell_misfits();
                    }
                    None => self.overlay.show(loaded.text()),
                }
            }
            Err(error) => {
                printer.failure(&error);
                self.overlay.show(whole(&error));
            }
        }
    }
}
