//! Types as Elm writes them, on one line, with names qualified only where the module needs it.

use std::collections::{HashMap, HashSet};

use crate::deep::deep;
use crate::resolve::resolved::{self, Annotation, Global, Module, ModuleId, Name};
use crate::syntax::source::{self, Exposed, Exposing};

use super::error::{Extension, Type};
use super::{Lookup, Super};

/// How a module names the types of others.
pub struct Names<'a> {
    own: ModuleId,
    imported: HashMap<ModuleId, Imported>,
    lookup: &'a dyn Lookup,
}

struct Imported {
    /// Its name or what it is imported as.
    prefix: Name,
    exposed: ExposedTypes,
}

enum ExposedTypes {
    All,
    These(HashSet<Name>),
}

/// What every module imports: the module, its `as`, the types that are exposed; none for all.
const DEFAULT_IMPORTS: [(&str, &str, Option<&[&str]>); 11] = [
    ("Basics", "Basics", None),
    ("List", "List", Some(&["List"])),
    ("Maybe", "Maybe", Some(&["Maybe"])),
    ("Result", "Result", Some(&["Result"])),
    ("String", "String", Some(&["String"])),
    ("Char", "Char", Some(&["Char"])),
    ("Tuple", "Tuple", Some(&[])),
    ("Debug", "Debug", Some(&[])),
    ("Platform", "Platform", Some(&["Program"])),
    ("Platform.Cmd", "Cmd", Some(&["Cmd"])),
    ("Platform.Sub", "Sub", Some(&["Sub"])),
];

impl<'a> Names<'a> {
    /// Those of a module, by its imports.
    pub fn of(module: &Module, source: &source::Module, lookup: &'a dyn Lookup) -> Names<'a> {
        let mut imported = HashMap::new();
        for (name, prefix, exposed) in DEFAULT_IMPORTS {
            let exposed = match exposed {
                None => ExposedTypes::All,
                Some(types) => {
                    ExposedTypes::These(types.iter().map(|name| Name::from(*name)).collect())
                }
            };
            if let Some(id) = lookup.module_named(name) {
                let prefix = prefix.into();
                imported.insert(id, Imported { prefix, exposed });
            }
        }
        for import in &source.imports {
            if let Some(id) = lookup.module_named(&import.module.value) {
                imported.insert(id, Imported::of(import));
            }
        }
        Names {
            own: module.id,
            imported,
            lookup,
        }
    }

    /// A type's name as the module would write it.
    pub fn name(&self, global: &Global) -> String {
        if global.module == self.own {
            return global.name.to_string();
        }
        match self.imported.get(&global.module) {
            Some(imported) if imported.exposes(&global.name) => global.name.to_string(),
            Some(imported) => format!("{}.{}", imported.prefix, global.name),
            None => self.full_name(global),
        }
    }

    /// A type's name with its module's.
    pub fn full_name(&self, global: &Global) -> String {
        match self.lookup.module_name(global.module) {
            Some(module) => format!("{module}.{}", global.name),
            None => global.name.to_string(),
        }
    }

    /// Whether a type is this one.
    pub(crate) fn is(&self, global: &Global, (module, name): (&str, &str)) -> bool {
        global.name == name && self.lookup.module_name(global.module) == Some(module)
    }

    /// The type of a definition.
    pub fn scheme(&self, annotation: &Annotation) -> String {
        self.resolved(&annotation.ty)
    }

    /// A type as annotations have it.
    pub fn resolved(&self, ty: &resolved::Type) -> String {
        self.show(&of_resolved(ty), Place::Alone)
    }

    /// A type of a problem.
    pub fn shown(&self, ty: &Type) -> String {
        self.show(ty, Place::Alone)
    }

    pub(crate) fn show(&self, ty: &Type, place: Place) -> String {
        deep(|| self.show_level(ty, place))
    }

    fn show_level(&self, ty: &Type, place: Place) -> String {
        match ty {
            Type::Function(arguments, result) => {
                let parts = arguments.iter().chain([&**result]);
                function(
                    parts
                        .map(|part| self.show(part, Place::InFunction))
                        .collect(),
                    place,
                )
            }
            Type::Named(global, arguments) | Type::Alias(global, arguments, _) => {
                let arguments = arguments.iter().map(|ty| self.show(ty, Place::Argument));
                apply(self.name(global), arguments.collect(), place)
            }
            Type::Record(fields, extension) => {
                let fields = fields
                    .iter()
                    .map(|(name, ty)| format!("{name} : {}", self.show(ty, Place::Alone)));
                record(fields.collect(), extension_name(extension))
            }
            Type::Tuple(parts) => tuple(
                parts
                    .iter()
                    .map(|part| self.show(part, Place::Alone))
                    .collect(),
            ),
            Type::Flexible(_, name) | Type::Rigid(_, name) => name.to_string(),
            Type::Unit => "()".to_owned(),
            Type::Infinite => "∞".to_owned(),
            Type::Broken => "?".to_owned(),
        }
    }
}

impl Imported {
    fn of(import: &source::Import) -> Imported {
        let exposed = match &import.exposing {
            Exposing::All(_) => ExposedTypes::All,
            Exposing::Explicit(names) => ExposedTypes::These(
                names
                    .iter()
                    .filter_map(|exposed| match exposed {
                        Exposed::Type(name, _) => Some(name.value.clone()),
                        Exposed::Value(_) | Exposed::Operator(_) => None,
                    })
                    .collect(),
            ),
        };
        let name = import.alias.as_ref().unwrap_or(&import.module);
        Imported {
            prefix: name.value.clone(),
            exposed,
        }
    }

    fn exposes(&self, name: &Name) -> bool {
        match &self.exposed {
            ExposedTypes::All => true,
            ExposedTypes::These(names) => names.contains(name),
        }
    }
}

/// What a type stands in, which decides on parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Alone,
    InFunction,
    Argument,
}

/// `a -> b -> c`
pub(crate) fn function(parts: Vec<String>, place: Place) -> String {
    let text = parts.join(" -> ");
    match place {
        Place::Alone => text,
        Place::InFunction | Place::Argument => format!("({text})"),
    }
}

/// `Maybe a`
pub(crate) fn apply(name: String, arguments: Vec<String>, place: Place) -> String {
    if arguments.is_empty() {
        return name;
    }
    let text = format!("{name} {}", arguments.join(" "));
    match place {
        Place::Alone | Place::InFunction => text,
        Place::Argument => format!("({text})"),
    }
}

/// `{ r | a : Int }`
pub(crate) fn record(fields: Vec<String>, extended: Option<&Name>) -> String {
    match (extended, fields.is_empty()) {
        (None, true) => "{}".to_owned(),
        (None, false) => format!("{{ {} }}", fields.join(", ")),
        (Some(name), true) => name.to_string(),
        (Some(name), false) => format!("{{ {name} | {} }}", fields.join(", ")),
    }
}

/// `( a, b )`
pub(crate) fn tuple(parts: Vec<String>) -> String {
    format!("( {} )", parts.join(", "))
}

pub(crate) fn extension_name(extension: &Extension) -> Option<&Name> {
    match extension {
        Extension::Closed => None,
        Extension::Flexible(name) | Extension::Rigid(name) => Some(name),
    }
}

/// A written type as problems have it.
fn of_resolved(ty: &resolved::Type) -> Type {
    deep(|| of_resolved_level(ty))
}

fn of_resolved_level(ty: &resolved::Type) -> Type {
    match ty {
        resolved::Type::Function(argument, result) => {
            let argument = of_resolved(argument);
            match of_resolved(result) {
                Type::Function(mut arguments, result) => {
                    arguments.insert(0, argument);
                    Type::Function(arguments, result)
                }
                result => Type::Function(vec![argument], Box::new(result)),
            }
        }
        resolved::Type::Variable(name) => Type::Rigid(Super::of(name), name.clone()),
        resolved::Type::Named(global, arguments) => {
            Type::Named(global.clone(), arguments.iter().map(of_resolved).collect())
        }
        resolved::Type::Alias(global, arguments, _) => {
            let arguments = arguments.iter().map(|(_, ty)| of_resolved(ty)).collect();
            // Aliases are shown by their names; what they stand for is not asked.
            Type::Alias(global.clone(), arguments, Box::new(Type::Unit))
        }
        resolved::Type::Record(fields, extended) => {
            let fields = fields
                .iter()
                .map(|(name, (_, ty))| (name.clone(), of_resolved(ty)))
                .collect();
            let extension = match extended {
                Some(name) => Extension::Rigid(name.clone()),
                None => Extension::Closed,
            };
            Type::Record(fields, extension)
        }
        resolved::Type::Unit => Type::Unit,
        resolved::Type::Tuple(parts) => Type::Tuple(parts.iter().map(of_resolved).collect()),
        resolved::Type::Broken => Type::Broken,
    }
}
