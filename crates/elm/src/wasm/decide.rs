//! `case` → tests and branches.
//!
//! A branch that one end of the tests leads to stands right there; one that several lead to stands behind a
//! block that they leave.

use wasm_encoder::{BlockType, Instruction, ValType};

use super::code::Label;
use super::expr::Want;
use super::functions::{Body, Place};
use super::runtime::Runtime;
use crate::core::tree::{ConstructorId, Decision, Expr, Local, Part, Test};
use crate::deep::deep;

/// Where the tests lead to.
struct Ends<'e> {
    branches: &'e [Expr],
    /// By branch: the block behind which it stands, if several ends lead to it.
    shared: Vec<Option<Label>>,
    out: Label,
    want: Want,
}

/// So many outcomes are worth a jump table.
const TABLE: usize = 4;

impl Body<'_, '_> {
    pub(super) fn decide(&mut self, decision: &Decision, branches: &[Expr], want: Want) {
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
            out,
            want,
        };
        self.decision(decision, &ends);
        for (branch, label) in ends.shared.iter().enumerate() {
            if label.is_some() {
                self.code.end();
                self.expr(&branches[branch], want);
                self.code.branch(out);
            }
        }
        self.code.end();
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
                    None => {
                        self.expr(&ends.branches[*branch], ends.want);
                        self.code.branch(ends.out);
                    }
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
                match constructors && edges.len() >= TABLE {
                    true => self.table(*on, edges, default.as_deref(), ends),
                    false => self.chain(*on, edges, default.as_deref(), ends),
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
        let target = |tag: u16| match tags.iter().position(|known| *known == tag) {
            Some(place) => labels[place],
            None => otherwise,
        };
        let targets = (0..=most)
            .map(|tag| self.code.distance(target(tag)))
            .collect::<Vec<u32>>();
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
