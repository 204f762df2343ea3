//! Imports → the names that they bring, and what is wrong with their exposing lists.

use crate::region::{Located, Region};
use crate::syntax::source::{Exposed, Exposing, Import};

use super::environment::{Environment, TypeEntry};
use super::error::{BadImport, Error};
use super::interface::{ConstructorExport, Imports, Interface, TypeExport};
use super::resolved::{ModuleId, Name};
use super::suggest;

/// An import that every module outside `elm/core` has.
struct Default {
    module: &'static str,
    prefix: &'static str,
    exposing: Exposes,
}

/// What a default import exposes.
enum Exposes {
    All,
    Nothing,
    Type(&'static str),
    TypeWithVariants(&'static str),
    ListAndCons,
}

/// The imports that every module outside `elm/core` has.
const DEFAULTS: [Default; 11] = [
    default("Basics", "Basics", Exposes::All),
    default("Debug", "Debug", Exposes::Nothing),
    default("List", "List", Exposes::ListAndCons),
    default("Maybe", "Maybe", Exposes::TypeWithVariants("Maybe")),
    default("Result", "Result", Exposes::TypeWithVariants("Result")),
    default("String", "String", Exposes::Type("String")),
    default("Char", "Char", Exposes::Type("Char")),
    default("Tuple", "Tuple", Exposes::Nothing),
    default("Platform", "Platform", Exposes::Type("Program")),
    default("Platform.Cmd", "Cmd", Exposes::Type("Cmd")),
    default("Platform.Sub", "Sub", Exposes::Type("Sub")),
];

const fn default(module: &'static str, prefix: &'static str, exposing: Exposes) -> Default {
    Default {
        module,
        prefix,
        exposing,
    }
}

/// The modules that every module outside `elm/core` imports.
pub fn default_modules() -> impl Iterator<Item = &'static str> {
    DEFAULTS.iter().map(|default| default.module)
}

/// Whether a module has the default imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Defaults {
    /// As a rule.
    Imported,
    /// In `elm/core`, whose modules they are.
    None,
}

/// The names that a module's imports bring.
pub(super) fn environment(
    id: ModuleId,
    module: Name,
    defaults: Defaults,
    imports: &[Import],
    available: Imports<'_>,
    errors: &mut Vec<Error>,
) -> Environment {
    let mut environment = Environment::new(id, module);
    if let Some(list) = available.global("List", "List") {
        let home = "List".into();
        environment
            .types
            .replace(&home, &home, TypeEntry::Union(list, 1));
    }
    if defaults == Defaults::Imported {
        for default in &DEFAULTS {
            let import = default.import();
            add(&mut environment, &import, available, &mut Vec::new());
        }
    }
    for import in imports {
        add(&mut environment, import, available, errors);
    }
    environment
}

impl Default {
    fn import(&self) -> Import {
        let nowhere = Region::default();
        let at = |name: &str| Located::new(nowhere, Name::from(name));
        let exposing = match self.exposing {
            Exposes::All => Exposing::All(nowhere),
            Exposes::Nothing => Exposing::Explicit(Vec::new()),
            Exposes::Type(name) => Exposing::Explicit(vec![Exposed::Type(at(name), None)]),
            Exposes::TypeWithVariants(name) => {
                Exposing::Explicit(vec![Exposed::Type(at(name), Some(nowhere))])
            }
            Exposes::ListAndCons => Exposing::Explicit(vec![
                Exposed::Type(at("List"), None),
                Exposed::Operator(at("::")),
            ]),
        };
        Import {
            region: nowhere,
            module: at(self.module),
            alias: Some(at(self.prefix)),
            exposing,
        }
    }
}

fn add(
    environment: &mut Environment,
    import: &Import,
    available: Imports<'_>,
    errors: &mut Vec<Error>,
) {
    let prefix = import.alias.as_ref().unwrap_or(&import.module);
    let Some(interface) = available.get(&import.module.value) else {
        return add_unread(environment, &prefix.value, &import.exposing);
    };
    environment.add_prefix(&prefix.value, interface);
    match &import.exposing {
        Exposing::All(_) => add_all(environment, interface),
        Exposing::Explicit(list) => {
            for exposed in list {
                if let Err(error) = add_exposed(environment, interface, exposed) {
                    errors.push(error);
                    environment.add_unread_name(Some(exposed.name()));
                }
            }
        }
    }
}

fn add_unread(environment: &mut Environment, prefix: &Name, exposing: &Exposing) {
    environment.add_unread(prefix);
    match exposing {
        Exposing::All(_) => environment.add_unread_name(None),
        Exposing::Explicit(list) => {
            for exposed in list {
                environment.add_unread_name(Some(exposed.name()));
                if let Exposed::Type(_, Some(_)) = exposed {
                    environment.mark_unread_constructors();
                }
            }
        }
    }
}

fn add_all(environment: &mut Environment, interface: &Interface) {
    let home = &interface.name;
    for name in &interface.values {
        environment.values.merge(name, home, interface.id);
    }
    for (name, export) in &interface.types {
        environment.types.merge(name, home, TypeEntry::of(export));
    }
    for (name, export) in &interface.constructors {
        environment.constructors.merge(name, home, export.clone());
    }
    for (name, operator) in &interface.operators {
        environment.operators.merge(name, home, operator.clone());
    }
}

fn add_exposed(
    environment: &mut Environment,
    interface: &Interface,
    exposed: &Exposed,
) -> Result<(), Error> {
    let home = &interface.name;
    match exposed {
        Exposed::Value(name) if interface.has_value(&name.value) => {
            environment.values.merge(&name.value, home, interface.id);
            Ok(())
        }
        Exposed::Value(name) => Err(not_exposed(interface, name, &interface.values)),
        Exposed::Type(name, dots) => match interface.types.get(&name.value) {
            Some(export) => add_type(environment, interface, &name.value, export, *dots),
            None => Err(type_mistake(interface, name, *dots)),
        },
        Exposed::Operator(name) => match interface.operators.get(&name.value) {
            Some(operator) => {
                let symbol = &operator.symbol;
                environment
                    .operators
                    .replace(symbol, home, operator.clone());
                Ok(())
            }
            None => Err(not_exposed(interface, name, interface.operators.keys())),
        },
    }
}

/// A type that is named takes precedence over those that came with `(..)` before.
fn add_type(
    environment: &mut Environment,
    interface: &Interface,
    name: &Name,
    export: &TypeExport,
    dots: Option<Region>,
) -> Result<(), Error> {
    let home = &interface.name;
    environment.types.replace(name, home, TypeEntry::of(export));
    match (export, dots) {
        (TypeExport::Union(_), None) => {}
        (TypeExport::Union(union), Some(_)) => {
            for (name, export) in constructors_of(interface, union) {
                environment.constructors.merge(name, home, export.clone());
            }
        }
        (TypeExport::Alias(_), None) => {
            if let Some(export) = interface.constructors.get(name) {
                environment.constructors.merge(name, home, export.clone());
            }
        }
        (TypeExport::Alias(_), Some(region)) => {
            return Err(Error::Import(BadImport::OpenAlias {
                region,
                name: name.clone(),
            }));
        }
    }
    Ok(())
}

fn constructors_of<'a>(
    interface: &'a Interface,
    union: &'a super::resolved::Union,
) -> impl Iterator<Item = (&'a Name, &'a ConstructorExport)> {
    union
        .variants
        .iter()
        .filter_map(|variant| interface.constructors.get_key_value(&variant.name))
        .filter(|(_, export)| is_of(export, union))
}

fn is_of(export: &ConstructorExport, union: &super::resolved::Union) -> bool {
    match export {
        ConstructorExport::Variant(constructor) => constructor.union.global == union.global,
        ConstructorExport::Record(_) => false,
    }
}

fn type_mistake(interface: &Interface, name: &Located<Name>, dots: Option<Region>) -> Error {
    match interface.constructors.get(&name.value) {
        Some(ConstructorExport::Variant(constructor)) if dots.is_none() => {
            Error::Import(BadImport::Variant {
                region: name.region,
                name: name.value.clone(),
                union: constructor.union.global.name.clone(),
            })
        }
        _ => not_exposed(interface, name, interface.types.keys()),
    }
}

fn not_exposed<'a>(
    interface: &Interface,
    name: &Located<Name>,
    names: impl IntoIterator<Item = &'a Name>,
) -> Error {
    Error::Import(BadImport::NotExposed {
        region: name.region,
        module: interface.name.clone(),
        name: name.value.clone(),
        close: suggest::close(&name.value, names.into_iter().map(Name::as_str)),
    })
}
