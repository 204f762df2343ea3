//! The values that go through Elm, and what has to come back.
//!
//! Three kinds: what serde writes; what a sender may write instead (aliases, fields left out, keys in any
//! order); and damaged texts of both. What the checker accepts Elm has to decode to the same value; of
//! what the checker refuses nothing is asked but an answer.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use buildamp_fixtures::{Fixture, Random, fixtures, mutate};
use buildamp_schema::{Checker, Limits, Schema, Tape};
use serde_json::{Value, json};

/// Damaged texts of each value.
const MUTATIONS: u64 = 5;

pub(super) fn write(folder: &Path, schema: &Schema, values: u64) {
    let checker = Checker::new(schema, Limits::default());
    let mut cases = Vec::new();
    for fixture in fixtures() {
        let id = schema.find(fixture.name).unwrap();
        let mut add = |text: String| {
            let accepted = checker.check(id, text.as_bytes(), &mut Tape::new()).is_ok();
            cases.push(json!({ "name": fixture.name, "text": text, "accepted": accepted }));
        };
        for seed in 0..values {
            let sent = Random::new(schema, seed).value(id);
            let written = (fixture.round_trip)(sent.to_string().as_bytes()).unwrap();
            for damage in 0..MUTATIONS {
                add(mutate(&sent, seed * MUTATIONS + damage));
            }
            add(sent.to_string());
            add(String::from_utf8(written).unwrap());
        }
    }
    fs::write(folder.join("cases.json"), Value::Array(cases).to_string()).unwrap();
}

/// What came back against what went out.
pub(super) fn compare(folder: &Path) {
    let read = |name: &str| -> Vec<Value> {
        serde_json::from_str(&fs::read_to_string(folder.join(name)).unwrap()).unwrap()
    };
    let (cases, results) = (read("cases.json"), read("results.json"));
    assert_eq!(cases.len(), results.len());
    let fixtures: HashMap<&str, Fixture> = fixtures().into_iter().map(|f| (f.name, f)).collect();
    let (mut accepted, mut wrong) = (0, 0);
    for (case, result) in cases.iter().zip(&results) {
        if case["accepted"] == false {
            continue;
        }
        accepted += 1;
        let fixture = &fixtures[case["name"].as_str().unwrap()];
        if let Err(why) = check(fixture, case["text"].as_str().unwrap(), result) {
            wrong += 1;
            eprintln!(
                "{}: {why}\n  sent {}\n  got  {result}",
                fixture.name, case["text"]
            );
        }
    }
    println!(
        "{accepted} values of {} types that the checker accepts, {wrong} came back otherwise; {} that it refuses",
        fixtures.len(),
        cases.len() - accepted,
    );
    assert_eq!(wrong, 0);
}

fn check(fixture: &Fixture, sent: &str, result: &Value) -> Result<(), String> {
    let value = result.get("value").ok_or("Elm refuses it")?;
    let serde = |text: &str| -> Result<Value, String> {
        let bytes = (fixture.round_trip)(text.as_bytes())?;
        serde_json::from_slice(&bytes).map_err(|error| error.to_string())
    };
    let expected = match fixture.name {
        // A flattened `Option` is `None` where a key is there twice. JavaScript keeps the last one before Elm
        // sees any, so that no decoder could tell.
        "Flattened" => serde(&keys_once(sent)?)?,
        _ => serde(sent)?,
    };
    let back = serde(&value.to_string()).map_err(|error| format!("serde refuses it: {error}"))?;
    if !same(fixture.name, &expected, &back) {
        return Err(format!("serde reads {back}, not {expected}"));
    }
    // What a text says in another spelling than serde's own only serde can compare, dates above all.
    let canonical = serde_json::from_str(sent).is_ok_and(|sent: Value| sent == expected);
    let mut value = value.clone();
    // A field that serde never writes is the server's to read in a message that only clients send.
    if let ("Say", Some(fields)) = (fixture.name, value.as_object_mut()) {
        fields
            .shift_remove("secret")
            .ok_or("the field `secret` is lost")?;
    }
    match canonical && !same(fixture.name, &expected, &value) {
        true => Err(format!("serde writes {expected}")),
        false => Ok(()),
    }
}

fn keys_once(text: &str) -> Result<String, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    Ok(value.to_string())
}

/// Equal, but for how a number is spelt, and for the order of a set: a `HashSet` has none, and Elm's is by
/// UTF-16 units.
fn same(name: &str, a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(name, a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, a)| {
                    b.get(key).is_some_and(|b| match (name, key.as_str()) {
                        ("Containers", "words" | "pairs") => sorted(a) == sorted(b),
                        _ => same(name, a, b),
                    })
                })
        }
        _ => a == b,
    }
}

fn sorted(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    let mut texts: Vec<String> = items.map(Value::to_string).collect();
    texts.sort();
    texts
}
