//! `case` → tests and branches.
//!
//! A branch that one end of the tests leads to stands right there; one that several lead to stands behind a
//! block that they leave.

use std::cmp::Ordering;

use wasm_encoder::{BlockType, Instruction, ValType};

use super::code::Label;
use super::expr::Want;
use super::functions::{Body, Place};
use super::runtime::Runtime;
use crate::core::tree::{ConstructorId, Decision, Expr, Local, Part, Test};
use crate::deep::deep;
use crate::syntax::source::Text;

/// Where the tests lead to.
struct Ends<'e> {
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

/// So many outcomes are worth a jump table.
const TABLE: usize = 4;

/// So many literals are tested one after the other; of more, the first question is in which half a value would be.
const FEW: usize = 6;

impl Body<'_, '_> {
    pub(super) fn decide(&mut self, decision: &Decision, branches: &[Expr], want: Want, to: To) {
        let mut counts = vec![0; branches.len()];
        count(decision, &mut counts);
        variables(decision, &mut |local| {
            if !self.places.contains_key(&local) {
                let place = self.code.local(ValType::I64);
                self.places.insert(local, Place::Value(place));
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
    fn decision(&mut self, decision: &Decision, ends: &Ends<'_>) {
        deep(|| self.decision_level(decision, ends));
    }

    fn decision_level(&mut self, decision: &Decision, ends: &Ends<'_>) {
        match decision {
            Decision::Leaf { branch, bindings } => {
                for (variable, value) in bindings {
                    self.copy(*variable, *value);
                }
                match ends.shared[*branch] {
                    Some(label) => self.code.branch(label),
                    None => self.end(ends, *branch),
                }
            }
            Decision::Load {
                local,
                from,
                part,
                then,
            } => {
                self.get(*from);
                self.part(*part);
                self.put(*local);
                self.decision(then, ends);
            }
            Decision::Switch { on, edges, default } => {
                let constructors = edges
                    .iter()
                    .all(|(test, _)| matches!(test, Test::Constructor(_)));
                match default.as_deref() {
                    default if constructors && edges.len() >= TABLE => {
                        self.table(*on, edges, default, ends);
                    }
                    Some(default) if edges.len() > FEW => {
                        let mut sorted: Vec<_> = edges.iter().collect();
                        sorted.sort_by(|(a, _), (b, _)| order(a, b));
                        let otherwise = self.code.block(BlockType::Empty);
                        self.halves(*on, &sorted, otherwise, ends);
                        self.code.end();
                        self.decision(default, ends);
                    }
                    default => self.chain(*on, edges, default, ends),
                }
            }
        }
    }

    fn get(&mut self, local: Local) {
        self.expr(&Expr::Local(local), Want::Value);
    }

    fn tag(&mut self, local: Local) {
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

    fn table(
        &mut self,
        on: Local,
        edges: &[(Test, Decision)],
        default: Option<&Decision>,
        ends: &Ends<'_>,
    ) {
        let tags: Vec<u16> = edges.iter().map(|(test, _)| self.tag_of(test)).collect();
        let most = tags.iter().copied().max().unwrap_or(0);
        let otherwise = self.code.block(BlockType::Empty);
        let labels: Vec<Label> = edges
            .iter()
            .map(|_| self.code.block(BlockType::Empty))
            .collect();
        self.tag(on);
        let mut targets = vec![self.code.distance(otherwise); usize::from(most) + 1];
        for (tag, label) in tags.iter().zip(&labels) {
            targets[usize::from(*tag)] = self.code.distance(*label);
        }
        // Where every variant has an edge, what the table does not cover can't be.
        let last = self.code.distance(otherwise);
        self.code.emit(Instruction::BrTable(targets.into(), last));
        for (_, then) in edges.iter().rev() {
            self.code.end();
            self.decision(then, ends);
        }
        self.code.end();
        match default {
            Some(then) => self.decision(then, ends),
            None => self.code.emit(Instruction::Unreachable),
        }
    }

    fn tag_of(&self, test: &Test) -> u16 {
        match test {
            Test::Constructor(id) => self.constructor_tag(*id),
            _ => unreachable!("only constructors have tags"),
        }
    }

    fn constructor_tag(&self, id: ConstructorId) -> u16 {
        self.builder.constructor(id).tag
    }

    fn chain(
        &mut self,
        on: Local,
        edges: &[(Test, Decision)],
        default: Option<&Decision>,
        ends: &Ends<'_>,
    ) {
        // The checks have seen to it that something fits: without a default, the last edge is it.
        let (tested, last) = match (default, edges.split_last()) {
            (Some(then), _) => (edges, then),
            (None, Some(((_, last), tested))) => (tested, last),
            (None, None) => unreachable!("a test has an outcome"),
        };
        for (test, then) in tested {
            self.test(on, test);
            self.code.if_(BlockType::Empty);
            self.decision(then, ends);
            self.code.end();
        }
        self.decision(last, ends);
    }

    /// Of literals in their order. It leaves the block where none fits.
    fn halves(
        &mut self,
        on: Local,
        edges: &[&(Test, Decision)],
        otherwise: Label,
        ends: &Ends<'_>,
    ) {
        if edges.len() > FEW {
            let (low, high) = edges.split_at(edges.len() / 2);
            self.is_below(on, &high[0].0);
            self.code.if_(BlockType::Empty);
            self.halves(on, low, otherwise, ends);
            self.code.end();
            return self.halves(on, high, otherwise, ends);
        }
        for (test, then) in edges {
            self.test(on, test);
            self.code.if_(BlockType::Empty);
            self.decision(then, ends);
            self.code.end();
        }
        self.code.branch(otherwise);
    }

    /// Whether a value comes before a literal.
    fn is_below(&mut self, on: Local, test: &Test) {
        match test {
            Test::Number(number) => {
                self.expr(&Expr::Local(on), Want::Number);
                self.code.f64(*number);
                self.code.emit(Instruction::F64Lt);
            }
            Test::String(text) => {
                let value = self.builder.data.string(text);
                self.get(on);
                self.code.i64(value);
                self.run(Runtime::CompareStrings);
                self.code.emit(Instruction::I32Eqz);
            }
            Test::Char(c) => {
                self.get(on);
                self.code.low();
                self.code.i32(u32::from(*c));
                self.code.emit(Instruction::I32LtU);
            }
            _ => unreachable!("only literals are so many, and have a default"),
        }
    }

    /// Whether a value is so.
    fn test(&mut self, on: Local, test: &Test) {
        match test {
            Test::Constructor(id) => {
                let tag = self.constructor_tag(*id);
                self.tag(on);
                self.code.i32(u32::from(tag));
                self.code.emit(Instruction::I32Eq);
            }
            Test::Bool(value) => {
                self.expr(&Expr::Local(on), Want::Truth);
                if !value {
                    self.code.emit(Instruction::I32Eqz);
                }
            }
            Test::Nil | Test::Cons => {
                self.get(on);
                self.code.low();
                if *test == Test::Nil {
                    self.code.emit(Instruction::I32Eqz);
                } else {
                    self.code.i32(0);
                    self.code.emit(Instruction::I32Ne);
                }
            }
            Test::Number(number) => {
                self.expr(&Expr::Local(on), Want::Number);
                self.code.f64(*number);
                self.code.emit(Instruction::F64Eq);
            }
            Test::Char(c) => {
                self.get(on);
                self.code.low();
                self.code.i32(u32::from(*c));
                self.code.emit(Instruction::I32Eq);
            }
            Test::String(text) => {
                let value = self.builder.data.string(text);
                self.get(on);
                self.code.i64(value);
                self.run(Runtime::StringsEqual);
            }
        }
    }
}

enum ItemOf {
    Tuple,
    Union,
}

/// The order of literals of one type, as their values are compared.
fn order(a: &Test, b: &Test) -> Ordering {
    match (a, b) {
        (Test::Number(a), Test::Number(b)) => a.total_cmp(b),
        (Test::Char(a), Test::Char(b)) => a.cmp(b),
        (Test::String(a), Test::String(b)) => units(a).cmp(units(b)),
        _ => Ordering::Equal,
    }
}

fn units(text: &Text) -> Box<dyn Iterator<Item = u16> + '_> {
    match text {
        Text::Utf8(text) => Box::new(text.encode_utf16()),
        Text::Utf16(units) => Box::new(units.iter().copied()),
    }
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

/// The locals that the tests give values to.
fn variables(decision: &Decision, found: &mut impl FnMut(Local)) {
    match decision {
        Decision::Leaf { bindings, .. } => {
            bindings.iter().for_each(|(variable, _)| found(*variable));
        }
        Decision::Load { local, then, .. } => {
            found(*local);
            deep(|| variables(then, found));
        }
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
