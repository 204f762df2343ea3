//! What is generated for the models that the product was asked for with, and for none.

use buildamp_schema::Schema;

use crate::tools::schema;

const RUNTIME: &str = include_str!("../../../../clients/js/src/runtime.js");
const RUNTIME_TYPES: &str = include_str!("../../../../clients/js/src/runtime.d.ts");

/// A generated file without the runtime, whose place is marked.
fn generated(schema: &Schema, path: &str) -> String {
    let outputs = buildamp_codegen::generate(schema);
    let output = outputs.iter().find(|output| output.path == path).unwrap();
    let runtime = if path.ends_with(".d.ts") {
        RUNTIME_TYPES
    } else {
        RUNTIME
    };
    assert_eq!(output.text.matches(runtime).count(), 1);
    let text = output.text.replace(runtime, "[the runtime]\n");
    // The checksum tells of the runtime too.
    let (head, rest) = text.split_once("Checksum: ").unwrap();
    format!("{head}Checksum: [..]{}", &rest[16..])
}

#[test]
fn the_client_of_the_seed() {
    let schema = schema(&buildamp_fixtures::seed_sources());
    insta::assert_snapshot!("seed_js", generated(&schema, "js/buildamp.js"));
}

#[test]
fn the_types_of_the_seed() {
    let schema = schema(&buildamp_fixtures::seed_sources());
    insta::assert_snapshot!("seed_d_ts", generated(&schema, "js/buildamp.d.ts"));
}

#[test]
fn the_types_of_the_fixtures() {
    let schema = schema(&buildamp_fixtures::sources());
    insta::assert_snapshot!("fixtures_d_ts", generated(&schema, "js/buildamp.d.ts"));
}

#[test]
fn an_app_without_models_has_a_client() {
    let text = generated(&Schema::default(), "js/buildamp.js");
    assert!(text.contains("const MESSAGES = {};\n"), "{text}");
    assert!(text.contains("class Client extends RealtimeClient {\n  constructor(options) {\n"));
}
