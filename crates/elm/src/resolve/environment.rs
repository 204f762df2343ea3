//! The names that a module can use, but for locals: its own and those of its imports.
//!
//! Two imports may expose the same name; that is an error only where the name is used. Names behind a prefix
//! are looked up in the interfaces themselves, so an import costs nothing for what isn't used of it.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::region::Region;

use super::error::Kind;
use super::interface::{ConstructorExport, Interface, TypeExport};
use super::resolved::{Alias, Global, ModuleId, Name, Operator};

/// What a name leads to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Lookup<T> {
    /// This.
    Found(T),
    /// The same name in each of these modules, sorted.
    Ambiguous(Vec<Name>),
    /// Nothing; whether some import goes by the prefix.
    Missing { imported: bool },
    /// Perhaps something of a module that could not be read. That has been reported.
    Unknown,
}

/// A type that can be named.
#[derive(Debug, Clone)]
pub(super) enum TypeEntry {
    /// A custom type with the number of its variables.
    Union(Global, usize),
    /// An alias.
    Alias(Rc<Alias>),
    /// One that was reported.
    Broken,
}

/// A definition or port of the module itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct TopLevel {
    /// Its name's place.
    pub(super) region: Region,
    /// Its number among the module's definitions and ports.
    pub(super) binding: u32,
}

/// A value that can be named, but for locals.
#[derive(Debug, Clone)]
pub(super) enum ValueEntry {
    /// Of the module itself.
    TopLevel(TopLevel),
    /// Of an import.
    Foreign(ModuleId),
}

/// Modules that expose the same name.
#[derive(Debug)]
struct Candidates<T> {
    home: Name,
    value: T,
    others: Vec<Name>,
}

/// Names by what they lead to.
#[derive(Debug)]
pub(super) struct Exposed<T>(HashMap<Name, Candidates<T>>);

impl<T: Clone> Exposed<T> {
    fn new() -> Exposed<T> {
        Exposed(HashMap::new())
    }

    /// Adds one; if another module has the same, uses of it are ambiguous.
    pub(super) fn merge(&mut self, name: &Name, home: &Name, value: T) {
        match self.0.get_mut(name) {
            Some(found) if found.home != *home => found.others.push(home.clone()),
            Some(_) => {}
            None => self.replace(name, home, value),
        }
    }

    /// Adds one that takes precedence over any of the same name.
    pub(super) fn replace(&mut self, name: &Name, home: &Name, value: T) {
        let candidates = Candidates {
            home: home.clone(),
            value,
            others: Vec::new(),
        };
        self.0.insert(name.clone(), candidates);
    }

    fn get(&self, name: &str) -> Option<Lookup<T>> {
        let found = self.0.get(name)?;
        Some(if found.others.is_empty() {
            Lookup::Found(found.value.clone())
        } else {
            ambiguous(std::iter::once(&found.home).chain(&found.others))
        })
    }
}

fn ambiguous<'a, T>(homes: impl Iterator<Item = &'a Name>) -> Lookup<T> {
    let mut homes: Vec<Name> = homes.cloned().collect();
    homes.sort_unstable();
    homes.dedup();
    Lookup::Ambiguous(homes)
}

/// The imports that go by one prefix.
#[derive(Debug, Default)]
struct Prefix {
    interfaces: Vec<Rc<Interface>>,
    unread: bool,
}

/// All names of a module, but for locals.
#[derive(Debug)]
pub(super) struct Environment {
    /// The module's number.
    pub(super) id: ModuleId,
    /// The module's name.
    pub(super) module: Name,
    /// Its own definitions and ports.
    pub(super) top_level: HashMap<Name, TopLevel>,
    /// Values of its imports.
    pub(super) values: Exposed<ModuleId>,
    /// Types.
    pub(super) types: Exposed<TypeEntry>,
    /// Constructors.
    pub(super) constructors: Exposed<ConstructorExport>,
    /// Operators.
    pub(super) operators: Exposed<Rc<Operator>>,
    prefixes: HashMap<Name, Prefix>,
    /// What is exposed of modules that could not be read.
    unread: HashSet<Name>,
    /// Whether one of those exposes everything.
    unread_open: bool,
}

impl Environment {
    /// Without any name.
    pub(super) fn new(id: ModuleId, module: Name) -> Environment {
        Environment {
            id,
            module,
            top_level: HashMap::new(),
            values: Exposed::new(),
            types: Exposed::new(),
            constructors: Exposed::new(),
            operators: Exposed::new(),
            prefixes: HashMap::new(),
            unread: HashSet::new(),
            unread_open: false,
        }
    }

    /// Something of this module.
    pub(super) fn global(&self, name: &Name) -> Global {
        Global {
            module: self.id,
            name: name.clone(),
        }
    }

    /// Makes an import known by a prefix.
    pub(super) fn add_prefix(&mut self, prefix: &Name, interface: &Rc<Interface>) {
        let known = self.prefixes.entry(prefix.clone()).or_default();
        if known
            .interfaces
            .iter()
            .all(|other| other.id != interface.id)
        {
            known.interfaces.push(interface.clone());
        }
    }

    /// Makes an import known that could not be read.
    pub(super) fn add_unread(&mut self, prefix: &Name) {
        self.prefixes.entry(prefix.clone()).or_default().unread = true;
    }

    /// A name exposed by an import that could not be read; `None` for all of it.
    pub(super) fn add_unread_name(&mut self, name: Option<&Name>) {
        match name {
            Some(name) => {
                self.unread.insert(name.clone());
            }
            None => self.unread_open = true,
        }
    }

    /// Whether a name may be one that an unread import exposes with a type.
    pub(super) fn mark_unread_constructors(&mut self) {
        self.unread_open = true;
    }

    /// The value of a name that is no local.
    pub(super) fn value(&self, prefix: Option<&Name>, name: &Name) -> Lookup<ValueEntry> {
        match prefix {
            Some(prefix) => self.qualified(prefix, |interface| {
                let has = interface.has_value(name);
                has.then_some(ValueEntry::Foreign(interface.id))
            }),
            None => match self.top_level.get(name) {
                Some(found) => Lookup::Found(ValueEntry::TopLevel(*found)),
                None => match self.exposed(&self.values, name) {
                    Lookup::Found(module) => Lookup::Found(ValueEntry::Foreign(module)),
                    Lookup::Ambiguous(homes) => Lookup::Ambiguous(homes),
                    Lookup::Missing { imported } => Lookup::Missing { imported },
                    Lookup::Unknown => Lookup::Unknown,
                },
            },
        }
    }

    /// The type of a name.
    pub(super) fn ty(&self, prefix: Option<&Name>, name: &Name) -> Lookup<TypeEntry> {
        match prefix {
            Some(prefix) => self.qualified(prefix, |interface| {
                interface.types.get(name).map(TypeEntry::of)
            }),
            None => self.exposed(&self.types, name),
        }
    }

    /// Whether the module itself declares a type of this name.
    pub(super) fn own_type(&self, name: &Name) -> bool {
        let found = self.types.0.get(name);
        found.is_some_and(|found| found.home == self.module && found.others.is_empty())
    }

    /// The constructor of a name.
    pub(super) fn constructor(
        &self,
        prefix: Option<&Name>,
        name: &Name,
    ) -> Lookup<ConstructorExport> {
        match prefix {
            Some(prefix) => self.qualified(prefix, |interface| {
                interface.constructors.get(name).cloned()
            }),
            None => self.exposed(&self.constructors, name),
        }
    }

    /// The operator of a symbol.
    pub(super) fn operator(&self, symbol: &Name) -> Lookup<Rc<Operator>> {
        self.exposed(&self.operators, symbol)
    }

    /// Every name in reach of a kind, with its prefix where it needs one.
    pub(super) fn names(&self, kind: Kind) -> Vec<String> {
        let exposed: Vec<&Name> = match kind {
            Kind::Variable => self.values.0.keys().chain(self.top_level.keys()).collect(),
            Kind::Type => self.types.0.keys().collect(),
            Kind::Variant => self.constructors.0.keys().collect(),
            Kind::Operator => self.operators.0.keys().collect(),
        };
        let mut all: Vec<String> = exposed.into_iter().map(Name::to_string).collect();
        for (prefix, known) in &self.prefixes {
            for interface in &known.interfaces {
                let names: Vec<&Name> = match kind {
                    Kind::Variable => interface.values.iter().collect(),
                    Kind::Type => interface.types.keys().collect(),
                    Kind::Variant => interface.constructors.keys().collect(),
                    Kind::Operator => Vec::new(),
                };
                all.extend(names.into_iter().map(|name| format!("{prefix}.{name}")));
            }
        }
        all
    }

    fn exposed<T: Clone>(&self, names: &Exposed<T>, name: &Name) -> Lookup<T> {
        match names.get(name) {
            Some(found) => found,
            None if self.unread_open || self.unread.contains(name) => Lookup::Unknown,
            None => Lookup::Missing { imported: false },
        }
    }

    fn qualified<T>(&self, prefix: &Name, get: impl Fn(&Interface) -> Option<T>) -> Lookup<T> {
        let Some(known) = self.prefixes.get(prefix) else {
            return Lookup::Missing { imported: false };
        };
        let mut hits = known
            .interfaces
            .iter()
            .filter_map(|interface| get(interface).map(|found| (&interface.name, found)));
        match (hits.next(), hits.next()) {
            (Some((_, found)), None) => Lookup::Found(found),
            (Some((first, _)), Some((second, _))) => {
                let rest = hits.map(|(home, _)| home);
                ambiguous([first, second].into_iter().chain(rest))
            }
            (None, _) if known.unread => Lookup::Unknown,
            (None, _) => Lookup::Missing { imported: true },
        }
    }
}

impl TypeEntry {
    /// That of an imported type.
    pub(super) fn of(export: &TypeExport) -> TypeEntry {
        match export {
            TypeExport::Union(union) => {
                TypeEntry::Union(union.global.clone(), union.variables.len())
            }
            TypeExport::Alias(alias) => TypeEntry::Alias(alias.clone()),
        }
    }
}
