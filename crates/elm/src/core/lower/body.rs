//! The body of one definition.

use std::collections::HashMap;

use ecow::eco_format;

use super::matching;
use super::{Lowering, Reference, Types};
use crate::core::tree::{Expr, FieldPlace, Lambda, Local, Name, Operands, Primitive};
use crate::deep::deep;
use crate::region::Located;
use crate::resolve::resolved::{
    self, Branch, Definition, Expr_, ExprId, Global, Group, LetGroup, ModuleId, Pattern, Pattern_,
};

/// The primitives that end a call for what is in the program: a remainder by 0, functions that are compared, what is not
/// written yet.
const MAY_END: [&str; 4] = ["Basics.modBy", "Basics.eq", "Basics.neq", "Debug.todo"];

/// What is known while a definition is lowered. Elm knows no shadowing, so a name means one thing
/// wherever it is in scope.
pub(super) struct Body<'l, 'a> {
    pub(super) lowering: &'l mut Lowering<'a>,
    pub(super) types: &'a dyn Types,
    module: ModuleId,
    name: Name,
    scope: HashMap<Name, Local>,
    next: u32,
}

impl<'l, 'a> Body<'l, 'a> {
    pub(super) fn new(
        lowering: &'l mut Lowering<'a>,
        types: &'a dyn Types,
        module: ModuleId,
        name: Name,
    ) -> Body<'l, 'a> {
        Body {
            lowering,
            types,
            module,
            name,
            scope: HashMap::new(),
            next: 0,
        }
    }

    /// How many locals there are by now.
    pub(super) fn locals(&self) -> u32 {
        self.next
    }

    pub(super) fn fresh(&mut self) -> Local {
        self.next += 1;
        Local(self.next - 1)
    }

    pub(super) fn bind(&mut self, name: &Name) -> Local {
        let local = self.fresh();
        self.scope.insert(name.clone(), local);
        local
    }

    /// Gives a name its local.
    pub(super) fn set(&mut self, name: &Name, local: Local) {
        self.scope.insert(name.clone(), local);
    }

    /// Parameters and body; a body that is a lambda brings more parameters.
    pub(super) fn function(
        &mut self,
        parameters: &[Pattern],
        body: &resolved::Expr,
    ) -> (Vec<Local>, Expr) {
        let mut locals = Vec::new();
        let mut patterns = Vec::new();
        let (mut parameters, mut body) = (parameters, body);
        loop {
            for pattern in parameters {
                let local = match &pattern.value {
                    Pattern_::Variable(name) => self.bind(name),
                    _ => self.fresh(),
                };
                locals.push(local);
                patterns.push((local, pattern));
            }
            let Expr_::Lambda(more, inner) = &body.kind else {
                break;
            };
            (parameters, body) = (more, inner);
        }
        patterns.retain(|(_, pattern)| {
            !matches!(pattern.value, Pattern_::Variable(_) | Pattern_::Anything)
        });
        let expr = match patterns.is_empty() {
            true => self.expr(body),
            false => self.only(patterns, |body_| body_.expr(body)),
        };
        (locals, expr)
    }

    /// Patterns that always fit, and what follows.
    fn only(
        &mut self,
        tests: Vec<(Local, &Pattern)>,
        then: impl FnOnce(&mut Self) -> Expr,
    ) -> Expr {
        let decided = matching::decide(self, vec![tests]);
        decided.enter(self, 0);
        let then = then(self);
        Expr::Match(Box::new(decided.tree), vec![then])
    }

    pub(super) fn expr(&mut self, expr: &resolved::Expr) -> Expr {
        deep(|| self.expr_level(expr))
    }

    fn expr_level(&mut self, expr: &resolved::Expr) -> Expr {
        match &expr.kind {
            Expr_::Local(name) => Expr::Local(self.scope[name]),
            Expr_::TopLevel(name) => self.reference(&self.here(name)),
            Expr_::Foreign(global) | Expr_::Primitive(global) => self.reference(global),
            Expr_::Operator(operator) => self.reference(&operator.function),
            Expr_::Constructor(constructor) => self.constructor(constructor),
            Expr_::RecordConstructor(alias) => self.record_constructor(alias),
            Expr_::Char(c) => Expr::Char(*c),
            Expr_::String(text) => Expr::String(text.clone()),
            #[allow(clippy::cast_precision_loss)]
            Expr_::Int(int) => Expr::Number(*int as f64),
            Expr_::Float(float) => Expr::Number(*float),
            Expr_::List(items) => {
                let items: Vec<Expr> = self.exprs(items);
                let cons = |list, item| Expr::Cons(Box::new(item), Box::new(list));
                items.into_iter().rev().fold(Expr::Nil, cons)
            }
            Expr_::Negate(inner) => {
                let negate = number_primitive("Basics.negate", 1);
                Expr::CallPrimitive(negate, vec![self.expr(inner)])
            }
            Expr_::Binop(operator, _, left, right) => self.binop(operator, left, right),
            Expr_::Lambda(parameters, body) => self.lambda("lambda", parameters, body),
            Expr_::Call(function, arguments) => {
                let lowered = self.exprs(arguments);
                let mut call = self.call(function, lowered);
                if let (Expr::CallPrimitive(primitive, _), [left, right]) =
                    (&mut call, arguments.as_slice())
                {
                    self.specialise(primitive, left, right);
                }
                call
            }
            Expr_::If(branches, otherwise) => {
                let otherwise = self.expr(otherwise);
                branches
                    .iter()
                    .rev()
                    .fold(otherwise, |no, (condition, yes)| {
                        let (condition, yes) = (self.expr(condition), self.expr(yes));
                        Expr::If(Box::new(condition), Box::new(yes), Box::new(no))
                    })
            }
            Expr_::Let(groups, body) => self.let_(groups, body),
            Expr_::Case(subject, branches) => self.case(subject, branches),
            Expr_::Accessor(field) => self.accessor(field),
            Expr_::Access(record, field) => {
                let place = self.place(record.id, &field.value);
                Expr::Field(Box::new(self.expr(record)), place)
            }
            Expr_::Update(record, _, fields) => self.update(record, fields),
            Expr_::Record(fields) => self.record(fields),
            Expr_::Unit => Expr::Unit,
            Expr_::Tuple(items) => Expr::Tuple(self.exprs(items)),
            Expr_::Broken => unreachable!("a program with reports is not lowered"),
        }
    }

    pub(super) fn exprs(&mut self, exprs: &[resolved::Expr]) -> Vec<Expr> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    pub(super) fn here(&self, name: &Name) -> Global {
        Global {
            module: self.module,
            name: name.clone(),
        }
    }

    /// What a name stands for, in this definition.
    fn refer(&mut self, global: &Global) -> Reference {
        let mut reference = self.lowering.refer(global);
        if let Reference::Primitive(primitive) = &mut reference
            && MAY_END.contains(&primitive.name.as_str())
        {
            primitive.within = Some(self.name.clone());
        }
        reference
    }

    fn reference(&mut self, global: &Global) -> Expr {
        match self.refer(global) {
            Reference::Global(id, _) => Expr::Global(id),
            Reference::Primitive(primitive) if primitive.arity == 0 => {
                Expr::CallPrimitive(primitive, Vec::new())
            }
            Reference::Primitive(primitive) => Expr::Primitive(primitive),
        }
    }

    fn constructor(&mut self, constructor: &resolved::Constructor) -> Expr {
        if let Some(value) = self.as_bool(constructor) {
            return Expr::Bool(value);
        }
        let id = self.lowering.constructor(constructor);
        match constructor.union.variants[constructor.variant]
            .arguments
            .is_empty()
        {
            true => Expr::Construct(id, Vec::new()),
            false => Expr::Constructor(id),
        }
    }

    /// `True` and `False` are the language's own.
    pub(super) fn as_bool(&self, constructor: &resolved::Constructor) -> Option<bool> {
        let is_bool = self.lowering.full_name(&constructor.union.global) == "Basics.Bool";
        is_bool.then(|| constructor.name() == "True")
    }

    fn record_constructor(&mut self, alias: &resolved::Alias) -> Expr {
        let resolved::Type::Record(fields, _) = &*alias.ty else {
            unreachable!("only an alias of a record has a function");
        };
        let names: Vec<Name> = fields.keys().cloned().collect();
        let shape = self.lowering.shape(&names);
        let parameters: Vec<Local> = fields.iter().map(|_| self.fresh()).collect();
        let values = fields
            .values()
            .map(|(place, _)| Expr::Local(parameters[usize::from(*place)]));
        let body = Expr::Record(shape, values.collect());
        if parameters.is_empty() {
            return body;
        }
        let name = alias.global.name.clone();
        Expr::Lambda(Box::new(Lambda {
            name,
            parameters,
            body,
        }))
    }

    fn lambda(&mut self, what: &str, parameters: &[Pattern], body: &resolved::Expr) -> Expr {
        let (parameters, body) = self.function(parameters, body);
        let name = eco_format!("{}/{what}", self.name);
        Expr::Lambda(Box::new(Lambda {
            name,
            parameters,
            body,
        }))
    }

    /// A call of what `function` names, with arguments that have been lowered.
    pub(super) fn call(&mut self, function: &resolved::Expr, mut arguments: Vec<Expr>) -> Expr {
        let global = match &function.kind {
            Expr_::Call(inner, first) => {
                let mut all = self.exprs(first);
                all.append(&mut arguments);
                return self.call(inner, all);
            }
            Expr_::TopLevel(name) => self.here(name),
            Expr_::Foreign(global) | Expr_::Primitive(global) => global.clone(),
            Expr_::Operator(operator) => operator.function.clone(),
            Expr_::Constructor(constructor) => {
                let arity = constructor.union.variants[constructor.variant]
                    .arguments
                    .len();
                let id = self.lowering.constructor(constructor);
                return match arguments.len() == arity {
                    true => Expr::Construct(id, arguments),
                    false => unknown(Expr::Constructor(id), arguments),
                };
            }
            Expr_::Accessor(field) if arguments.len() == 1 => {
                let place = self.lowering.place(None, field);
                let record = arguments.pop().expect("there is one");
                return Expr::Field(Box::new(record), place);
            }
            _ => return unknown(self.expr(function), arguments),
        };
        self.call_global(&global, arguments)
    }

    /// A call of a definition or primitive.
    pub(super) fn call_global(&mut self, global: &Global, mut arguments: Vec<Expr>) -> Expr {
        let reference = self.refer(global);
        let arity = match &reference {
            Reference::Global(_, arity) => *arity,
            Reference::Primitive(primitive) => usize::from(primitive.arity),
        };
        if arity == 0 || arguments.len() < arity {
            return unknown(self.reference(global), arguments);
        }
        let more = arguments.split_off(arity);
        let called = match reference {
            Reference::Global(id, _) => Expr::CallGlobal(id, arguments),
            Reference::Primitive(primitive) => Expr::CallPrimitive(primitive, arguments),
        };
        unknown(called, more)
    }

    fn accessor(&mut self, field: &Name) -> Expr {
        let place = FieldPlace::ByName(self.lowering.field(field));
        let record = self.fresh();
        let body = Expr::Field(Box::new(Expr::Local(record)), place);
        let name = eco_format!("{}/.{field}", self.name);
        Expr::Lambda(Box::new(Lambda {
            name,
            parameters: vec![record],
            body,
        }))
    }

    fn place(&mut self, record: ExprId, field: &Name) -> FieldPlace {
        match self.types.place(record, field) {
            Some(place) => FieldPlace::Known(place),
            None => FieldPlace::ByName(self.lowering.field(field)),
        }
    }

    fn update(
        &mut self,
        record: &resolved::Expr,
        fields: &[(Located<Name>, resolved::Expr)],
    ) -> Expr {
        let known = self.types.fields(record.id);
        let mut updates = Vec::new();
        for (name, value) in fields {
            let place = self.lowering.place(known.as_deref(), &name.value);
            updates.push((place, self.expr(value)));
        }
        let shape = known.map(|names| self.lowering.shape(&names));
        Expr::Update(Box::new(self.expr(record)), shape, updates)
    }

    fn record(&mut self, fields: &[(Located<Name>, resolved::Expr)]) -> Expr {
        let mut sorted: Vec<&(Located<Name>, resolved::Expr)> = fields.iter().collect();
        sorted.sort_by(|(a, _), (b, _)| a.value.cmp(&b.value));
        let names: Vec<Name> = sorted.iter().map(|(name, _)| name.value.clone()).collect();
        let shape = self.lowering.shape(&names);
        let values = sorted.iter().map(|(_, value)| self.expr(value)).collect();
        Expr::Record(shape, values)
    }

    fn let_(&mut self, groups: &[LetGroup], body: &resolved::Expr) -> Expr {
        let Some((group, rest)) = groups.split_first() else {
            return self.expr(body);
        };
        match group {
            LetGroup::Destructure(pattern, value) => {
                let value = self.expr(value);
                let local = self.fresh();
                let then = self.only(vec![(local, pattern)], |own| deep(|| own.let_(rest, body)));
                Expr::Let(local, Box::new(value), Box::new(then))
            }
            LetGroup::Definitions(Group::Single(definition)) => {
                let value = self.local_definition(definition);
                let local = self.bind(&definition.name.value);
                let then = deep(|| self.let_(rest, body));
                Expr::Let(local, Box::new(value), Box::new(then))
            }
            LetGroup::Definitions(Group::Recursive(definitions)) => {
                let names = definitions.iter().map(|definition| &definition.name.value);
                let locals: Vec<Local> = names.map(|name| self.bind(name)).collect();
                let mut functions = Vec::new();
                for (local, definition) in locals.into_iter().zip(definitions) {
                    let Expr::Lambda(lambda) = self.local_definition(definition) else {
                        unreachable!("only functions may be recursive");
                    };
                    functions.push((local, *lambda));
                }
                Expr::LetRec(functions, Box::new(deep(|| self.let_(rest, body))))
            }
        }
    }

    fn local_definition(&mut self, definition: &Definition) -> Expr {
        let is_lambda = matches!(definition.body.kind, Expr_::Lambda(..));
        match definition.parameters.is_empty() && !is_lambda {
            true => self.expr(&definition.body),
            false => {
                let name = definition.name.value.clone();
                self.lambda(&name, &definition.parameters, &definition.body)
            }
        }
    }

    fn case(&mut self, subject: &resolved::Expr, branches: &[Branch]) -> Expr {
        if let Expr_::Tuple(items) = &subject.kind
            && let Some(parts) = tuple_parts(branches)
        {
            return self.case_of_parts(items, parts, branches);
        }
        let (local, bound) = match self.expr(subject) {
            Expr::Local(local) => (local, None),
            value => (self.fresh(), Some(value)),
        };
        let tests = branches
            .iter()
            .map(|branch| vec![(local, &branch.pattern)])
            .collect();
        let matched = self.decided(tests, branches);
        match bound {
            Some(value) => Expr::Let(local, Box::new(value), Box::new(matched)),
            None => matched,
        }
    }

    /// `case ( a, b ) of` without making the tuple.
    fn case_of_parts(
        &mut self,
        items: &[resolved::Expr],
        parts: Vec<&[Pattern]>,
        branches: &[Branch],
    ) -> Expr {
        let values: Vec<Expr> = self.exprs(items);
        let locals: Vec<Local> = values.iter().map(|_| self.fresh()).collect();
        let tests = parts
            .into_iter()
            .map(|parts| locals.iter().copied().zip(parts).collect());
        let matched = self.decided(tests.collect(), branches);
        let bind = |then, (local, value)| Expr::Let(local, Box::new(value), Box::new(then));
        locals.into_iter().zip(values).rev().fold(matched, bind)
    }

    fn decided(&mut self, tests: Vec<Vec<(Local, &Pattern)>>, branches: &[Branch]) -> Expr {
        let decided = matching::decide(self, tests);
        let mut bodies = Vec::new();
        for (place, branch) in branches.iter().enumerate() {
            decided.enter(self, place);
            bodies.push(self.expr(&branch.body));
        }
        Expr::Match(Box::new(decided.tree), bodies)
    }

    pub(super) fn name(&self) -> &Name {
        &self.name
    }

    pub(super) fn operands(&self, expr: &resolved::Expr) -> Operands {
        self.types.operands(expr.id)
    }
}

/// The patterns of the parts, where every branch looks at the parts alone.
fn tuple_parts(branches: &[Branch]) -> Option<Vec<&[Pattern]>> {
    let mut parts = Vec::new();
    for branch in branches {
        let Pattern_::Tuple(items) = &branch.pattern.value else {
            return None;
        };
        parts.push(items.as_slice());
    }
    Some(parts)
}

/// A call of any function; of none, where there are no arguments left.
pub(super) fn unknown(function: Expr, arguments: Vec<Expr>) -> Expr {
    match arguments.is_empty() {
        true => function,
        false => Expr::Call(Box::new(function), arguments),
    }
}

pub(super) fn number_primitive(name: &str, arity: u16) -> Primitive {
    Primitive {
        name: name.into(),
        arity,
        operands: Operands::Numbers,
        within: None,
    }
}
