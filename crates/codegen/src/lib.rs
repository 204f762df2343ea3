//! [`Schema`](buildamp_schema::Schema) → Elm, JavaScript with `.d.ts`, JSON Schema and AsyncAPI.
//!
//! Owns the text of every generated file; a module per target. It refuses to touch
//! the disk: it gives [`Output`]s, and the command line writes them.

mod output;

pub use output::{HEADER, Origin, Output, origin};
