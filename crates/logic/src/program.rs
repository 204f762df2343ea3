//! A compiled program in `wasmtime`: its limits, its instances, its calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use buildamp_elm::wasm::value::{HEAP, HEAP_START};
use buildamp_elm::wasm::{Layout, Wasm};
use wasmtime::{Config, Engine, Instance, Linker, Memory, Module, Store, Trap};

use crate::heap::{Heap, Value};
use crate::{Fault, primitives};

/// What one call may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of memory, the constants' included.
    pub memory: usize,
    /// Bytes of stack.
    pub stack: usize,
    /// How long it may take.
    pub time: Duration,
}

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

/// How often the clock by which calls end ticks.
const TICK: Duration = Duration::from_millis(1);

/// A program that is ready to be instantiated.
pub struct Program {
    engine: Engine,
    module: Module,
    linker: Linker<State>,
    layout: Arc<Layout>,
    limits: Limits,
    clock: Arc<Clock>,
}

/// Ticks while it is there.
struct Clock {
    stopped: Arc<AtomicBool>,
    ticks: Arc<AtomicU64>,
}

impl Drop for Clock {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

impl Clock {
    fn start(engine: &Engine) -> Clock {
        let clock = Clock {
            stopped: Arc::new(AtomicBool::new(false)),
            ticks: Arc::new(AtomicU64::new(0)),
        };
        let (stopped, ticks) = (clock.stopped.clone(), clock.ticks.clone());
        let engine = engine.weak();
        std::thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                std::thread::sleep(TICK);
                let Some(engine) = engine.upgrade() else {
                    return;
                };
                engine.increment_epoch();
                ticks.fetch_add(1, Ordering::Relaxed);
            }
        });
        clock
    }

    fn deadline(&self, ticks: u64) -> Deadline {
        Deadline {
            ticks: self.ticks.clone(),
            end: self.ticks.load(Ordering::Relaxed).saturating_add(ticks),
        }
    }
}

/// When a call has to end. Compiled code is stopped by `wasmtime`; functions of the host that may take long look
/// here from time to time.
pub(crate) struct Deadline {
    ticks: Arc<AtomicU64>,
    end: u64,
}

#[cfg(test)]
impl Deadline {
    /// One that never comes.
    pub(crate) fn never() -> Deadline {
        Deadline {
            ticks: Arc::default(),
            end: u64::MAX,
        }
    }

    /// One that is past.
    pub(crate) fn over() -> Deadline {
        Deadline {
            ticks: Arc::default(),
            end: 0,
        }
    }
}

impl Deadline {
    /// # Errors
    /// That the time is over.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        match self.ticks.load(Ordering::Relaxed) < self.end {
            true => Ok(()),
            false => Err(Fault::Time),
        }
    }
}

/// What the host's functions see of their instance.
pub(crate) struct State {
    pub(crate) memory: Option<Memory>,
    pub(crate) layout: Arc<Layout>,
    /// What `Debug.log` said.
    pub(crate) log: Vec<String>,
    pub(crate) regexes: primitives::regex::Cache,
    pub(crate) deadline: Deadline,
    /// Why a function of the host ended the call.
    pub(crate) fault: Option<Fault>,
}

/// A program with its memory. One call at a time.
pub struct Guest {
    store: Store<State>,
    instance: Instance,
    memory: Memory,
    ticks: u64,
    clock: Arc<Clock>,
}

impl Program {
    /// Compiles a module for this machine.
    ///
    /// # Errors
    /// Where the module is not one that this version's compiler has made.
    pub fn new(wasm: &Wasm, limits: Limits) -> Result<Program, Fault> {
        let mut config = Config::new();
        config.epoch_interruption(true);
        // Not used, but it may not be less than the stack.
        config.async_stack_size(limits.stack.max(1 << 20) * 2);
        config.max_wasm_stack(limits.stack);
        config.wasm_backtrace_max_frames(std::num::NonZeroUsize::new(32));
        let engine = Engine::new(&config).map_err(broken)?;
        let module = Module::new(&engine, &wasm.bytes).map_err(broken)?;
        let mut linker = Linker::new(&engine);
        for (name, arity) in &wasm.layout.imports {
            primitives::link(&mut linker, name, *arity)?;
        }
        let clock = Arc::new(Clock::start(&engine));
        Ok(Program {
            engine,
            module,
            linker,
            layout: Arc::new(wasm.layout.clone()),
            limits,
            clock,
        })
    }

    /// A guest of its own, its constants evaluated.
    ///
    /// # Errors
    /// Where a constant doesn't end, or ends in a fault.
    pub fn guest(&self) -> Result<Guest, Fault> {
        let state = State {
            memory: None,
            layout: self.layout.clone(),
            log: Vec::new(),
            regexes: primitives::regex::Cache::default(),
            deadline: self.clock.deadline(u64::MAX),
            fault: None,
        };
        let mut store = Store::new(&self.engine, state);
        store.set_epoch_deadline(u64::MAX / 2);
        let instance = self
            .linker
            .instantiate(&mut store, &self.module)
            .map_err(broken)?;
        let memory = instance
            .get_memory(&mut store, "memory")
            .ok_or(Fault::Corrupt)?;
        let pages = (self.limits.memory / 65536) as u64;
        let more = pages.saturating_sub(memory.size(&store));
        memory.grow(&mut store, more).map_err(broken)?;
        store.data_mut().memory = Some(memory);
        let ticks =
            u64::try_from(self.limits.time.as_millis() / TICK.as_millis()).unwrap_or(u64::MAX / 2);
        let mut guest = Guest {
            store,
            instance,
            memory,
            ticks: ticks + 1,
            clock: self.clock.clone(),
        };
        guest.initialise()?;
        Ok(guest)
    }
}

impl Guest {
    fn initialise(&mut self) -> Result<(), Fault> {
        let init = self
            .instance
            .get_typed_func::<(), ()>(&mut self.store, "init")
            .map_err(broken)?;
        self.wind();
        let result = init.call(&mut self.store, ());
        result.map_err(|error| self.fault(&error))
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
        self.wind();
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
        self.wind();
        let result = function.call(&mut self.store, argument.cast_signed());
        self.read(result, read)
    }

    /// From now on the time of a call runs.
    fn wind(&mut self) {
        self.store.set_epoch_deadline(self.ticks);
        self.store.data_mut().deadline.end = self.clock.deadline(self.ticks).end;
    }

    /// The arena, emptied.
    fn empty(&mut self) -> Result<Heap<'_>, Fault> {
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
        let value = result.map_err(|error| self.fault(&error))?.cast_unsigned();
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

    fn fault(&mut self, error: &wasmtime::Error) -> Fault {
        if let Some(fault) = self.store.data_mut().fault.take() {
            return fault;
        }
        match error.downcast_ref::<Trap>() {
            Some(Trap::Interrupt) => Fault::Time,
            Some(Trap::StackOverflow) => Fault::Stack,
            Some(Trap::MemoryOutOfBounds) => Fault::Memory,
            _ => Fault::Trap(format!("{error:?}")),
        }
    }
}

#[allow(clippy::needless_pass_by_value)]
pub(crate) fn broken(error: wasmtime::Error) -> Fault {
    Fault::Trap(format!("{error:?}"))
}
