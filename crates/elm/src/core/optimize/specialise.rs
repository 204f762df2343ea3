//! Copies of functions for the functions that they get: `List.map f` with a known `f` calls it directly, and so may hold its body.
//!
//! That is done for parameters that a function only calls, or hands on as they are to itself or to another such
//! parameter. The known function becomes a function at the top; what it captures is handed on in its place.

use std::collections::{BTreeSet, HashMap};

use super::{Function, Optimizer, copy, is_atom};
use crate::core::lift::free;
use crate::core::tree::{Expr, Global, GlobalId, Lambda, Local, Program};
use crate::core::walk;

/// Copies that ask for copies that ask for copies end here.
const GENERATIONS: usize = 5;
/// A lambda that takes more values from around it stays one.
const CAPTURED: usize = 50;
/// No program needs more copies.
const COPIES: usize = 4_000;

/// What a copy was made of: a function, and by parameter what it gets, with the number of captured values.
pub(super) type Made = (GlobalId, Vec<(usize, GlobalId, usize)>);

/// A function that may be copied, as it was before it was optimised.
pub(super) struct Source {
    parameters: Vec<Local>,
    body: Expr,
    locals: u32,
    /// The parameters for which copies are made.
    functions: BTreeSet<usize>,
}

/// A known function with the values that it captured.
pub(super) struct Known {
    pub(super) id: GlobalId,
    pub(super) captured: Vec<Expr>,
    /// Whether nothing else calls it.
    own: bool,
}

impl Known {
    /// The function as a value.
    pub(super) fn value(&self) -> Expr {
        match self.captured.is_empty() {
            true => Expr::Global(self.id),
            false => Expr::Call(Box::new(Expr::Global(self.id)), self.captured.clone()),
        }
    }
}

/// The functions that have such parameters.
pub(super) fn sources(program: &Program) -> HashMap<GlobalId, Source> {
    let mut candidates: HashMap<GlobalId, BTreeSet<usize>> = HashMap::new();
    for (place, global) in program.globals.iter().enumerate() {
        let all = (0..global.parameters.len()).collect();
        candidates.insert(super::id(place), all);
    }
    // A parameter that is handed on to one that is none is none either.
    let mut changed = true;
    while changed {
        changed = false;
        for (place, global) in program.globals.iter().enumerate() {
            let id = super::id(place);
            let kept = kept(global, &candidates[&id], &candidates);
            if kept.len() < candidates[&id].len() {
                candidates.insert(id, kept);
                changed = true;
            }
        }
    }
    let of = |(id, functions): (GlobalId, BTreeSet<usize>)| {
        let global = &program.globals[id.0 as usize];
        let source = Source {
            parameters: global.parameters.clone(),
            body: global.body.clone(),
            locals: global.locals,
            functions,
        };
        (id, source)
    };
    candidates
        .into_iter()
        .filter(|(_, functions)| !functions.is_empty())
        .map(of)
        .collect()
}

/// Those parameters that are only called, or handed on to such.
fn kept(
    global: &Global,
    candidates: &BTreeSet<usize>,
    all: &HashMap<GlobalId, BTreeSet<usize>>,
) -> BTreeSet<usize> {
    if candidates.is_empty() {
        return BTreeSet::new();
    }
    let places: HashMap<Local, usize> = global.parameters.iter().copied().zip(0..).collect();
    let place = |local: Local| places.get(&local).copied();
    let mut fine: HashMap<usize, usize> = HashMap::new();
    let mut count = |local: Local| {
        if let Some(place) = place(local) {
            *fine.entry(place).or_default() += 1;
        }
    };
    walk::expressions(&global.body, &mut |expr| match expr {
        Expr::Call(function, _) => {
            if let Expr::Local(local) = **function {
                count(local);
            }
        }
        Expr::CallGlobal(id, arguments) => {
            for (place, argument) in arguments.iter().enumerate() {
                if let Expr::Local(local) = argument
                    && all[id].contains(&place)
                {
                    count(*local);
                }
            }
        }
        _ => {}
    });
    let uses = copy::all_uses(&global.body);
    let is_kept = |place: &usize| {
        let uses = uses.get(&global.parameters[*place]).copied().unwrap_or(0);
        uses > 0 && fine.get(place).copied().unwrap_or(0) == uses
    };
    candidates.iter().copied().filter(is_kept).collect()
}

impl Function<'_, '_> {
    /// Makes the call one of a copy, if it gets a known function.
    pub(super) fn specialise(&mut self, expr: &mut Expr) -> bool {
        let Expr::CallGlobal(id, arguments) = expr else {
            return false;
        };
        let id = *id;
        let Some(source) = self.optimizer.sources.get(&id) else {
            return false;
        };
        if self.generation >= GENERATIONS || self.optimizer.made.len() >= COPIES {
            return false;
        }
        let places: Vec<usize> = source.functions.iter().copied().collect();
        let mut known = Vec::new();
        for place in places {
            if let Some(function) = self.known_function(&mut arguments[place]) {
                known.push((place, function));
            }
        }
        if known.is_empty() {
            return false;
        }
        let arguments = std::mem::take(arguments);
        let copy = self.optimizer.copy(id, &known);
        let mut given = Vec::new();
        let mut captured = Vec::new();
        for (place, argument) in arguments.into_iter().enumerate() {
            match known.iter_mut().find(|(known, _)| *known == place) {
                Some((_, function)) => captured.append(&mut function.captured),
                None => given.push(argument),
            }
        }
        given.extend(captured);
        *expr = Expr::CallGlobal(copy, given);
        let generation = self.generation + 1;
        self.optimizer.visit(copy, generation);
        true
    }

    /// What a function's value is, if that is known.
    pub(super) fn as_function(&self, expr: &Expr) -> Option<(GlobalId, Vec<Expr>)> {
        match expr {
            Expr::Global(id) if self.optimizer.arity(*id) > 0 => Some((*id, Vec::new())),
            Expr::Call(function, captured) => match **function {
                Expr::Global(id)
                    if self.optimizer.arity(id) > captured.len()
                        && captured.iter().all(is_atom) =>
                {
                    Some((id, captured.clone()))
                }
                _ => None,
            },
            Expr::Local(local) => match self.known.get(local) {
                Some(known @ (Expr::Global(_) | Expr::Call(..))) => self.as_function(known),
                _ => None,
            },
            _ => None,
        }
    }

    fn known_function(&mut self, argument: &mut Expr) -> Option<Known> {
        if let Some((id, captured)) = self.as_function(argument) {
            return Some(Known {
                id,
                captured,
                own: false,
            });
        }
        let lambda = match argument {
            Expr::Lambda(_) if !goes_to_the_top(argument) => return None,
            Expr::Lambda(lambda) => std::mem::replace(&mut **lambda, nothing()),
            Expr::Primitive(primitive) => {
                let primitive = primitive.clone();
                let parameters = self.parameters(usize::from(primitive.arity));
                let body = Expr::CallPrimitive(primitive, named(&parameters));
                lambda(&self.name, parameters, body)
            }
            Expr::Constructor(id) => {
                let id = *id;
                let arity = self.optimizer.program.constructors[id.0 as usize].arity;
                let parameters = self.parameters(usize::from(arity));
                let body = Expr::Construct(id, named(&parameters));
                lambda(&self.name, parameters, body)
            }
            _ => return None,
        };
        Some(self.at_the_top(lambda))
    }

    /// A lambda, which is optimised, as a function at the top.
    pub(super) fn at_the_top(&mut self, lambda: Lambda) -> Known {
        let captured: Vec<Local> = free(&lambda).into_iter().collect();
        let mut parameters = captured.clone();
        parameters.extend(lambda.parameters);
        let id = self.optimizer.add(Global {
            name: lambda.name,
            parameters,
            body: lambda.body,
            locals: self.locals,
        });
        self.optimizer.done(id.0 as usize);
        Known {
            id,
            captured: captured.into_iter().map(Expr::Local).collect(),
            own: true,
        }
    }

    pub(super) fn parameters(&mut self, count: usize) -> Vec<Local> {
        (0..count).map(|_| self.fresh()).collect()
    }
}

/// Whether it is a lambda that takes few values from around it. Functions in each other, each of which took as a parameter whatever those
/// in it take, would grow with the square of their number.
pub(super) fn goes_to_the_top(expr: &Expr) -> bool {
    matches!(expr, Expr::Lambda(lambda) if free(lambda).len() <= CAPTURED)
}

fn named(parameters: &[Local]) -> Vec<Expr> {
    parameters.iter().map(|local| Expr::Local(*local)).collect()
}

fn lambda(name: &str, parameters: Vec<Local>, body: Expr) -> Lambda {
    Lambda {
        name: ecow::eco_format!("{name}/function"),
        parameters,
        body,
    }
}

fn nothing() -> Lambda {
    lambda("", Vec::new(), Expr::Unit)
}

impl Optimizer<'_> {
    /// The copy of a function for known functions.
    fn copy(&mut self, id: GlobalId, known: &[(usize, Known)]) -> GlobalId {
        let key = known
            .iter()
            .map(|(place, known)| (*place, known.id, known.captured.len()));
        let key: Made = (id, key.collect());
        if let Some(made) = self.made.get(&key) {
            return *made;
        }
        let source = &self.sources[&id];
        let (mut body, mut locals) = (source.body.clone(), source.locals);
        let mut parameters = Vec::new();
        let mut captured = Vec::new();
        for (place, parameter) in source.parameters.iter().enumerate() {
            let Some((_, function)) = known.iter().find(|(known, _)| *known == place) else {
                parameters.push(*parameter);
                continue;
            };
            let own = (0..)
                .take(function.captured.len())
                .map(|more| Local(locals + more));
            let own: Vec<Local> = own.collect();
            locals += u32::try_from(own.len()).expect("fewer than 2^32");
            let value = match own.is_empty() {
                true => Expr::Global(function.id),
                false => Expr::Call(Box::new(Expr::Global(function.id)), named(&own)),
            };
            captured.extend(own);
            if function.own && copy::uses(*parameter, &body) == 1 {
                self.once.insert(function.id);
            }
            walk::expressions_mut(&mut body, &mut |expr| {
                if matches!(expr, Expr::Local(local) if local == parameter) {
                    *expr = value.clone();
                }
            });
        }
        parameters.extend(captured);
        let name = self.program.globals[id.0 as usize].name.clone();
        let copy = self.add(Global {
            name,
            parameters,
            body,
            locals,
        });
        self.made.insert(key, copy);
        copy
    }
}
