//! Facts → prose: a file per family of problems.

pub mod patterns;
pub mod types;
