//! Modules put in the order of their imports and numbered; cycles told.

use std::collections::HashMap;

use buildamp_diagnostics::Report;

use crate::report::program::{self as prose, Import};
use crate::resolve::graph::{Component, components};
use crate::resolve::resolved::ModuleId;

use super::Module;
use super::find::{Found, imports};

/// Numbers the modules, each after those that it imports. Those of a cycle can't be in such an order: they
/// are numbered all the same, and what they import of each other counts as unread.
pub(super) fn order(mut found: Found) -> (Found, Vec<Report>) {
    found
        .modules
        .sort_by(|left, right| left.name.cmp(&right.name));
    let by_name: HashMap<&str, usize> = found
        .modules
        .iter()
        .enumerate()
        .map(|(index, module)| (module.name.as_str(), index))
        .collect();
    let edges: Vec<Vec<usize>> = found
        .modules
        .iter()
        .map(|module| edges(module, &by_name))
        .collect();
    let mut reports = Vec::new();
    let mut order = Vec::with_capacity(edges.len());
    for component in components(&edges) {
        match component {
            Component::Single(module) => order.push(module),
            Component::Cycle(members) => {
                let cycle: Vec<&Module> = members.iter().map(|at| &found.modules[*at]).collect();
                reports.extend(report(&cycle));
                order.extend(members);
            }
        }
    }
    let mut unordered: Vec<Option<Module>> = found.modules.into_iter().map(Some).collect();
    let ordered = order.into_iter().filter_map(|at| unordered[at].take());
    found.modules = ordered
        .zip((0..).map(ModuleId))
        .map(|(module, id)| Module { id, ..module })
        .collect();
    (found, reports)
}

fn edges(module: &Module, by_name: &HashMap<&str, usize>) -> Vec<usize> {
    let mut edges: Vec<usize> = imports(module)
        .filter_map(|name| by_name.get(name).copied())
        .collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// At the first import of the cycle's first module that leads into the cycle.
fn report(cycle: &[&Module]) -> Option<Report> {
    let first = cycle.first()?;
    let names: Vec<&str> = cycle.iter().map(|module| module.name.as_str()).collect();
    let import = first
        .parsed
        .module
        .imports
        .iter()
        .find(|import| names.contains(&import.module.value.as_str()))?;
    let import = Import {
        module: import.module.clone(),
        file: first.file,
    };
    Some(prose::import_cycle(&import, &names))
}
