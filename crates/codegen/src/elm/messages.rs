//! `BuildAmp.Messages`: a type, an encoder and a decoder for everything in the models.

use buildamp_schema::{MapKey, Payload, Shape, Struct, Type, TypeId};

use super::doc::{doc_comment, line_comments};
use super::{Context, atom, block, decode, encode};

pub(super) fn module(context: &Context<'_>) -> String {
    let mut text = String::new();
    for (id, def) in context.schema.iter() {
        text.push_str("\n\n");
        text.push_str(&doc_comment(&def.doc));
        text.push_str(&definition(context, id));
        text.push_str("\n\n\n");
        text.push_str(&encode::functions(context, id));
        text.push_str("\n\n\n");
        text.push_str(&decode::functions(context, id));
        text.push('\n');
    }
    let head = "module BuildAmp.Messages exposing (..)\n\n{-| The types of the models, with their encoders and decoders.\n\n@HEADER@\n\n-}\n\n";
    format!("{head}{}{text}", imports(&text))
}

/// The modules that are named in what follows.
fn imports(text: &str) -> String {
    let names = |module: &str| {
        let name = format!("{module}.");
        let mut places = text.match_indices(&name);
        places
            .any(|(at, _)| !text[..at].ends_with(|c: char| c.is_alphanumeric() || "_.".contains(c)))
    };
    [
        ("Codec", "import BuildAmp.Codec as Codec\n"),
        ("Dict", "import Dict\n"),
        ("Decode", "import Json.Decode as Decode\n"),
        ("Encode", "import Json.Encode as Encode\n"),
        ("Set", "import Set\n"),
    ]
    .into_iter()
    .filter_map(|(module, line)| names(module).then_some(line))
    .collect()
}

fn definition(context: &Context<'_>, id: TypeId) -> String {
    let name = context.names.ty(id);
    let shape = &context.schema.get(id).shape;
    if let Shape::Enum(shape) = shape {
        let variants: Vec<String> = shape
            .variants
            .iter()
            .enumerate()
            .map(|(place, variant)| {
                let constructor = context.names.constructor(id, place);
                let arguments = arguments(context, &variant.payload);
                let comment: String = line_comments(&variant.doc)
                    .map(|line| line + "\n      ")
                    .collect();
                format!("{comment}{constructor}{arguments}")
            })
            .collect();
        let mut text = format!("type {name}");
        for (place, variant) in variants.iter().enumerate() {
            text.push_str(if place == 0 { "\n    = " } else { "\n    | " });
            text.push_str(variant);
        }
        return text;
    }
    let target = match shape {
        Shape::Struct(shape) => record(context, shape, 4),
        Shape::Newtype(inner) | Shape::Transparent(inner) => ty(context, &inner.ty),
        Shape::Alias(target) => ty(context, target),
        Shape::Tuple(elements) => {
            let types: Vec<String> = elements.iter().map(|e| ty(context, &e.ty)).collect();
            format!("( {} )", types.join(", "))
        }
        Shape::Unit | Shape::Enum(_) => "()".to_owned(),
    };
    match (context.graph.is_wrapped(id), shape) {
        (false, _) => format!("type alias {name} =\n    {target}"),
        (true, Shape::Struct(shape)) => {
            format!(
                "type {name}\n    = {name}\n        {}",
                record(context, shape, 8)
            )
        }
        (true, _) => format!("type {name}\n    = {name} {}", atom(&target)),
    }
}

fn arguments(context: &Context<'_>, payload: &Payload) -> String {
    match payload {
        Payload::Unit => String::new(),
        Payload::Newtype(inner) => format!(" {}", atom(&ty(context, &inner.ty))),
        Payload::Tuple(elements) => {
            let types = elements
                .iter()
                .map(|e| format!(" {}", atom(&ty(context, &e.ty))));
            types.collect()
        }
        Payload::Struct(shape) => format!(" {}", inline_record(context, shape)),
    }
}

/// A record type, a field a line.
fn record(context: &Context<'_>, shape: &Struct, indent: usize) -> String {
    let names = context.names.record(shape);
    let pad = " ".repeat(indent);
    let mut text = String::new();
    for (place, (field, name)) in shape.fields.iter().zip(&names).enumerate() {
        let comment: String = line_comments(&field.doc)
            .map(|line| format!("{pad}{line}\n"))
            .collect();
        match place {
            0 if comment.is_empty() => text.push_str("{ "),
            0 => text.push_str(&format!(
                "{{{}\n{pad}  ",
                &comment[pad.len() - 1..].trim_end().replace('\n', "\n  ")
            )),
            _ if comment.is_empty() => text.push_str(&format!("{pad}, ")),
            _ => text.push_str(&format!("\n{comment}{pad}, ")),
        }
        text.push_str(&format!("{name} : {}\n", ty(context, &field.ty)));
    }
    match text.is_empty() {
        true => "{}".to_owned(),
        false => format!("{text}{pad}}}"),
    }
}

/// A record type on one line.
fn inline_record(context: &Context<'_>, shape: &Struct) -> String {
    let names = context.names.record(shape);
    let fields = shape.fields.iter().zip(&names);
    let fields: Vec<String> = fields
        .map(|(field, name)| format!("{name} : {}", ty(context, &field.ty)))
        .collect();
    match fields.is_empty() {
        true => "{}".to_owned(),
        false => format!("{{ {} }}", fields.join(", ")),
    }
}

/// A type in Elm.
pub(super) fn ty(context: &Context<'_>, ty_: &Type) -> String {
    let inner = |inner: &Type| atom(&ty(context, inner));
    match ty_ {
        Type::Bool => "Bool".to_owned(),
        Type::String | Type::Format(_) => "String".to_owned(),
        Type::Char => "Char".to_owned(),
        Type::Int(_) => "Int".to_owned(),
        Type::Float(_) => "Float".to_owned(),
        Type::Option(item) => format!("Maybe {}", inner(item)),
        Type::List(item) | Type::Array(item, _) => format!("List {}", inner(item)),
        Type::Set(item) => format!("Set.Set {}", inner(item)),
        Type::Map(MapKey::String, value) => format!("Dict.Dict String {}", inner(value)),
        Type::Map(MapKey::Int(_), value) => format!("Dict.Dict Int {}", inner(value)),
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| ty(context, item)).collect();
            format!("( {} )", items.join(", "))
        }
        Type::Json => "Decode.Value".to_owned(),
        Type::Unit => "()".to_owned(),
        Type::Ref(id) => context.names.ty(*id).to_owned(),
    }
}

/// A list of expressions, an item a line.
pub(super) fn list(indent: usize, items: &[String]) -> String {
    block(indent, "[", "]", items)
}
