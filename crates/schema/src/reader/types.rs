//! A type as written → a type of the schema.

use buildamp_diagnostics::{Report, Span};

use super::names::{Known, Meaning};
use super::tree::{DeclId, DeclItem, plain};
use super::{Reader, const_value};
use crate::{Format, MapKey, Type, TypeId};

/// Types in types; beyond it a name helps the reader, and the stack.
const MAX_NESTING: usize = 24;

/// Where a type stands.
#[derive(Clone, Copy)]
pub(super) struct Scope {
    pub(super) module: usize,
    /// The type whose definition it is in.
    pub(super) decl: DeclId,
    /// `#[serde(with = "time::serde::rfc3339")]` is on the field.
    pub(super) rfc3339: bool,
    /// Inside of what has a size of its own, whatever it holds: a `Box`, a list, a map.
    pub(super) boxed: bool,
}

/// A problem was reported.
pub(super) struct Refused;

impl Reader<'_> {
    /// The schema's type, or a report and nothing.
    pub(super) fn ty(&mut self, scope: Scope, ty: &syn::Type) -> Result<Type, Refused> {
        self.ty_within(scope, ty, 0)
    }

    fn ty_within(&mut self, scope: Scope, ty: &syn::Type, depth: usize) -> Result<Type, Refused> {
        let span = self.span(scope.module, ty);
        if depth > MAX_NESTING {
            return self.refuse(
                Report::error("nested_too_deeply", "This type nests too deeply", span)
                    .expected(format!("at most {MAX_NESTING} types in each other"))
                    .help("give an inner part a name: `pub type Row = Vec<Cell>;`"),
            );
        }
        match ty {
            syn::Type::Group(group) => self.ty_within(scope, &group.elem, depth + 1),
            syn::Type::Paren(paren) => self.ty_within(scope, &paren.elem, depth + 1),
            syn::Type::Path(path) => self.path_type(scope, path, span, depth),
            syn::Type::Array(array) => self.array(scope, array, depth),
            syn::Type::Tuple(tuple) => self.tuple(scope, tuple, span, depth),
            syn::Type::Reference(reference) => self.reference(scope, reference, span, depth),
            other => self.refuse(refused_type(other, span)),
        }
    }

    fn array(
        &mut self,
        scope: Scope,
        array: &syn::TypeArray,
        depth: usize,
    ) -> Result<Type, Refused> {
        const MAX_LENGTH: u64 = 1024;
        let item = self.ty_within(scope, &array.elem, depth + 1)?;
        let module = &self.tree.modules[scope.module];
        let length = const_value(module, &array.len, 0).and_then(|value| value.as_u64());
        let span = self.span(scope.module, &array.len);
        match length {
            None if self.is_parameter(scope, &array.len) => Err(Refused),
            Some(length) if length <= MAX_LENGTH => Ok(Type::Array(Box::new(item), length)),
            Some(_) => self.refuse(
                Report::error("array_length", "This array is too long for a message", span)
                    .expected(format!("at most {MAX_LENGTH} items"))
                    .help("write a `Vec` with `#[validate(length(max = ..))]`"),
            ),
            None => self.refuse(
                Report::error(
                    "array_length",
                    "The length of this array isn't known here",
                    span,
                )
                .expected("a number, or a `const` of the same file that is one")
                .help("write the number: `[u8; 16]`"),
            ),
        }
    }

    fn tuple(
        &mut self,
        scope: Scope,
        tuple: &syn::TypeTuple,
        span: Span,
        depth: usize,
    ) -> Result<Type, Refused> {
        let items = self.all(tuple.elems.iter(), |reader, item| {
            reader.ty_within(scope, item, depth + 1)
        })?;
        match items.len() {
            0 => Ok(Type::Unit),
            2 | 3 => Ok(Type::Tuple(items)),
            count => self.refuse(tuple_size(span, count)),
        }
    }

    /// `&'static str` and references to what a model may hold: serde writes what they point to.
    fn reference(
        &mut self,
        scope: Scope,
        reference: &syn::TypeReference,
        span: Span,
        depth: usize,
    ) -> Result<Type, Refused> {
        let name = match &*reference.elem {
            syn::Type::Path(path) => path.path.get_ident().map(ToString::to_string),
            _ => None,
        };
        if name.as_deref() == Some("str") {
            return Ok(Type::String);
        }
        let lives_on = reference
            .lifetime
            .as_ref()
            .is_some_and(|l| l.ident == "static");
        if lives_on && reference.mutability.is_none() {
            return self.ty_within(scope, &reference.elem, depth + 1);
        }
        // The definition itself is refused for its lifetime.
        if reference.lifetime.is_some() && self.has_lifetime(scope) {
            return Err(Refused);
        }
        self.refuse(
            Report::error("reference", "A message owns what it holds", span)
                .found("a reference")
                .expected("the type itself; of references only `&str` and `&'static` ones")
                .help("remove the `&`"),
        )
    }

    fn path_type(
        &mut self,
        scope: Scope,
        ty: &syn::TypePath,
        span: Span,
        depth: usize,
    ) -> Result<Type, Refused> {
        let path: Vec<String> = ty.path.segments.iter().map(|s| plain(&s.ident)).collect();
        let arguments = match ty.path.segments.last().map(|segment| &segment.arguments) {
            Some(syn::PathArguments::AngleBracketed(arguments)) => type_arguments(arguments),
            _ => Vec::new(),
        };
        if ty.qself.is_some() {
            return self.refuse(
                Report::error(
                    "unsupported_type",
                    "A model can't name an associated type",
                    span,
                )
                .expected("the type itself")
                .help("write the type that it stands for"),
            );
        }
        match self.tree.resolve(scope.module, &path) {
            Meaning::Model(id) => {
                self.uses.push((scope.decl, id));
                if !scope.boxed {
                    self.later.inline.push((scope.decl, id, span));
                }
                let definition = self.tree.decl(id).generics();
                match (arguments.is_empty(), definition.params.is_empty()) {
                    (true, _) => Ok(Type::Ref(TypeId(id.0))),
                    // The definition itself is refused for being generic.
                    (false, false) => Err(Refused),
                    (false, true) => self.refuse(surplus(&path, span, 0)),
                }
            }
            Meaning::Known(known) => self.known(scope, known, &path, &arguments, span, depth),
            Meaning::Ambiguous(ids) => {
                let report = self.ambiguous(&path, span, &ids);
                self.refuse(report)
            }
            Meaning::Refused(why, help) => {
                let title = format!("A model can't hold `{}`", path.join("::"));
                let report = Report::error("unsupported_type", title, span);
                self.refuse(report.found(why).help(help))
            }
            Meaning::Unknown(_) if self.tree.unreadable => Err(Refused),
            Meaning::Unknown(_) if self.names_parameter(scope, &path) => Err(Refused),
            Meaning::Unknown(similar) => self.refuse(unknown_type(&path, span, similar)),
        }
    }

    fn known(
        &mut self,
        scope: Scope,
        known: Known,
        path: &[String],
        arguments: &[&syn::Type],
        span: Span,
        depth: usize,
    ) -> Result<Type, Refused> {
        let wanted = match known {
            Known::Map => 2,
            Known::Option | Known::List | Known::Transparent | Known::Cow | Known::Set => 1,
            _ => 0,
        };
        // What hashes the keys is no part of the JSON.
        let most = match known {
            Known::Map | Known::Set => wanted + 1,
            _ => wanted,
        };
        let zoned = matches!(known, Known::Format(Format::DateTime));
        if arguments.len() < wanted {
            return self.refuse(missing_arguments(path, known, span, wanted));
        }
        if arguments.len() > most && !zoned {
            return self.refuse(surplus(path, span, wanted));
        }
        let scope = Scope {
            boxed: scope.boxed || known != Known::Option,
            ..scope
        };
        let inner = |reader: &mut Self, at: usize| {
            reader
                .ty_within(scope, arguments[at], depth + 1)
                .map(Box::new)
        };
        Ok(match known {
            Known::Bool => Type::Bool,
            Known::String => Type::String,
            Known::Char => Type::Char,
            Known::Int(int) => Type::Int(int),
            Known::Float(float) => Type::Float(float),
            Known::Json => Type::Json,
            Known::Format(format) => Type::Format(format),
            Known::OffsetDateTime if scope.rfc3339 => Type::Format(Format::DateTime),
            Known::OffsetDateTime => return self.refuse(bare_offset_date_time(span)),
            Known::List => Type::List(inner(self, 0)?),
            Known::Cow | Known::Transparent if is_str(arguments[0]) => Type::String,
            Known::Cow | Known::Transparent => match slice(arguments[0]) {
                Some(item) => Type::List(Box::new(self.ty_within(scope, item, depth + 1)?)),
                None => *inner(self, 0)?,
            },
            Known::Option => {
                let inside = inner(self, 0)?;
                let place = self.span(scope.module, arguments[0]);
                self.later
                    .options
                    .push((scope.decl, (*inside).clone(), place));
                Type::Option(inside)
            }
            Known::Set => {
                let inside = inner(self, 0)?;
                let place = self.span(scope.module, arguments[0]);
                self.later.sets.push((scope.decl, (*inside).clone(), place));
                Type::Set(inside)
            }
            Known::Map => {
                let key = self.map_key(scope.module, arguments[0], 0);
                let place = self.span(scope.module, arguments[0]);
                let value = inner(self, 1);
                match key {
                    Some(key) => Type::Map(key, value?),
                    None => return self.refuse(refused_key(place)),
                }
            }
        })
    }

    /// What the keys of a map are, through aliases and newtypes.
    fn map_key(&mut self, module: usize, ty: &syn::Type, hops: u8) -> Option<MapKey> {
        if is_str(ty) {
            return Some(MapKey::String);
        }
        let path = match ty {
            syn::Type::Path(path) => &path.path,
            syn::Type::Reference(reference) if is_str(&reference.elem) => {
                return Some(MapKey::String);
            }
            _ => return None,
        };
        let last = path.segments.last()?;
        let words: Vec<String> = path.segments.iter().map(|s| plain(&s.ident)).collect();
        match self.tree.resolve(module, &words) {
            Meaning::Known(Known::String) => Some(MapKey::String),
            Meaning::Known(Known::Int(int)) => Some(MapKey::Int(int)),
            Meaning::Known(Known::Cow | Known::Transparent) => match &last.arguments {
                syn::PathArguments::AngleBracketed(arguments) => {
                    let inner = type_arguments(arguments).first().copied()?.clone();
                    self.map_key(module, &inner, hops + 1)
                }
                _ => None,
            },
            Meaning::Model(id) if hops < 16 => {
                let decl = self.tree.decl(id);
                let inner = match &decl.item {
                    DeclItem::Alias(alias) => (*alias.ty).clone(),
                    DeclItem::Struct(item) if item.fields.len() == 1 => {
                        item.fields.iter().next()?.ty.clone()
                    }
                    _ => return None,
                };
                let named = matches!(&decl.item, DeclItem::Struct(item) if matches!(item.fields, syn::Fields::Named(_)));
                let module = decl.module;
                (!named)
                    .then(|| self.map_key(module, &inner, hops + 1))
                    .flatten()
            }
            _ => None,
        }
    }

    /// Whether this is one of the definition's own `<..>`, for which it is refused already.
    fn names_parameter(&self, scope: Scope, path: &[String]) -> bool {
        let generics = self.tree.decl(scope.decl).generics();
        let name = |parameter: &syn::GenericParam| match parameter {
            syn::GenericParam::Type(ty) => Some(plain(&ty.ident)),
            syn::GenericParam::Const(value) => Some(plain(&value.ident)),
            syn::GenericParam::Lifetime(_) => None,
        };
        let mut names = generics.params.iter().filter_map(name);
        names.any(|name| path == [name])
    }

    fn is_parameter(&self, scope: Scope, value: &syn::Expr) -> bool {
        let syn::Expr::Path(path) = value else {
            return false;
        };
        let name = path.path.get_ident().map(plain);
        name.is_some_and(|name| self.names_parameter(scope, &[name]))
    }

    fn has_lifetime(&self, scope: Scope) -> bool {
        let generics = self.tree.decl(scope.decl).generics();
        generics.lifetimes().next().is_some()
    }

    fn ambiguous(&self, path: &[String], span: Span, ids: &[DeclId]) -> Report {
        let name = path.last().map_or("", String::as_str);
        let title = format!("`{name}` could be several types");
        let mut report = Report::error("ambiguous_type", title, span)
            .expected("a `use` that says which one is meant");
        for id in ids {
            report = report.related(self.tree.decl(*id).span, "it could be this");
        }
        let first = self.tree.module_of(ids[0]).path.join("::");
        report.help(format!(
            "write `use crate::{first}::{name};` for the first of them"
        ))
    }

    /// All results, or nothing after every problem was reported.
    pub(super) fn all<T, U>(
        &mut self,
        items: impl Iterator<Item = T>,
        mut each: impl FnMut(&mut Self, T) -> Result<U, Refused>,
    ) -> Result<Vec<U>, Refused> {
        // Not `collect` at once: it would stop at the first problem.
        let results: Vec<_> = items.map(|item| each(self, item)).collect();
        results.into_iter().collect()
    }
}

fn type_arguments(arguments: &syn::AngleBracketedGenericArguments) -> Vec<&syn::Type> {
    let types = arguments.args.iter().filter_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}

fn is_str(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.is_ident("str"))
}

fn slice(ty: &syn::Type) -> Option<&syn::Type> {
    match ty {
        syn::Type::Slice(slice) => Some(&slice.elem),
        _ => None,
    }
}

/// A tuple or tuple struct that no Elm tuple can be.
pub(super) fn tuple_size(span: Span, count: usize) -> Report {
    let report = Report::error("tuple_size", "Elm has no tuple of this size", span)
        .found(format!(
            "{count} value{}",
            if count == 1 { "" } else { "s" }
        ))
        .expected("two or three");
    match count {
        1 => report.help("remove the comma: `(T)` is `T`"),
        _ => report.help("write a struct whose fields have names: `pub struct Reading { pub at: i64, pub value: f64, .. }`"),
    }
}

fn missing_arguments(path: &[String], known: Known, span: Span, wanted: usize) -> Report {
    let name = path.join("::");
    let title = format!("`{name}` doesn't say what it holds");
    Report::error("type_arguments", title, span)
        .expected(format!(
            "{wanted} type argument{}",
            if wanted == 1 { "" } else { "s" }
        ))
        .help(match known {
            Known::Map => format!("write for instance `{name}<String, i32>`"),
            _ => format!("write for instance `{name}<String>`"),
        })
}

fn surplus(path: &[String], span: Span, wanted: usize) -> Report {
    let name = path.join("::");
    let (expected, help) = match wanted {
        0 => ("no type argument".to_owned(), format!("write `{name}`")),
        1 => (
            "1 type argument".to_owned(),
            format!("write `{name}<..>` with one type"),
        ),
        _ => (
            format!("{wanted} type arguments"),
            format!("write `{name}<..>` with {wanted} types"),
        ),
    };
    Report::error(
        "type_arguments",
        format!("`{name}` doesn't take so many types"),
        span,
    )
    .found("more types between `<` and `>`")
    .expected(expected)
    .help(help)
}

fn unknown_type(path: &[String], span: Span, similar: Option<String>) -> Report {
    let name = path.join("::");
    let report = Report::error(
        "unknown_type",
        format!("I can't find the type `{name}`"),
        span,
    )
    .found("no model defines it")
    .expected("a type of a file in `models/`, or one of the types that models may hold");
    match similar {
        Some(similar) => report.help(format!("did you mean `{similar}`?")),
        None => report.help(format!(
            "define it in a file in `models/`: `pub struct {} {{ .. }}`",
            path.last().map_or("", String::as_str)
        )),
    }
}

fn bare_offset_date_time(span: Span) -> Report {
    Report::error(
        "unsupported_type",
        "The JSON of an `OffsetDateTime` is read by nothing but `time`",
        span,
    )
    .expected("a date-time in RFC 3339, which every client reads")
    .help("put `#[serde(with = \"time::serde::rfc3339\")]` on the field")
}

fn refused_key(span: Span) -> Report {
    Report::error(
        "map_key",
        "A map can't have these keys in every client",
        span,
    )
    .found("keys that are neither texts nor whole numbers")
    .expected("`String`, an integer, or a struct of one of these: `pub struct Id(pub u32);`")
    .help("write a `Vec` of a struct that holds both: `Vec<Entry>`")
}

fn refused_type(ty: &syn::Type, span: Span) -> Report {
    let (what, help) = match ty {
        syn::Type::FnPtr(_) => ("a function", "send data that says what to do: an `enum`"),
        syn::Type::TraitObject(_) => (
            "a trait object",
            "write an `enum` with a variant for each type that it can be",
        ),
        syn::Type::ImplTrait(_) => (
            "an `impl Trait`",
            "write an `enum` with a variant for each type that it can be",
        ),
        syn::Type::Ptr(_) => ("a pointer", "write the type that it points to"),
        syn::Type::Infer(_) => ("`_`", "write the type"),
        syn::Type::Macro(_) => ("a macro", "write the type that it expands to"),
        syn::Type::Never(_) => ("`!`", "remove the field"),
        syn::Type::Slice(_) => ("a slice", "write `Vec`"),
        _ => ("syntax that is unknown here", "write a type of a model"),
    };
    Report::error(
        "unsupported_type",
        format!("A model can't hold {what}"),
        span,
    )
    .found(what)
    .expected("data: see the table of types in docs/models.md")
    .help(help)
}
