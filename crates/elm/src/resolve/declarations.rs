//! The module's own types: custom types, aliases, and their constructors.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use crate::region::{Located, Region};
use crate::syntax::source;

use super::environment::TypeEntry;
use super::error::{Cycle, CycleOf, Error, Twice, TypeForm, TypeVariables};
use super::graph::{Component, components};
use super::interface::{ConstructorExport, is_record, variants};
use super::resolved::{Alias, Name, Union, Variant};
use super::scope::{Resolver, split_clashes};

/// The module's own types, by name.
#[derive(Debug, Default)]
pub(super) struct Types {
    pub(super) unions: BTreeMap<Name, Rc<Union>>,
    pub(super) aliases: BTreeMap<Name, Rc<Alias>>,
}

impl Resolver<'_> {
    /// Resolves the module's types, and adds their names to those in reach.
    ///
    /// Custom types may name each other in any way, so their names come first. Aliases are unfolded as they
    /// are named, so each comes after those that it names. Constructors carry types, so they come last.
    pub(super) fn declare_types(&mut self, module: &source::Module) -> Types {
        let aliases = module.aliases.iter().map(|alias| alias.name.clone());
        let unions = module.unions.iter().map(|union| union.name.clone());
        self.distinct(unions.chain(aliases), || Twice::Type);
        for union in &module.unions {
            self.check_union_variables(union);
            let global = self.environment.global(&union.name.value);
            self.add_type(
                &union.name.value,
                TypeEntry::Union(global, union.variables.len()),
            );
        }
        let mut types = Types {
            aliases: self.declare_aliases(&module.aliases),
            unions: BTreeMap::new(),
        };
        for union in &module.unions {
            let resolved = self.union(union);
            types
                .unions
                .entry(union.name.value.clone())
                .or_insert(resolved);
        }
        self.declare_constructors(module, &types);
        types
    }

    fn add_type(&mut self, name: &Name, entry: TypeEntry) {
        let home = self.environment.module.clone();
        self.environment.types.replace(name, &home, entry);
    }

    fn union(&mut self, source: &source::Union) -> Rc<Union> {
        let mut variants = Vec::with_capacity(source.variants.len());
        for variant in &source.variants {
            variants.push(Variant {
                name: variant.name.value.clone(),
                arguments: self.types(&variant.arguments),
                region: variant.name.region,
            });
        }
        Rc::new(Union {
            global: self.environment.global(&source.name.value),
            variables: values(&source.variables),
            variants,
            region: source.name.region,
        })
    }

    fn declare_aliases(&mut self, aliases: &[source::Alias]) -> BTreeMap<Name, Rc<Alias>> {
        let by_name: BTreeMap<&Name, &source::Alias> = aliases
            .iter()
            .rev()
            .map(|alias| (&alias.name.value, alias))
            .collect();
        let nodes: Vec<&source::Alias> = by_name.values().copied().collect();
        let edges: Vec<Vec<usize>> = nodes
            .iter()
            .map(|alias| alias_edges(&alias.ty, &nodes))
            .collect();
        let mut resolved = BTreeMap::new();
        for component in components(&edges) {
            match component {
                Component::Single(node) => {
                    let alias = self.alias(nodes[node]);
                    self.add_type(&alias.global.name, TypeEntry::Alias(alias.clone()));
                    resolved.insert(alias.global.name.clone(), alias);
                }
                Component::Cycle(members) => {
                    let cycle: Vec<_> = members.iter().map(|node| nodes[*node]).collect();
                    self.refuse_recursive_aliases(&cycle);
                }
            }
        }
        resolved
    }

    fn alias(&mut self, source: &source::Alias) -> Rc<Alias> {
        self.check_alias_variables(source);
        Rc::new(Alias {
            global: self.environment.global(&source.name.value),
            variables: values(&source.variables),
            ty: Rc::new(self.ty(&source.ty)),
            region: source.name.region,
        })
    }

    fn refuse_recursive_aliases(&mut self, cycle: &[&source::Alias]) {
        for alias in cycle {
            self.add_type(&alias.name.value, TypeEntry::Broken);
        }
        if let [first, others @ ..] = cycle {
            self.errors.push(Error::Cycle(Cycle {
                what: CycleOf::Aliases,
                region: first.name.region,
                name: first.name.value.clone(),
                others: others
                    .iter()
                    .map(|alias| alias.name.value.clone())
                    .collect(),
            }));
        }
    }

    /// A clash is between what the source has, so it is sought before types of the same name are dropped.
    fn declare_constructors(&mut self, module: &source::Module, types: &Types) {
        let unions = module.unions.iter().rev();
        let of_unions = unions.flat_map(|union| &union.variants);
        let aliases = module.aliases.iter().rev();
        let of_aliases = aliases.filter(|alias| is_record_source(alias));
        let names = of_unions.map(|variant| variant.name.clone());
        let names = names.chain(of_aliases.map(|alias| alias.name.clone()));
        self.distinct(names, || Twice::Constructor);
        let home = self.environment.module.clone();
        let constructors = &mut self.environment.constructors;
        for alias in types.aliases.values().filter(|alias| is_record(&alias.ty)) {
            let export = ConstructorExport::Record(alias.clone());
            constructors.replace(&alias.global.name, &home, export);
        }
        for (name, export) in types.unions.values().flat_map(variants) {
            constructors.replace(&name, &home, export);
        }
    }

    fn check_union_variables(&mut self, union: &source::Union) {
        let declared = self.declared(&union.variables, || {
            Twice::UnionVariable(union.name.value.clone())
        });
        let mut used = BTreeMap::new();
        for ty in union.variants.iter().flat_map(|variant| &variant.arguments) {
            add_variables(ty, &mut used);
        }
        used.retain(|name, _| !declared.contains(name));
        if !used.is_empty() {
            self.errors.push(Error::TypeVariables(TypeVariables {
                region: union.region,
                form: TypeForm::Union,
                name: union.name.value.clone(),
                declared: values(&union.variables),
                unused: Vec::new(),
                unbound: used.into_iter().collect(),
            }));
        }
    }

    fn check_alias_variables(&mut self, alias: &source::Alias) {
        let declared = self.declared(&alias.variables, || {
            Twice::AliasVariable(alias.name.value.clone())
        });
        let mut used = BTreeMap::new();
        add_variables(&alias.ty, &mut used);
        let mut unused: Vec<(Name, Region)> = alias
            .variables
            .iter()
            .filter(|variable| !used.contains_key(&variable.value))
            .map(|variable| (variable.value.clone(), variable.region))
            .collect();
        unused.sort_unstable();
        used.retain(|name, _| !declared.contains(name));
        if !unused.is_empty() || !used.is_empty() {
            self.errors.push(Error::TypeVariables(TypeVariables {
                region: alias.region,
                form: TypeForm::Alias,
                name: alias.name.value.clone(),
                declared: values(&alias.variables),
                unused,
                unbound: used.into_iter().collect(),
            }));
        }
    }

    fn declared(&mut self, variables: &[Located<Name>], what: impl Fn() -> Twice) -> HashSet<Name> {
        let (distinct, clashes) = split_clashes(variables.iter().cloned(), what);
        self.errors.extend(clashes);
        distinct.into_iter().map(|name| name.value).collect()
    }
}

fn values(names: &[Located<Name>]) -> Vec<Name> {
    names.iter().map(|name| name.value.clone()).collect()
}

/// Whether the alias has a function: one of another alias, though that be of a record, has none.
fn is_record_source(alias: &source::Alias) -> bool {
    matches!(alias.ty.value, source::Type_::Record(_, None))
}

/// The aliases that a type names, the last one first: the order decides which one of a cycle is reported.
fn alias_edges(ty: &source::Type, nodes: &[&source::Alias]) -> Vec<usize> {
    let mut edges = Vec::new();
    visit(ty, &mut |ty| {
        if let source::Type_::Named(_, None, name, _) = &ty.value
            && let Ok(node) = nodes.binary_search_by(|alias| alias.name.value.cmp(name))
        {
            edges.push(node);
        }
    });
    edges.reverse();
    edges
}

fn add_variables(ty: &source::Type, variables: &mut BTreeMap<Name, Region>) {
    visit(ty, &mut |ty| match &ty.value {
        source::Type_::Variable(name) => {
            variables.entry(name.clone()).or_insert(ty.region);
        }
        source::Type_::Record(_, Some(name)) => {
            variables.entry(name.value.clone()).or_insert(name.region);
        }
        _ => {}
    });
}

/// Visits a type and its parts, from left to right.
fn visit(ty: &source::Type, see: &mut impl FnMut(&source::Type)) {
    see(ty);
    match &ty.value {
        source::Type_::Function(argument, result) => {
            visit(argument, see);
            visit(result, see);
        }
        source::Type_::Named(_, _, _, parts) | source::Type_::Tuple(parts) => {
            for part in parts {
                visit(part, see);
            }
        }
        source::Type_::Record(fields, _) => {
            for (_, field) in fields {
                visit(field, see);
            }
        }
        source::Type_::Variable(_) | source::Type_::Unit | source::Type_::Broken => {}
    }
}
