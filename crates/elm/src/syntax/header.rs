//! The top of a module: its header and its imports.
//!
//! Owns `module`, `exposing` and `import`. Effect modules are read, for the problems in them, and then refused.

use crate::region::{Located, Region};
use crate::syntax::cursor::{Parse, Parser};
use crate::syntax::error::{Node, Problem, Reserved, Wanted};
use crate::syntax::source::{Exposed, Exposing, Header, Import, ModuleKind, Name};

/// What a header says before the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Opening {
    /// `port`, `effect` or neither.
    pub(crate) kind: Kind,
    /// `module` with the word before it.
    pub(crate) region: Region,
}

/// What kind of module it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    Port,
    Effect,
}

impl Parser<'_> {
    /// The header, if there is one. What follows stands at the start of a line.
    pub(crate) fn header(&mut self) -> Parse<Option<(Opening, Header)>> {
        self.fresh_line(Wanted::FreshLine)?;
        let start = self.here();
        if self.try_keyword("module") {
            return self.rest_of_header(start, Kind::Plain).map(Some);
        }
        let (kind, wanted) = if self.try_keyword("port") {
            (Kind::Port, Wanted::PortModuleLine)
        } else if self.try_keyword("effect") {
            (Kind::Effect, Wanted::EffectModuleLine)
        } else {
            return Ok(None);
        };
        self.indented(wanted)?;
        self.keyword("module", wanted)?;
        self.rest_of_header(start, kind).map(Some)
    }

    fn rest_of_header(&mut self, start: u32, kind: Kind) -> Parse<(Opening, Header)> {
        let wanted = match kind {
            Kind::Plain => Wanted::ModuleLine,
            Kind::Port => Wanted::PortModuleLine,
            Kind::Effect => Wanted::EffectModuleLine,
        };
        let opening = Opening {
            kind,
            region: self.since(start),
        };
        self.indented(wanted)?;
        let name = self.module_name(Wanted::ModuleName)?;
        self.indented(wanted)?;
        if kind == Kind::Effect {
            self.manager()?;
        }
        self.keyword("exposing", wanted)?;
        self.indented(wanted)?;
        let exposing_start = self.here();
        let exposing = self.exposing()?;
        let exposing = Located::new(self.since(exposing_start), exposing);
        let region = self.since(start);
        let doc = self.module_doc()?;
        let header = Header {
            region,
            kind: match kind {
                Kind::Port => ModuleKind::Port,
                Kind::Plain | Kind::Effect => ModuleKind::Plain,
            },
            name,
            exposing,
            doc,
        };
        Ok((opening, header))
    }

    fn module_doc(&mut self) -> Parse<Option<Located<Name>>> {
        self.fresh_line(Wanted::FreshLine)?;
        let doc = self.try_doc()?;
        if doc.is_some() {
            self.fresh_line(Wanted::FreshLine)?;
        }
        Ok(doc)
    }

    fn fresh_line(&mut self, wanted: Wanted) -> Parse<()> {
        self.spaces()?;
        if self.is_fresh_line() {
            return Ok(());
        }
        Err(self.missing(wanted))
    }

    /// `where { command = MyCmd, subscription = MySub }` and the space behind it.
    fn manager(&mut self) -> Parse<()> {
        const WANTED: Wanted = Wanted::EffectModuleLine;
        self.keyword("where", WANTED)?;
        self.indented(WANTED)?;
        self.byte(b'{', WANTED)?;
        loop {
            self.indented(WANTED)?;
            if !self.try_keyword("command") {
                self.keyword("subscription", WANTED)?;
            }
            self.indented(WANTED)?;
            self.byte(b'=', WANTED)?;
            self.indented(WANTED)?;
            self.upper(WANTED)?;
            self.indented(WANTED)?;
            if !self.try_byte(b',') {
                break;
            }
        }
        self.byte(b'}', WANTED)?;
        self.indented(WANTED)
    }

    // IMPORTS

    /// An import, if one comes next. What follows stands at the start of a line.
    pub(crate) fn try_import(&mut self) -> Parse<Option<Import>> {
        let start = self.here();
        if !self.try_keyword("import") {
            return Ok(None);
        }
        self.indented(Wanted::ImportRest)?;
        let mut import = Import {
            region: self.since(start),
            module: self.module_name(Wanted::ImportName)?,
            alias: None,
            exposing: Exposing::Explicit(Vec::new()),
        };
        self.spaces()?;
        if !self.is_fresh_line() && self.try_keyword("as") {
            self.indented(Wanted::ImportRest)?;
            import.alias = Some(self.upper(Wanted::ImportAlias)?);
            self.spaces()?;
        }
        if !self.is_fresh_line() {
            self.keyword("exposing", Wanted::ImportRest)?;
            self.indented(Wanted::ImportRest)?;
            import.exposing = self.exposing()?;
            self.fresh_line(Wanted::ImportRest)?;
        }
        import.region = self.until_end(start);
        Ok(Some(import))
    }

    // EXPOSING

    fn exposing(&mut self) -> Parse<Exposing> {
        let start = self.here();
        let outer = self.enter(Node::Exposing, start);
        self.byte(b'(', Wanted::ExposingStart)?;
        self.indented(Wanted::Exposed)?;
        let exposing = if self.try_bytes("..") {
            self.indented(Wanted::ExposingEnd)?;
            self.byte(b')', Wanted::ExposingEnd)?;
            Exposing::All(self.since(start))
        } else {
            Exposing::Explicit(self.exposed_things()?)
        };
        self.leave(outer);
        Ok(exposing)
    }

    fn exposed_things(&mut self) -> Parse<Vec<Exposed>> {
        let mut things = vec![self.exposed()?];
        while self.try_byte(b',') {
            self.indented(Wanted::Exposed)?;
            things.push(self.exposed()?);
        }
        self.byte(b')', Wanted::ExposingEnd)?;
        Ok(things)
    }

    /// One thing, behind which the space is skipped.
    fn exposed(&mut self) -> Parse<Exposed> {
        let start = self.here();
        if let Some(name) = self.try_lower() {
            self.indented(Wanted::ExposingEnd)?;
            return Ok(Exposed::Value(name));
        }
        if self.try_byte(b'(') {
            let operator = self.exposed_operator(start)?;
            self.indented(Wanted::ExposingEnd)?;
            return Ok(Exposed::Operator(operator));
        }
        let name = self.upper(Wanted::Exposed)?;
        self.indented(Wanted::ExposingEnd)?;
        let variants = self.try_variants()?;
        if variants.is_some() {
            self.indented(Wanted::ExposingEnd)?;
        }
        Ok(Exposed::Type(name, variants))
    }

    /// `+)` behind the parenthesis at `start`.
    fn exposed_operator(&mut self, start: u32) -> Parse<Located<Name>> {
        let Some(operator) = self.try_operator(Problem::ReservedExposed)? else {
            if self.peek() == b'.' {
                return Err(self.fail_here(Problem::ReservedExposed(Reserved::Dot)));
            }
            return Err(self.missing(Wanted::ExposedOperator));
        };
        self.byte(b')', Wanted::ExposedOperatorEnd)?;
        Ok(Located::new(self.since(start), operator.value))
    }

    /// `(..)` behind a type, if it comes next: the region of the dots.
    fn try_variants(&mut self) -> Parse<Option<Region>> {
        if !self.try_byte(b'(') {
            return Ok(None);
        }
        self.indented(Wanted::Variants)?;
        let start = self.here();
        if !self.try_bytes("..") {
            return Err(self.missing(Wanted::Variants));
        }
        let dots = self.since(start);
        self.indented(Wanted::Variants)?;
        self.byte(b')', Wanted::Variants)?;
        Ok(Some(dots))
    }
}
