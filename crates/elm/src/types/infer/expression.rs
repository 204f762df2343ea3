//! Expressions of each kind.

use crate::deep::deep;
use crate::region::Region;
use crate::resolve::resolved::{
    Alias, Annotation, Constructor, Expr, Expr_, Global, Name, Pattern, Type,
};

use crate::types::arena::{Content, Super, Var};
use crate::types::error::{Category, Context};
use crate::types::written::{Ty, convert, flexible};

use super::environment::Header;
use super::{Expectation, Expected, Infer};

impl<'a> Infer<'a> {
    pub(super) fn expression(&mut self, expr: &'a Expr, expected: &Expected<'a>) {
        deep(|| self.expression_level(expr, expected));
    }

    fn expression_level(&mut self, expr: &'a Expr, expected: &Expected<'a>) {
        let region = expr.region;
        match &expr.kind {
            Expr_::Local(_)
            | Expr_::TopLevel(_)
            | Expr_::Foreign(_)
            | Expr_::Constructor(_)
            | Expr_::RecordConstructor(_)
            | Expr_::Operator(_)
            | Expr_::Primitive(_) => self.name(expr, expected),
            Expr_::Char(_) => {
                self.literal(expr, Category::Char, Ty::Plain(self.known.char), expected)
            }
            Expr_::String(_) => {
                self.literal(
                    expr,
                    Category::String,
                    Ty::Plain(self.known.string),
                    expected,
                );
            }
            Expr_::Float(_) => {
                self.literal(expr, Category::Float, Ty::Plain(self.known.float), expected);
            }
            Expr_::Int(_) => {
                let number = self.number();
                self.literal(expr, Category::Number, Ty::Node(number), expected);
            }
            Expr_::Unit => {
                let unit = self.arena.fresh(Content::Unit);
                self.literal(expr, Category::Unit, Ty::Node(unit), expected);
            }
            Expr_::List(entries) => self.list(expr, entries, expected),
            Expr_::Negate(inner) => self.negate(expr, inner, expected),
            Expr_::Binop(operator, _, left, right) => {
                self.binop(expr, operator, (left, right), expected);
            }
            Expr_::Lambda(parameters, body) => self.lambda(expr, parameters, body, expected),
            Expr_::Call(function, arguments) => self.call(expr, function, arguments, expected),
            Expr_::If(branches, otherwise) => self.if_(expr, branches, otherwise, expected),
            Expr_::Let(groups, body) => {
                self.let_(region, groups, body, expected);
                if let Some(node) = self.type_of(body.id) {
                    self.set_type(expr.id, node);
                }
            }
            Expr_::Case(subject, branches) => self.case(expr, subject, branches, expected),
            Expr_::Accessor(field) => self.accessor(expr, field, expected),
            Expr_::Access(record, field) => self.access(expr, record, field, expected),
            Expr_::Update(record, name, fields) => {
                self.update(expr, record, name, fields, expected);
            }
            Expr_::Record(fields) => self.record(expr, fields, expected),
            Expr_::Tuple(parts) => self.tuple(expr, parts, expected),
            Expr_::Broken => self.broken(expr, expected),
        }
    }

    pub(super) fn number(&mut self) -> Var {
        self.arena
            .fresh(Content::Flexible(Some(Super::Number), None))
    }

    /// Ends an expression: it has this type.
    pub(super) fn found(
        &mut self,
        expr: &'a Expr,
        category: Category,
        actual: Var,
        expected: &Expected<'a>,
    ) {
        self.set_type(expr.id, actual);
        self.equal(expr.region, category, actual, expected);
    }

    fn literal(&mut self, expr: &'a Expr, category: Category, ty: Ty<'a>, expected: &Expected<'a>) {
        let actual = self.node(ty);
        self.found(expr, category, actual, expected);
    }

    /// It equals anything, and so does what is expected of it from here on, unless an annotation says it.
    fn broken(&mut self, expr: &'a Expr, expected: &Expected<'a>) {
        let actual = self.arena.fresh(Content::Broken);
        self.set_type(expr.id, actual);
        if !matches!(expected.reason, Expectation::Annotation(..)) {
            self.equal(expr.region, Category::Unit, actual, expected);
        }
    }

    fn name(&mut self, expr: &'a Expr, expected: &Expected<'a>) {
        let (name, node) = match &expr.kind {
            Expr_::Local(name) => (name, self.environment.local(name)),
            Expr_::TopLevel(name) => (name, self.environment.top_level.get(name).copied()),
            Expr_::Foreign(global) | Expr_::Primitive(global) => {
                let node = self.global(global);
                return self.named(expr, &global.name, node, expected);
            }
            Expr_::Operator(operator) => {
                let node = self.global(&operator.function);
                return self.named(expr, &operator.symbol, node, expected);
            }
            Expr_::Constructor(constructor) => {
                let node = self.constructor(constructor);
                return self.named(expr, constructor.name(), node, expected);
            }
            Expr_::RecordConstructor(alias) => {
                let node = self.record_constructor(alias);
                return self.named(expr, &alias.global.name, node, expected);
            }
            _ => return self.broken(expr, expected),
        };
        let node = match node {
            Some(node) => self.arena.instantiate(node),
            // Told by `resolve`.
            None => self.arena.fresh(Content::Broken),
        };
        self.named(expr, name, node, expected);
    }

    fn named(&mut self, expr: &'a Expr, name: &Name, mut node: Var, expected: &Expected<'a>) {
        if std::mem::take(&mut self.arena.was_huge) {
            self.errors.push(crate::types::Error::Huge {
                region: expr.region,
                name: name.clone(),
            });
            node = self.arena.fresh(Content::Broken);
        }
        self.found(expr, Category::Name(name.clone()), node, expected);
    }

    /// The type of a definition for one use.
    pub(super) fn global(&mut self, global: &Global) -> Var {
        let imports = self.imports;
        if global.module == self.module.id {
            match self.environment.top_level.get(&global.name).copied() {
                Some(node) => self.arena.instantiate(node),
                None => self.arena.fresh(Content::Broken),
            }
        } else {
            match imports.scheme(global) {
                Some(annotation) => self.foreign(annotation),
                None => self.arena.fresh(Content::Broken),
            }
        }
    }

    fn foreign(&mut self, annotation: &Annotation) -> Var {
        let variables = flexible(&mut self.arena, &annotation.variables);
        convert(&mut self.arena, &annotation.ty, &variables)
    }

    fn constructor(&mut self, constructor: &Constructor) -> Var {
        let union = &constructor.union;
        let variables = flexible(&mut self.arena, &union.variables);
        let arguments: Vec<Var> = union.variants[constructor.variant]
            .arguments
            .iter()
            .map(|ty| convert(&mut self.arena, ty, &variables))
            .collect();
        let name = self.arena.name(&union.global);
        let nodes = variables.into_iter().map(|(_, node)| node).collect();
        let result = self.arena.fresh(Content::Named(name, nodes));
        self.function(&arguments, result)
    }

    fn record_constructor(&mut self, alias: &Alias) -> Var {
        let variables = flexible(&mut self.arena, &alias.variables);
        let real = convert(&mut self.arena, &alias.ty, &variables);
        let mut fields: Vec<&(u16, Type)> = match &*alias.ty {
            Type::Record(fields, _) => fields.values().collect(),
            _ => Vec::new(),
        };
        fields.sort_by_key(|(place, _)| *place);
        let arguments: Vec<Var> = fields
            .into_iter()
            .map(|(_, ty)| convert(&mut self.arena, ty, &variables))
            .collect();
        let name = self.arena.name(&alias.global);
        let result = self
            .arena
            .fresh(Content::Alias(name, variables.into(), real));
        self.function(&arguments, result)
    }

    /// `a -> b -> result`
    pub(super) fn function(&mut self, arguments: &[Var], result: Var) -> Var {
        arguments.iter().rev().fold(result, |result, argument| {
            self.arena.fresh(Content::Function(*argument, result))
        })
    }

    fn list(&mut self, expr: &'a Expr, entries: &'a [Expr], expected: &Expected<'a>) {
        let element = self.arena.open();
        for (index, entry) in entries.iter().enumerate() {
            let context = Context::ListEntry(index);
            let wanted = Expected::by_context(expr.region, context, Ty::Node(element));
            self.expression(entry, &wanted);
        }
        let list = self.node(Ty::Of(self.known.list, element));
        self.found(expr, Category::List, list, expected);
    }

    fn negate(&mut self, expr: &'a Expr, inner: &'a Expr, expected: &Expected<'a>) {
        let number = self.number();
        let wanted = Expected::by_context(expr.region, Context::Negate, Ty::Node(number));
        self.expression(inner, &wanted);
        self.found(expr, Category::Number, number, expected);
    }

    fn tuple(&mut self, expr: &'a Expr, parts: &'a [Expr], expected: &Expected<'a>) {
        let mut nodes = Vec::with_capacity(parts.len());
        for part in parts {
            let node = self.arena.open();
            self.expression(part, &Expected::by_use(node));
            nodes.push(node);
        }
        let tuple = self.arena.fresh(Content::Tuple(nodes.into()));
        self.found(expr, Category::Tuple, tuple, expected);
    }

    fn lambda(
        &mut self,
        expr: &'a Expr,
        parameters: &'a [Pattern],
        body: &'a Expr,
        expected: &Expected<'a>,
    ) {
        let depth = self.environment.depth();
        let (arguments, headers) = self.parameters(parameters);
        let result = self.arena.open();
        self.expression(body, &Expected::by_use(result));
        self.close(&headers);
        self.environment.forget(depth);
        let function = self.function(&arguments, result);
        self.found(expr, Category::Lambda, function, expected);
    }

    /// What names turned out to be.
    pub(super) fn close(&mut self, headers: &[Header<'a>]) {
        for header in headers {
            self.refuse_infinite(header.region, header.name, header.node);
        }
    }

    /// Expects the type of a node, for what the expression is part of.
    pub(super) fn context(region: Region, context: Context, node: Var) -> Expected<'a> {
        Expected::by_context(region, context, Ty::Node(node))
    }
}
