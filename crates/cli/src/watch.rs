//! `--watch`: runs again whenever a model changes, until the process is ended.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result};
use notify::RecursiveMode;
use notify_debouncer_mini::{DebounceEventResult, new_debouncer};

use crate::app::shown;
use crate::print::Printer;

/// Editors write a file in several steps; what comes within this time is one change.
const SETTLE: Duration = Duration::from_millis(80);

/// Runs at once, and then after every change below `models/`.
pub(crate) fn watch(app: &Path, printer: &Printer, run: impl Fn()) -> Result<()> {
    let (sender, changes) = mpsc::channel();
    let mut debouncer = new_debouncer(SETTLE, move |result: DebounceEventResult| {
        // The receiver goes only when the process does.
        let _ = sender.send(result);
    })
    .context("can't watch files on this system")?;
    // The app's folder, not `models`: that may be moved away and come back.
    debouncer
        .watcher()
        .watch(app, RecursiveMode::Recursive)
        .with_context(|| format!("can't watch {}", shown(app)))?;
    let models = app
        .canonicalize()
        .unwrap_or_else(|_| app.to_owned())
        .join("models");
    run();
    printer.note("watching models/ (Ctrl+C ends it)");
    for change in changes {
        match change {
            Ok(events) => {
                let ours = |path: &Path| {
                    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
                    path.starts_with(&models)
                        || models.starts_with(&path)
                        || is_under(&path, "models")
                };
                if events.iter().any(|event| ours(&event.path)) {
                    run();
                }
            }
            Err(error) => printer.note(&format!("warning: can't watch everything: {error}")),
        }
    }
    Ok(())
}

/// A removed file can't be resolved any more; its path still says where it was.
fn is_under(path: &Path, folder: &str) -> bool {
    path.components().any(|part| part.as_os_str() == folder)
}
