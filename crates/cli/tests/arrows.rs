//! Which crate may use which: the table of `ARCHITECTURE.md`, held against `cargo metadata`.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// What a crate may use of ours, in the code that ships. A crate that is not listed may not exist.
const ARROWS: [(&str, &[&str]); 13] = [
    ("diagnostics", &[]),
    ("schema", &["diagnostics"]),
    ("codegen", &["schema"]),
    ("derive", &[]),
    ("elm", &["diagnostics"]),
    ("rules", &["schema"]),
    ("logic", &["schema", "elm", "rules"]),
    ("engine", &[]),
    ("engine-redis", &["engine"]),
    ("websocket", &[]),
    ("server", &["engine", "rules", "schema", "websocket"]),
    ("client", &["websocket"]),
    ("fixtures", &["derive", "diagnostics", "schema"]),
];

/// The composition root, which may use any and which none may use.
const ROOT: &str = "buildamp";

#[test]
fn crates_use_only_what_the_architecture_allows() {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.into_iter().collect();
    let mut wrong = Vec::new();
    for (name, used) in crates() {
        if name == ROOT {
            continue;
        }
        let Some(allowed) = allowed.get(name.as_str()) else {
            wrong.push(format!("{name} is in no row of the table"));
            continue;
        };
        for other in used
            .iter()
            .filter(|other| !allowed.contains(&other.as_str()))
        {
            wrong.push(format!("{name} → {other}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_compiler_and_the_models_know_no_files_and_no_engine() {
    let metadata = metadata();
    let foreign = ["wasmtime", "tokio", "hyper", "redb", "fred", "redis"];
    for pure in ["diagnostics", "schema", "codegen", "elm"] {
        let Some(package) = packages(&metadata).find(|package| short(&package["name"]) == pure)
        else {
            continue;
        };
        let used = shipped(package).find(|name| foreign.contains(&name.as_str()));
        assert_eq!(used, None, "{pure} is pure: no sockets, stores or engines");
    }
}

/// The crates, by their names without `buildamp-`, and which of ours they use.
fn crates() -> Vec<(String, Vec<String>)> {
    let metadata = metadata();
    let ours: Vec<String> = packages(&metadata).map(|p| short(&p["name"])).collect();
    assert!(ours.contains(&"schema".to_owned()), "{ours:?}");
    let used = |package| {
        shipped(package)
            .filter(|name| ours.contains(name))
            .collect()
    };
    packages(&metadata)
        .map(|p| (short(&p["name"]), used(p)))
        .collect()
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().unwrap().iter()
}

/// What a package uses beyond its tests.
fn shipped(package: &Value) -> impl Iterator<Item = String> {
    let dependencies = package["dependencies"].as_array().unwrap().iter();
    dependencies
        .filter(|d| d["kind"] != "dev")
        .map(|d| short(&d["name"]))
}

fn short(name: &Value) -> String {
    let name = name.as_str().unwrap();
    name.strip_prefix("buildamp-").unwrap_or(name).to_owned()
}
