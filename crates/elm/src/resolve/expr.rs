//! Expressions: names looked up, locals brought into reach.

use std::slice;

use crate::deep::deep;
use crate::region::{Located, Region};
use crate::syntax::source;

use super::error::{Error, Kind, Twice};
use super::interface::ConstructorExport;
use super::resolved::{Branch, Expr, Expr_, Name};
use super::scope::Resolver;

impl Resolver<'_> {
    /// An expression.
    pub(super) fn expression(&mut self, source: &source::Expr) -> Expr {
        deep(|| self.shallow(source))
    }

    fn shallow(&mut self, source: &source::Expr) -> Expr {
        let kind = match &source.value {
            source::Expr_::Binops(row, last) => return self.row(source.region, row, last),
            source::Expr_::Char(char) => Expr_::Char(*char),
            source::Expr_::String(text) => Expr_::String(text.clone()),
            source::Expr_::Int(int) => Expr_::Int(*int),
            source::Expr_::Float(float) => Expr_::Float(*float),
            source::Expr_::Variable(prefix, name) => {
                self.variable(source.region, prefix.as_ref(), name)
            }
            source::Expr_::Constructor(prefix, name) => {
                self.constructor(source.region, prefix.as_ref(), name)
            }
            source::Expr_::List(items) => Expr_::List(self.expressions(items)),
            source::Expr_::Operator(symbol) => self.operator_function(source.region, symbol),
            source::Expr_::Negate(inner) => Expr_::Negate(self.boxed(inner)),
            source::Expr_::Lambda(parameters, body) => self.lambda(parameters, body),
            source::Expr_::Call(function, arguments) => {
                let function = self.boxed(function);
                Expr_::Call(function, self.expressions(arguments))
            }
            source::Expr_::If(branches, otherwise) => self.conditional(branches, otherwise),
            source::Expr_::Let(items, body) => self.let_in(items, body),
            source::Expr_::Case(subject, branches) => {
                let subject = self.boxed(subject);
                let branches = branches
                    .iter()
                    .map(|(pattern, body)| self.branch(pattern, body));
                Expr_::Case(subject, branches.collect())
            }
            source::Expr_::Accessor(field) => Expr_::Accessor(field.clone()),
            source::Expr_::Access(record, field) => {
                Expr_::Access(self.boxed(record), field.clone())
            }
            source::Expr_::Update(record, fields) => self.update(record, fields),
            source::Expr_::Record(fields) => Expr_::Record(self.fields_of(fields)),
            source::Expr_::Unit => Expr_::Unit,
            source::Expr_::Tuple(parts) => self.tuple(source.region, parts),
            source::Expr_::Primitive | source::Expr_::Broken => Expr_::Broken,
        };
        self.expr(source.region, kind)
    }

    fn boxed(&mut self, source: &source::Expr) -> Box<Expr> {
        Box::new(self.expression(source))
    }

    fn expressions(&mut self, sources: &[source::Expr]) -> Vec<Expr> {
        sources
            .iter()
            .map(|source| self.expression(source))
            .collect()
    }

    fn constructor(&mut self, region: Region, prefix: Option<&Name>, name: &Name) -> Expr_ {
        let found = self.environment.constructor(prefix, name);
        match self.found(found, region, Kind::Variant, prefix, name) {
            Some(ConstructorExport::Variant(constructor)) => Expr_::Constructor(constructor),
            Some(ConstructorExport::Record(alias)) => Expr_::RecordConstructor(alias),
            None => Expr_::Broken,
        }
    }

    fn operator_function(&mut self, region: Region, symbol: &Name) -> Expr_ {
        let found = self.environment.operator(symbol);
        match self.found(found, region, Kind::Operator, None, symbol) {
            Some(operator) => Expr_::Operator(operator),
            None => Expr_::Broken,
        }
    }

    fn lambda(&mut self, parameters: &[source::Pattern], body: &source::Expr) -> Expr_ {
        let (parameters, mark) = self.enter(parameters, || Twice::LambdaParameter);
        let body = self.inside_function(|resolver| resolver.boxed(body));
        self.close(mark);
        Expr_::Lambda(parameters, body)
    }

    fn conditional(
        &mut self,
        branches: &[(source::Expr, source::Expr)],
        otherwise: &source::Expr,
    ) -> Expr_ {
        let mut resolved = Vec::with_capacity(branches.len());
        for (condition, branch) in branches {
            resolved.push((self.expression(condition), self.expression(branch)));
        }
        Expr_::If(resolved, self.boxed(otherwise))
    }

    fn branch(&mut self, pattern: &source::Pattern, body: &source::Expr) -> Branch {
        let (mut patterns, mark) = self.enter(slice::from_ref(pattern), || Twice::CaseVariable);
        let body = self.expression(body);
        self.close(mark);
        let pattern = patterns.pop().expect("as many as were given");
        Branch { pattern, body }
    }

    fn update(
        &mut self,
        record: &Located<Name>,
        fields: &[(Located<Name>, source::Expr)],
    ) -> Expr_ {
        let kind = self.variable(record.region, None, &record.value);
        let variable = self.expr(record.region, kind);
        Expr_::Update(
            Box::new(variable),
            record.value.clone(),
            self.fields_of(fields),
        )
    }

    fn fields_of(
        &mut self,
        fields: &[(Located<Name>, source::Expr)],
    ) -> Vec<(Located<Name>, Expr)> {
        let names = fields.iter().map(|(name, _)| name.clone());
        let before = self.errors.len();
        let distinct = self.distinct(names, || Twice::Field);
        let clash = self.errors.len() > before;
        let mut resolved = Vec::with_capacity(fields.len());
        for (name, value) in fields {
            let value = self.expression(value);
            if !clash || distinct.contains(name) {
                resolved.push((name.clone(), value));
            }
        }
        resolved
    }

    fn tuple(&mut self, region: Region, parts: &[source::Expr]) -> Expr_ {
        let parts = self.expressions(parts);
        if parts.len() > 3 {
            self.errors.push(Error::LargeTuple { region });
            return Expr_::Broken;
        }
        Expr_::Tuple(parts)
    }
}
