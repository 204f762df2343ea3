//! What a module exposes: its header's list against what it defines.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::region::{Located, Region};
use crate::syntax::source::{self, Exposed, Exposing};

use super::declarations::Types;
use super::error::{BadExport, Error, Kind};
use super::interface::is_record;
use super::resolved::{Exports, Name, Opened, Operator};
use super::scope::{Resolver, split_clashes};
use super::suggest;

type Operators = BTreeMap<Name, Rc<Operator>>;

impl Resolver<'_> {
    /// What others may use of the module.
    pub(super) fn exports(
        &mut self,
        module: &source::Module,
        types: &Types,
        operators: &Operators,
    ) -> Exports {
        let exposing = module.header.as_ref().map(|header| &header.exposing);
        match exposing.map(|exposing| &exposing.value) {
            Some(Exposing::Explicit(list)) => self.listed(list, types, operators),
            Some(Exposing::All(region)) => everything(self, *region, types, operators),
            None => everything(self, Region::default(), types, operators),
        }
    }

    fn listed(&mut self, list: &[Exposed], types: &Types, operators: &Operators) -> Exports {
        let names = list.iter().map(located);
        let (_, clashes) = split_clashes(names, || super::error::Twice::Definition);
        self.errors.extend(clashes.into_iter().map(export_twice));
        let mut exports = Exports::default();
        for exposed in list {
            if let Err(error) = self.export(exposed, types, operators, &mut exports) {
                self.errors.push(error);
            }
        }
        exports
    }

    fn export(
        &self,
        exposed: &Exposed,
        types: &Types,
        operators: &Operators,
        exports: &mut Exports,
    ) -> Result<(), Error> {
        match exposed {
            Exposed::Value(name) => {
                let known = &self.environment.top_level;
                if !known.contains_key(&name.value) {
                    return Err(not_found(name, Kind::Variable, known.keys()));
                }
                exports.values.insert(name.value.clone(), name.region);
            }
            Exposed::Operator(name) => {
                if !operators.contains_key(&name.value) {
                    return Err(not_found(name, Kind::Operator, operators.keys()));
                }
                exports.operators.insert(name.value.clone(), name.region);
            }
            Exposed::Type(name, dots) => {
                let opened = self.opened(name, *dots, types)?;
                exports.types.insert(name.value.clone(), opened);
            }
        }
        Ok(())
    }

    fn opened(
        &self,
        name: &Located<Name>,
        dots: Option<Region>,
        types: &Types,
    ) -> Result<Opened, Error> {
        if types.unions.contains_key(&name.value) {
            return Ok(dots.map_or(Opened::No, |_| Opened::Yes));
        }
        let declared = self.environment.own_type(&name.value);
        match (declared, dots) {
            (true, Some(region)) => Err(Error::Export(BadExport::OpenAlias {
                region,
                name: name.value.clone(),
            })),
            (true, None) => Ok(match types.aliases.get(&name.value) {
                Some(alias) if is_record(&alias.ty) => Opened::Yes,
                _ => Opened::No,
            }),
            (false, _) => {
                let names = types.unions.keys().chain(types.aliases.keys());
                Err(not_found(name, Kind::Type, names))
            }
        }
    }
}

fn everything(
    resolver: &Resolver<'_>,
    region: Region,
    types: &Types,
    operators: &Operators,
) -> Exports {
    let values = resolver.environment.top_level.keys();
    let unions = types.unions.keys().map(|name| (name.clone(), Opened::Yes));
    let aliases = types.aliases.iter().map(|(name, alias)| {
        let opened = if is_record(&alias.ty) {
            Opened::Yes
        } else {
            Opened::No
        };
        (name.clone(), opened)
    });
    Exports {
        values: values.map(|name| (name.clone(), region)).collect(),
        types: aliases.chain(unions).collect(),
        operators: operators
            .keys()
            .map(|name| (name.clone(), region))
            .collect(),
    }
}

fn located(exposed: &Exposed) -> Located<Name> {
    let (Exposed::Value(name) | Exposed::Type(name, _) | Exposed::Operator(name)) = exposed;
    name.clone()
}

fn export_twice(error: Error) -> Error {
    match error {
        Error::Clash {
            name, first, again, ..
        } => Error::Export(BadExport::Twice { name, first, again }),
        other => other,
    }
}

fn not_found<'a>(
    name: &Located<Name>,
    kind: Kind,
    names: impl IntoIterator<Item = &'a Name>,
) -> Error {
    Error::Export(BadExport::NotFound {
        region: name.region,
        kind,
        close: suggest::close(&name.value, names.into_iter().map(Name::as_str)),
        name: name.value.clone(),
    })
}
