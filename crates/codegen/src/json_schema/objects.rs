//! Objects: structs, with what is flattened into them.
//!
//! serde hands the entries of one object from reader to reader: a tag is taken out before the
//! variant is read, a struct's own keys before what is flattened. A [`View`] says what is taken
//! already; those keys may be there and mean nothing to the reader. `unevaluatedProperties` can't
//! say this: `deny_unknown_fields` refuses what it does not see even where others do.

use buildamp_schema::{
    Absent, Enum, Field, Placement, Shape, Struct, Tagging, Type, UnknownFields, Write,
};
use serde_json::{Map, Value, json};

use super::types::{lengths, with};
use super::{Writer, describe};

/// The entries of an object, as one of its readers sees them.
pub(super) struct View<'a> {
    /// Keys that another has taken.
    pub(super) taken: &'a [String],
    pub(super) rest: Rest,
    /// A key that is required beside the reader's own, and its schema.
    pub(super) tag: Option<(&'a str, Value)>,
}

/// Whose the keys are that neither the reader nor another before it knows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// The reader's: `deny_unknown_fields` refuses them.
    Own,
    /// Those of others: it is flattened.
    Others,
}

impl View<'_> {
    /// A value that is the whole object.
    pub(super) const WHOLE: View<'static> = View {
        taken: &[],
        rest: Rest::Own,
        tag: None,
    };
}

/// An object that is being described.
#[derive(Default)]
struct Object {
    properties: Map<String, Value>,
    required: Vec<String>,
    rules: Vec<Value>,
}

impl Writer<'_> {
    /// A struct's fields. `false` where a key that it needs is taken.
    pub(super) fn structure(&mut self, shape: &Struct, view: &View<'_>) -> Value {
        let mut object = Object::default();
        if let Some((key, schema)) = &view.tag {
            object.require(key, schema.clone());
        }
        let mut taken = view.taken.to_vec();
        taken.extend(view.tag.iter().map(|(key, _)| (*key).to_owned()));
        for field in keyed(shape) {
            let names = free(field, &taken);
            if names.is_empty() && field.absent == Absent::Refused {
                return json!(false);
            }
            let schema = self.field(field);
            object.field(field, &names, &schema);
            taken.extend(names);
        }
        for field in shape.fields.iter() {
            if field.placement == Placement::Flattened {
                let part = self.flattened(&field.ty, &taken);
                object.rules.push(with_doc(part, &field.doc));
                taken.extend(self.takes(&field.ty));
            }
        }
        if let Some(tag) = &shape.tag
            && shape.unknown == UnknownFields::Ignored
        {
            let note = format!("Written as {:?}; on arrival it is ignored.", tag.value);
            let entry = object.properties.entry(tag.key.clone());
            entry.or_insert(json!({ "description": note }));
        }
        let closed = shape.unknown == UnknownFields::Refused && view.rest == Rest::Own;
        object.finish(closed.then_some(view.taken))
    }

    fn field(&mut self, field: &Field) -> Value {
        let schema = self.ty(&field.ty, &field.constraints);
        let mut keywords = Map::new();
        describe(&mut keywords, None, &field.doc);
        if let Absent::Default(value) = &field.absent {
            keywords.insert("default".to_owned(), value.clone());
        }
        if field.write == Write::Never {
            keywords.insert("writeOnly".to_owned(), json!(true));
        }
        with(schema, keywords)
    }

    /// What a flattened field says of the object that it is flattened into.
    fn flattened(&mut self, ty: &Type, taken: &[String]) -> Value {
        let schema = self.schema;
        match schema.resolve(ty) {
            // It is `None` where it doesn't fit, so that this is for people.
            Type::Option(inner) => {
                let inner = match schema.resolve(inner) {
                    Type::Ref(id) if !self.is_enum(inner) => json!({ "$ref": self.reference(*id) }),
                    inner => self.flattened(inner, taken),
                };
                json!({ "anyOf": [inner, true], "$comment": "All of it may be absent." })
            }
            Type::Map(_, value) => self.flattened_map(value, taken),
            Type::Ref(id) => match &schema.get(*id).shape {
                Shape::Struct(shape) if is_plain(shape, taken) => {
                    json!({ "$ref": self.reference(*id) })
                }
                Shape::Struct(shape) => {
                    let view = View {
                        taken,
                        rest: Rest::Others,
                        tag: None,
                    };
                    self.structure(shape, &view)
                }
                Shape::Enum(shape) => self.flattened_enum(shape, taken),
                // The reader refuses to flatten these, as serde does.
                _ => json!(false),
            },
            _ => json!(false),
        }
    }

    fn is_enum(&self, ty: &Type) -> bool {
        let Type::Ref(id) = self.schema.resolve(ty) else {
            return false;
        };
        matches!(self.schema.get(*id).shape, Shape::Enum(_))
    }

    /// A map of all that is not taken.
    pub(super) fn flattened_map(&mut self, value: &Type, taken: &[String]) -> Value {
        let value = self.free(value);
        if value == json!({}) {
            return json!({ "type": "object" });
        }
        let taken: Map<String, Value> =
            taken.iter().map(|key| (key.clone(), json!(true))).collect();
        json!({ "type": "object", "properties": taken, "additionalProperties": value })
    }

    /// The payload of a newtype variant of an internally tagged enum: a struct or a map.
    pub(super) fn beside_tag(
        &mut self,
        ty: &Type,
        length: buildamp_schema::Length,
        (tag, name): (&str, Value),
        taken: &[String],
    ) -> Value {
        let schema = self.schema;
        match schema.resolve(ty) {
            Type::Map(_, value) => {
                let mut all = taken.to_vec();
                all.push(tag.to_owned());
                let map = self.flattened_map(value, &all);
                let tagged =
                    json!({ "type": "object", "properties": { tag: name }, "required": [tag] });
                let one_more = |bound: u64| bound.saturating_add(1);
                let length = buildamp_schema::Length {
                    min: length.min.map(one_more),
                    max: length.max.map(one_more),
                };
                // Others' entries can't be told from the map's in a count.
                let count = if taken.is_empty() {
                    lengths("Properties", length)
                } else {
                    Map::new()
                };
                merge(with(tagged, count), map)
            }
            Type::Ref(id) => match &schema.get(*id).shape {
                Shape::Struct(shape)
                    if is_plain(shape, taken) && is_plain(shape, &[tag.to_owned()]) =>
                {
                    json!({
                        "type": "object",
                        "properties": { tag: name },
                        "required": [tag],
                        "allOf": [{ "$ref": self.reference(*id) }],
                    })
                }
                Shape::Struct(shape) => {
                    let view = View {
                        taken,
                        rest: Rest::Own,
                        tag: Some((tag, name)),
                    };
                    self.structure(shape, &view)
                }
                _ => json!(false),
            },
            _ => json!(false),
        }
    }

    /// The keys that a flattened field takes from those after it.
    fn takes(&self, ty: &Type) -> Vec<String> {
        let mut ty = self.schema.resolve(ty);
        if let Type::Option(inner) = ty {
            ty = self.schema.resolve(inner);
        }
        let Type::Ref(id) = ty else {
            return Vec::new();
        };
        match &self.schema.get(*id).shape {
            // What is flattened itself is seen by all.
            Shape::Struct(shape) if keyed(shape).count() == shape.fields.len() => {
                keyed(shape).flat_map(names).cloned().collect()
            }
            Shape::Enum(shape) => enum_takes(shape),
            _ => Vec::new(),
        }
    }
}

impl Object {
    fn require(&mut self, key: &str, schema: Value) {
        self.properties.insert(key.to_owned(), schema);
        self.required.push(key.to_owned());
    }

    /// A field under one of its names, never under two.
    fn field(&mut self, field: &Field, names: &[String], schema: &Value) {
        for name in names {
            let mut schema = schema.clone();
            if *name != field.key && schema.is_object() {
                schema["description"] = json!(format!("Another name of {:?}.", field.key));
            }
            self.properties.insert(name.clone(), schema);
        }
        let refused = field.absent == Absent::Refused;
        match names {
            [] => {}
            [name] if refused => self.required.push(name.clone()),
            [_] => {}
            names if refused => {
                let each = names.iter().map(|name| json!({ "required": [name] }));
                self.rules
                    .push(json!({ "oneOf": each.collect::<Vec<Value>>() }));
            }
            names => {
                for (at, one) in names.iter().enumerate() {
                    for other in &names[at + 1..] {
                        self.rules
                            .push(json!({ "not": { "required": [one, other] } }));
                    }
                }
            }
        }
    }

    /// `closed` are the keys that may be there though they mean nothing here, and no others.
    fn finish(mut self, closed: Option<&[String]>) -> Value {
        let mut schema = Map::new();
        schema.insert("type".to_owned(), json!("object"));
        for key in closed.unwrap_or_default() {
            let entry = self.properties.entry(key.clone());
            entry.or_insert(json!(true));
        }
        if !self.properties.is_empty() {
            schema.insert("properties".to_owned(), Value::Object(self.properties));
        }
        if !self.required.is_empty() {
            schema.insert("required".to_owned(), json!(self.required));
        }
        if closed.is_some() {
            schema.insert("additionalProperties".to_owned(), json!(false));
        }
        if !self.rules.is_empty() {
            schema.insert("allOf".to_owned(), Value::Array(self.rules));
        }
        Value::Object(schema)
    }
}

/// Whether a struct says the same wherever its keys stand: the reference to it is enough.
fn is_plain(shape: &Struct, taken: &[String]) -> bool {
    shape.unknown == UnknownFields::Ignored
        && keyed(shape).count() == shape.fields.len()
        && !keyed(shape)
            .flat_map(names)
            .any(|name| taken.contains(name))
}

fn keyed(shape: &Struct) -> impl Iterator<Item = &Field> {
    let fields = shape.fields.iter();
    fields.filter(|field| field.placement == Placement::Keyed)
}

fn names(field: &Field) -> impl Iterator<Item = &String> {
    std::iter::once(&field.key).chain(&field.aliases)
}

/// The names of a field that no other has taken, each once.
fn free(field: &Field, taken: &[String]) -> Vec<String> {
    let mut free: Vec<String> = Vec::new();
    for name in names(field) {
        if !taken.contains(name) && !free.contains(name) {
            free.push(name.clone());
        }
    }
    free
}

fn enum_takes(shape: &Enum) -> Vec<String> {
    match &shape.tagging {
        Tagging::External => {
            let variants = shape.variants.iter();
            let names =
                |v: &buildamp_schema::Variant| [vec![v.key.clone()], v.aliases.clone()].concat();
            variants.flat_map(names).collect()
        }
        Tagging::Adjacent { tag, content } => vec![tag.clone(), content.clone()],
        // It reads a copy.
        Tagging::Internal { .. } | Tagging::Untagged => Vec::new(),
    }
}

fn with_doc(schema: Value, doc: &str) -> Value {
    let mut keywords = Map::new();
    describe(&mut keywords, None, doc);
    with(schema, keywords)
}

/// Two descriptions of one object as one; the first's properties win.
fn merge(mut schema: Value, other: Value) -> Value {
    let (Some(into), Value::Object(other)) = (schema.as_object_mut(), other) else {
        return schema;
    };
    for (key, value) in other {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(own)), Value::Object(further)) => {
                for (key, value) in further {
                    own.entry(key).or_insert(value);
                }
            }
            (Some(_), _) => {}
            (None, value) => {
                into.insert(key, value);
            }
        }
    }
    schema
}
