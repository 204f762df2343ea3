//! What importers need to know of a module: its names, its types, its operators.
//!
//! The types of its values are not here: `types` keeps them by [`Global`], so that `resolve` of an importer
//! waits for nothing but `resolve` of what it imports.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::resolved::{
    Alias, Constructor, Global, Module, ModuleId, Name, Opened, Operator, Type, Union,
};

/// What a module exposes.
#[derive(Debug)]
pub struct Interface {
    /// Its number.
    pub id: ModuleId,
    /// Its name with its dots.
    pub name: Name,
    /// Functions, constants and ports, sorted.
    pub values: Vec<Name>,
    /// Types and aliases.
    pub types: BTreeMap<Name, TypeExport>,
    /// Constructors, those of record aliases among them.
    pub constructors: BTreeMap<Name, ConstructorExport>,
    /// Operators.
    pub operators: BTreeMap<Name, Rc<Operator>>,
}

/// A type that is exposed.
#[derive(Debug, Clone)]
pub enum TypeExport {
    /// A custom type; its constructors are in the interface if they are exposed.
    Union(Rc<Union>),
    /// An alias.
    Alias(Rc<Alias>),
}

/// A constructor that is exposed.
#[derive(Debug, Clone)]
pub enum ConstructorExport {
    /// Of a custom type.
    Variant(Constructor),
    /// Of an alias of a record.
    Record(Rc<Alias>),
}

impl Interface {
    /// That of a resolved module.
    pub fn of(module: &Module) -> Interface {
        let mut interface = Interface {
            id: module.id,
            name: module.name.clone(),
            values: module.exports.values.keys().cloned().collect(),
            types: BTreeMap::new(),
            constructors: BTreeMap::new(),
            operators: BTreeMap::new(),
        };
        for (name, opened) in &module.exports.types {
            interface.add_type(module, name, *opened);
        }
        for name in module.exports.operators.keys() {
            if let Some(operator) = module.operators.get(name) {
                interface.operators.insert(name.clone(), operator.clone());
            }
        }
        interface
    }

    /// Whether it exposes a value.
    pub fn has_value(&self, name: &str) -> bool {
        self.values
            .binary_search_by(|value| value.as_str().cmp(name))
            .is_ok()
    }

    fn add_type(&mut self, module: &Module, name: &Name, opened: Opened) {
        if let Some(union) = module.unions.get(name) {
            self.types
                .insert(name.clone(), TypeExport::Union(union.clone()));
            if opened == Opened::Yes {
                self.constructors.extend(variants(union));
            }
        } else if let Some(alias) = module.aliases.get(name) {
            self.types
                .insert(name.clone(), TypeExport::Alias(alias.clone()));
            if is_record(&alias.ty) {
                self.constructors
                    .insert(name.clone(), ConstructorExport::Record(alias.clone()));
            }
        }
    }
}

/// The constructors of a custom type, by name.
pub(super) fn variants(union: &Rc<Union>) -> impl Iterator<Item = (Name, ConstructorExport)> + '_ {
    (0..union.variants.len()).map(move |variant| {
        let constructor = Constructor {
            union: union.clone(),
            variant,
        };
        (
            constructor.name().clone(),
            ConstructorExport::Variant(constructor),
        )
    })
}

/// Whether an alias of this has a function that makes it.
pub(super) fn is_record(ty: &Type) -> bool {
    matches!(ty, Type::Record(_, None))
}

/// The modules of a program: the numbers of those that are known by name alone, and the interfaces of those that
/// are resolved.
#[derive(Debug, Default)]
pub struct Interfaces {
    ids: HashMap<Name, ModuleId>,
    ready: HashMap<ModuleId, Rc<Interface>>,
}

/// What one module imports.
#[derive(Debug, Clone, Copy)]
pub struct Imports<'a> {
    all: &'a Interfaces,
    imported: &'a BTreeMap<Name, ModuleId>,
}

impl Interfaces {
    /// Of no module yet.
    pub fn new(known: impl IntoIterator<Item = (Name, ModuleId)>) -> Interfaces {
        Interfaces {
            ids: known.into_iter().collect(),
            ready: HashMap::new(),
        }
    }

    /// Adds a module that is resolved.
    pub fn add(&mut self, interface: Interface) {
        self.ready.insert(interface.id, Rc::new(interface));
    }

    /// Those that a module has under these names.
    pub fn of<'a>(&'a self, imported: &'a BTreeMap<Name, ModuleId>) -> Imports<'a> {
        Imports {
            all: self,
            imported,
        }
    }

    /// Something at the top of a module of the standard library, resolved already or not: `Basics`, `Int`.
    /// `None` where the program doesn't reach the module.
    pub fn global(&self, module: &str, name: &str) -> Option<Global> {
        let module = *self.ids.get(module)?;
        Some(Global {
            module,
            name: name.into(),
        })
    }
}

impl<'a> Imports<'a> {
    /// That of an import; `None` where the module is missing or could not be read, which is reported elsewhere.
    pub fn get(self, module: &str) -> Option<&'a Rc<Interface>> {
        self.all.ready.get(self.imported.get(module)?)
    }

    /// As [`Interfaces::global`].
    pub fn global(self, module: &str, name: &str) -> Option<Global> {
        self.all.global(module, name)
    }
}
