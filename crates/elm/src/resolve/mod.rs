//! Names → what they name.

pub mod resolved;
