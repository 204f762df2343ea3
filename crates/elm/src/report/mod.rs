//! Facts → reports: the words for what each phase finds wrong, a folder or file for each.
//!
//! Owns prose. Refuses to decide whether something is wrong.

pub(crate) mod app;
mod javascript;
pub mod names;
pub mod patterns;
pub mod program;
pub mod syntax;
pub mod types;
