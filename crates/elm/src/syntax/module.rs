//! A module as a whole, and how parsing goes on behind a problem.
//!
//! Owns the order of a module's parts, recovery, and what the kind of a module says about ports.

use crate::syntax::cursor::{Parser, Stuck};
use crate::syntax::error::Problem;
use crate::syntax::header::{Kind, Opening};
use crate::syntax::source::Module;
use crate::syntax::{Mode, Parsed, charset};

impl Parser<'_> {
    /// The whole text.
    pub(crate) fn module(&mut self, parsed: &mut Parsed) {
        let opening = self.module_header(parsed);
        self.imports(parsed);
        if matches!(self.mode, Mode::Bundled | Mode::Privileged) {
            self.infixes(parsed);
        }
        self.declarations(parsed);
        if parsed.errors.is_empty() {
            self.check_ports(opening.as_ref(), &parsed.module);
            parsed.errors.extend(self.error.take());
        }
        let manager = opening.map(|opening| opening.manager);
        parsed.module.values.extend(manager.unwrap_or_default());
    }

    fn module_header(&mut self, parsed: &mut Parsed) -> Option<Opening> {
        match self.header() {
            Ok(None) => None,
            Ok(Some((opening, header))) => {
                parsed.module.header = Some(header);
                Some(opening)
            }
            Err(Stuck) => {
                self.recover(0, parsed);
                None
            }
        }
    }

    fn imports(&mut self, parsed: &mut Parsed) {
        loop {
            let start = self.pos;
            match self.try_import() {
                Ok(Some(import)) => parsed.module.imports.push(import),
                Ok(None) => return,
                Err(Stuck) => self.recover(start, parsed),
            }
        }
    }

    fn infixes(&mut self, parsed: &mut Parsed) {
        loop {
            let start = self.pos;
            match self.try_infix() {
                Ok(Some(infix)) => parsed.module.infixes.push(infix),
                Ok(None) => return,
                Err(Stuck) => self.recover(start, parsed),
            }
        }
    }

    /// A module has at least one.
    fn declarations(&mut self, parsed: &mut Parsed) {
        let mut some = !parsed.errors.is_empty() || self.mode == Mode::Bundled;
        while !(some && self.at_end()) {
            some = true;
            let start = self.pos;
            let mut result = self.declaration(&mut parsed.module);
            if result.is_ok() && !self.is_fresh_line() && !self.at_end() {
                result = Err(self.fail_here(Problem::AfterDeclaration));
            }
            if result.is_err() {
                self.recover(start, parsed);
            }
        }
    }

    // RECOVERY

    /// Keeps the problem of what began at `start`, and goes to the next line that looks like a declaration.
    fn recover(&mut self, start: usize, parsed: &mut Parsed) {
        let error = self.error.take().expect("who is stuck says why");
        let stuck = error.region.start as usize;
        let hopeless = matches!(
            error.problem,
            Problem::EndlessComment | Problem::EndlessText | Problem::EndlessShader
        );
        parsed.errors.push(error);
        self.reset();
        let next = match hopeless {
            true => None,
            false => self.next_declaration(stuck.max(start + 1)),
        };
        self.jump_to_line(next.unwrap_or(self.text.len()));
    }

    /// The first line from the byte `from` on that starts like a declaration.
    fn next_declaration(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let from = from.min(bytes.len());
        let is_start = from > 0 && bytes[from - 1] == b'\n';
        let first = is_start.then_some(from);
        let newlines = bytes[from..].iter().enumerate();
        let others = newlines
            .filter(|(_, b)| **b == b'\n')
            .map(|(at, _)| from + at + 1);
        first
            .into_iter()
            .chain(others)
            .find(|line| self.may_declare(*line))
    }

    /// Lines that go on with what is broken, like `else` or `)`, would only be reported once more.
    fn may_declare(&self, line: usize) -> bool {
        let rest = &self.text[line..];
        let (end, _) = self.name_end(line);
        let word = &self.text[line..end];
        let starts = matches!(word, "type" | "port" | "import") || !charset::is_reserved(word);
        rest.starts_with("{-|") || (starts && word.starts_with(charset::is_lower))
    }

    // PORTS

    fn check_ports(&mut self, opening: Option<&Opening>, module: &Module) {
        let Some(Opening { kind, region, .. }) = opening else {
            return;
        };
        let port = module.ports.first();
        match (kind, self.mode, port) {
            (Kind::Effect, Mode::Privileged, None) => return,
            (Kind::Effect, ..) => self.fail(*region, Problem::EffectModule),
            (Kind::Port, Mode::Package | Mode::Privileged, _) => {
                self.fail(*region, Problem::PortModuleInPackage)
            }
            (Kind::Port, _, None) => self.fail(*region, Problem::NoPorts),
            (Kind::Plain, Mode::Package | Mode::Privileged, Some(port)) => {
                self.fail(port.name.region, Problem::PortInPackage)
            }
            (Kind::Plain, _, Some(_)) => self.fail(*region, Problem::UnexpectedPorts),
            (Kind::Port, _, Some(_)) | (Kind::Plain, _, None) => return,
        };
    }
}
