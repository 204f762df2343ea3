//! JavaScript: the client with all that it needs in one ES module, and its types for TypeScript.
//!
//! `buildamp.js` is the runtime with a table of the app's messages and a method for each of them. There are no codecs: what
//! `JSON.parse` gives is the value, and `buildamp.d.ts` says what it looks like. Both are written as prettier leaves them.

mod client;
mod layout;
mod names;
mod sides;
mod text;
mod tree;
mod types;

use buildamp_schema::Schema;

use crate::{HEADER, Output};
use names::Names;
use sides::Sides;
use types::Types;

const RUNTIME: &str = include_str!("../../../../clients/js/src/runtime.js");
const RUNTIME_TYPES: &str = include_str!("../../../../clients/js/src/runtime.d.ts");

/// The client of an app and its types.
pub fn generate(schema: &Schema) -> Vec<Output> {
    let types = Types {
        schema,
        names: Names::new(schema, RUNTIME_TYPES),
        sides: Sides::new(schema),
    };
    let module = format!("// {HEADER}\n\n{RUNTIME}\n{}", client::module(&types));
    let declarations = format!(
        "// {HEADER}\n\n{RUNTIME_TYPES}{}{}",
        types.declarations(),
        client::declaration(&types)
    );
    vec![
        Output::new("js/buildamp.d.ts", &declarations),
        Output::new("js/buildamp.js", &module),
    ]
}

/// The name of a type in `buildamp.d.ts`.
pub fn type_name(schema: &Schema, name: &str) -> Option<String> {
    let names = Names::new(schema, RUNTIME_TYPES);
    Some(names.ty(schema.find(name)?).to_owned())
}
