//! What `main` may be where a program for the browser is made.

use crate::region::Region;
use crate::resolve::resolved::{Annotation, Definition, Global, Group, Module, Name, Type};

use super::error::Error;
use super::{Checked, Lookup};

/// Checks a module's `main`, if it has one, as the official compiler does once all else is right. A module that
/// only runs in `buildamp elm run` need not pass.
pub fn check_main(module: &Module, checked: &Checked, imports: &dyn Lookup) -> Option<Error> {
    let is_main = |definition: &&Definition| definition.name.value == "main";
    for group in &module.groups {
        match group {
            Group::Single(definition) if is_main(&definition) => {
                let scheme = checked.schemes.get("main")?;
                return check_type(definition.name.region, scheme, imports);
            }
            Group::Recursive(definitions) => {
                if let Some(main) = definitions.iter().find(is_main) {
                    return Some(Error::MainCycle {
                        region: main.name.region,
                        names: names(definitions),
                    });
                }
            }
            Group::Single(_) => {}
        }
    }
    None
}

fn names(definitions: &[Definition]) -> Vec<Name> {
    definitions
        .iter()
        .map(|definition| definition.name.value.clone())
        .collect()
}

fn check_type(region: Region, scheme: &Annotation, imports: &dyn Lookup) -> Option<Error> {
    let ty = real(&scheme.ty);
    if let Type::Named(global, arguments) = ty {
        let is = |module: &str, name: &str| is(imports, global, module, name);
        match arguments.as_slice() {
            [_] if is("VirtualDom", "Node") => return None,
            [flags, _, _] if is("Platform", "Program") => {
                return unfit(imports, flags).map(|part| Error::BadFlags {
                    region,
                    part: part.clone(),
                });
            }
            _ => {}
        }
    }
    Some(Error::BadMain {
        region,
        ty: scheme.ty.clone(),
    })
}

fn real(ty: &Type) -> &Type {
    match ty {
        Type::Alias(_, _, ty) => real(ty),
        other => other,
    }
}

fn is(imports: &dyn Lookup, global: &Global, module: &str, name: &str) -> bool {
    global.name == name && imports.module_name(global.module) == Some(module)
}

/// The part of a type that can't come from JavaScript.
fn unfit<'a>(imports: &dyn Lookup, ty: &'a Type) -> Option<&'a Type> {
    match ty {
        Type::Alias(_, _, real) => unfit(imports, real),
        Type::Unit | Type::Broken => None,
        Type::Tuple(parts) => parts.iter().find_map(|part| unfit(imports, part)),
        Type::Record(fields, None) => fields.values().find_map(|(_, field)| unfit(imports, field)),
        Type::Named(global, arguments) => {
            let is = |&(module, name): &(&str, &str)| is(imports, global, module, name);
            match arguments.as_slice() {
                [] if PLAIN.iter().any(is) => None,
                [inner] if CONTAINERS.iter().any(is) => unfit(imports, inner),
                _ => Some(ty),
            }
        }
        Type::Variable(_) | Type::Function(..) | Type::Record(_, Some(_)) => Some(ty),
    }
}

const PLAIN: [(&str, &str); 5] = [
    ("Json.Encode", "Value"),
    ("String", "String"),
    ("Basics", "Int"),
    ("Basics", "Float"),
    ("Basics", "Bool"),
];

const CONTAINERS: [(&str, &str); 3] = [("List", "List"), ("Maybe", "Maybe"), ("Array", "Array")];
