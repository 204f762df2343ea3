//! Of values side by side, and of lists: copies.

use wasm_encoder::{BlockType, Instruction, ValType};

use crate::wasm::code::Code;
use crate::wasm::value::{BOXED, Kind};

/// `set index value values`
pub(super) fn set(code: &mut Code) {
    let new = copy(code, 2, 0);
    code.get(new);
    code.get(0);
    code.i32(3);
    code.emit(Instruction::I32Shl);
    code.emit(Instruction::I32Add);
    code.get(1);
    code.store(8);
    code.get(new);
    code.boxed(BOXED | (Kind::Host as u64) << 32);
}

/// `push value values`
pub(super) fn push(code: &mut Code) {
    let new = copy(code, 1, 1);
    let count = code.local(ValType::I32);
    code.get(new);
    code.load_half(0);
    code.set(count);
    code.get(new);
    code.get(count);
    code.i32(3);
    code.emit(Instruction::I32Shl);
    code.emit(Instruction::I32Add);
    code.get(0);
    code.store(8);
    code.get(new);
    code.get(count);
    code.i32(1);
    code.emit(Instruction::I32Add);
    code.store_half(0);
    code.get(new);
    code.boxed(BOXED | (Kind::Host as u64) << 32);
}

/// A copy of what a local holds, with room for more; the local of its address.
fn copy(code: &mut Code, values: u32, more: u32) -> u32 {
    let (old, end) = (code.local(ValType::I32), code.local(ValType::I32));
    let (from, to) = (code.local(ValType::I32), code.local(ValType::I32));
    let bytes = code.local(ValType::I32);
    code.get(values);
    code.low();
    code.tee(old);
    code.tee(from);
    code.load_half(0);
    code.i32(3);
    code.emit(Instruction::I32Shl);
    code.i32(8);
    code.emit(Instruction::I32Add);
    code.tee(bytes);
    code.get(old);
    code.emit(Instruction::I32Add);
    code.set(end);
    code.get(bytes);
    code.i32(8 * more);
    code.emit(Instruction::I32Add);
    code.set(bytes);
    let new = code.allocate_local(bytes);
    code.get(new);
    code.set(to);
    let again = code.loop_(BlockType::Empty);
    code.get(to);
    code.get(from);
    code.load(0);
    code.store(0);
    for address in [from, to] {
        code.get(address);
        code.i32(8);
        code.emit(Instruction::I32Add);
        code.set(address);
    }
    code.get(from);
    code.get(end);
    code.emit(Instruction::I32LtU);
    code.branch_if(again);
    code.end();
    new
}

/// `a ++ b`: cells with the first one's values, and then the second.
pub(super) fn append_lists(code: &mut Code) {
    let (from, last) = (code.local(ValType::I32), code.local(ValType::I32));
    let first = code.local(ValType::I32);
    code.get(0);
    code.low();
    code.tee(from);
    code.emit(Instruction::I32Eqz);
    code.if_(BlockType::Empty);
    code.get(1);
    code.emit(Instruction::Return);
    code.end();
    let again = code.loop_(BlockType::Empty);
    let cell = code.allocate(16);
    code.get(cell);
    code.get(from);
    code.load(0);
    code.store(0);
    code.get(last);
    code.if_(BlockType::Empty);
    code.get(last);
    code.get(cell);
    code.boxed(BOXED | (Kind::List as u64) << 32);
    code.store(8);
    code.else_();
    code.get(cell);
    code.set(first);
    code.end();
    code.get(cell);
    code.set(last);
    code.get(from);
    code.load(8);
    code.low();
    code.tee(from);
    code.branch_if(again);
    code.end();
    code.get(last);
    code.get(1);
    code.store(8);
    code.get(first);
    code.boxed(BOXED | (Kind::List as u64) << 32);
}

/// `Array Int Int (Node a) (Flat a)`: how many, how deep, the tree, and what is behind it. `Array.elm` builds it.
pub(super) fn array_at(code: &mut Code) {
    let (array, flat) = (code.local(ValType::I32), code.local(ValType::I32));
    let (shift, in_tree) = (code.local(ValType::I32), code.local(ValType::I32));
    code.get(1);
    code.low();
    code.tee(array);
    integer(code, 8);
    code.get(array);
    code.load(32);
    code.low();
    code.tee(flat);
    code.load_half(0);
    code.emit(Instruction::I32Sub);
    code.set(in_tree);
    code.get(0);
    code.get(in_tree);
    code.emit(Instruction::I32GeU);
    code.if_(BlockType::Empty);
    code.get(0);
    code.get(in_tree);
    code.emit(Instruction::I32Sub);
    element(code, flat);
    code.emit(Instruction::Return);
    code.end();
    code.get(array);
    integer(code, 16);
    code.i32(5);
    code.emit(Instruction::I32Mul);
    code.set(shift);
    code.get(array);
    code.load(24);
    code.set(1);
    let out = code.block(BlockType::Empty);
    let again = code.loop_(BlockType::Empty);
    // A node's only argument is what it holds.
    code.get(1);
    code.low();
    code.load(8);
    code.low();
    code.set(flat);
    code.get(shift);
    code.emit(Instruction::I32Eqz);
    code.branch_if(out);
    code.get(0);
    code.get(shift);
    code.emit(Instruction::I32ShrU);
    code.i32(31);
    code.emit(Instruction::I32And);
    element(code, flat);
    code.set(1);
    code.get(shift);
    code.i32(5);
    code.emit(Instruction::I32Sub);
    code.set(shift);
    code.branch(again);
    code.end();
    code.end();
    code.get(0);
    code.i32(31);
    code.emit(Instruction::I32And);
    element(code, flat);
}

/// From the stack: an address; the number there, which is a whole one.
fn integer(code: &mut Code, offset: u32) {
    code.load(offset);
    code.emit(Instruction::F64ReinterpretI64);
    code.emit(Instruction::I32TruncSatF64U);
}

/// From the stack: an index; what is there.
fn element(code: &mut Code, flat: u32) {
    code.i32(3);
    code.emit(Instruction::I32Shl);
    code.get(flat);
    code.emit(Instruction::I32Add);
    code.load(8);
}
