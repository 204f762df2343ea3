//! The schemas against the payload checker: a validator accepts what the checker accepts, but for what
//! `json_schema` documents as beyond its words.

use buildamp_codegen::json_schema;
use buildamp_fixtures::{Random, fixtures, mutate, sources};
use buildamp_schema::{Checker, Limits, Problem, Schema, Tape, read};
use jsonschema::Validator;
use serde_json::Value;

const VALUES: u64 = 60;
const MUTATIONS: u64 = 8;

fn schema() -> Schema {
    let reading = read(&sources());
    assert_eq!(reading.reports, []);
    reading.schema
}

fn validator(document: &Value) -> Validator {
    jsonschema::draft202012::meta::validate(document).expect("a valid schema");
    jsonschema::draft202012::new(document).expect("a schema that compiles")
}

#[test]
fn a_value_fits_its_schema_where_the_checker_accepts_it() {
    let schema = schema();
    let checker = Checker::new(&schema, Limits::default());
    for fixture in fixtures() {
        let id = schema.find(fixture.name).expect("a type of the schema");
        let validator = validator(&json_schema::value(&schema, id));
        let check = |text: &str| checker.check(id, text.as_bytes(), &mut Tape::new());
        for seed in 0..VALUES {
            let value = Random::new(&schema, seed).value(id);
            compare(fixture.name, &validator, check, &value.to_string());
            for damage in 0..MUTATIONS {
                let text = mutate(&value, seed * MUTATIONS + damage);
                compare(fixture.name, &validator, check, &text);
            }
        }
    }
}

/// A key that is there twice is one to a validator: both are asked about the value, written anew.
fn compare(
    name: &str,
    validator: &Validator,
    check: impl Fn(&str) -> Result<(), Vec<Problem>>,
    text: &str,
) {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return assert!(
            check(text).is_err(),
            "{name}: no JSON, and the checker accepts\n{text}"
        );
    };
    match (check(&value.to_string()), validator.validate(&value)) {
        (Ok(()), Err(error)) => {
            panic!("{name}: the checker accepts, the schema refuses ({error})\n{text}")
        }
        (Err(problems), Ok(())) => assert_eq!(
            check(&with_integers(value).to_string()),
            Ok(()),
            "{name}: the checker refuses, the schema accepts\n{text}\n{problems:#?}"
        ),
        _ => {}
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
