//! Where modules come from: the project's source directories, its `vendor` folder, and `ELM_HOME`.
//!
//! A package that comes with the compiler is compiled from source where `vendor` has it, and only there: `ELM_HOME` is not the
//! project's to choose.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use buildamp_codegen::Output;
use buildamp_diagnostics::{Report, Sources};
use buildamp_elm::program::{Owner, Provided, Provider, WithoutSource};
use buildamp_elm::project::{self, Dependency, Project, Reach};
use buildamp_elm::std as library;

use super::shown;

/// The files of a project.
pub(crate) struct Files {
    /// Where its `elm.json` is, or the file that was named if there is none.
    root: PathBuf,
    directories: Vec<PathBuf>,
    project: Option<Project>,
    packages: Vec<Package>,
    /// Packages that the project lists, and whose source is nowhere.
    absent: Vec<WithoutSource>,
    /// What would be generated, in place of what lies on the disk.
    planned: Option<Planned>,
    reports: RefCell<Vec<Report>>,
}

/// Generated modules that are not written.
struct Planned {
    folder: PathBuf,
    /// By their whole paths.
    texts: BTreeMap<PathBuf, String>,
}

/// A package that is compiled from source.
struct Package {
    name: String,
    /// Of its modules.
    folder: PathBuf,
    /// What others may import; everything where its `elm.json` doesn't say.
    exposed: Option<Vec<String>>,
}

impl Package {
    fn exposes(&self, module: &str) -> bool {
        let exposed = self.exposed.as_ref();
        exposed.is_none_or(|exposed| exposed.iter().any(|name| name == module))
    }
}

impl Files {
    /// The project that a file belongs to.
    pub(super) fn of(file: &Path, sources: &mut Sources) -> Result<Files> {
        if file.is_dir() {
            bail!(
                "{} is a folder\n\nhelp: name a file in it, such as {}",
                shown(file),
                shown(&file.join("Main.elm"))
            );
        }
        let absolute =
            fs::canonicalize(file).with_context(|| format!("can't read {}", shown(file)))?;
        let folder = absolute
            .parent()
            .context("a file is in a folder")?
            .to_owned();
        let Some(root) = folder
            .ancestors()
            .find(|folder| folder.join("elm.json").is_file())
        else {
            return Ok(Files {
                directories: vec![folder.clone()],
                root: folder,
                project: None,
                packages: Vec::new(),
                absent: Vec::new(),
                planned: None,
                reports: RefCell::default(),
            });
        };
        let path = root.join("elm.json");
        let text =
            fs::read_to_string(&path).with_context(|| format!("can't read {}", shown(&path)))?;
        let source = sources.add("elm.json", text.clone());
        let mut files = Files {
            root: root.to_owned(),
            directories: vec![folder.clone()],
            project: None,
            packages: Vec::new(),
            absent: Vec::new(),
            planned: None,
            reports: RefCell::default(),
        };
        match project::read(&text, source) {
            Ok(mut project) => {
                // As `elm-test` has it: tests may import what is listed for them, and nothing else may.
                if absolute.starts_with(root.join("tests")) {
                    let of_tests = std::mem::take(&mut project.test_dependencies);
                    project.dependencies.extend(of_tests);
                }
                files.directories = project
                    .source_directories
                    .iter()
                    .map(|directory| root.join(directory))
                    .collect();
                (files.packages, files.absent) = packages(root, &project);
                files.project = Some(project);
            }
            Err(reports) => files.reports = RefCell::new(reports),
        }
        Ok(files)
    }

    /// The project of an app's rules. What is generated of the models is part of it, whether its `elm.json` says so or not: as it
    /// lies on the disk, or as it would be.
    pub(crate) fn of_app(
        app: &Path,
        logic: &Path,
        planned: Option<Vec<Output>>,
        sources: &mut Sources,
    ) -> Result<Files> {
        let mut files = Files::of(logic, sources)?;
        if files.project.is_none() && files.root.ends_with("src") {
            // Without an `elm.json` paths are told from the app's folder all the same.
            files.root = fs::canonicalize(app).unwrap_or_else(|_| app.to_owned());
        }
        let root = fs::canonicalize(app).unwrap_or_else(|_| app.to_owned());
        let generated = root.join("generated/elm");
        let generated = fs::canonicalize(&generated).unwrap_or(generated);
        files.planned = planned.map(|outputs| Planned::new(&generated, outputs));
        let is_there = |folder: &PathBuf| {
            *folder == generated || fs::canonicalize(folder).is_ok_and(|folder| folder == generated)
        };
        if !files.directories.iter().any(is_there) {
            files.directories.push(generated);
        }
        Ok(files)
    }

    /// What is wrong with the project itself.
    pub(crate) fn reports(&self) -> Vec<Report> {
        self.reports.take()
    }

    /// The name of the module in a file.
    pub(super) fn module_of(&self, file: &Path) -> Result<String> {
        let absolute =
            fs::canonicalize(file).with_context(|| format!("can't read {}", shown(file)))?;
        for directory in &self.directories {
            let directory = fs::canonicalize(directory).unwrap_or_else(|_| directory.clone());
            if let Ok(path) = absolute.strip_prefix(&directory) {
                let parts: Vec<_> = path
                    .with_extension("")
                    .iter()
                    .map(|part| part.to_string_lossy().into_owned())
                    .collect();
                return Ok(parts.join("."));
            }
        }
        let folder = self.folder_of(&absolute);
        anyhow::bail!(
            "{} is in none of the source directories of {}\n\nhelp: add \"{folder}\" to \"source-directories\"",
            shown(file),
            shown(&self.root.join("elm.json"))
        )
    }

    /// The folder of the project that a file is in.
    fn folder_of(&self, file: &Path) -> String {
        let root = fs::canonicalize(&self.root).unwrap_or_else(|_| self.root.clone());
        let inside = file.strip_prefix(root).unwrap_or(file);
        match inside.components().next() {
            Some(first) if inside.components().nth(1).is_some() => {
                first.as_os_str().to_string_lossy().into_owned()
            }
            _ => ".".to_owned(),
        }
    }

    /// A module's file, if it is there.
    fn provided(&self, path: &Path, package: Option<&str>) -> Option<Provided> {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        let is_there = match &self.planned {
            Some(planned) if path.starts_with(&planned.folder) => planned.texts.contains_key(path),
            _ => path.is_file(),
        };
        is_there.then(|| Provided {
            path: shown(inside),
            package: package.map(str::to_owned),
        })
    }
}

impl Planned {
    fn new(folder: &Path, outputs: Vec<Output>) -> Planned {
        let elm = outputs.into_iter().filter_map(|output| {
            let path = folder.join(output.path.strip_prefix("elm/")?);
            Some((path, output.text))
        });
        Planned {
            folder: folder.to_owned(),
            texts: elm.collect(),
        }
    }
}

impl Provider for Files {
    fn modules(&self, name: &str, importer: &Owner) -> Vec<Provided> {
        let file = format!("{}.elm", name.replace('.', "/"));
        let own = self
            .directories
            .iter()
            .filter_map(|folder| self.provided(&folder.join(&file), None));
        let of =
            |package: &Package| self.provided(&package.folder.join(&file), Some(&package.name));
        let exposing = self.packages.iter().filter(|package| package.exposes(name));
        let others = exposing.filter_map(of);
        match importer {
            Owner::Application => own.chain(others).collect(),
            // A package's own module goes before one of the same name elsewhere.
            Owner::Package(importer) => {
                let mut packages = self.packages.iter();
                let itself = packages.find(|package| package.name == importer.as_str());
                match itself.and_then(of) {
                    Some(provided) => vec![provided],
                    None => others.collect(),
                }
            }
            Owner::Bundled(_) => others.collect(),
        }
    }

    fn text(&self, module: &Provided) -> Result<String, String> {
        let path = self.root.join(&module.path);
        let planned = self.planned.as_ref();
        match planned.and_then(|planned| planned.texts.get(&path)) {
            Some(text) => Ok(text.clone()),
            None => fs::read_to_string(path).map_err(|error| error.to_string()),
        }
    }

    fn names(&self) -> Vec<String> {
        let own = self.directories.iter().flat_map(|folder| names_in(folder));
        let packages = self.packages.iter().flat_map(|package| {
            let names = names_in(&package.folder).into_iter();
            names.filter(|name| package.exposes(name))
        });
        own.chain(packages).collect()
    }

    fn allows(&self, package: &str) -> bool {
        let Some(project) = &self.project else {
            return true;
        };
        let listed = |dependency: &Dependency| {
            dependency.package == package && dependency.reach == Reach::Direct
        };
        project.dependencies.iter().any(listed)
    }

    fn replaces(&self, package: &str) -> bool {
        self.packages.iter().any(|found| found.name == package)
    }

    fn without_source(&self) -> Vec<WithoutSource> {
        self.absent.clone()
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok);
    let elm = entries.filter(|entry| entry.path().extension().is_some_and(|end| end == "elm"));
    let name = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).ok()?.with_extension("");
        let parts: Vec<_> = path
            .iter()
            .map(|part| part.to_string_lossy().into_owned())
            .collect();
        Some(parts.join("."))
    };
    elm.filter_map(name).collect()
}

/// The packages that are compiled from source: those that don't come with the compiler, and of those that do the vendored ones. Beside
/// them those that would be, if their source were there.
fn packages(root: &Path, project: &Project) -> (Vec<Package>, Vec<WithoutSource>) {
    let bundled = |package: &str| {
        library::modules()
            .iter()
            .any(|(_, name, _)| *name == package)
    };
    let (mut found, mut absent) = (Vec::new(), Vec::new());
    for dependency in &project.dependencies {
        let is_bundled = bundled(&dependency.package);
        let folder = match is_bundled {
            true => vendored(root, &dependency.package),
            false => package_folder(root, dependency),
        };
        match folder {
            Some(folder) => found.push(Package {
                name: dependency.package.clone(),
                exposed: exposed(&folder),
                folder,
            }),
            None if !is_bundled => absent.push(without_source(dependency)),
            None => {}
        }
    }
    (found, absent)
}

fn without_source(dependency: &Dependency) -> WithoutSource {
    let package = &dependency.package;
    let home = std::env::var_os("ELM_HOME").map_or_else(
        || "~/.elm".to_owned(),
        |home| format!("{} (ELM_HOME)", shown(Path::new(&home))),
    );
    WithoutSource {
        package: package.clone(),
        version: dependency.versions.low.0.to_string(),
        places: vec![format!("vendor/{package}/src"), home],
    }
}

/// The modules that the package with this `src` exposes.
fn exposed(folder: &Path) -> Option<Vec<String>> {
    let text = fs::read_to_string(folder.with_file_name("elm.json")).ok()?;
    let mut sources = Sources::new();
    let file = sources.add("elm.json", text.clone());
    match project::read(&text, file).ok()?.kind {
        project::Kind::Package { exposed, .. } => Some(exposed),
        project::Kind::Application => None,
    }
}

/// The `src` of a package in the project's `vendor/author/name`.
fn vendored(root: &Path, package: &str) -> Option<PathBuf> {
    let folder = root.join("vendor").join(package).join("src");
    folder.is_dir().then_some(folder)
}

/// The `src` of a package: in the project's `vendor/author/name`, or in `ELM_HOME`.
fn package_folder(root: &Path, dependency: &Dependency) -> Option<PathBuf> {
    if let Some(folder) = vendored(root, &dependency.package) {
        return Some(folder);
    }
    let home = match std::env::var_os("ELM_HOME") {
        Some(home) => PathBuf::from(home),
        None => PathBuf::from(std::env::var_os("HOME")?).join(".elm"),
    };
    let versions = home
        .join("0.19.1")
        .join("packages")
        .join(&dependency.package);
    let mut found: Vec<(project::Version, PathBuf)> = fs::read_dir(versions)
        .ok()?
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let version = project::Version::read(&entry.file_name().to_string_lossy())?;
            dependency
                .versions
                .contains(version)
                .then(|| (version, entry.path().join("src")))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, folder)| folder)
}
