//! Types: names looked up, arguments counted, aliases unfolded.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::deep::deep;
use crate::region::{Located, Region};
use crate::syntax::source;

use super::environment::TypeEntry;
use super::error::{Arity, ArityOf, Error, Kind, Twice};
use super::resolved::{Alias, Annotation, Name, Type};
use super::scope::Resolver;

/// A type that unfolds to more parts is refused: a few aliases with a doubled variable each reach billions.
const PARTS: usize = 200_000;

impl Resolver<'_> {
    /// The type of an annotation or port.
    pub(super) fn annotation(&mut self, source: &source::Type) -> Rc<Annotation> {
        let ty = self.ty(source);
        Rc::new(Annotation {
            variables: free_variables(&ty),
            ty,
            region: source.region,
        })
    }

    /// A type.
    pub(super) fn ty(&mut self, source: &source::Type) -> Type {
        deep(|| self.shallow_type(source))
    }

    fn shallow_type(&mut self, source: &source::Type) -> Type {
        match &source.value {
            source::Type_::Function(argument, result) => {
                let argument = Box::new(self.ty(argument));
                Type::Function(argument, Box::new(self.ty(result)))
            }
            source::Type_::Variable(name) => Type::Variable(name.clone()),
            source::Type_::Named(region, prefix, name, arguments) => {
                let arguments = self.types(arguments);
                let found = self.environment.ty(prefix.as_ref(), name);
                match self.found(found, *region, Kind::Type, prefix.as_ref(), name) {
                    Some(entry) => self.named(source.region, name, entry, arguments),
                    None => Type::Broken,
                }
            }
            source::Type_::Record(fields, extends) => {
                let extends = extends.as_ref().map(|name| name.value.clone());
                Type::Record(self.fields(fields), extends)
            }
            source::Type_::Unit => Type::Unit,
            source::Type_::Tuple(parts) => {
                let types = self.types(parts);
                if parts.len() > 3 {
                    let region = source.region;
                    self.errors.push(Error::LargeTuple { region });
                    return Type::Broken;
                }
                Type::Tuple(types)
            }
            source::Type_::Broken => Type::Broken,
        }
    }

    /// Several types.
    pub(super) fn types(&mut self, sources: &[source::Type]) -> Vec<Type> {
        sources.iter().map(|source| self.ty(source)).collect()
    }

    fn fields(&mut self, fields: &[(Located<Name>, source::Type)]) -> BTreeMap<Name, (u16, Type)> {
        let names = fields.iter().map(|(name, _)| name.clone());
        self.distinct(names, || Twice::Field);
        let mut resolved = BTreeMap::new();
        for (index, (name, ty)) in (0..).zip(fields) {
            let ty = self.ty(ty);
            resolved.entry(name.value.clone()).or_insert((index, ty));
        }
        resolved
    }

    fn named(
        &mut self,
        region: Region,
        name: &Name,
        entry: TypeEntry,
        arguments: Vec<Type>,
    ) -> Type {
        let expected = match &entry {
            TypeEntry::Union(_, arity) => *arity,
            TypeEntry::Alias(alias) => alias.variables.len(),
            TypeEntry::Broken => return Type::Broken,
        };
        if arguments.len() != expected {
            self.errors.push(Error::Arity(Arity {
                region,
                what: ArityOf::Type,
                name: name.clone(),
                expected,
                found: arguments.len(),
            }));
            return Type::Broken;
        }
        match entry {
            TypeEntry::Union(global, _) => Type::Named(global, arguments),
            TypeEntry::Alias(alias) => self.unfold(region, &alias, arguments),
            TypeEntry::Broken => Type::Broken,
        }
    }

    fn unfold(&mut self, region: Region, alias: &Alias, arguments: Vec<Type>) -> Type {
        let arguments: Vec<(Name, Type)> = alias.variables.iter().cloned().zip(arguments).collect();
        let ty = if arguments.is_empty() {
            alias.ty.clone()
        } else {
            let mut filling = Filling {
                arguments: &arguments,
                left: PARTS,
            };
            match filling.fill(&alias.ty) {
                Some(ty) => Rc::new(ty),
                None => {
                    self.errors.push(Error::HugeType { region });
                    return Type::Broken;
                }
            }
        };
        Type::Alias(alias.global.clone(), arguments, ty)
    }
}

/// The function of an alias: its body with the variables filled in.
struct Filling<'a> {
    arguments: &'a [(Name, Type)],
    left: usize,
}

impl<'a> Filling<'a> {
    /// `None` where it gets too large.
    fn fill(&mut self, ty: &Type) -> Option<Type> {
        self.spend(1)?;
        Some(match ty {
            Type::Function(argument, result) => {
                let argument = Box::new(self.fill(argument)?);
                Type::Function(argument, Box::new(self.fill(result)?))
            }
            Type::Variable(name) => match self.argument(name) {
                Some(argument) => {
                    self.spend(size(argument))?;
                    argument.clone()
                }
                None => ty.clone(),
            },
            Type::Named(global, arguments) => {
                Type::Named(global.clone(), self.fill_all(arguments)?)
            }
            Type::Alias(global, arguments, body) if !arguments.is_empty() => {
                let mut filled = Vec::with_capacity(arguments.len());
                for (name, argument) in arguments {
                    filled.push((name.clone(), self.fill(argument)?));
                }
                Type::Alias(global.clone(), filled, Rc::new(self.fill(body)?))
            }
            Type::Record(fields, extends) => self.fill_record(fields, extends.as_ref())?,
            Type::Tuple(parts) => Type::Tuple(self.fill_all(parts)?),
            Type::Alias(..) | Type::Unit | Type::Broken => ty.clone(),
        })
    }

    fn fill_all(&mut self, types: &[Type]) -> Option<Vec<Type>> {
        types.iter().map(|ty| self.fill(ty)).collect()
    }

    /// `{ r | name : a }` with a record for `r` is one record; the fields written here come first.
    fn fill_record(
        &mut self,
        fields: &BTreeMap<Name, (u16, Type)>,
        extends: Option<&Name>,
    ) -> Option<Type> {
        let mut filled = BTreeMap::new();
        for (name, (index, ty)) in fields {
            filled.insert(name.clone(), (*index, self.fill(ty)?));
        }
        let Some(argument) = extends.and_then(|name| self.argument(name)) else {
            return Some(Type::Record(filled, extends.cloned()));
        };
        match unaliased(argument) {
            Type::Variable(name) => Some(Type::Record(filled, Some(name.clone()))),
            Type::Record(more, extends) => {
                self.spend(more.values().map(|(_, ty)| size(ty)).sum())?;
                for (name, field) in more {
                    filled.entry(name.clone()).or_insert_with(|| field.clone());
                }
                Some(Type::Record(filled, extends.clone()))
            }
            _ => Some(Type::Record(filled, None)),
        }
    }

    fn argument(&self, name: &Name) -> Option<&'a Type> {
        let arguments = self.arguments;
        let (_, ty) = arguments.iter().find(|(variable, _)| variable == name)?;
        Some(ty)
    }

    fn spend(&mut self, parts: usize) -> Option<()> {
        self.left = self.left.checked_sub(parts)?;
        Some(())
    }
}

/// How many parts a copy of the type has; what an alias without variables stands for isn't copied.
fn size(ty: &Type) -> usize {
    let inner: usize = match ty {
        Type::Function(argument, result) => size(argument) + size(result),
        Type::Named(_, parts) | Type::Tuple(parts) => parts.iter().map(size).sum(),
        Type::Alias(_, arguments, body) if !arguments.is_empty() => {
            let arguments: usize = arguments.iter().map(|(_, ty)| size(ty)).sum();
            arguments + size(body)
        }
        Type::Record(fields, _) => fields.values().map(|(_, ty)| size(ty)).sum(),
        Type::Alias(..) | Type::Variable(_) | Type::Unit | Type::Broken => 0,
    };
    1 + inner
}

/// The type behind its aliases.
pub(super) fn unaliased(mut ty: &Type) -> &Type {
    while let Type::Alias(_, _, body) = ty {
        ty = body;
    }
    ty
}

fn free_variables(ty: &Type) -> Vec<Name> {
    let mut variables = BTreeSet::new();
    add_free_variables(ty, &mut variables);
    variables.into_iter().collect()
}

fn add_free_variables(ty: &Type, variables: &mut BTreeSet<Name>) {
    match ty {
        Type::Function(argument, result) => {
            add_free_variables(argument, variables);
            add_free_variables(result, variables);
        }
        Type::Variable(name) => {
            variables.insert(name.clone());
        }
        Type::Named(_, parts) | Type::Tuple(parts) => {
            for part in parts {
                add_free_variables(part, variables);
            }
        }
        Type::Alias(_, arguments, _) => {
            for (_, argument) in arguments {
                add_free_variables(argument, variables);
            }
        }
        Type::Record(fields, extends) => {
            variables.extend(extends.clone());
            for (_, field) in fields.values() {
                add_free_variables(field, variables);
            }
        }
        Type::Unit | Type::Broken => {}
    }
}
