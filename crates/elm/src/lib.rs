//! The Elm compiler: Elm 0.19.1 → WebAssembly.
//!
//! Each phase is a folder with one entry function, and maps one tree to the next:
//!
//! ```text
//! text ─ syntax ─→ source tree ─ resolve ─→ resolved tree ─ types, patterns ─→ types
//!      ─ core ─→ core tree ─ wasm ─→ module and layouts
//! ```
//!
//! Broken programs are normal input: every phase gathers reports and carries on. It refuses to touch the file
//! system, and to know `wasmtime`.

pub mod app;
pub mod compile;
pub mod core;
mod deep;
#[cfg(test)]
mod growth;
pub mod patterns;
pub mod program;
pub mod project;
pub mod region;
pub mod report;
pub mod resolve;
pub mod std;
pub mod syntax;
pub mod types;
pub mod wasm;
mod work;
