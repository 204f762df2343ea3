//! [`Schema`](buildamp_schema::Schema) → Elm, JavaScript with `.d.ts`, JSON Schema and AsyncAPI.
//!
//! Owns the text of every generated file; a module per target. It refuses to touch
//! the disk: it gives [`Output`]s, and the command line writes them.

pub mod asyncapi;
pub mod elm;
pub mod javascript;
mod json;
pub mod json_schema;
mod output;

pub use output::{HEADER, Origin, Output, origin};

/// Every generated file of an app, in the order of their paths.
pub fn generate(schema: &buildamp_schema::Schema) -> Vec<Output> {
    let mut outputs = elm::generate(schema);
    outputs.extend(json_schema::generate(schema));
    outputs.push(asyncapi::generate(schema));
    outputs.extend(javascript::generate(schema));
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    outputs
}
