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
use std::rc::Rc;

use super::tree::{Decision, Expr, Global, GlobalId, Lambda, Local, Name, Program};
use super::walk;

/// Lifts what can be lifted out of every function and constant.
pub(super) fn lift(program: &mut Program) {
    for place in 0..program.globals.len() {
        let global = &mut program.globals[place];
        let mut body = std::mem::replace(&mut global.body, Expr::Unit);
        let mut lifter = Lifter {
            name: global.name.clone(),
            locals: global.locals,
            first: program.globals.len(),
            lifted: Vec::new(),
            table: HashMap::new(),
            uses: Uses::of(&body),
        };
        lifter.expr(&mut body);
        let Lifter { locals, lifted, .. } = lifter;
        program.globals[place].body = body;
        program.globals[place].locals = locals;
        program
            .globals
            .extend(lifted.into_iter().map(|global| Global { locals, ..global }));
    }
}

/// More values than this a function doesn't get in its parameters, where it can be a value. Functions in each other, each of which took
/// whatever those in it take, would grow with the square of their number; and WebAssembly knows 1,000 parameters at most.
const MOST: usize = 50;

/// All functions that are lifted out of one definition, out of each other too.
struct Lifter {
    /// Of the function that is being looked at.
    name: Name,
    locals: u32,
    /// The number of the next global.
    first: usize,
    lifted: Vec<Global>,
    /// By the local that a function was bound to. Where one is named, that is replaced when the walk comes to it: a walk for each function
    /// through all that follows it would need time with the square of their number.
    table: HashMap<Local, Rc<Lifted>>,
    uses: Uses,
}

/// A function that was lifted.
struct Lifted {
    id: GlobalId,
    captured: Vec<Local>,
    arity: usize,
}

impl Lifter {
    fn expr(&mut self, expr: &mut Expr) {
        deep(|| self.level(expr));
    }

    fn level(&mut self, expr: &mut Expr) {
        match expr {
            Expr::LetRec(functions, body) => {
                let functions = std::mem::take(functions);
                let body = std::mem::replace(&mut **body, Expr::Unit);
                let captured = self.captured(functions.iter().map(|(_, lambda)| lambda));
                self.group(functions, captured);
                *expr = body;
                self.expr(expr);
            }
            Expr::Let(local, value, body) => {
                if let Expr::Lambda(lambda) = &mut **value
                    && self.uses.is_only_called(*local, lambda.parameters.len())
                {
                    let captured = self.captured(std::iter::once(&**lambda));
                    if captured.len() + lambda.parameters.len() <= MOST {
                        let lambda = std::mem::replace(&mut **lambda, nothing());
                        self.group(vec![(*local, lambda)], captured);
                        *expr = std::mem::replace(&mut **body, Expr::Unit);
                        return self.expr(expr);
                    }
                }
                self.expr(value);
                self.expr(body);
            }
            Expr::Lambda(lambda) => match self.captured(std::iter::once(&**lambda)).is_empty() {
                true => {
                    let id = self.reserve(1);
                    self.add(id, &[], std::mem::replace(&mut **lambda, nothing()));
                    *expr = Expr::Global(id);
                }
                false => self.expr(&mut lambda.body),
            },
            Expr::Call(function, arguments) => {
                arguments
                    .iter_mut()
                    .for_each(|argument| self.expr(argument));
                let lifted = match &**function {
                    Expr::Local(local) => self.table.get(local),
                    _ => None,
                };
                match lifted {
                    Some(lifted) if arguments.len() >= lifted.arity => {
                        *expr = lifted.call(std::mem::take(arguments));
                    }
                    _ => self.expr(function),
                }
            }
            Expr::Local(local) => {
                if let Some(lifted) = self.table.get(local).cloned() {
                    *expr = self.value(&lifted);
                }
            }
            Expr::Match(decision, branches) => {
                branches.iter_mut().for_each(|branch| self.expr(branch));
                // A `case` looks at no function, but a variable may be bound to one.
                let mut named = Vec::new();
                locals_of(decision, &mut named);
                named.retain(|local| self.table.contains_key(local));
                for local in named {
                    let lifted = self.table[&local].clone();
                    let value = self.value(&lifted);
                    let inner = std::mem::replace(expr, Expr::Unit);
                    *expr = Expr::Let(local, Box::new(value), Box::new(inner));
                }
            }
            other => walk::children_mut(other)
                .into_iter()
                .for_each(|child| self.expr(child)),
        }
    }

    /// What functions that may name each other take from outside, where what they name is lifted: what that takes.
    fn captured<'e>(&self, lambdas: impl Iterator<Item = &'e Lambda> + Clone) -> Vec<Local> {
        let mut captured = BTreeSet::new();
        for local in lambdas.flat_map(free) {
            match self.table.get(&local) {
                Some(lifted) => captured.extend(&lifted.captured),
                None => {
                    captured.insert(local);
                }
            }
        }
        captured.into_iter().collect()
    }

    /// Lifts functions that may name each other.
    fn group(&mut self, functions: Vec<(Local, Lambda)>, mut captured: Vec<Local>) {
        captured.retain(|local| functions.iter().all(|(own, _)| own != local));
        let first = self.reserve(functions.len());
        for ((local, lambda), id) in functions.iter().zip(first.0..) {
            let lifted = Lifted {
                id: GlobalId(id),
                captured: captured.clone(),
                arity: lambda.parameters.len(),
            };
            self.table.insert(*local, Rc::new(lifted));
        }
        for ((_, lambda), id) in functions.into_iter().zip(first.0..) {
            self.add(GlobalId(id), &captured, lambda);
        }
    }

    /// Numbers for so many functions: the first of them.
    fn reserve(&mut self, count: usize) -> GlobalId {
        let place = self.first + self.lifted.len();
        for _ in 0..count {
            self.lifted.push(Global {
                name: Name::new(),
                parameters: Vec::new(),
                body: Expr::Unit,
                locals: 0,
            });
        }
        GlobalId(u32::try_from(place).expect("fewer than 2^32"))
    }

    /// A function at the top, and those in it.
    fn add(&mut self, id: GlobalId, captured: &[Local], mut lambda: Lambda) {
        let name = ecow::eco_format!("{}/{}", self.name, short(&lambda.name));
        let outer = std::mem::replace(&mut self.name, name.clone());
        self.expr(&mut lambda.body);
        self.name = outer;
        let lifted = &mut self.lifted[id.0 as usize - self.first];
        lifted.name = name;
        lifted.parameters = captured.iter().copied().chain(lambda.parameters).collect();
        lifted.body = lambda.body;
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

/// How locals are used in one definition.
struct Uses(HashMap<Local, Use>);

#[derive(Default)]
struct Use {
    all: usize,
    calls: usize,
    /// Of those calls, the one with the fewest arguments.
    fewest: usize,
}

impl Uses {
    fn of(body: &Expr) -> Uses {
        let mut uses: HashMap<Local, Use> = HashMap::new();
        walk::expressions(body, &mut |expr| match expr {
            Expr::Local(local) => uses.entry(*local).or_default().all += 1,
            Expr::Call(function, arguments) => {
                if let Expr::Local(local) = **function {
                    let known = uses.entry(local).or_default();
                    known.fewest = match known.calls {
                        0 => arguments.len(),
                        _ => known.fewest.min(arguments.len()),
                    };
                    known.calls += 1;
                }
            }
            Expr::Match(decision, _) => {
                let mut named = Vec::new();
                locals_of(decision, &mut named);
                for local in named {
                    uses.entry(local).or_default().all += 1;
                }
            }
            _ => {}
        });
        Uses(uses)
    }

    /// Whether every use is a call with as many arguments as the function takes, or more.
    fn is_only_called(&self, local: Local, arity: usize) -> bool {
        let known = self.0.get(&local);
        known.is_none_or(|uses| uses.all == uses.calls && (uses.calls == 0 || uses.fewest >= arity))
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
