//! JSON Schema 2020-12: a file for each message, with all that it names.
//!
//! The root of a file is the message as it travels in the `payload` of a `send_message` frame, an
//! object with its `message_type`. `$defs` hold the types in it, and the message itself without the
//! `message_type`, as `broadcast` and `direct` frames carry it.
//!
//! A schema accepts what the payload checker accepts, but for what JSON Schema has no words for:
//!
//! - JSON Schema holds whole numbers for integers, however they are written; the checker, as
//!   serde, refuses `1.0`, `1e2` and `-0` for an integer;
//! - a key that is there twice, and the escapes in a text (`"\u0031"` for an integer that is a key);
//! - the checker's limits: bytes, depth, length of strings, items, numbers beyond an `f64`;
//! - of a flattened enum that is told by its key, the checker reads the first key in the text that
//!   is one of its variants, the schema any of them;
//! - a flattened `Option` that fits in part takes keys from a flattened map behind it, here always;
//! - `length` on a flattened map, whose entries can't be counted apart.

mod enums;
mod formats;
mod objects;
mod types;

use std::collections::BTreeSet;

use buildamp_schema::{Envelope, MESSAGE_TYPE, Schema, Shape, Type, TypeId, VALUE};
use serde_json::{Map, Value, json};

use crate::{HEADER, Output, json};
use objects::View;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schemas of an app's messages.
pub fn generate(schema: &Schema) -> Vec<Output> {
    let output = |(id, def, _): (TypeId, &buildamp_schema::TypeDef, _)| {
        let path = format!("schema/{}.schema.json", def.name);
        Output::new(path, &json::file(&message(schema, id)))
    };
    schema.messages().map(output).collect()
}

/// A reference to a message's schema from those beside it.
pub(crate) fn reference(message: &str) -> String {
    format!("{}.schema.json", encoded(message))
}

/// A reference to a type's definition in a schema that has it.
pub(crate) fn definition(name: &str) -> String {
    format!("#/$defs/{}", encoded(name))
}

/// Rust has letters that a URI has not.
fn encoded(name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// The schema of a message as it travels in `payload`.
pub fn message(schema: &Schema, id: TypeId) -> Value {
    let mut writer = Writer::new(schema);
    let def = schema.get(id);
    let name = (MESSAGE_TYPE, json!({ "const": def.name }));
    let body = match (schema.envelope(id), schema.resolve(&Type::Ref(id))) {
        (Envelope::Inline, Type::Ref(inner))
            if let Shape::Struct(shape) = &schema.get(*inner).shape =>
        {
            let view = View {
                tag: Some(name),
                ..View::WHOLE
            };
            writer.structure(shape, &view)
        }
        _ => json!({
            "type": "object",
            "properties": { MESSAGE_TYPE: name.1, VALUE: { "$ref": writer.reference(id) } },
            "required": [MESSAGE_TYPE, VALUE],
        }),
    };
    writer.reference(id);
    let mut document = Map::new();
    document.insert("$schema".to_owned(), json!(DIALECT));
    document.insert("$id".to_owned(), json!(reference(&def.name)));
    document.insert("$comment".to_owned(), json!(HEADER));
    describe(&mut document, Some(&def.name), &def.doc);
    writer.complete(document, body)
}

/// The schema of a value of any type, by itself.
pub fn value(schema: &Schema, id: TypeId) -> Value {
    let mut writer = Writer::new(schema);
    let body = json!({ "$ref": writer.reference(id) });
    let mut document = Map::new();
    document.insert("$schema".to_owned(), json!(DIALECT));
    writer.complete(document, body)
}

/// Writes one document, and remembers what it names.
struct Writer<'s> {
    schema: &'s Schema,
    used: BTreeSet<TypeId>,
}

impl<'s> Writer<'s> {
    fn new(schema: &'s Schema) -> Writer<'s> {
        Writer {
            schema,
            used: BTreeSet::new(),
        }
    }

    /// Names a type, whose definition the document then has.
    fn reference(&mut self, id: TypeId) -> String {
        self.used.insert(id);
        definition(&self.schema.get(id).name)
    }

    /// A document with the definitions of all that is named in it and in them.
    fn complete(mut self, mut document: Map<String, Value>, body: Value) -> Value {
        merge(&mut document, body);
        let mut written: std::collections::BTreeMap<TypeId, Value> = Default::default();
        while let Some(id) = self
            .used
            .iter()
            .find(|id| !written.contains_key(id))
            .copied()
        {
            let definition = self.definition(id);
            written.insert(id, definition);
        }
        let name = |(id, definition)| (self.schema.get(id).name.clone(), definition);
        let definitions: Map<String, Value> = written.into_iter().map(name).collect();
        document.insert("$defs".to_owned(), Value::Object(definitions));
        Value::Object(document)
    }

    fn definition(&mut self, id: TypeId) -> Value {
        let schema = self.schema;
        let def = schema.get(id);
        let body = match &def.shape {
            Shape::Struct(shape) => self.structure(shape, &View::WHOLE),
            Shape::Newtype(inner) | Shape::Transparent(inner) => self.element(inner),
            Shape::Tuple(elements) => self.tuple(elements),
            Shape::Unit => json!({ "type": "null" }),
            Shape::Enum(shape) => self.enumeration(id, shape),
            Shape::Alias(target) => self.free(target),
        };
        let mut definition = Map::new();
        describe(&mut definition, Some(&def.name), &def.doc);
        merge(&mut definition, body);
        Value::Object(definition)
    }
}

/// Adds a body's keywords to those of its head, which win. `false` has none: nothing fits.
fn merge(head: &mut Map<String, Value>, body: Value) {
    match body {
        Value::Object(body) => {
            for (key, value) in body {
                head.entry(key).or_insert(value);
            }
        }
        _ => {
            head.insert("not".to_owned(), json!({}));
        }
    }
}

fn describe(keywords: &mut Map<String, Value>, title: Option<&str>, doc: &str) {
    if let Some(title) = title {
        keywords.insert("title".to_owned(), json!(title));
    }
    if !doc.is_empty() {
        keywords.insert("description".to_owned(), json!(doc));
    }
}
