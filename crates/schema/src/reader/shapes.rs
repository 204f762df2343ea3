//! A definition as written → its shape. Enums are `variants`' to read; what needs the other definitions is left
//! for `verify`.

use std::collections::HashMap;

use buildamp_diagnostics::{Report, Span};

use super::attributes::{ContainerAttrs, FieldAttrs, FieldDefault, doc};
use super::case::Case;
use super::tree::{DeclId, DeclItem, conditional, plain, refused_cfg};
use super::types::{Refused, Scope, tuple_size};
use super::{AbsentRule, Place, Reader};
use crate::{
    Absent, Element, Field, Placement, Shape, Struct, StructTag, Type, UnknownFields, Write,
};

/// What the definition of a field list needs to know of its surroundings.
pub(super) struct FieldsOf<'a> {
    pub(super) scope: Scope,
    pub(super) variant: Option<usize>,
    pub(super) case: Case,
    /// `#[serde(default)]` on the struct.
    pub(super) default: Option<Span>,
    pub(super) unknown: UnknownFields,
    /// The key of an internal tag.
    pub(super) tag: Option<&'a str>,
}

impl Reader<'_> {
    /// The shape of a definition.
    pub(super) fn shape(&mut self, id: DeclId) -> Result<Shape, Refused> {
        let tree = self.tree;
        let decl = tree.decl(id);
        let named = self.name_in_clients(&decl.name, decl.span);
        let scope = Scope {
            module: decl.module,
            decl: id,
            rfc3339: false,
            boxed: false,
        };
        let shape = match &decl.item {
            DeclItem::Alias(item) => {
                let generic = self.not_generic(scope, &item.generics);
                self.refuse_alias_attrs(scope.module, &item.attrs);
                let target = self.ty(scope, &item.ty);
                generic.and(target.map(Shape::Alias))
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
        };
        named.and(shape)
    }

    /// Elm tells types from values by the case of their first letter, and has no letters without one there.
    pub(super) fn name_in_clients(&mut self, name: &str, span: Span) -> Result<(), Refused> {
        let first = name.trim_start_matches('_').chars().next();
        let cased = first.is_none_or(|c| c.is_ascii() || c.is_uppercase() || c.is_lowercase());
        let plain = name.chars().all(|c| c.is_ascii() || c.is_alphabetic());
        if cased && plain {
            return Ok(());
        }
        self.refuse(
            Report::error("name", "Elm can't have this name", span)
                .found("a letter that is neither upper nor lower case at its start, or a sign that is no letter")
                .expected("a name that starts with a letter of upper or lower case")
                .help("choose another name, and keep this one in the JSON: `#[serde(rename = \"..\")]`"),
        )
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
        // Told, and the fields are read all the same: all problems of a run come at once.
        let words = self.struct_words(item, attrs);
        let shape = self.fields_of(scope, item, attrs);
        words.and(shape)
    }

    fn fields_of(
        &mut self,
        scope: Scope,
        item: &syn::ItemStruct,
        attrs: &ContainerAttrs,
    ) -> Result<Shape, Refused> {
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
                let default = self.container_default(attrs);
                let mut shape = self.fields(&context, fields)?;
                default?;
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
        if let (Some(transparent), Some((_, tag))) = (attrs.transparent, &attrs.tag) {
            return self.refuse(
                Report::error("transparent", "A transparent struct is its one field", *tag)
                    .related(transparent, "it is transparent")
                    .found("a tag, which has no place there")
                    .help("remove one of the two"),
            );
        }
        let only_enums = [
            attrs.untagged,
            attrs.content.as_ref().map(|(_, span)| *span),
            attrs.rename_all_fields.map(|(_, span)| span),
        ];
        if let Some(span) = only_enums.into_iter().flatten().next() {
            return self.refuse(
                Report::error("unsupported_attribute", "Only an enum has variants", span)
                    .found("this is a struct")
                    .help("remove it; the keys of a struct are renamed by `rename_all`"),
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

    pub(super) fn elements(
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

    pub(super) fn fields(
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
        let named = self.name_in_clients(&name, span);
        let element = self.element(context.scope, &field.ty, &attrs)?;
        named?;
        self.check_skip_if(context.scope, &attrs, &element.ty);
        let key = attrs
            .rename
            .clone()
            .unwrap_or_else(|| context.case.field(&name));
        if let Some(flatten) = attrs.flatten {
            self.flattened(context, &attrs, element.ty.clone(), flatten)?;
        } else {
            for (key, span) in with_aliases(&key, span, &attrs.aliases) {
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
            element.ty.clone(),
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
                (None, Some((emptiness, _))) => Write::Unless(emptiness),
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

    /// A field that may be left out has to be one that may be absent; its type is looked at later.
    fn check_skip_if(&mut self, scope: Scope, attrs: &FieldAttrs, ty: &Type) {
        if let Some((emptiness, span)) = attrs.skip_if {
            let entry = (scope.decl, ty.clone(), emptiness, span);
            self.later.skip_if.push(entry);
        }
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
}

/// A key and the aliases that add something to it, each with its place.
pub(super) fn with_aliases<'a>(
    key: &'a String,
    span: Span,
    aliases: &'a [(String, Span)],
) -> impl Iterator<Item = (&'a String, Span)> {
    let aliases = aliases.iter().map(|(alias, span)| (alias, *span));
    std::iter::once((key, span)).chain(aliases.filter(move |(alias, _)| *alias != key))
}

pub(super) fn unknown(attrs: &ContainerAttrs) -> UnknownFields {
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
