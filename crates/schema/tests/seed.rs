//! The schema of the models that the product was asked for with, in a form to read.
//!
//! Owns the short form: a line a type, a line a field. It refuses to show what is as it always is.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

use std::fmt::Write;

use buildamp_fixtures::seed_sources;
use buildamp_schema::{
    Absent, Direction, Element, Field, MapKey, Payload, Placement, Role, Schema, Shape, Struct,
    Tagging, Type, Write as Written, read,
};

#[test]
fn the_seeds_models() {
    let reading = read(&seed_sources());
    assert_eq!(reading.reports, []);
    insta::assert_snapshot!(dump(&reading.schema));
}

#[test]
fn the_seeds_messages_have_their_envelope_inline() {
    let schema = read(&seed_sources()).schema;
    for (id, def, message) in schema.messages() {
        assert_eq!(
            schema.envelope(id),
            buildamp_schema::Envelope::Inline,
            "{}",
            def.name
        );
        assert_eq!(message.direction, Direction::Both, "{}", def.name);
    }
}

fn dump(schema: &Schema) -> String {
    let mut text = String::new();
    for def in &schema.types {
        let role = match &def.role {
            Role::Helper => "helper".to_owned(),
            Role::Message(message) => {
                format!("message, {:?}, {:?}", message.direction, message.delivery)
            }
            other => format!("{other:?}"),
        };
        writeln!(text, "{} ({role}) in {}", def.name, def.file).unwrap();
        shape(schema, &def.shape, &mut text);
        text.push('\n');
    }
    text
}

fn shape(schema: &Schema, shape: &Shape, text: &mut String) {
    match shape {
        Shape::Struct(inner) => fields(schema, inner, "  ", text),
        Shape::Newtype(inner) | Shape::Transparent(inner) => {
            writeln!(text, "  = {}", element(schema, inner)).unwrap();
        }
        Shape::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| element(schema, item)).collect();
            writeln!(text, "  ({})", items.join(", ")).unwrap();
        }
        Shape::Unit => text.push_str("  null\n"),
        Shape::Alias(target) => writeln!(text, "  = {}", ty(schema, target)).unwrap(),
        Shape::Enum(inner) => {
            match &inner.tagging {
                Tagging::External => text.push_str("  by key\n"),
                Tagging::Internal { tag } => writeln!(text, "  by {tag:?}").unwrap(),
                Tagging::Adjacent { tag, content } => {
                    writeln!(text, "  by {tag:?}, in {content:?}").unwrap();
                }
                Tagging::Untagged => text.push_str("  by its form\n"),
            }
            for variant in &inner.variants {
                writeln!(text, "  {} as {:?}", variant.name, variant.key).unwrap();
                match &variant.payload {
                    Payload::Unit => {}
                    Payload::Newtype(inner) => {
                        writeln!(text, "    {}", element(schema, inner)).unwrap()
                    }
                    Payload::Tuple(items) => {
                        let items: Vec<String> =
                            items.iter().map(|item| element(schema, item)).collect();
                        writeln!(text, "    ({})", items.join(", ")).unwrap();
                    }
                    Payload::Struct(inner) => fields(schema, inner, "    ", text),
                }
            }
        }
    }
}

fn fields(schema: &Schema, shape: &Struct, indent: &str, text: &mut String) {
    for field in &shape.fields {
        writeln!(text, "{indent}{}", line(schema, field)).unwrap();
    }
}

fn line(schema: &Schema, field: &Field) -> String {
    let mut line = format!("{}: {}", field.name, ty(schema, &field.ty));
    if field.key != field.name {
        line.push_str(&format!(" as {:?}", field.key));
    }
    match &field.absent {
        Absent::Refused => {}
        Absent::None => line.push_str(", or absent"),
        Absent::Default(value) => line.push_str(&format!(", or else {value}")),
    }
    if field.write != Written::Always {
        line.push_str(&format!(", written {:?}", field.write));
    }
    if field.placement == Placement::Flattened {
        line.push_str(", flattened");
    }
    line
}

fn element(schema: &Schema, element: &Element) -> String {
    ty(schema, &element.ty)
}

fn ty(schema: &Schema, of: &Type) -> String {
    match of {
        Type::Option(inner) => format!("{}?", ty(schema, inner)),
        Type::List(item) => format!("[{}]", ty(schema, item)),
        Type::Array(item, length) => format!("[{}; {length}]", ty(schema, item)),
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| ty(schema, item)).collect();
            format!("({})", items.join(", "))
        }
        Type::Map(MapKey::String, value) => format!("{{{}}}", ty(schema, value)),
        Type::Map(MapKey::Int(int), value) => format!("{{{}: {}}}", int.name(), ty(schema, value)),
        Type::Set(item) => format!("set of {}", ty(schema, item)),
        Type::Int(int) => int.name().to_owned(),
        Type::Ref(id) => schema.get(*id).name.clone(),
        Type::Float(float) => format!("{float:?}").to_lowercase(),
        other => format!("{other:?}"),
    }
}
