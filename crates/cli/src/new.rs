//! `new`: a folder with an app to begin with.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use include_dir::{Dir, DirEntry, include_dir};

use crate::Outcome;
use crate::app::shown;
use crate::args::{NewOptions, Template};
use crate::print::Printer;

static BLANK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/blank");
static ARENA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/arena");
static CHAT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/chat");
static WHITEBOARD: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/whiteboard");
static EDITOR: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/editor");
static CHESS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/chess");

/// What an example's folder may hold that is no part of the app.
const NOT_OURS: [&str; 5] = [
    "generated",
    "data",
    "node_modules",
    "elm-stuff",
    "web/elm.js",
];

/// What to do where files can't be put.
const WRITABLE: &str = "\n\nhelp: choose a folder that this user may write to";

/// What git should not keep.
const IGNORED: &str = "/generated\n/data\n";

/// `buildamp new`
pub(crate) fn command(options: &NewOptions, printer: &Printer) -> Result<Outcome> {
    let folder = options.folder.as_path();
    let occupied = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if occupied {
        bail!(
            "{} is there already, and not empty\n\nhelp: choose another name",
            shown(folder)
        );
    }
    if folder.is_file() {
        bail!("{} is a file\n\nhelp: choose another name", shown(folder));
    }
    let name = name_of(folder)?;
    let template = match options.template {
        Template::Blank => &BLANK,
        Template::Arena => &ARENA,
        Template::Chat => &CHAT,
        Template::Chess => &CHESS,
        Template::Whiteboard => &WHITEBOARD,
        Template::Editor => &EDITOR,
    };
    let mut count = 0;
    write(template, folder, &mut count)?;
    set_name(folder, &name)?;
    put(&folder.join(".gitignore"), IGNORED.as_bytes())?;
    printer.note(&format!(
        "{} files in {}\n\nnext:\n{}  buildamp dev        # then open http://127.0.0.1:8080",
        count + 1,
        shown(folder),
        way_to(folder),
    ));
    Ok(Outcome::Fine)
}

/// The folder's own name, also where it is told as `.`
fn name_of(folder: &Path) -> Result<String> {
    let whole = match folder.file_name() {
        Some(_) => folder.to_owned(),
        None => {
            fs::canonicalize(folder).with_context(|| format!("can't find {}", shown(folder)))?
        }
    };
    let name = whole.file_name().context("the folder needs a name")?;
    Ok(name.to_string_lossy().into_owned())
}

/// The line that goes to the folder, as a shell reads it; none from within it.
fn way_to(folder: &Path) -> String {
    let whole = shown(folder);
    if folder == Path::new(".") {
        String::new()
    } else if whole.contains(char::is_whitespace) {
        format!("  cd \"{whole}\"\n")
    } else if whole.starts_with('-') {
        format!("  cd ./{whole}\n")
    } else {
        format!("  cd {whole}\n")
    }
}

fn write(from: &Dir<'_>, to: &Path, count: &mut usize) -> Result<()> {
    for entry in from.entries() {
        if NOT_OURS.iter().any(|name| entry.path() == Path::new(name)) {
            continue;
        }
        match entry {
            DirEntry::Dir(folder) => write(folder, to, count)?,
            DirEntry::File(file) => {
                let path = to.join(file.path());
                match file.contents_utf8() {
                    Some(text) if file.path() == Path::new("README.md") => {
                        put(&path, linked(text).as_bytes())?;
                    }
                    _ => put(&path, file.contents())?,
                }
                *count += 1;
            }
        }
    }
    Ok(())
}

/// A page of an example, whose links into the project lead there from anywhere.
fn linked(page: &str) -> String {
    let there = concat!("](", env!("CARGO_PKG_REPOSITORY"), "/blob/main/");
    // The blank one lies deeper than the examples.
    page.replace("](../../../../", there)
        .replace("](../../", there)
}

fn put(path: &Path, contents: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("can't make {}{WRITABLE}", shown(folder)))?;
    }
    fs::write(path, contents).with_context(|| format!("can't write {}", shown(path)))
}

/// Gives the app its own name, instead of its template's.
fn set_name(folder: &Path, name: &str) -> Result<()> {
    let path = folder.join(crate::config::FILE);
    let text = fs::read_to_string(&path).with_context(|| format!("can't read {}", shown(&path)))?;
    let own = format!("name = {}", toml::Value::from(name));
    let lines = text.lines().map(|line| {
        if line.starts_with("name = ") {
            own.as_str()
        } else {
            line
        }
    });
    let text = lines.collect::<Vec<_>>().join("\n") + "\n";
    put(&path, text.as_bytes())
}
