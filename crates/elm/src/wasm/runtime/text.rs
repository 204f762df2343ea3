//! Of strings: what the form of one byte a unit makes a few instructions.

use wasm_encoder::{BlockType, Instruction, MemArg, ValType};

use crate::syntax::source::Text;
use crate::wasm::code::Code;
use crate::wasm::module::Builder;
use crate::wasm::value::{ANOTHER, BOXED, JOINED, Kind, LATIN1};

/// The address of the string that a value is, in a local; of one that is another, the other one's.
pub(super) fn address(code: &mut Code, value: u32, address: u32) {
    code.get(value);
    code.low();
    code.tee(address);
    code.load_half(4);
    code.i32(ANOTHER);
    code.emit(Instruction::I32Eq);
    code.if_(BlockType::Empty);
    code.get(address);
    code.load(8);
    code.low();
    code.set(address);
    code.end();
}

/// Longer results of joining are not copied at once. The host has the same figure.
const SHORT: u32 = 32;

/// `a ++ b`
pub(super) fn append(builder: &mut Builder<'_>, code: &mut Code) {
    let (a, b) = (code.local(ValType::I32), code.local(ValType::I32));
    let (length, total) = (code.local(ValType::I32), code.local(ValType::I32));
    for (value, address, other) in [(0, a, 1), (1, b, 0)] {
        self::address(code, value, address);
        code.get(address);
        code.load_half(0);
        code.emit(Instruction::I32Eqz);
        code.if_(BlockType::Empty);
        code.get(other);
        code.emit(Instruction::Return);
        code.end();
    }
    code.get(a);
    code.load_half(0);
    code.tee(length);
    code.get(b);
    code.load_half(0);
    code.emit(Instruction::I32Add);
    code.tee(total);
    code.i32(SHORT);
    code.emit(Instruction::I32GtU);
    code.if_(BlockType::Empty);
    joined(code, total);
    code.end();
    for address in [a, b] {
        code.get(address);
        code.load_half(4);
    }
    code.emit(Instruction::I32Or);
    code.i32(LATIN1);
    code.emit(Instruction::I32Ne);
    code.if_(BlockType::Empty);
    code.get(0);
    code.get(1);
    code.call(builder.of_import(&"Basics.append".into()));
    code.emit(Instruction::Return);
    code.end();
    short(code, a, b, length, total);
}

/// Returns a string of two.
fn joined(code: &mut Code, total: u32) {
    let address = code.allocate(24);
    code.get(address);
    code.get(total);
    code.store_half(0);
    code.get(address);
    code.i32(JOINED);
    code.store_half(4);
    for (value, offset) in [(0, 8), (1, 16)] {
        code.get(address);
        code.get(value);
        code.store(offset);
    }
    code.get(address);
    code.boxed(BOXED | (Kind::String as u64) << 32);
    code.emit(Instruction::Return);
}

/// Both copied, a word at a time: what is written behind the end of the first is written over by the second, and what is
/// behind the second's lies in the room's rest, or is free.
fn short(code: &mut Code, a: u32, b: u32, length: u32, total: u32) {
    let bytes = code.local(ValType::I32);
    code.get(total);
    code.i32(15);
    code.emit(Instruction::I32Add);
    code.i32(!7);
    code.emit(Instruction::I32And);
    code.set(bytes);
    let address = code.allocate_local(bytes);
    code.get(address);
    code.get(total);
    code.emit(Instruction::I64ExtendI32U);
    code.store(0);
    copy_words(code, a, address, |code| code.get(length));
    let to = code.local(ValType::I32);
    code.get(address);
    code.get(length);
    code.emit(Instruction::I32Add);
    code.set(to);
    copy_words(code, b, to, |code| {
        code.get(b);
        code.load_half(0);
    });
    code.get(address);
    code.boxed(BOXED | (Kind::String as u64) << 32);
}

/// Copies so many bytes, up to the next eight, from 8 behind one address to 8 behind another.
fn copy_words(code: &mut Code, from: u32, to: u32, count: impl Fn(&mut Code)) {
    let place = code.local(ValType::I32);
    code.i32(0);
    code.set(place);
    let out = code.block(BlockType::Empty);
    let again = code.loop_(BlockType::Empty);
    code.get(place);
    count(code);
    code.emit(Instruction::I32GeU);
    code.branch_if(out);
    code.get(to);
    code.get(place);
    code.emit(Instruction::I32Add);
    code.get(from);
    code.get(place);
    code.emit(Instruction::I32Add);
    code.load(8);
    code.store(8);
    code.get(place);
    code.i32(8);
    code.emit(Instruction::I32Add);
    code.set(place);
    code.branch(again);
    code.end();
    code.end();
}

/// From the parameters: the address of the unit in a string of bytes; what is elsewhere is the host's.
fn in_bytes(
    code: &mut Code,
    at: u32,
    result: ValType,
    here: impl FnOnce(&mut Code, u32),
    host: impl FnOnce(&mut Code),
) {
    let text = code.local(ValType::I32);
    code.get(0);
    code.emit(Instruction::I32TruncSatF64U);
    code.set(at);
    address(code, 1, text);
    code.get(text);
    code.load_half(4);
    code.i32(LATIN1);
    code.emit(Instruction::I32Eq);
    code.get(at);
    code.get(text);
    code.load_half(0);
    code.emit(Instruction::I32LtU);
    code.emit(Instruction::I32And);
    code.if_(BlockType::Result(result));
    code.get(text);
    code.get(at);
    code.emit(Instruction::I32Add);
    code.emit(Instruction::I32Load8U(MemArg {
        offset: 8,
        align: 0,
        memory_index: 0,
    }));
    here(code, text);
    code.else_();
    code.get(0);
    code.emit(Instruction::I64ReinterpretF64);
    code.get(1);
    host(code);
    code.end();
}

/// The unit at an offset.
pub(super) fn unit_at(builder: &mut Builder<'_>, code: &mut Code) {
    let at = code.local(ValType::I32);
    let import = builder.of_import(&"String.unitAt".into());
    in_bytes(
        code,
        at,
        ValType::F64,
        |code, _| code.emit(Instruction::F64ConvertI32U),
        |code| {
            code.call(import);
            code.emit(Instruction::F64ReinterpretI64);
        },
    );
}

/// The character at an offset.
pub(super) fn char_at(builder: &mut Builder<'_>, code: &mut Code) {
    let at = code.local(ValType::I32);
    let import = builder.of_import(&"String.charAt".into());
    in_bytes(
        code,
        at,
        ValType::I64,
        |code, _| code.boxed(BOXED | (Kind::Char as u64) << 32),
        |code| code.call(import),
    );
}

/// `slice start end text`: from one unit to before another; negative ones count from the end.
pub(super) fn slice(builder: &mut Builder<'_>, code: &mut Code) {
    let text = code.local(ValType::I32);
    let length = code.local(ValType::F64);
    address(code, 2, text);
    code.get(text);
    code.load_half(4);
    code.i32(LATIN1);
    code.emit(Instruction::I32Ne);
    code.if_(BlockType::Empty);
    for place in [0, 1] {
        code.get(place);
        code.emit(Instruction::I64ReinterpretF64);
    }
    code.get(2);
    code.call(builder.of_import(&"String.slice".into()));
    code.emit(Instruction::Return);
    code.end();
    code.get(text);
    code.load_half(0);
    code.emit(Instruction::F64ConvertI32U);
    code.set(length);
    let (start, end) = (bound(code, 0, length), bound(code, 1, length));
    code.get(start);
    code.get(end);
    code.emit(Instruction::I32GeU);
    code.if_(BlockType::Empty);
    let empty = builder.data.string(&Text::Utf8("".into()));
    code.i64(empty);
    code.emit(Instruction::Return);
    code.end();
    code.get(end);
    code.get(start);
    code.emit(Instruction::I32Sub);
    code.tee(end);
    code.get(text);
    code.load_half(0);
    code.emit(Instruction::I32Eq);
    code.if_(BlockType::Empty);
    code.get(2);
    code.emit(Instruction::Return);
    code.end();
    part(code, text, start, end);
}

/// An offset that a parameter gives, inside the string.
fn bound(code: &mut Code, parameter: u32, length: u32) -> u32 {
    let bound = code.local(ValType::I32);
    code.get(parameter);
    code.get(parameter);
    code.get(length);
    code.emit(Instruction::F64Add);
    code.get(parameter);
    code.f64(0.0);
    code.emit(Instruction::F64Ge);
    code.emit(Instruction::Select);
    code.emit(Instruction::I32TruncSatF64S);
    code.tee(bound);
    code.i32(0);
    code.get(bound);
    code.i32(0);
    code.emit(Instruction::I32GtS);
    code.emit(Instruction::Select);
    code.set(bound);
    code.get(bound);
    code.get(length);
    code.emit(Instruction::I32TruncSatF64U);
    code.get(bound);
    code.get(length);
    code.emit(Instruction::I32TruncSatF64U);
    code.emit(Instruction::I32LtU);
    code.emit(Instruction::Select);
    code.set(bound);
    bound
}

/// Copies from here on are quicker all at once.
const LONG: u32 = 128;

/// A new string of so many bytes of one.
fn part(code: &mut Code, text: u32, start: u32, count: u32) {
    let bytes = code.local(ValType::I32);
    code.get(count);
    code.i32(15);
    code.emit(Instruction::I32Add);
    code.i32(!7);
    code.emit(Instruction::I32And);
    code.set(bytes);
    let new = code.allocate_local(bytes);
    code.get(new);
    code.get(count);
    code.emit(Instruction::I64ExtendI32U);
    code.store(0);
    code.get(text);
    code.get(start);
    code.emit(Instruction::I32Add);
    code.set(text);
    code.get(count);
    code.i32(LONG);
    code.emit(Instruction::I32GtU);
    code.if_(BlockType::Empty);
    for address in [new, text] {
        code.get(address);
        code.i32(8);
        code.emit(Instruction::I32Add);
    }
    code.get(count);
    code.emit(Instruction::MemoryCopy {
        src_mem: 0,
        dst_mem: 0,
    });
    code.else_();
    copy_words(code, text, new, |code| code.get(count));
    code.end();
    code.get(new);
    code.boxed(BOXED | (Kind::String as u64) << 32);
}
