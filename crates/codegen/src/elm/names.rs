//! Every name of the generated Elm, chosen once, so that no two clash.
//!
//! Types keep their names, and constructors theirs unless another takes it too; then all of them are
//! called after their enum. What Elm reserves or imports everywhere gets a trailing underscore.

use std::collections::{BTreeMap, BTreeSet};

use buildamp_schema::{Schema, Shape, Struct, TypeId};

use super::graph::Graph;

pub(super) struct Names {
    types: Vec<String>,
    encoders: Vec<String>,
    decoders: Vec<String>,
    fields: Vec<String>,
    /// By type and variant.
    constructors: BTreeMap<(TypeId, usize), String>,
    /// All functions of `BuildAmp.Messages`.
    functions: BTreeSet<String>,
}

pub(super) const RESERVED: [&str; 15] = [
    "if", "then", "else", "case", "of", "let", "in", "type", "module", "where", "import",
    "exposing", "as", "port", "infix",
];

/// Types that every Elm module imports.
const DEFAULT_TYPES: [&str; 14] = [
    "Bool", "Char", "Cmd", "Float", "Int", "List", "Maybe", "Never", "Order", "Program", "Result",
    "String", "Sub", "Decoder",
];

/// Constructors that every Elm module imports.
const DEFAULT_CONSTRUCTORS: [&str; 9] = [
    "True", "False", "Just", "Nothing", "Ok", "Err", "LT", "EQ", "GT",
];

impl Names {
    pub(super) fn new(schema: &Schema, graph: &Graph) -> Names {
        let mut taken: BTreeSet<String> = DEFAULT_TYPES
            .iter()
            .map(|name| (*name).to_owned())
            .collect();
        let types: Vec<String> = schema
            .types
            .iter()
            .map(|def| claim(upper(&def.name), &mut taken))
            .collect();
        let mut functions = BTreeSet::new();
        let mut function = |name: String| claim(name, &mut functions);
        let encoders = types
            .iter()
            .map(|name| function(format!("encode{name}")))
            .collect();
        let decoders = types
            .iter()
            .map(|name| function(format!("{}Decoder", lower(name))))
            .collect();
        let fields = types
            .iter()
            .map(|name| function(format!("{}Fields", lower(name))))
            .collect();
        let constructors = constructors(schema, graph, &types);
        Names {
            types,
            encoders,
            decoders,
            fields,
            constructors,
            functions,
        }
    }

    pub(super) fn ty(&self, id: TypeId) -> &str {
        &self.types[id.0 as usize]
    }

    pub(super) fn encoder(&self, id: TypeId) -> &str {
        &self.encoders[id.0 as usize]
    }

    pub(super) fn decoder(&self, id: TypeId) -> &str {
        &self.decoders[id.0 as usize]
    }

    /// The function that gives a type's entries without the braces.
    pub(super) fn fields(&self, id: TypeId) -> &str {
        &self.fields[id.0 as usize]
    }

    pub(super) fn constructor(&self, id: TypeId, variant: usize) -> &str {
        &self.constructors[&(id, variant)]
    }

    /// The names of a struct's fields in its record.
    pub(super) fn record(&self, shape: &Struct) -> Vec<String> {
        let mut taken: BTreeSet<String> = RESERVED.iter().map(|name| (*name).to_owned()).collect();
        let names = shape.fields.iter().map(|field| field_name(&field.name));
        names.map(|name| claim(name, &mut taken)).collect()
    }

    /// A name for a parameter that shadows no function.
    pub(super) fn parameter(&self, name: &str) -> String {
        match self.functions.contains(name) {
            true => format!("{name}_"),
            false => name.to_owned(),
        }
    }
}

/// A name that nothing else has.
pub(super) fn claim(mut name: String, taken: &mut BTreeSet<String>) -> String {
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}

fn constructors(
    schema: &Schema,
    graph: &Graph,
    types: &[String],
) -> BTreeMap<(TypeId, usize), String> {
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for name in DEFAULT_CONSTRUCTORS {
        wanted.insert(name.to_owned(), 1);
    }
    for (id, def) in schema.iter() {
        match &def.shape {
            Shape::Enum(shape) => {
                for variant in &shape.variants {
                    *wanted.entry(upper(&variant.name)).or_default() += 1;
                }
            }
            // The name of a record alias is a function, that of a wrapped type its constructor.
            Shape::Struct(_) => *wanted.entry(types[id.0 as usize].clone()).or_default() += 1,
            _ if graph.is_wrapped(id) => {
                *wanted.entry(types[id.0 as usize].clone()).or_default() += 1;
            }
            _ => {}
        }
    }
    let mut taken: BTreeSet<String> = wanted.keys().cloned().collect();
    let mut constructors = BTreeMap::new();
    for (id, def) in schema.iter() {
        let Shape::Enum(shape) = &def.shape else {
            continue;
        };
        for (place, variant) in shape.variants.iter().enumerate() {
            let plain = upper(&variant.name);
            let name = match wanted[&plain] {
                1 => plain,
                _ => claim(format!("{}{plain}", types[id.0 as usize]), &mut taken),
            };
            constructors.insert((id, place), name);
        }
    }
    constructors
}

/// A name that starts as Elm's types do.
fn upper(name: &str) -> String {
    let name = name.trim_start_matches('_');
    let mut chars = name.chars();
    match chars.next() {
        Some(first) if first.is_uppercase() => name.to_owned(),
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(chars).collect(),
        _ => format!("T{name}"),
    }
}

/// A name that starts as Elm's values do.
pub(super) fn lower(name: &str) -> String {
    let mut chars = name.chars();
    match chars.next() {
        Some(first) if first.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        Some(first) if first.is_lowercase() => name.to_owned(),
        _ => format!("t{name}"),
    }
}

/// As written; leading underscores, which Elm has no use for, go to the end.
fn field_name(name: &str) -> String {
    let trimmed = name.trim_start_matches('_');
    format!(
        "{}{}",
        lower(trimmed),
        "_".repeat(name.len() - trimmed.len())
    )
}
