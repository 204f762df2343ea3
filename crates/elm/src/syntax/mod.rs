//! Text → source tree.
//!
//! There are no tokens between: what a character means hangs on its column and on what is open. Each file below
//! adds its rules to one parser; `cursor` has its state.

mod block;
pub(crate) mod charset;
pub(crate) mod cursor;
mod declaration;
pub mod error;
mod expression;
mod header;
mod lexeme;
mod literal;
mod module;
mod number;
mod pattern;
pub mod print;
pub mod source;
mod term;
mod types;

use error::{Error, Problem};

use crate::region::Region;

/// What a module may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Ports, in a `port module`.
    Application,
    /// No ports.
    Package,
    /// No ports, but operators and effect modules: of the authors who officially may have them.
    Privileged,
    /// Of the standard library: annotations without definitions, types without variants, operators.
    Bundled,
}

/// A module, and what is wrong with its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// With errors, it has what could be read; what could not is `Broken`, or lacks parts.
    pub module: source::Module,
    /// In the order of the text. The first is what the official compiler reports, which stops there.
    pub errors: Vec<Error>,
}

/// Reads a module.
pub fn parse(text: &str, mode: Mode) -> Parsed {
    let mut parsed = Parsed {
        module: source::Module {
            header: None,
            imports: Vec::new(),
            values: Vec::new(),
            unions: Vec::new(),
            aliases: Vec::new(),
            ports: Vec::new(),
            infixes: Vec::new(),
        },
        errors: Vec::new(),
    };
    let mut parser = cursor::Parser::new(text, mode);
    if u32::try_from(text.len()).is_ok() {
        parser.module(&mut parsed);
    } else {
        parser.fail(Region::default(), Problem::TooLong);
        parsed.errors.extend(parser.error);
    }
    parsed
}
