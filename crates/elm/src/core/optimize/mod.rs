//! The core tree, made quicker: the same values, in the same order of evaluation.
//!
//! Functions are visited callees first. In each, small functions come in place of their calls ([`calls`]), a function
//! that is given a known function gets a copy that calls it directly ([`specialise`]), and a `case` of what is known
//! keeps the branch that fits ([`known`], [`cases`]).
//!
//! Nothing that is more than a name or a literal is moved, dropped or done twice: the standard library builds lists in place, and
//! what a program logs is seen. Constants stay what they are, evaluated once.

mod calls;
mod cases;
mod copy;
mod known;
mod partial;
mod reach;
mod specialise;
mod unused;

use std::collections::{HashMap, HashSet};

use self::copy::Count;
use self::specialise::Made;
use super::tree::{Expr, Global, GlobalId, Lambda, Local, Name, Program};
use super::walk;
use crate::deep::deep;

/// No function grows beyond this by what comes in place of calls.
const LARGE: usize = 4_000;

/// A function of more expressions stays where it is.
const MOVED: usize = 400;

/// Of what has more expressions in it, as a long list, the parts are not looked at.
const PARTS: usize = 200;

/// Optimises every function and constant.
pub(super) fn optimize(program: &mut Program) {
    let sources = specialise::sources(program);
    let mut optimizer = Optimizer {
        states: vec![State::Open; program.globals.len()],
        sizes: vec![0; program.globals.len()],
        once: HashSet::new(),
        made: HashMap::new(),
        sources,
        program,
    };
    for place in 0..optimizer.program.globals.len() {
        optimizer.visit(id(place), 0);
    }
    partial::lambdas(program);
    reach::drop_unreached(program);
}

fn id(place: usize) -> GlobalId {
    GlobalId(u32::try_from(place).expect("fewer than 2^32"))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    /// It is being visited; a call of it is recursion.
    Visited,
    /// The same, and such a call was seen.
    Recursive,
    Done,
    DoneRecursive,
}

struct Optimizer<'p> {
    program: &'p mut Program,
    states: Vec<State>,
    /// Of those that are done.
    sizes: Vec<usize>,
    /// Called in one place.
    once: HashSet<GlobalId>,
    made: HashMap<Made, GlobalId>,
    sources: HashMap<GlobalId, specialise::Source>,
}

impl Optimizer<'_> {
    /// Visits a function that has not been. Copies for known functions are of a later generation than what asks for them.
    fn visit(&mut self, id: GlobalId, generation: usize) {
        let place = id.0 as usize;
        match self.states[place] {
            State::Open => {}
            State::Visited => {
                self.states[place] = State::Recursive;
                return;
            }
            _ => return,
        }
        self.states[place] = State::Visited;
        let global = &mut self.program.globals[place];
        let mut body = std::mem::replace(&mut global.body, Expr::Unit);
        let mut function = Function {
            locals: global.locals,
            name: global.name.clone(),
            known: HashMap::new(),
            counts: copy::counts(&body),
            pending: HashMap::new(),
            room: LARGE,
            generation,
            optimizer: self,
        };
        function.expr(&mut body);
        let locals = function.locals;
        let global = &mut self.program.globals[place];
        global.locals = locals;
        global.body = body;
        self.done(place);
    }

    fn done(&mut self, place: usize) {
        let global = &mut self.program.globals[place];
        if !walk::some(&global.body, copy::MANY, &mut |_| true) {
            unused::drop_unused(&mut global.body);
        }
        // Where it comes in place of its calls, its numbers are added to those that are there. With those that what came in place in it
        // has left behind, they would double with each function that calls another twice.
        global.locals = copy::number_anew(&mut global.parameters, &mut global.body);
        self.sizes[place] = size(&global.body);
        self.states[place] = match self.states[place] {
            State::Recursive => State::DoneRecursive,
            _ => State::Done,
        };
    }

    fn add(&mut self, global: Global) -> GlobalId {
        let place = self.program.globals.len();
        self.program.globals.push(global);
        self.states.push(State::Open);
        self.sizes.push(0);
        id(place)
    }

    fn arity(&self, id: GlobalId) -> usize {
        self.program.globals[id.0 as usize].parameters.len()
    }
}

/// Whether a function is put where it is called: one that large is not, for what it is put into is looked at once more, and may be put
/// somewhere in turn.
fn is_moved(value: &Expr) -> bool {
    matches!(value, Expr::Lambda(_)) && walk::some(value, MOVED, &mut |_| true)
}

/// `let x = (let y = first in second) in body` → `let y = first in let x = second in body`, as often as that can be done at the front.
fn straighten(expr: &mut Expr) {
    loop {
        match std::mem::replace(expr, Expr::Unit) {
            Expr::Let(local, value, body) => match *value {
                Expr::Let(inner, first, second) => {
                    *expr = Expr::Let(inner, first, Box::new(Expr::Let(local, second, body)));
                }
                value => {
                    *expr = Expr::Let(local, Box::new(value), body);
                    return;
                }
            },
            other => {
                *expr = other;
                return;
            }
        }
    }
}

/// Whether an atom may come in place of a local wherever that is named: a decision can only look at locals.
fn may_stand(atom: &Expr, local: Local, count: Option<Count>, body: &Expr) -> bool {
    let is_decided = || {
        count.map_or_else(
            || copy::is_decided(local, body),
            |count| count.decisions > 0,
        )
    };
    matches!(atom, Expr::Local(_)) || !is_decided()
}

/// How many expressions there are in one, itself included.
fn size(expr: &Expr) -> usize {
    let mut count = 0;
    walk::expressions(expr, &mut |_| count += 1);
    count
}

/// A name or a literal: it costs nothing to evaluate, and nothing is gained by keeping it.
fn is_atom(expr: &Expr) -> bool {
    match expr {
        Expr::Local(_)
        | Expr::Global(_)
        | Expr::Primitive(_)
        | Expr::Constructor(_)
        | Expr::Number(_)
        | Expr::Char(_)
        | Expr::String(_)
        | Expr::Bool(_)
        | Expr::Unit
        | Expr::Nil => true,
        Expr::Construct(_, arguments) => arguments.is_empty(),
        _ => false,
    }
}

/// Whether evaluating it does nothing but make a value.
fn is_plain(expr: &Expr) -> bool {
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        match expr {
            Expr::Lambda(_) => {}
            Expr::Construct(..)
            | Expr::Tuple(_)
            | Expr::Record(..)
            | Expr::Cons(..)
            | Expr::Field(..) => open.extend(walk::children(expr)),
            other if is_atom(other) => {}
            _ => return false,
        }
    }
    true
}

/// What comes in place of a local.
enum Pending {
    /// An atom.
    Atom(Expr),
    /// A function that is called in one place.
    Function {
        function: Expr,
        /// Whether it is there already: what follows it was copied, and another copy calls it too.
        is_placed: bool,
    },
}

/// One function while it is optimised.
struct Function<'o, 'p> {
    optimizer: &'o mut Optimizer<'p>,
    locals: u32,
    name: Name,
    /// What locals are bound to: something made of atoms.
    known: HashMap<Local, Expr>,
    /// How locals are named in what has not been visited yet. What binds one takes its entry.
    counts: HashMap<Local, copy::Count>,
    /// What comes in place of a local where the walk meets it: a walk for each through all that follows it would need time with the
    /// square of their number.
    pending: HashMap<Local, Pending>,
    /// How much it may still grow.
    room: usize,
    generation: usize,
}

impl Function<'_, '_> {
    fn fresh(&mut self) -> Local {
        self.locals += 1;
        Local(self.locals - 1)
    }

    fn expr(&mut self, expr: &mut Expr) {
        deep(|| match expr {
            Expr::Local(local) => {
                let local = *local;
                self.replace(expr, local);
            }
            Expr::Let(..) => {
                straighten(expr);
                if let Expr::Let(_, value, _) = expr {
                    self.expr(value);
                }
                self.bound(expr);
            }
            Expr::Lambda(lambda) => self.expr(&mut lambda.body),
            Expr::LetRec(functions, body) => {
                for (_, lambda) in functions.iter_mut() {
                    self.expr(&mut lambda.body);
                }
                self.expr(body);
            }
            Expr::Match(..) => self.decide(expr),
            Expr::Call(function, arguments) => {
                self.expr(function);
                arguments
                    .iter_mut()
                    .for_each(|argument| self.expr(argument));
                self.apply(expr);
            }
            Expr::If(condition, yes, no) => {
                self.expr(condition);
                match **condition {
                    Expr::Bool(truth) => {
                        let taken = if truth { yes } else { no };
                        let mut taken = std::mem::replace(&mut **taken, Expr::Unit);
                        self.expr(&mut taken);
                        *expr = taken;
                    }
                    _ => {
                        self.expr(yes);
                        self.expr(no);
                    }
                }
            }
            other => {
                for child in walk::children_mut(other) {
                    self.expr(child);
                }
                self.made(other);
            }
        });
    }

    fn replace(&mut self, expr: &mut Expr, local: Local) {
        match self.pending.get_mut(&local) {
            None => {}
            Some(Pending::Atom(atom)) => *expr = atom.clone(),
            Some(Pending::Function {
                function,
                is_placed,
            }) => {
                *expr = match std::mem::replace(is_placed, true) {
                    true => copy::fresh(function, &mut self.locals),
                    false => function.clone(),
                };
                self.expr(expr);
            }
        }
    }

    /// The parts are optimised; what the whole comes to.
    fn made(&mut self, expr: &mut Expr) {
        match expr {
            Expr::CallGlobal(..) => self.call(expr),
            Expr::Field(record, place) => {
                if let Some(value) = self.field(record, *place) {
                    *expr = value;
                }
            }
            _ => {}
        }
    }

    /// A `let` whose value is optimised.
    fn bound(&mut self, expr: &mut Expr) {
        let Expr::Let(local, value, body) = std::mem::replace(expr, Expr::Unit) else {
            unreachable!("only asked for a `let`");
        };
        let (mut value, mut body) = (*value, *body);
        let mut outer = Vec::new();
        while let Expr::Let(inner, first, then) = value {
            self.know(inner, &first);
            outer.push((inner, *first));
            value = *then;
        }
        self.atoms(&mut value, &mut outer);
        let count = self.counts.remove(&local);
        let result = if is_atom(&value) && may_stand(&value, local, count, &body) {
            self.pending.insert(local, Pending::Atom(value));
            self.expr(&mut body);
            body
        } else if is_moved(&value)
            && count.map_or_else(|| copy::is_called_once(local, &body), Count::is_one_call)
        {
            let pending = Pending::Function {
                function: value,
                is_placed: false,
            };
            self.pending.insert(local, pending);
            self.expr(&mut body);
            body
        } else if specialise::goes_to_the_top(&value)
            && let Expr::Lambda(lambda) = value
        {
            self.function(local, *lambda, body)
        } else if self.goes_inward(local, &value, &body) {
            self.inward(local, value, body)
        } else {
            self.know(local, &value);
            self.expr(&mut body);
            match is_plain(&value) && copy::is_unused(local, &body) {
                true => body,
                false => Expr::Let(local, Box::new(value), Box::new(body)),
            }
        };
        let wrap = |then, (local, value)| match is_plain(&value) && copy::is_unused(local, &then) {
            true => then,
            false => Expr::Let(local, Box::new(value), Box::new(then)),
        };
        *expr = outer.into_iter().rev().fold(result, wrap);
    }

    /// A function that is named more than once, or handed on: it becomes one at the top, which its calls know.
    fn function(&mut self, local: Local, lambda: Lambda, mut body: Expr) -> Expr {
        let count = lambda.parameters.len();
        let known = self.at_the_top(lambda);
        self.known.insert(local, known.value());
        self.expr(&mut body);
        if copy::is_unused(local, &body) {
            return body;
        }
        let parameters = self.parameters(count);
        let mut arguments = known.captured;
        arguments.extend(parameters.iter().map(|local| Expr::Local(*local)));
        let mut call = Expr::CallGlobal(known.id, arguments);
        self.call(&mut call);
        let value = Expr::Lambda(Box::new(Lambda {
            name: self.name.clone(),
            parameters,
            body: call,
        }));
        Expr::Let(local, Box::new(value), Box::new(body))
    }

    /// Binds the parts of what is made of parts, where they are more than atoms.
    fn atoms(&mut self, value: &mut Expr, outer: &mut Vec<(Local, Expr)>) {
        if !walk::some(value, PARTS, &mut |_| true) {
            return;
        }
        let parts: Vec<&mut Expr> = match value {
            Expr::Construct(_, items) | Expr::Tuple(items) | Expr::Record(_, items) => {
                items.iter_mut().collect()
            }
            Expr::Cons(head, tail) => vec![head, tail],
            _ => return,
        };
        for part in parts {
            if !is_atom(part) {
                let local = Local(self.locals);
                self.locals += 1;
                let mut held = std::mem::replace(part, Expr::Local(local));
                while let Expr::Let(inner, first, then) = held {
                    self.know(inner, &first);
                    outer.push((inner, *first));
                    held = *then;
                }
                self.atoms(&mut held, outer);
                self.know(local, &held);
                outer.push((local, held));
            }
        }
    }

    /// Remembers what a local is bound to, if it is made of atoms.
    fn know(&mut self, local: Local, value: &Expr) {
        let of_atoms = match value {
            Expr::Construct(_, items) | Expr::Tuple(items) | Expr::Record(_, items) => {
                items.iter().all(is_atom)
            }
            Expr::Cons(head, tail) => is_atom(head) && is_atom(tail),
            Expr::Call(function, arguments) => {
                let partial = |id: &GlobalId| self.optimizer.arity(*id) > arguments.len();
                matches!(&**function, Expr::Global(id) if partial(id))
                    && arguments.iter().all(is_atom)
            }
            other => is_atom(other),
        };
        if of_atoms {
            self.known.insert(local, value.clone());
        }
    }
}
