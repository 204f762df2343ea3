//! Prose for what is wrong between modules: missing ones, cycles, names that are not those of the files.

use buildamp_diagnostics::{FileId, Report, Span};

use crate::program::WithoutSource;
use crate::region::{Located, Region};
use crate::resolve::resolved::Name;

use super::names;

/// An import that a report is about.
#[derive(Debug, Clone)]
pub struct Import {
    /// The imported module, as it is written.
    pub module: Located<Name>,
    /// In this file.
    pub file: FileId,
}

impl Import {
    fn span(&self) -> Span {
        self.module.region.in_file(self.file)
    }
}

/// Whether a module of the name would be kernel code.
pub fn is_kernel(name: &str) -> bool {
    name.starts_with(names::KERNEL)
}

/// Kernel code that a package's source asks for, though the package comes with the compiler.
pub fn kernel_of_bundled(import: &Import, package: &str) -> Report {
    names::kernel(&import.module.value, import.span()).help(format!(
        "{package} comes with the compiler: remove its source from the project's `vendor` folder"
    ))
}

/// No module of the name.
pub fn module_not_found(import: &Import, close: &[Name], absent: &[WithoutSource]) -> Report {
    let name = &import.module.value;
    if is_kernel(name) {
        return names::kernel(name, import.span());
    }
    let report = Report::error(
        "module_not_found",
        format!("There is no module `{name}`"),
        import.span(),
    )
    .found("in none of the source directories and packages of elm.json");
    let report = absent.iter().fold(report, |report, absent| {
        report.note(format!(
            "elm.json lists {} {}, but its source is {}",
            absent.package,
            absent.version,
            nowhere(&absent.places)
        ))
    });
    let close: Vec<String> = close.iter().map(|name| format!("`{name}`")).collect();
    if !close.is_empty() {
        report.help(format!("did you mean {}?", close.join(", ")))
    } else if name.starts_with("BuildAmp.") {
        report.help("`buildamp gen` makes it: run it, and list `generated/elm` in the source directories of elm.json")
    } else if let Some(absent) = absent.first() {
        report.help(format!(
            "if it is of that package, put the package into `vendor/{}`, or let the official compiler fetch it: `elm make` gets all that elm.json lists",
            absent.package
        ))
    } else {
        report.help("check the spelling, and what elm.json lists")
    }
}

/// `neither in a nor in b`
fn nowhere(places: &[String]) -> String {
    match places {
        [] => "nowhere".to_owned(),
        [only] => format!("not in {only}"),
        [first, others @ ..] => format!("neither in {first} nor in {}", others.join(" nor in ")),
    }
}

/// A module whose file can't be read.
pub fn unreadable_module(import: &Import, reason: &str) -> Report {
    let name = &import.module.value;
    Report::error(
        "module_not_readable",
        format!("The file of the module `{name}` can't be read"),
        import.span(),
    )
    .found(reason)
}

/// A bundled module of a package that `elm.json` doesn't list.
pub fn unlisted_package(import: &Import, package: &str) -> Report {
    let name = &import.module.value;
    let report = Report::error(
        "module_not_found",
        format!("The module `{name}` is of a package that elm.json doesn't list"),
        import.span(),
    )
    .help(format!("add {package} to the dependencies"));
    match package {
        // It compiles, and its commands are of no use there: whoever adds it to rules is on the wrong way.
        "elm/http" => report.note("the rules of a server call others by webhooks, not by commands"),
        _ => report,
    }
}

/// Several modules of the name.
pub fn ambiguous_import(import: &Import, homes: &[String]) -> Report {
    let name = &import.module.value;
    let report = Report::error(
        "ambiguous_import",
        format!("There are several modules `{name}`"),
        import.span(),
    )
    .help("rename the project's own, or remove a package");
    homes
        .iter()
        .fold(report, |report, home| report.note(format!("one in {home}")))
}

/// Modules that import each other, the first of them with the import that leads to the next.
pub fn import_cycle(import: &Import, names: &[&str]) -> Report {
    let mut way = names.to_vec();
    way.extend(names.first());
    Report::error(
        "import_cycle",
        "Imports lead back to where they start",
        import.span(),
    )
    .help("move what both need into a module of its own")
    .note(format!("the way: {}", way.join(" → ")))
}

/// A header with another name than the file's.
pub fn name_mismatch(expected: &Name, found: &Located<Name>, file: FileId) -> Report {
    Report::error(
        "module_name_mismatch",
        "The module's name is not that of its file",
        found.region.in_file(file),
    )
    .found(format!("`{}`", found.value))
    .expected(format!("`{expected}`"))
    .help("rename the module, or the file")
}

/// A file without a header, which is not `Main`'s.
pub fn name_missing(expected: &Name, file: FileId) -> Report {
    Report::error(
        "module_name_missing",
        "Only `Main` goes without a first line that names it",
        Region::default().in_file(file),
    )
    .help(format!("begin with `module {expected} exposing (..)`"))
}
