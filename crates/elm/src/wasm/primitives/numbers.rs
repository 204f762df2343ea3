//! Of numbers: integers of 32 bits, and what is left when one is divided.

use wasm_encoder::{BlockType, Instruction, ValType};

use super::{Bits, Unary, is_int};
use crate::core::tree::{Expr, Name};
use crate::wasm::expr::{Want, small as small_literal};
use crate::wasm::functions::{Body, Place};

pub(super) fn held_number(body: &mut Body<'_, '_>, expr: &Expr) -> u32 {
    body.expr(expr, Want::Number);
    let held = body.code.local(ValType::F64);
    body.code.set(held);
    held
}

pub(super) fn unary(body: &mut Body<'_, '_>, operator: Unary) {
    match operator {
        Unary::Negate => body.code.emit(Instruction::F64Neg),
        Unary::Sqrt => body.code.emit(Instruction::F64Sqrt),
        Unary::Floor => body.code.emit(Instruction::F64Floor),
        Unary::Ceiling => body.code.emit(Instruction::F64Ceil),
        Unary::Truncate | Unary::Complement => unreachable!("they give integers"),
    }
}

/// From the stack: a number; its lowest 32 bits as an integer, as ECMAScript's `ToInt32` has it.
pub(in crate::wasm) fn to_int32(body: &mut Body<'_, '_>) {
    let number = body.code.local(ValType::F64);
    body.code.tee(number);
    body.code.emit(Instruction::F64Abs);
    body.code.f64(9_223_372_036_854_775_808.0);
    body.code.emit(Instruction::F64Lt);
    body.code.if_(BlockType::Result(ValType::F64));
    body.code.get(number);
    body.code.else_();
    // What 2^32 divides adds nothing, and both steps are exact. Infinity becomes NaN, and that 0.
    body.code.get(number);
    body.code.get(number);
    body.code.f64(4_294_967_296.0);
    body.code.emit(Instruction::F64Div);
    body.code.emit(Instruction::F64Trunc);
    body.code.f64(4_294_967_296.0);
    body.code.emit(Instruction::F64Mul);
    body.code.emit(Instruction::F64Sub);
    body.code.end();
    body.code.emit(Instruction::I64TruncSatF64S);
    body.code.emit(Instruction::I32WrapI64);
}

pub(super) fn bits(body: &mut Body<'_, '_>, operator: Bits, arguments: &[Expr]) -> Want {
    // `shiftLeftBy offset number`: WebAssembly wants the number first.
    let shift = matches!(
        operator,
        Bits::ShiftLeft | Bits::ShiftRight | Bits::ShiftRightZero
    );
    let order: [usize; 2] = if shift { [1, 0] } else { [0, 1] };
    for place in order {
        body.expr(&arguments[place], Want::Int);
    }
    body.code.emit(match operator {
        Bits::And => Instruction::I32And,
        Bits::Or => Instruction::I32Or,
        Bits::Xor => Instruction::I32Xor,
        Bits::ShiftLeft => Instruction::I32Shl,
        Bits::ShiftRight => Instruction::I32ShrS,
        Bits::ShiftRightZero => Instruction::I32ShrU,
    });
    match operator {
        Bits::ShiftRightZero => Want::Unsigned,
        _ => Want::Int,
    }
}

/// A number that is an index in bounds.
pub(super) fn index(body: &mut Body<'_, '_>, expr: &Expr) {
    let is_integer = match expr {
        Expr::Local(local) => matches!(body.places.get(local), Some(Place::Int(_))),
        other => is_int(other),
    };
    if is_integer {
        return body.expr(expr, Want::Int);
    }
    body.expr(expr, Want::Number);
    body.code.emit(Instruction::I32TruncSatF64U);
}

/// Whether dividing by it is multiplying by another number, exactly.
pub(super) fn is_power_of_two(number: f64) -> bool {
    (1.0..=2_147_483_648.0).contains(&number) && number.to_bits().trailing_zeros() >= 52
}

/// `modBy divisor number` and `remainderBy divisor number`, which agree where both are positive. Such integers that fit
/// 32 bits are divided here, everything else by the host, which also
/// knows what to say of a divisor of 0.
pub(super) fn remainder(body: &mut Body<'_, '_>, name: &Name, arguments: &[Expr]) {
    if let Expr::Number(divisor) = arguments[0]
        && let Some(small @ 1..) = small_literal(divisor)
    {
        return remainder_of_known(body, name, small, &arguments[1]);
    }
    let divisor = held_number(body, &arguments[0]);
    let number = held_number(body, &arguments[1]);
    let (small_divisor, small_number) = (small(body, divisor), small(body, number));
    // A divisor of 0 is the host's; so is a number of 0 or less, whose result may be a negative zero.
    body.code.get(small_divisor);
    body.code.i32(0);
    body.code.emit(Instruction::I32GtS);
    body.code.get(small_number);
    body.code.i32(0);
    body.code.emit(Instruction::I32GtS);
    body.code.emit(Instruction::I32And);
    for (float, integer) in [(divisor, small_divisor), (number, small_number)] {
        body.code.get(integer);
        body.code.emit(Instruction::F64ConvertI32S);
        body.code.get(float);
        body.code.emit(Instruction::F64Eq);
        body.code.emit(Instruction::I32And);
    }
    body.code.if_(BlockType::Result(ValType::F64));
    body.code.get(small_number);
    body.code.get(small_divisor);
    body.code.emit(Instruction::I32RemS);
    body.code.emit(Instruction::F64ConvertI32S);
    body.code.else_();
    for float in [divisor, number] {
        body.code.get(float);
        body.code.emit(Instruction::I64ReinterpretF64);
    }
    let function = body.builder.of_import(name);
    body.code.call(function);
    body.code.emit(Instruction::F64ReinterpretI64);
    body.code.end();
}

/// The same where the divisor is a positive literal.
fn remainder_of_known(body: &mut Body<'_, '_>, name: &Name, divisor: i32, number: &Expr) {
    let number = held_number(body, number);
    let small_number = small(body, number);
    body.code.get(small_number);
    body.code.i32(0);
    body.code.emit(Instruction::I32GtS);
    body.code.get(small_number);
    body.code.emit(Instruction::F64ConvertI32S);
    body.code.get(number);
    body.code.emit(Instruction::F64Eq);
    body.code.emit(Instruction::I32And);
    body.code.if_(BlockType::Result(ValType::F64));
    body.code.get(small_number);
    body.code.i32(divisor.cast_unsigned());
    body.code.emit(Instruction::I32RemU);
    body.code.emit(Instruction::F64ConvertI32S);
    body.code.else_();
    body.code.f64(f64::from(divisor));
    body.code.emit(Instruction::I64ReinterpretF64);
    body.code.get(number);
    body.code.emit(Instruction::I64ReinterpretF64);
    let function = body.builder.of_import(name);
    body.code.call(function);
    body.code.emit(Instruction::F64ReinterpretI64);
    body.code.end();
}

fn small(body: &mut Body<'_, '_>, float: u32) -> u32 {
    let integer = body.code.local(ValType::I32);
    body.code.get(float);
    body.code.emit(Instruction::I32TruncSatF64S);
    body.code.set(integer);
    integer
}
