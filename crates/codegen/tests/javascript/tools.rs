//! Folders for generated files, and the programs that are run on them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use buildamp_codegen::Output;
use buildamp_diagnostics::Sources;
use buildamp_schema::{Schema, read};

pub(crate) fn schema(sources: &Sources) -> Schema {
    let reading = read(sources);
    assert_eq!(reading.reports, []);
    reading.schema
}

/// The schema of an app with one file of models.
pub(crate) fn one_file(path: &str, text: &str) -> Schema {
    let mut sources = Sources::new();
    sources.add(path, text);
    schema(&sources)
}

/// A folder that is gone with its owner.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let name = format!("{name}-{}", std::process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The client of a schema, in a folder of its own.
    pub(crate) fn client(&self, folder: &str, schema: &Schema) {
        for Output { path, text } in buildamp_codegen::javascript::generate(schema) {
            self.write(&format!("{folder}/{path}"), &text);
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed is in the target folder, where it does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs a program of `clients/js/node_modules` in a folder; it has to succeed.
pub(crate) fn node_module(program: &str, arguments: &[&str], folder: &Path) {
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../clients/js/node_modules");
    let path = modules.join(".bin").join(program);
    assert!(
        path.exists(),
        "`{program}` is not installed: run `npm ci` in clients/js"
    );
    run(Command::new(path).args(arguments).current_dir(folder));
}

/// Runs Node in a folder; it has to succeed.
pub(crate) fn node(arguments: &[&str], folder: &Path) {
    run(Command::new("node").args(arguments).current_dir(folder));
}

fn run(command: &mut Command) {
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => panic!("{command:?} can't be run, is Node installed? {error}"),
    };
    assert!(
        output.status.success(),
        "{command:?}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
