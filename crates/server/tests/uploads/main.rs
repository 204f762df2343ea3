//! Files: who may bring which, what is kept of what is cut off, and how they are read again.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

#[path = "../support/mod.rs"]
mod support;

mod deciding;
mod keeping;
mod limits;
mod scene;
mod taking;
