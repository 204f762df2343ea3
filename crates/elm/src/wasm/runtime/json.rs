//! Of JSON: fields found by their names, and numbers and arrays made.

use wasm_encoder::{BlockType, Instruction, ValType};

use super::{Runtime, text};
use crate::wasm::code::Code;
use crate::wasm::module::Builder;
use crate::wasm::value::{BOXED, HEAP, Kind, LATIN1, json};

const HOST: u64 = BOXED | (Kind::Host as u64) << 32;

/// The value of an object's field; `ABSENT` if there is none, or no object.
///
/// The search begins behind the field that was found last, whatever object that was in, and goes around: fields are mostly asked for
/// in the order in which they come. Names are flat, as the host makes them.
pub(super) fn field(builder: &mut Builder<'_>, code: &mut Code) {
    let block = code.local(ValType::I32);
    let (wanted, length) = (code.local(ValType::I32), code.local(ValType::I32));
    code.get(1);
    code.low();
    code.tee(block);
    code.i32(json::MARK);
    code.emit(Instruction::I32And);
    absent_if(code);
    code.get(block);
    code.load_half(0);
    code.i32(json::OBJECT);
    code.emit(Instruction::I32Ne);
    absent_if(code);
    text::address(code, 0, wanted);
    code.get(wanted);
    code.load_half(4);
    code.i32(LATIN1);
    code.emit(Instruction::I32Ne);
    code.if_(BlockType::Empty);
    code.get(0);
    code.get(1);
    code.call(builder.of_import(&"Json.Decode.fieldValue".into()));
    code.emit(Instruction::Return);
    code.end();
    code.get(wanted);
    code.load_half(0);
    code.set(length);
    search(builder, code, block, wanted, length);
}

fn absent_if(code: &mut Code) {
    code.if_(BlockType::Empty);
    code.i64(Kind::Host.value(json::ABSENT));
    code.emit(Instruction::Return);
    code.end();
}

fn search(builder: &mut Builder<'_>, code: &mut Code, block: u32, wanted: u32, length: u32) {
    let (left, offset, end) = (
        code.local(ValType::I32),
        code.local(ValType::I32),
        code.local(ValType::I32),
    );
    let name = code.local(ValType::I32);
    let header = code.local(ValType::I64);
    let cursor = builder.cursor();
    code.get(wanted);
    code.load(0);
    code.set(header);
    code.get(block);
    code.load_half(4);
    code.tee(left);
    code.i32(4);
    code.emit(Instruction::I32Shl);
    code.set(end);
    // Where the last one was is behind the end of a smaller object.
    code.global_get(cursor);
    code.i32(0);
    code.global_get(cursor);
    code.get(end);
    code.emit(Instruction::I32LtU);
    code.emit(Instruction::Select);
    code.set(offset);
    let again = code.loop_(BlockType::Empty);
    code.get(left);
    code.emit(Instruction::I32Eqz);
    absent_if(code);
    at(code, block, offset);
    code.load(8);
    code.low();
    code.tee(name);
    code.load(0);
    code.get(header);
    code.emit(Instruction::I64Eq);
    code.if_(BlockType::Empty);
    same(builder, code, name, wanted, length);
    code.if_(BlockType::Empty);
    at(code, block, offset);
    code.load(16);
    code.get(offset);
    code.i32(16);
    code.emit(Instruction::I32Add);
    code.global_set(cursor);
    code.emit(Instruction::Return);
    code.end();
    code.end();
    step(code, left, offset, end);
    code.branch(again);
    code.end();
    code.emit(Instruction::Unreachable);
}

fn at(code: &mut Code, block: u32, offset: u32) {
    code.get(block);
    code.get(offset);
    code.emit(Instruction::I32Add);
}

/// One less is left, and the next one is behind this one or at the front.
fn step(code: &mut Code, left: u32, offset: u32, end: u32) {
    code.get(left);
    code.i32(1);
    code.emit(Instruction::I32Sub);
    code.set(left);
    code.get(offset);
    code.i32(16);
    code.emit(Instruction::I32Add);
    code.tee(offset);
    code.i32(0);
    code.get(offset);
    code.get(end);
    code.emit(Instruction::I32LtU);
    code.emit(Instruction::Select);
    code.set(offset);
}

/// Whether two strings of bytes are the same that have one length: of one to eight bytes here, as one word without what is
/// behind them.
fn same(builder: &mut Builder<'_>, code: &mut Code, name: u32, wanted: u32, length: u32) {
    code.get(length);
    code.i32(1);
    code.emit(Instruction::I32Sub);
    code.i32(8);
    code.emit(Instruction::I32LtU);
    code.if_(BlockType::Result(ValType::I32));
    for address in [name, wanted] {
        code.get(address);
        code.load(8);
    }
    code.emit(Instruction::I64Xor);
    code.i32(8);
    code.get(length);
    code.emit(Instruction::I32Sub);
    code.i32(3);
    code.emit(Instruction::I32Shl);
    code.emit(Instruction::I64ExtendI32U);
    code.emit(Instruction::I64Shl);
    code.emit(Instruction::I64Eqz);
    code.else_();
    for address in [name, wanted] {
        code.get(address);
        code.boxed(BOXED | (Kind::String as u64) << 32);
    }
    let equal = builder.runtime(Runtime::StringsEqual);
    code.call(equal);
    code.end();
}

/// A number of JSON: a small whole one in the value itself, but for -0, and any other in a block.
pub(super) fn number(code: &mut Code) {
    let whole = code.local(ValType::I32);
    code.get(0);
    code.emit(Instruction::I32TruncSatF64S);
    code.tee(whole);
    code.emit(Instruction::F64ConvertI32S);
    code.emit(Instruction::I64ReinterpretF64);
    code.get(0);
    code.emit(Instruction::I64ReinterpretF64);
    code.emit(Instruction::I64Eq);
    code.get(whole);
    code.i32(json::SMALL);
    code.emit(Instruction::I32Add);
    code.i32(2 * json::SMALL);
    code.emit(Instruction::I32LtU);
    code.emit(Instruction::I32And);
    code.if_(BlockType::Empty);
    code.get(whole);
    code.i32(3);
    code.emit(Instruction::I32Shl);
    code.i32(json::INTEGER);
    code.emit(Instruction::I32Or);
    code.boxed(HOST);
    code.emit(Instruction::Return);
    code.end();
    let address = code.allocate(16);
    code.get(address);
    code.i64(u64::from(json::NUMBER) | 1 << 32);
    code.store(0);
    code.get(address);
    code.get(0);
    code.emit(Instruction::I64ReinterpretF64);
    code.store(8);
    code.get(address);
    code.boxed(HOST);
}

/// An array of a list. It is written where the heap is free, and taken when its size is known.
pub(super) fn elements(code: &mut Code) {
    let (start, end) = (code.local(ValType::I32), code.local(ValType::I32));
    let cell = code.local(ValType::I32);
    code.load_heap_address();
    code.tee(start);
    code.i32(8);
    code.emit(Instruction::I32Add);
    code.set(end);
    code.get(0);
    code.low();
    code.set(cell);
    let out = code.block(BlockType::Empty);
    let again = code.loop_(BlockType::Empty);
    code.get(cell);
    code.emit(Instruction::I32Eqz);
    code.branch_if(out);
    code.get(end);
    code.get(cell);
    code.load(0);
    code.store(0);
    code.get(end);
    code.i32(8);
    code.emit(Instruction::I32Add);
    code.set(end);
    code.get(cell);
    code.load(8);
    code.low();
    code.set(cell);
    code.branch(again);
    code.end();
    code.end();
    code.get(start);
    code.i32(json::ARRAY);
    code.store_half(0);
    code.get(start);
    code.get(end);
    code.get(start);
    code.emit(Instruction::I32Sub);
    code.i32(3);
    code.emit(Instruction::I32ShrU);
    code.i32(1);
    code.emit(Instruction::I32Sub);
    code.store_half(4);
    code.i32(0);
    code.get(end);
    code.store_half(HEAP);
    code.get(start);
    code.boxed(HOST);
}
