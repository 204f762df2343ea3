//! The generated JavaScript, run by Node, and its types, checked by TypeScript.
//!
//! Needs Node and what `npm ci` in `clients/js` installs. A test that does not find them fails.

// All of this is a test, which clippy sees in functions with `#[test]` alone.
#![allow(clippy::unwrap_used)]

mod docs;
mod long_names;
mod seed;
mod tools;
mod types;
mod values;
