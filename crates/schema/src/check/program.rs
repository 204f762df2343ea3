//! A schema compiled for checking: types resolved to numbered nodes, keys quoted, constraints in place.
//!
//! Aliases, newtypes and transparent types are gone here; a struct's own fields and its
//! flattened ones are apart. Nothing here looks at a payload.

use serde_json::Number;

use super::keys::{Keys, Quoted};
use crate::{
    Absent, Constraints, Element, Enum, Field, Float, Format, Length, MapKey, Payload, Placement,
    Range, Schema, Shape, Struct, Tagging, Type, TypeId, UnknownFields,
};

/// A node of a [`Program`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodeId(u32);

/// What a value has to be.
#[derive(Debug)]
pub(super) enum Check {
    Bool,
    String(Length),
    Char,
    Int {
        min: i64,
        max: i64,
    },
    Float {
        float: Float,
        min: f64,
        max: f64,
    },
    Option(NodeId),
    List(NodeId, Length),
    Tuple(Vec<NodeId>),
    Map(MapKey, NodeId, Length),
    Json,
    Format(Format),
    Unit,
    Struct(StructCheck),
    Enum(EnumCheck),
    /// What another node says: a newtype that holds itself.
    Same(NodeId),
}

#[derive(Debug)]
pub(super) struct StructCheck {
    pub(super) name: String,
    /// The keyed fields first in the order of the model. `slot` is the place in the model.
    pub(super) fields: Vec<FieldCheck>,
    pub(super) keys: Keys,
    pub(super) flattened: Vec<FlattenedCheck>,
    pub(super) slots: usize,
    pub(super) unknown: UnknownFields,
}

#[derive(Debug)]
pub(super) struct FieldCheck {
    pub(super) key: String,
    pub(super) quoted: Quoted,
    pub(super) node: NodeId,
    pub(super) slot: usize,
    pub(super) required: bool,
}

#[derive(Debug)]
pub(super) struct FlattenedCheck {
    pub(super) node: NodeId,
    pub(super) slot: usize,
}

#[derive(Debug)]
pub(super) struct EnumCheck {
    pub(super) name: String,
    pub(super) tagging: Tagging,
    pub(super) variants: Vec<VariantCheck>,
    pub(super) keys: Keys,
    pub(super) other: Option<usize>,
    pub(super) unknown: UnknownFields,
}

#[derive(Debug)]
pub(super) struct VariantCheck {
    pub(super) key: String,
    pub(super) payload: Option<NodeId>,
    /// Whether an adjacently tagged enum's content may be absent.
    pub(super) absent: ContentAbsent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentAbsent {
    Refused,
    /// There is none to expect.
    Unit,
    /// It is then `None`.
    None,
}

/// A schema compiled for checking.
#[derive(Debug)]
pub(super) struct Program {
    checks: Vec<Check>,
    /// By [`TypeId`].
    types: Vec<NodeId>,
}

impl Program {
    pub(super) fn compile(schema: &Schema) -> Program {
        let mut compiler = Compiler {
            schema,
            checks: Vec::new(),
            types: vec![None; schema.types.len()],
        };
        let types = schema.iter().map(|(id, _)| compiler.named(id)).collect();
        let check = |check: Option<Check>| check.expect("every node is filled");
        Program {
            checks: compiler.checks.into_iter().map(check).collect(),
            types,
        }
    }

    #[inline]
    pub(super) fn get(&self, id: NodeId) -> &Check {
        &self.checks[id.0 as usize]
    }

    pub(super) fn of(&self, id: TypeId) -> NodeId {
        self.types[id.0 as usize]
    }
}

struct Compiler<'s> {
    schema: &'s Schema,
    /// `None` while the node's inside is being compiled: types may be recursive.
    checks: Vec<Option<Check>>,
    types: Vec<Option<NodeId>>,
}

const FREE: Constraints = Constraints {
    length: None,
    range: None,
};

impl Compiler<'_> {
    fn reserve(&mut self) -> NodeId {
        self.checks.push(None);
        NodeId(u32::try_from(self.checks.len() - 1).expect("a schema has fewer than 2^32 types"))
    }

    fn fill(&mut self, id: NodeId, check: Check) -> NodeId {
        self.checks[id.0 as usize] = Some(check);
        id
    }

    fn add(&mut self, check: Check) -> NodeId {
        let id = self.reserve();
        self.fill(id, check)
    }

    fn named(&mut self, id: TypeId) -> NodeId {
        if let Some(node) = self.types[id.0 as usize] {
            return node;
        }
        let def = self.schema.get(id);
        match &def.shape {
            // Ends: the reader refuses types that are made of themselves alone.
            Shape::Alias(target) => self.remember(id, |c| c.ty(target, &FREE)),
            Shape::Newtype(e) | Shape::Transparent(e) => self.remember(id, |c| c.element(e)),
            Shape::Tuple(elements) => {
                let node = self.reserve();
                self.types[id.0 as usize] = Some(node);
                let elements = elements.iter().map(|e| self.element(e)).collect();
                self.fill(node, Check::Tuple(elements))
            }
            Shape::Unit => self.remember(id, |c| c.add(Check::Unit)),
            Shape::Struct(shape) => {
                let node = self.reserve();
                self.types[id.0 as usize] = Some(node);
                let check = self.structure(&def.name, shape);
                self.fill(node, Check::Struct(check))
            }
            Shape::Enum(shape) => {
                let node = self.reserve();
                self.types[id.0 as usize] = Some(node);
                let check = self.enumeration(&def.name, shape);
                self.fill(node, Check::Enum(check))
            }
        }
    }

    /// For shapes that are their inside. Only one that holds itself needs a node of its own,
    /// which its inside may name before it is known.
    fn remember(&mut self, id: TypeId, compile: impl FnOnce(&mut Self) -> NodeId) -> NodeId {
        let place = id.0 as usize;
        let stand_in = self.reserve();
        self.types[place] = Some(stand_in);
        let node = compile(self);
        self.fill(stand_in, Check::Same(node));
        self.types[place] = Some(node);
        node
    }

    fn element(&mut self, element: &Element) -> NodeId {
        self.ty(&element.ty, &element.constraints)
    }

    fn ty(&mut self, ty: &Type, constraints: &Constraints) -> NodeId {
        let length = constraints.length.unwrap_or_default();
        match ty {
            Type::Bool => self.add(Check::Bool),
            Type::String => self.add(Check::String(length)),
            Type::Char => self.add(Check::Char),
            Type::Int(int) => {
                let (min, max) = int_bounds(int.bounds(), constraints.range.as_ref());
                self.add(Check::Int { min, max })
            }
            Type::Float(float) => {
                let (min, max) = float_bounds(constraints.range.as_ref());
                let float = *float;
                self.add(Check::Float { float, min, max })
            }
            Type::Option(inner) => {
                let inner = self.ty(inner, constraints);
                self.add(Check::Option(inner))
            }
            Type::List(item) | Type::Set(item) => {
                let item = self.ty(item, &FREE);
                self.add(Check::List(item, length))
            }
            Type::Array(item, size) => {
                let item = self.ty(item, &FREE);
                let exactly = Length {
                    min: Some(*size),
                    max: Some(*size),
                };
                self.add(Check::List(item, exactly))
            }
            Type::Tuple(items) => {
                let items = items.iter().map(|item| self.ty(item, &FREE)).collect();
                self.add(Check::Tuple(items))
            }
            Type::Map(key, value) => {
                let value = self.ty(value, &FREE);
                self.add(Check::Map(*key, value, length))
            }
            Type::Json => self.add(Check::Json),
            Type::Format(format) => self.add(Check::Format(*format)),
            Type::Unit => self.add(Check::Unit),
            Type::Ref(id) if *constraints == FREE => self.named(*id),
            Type::Ref(id) => match &self.schema.get(*id).shape {
                Shape::Alias(target) => self.ty(target, constraints),
                Shape::Newtype(e) | Shape::Transparent(e) => {
                    self.ty(&e.ty, &both(constraints, &e.constraints))
                }
                _ => self.named(*id),
            },
        }
    }

    fn structure(&mut self, name: &str, shape: &Struct) -> StructCheck {
        let mut check = StructCheck {
            name: name.to_owned(),
            fields: Vec::new(),
            keys: Keys::default(),
            flattened: Vec::new(),
            slots: shape.fields.len(),
            unknown: shape.unknown,
        };
        for (slot, field) in shape.fields.iter().enumerate() {
            let node = self.ty(&field.ty, &field.constraints);
            match field.placement {
                Placement::Flattened => check.flattened.push(FlattenedCheck { node, slot }),
                Placement::Keyed => {
                    let names = std::iter::once(&field.key).chain(&field.aliases);
                    check.keys.add(names, check.fields.len());
                    check.fields.push(field_check(field, node, slot));
                }
            }
        }
        check
    }

    fn content_absent(&self, payload: &Payload) -> ContentAbsent {
        match payload {
            Payload::Unit => ContentAbsent::Unit,
            Payload::Newtype(element) if self.optional(&element.ty) => ContentAbsent::None,
            _ => ContentAbsent::Refused,
        }
    }

    fn optional(&self, ty: &Type) -> bool {
        match ty {
            Type::Option(_) => true,
            Type::Ref(id) => match &self.schema.get(*id).shape {
                Shape::Alias(target) => self.optional(target),
                Shape::Transparent(inner) => self.optional(&inner.ty),
                _ => false,
            },
            _ => false,
        }
    }

    fn enumeration(&mut self, name: &str, shape: &Enum) -> EnumCheck {
        let mut keys = Keys::default();
        let mut variants = Vec::new();
        let mut other = None;
        for (place, variant) in shape.variants.iter().enumerate() {
            keys.add(std::iter::once(&variant.key).chain(&variant.aliases), place);
            if variant.catch == crate::Catch::Other {
                other = Some(place);
            }
            let payload = match &variant.payload {
                Payload::Unit => None,
                Payload::Newtype(element) => Some(self.element(element)),
                Payload::Tuple(elements) => {
                    let elements = elements.iter().map(|e| self.element(e)).collect();
                    Some(self.add(Check::Tuple(elements)))
                }
                Payload::Struct(shape) => {
                    let check = self.structure(&variant.name, shape);
                    Some(self.add(Check::Struct(check)))
                }
            };
            variants.push(VariantCheck {
                key: variant.key.clone(),
                payload,
                absent: self.content_absent(&variant.payload),
            });
        }
        EnumCheck {
            name: name.to_owned(),
            tagging: shape.tagging.clone(),
            variants,
            keys,
            other,
            unknown: shape.unknown,
        }
    }
}

fn field_check(field: &Field, node: NodeId, slot: usize) -> FieldCheck {
    FieldCheck {
        key: field.key.clone(),
        quoted: Quoted::new(&field.key),
        node,
        slot,
        required: field.absent == Absent::Refused,
    }
}

/// What a field asks for and what its newtype asks for itself.
fn both(outer: &Constraints, inner: &Constraints) -> Constraints {
    let higher = |a: &Number, b: &Number| a.as_f64() > b.as_f64();
    let lower = |a: &Number, b: &Number| a.as_f64() < b.as_f64();
    let length = |outer: Length, inner: Length| Length {
        min: tighter(outer.min, inner.min, |a, b| a > b),
        max: tighter(outer.max, inner.max, |a, b| a < b),
    };
    let range = |outer: Range, inner: Range| Range {
        min: tighter(outer.min, inner.min, higher),
        max: tighter(outer.max, inner.max, lower),
    };
    Constraints {
        length: merged(outer.length, inner.length, length),
        range: merged(outer.range.clone(), inner.range.clone(), range),
    }
}

fn merged<T>(outer: Option<T>, inner: Option<T>, merge: impl FnOnce(T, T) -> T) -> Option<T> {
    match (outer, inner) {
        (Some(outer), Some(inner)) => Some(merge(outer, inner)),
        (outer, inner) => outer.or(inner),
    }
}

fn tighter<T>(outer: Option<T>, inner: Option<T>, is_tighter: fn(&T, &T) -> bool) -> Option<T> {
    merged(outer, inner, |outer, inner| {
        match is_tighter(&inner, &outer) {
            true => inner,
            false => outer,
        }
    })
}

fn int_bounds((min, max): (i64, i64), range: Option<&Range>) -> (i64, i64) {
    let Some(range) = range else {
        return (min, max);
    };
    let floor = range.min.as_ref().and_then(|n| whole(n, f64::ceil));
    let ceiling = range.max.as_ref().and_then(|n| whole(n, f64::floor));
    (
        min.max(floor.unwrap_or(min)),
        max.min(ceiling.unwrap_or(max)),
    )
}

/// The integer at or next to a bound, towards the inside of the range.
fn whole(number: &Number, round: fn(f64) -> f64) -> Option<i64> {
    #[allow(clippy::cast_possible_truncation)]
    let rounded = || number.as_f64().map(|float| round(float) as i64);
    number.as_i64().or_else(rounded)
}

fn float_bounds(range: Option<&Range>) -> (f64, f64) {
    let bound = |number: &Option<Number>| number.as_ref().and_then(|n| n.as_f64());
    let min = range.and_then(|range| bound(&range.min));
    let max = range.and_then(|range| bound(&range.max));
    (
        min.unwrap_or(f64::NEG_INFINITY),
        max.unwrap_or(f64::INFINITY),
    )
}
