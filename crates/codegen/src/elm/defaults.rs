//! A default value as an Elm expression of its type.

use buildamp_schema::{Absent, MapKey, Placement, Shape, Struct, Tagging, Type, TypeId};
use serde_json::Value;

use super::{Context, atom, string};

/// The Elm expression of a JSON value of this type. Defaults are made by the reader, so they fit.
pub(super) fn expression(context: &Context<'_>, ty: &Type, value: &Value) -> String {
    match (ty, value) {
        (Type::Bool, Value::Bool(true)) => "True".to_owned(),
        (Type::Bool, _) => "False".to_owned(),
        (Type::String | Type::Format(_), Value::String(text)) => string(text),
        (Type::Char, Value::String(text)) => character(text),
        (Type::Int(_) | Type::Float(_), value) => number(value),
        (Type::Option(_), Value::Null) => "Nothing".to_owned(),
        (Type::Option(inner), value) => {
            format!("Just {}", atom(&expression(context, inner, value)))
        }
        (Type::List(item) | Type::Array(item, _), Value::Array(items)) => {
            let items = items.iter().map(|value| expression(context, item, value));
            bracketed(items.collect())
        }
        (Type::Set(item), Value::Array(items)) if !items.is_empty() => {
            let items = items.iter().map(|value| expression(context, item, value));
            format!("Set.fromList {}", bracketed(items.collect()))
        }
        (Type::Set(_), _) => "Set.empty".to_owned(),
        (Type::Map(key, item), Value::Object(entries)) if !entries.is_empty() => {
            let entries = entries.iter().map(|(name, value)| {
                let name = match key {
                    MapKey::String => string(name),
                    MapKey::Int(_) => name.clone(),
                };
                format!("( {name}, {} )", expression(context, item, value))
            });
            format!("Dict.fromList {}", bracketed(entries.collect()))
        }
        (Type::Map(..), _) => "Dict.empty".to_owned(),
        (Type::Tuple(types), Value::Array(items)) => {
            let items = types
                .iter()
                .zip(items)
                .map(|(ty, value)| expression(context, ty, value));
            format!("( {} )", items.collect::<Vec<_>>().join(", "))
        }
        (Type::Json, _) => "Encode.null".to_owned(),
        (Type::Ref(id), value) => model(context, *id, value),
        _ => "()".to_owned(),
    }
}

fn bracketed(items: Vec<String>) -> String {
    match items.is_empty() {
        true => "[]".to_owned(),
        false => format!("[ {} ]", items.join(", ")),
    }
}

fn character(text: &str) -> String {
    let escaped = string(text);
    let inner = &escaped[1..escaped.len() - 1];
    match inner {
        "'" => "'\\''".to_owned(),
        "\\\"" => "'\"'".to_owned(),
        inner => format!("'{inner}'"),
    }
}

/// A number that `elm-format` leaves as it is.
fn number(value: &Value) -> String {
    match (value.as_i64(), value.as_f64()) {
        (Some(int), _) => int.to_string(),
        (None, Some(float)) if float.fract() == 0.0 && float.abs() < 1e15 => format!("{float:.0}"),
        (None, Some(float)) => format!("{float}"),
        (None, None) => "0".to_owned(),
    }
}

fn model(context: &Context<'_>, id: TypeId, value: &Value) -> String {
    let name = context.names.ty(id);
    let inside = match &context.schema.get(id).shape {
        Shape::Alias(target) => expression(context, target, value),
        Shape::Newtype(inner) | Shape::Transparent(inner) => expression(context, &inner.ty, value),
        Shape::Unit => "()".to_owned(),
        Shape::Tuple(elements) => {
            let types = elements.iter().map(|element| element.ty.clone()).collect();
            expression(context, &Type::Tuple(types), value)
        }
        Shape::Struct(shape) => record(context, shape, value),
        Shape::Enum(shape) => {
            let key = match &shape.tagging {
                Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => &value[tag],
                _ => value,
            };
            let place = shape
                .variants
                .iter()
                .position(|variant| key == &Value::String(variant.key.clone()));
            return context.names.constructor(id, place.unwrap_or(0)).to_owned();
        }
    };
    match context.graph.is_wrapped(id) {
        true => format!("{name} {}", atom(&inside)),
        false => inside,
    }
}

fn record(context: &Context<'_>, shape: &Struct, value: &Value) -> String {
    let names = context.names.record(shape);
    let fields: Vec<String> = shape
        .fields
        .iter()
        .zip(&names)
        .map(|(field, name)| {
            let value = match (field.placement, value.get(&field.key), &field.absent) {
                (Placement::Flattened, ..) => value,
                (Placement::Keyed, Some(value), _) => value,
                (Placement::Keyed, None, Absent::Default(default)) => default,
                (Placement::Keyed, None, _) => &Value::Null,
            };
            format!("{name} = {}", expression(context, &field.ty, value))
        })
        .collect();
    match fields.is_empty() {
        true => "{}".to_owned(),
        false => format!("{{ {} }}", fields.join(", ")),
    }
}
