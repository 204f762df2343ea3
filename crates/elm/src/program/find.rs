//! Entry modules → all modules that they reach, parsed.

use std::collections::HashMap;

use buildamp_diagnostics::{FileId, Report, Sources};

use crate::region::Located;
use crate::report::program::{self as prose, Import};
use crate::resolve::resolved::{ModuleId, Name};
use crate::resolve::{Defaults, close_names, default_modules};
use crate::syntax::parse;

use super::Module;

/// Where modules come from that are not bundled.
///
/// It has no packages that are bundled. It answers at once and always the same within one run. A project's own modules and those of the packages
/// that it depends on are one name space: when both have the name, or two packages do, it gives them all.
pub trait Provider {
    /// The modules of a name: none, or one, as a rule.
    fn modules(&self, name: &str) -> Vec<Provided>;

    /// The names of all modules that it has, for suggestions.
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub(super) reports: Vec<Report>,
    pub(super) missing: Vec<Name>,
}

/// Who wants a module, and where it says so; an entry module and a default import have no place.
struct Wanted {
    name: Name,
    place: Option<Place>,
}

struct Place {
    import: Import,
    /// A bundled module may import what the project doesn't list.
    by_bundled: bool,
}

struct Finder<'a> {
    provider: &'a dyn Provider,
    library: HashMap<&'static str, (&'static str, &'static str)>,
    sources: &'a mut Sources,
    known: HashMap<Name, State>,
    queue: Vec<Wanted>,
    found: Found,
}

/// What came of looking for a module.
enum State {
    There,
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
        queue: Vec::new(),
        found: Found {
            modules: Vec::new(),
            reports: Vec::new(),
            missing: Vec::new(),
        },
    };
    for entry in entries {
        finder.want(Wanted {
            name: Name::from(*entry),
            place: None,
        });
        if !matches!(finder.known.get(*entry), Some(State::There)) {
            finder.found.missing.push(Name::from(*entry));
        }
    }
    for name in default_modules() {
        if finder.library.contains_key(name) {
            finder.want(Wanted {
                name: name.into(),
                place: None,
            });
        }
    }
    while let Some(wanted) = finder.queue.pop() {
        finder.want(wanted);
    }
    finder.found
}

impl Finder<'_> {
    fn want(&mut self, wanted: Wanted) {
        let name = &wanted.name;
        if !self.known.contains_key(name) {
            let state = self.look(name);
            self.known.insert(name.clone(), state);
        }
        let Some(place) = &wanted.place else { return };
        let import = &place.import;
        let bundled = self.library.get(name.as_str()).copied();
        let report = match (&self.known[name], bundled) {
            (State::There, Some((package, _))) if !place.by_bundled => {
                self.bundled_problem(import, package)
            }
            (State::There, _) => None,
            (State::Missing, _) => {
                let names = self.provider.names();
                let bundled = self.library.keys().copied();
                let names = names.iter().map(String::as_str).chain(bundled);
                let close = close_names(name, names);
                Some(prose::module_not_found(import, &close))
            }
            (State::Clash(homes), _) => Some(prose::ambiguous_import(import, homes)),
        };
        self.found.reports.extend(report);
    }

    /// A bundled module is only there for who lists its package, and has no other module of its name.
    fn bundled_problem(&self, import: &Import, package: &str) -> Option<Report> {
        if !self.provider.allows(package) {
            return Some(prose::unlisted_package(import, package));
        }
        let others = self.provider.modules(&import.module.value);
        if others.is_empty() {
            return None;
        }
        let homes = std::iter::once(package.to_owned()).chain(others.iter().map(home));
        let homes: Vec<String> = homes.collect();
        Some(prose::ambiguous_import(import, &homes))
    }

    fn look(&mut self, name: &Name) -> State {
        if let Some((package, text)) = self.library.get(name.as_str()).copied() {
            let path = format!("{package}/src/{}.elm", name.replace(".", "/"));
            let file = self.sources.add(path, text);
            self.add(name, Owner::Bundled(package), file);
            return State::There;
        }
        let provided = self.provider.modules(name);
        if provided.len() > 1 {
            return State::Clash(provided.iter().map(home).collect());
        }
        let Some(provided) = provided.into_iter().next() else {
            return State::Missing;
        };
        let owner = match provided.package {
            None => Owner::Application,
            Some(package) => Owner::Package(package.into()),
        };
        let file = self.sources.add(provided.path, provided.text);
        self.add(name, owner, file);
        State::There
    }

    fn add(&mut self, name: &Name, owner: Owner, file: FileId) {
        let parsed = parse(&self.sources.get(file).text, owner.mode());
        for import in &parsed.module.imports {
            let module = &import.module;
            self.queue.push(Wanted {
                name: module.value.clone(),
                place: Some(Place {
                    import: Import {
                        module: Located::new(module.region, module.value.clone()),
                        file,
                    },
                    by_bundled: matches!(owner, Owner::Bundled(_)),
                }),
            });
        }
        if let Some(report) = misnamed(name, &parsed.module, file) {
            self.found.reports.push(report);
        }
        self.found.modules.push(Module {
            id: ModuleId(0),
            name: name.clone(),
            owner,
            file,
            parsed,
            resolved: None,
            checked: None,
        });
    }
}

fn home(provided: &Provided) -> String {
    match &provided.package {
        Some(package) => package.clone(),
        None => provided.path.clone(),
    }
}

/// A module's name must be that of its file.
fn misnamed(name: &Name, module: &crate::syntax::source::Module, file: FileId) -> Option<Report> {
    match &module.header {
        Some(header) if header.name.value != *name => {
            Some(prose::name_mismatch(name, &header.name, file))
        }
        None if name != "Main" => Some(prose::name_missing(name, file)),
        _ => None,
    }
}

/// The modules that a module imports, the defaults among them.
pub(super) fn imports(module: &Module) -> impl Iterator<Item = &str> {
    let defaults = module.owner.defaults() == Defaults::Imported;
    let defaults = default_modules()
        .filter(move |_| defaults)
        .map(|name: &str| name);
    let own = module.parsed.module.imports.iter();
    defaults.chain(own.map(|import| import.module.value.as_str()))
}
