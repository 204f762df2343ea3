//! Local functions → functions at the top.
//!
//! A local function that calls itself, and one that is only ever called, becomes a function of its own that takes what
//! it captured as its first parameters: its calls are known, and it can be a loop. (Johnsson, "Lambda
//! lifting", 1985.) What is left of lambdas are those that become values and capture something.
//!
//! Outer functions go first: where an inner one names an outer one, it then names what that one captured. A local
//! keeps its number when it becomes a parameter, so bodies need no renaming.

use crate::deep::deep;
use std::collections::{BTreeSet, HashMap};

use super::tree::{Decision, Expr, Global, GlobalId, Lambda, Local, Name, Program};
use super::walk;

/// Lifts what can be lifted out of every function and constant.
pub(super) fn lift(program: &mut Program) {
    let mut next = 0;
    while next < program.globals.len() {
        let global = &mut program.globals[next];
        let mut body = std::mem::replace(&mut global.body, Expr::Unit);
        let mut lifter = Lifter {
            name: global.name.clone(),
            locals: global.locals,
            first: program.globals.len(),
            lifted: Vec::new(),
        };
        lifter.expr(&mut body);
        let Lifter { locals, lifted, .. } = lifter;
        program.globals[next].body = body;
        program.globals[next].locals = locals;
        program.globals.extend(lifted);
        next += 1;
    }
}

struct Lifter {
    name: Name,
    locals: u32,
    /// The number of the next global.
    first: usize,
    lifted: Vec<Global>,
}

/// A function that was lifted.
struct Lifted {
    id: GlobalId,
    captured: Vec<Local>,
    arity: usize,
}

impl Lifter {
    fn expr(&mut self, expr: &mut Expr) {
        match expr {
            Expr::LetRec(functions, body) => {
                let functions = std::mem::take(functions);
                let body = std::mem::replace(&mut **body, Expr::Unit);
                *expr = self.group(functions, body);
                self.expr(expr);
            }
            Expr::Let(local, value, body)
                if is_lambda(value) && is_only_called(*local, value, body) =>
            {
                let local = *local;
                let Expr::Lambda(lambda) = std::mem::replace(&mut **value, Expr::Unit) else {
                    unreachable!("it was one");
                };
                let body = std::mem::replace(&mut **body, Expr::Unit);
                *expr = self.group(vec![(local, *lambda)], body);
                self.expr(expr);
            }
            Expr::Lambda(lambda) if free(lambda).is_empty() => {
                let id = self.add(Vec::new(), std::mem::replace(&mut **lambda, nothing()));
                *expr = Expr::Global(id);
            }
            Expr::Lambda(lambda) => deep(|| self.expr(&mut lambda.body)),
            other => walk::children_mut(other)
                .into_iter()
                .for_each(|child| deep(|| self.expr(child))),
        }
    }

    /// Lifts functions that may name each other, and gives what followed them.
    fn group(&mut self, functions: Vec<(Local, Lambda)>, mut body: Expr) -> Expr {
        let own: BTreeSet<Local> = functions.iter().map(|(local, _)| *local).collect();
        let all = functions.iter().flat_map(|(_, lambda)| free(lambda));
        let captured: BTreeSet<Local> = all.filter(|local| !own.contains(local)).collect();
        let captured: Vec<Local> = captured.into_iter().collect();
        let next = self.first + self.lifted.len();
        let table: HashMap<Local, Lifted> = functions
            .iter()
            .zip(next..)
            .map(|((local, lambda), place)| {
                let id = GlobalId(u32::try_from(place).expect("fewer than 2^32"));
                let arity = lambda.parameters.len();
                (
                    *local,
                    Lifted {
                        id,
                        captured: captured.clone(),
                        arity,
                    },
                )
            })
            .collect();
        for (_, mut lambda) in functions {
            self.replace(&mut lambda.body, &table);
            self.add(captured.clone(), lambda);
        }
        self.replace(&mut body, &table);
        body
    }

    fn add(&mut self, captured: Vec<Local>, lambda: Lambda) -> GlobalId {
        let place = self.first + self.lifted.len();
        let mut parameters = captured;
        parameters.extend(lambda.parameters);
        self.lifted.push(Global {
            name: ecow::eco_format!("{}/{}", self.name, short(&lambda.name)),
            parameters,
            body: lambda.body,
            locals: self.locals,
        });
        GlobalId(u32::try_from(place).expect("fewer than 2^32"))
    }

    /// Makes calls of lifted functions known, and functions anew of them where they are values.
    fn replace(&mut self, expr: &mut Expr, table: &HashMap<Local, Lifted>) {
        match expr {
            Expr::Call(function, arguments) => {
                arguments
                    .iter_mut()
                    .for_each(|argument| self.replace(argument, table));
                let lifted = match &**function {
                    Expr::Local(local) => table.get(local),
                    _ => None,
                };
                match lifted {
                    Some(lifted) if arguments.len() >= lifted.arity => {
                        *expr = lifted.call(std::mem::take(arguments));
                    }
                    _ => self.replace(function, table),
                }
            }
            Expr::Local(local) => {
                if let Some(lifted) = table.get(local) {
                    *expr = self.value(lifted);
                }
            }
            Expr::Lambda(lambda) => deep(|| self.replace(&mut lambda.body, table)),
            Expr::LetRec(functions, body) => {
                functions
                    .iter_mut()
                    .for_each(|(_, lambda)| self.replace(&mut lambda.body, table));
                self.replace(body, table);
            }
            Expr::Match(decision, branches) => {
                let mut named = Vec::new();
                locals_of(decision, &mut named);
                // A `case` looks at no function, but a variable may be bound to one.
                branches
                    .iter_mut()
                    .for_each(|branch| deep(|| self.replace(branch, table)));
                let functions: BTreeSet<Local> = named
                    .into_iter()
                    .filter(|l| table.contains_key(l))
                    .collect();
                for local in functions {
                    let value = self.value(&table[&local]);
                    let inner = std::mem::replace(expr, Expr::Unit);
                    *expr = Expr::Let(local, Box::new(value), Box::new(inner));
                }
            }
            other => walk::children_mut(other)
                .into_iter()
                .for_each(|child| deep(|| self.replace(child, table))),
        }
    }

    fn value(&mut self, lifted: &Lifted) -> Expr {
        if lifted.captured.is_empty() {
            return Expr::Global(lifted.id);
        }
        let parameters: Vec<Local> = (0..lifted.arity).map(|_| self.fresh()).collect();
        let arguments = parameters.iter().map(|local| Expr::Local(*local)).collect();
        let body = lifted.call(arguments);
        let name = "closure".into();
        Expr::Lambda(Box::new(Lambda {
            name,
            parameters,
            body,
        }))
    }

    fn fresh(&mut self) -> Local {
        self.locals += 1;
        Local(self.locals - 1)
    }
}

impl Lifted {
    fn call(&self, mut arguments: Vec<Expr>) -> Expr {
        let more = arguments.split_off(self.arity);
        let mut all: Vec<Expr> = self
            .captured
            .iter()
            .map(|local| Expr::Local(*local))
            .collect();
        all.extend(arguments);
        let call = Expr::CallGlobal(self.id, all);
        match more.is_empty() {
            true => call,
            false => Expr::Call(Box::new(call), more),
        }
    }
}

fn nothing() -> Lambda {
    Lambda {
        name: Name::new(),
        parameters: Vec::new(),
        body: Expr::Unit,
    }
}

/// The part of a name behind the last slash.
fn short(name: &Name) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn is_lambda(expr: &Expr) -> bool {
    matches!(expr, Expr::Lambda(_))
}

/// Whether every use of a local is a call with as many arguments as its lambda takes, or more.
fn is_only_called(local: Local, lambda: &Expr, body: &Expr) -> bool {
    let Expr::Lambda(lambda) = lambda else {
        return false;
    };
    let (mut uses, mut calls) = (0_usize, 0_usize);
    walk::expressions(body, &mut |expr| match expr {
        Expr::Local(used) if *used == local => uses += 1,
        Expr::Call(function, arguments)
            if matches!(&**function, Expr::Local(used) if *used == local)
                && arguments.len() >= lambda.parameters.len() =>
        {
            calls += 1;
        }
        Expr::Match(decision, _) => {
            let mut named = Vec::new();
            locals_of(decision, &mut named);
            uses += named.iter().filter(|used| **used == local).count();
        }
        _ => {}
    });
    uses == calls
}

/// The locals of a lambda that are not its own.
pub(crate) fn free(lambda: &Lambda) -> BTreeSet<Local> {
    let mut used = BTreeSet::new();
    let mut bound: BTreeSet<Local> = lambda.parameters.iter().copied().collect();
    walk::expressions(&lambda.body, &mut |expr| match expr {
        Expr::Local(local) => {
            used.insert(*local);
        }
        Expr::Let(local, _, _) => {
            bound.insert(*local);
        }
        Expr::Lambda(inner) => bound.extend(&inner.parameters),
        Expr::LetRec(functions, _) => {
            for (local, inner) in functions {
                bound.insert(*local);
                bound.extend(&inner.parameters);
            }
        }
        Expr::Match(decision, _) => bound_by(decision, &mut bound, &mut used),
        _ => {}
    });
    used.difference(&bound).copied().collect()
}

/// The locals that a decision reads.
fn locals_of(decision: &Decision, named: &mut Vec<Local>) {
    let (mut bound, mut used) = (BTreeSet::new(), BTreeSet::new());
    bound_by(decision, &mut bound, &mut used);
    named.extend(used.difference(&bound));
}

fn bound_by(decision: &Decision, bound: &mut BTreeSet<Local>, used: &mut BTreeSet<Local>) {
    match decision {
        Decision::Leaf { bindings, .. } => {
            for (variable, value) in bindings {
                bound.insert(*variable);
                used.insert(*value);
            }
        }
        Decision::Load {
            local, from, then, ..
        } => {
            bound.insert(*local);
            used.insert(*from);
            deep(|| bound_by(then, bound, used));
        }
        Decision::Switch { on, edges, default } => {
            used.insert(*on);
            edges
                .iter()
                .for_each(|(_, then)| deep(|| bound_by(then, bound, used)));
            if let Some(then) = default {
                deep(|| bound_by(then, bound, used));
            }
        }
    }
}
