//! Modules put in the order of their imports and numbered; cycles told.

use buildamp_diagnostics::Report;

use crate::report::program::{self as prose, Import};
use crate::resolve::graph::{Component, components};
use crate::resolve::resolved::ModuleId;

use super::Module;
use super::find::Found;

/// Numbers the modules, each after those that it imports, and notes which number each import is. Those of a
/// cycle can't be in such an order: they are numbered all the same, and what they import of each other counts
/// as unread.
pub(super) fn order(mut found: Found) -> (Found, Vec<Report>) {
    let modules = &found.modules;
    let mut by_name: Vec<usize> = (0..modules.len()).collect();
    by_name.sort_by_key(|place| &modules[*place].name);
    let mut reports = Vec::new();
    let mut order = Vec::with_capacity(modules.len());
    for component in components(&edges(&found, &by_name)) {
        match component {
            Component::Single(node) => order.push(by_name[node]),
            Component::Cycle(nodes) => {
                let places: Vec<usize> = nodes.iter().map(|node| by_name[*node]).collect();
                let cycle: Vec<&Module> = places.iter().map(|place| &modules[*place]).collect();
                reports.extend(report(&cycle));
                order.extend(places);
            }
        }
    }
    let mut ids = vec![ModuleId(0); order.len()];
    for (place, id) in order.iter().zip((0..).map(ModuleId)) {
        ids[*place] = id;
    }
    let links = std::mem::take(&mut found.links);
    for ((module, links), id) in found.modules.iter_mut().zip(links).zip(&ids) {
        module.id = *id;
        let imports = links.into_iter();
        module.imports = imports.map(|(name, place)| (name, ids[place])).collect();
    }
    found.modules.sort_by_key(|module| module.id);
    (found, reports)
}

/// The graph of the imports, its nodes in the order of the modules' names.
fn edges(found: &Found, by_name: &[usize]) -> Vec<Vec<usize>> {
    let mut nodes = vec![0; by_name.len()];
    for (node, place) in by_name.iter().enumerate() {
        nodes[*place] = node;
    }
    let targets = |place: &usize| {
        let links = found.links[*place].values();
        let mut targets: Vec<usize> = links.map(|place| nodes[*place]).collect();
        targets.sort_unstable();
        targets.dedup();
        targets
    };
    by_name.iter().map(targets).collect()
}

/// At the first import of the cycle's first module that leads into the cycle.
fn report(cycle: &[&Module]) -> Option<Report> {
    let first = cycle.first()?;
    let names: Vec<&str> = cycle.iter().map(|module| module.name.as_str()).collect();
    let mut imports = first.parsed.module.imports.iter();
    let import = imports.find(|import| names.contains(&import.module.value.as_str()))?;
    let import = Import {
        module: import.module.clone(),
        file: first.file,
    };
    Some(prose::import_cycle(&import, &names))
}
