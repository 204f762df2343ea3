//! Locals: renamed, counted, replaced.

use std::collections::{HashMap, HashSet};

use crate::core::tree::{Decision, Expr, Lambda, Local};
use crate::core::walk;

/// Gives every local another name, those that are bound and those that are named.
pub(super) fn rename(expr: &mut Expr, new: &impl Fn(Local) -> Local) {
    walk::expressions_mut(expr, &mut |expr| match expr {
        Expr::Local(local) => *local = new(*local),
        Expr::Let(local, _, _) => *local = new(*local),
        Expr::Lambda(lambda) => parameters(lambda, new),
        Expr::LetRec(functions, _) => {
            for (local, lambda) in functions {
                *local = new(*local);
                parameters(lambda, new);
            }
        }
        Expr::Match(decision, _) => in_decision(decision, new),
        _ => {}
    });
}

fn parameters(lambda: &mut Lambda, new: &impl Fn(Local) -> Local) {
    for parameter in &mut lambda.parameters {
        *parameter = new(*parameter);
    }
}

pub(super) fn in_decision(decision: &mut Decision, new: &impl Fn(Local) -> Local) {
    match decision {
        Decision::Leaf { bindings, .. } => {
            for (variable, value) in bindings {
                (*variable, *value) = (new(*variable), new(*value));
            }
        }
        Decision::Load {
            local, from, then, ..
        } => {
            (*local, *from) = (new(*local), new(*from));
            in_decision(then, new);
        }
        Decision::Switch { on, edges, default } => {
            *on = new(*on);
            edges
                .iter_mut()
                .for_each(|(_, then)| in_decision(then, new));
            if let Some(then) = default {
                in_decision(then, new);
            }
        }
    }
}

/// A copy whose own locals are new ones.
pub(super) fn fresh(expr: &Expr, locals: &mut u32) -> Expr {
    let mut copy = expr.clone();
    let mut names: HashMap<Local, Local> = HashMap::new();
    let mut bind = |local: Local| {
        names.entry(local).or_insert_with(|| {
            *locals += 1;
            Local(*locals - 1)
        });
    };
    walk::expressions(expr, &mut |expr| match expr {
        Expr::Let(local, _, _) => bind(*local),
        Expr::Lambda(lambda) => lambda.parameters.iter().copied().for_each(&mut bind),
        Expr::LetRec(functions, _) => {
            for (local, lambda) in functions {
                bind(*local);
                lambda.parameters.iter().copied().for_each(&mut bind);
            }
        }
        Expr::Match(decision, _) => bound_in(decision, &mut bind),
        _ => {}
    });
    rename(&mut copy, &|local| {
        names.get(&local).copied().unwrap_or(local)
    });
    copy
}

fn bound_in(decision: &Decision, bind: &mut impl FnMut(Local)) {
    match decision {
        Decision::Leaf { bindings, .. } => {
            bindings.iter().for_each(|(variable, _)| bind(*variable));
        }
        Decision::Load { local, then, .. } => {
            bind(*local);
            bound_in(then, bind);
        }
        Decision::Switch { edges, default, .. } => {
            edges.iter().for_each(|(_, then)| bound_in(then, bind));
            if let Some(then) = default {
                bound_in(then, bind);
            }
        }
    }
}

/// How often a decision names a local.
pub(super) fn uses_in(decision: &Decision, local: Local) -> usize {
    match decision {
        Decision::Leaf { bindings, .. } => {
            bindings.iter().filter(|(_, value)| *value == local).count()
        }
        Decision::Load { from, then, .. } => usize::from(*from == local) + uses_in(then, local),
        Decision::Switch { on, edges, default } => {
            usize::from(*on == local)
                + edges
                    .iter()
                    .map(|(_, then)| uses_in(then, local))
                    .sum::<usize>()
                + default.as_ref().map_or(0, |then| uses_in(then, local))
        }
    }
}

/// How often an expression names a local.
pub(super) fn uses(local: Local, expr: &Expr) -> usize {
    let mut count = 0;
    walk::expressions(expr, &mut |expr| match expr {
        Expr::Local(used) => count += usize::from(*used == local),
        Expr::Match(decision, _) => count += uses_in(decision, local),
        _ => {}
    });
    count
}

/// Puts an atom in place of a local. A decision can only look at locals: where one does and the atom is none, nothing
/// is done.
pub(super) fn substitute(expr: &mut Expr, local: Local, atom: &Expr) -> bool {
    if let Expr::Local(other) = atom {
        rename(expr, &|named| if named == local { *other } else { named });
        return true;
    }
    let mut decided = false;
    walk::expressions(expr, &mut |expr| {
        if let Expr::Match(decision, _) = expr {
            decided |= uses_in(decision, local) > 0;
        }
    });
    if !decided {
        walk::expressions_mut(expr, &mut |expr| {
            if matches!(expr, Expr::Local(named) if *named == local) {
                *expr = atom.clone();
            }
        });
    }
    !decided
}

/// What is larger is not looked through for one local: there are as many of them as there is more to look through.
const MANY: usize = 20_000;

/// Whether a local is surely never named.
pub(super) fn is_unused(local: Local, expr: &Expr) -> bool {
    walk::some(expr, MANY, &mut |expr| match expr {
        Expr::Local(used) => *used != local,
        Expr::Match(decision, _) => uses_in(decision, local) == 0,
        _ => true,
    })
}

/// Whether a local is surely named once, as what is called.
pub(super) fn is_called_once(local: Local, expr: &Expr) -> bool {
    let (mut calls, mut uses) = (0, 0);
    let all = walk::some(expr, MANY, &mut |expr| {
        match expr {
            Expr::Call(function, _) if matches!(**function, Expr::Local(named) if named == local) =>
            {
                calls += 1;
            }
            Expr::Local(named) => uses += usize::from(*named == local),
            Expr::Match(decision, _) => uses += uses_in(decision, local),
            _ => {}
        }
        uses < 2
    });
    all && calls == 1 && uses == 1
}

/// Puts a value where the local is named, which is in one place.
pub(super) fn put(expr: &mut Expr, local: Local, value: Expr) {
    let mut value = Some(value);
    walk::expressions_mut(expr, &mut |expr| {
        if matches!(expr, Expr::Local(named) if *named == local)
            && let Some(value) = value.take()
        {
            *expr = value;
        }
    });
}

/// The branches that a decision leads to.
pub(super) fn branches(decision: &Decision, found: &mut HashSet<usize>) {
    match decision {
        Decision::Leaf { branch, .. } => {
            found.insert(*branch);
        }
        Decision::Load { then, .. } => branches(then, found),
        Decision::Switch { edges, default, .. } => {
            edges.iter().for_each(|(_, then)| branches(then, found));
            if let Some(then) = default {
                branches(then, found);
            }
        }
    }
}
