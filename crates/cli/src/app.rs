//! An app's folder on the disk: its model files in, its generated files out.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use buildamp_codegen::{Origin, Output, origin};
use buildamp_diagnostics::{Report, Sources, Span};
use walkdir::WalkDir;

/// Where the documentation is: who has the program alone has no `docs/`.
pub(crate) const DOCS: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs");

/// The model files of an app.
pub(crate) struct Models {
    pub(crate) sources: Sources,
    /// Files that are not UTF-8.
    pub(crate) reports: Vec<Report>,
}

/// Reads every `models/**/*.rs`, in the order of their names.
pub(crate) fn read_models(app: &Path) -> Result<Models> {
    let folder = app.join("models");
    if !folder.is_dir() {
        bail!(
            "there is no folder `models` in {}\n\nexpected: an app's folder, whose messages are in `models/ws/*_ws.rs`\nhelp: go to the app's folder, or name it, as in `buildamp dev path/to/app`; `buildamp new NAME` makes one",
            shown(app)
        );
    }
    let mut models = Models {
        sources: Sources::new(),
        reports: Vec::new(),
    };
    let files = WalkDir::new(&folder).follow_links(true).sort_by_file_name();
    for entry in files {
        let entry = entry.context("can't read the folder of the models")?;
        let rust = entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "rs");
        if entry.file_type().is_file() && rust {
            let path = relative(app, entry.path());
            let bytes = fs::read(entry.path()).with_context(|| format!("can't read {path}"))?;
            models.add(path, bytes);
        }
    }
    Ok(models)
}

impl Models {
    fn add(&mut self, path: String, bytes: Vec<u8>) {
        match String::from_utf8(bytes) {
            Ok(text) => {
                self.sources.add(path, text);
            }
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                // Read all the same, so that what names its types isn't wrong as well.
                let file = self.sources.add(path.as_str(), text);
                self.reports.push(
                    Report::error(
                        "not_utf8",
                        format!("{path} is not UTF-8"),
                        Span::new(file, valid..valid),
                    )
                    .found("a byte that no UTF-8 text has here")
                    .help("save the file as UTF-8"),
                );
            }
        }
    }
}

/// What a run would do to the generated files.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Files to write, with their texts.
    pub(crate) write: Vec<Output>,
    /// Files of ours that are no longer generated.
    pub(crate) remove: Vec<String>,
    pub(crate) unchanged: usize,
    /// Files that were edited by hand, or are not ours, and stand in the way.
    pub(crate) edited: Vec<String>,
}

impl Plan {
    pub(crate) fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }
}

/// Compares the generated files on the disk with what they should be.
pub(crate) fn plan(folder: &Path, outputs: Vec<Output>) -> Result<Plan> {
    let mut found = generated_files(folder)?;
    let mut plan = Plan::default();
    for output in outputs {
        match found.remove(&output.path) {
            Some(text) if text == output.text => plan.unchanged += 1,
            Some(text) => {
                if origin(&text) != Origin::Generated {
                    plan.edited.push(output.path.clone());
                }
                plan.write.push(output);
            }
            None => plan.write.push(output),
        }
    }
    for (path, text) in found {
        match origin(&text) {
            Origin::Generated => plan.remove.push(path),
            Origin::Edited => {
                plan.edited.push(path.clone());
                plan.remove.push(path);
            }
            // Somebody else's file in our folder is none of our business.
            Origin::Foreign => {}
        }
    }
    plan.edited.sort();
    Ok(plan)
}

/// The texts of all files in the folder whose kinds we generate.
fn generated_files(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    if !folder.exists() {
        return Ok(files);
    }
    for entry in WalkDir::new(folder) {
        let entry = entry.context("can't read the folder of the generated files")?;
        let extension = entry
            .path()
            .extension()
            .and_then(|extension| extension.to_str());
        if entry.file_type().is_file() && matches!(extension, Some("elm" | "js" | "ts" | "json")) {
            let path = relative(folder, entry.path());
            let bytes = fs::read(entry.path()).with_context(|| format!("can't read {path}"))?;
            files.insert(path, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(files)
}

/// Carries a plan out. Each file is there whole or as it was.
pub(crate) fn apply(folder: &Path, plan: &Plan) -> Result<()> {
    for output in &plan.write {
        let path = folder.join(&output.path);
        write_whole(&path, &output.text)
            .with_context(|| format!("can't write {}", shown(&path)))?;
    }
    for stale in &plan.remove {
        let path = folder.join(stale);
        fs::remove_file(&path).with_context(|| format!("can't remove {}", shown(&path)))?;
        remove_empty_folders(folder, &path);
    }
    Ok(())
}

fn write_whole(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().context("a generated file is in a folder")?;
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file()
            .set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path)?;
    Ok(())
}

fn remove_empty_folders(top: &Path, file: &Path) {
    let folders = file.ancestors().skip(1).take_while(|folder| *folder != top);
    for folder in folders {
        // Fails where something is left in it, which is as it should be.
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

/// With `/` between folders, on every system.
fn relative(base: &Path, path: &Path) -> String {
    let path = path.strip_prefix(base).unwrap_or(path);
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// A path as a person would write it.
pub(crate) fn shown(path: &Path) -> String {
    let path = if path == Path::new(".") {
        std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."))
    } else {
        path.to_owned()
    };
    let path = path.strip_prefix(".").unwrap_or(&path);
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(path: &str, line: &str) -> Output {
        Output::new(path, &format!("// {}\n{line}\n", buildamp_codegen::HEADER))
    }

    #[test]
    fn writes_only_what_changed_and_removes_what_is_stale() {
        let folder = tempfile::tempdir().unwrap();
        let first = vec![output("js/a.js", "1"), output("js/old/b.js", "2")];
        let first_plan = plan(folder.path(), first.clone()).unwrap();
        assert_eq!(first_plan.write, first);
        apply(folder.path(), &first_plan).unwrap();

        let again = plan(folder.path(), first).unwrap();
        assert!(again.is_empty());
        assert_eq!(again.unchanged, 2);

        let second = plan(folder.path(), vec![output("js/a.js", "3")]).unwrap();
        assert_eq!(second.write.len(), 1);
        assert_eq!(second.remove, ["js/old/b.js"]);
        assert_eq!(second.edited, Vec::<String>::new());
        apply(folder.path(), &second).unwrap();
        assert!(!folder.path().join("js/old").exists());
    }

    #[test]
    fn names_what_a_person_has_edited() {
        let folder = tempfile::tempdir().unwrap();
        let outputs = vec![output("js/a.js", "1")];
        apply(
            folder.path(),
            &plan(folder.path(), outputs.clone()).unwrap(),
        )
        .unwrap();
        let path = folder.path().join("js/a.js");
        let edited = fs::read_to_string(&path).unwrap().replace("\n1\n", "\n2\n");
        fs::write(&path, edited).unwrap();
        fs::write(folder.path().join("js/mine.js"), "mine").unwrap();
        let found = plan(folder.path(), outputs).unwrap();
        assert_eq!(found.edited, ["js/a.js"]);
        assert_eq!(found.remove, Vec::<String>::new());
    }
}
