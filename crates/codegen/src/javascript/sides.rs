//! What the schema says about a type only as a whole: whether more may be sent of it than arrives, and whether
//! it is flattened into another.

use buildamp_schema::{
    Absent, Direction, Field, MapKey, Payload, Placement, Role, Schema, Shape, Struct, Tagging,
    Type, TypeDef, TypeId, Write,
};

/// Which way a value goes, as its type depends on it: a field with a default always arrives, but need not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// From the server: as serde writes it.
    Arrives,
    /// From this client: what serde reads.
    Sent,
}

pub(super) struct Sides {
    only_sent: Vec<bool>,
    differs: Vec<bool>,
    flattened: Vec<bool>,
}

/// Whether a field must be there, may be there or is never there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Always,
    Maybe,
    Never,
}

impl Sides {
    pub(super) fn new(schema: &Schema) -> Sides {
        let only_sent: Vec<bool> = schema.types.iter().map(is_only_sent).collect();
        let mut differs = vec![false; schema.types.len()];
        // A type differs if one in it does; types may be recursive, so this goes on until nothing changes.
        loop {
            let differ = |(def, only_sent): (&TypeDef, &bool)| {
                let inside = || types(&def.shape).into_iter().any(|ty| names(ty, &differs));
                !only_sent && (differs_itself(schema, &def.shape) || inside())
            };
            let next: Vec<bool> = schema.types.iter().zip(&only_sent).map(differ).collect();
            if next == differs {
                break;
            }
            differs = next;
        }
        Sides {
            only_sent,
            differs,
            flattened: flattened(schema),
        }
    }

    /// Whether what may be sent has a type of its own.
    pub(super) fn differ(&self, id: TypeId) -> bool {
        self.differs[id.0 as usize]
    }

    /// Which way the values of a type's plain name go.
    pub(super) fn plain(&self, id: TypeId) -> Side {
        match self.only_sent[id.0 as usize] {
            true => Side::Sent,
            false => Side::Arrives,
        }
    }

    /// Whether its keys are, or might be, among those of another.
    pub(super) fn is_flattened(&self, id: TypeId) -> bool {
        self.flattened[id.0 as usize]
    }
}

/// What only clients send, or join with, never arrives at one.
fn is_only_sent(def: &TypeDef) -> bool {
    matches!(&def.role, Role::Message(message) if matches!(message.direction, Direction::Client | Direction::Join))
}

/// An `Option` may always be left out of what is sent. It is optional in what arrives too, written or not, so
/// that it alone makes no second type of everything around it.
pub(super) fn presence(schema: &Schema, field: &Field, side: Side) -> Presence {
    let option = matches!(schema.resolve(&field.ty), Type::Option(_));
    match (side, field.write, &field.absent) {
        (Side::Arrives, Write::Never, _) => Presence::Never,
        (Side::Arrives, Write::Unless(_), _) => Presence::Maybe,
        (Side::Sent, _, Absent::None | Absent::Default(_)) => Presence::Maybe,
        (Side::Arrives, Write::Always, Absent::None | Absent::Default(_)) if option => {
            Presence::Maybe
        }
        _ => Presence::Always,
    }
}

/// The structs of a shape: itself, or those of an enum's variants.
fn structs(shape: &Shape) -> Vec<&Struct> {
    match shape {
        Shape::Struct(shape) => vec![shape],
        Shape::Enum(shape) => {
            let payloads = shape.variants.iter().map(|variant| &variant.payload);
            payloads.filter_map(as_struct).collect()
        }
        _ => Vec::new(),
    }
}

fn as_struct(payload: &Payload) -> Option<&Struct> {
    match payload {
        Payload::Struct(shape) => Some(shape),
        _ => None,
    }
}

fn differs_itself(schema: &Schema, shape: &Shape) -> bool {
    let field = |field: &Field| {
        field.placement == Placement::Keyed
            && presence(schema, field, Side::Arrives) != presence(schema, field, Side::Sent)
    };
    structs(shape)
        .into_iter()
        .any(|shape| shape.tag.is_some() || shape.fields.iter().any(field))
}

/// The types that a shape is made of.
fn types(shape: &Shape) -> Vec<&Type> {
    match shape {
        Shape::Alias(ty) => vec![ty],
        Shape::Newtype(inner) | Shape::Transparent(inner) => vec![&inner.ty],
        Shape::Tuple(elements) => elements.iter().map(|e| &e.ty).collect(),
        Shape::Unit => Vec::new(),
        Shape::Struct(shape) => shape.fields.iter().map(|field| &field.ty).collect(),
        Shape::Enum(shape) => {
            let payloads = shape.variants.iter().map(|variant| &variant.payload);
            payloads.flat_map(payload_types).collect()
        }
    }
}

fn payload_types(payload: &Payload) -> Vec<&Type> {
    match payload {
        Payload::Unit => Vec::new(),
        Payload::Newtype(inner) => vec![&inner.ty],
        Payload::Tuple(elements) => elements.iter().map(|e| &e.ty).collect(),
        Payload::Struct(shape) => shape.fields.iter().map(|field| &field.ty).collect(),
    }
}

/// Whether a type names one of these.
fn names(ty: &Type, which: &[bool]) -> bool {
    match ty {
        Type::Ref(id) => which[id.0 as usize],
        Type::Option(inner) | Type::List(inner) | Type::Set(inner) | Type::Map(_, inner) => {
            names(inner, which)
        }
        Type::Array(inner, _) => names(inner, which),
        Type::Tuple(items) => items.iter().any(|item| names(item, which)),
        _ => false,
    }
}

fn flattened(schema: &Schema) -> Vec<bool> {
    let mut flattened = vec![false; schema.types.len()];
    for (_, def) in schema.iter() {
        let fields = structs(&def.shape).into_iter().flat_map(|s| &s.fields);
        let inside = fields
            .filter(|field| field.placement == Placement::Flattened)
            .map(|field| &field.ty);
        for ty in inside.chain(tagged_inside(&def.shape)) {
            if let Type::Ref(id) = without_option(schema, ty) {
                flattened[id.0 as usize] = true;
            }
        }
    }
    flattened
}

/// What stands beside an internal tag.
fn tagged_inside(shape: &Shape) -> Vec<&Type> {
    match shape {
        Shape::Enum(shape) if matches!(shape.tagging, Tagging::Internal { .. }) => {
            let payloads = shape.variants.iter().map(|variant| &variant.payload);
            let newtype = |payload: &'_ Payload| matches!(payload, Payload::Newtype(_));
            payloads
                .filter(|payload| newtype(payload))
                .flat_map(payload_types)
                .collect()
        }
        _ => Vec::new(),
    }
}

/// A type's definition, through names and an `Option`.
pub(super) fn without_option<'a>(schema: &'a Schema, ty: &'a Type) -> &'a Type {
    match schema.resolve(ty) {
        Type::Option(inner) => schema.resolve(inner),
        other => other,
    }
}

/// The TypeScript name of a map's keys.
pub(super) fn map_key(key: MapKey) -> &'static str {
    match key {
        MapKey::String => "string",
        MapKey::Int(_) => "number",
    }
}
