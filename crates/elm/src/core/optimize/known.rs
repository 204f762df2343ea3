//! A `case` of what is known, and a field of what is known.

use std::collections::{HashMap, HashSet};

use super::{Function, Pending, copy};
use crate::core::tree::{Decision, Expr, FieldPlace, Local, Part, Test};
use crate::deep::deep;

/// What a decision comes to when some of what it looks at is known.
pub(super) struct Pruned {
    pub(super) decision: Decision,
    /// Parts that were looked at and are known.
    pub(super) parts: HashMap<Local, Expr>,
}

impl Function<'_, '_> {
    /// The field of a record that is known.
    pub(super) fn field(&self, record: &Expr, place: FieldPlace) -> Option<Expr> {
        let (Expr::Local(local), FieldPlace::Known(place)) = (record, place) else {
            return None;
        };
        match self.known.get(local) {
            Some(Expr::Record(_, values)) => values.get(usize::from(place)).cloned(),
            _ => None,
        }
    }

    /// A `case` of which nothing is optimised yet.
    pub(super) fn decide(&mut self, expr: &mut Expr) {
        let Expr::Match(decision, mut branches) = std::mem::replace(expr, Expr::Unit) else {
            unreachable!("only asked for a `case`");
        };
        let mut decision = *decision;
        self.rename(&mut decision);
        let Pruned { decision, parts } = self.prune(decision);
        if let Decision::Leaf { branch, bindings } = decision {
            let taken = branches.swap_remove(branch);
            let bind = |then, (variable, value): (Local, Local)| {
                let value = parts.get(&value).cloned().unwrap_or(Expr::Local(value));
                Expr::Let(variable, Box::new(value), Box::new(then))
            };
            let mut taken = bindings.into_iter().rev().fold(taken, bind);
            self.expr(&mut taken);
            *expr = with(parts, taken);
            if matches!(expr, Expr::Let(..)) {
                self.drop_unused(expr);
            }
            return;
        }
        let (mut decision, mut branches) = compact(decision, branches);
        copy::bound_in(&decision, &mut |local| {
            self.counts.remove(&local);
        });
        let mut kept = HashMap::new();
        for (local, part) in parts {
            if matches!(part, Expr::Local(_)) || copy::uses_in(&decision, local) == 0 {
                self.pending.insert(local, Pending::Atom(part));
            } else {
                self.know(local, &part);
                kept.insert(local, part);
            }
        }
        self.rename(&mut decision);
        branches.iter_mut().for_each(|branch| self.expr(branch));
        *expr = with(kept, Expr::Match(Box::new(decision), branches));
    }

    /// Puts other locals in place of those that stand for them.
    pub(super) fn rename(&self, decision: &mut Decision) {
        copy::in_decision(decision, &|local| match self.pending.get(&local) {
            Some(Pending::Atom(Expr::Local(other))) => *other,
            _ => local,
        });
    }

    fn drop_unused(&mut self, expr: &mut Expr) {
        while let Expr::Let(local, value, body) = expr {
            if !super::is_plain(value) || !copy::is_unused(*local, body) {
                break;
            }
            *expr = std::mem::replace(&mut **body, Expr::Unit);
        }
    }

    /// Leaves out the tests whose outcome is known.
    pub(super) fn prune(&self, decision: Decision) -> Pruned {
        let mut parts = HashMap::new();
        let decision = self.pruned(decision, &mut parts);
        Pruned { decision, parts }
    }

    fn value<'k>(&'k self, local: Local, parts: &'k HashMap<Local, Expr>) -> Option<&'k Expr> {
        match parts.get(&local) {
            Some(Expr::Local(other)) => self.known.get(other),
            Some(other) => Some(other),
            None => self.known.get(&local),
        }
    }

    fn pruned(&self, decision: Decision, parts: &mut HashMap<Local, Expr>) -> Decision {
        match decision {
            Decision::Leaf { .. } => decision,
            Decision::Load {
                local,
                from,
                part,
                then,
            } => match self
                .value(from, parts)
                .and_then(|value| self::part(value, part))
            {
                Some(value) => {
                    parts.insert(local, value);
                    deep(|| self.pruned(*then, parts))
                }
                None => Decision::Load {
                    local,
                    from,
                    part,
                    then: Box::new(deep(|| self.pruned(*then, parts))),
                },
            },
            Decision::Switch { on, edges, default } => {
                let outcome = |(test, _): &(Test, Decision)| {
                    self.value(on, parts).and_then(|value| fits(value, test))
                };
                let outcomes: Vec<Option<bool>> = edges.iter().map(outcome).collect();
                if let Some(place) = outcomes.iter().position(|fits| *fits == Some(true)) {
                    let (_, then) = edges.into_iter().nth(place).expect("there is one");
                    return deep(|| self.pruned(then, parts));
                }
                let refuted = outcomes.iter().all(|fits| *fits == Some(false));
                match default {
                    Some(then) if refuted => deep(|| self.pruned(*then, parts)),
                    default => Decision::Switch {
                        on,
                        edges: edges
                            .into_iter()
                            .map(|(test, then)| (test, deep(|| self.pruned(then, parts))))
                            .collect(),
                        default: default.map(|then| Box::new(deep(|| self.pruned(*then, parts)))),
                    },
                }
            }
        }
    }
}

/// Binds what could not be put in place.
fn with(parts: HashMap<Local, Expr>, then: Expr) -> Expr {
    let mut parts: Vec<(Local, Expr)> = parts.into_iter().collect();
    parts.sort_by_key(|(local, _)| *local);
    let bind = |then, (local, value): (Local, Expr)| match copy::is_unused(local, &then) {
        true => then,
        false => Expr::Let(local, Box::new(value), Box::new(then)),
    };
    parts.into_iter().rev().fold(then, bind)
}

/// A part of something that is made of atoms.
fn part(value: &Expr, part: Part) -> Option<Expr> {
    match (value, part) {
        (Expr::Tuple(items), Part::Item(place))
        | (Expr::Construct(_, items), Part::Argument(place))
        | (Expr::Record(_, items), Part::Field(FieldPlace::Known(place))) => {
            items.get(usize::from(place)).cloned()
        }
        (Expr::Cons(head, _), Part::Head) => Some((**head).clone()),
        (Expr::Cons(_, tail), Part::Tail) => Some((**tail).clone()),
        _ => None,
    }
}

/// Whether it passes a test, if that can be told.
fn fits(value: &Expr, test: &Test) -> Option<bool> {
    match (value, test) {
        (Expr::Construct(id, _), Test::Constructor(wanted)) => Some(id == wanted),
        (Expr::Nil, Test::Nil) | (Expr::Cons(..), Test::Cons) => Some(true),
        (Expr::Nil, Test::Cons) | (Expr::Cons(..), Test::Nil) => Some(false),
        (Expr::Bool(truth), Test::Bool(wanted)) => Some(truth == wanted),
        (Expr::Char(c), Test::Char(wanted)) => Some(c == wanted),
        #[allow(clippy::float_cmp)]
        (Expr::Number(number), Test::Number(wanted)) => Some(number == wanted),
        _ => None,
    }
}

/// Leaves out the branches that nothing leads to.
fn compact(mut decision: Decision, branches: Vec<Expr>) -> (Decision, Vec<Expr>) {
    let mut reached = HashSet::new();
    copy::branches(&decision, &mut reached);
    if reached.len() == branches.len() {
        return (decision, branches);
    }
    let mut places = vec![0; branches.len()];
    let mut kept = Vec::new();
    for (place, branch) in branches.into_iter().enumerate() {
        if reached.contains(&place) {
            places[place] = kept.len();
            kept.push(branch);
        }
    }
    renumber(&mut decision, &places);
    (decision, kept)
}

fn renumber(decision: &mut Decision, places: &[usize]) {
    match decision {
        Decision::Leaf { branch, .. } => *branch = places[*branch],
        Decision::Load { then, .. } => deep(|| renumber(then, places)),
        Decision::Switch { edges, default, .. } => {
            edges
                .iter_mut()
                .for_each(|(_, then)| deep(|| renumber(then, places)));
            if let Some(then) = default {
                deep(|| renumber(then, places));
            }
        }
    }
}
