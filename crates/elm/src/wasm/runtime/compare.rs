//! `compare`, and what is less or greater.

use wasm_encoder::{BlockType, Instruction, ValType};

use super::{Runtime, text};
use crate::wasm::code::{Code, Label};
use crate::wasm::module::Builder;
use crate::wasm::value::{BOXED, Kind, LATIN1};

const LESS: u32 = 0;
const EQUAL: u32 = 1;
const GREATER: u32 = 2;

/// Characters below are units of their own; in UTF-16 the order of others is not that of code points.
const SURROGATES: u32 = 0xD800;

/// 0, 1 or 2. What can't be ordered (a number that is none) counts as greater.
pub(super) fn compare(builder: &mut Builder<'_>, code: &mut Code) {
    code.is_number(0);
    code.if_(BlockType::Empty);
    three_ways(
        code,
        Instruction::F64Lt,
        Instruction::F64Eq,
        |code, place| {
            code.get(place);
            code.emit(Instruction::F64ReinterpretI64);
        },
    );
    code.end();
    let kind = code.local(ValType::I32);
    code.get(0);
    code.tag();
    code.set(kind);
    is_kind(code, kind, Kind::String);
    code.if_(BlockType::Empty);
    code.get(0);
    code.get(1);
    let strings = builder.runtime(Runtime::CompareStrings);
    code.call(strings);
    code.emit(Instruction::Return);
    code.end();
    is_kind(code, kind, Kind::Char);
    code.if_(BlockType::Empty);
    for place in [0, 1] {
        code.get(place);
        code.low();
        code.i32(SURROGATES);
        code.emit(Instruction::I32LtU);
    }
    code.emit(Instruction::I32And);
    code.if_(BlockType::Empty);
    three_ways(
        code,
        Instruction::I32LtU,
        Instruction::I32Eq,
        |code, place| {
            code.get(place);
            code.low();
        },
    );
    code.end();
    code.end();
    for (of, parts) in [(Kind::Pair, 2), (Kind::Triple, 3)] {
        is_kind(code, kind, of);
        code.if_(BlockType::Empty);
        items(builder, code, parts);
        code.end();
    }
    host(builder, code);
}

fn is_kind(code: &mut Code, local: u32, kind: Kind) {
    code.get(local);
    code.i32(kind as u32);
    code.emit(Instruction::I32Eq);
}

/// The first of the items that differ decides. Its recursion is as deep as the type, not as the value.
fn items(builder: &mut Builder<'_>, code: &mut Code, count: u32) {
    let order = code.local(ValType::I32);
    let compare = builder.runtime(Runtime::Compare);
    for item in 0..count {
        for place in [0, 1] {
            code.get(place);
            code.low();
            code.load(8 * item);
        }
        code.call(compare);
        code.tee(order);
        code.i32(EQUAL);
        code.emit(Instruction::I32Ne);
        code.if_(BlockType::Empty);
        code.get(order);
        code.emit(Instruction::Return);
        code.end();
    }
    code.i32(EQUAL);
    code.emit(Instruction::Return);
}

/// Returns what two tests of the parameters tell.
fn three_ways(
    code: &mut Code,
    less: Instruction<'static>,
    equal: Instruction<'static>,
    get: impl Fn(&mut Code, u32),
) {
    code.i32(LESS);
    code.i32(EQUAL);
    code.i32(GREATER);
    get(code, 0);
    get(code, 1);
    code.emit(equal);
    code.emit(Instruction::Select);
    get(code, 0);
    get(code, 1);
    code.emit(less);
    code.emit(Instruction::Select);
    code.emit(Instruction::Return);
}

fn host(builder: &Builder<'_>, code: &mut Code) {
    code.get(0);
    code.get(1);
    code.call(builder.of_import(&"Basics.compare".into()));
    code.tag();
}

/// By units. Here those of one byte each; the host knows the others.
pub(super) fn strings(builder: &mut Builder<'_>, code: &mut Code) {
    let (a, b) = (code.local(ValType::I32), code.local(ValType::I32));
    let (end, place) = (code.local(ValType::I32), code.local(ValType::I32));
    for (value, address) in [(0, a), (1, b)] {
        text::address(code, value, address);
        code.get(address);
        code.load_half(4);
    }
    code.emit(Instruction::I32Or);
    code.i32(LATIN1);
    code.emit(Instruction::I32Ne);
    code.if_(BlockType::Empty);
    host(builder, code);
    code.emit(Instruction::Return);
    code.end();
    // The shorter one's length.
    for address in [a, b, a, b] {
        code.get(address);
        code.load_half(0);
    }
    code.emit(Instruction::I32LtU);
    code.emit(Instruction::Select);
    code.set(end);
    let out = code.block(BlockType::Empty);
    differing(code, (a, b), (place, end), out);
    code.end();
    three_ways(
        code,
        Instruction::I32LtU,
        Instruction::I32Eq,
        |code, place| {
            code.get(if place == 0 { a } else { b });
            code.load_half(0);
        },
    );
    code.emit(Instruction::Unreachable);
}

/// Eight bytes at a time; whole words may be read, as the equality of strings does. Returns what the first byte that differs
/// tells, and leaves where there is none before the end.
fn differing(code: &mut Code, addresses: (u32, u32), (place, end): (u32, u32), out: Label) {
    let (a, b) = (code.local(ValType::I64), code.local(ValType::I64));
    let difference = code.local(ValType::I64);
    let again = code.loop_(BlockType::Empty);
    code.get(place);
    code.get(end);
    code.emit(Instruction::I32GeU);
    code.branch_if(out);
    for (address, word) in [(addresses.0, a), (addresses.1, b)] {
        code.get(address);
        code.get(place);
        code.emit(Instruction::I32Add);
        code.load(8);
        code.set(word);
    }
    code.get(place);
    code.i32(8);
    code.emit(Instruction::I32Add);
    code.set(place);
    code.get(a);
    code.get(b);
    code.emit(Instruction::I64Xor);
    code.tee(difference);
    code.emit(Instruction::I64Eqz);
    code.branch_if(again);
    code.end();
    // Its offset in the word, in bits.
    code.get(difference);
    code.emit(Instruction::I64Ctz);
    code.i64(!7);
    code.emit(Instruction::I64And);
    code.set(difference);
    code.get(place);
    code.i32(8);
    code.emit(Instruction::I32Sub);
    code.get(difference);
    code.i64(3);
    code.emit(Instruction::I64ShrU);
    code.low();
    code.emit(Instruction::I32Add);
    code.get(end);
    code.emit(Instruction::I32GeU);
    code.branch_if(out);
    code.i32(LESS);
    code.i32(GREATER);
    for word in [a, b] {
        code.get(word);
        code.get(difference);
        code.emit(Instruction::I64ShrU);
        code.i64(0xFF);
        code.emit(Instruction::I64And);
    }
    code.emit(Instruction::I64LtU);
    code.emit(Instruction::Select);
    code.emit(Instruction::Return);
}

/// Of two comparable values. Every comparison with what is no number is false.
pub(super) fn is(builder: &mut Builder<'_>, code: &mut Code, what: Runtime) {
    let (numbers, order, wanted) = match what {
        Runtime::Less => (Instruction::F64Lt, Instruction::I32Eq, LESS),
        Runtime::LessOrEqual => (Instruction::F64Le, Instruction::I32Ne, GREATER),
        Runtime::Greater => (Instruction::F64Gt, Instruction::I32Eq, GREATER),
        _ => (Instruction::F64Ge, Instruction::I32Ne, LESS),
    };
    code.get(0);
    code.i64(BOXED);
    code.emit(Instruction::I64LtU);
    code.if_(BlockType::Result(ValType::I32));
    for place in [0, 1] {
        code.get(place);
        code.emit(Instruction::F64ReinterpretI64);
    }
    code.emit(numbers);
    code.else_();
    code.get(0);
    code.get(1);
    let compare = builder.runtime(Runtime::Compare);
    code.call(compare);
    code.i32(wanted);
    code.emit(order);
    code.end();
}
