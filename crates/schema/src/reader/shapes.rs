//! A definition as written → its shape. What needs the other definitions is left for `verify`.

use std::collections::HashMap;

use buildamp_diagnostics::{Report, Span};

use super::attributes::{ContainerAttrs, FieldAttrs, FieldDefault, doc};
use super::case::Case;
use super::tree::{DeclId, DeclItem, conditional, plain, refused_cfg};
use super::types::{Refused, Scope, tuple_size};
use super::{AbsentRule, Place, Reader};
use crate::{
    Absent, Catch, Element, Enum, Field, Payload, Placement, Shape, Struct, StructTag, Tagging,
    Type, UnknownFields, Variant, Write,
};

/// What the definition of a field list needs to know of its surroundings.
struct FieldsOf<'a> {
    scope: Scope,
    variant: Option<usize>,
    case: Case,
    /// `#[serde(default)]` on the struct.
    default: Option<Span>,
    unknown: UnknownFields,
    /// The key of an internal tag.
    tag: Option<&'a str>,
}

impl Reader<'_> {
    /// The shape of a definition.
    pub(super) fn shape(&mut self, id: DeclId) -> Result<Shape, Refused> {
        let tree = self.tree;
        let decl = tree.decl(id);
        let scope = Scope {
            module: decl.module,
            decl: id,
            rfc3339: false,
        };
        match &decl.item {
            DeclItem::Alias(item) => {
                self.not_generic(scope, &item.generics)?;
                self.ty(scope, &item.ty).map(Shape::Alias)
            }
            DeclItem::Struct(item) => {
                let generic = self.not_generic(scope, &item.generics);
                let attrs = self.container_attrs(scope.module, &item.attrs);
                let shape = self.structure(scope, item, &attrs);
                generic.and(shape)
            }
            DeclItem::Enum(item) => {
                let generic = self.not_generic(scope, &item.generics);
                let attrs = self.container_attrs(scope.module, &item.attrs);
                let shape = self.enumeration(scope, item, &attrs);
                generic.and(shape.map(Shape::Enum))
            }
        }
    }

    fn not_generic(&mut self, scope: Scope, generics: &syn::Generics) -> Result<(), Refused> {
        let Some(first) = generics.params.first() else {
            return Ok(());
        };
        let span = self.span(scope.module, first);
        let report = match first {
            syn::GenericParam::Lifetime(_) => {
                Report::error("generic", "A message owns what it holds", span)
                    .found("a lifetime")
                    .help("write `String` instead of `&'a str`, and `Vec<T>` instead of `&'a [T]`")
            }
            _ => Report::error("generic", "A model can't be generic", span)
                .found("a type that stands for many")
                .help("write a struct for each type that it is used with"),
        };
        self.refuse(report.expected("a definition without `<..>`"))
    }

    fn structure(
        &mut self,
        scope: Scope,
        item: &syn::ItemStruct,
        attrs: &ContainerAttrs,
    ) -> Result<Shape, Refused> {
        self.struct_words(item, attrs)?;
        if attrs.transparent.is_some() {
            return self.transparent(scope, item, attrs);
        }
        match &item.fields {
            syn::Fields::Unit => Ok(Shape::Unit),
            syn::Fields::Unnamed(fields) => {
                let mut elements = self.elements(scope, fields)?;
                match elements.len() {
                    1 => Ok(Shape::Newtype(elements.remove(0))),
                    2 | 3 => Ok(Shape::Tuple(elements)),
                    0 => self.refuse(
                        Report::error(
                            "tuple_size",
                            "This struct holds nothing",
                            self.span(scope.module, &item.ident),
                        )
                        .found("`()`, which serde writes as `[]`")
                        .help(format!("write `pub struct {};`", item.ident)),
                    ),
                    count => {
                        let span = self.span(scope.module, &item.ident);
                        self.refuse(tuple_size(span, count))
                    }
                }
            }
            syn::Fields::Named(fields) => {
                let context = FieldsOf {
                    scope,
                    variant: None,
                    case: attrs.rename_all,
                    default: attrs.default,
                    unknown: unknown(attrs),
                    tag: attrs.tag.as_ref().map(|(tag, _)| tag.as_str()),
                };
                self.container_default(attrs)?;
                let mut shape = self.fields(&context, fields)?;
                shape.tag = attrs.tag.as_ref().map(|(key, _)| StructTag {
                    key: key.clone(),
                    value: attrs.rename.clone().unwrap_or_else(|| plain(&item.ident)),
                });
                Ok(Shape::Struct(shape))
            }
        }
    }

    /// Words that only enums can have, or only structs with named fields.
    fn struct_words(
        &mut self,
        item: &syn::ItemStruct,
        attrs: &ContainerAttrs,
    ) -> Result<(), Refused> {
        let named = matches!(item.fields, syn::Fields::Named(_));
        let only_enums = [
            attrs.untagged,
            attrs.content.as_ref().map(|(_, span)| *span),
        ];
        if let Some(span) = only_enums.into_iter().flatten().next() {
            return self.refuse(
                Report::error(
                    "unsupported_attribute",
                    "Only an enum has variants to tell apart",
                    span,
                )
                .found("this is a struct")
                .help("remove it"),
            );
        }
        let only_named = [
            attrs.tag.as_ref().map(|(_, span)| *span),
            attrs.default,
            attrs.deny_unknown_fields,
        ];
        match only_named.into_iter().flatten().next() {
            Some(span) if !named => self.refuse(
                Report::error(
                    "unsupported_attribute",
                    "Only a struct with named fields has keys",
                    span,
                )
                .found("this one has none")
                .help("give the fields names, or remove the attribute"),
            ),
            _ => Ok(()),
        }
    }

    fn container_default(&mut self, attrs: &ContainerAttrs) -> Result<(), Refused> {
        match attrs.default {
            Some(span) if !attrs.derives.iter().any(|derive| derive == "Default") => self.refuse(
                Report::error(
                    "unknown_default",
                    "I can't tell what the default of this struct is",
                    span,
                )
                .expected("`#[derive(Default)]` on it, which gives each field its type's default")
                .help("derive `Default`, or put `#[serde(default = \"..\")]` on the fields"),
            ),
            _ => Ok(()),
        }
    }

    fn transparent(
        &mut self,
        scope: Scope,
        item: &syn::ItemStruct,
        attrs: &ContainerAttrs,
    ) -> Result<Shape, Refused> {
        let mut kept = Vec::new();
        for field in &item.fields {
            let read = self.field_attrs(scope.module, &field.attrs);
            if !read.skip {
                kept.push((field, read));
            }
        }
        match &mut kept[..] {
            [(field, read)] => {
                let element = self.element(scope, &field.ty, read)?;
                Ok(Shape::Transparent(element))
            }
            several => {
                let found = format!("{} of them", several.len());
                let span = attrs.transparent.unwrap_or(self.tree.decl(scope.decl).span);
                self.refuse(
                    Report::error("transparent", "A transparent struct is its one field", span)
                        .found(found)
                        .expected("one field that isn't skipped")
                        .help("remove `transparent`, or the other fields"),
                )
            }
        }
    }

    fn element(
        &mut self,
        scope: Scope,
        ty: &syn::Type,
        attrs: &FieldAttrs,
    ) -> Result<Element, Refused> {
        let scope = Scope {
            rfc3339: attrs.rfc3339,
            ..scope
        };
        let place = self.span(scope.module, ty);
        let ty = self.ty(scope, ty)?;
        if let Some(span) = attrs.validate_span {
            let constraints = attrs.constraints.clone();
            self.later
                .constraints
                .push((scope.decl, ty.clone(), constraints, span));
        }
        self.later.placed.push((scope.decl, ty.clone(), place));
        Ok(Element {
            ty,
            constraints: attrs.constraints.clone(),
        })
    }

    fn elements(
        &mut self,
        scope: Scope,
        fields: &syn::FieldsUnnamed,
    ) -> Result<Vec<Element>, Refused> {
        self.all(fields.unnamed.iter(), |reader, field| {
            let attrs = reader.field_attrs(scope.module, &field.attrs);
            let named = attrs.rename.is_some() || !attrs.aliases.is_empty();
            if named || attrs.skip || attrs.flatten.is_some() || attrs.default.is_some() {
                let span = reader.span(scope.module, field);
                return reader.refuse(
                    Report::error("unsupported_attribute", "This field has no name", span)
                        .found("an attribute about its key, or its absence")
                        .help("give the fields names, or remove the attribute"),
                );
            }
            reader.element(scope, &field.ty, &attrs)
        })
    }

    fn fields(
        &mut self,
        context: &FieldsOf<'_>,
        fields: &syn::FieldsNamed,
    ) -> Result<Struct, Refused> {
        let mut keys = HashMap::new();
        let mut kept = Vec::new();
        let mut refused = false;
        for field in &fields.named {
            match self.field(context, field, kept.len(), &mut keys) {
                Ok(field) => kept.extend(field),
                Err(Refused) => refused = true,
            }
        }
        if refused {
            return Err(Refused);
        }
        Ok(Struct {
            fields: kept,
            unknown: context.unknown,
            tag: None,
        })
    }

    /// A named field; nothing where it is skipped.
    fn field(
        &mut self,
        context: &FieldsOf<'_>,
        field: &syn::Field,
        place: usize,
        keys: &mut HashMap<String, Span>,
    ) -> Result<Option<Field>, Refused> {
        let module = context.scope.module;
        let origin = self.tree.modules[module].origin;
        if let Some(span) = conditional(origin, &field.attrs) {
            return self.refuse(refused_cfg(span));
        }
        let attrs = self.field_attrs(module, &field.attrs);
        if attrs.skip {
            return Ok(None);
        }
        let ident = field.ident.as_ref().ok_or(Refused)?;
        let (name, span) = (plain(ident), origin.of(ident));
        let element = self.element(context.scope, &field.ty, &attrs)?;
        let key = attrs
            .rename
            .clone()
            .unwrap_or_else(|| context.case.field(&name));
        if let Some(flatten) = attrs.flatten {
            self.flattened(context, &attrs, element.ty.clone(), flatten)?;
        } else {
            let aliases = attrs.aliases.iter().map(|(alias, span)| (alias, *span));
            for (key, span) in std::iter::once((&key, span)).chain(aliases) {
                self.claim(keys, key, span, context.tag)?;
            }
        }
        self.later.absent.push((
            Place {
                decl: context.scope.decl,
                variant: context.variant,
                field: place,
            },
            absent_rule(context, &attrs),
        ));
        Ok(Some(Field {
            name,
            aliases: attrs
                .aliases
                .into_iter()
                .map(|(alias, _)| alias)
                .filter(|a| *a != key)
                .collect(),
            key,
            ty: element.ty,
            absent: Absent::Refused,
            write: match (attrs.skip_serializing, attrs.skip_if) {
                (Some(_), _) => Write::Never,
                (None, Some(emptiness)) => Write::Unless(emptiness),
                (None, None) => Write::Always,
            },
            placement: match attrs.flatten {
                Some(_) => Placement::Flattened,
                None => Placement::Keyed,
            },
            constraints: element.constraints,
            doc: doc(&field.attrs),
            span,
        }))
    }

    /// Takes a key for a field, unless it is taken.
    fn claim(
        &mut self,
        keys: &mut HashMap<String, Span>,
        key: &str,
        span: Span,
        tag: Option<&str>,
    ) -> Result<(), Refused> {
        if tag == Some(key) {
            return self.refuse(
                Report::error("duplicate_key", "A field has the key of the tag", span)
                    .found(format!("the key \"{key}\", which says what the value is"))
                    .help("rename one of the two: `#[serde(rename = \"..\")]`, or another `tag`"),
            );
        }
        match keys.insert(key.to_owned(), span) {
            Some(first) if first != span => self.refuse(
                Report::error(
                    "duplicate_key",
                    format!("Two fields have the key \"{key}\""),
                    span,
                )
                .related(first, "the first")
                .found("the second")
                .help("rename one of them, or remove an `alias`"),
            ),
            _ => Ok(()),
        }
    }

    fn flattened(
        &mut self,
        context: &FieldsOf<'_>,
        attrs: &FieldAttrs,
        ty: Type,
        span: Span,
    ) -> Result<(), Refused> {
        if context.unknown == UnknownFields::Refused {
            return self.refuse(
                Report::error(
                    "flatten",
                    "serde can't refuse unknown fields where it flattens",
                    span,
                )
                .found("`flatten` in a type with `deny_unknown_fields`")
                .help("remove one of the two"),
            );
        }
        if attrs.default.is_some() || attrs.rename.is_some() || !attrs.aliases.is_empty() {
            return self.refuse(
                Report::error("flatten", "A flattened field has no key of its own", span)
                    .found("an attribute about its key, or its absence")
                    .help("remove the other attribute; a flattened `Option` is `None` where nothing of it is there"),
            );
        }
        self.later
            .flattened
            .push((context.scope.decl, context.variant, ty, span));
        Ok(())
    }

    fn enumeration(
        &mut self,
        scope: Scope,
        item: &syn::ItemEnum,
        attrs: &ContainerAttrs,
    ) -> Result<Enum, Refused> {
        let tagging = self.tagging(attrs)?;
        let mut names = HashMap::new();
        let mut variants = Vec::new();
        let mut refused = false;
        for variant in &item.variants {
            match self.variant(scope, variant, attrs, &tagging, variants.len(), &mut names) {
                Ok(variant) => variants.extend(variant),
                Err(Refused) => refused = true,
            }
        }
        if refused {
            return Err(Refused);
        }
        if variants.is_empty() {
            let span = self.tree.decl(scope.decl).span;
            return self.refuse(
                Report::error("empty_enum", "This enum has no values", span)
                    .expected("a variant at least that isn't skipped")
                    .help("add a variant, or remove the enum"),
            );
        }
        let others = variants.iter().filter(|v| v.catch == Catch::Other).count();
        if others > 1 {
            let span = self.tree.decl(scope.decl).span;
            return self.refuse(
                Report::error("other", "Only one variant can be for all other tags", span)
                    .found(format!("{others} with `other`"))
                    .help("remove `other` from all but one"),
            );
        }
        Ok(Enum {
            tagging,
            variants,
            unknown: unknown(attrs),
        })
    }

    fn tagging(&mut self, attrs: &ContainerAttrs) -> Result<Tagging, Refused> {
        if let Some(span) = attrs.transparent.or(attrs.default) {
            return self.refuse(
                Report::error("unsupported_attribute", "Only a struct can have this", span)
                    .found("this is an enum")
                    .help("remove it"),
            );
        }
        match (&attrs.tag, &attrs.content, attrs.untagged) {
            (None, None, None) => Ok(Tagging::External),
            (None, None, Some(_)) => Ok(Tagging::Untagged),
            (Some((tag, _)), None, None) => Ok(Tagging::Internal { tag: tag.clone() }),
            (Some((tag, _)), Some((content, span)), None) if tag == content => self.refuse(
                Report::error("tagging", "The tag and the content need a key each", *span)
                    .found("the same key twice")
                    .help("write for instance `tag = \"type\", content = \"value\"`"),
            ),
            (Some((tag, _)), Some((content, _)), None) => Ok(Tagging::Adjacent {
                tag: tag.clone(),
                content: content.clone(),
            }),
            (None, Some((_, span)), None) => self.refuse(
                Report::error("tagging", "`content` needs a `tag` beside it", *span)
                    .help("write for instance `tag = \"type\", content = \"value\"`"),
            ),
            (_, _, Some(span)) => self.refuse(
                Report::error("tagging", "An enum is either tagged or untagged", span)
                    .found("`untagged` beside a `tag` or `content`")
                    .help("remove one of them"),
            ),
        }
    }

    fn variant(
        &mut self,
        scope: Scope,
        item: &syn::Variant,
        container: &ContainerAttrs,
        tagging: &Tagging,
        place: usize,
        names: &mut HashMap<String, Span>,
    ) -> Result<Option<Variant>, Refused> {
        let origin = self.tree.modules[scope.module].origin;
        if let Some(span) = conditional(origin, &item.attrs) {
            return self.refuse(refused_cfg(span));
        }
        let attrs = self.variant_attrs(scope.module, &item.attrs);
        if attrs.skip {
            return Ok(None);
        }
        let (name, span) = (plain(&item.ident), origin.of(&item.ident));
        let key = attrs
            .rename
            .clone()
            .unwrap_or_else(|| container.rename_all.variant(&name));
        let aliases = attrs.aliases.iter().map(|(alias, span)| (alias, *span));
        for (key, span) in std::iter::once((&key, span)).chain(aliases) {
            if let Some(first) = names.insert(key.clone(), span)
                && first != span
                && *tagging != Tagging::Untagged
            {
                return self.refuse(
                    Report::error(
                        "duplicate_key",
                        format!("Two variants are called \"{key}\""),
                        span,
                    )
                    .related(first, "the first")
                    .found("the second")
                    .help("rename one of them, or remove an `alias`"),
                );
            }
        }
        let case = attrs
            .rename_all
            .or(container.rename_all_fields)
            .unwrap_or_default();
        let payload = self.payload(scope, item, container, tagging, place, case)?;
        self.check_other(tagging, &payload, attrs.other)?;
        if attrs.is_default {
            self.later.default_variants.insert(scope.decl, place);
        }
        Ok(Some(Variant {
            name,
            aliases: attrs
                .aliases
                .into_iter()
                .map(|(alias, _)| alias)
                .filter(|a| *a != key)
                .collect(),
            key,
            payload,
            catch: match attrs.other {
                Some(_) => Catch::Other,
                None => Catch::Own,
            },
            doc: doc(&item.attrs),
            span,
        }))
    }

    fn check_other(
        &mut self,
        tagging: &Tagging,
        payload: &Payload,
        other: Option<Span>,
    ) -> Result<(), Refused> {
        let tagged = matches!(tagging, Tagging::Internal { .. } | Tagging::Adjacent { .. });
        match other {
            Some(span) if !tagged || *payload != Payload::Unit => self.refuse(
                Report::error(
                    "other",
                    "`other` is for a variant that holds nothing, of an enum with a tag",
                    span,
                )
                .expected("a unit variant, and `#[serde(tag = \"..\")]` on the enum")
                .help("write `#[serde(other)] Unknown`, and a `tag` on the enum"),
            ),
            _ => Ok(()),
        }
    }

    fn payload(
        &mut self,
        scope: Scope,
        item: &syn::Variant,
        container: &ContainerAttrs,
        tagging: &Tagging,
        place: usize,
        case: Case,
    ) -> Result<Payload, Refused> {
        let tag = match tagging {
            Tagging::Internal { tag } => Some(tag.as_str()),
            _ => None,
        };
        let span = self.span(scope.module, &item.ident);
        let payload = match &item.fields {
            syn::Fields::Unit => Payload::Unit,
            syn::Fields::Named(fields) => {
                let context = FieldsOf {
                    scope,
                    variant: Some(place),
                    case,
                    default: None,
                    unknown: unknown(container),
                    tag,
                };
                Payload::Struct(self.fields(&context, fields)?)
            }
            syn::Fields::Unnamed(fields) => {
                let mut elements = self.elements(scope, fields)?;
                match elements.len() {
                    1 => Payload::Newtype(elements.remove(0)),
                    2 | 3 if tag.is_none() => Payload::Tuple(elements),
                    2 | 3 => {
                        return self.refuse(
                            Report::error(
                                "tagging",
                                "A tuple has no place for a tag inside of it",
                                span,
                            )
                            .found("a variant with several unnamed fields")
                            .help(
                                "give the fields names, or the enum a `content` beside its `tag`",
                            ),
                        );
                    }
                    0 => {
                        return self.refuse(
                            Report::error("tuple_size", "This variant holds nothing", span)
                                .found("`()`, which serde writes as `[]`")
                                .help(format!("write `{}` alone", item.ident)),
                        );
                    }
                    count => return self.refuse(tuple_size(span, count)),
                }
            }
        };
        if let (Payload::Newtype(element), Some(_)) = (&payload, tag) {
            self.later
                .internal
                .push((scope.decl, element.ty.clone(), span));
        }
        if *tagging != Tagging::External {
            for ty in payload_types(&payload) {
                self.later.buffered.push((scope.decl, ty.clone(), span));
            }
        }
        Ok(payload)
    }
}

fn payload_types(payload: &Payload) -> Vec<&Type> {
    match payload {
        Payload::Unit => Vec::new(),
        Payload::Newtype(element) => vec![&element.ty],
        Payload::Tuple(elements) => elements.iter().map(|element| &element.ty).collect(),
        Payload::Struct(shape) => shape.fields.iter().map(|field| &field.ty).collect(),
    }
}

fn unknown(attrs: &ContainerAttrs) -> UnknownFields {
    match attrs.deny_unknown_fields {
        Some(_) => UnknownFields::Refused,
        None => UnknownFields::Ignored,
    }
}

fn absent_rule(context: &FieldsOf<'_>, attrs: &FieldAttrs) -> AbsentRule {
    match (&attrs.default, context.default, attrs.flatten) {
        (.., Some(_)) => AbsentRule::Natural,
        (Some(FieldDefault::OfType(span)), ..) => AbsentRule::OfType(*span),
        (Some(FieldDefault::Function(path, span)), ..) => AbsentRule::Function(path.clone(), *span),
        (None, Some(span), _) => AbsentRule::OfType(span),
        (None, None, _) => AbsentRule::Natural,
    }
}
