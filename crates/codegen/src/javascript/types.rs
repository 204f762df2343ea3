//! The models' types in TypeScript: what serde writes, as a type that says so.
//!
//! Two types stand for a model where it has to be: `Settings` for what arrives, in which a field with
//! `#[serde(default)]` always is, and `SettingsInput` for what may be sent, in which it need not be. Fields with keys of
//! free choice (a flattened map) give an index signature, which TypeScript wants to hold for all the other fields too.

use buildamp_schema::{
    Element, Enum, Field, Payload, Placement, Schema, Shape, Struct, Tagging, Type, TypeId, Variant,
};

use super::names::Names;
use super::sides::{Presence, Side, Sides, map_key, presence, without_option};
use super::text::{doc_comment, key, string};
use super::tree::{Member, Ts, declaration};

/// What the writers of types share.
pub(super) struct Types<'s> {
    pub(super) schema: &'s Schema,
    pub(super) names: Names,
    pub(super) sides: Sides,
}

/// Where a type stands. TypeScript resolves the arguments of `Record` at once, so a recursive type may only
/// use it inside of an object's braces.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Braced,
    Bare,
}

/// The keys of a struct: its own, and the types that bring further ones.
struct Parts {
    members: Vec<Member>,
    others: Vec<Ts>,
}

const NULL: Ts = Ts::Keyword("null");
const UNKNOWN: Ts = Ts::Keyword("unknown");

impl Types<'_> {
    /// The declarations of all types.
    pub(super) fn declarations(&self) -> String {
        let mut text = String::new();
        for (id, def) in self.schema.iter() {
            let doc = doc(&def.doc, &def.shape);
            text.push_str(&self.declare(
                self.names.ty(id),
                &doc,
                &self.shape(id, self.sides.plain(id)),
            ));
            if self.sides.differ(id) {
                let doc = format!("`{}`, as it may be sent.", self.names.ty(id));
                text.push_str(&self.declare(
                    self.names.input(id),
                    &doc,
                    &self.shape(id, Side::Sent),
                ));
            }
            self.declare_flattened(id, &mut text);
        }
        text
    }

    fn declare(&self, name: &str, doc: &str, ty: &Ts) -> String {
        let comment = match doc.is_empty() {
            true => String::new(),
            false => format!("{}\n", doc_comment(doc)),
        };
        format!("\n{comment}{}\n", declaration(name, ty))
    }

    /// A variant without a payload is a text by itself, but a key where its enum is flattened.
    fn declare_flattened(&self, id: TypeId, text: &mut String) {
        let Some(shape) = self.keyed_otherwise(id) else {
            return;
        };
        let name = self.names.ty(id);
        let sides = [(Side::Arrives, ""), (Side::Sent, ", as it may be sent")];
        let count = if self.sides.differ(id) { 2 } else { 1 };
        for (side, sent) in &sides[..count] {
            let variants = shape.variants.iter().map(|variant| {
                let payload = match self.payload(&variant.payload, *side, Place::Braced) {
                    None => NULL,
                    Some(payload) => payload,
                };
                Ts::Object(vec![member(&variant.key, payload)])
            });
            let doc = format!(
                "`{name}`{sent}, as an entry among those of the object that it is part of."
            );
            let declared = self.declare(self.flattened_name(id, *side), &doc, &Ts::union(variants));
            text.push_str(&declared);
        }
    }

    /// The enum, if its type does not describe its flattened entries.
    fn keyed_otherwise(&self, id: TypeId) -> Option<&Enum> {
        let Shape::Enum(shape) = &self.schema.get(id).shape else {
            return None;
        };
        let unit = shape.variants.iter().any(|v| v.payload == Payload::Unit);
        let otherwise = unit && shape.tagging == Tagging::External && self.sides.is_flattened(id);
        otherwise.then_some(shape)
    }

    fn flattened_name(&self, id: TypeId, side: Side) -> &str {
        match side == Side::Sent && self.sides.differ(id) {
            true => self.names.flattened_input(id),
            false => self.names.flattened(id),
        }
    }

    /// A type by its name.
    pub(super) fn named(&self, id: TypeId, side: Side) -> Ts {
        Ts::Name(match side == Side::Sent && self.sides.differ(id) {
            true => self.names.input(id).to_owned(),
            false => self.names.ty(id).to_owned(),
        })
    }

    fn shape(&self, id: TypeId, side: Side) -> Ts {
        match &self.schema.get(id).shape {
            Shape::Struct(shape) => {
                let tag = shape.tag.as_ref().map(|tag| Member {
                    key: match side {
                        Side::Arrives => key(&tag.key),
                        Side::Sent => key(&tag.key) + "?",
                    },
                    doc: String::new(),
                    ty: Ts::Literal(string(&tag.value)),
                });
                self.structure(
                    shape,
                    tag.into_iter().collect(),
                    side,
                    self.sides.is_flattened(id),
                )
            }
            Shape::Newtype(inner) | Shape::Transparent(inner) => {
                self.ty(&inner.ty, side, Place::Bare)
            }
            Shape::Tuple(elements) => self.tuple(elements, side, Place::Bare),
            Shape::Unit => NULL,
            Shape::Enum(shape) => {
                let variants = shape.variants.iter();
                Ts::union(variants.map(|variant| self.variant(id, shape, variant, side)))
            }
            Shape::Alias(target) => self.ty(target, side, Place::Bare),
        }
    }

    fn ty(&self, ty: &Type, side: Side, place: Place) -> Ts {
        let inner = |ty: &Type| self.ty(ty, side, place);
        match ty {
            Type::Bool => Ts::Keyword("boolean"),
            Type::String | Type::Char | Type::Format(_) => Ts::Keyword("string"),
            Type::Int(_) | Type::Float(_) => Ts::Keyword("number"),
            Type::Option(item) => Ts::union([inner(item), NULL]),
            Type::List(item) | Type::Array(item, _) | Type::Set(item) => {
                Ts::Array(Box::new(inner(item)))
            }
            Type::Tuple(items) => Ts::Tuple(items.iter().map(inner).collect()),
            Type::Map(of, value) if place == Place::Braced => {
                Ts::Apply("Record", vec![Ts::Keyword(map_key(*of)), inner(value)])
            }
            Type::Map(of, value) => Ts::Object(vec![Member {
                doc: String::new(),
                key: format!("[key: {}]", map_key(*of)),
                ty: self.ty(value, side, Place::Braced),
            }]),
            Type::Json => UNKNOWN,
            Type::Unit => NULL,
            Type::Ref(id) => self.named(*id, side),
        }
    }

    fn tuple(&self, elements: &[Element], side: Side, place: Place) -> Ts {
        let types = elements.iter().map(|e| self.ty(&e.ty, side, place));
        Ts::Tuple(types.collect())
    }

    fn payload(&self, payload: &Payload, side: Side, place: Place) -> Option<Ts> {
        Some(match payload {
            Payload::Unit => return None,
            Payload::Newtype(inner) => self.ty(&inner.ty, side, place),
            Payload::Tuple(elements) => self.tuple(elements, side, place),
            Payload::Struct(shape) => self.structure(shape, Vec::new(), side, false),
        })
    }

    fn variant(&self, id: TypeId, of: &Enum, variant: &Variant, side: Side) -> Ts {
        let name = Ts::Literal(string(&variant.key));
        match &of.tagging {
            Tagging::External => match self.payload(&variant.payload, side, Place::Braced) {
                None => name,
                Some(payload) => Ts::Object(vec![member(&variant.key, payload)]),
            },
            Tagging::Adjacent { tag, content } => {
                let payload = self.payload(&variant.payload, side, Place::Braced);
                let content = payload.map(|payload| member(content, payload));
                Ts::Object([member(tag, name)].into_iter().chain(content).collect())
            }
            Tagging::Internal { tag } => {
                // Other keys may stand among these.
                let open = self.sides.is_flattened(id);
                self.tagged(member(tag, name), &variant.payload, side, open)
            }
            Tagging::Untagged => {
                let payload = self.payload(&variant.payload, side, Place::Bare);
                payload.unwrap_or(NULL)
            }
        }
    }

    /// A tag among the keys of what it tells.
    fn tagged(&self, tag: Member, payload: &Payload, side: Side, open: bool) -> Ts {
        match payload {
            Payload::Struct(shape) => self.structure(shape, vec![tag], side, open),
            Payload::Newtype(inner) => match self.schema.resolve(&inner.ty) {
                Type::Map(_, value) => {
                    let value = self.ty(value, side, Place::Braced);
                    Ts::Object(with_free_keys(vec![tag], value, open))
                }
                _ => {
                    let inner = self.ty(&inner.ty, side, Place::Bare);
                    Ts::intersection(vec![Ts::Object(vec![tag]), inner])
                }
            },
            // serde has no place for a tag in anything else, so the reader of the models lets nothing else be.
            Payload::Unit | Payload::Tuple(_) => Ts::Object(vec![tag]),
        }
    }

    /// `open`: other keys may stand among these, of types that are not known here.
    fn structure(&self, shape: &Struct, first: Vec<Member>, side: Side, open: bool) -> Ts {
        let mut parts = Parts {
            members: first,
            others: Vec::new(),
        };
        let mut maps = Vec::new();
        for field in &shape.fields {
            match (field.placement, without_option(self.schema, &field.ty)) {
                (Placement::Keyed, _) => parts.members.extend(self.field(field, side)),
                (Placement::Flattened, Type::Map(_, value)) => {
                    maps.push(self.ty(value, side, Place::Braced));
                }
                (Placement::Flattened, inner) => parts.others.push(self.flat(field, inner, side)),
            }
        }
        let open = open || !parts.others.is_empty() || maps.len() > 1;
        if let Some(value) = maps.pop() {
            parts.members = with_free_keys(parts.members, value, open);
        }
        if !parts.members.is_empty() || parts.others.is_empty() {
            parts.others.insert(0, Ts::Object(parts.members));
        }
        Ts::intersection(parts.others)
    }

    fn field(&self, field: &Field, side: Side) -> Option<Member> {
        let optional = match presence(self.schema, field, side) {
            Presence::Never => return None,
            Presence::Maybe => "?",
            Presence::Always => "",
        };
        Some(Member {
            doc: field.doc.clone(),
            key: key(&field.key) + optional,
            ty: self.ty(&field.ty, side, Place::Braced),
        })
    }

    fn flat(&self, field: &Field, inner: &Type, side: Side) -> Ts {
        let ty = match inner {
            Type::Ref(id) if self.keyed_otherwise(*id).is_some() => {
                Ts::Name(self.flattened_name(*id, side).to_owned())
            }
            other => self.ty(other, side, Place::Bare),
        };
        match self.schema.resolve(&field.ty) {
            Type::Option(_) => Ts::Apply("Partial", vec![ty]),
            _ => ty,
        }
    }
}

fn member(name: &str, ty: Ts) -> Member {
    Member {
        doc: String::new(),
        key: key(name),
        ty,
    }
}

/// An index signature holds for every key, so its type has to have those of the named ones in it.
fn with_free_keys(mut members: Vec<Member>, value: Ts, open: bool) -> Vec<Member> {
    let own = members.iter().map(|member| member.ty.clone());
    let optional = members.iter().any(|member| member.key.ends_with('?'));
    let absent = optional.then_some(Ts::Keyword("undefined"));
    let ty = match open {
        true => UNKNOWN,
        false => Ts::union([value].into_iter().chain(own).chain(absent)),
    };
    members.push(Member {
        doc: String::new(),
        key: "[key: string]".to_owned(),
        ty,
    });
    members
}

/// A type's comment; editors show none of a variant, so those of variants are part of it.
fn doc(own: &str, shape: &Shape) -> String {
    let mut doc = own.trim().to_owned();
    let Shape::Enum(shape) = shape else {
        return doc;
    };
    let documented = shape.variants.iter().filter(|v| !v.doc.trim().is_empty());
    for (place, variant) in documented.enumerate() {
        if place == 0 && !doc.is_empty() {
            doc.push('\n');
        }
        let words: Vec<&str> = variant.doc.split_whitespace().collect();
        doc.push_str(&format!("\n- `{}`: {}", variant.key, words.join(" ")));
    }
    doc
}
