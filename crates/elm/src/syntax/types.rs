//! Types, as annotations and declarations have them.
//!
//! Owns their shape. Refuses to know which names there are.

use crate::region::{Located, Region};
use crate::syntax::cursor::{Parse, Parser};
use crate::syntax::error::Wanted;
use crate::syntax::lexeme::{Case, Qualified};
use crate::syntax::source::{Name, Type, Type_, Variant};

type Fields = Vec<(Located<Name>, Type)>;

impl Parser<'_> {
    /// A type has to come next. The space behind it is skipped.
    pub(crate) fn ty(&mut self) -> Parse<Type> {
        self.deeper()?;
        let mut parts = vec![(self.here(), self.type_part()?)];
        while self.is_indented() && self.try_bytes("->") {
            self.indented(Wanted::Type)?;
            parts.push((self.here(), self.type_part()?));
            self.check_depth(parts.len())?;
        }
        self.shallower();
        let (_, mut ty) = parts.pop().expect("a type has a first part");
        while let Some((start, argument)) = parts.pop() {
            let function = Type_::Function(Box::new(argument), Box::new(ty));
            ty = Located::new(self.until_end(start), function);
        }
        Ok(ty)
    }

    /// A name with arguments, or a term.
    fn type_part(&mut self) -> Parse<Type> {
        let start = self.here();
        let Some(name) = self.try_qualified(Case::Upper) else {
            let Some(term) = self.try_type_term()? else {
                return Err(self.missing(Wanted::Type));
            };
            self.spaces()?;
            return Ok(term);
        };
        let region = self.since(start);
        self.spaces()?;
        let arguments = self.type_arguments()?;
        let named = named(region, name, arguments);
        Ok(Located::new(self.until_end(start), named))
    }

    /// What follows a name, behind which the space is skipped.
    fn type_arguments(&mut self) -> Parse<Vec<Type>> {
        let mut arguments = Vec::new();
        while self.is_indented() {
            match self.try_type_term()? {
                Some(argument) => arguments.push(argument),
                None => break,
            }
            self.spaces()?;
        }
        Ok(arguments)
    }

    /// A type that needs no parentheses, if one comes next.
    fn try_type_term(&mut self) -> Parse<Option<Type>> {
        let start = self.here();
        let ty = match self.peek() {
            b'(' => return self.tuple_type(start).map(Some),
            b'{' => self.record_type(start)?,
            _ => match self.try_type_name(start) {
                Some(name) => name,
                None => return Ok(None),
            },
        };
        Ok(Some(Located::new(self.since(start), ty)))
    }

    fn try_type_name(&mut self, start: u32) -> Option<Type_> {
        if let Some(variable) = self.try_lower() {
            return Some(Type_::Variable(variable.value));
        }
        let name = self.try_qualified(Case::Upper)?;
        Some(named(self.since(start), name, Vec::new()))
    }

    fn tuple_type(&mut self, start: u32) -> Parse<Type> {
        self.pos += 1;
        if self.try_byte(b')') {
            return Ok(Located::new(self.since(start), Type_::Unit));
        }
        self.indented(Wanted::FirstOfParenthesesType)?;
        let mut items = vec![self.ty()?];
        loop {
            self.check_indent(Wanted::ParenthesesTypeEnd)?;
            if !self.try_byte(b',') {
                break;
            }
            self.indented(Wanted::TupleItemType)?;
            items.push(self.ty()?);
        }
        self.byte(b')', Wanted::ParenthesesTypeEnd)?;
        if items.len() > 1 {
            return Ok(Located::new(self.since(start), Type_::Tuple(items)));
        }
        Ok(items.pop().expect("there is a first"))
    }

    fn record_type(&mut self, start: u32) -> Parse<Type_> {
        let outer = self.enter(self.within.node, start);
        self.pos += 1;
        self.indented(Wanted::FirstFieldType)?;
        let mut fields = Fields::new();
        if self.try_byte(b'}') {
            self.leave(outer);
            return Ok(Type_::Record(fields, None));
        }
        let name = self.lower(Wanted::FirstFieldType)?;
        self.indented(Wanted::FieldColon)?;
        let mut extended = None;
        if self.try_byte(b'|') {
            extended = Some(name);
            self.indented(Wanted::FieldTypeName)?;
            self.field_type(&mut fields)?;
        } else {
            self.field_type_of(name, &mut fields)?;
        }
        while self.try_byte(b',') {
            self.indented(Wanted::FieldTypeName)?;
            self.field_type(&mut fields)?;
        }
        self.byte(b'}', Wanted::RecordTypeEnd)?;
        self.leave(outer);
        Ok(Type_::Record(fields, extended))
    }

    fn field_type(&mut self, fields: &mut Fields) -> Parse<()> {
        let name = self.lower(Wanted::FieldTypeName)?;
        self.indented(Wanted::FieldColon)?;
        self.field_type_of(name, fields)
    }

    fn field_type_of(&mut self, name: Located<Name>, fields: &mut Fields) -> Parse<()> {
        self.byte(b':', Wanted::FieldColon)?;
        self.indented(Wanted::FieldType)?;
        let ty = self.ty()?;
        self.check_indent(Wanted::RecordTypeEnd)?;
        fields.push((name, ty));
        Ok(())
    }

    /// A variant of a custom type has to come next. The space behind it is skipped.
    pub(crate) fn variant(&mut self, wanted: Wanted) -> Parse<Variant> {
        let name = self.upper(wanted)?;
        self.spaces()?;
        let arguments = self.type_arguments()?;
        Ok(Variant { name, arguments })
    }
}

fn named(region: Region, name: Qualified, arguments: Vec<Type>) -> Type_ {
    Type_::Named(region, name.module, name.name, arguments)
}
