//! Which types hold themselves. Elm has two rules about them: an alias can't be recursive, and a decoder that
//! names itself has to be behind `Decode.lazy`.

use std::collections::HashSet;

use buildamp_schema::{Payload, Placement, Schema, Shape, Struct, Tagging, Type, TypeId};

pub(super) struct Graph {
    /// By type: those in a cycle with it.
    cycles: Vec<HashSet<TypeId>>,
    /// Types that would be recursive aliases.
    wrapped: Vec<bool>,
    /// Types whose entries are needed without the braces around them.
    flattened: Vec<bool>,
}

impl Graph {
    pub(super) fn new(schema: &Schema) -> Graph {
        let edges: Vec<Vec<TypeId>> = schema
            .iter()
            .map(|(_, def)| shape_refs(&def.shape))
            .collect();
        let alias = |id: &TypeId| !matches!(schema.get(*id).shape, Shape::Enum(_));
        let alias_edges: Vec<Vec<TypeId>> = schema
            .iter()
            .zip(&edges)
            .map(|((id, _), edges)| match alias(&id) {
                true => edges.iter().copied().filter(alias).collect(),
                false => Vec::new(),
            })
            .collect();
        let reach = reachable(&edges);
        let reach_by_aliases = reachable(&alias_edges);
        let ids = || schema.iter().map(|(id, _)| id);
        Graph {
            cycles: ids().map(|id| cycle(id, &reach)).collect(),
            wrapped: ids()
                .map(|id| reach_by_aliases[id.0 as usize].contains(&id))
                .collect(),
            flattened: flattened(schema),
        }
    }

    /// Whether a decoder of `from` that names the decoder of `to` would name itself.
    pub(super) fn is_recursive(&self, from: TypeId, to: TypeId) -> bool {
        self.cycles[from.0 as usize].contains(&to)
    }

    /// Whether the type has to be a custom type because an alias can't be recursive.
    pub(super) fn is_wrapped(&self, id: TypeId) -> bool {
        self.wrapped[id.0 as usize]
    }

    /// Whether another type needs this one's entries without its braces.
    pub(super) fn is_flattened(&self, id: TypeId) -> bool {
        self.flattened[id.0 as usize]
    }
}

/// By type: all that it leads to. Schemas are small, and most types lead nowhere.
fn reachable(edges: &[Vec<TypeId>]) -> Vec<HashSet<TypeId>> {
    let reach = |start: &Vec<TypeId>| {
        let mut seen = HashSet::new();
        let mut open = start.clone();
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(&edges[next.0 as usize]);
            }
        }
        seen
    };
    edges.iter().map(reach).collect()
}

fn cycle(id: TypeId, reach: &[HashSet<TypeId>]) -> HashSet<TypeId> {
    let from = &reach[id.0 as usize];
    from.iter()
        .copied()
        .filter(|to| reach[to.0 as usize].contains(&id))
        .collect()
}

fn flattened(schema: &Schema) -> Vec<bool> {
    let mut flattened = vec![false; schema.types.len()];
    let mut mark = |ty: &Type| {
        let mut ty = schema.resolve(ty);
        if let Type::Option(inner) = ty {
            ty = schema.resolve(inner);
        }
        if let Type::Ref(id) = ty {
            flattened[id.0 as usize] = true;
        }
    };
    for (_, def) in schema.iter() {
        for shape in structs(&def.shape) {
            let fields = shape.fields.iter();
            fields
                .filter(|f| f.placement == Placement::Flattened)
                .for_each(|f| mark(&f.ty));
        }
        if let Shape::Enum(shape) = &def.shape
            && matches!(shape.tagging, Tagging::Internal { .. })
        {
            for variant in &shape.variants {
                if let Payload::Newtype(inner) = &variant.payload {
                    mark(&inner.ty);
                }
            }
        }
    }
    flattened
}

/// The structs of a shape: itself, or those of an enum's variants.
pub(super) fn structs(shape: &Shape) -> Vec<&Struct> {
    match shape {
        Shape::Struct(shape) => vec![shape],
        Shape::Enum(shape) => shape
            .variants
            .iter()
            .filter_map(|variant| match &variant.payload {
                Payload::Struct(shape) => Some(shape),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn shape_refs(shape: &Shape) -> Vec<TypeId> {
    let mut refs = Vec::new();
    match shape {
        Shape::Alias(ty) => type_refs(ty, &mut refs),
        Shape::Newtype(inner) | Shape::Transparent(inner) => type_refs(&inner.ty, &mut refs),
        Shape::Tuple(elements) => elements.iter().for_each(|e| type_refs(&e.ty, &mut refs)),
        Shape::Unit => {}
        Shape::Struct(_) => {}
        Shape::Enum(shape) => {
            for variant in &shape.variants {
                match &variant.payload {
                    Payload::Newtype(inner) => type_refs(&inner.ty, &mut refs),
                    Payload::Tuple(elements) => {
                        elements.iter().for_each(|e| type_refs(&e.ty, &mut refs));
                    }
                    Payload::Unit | Payload::Struct(_) => {}
                }
            }
        }
    }
    for shape in structs(shape) {
        shape
            .fields
            .iter()
            .for_each(|field| type_refs(&field.ty, &mut refs));
    }
    refs
}

fn type_refs(ty: &Type, refs: &mut Vec<TypeId>) {
    match ty {
        Type::Ref(id) => refs.push(*id),
        Type::Option(inner) | Type::List(inner) | Type::Set(inner) | Type::Map(_, inner) => {
            type_refs(inner, refs);
        }
        Type::Array(inner, _) => type_refs(inner, refs),
        Type::Tuple(items) => items.iter().for_each(|item| type_refs(item, refs)),
        _ => {}
    }
}
