//! One of several outcomes, by what a value is: a jump table, a search in a table of literals, halves, or one question after the other.
//!
//! Where the outcomes go on is `decide`'s.

use std::cmp::Ordering;

use wasm_encoder::{BlockType, Instruction, ValType};

use super::code::Label;
use super::decide::Ends;
use super::expr::Want;
use super::functions::Body;
use super::runtime::Runtime;
use crate::core::tree::{ConstructorId, Decision, Expr, Local, Test};
use crate::syntax::source::Text;

/// So many outcomes are worth a jump table.
const TABLE: usize = 4;

/// So many literals are tested one after the other; of more, the first question is in which half a value would be.
const FEW: usize = 6;

/// More literals are looked up in a table.
const MANY: usize = 32;

impl Body<'_, '_> {
    /// Goes on with the edge whose test holds, else with the default. Never goes on behind it.
    pub(super) fn switch(
        &mut self,
        on: Local,
        edges: &[(Test, Decision)],
        default: Option<&Decision>,
        ends: &Ends<'_>,
    ) {
        let constructors = edges
            .iter()
            .all(|(test, _)| matches!(test, Test::Constructor(_)));
        match default {
            default if constructors && edges.len() >= TABLE => {
                self.table(on, edges, default, ends);
            }
            Some(default) if edges.len() > FEW && is_dense(edges) => {
                self.dense(on, edges, default, ends);
            }
            Some(default) if edges.len() > MANY => self.search(on, edges, default, ends),
            Some(default) if edges.len() > FEW => {
                let mut sorted: Vec<_> = edges.iter().collect();
                sorted.sort_by(|(a, _), (b, _)| order(a, b));
                let otherwise = self.code.block(BlockType::Empty);
                self.halves(on, &sorted, otherwise, ends);
                self.code.end();
                self.decision(default, ends);
            }
            default => self.chain(on, edges, default, ends),
        }
    }

    fn table(
        &mut self,
        on: Local,
        edges: &[(Test, Decision)],
        default: Option<&Decision>,
        ends: &Ends<'_>,
    ) {
        let tags = edges.iter().map(|(test, _)| usize::from(self.tag_of(test)));
        let tags: Vec<usize> = tags.collect();
        let edges: Vec<&Decision> = edges.iter().map(|(_, then)| then).collect();
        // Where every variant has an edge, what the table does not cover can't be.
        self.jump(&tags, &edges, default, ends, |body, _| body.tag(on));
    }

    /// Numbers or characters that lie close together: by their distance from the first.
    fn dense(
        &mut self,
        on: Local,
        edges: &[(Test, Decision)],
        default: &Decision,
        ends: &Ends<'_>,
    ) {
        let first = edges
            .iter()
            .map(|(test, _)| number(test))
            .fold(f64::INFINITY, f64::min);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let place = |(test, _): &(Test, Decision)| (number(test) - first) as usize;
        let places: Vec<usize> = edges.iter().map(place).collect();
        let is_char = matches!(edges[0].0, Test::Char(_));
        let thens: Vec<&Decision> = edges.iter().map(|(_, then)| then).collect();
        self.jump(&places, &thens, Some(default), ends, |body, otherwise| {
            if is_char {
                body.get(on);
                body.code.low();
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                body.code.i32(first as u32);
                return body.code.emit(Instruction::I32Sub);
            }
            let distance = body.code.local(ValType::I32);
            body.expr(&Expr::Local(on), Want::Number);
            body.code.f64(first);
            body.code.emit(Instruction::F64Sub);
            body.code.emit(Instruction::I32TruncSatF64U);
            body.code.tee(distance);
            body.code.emit(Instruction::F64ConvertI32U);
            body.code.f64(first);
            body.code.emit(Instruction::F64Add);
            body.expr(&Expr::Local(on), Want::Number);
            body.code.emit(Instruction::F64Ne);
            body.code.branch_if(otherwise);
            body.code.get(distance);
            body.code.release(ValType::I32, distance);
        });
    }

    /// Many literals lie in a table, in their order; the place at which a value is found there is jumped by. So there is one block for
    /// each branch and none for each comparison: for thousands of those, Cranelift needs time out of proportion.
    fn search(
        &mut self,
        on: Local,
        edges: &[(Test, Decision)],
        default: &Decision,
        ends: &Ends<'_>,
    ) {
        let mut sorted: Vec<&(Test, Decision)> = edges.iter().collect();
        sorted.sort_by(|(a, _), (b, _)| order(a, b));
        let words = sorted.iter().map(|(test, _)| match test {
            Test::String(text) => self.builder.data.string(text),
            other => number(other).to_bits(),
        });
        let bytes: Vec<u8> = words.flat_map(u64::to_le_bytes).collect();
        let table = self.builder.data.table(&bytes);
        let count = u32::try_from(sorted.len()).expect("fewer than 2^32");
        let places: Vec<usize> = (0..sorted.len()).collect();
        let thens: Vec<&Decision> = sorted.iter().map(|(_, then)| then).collect();
        let first = sorted[0].0.clone();
        self.jump(&places, &thens, Some(default), ends, |body, _| {
            let search = match first {
                Test::String(_) => {
                    body.get(on);
                    Runtime::FindString
                }
                Test::Char(_) => {
                    body.get(on);
                    body.code.low();
                    body.code.emit(Instruction::F64ConvertI32U);
                    Runtime::FindNumber
                }
                _ => {
                    body.expr(&Expr::Local(on), Want::Number);
                    Runtime::FindNumber
                }
            };
            body.code.i32(table);
            body.code.i32(count);
            body.run(search);
        });
    }

    /// Jumps by the number that `index` leaves on the stack, or to the label that it is given; each edge has a number of its own.
    fn jump(
        &mut self,
        numbers: &[usize],
        edges: &[&Decision],
        default: Option<&Decision>,
        ends: &Ends<'_>,
        index: impl FnOnce(&mut Self, Label),
    ) {
        let most = numbers.iter().copied().max().unwrap_or(0);
        let otherwise = self.code.block(BlockType::Empty);
        let labels: Vec<Label> = edges
            .iter()
            .map(|_| self.code.block(BlockType::Empty))
            .collect();
        index(self, otherwise);
        let mut targets = vec![self.code.distance(otherwise); most + 1];
        for (number, label) in numbers.iter().zip(&labels) {
            targets[*number] = self.code.distance(*label);
        }
        let last = self.code.distance(otherwise);
        self.code.emit(Instruction::BrTable(targets.into(), last));
        for then in edges.iter().rev() {
            self.code.end();
            self.decision(then, ends);
        }
        self.code.end();
        match default {
            Some(then) => self.decision(then, ends),
            None => self.code.emit(Instruction::Unreachable),
        }
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

    fn tag_of(&self, test: &Test) -> u16 {
        match test {
            Test::Constructor(id) => self.constructor_tag(*id),
            _ => unreachable!("only constructors have tags"),
        }
    }

    fn constructor_tag(&self, id: ConstructorId) -> u16 {
        self.builder.constructor(id).tag
    }
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

/// A literal as a number.
fn number(test: &Test) -> f64 {
    match test {
        Test::Number(number) => *number,
        Test::Char(c) => f64::from(u32::from(*c)),
        _ => f64::NAN,
    }
}

/// Whether literals are numbers or characters of which a table by their distance from the first has few holes.
fn is_dense(edges: &[(Test, Decision)]) -> bool {
    let numbers = || edges.iter().map(|(test, _)| number(test));
    let (first, last) = (
        numbers().fold(f64::INFINITY, f64::min),
        numbers().fold(f64::NEG_INFINITY, f64::max),
    );
    #[allow(clippy::cast_precision_loss)]
    let most = 4.0 * edges.len() as f64;
    let is_counted = |(test, _): &(Test, Decision)| matches!(test, Test::Number(_) | Test::Char(_));
    edges.iter().all(is_counted)
        && numbers().all(|number| number.trunc().to_bits() == number.to_bits())
        && last - first < most
}
