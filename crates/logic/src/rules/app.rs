//! An app's compiled logic as [`Rules`].
//!
//! Instances are made when they are needed and used again. Each call gets an empty arena; an instance in which a call
//! ended early, or took much memory, goes.

use buildamp_elm::wasm::Wasm;
use buildamp_schema::{Schema, Tape};

use super::answer::{Answers, Reader};
use super::ask::{Asks, entry};
use super::build::Build;
use super::plan::{Plan, Planner};
use super::{
    Access, Call, Context, Decision, Failure, Handler, Json, Reads, Response, Rules, Unfit, reads,
};
use crate::heap::Value;
use crate::pool::Pool;
use crate::program::{Ended, Function};
use crate::{Fault, Guest, Limits, Program};

/// An app's compiled logic.
pub struct App {
    program: Program,
    plan: Plan,
    asks: Asks,
    answers: Answers,
    /// By [`Handler`]: whether the logic has it.
    handles: [bool; Handler::ALL.len()],
    /// How many bytes a result may take.
    room: usize,
    instances: Pool<Box<Instance>>,
}

/// Why an app's logic can't be run.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The generated modules are not those of the models.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The module can't be made ready.
    #[error(transparent)]
    Program(#[from] Fault),
    /// One of its constants has no value.
    #[error("a constant has no value: {0}")]
    Constant(Failure),
}

/// An instance with all that a call needs beside it.
struct Instance {
    guest: Guest,
    functions: [Option<Function>; Handler::ALL.len()],
    stack: Vec<Value>,
    out: Vec<u8>,
    tape: Tape,
}

/// Instances that wait for a call, at most.
const IDLE: usize = 64;

/// An instance whose call took more bytes than this goes, and its memory with it.
const MUCH: usize = 1 << 20;

impl App {
    /// Makes a compiled logic ready, and evaluates its constants once.
    ///
    /// # Errors
    /// Where the generated Elm is not that of the models, and where a constant has no value.
    pub fn new(wasm: &Wasm, schema: &Schema, limits: Limits) -> Result<App, Refused> {
        let layout = &wasm.layout;
        let mut planner = Planner::new(schema, layout);
        let asks = Asks::new(schema, layout, &mut planner)?;
        let answers = Answers::new(schema, layout, &mut planner)?;
        let app = App {
            plan: planner.finish(),
            asks,
            answers,
            room: limits.memory,
            program: Program::new(wasm, limits)?,
            handles: Handler::ALL.map(|handler| entry(layout, handler).is_some()),
            instances: Pool::new(IDLE),
        };
        let instance = app.instance().map_err(|ended| {
            Refused::Constant(Failure {
                fault: ended.fault,
                function: ended.function.unwrap_or_else(|| "a constant".to_owned()),
                log: Vec::new(),
            })
        })?;
        app.instances.give(instance);
        Ok(app)
    }

    /// An instance for one call.
    fn instance(&self) -> Result<Box<Instance>, Ended> {
        if let Some(instance) = self.instances.take() {
            return Ok(instance);
        }
        let mut guest = self.program.start()?;
        guest.take_log();
        let mut functions = [const { None }; Handler::ALL.len()];
        for handler in Handler::ALL {
            if self.handles(handler) {
                functions[handler as usize] = Some(guest.function(handler.name())?);
            }
        }
        Ok(Box::new(Instance {
            guest,
            functions,
            stack: Vec::new(),
            out: Vec::new(),
            tape: Tape::new(),
        }))
    }

    /// Calls a handler: its first argument is built, and its result read.
    fn ask<T>(
        &self,
        handler: Handler,
        context: &Context<'_>,
        reads: &mut dyn Reads,
        bytes: &[u8],
        about: impl FnOnce(&mut Build<'_, '_>, &mut Tape) -> Result<Value, Fault>,
        read: impl FnOnce(&mut Reader<'_, '_>, Value) -> Result<T, Fault>,
    ) -> Result<(T, Vec<String>), Failure> {
        let failure = |ended: Ended, log| Failure {
            fault: ended.fault,
            function: ended.function.unwrap_or_else(|| handler.name().to_owned()),
            log,
        };
        let mut instance = self
            .instance()
            .map_err(|ended| failure(ended, Vec::new()))?;
        let outcome = self.call(&mut instance, handler, context, reads, bytes, about, read);
        let log = instance.guest.take_log();
        match outcome {
            Ok(found) => {
                if instance.guest.used().is_ok_and(|used| used <= MUCH) {
                    self.instances.give(instance);
                }
                Ok((found, log))
            }
            Err(ended) => Err(failure(ended, log)),
        }
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one call")]
    fn call<T>(
        &self,
        instance: &mut Instance,
        handler: Handler,
        context: &Context<'_>,
        reads: &mut dyn Reads,
        bytes: &[u8],
        about: impl FnOnce(&mut Build<'_, '_>, &mut Tape) -> Result<Value, Fault>,
        read: impl FnOnce(&mut Reader<'_, '_>, Value) -> Result<T, Fault>,
    ) -> Result<T, Ended> {
        let Some(function) = &instance.functions[handler as usize] else {
            let fault = Fault::Trap(format!("the logic exposes no `{}`", handler.name()));
            return Err(fault.into());
        };
        instance.stack.clear();
        instance.guest.limit(context.budget);
        let mut heap = instance.guest.empty()?;
        let mut build = Build {
            plan: &self.plan,
            heap: &mut heap,
            bytes,
            stack: &mut instance.stack,
        };
        let first = about(&mut build, &mut instance.tape)?;
        let second = self.asks.context(&mut heap, context)?;
        let result = reads::with(reads, context, || {
            instance.guest.invoke(function, first, second)
        })?;
        let mut reader = Reader {
            answers: &self.answers,
            plan: &self.plan,
            heap: &mut instance.guest.heap(),
            out: &mut instance.out,
            room: self.room,
        };
        Ok(read(&mut reader, result)?)
    }
}

impl Rules for App {
    fn handles(&self, handler: Handler) -> bool {
        self.handles[handler as usize]
    }

    fn decide(
        &self,
        call: &Call<'_>,
        context: &Context<'_>,
        reads: &mut dyn Reads,
    ) -> Result<Decision, Failure> {
        let (handler, bytes) = match call {
            Call::Message { payload, .. } => (Handler::Message, *payload),
            Call::Presence(_) => (Handler::Presence, &b""[..]),
            Call::Event { payload, .. } => (Handler::Event, payload.as_bytes()),
            Call::Tick { .. } => (Handler::Tick, &b""[..]),
            Call::Upload { .. } => (Handler::Upload, &b""[..]),
            Call::Webhook { .. } => (Handler::Webhook, &b""[..]),
        };
        let read = |reader: &mut Reader<'_, '_>, value| match handler {
            Handler::Event | Handler::Tick => Ok((reader.effects(value)?, Response::Ack)),
            _ => reader.answer(value),
        };
        let about = |build: &mut Build<'_, '_>, tape: &mut Tape| {
            self.asks.about(call, context, build, tape)
        };
        let ((effects, response), log) = self.ask(handler, context, reads, bytes, about, read)?;
        Ok(Decision {
            effects,
            response,
            log,
        })
    }

    fn authorize(&self, context: &Context<'_>, reads: &mut dyn Reads) -> Result<Access, Failure> {
        let room = |build: &mut Build<'_, '_>, _: &mut Tape| build.heap.string(context.room);
        let read = |reader: &mut Reader<'_, '_>, value| reader.access(value);
        let (access, _) = self.ask(Handler::AuthorizeJoin, context, reads, b"", room, read)?;
        Ok(access)
    }

    fn room_state(&self, context: &Context<'_>, reads: &mut dyn Reads) -> Result<Json, Failure> {
        let room = |build: &mut Build<'_, '_>, _: &mut Tape| build.heap.string(context.room);
        let read = |reader: &mut Reader<'_, '_>, value| reader.json(value);
        let (state, _) = self.ask(Handler::RoomState, context, reads, b"", room, read)?;
        Ok(state)
    }
}
