//! An app's logic: the module `WebSocketLogic` with what the server calls of it.
//!
//! Owns the names and types of those functions (`handlers`), and what the server answers of `BuildAmp.Server`. It
//! refuses to know the models: they are types of the generated modules like any other.

mod fits;
mod handlers;
mod unhandled;

use buildamp_diagnostics::{Report, Severity, Sources};

use crate::compile::compile_wanted;
use crate::core::lower::arity;
use crate::core::{Answered, Entry, Signature, Wanted};
use crate::program::{Module, Program, Provider, check};
use crate::report::app as report;
use crate::resolve::resolved::{Annotation, Definition, Global, Group, Name, Type};
use crate::types::print::Names;
use crate::wasm::Wasm;
use fits::fits;
pub use handlers::{ANSWERED, ANSWERED_FOR_SOME, HANDLERS, Handler};
use handlers::{Types, parts};
pub use unhandled::Unhandled;

/// The module that the server calls.
pub const LOGIC: &str = "WebSocketLogic";
/// The generated module that says what goes in and out.
pub const SERVER: &str = "BuildAmp.Server";
/// The generated module of scheduled events.
pub const EVENTS: &str = "BuildAmp.Events";

/// The handler of messages.
const MESSAGE_HANDLER: &str = "processMessage";

/// The field of a context that tells whether the server answers what is read.
pub const TOKEN: &str = "snapshot";

/// An app's logic, checked and compiled.
#[derive(Debug)]
pub struct App {
    /// The program, with what is wrong or looks wrong with it; the modules that are missing among it.
    pub program: Program,
    /// `None` where a module is missing, or a report is an error.
    pub wasm: Option<Wasm>,
    /// Messages that `processMessage` leaves to a `_`; none where there are errors.
    pub unhandled: Vec<Unhandled>,
}

impl App {
    /// A warning for each message that clients send, by its variant, and that the rules leave to a `_`.
    pub fn unhandled(&self, is_sent: impl Fn(&str) -> bool) -> Vec<Report> {
        let unhandled = self.unhandled.iter();
        unhandled
            .filter(|unhandled| is_sent(&unhandled.variant))
            .map(report::unhandled)
            .collect()
    }
}

/// Checks and compiles an app's logic. The modules that `buildamp gen` makes are the provider's too.
pub fn compile(provider: &dyn Provider, sources: &mut Sources) -> App {
    let modules = [LOGIC, SERVER, EVENTS];
    let mut program = check(&modules, provider, crate::std::modules(), sources);
    let mut wanted = None;
    if program.missing.is_empty() && !program.has_errors() {
        let found = Finder::new(&program).map(|finder| finder.wanted());
        if let Some((reports, found)) = found {
            program.reports.extend(reports);
            wanted = Some(found);
        }
    }
    let wasm = match wanted {
        Some(wanted) if !program.has_errors() => Some(compile_wanted(&program, &wanted)),
        _ => None,
    };
    let logic = program.module(LOGIC).filter(|_| wasm.is_some());
    let unhandled = logic.map(|logic| unhandled::unhandled(logic, MESSAGE_HANDLER));
    App {
        unhandled: unhandled.unwrap_or_default(),
        program,
        wasm,
    }
}

impl Program {
    /// Whether a report is an error.
    pub fn has_errors(&self) -> bool {
        let mut reports = self.reports.iter();
        reports.any(|report| report.severity == Severity::Error)
    }
}

/// Looks for what the server wants.
struct Finder<'p> {
    logic: &'p Module,
    server: &'p Module,
    types: Types<'p>,
    names: Names<'p>,
    reports: Vec<Report>,
}

impl<'p> Finder<'p> {
    fn new(program: &'p Program) -> Option<Finder<'p>> {
        let logic = program.module(LOGIC)?;
        Some(Finder {
            logic,
            server: program.module(SERVER)?,
            types: Types::new(program)?,
            names: Names::of(logic.resolved.as_ref()?, &logic.parsed.module, program),
            reports: Vec::new(),
        })
    }

    fn wanted(mut self) -> (Vec<Report>, Wanted) {
        let entries = HANDLERS.iter().filter_map(|handler| self.entry(handler));
        let entries = entries.collect();
        self.unknown();
        let is_there = |name: &&str| find(self.server, name).is_some();
        let for_some: Vec<&str> = ANSWERED_FOR_SOME.into_iter().filter(is_there).collect();
        let names = ANSWERED.into_iter().chain(for_some);
        let answered = names.filter_map(|name| self.answered(name)).collect();
        (self.reports, Wanted { entries, answered })
    }

    /// A handler, if the logic exposes it and its type is right.
    fn entry(&mut self, handler: &Handler) -> Option<Entry> {
        if !self.exposes(handler.name) {
            self.not_exposed(handler);
            return None;
        }
        let definition = find(self.logic, handler.name);
        let scheme = scheme(self.logic, handler.name)?;
        let Some(signature) = self.types.signature(handler) else {
            self.reports.push(report::stale(self.server, handler.name));
            return None;
        };
        let expected = whole(&signature);
        if !fits(&scheme.ty, &expected) {
            let region = match definition {
                Some(Definition {
                    annotation: Some(annotation),
                    ..
                }) => annotation.region,
                Some(definition) => definition.name.region,
                None => scheme.region,
            };
            let (found, expected) = (parts(&scheme.ty), parts(&expected));
            let show = |ty: &Type| self.names.resolved(ty);
            let wrong = report::WrongType {
                handler: handler.name,
                about: handler.arguments,
                found: show(&scheme.ty),
                expected: show(&whole(&signature)),
                found_parts: found.iter().map(|ty| show(ty)).collect(),
                expected_parts: expected.iter().map(|ty| show(ty)).collect(),
                fitting: found
                    .iter()
                    .zip(&expected)
                    .map(|(a, b)| fits(a, b))
                    .collect(),
            };
            let span = region.in_file(self.logic.file);
            self.reports.push(report::wrong_type(&wrong, span));
            return None;
        }
        Some(Entry {
            global: global(self.logic, handler.name),
            signature: Some(signature),
        })
    }

    fn exposes(&self, name: &str) -> bool {
        let resolved = self.logic.resolved.as_ref();
        resolved.is_some_and(|resolved| resolved.exports.values.contains_key(name))
    }

    fn not_exposed(&mut self, handler: &Handler) {
        let defined = find(self.logic, handler.name).map(|found| found.name.region);
        let defined = defined.map(|region| region.in_file(self.logic.file));
        match (defined, handler.required) {
            (Some(span), false) => self.reports.push(report::hidden(handler.name, span)),
            (_, true) => {
                let header = self.logic.parsed.module.header.as_ref();
                let region = header.map(|header| header.region).unwrap_or_default();
                let span = region.in_file(self.logic.file);
                let signature = self
                    .types
                    .signature(handler)
                    .map(|signature| whole(&signature));
                let expected = signature.map(|ty| self.names.resolved(&ty));
                let missing = report::missing(handler.name, expected, defined, span);
                self.reports.push(missing);
            }
            (None, false) => {}
        }
    }

    /// What is exposed and may have been meant for a handler.
    fn unknown(&mut self) {
        let Some(resolved) = &self.logic.resolved else {
            return;
        };
        let exposed = |name: &str| resolved.exports.values.contains_key(name);
        let unused: Vec<&str> = HANDLERS
            .iter()
            .map(|handler| handler.name)
            .filter(|name| !exposed(name))
            .collect();
        let is_handler = |name: &Name| HANDLERS.iter().any(|handler| handler.name == name);
        for name in resolved
            .exports
            .values
            .keys()
            .filter(|name| !is_handler(name))
        {
            let close = crate::resolve::close_names(name, unused.iter().copied());
            if let (Some(meant), Some(definition)) = (close.first(), find(self.logic, name)) {
                let span = definition.name.region.in_file(self.logic.file);
                self.reports.push(report::unknown(name, meant, span));
            }
        }
    }

    /// A function of `BuildAmp.Server` that the server answers.
    fn answered(&mut self, name: &str) -> Option<Answered> {
        let found = find(self.server, name).zip(scheme(self.server, name));
        let Some((definition, scheme)) = found else {
            self.reports.push(report::stale(self.server, name));
            return None;
        };
        let mut parameters: Vec<Type> = parts(&scheme.ty).into_iter().cloned().collect();
        let result = parameters.pop()?;
        if arity(definition) != parameters.len() {
            self.reports.push(report::stale(self.server, name));
            return None;
        }
        Some(Answered {
            global: global(self.server, name),
            signature: Signature { parameters, result },
            token: TOKEN.into(),
        })
    }
}

fn global(module: &Module, name: &str) -> Global {
    Global {
        module: module.id,
        name: name.into(),
    }
}

fn scheme<'p>(module: &'p Module, name: &str) -> Option<&'p Annotation> {
    let schemes = &module.checked.as_ref()?.schemes;
    schemes.get(name).map(|scheme| &**scheme)
}

fn find<'p>(module: &'p Module, name: &str) -> Option<&'p Definition> {
    let groups = module.resolved.iter().flat_map(|resolved| &resolved.groups);
    let mut definitions = groups.flat_map(|group| match group {
        Group::Single(definition) => std::slice::from_ref(definition),
        Group::Recursive(definitions) => definitions,
    });
    definitions.find(|definition| definition.name.value == name)
}

/// The type of a function of this signature.
fn whole(signature: &Signature) -> Type {
    let parameters = signature.parameters.iter().rev();
    parameters.fold(signature.result.clone(), |result, parameter| {
        Type::Function(Box::new(parameter.clone()), Box::new(result))
    })
}
