//! Locals: renamed, counted, replaced.

use std::collections::{HashMap, HashSet};

use crate::core::tree::{Decision, Expr, Lambda, Local};
use crate::core::walk;
use crate::deep::deep;

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
            deep(|| in_decision(then, new));
        }
        Decision::Switch { on, edges, default } => {
            *on = new(*on);
            edges
                .iter_mut()
                .for_each(|(_, then)| deep(|| in_decision(then, new)));
            if let Some(then) = default {
                deep(|| in_decision(then, new));
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
    each_bound(expr, &mut bind);
    rename(&mut copy, &|local| {
        names.get(&local).copied().unwrap_or(local)
    });
    copy
}

/// Numbers the locals of a function from 0 on: how many there are.
pub(super) fn number_anew(parameters: &mut [Local], body: &mut Expr) -> u32 {
    let mut names: HashMap<Local, Local> = HashMap::new();
    let mut bind = |local: Local| {
        let next = u32::try_from(names.len()).expect("fewer than 2^32");
        names.entry(local).or_insert(Local(next));
    };
    parameters.iter().copied().for_each(&mut bind);
    each_bound(body, &mut bind);
    let new = |local: Local| names[&local];
    parameters.iter_mut().for_each(|local| *local = new(*local));
    rename(body, &new);
    u32::try_from(names.len()).expect("fewer than 2^32")
}

/// Each local that is bound in an expression.
fn each_bound(expr: &Expr, bind: &mut impl FnMut(Local)) {
    walk::expressions(expr, &mut |expr| match expr {
        Expr::Let(local, _, _) => bind(*local),
        Expr::Lambda(lambda) => lambda.parameters.iter().copied().for_each(&mut *bind),
        Expr::LetRec(functions, _) => {
            for (local, lambda) in functions {
                bind(*local);
                lambda.parameters.iter().copied().for_each(&mut *bind);
            }
        }
        Expr::Match(decision, _) => bound_in(decision, bind),
        _ => {}
    });
}

pub(super) fn bound_in(decision: &Decision, bind: &mut impl FnMut(Local)) {
    match decision {
        Decision::Leaf { bindings, .. } => {
            bindings.iter().for_each(|(variable, _)| bind(*variable));
        }
        Decision::Load { local, then, .. } => {
            bind(*local);
            deep(|| bound_in(then, bind));
        }
        Decision::Switch { edges, default, .. } => {
            edges
                .iter()
                .for_each(|(_, then)| deep(|| bound_in(then, bind)));
            if let Some(then) = default {
                deep(|| bound_in(then, bind));
            }
        }
    }
}

/// Each local that a decision looks at or hands on, as often as it does.
pub(super) fn each_in(decision: &Decision, found: &mut impl FnMut(Local)) {
    match decision {
        Decision::Leaf { bindings, .. } => bindings.iter().for_each(|(_, value)| found(*value)),
        Decision::Load { from, then, .. } => {
            found(*from);
            deep(|| each_in(then, found));
        }
        Decision::Switch { on, edges, default } => {
            found(*on);
            edges
                .iter()
                .map(|(_, then)| then)
                .chain(default.as_deref())
                .for_each(|then| deep(|| each_in(then, found)));
        }
    }
}

/// How often a decision names a local.
pub(super) fn uses_in(decision: &Decision, local: Local) -> usize {
    let mut count = 0;
    each_in(decision, &mut |named| count += usize::from(named == local));
    count
}

/// How often an expression names each local.
pub(super) fn all_uses(expr: &Expr) -> HashMap<Local, usize> {
    let mut uses = HashMap::new();
    let mut found = |local| *uses.entry(local).or_default() += 1;
    walk::expressions(expr, &mut |expr| match expr {
        Expr::Local(local) => found(*local),
        Expr::Match(decision, _) => each_in(decision, &mut found),
        _ => {}
    });
    uses
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

/// How a local is named.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    /// Decisions' looks at it included.
    uses: usize,
    calls: usize,
    pub(super) decisions: usize,
}

impl Count {
    pub(super) fn is_one_call(self) -> bool {
        self.uses == 1 && self.calls == 1
    }
}

/// How locals are named that a `let` or a pattern binds.
pub(super) fn counts(expr: &Expr) -> HashMap<Local, Count> {
    let mut counts: HashMap<Local, Count> = HashMap::new();
    walk::expressions(expr, &mut |expr| match expr {
        Expr::Let(local, _, _) => {
            counts.entry(*local).or_default();
        }
        Expr::Match(decision, _) => bound_in(decision, &mut |local| {
            counts.entry(local).or_default();
        }),
        _ => {}
    });
    if counts.is_empty() {
        return counts;
    }
    walk::expressions(expr, &mut |expr| match expr {
        Expr::Local(local) => {
            counts.entry(*local).and_modify(|count| count.uses += 1);
        }
        Expr::Call(function, _) => {
            if let Expr::Local(local) = &**function {
                counts.entry(*local).and_modify(|count| count.calls += 1);
            }
        }
        Expr::Match(decision, _) => each_in(decision, &mut |local| {
            counts.entry(local).and_modify(|count| {
                count.uses += 1;
                count.decisions += 1;
            });
        }),
        _ => {}
    });
    counts
}

/// Whether a decision looks at a local.
pub(super) fn is_decided(local: Local, expr: &Expr) -> bool {
    let mut is_decided = false;
    walk::expressions(expr, &mut |expr| {
        if let Expr::Match(decision, _) = expr {
            is_decided |= uses_in(decision, local) > 0;
        }
    });
    is_decided
}

/// What is larger is not looked through for one local: there are as many of them as there is more to look through.
pub(super) const MANY: usize = 500;

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
    let all = walk::some(expr, super::LARGE, &mut |expr| {
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

/// The branches that a decision leads to.
pub(super) fn branches(decision: &Decision, found: &mut HashSet<usize>) {
    match decision {
        Decision::Leaf { branch, .. } => {
            found.insert(*branch);
        }
        Decision::Load { then, .. } => deep(|| branches(then, found)),
        Decision::Switch { edges, default, .. } => {
            edges
                .iter()
                .for_each(|(_, then)| deep(|| branches(then, found)));
            if let Some(then) = default {
                deep(|| branches(then, found));
            }
        }
    }
}
