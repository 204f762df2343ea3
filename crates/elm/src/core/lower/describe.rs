//! The types of what the host gives to a program and gets from it, as they lie in memory.
//!
//! Aliases are followed, and what a custom type's variables stand for is filled in. A type that holds itself is
//! described once.

use std::collections::HashMap;

use super::Lowering;
use crate::core::tree::{Field, Name, Type, TypeId, Union, Variant};
use crate::deep::deep;
use crate::resolve::resolved;

/// What type variables stand for.
type Variables = HashMap<Name, TypeId>;

impl Lowering<'_> {
    /// A type without variables.
    pub(super) fn describe(&mut self, ty: &resolved::Type) -> TypeId {
        self.described(ty, &Variables::new())
    }

    fn described(&mut self, ty: &resolved::Type, variables: &Variables) -> TypeId {
        deep(|| self.described_level(ty, variables))
    }

    fn described_level(&mut self, ty: &resolved::Type, variables: &Variables) -> TypeId {
        let described = match ty {
            resolved::Type::Alias(_, arguments, target) => {
                let mut inside = Variables::new();
                for (name, argument) in arguments {
                    inside.insert(name.clone(), self.described(argument, variables));
                }
                // What it stands for has its arguments filled in already; the variables are those around it.
                inside.extend(variables.iter().map(|(name, ty)| (name.clone(), *ty)));
                return self.described(target, &inside);
            }
            resolved::Type::Variable(name) => match variables.get(name) {
                Some(known) => return *known,
                None => Type::Opaque,
            },
            resolved::Type::Named(global, arguments) => {
                let arguments = arguments.iter().map(|ty| self.described(ty, variables));
                let arguments: Vec<TypeId> = arguments.collect();
                return self.named(global, arguments);
            }
            resolved::Type::Record(fields, None) => self.record(fields, variables),
            resolved::Type::Tuple(items) => {
                let items = items.iter().map(|ty| self.described(ty, variables));
                Type::Tuple(items.collect())
            }
            resolved::Type::Unit => Type::Unit,
            resolved::Type::Function(..)
            | resolved::Type::Record(_, Some(_))
            | resolved::Type::Broken => Type::Opaque,
        };
        self.intern(described)
    }

    fn intern(&mut self, ty: Type) -> TypeId {
        if let Some(known) = self.types.get(&ty) {
            return *known;
        }
        let id = self.reserve();
        self.types.insert(ty.clone(), id);
        self.program.types[id.0 as usize] = ty;
        id
    }

    fn reserve(&mut self) -> TypeId {
        let id = u32::try_from(self.program.types.len()).expect("as many as types in the source");
        self.program.types.push(Type::Opaque);
        TypeId(id)
    }

    fn named(&mut self, global: &resolved::Global, arguments: Vec<TypeId>) -> TypeId {
        let name = self.full_name(global);
        let own = match (name.as_str(), &arguments[..]) {
            ("Basics.Int", _) => Type::Int,
            ("Basics.Float", _) => Type::Float,
            ("Basics.Bool", _) => Type::Bool,
            ("Char.Char", _) => Type::Char,
            ("String.String", _) => Type::String,
            ("Json.Encode.Value", _) => Type::Json,
            ("List.List", [item]) => Type::List(*item),
            _ => return self.union(global, name, arguments),
        };
        self.intern(own)
    }

    fn union(&mut self, global: &resolved::Global, name: Name, arguments: Vec<TypeId>) -> TypeId {
        let key = (global.clone(), arguments);
        if let Some(known) = self.unions.get(&key) {
            return *known;
        }
        let module = self.modules[&global.module].module;
        let Some(union) = module.unions.get(&global.name).cloned() else {
            return self.intern(Type::Opaque);
        };
        let id = self.reserve();
        self.unions.insert(key.clone(), id);
        let arguments = key.1;
        let variables = union.variables.iter().cloned().zip(arguments.clone());
        let variables: Variables = variables.collect();
        let mut variants = Vec::new();
        for (variant, written) in union.variants.iter().enumerate() {
            let union = union.clone();
            let constructor = resolved::Constructor { union, variant };
            let carried = written.arguments.iter();
            variants.push(Variant {
                name: written.name.clone(),
                constructor: self.constructor(&constructor),
                arguments: carried.map(|ty| self.described(ty, &variables)).collect(),
            });
        }
        self.program.types[id.0 as usize] = Type::Union(Union {
            name,
            arguments,
            variants,
        });
        id
    }

    fn record(
        &mut self,
        fields: &std::collections::BTreeMap<Name, (u16, resolved::Type)>,
        variables: &Variables,
    ) -> Type {
        let names: Vec<Name> = fields.keys().cloned().collect();
        let shape = self.shape(&names);
        let mut described = Vec::new();
        for (place, (name, (written, ty))) in (0..).zip(fields) {
            let ty = self.described(ty, variables);
            let name = name.clone();
            described.push((*written, Field { name, place, ty }));
        }
        described.sort_by_key(|(written, _)| *written);
        let fields = described.into_iter().map(|(_, field)| field).collect();
        Type::Record(shape, fields)
    }
}
