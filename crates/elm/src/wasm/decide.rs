//! `case` → tests and branches.
//!
//! A branch that one end of the tests leads to stands right there; one that several lead to stands behind a
//! block that they leave. How one of several outcomes is found is `switch`'s.

use wasm_encoder::{BlockType, Instruction, ValType};

use super::code::Label;
use super::expr::Want;
use super::functions::{Body, Place};
use crate::core::tree::{Decision, Expr, Local, Part};
use crate::deep::deep;

/// Where the tests lead to.
pub(super) struct Ends<'e> {
    branches: &'e [Expr],
    /// By branch: the block behind which it stands, if several ends lead to it.
    shared: Vec<Option<Label>>,
    out: Option<Label>,
    want: Want,
}

/// Where a `case` goes on with what it gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    /// Behind it.
    Out,
    /// It is the function's result.
    Return,
}

impl Body<'_, '_> {
    pub(super) fn decide(&mut self, decision: &Decision, branches: &[Expr], want: Want, to: To) {
        let mut counts = vec![0; branches.len()];
        count(decision, &mut counts);
        // What several ends give values to is there from the start.
        variables(decision, &mut |branch, local| {
            if counts[branch] > 1 {
                self.room(local);
            }
        });
        let out = self.code.block(BlockType::Result(want.ty()));
        let mut shared = vec![None; branches.len()];
        for (branch, count) in counts.iter().enumerate().rev() {
            if *count > 1 {
                shared[branch] = Some(self.code.block(BlockType::Empty));
            }
        }
        let ends = Ends {
            branches,
            shared,
            out: (to == To::Out).then_some(out),
            want,
        };
        self.decision(decision, &ends);
        for (branch, label) in ends.shared.iter().enumerate() {
            if label.is_some() {
                self.code.end();
                self.end(&ends, branch);
            }
        }
        self.code.end();
    }

    /// A branch, from which it goes on elsewhere.
    fn end(&mut self, ends: &Ends<'_>, branch: usize) {
        let branch = &ends.branches[branch];
        match ends.out {
            Some(out) => {
                self.expr(branch, ends.want);
                self.code.branch(out);
            }
            None => {
                self.result(branch);
                self.code.emit(Instruction::Return);
            }
        }
    }

    /// Never goes on behind it.
    pub(super) fn decision(&mut self, decision: &Decision, ends: &Ends<'_>) {
        deep(|| self.decision_level(decision, ends));
    }

    fn decision_level(&mut self, decision: &Decision, ends: &Ends<'_>) {
        match decision {
            Decision::Leaf { branch, bindings } => {
                let own = bindings
                    .iter()
                    .filter_map(|(variable, _)| self.room(*variable));
                let own: Vec<(Local, u32)> = own.collect();
                for (variable, value) in bindings {
                    self.copy(*variable, *value);
                }
                match ends.shared[*branch] {
                    Some(label) => self.code.branch(label),
                    None => self.end(ends, *branch),
                }
                own.into_iter().for_each(|own| self.leave(own));
            }
            Decision::Load {
                local,
                from,
                part,
                then,
            } => {
                let own = self.room(*local);
                self.get(*from);
                self.part(*part);
                self.put(*local);
                self.decision(then, ends);
                own.into_iter().for_each(|own| self.leave(own));
            }
            Decision::Switch { on, edges, default } => {
                self.switch(*on, edges, default.as_deref(), ends);
            }
        }
    }

    /// Gives a local that has none a place, which is its own until it is left.
    fn room(&mut self, local: Local) -> Option<(Local, u32)> {
        if self.places.contains_key(&local) {
            return None;
        }
        let place = self.code.local(ValType::I64);
        self.places.insert(local, Place::Value(place));
        Some((local, place))
    }

    /// A local that nothing names from here on. Thousands of branches would otherwise need more places than a function has.
    fn leave(&mut self, (local, place): (Local, u32)) {
        self.places.remove(&local);
        self.code.release(ValType::I64, place);
    }

    pub(super) fn get(&mut self, local: Local) {
        self.expr(&Expr::Local(local), Want::Value);
    }

    pub(super) fn tag(&mut self, local: Local) {
        match self.places[&local] {
            Place::Order(_) => self.expr(&Expr::Local(local), Want::Order),
            _ => {
                self.get(local);
                self.code.tag();
            }
        }
    }

    fn put(&mut self, local: Local) {
        match self.places[&local] {
            Place::Value(place) => self.code.set(place),
            Place::Number(_) | Place::Order(_) | Place::Int(_) => {
                unreachable!("what a pattern binds is kept as a value")
            }
        }
    }

    fn copy(&mut self, variable: Local, value: Local) {
        self.get(value);
        self.put(variable);
    }

    /// From the stack: a value; its part.
    fn part(&mut self, part: Part) {
        match part {
            Part::Field(place) => self.field(place),
            Part::Head => {
                self.code.low();
                self.code.load(0);
            }
            Part::Tail => {
                self.code.low();
                self.code.load(8);
            }
            Part::Item(place) => self.item(u32::from(place), ItemOf::Tuple),
            Part::Argument(place) => self.item(u32::from(place), ItemOf::Union),
        }
    }

    fn item(&mut self, place: u32, of: ItemOf) {
        let first = match of {
            ItemOf::Tuple => 0,
            ItemOf::Union => 8,
        };
        self.code.low();
        self.code.load(first + 8 * place);
    }
}

enum ItemOf {
    Tuple,
    Union,
}

/// How many ends lead to each branch.
fn count(decision: &Decision, counts: &mut [usize]) {
    match decision {
        Decision::Leaf { branch, .. } => counts[*branch] += 1,
        Decision::Load { then, .. } => deep(|| count(then, counts)),
        Decision::Switch { edges, default, .. } => {
            edges
                .iter()
                .for_each(|(_, then)| deep(|| count(then, counts)));
            if let Some(then) = default {
                deep(|| count(then, counts));
            }
        }
    }
}

/// The variables that the tests give values to, each with its branch.
fn variables(decision: &Decision, found: &mut impl FnMut(usize, Local)) {
    match decision {
        Decision::Leaf { branch, bindings } => {
            bindings
                .iter()
                .for_each(|(variable, _)| found(*branch, *variable));
        }
        Decision::Load { then, .. } => deep(|| variables(then, found)),
        Decision::Switch { edges, default, .. } => {
            edges
                .iter()
                .for_each(|(_, then)| deep(|| variables(then, found)));
            if let Some(then) = default {
                deep(|| variables(then, found));
            }
        }
    }
}
