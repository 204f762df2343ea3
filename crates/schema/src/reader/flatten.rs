//! Keys of one value among those of another: `flatten`, and structs in internally tagged enums.
//!
//! Owns what can be flattened, and that no key can be there twice. It refuses to know how the checker
//! reads such objects.

use std::collections::{BTreeMap, HashSet};

use buildamp_diagnostics::{Report, Span};

use super::Reader;
use super::tree::DeclId;
use crate::{
    MapKey, Payload, Placement, Shape, Struct, Tagging, Type, TypeId, UnknownFields, Variant,
};

/// Every key that a value may have, each with a place that says so.
#[derive(Default)]
pub(super) struct Keys {
    named: BTreeMap<String, Span>,
    /// Whether a map takes the rest.
    rest: bool,
}

impl Reader<'_> {
    pub(super) fn check_flattened(&mut self) {
        for (decl, variant, ty, span) in std::mem::take(&mut self.later.flattened) {
            if let Some(report) = self.unflattenable(&ty, span) {
                self.reports.push(report);
                self.drop_shape(decl);
            } else if let Some(report) = self.key_twice(decl, variant, span) {
                self.reports.push(report);
                self.drop_shape(decl);
            }
        }
    }

    fn unflattenable(&self, ty: &Type, span: Span) -> Option<Report> {
        let whole = self.resolved(ty);
        let (target, optional) = match whole {
            Type::Option(inner) => (self.resolved(&inner), true),
            other => (other, false),
        };
        let (found, help) = match &target {
            Type::Map(MapKey::String, _) if !optional => return None,
            Type::Map(MapKey::String, _) => (
                "an `Option` of a map, which serde never reads as `None`",
                "remove the `Option`: the map is empty where there are no other keys",
            ),
            Type::Map(..) => (
                "a map whose keys are no texts",
                "write a map with `String` keys",
            ),
            Type::Json => (
                "any JSON",
                "write `HashMap<String, serde_json::Value>`, or remove `flatten`",
            ),
            Type::Ref(id) => match self.shape_of(*id) {
                None => return None,
                Some(Shape::Struct(inner)) if inner.unknown == UnknownFields::Refused => (
                    "a struct with `deny_unknown_fields`, which has no effect in another",
                    "remove `deny_unknown_fields` there, or `flatten` here",
                ),
                Some(Shape::Struct(_)) => return None,
                Some(Shape::Enum(shape)) if shape.tagging == Tagging::Untagged => (
                    "an untagged enum",
                    "give the enum a `tag`, or remove `flatten`",
                ),
                Some(Shape::Enum(_)) => return None,
                Some(_) => ("a type without named fields", "remove `flatten`"),
            },
            _ => ("a type without named fields", "remove `flatten`"),
        };
        let report = Report::error("flatten", "This can't be flattened", span)
            .found(found)
            .expected("a struct with named fields, a tagged enum, an `Option` of one of these, or a map with `String` keys");
        Some(report.help(help))
    }

    /// The first key that the field at `span` shares with what stands before it, or with an own field of the struct.
    fn key_twice(&self, decl: DeclId, variant: Option<usize>, span: Span) -> Option<Report> {
        let outer = match (self.shape_of(TypeId(decl.0))?, variant) {
            (Shape::Struct(shape), None) => shape,
            (Shape::Enum(shape), Some(variant)) => match &shape.variants.get(variant)?.payload {
                Payload::Struct(shape) => shape,
                _ => return None,
            },
            _ => return None,
        };
        let mut taken = Keys::default();
        if let (Some(Shape::Enum(shape)), Some(_)) = (self.shape_of(TypeId(decl.0)), variant)
            && let Tagging::Internal { tag } = &shape.tagging
        {
            taken.named.insert(tag.clone(), self.tree.decl(decl).span);
        }
        own_keys(outer, &mut taken, self.tree.decl(decl).span);
        let mut first_map = None;
        let flattened = |field: &&crate::Field| field.placement == Placement::Flattened;
        for field in outer.fields.iter().filter(flattened) {
            let mut keys = Keys::default();
            self.collect(&field.ty, &mut keys, &mut HashSet::new());
            // The attribute stands before the name of its field, behind the name of the one before.
            let here = span < field.span;
            if here && let Some(report) = shared(&taken, &keys, first_map, span) {
                return Some(report);
            }
            taken.named.extend(keys.named);
            first_map = first_map.or(keys.rest.then_some(field.span));
            if here {
                return None;
            }
        }
        None
    }

    /// The keys of a value of this type where it is flattened.
    fn collect(&self, ty: &Type, keys: &mut Keys, seen: &mut HashSet<TypeId>) {
        match self.resolved(ty) {
            Type::Option(inner) => self.collect(&inner, keys, seen),
            Type::Map(..) => keys.rest = true,
            Type::Ref(id) if seen.insert(id) => match self.shape_of(id) {
                Some(Shape::Struct(shape)) => {
                    self.collect_struct(shape, keys, seen, self.tree.decl(DeclId(id.0)).span);
                }
                Some(Shape::Enum(shape)) => {
                    let place = self.tree.decl(DeclId(id.0)).span;
                    for variant in &shape.variants {
                        self.collect_variant(&shape.tagging, variant, keys, seen, place);
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn collect_struct(
        &self,
        shape: &Struct,
        keys: &mut Keys,
        seen: &mut HashSet<TypeId>,
        place: Span,
    ) {
        own_keys(shape, keys, place);
        for field in &shape.fields {
            if field.placement == Placement::Flattened {
                self.collect(&field.ty, keys, seen);
            }
        }
    }

    fn collect_variant(
        &self,
        tagging: &Tagging,
        variant: &Variant,
        keys: &mut Keys,
        seen: &mut HashSet<TypeId>,
        place: Span,
    ) {
        match tagging {
            Tagging::External => {
                let names = std::iter::once(&variant.key).chain(&variant.aliases);
                keys.named
                    .extend(names.map(|name| (name.clone(), variant.span)));
            }
            Tagging::Adjacent { tag, content } => {
                keys.named.insert(tag.clone(), place);
                keys.named.insert(content.clone(), place);
            }
            Tagging::Internal { tag } => {
                keys.named.insert(tag.clone(), place);
                match &variant.payload {
                    Payload::Struct(shape) => self.collect_struct(shape, keys, seen, place),
                    Payload::Newtype(inner) => self.collect(&inner.ty, keys, seen),
                    Payload::Unit | Payload::Tuple(_) => {}
                }
            }
            Tagging::Untagged => {}
        }
    }

    /// The struct in a newtype variant must not have the tag's key itself.
    pub(super) fn check_inner_tag(&mut self, decl: DeclId, ty: &Type, span: Span) {
        let Some(Shape::Enum(shape)) = self.shape_of(TypeId(decl.0)) else {
            return;
        };
        let Tagging::Internal { tag } = &shape.tagging else {
            return;
        };
        let mut keys = Keys::default();
        self.collect(ty, &mut keys, &mut HashSet::new());
        if let Some(place) = keys.named.get(tag) {
            let report = Report::error(
                "duplicate_key",
                "The struct in this variant has the key of the tag",
                span,
            )
            .found(format!("the key \"{tag}\" twice"))
            .related(*place, "it is a key here")
            .help("rename the field, or the enum's `tag`");
            self.reports.push(report);
            self.drop_shape(decl);
        }
    }

    /// Where a type has this key, as a field, a tag or a flattened one of either.
    pub(super) fn place_of_key(&self, id: DeclId, key: &str) -> Option<Span> {
        let mut keys = Keys::default();
        self.collect(&Type::Ref(TypeId(id.0)), &mut keys, &mut HashSet::new());
        keys.named.get(key).copied()
    }
}

/// The keys of the fields that have one, and of the struct's tag.
fn own_keys(shape: &Struct, keys: &mut Keys, place: Span) {
    if let Some(tag) = &shape.tag {
        keys.named.insert(tag.key.clone(), place);
    }
    for field in &shape.fields {
        if field.placement == Placement::Keyed {
            let names = std::iter::once(&field.key).chain(&field.aliases);
            keys.named
                .extend(names.map(|name| (name.clone(), field.span)));
        }
    }
}

fn shared(taken: &Keys, keys: &Keys, first_map: Option<Span>, span: Span) -> Option<Report> {
    if let (Some(first), true) = (first_map, keys.rest) {
        let report = Report::error("flatten", "Two maps would take the same keys", span);
        return Some(
            report
                .related(first, "the first takes every key that no field has")
                .found("the second")
                .help("keep one of the two maps, or remove `flatten` from one"),
        );
    }
    let (key, inner) = keys
        .named
        .iter()
        .find(|(key, _)| taken.named.contains_key(*key))?;
    let title = format!("The key \"{key}\" would be there twice");
    let report = Report::error("flatten", title, span)
        .found("a flattened field with a key that is taken")
        .related(taken.named[key], "it is taken here");
    let report = match *inner == taken.named[key] {
        true => report,
        false => report.related(*inner, "and here"),
    };
    Some(report.help("rename one of the two, or remove `flatten`"))
}
