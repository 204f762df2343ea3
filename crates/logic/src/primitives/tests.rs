//! The annotations without a body in the standard library, held against the host's functions.

use std::collections::{BTreeMap, BTreeSet};

use buildamp_diagnostics::Sources;
use buildamp_elm::core::tree::{Operands, Primitive as Operation};
use buildamp_elm::program::{Owner, Provided, Provider, check};
use buildamp_elm::resolve::resolved::{Definition, Expr_, Group, Type};
use buildamp_elm::std as library;
use buildamp_elm::wasm::{RUN_THUNK, host_functions};

use super::{Primitive, TABLES, find, shared};

struct Nothing;

impl Provider for Nothing {
    fn modules(&self, _: &str, _: &Owner) -> Vec<Provided> {
        Vec::new()
    }

    fn text(&self, _: &Provided) -> Result<String, String> {
        Err("there are no files".to_owned())
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    fn allows(&self, _: &str) -> bool {
        true
    }
}

/// Every annotation without a body, with the number of its arguments.
fn annotations() -> BTreeMap<String, u16> {
    let names: Vec<&str> = library::modules()
        .iter()
        .map(|(name, _, _)| *name)
        .collect();
    let mut sources = Sources::new();
    let program = check(&names, &Nothing, library::modules(), &mut sources);
    let mut found = BTreeMap::new();
    for module in &program.modules {
        let resolved = module.resolved.as_ref().expect("the library is right");
        let checked = module.checked.as_ref().expect("the library is right");
        let definitions = resolved.groups.iter().flat_map(members);
        for definition in definitions {
            if matches!(definition.body.kind, Expr_::Primitive(_)) {
                let name = &definition.name.value;
                let arity = arity(&checked.schemes[name].ty);
                found.insert(format!("{}.{name}", module.name), arity);
            }
        }
    }
    found
}

fn members(group: &Group) -> &[Definition] {
    match group {
        Group::Single(definition) => std::slice::from_ref(definition),
        Group::Recursive(definitions) => definitions,
    }
}

fn arity(ty: &Type) -> u16 {
    match ty {
        Type::Function(_, result) => 1 + arity(result),
        Type::Alias(_, _, target) => arity(target),
        _ => 0,
    }
}

fn arguments(primitive: Primitive) -> u16 {
    match primitive {
        Primitive::Zero(_) => 0,
        Primitive::One(_) => 1,
        Primitive::Two(_) => 2,
        Primitive::Three(_) => 3,
        Primitive::Four(_) => 4,
    }
}

/// Whether it is there for programs that are checked and never run here.
fn is_only_checked(name: &str) -> bool {
    let text = include_str!("../../../elm/src/std/PRIMITIVES.md");
    let (_, checked) = text
        .split_once("## Only for checking")
        .expect("the last section");
    let (module, _) = name.rsplit_once('.').expect("a module and a name");
    checked.contains(&format!("`{module}`")) || checked.contains(&format!("`{name}`"))
}

/// What a primitive needs of the host and doesn't find there.
fn missing(name: &str, arity: u16) -> Vec<String> {
    let operation = Operation {
        name: name.into(),
        arity,
        operands: Operands::Any,
        within: None,
    };
    let needed = host_functions(&operation).into_iter();
    let missing = needed
        .filter(|(name, arity)| name != RUN_THUNK && find(name).map(arguments) != Some(*arity));
    missing
        .map(|(name, arity)| format!("{name} with {arity} arguments"))
        .collect()
}

#[test]
fn every_annotation_without_a_body_is_done_by_the_compiler_or_the_host() {
    let annotations = annotations();
    assert!(annotations.len() > 100, "{}", annotations.len());
    let missing: Vec<String> = annotations
        .iter()
        .filter(|(name, _)| !is_only_checked(name))
        .flat_map(|(name, arity)| missing(name, *arity))
        .collect();
    assert!(missing.is_empty(), "the host has no {missing:?}");
}

#[test]
fn every_function_of_the_host_is_an_annotation_without_a_body() {
    let annotations = annotations();
    let known: BTreeSet<_> = annotations.keys().map(|name| shared(name)).collect();
    let all = TABLES.into_iter().flatten();
    let names: Vec<&str> = all.map(|(name, _)| *name).collect();
    let stray: Vec<&&str> = names
        .iter()
        .filter(|name| !known.contains(**name))
        .collect();
    assert!(stray.is_empty(), "no module has {stray:?}");
    let distinct: BTreeSet<&&str> = names.iter().collect();
    assert_eq!(distinct.len(), names.len(), "one of a name");
}

#[test]
fn what_is_missing_is_told() {
    assert_eq!(missing("String.toUpper", 1), Vec::<String>::new());
    assert_eq!(
        missing("String.toUpper", 2),
        ["String.toUpper with 2 arguments"]
    );
    assert_eq!(missing("String.turn", 1), ["String.turn with 1 arguments"]);
}
