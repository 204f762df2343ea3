//! What is generated for the models that the product was asked for with, for every shape, and for none.

use buildamp_codegen::{Origin, javascript, origin};
use buildamp_diagnostics::Sources;
use buildamp_schema::Schema;

use crate::tools::{one_file, schema};

const RUNTIME_TYPES: &str = include_str!("../../../../clients/js/src/runtime.d.ts");

/// A generated file without the runtime, whose place is marked.
fn generated(schema: &Schema, path: &str) -> String {
    let outputs = buildamp_codegen::generate(schema);
    let output = outputs.iter().find(|output| output.path == path).unwrap();
    let (before, after) = match path.ends_with(".d.ts") {
        true => output.text.split_once(RUNTIME_TYPES).unwrap(),
        false => around_runtime(&output.text),
    };
    let text = format!("{before}[the runtime]\n{after}");
    // The checksum tells of the runtime too.
    let (head, rest) = text.split_once("Checksum: ").unwrap();
    format!("{head}Checksum: [..]{}", &rest[16..])
}

/// What stands before the runtime in `buildamp.js`, and what behind it.
fn around_runtime(module: &str) -> (&str, &str) {
    let begin = module.find("// BuildAmp's real-time client: ").unwrap();
    let end = module.find("\n/** How each message travels. */").unwrap();
    assert!(module[begin..end].contains("export class RealtimeClient {"));
    (&module[..begin], &module[end..])
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
fn a_type_of_each_shape() {
    let schema = one_file("models/ws/shapes_ws.rs", include_str!("shapes_ws.rs"));
    insta::assert_snapshot!("shapes_js", generated(&schema, "js/buildamp.js"));
    insta::assert_snapshot!("shapes_d_ts", generated(&schema, "js/buildamp.d.ts"));
}

#[test]
fn messages_that_come_with_a_join() {
    let schema = one_file(
        "models/ws/joins_ws.rs",
        include_str!("../models/joins_ws.rs"),
    );
    insta::assert_snapshot!("joins_js", generated(&schema, "js/buildamp.js"));
    insta::assert_snapshot!("joins_d_ts", generated(&schema, "js/buildamp.d.ts"));
}

#[test]
fn an_app_without_models_has_a_client() {
    let text = generated(&Schema::default(), "js/buildamp.js");
    assert!(text.contains("const MESSAGES = {};\n"), "{text}");
    assert!(text.contains("class Client extends RealtimeClient {\n  constructor(options) {\n"));
}

#[test]
fn the_same_models_give_the_same_files_in_any_order() {
    let files = [
        ("models/ws/a_ws.rs", "pub struct B { pub c: C }"),
        ("models/ws/b_ws.rs", "pub struct A { pub c: C }"),
        ("models/c.rs", "pub enum C { D, E }"),
    ];
    let outputs = |files: &[(&str, &str)]| {
        let mut sources = Sources::new();
        for (path, text) in files {
            sources.add(*path, *text);
        }
        javascript::generate(&schema(&sources))
    };
    let mut backwards = files;
    backwards.reverse();
    assert_eq!(outputs(&files), outputs(&backwards));
    for output in outputs(&files) {
        assert_eq!(origin(&output.text), Origin::Generated, "{}", output.path);
    }
}
