//! `--watch`: runs again whenever a model changes, until the process is ended.

use std::path::Path;

use anyhow::Result;

use crate::changes;
use crate::print::Printer;

/// Runs at once, and then after every change below `models/`.
pub(crate) fn watch(app: &Path, printer: &Printer, run: impl Fn()) -> Result<()> {
    // The app's folder, not `models`: that may be moved away and come back.
    let (_watching, changes) = changes::watch([app], None)?;
    let models = app
        .canonicalize()
        .unwrap_or_else(|_| app.to_owned())
        .join("models");
    run();
    printer.note("watching models/ (Ctrl+C ends it)");
    for change in changes {
        match change {
            Ok(paths) => {
                let ours = |path: &Path| {
                    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
                    path.starts_with(&models)
                        || models.starts_with(&path)
                        || is_under(&path, "models")
                };
                if paths.iter().any(|path| ours(path)) {
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
