//! What holds of every resolved module, right or wrong: later phases count on it.

use std::collections::BTreeSet;

use buildamp_elm::program::Program;
use buildamp_elm::resolve::resolved::{
    Definition, Expr, Expr_, Group, LetGroup, Module, Name, Pattern, Pattern_,
};

/// Each local is bound around its use, each definition comes behind those that it names or in their group,
/// each number is there once and in range, each constructor has its arguments.
pub fn check(program: &Program) {
    for module in &program.modules {
        if let Some(resolved) = &module.resolved {
            Walk::new(resolved).module(resolved);
        }
    }
}

struct Walk<'a> {
    module: &'a Module,
    known: BTreeSet<&'a Name>,
    locals: Vec<&'a Name>,
    numbers: BTreeSet<u32>,
}

impl<'a> Walk<'a> {
    fn new(module: &'a Module) -> Walk<'a> {
        Walk {
            module,
            known: module.ports.keys().collect(),
            locals: Vec::new(),
            numbers: BTreeSet::new(),
        }
    }

    fn module(&mut self, module: &'a Module) {
        for group in &module.groups {
            let definitions = definitions(group);
            let names = definitions.iter().map(|definition| &definition.name.value);
            match group {
                Group::Single(definition) => {
                    self.definition(definition);
                    self.known.extend(names);
                }
                Group::Recursive(_) => {
                    self.known.extend(names);
                    definitions.iter().for_each(|one| self.definition(one));
                }
            }
        }
        for value in module.exports.values.keys() {
            assert!(self.known.contains(value), "{value} is exposed and there");
        }
    }

    fn definition(&mut self, definition: &'a Definition) {
        let mark = self.locals.len();
        self.patterns(&definition.parameters);
        self.expr(&definition.body);
        self.locals.truncate(mark);
    }

    fn patterns(&mut self, patterns: &'a [Pattern]) {
        patterns.iter().for_each(|pattern| self.pattern(pattern));
    }

    fn pattern(&mut self, pattern: &'a Pattern) {
        match &pattern.value {
            Pattern_::Variable(name) => self.locals.push(name),
            Pattern_::Record(fields) => self.locals.extend(fields.iter().map(|name| &name.value)),
            Pattern_::Alias(inner, name) => {
                self.pattern(inner);
                self.locals.push(&name.value);
            }
            Pattern_::Tuple(parts) => {
                assert!((2..=3).contains(&parts.len()));
                self.patterns(parts);
            }
            Pattern_::Constructor(_, constructor, arguments) => {
                let variant = &constructor.union.variants[constructor.variant];
                assert_eq!(variant.arguments.len(), arguments.len());
                self.patterns(arguments);
            }
            Pattern_::List(parts) => self.patterns(parts),
            Pattern_::Cons(head, tail) => {
                self.pattern(head);
                self.pattern(tail);
            }
            _ => {}
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        assert!(expr.id.0 < self.module.expressions);
        assert!(self.numbers.insert(expr.id.0), "a number is there once");
        match &expr.kind {
            Expr_::Local(name) => assert!(self.locals.contains(&name), "{name} is bound"),
            Expr_::TopLevel(name) => assert!(self.known.contains(name), "{name} came before"),
            Expr_::List(parts) | Expr_::Tuple(parts) => parts.iter().for_each(|one| self.expr(one)),
            Expr_::Negate(inner) | Expr_::Access(inner, _) => self.expr(inner),
            Expr_::Binop(_, _, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            Expr_::Lambda(parameters, body) => {
                let mark = self.locals.len();
                self.patterns(parameters);
                self.expr(body);
                self.locals.truncate(mark);
            }
            Expr_::Call(function, arguments) => {
                self.expr(function);
                arguments.iter().for_each(|one| self.expr(one));
            }
            Expr_::If(branches, otherwise) => {
                for (condition, branch) in branches {
                    self.expr(condition);
                    self.expr(branch);
                }
                self.expr(otherwise);
            }
            Expr_::Let(groups, body) => {
                let mark = self.locals.len();
                groups.iter().for_each(|group| self.let_group(group));
                self.expr(body);
                self.locals.truncate(mark);
            }
            Expr_::Case(subject, branches) => {
                self.expr(subject);
                for branch in branches {
                    let mark = self.locals.len();
                    self.pattern(&branch.pattern);
                    self.expr(&branch.body);
                    self.locals.truncate(mark);
                }
            }
            Expr_::Update(record, _, fields) => {
                self.expr(record);
                fields.iter().for_each(|(_, value)| self.expr(value));
            }
            Expr_::Record(fields) => fields.iter().for_each(|(_, value)| self.expr(value)),
            _ => {}
        }
    }

    fn let_group(&mut self, group: &'a LetGroup) {
        match group {
            LetGroup::Definitions(group @ Group::Single(definition)) => {
                self.definition(definition);
                let names = definitions(group);
                self.locals.extend(names.iter().map(|one| &one.name.value));
            }
            LetGroup::Definitions(group) => {
                let definitions = definitions(group);
                self.locals
                    .extend(definitions.iter().map(|one| &one.name.value));
                definitions.iter().for_each(|one| self.definition(one));
            }
            LetGroup::Destructure(pattern, value) => {
                self.expr(value);
                self.pattern(pattern);
            }
        }
    }
}

fn definitions(group: &Group) -> Vec<&Definition> {
    match group {
        Group::Single(definition) => vec![definition],
        Group::Recursive(definitions) => definitions.iter().collect(),
    }
}
