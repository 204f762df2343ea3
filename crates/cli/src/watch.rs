//! `--watch`: runs again whenever a source changes, until the process is ended.

use std::path::Path;

use anyhow::Result;

use crate::changes;
use crate::print::Printer;

/// Runs at once, and then after every change in these files and folders of the app.
pub(crate) fn watch(app: &Path, watched: &[&str], printer: &Printer, run: impl Fn()) -> Result<()> {
    // The app's folder, not `models`: that may be moved away and come back.
    let (_watching, changes) = changes::watch([app], None)?;
    let root = app.canonicalize().unwrap_or_else(|_| app.to_owned());
    run();
    printer.note(&format!("watching {} (Ctrl+C ends it)", watched.join(", ")));
    for change in changes {
        match change {
            Ok(paths) => {
                let ours = |path: &Path| {
                    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
                    watched
                        .iter()
                        .any(|name| is_in(&root, name, &whole) || is_in(app, name, path))
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

/// Whether a path is in a file or folder of an app, or is a folder around it. A removed file can't be resolved any more; its path still
/// says where it was.
fn is_in(app: &Path, name: &str, path: &Path) -> bool {
    let source = app.join(name);
    path.starts_with(&source) || source.starts_with(path)
}
