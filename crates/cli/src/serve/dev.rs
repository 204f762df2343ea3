//! `dev`: an app whose sources change is compiled again and swapped, while all sockets stay open.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use buildamp_server::Node;

use super::load::load;
use super::overlay::Overlay;
use super::watched;
use crate::changes::{self, Changes, Watching};
use crate::config::Config;
use crate::print::Printer;

/// Begins to watch an app, until what it gives is dropped.
pub(super) fn watch(
    app: &Path,
    config: &Config,
    node: Arc<Node>,
    overlay: Overlay,
) -> Result<Watching> {
    let folders = watched(app);
    let there = folders.iter().filter(|folder| folder.is_dir());
    let (watching, changes) = changes::watch(there.map(PathBuf::as_path))?;
    let worker = Worker {
        app: app.to_owned(),
        config: config.clone(),
        node,
        overlay,
    };
    std::thread::spawn(move || worker.run(changes));
    Ok(watching)
}

struct Worker {
    app: PathBuf,
    config: Config,
    node: Arc<Node>,
    overlay: Overlay,
}

impl Worker {
    fn run(&self, changes: Changes) {
        let web = self.app.join("web");
        // As it was asked for, or as some systems tell it.
        let whole = web.canonicalize().unwrap_or_else(|_| web.clone());
        let in_web = |path: &PathBuf| path.starts_with(&web) || path.starts_with(&whole);
        for change in changes {
            match change {
                Ok(paths) => {
                    if !paths.iter().all(in_web) {
                        self.compile();
                    }
                    if paths.iter().any(in_web) {
                        self.overlay.reload();
                    }
                }
                Err(error) => {
                    let printer = Printer::terminal();
                    printer.note(&format!("warning: can't watch everything: {error}"));
                }
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
                        // Pages have the client of the models as they were.
                        if loaded.generated {
                            self.overlay.reload();
                        }
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
