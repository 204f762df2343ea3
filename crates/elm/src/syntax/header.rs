//! The top of a module: its header and its imports.
//!
//! Owns `module`, `exposing` and `import`, and what the header of an effect module defines. Who may have one is `module`'s.

use crate::region::{Located, Region};
use crate::syntax::cursor::{Parse, Parser};
use crate::syntax::error::{Node, Problem, Reserved, Wanted};
use crate::syntax::source::{
    Annotation, Exposed, Exposing, Expr_, Header, Import, ModuleKind, Name, Type_, Value,
};

/// What a header says before the name.
#[derive(Debug)]
pub(crate) struct Opening {
    /// `port`, `effect` or neither.
    pub(crate) kind: Kind,
    /// `module` with the word before it.
    pub(crate) region: Region,
    /// Of an effect module: the functions that its header defines.
    pub(crate) manager: Vec<Value>,
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
        let mut opening = Opening {
            kind,
            region: self.since(start),
            manager: Vec::new(),
        };
        self.indented(wanted)?;
        let name = self.module_name(Wanted::ModuleName)?;
        self.indented(wanted)?;
        if kind == Kind::Effect {
            opening.manager = self.manager()?;
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

    /// `where { command = MyCmd, subscription = MySub }` and the space behind it: `command : MyCmd msg -> Cmd msg` and
    /// its like.
    fn manager(&mut self) -> Parse<Vec<Value>> {
        const WANTED: Wanted = Wanted::EffectModuleLine;
        self.keyword("where", WANTED)?;
        self.indented(WANTED)?;
        self.byte(b'{', WANTED)?;
        let mut manager = Vec::new();
        loop {
            self.indented(WANTED)?;
            let start = self.here();
            let (name, effect) = if self.try_keyword("command") {
                ("command", "Cmd")
            } else {
                self.keyword("subscription", WANTED)?;
                ("subscription", "Sub")
            };
            let name = Located::new(self.since(start), Name::from(name));
            self.indented(WANTED)?;
            self.byte(b'=', WANTED)?;
            self.indented(WANTED)?;
            let own = self.upper(WANTED)?;
            manager.push(managed(name, own, effect));
            self.indented(WANTED)?;
            if !self.try_byte(b',') {
                break;
            }
        }
        self.byte(b'}', WANTED)?;
        self.indented(WANTED)?;
        Ok(manager)
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

/// `name : Own msg -> Cmd.Cmd msg`, which has no body: nothing of it runs. Every module imports `Cmd` and `Sub`.
fn managed(name: Located<Name>, own: Located<Name>, effect: &str) -> Value {
    let region = name.region;
    let at = |ty| Located::new(region, ty);
    let of_message = |home: Option<Name>, name: Name| {
        let message = at(Type_::Variable("msg".into()));
        Box::new(at(Type_::Named(own.region, home, name, vec![message])))
    };
    let ty = Type_::Function(
        of_message(None, own.value.clone()),
        of_message(Some(effect.into()), effect.into()),
    );
    Value {
        region,
        doc: None,
        annotation: Some(Annotation {
            name: name.clone(),
            ty: at(ty),
        }),
        name,
        parameters: Vec::new(),
        body: Located::new(region, Expr_::Primitive),
    }
}
