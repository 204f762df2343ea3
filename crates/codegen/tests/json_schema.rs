//! The schemas against the payload checker: a validator accepts what the checker accepts, but for what
//! `json_schema` documents as beyond its words.

use buildamp_codegen::json_schema;
use buildamp_diagnostics::Sources;
use buildamp_fixtures::{Random, mutate, seed_sources, sources};
use buildamp_schema::{Checker, Limits, Problem, Schema, Tape, TypeId, read};
use jsonschema::Validator;
use serde_json::{Value, json};

const VALUES: u64 = 40;
const MUTATIONS: u64 = 6;

fn schema(sources: &Sources) -> Schema {
    let reading = read(sources);
    assert_eq!(reading.reports, []);
    reading.schema
}

/// Models in which attributes meet that meet nowhere in the fixtures.
fn odd() -> Schema {
    let mut sources = Sources::new();
    sources.add("models/ws/odd_ws.rs", include_str!("models/odd_ws.rs"));
    schema(&sources)
}

fn validator(document: &Value) -> Validator {
    jsonschema::draft202012::meta::validate(document).expect("a valid schema");
    jsonschema::draft202012::new(document).expect("a schema that compiles")
}

/// One type, as both see it.
struct Pair<'a> {
    name: &'a str,
    validator: Validator,
    check: &'a dyn Fn(&str) -> Result<(), Vec<Problem>>,
}

impl Pair<'_> {
    /// A key that is there twice is one to a validator: both are asked about the value, written anew.
    fn compare(&self, text: &str) {
        let name = self.name;
        let Ok(value) = serde_json::from_str::<Value>(text) else {
            let ours = (self.check)(text);
            return assert!(
                ours.is_err(),
                "{name}: the checker accepts what is no JSON\n{text}"
            );
        };
        match (
            (self.check)(&value.to_string()),
            self.validator.validate(&value),
        ) {
            (Ok(()), Err(error)) => {
                panic!("{name}: the checker accepts, the schema refuses ({error})\n{text}")
            }
            (Err(problems), Ok(())) => assert_eq!(
                (self.check)(&with_integers(value).to_string()),
                Ok(()),
                "{name}: the checker refuses, the schema accepts\n{text}\n{problems:#?}"
            ),
            _ => {}
        }
    }

    fn compare_random(&self, mut value: impl FnMut(u64) -> Value) {
        for seed in 0..VALUES {
            let value = value(seed);
            self.compare(&value.to_string());
            for damage in 0..MUTATIONS {
                self.compare(&mutate(&value, seed * MUTATIONS + damage));
            }
        }
    }
}

/// The one difference that is left: `1.0` and `-0` are integers to JSON Schema. Written as `1` and `0`, they
/// are to the checker too.
fn with_integers(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(with_integers).collect(),
        Value::Object(entries) => {
            let entries = entries.into_iter();
            entries
                .map(|(key, value)| (key, with_integers(value)))
                .collect()
        }
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 1e15 => {
                #[allow(clippy::cast_possible_truncation)]
                let integer = float as i64;
                Value::from(integer)
            }
            _ => Value::Number(number),
        },
        other => other,
    }
}

fn every_type_agrees(schema: &Schema) {
    let checker = Checker::new(schema, Limits::default());
    for (id, def) in schema.iter() {
        let check = |text: &str| checker.check(id, text.as_bytes(), &mut Tape::new());
        let pair = Pair {
            name: &def.name,
            validator: validator(&json_schema::value(schema, id)),
            check: &check,
        };
        pair.compare_random(|seed| Random::new(schema, seed).value(id));
    }
}

fn every_message_agrees(schema: &Schema) {
    let checker = Checker::new(schema, Limits::default());
    for (id, def, _) in schema.messages() {
        let check = |text: &str| {
            let found = checker.check_payload(text.as_bytes(), &mut Tape::new())?;
            // Another message's name is no fault to the checker, but does not fit this schema.
            if found == id { Ok(()) } else { Err(Vec::new()) }
        };
        let pair = Pair {
            name: &def.name,
            validator: validator(&json_schema::message(schema, id)),
            check: &check,
        };
        pair.compare_random(|seed| payload(schema, id, seed));
    }
}

/// A message as it travels.
fn payload(schema: &Schema, id: TypeId, seed: u64) -> Value {
    let mut payload = json!({ "message_type": schema.get(id).name });
    match (schema.envelope(id), Random::new(schema, seed).value(id)) {
        (buildamp_schema::Envelope::Inline, Value::Object(fields)) => {
            let payload = payload.as_object_mut().expect("an object");
            payload.extend(fields);
        }
        (_, value) => payload["value"] = value,
    }
    payload
}

#[test]
fn a_value_fits_its_schema_where_the_checker_accepts_it() {
    every_type_agrees(&schema(&sources()));
}

#[test]
fn a_payload_fits_its_schema_where_the_checker_accepts_it() {
    every_message_agrees(&schema(&sources()));
    every_message_agrees(&schema(&seed_sources()));
}

#[test]
fn attributes_that_meet_agree_too() {
    let schema = odd();
    every_type_agrees(&schema);
    every_message_agrees(&schema);
}

/// Every mark of a schema stands in one of these.
#[test]
fn the_text_of_schemas() {
    let outputs = json_schema::generate(&schema(&sources()));
    for name in ["Say", "Tags", "Command", "Flattened", "TaggedStruct"] {
        let path = format!("schema/{name}.schema.json");
        let output = outputs.iter().find(|output| output.path == path);
        insta::assert_snapshot!(name, output.expect("a message's schema").text);
    }
    let odd = odd();
    for name in ["Sealed", "Parcel", "Post", "Counts", "Knot", "Limits"] {
        let id = odd.find(name).expect("a type of the models");
        let text = serde_json::to_string_pretty(&json_schema::value(&odd, id)).expect("JSON");
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn the_order_of_the_files_is_no_matter() {
    let texts = |files: [(&str, &str); 2]| {
        let mut sources = Sources::new();
        for (path, text) in files {
            sources.add(path, text);
        }
        json_schema::generate(&schema(&sources))
    };
    let a = (
        "models/ws/a_ws.rs",
        "pub struct A { pub b: Shared, pub c: Other }",
    );
    let b = (
        "models/b.rs",
        "pub struct Shared { pub x: u8 }\npub struct Other(pub Vec<Shared>);",
    );
    assert_eq!(texts([a, b]), texts([b, a]));
}

#[test]
fn names_have_any_letters() {
    let mut sources = Sources::new();
    let text = "pub struct Größe { pub länge: Ж文字, #[serde(rename = \"文字\")] pub x文: u8 }\npub struct Ж文字 { pub x: u8 }";
    sources.add("models/ws/a_ws.rs", text);
    every_message_agrees(&schema(&sources));
}
