//! The functions that the server calls or answers, with their types.

use std::rc::Rc;

use super::{EVENTS, SERVER};
use crate::core::Signature;
use crate::program::{Module, Program};
use crate::resolve::resolved::{Global, Type};

/// A function that the server calls.
#[derive(Debug)]
pub struct Handler {
    /// Its name.
    pub name: &'static str,
    /// What it gets, for people.
    pub arguments: &'static str,
    /// Whether an app must have it.
    pub required: bool,
    parameters: &'static [Part],
    result: Part,
}

/// A type of a handler.
#[derive(Debug, Clone, Copy)]
enum Part {
    Text,
    Json,
    Server(&'static str),
    Events(&'static str),
    /// `List Effect`
    Effects,
    /// `( List Effect, Response )`
    Answer,
}

const CONTEXT: Part = Part::Server("Context");

const fn handler(
    name: &'static str,
    arguments: &'static str,
    parameters: &'static [Part],
    result: Part,
) -> Handler {
    Handler {
        name,
        arguments,
        required: false,
        parameters,
        result,
    }
}

/// All that the server calls of the logic, where the logic exposes it.
pub const HANDLERS: [Handler; 8] = [
    Handler {
        required: true,
        ..handler(
            "processMessage",
            "the message and where it comes from",
            &[Part::Server("WebSocketMessage"), CONTEXT],
            Part::Answer,
        )
    },
    handler(
        "authorizeJoin",
        "the room and who wants to come in",
        &[Part::Text, CONTEXT],
        Part::Server("Access"),
    ),
    handler(
        "roomState",
        "the room and who comes in",
        &[Part::Text, CONTEXT],
        Part::Json,
    ),
    handler(
        "handleUserPresence",
        "who came or left, and where",
        &[Part::Server("PresenceEvent"), CONTEXT],
        Part::Answer,
    ),
    handler(
        "handleEvent",
        "the event that is due, and where",
        &[Part::Events("Event"), CONTEXT],
        Part::Effects,
    ),
    handler(
        "handleTick",
        "the tick, and where",
        &[Part::Server("Tick"), CONTEXT],
        Part::Effects,
    ),
    handler(
        "handleUpload",
        "the file, and where it comes from",
        &[Part::Server("Upload"), CONTEXT],
        Part::Answer,
    ),
    handler(
        "handleWebhook",
        "the call, and where",
        &[Part::Server("Webhook"), CONTEXT],
        Part::Answer,
    ),
];

/// What the server answers of `BuildAmp.Server`.
pub const ANSWERED: [&str; 9] = [
    "getGameState",
    "getDocument",
    "getOperationsSince",
    "getChangesSince",
    "getKVValue",
    "listKV",
    "listKVIn",
    "members",
    "isOnline",
];

/// What the server answers of it where the models ask for it: nothing is wrong where it is not there.
pub const ANSWERED_FOR_SOME: [&str; 2] = ["getClaims", "getJoined"];

/// The types of the generated modules.
pub(super) struct Types<'p> {
    server: &'p Module,
    events: &'p Module,
    text: Type,
    json: Type,
    list: Global,
}

impl<'p> Types<'p> {
    pub(super) fn new(program: &'p Program) -> Option<Types<'p>> {
        let own = |module, name| program.interfaces.global(module, name);
        let plain = |module, name| Some(Type::Named(own(module, name)?, Vec::new()));
        Some(Types {
            server: program.module(SERVER)?,
            events: program.module(EVENTS)?,
            text: plain("String", "String")?,
            json: plain("Json.Encode", "Value")?,
            list: own("List", "List")?,
        })
    }

    /// `None` where a generated module lacks one of the types.
    pub(super) fn signature(&self, handler: &Handler) -> Option<Signature> {
        let parameters = handler.parameters.iter().map(|part| self.part(*part));
        Some(Signature {
            parameters: parameters.collect::<Option<_>>()?,
            result: self.part(handler.result)?,
        })
    }

    fn part(&self, part: Part) -> Option<Type> {
        Some(match part {
            Part::Text => self.text.clone(),
            Part::Json => self.json.clone(),
            Part::Server(name) => named(self.server, name)?,
            Part::Events(name) => named(self.events, name)?,
            Part::Effects => Type::Named(self.list.clone(), vec![named(self.server, "Effect")?]),
            Part::Answer => Type::Tuple(vec![
                self.part(Part::Effects)?,
                named(self.server, "Response")?,
            ]),
        })
    }
}

/// A type of a module that has no variables.
fn named(module: &Module, name: &str) -> Option<Type> {
    let resolved = module.resolved.as_ref()?;
    if let Some(union) = resolved.unions.get(name) {
        return Some(Type::Named(union.global.clone(), Vec::new()));
    }
    let alias = resolved.aliases.get(name)?;
    Some(Type::Alias(
        alias.global.clone(),
        Vec::new(),
        Rc::clone(&alias.ty),
    ))
}

/// A function's arguments, and its result last.
pub(super) fn parts(ty: &Type) -> Vec<&Type> {
    let mut parts = Vec::new();
    let mut rest = ty;
    loop {
        match rest {
            Type::Function(argument, result) => {
                parts.push(&**argument);
                rest = result;
            }
            Type::Alias(_, _, target) if matches!(real(target), Type::Function(..)) => {
                rest = target;
            }
            _ => {
                parts.push(rest);
                return parts;
            }
        }
    }
}

/// A type behind its aliases.
pub(super) fn real(mut ty: &Type) -> &Type {
    while let Type::Alias(_, _, target) = ty {
        ty = target;
    }
    ty
}
