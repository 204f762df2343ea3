//! The text of `elm.json` → what the project says: its kind, source directories and dependencies.
//!
//! It refuses to look whether the directories and packages are there, and to choose versions. Fields that only
//! the package site needs (summary, license) are not checked.

mod json;
mod version;

use buildamp_diagnostics::{FileId, Report};

use json::{Fields, Reader};
pub use version::{Range, Version};

/// The version of the language.
const ELM: Version = Version(0, 19, 1);

/// What an `elm.json` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Application or package.
    pub kind: Kind,
    /// As they are written, at least one, relative to the file as a rule. Those of a package are `src` alone.
    pub source_directories: Vec<String>,
    /// What the project may import, and what that needs in turn. Sorted by their names.
    pub dependencies: Vec<Dependency>,
    /// The same for its tests.
    pub test_dependencies: Vec<Dependency>,
}

/// What a project is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Something that runs.
    Application,
    /// Something that others depend on.
    Package {
        /// `author/project`
        name: String,
        /// Of its next release.
        version: Version,
        /// Modules that others may import.
        exposed: Vec<String>,
    },
}

/// A package that a project depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// `author/project`
    pub package: String,
    /// Which versions will do; one alone in an application.
    pub versions: Range,
    /// Who needs it.
    pub reach: Reach,
}

/// Who needs a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The project's own modules may import it.
    Direct,
    /// Only other packages need it.
    Indirect,
}

/// Reads the text of an `elm.json`. With reports, something in it is wrong.
pub fn read(text: &str, file: FileId) -> Result<Project, Vec<Report>> {
    let mut reader = Reader::new(text, file);
    let project = reader.document().and_then(|fields| {
        let (kind, place) = reader.string(&fields, "type")?;
        match kind.as_str() {
            "application" => application(&mut reader, &fields),
            "package" => package(&mut reader, &fields),
            _ => {
                reader.report(
                    Report::error("unexpected_type", "There is no such kind of project", place)
                        .found(format!("`{kind}`"))
                        .expected("\"application\" or \"package\""),
                );
                None
            }
        }
    });
    match (project, reader.finish()) {
        (Some(project), reports) if reports.is_empty() => Ok(project),
        (_, reports) => Err(reports),
    }
}

fn application<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>) -> Option<Project> {
    elm_version(reader, fields, |text| {
        Version::read(text).map(|version| version == ELM)
    });
    let source_directories = source_directories(reader, fields);
    let dependencies = two_lists(reader, fields, "dependencies");
    let test_dependencies = two_lists(reader, fields, "test-dependencies");
    for needed in ["elm/core", "elm/json"] {
        let known = dependencies.iter().any(|dependency| {
            dependency.package == needed
                && (needed == "elm/json" || dependency.reach == Reach::Direct)
        });
        if !known && reader.is_clean() {
            missing_dependency(reader, fields, needed);
        }
    }
    Some(Project {
        kind: Kind::Application,
        source_directories: source_directories?,
        dependencies,
        test_dependencies,
    })
}

fn package<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>) -> Option<Project> {
    elm_version(reader, fields, |text| {
        Range::read(text).map(|range| range.contains(ELM))
    });
    let name = package_name(reader, fields);
    let version = version(reader, fields);
    let exposed = exposed_modules(reader, fields);
    let dependencies = one_list(reader, fields, "dependencies");
    let test_dependencies = one_list(reader, fields, "test-dependencies");
    let name = name?;
    let core = dependencies
        .iter()
        .any(|dependency| dependency.package == "elm/core");
    if !core && name != "elm/core" && reader.is_clean() {
        missing_dependency(reader, fields, "elm/core");
    }
    Some(Project {
        kind: Kind::Package {
            name,
            version: version?,
            exposed,
        },
        source_directories: vec!["src".into()],
        dependencies,
        test_dependencies,
    })
}

/// `fits` is `None` for a text that is no version.
fn elm_version<'a>(
    reader: &mut Reader<'a>,
    fields: &Fields<'a>,
    fits: impl Fn(&str) -> Option<bool>,
) {
    let Some((text, place)) = reader.string(fields, "elm-version") else {
        return;
    };
    let report = match fits(&text) {
        Some(true) => return,
        Some(false) => Report::error(
            "elm_version_mismatch",
            "The project is for another version of Elm",
            place,
        )
        .found(format!("`{text}`"))
        .expected(format!("{ELM}")),
        None => Report::error("problem_with_version", "This is no version of Elm", place)
            .expected(format!("{ELM}, or a range with it in a package")),
    };
    reader.report(report);
}

fn source_directories<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>) -> Option<Vec<String>> {
    let (items, place) = reader.list(fields, "source-directories")?;
    if items.is_empty() {
        reader.report(
            Report::error(
                "no_source_directories",
                "The project has no source directories",
                place,
            )
            .help("write [\"src\"]"),
        );
    }
    let mut directories: Vec<String> = Vec::new();
    for (directory, place) in items {
        let plain = |text: &str| {
            text.trim_end_matches('/')
                .trim_start_matches("./")
                .to_owned()
        };
        if directories
            .iter()
            .any(|other| plain(other) == plain(&directory))
        {
            reader.report(
                Report::error(
                    "redundant_source_directories",
                    format!("The source directory {directory} is listed twice"),
                    place,
                )
                .help("remove one of them"),
            );
        }
        directories.push(directory);
    }
    Some(directories)
}

fn two_lists<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>, field: &str) -> Vec<Dependency> {
    let Some(lists) = reader.object(fields, field) else {
        return Vec::new();
    };
    let mut dependencies = Vec::new();
    for (list, reach) in [("direct", Reach::Direct), ("indirect", Reach::Indirect)] {
        let Some(entries) = reader.object(&lists, list) else {
            continue;
        };
        dependencies.extend(entries_of(reader, &entries, reach, |text| {
            Version::read(text).map(Range::exactly)
        }));
    }
    dependencies.sort_by(|left, right| left.package.cmp(&right.package));
    dependencies
}

fn one_list<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>, field: &str) -> Vec<Dependency> {
    match reader.object(fields, field) {
        Some(entries) => entries_of(reader, &entries, Reach::Direct, Range::read),
        None => Vec::new(),
    }
}

fn entries_of<'a>(
    reader: &mut Reader<'a>,
    entries: &Fields<'a>,
    reach: Reach,
    read: impl Fn(&str) -> Option<Range>,
) -> Vec<Dependency> {
    let mut dependencies = Vec::new();
    for package in entries.names() {
        if !is_package(&package) {
            let place = reader.name_place(entries, &package);
            reader.report(
                Report::error(
                    "problem_with_dependency_name",
                    format!("`{package}` is no name of a package"),
                    place,
                )
                .expected("a name like \"elm/json\""),
            );
        }
        let Some((text, place)) = reader.string(entries, &package) else {
            continue;
        };
        match read(&text) {
            Some(versions) => dependencies.push(Dependency {
                package,
                versions,
                reach,
            }),
            None => reader.report(bad_version(&text, place)),
        }
    }
    dependencies
}

fn bad_version(text: &str, place: buildamp_diagnostics::Span) -> Report {
    if text.contains('<') {
        Report::error(
            "problem_with_constraint",
            "This is no range of versions",
            place,
        )
        .expected("a range like \"1.0.0 <= v < 2.0.0\", its second version the greater")
    } else {
        Report::error("problem_with_version", "This is no version", place)
            .expected("a version like \"1.0.5\"; a package needs a range, \"1.0.0 <= v < 2.0.0\"")
    }
}

fn missing_dependency<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>, package: &str) {
    let place = reader.name_place(fields, "dependencies");
    reader.report(
        Report::error(
            "missing_dependency",
            format!("The project doesn't depend on {package}"),
            place,
        )
        .help("list it: every project needs it"),
    );
}

fn package_name<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>) -> Option<String> {
    let (name, place) = reader.string(fields, "name")?;
    if !is_package(&name) {
        reader.report(
            Report::error(
                "invalid_package_name",
                format!("`{name}` is no name of a package"),
                place,
            )
            .expected("\"author/project\"; the project in lower case, digits and single hyphens"),
        );
    }
    Some(name)
}

fn version<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>) -> Option<Version> {
    let (text, place) = reader.string(fields, "version")?;
    let version = Version::read(&text);
    if version.is_none() {
        reader.report(bad_version(&text, place));
    }
    version
}

/// A list of modules, or lists under headings.
fn exposed_modules<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>) -> Vec<String> {
    let items = if reader.is_object(fields, "exposed-modules") {
        let headings = reader.object(fields, "exposed-modules");
        let headings = headings.unwrap_or_default();
        let lists = headings.names().into_iter();
        lists
            .filter_map(|heading| reader.list(&headings, &heading))
            .flat_map(|(items, _)| items)
            .collect()
    } else {
        reader
            .list(fields, "exposed-modules")
            .map(|(items, _)| items)
            .unwrap_or_default()
    };
    let mut modules = Vec::new();
    for (name, place) in items {
        if !is_module(&name) {
            reader.report(
                Report::error(
                    "problem_with_module_name",
                    format!("`{name}` is no name of a module"),
                    place,
                )
                .expected("a name like \"Html.Events\""),
            );
        }
        modules.push(name);
    }
    modules
}

/// `author/project`: any letters and digits in the author's name, the project's in lower case; hyphens stand
/// alone between others.
fn is_package(name: &str) -> bool {
    let hyphens = |part: &str| !part.ends_with('-') && !part.contains("--") && part.len() < 256;
    let Some((author, project)) = name.split_once('/') else {
        return false;
    };
    let starts = author.starts_with(|c: char| c.is_ascii_alphanumeric())
        && project.starts_with(|c: char| c.is_ascii_lowercase());
    let is_author = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let is_project = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    starts
        && hyphens(author)
        && hyphens(project)
        && author.chars().all(is_author)
        && project.chars().all(is_project)
}

fn is_module(name: &str) -> bool {
    name.split('.').all(|part| {
        part.starts_with(char::is_uppercase)
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests;
