//! A compiled program in `wasmtime`: its limits, its instances, its calls.

use std::sync::Arc;
use std::time::Duration;

use buildamp_elm::wasm::value::{HEAP, HEAP_START};
use buildamp_elm::wasm::{Layout, Wasm};
use wasmtime::{
    Config, Engine, Instance, InstancePre, Linker, Memory, Module, OptLevel, RegallocAlgorithm,
    Store, Trap, TypedFunc, WasmBacktrace,
};

use crate::clock::{self, Deadline, Patience, Running};
use crate::heap::{Heap, Value};
use crate::rules::reads;
use crate::{Fault, primitives};

/// What one call may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of memory, the constants' included.
    pub memory: usize,
    /// Bytes of stack.
    pub stack: usize,
    /// How long its thread may run.
    pub time: Duration,
}

/// A function of more bytes is compiled quickly rather than well. People write functions of a few KiB at most.
const LARGE: usize = 100_000;

impl Default for Limits {
    /// 16 MiB, 1 MiB of stack, 50 ms.
    fn default() -> Limits {
        Limits {
            memory: 16 << 20,
            stack: 1 << 20,
            time: Duration::from_millis(50),
        }
    }
}

/// A program that is ready to be instantiated.
pub struct Program {
    engine: Engine,
    instance: InstancePre<State>,
    layout: Arc<Layout>,
    limits: Limits,
}

/// What the host's functions see of their instance.
pub(crate) struct State {
    pub(crate) memory: Option<Memory>,
    pub(crate) layout: Arc<Layout>,
    /// What `Debug.log` said.
    pub(crate) log: Vec<String>,
    pub(crate) regexes: primitives::regex::Cache,
    pub(crate) names: primitives::json::Known,
    pub(crate) deadline: Deadline,
    /// Why a function of the host ended the call.
    pub(crate) fault: Option<Fault>,
    /// How long the call may still take.
    pub(crate) patience: Patience,
}

/// A program with its memory. One call at a time.
pub struct Guest {
    store: Store<State>,
    instance: Instance,
    memory: Memory,
    time: Duration,
    budget: Option<Duration>,
}

/// A function with two arguments, looked up in a guest.
pub(crate) type Function = TypedFunc<(i64, i64), i64>;

/// Why a call ended early, and in which function if that is known.
pub(crate) struct Ended {
    pub(crate) fault: Fault,
    pub(crate) function: Option<String>,
}

impl From<Fault> for Ended {
    fn from(fault: Fault) -> Ended {
        Ended {
            fault,
            function: None,
        }
    }
}

impl Program {
    /// Compiles a module for this machine.
    ///
    /// # Errors
    /// Where a function is too large for a module, or the module is not one that this version's compiler has made.
    pub fn new(wasm: &Wasm, limits: Limits) -> Result<Program, Fault> {
        if let Some(refusal) = wasm.refusal() {
            return Err(Fault::Trap(refusal));
        }
        let mut config = Config::new();
        config.epoch_interruption(true);
        // Not used, but it may not be less than the stack.
        config.async_stack_size(limits.stack.max(1 << 20) * 2);
        config.max_wasm_stack(limits.stack);
        if wasm.largest > LARGE {
            // What makes code quicker needs time out of proportion for a function of thousands of branches or values.
            config.cranelift_opt_level(OptLevel::None);
            config.cranelift_regalloc_algorithm(RegallocAlgorithm::SinglePass);
        }
        config.wasm_backtrace_max_frames(std::num::NonZeroUsize::new(32));
        let engine = Engine::new(&config).map_err(broken)?;
        let module = Module::new(&engine, &wasm.bytes).map_err(broken)?;
        let mut linker = Linker::new(&engine);
        for (name, arity) in &wasm.layout.imports {
            if !reads::link(&mut linker, &wasm.layout, name)? {
                primitives::link(&mut linker, name, *arity)?;
            }
        }
        let instance = linker.instantiate_pre(&module).map_err(broken)?;
        clock::watch(&engine);
        Ok(Program {
            engine,
            instance,
            layout: Arc::new(wasm.layout.clone()),
            limits,
        })
    }

    /// A guest of its own, its constants evaluated.
    ///
    /// # Errors
    /// Where a constant doesn't end, or ends in a fault.
    pub fn guest(&self) -> Result<Guest, Fault> {
        self.start().map_err(|ended| ended.fault)
    }

    /// The same, with the function in which a constant ended.
    pub(crate) fn start(&self) -> Result<Guest, Ended> {
        let state = State {
            memory: None,
            layout: self.layout.clone(),
            log: Vec::new(),
            regexes: primitives::regex::Cache::default(),
            names: primitives::json::Known::default(),
            deadline: Deadline::never(),
            fault: None,
            patience: Patience::new(self.limits.time),
        };
        let mut store = Store::new(&self.engine, state);
        store.set_epoch_deadline(u64::MAX / 2);
        store.epoch_deadline_callback(|mut context| {
            Ok(context.data_mut().patience.look(clock::running()))
        });
        let instance = self.instance.instantiate(&mut store).map_err(broken)?;
        let memory = instance
            .get_memory(&mut store, "memory")
            .ok_or(Fault::Corrupt)?;
        let pages = (self.limits.memory / 65536) as u64;
        let more = pages.saturating_sub(memory.size(&store));
        memory.grow(&mut store, more).map_err(broken)?;
        store.data_mut().memory = Some(memory);
        let mut guest = Guest {
            store,
            instance,
            memory,
            time: self.limits.time,
            budget: None,
        };
        guest.initialise()?;
        Ok(guest)
    }
}

impl Guest {
    fn initialise(&mut self) -> Result<(), Ended> {
        let init = self
            .instance
            .get_typed_func::<(), ()>(&mut self.store, "init")
            .map_err(broken)?;
        let _running = self.wind();
        let result = init.call(&mut self.store, ());
        result.map_err(|error| self.ended(&error))
    }

    /// From now on the time of a call runs, for as long as what this gives is held.
    #[must_use]
    fn wind(&mut self) -> Running {
        let running = Running::begin();
        let time = self
            .budget
            .map_or(self.time, |budget| budget.min(self.time));
        let patience = Patience::new(time);
        self.store.set_epoch_deadline(patience.ticks());
        let state = self.store.data_mut();
        state.patience = patience;
        state.deadline = Deadline::after(time);
        running
    }

    /// Lets the calls to come take no longer than this, if that is less than what the program was made for.
    pub(crate) fn limit(&mut self, budget: Option<Duration>) {
        self.budget = budget;
    }

    /// Looks an entry with two arguments up.
    pub(crate) fn function(&mut self, entry: &str) -> Result<Function, Fault> {
        let found = self.instance.get_typed_func(&mut self.store, entry);
        found.map_err(broken)
    }

    /// Calls a function with arguments that were built in the arena since it was emptied.
    pub(crate) fn invoke(
        &mut self,
        function: &Function,
        a: Value,
        b: Value,
    ) -> Result<Value, Ended> {
        let _running = self.wind();
        let result = function.call(&mut self.store, (a.cast_signed(), b.cast_signed()));
        result
            .map(i64::cast_unsigned)
            .map_err(|error| self.ended(&error))
    }

    fn ended(&mut self, error: &wasmtime::Error) -> Ended {
        Ended {
            function: function_of(error, &self.store.data().layout),
            fault: fault(self.store.data_mut(), error),
        }
    }

    /// How many bytes of the arena are taken.
    pub(crate) fn used(&mut self) -> Result<usize, Fault> {
        let heap = self.heap();
        Ok(heap.half(HEAP)?.saturating_sub(heap.half(HEAP_START)?) as usize)
    }

    /// The arena as it is.
    pub(crate) fn heap(&mut self) -> Heap<'_> {
        Heap {
            bytes: self.memory.data_mut(&mut self.store),
        }
    }

    /// Empties the arena, calls an entry without arguments and hands the result to the reader.
    ///
    /// # Errors
    /// Why the call ended early. The next call starts clean.
    pub fn call<T>(
        &mut self,
        entry: &str,
        read: impl FnOnce(&mut Heap<'_>, &Layout, Value) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let function = self
            .instance
            .get_typed_func::<(), i64>(&mut self.store, entry)
            .map_err(broken)?;
        self.empty()?;
        let _running = self.wind();
        let result = function.call(&mut self.store, ());
        self.read(result, read)
    }

    /// The same for an entry with one argument, which is built in the arena first.
    ///
    /// # Errors
    /// As [`Guest::call`].
    pub fn call_with<T>(
        &mut self,
        entry: &str,
        build: impl FnOnce(&mut Heap<'_>) -> Result<Value, Fault>,
        read: impl FnOnce(&mut Heap<'_>, &Layout, Value) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let function = self
            .instance
            .get_typed_func::<i64, i64>(&mut self.store, entry)
            .map_err(broken)?;
        let argument = build(&mut self.empty()?)?;
        let _running = self.wind();
        let result = function.call(&mut self.store, argument.cast_signed());
        self.read(result, read)
    }

    /// The arena, emptied.
    pub(crate) fn empty(&mut self) -> Result<Heap<'_>, Fault> {
        let mut heap = Heap {
            bytes: self.memory.data_mut(&mut self.store),
        };
        let start = heap.half(HEAP_START)?;
        heap.set_half(HEAP, start)?;
        Ok(heap)
    }

    fn read<T>(
        &mut self,
        result: wasmtime::Result<i64>,
        read: impl FnOnce(&mut Heap<'_>, &Layout, Value) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let value = result
            .map_err(|error| fault(self.store.data_mut(), &error))?
            .cast_unsigned();
        let layout = self.store.data().layout.clone();
        read(
            &mut Heap {
                bytes: self.memory.data_mut(&mut self.store),
            },
            &layout,
            value,
        )
    }

    /// What `Debug.log` said since the last time.
    pub fn take_log(&mut self) -> Vec<String> {
        std::mem::take(&mut self.store.data_mut().log)
    }
}

/// Why a call ended: a function of the host has said so, or the trap tells.
pub(crate) fn fault(state: &mut State, error: &wasmtime::Error) -> Fault {
    if let Some(fault) = state.fault.take() {
        return fault;
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::Interrupt) => Fault::Time,
        Some(Trap::StackOverflow) => Fault::Stack,
        Some(Trap::MemoryOutOfBounds) => Fault::Memory,
        _ => Fault::Trap(format!("{error:?}")),
    }
}

/// The innermost Elm function in which a call ended: one of the app's own rather than one of the standard library or of a
/// generated module.
///
/// A function whose code was put into another's is known by the place there.
pub(crate) fn function_of(error: &wasmtime::Error, layout: &Layout) -> Option<String> {
    let trace = error.downcast_ref::<WasmBacktrace>()?;
    let names = trace.frames().iter().flat_map(|frame| {
        let offset = frame.func_offset().and_then(|at| u32::try_from(at).ok());
        let within = offset.and_then(|at| layout.within.get(&(frame.func_index(), at)));
        let names = [within.map(|name| name.as_str()), frame.func_name()];
        names.into_iter().flatten()
    });
    let names = names.map(|name| name.split_once('/').map_or(name, |(name, _)| name));
    // What the compiler adds has a space or brackets in its name.
    let written = |name: &&str| name.contains('.') && !name.contains([' ', '(']);
    let names: Vec<&str> = names.filter(written).collect();
    let own = names.iter().find(|name| !is_foreign(name));
    own.or(names.first()).map(|name| (*name).to_owned())
}

fn is_foreign(name: &str) -> bool {
    let Some((module, _)) = name.rsplit_once('.') else {
        return false;
    };
    let mut library = buildamp_elm::std::modules().iter();
    module.starts_with("BuildAmp.") || library.any(|(known, ..)| *known == module)
}

#[allow(clippy::needless_pass_by_value)]
pub(crate) fn broken(error: wasmtime::Error) -> Fault {
    Fault::Trap(format!("{error:?}"))
}
