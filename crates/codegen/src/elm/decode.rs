//! Decoders: what serde would read.

use buildamp_schema::{
    Absent, Enum, Field, MapKey, Payload, Placement, Shape, Struct, Tagging, Type, TypeId,
    UnknownFields, Variant,
};

use super::messages::list;
use super::{Context, atom, defaults, shift, string, strings};

/// What `Decode.field` finds in every object, as `BuildAmp.Codec` has them too.
const INHERITED: [&str; 12] = [
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// The decoders of a type.
pub(super) fn functions(context: &Context<'_>, id: TypeId) -> String {
    let def = context.schema.get(id);
    let scope = Scope { context, id };
    let body = match &def.shape {
        Shape::Struct(shape) => {
            let build = match context.graph.is_wrapped(id) {
                false => context.names.ty(id).to_owned(),
                true => scope.record_builder(shape, context.names.ty(id)),
            };
            scope.structure(shape, &build, None)
        }
        Shape::Enum(shape) => scope.enumeration(shape),
        Shape::Newtype(inner) | Shape::Transparent(inner) => {
            scope.wrapped(&scope.decoder(&inner.ty))
        }
        Shape::Alias(target) => scope.wrapped(&scope.decoder(target)),
        Shape::Unit => "Decode.null ()".to_owned(),
        Shape::Tuple(elements) => {
            let types: Vec<&Type> = elements.iter().map(|element| &element.ty).collect();
            scope.wrapped(&scope.tuple(&types))
        }
    };
    let (name, of) = (context.names.decoder(id), context.names.ty(id));
    let mut text = format!(
        "{name} : Decode.Decoder {of}\n{name} =\n    {}",
        shift(&body, 4)
    );
    if let Shape::Enum(shape) = &def.shape
        && shape.tagging == Tagging::External
        && context.graph.is_flattened(id)
    {
        let name = flattened_name(context, id);
        let variants = scope.external_variants(shape);
        text.push_str(&format!(
            "\n\n\n{name} : Decode.Decoder {of}\n{name} =\n    Codec.flattenedVariant\n        {}",
            shift(&variants, 8)
        ));
    }
    text
}

/// The decoder of an externally tagged enum among other keys.
fn flattened_name(context: &Context<'_>, id: TypeId) -> String {
    context
        .names
        .parameter(&format!("{}Flattened", context.names.decoder(id)))
}

/// The decoder of a type that is not inside of any.
pub(super) fn named(context: &Context<'_>, id: TypeId) -> String {
    context.names.decoder(id).to_owned()
}

/// Where a decoder is written: one that names itself has to be lazy.
struct Scope<'a> {
    context: &'a Context<'a>,
    id: TypeId,
}

impl Scope<'_> {
    fn wrapped(&self, decoder: &str) -> String {
        match self.context.graph.is_wrapped(self.id) {
            true => format!(
                "Decode.map {} {}",
                self.context.names.ty(self.id),
                atom(decoder)
            ),
            false => decoder.to_owned(),
        }
    }

    /// The decoder of a type's values.
    fn decoder(&self, ty: &Type) -> String {
        let inner = |ty: &Type| atom(&self.decoder(ty));
        match ty {
            Type::Bool => "Decode.bool".to_owned(),
            Type::String | Type::Format(_) => "Decode.string".to_owned(),
            Type::Char => "Codec.char".to_owned(),
            Type::Int(_) => "Decode.int".to_owned(),
            Type::Float(_) => "Decode.float".to_owned(),
            Type::Option(item) => format!("Decode.nullable {}", inner(item)),
            Type::List(item) => format!("Decode.list {}", inner(item)),
            Type::Array(item, length) => format!("Codec.array {length} {}", inner(item)),
            Type::Set(item) => format!("Codec.set {}", inner(item)),
            Type::Map(MapKey::String, value) => format!("Decode.dict {}", inner(value)),
            Type::Map(MapKey::Int(_), value) => format!("Codec.intDict {}", inner(value)),
            Type::Tuple(items) => self.tuple(&items.iter().collect::<Vec<_>>()),
            Type::Json => "Decode.value".to_owned(),
            Type::Unit => "Decode.null ()".to_owned(),
            Type::Ref(id) => self.lazy(*id, self.context.names.decoder(*id)),
        }
    }

    fn lazy(&self, id: TypeId, name: &str) -> String {
        match self.context.graph.is_recursive(self.id, id) {
            true => format!("Decode.lazy (\\_ -> {name})"),
            false => name.to_owned(),
        }
    }

    fn tuple(&self, types: &[&Type]) -> String {
        let decoders: Vec<String> = types.iter().map(|ty| atom(&self.decoder(ty))).collect();
        format!("Codec.tuple{} {}", types.len(), decoders.join(" "))
    }

    /// A function that makes a record behind a constructor.
    fn record_builder(&self, shape: &Struct, constructor: &str) -> String {
        if shape.fields.is_empty() {
            return format!("{constructor} {{}}");
        }
        let names = self.context.names.record(shape);
        let parameters: Vec<String> = names
            .iter()
            .map(|name| self.context.names.parameter(name))
            .collect();
        let fields: Vec<String> = names
            .iter()
            .zip(&parameters)
            .map(|(name, parameter)| format!("{name} = {parameter}"))
            .collect();
        let parameters = parameters.join(" ");
        format!(
            "(\\{parameters} -> {constructor} {{ {} }})",
            fields.join(", ")
        )
    }

    /// A struct. `tag` is the key that tells its variant, which is known to be there.
    fn structure(&self, shape: &Struct, build: &str, tag: Option<&str>) -> String {
        let mut lines = vec![format!("Decode.succeed {}", atom(build))];
        for (place, field) in shape.fields.iter().enumerate() {
            let decoder = self.field(shape, place, field, tag);
            lines.push(format!("    |> Codec.andMap {}", atom(&decoder)));
        }
        if shape.unknown == UnknownFields::Refused {
            let keys = shape
                .fields
                .iter()
                .flat_map(|field| std::iter::once(&field.key).chain(&field.aliases));
            let tag = tag.map(str::to_owned);
            lines.push(format!("    |> Codec.strict {}", strings(keys.chain(&tag))));
        } else if tag.is_none() && !shape.fields.iter().any(demands_object) {
            lines.push("    |> Codec.object".to_owned());
        }
        lines.join("\n")
    }

    fn field(&self, shape: &Struct, place: usize, field: &Field, tag: Option<&str>) -> String {
        if field.placement == Placement::Flattened {
            return self.flattened_field(shape, place, &field.ty, tag);
        }
        let decoder = atom(&self.decoder(&field.ty));
        let keys = strings(std::iter::once(&field.key).chain(&field.aliases));
        match (&field.absent, field.aliases.is_empty()) {
            (Absent::Refused, true) if !INHERITED.contains(&field.key.as_str()) => {
                format!("Decode.field {} {decoder}", string(&field.key))
            }
            (Absent::Refused, _) => format!("Codec.required {keys} {decoder}"),
            (Absent::None, _) => match &field.ty {
                Type::Option(inner) => format!("Codec.maybe {keys} {}", atom(&self.decoder(inner))),
                ty => {
                    let nothing = defaults::expression(self.context, ty, &serde_json::Value::Null);
                    format!("Codec.optional {keys} {} {decoder}", atom(&nothing))
                }
            },
            (Absent::Default(value), _) => {
                let default = defaults::expression(self.context, &field.ty, value);
                format!("Codec.optional {keys} {} {decoder}", atom(&default))
            }
        }
    }

    fn flattened_field(
        &self,
        shape: &Struct,
        place: usize,
        ty: &Type,
        tag: Option<&str>,
    ) -> String {
        let (target, optional) = match self.context.schema.resolve(ty) {
            Type::Option(inner) => (self.context.schema.resolve(inner), true),
            target => (target, false),
        };
        let mut decoder = match target {
            Type::Ref(id) => match &self.context.schema.get(*id).shape {
                Shape::Enum(shape) if shape.tagging == Tagging::External => {
                    self.lazy(*id, &flattened_name(self.context, *id))
                }
                _ => self.decoder(target),
            },
            _ => self.decoder(target),
        };
        if self.collects(target) {
            let taken = self.taken(shape, place, tag);
            decoder = format!("Codec.without {} {}", strings(taken.iter()), atom(&decoder));
        }
        match optional {
            true => format!("Codec.flattenedMaybe {}", atom(&decoder)),
            false => decoder,
        }
    }

    /// Whether a type takes every key it sees.
    fn collects(&self, ty: &Type) -> bool {
        match self.context.schema.resolve(ty) {
            Type::Map(..) => true,
            Type::Ref(id) => {
                let structs = super::graph::structs(&self.context.schema.get(*id).shape);
                let flattened = structs
                    .into_iter()
                    .flat_map(|shape| &shape.fields)
                    .filter(|field| field.placement == Placement::Flattened);
                // A type can't be flattened into itself without end; one that tries has an `Option` before.
                flattened
                    .filter(|f| !matches!(f.ty, Type::Option(_)))
                    .any(|field| self.collects(&field.ty))
            }
            _ => false,
        }
    }

    /// The keys that others took before a flattened field has its turn.
    fn taken(&self, shape: &Struct, place: usize, tag: Option<&str>) -> Vec<String> {
        let mut taken: Vec<String> = tag.map(str::to_owned).into_iter().collect();
        let keyed = shape
            .fields
            .iter()
            .filter(|field| field.placement == Placement::Keyed);
        for field in keyed {
            taken.push(field.key.clone());
            taken.extend(field.aliases.iter().cloned());
        }
        for field in &shape.fields[..place] {
            if field.placement == Placement::Flattened {
                taken.extend(self.consumed(&field.ty));
            }
        }
        taken
    }

    /// The keys that a flattened field takes away from those after it.
    fn consumed(&self, ty: &Type) -> Vec<String> {
        let mut target = self.context.schema.resolve(ty);
        if let Type::Option(inner) = target {
            target = self.context.schema.resolve(inner);
        }
        let Type::Ref(id) = target else {
            return Vec::new();
        };
        match &self.context.schema.get(*id).shape {
            Shape::Struct(shape)
                if shape.fields.iter().all(|f| f.placement == Placement::Keyed) =>
            {
                shape
                    .fields
                    .iter()
                    .flat_map(|field| std::iter::once(&field.key).chain(&field.aliases))
                    .cloned()
                    .collect()
            }
            Shape::Enum(shape) => match &shape.tagging {
                Tagging::External => shape
                    .variants
                    .iter()
                    .map(|variant| variant.key.clone())
                    .collect(),
                Tagging::Adjacent { tag, content } => vec![tag.clone(), content.clone()],
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn enumeration(&self, shape: &Enum) -> String {
        match &shape.tagging {
            Tagging::External => self.external(shape),
            Tagging::Untagged => {
                let decoders: Vec<String> = shape
                    .variants
                    .iter()
                    .enumerate()
                    .map(|(place, variant)| self.payload(place, variant, None))
                    .collect();
                format!("Decode.oneOf\n    {}", shift(&list(0, &decoders), 4))
            }
            Tagging::Internal { tag } => self.tagged(shape, tag, |place, variant| {
                self.internal(tag, place, variant)
            }),
            Tagging::Adjacent { tag, content } => {
                let tagged = self.tagged(shape, tag, |place, variant| {
                    self.adjacent(content, place, variant)
                });
                match shape.unknown {
                    UnknownFields::Refused => {
                        let keys = strings([tag, content].into_iter());
                        format!("{tagged}\n    |> Codec.strict {keys}")
                    }
                    UnknownFields::Ignored => tagged,
                }
            }
        }
    }

    fn external(&self, shape: &Enum) -> String {
        let units: Vec<String> = shape
            .variants
            .iter()
            .enumerate()
            .filter(|(_, variant)| variant.payload == Payload::Unit)
            .flat_map(|(place, variant)| {
                let constructor = self.constructor(place);
                keys(variant).map(move |key| format!("( {}, {constructor} )", string(key)))
            })
            .collect();
        let variants = self.external_variants(shape);
        format!(
            "Codec.variant\n    {}\n    {}",
            shift(&list(0, &units), 4),
            shift(&variants, 4)
        )
    }

    /// Keys with the decoders of what is under them.
    fn external_variants(&self, shape: &Enum) -> String {
        let entries: Vec<String> = shape
            .variants
            .iter()
            .enumerate()
            .flat_map(|(place, variant)| {
                let decoder = self.payload(place, variant, None);
                keys(variant).map(move |key| pair(key, &decoder))
            })
            .collect();
        list(0, &entries)
    }

    fn constructor(&self, place: usize) -> &str {
        self.context.names.constructor(self.id, place)
    }

    /// The decoder of a variant by its payload alone.
    fn payload(&self, place: usize, variant: &Variant, tag: Option<&str>) -> String {
        let constructor = self.constructor(place);
        match &variant.payload {
            Payload::Unit => format!("Decode.null {constructor}"),
            Payload::Newtype(inner) => {
                format!(
                    "Decode.map {constructor} {}",
                    atom(&self.decoder(&inner.ty))
                )
            }
            Payload::Tuple(elements) => {
                let types: Vec<&Type> = elements.iter().map(|element| &element.ty).collect();
                let parameters = ["a", "b", "c"][..types.len()].to_vec();
                let apply = format!(
                    "(\\( {} ) -> {constructor} {})",
                    parameters.join(", "),
                    parameters.join(" ")
                );
                format!("Decode.map {apply} ({})", self.tuple(&types))
            }
            Payload::Struct(shape) => {
                self.structure(shape, &self.record_builder(shape, constructor), tag)
            }
        }
    }

    fn tagged(
        &self,
        shape: &Enum,
        tag: &str,
        decoder: impl Fn(usize, &Variant) -> String,
    ) -> String {
        let others = shape
            .variants
            .iter()
            .position(|v| v.catch == buildamp_schema::Catch::Other);
        let entries: Vec<String> = shape
            .variants
            .iter()
            .enumerate()
            .flat_map(|(place, variant)| {
                let decoder = decoder(place, variant);
                keys(variant).map(move |key| pair(key, &decoder))
            })
            .collect();
        let entries = shift(&list(0, &entries), 4);
        match others {
            None => format!("Codec.tagged {}\n    {entries}", string(tag)),
            Some(other) => {
                format!(
                    "Codec.taggedOr {}\n    {}\n    {entries}",
                    self.constructor(other),
                    string(tag)
                )
            }
        }
    }

    fn internal(&self, tag: &str, place: usize, variant: &Variant) -> String {
        let constructor = self.constructor(place);
        match &variant.payload {
            Payload::Unit => format!("Decode.succeed {constructor}"),
            Payload::Newtype(inner) => {
                let decoder = atom(&self.decoder(&inner.ty));
                let key = tag.to_owned();
                format!(
                    "Decode.map {constructor} (Codec.without {} {decoder})",
                    strings(std::iter::once(&key))
                )
            }
            _ => self.payload(place, variant, Some(tag)),
        }
    }

    fn adjacent(&self, content: &str, place: usize, variant: &Variant) -> String {
        let constructor = self.constructor(place);
        let key = content.to_owned();
        match &variant.payload {
            Payload::Unit => format!("Decode.succeed {constructor}"),
            Payload::Newtype(inner) if self.optional(&inner.ty) => {
                let nothing =
                    defaults::expression(self.context, &inner.ty, &serde_json::Value::Null);
                let decoder = atom(&self.decoder(&inner.ty));
                let keys = strings(std::iter::once(&key));
                format!(
                    "Decode.map {constructor} (Codec.optional {keys} {} {decoder})",
                    atom(&nothing)
                )
            }
            _ => {
                let decoder = self.payload(place, variant, None);
                match decoder.contains('\n') {
                    true => {
                        let decoder = shift(&decoder, 4);
                        format!("Decode.field {}\n    ({decoder}\n    )", string(content))
                    }
                    false => format!("Decode.field {} ({decoder})", string(content)),
                }
            }
        }
    }

    fn optional(&self, ty: &Type) -> bool {
        match ty {
            Type::Option(_) => true,
            Type::Ref(id) => match &self.context.schema.get(*id).shape {
                Shape::Alias(target) => self.optional(target),
                Shape::Transparent(inner) => self.optional(&inner.ty),
                _ => false,
            },
            _ => false,
        }
    }
}

fn keys(variant: &Variant) -> impl Iterator<Item = &String> {
    std::iter::once(&variant.key).chain(&variant.aliases)
}

/// `( "key", decoder )`, over several lines where the decoder has them.
fn pair(key: &str, decoder: &str) -> String {
    match decoder.contains('\n') {
        true => format!("( {}\n, {}\n)", string(key), shift(decoder, 2)),
        false => format!("( {}, {decoder} )", string(key)),
    }
}

/// Whether a field's decoder fails on anything but an object.
fn demands_object(field: &Field) -> bool {
    field.placement == Placement::Keyed && field.absent == Absent::Refused
}
