//! Enums of every tagging, by themselves and flattened.

use buildamp_schema::{
    Catch, Element, Enum, Payload, Shape, Tagging, Type, TypeId, UnknownFields, Variant,
};
use serde_json::{Map, Value, json};

use super::objects::{Rest, View};
use super::{Writer, describe};

impl Writer<'_> {
    /// An enum as a value of its own.
    pub(super) fn enumeration(&mut self, id: TypeId, shape: &Enum) -> Value {
        match &shape.tagging {
            Tagging::External => self.external(shape),
            Tagging::Internal { tag } => self.internal(shape, tag, &[]),
            Tagging::Adjacent { tag, content } => {
                self.adjacent(shape, (tag, content), &View::WHOLE)
            }
            Tagging::Untagged => {
                let forms = self.forms(id, shape, &mut vec![id]);
                choice("anyOf", forms)
            }
        }
    }

    /// What an enum says of the object that it is flattened into.
    pub(super) fn flattened_enum(&mut self, shape: &Enum, taken: &[String]) -> Value {
        match &shape.tagging {
            // Further keys belong to others. Were there two of its own, serde would take the
            // first of the text.
            Tagging::External => {
                let mut forms = Vec::new();
                for (variant, names) in variants(shape) {
                    let names = names.into_iter().filter(|name| !taken.contains(name));
                    for name in names.collect::<Vec<String>>() {
                        let payload = self.payload(variant);
                        let form =
                            json!({ "required": [name], "properties": { name.as_str(): payload } });
                        forms.push(titled(variant, form));
                    }
                }
                choice("anyOf", forms)
            }
            Tagging::Internal { tag } => self.internal(shape, tag, taken),
            Tagging::Adjacent { tag, content } => {
                let view = View {
                    taken,
                    rest: Rest::Others,
                    tag: None,
                };
                self.adjacent(shape, (tag, content), &view)
            }
            // The reader refuses to flatten it, as its forms need not be objects.
            Tagging::Untagged => json!(false),
        }
    }

    /// `"Variant"`, or an object with one key.
    fn external(&mut self, shape: &Enum) -> Value {
        let mut forms = Vec::new();
        let mut units = Map::new();
        for (variant, names) in variants(shape) {
            if is_unit(variant) && !names.is_empty() {
                let nulls = names
                    .iter()
                    .map(|name| (name.clone(), json!({ "type": "null" })));
                units.extend(nulls);
                forms.push(titled(variant, one_of(names)));
            }
        }
        if !units.is_empty() {
            let mut form = sole_entry(units);
            let note = "serde also reads a variant without a payload in this form.";
            form["$comment"] = json!(note);
            forms.push(form);
        }
        for (variant, names) in variants(shape) {
            if !is_unit(variant) && !names.is_empty() {
                let payload = self.payload(variant);
                let names = names.into_iter().map(|name| (name, payload.clone()));
                forms.push(titled(variant, sole_entry(names.collect())));
            }
        }
        choice("oneOf", forms)
    }

    /// `{"tag": "Variant", ..payload}`
    fn internal(&mut self, shape: &Enum, tag: &str, taken: &[String]) -> Value {
        if taken.iter().any(|key| key == tag) {
            return json!(false);
        }
        let mut forms = Vec::new();
        for (variant, names) in variants(shape) {
            let name = tag_name(shape, variant, names);
            let form = match &variant.payload {
                Payload::Unit => json!({
                    "type": "object",
                    "properties": { tag: name },
                    "required": [tag],
                }),
                Payload::Newtype(element) => {
                    let length = element.constraints.length.unwrap_or_default();
                    self.beside_tag(&element.ty, length, (tag, name), taken)
                }
                Payload::Struct(inner) => {
                    let view = View {
                        taken,
                        rest: Rest::Own,
                        tag: Some((tag, name)),
                    };
                    self.structure(inner, &view)
                }
                // serde has no place for the tag in an array.
                Payload::Tuple(_) => json!(false),
            };
            forms.push(titled(variant, form));
        }
        choice("oneOf", forms)
    }

    /// `{"tag": "Variant", "content": payload}`
    fn adjacent(&mut self, shape: &Enum, (tag, content): (&str, &str), view: &View<'_>) -> Value {
        let is_taken = |key: &str| view.taken.iter().any(|taken| taken == key);
        if is_taken(tag) {
            return json!(false);
        }
        let closed = shape.unknown == UnknownFields::Refused && view.rest == Rest::Own;
        let mut forms = Vec::new();
        for (variant, names) in variants(shape) {
            let mut properties = Map::new();
            let mut required = vec![tag];
            properties.insert(tag.to_owned(), tag_name(shape, variant, names));
            let optional = self.content_may_be_absent(&variant.payload);
            if !is_taken(content) {
                properties.insert(content.to_owned(), self.payload(variant));
                required.extend((!optional).then_some(content));
            } else if !optional {
                continue;
            }
            let mut form = json!({
                "type": "object",
                "properties": properties,
                "required": required,
            });
            if closed {
                form["additionalProperties"] = json!(false);
            }
            forms.push(titled(variant, form));
        }
        choice("oneOf", forms)
    }

    fn content_may_be_absent(&self, payload: &Payload) -> bool {
        match payload {
            Payload::Unit => true,
            Payload::Newtype(element) => self.is_optional(&element.ty),
            _ => false,
        }
    }

    fn is_optional(&self, ty: &Type) -> bool {
        match ty {
            Type::Option(_) => true,
            Type::Ref(id) => match &self.schema.get(*id).shape {
                Shape::Alias(target) => self.is_optional(target),
                Shape::Transparent(inner) => self.is_optional(&inner.ty),
                _ => false,
            },
            _ => false,
        }
    }

    /// What a variant carries, as a value of its own.
    fn payload(&mut self, variant: &Variant) -> Value {
        match &variant.payload {
            Payload::Unit => json!({ "type": "null" }),
            Payload::Newtype(element) => self.element(element),
            Payload::Tuple(elements) => self.tuple(elements),
            Payload::Struct(shape) => self.structure(shape, &View::WHOLE),
        }
    }

    /// The forms of an untagged enum. One that holds itself without a bracket between would be
    /// a reference that leads back to itself, which no validator can follow: such forms are
    /// written out, but for the enums in `open`, which say nothing new.
    fn forms(&mut self, root: TypeId, shape: &Enum, open: &mut Vec<TypeId>) -> Vec<Value> {
        let mut forms = Vec::new();
        for variant in &shape.variants {
            match &variant.payload {
                Payload::Newtype(element) if self.leads_to(&element.ty, root, &mut Vec::new()) => {
                    forms.extend(self.unrolled(root, element, open));
                }
                _ => {
                    let payload = self.payload(variant);
                    forms.push(titled(variant, payload));
                }
            }
        }
        forms
    }

    fn unrolled(&mut self, root: TypeId, element: &Element, open: &mut Vec<TypeId>) -> Vec<Value> {
        let schema = self.schema;
        let (inner, is_option) = match schema.resolve(&element.ty) {
            Type::Option(inner) => (schema.resolve(inner), true),
            other => (other, false),
        };
        let mut forms = Vec::new();
        if is_option {
            forms.push(json!({ "type": "null" }));
        }
        if let Type::Ref(id) = inner
            && let Shape::Enum(shape) = &schema.get(*id).shape
            && !open.contains(id)
        {
            open.push(*id);
            forms.extend(self.forms(root, shape, open));
        }
        forms
    }

    /// Whether a type may be `root` itself, without an array or object around it.
    fn leads_to(&self, ty: &Type, root: TypeId, seen: &mut Vec<TypeId>) -> bool {
        let mut ty = self.schema.resolve(ty);
        if let Type::Option(inner) = ty {
            ty = self.schema.resolve(inner);
        }
        let Type::Ref(id) = ty else {
            return false;
        };
        if *id == root {
            return true;
        }
        let Shape::Enum(shape) = &self.schema.get(*id).shape else {
            return false;
        };
        if shape.tagging != Tagging::Untagged || seen.contains(id) {
            return false;
        }
        seen.push(*id);
        shape.variants.iter().any(|variant| match &variant.payload {
            Payload::Newtype(element) => self.leads_to(&element.ty, root, seen),
            _ => false,
        })
    }
}

fn is_unit(variant: &Variant) -> bool {
    variant.payload == Payload::Unit
}

/// The variants with their names, without those that one before has.
fn variants(shape: &Enum) -> Vec<(&Variant, Vec<String>)> {
    let mut taken: Vec<String> = Vec::new();
    let mut variants = Vec::new();
    for variant in &shape.variants {
        let mut names = Vec::new();
        for name in std::iter::once(&variant.key).chain(&variant.aliases) {
            if !taken.contains(name) {
                taken.push(name.clone());
                names.push(name.clone());
            }
        }
        variants.push((variant, names));
    }
    variants
}

/// The tag of a variant. `#[serde(other)]` is every name that no other variant has.
fn tag_name(shape: &Enum, variant: &Variant, names: Vec<String>) -> Value {
    if variant.catch == Catch::Own {
        return one_of(names);
    }
    let others = variants(shape).into_iter();
    let others = others.filter(|(other, _)| other.catch == Catch::Own);
    let others: Vec<String> = others.flat_map(|(_, names)| names).collect();
    json!({ "type": "string", "not": one_of(others) })
}

fn one_of(mut names: Vec<String>) -> Value {
    match names.len() {
        1 => json!({ "const": names.remove(0) }),
        _ => json!({ "enum": names }),
    }
}

/// An object with one of these entries and no other.
fn sole_entry(entries: Map<String, Value>) -> Value {
    let mut form = json!({ "type": "object", "properties": entries });
    let names: Vec<&String> = entries.keys().collect();
    match names[..] {
        [name] => form["required"] = json!([name]),
        _ => {
            form["minProperties"] = json!(1);
            form["maxProperties"] = json!(1);
        }
    }
    form["additionalProperties"] = json!(false);
    form
}

fn choice(word: &str, mut forms: Vec<Value>) -> Value {
    match forms.len() {
        0 => json!(false),
        1 => forms.remove(0),
        _ => json!({ word: forms }),
    }
}

fn titled(variant: &Variant, form: Value) -> Value {
    let Value::Object(form) = form else {
        return form;
    };
    let mut schema = Map::new();
    describe(&mut schema, Some(&variant.name), &variant.doc);
    // A form's own words go before those of what it is made of.
    for (key, value) in form {
        schema.entry(key).or_insert(value);
    }
    Value::Object(schema)
}
