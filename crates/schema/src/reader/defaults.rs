//! What a missing field stands for: the type's default, or what a function in the same file returns.

use std::collections::HashSet;

use buildamp_diagnostics::{Report, Span};
use serde_json::{Map, Value, json};

use super::tree::{DeclId, Module};
use super::verify::{refs, shape_refs};
use super::{AbsentRule, Place, Reader};
use crate::{Absent, Field, Format, Payload, Placement, Shape, Tagging, Type, TypeId, Write};

/// Constants in constants, defaults in defaults.
const MAX_HOPS: u8 = 16;
/// Values in one default: models in models multiply.
pub(super) const MAX_VALUES: usize = 10_000;

/// A constant expression of numbers and names: an array's length.
pub(super) fn const_value(module: &Module, expr: &syn::Expr, hops: u8) -> Option<Value> {
    match expr {
        syn::Expr::Lit(literal) => {
            super::words::number(&literal_text(&literal.lit)?).map(Value::Number)
        }
        syn::Expr::Paren(paren) => const_value(module, &paren.expr, hops),
        syn::Expr::Group(group) => const_value(module, &group.expr, hops),
        syn::Expr::Path(path) if hops < MAX_HOPS => {
            let name = path.path.get_ident()?.to_string();
            const_value(module, module.constants.get(&name)?, hops + 1)
        }
        _ => None,
    }
}

fn literal_text(literal: &syn::Lit) -> Option<String> {
    match literal {
        syn::Lit::Int(int) => Some(int.to_string()),
        syn::Lit::Float(float) => Some(float.to_string()),
        _ => None,
    }
}

impl Reader<'_> {
    /// Decides for every field what its absence means.
    pub(super) fn set_absent(&mut self) {
        for (place, rule, ty) in std::mem::take(&mut self.later.absent) {
            // What can't be read has its own report; its default would be a second one.
            if !self.readable(&ty) {
                continue;
            }
            self.default_values.set(MAX_VALUES);
            let flattened = self
                .field_at(place)
                .is_some_and(|field| field.placement == Placement::Flattened);
            let absent = match rule {
                AbsentRule::Natural if flattened => Absent::Refused,
                AbsentRule::Natural => match self.optional(&ty) {
                    true => Absent::None,
                    false => Absent::Refused,
                },
                AbsentRule::OfType(span) => self.type_default(&ty, span),
                AbsentRule::Function(path, span) => {
                    self.function_default(place.decl, &path, &ty, span)
                }
            };
            if let Some(field) = self.field_at_mut(place) {
                field.absent = absent;
            }
        }
    }

    /// Whether everything that a type holds was read.
    fn readable(&self, ty: &Type) -> bool {
        let mut seen = HashSet::new();
        let mut open = refs(ty);
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            match self.shape_of(id) {
                Some(shape) => open.extend(shape_refs(shape)),
                None => return false,
            }
        }
        true
    }

    fn field_at(&self, place: Place) -> Option<&Field> {
        let shape = self.shapes.get(place.decl.0 as usize)?.as_ref()?;
        match (shape, place.variant) {
            (Shape::Struct(shape), None) => shape.fields.get(place.field),
            (Shape::Enum(shape), Some(variant)) => match &shape.variants.get(variant)?.payload {
                Payload::Struct(shape) => shape.fields.get(place.field),
                _ => None,
            },
            _ => None,
        }
    }

    fn field_at_mut(&mut self, place: Place) -> Option<&mut Field> {
        let shape = self.shapes.get_mut(place.decl.0 as usize)?.as_mut()?;
        match (shape, place.variant) {
            (Shape::Struct(shape), None) => shape.fields.get_mut(place.field),
            (Shape::Enum(shape), Some(variant)) => {
                match &mut shape.variants.get_mut(variant)?.payload {
                    Payload::Struct(shape) => shape.fields.get_mut(place.field),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether serde takes a missing field of this type for `None`.
    fn optional(&self, ty: &Type) -> bool {
        match ty {
            Type::Option(_) => true,
            Type::Ref(id) => match self.shape_of(*id) {
                Some(Shape::Alias(target)) => self.optional(target),
                Some(Shape::Transparent(inner)) => self.optional(&inner.ty),
                _ => false,
            },
            _ => false,
        }
    }

    fn type_default(&mut self, ty: &Type, span: Span) -> Absent {
        if self.optional(ty) {
            return Absent::None;
        }
        if let Some(value) = self.default_of(ty, 0) {
            return Absent::Default(value);
        }
        if self.default_values.get() == 0 {
            self.reports.push(
                Report::error(
                    "default_too_big",
                    "This default is too big to be written out",
                    span,
                )
                .found(format!("more than {MAX_VALUES} values"))
                .help("write a `Vec` instead of long arrays: its default is empty"),
            );
            return Absent::Refused;
        }
        self.reports.push(
            Report::error("unknown_default", "I can't tell what this default is", span)
                .expected("a type whose default is known here: numbers, texts, collections, `Option`, and models with `#[derive(Default)]`")
                .help("derive `Default` on the type, or name a function: `#[serde(default = \"..\")]`"),
        );
        Absent::Refused
    }

    /// `Default::default()` of a type, as serde would write it.
    fn default_of(&self, ty: &Type, hops: u8) -> Option<Value> {
        if hops > MAX_HOPS {
            return None;
        }
        self.default_values
            .set(self.default_values.get().checked_sub(1)?);
        Some(match ty {
            Type::Bool => json!(false),
            Type::String => json!(""),
            Type::Char => json!("\u{0}"),
            Type::Int(_) => json!(0),
            Type::Float(_) => json!(0.0),
            Type::Option(_) | Type::Unit | Type::Json => Value::Null,
            Type::List(_) | Type::Set(_) => json!([]),
            Type::Map(..) => json!({}),
            Type::Format(Format::Uuid) => json!("00000000-0000-0000-0000-000000000000"),
            Type::Format(_) => return None,
            Type::Array(item, length) => {
                // One by one, so that arrays in arrays are counted.
                let items = (0..*length).map(|_| self.default_of(item, hops + 1));
                Value::Array(items.collect::<Option<_>>()?)
            }
            Type::Tuple(items) => {
                let items = items.iter().map(|item| self.default_of(item, hops + 1));
                Value::Array(items.collect::<Option<_>>()?)
            }
            Type::Ref(id) => return self.default_of_model(*id, hops + 1),
        })
    }

    fn default_of_model(&self, id: TypeId, hops: u8) -> Option<Value> {
        let shape = self.shape_of(id)?;
        if let Shape::Alias(target) = shape {
            return self.default_of(target, hops);
        }
        if !self.derives_default(DeclId(id.0)) {
            return None;
        }
        match shape {
            Shape::Alias(target) => self.default_of(target, hops),
            Shape::Newtype(inner) | Shape::Transparent(inner) => self.default_of(&inner.ty, hops),
            Shape::Unit => Some(Value::Null),
            Shape::Tuple(elements) => {
                let items = elements
                    .iter()
                    .map(|element| self.default_of(&element.ty, hops));
                Some(Value::Array(items.collect::<Option<_>>()?))
            }
            Shape::Struct(shape) => {
                let mut object = Map::new();
                for field in &shape.fields {
                    let value = self.default_of(&field.ty, hops)?;
                    match (field.placement, field.write, value) {
                        (_, Write::Never, _) => {}
                        (Placement::Keyed, _, value) => {
                            object.insert(field.key.clone(), value);
                        }
                        (Placement::Flattened, _, Value::Object(inner)) => object.extend(inner),
                        (Placement::Flattened, ..) => {}
                    }
                }
                Some(Value::Object(object))
            }
            Shape::Enum(shape) => {
                let place = self.later.default_variants.get(&DeclId(id.0))?;
                let key = &shape.variants.get(*place)?.key;
                Some(match &shape.tagging {
                    Tagging::External => json!(key),
                    Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => {
                        json!({ tag: key })
                    }
                    Tagging::Untagged => Value::Null,
                })
            }
        }
    }

    fn derives_default(&self, id: DeclId) -> bool {
        let attrs = self.tree.decl(id).attrs();
        super::attributes::derives(attrs)
            .iter()
            .any(|derive| derive == "Default")
    }

    fn function_default(&mut self, decl: DeclId, path: &str, ty: &Type, span: Span) -> Absent {
        let at = self.tree.decl(decl).module;
        let module = &self.tree.modules[at];
        if matches!(path, "Default::default" | "std::default::Default::default") {
            return self.type_default(ty, span);
        }
        let Some((_, function)) = module.functions.get(path) else {
            self.reports.push(
                Report::error(
                    "unknown_default",
                    format!("I can't find the function `{path}`"),
                    span,
                )
                .expected("a function of the same file, whose body is one constant expression")
                .help(format!(
                    "write `fn {}() -> .. {{ .. }}` in this file",
                    path.rsplit("::").next().unwrap_or(path)
                )),
            );
            return Absent::Refused;
        };
        let value = match &function.block.stmts[..] {
            [syn::Stmt::Expr(expr, None)] => self.evaluate(at, expr, ty, 0),
            _ => None,
        };
        match value {
            Some(Value::Null) if self.optional(ty) => Absent::None,
            Some(value) => Absent::Default(value),
            None => {
                let place = self.tree.modules[at].functions[path].0;
                self.reports.push(
                    Report::error("unknown_default", "I can't tell what this function returns", span)
                        .related(place, "this function")
                        .expected("a body that is one constant of the field's type: `10`, `\"red\".to_string()`, `Color::Red`")
                        .help("write the value out, or send the field always"),
                );
                Absent::Refused
            }
        }
    }

    /// The value of a constant expression, as serde would write it for a field of this type.
    fn evaluate(&self, module: usize, expr: &syn::Expr, ty: &Type, hops: u8) -> Option<Value> {
        if hops > MAX_HOPS {
            return None;
        }
        let again = |expr: &syn::Expr, ty: &Type| self.evaluate(module, expr, ty, hops + 1);
        let target = self.through(ty);
        match expr {
            syn::Expr::Lit(literal) => literal_value(&literal.lit, target, Sign::Plus),
            syn::Expr::Paren(paren) => again(&paren.expr, ty),
            syn::Expr::Group(group) => again(&group.expr, ty),
            syn::Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => {
                match &*unary.expr {
                    syn::Expr::Lit(literal) => literal_value(&literal.lit, target, Sign::Minus),
                    _ => None,
                }
            }
            syn::Expr::Path(path) => self.evaluate_path(module, &path.path, ty, hops),
            syn::Expr::MethodCall(call) => match call.method.to_string().as_str() {
                "to_string" | "to_owned" | "into" if call.args.is_empty() => {
                    again(&call.receiver, ty)
                }
                _ => None,
            },
            syn::Expr::Call(call) => self.evaluate_call(module, call, ty, hops),
            syn::Expr::Macro(call)
                if call.mac.path.is_ident("vec") && call.mac.tokens.is_empty() =>
            {
                matches!(target, Type::List(_)).then(|| json!([]))
            }
            syn::Expr::Array(array) => match target {
                Type::Array(item, _) | Type::List(item) => {
                    let items = array.elems.iter().map(|element| again(element, item));
                    Some(Value::Array(items.collect::<Option<_>>()?))
                }
                _ => None,
            },
            syn::Expr::Tuple(tuple) => match target {
                Type::Tuple(types) if types.len() == tuple.elems.len() => {
                    let items = tuple
                        .elems
                        .iter()
                        .zip(types)
                        .map(|(element, ty)| again(element, ty));
                    Some(Value::Array(items.collect::<Option<_>>()?))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn evaluate_path(&self, module: usize, path: &syn::Path, ty: &Type, hops: u8) -> Option<Value> {
        let last = path.segments.last()?.ident.to_string();
        if path.segments.len() == 1 {
            if last == "None" {
                return matches!(self.through(ty), Type::Option(_)).then_some(Value::Null);
            }
            let constant = self.tree.modules[module].constants.get(&last)?;
            return self.evaluate(module, constant, ty, hops + 1);
        }
        let Type::Ref(id) = self.through(ty) else {
            return None;
        };
        let Some(Shape::Enum(shape)) = self.shape_of(*id) else {
            return None;
        };
        let variant = shape.variants.iter().find(|variant| variant.name == last)?;
        if variant.payload != Payload::Unit {
            return None;
        }
        Some(match &shape.tagging {
            Tagging::External => json!(variant.key),
            Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => {
                json!({ tag: variant.key })
            }
            Tagging::Untagged => Value::Null,
        })
    }

    fn evaluate_call(
        &self,
        module: usize,
        call: &syn::ExprCall,
        ty: &Type,
        hops: u8,
    ) -> Option<Value> {
        let syn::Expr::Path(function) = &*call.func else {
            return None;
        };
        let name = function.path.segments.last()?.ident.to_string();
        let target = self.through(ty);
        match (name.as_str(), call.args.len()) {
            ("Some", 1) => match target {
                Type::Option(inner) => self.evaluate(module, call.args.first()?, inner, hops + 1),
                _ => None,
            },
            ("from", 1) if *target == Type::String => {
                self.evaluate(module, call.args.first()?, ty, hops + 1)
            }
            ("default", 0) => self.default_of(ty, 0),
            ("new", 0) => match target {
                Type::String | Type::List(_) | Type::Set(_) | Type::Map(..) => {
                    self.default_of(target, 0)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// A type behind aliases and transparent structs, whose values are written as its own.
    fn through<'a>(&'a self, mut ty: &'a Type) -> &'a Type {
        for _ in 0..MAX_HOPS {
            match ty {
                Type::Ref(id) => match self.shape_of(*id) {
                    Some(Shape::Alias(target)) => ty = target,
                    _ => return ty,
                },
                _ => return ty,
            }
        }
        ty
    }
}

/// Whether a literal stands behind a minus.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Plus,
    Minus,
}

fn literal_value(literal: &syn::Lit, ty: &Type, sign: Sign) -> Option<Value> {
    match (literal, ty) {
        (syn::Lit::Int(int), Type::Int(kind)) => {
            let value: i64 = int.base10_parse().ok()?;
            let value = if sign == Sign::Minus { -value } else { value };
            let (min, max) = kind.bounds();
            (min..=max).contains(&value).then(|| json!(value))
        }
        (syn::Lit::Float(float), Type::Float(_)) => {
            let value: f64 = float.base10_parse().ok()?;
            Some(json!(if sign == Sign::Minus { -value } else { value }))
        }
        _ if sign == Sign::Minus => None,
        (syn::Lit::Str(text), Type::String) => Some(json!(text.value())),
        (syn::Lit::Char(c), Type::Char) => Some(json!(c.value().to_string())),
        (syn::Lit::Bool(b), Type::Bool) => Some(json!(b.value)),
        _ => None,
    }
}
