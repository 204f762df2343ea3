//! The driver: from the names of a program's entry modules to its checked modules.
//!
//! It finds what is imported, parses each module once, numbers the modules in the order of their imports and
//! runs the phases on one after another. A module that a phase found wrong doesn't stop the others. It refuses
//! to read files: sources come through [`Provider`].

mod find;
mod order;
mod types;

use std::collections::BTreeMap;

use buildamp_diagnostics::{FileId, Report, Sources};

use crate::report;
use crate::resolve::resolved::{self, ModuleId, Name};
use crate::resolve::{Defaults, Interface, Interfaces, resolve};
use crate::syntax::{Mode, Parsed};
use crate::types::Checked;

pub use find::{Library, Owner, Provided, Provider, WithoutSource};

/// A program: all modules that its entry modules reach.
#[derive(Debug)]
pub struct Program {
    /// In the order of their numbers, so each after those that it imports.
    pub modules: Vec<Module>,
    /// What the modules expose.
    pub interfaces: Interfaces,
    /// What is wrong.
    pub reports: Vec<Report>,
    /// Entry modules that the provider doesn't have, or can't read.
    pub missing: Vec<Name>,
}

/// A module of a program.
#[derive(Debug)]
pub struct Module {
    /// Its number.
    pub id: ModuleId,
    /// Its name with its dots.
    pub name: Name,
    /// Whose it is.
    pub owner: Owner,
    /// Its text.
    pub file: FileId,
    /// How many bytes that has.
    pub length: usize,
    /// What it imports, the defaults among it: each name with the number of the module.
    pub imports: BTreeMap<Name, ModuleId>,
    /// Its source tree, and what is wrong with its text.
    pub parsed: Parsed,
    /// With its names resolved. `None` where its text is wrong: names would be missing for no fault of theirs.
    pub resolved: Option<resolved::Module>,
    /// The types of what it has. `None` where `resolved` is, and in a program of which only names are asked.
    pub checked: Option<Checked>,
}

/// Loads the program that the entry modules reach, and checks its names, types and patterns. Texts are added to
/// `sources`, in which the reports have their places.
pub fn check(
    entries: &[&str],
    provider: &dyn Provider,
    library: Library,
    sources: &mut Sources,
) -> Program {
    let mut program = load(entries, provider, library, sources);
    for index in 0..program.modules.len() {
        types::check(&mut program, index);
    }
    program
}

/// Loads the program that the entry modules reach, and checks its names alone.
pub fn load(
    entries: &[&str],
    provider: &dyn Provider,
    library: Library,
    sources: &mut Sources,
) -> Program {
    let found = find::find(entries, provider, library, sources);
    let (found, cycles) = order::order(found);
    let mut program = Program {
        interfaces: Interfaces::new(found.modules.iter().filter_map(Module::known)),
        modules: found.modules,
        reports: found.reports,
        missing: found.missing,
    };
    program.reports.extend(cycles);
    for index in 0..program.modules.len() {
        program.check(index, sources);
    }
    program
}

impl Program {
    /// How many bytes its texts have, those aside that are bundled.
    pub(crate) fn length(&self) -> usize {
        let own = self.modules.iter();
        let own = own.filter(|module| !matches!(module.owner, Owner::Bundled(_)));
        own.map(|module| module.length).sum()
    }

    /// The module of a name, among the project's own and the bundled ones.
    pub fn module(&self, name: &str) -> Option<&Module> {
        let mut modules = self.modules.iter();
        modules.find(|module| module.name == name && module.known().is_some())
    }

    /// Runs the phases on one module; those that it imports went through them before.
    fn check(&mut self, index: usize, sources: &Sources) {
        let module = &mut self.modules[index];
        if !module.parsed.errors.is_empty() {
            let text = &sources.get(module.file).text;
            let errors = module.parsed.errors.iter();
            self.reports
                .extend(errors.map(|error| report::syntax::report(error, text, module.file)));
            return;
        }
        let (resolved, errors) = resolve(
            &module.parsed.module,
            module.id,
            module.owner.defaults(),
            &self.interfaces.of(&module.imports),
        );
        let reports = errors
            .iter()
            .map(|error| report::names::report(error, module.file));
        self.reports.extend(reports);
        self.interfaces.add(Interface::of(&resolved));
        module.resolved = Some(resolved);
    }
}

impl Module {
    /// Its name and number, if the name stands for it in the whole program.
    fn known(&self) -> Option<(Name, ModuleId)> {
        match self.owner {
            Owner::Application | Owner::Bundled(_) => Some((self.name.clone(), self.id)),
            Owner::Package(_) => None,
        }
    }
}

impl Owner {
    /// Whether its modules may be effect modules, declare operators and import kernel modules: the standard library's, and
    /// officially those of two authors.
    fn is_privileged(&self) -> bool {
        match self {
            Owner::Application => false,
            Owner::Bundled(_) => true,
            Owner::Package(package) => ["elm/", "elm-explorations/"]
                .iter()
                .any(|author| package.starts_with(author)),
        }
    }

    fn defaults(&self) -> Defaults {
        match self {
            Owner::Bundled("elm/core") => Defaults::None,
            _ => Defaults::Imported,
        }
    }

    fn mode(&self) -> Mode {
        match self {
            Owner::Application => Mode::Application,
            Owner::Package(_) if self.is_privileged() => Mode::Privileged,
            Owner::Package(_) => Mode::Package,
            Owner::Bundled(_) => Mode::Bundled,
        }
    }
}
