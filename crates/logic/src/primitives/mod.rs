//! The primitives of the standard library that the host does: a table from name to function.
//!
//! To add one, write its annotation in the Elm module, with a comment that says what it does, and its function in the table of its
//! family. The tests hold the annotations and the tables against each other.

mod basics;
mod bytes;
mod flat;
pub mod json;
pub(crate) mod regex;
mod strings;
#[cfg(test)]
mod tests;
mod thunk;

use std::borrow::Cow;

use buildamp_elm::wasm::{Layout, RUN_THUNK};
use wasmtime::{Caller, Linker};

use crate::Fault;
use crate::clock::Deadline;
use crate::heap::{Heap, Value};
use crate::program::{State, broken};

pub(crate) type Result<T = Value> = std::result::Result<T, Fault>;

/// What a primitive may use.
pub(crate) struct Call<'c> {
    pub(crate) heap: Heap<'c>,
    pub(crate) layout: &'c Layout,
    pub(crate) log: &'c mut Vec<String>,
    pub(crate) regexes: &'c mut regex::Cache,
    pub(crate) names: &'c mut json::Known,
    pub(crate) deadline: &'c Deadline,
}

/// A primitive by its number of arguments.
#[derive(Clone, Copy)]
pub(crate) enum Primitive {
    Zero(fn(&mut Call<'_>) -> Result),
    One(fn(&mut Call<'_>, Value) -> Result),
    Two(fn(&mut Call<'_>, Value, Value) -> Result),
    Three(fn(&mut Call<'_>, Value, Value, Value) -> Result),
    Four(fn(&mut Call<'_>, Value, Value, Value, Value) -> Result),
}

/// Primitives by their names.
pub(crate) type Table = &'static [(&'static str, Primitive)];

/// All primitives that the host does, a table for each family.
const TABLES: [Table; 6] = [
    basics::TABLE,
    strings::TABLE,
    flat::TABLE,
    json::TABLE,
    bytes::TABLE,
    regex::TABLE,
];

/// The primitive of a name.
fn find(name: &str) -> Option<Primitive> {
    let shared = shared(name);
    let mut all = TABLES.into_iter().flatten();
    let found = all.find(|(known, _)| **known == *shared);
    found.map(|(_, primitive)| *primitive)
}

/// Modules of the standard library that come before `String` have some of its primitives under a name of their own.
fn shared(name: &str) -> Cow<'_, str> {
    match name.strip_prefix("BuildAmp.Internal.Text.") {
        Some(name) => format!("String.{name}").into(),
        None => name.into(),
    }
}

/// Makes a primitive known to the linker.
pub(crate) fn link(linker: &mut Linker<State>, name: &str, arity: u16) -> Result<()> {
    if name == RUN_THUNK {
        return thunk::link(linker);
    }
    let missing = || {
        Fault::Trap(format!(
            "`{name}` doesn't run here: it is there for checking alone"
        ))
    };
    let primitive = find(name).ok_or_else(missing)?;
    let linked = match (primitive, arity) {
        (Primitive::One(f), 1) => {
            linker.func_wrap("elm", name, move |caller: Caller<'_, State>, a: i64| {
                run(caller, |call| f(call, a.cast_unsigned()))
            })
        }
        (Primitive::Two(f), 2) => linker.func_wrap(
            "elm",
            name,
            move |caller: Caller<'_, State>, a: i64, b: i64| {
                run(caller, |call| f(call, a.cast_unsigned(), b.cast_unsigned()))
            },
        ),
        (Primitive::Three(f), 3) => linker.func_wrap(
            "elm",
            name,
            move |caller: Caller<'_, State>, a: i64, b: i64, c: i64| {
                run(caller, |call| {
                    f(
                        call,
                        a.cast_unsigned(),
                        b.cast_unsigned(),
                        c.cast_unsigned(),
                    )
                })
            },
        ),
        (Primitive::Four(f), 4) => linker.func_wrap(
            "elm",
            name,
            move |caller: Caller<'_, State>, a: i64, b: i64, c: i64, d: i64| {
                let [a, b, c, d] = [a, b, c, d].map(i64::cast_unsigned);
                run(caller, |call| f(call, a, b, c, d))
            },
        ),
        (Primitive::Zero(f), 0) => {
            linker.func_wrap("elm", name, move |caller: Caller<'_, State>| run(caller, f))
        }
        _ => return Err(missing()),
    };
    linked.map(drop).map_err(broken)
}

/// Runs a function of the host on the memory of its caller.
pub(crate) fn run(
    mut caller: Caller<'_, State>,
    primitive: impl FnOnce(&mut Call<'_>) -> Result,
) -> wasmtime::Result<i64> {
    let memory = caller.data().memory;
    // Constants are evaluated before the host has looked for the memory.
    let memory = match memory {
        Some(memory) => memory,
        None => {
            let export = caller
                .get_export("memory")
                .and_then(wasmtime::Extern::into_memory);
            export.ok_or_else(|| wasmtime::Error::msg("a program has a memory"))?
        }
    };
    let (bytes, state) = memory.data_and_store_mut(&mut caller);
    let mut call = Call {
        heap: Heap { bytes },
        layout: &state.layout,
        log: &mut state.log,
        regexes: &mut state.regexes,
        names: &mut state.names,
        deadline: &state.deadline,
    };
    match primitive(&mut call) {
        Ok(value) => Ok(value.cast_signed()),
        Err(fault) => {
            let message = fault.to_string();
            state.fault = Some(fault);
            Err(wasmtime::Error::msg(message))
        }
    }
}

impl Call<'_> {
    /// A constructor without arguments.
    fn nullary(&self, name: &str) -> Result {
        self.layout.nullary.get(name).copied().ok_or(Fault::Corrupt)
    }
}
