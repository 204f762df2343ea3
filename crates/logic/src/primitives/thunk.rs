//! `Elm.Kernel.Test.runThunk`: the one primitive that is given a function. It calls it back, and tells what stopped it.
//!
//! It refuses to hide that time or memory ran out: that ends the whole call.

use buildamp_elm::wasm::value::UNIT;
use buildamp_elm::wasm::{APPLY, RUN_THUNK};
use wasmtime::{Caller, Extern, Linker};

use super::{Call, Result, run};
use crate::Fault;
use crate::heap::Value;
use crate::program::{State, broken, fault, function_of};

pub(super) fn link(linker: &mut Linker<State>) -> Result<()> {
    linker
        .func_wrap("elm", RUN_THUNK, run_thunk)
        .map(drop)
        .map_err(broken)
}

fn run_thunk(mut caller: Caller<'_, State>, thunk: i64) -> wasmtime::Result<i64> {
    let apply = caller.get_export(APPLY).and_then(Extern::into_func);
    let apply = apply.ok_or_else(|| wasmtime::Error::msg("what calls back has what is called"))?;
    let apply = apply.typed::<(i64, i64), i64>(&caller)?;
    let error = match apply.call(&mut caller, (thunk, UNIT.cast_signed())) {
        Ok(value) => return run(caller, |call| call.result("Ok", value.cast_unsigned())),
        Err(error) => error,
    };
    let function = function_of(&error, &caller.data().layout);
    let fault = fault(caller.data_mut(), &error);
    let Some(words) = words(&fault, function.as_deref()) else {
        caller.data_mut().fault = Some(fault);
        return Err(error);
    };
    run(caller, |call| {
        let words = call.heap.string(&words)?;
        call.result("Err", words)
    })
}

/// As the official runtime says it, but for the line of a `Debug.todo`, which is not known here.
fn words(fault: &Fault, function: Option<&str>) -> Option<String> {
    match fault {
        Fault::Todo(message) => {
            let module = function.and_then(|name| name.rsplit_once('.'));
            let module = module.map_or("?", |(module, _)| module);
            Some(format!("Error: TODO in module `{module}`\n\n{message}"))
        }
        Fault::ModByZero => Some("Error: Cannot perform mod 0. Division by zero error.".to_owned()),
        Fault::EqualFunctions => Some(
            "Error: Trying to use `(==)` on functions.\n\
            There is no way to know if functions are \"the same\" in the Elm sense.\n\
            Read more about this at \
            https://package.elm-lang.org/packages/elm/core/latest/Basics#== \
            which describes why it is this way and what the better version will look like."
                .to_owned(),
        ),
        Fault::Stack => Some("RangeError: Maximum call stack size exceeded".to_owned()),
        _ => None,
    }
}

impl Call<'_> {
    /// A `Result`.
    fn result(&mut self, name: &str, value: Value) -> Result {
        let id = *self.layout.known.get(name).ok_or(Fault::Corrupt)?;
        let constructor = self.layout.constructors.get(id.0 as usize);
        let tag = constructor.ok_or(Fault::Corrupt)?.tag;
        self.heap.construct(id.0, tag, &[value])
    }
}
