//! `==`

use wasm_encoder::{BlockType, Instruction, ValType};

use super::{Runtime, text};
use crate::core::tree::ConstructorKind;
use crate::wasm::code::{Code, Label};
use crate::wasm::module::Builder;
use crate::wasm::value::{Kind, LATIN1, UNION};

/// What is nested deeper than this is the host's, which needs no stack for it.
const DEEP: u32 = 100;

/// Any two values of one type.
pub(super) fn equal(builder: &mut Builder<'_>, code: &mut Code) {
    code.is_number(0);
    code.if_(BlockType::Result(ValType::I32));
    numbers(code, 0, 1);
    code.else_();
    code.get(0);
    code.get(1);
    code.i32(DEEP);
    let within = builder.runtime(Runtime::EqualWithin);
    code.call(within);
    code.end();
}

fn numbers(code: &mut Code, a: u32, b: u32) {
    for place in [a, b] {
        code.get(place);
        code.emit(Instruction::F64ReinterpretI64);
    }
    code.emit(Instruction::F64Eq);
}

/// The values are the parameters 0 and 1, which the last part of a value takes the place of in a loop.
struct Within {
    again: Label,
    kind: u32,
    a: u32,
    b: u32,
    within: u32,
}

pub(super) fn within(builder: &mut Builder<'_>, code: &mut Code) {
    let within = Within {
        again: code.loop_(BlockType::Empty),
        kind: code.local(ValType::I32),
        a: code.local(ValType::I32),
        b: code.local(ValType::I32),
        within: builder.runtime(Runtime::EqualWithin),
    };
    code.is_number(0);
    code.if_(BlockType::Empty);
    numbers(code, 0, 1);
    code.emit(Instruction::Return);
    code.end();
    for (value, address) in [(0, within.a), (1, within.b)] {
        code.get(value);
        code.low();
        code.set(address);
    }
    code.get(0);
    code.tag();
    code.set(within.kind);
    code.get(2);
    code.emit(Instruction::I32Eqz);
    code.if_(BlockType::Empty);
    host(builder, code);
    code.end();
    code.get(0);
    code.i64(UNION);
    code.emit(Instruction::I64GeU);
    code.if_(BlockType::Empty);
    within.union(builder, code);
    code.end();
    within.kinds(builder, code);
    code.end();
    code.emit(Instruction::Unreachable);
}

fn host(builder: &Builder<'_>, code: &mut Code) {
    code.get(0);
    code.get(1);
    code.call(builder.of_import(&"Basics.eq".into()));
    code.low();
    code.emit(Instruction::Return);
}

impl Within {
    fn kinds(&self, builder: &mut Builder<'_>, code: &mut Code) {
        self.when(code, Kind::String, |code| {
            code.get(0);
            code.get(1);
            let strings = builder.runtime(Runtime::StringsEqual);
            code.call(strings);
            code.emit(Instruction::Return);
        });
        self.when(code, Kind::List, |code| {
            // The same address is not enough: it may hold what is not equal to itself.
            for (one, other) in [(self.a, self.b), (self.b, self.a)] {
                code.get(one);
                code.emit(Instruction::I32Eqz);
                code.if_(BlockType::Empty);
                code.get(other);
                code.emit(Instruction::I32Eqz);
                code.emit(Instruction::Return);
                code.end();
            }
            self.item(code, 0);
            self.last(code, 8);
        });
        self.when(code, Kind::Pair, |code| {
            self.item(code, 0);
            self.last(code, 8);
        });
        self.when(code, Kind::Triple, |code| {
            self.item(code, 0);
            self.item(code, 8);
            self.last(code, 16);
        });
        self.when(code, Kind::Record, |code| self.counted(code));
        for kind in [Kind::Function, Kind::Host] {
            self.when(code, kind, |code| host(builder, code));
        }
        // What is left lies in the value itself.
        code.get(0);
        code.get(1);
        code.emit(Instruction::I64Eq);
        code.emit(Instruction::Return);
    }

    fn when(&self, code: &mut Code, kind: Kind, then: impl FnOnce(&mut Code)) {
        code.get(self.kind);
        code.i32(kind as u32);
        code.emit(Instruction::I32Eq);
        code.if_(BlockType::Empty);
        then(code);
        code.end();
    }

    /// Of custom types: first whether it is one that is compared by content, then the variants, then the arguments.
    fn union(&self, builder: &mut Builder<'_>, code: &mut Code) {
        let constructors = &builder.program.constructors;
        if constructors
            .iter()
            .any(|constructor| constructor.kind != ConstructorKind::Plain)
        {
            let plain = |kind| u8::from(kind == ConstructorKind::Plain);
            let table: Vec<u8> = constructors.iter().map(|c| plain(c.kind)).collect();
            let table = builder.data.table(&table);
            code.get(self.a);
            code.load_half(0);
            code.load_byte(table);
            code.emit(Instruction::I32Eqz);
            code.if_(BlockType::Empty);
            host(builder, code);
            code.end();
        }
        code.get(1);
        code.tag();
        code.get(self.kind);
        code.emit(Instruction::I32Ne);
        code.if_(BlockType::Empty);
        code.i32(0);
        code.emit(Instruction::Return);
        code.end();
        self.counted(code);
    }

    /// What has its count in front.
    fn counted(&self, code: &mut Code) {
        let last = code.local(ValType::I32);
        let offset = code.local(ValType::I32);
        code.get(self.a);
        code.load_half(4);
        code.i32(3);
        code.emit(Instruction::I32Shl);
        code.tee(last);
        code.emit(Instruction::I32Eqz);
        code.if_(BlockType::Empty);
        code.i32(1);
        code.emit(Instruction::Return);
        code.end();
        code.i32(8);
        code.set(offset);
        let out = code.block(BlockType::Empty);
        let again = code.loop_(BlockType::Empty);
        code.get(offset);
        code.get(last);
        code.emit(Instruction::I32GeU);
        code.branch_if(out);
        for address in [self.a, self.b] {
            code.get(address);
            code.get(offset);
            code.emit(Instruction::I32Add);
            code.load(0);
        }
        self.deeper(code);
        code.get(offset);
        code.i32(8);
        code.emit(Instruction::I32Add);
        code.set(offset);
        code.branch(again);
        code.end();
        code.end();
        for (address, value) in [(self.a, 0), (self.b, 1)] {
            code.get(address);
            code.get(last);
            code.emit(Instruction::I32Add);
            code.load(0);
            code.set(value);
        }
        code.branch(self.again);
    }

    fn item(&self, code: &mut Code, offset: u32) {
        for address in [self.a, self.b] {
            code.get(address);
            code.load(offset);
        }
        self.deeper(code);
    }

    /// From the stack: two parts, which must be equal for it to go on.
    fn deeper(&self, code: &mut Code) {
        code.get(2);
        code.i32(1);
        code.emit(Instruction::I32Sub);
        code.call(self.within);
        code.emit(Instruction::I32Eqz);
        code.if_(BlockType::Empty);
        code.i32(0);
        code.emit(Instruction::Return);
        code.end();
    }

    fn last(&self, code: &mut Code, offset: u32) {
        for (address, value) in [(self.a, 0), (self.b, 1)] {
            code.get(address);
            code.load(offset);
            code.set(value);
        }
        code.branch(self.again);
    }
}

/// Strings of one byte a unit; the host knows the others.
pub(super) fn strings(builder: &mut Builder<'_>, code: &mut Code) {
    let (a, b) = (code.local(ValType::I32), code.local(ValType::I32));
    let end = code.local(ValType::I32);
    code.get(0);
    code.get(1);
    code.emit(Instruction::I64Eq);
    code.if_(BlockType::Empty);
    code.i32(1);
    code.emit(Instruction::Return);
    code.end();
    for (value, address) in [(0, a), (1, b)] {
        text::address(code, value, address);
        code.get(address);
        code.load_half(0);
    }
    code.emit(Instruction::I32Ne);
    code.if_(BlockType::Empty);
    code.i32(0);
    code.emit(Instruction::Return);
    code.end();
    for address in [a, b] {
        code.get(address);
        code.load_half(4);
    }
    code.emit(Instruction::I32Or);
    code.i32(LATIN1);
    code.emit(Instruction::I32Ne);
    code.if_(BlockType::Empty);
    host(builder, code);
    code.end();
    code.get(a);
    code.get(a);
    code.load_half(0);
    code.emit(Instruction::I32Add);
    code.set(end);
    bytes(code, a, b, end);
}

/// Eight bytes at a time. Strings begin at multiples of eight and what they lie in ends at one, so a whole
/// word may always be read; of the last, the bytes behind the end are shifted out.
fn bytes(code: &mut Code, a: u32, b: u32, end: u32) {
    let difference = code.local(ValType::I64);
    let again = code.loop_(BlockType::Empty);
    code.get(a);
    code.get(end);
    code.emit(Instruction::I32GeU);
    code.if_(BlockType::Empty);
    code.i32(1);
    code.emit(Instruction::Return);
    code.end();
    for address in [a, b] {
        code.get(address);
        code.load(8);
    }
    code.emit(Instruction::I64Xor);
    code.set(difference);
    for address in [a, b] {
        code.get(address);
        code.i32(8);
        code.emit(Instruction::I32Add);
        code.set(address);
    }
    code.get(difference);
    code.emit(Instruction::I64Eqz);
    code.branch_if(again);
    code.end();
    // They differ here; it counts if the place is before the end.
    code.get(a);
    code.get(end);
    code.emit(Instruction::I32LeU);
    code.if_(BlockType::Result(ValType::I32));
    code.i32(0);
    code.else_();
    code.get(difference);
    code.get(a);
    code.get(end);
    code.emit(Instruction::I32Sub);
    code.i32(3);
    code.emit(Instruction::I32Shl);
    code.emit(Instruction::I64ExtendI32U);
    code.emit(Instruction::I64Shl);
    code.emit(Instruction::I64Eqz);
    code.end();
}
