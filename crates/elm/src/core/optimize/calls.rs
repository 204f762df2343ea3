//! Calls: of what is known by now, and those in whose place the function's body comes.

use super::{Function, State, copy};
use crate::core::tree::{Expr, GlobalId, Local};

/// A function of so many expressions comes in place of its calls.
const SMALL: usize = 24;
/// The same where it is given a function, which may then be known.
const SMALL_WITH_FUNCTION: usize = 60;

impl Function<'_, '_> {
    /// A call of something: of what, may be known by now.
    pub(super) fn apply(&mut self, expr: &mut Expr) {
        let Expr::Call(function, arguments) = expr else {
            return;
        };
        if let Expr::Local(local) = **function
            && let Some(known @ (Expr::Global(_) | Expr::Call(..))) = self.known.get(&local)
        {
            **function = known.clone();
        }
        let arguments = std::mem::take(arguments);
        match std::mem::replace(&mut **function, Expr::Unit) {
            Expr::Call(inner, mut first) => {
                first.extend(arguments);
                *expr = Expr::Call(inner, first);
                self.apply(expr);
            }
            Expr::Let(local, value, body) => {
                let mut call = Expr::Call(body, arguments);
                self.apply(&mut call);
                *expr = Expr::Let(local, value, Box::new(call));
            }
            Expr::Lambda(lambda) if arguments.len() >= lambda.parameters.len() => {
                let count = lambda.parameters.len();
                self.beta(expr, &lambda.parameters, lambda.body, arguments, count);
            }
            Expr::Global(id) if (1..=arguments.len()).contains(&self.optimizer.arity(id)) => {
                let count = self.optimizer.arity(id);
                *expr = exact(arguments, count, |first| Expr::CallGlobal(id, first));
                self.made_inside(expr);
            }
            Expr::Primitive(primitive)
                if (1..=arguments.len()).contains(&usize::from(primitive.arity)) =>
            {
                let count = usize::from(primitive.arity);
                *expr = exact(arguments, count, |first| {
                    Expr::CallPrimitive(primitive, first)
                });
            }
            Expr::Constructor(id) => {
                let arity = self.optimizer.program.constructors[id.0 as usize].arity;
                *expr = match arguments.len() == usize::from(arity) {
                    true => Expr::Construct(id, arguments),
                    false => Expr::Call(Box::new(Expr::Constructor(id)), arguments),
                };
            }
            other => *expr = Expr::Call(Box::new(other), arguments),
        }
    }

    fn made_inside(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Call(function, _) => {
                self.made(function);
                if !matches!(**function, Expr::CallGlobal(..) | Expr::CallPrimitive(..)) {
                    self.apply(expr);
                }
            }
            other => self.made(other),
        }
    }

    /// `(\a b -> body) x y`: the arguments are bound, in their order.
    fn beta(
        &mut self,
        expr: &mut Expr,
        parameters: &[Local],
        body: Expr,
        mut arguments: Vec<Expr>,
        count: usize,
    ) {
        let more = arguments.split_off(count);
        let body = match more.is_empty() {
            true => body,
            false => Expr::Call(Box::new(body), more),
        };
        let bind = |then, (local, value): (&Local, Expr)| {
            Expr::Let(*local, Box::new(value), Box::new(then))
        };
        let bound = parameters.iter().zip(arguments);
        *expr = bound.rev().fold(body, bind);
        // The arguments are optimised; the body is again, for now it sees them.
        match expr {
            Expr::Let(..) => self.bound(expr),
            other => self.expr(other),
        }
    }

    /// A call of a known function: its body in place, or a copy that knows the functions it gets.
    pub(super) fn call(&mut self, expr: &mut Expr) {
        let Expr::CallGlobal(id, arguments) = expr else {
            return;
        };
        let id = *id;
        let generation = self.generation;
        self.optimizer.visit(id, generation);
        if self.comes_in_place(id, arguments) {
            let arguments = std::mem::take(arguments);
            let global = &self.optimizer.program.globals[id.0 as usize];
            let (mut body, parameters) = (global.body.clone(), global.parameters.clone());
            let offset = self.locals;
            self.locals += global.locals;
            self.room -= self.room.min(self.optimizer.sizes[id.0 as usize]);
            let moved = |local: Local| Local(local.0 + offset);
            copy::rename(&mut body, &moved);
            let parameters: Vec<Local> = parameters.into_iter().map(moved).collect();
            let count = parameters.len();
            self.beta(expr, &parameters, body, arguments, count);
        } else if self.specialise(expr) {
            self.call(expr);
        }
    }

    fn comes_in_place(&self, id: GlobalId, arguments: &[Expr]) -> bool {
        let place = id.0 as usize;
        let size = self.optimizer.sizes[place];
        if self.optimizer.states[place] != State::Done || size > self.room {
            return false;
        }
        let function = |argument: &Expr| {
            let lambda = |expr: &Expr| {
                matches!(
                    expr,
                    Expr::Lambda(_) | Expr::Primitive(_) | Expr::Constructor(_)
                )
            };
            lambda(argument) || self.as_function(argument).is_some()
        };
        let limit = match arguments.iter().any(function) {
            true => SMALL_WITH_FUNCTION,
            false => SMALL,
        };
        size <= limit || self.optimizer.once.contains(&id)
    }
}

/// A call with as many arguments as it takes, and one of its result with the rest.
fn exact(mut arguments: Vec<Expr>, count: usize, call: impl FnOnce(Vec<Expr>) -> Expr) -> Expr {
    let more = arguments.split_off(count);
    let called = call(arguments);
    match more.is_empty() {
        true => called,
        false => Expr::Call(Box::new(called), more),
    }
}
