//! Entry modules → all modules that they reach, parsed.
//!
//! Two packages may each have a module of the same name that they don't expose. So a name is looked up for who
//! imports it, and a module is known by its owner and its name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use buildamp_diagnostics::{FileId, Report, Sources};

use crate::region::{Located, Region};
use crate::report::program::{self as prose, Import};
use crate::resolve::resolved::{ModuleId, Name};
use crate::resolve::{Defaults, close_names, default_modules};
use crate::std::{CORE, KERNEL};
use crate::syntax::{parse, source};

use super::Module;

/// Where modules come from that are not bundled.
///
/// Of packages that are bundled it has only those that it replaces. It answers at once and always the same within one run.
pub trait Provider {
    /// The modules of a name that modules of `importer` may import: for the project, its own and those that the
    /// packages it depends on expose; for a package, all its own and those that its dependencies expose; for a bundled one,
    /// those that packages expose which replace others. None, or one, as a rule.
    fn modules(&self, name: &str, importer: &Owner) -> Vec<Provided>;

    /// The text of one of them; or why it can't be read.
    fn text(&self, module: &Provided) -> Result<String, String>;

    /// The names of all modules that the project may import, for suggestions.
    fn names(&self) -> Vec<String>;

    /// Whether the project may use a package that is bundled, because its `elm.json` lists it.
    fn allows(&self, package: &str) -> bool;

    /// Whether this has the source of a package that is bundled, which is to be compiled in the place of ours. `elm/core`
    /// can't be replaced.
    fn replaces(&self, _package: &str) -> bool {
        false
    }

    /// Packages that the project lists, and of which nobody has the source.
    fn without_source(&self) -> Vec<WithoutSource> {
        Vec::new()
    }
}

/// A package that a project lists without its source being anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutSource {
    /// `author/project`
    pub package: String,
    /// As the project lists it.
    pub version: String,
    /// Where its source was looked for, as a person would write it.
    pub places: Vec<String>,
}

/// A module that a provider has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provided {
    /// For reports: relative to the app's folder, with `/` between folders.
    pub path: String,
    /// `None` for one of the project's own, or the name of the package.
    pub package: Option<String>,
}

/// Bundled modules: each one's name, its package, and its text.
pub type Library = &'static [(&'static str, &'static str, &'static str)];

/// Whose a module is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The project's own.
    Application,
    /// Of a package that it depends on.
    Package(Name),
    /// Of a package that is bundled.
    Bundled(&'static str),
}

/// All modules that were reached, in no certain order, not numbered yet.
pub(super) struct Found {
    pub(super) modules: Vec<Module>,
    /// What each of them imports, by name: the place among the modules.
    pub(super) links: Vec<BTreeMap<Name, usize>>,
    pub(super) reports: Vec<Report>,
    pub(super) missing: Vec<Name>,
}

/// An import that is still to be looked at.
struct Wanted {
    import: Import,
    importer: Owner,
}

struct Finder<'a> {
    provider: &'a dyn Provider,
    library: HashMap<&'static str, (&'static str, &'static str)>,
    /// Packages that are bundled, but taken from the provider.
    replaced: BTreeSet<&'static str>,
    sources: &'a mut Sources,
    /// What came of a name that modules of an owner import.
    known: HashMap<(Owner, Name), State>,
    /// Where a module is, by its owner and name.
    places: HashMap<(Owner, Name), usize>,
    queue: Vec<Wanted>,
    modules: Vec<Module>,
    reports: Vec<Report>,
}

/// What came of looking for a module.
#[derive(Clone)]
enum State {
    There(usize),
    Missing,
    Clash(Vec<String>),
    Unreadable(String),
}

/// Finds and parses all modules that the entry modules reach.
pub(super) fn find(
    entries: &[&str],
    provider: &dyn Provider,
    library: Library,
    sources: &mut Sources,
) -> Found {
    let packages = library.iter().map(|(_, package, _)| *package);
    let replaced: BTreeSet<&str> = packages
        .filter(|package| ![CORE, KERNEL].contains(package) && provider.replaces(package))
        .collect();
    let library = library
        .iter()
        .filter(|(_, package, _)| !replaced.contains(package))
        .map(|(name, package, text)| (*name, (*package, *text)));
    let mut finder = Finder {
        provider,
        library: library.collect(),
        replaced,
        sources,
        known: HashMap::new(),
        places: HashMap::new(),
        queue: Vec::new(),
        modules: Vec::new(),
        reports: Vec::new(),
    };
    let mut missing = Vec::new();
    for entry in entries {
        let name = Name::from(*entry);
        let found = matches!(finder.look(&name, &Owner::Application), State::There(_));
        if !found
            && finder
                .look_in_library(&name, &Owner::Bundled(CORE))
                .is_none()
        {
            missing.push(name);
        }
    }
    for name in default_modules() {
        finder.look_in_library(&name.into(), &Owner::Application);
    }
    while let Some(wanted) = finder.queue.pop() {
        finder.want(&wanted);
    }
    Found {
        links: finder
            .modules
            .iter()
            .map(|module| finder.links(module))
            .collect(),
        modules: finder.modules,
        reports: finder.reports,
        missing,
    }
}

impl Finder<'_> {
    fn want(&mut self, wanted: &Wanted) {
        let Wanted { import, importer } = wanted;
        let name = &import.module.value;
        let report = match self.look(name, importer) {
            State::There(place) => match self.modules[place].owner {
                Owner::Bundled(package) => self.bundled_problem(import, importer, package),
                _ => None,
            },
            State::Missing => Some(self.missing(import, importer)),
            State::Clash(homes) => Some(prose::ambiguous_import(import, &homes)),
            State::Unreadable(reason) => Some(prose::unreadable_module(import, &reason)),
        };
        self.reports.extend(report);
    }

    fn missing(&self, import: &Import, importer: &Owner) -> Report {
        let name = &import.module.value;
        match importer {
            Owner::Package(package)
                if prose::is_kernel(name) && self.replaced.contains(package.as_str()) =>
            {
                prose::kernel_of_bundled(import, package)
            }
            _ => {
                let names = self.provider.names();
                let bundled = self.library.keys().copied();
                let names = names.iter().map(String::as_str).chain(bundled);
                let close = close_names(name, names);
                prose::module_not_found(import, &close, &self.provider.without_source())
            }
        }
    }

    /// A bundled module is only there for who lists its package, and has no other module of its name.
    fn bundled_problem(&self, import: &Import, importer: &Owner, package: &str) -> Option<Report> {
        match importer {
            Owner::Bundled(_) => return None,
            Owner::Application if !self.provider.allows(package) => {
                return Some(prose::unlisted_package(import, package));
            }
            Owner::Application | Owner::Package(_) => {}
        }
        let others = self.provider.modules(&import.module.value, importer);
        if others.is_empty() {
            return None;
        }
        let homes = std::iter::once(package.to_owned()).chain(others.iter().map(home));
        let homes: Vec<String> = homes.collect();
        Some(prose::ambiguous_import(import, &homes))
    }

    fn look(&mut self, name: &Name, importer: &Owner) -> State {
        let wanted = (importer.clone(), name.clone());
        if let Some(state) = self.known.get(&wanted) {
            return state.clone();
        }
        let state = match self.look_in_library(name, importer) {
            Some(place) => State::There(place),
            None => self.ask(name, importer),
        };
        self.known.insert(wanted, state.clone());
        state
    }

    fn look_in_library(&mut self, name: &Name, importer: &Owner) -> Option<usize> {
        let (package, text) = self.library.get(name.as_str()).copied()?;
        if package == KERNEL && !importer.is_privileged() {
            return None;
        }
        let owner = Owner::Bundled(package);
        if let Some(place) = self.places.get(&(owner.clone(), name.clone())) {
            return Some(*place);
        }
        let path = format!("{package}/src/{}.elm", name.replace(".", "/"));
        Some(self.add(name, owner, path, text.to_owned()))
    }

    fn ask(&mut self, name: &Name, importer: &Owner) -> State {
        if matches!(importer, Owner::Bundled(_)) && self.replaced.is_empty() {
            return State::Missing;
        }
        let provided = self.provider.modules(name, importer);
        let provided = match provided.as_slice() {
            [] => return State::Missing,
            [one] => one,
            several => return State::Clash(several.iter().map(home).collect()),
        };
        let owner = match &provided.package {
            None => Owner::Application,
            Some(package) => Owner::Package(package.into()),
        };
        if let Some(place) = self.places.get(&(owner.clone(), name.clone())) {
            return State::There(*place);
        }
        match self.provider.text(provided) {
            Ok(text) => State::There(self.add(name, owner, provided.path.clone(), text)),
            Err(reason) => State::Unreadable(reason),
        }
    }

    /// Reads a module that wasn't met yet: its place.
    fn add(&mut self, name: &Name, owner: Owner, path: String, text: String) -> usize {
        let place = self.modules.len();
        self.places.insert((owner.clone(), name.clone()), place);
        let length = text.len();
        let file = self.sources.add(path, text);
        let text = &self.sources.get(file).text;
        let mut parsed = parse(text, owner.mode());
        if matches!(owner, Owner::Package(_)) && owner.is_privileged() {
            let imports = &mut parsed.module.imports;
            imports.extend(unwritten_imports(text, imports));
        }
        for import in &parsed.module.imports {
            let module = &import.module;
            self.queue.push(Wanted {
                import: Import {
                    module: Located::new(module.region, module.value.clone()),
                    file,
                },
                importer: owner.clone(),
            });
        }
        self.reports.extend(misnamed(name, &parsed.module, file));
        self.modules.push(Module {
            id: ModuleId(0),
            name: name.clone(),
            owner,
            file,
            length,
            imports: BTreeMap::new(),
            parsed,
            resolved: None,
            checked: None,
        });
        place
    }

    /// What a module imports, the defaults among it.
    fn links(&self, module: &Module) -> BTreeMap<Name, usize> {
        let defaults = module.owner.defaults() == Defaults::Imported;
        let defaults = default_modules().filter(|_| defaults).map(Name::from);
        let defaults = defaults.filter_map(|name| {
            let (package, _) = self.library.get(name.as_str())?;
            let place = self.places.get(&(Owner::Bundled(package), name.clone()))?;
            Some((name, *place))
        });
        let imports = module.parsed.module.imports.iter();
        let imports = imports.filter_map(|import| {
            let name = import.module.value.clone();
            match self.known.get(&(module.owner.clone(), name.clone())) {
                Some(State::There(place)) => Some((name, *place)),
                _ => None,
            }
        });
        defaults.chain(imports).collect()
    }
}

/// Kernel modules of `elm/core` that a text names. Officially they are there without an import.
fn unwritten_imports(text: &str, written: &[source::Import]) -> Option<source::Import> {
    const DEBUG: &str = "Elm.Kernel.Debug";
    let is_written = written.iter().any(|import| import.module.value == DEBUG);
    (!is_written && text.contains(DEBUG)).then(|| source::Import {
        region: Region::default(),
        module: Located::new(Region::default(), DEBUG.into()),
        alias: None,
        exposing: source::Exposing::Explicit(Vec::new()),
    })
}

fn home(provided: &Provided) -> String {
    match &provided.package {
        Some(package) => package.clone(),
        None => provided.path.clone(),
    }
}

/// A module's name must be that of its file.
fn misnamed(name: &Name, module: &source::Module, file: FileId) -> Option<Report> {
    match &module.header {
        Some(header) if header.name.value != *name => {
            Some(prose::name_mismatch(name, &header.name, file))
        }
        None if name != "Main" => Some(prose::name_missing(name, file)),
        _ => None,
    }
}
