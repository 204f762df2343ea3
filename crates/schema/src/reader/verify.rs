//! What only the whole can tell: types without end, sets that Elm can't hold, maps that serde can't read back.
//! What has to do with keys in keys is `flatten`'s.

use std::collections::{HashMap, HashSet};

use buildamp_diagnostics::{Report, Span};

use super::Reader;
use super::tree::DeclId;
use super::validate::check_fit;
use crate::{Emptiness, MapKey, Payload, Placement, Shape, Struct, Type, TypeId};

impl Reader<'_> {
    /// The shape of a definition that could be read.
    pub(super) fn shape_of(&self, id: TypeId) -> Option<&Shape> {
        self.shapes.get(id.0 as usize)?.as_ref()
    }

    /// Runs the checks in an order in which each may rely on those before.
    pub(super) fn verify(&mut self) {
        self.refuse_alias_cycles();
        self.refuse_infinite();
        self.refuse_unsized();
        self.check_options();
        self.check_sets();
        self.check_constraints();
        self.check_flattened();
        self.check_internal();
        self.check_skip_if_types();
        self.check_buffered();
    }

    /// Takes a definition out, so that nothing else is said of it.
    pub(super) fn drop_shape(&mut self, id: DeclId) {
        self.shapes[id.0 as usize] = None;
    }

    fn refuse_alias_cycles(&mut self) {
        for id in self.tree.ids() {
            let start = TypeId(id.0);
            let Some(Shape::Alias(target)) = self.shape_of(start) else {
                continue;
            };
            let mut seen = Vec::new();
            let mut open = refs(target);
            let mut cyclic = false;
            while let Some(next) = open.pop() {
                cyclic |= next == start;
                if let Some(Shape::Alias(target)) = self.shape_of(next)
                    && !seen.contains(&next)
                {
                    seen.push(next);
                    open.extend(refs(target));
                }
            }
            if cyclic {
                let decl = self.tree.decl(id);
                let title = format!("The alias `{}` stands for itself", decl.name);
                self.reports.push(
                    Report::error("infinite_type", title, decl.span)
                        .expected("a type that ends")
                        .help(format!("write a struct: `pub struct {}(..);`", decl.name)),
                );
                self.drop_shape(id);
            }
        }
    }

    /// A type has values if one can be built in finitely many steps.
    fn refuse_infinite(&mut self) {
        let mut finite = vec![false; self.shapes.len()];
        loop {
            let mut changed = false;
            for (place, shape) in self.shapes.iter().enumerate() {
                let ends = |ty: &Type| ends(ty, &finite);
                if !finite[place] && shape.as_ref().is_none_or(|shape| shape_ends(shape, &ends)) {
                    finite[place] = true;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        for id in self.tree.ids() {
            if finite[id.0 as usize] {
                continue;
            }
            if self.holds_itself(id, &finite) {
                let decl = self.tree.decl(id);
                let title = format!("A value of `{}` would never end", decl.name);
                self.reports.push(
                    Report::error("infinite_type", title, decl.span)
                        .found("it holds itself in every case")
                        .expected("a case that ends")
                        .help("put the inner one into an `Option<Box<..>>`, a `Vec` or a map"),
                );
            }
        }
        for id in self.tree.ids() {
            if !finite[id.0 as usize] {
                self.drop_shape(id);
            }
        }
    }

    /// `rustc` has to know a type's size: what holds itself does so in a `Box`, a list or a map.
    fn refuse_unsized(&mut self) {
        let mut inline = std::mem::take(&mut self.later.inline);
        let mut dropped = Vec::new();
        for at in 0..inline.len() {
            let (user, used, span) = inline[at];
            // What was refused so far has its report, and so has what it is part of.
            let refused = |id: &DeclId| self.shape_of(TypeId(id.0)).is_none();
            if refused(&user) || refused(&used) || !reaches(&inline, used, user) {
                continue;
            }
            let name = &self.tree.decl(user).name;
            let title = format!("`{name}` holds itself without a `Box` between");
            self.reports.push(
                Report::error("infinite_type", title, span)
                    .found("a type whose size `rustc` can't know")
                    .expected("a `Box`, a list or a map on the way from the type to itself")
                    .help(format!("write `Box<{}>` here", self.tree.decl(used).name)),
            );
            dropped.push(user);
            // With a `Box` here, what led back through here is in order.
            inline[at].1 = DeclId(u32::MAX);
        }
        for id in dropped {
            self.drop_shape(id);
        }
    }

    /// Whether an endless type is part of its own endlessness, not only of another's.
    fn holds_itself(&self, id: DeclId, finite: &[bool]) -> bool {
        let mut seen = vec![false; finite.len()];
        let mut open = vec![TypeId(id.0)];
        while let Some(next) = open.pop() {
            let inside = self.shape_of(next).map(shape_refs).unwrap_or_default();
            for inner in inside {
                if inner == TypeId(id.0) {
                    return true;
                }
                let place = inner.0 as usize;
                if !finite[place] && !std::mem::replace(&mut seen[place], true) {
                    open.push(inner);
                }
            }
        }
        false
    }

    /// A type behind aliases, newtypes and transparent structs.
    pub(super) fn resolved(&self, ty: &Type) -> Type {
        let mut ty = ty;
        for _ in 0..64 {
            let Type::Ref(id) = ty else { break };
            ty = match self.shape_of(*id) {
                Some(Shape::Alias(target)) => target,
                Some(Shape::Newtype(inner) | Shape::Transparent(inner)) => &inner.ty,
                _ => break,
            };
        }
        ty.clone()
    }

    fn check_options(&mut self) {
        for (decl, ty, span) in std::mem::take(&mut self.later.options) {
            if !matches!(self.resolved(&ty), Type::Option(_) | Type::Unit) {
                continue;
            }
            self.reports.push(
                Report::error(
                    "nested_option",
                    "JSON can't tell these two kinds of nothing apart",
                    span,
                )
                .found("an `Option` of something that may be `null` itself")
                .help("remove one `Option`, or write an `enum` that names the cases"),
            );
            self.drop_shape(decl);
        }
    }

    fn check_sets(&mut self) {
        for (decl, ty, span) in std::mem::take(&mut self.later.sets) {
            if self.comparable(&ty, &mut HashMap::new()) {
                continue;
            }
            self.reports.push(
                Report::error("set_item", "Elm can't hold a set of these", span)
                    .found("something that can't be compared")
                    .expected("something that Elm can compare: numbers, `String`, `char`, dates, and tuples or lists of these")
                    .help("write a `Vec`"),
            );
            self.drop_shape(decl);
        }
    }

    /// Whether Elm can compare values of this type. What holds itself is a custom type there, which it can't;
    /// so a type that is still being looked at is none, in `known` as anywhere.
    fn comparable(&self, ty: &Type, known: &mut HashMap<TypeId, bool>) -> bool {
        let Type::Ref(id) = ty else {
            return self.comparable_inside(ty, known);
        };
        if let Some(known) = known.get(id) {
            return *known;
        }
        known.insert(*id, false);
        let comparable = self.comparable_inside(&self.resolved(ty), known);
        known.insert(*id, comparable);
        comparable
    }

    fn comparable_inside(&self, ty: &Type, known: &mut HashMap<TypeId, bool>) -> bool {
        match ty {
            Type::String | Type::Char | Type::Int(_) | Type::Float(_) | Type::Format(_) => true,
            Type::List(item) | Type::Array(item, _) => self.comparable(item, known),
            Type::Tuple(items) => items.iter().all(|item| self.comparable(item, known)),
            // What could not be read has its own report.
            Type::Ref(id) => match self.shape_of(*id) {
                Some(Shape::Tuple(elements)) => {
                    elements.iter().all(|e| self.comparable(&e.ty, known))
                }
                Some(_) => false,
                None => true,
            },
            _ => false,
        }
    }

    /// Whether the test for leaving a field out is one of its type.
    fn check_skip_if_types(&mut self) {
        for (decl, ty, emptiness, span) in std::mem::take(&mut self.later.skip_if) {
            let fits = match (emptiness, self.resolved(&ty)) {
                (Emptiness::None, Type::Option(_)) => true,
                (Emptiness::Empty, Type::String | Type::List(_) | Type::Set(_) | Type::Map(..)) => {
                    true
                }
                (Emptiness::False, Type::Bool) => true,
                (_, Type::Ref(id)) => self.shape_of(id).is_none(),
                _ => false,
            };
            if !fits {
                self.reports.push(
                    Report::error("unsupported_attribute", "This is no test of this field's type", span)
                        .found("a function of another type")
                        .expected("`Option::is_none` on an `Option`, `is_empty` on a text or a collection, `std::ops::Not::not` on a `bool`")
                        .help("name the function of the field's own type"),
                );
                self.drop_shape(decl);
            }
        }
    }

    fn check_constraints(&mut self) {
        for (decl, ty, constraints, span) in std::mem::take(&mut self.later.constraints) {
            let mut target = self.resolved(&ty);
            if let Type::Option(inner) = target {
                target = self.resolved(&inner);
            }
            if let Some(report) = check_fit(&target, &constraints, span) {
                self.reports.push(report);
                self.drop_shape(decl);
            }
        }
    }

    fn check_internal(&mut self) {
        for (decl, ty, span) in std::mem::take(&mut self.later.internal) {
            let fits = match self.resolved(&ty) {
                // One with integer keys is `check_buffered`'s to refuse.
                Type::Map(..) => true,
                Type::Ref(id) => matches!(self.shape_of(id), Some(Shape::Struct(_)) | None),
                _ => false,
            };
            if !fits {
                self.reports.push(
                    Report::error(
                        "tagging",
                        "This variant has no place for a tag inside of it",
                        span,
                    )
                    .found("a value that is no object of its own fields")
                    .expected("a struct with named fields, or a map with `String` keys")
                    .help(
                        "give the variant named fields, or the enum a `content` beside its `tag`",
                    ),
                );
                self.drop_shape(decl);
                continue;
            }
            self.check_inner_tag(decl, &ty, span);
        }
    }

    /// serde reads these from a buffer, in which the keys of a map are texts for good.
    fn check_buffered(&mut self) {
        let flattened = self.flattened_types();
        for (decl, ty, span) in std::mem::take(&mut self.later.buffered)
            .into_iter()
            .chain(flattened)
        {
            if !self.reaches_int_keys(&ty) {
                continue;
            }
            self.reports.push(
                Report::error(
                    "map_key",
                    "serde can't read a map with integer keys here",
                    span,
                )
                .found("such a map in a flattened field, or in an enum with a tag or `untagged`")
                .expected("`String` keys, or a variant that is told by its key (serde's default)")
                .help("write the map with `String` keys, or as a `Vec` of a struct"),
            );
            self.drop_shape(decl);
        }
    }

    fn flattened_types(&self) -> Vec<(DeclId, Type, Span)> {
        let mut found = Vec::new();
        for id in self.tree.ids() {
            let structs: Vec<&Struct> = match self.shape_of(TypeId(id.0)) {
                Some(Shape::Struct(shape)) => vec![shape],
                Some(Shape::Enum(shape)) => shape
                    .variants
                    .iter()
                    .filter_map(|variant| match &variant.payload {
                        Payload::Struct(shape) => Some(shape),
                        _ => None,
                    })
                    .collect(),
                _ => Vec::new(),
            };
            let fields = structs.iter().flat_map(|shape| &shape.fields);
            let flattened = fields.filter(|field| field.placement == Placement::Flattened);
            found.extend(flattened.map(|field| (id, field.ty.clone(), field.span)));
        }
        found
    }

    fn reaches_int_keys(&self, ty: &Type) -> bool {
        let mut seen = Vec::new();
        let mut open = refs(ty);
        if has_int_keys(ty) {
            return true;
        }
        while let Some(id) = open.pop() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            let Some(shape) = self.shape_of(id) else {
                continue;
            };
            if shape_types(shape).into_iter().any(has_int_keys) {
                return true;
            }
            open.extend(shape_refs(shape));
        }
        false
    }
}

/// Whether one type is reached from another by these steps.
fn reaches(steps: &[(DeclId, DeclId, Span)], from: DeclId, to: DeclId) -> bool {
    let mut seen = HashSet::from([from]);
    let mut open = vec![from];
    while let Some(next) = open.pop() {
        if next == to {
            return true;
        }
        let further = steps.iter().filter(|(user, ..)| *user == next);
        open.extend(
            further
                .map(|(_, used, _)| *used)
                .filter(|used| seen.insert(*used)),
        );
    }
    false
}

/// The types that a shape is made of.
pub(super) fn shape_types(shape: &Shape) -> Vec<&Type> {
    match shape {
        Shape::Alias(ty) => vec![ty],
        Shape::Newtype(element) | Shape::Transparent(element) => vec![&element.ty],
        Shape::Tuple(elements) => elements.iter().map(|element| &element.ty).collect(),
        Shape::Unit => Vec::new(),
        Shape::Struct(shape) => shape.fields.iter().map(|field| &field.ty).collect(),
        Shape::Enum(shape) => shape
            .variants
            .iter()
            .flat_map(|variant| match &variant.payload {
                Payload::Unit => Vec::new(),
                Payload::Newtype(element) => vec![&element.ty],
                Payload::Tuple(elements) => elements.iter().map(|element| &element.ty).collect(),
                Payload::Struct(shape) => shape.fields.iter().map(|field| &field.ty).collect(),
            })
            .collect(),
    }
}

/// The models that a shape names.
pub(super) fn shape_refs(shape: &Shape) -> Vec<TypeId> {
    shape_types(shape).into_iter().flat_map(refs).collect()
}

/// The models that a type names.
pub(super) fn refs(ty: &Type) -> Vec<TypeId> {
    match ty {
        Type::Ref(id) => vec![*id],
        Type::Option(inner) | Type::List(inner) | Type::Set(inner) | Type::Map(_, inner) => {
            refs(inner)
        }
        Type::Array(inner, _) => refs(inner),
        Type::Tuple(items) => items.iter().flat_map(refs).collect(),
        _ => Vec::new(),
    }
}

fn has_int_keys(ty: &Type) -> bool {
    match ty {
        Type::Map(MapKey::Int(_), _) => true,
        Type::Option(inner) | Type::List(inner) | Type::Set(inner) | Type::Map(_, inner) => {
            has_int_keys(inner)
        }
        Type::Array(inner, _) => has_int_keys(inner),
        Type::Tuple(items) => items.iter().any(has_int_keys),
        _ => false,
    }
}

fn ends(ty: &Type, finite: &[bool]) -> bool {
    match ty {
        Type::Ref(id) => finite[id.0 as usize],
        Type::Tuple(items) => items.iter().all(|item| ends(item, finite)),
        Type::Array(inner, length) => *length == 0 || ends(inner, finite),
        _ => true,
    }
}

fn shape_ends(shape: &Shape, ends: &impl Fn(&Type) -> bool) -> bool {
    let elements_end = |elements: &[crate::Element]| elements.iter().all(|e| ends(&e.ty));
    let fields_end = |shape: &Struct| shape.fields.iter().all(|field| ends(&field.ty));
    match shape {
        Shape::Alias(ty) => ends(ty),
        Shape::Newtype(element) | Shape::Transparent(element) => ends(&element.ty),
        Shape::Tuple(elements) => elements_end(elements),
        Shape::Unit => true,
        Shape::Struct(shape) => fields_end(shape),
        Shape::Enum(shape) => shape.variants.iter().any(|variant| match &variant.payload {
            Payload::Unit => true,
            Payload::Newtype(element) => ends(&element.ty),
            Payload::Tuple(elements) => elements_end(elements),
            Payload::Struct(shape) => fields_end(shape),
        }),
    }
}
