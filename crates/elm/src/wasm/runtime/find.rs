//! Where a value is in a table of literals, for a `case` of many.

use wasm_encoder::{BlockType, Instruction, ValType};

use super::Runtime;
use crate::wasm::code::Code;
use crate::wasm::module::Builder;

const LESS: u32 = 0;
const EQUAL: u32 = 1;
const GREATER: u32 = 2;

/// What is not found: as a place in a jump table, the one behind all others.
const NOWHERE: u32 = u32::MAX;

/// The address of the table, and how many literals are in it.
const TABLE: u32 = 1;
const COUNT: u32 = 2;

pub(super) fn string(builder: &mut Builder<'_>, code: &mut Code) {
    let compare = builder.runtime(Runtime::CompareStrings);
    search(code, |code, item| {
        code.get(0);
        code.get(item);
        code.load(0);
        code.call(compare);
    });
}

/// One that is no number is found nowhere: it is neither less than others nor equal.
pub(super) fn number(code: &mut Code) {
    let with_item = |code: &mut Code, item: u32, test: Instruction<'static>| {
        code.get(0);
        code.get(item);
        code.load(0);
        code.emit(Instruction::F64ReinterpretI64);
        code.emit(test);
    };
    search(code, |code, item| {
        code.i32(EQUAL);
        code.i32(LESS);
        code.i32(GREATER);
        with_item(code, item, Instruction::F64Lt);
        code.emit(Instruction::Select);
        with_item(code, item, Instruction::F64Eq);
        code.emit(Instruction::Select);
    });
}

/// By halves. `compare` leaves on the stack how the value compares with the one at the address that the local holds.
fn search(code: &mut Code, compare: impl FnOnce(&mut Code, u32)) {
    let [low, middle, item, order] = [(); 4].map(|()| code.local(ValType::I32));
    let again = code.loop_(BlockType::Empty);
    code.get(low);
    code.get(COUNT);
    code.emit(Instruction::I32GeU);
    code.if_(BlockType::Empty);
    code.i32(NOWHERE);
    code.emit(Instruction::Return);
    code.end();
    code.get(low);
    code.get(COUNT);
    code.emit(Instruction::I32Add);
    code.i32(1);
    code.emit(Instruction::I32ShrU);
    code.tee(middle);
    code.i32(3);
    code.emit(Instruction::I32Shl);
    code.get(TABLE);
    code.emit(Instruction::I32Add);
    code.set(item);
    compare(code, item);
    code.set(order);
    code.get(order);
    code.i32(EQUAL);
    code.emit(Instruction::I32Eq);
    code.if_(BlockType::Empty);
    code.get(middle);
    code.emit(Instruction::Return);
    code.end();
    // Where it is less, what lies before is left, and where it is not, what lies behind.
    code.get(order);
    code.i32(LESS);
    code.emit(Instruction::I32Eq);
    code.if_(BlockType::Empty);
    code.get(middle);
    code.set(COUNT);
    code.branch(again);
    code.end();
    code.get(middle);
    code.i32(1);
    code.emit(Instruction::I32Add);
    code.set(low);
    code.branch(again);
    code.end();
    code.emit(Instruction::Unreachable);
}
