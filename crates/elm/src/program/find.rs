//! Entry modules → all modules that they reach, parsed.
//!
//! Two packages may each have a module of the same name that they don't expose. So a name is looked up for who
//! imports it, and a module is known by its owner and its name.

use std::collections::{BTreeMap, HashMap};

use buildamp_diagnostics::{FileId, Report, Sources};

use crate::region::Located;
use crate::report::program::{self as prose, Import};
use crate::resolve::resolved::{ModuleId, Name};
use crate::resolve::{Defaults, close_names, default_modules};
use crate::syntax::{parse, source};

use super::Module;

/// Where modules come from that are not bundled.
///
/// It has no packages that are bundled. It answers at once and always the same within one run.
pub trait Provider {
    /// The modules of a name that modules of `importer` may import: for the project, its own and those that the
    /// packages it depends on expose; for a package, all its own and those that its dependencies expose. None,
    /// or one, as a rule.
    fn modules(&self, name: &str, importer: &Owner) -> Vec<Provided>;

    /// The names of all modules that the project may import, for suggestions.
    fn names(&self) -> Vec<String>;

    /// Whether the project may use a package that is bundled, because its `elm.json` lists it.
    fn allows(&self, package: &str) -> bool;
}

/// A module that a provider has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provided {
    /// For reports: relative to the app's folder, with `/` between folders.
    pub path: String,
    /// Its text.
    pub text: String,
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
}

/// Finds and parses all modules that the entry modules reach.
pub(super) fn find(
    entries: &[&str],
    provider: &dyn Provider,
    library: Library,
    sources: &mut Sources,
) -> Found {
    let library = library
        .iter()
        .map(|(name, package, text)| (*name, (*package, *text)));
    let mut finder = Finder {
        provider,
        library: library.collect(),
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
        if !matches!(finder.look(&name, &Owner::Application), State::There(_)) {
            missing.push(name);
        }
    }
    for name in default_modules() {
        finder.look_in_library(&name.into());
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
            State::Missing => {
                let names = self.provider.names();
                let bundled = self.library.keys().copied();
                let names = names.iter().map(String::as_str).chain(bundled);
                let close = close_names(name, names);
                Some(prose::module_not_found(import, &close))
            }
            State::Clash(homes) => Some(prose::ambiguous_import(import, &homes)),
        };
        self.reports.extend(report);
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
        let state = match self.look_in_library(name) {
            Some(place) => State::There(place),
            None => self.ask(name, importer),
        };
        self.known.insert(wanted, state.clone());
        state
    }

    fn look_in_library(&mut self, name: &Name) -> Option<usize> {
        let (package, text) = self.library.get(name.as_str()).copied()?;
        let path = || format!("{package}/src/{}.elm", name.replace(".", "/"));
        Some(self.place(name, Owner::Bundled(package), || (path(), text.to_owned())))
    }

    fn ask(&mut self, name: &Name, importer: &Owner) -> State {
        if matches!(importer, Owner::Bundled(_)) {
            return State::Missing;
        }
        let mut provided = self.provider.modules(name, importer);
        if provided.len() > 1 {
            return State::Clash(provided.iter().map(home).collect());
        }
        let Some(provided) = provided.pop() else {
            return State::Missing;
        };
        let owner = match provided.package {
            None => Owner::Application,
            Some(package) => Owner::Package(package.into()),
        };
        State::There(self.place(name, owner, || (provided.path, provided.text)))
    }

    /// The place of a module, which is read if that wasn't done yet.
    fn place(
        &mut self,
        name: &Name,
        owner: Owner,
        read: impl FnOnce() -> (String, String),
    ) -> usize {
        let key = (owner.clone(), name.clone());
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        let place = self.modules.len();
        self.places.insert(key, place);
        let (path, text) = read();
        let file = self.sources.add(path, text);
        self.add(name, owner, file);
        place
    }

    fn add(&mut self, name: &Name, owner: Owner, file: FileId) {
        let parsed = parse(&self.sources.get(file).text, owner.mode());
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
            imports: BTreeMap::new(),
            parsed,
            resolved: None,
            checked: None,
        });
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
