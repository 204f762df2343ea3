//! An enum as written → its shape: how a variant is told in JSON, and what it carries.
//!
//! What needs the other definitions is left for `verify`.

use std::collections::HashMap;

use buildamp_diagnostics::{Report, Span};

use super::Reader;
use super::attributes::{ContainerAttrs, doc};
use super::case::Case;
use super::shapes::{FieldsOf, unknown, with_aliases};
use super::tree::{conditional, plain, refused_cfg};
use super::types::{Refused, Scope, tuple_size};
use crate::{Catch, Enum, Payload, Tagging, Type, Variant};

/// What the definition of a variant needs to know of its surroundings.
struct VariantOf<'a> {
    scope: Scope,
    container: &'a ContainerAttrs,
    tagging: &'a Tagging,
    /// Among those that aren't skipped.
    place: usize,
    /// The enum's last variant.
    last: Option<&'a syn::Ident>,
}

impl Reader<'_> {
    /// The shape of an enum.
    pub(super) fn enumeration(
        &mut self,
        scope: Scope,
        item: &syn::ItemEnum,
        attrs: &ContainerAttrs,
    ) -> Result<Enum, Refused> {
        let told = self.tagging(attrs);
        // Of an enum whose tagging is wrong, the variants are still read: for what is wrong with them.
        let tagging = match &told {
            Ok(tagging) => tagging.clone(),
            Err(Refused) => Tagging::Adjacent {
                tag: String::new(),
                content: String::new(),
            },
        };
        let mut names = HashMap::new();
        let mut variants = Vec::new();
        let mut refused = false;
        let last = item.variants.last().map(|variant| &variant.ident);
        for variant in &item.variants {
            let place = VariantOf {
                scope,
                container: attrs,
                tagging: &tagging,
                place: variants.len(),
                last,
            };
            match self.variant(&place, variant, &mut names) {
                Ok(variant) => variants.extend(variant),
                Err(Refused) => refused = true,
            }
        }
        if refused || told.is_err() {
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
                    .expected("a `tag`, whose value says which variant the content is of")
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
        context: &VariantOf<'_>,
        item: &syn::Variant,
        names: &mut HashMap<String, Span>,
    ) -> Result<Option<Variant>, Refused> {
        let VariantOf {
            scope,
            container,
            tagging,
            place,
            ..
        } = *context;
        let origin = self.tree.modules[scope.module].origin;
        if let Some(span) = conditional(origin, &item.attrs) {
            return self.refuse(refused_cfg(span));
        }
        let attrs = self.variant_attrs(scope.module, &item.attrs);
        if attrs.skip {
            return Ok(None);
        }
        let (name, span) = (plain(&item.ident), origin.of(&item.ident));
        self.name_in_clients(&name, span)?;
        let key = attrs
            .rename
            .clone()
            .unwrap_or_else(|| container.rename_all.variant(&name));
        for (key, span) in with_aliases(&key, span, &attrs.aliases) {
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
            .or(container.rename_all_fields.map(|(case, _)| case))
            .unwrap_or_default();
        self.check_other(context, item, attrs.other)?;
        let payload = self.payload(scope, item, container, tagging, place, case)?;
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
        context: &VariantOf<'_>,
        item: &syn::Variant,
        other: Option<Span>,
    ) -> Result<(), Refused> {
        let Some(span) = other else { return Ok(()) };
        let tagged = matches!(
            context.tagging,
            Tagging::Internal { .. } | Tagging::Adjacent { .. }
        );
        if !tagged || !matches!(item.fields, syn::Fields::Unit) {
            return self.refuse(
                Report::error(
                    "other",
                    "`other` is for a variant that holds nothing, of an enum with a tag",
                    span,
                )
                .expected("a unit variant, and `#[serde(tag = \"..\")]` on the enum")
                .help("write `#[serde(other)] Unknown`, and a `tag` on the enum"),
            );
        }
        if context.last != Some(&item.ident) {
            return self.refuse(
                Report::error(
                    "other",
                    "Only the last variant can be for all other tags",
                    span,
                )
                .found("variants after it")
                .expected("one variant with `other`, behind all that have a tag of their own")
                .help("move the variant to the end of the enum, or remove `other`"),
            );
        }
        Ok(())
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
