//! The types of fields: scalars, containers and their `#[validate(..)]`.

use buildamp_schema::{Constraints, Element, Float, Length, MapKey, Range, Type};
use serde_json::{Map, Value, json};

use super::{Writer, formats};

/// Half a step above the greatest `f32`: what is nearer to that number is read as it.
const F32_END: f64 = 3.402_823_567_797_336_6e38;

impl Writer<'_> {
    pub(super) fn free(&mut self, ty: &Type) -> Value {
        self.ty(ty, &Constraints::default())
    }

    pub(super) fn element(&mut self, element: &Element) -> Value {
        self.ty(&element.ty, &element.constraints)
    }

    /// The schema of a value of this type.
    pub(super) fn ty(&mut self, ty: &Type, constraints: &Constraints) -> Value {
        let length = constraints.length.unwrap_or_default();
        match ty {
            Type::Bool => json!({ "type": "boolean" }),
            Type::String => with(json!({ "type": "string" }), lengths("Length", length)),
            Type::Char => json!({ "type": "string", "minLength": 1, "maxLength": 1 }),
            Type::Int(int) => integer(int.bounds(), constraints.range.as_ref()),
            Type::Float(float) => number(*float, constraints.range.as_ref()),
            Type::Option(inner) => nullable(self.ty(inner, constraints)),
            Type::List(item) | Type::Set(item) => {
                let list = json!({ "type": "array", "items": self.free(item) });
                with(list, lengths("Items", length))
            }
            Type::Array(item, size) => json!({
                "type": "array",
                "items": self.free(item),
                "minItems": size,
                "maxItems": size,
            }),
            Type::Tuple(items) => {
                let items = items.iter().map(|item| self.free(item)).collect();
                tuple(items)
            }
            Type::Map(key, value) => {
                let map = self.map(*key, value);
                with(map, lengths("Properties", length))
            }
            Type::Json => json!({}),
            Type::Format(format) => Value::Object(formats::schema(*format)),
            Type::Unit => json!({ "type": "null" }),
            Type::Ref(id) => {
                let reference = json!({ "$ref": self.reference(*id) });
                with(reference, self.constraints(ty, constraints))
            }
        }
    }

    pub(super) fn tuple(&mut self, elements: &[Element]) -> Value {
        let items = elements.iter().map(|element| self.element(element));
        tuple(items.collect())
    }

    fn map(&mut self, key: MapKey, value: &Type) -> Value {
        let mut map = Map::new();
        map.insert("type".to_owned(), json!("object"));
        if let MapKey::Int(int) = key {
            let (min, max) = int.bounds();
            let names = json!({ "pattern": formats::integer_key(min, max) });
            map.insert("propertyNames".to_owned(), names);
        }
        map.insert("additionalProperties".to_owned(), self.free(value));
        Value::Object(map)
    }

    /// The keywords of constraints beside a reference. Each is about values of its own kind, so
    /// that `null` passes.
    fn constraints(&self, ty: &Type, constraints: &Constraints) -> Map<String, Value> {
        let mut ty = self.schema.resolve(ty);
        if let Type::Option(inner) = ty {
            ty = self.schema.resolve(inner);
        }
        let noun = match ty {
            Type::String => "Length",
            Type::Map(..) => "Properties",
            _ => "Items",
        };
        let mut keywords = lengths(noun, constraints.length.unwrap_or_default());
        keywords.extend(range(constraints.range.as_ref()));
        keywords
    }
}

/// `minItems` and `maxItems`, and their like for other nouns.
pub(super) fn lengths(noun: &str, length: Length) -> Map<String, Value> {
    let bound = |word: &str, bound: Option<u64>| Some((format!("{word}{noun}"), json!(bound?)));
    let bounds = [bound("min", length.min), bound("max", length.max)];
    bounds.into_iter().flatten().collect()
}

fn range(range: Option<&Range>) -> Map<String, Value> {
    let bound = |word: &str, bound: &Option<serde_json::Number>| {
        Some((word.to_owned(), Value::Number(bound.clone()?)))
    };
    let bounds = |range: &Range| [bound("minimum", &range.min), bound("maximum", &range.max)];
    range.map(bounds).into_iter().flatten().flatten().collect()
}

/// Bounds of the type, or narrower ones of its range.
fn integer((min, max): (i64, i64), narrowed: Option<&Range>) -> Value {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("integer"));
    schema.insert("minimum".to_owned(), json!(min));
    schema.insert("maximum".to_owned(), json!(max));
    for (word, bound) in range(narrowed) {
        let own = schema.get(&word).and_then(Value::as_f64);
        let tighter = match (own, bound.as_f64()) {
            (Some(own), Some(bound)) if word == "minimum" => bound > own,
            (Some(own), Some(bound)) => bound < own,
            _ => false,
        };
        if tighter {
            schema.insert(word, bound);
        }
    }
    Value::Object(schema)
}

fn number(float: Float, narrowed: Option<&Range>) -> Value {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("number"));
    if float == Float::F32 {
        schema.insert("exclusiveMinimum".to_owned(), json!(-F32_END));
        schema.insert("exclusiveMaximum".to_owned(), json!(F32_END));
    }
    schema.extend(range(narrowed));
    Value::Object(schema)
}

fn tuple(items: Vec<Value>) -> Value {
    json!({
        "type": "array",
        "minItems": items.len(),
        "prefixItems": items,
        "items": false,
    })
}

/// The same or `null`.
fn nullable(mut schema: Value) -> Value {
    // Every keyword beside the `type` of a scalar or container passes `null`.
    if let Some(ty) = schema.get_mut("type") {
        *ty = json!([ty, "null"]);
        return schema;
    }
    match schema == json!({}) {
        true => schema,
        false => json!({ "anyOf": [schema, { "type": "null" }] }),
    }
}

/// A schema with further keywords.
pub(super) fn with(mut schema: Value, keywords: Map<String, Value>) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.extend(keywords);
    }
    schema
}
