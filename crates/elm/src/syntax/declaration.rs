//! Declarations: values, custom types, aliases, ports, and operators of the bundled library.
//!
//! A declaration that breaks off stays in the module with what is known of it, so that what names it is not
//! reported too. Refuses to go on behind a problem: that is `module`'s.

use crate::region::Located;
use crate::syntax::cursor::{Parse, Parser};
use crate::syntax::error::{Node, Problem, Wanted};
use crate::syntax::source::{
    Alias, Associativity, Expr_, Infix, Module, Name, Port, Type, Type_, Union, Value, Variant,
};
use crate::syntax::{Mode, block};

/// The text of a doc comment.
type Doc = Option<Located<Name>>;

impl Parser<'_> {
    /// A declaration has to come next, at the start of a line. The space behind it is skipped.
    pub(crate) fn declaration(&mut self, module: &mut Module) -> Parse<()> {
        let doc = self.try_doc()?;
        if doc.is_some() {
            self.spaces()?;
            if !self.is_fresh_line() {
                return Err(self.missing(Wanted::DocumentedDeclaration));
            }
        }
        let start = self.here();
        if self.try_keyword("type") {
            return self.type_declaration(start, doc, module);
        }
        if self.try_keyword("port") {
            return self.port(start, doc, module);
        }
        if let Some(name) = self.try_lower() {
            return self.value(name, doc, module);
        }
        Err(self.missing(Wanted::Declaration))
    }

    /// `{-| .. -}`, if one comes next.
    pub(crate) fn try_doc(&mut self) -> Parse<Doc> {
        if !self.looking_at("{-|") {
            return Ok(None);
        }
        let start = self.here();
        self.block_comment("{-|".len())?;
        let region = self.since(start);
        let text = &self.text[start as usize + 3..self.pos - 2];
        Ok(Some(Located::new(region, Name::from(text))))
    }

    // VALUES

    fn value(&mut self, name: Located<Name>, doc: Doc, module: &mut Module) -> Parse<()> {
        let start = name.region.start;
        let mut value = block::unfinished(name, doc);
        let result = self.rest_of_value(&mut value);
        value.region = self.until_end(start);
        module.values.push(*value);
        result
    }

    fn rest_of_value(&mut self, value: &mut Value) -> Parse<()> {
        let outer = self.enter(Node::Definition, value.region.start);
        self.within.definition = Some(value.name.region);
        self.indented(Wanted::DefinitionEquals)?;
        if self.try_byte(b':') {
            value.annotation = Some(self.annotation(&value.name)?);
            if self.is_primitive(&value.name.value) {
                value.body.value = Expr_::Primitive;
                self.leave(outer);
                return Ok(());
            }
            if !self.is_fresh_line() {
                return Err(self.missing(Wanted::DefinitionName));
            }
            value.name = self.name_of_annotation(&value.name.value)?;
        }
        self.parameters_and_body(value)?;
        self.leave(outer);
        Ok(())
    }

    /// Whether no definition follows an annotation, where that is allowed.
    fn is_primitive(&self, name: &str) -> bool {
        let follows = self.is_fresh_line()
            && self.looking_at(name)
            && self.name_end(self.pos + name.len()).1 == 0;
        self.mode == Mode::Bundled && !follows
    }

    // TYPES

    fn type_declaration(&mut self, start: u32, doc: Doc, module: &mut Module) -> Parse<()> {
        let outer = self.enter(Node::CustomType, start);
        self.indented(Wanted::TypeName)?;
        if self.try_keyword("alias") {
            self.alias_declaration(start, doc, module)?;
        } else {
            self.union(start, doc, module)?;
        }
        self.leave(outer);
        Ok(())
    }

    fn alias_declaration(&mut self, start: u32, doc: Doc, module: &mut Module) -> Parse<()> {
        self.enter(Node::TypeAlias, start);
        self.indented(Wanted::AliasEquals)?;
        let name = self.upper(Wanted::AliasName)?;
        let mut alias = Alias {
            region: self.since(start),
            ty: Located::new(name.region, Type_::Broken),
            name,
            variables: Vec::new(),
            doc,
        };
        let result = self.rest_of_alias(&mut alias);
        alias.region = self.until_end(start);
        module.aliases.push(alias);
        result
    }

    fn rest_of_alias(&mut self, alias: &mut Alias) -> Parse<()> {
        self.indented(Wanted::AliasEquals)?;
        self.variables(&mut alias.variables, Wanted::AliasEquals)?;
        self.byte(b'=', Wanted::AliasEquals)?;
        self.indented(Wanted::AliasBody)?;
        alias.ty = self.ty()?;
        Ok(())
    }

    fn variables(&mut self, variables: &mut Vec<Located<Name>>, wanted: Wanted) -> Parse<()> {
        while let Some(variable) = self.try_lower() {
            variables.push(variable);
            self.indented(wanted)?;
        }
        Ok(())
    }

    fn union(&mut self, start: u32, doc: Doc, module: &mut Module) -> Parse<()> {
        let mut union = Union {
            name: self.upper(Wanted::TypeName)?,
            region: self.since(start),
            variables: Vec::new(),
            variants: Vec::new(),
            doc,
        };
        let result = match self.mode {
            Mode::Bundled => self.primitive_or_variants(&mut union),
            Mode::Application | Mode::Package | Mode::Privileged => self.rest_of_union(&mut union),
        };
        union.region = self.until_end(start);
        module.unions.push(union);
        result
    }

    /// `type Int` may be all of it.
    fn primitive_or_variants(&mut self, union: &mut Union) -> Parse<()> {
        self.spaces()?;
        while self.is_indented() {
            match self.try_lower() {
                Some(variable) => union.variables.push(variable),
                None => return self.equals_and_variants(&mut union.variants),
            }
            self.spaces()?;
        }
        Ok(())
    }

    fn rest_of_union(&mut self, union: &mut Union) -> Parse<()> {
        self.indented(Wanted::UnionEquals)?;
        self.variables(&mut union.variables, Wanted::UnionEquals)?;
        self.equals_and_variants(&mut union.variants)
    }

    fn equals_and_variants(&mut self, variants: &mut Vec<Variant>) -> Parse<()> {
        self.byte(b'=', Wanted::UnionEquals)?;
        self.indented(Wanted::FirstVariant)?;
        variants.push(self.variant(Wanted::FirstVariant)?);
        while self.is_indented() && self.try_byte(b'|') {
            self.indented(Wanted::Variant)?;
            variants.push(self.variant(Wanted::Variant)?);
        }
        Ok(())
    }

    // PORTS

    fn port(&mut self, start: u32, doc: Doc, module: &mut Module) -> Parse<()> {
        let outer = self.enter(Node::Port, start);
        self.indented(Wanted::PortName)?;
        let name = self.lower(Wanted::PortName)?;
        let mut port = Port {
            region: self.since(start),
            ty: Located::new(name.region, Type_::Broken),
            name,
            doc,
        };
        let result = self.port_type(&mut port.ty);
        port.region = self.until_end(start);
        module.ports.push(port);
        self.leave(outer);
        result
    }

    fn port_type(&mut self, ty: &mut Type) -> Parse<()> {
        self.indented(Wanted::PortColon)?;
        self.byte(b':', Wanted::PortColon)?;
        self.indented(Wanted::PortType)?;
        *ty = self.ty()?;
        Ok(())
    }

    // OPERATORS

    /// `infix left 6 (+) = add`, if one comes next. The space behind it is skipped.
    pub(crate) fn try_infix(&mut self) -> Parse<Option<Infix>> {
        let start = self.here();
        if !self.try_keyword("infix") {
            return Ok(None);
        }
        self.indented(Wanted::Infix)?;
        let associativity = self.associativity()?;
        self.indented(Wanted::Infix)?;
        let digit = self.peek();
        if !digit.is_ascii_digit() {
            return Err(self.missing(Wanted::Infix));
        }
        self.pos += 1;
        self.indented(Wanted::Infix)?;
        self.byte(b'(', Wanted::Infix)?;
        let Some(operator) = self.try_operator(|_| Problem::Missing(Wanted::Infix))? else {
            return Err(self.missing(Wanted::Infix));
        };
        self.byte(b')', Wanted::Infix)?;
        self.indented(Wanted::Infix)?;
        self.byte(b'=', Wanted::Infix)?;
        self.indented(Wanted::Infix)?;
        let function = self.lower(Wanted::Infix)?;
        self.spaces()?;
        if !self.is_fresh_line() && !self.at_end() {
            return Err(self.missing(Wanted::Infix));
        }
        Ok(Some(Infix {
            region: self.until_end(start),
            operator: operator.value,
            associativity,
            precedence: digit - b'0',
            function: function.value,
        }))
    }

    fn associativity(&mut self) -> Parse<Associativity> {
        let known = [
            ("left", Associativity::Left),
            ("right", Associativity::Right),
            ("non", Associativity::Non),
        ];
        for (word, associativity) in known {
            if self.try_keyword(word) {
                return Ok(associativity);
            }
        }
        Err(self.missing(Wanted::Infix))
    }
}
