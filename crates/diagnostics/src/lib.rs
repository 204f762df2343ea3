//! Source files, spans in them, and the one type of report that every part of BuildAmp makes.
//!
//! Owns how a report looks: [`to_terminal`] for people, [`to_json`] for editors and other
//! programs. It refuses to decide anything: it reads no files, prints nothing, and
//! doesn't know what a report is about.

mod json;
mod report;
mod source;
mod terminal;

pub use json::to_json;
pub use report::{Label, Report, Severity, sort_by_place};
pub use source::{FileId, Position, SourceFile, Sources, Span};
pub use terminal::{Style, to_terminal};
