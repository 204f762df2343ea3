//! A `case` of what an `if` or another `case` gives: it moves into their branches, where what it looks at is known. So
//! `Maybe.withDefault 0 (Array.get place array)` makes no `Just`.

use super::known::Pruned;
use super::{Function, LARGE, copy, size};
use crate::core::tree::{Decision, Expr, Local};
use crate::core::walk;

/// So much larger may a function become by it.
const GROWTH: usize = 24;

impl Function<'_, '_> {
    /// Whether a value's only use is to be looked at by the `case` behind it, and most of its branches would know
    /// which branch fits.
    pub(super) fn goes_inward(&mut self, local: Local, value: &Expr, body: &Expr) -> bool {
        if !matches!(value, Expr::If(..) | Expr::Match(..)) {
            return false;
        }
        let Expr::Match(decision, branches) = body else {
            return false;
        };
        if !walk::some(body, LARGE, &mut |_| true)
            || !looks_first(decision, local)
            || copy::uses(local, body) != copy::uses_in(decision, local)
        {
            return false;
        }
        let whole = size(body);
        let mut ends = Vec::new();
        tails(value, &mut ends);
        let (mut sum, mut known) = (0, 0);
        for end in &ends {
            let selected = self.selected(local, end, decision);
            known += usize::from(selected.is_some());
            sum += selected.map_or(whole, |branch| size(&branches[branch]));
        }
        2 * known >= ends.len() && sum <= whole + GROWTH && sum <= self.room
    }

    /// The branch that a value leads to.
    fn selected(&mut self, local: Local, end: &Expr, decision: &Decision) -> Option<usize> {
        if !matches!(
            end,
            Expr::Construct(..) | Expr::Tuple(_) | Expr::Cons(..) | Expr::Nil | Expr::Bool(_)
        ) {
            return None;
        }
        let before = self.known.insert(local, end.clone());
        let mut decision = decision.clone();
        self.rename(&mut decision);
        let Pruned { decision, .. } = self.prune(decision);
        match before {
            Some(value) => self.known.insert(local, value),
            None => self.known.remove(&local),
        };
        match decision {
            Decision::Leaf { branch, .. } => Some(branch),
            _ => None,
        }
    }

    /// Binds the value, and looks at it, in every branch that gives it.
    pub(super) fn inward(&mut self, local: Local, mut value: Expr, body: Expr) -> Expr {
        let mut ends = Vec::new();
        tails_mut(&mut value, &mut ends);
        for end in ends {
            let own = self.fresh();
            let mut copied = copy::fresh(&body, &mut self.locals);
            copy::rename(&mut copied, &|named| {
                if named == local { own } else { named }
            });
            self.counts.extend(copy::counts(&copied));
            let held = std::mem::replace(end, Expr::Unit);
            *end = Expr::Let(own, Box::new(held), Box::new(copied));
            self.bound(end);
        }
        value
    }
}

/// Whether the first test is of this local or a part of it.
fn looks_first(decision: &Decision, local: Local) -> bool {
    match decision {
        Decision::Leaf { .. } => false,
        Decision::Load { from, .. } => *from == local,
        Decision::Switch { on, .. } => *on == local,
    }
}

fn tails<'e>(expr: &'e Expr, found: &mut Vec<&'e Expr>) {
    match expr {
        Expr::If(_, yes, no) => {
            tails(yes, found);
            tails(no, found);
        }
        Expr::Match(_, branches) => branches.iter().for_each(|branch| tails(branch, found)),
        Expr::Let(_, _, body) => tails(body, found),
        other => found.push(other),
    }
}

fn tails_mut<'e>(expr: &'e mut Expr, found: &mut Vec<&'e mut Expr>) {
    match expr {
        Expr::If(_, yes, no) => {
            tails_mut(yes, found);
            tails_mut(no, found);
        }
        Expr::Match(_, branches) => {
            branches
                .iter_mut()
                .for_each(|branch| tails_mut(branch, found));
        }
        Expr::Let(_, _, body) => tails_mut(body, found),
        other => found.push(other),
    }
}
