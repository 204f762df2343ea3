//! Encoders: what serde would write.

use buildamp_schema::{
    Emptiness, Enum, Field, MapKey, Payload, Placement, Shape, Struct, Tagging, Type, TypeId,
    Variant, Write,
};

use super::messages::{list, ty as type_name};
use super::{Context, atom, shift, string};

/// The functions that encode a type.
pub(super) fn functions(context: &Context<'_>, id: TypeId) -> String {
    let def = context.schema.get(id);
    let flattened = context.graph.is_flattened(id);
    match &def.shape {
        Shape::Struct(shape) if flattened => {
            let entries = struct_entries(context, shape, "value", tag(shape));
            let fields = with_fields(context, id, &entries);
            format!("{}\n\n\n{fields}", from_fields(context, id))
        }
        Shape::Struct(shape) => {
            let entries = struct_entries(context, shape, "value", tag(shape));
            let body = object(&entries);
            encoder(context, id, &body)
        }
        Shape::Enum(shape) => enumeration(context, id, shape, flattened),
        Shape::Newtype(inner) | Shape::Transparent(inner) => {
            let body = applied(context, &inner.ty, "value");
            encoder(context, id, &body)
        }
        Shape::Alias(target) => {
            let body = applied(context, target, "value");
            encoder(context, id, &body)
        }
        Shape::Unit => {
            let (name, of) = (context.names.encoder(id), context.names.ty(id));
            format!("{name} : {of} -> Encode.Value\n{name} _ =\n    Encode.null")
        }
        Shape::Tuple(elements) => {
            let types: Vec<&Type> = elements.iter().map(|element| &element.ty).collect();
            let body = tuple(context, &types);
            encoder(context, id, &format!("{body} value"))
        }
    }
}

fn tag(shape: &Struct) -> Option<(String, String)> {
    let tag = shape.tag.as_ref()?;
    Some((tag.key.clone(), tag.value.clone()))
}

fn encoder(context: &Context<'_>, id: TypeId, body: &str) -> String {
    let (name, of) = (context.names.encoder(id), context.names.ty(id));
    let argument = argument(context, id);
    format!(
        "{name} : {of} -> Encode.Value\n{name} {argument} =\n    {}",
        shift(body, 4)
    )
}

/// The function that gives the entries of a type without the braces.
fn with_fields(context: &Context<'_>, id: TypeId, body: &str) -> String {
    let (name, of) = (context.names.fields(id), context.names.ty(id));
    let argument = argument(context, id);
    format!(
        "{name} : {of} -> List ( String, Encode.Value )\n{name} {argument} =\n    {}",
        shift(body, 4)
    )
}

fn from_fields(context: &Context<'_>, id: TypeId) -> String {
    let (name, of) = (context.names.encoder(id), context.names.ty(id));
    let fields = context.names.fields(id);
    format!(
        "{name} : {of} -> Encode.Value\n{name} value =\n    Codec.encodeObject ({fields} value)"
    )
}

/// A parameter that takes a wrapped type apart.
fn argument(context: &Context<'_>, id: TypeId) -> String {
    match context.graph.is_wrapped(id) {
        true => format!("({} value)", context.names.ty(id)),
        false => match &context.schema.get(id).shape {
            Shape::Struct(shape) if shape.fields.is_empty() => "_".to_owned(),
            _ => "value".to_owned(),
        },
    }
}

fn object(entries: &str) -> String {
    // Where all keys are known, `Encode.object` will do, but for one key.
    let known = entries.starts_with('[') && !entries.contains("\"__proto__\"");
    let function = match known {
        true => "Encode.object",
        false => "Codec.encodeObject",
    };
    match entries.contains('\n') {
        true if entries.starts_with("List.concat") => {
            format!("{function}\n    ({}\n    )", shift(entries, 4))
        }
        true => format!("{function}\n    {}", shift(entries, 4)),
        false => format!("{function} {}", atom(entries)),
    }
}

/// The entries of a struct as a list, after a tag if there is one.
fn struct_entries(
    context: &Context<'_>,
    shape: &Struct,
    record: &str,
    tag: Option<(String, String)>,
) -> String {
    let names = context.names.record(shape);
    let mut groups: Vec<Group> = Vec::new();
    if let Some((key, value)) = tag {
        let entry = format!("( {}, Encode.string {} )", string(&key), string(&value));
        push(&mut groups, entry);
    }
    for (field, name) in shape.fields.iter().zip(&names) {
        let value = format!("{record}.{name}");
        match (field.placement, field.write) {
            (_, Write::Never) => {}
            (Placement::Flattened, _) => {
                groups.push(Group::Other(flattened(context, &field.ty, &value)))
            }
            (Placement::Keyed, Write::Always) => push(&mut groups, entry(context, field, &value)),
            (Placement::Keyed, Write::Unless(emptiness)) => {
                let condition = empty(context, field, emptiness, &value);
                let entry = entry(context, field, &value);
                groups.push(Group::Other(format!("Codec.unless {condition} {entry}")));
            }
        }
    }
    match &groups[..] {
        [] => "[]".to_owned(),
        [Group::Entries(entries)] => list(0, entries),
        [Group::Other(only)] => only.clone(),
        several => {
            let items: Vec<String> = several
                .iter()
                .map(|group| match group {
                    Group::Entries(entries) => list(0, entries),
                    Group::Other(other) => other.clone(),
                })
                .collect();
            format!("List.concat\n    {}", shift(&list(0, &items), 4))
        }
    }
}

/// Entries that are always written, or a list that is computed.
enum Group {
    Entries(Vec<String>),
    Other(String),
}

fn push(groups: &mut Vec<Group>, entry: String) {
    match groups.last_mut() {
        Some(Group::Entries(entries)) => entries.push(entry),
        _ => groups.push(Group::Entries(vec![entry])),
    }
}

fn entry(context: &Context<'_>, field: &Field, value: &str) -> String {
    format!(
        "( {}, {} )",
        string(&field.key),
        applied(context, &field.ty, value)
    )
}

fn empty(context: &Context<'_>, field: &Field, emptiness: Emptiness, value: &str) -> String {
    match (emptiness, context.schema.resolve(&field.ty)) {
        (Emptiness::None, _) => format!("({value} == Nothing)"),
        (Emptiness::False, _) => format!("(not {value})"),
        (Emptiness::Empty, Type::String) => format!("(String.isEmpty {value})"),
        (Emptiness::Empty, Type::Map(..)) => format!("(Dict.isEmpty {value})"),
        (Emptiness::Empty, Type::Set(_)) => format!("(Set.isEmpty {value})"),
        (Emptiness::Empty, _) => format!("(List.isEmpty {value})"),
    }
}

/// The entries of a value that is written without its braces.
fn flattened(context: &Context<'_>, ty: &Type, value: &str) -> String {
    match ty {
        Type::Option(inner) => {
            let function = flattened_function(context, inner);
            format!("Codec.maybeFields {} {value}", atom(&function))
        }
        _ => match context.schema.resolve(ty) {
            Type::Option(inner) => {
                let function = flattened_function(context, inner);
                format!("Codec.maybeFields {} {value}", atom(&function))
            }
            _ => format!("{} {value}", flattened_function(context, ty)),
        },
    }
}

fn flattened_function(context: &Context<'_>, ty: &Type) -> String {
    match context.schema.resolve(ty) {
        Type::Ref(id) => context.names.fields(*id).to_owned(),
        Type::Map(_, inner) => format!("Codec.dictFields {}", atom(&function(context, inner))),
        _ => "Codec.noFields".to_owned(),
    }
}

fn enumeration(context: &Context<'_>, id: TypeId, shape: &Enum, flattened: bool) -> String {
    let name = context.names.encoder(id);
    let of = context.names.ty(id);
    let cases = |body: &dyn Fn(usize, &Variant) -> String| {
        let branches: Vec<String> = shape
            .variants
            .iter()
            .enumerate()
            .map(|(place, variant)| {
                let pattern = pattern(context, id, place, variant);
                format!(
                    "        {pattern} ->\n            {}",
                    shift(&body(place, variant), 12)
                )
            })
            .collect();
        format!("    case value of\n{}", branches.join("\n\n"))
    };
    let encode = cases(&|_, variant| variant_value(context, shape, variant));
    let mut text = format!("{name} : {of} -> Encode.Value\n{name} value =\n{encode}");
    if flattened {
        let fields = context.names.fields(id);
        let entries = cases(&|_, variant| variant_entries(context, shape, variant));
        text.push_str(&format!(
            "\n\n\n{fields} : {of} -> List ( String, Encode.Value )\n{fields} value =\n{entries}"
        ));
    }
    text
}

fn pattern(context: &Context<'_>, id: TypeId, place: usize, variant: &Variant) -> String {
    let constructor = context.names.constructor(id, place);
    match &variant.payload {
        Payload::Unit => constructor.to_owned(),
        Payload::Newtype(_) => format!("{constructor} inner"),
        Payload::Tuple(elements) if elements.len() == 2 => format!("{constructor} a b"),
        Payload::Tuple(_) => format!("{constructor} a b c"),
        Payload::Struct(shape) if shape.fields.iter().all(|f| f.write == Write::Never) => {
            format!("{constructor} _")
        }
        Payload::Struct(_) => format!("{constructor} inner"),
    }
}

/// A variant's whole JSON.
fn variant_value(context: &Context<'_>, shape: &Enum, variant: &Variant) -> String {
    match (&shape.tagging, &variant.payload) {
        (Tagging::External, Payload::Unit) => format!("Encode.string {}", string(&variant.key)),
        (Tagging::Untagged, _) => payload(context, variant),
        _ => object(&variant_entries(context, shape, variant)),
    }
}

/// A variant's JSON without the braces.
fn variant_entries(context: &Context<'_>, shape: &Enum, variant: &Variant) -> String {
    let key = &variant.key;
    let pair = |key: &str, value: &str| match value.contains('\n') {
        true => format!("( {}\n, {}\n)", string(key), shift(value, 2)),
        false => format!("( {}, {value} )", string(key)),
    };
    match (&shape.tagging, &variant.payload) {
        (Tagging::External | Tagging::Untagged, _) => {
            let value = payload(context, variant);
            list(0, &[pair(key, &value)])
        }
        (Tagging::Adjacent { tag, .. }, Payload::Unit)
        | (Tagging::Internal { tag }, Payload::Unit) => {
            list(0, &[pair(tag, &format!("Encode.string {}", string(key)))])
        }
        (Tagging::Adjacent { tag, content }, _) => {
            let value = payload(context, variant);
            list(
                0,
                &[
                    pair(tag, &format!("Encode.string {}", string(key))),
                    pair(content, &value),
                ],
            )
        }
        (Tagging::Internal { tag }, Payload::Struct(inner)) => {
            struct_entries(context, inner, "inner", Some((tag.clone(), key.clone())))
        }
        (Tagging::Internal { tag }, Payload::Newtype(inner)) => {
            let fields = flattened(context, &inner.ty, "inner");
            format!(
                "( {}, Encode.string {} ) :: {fields}",
                string(tag),
                string(key)
            )
        }
        (Tagging::Internal { .. }, Payload::Tuple(_)) => "[]".to_owned(),
    }
}

/// What a variant carries.
fn payload(context: &Context<'_>, variant: &Variant) -> String {
    match &variant.payload {
        Payload::Unit => "Encode.null".to_owned(),
        Payload::Newtype(inner) => applied(context, &inner.ty, "inner"),
        Payload::Tuple(elements) => {
            let items: Vec<String> = elements
                .iter()
                .zip(["a", "b", "c"])
                .map(|(element, name)| applied(context, &element.ty, name))
                .collect();
            format!("Encode.list identity [ {} ]", items.join(", "))
        }
        Payload::Struct(shape) => object(&struct_entries(context, shape, "inner", None)),
    }
}

fn tuple(context: &Context<'_>, types: &[&Type]) -> String {
    let functions: Vec<String> = types
        .iter()
        .map(|ty| atom(&function(context, ty)))
        .collect();
    format!("Codec.encodeTuple{} {}", types.len(), functions.join(" "))
}

/// An encoder, applied to a value.
fn applied(context: &Context<'_>, ty: &Type, value: &str) -> String {
    match ty {
        Type::Unit => "Encode.null".to_owned(),
        Type::Json => value.to_owned(),
        _ => format!("{} {value}", function(context, ty)),
    }
}

/// The function that encodes a type.
pub(super) fn function(context: &Context<'_>, ty: &Type) -> String {
    let inner = |ty: &Type| atom(&function(context, ty));
    match ty {
        Type::Bool => "Encode.bool".to_owned(),
        Type::String | Type::Format(_) => "Encode.string".to_owned(),
        Type::Char => "Codec.encodeChar".to_owned(),
        Type::Int(_) => "Encode.int".to_owned(),
        Type::Float(_) => "Encode.float".to_owned(),
        Type::Option(item) => format!("Codec.encodeMaybe {}", inner(item)),
        Type::List(item) | Type::Array(item, _) => format!("Encode.list {}", inner(item)),
        Type::Set(item) => format!("Encode.set {}", inner(item)),
        Type::Map(MapKey::String, value) => format!("Codec.encodeDict {}", inner(value)),
        Type::Map(MapKey::Int(_), value) => format!("Encode.dict String.fromInt {}", inner(value)),
        Type::Tuple(items) => tuple(context, &items.iter().collect::<Vec<_>>()),
        Type::Json => "identity".to_owned(),
        Type::Unit => "Codec.encodeUnit".to_owned(),
        Type::Ref(id) => context.names.encoder(*id).to_owned(),
    }
}

/// The type's name, for signatures of other modules.
pub(super) fn named(context: &Context<'_>, id: TypeId) -> String {
    type_name(context, &Type::Ref(id))
}
