//! Definitions: parameters against the annotation; at the top of the module, the order of dependencies.

use std::collections::BTreeMap;

use crate::region::Located;
use crate::syntax::source;

use super::error::{Cycle, CycleOf, Error, Twice};
use super::graph::{Component, components};
use super::resolved::{Annotation, Definition, Expr_, Group, Name, Type};
use super::scope::{Binding, Resolver, Use, When};
use super::types::unaliased;

/// A definition at the top with the others that it uses, by their numbers.
struct TopLevel {
    definition: Option<Definition>,
    /// All.
    uses: Vec<usize>,
    /// Those whose values it needs to have its own.
    needs: Vec<usize>,
}

impl Resolver<'_> {
    /// Brings the module's definitions and ports into reach. Definitions are numbered in the order of their
    /// names, from 0; ports follow.
    pub(super) fn declare_values(&mut self, module: &source::Module) {
        let ports = module.ports.iter().map(|port| port.name.clone());
        let values = module.values.iter().map(|value| value.name.clone());
        let names = self.distinct(values.chain(ports), || Twice::Definition);
        let values: BTreeMap<&Name, &Located<Name>> = module
            .values
            .iter()
            .rev()
            .map(|value| (&value.name.value, &value.name))
            .collect();
        let first = self.number(values.len());
        for (name, binding) in values.values().zip(first..) {
            self.add_top_level(name, binding);
        }
        let ports = names
            .iter()
            .filter(|name| !values.contains_key(&name.value));
        for port in ports {
            let binding = self.number(1);
            self.add_top_level(port, binding);
        }
    }

    /// Resolves all definitions, and groups them.
    pub(super) fn values(&mut self, module: &source::Module) -> Vec<Group> {
        let mut resolved: BTreeMap<Name, TopLevel> = BTreeMap::new();
        for value in &module.values {
            self.uses.clear();
            let definition = self.definition(value);
            let uses = std::mem::take(&mut self.uses);
            let top_level = || TopLevel::new(definition, &uses);
            resolved
                .entry(value.name.value.clone())
                .or_insert_with(top_level);
        }
        let mut top_levels: Vec<TopLevel> = resolved.into_values().collect();
        let count = top_levels.len();
        for top_level in &mut top_levels {
            top_level.uses.retain(|target| *target < count);
            top_level.needs.retain(|target| *target < count);
        }
        let edges: Vec<Vec<usize>> = top_levels.iter().map(|value| value.uses.clone()).collect();
        let mut groups = Vec::new();
        for component in components(&edges) {
            match component {
                Component::Single(node) => {
                    groups.extend(top_levels[node].definition.take().map(Group::Single));
                }
                Component::Cycle(mut members) => {
                    members.sort_unstable();
                    self.refuse_needing_itself(&members, &top_levels);
                    let take = |node: &usize| top_levels[*node].definition.take();
                    groups.push(Group::Recursive(members.iter().filter_map(take).collect()));
                }
            }
        }
        groups
    }

    /// A definition at the top or of a `let`, whose own name is in reach already.
    pub(super) fn definition(&mut self, value: &source::Value) -> Definition {
        let annotation = value
            .annotation
            .as_ref()
            .map(|annotation| self.annotation(&annotation.ty));
        if let Some(annotation) = &annotation {
            self.check_parameters(value, annotation);
        }
        let (parameters, mark) = self.enter(&value.parameters, || {
            Twice::Parameter(value.name.value.clone())
        });
        let body = match value.body.value {
            source::Expr_::Primitive => {
                let global = self.environment.global(&value.name.value);
                self.expr(value.body.region, Expr_::Primitive(global))
            }
            _ if parameters.is_empty() => self.expression(&value.body),
            _ => self.inside_function(|resolver| resolver.expression(&value.body)),
        };
        self.close(mark);
        Definition {
            name: value.name.clone(),
            region: value.region,
            annotation,
            parameters,
            body,
        }
    }

    fn check_parameters(&mut self, value: &source::Value, annotation: &Annotation) {
        let mut ty = unaliased(&annotation.ty);
        for (index, parameter) in value.parameters.iter().enumerate() {
            match ty {
                Type::Function(_, result) => ty = unaliased(result),
                Type::Broken => return,
                _ => {
                    let last = value.parameters.last().unwrap_or(parameter);
                    self.errors.push(Error::AnnotationTooShort {
                        region: parameter.region.to(last.region),
                        name: value.name.value.clone(),
                        annotated: index,
                        defined: value.parameters.len(),
                    });
                    return;
                }
            }
        }
    }

    /// Functions may call each other, and a constant may be used by a function that it doesn't call itself.
    fn refuse_needing_itself(&mut self, members: &[usize], top_levels: &[TopLevel]) {
        let within = |target: &usize| members.binary_search(target).ok();
        let edges: Vec<Vec<usize>> = members
            .iter()
            .map(|node| top_levels[*node].needs.iter().filter_map(within).collect())
            .collect();
        for component in components(&edges) {
            let Component::Cycle(cycle) = component else {
                continue;
            };
            let mut names = cycle
                .iter()
                .filter_map(|node| top_levels[members[*node]].definition.as_ref())
                .map(|definition| &definition.name);
            if let Some(first) = names.next() {
                self.errors.push(Error::Cycle(Cycle {
                    what: CycleOf::Definitions,
                    region: first.region,
                    name: first.value.clone(),
                    others: names.map(|name| name.value.clone()).collect(),
                }));
            }
        }
    }
}

impl TopLevel {
    fn new(definition: Definition, uses: &[Use]) -> TopLevel {
        let needs = |found: &&Use| definition.parameters.is_empty() && found.when == When::Now;
        TopLevel {
            uses: targets(uses.iter()),
            needs: targets(uses.iter().filter(needs)),
            definition: Some(definition),
        }
    }
}

fn targets<'a>(uses: impl Iterator<Item = &'a Use>) -> Vec<usize> {
    let index = |binding: Binding| binding as usize;
    let mut targets: Vec<usize> = uses.map(|found| index(found.binding)).collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}
