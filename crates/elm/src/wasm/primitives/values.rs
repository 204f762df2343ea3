//! Of any values: how they are compared, and what is at an offset of a string.

use wasm_encoder::{BlockType, Instruction, ValType};

use super::numbers::held_number;
use super::{as_numbers, as_values};
use crate::core::tree::{ConstructorId, ConstructorKind, Expr, Local, Operands};
use crate::wasm::expr::Want;
use crate::wasm::functions::{Body, Place};
use crate::wasm::runtime::Runtime;
use crate::wasm::value::{BOXED, Kind, LATIN1};

/// `compare`: of numbers here, of all else by the module's function.
pub(super) fn compare(body: &mut Body<'_, '_>, operands: Operands, arguments: &[Expr]) {
    let [a, b] = [0, 1].map(|place| {
        body.expr(&arguments[place], Want::Value);
        let held = body.code.local(ValType::I64);
        body.code.set(held);
        held
    });
    if operands != Operands::Numbers {
        body.code.is_number(a);
        body.code.if_(BlockType::Result(ValType::I32));
    }
    body.code.i32(0);
    body.code.i32(1);
    body.code.i32(2);
    for test in [Instruction::F64Eq, Instruction::F64Lt] {
        for held in [a, b] {
            body.code.get(held);
            body.code.emit(Instruction::F64ReinterpretI64);
        }
        body.code.emit(test);
        body.code.emit(Instruction::Select);
    }
    if operands != Operands::Numbers {
        body.code.else_();
        body.code.get(a);
        body.code.get(b);
        body.run(match operands {
            Operands::Strings => Runtime::CompareStrings,
            _ => Runtime::Compare,
        });
        body.code.end();
    }
}

pub(super) fn equal(body: &mut Body<'_, '_>, operands: Operands, arguments: &[Expr]) {
    let [a, b] = arguments else {
        unreachable!("its annotation says so")
    };
    for (known, other) in [(a, b), (b, a)] {
        if let Expr::Construct(id, parts) = known
            && operands == Operands::Any
            && body.builder.constructor(*id).kind == ConstructorKind::Plain
            && parts.iter().all(costs_nothing)
        {
            return equal_to(body, other, *id, parts);
        }
    }
    equal_values(body, operands, arguments);
}

/// What has no effect, so that it does not matter when it is evaluated, or whether.
fn costs_nothing(expr: &Expr) -> bool {
    match expr {
        Expr::Local(_) | Expr::Number(_) | Expr::String(_) | Expr::Char(_) | Expr::Bool(_) => true,
        Expr::Construct(_, parts) => parts.is_empty(),
        _ => false,
    }
}

/// Whether a value is of a variant, and its parts are these.
fn equal_to(body: &mut Body<'_, '_>, value: &Expr, id: ConstructorId, parts: &[Expr]) {
    let constructor = body.builder.constructor(id);
    body.expr(value, Want::Value);
    let held = body.code.local(ValType::I64);
    body.code.tee(held);
    body.code.tag();
    body.code.i32(u32::from(constructor.tag));
    body.code.emit(Instruction::I32Eq);
    for ((part, operands), offset) in parts
        .iter()
        .zip(&constructor.operands)
        .zip((8..).step_by(8))
    {
        body.code.if_(BlockType::Result(ValType::I32));
        body.code.get(held);
        body.code.low();
        body.code.load(offset);
        let own = body.code.local(ValType::I64);
        body.code.set(own);
        let place = Local(u32::MAX);
        body.places.insert(place, Place::Value(own));
        equal(body, *operands, &[Expr::Local(place), part.clone()]);
    }
    for _ in parts {
        body.code.else_();
        body.code.i32(0);
        body.code.end();
    }
}

fn equal_values(body: &mut Body<'_, '_>, operands: Operands, arguments: &[Expr]) {
    match operands {
        Operands::Numbers => {
            as_numbers(body, arguments);
            body.code.emit(Instruction::F64Eq);
        }
        Operands::Bits => {
            as_values(body, arguments);
            body.code.emit(Instruction::I64Eq);
        }
        Operands::Strings => {
            as_values(body, arguments);
            body.run(Runtime::StringsEqual);
        }
        Operands::Any | Operands::Lists => {
            as_values(body, arguments);
            body.run(Runtime::Equal);
        }
    }
}

/// What is at an offset: here if the string is one of bytes, else by the module's function.
pub(super) fn in_bytes(
    body: &mut Body<'_, '_>,
    runtime: Runtime,
    arguments: &[Expr],
    result: ValType,
) {
    let offset = held_number(body, &arguments[0]);
    body.expr(&arguments[1], Want::Value);
    let text = body.code.local(ValType::I64);
    let address = body.code.local(ValType::I32);
    let place = body.code.local(ValType::I32);
    body.code.tee(text);
    body.code.low();
    body.code.tee(address);
    body.code.load_half(4);
    body.code.i32(LATIN1);
    body.code.emit(Instruction::I32Eq);
    body.code.get(offset);
    body.code.emit(Instruction::I32TruncSatF64U);
    body.code.tee(place);
    body.code.get(address);
    body.code.load_half(0);
    body.code.emit(Instruction::I32LtU);
    body.code.emit(Instruction::I32And);
    body.code.if_(BlockType::Result(result));
    body.code.get(address);
    body.code.get(place);
    body.code.emit(Instruction::I32Add);
    body.code.load_byte(8);
    if result == ValType::I64 {
        body.code.boxed(BOXED | (Kind::Char as u64) << 32);
    }
    body.code.else_();
    body.code.get(offset);
    body.code.get(text);
    body.run(runtime);
    if result == ValType::I32 {
        body.code.emit(Instruction::I32TruncSatF64U);
    }
    body.code.end();
}
