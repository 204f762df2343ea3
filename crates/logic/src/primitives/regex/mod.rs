//! Of `Regex`: expressions as ECMAScript has them without the flag `u`, by UTF-16 units.
//!
//! The engine is our own because a search has to end in time and in bounded memory, whatever the expression: it goes back by
//! a list of its own, counts its steps, and looks at the call's deadline as it goes.

mod parse;
mod program;
mod run;
mod set;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::HashMap;
use std::sync::Arc;

use self::program::Program;
use super::Primitive::{One, Three};
use super::{Call, Result, Table};
use crate::Fault;
use crate::clock::Deadline;
use crate::foreign::{Foreign, REGEX, foreign, of_words};
use crate::heap::{Value, as_number, as_truth, number, truth};
use crate::text::Units;

pub(super) const TABLE: Table = &[
    (
        "Regex.isValid",
        One(|c, text| {
            let units = c.heap.units(text)?.to_vec();
            Ok(truth(parse::parse(&units).is_some()))
        }),
    ),
    (
        "Regex.compile",
        Three(|c, insensitive, multiline, text| {
            let options =
                usize::from(as_truth(insensitive)?) | usize::from(as_truth(multiline)?) << 1;
            of_words(&mut c.heap, REGEX, options, &[text])
        }),
    ),
    ("Regex.exec", Three(exec)),
];

/// How an expression is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Options {
    insensitive: bool,
    multiline: bool,
}

/// Expressions that have been compiled, by their text: the same one is met for every text that it looks through.
#[derive(Default)]
pub(crate) struct Cache {
    programs: HashMap<(Options, Vec<u16>), Arc<Program>>,
    /// How many instructions there are in all.
    size: usize,
}

/// With more instructions than this, all are forgotten.
const MOST: usize = 1 << 18;

impl Cache {
    fn program(
        &mut self,
        options: Options,
        text: Vec<u16>,
        deadline: &Deadline,
    ) -> Result<Arc<Program>> {
        let key = (options, text);
        if let Some(program) = self.programs.get(&key) {
            return Ok(program.clone());
        }
        let tree = parse::parse(&key.1).ok_or(Fault::Corrupt)?;
        let program = Arc::new(program::compile(&tree, options, deadline)?);
        if self.size > MOST {
            self.programs.clear();
            self.size = 0;
        }
        self.size += program.size();
        self.programs.insert(key, program.clone());
        Ok(program)
    }
}

fn exec(call: &mut Call<'_>, regex: Value, offset: Value, text: Value) -> Result {
    let Foreign::Regex(block) = foreign(&call.heap, regex)? else {
        return Err(Fault::Corrupt);
    };
    let options = Options {
        insensitive: block.count & 1 != 0,
        multiline: block.count & 2 != 0,
    };
    let pattern = block.word(&call.heap, 0)?;
    let pattern = call.heap.units(pattern)?.to_vec();
    let program = call.regexes.program(options, pattern, call.deadline)?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let offset = as_number(offset)?.max(0.0) as usize;
    // What it may remember to go back to is as much as the guest may have.
    let memory = call.heap.bytes.len();
    let found = match call.heap.units(text)? {
        Units::Narrow(text) => run::search(&program, text, offset, memory, call.deadline)?,
        Units::Wide(text) => run::search(&program, text, offset, memory, call.deadline)?,
    };
    #[allow(clippy::cast_precision_loss)]
    let bounds = found
        .unwrap_or_default()
        .into_iter()
        .map(|bound| number(bound.map_or(-1.0, |bound| bound as f64)));
    call.heap.list(bounds)
}
