//! Facts → prose: a file for each family of errors. Nothing is checked here.

pub mod names;
pub mod patterns;
pub mod types;
