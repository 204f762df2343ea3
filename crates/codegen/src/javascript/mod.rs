//! JavaScript: the client with all that it needs in one ES module, and its types for TypeScript.
//!
//! `buildamp.js` is the runtime with a table of the app's messages and a method for each of them. There are no codecs: what
//! `JSON.parse` gives is the value, and `buildamp.d.ts` says what it looks like. Both are written as prettier leaves them.

mod client;
mod layout;
mod names;
mod runtime;
mod sides;
mod text;
mod tree;
mod types;

use buildamp_schema::Schema;

use crate::{HEADER, Output};
use names::Names;
use sides::Sides;
use types::Types;

const RUNTIME_TYPES: &str = include_str!("../../../../clients/js/src/runtime.d.ts");

/// What is the same for every app: operations on texts and JSON, documents, and their types.
const MODULES: [(&str, &str); 13] = [
    (
        "document-session.js",
        include_str!("../../../../clients/js/src/document-session.js"),
    ),
    (
        "documents.d.ts",
        include_str!("../../../../clients/js/src/documents.d.ts"),
    ),
    (
        "documents.js",
        include_str!("../../../../clients/js/src/documents.js"),
    ),
    (
        "json-documents.d.ts",
        include_str!("../../../../clients/js/src/json-documents.d.ts"),
    ),
    (
        "json-documents.js",
        include_str!("../../../../clients/js/src/json-documents.js"),
    ),
    (
        "json-values.d.ts",
        include_str!("../../../../clients/js/src/json-values.d.ts"),
    ),
    (
        "json-values.js",
        include_str!("../../../../clients/js/src/json-values.js"),
    ),
    (
        "ot-client.d.ts",
        include_str!("../../../../clients/js/src/ot-client.d.ts"),
    ),
    (
        "ot-client.js",
        include_str!("../../../../clients/js/src/ot-client.js"),
    ),
    (
        "ot-json.d.ts",
        include_str!("../../../../clients/js/src/ot-json.d.ts"),
    ),
    (
        "ot-json.js",
        include_str!("../../../../clients/js/src/ot-json.js"),
    ),
    (
        "ot.d.ts",
        include_str!("../../../../clients/js/src/ot.d.ts"),
    ),
    ("ot.js", include_str!("../../../../clients/js/src/ot.js")),
];

/// The client of an app, its types, and the modules beside it.
pub fn generate(schema: &Schema) -> Vec<Output> {
    let types = Types {
        schema,
        names: Names::new(schema, RUNTIME_TYPES),
        sides: Sides::new(schema),
    };
    let runtime = runtime::joined();
    let module = format!("// {HEADER}\n\n{runtime}\n{}", client::module(&types));
    let declarations = format!(
        "// {HEADER}\n\n{RUNTIME_TYPES}{}{}",
        types.declarations(),
        client::declaration(&types)
    );
    let mut outputs = vec![
        Output::new("js/buildamp.d.ts", &declarations),
        Output::new("js/buildamp.js", &module),
    ];
    for (name, text) in MODULES {
        let text = format!("// {HEADER}\n\n{text}");
        outputs.push(Output::new(format!("js/{name}"), &text));
    }
    outputs
}

/// The name of a type in `buildamp.d.ts`.
pub fn type_name(schema: &Schema, name: &str) -> Option<String> {
    let names = Names::new(schema, RUNTIME_TYPES);
    Some(names.ty(schema.find(name)?).to_owned())
}
