//! Records: making, updating, reading.

use crate::region::Located;
use crate::resolve::resolved::{Expr, Expr_, Name};

use crate::types::arena::{Content, Var};
use crate::types::error::{Category, Context};
use crate::types::written::Ty;

use super::{Expected, Infer};

/// A field with what it is set to.
type Field = (Located<Name>, Expr);

impl<'a> Infer<'a> {
    pub(super) fn accessor(&mut self, expr: &'a Expr, field: &'a Name, expected: &Expected<'a>) {
        let (rest, value) = (self.arena.open(), self.arena.open());
        let record = self.node(Ty::WithField(field, value, rest));
        let function = self.function(&[record], value);
        self.found(expr, Category::Accessor(field.clone()), function, expected);
    }

    pub(super) fn access(
        &mut self,
        expr: &'a Expr,
        record: &'a Expr,
        field: &'a Located<Name>,
        expected: &Expected<'a>,
    ) {
        if let Some(category) = category_of(record) {
            let node = self.arena.open();
            self.expression(record, &Expected::by_use(node));
            if let Some(value) = self.arena.field(node, &field.value) {
                return self.found(expr, Category::Access(field.value.clone()), value, expected);
            }
            let (value, wanted) = self.with_field(expr, record, field);
            self.equal(record.region, category, node, &wanted);
            return self.found(expr, Category::Access(field.value.clone()), value, expected);
        }
        let (value, wanted) = self.with_field(expr, record, field);
        self.expression(record, &wanted);
        self.found(expr, Category::Access(field.value.clone()), value, expected);
    }

    /// That a record has a field, and the type of that.
    fn with_field(
        &mut self,
        expr: &'a Expr,
        record: &'a Expr,
        field: &'a Located<Name>,
    ) -> (Var, Expected<'a>) {
        let (rest, value) = (self.arena.open(), self.arena.open());
        let context = Context::RecordAccess {
            record: name_of(record).cloned(),
            field: field.value.clone(),
            field_region: field.region,
        };
        let ty = Ty::WithField(&field.value, value, rest);
        (value, Expected::by_context(expr.region, context, ty))
    }

    pub(super) fn record(&mut self, expr: &'a Expr, fields: &'a [Field], expected: &Expected<'a>) {
        let mut nodes: Vec<(Name, Var)> = Vec::with_capacity(fields.len());
        for (name, value) in by_name(fields) {
            let node = self.arena.open();
            self.expression(value, &Expected::by_use(node));
            nodes.push((name.value.clone(), node));
        }
        let rest = self.arena.fresh(Content::EmptyRecord);
        let record = self.arena.fresh(Content::Record(nodes.into(), rest));
        self.found(expr, Category::Record, record, expected);
    }

    pub(super) fn update(
        &mut self,
        expr: &'a Expr,
        record: &'a Expr,
        name: &Name,
        fields: &'a [Field],
        expected: &Expected<'a>,
    ) {
        let region = expr.region;
        let (rest, whole) = (self.arena.open(), self.arena.open());
        let fields = by_name(fields);
        let nodes: Vec<Var> = fields.iter().map(|_| self.arena.open()).collect();
        let named = fields.iter().zip(&nodes);
        let named = named
            .map(|((field, _), node)| (field.value.clone(), *node))
            .collect();
        let wanted = self.arena.fresh(Content::Record(named, rest));
        self.equal(region, Category::Record, whole, &Expected::by_use(wanted));

        let keys = fields
            .iter()
            .map(|(field, _)| (field.value.clone(), field.region))
            .collect();
        let context = Context::RecordUpdate(name.clone(), keys);
        self.expression(record, &Self::context(region, context, whole));

        for ((field, value), node) in fields.into_iter().zip(nodes) {
            let context = Context::RecordUpdateField(field.value.clone());
            self.expression(value, &Self::context(region, context, node));
        }
        self.found(expr, Category::Record, whole, expected);
    }
}

/// Fields in the order of their names, which is the order in which they are looked at. A second one of a name
/// was told by `resolve`.
fn by_name(fields: &[Field]) -> Vec<&Field> {
    let mut sorted: Vec<&Field> = fields.iter().collect();
    sorted.sort_by(|one, other| one.0.value.cmp(&other.0.value));
    sorted.dedup_by(|one, other| one.0.value == other.0.value);
    sorted
}

/// What a problem calls an expression that has no others in it, or whose others nothing is expected of. Of such a one, the type can be
/// looked at first; to make it equal to a record with one field would cost a walk through all its fields, at each read of one.
fn category_of(record: &Expr) -> Option<Category> {
    match &record.kind {
        Expr_::Local(name) | Expr_::TopLevel(name) => Some(Category::Name(name.clone())),
        Expr_::Foreign(global) => Some(Category::Name(global.name.clone())),
        Expr_::Access(_, field) => Some(Category::Access(field.value.clone())),
        _ => None,
    }
}

fn name_of(record: &Expr) -> Option<&Name> {
    match &record.kind {
        Expr_::Local(name) | Expr_::TopLevel(name) => Some(name),
        Expr_::Foreign(global) => Some(&global.name),
        _ => None,
    }
}
