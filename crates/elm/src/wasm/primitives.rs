//! Operations that are not written in Elm: the instructions for those that are a few, and calls of the host for the rest.
//!
//! A primitive that is not in this file is the host's, under its own name, with its arguments and result as
//! values.

use wasm_encoder::{BlockType, Instruction, ValType};

use super::expr::{Want, small as small_literal};
use super::functions::{Body, Place};
use super::runtime::Runtime;
use super::value::{BOXED, Kind, LATIN1};
use crate::core::tree::{ConstructorId, ConstructorKind, Expr, Local, Name, Operands, Primitive};

/// What an operation is, if it is done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operation {
    /// Two numbers → a number, by one instruction.
    Arithmetic(Arithmetic),
    /// A number → a number.
    Unary(Unary),
    /// Two numbers → a truth.
    Compare(Compare),
    /// Two numbers, as 32-bit integers → a number.
    Bits(Bits),
    Equal,
    NotEqual,
    Not,
    Xor,
    And,
    Or,
    IntegerDivision,
    Remainder,
    IsNaN,
    IsInfinite,
    ToCode,
    /// The argument itself, which is a number.
    Same,
    /// Lists that are built from the front.
    Build(Build),
    /// Of values side by side.
    FlatLength,
    FlatGet,
    /// A function of the module.
    Run(Runtime),
    /// `compare`
    Order,
    StringLength,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Build {
    Cons,
    Fresh,
    Extend,
    Finish,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arithmetic {
    Add,
    Sub,
    Mul,
    Div,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unary {
    Negate,
    Sqrt,
    Floor,
    Ceiling,
    Truncate,
    Complement,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compare {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bits {
    And,
    Or,
    Xor,
    ShiftLeft,
    ShiftRight,
    ShiftRightZero,
}

fn operation(primitive: &Primitive) -> Option<Operation> {
    use Operation as O;
    let numbers = primitive.operands == Operands::Numbers;
    Some(match primitive.name.as_str() {
        "Basics.add" => O::Arithmetic(Arithmetic::Add),
        "Basics.sub" => O::Arithmetic(Arithmetic::Sub),
        "Basics.mul" => O::Arithmetic(Arithmetic::Mul),
        "Basics.fdiv" => O::Arithmetic(Arithmetic::Div),
        "Basics.idiv" => O::IntegerDivision,
        "Basics.modBy" => O::Remainder,
        "Basics.remainderBy" => O::Remainder,
        "Basics.negate" => O::Unary(Unary::Negate),
        "Basics.sqrt" => O::Unary(Unary::Sqrt),
        "Basics.floor" => O::Unary(Unary::Floor),
        "Basics.ceiling" => O::Unary(Unary::Ceiling),
        "Basics.truncate" => O::Unary(Unary::Truncate),
        "Basics.toFloat" => O::Same,
        "Basics.isNaN" => O::IsNaN,
        "Basics.isInfinite" => O::IsInfinite,
        "Basics.not" => O::Not,
        "Basics.xor" => O::Xor,
        "Basics.and" => O::And,
        "Basics.or" => O::Or,
        "Basics.eq" => O::Equal,
        "Basics.neq" => O::NotEqual,
        "Basics.lt" if numbers => O::Compare(Compare::Less),
        "Basics.le" if numbers => O::Compare(Compare::LessOrEqual),
        "Basics.lt" => O::Run(Runtime::Less),
        "Basics.le" => O::Run(Runtime::LessOrEqual),
        "Basics.gt" if numbers => O::Compare(Compare::Greater),
        "Basics.ge" if numbers => O::Compare(Compare::GreaterOrEqual),
        "Basics.gt" => O::Run(Runtime::Greater),
        "Basics.ge" => O::Run(Runtime::GreaterOrEqual),
        "Basics.compare" => O::Order,
        "Basics.append" if primitive.operands == Operands::Strings => {
            O::Run(Runtime::AppendStrings)
        }
        "Basics.append" if primitive.operands == Operands::Lists => O::Run(Runtime::AppendLists),
        "String.length" => O::StringLength,
        "String.unitAt" | "BuildAmp.Internal.Text.unitAt" => O::Run(Runtime::UnitAt),
        "String.slice" => O::Run(Runtime::Slice),
        "String.charAt" | "BuildAmp.Internal.Text.charAt" => O::Run(Runtime::CharAt),
        "Bitwise.and" => O::Bits(Bits::And),
        "Bitwise.or" => O::Bits(Bits::Or),
        "Bitwise.xor" => O::Bits(Bits::Xor),
        "Bitwise.complement" => O::Unary(Unary::Complement),
        "Bitwise.shiftLeftBy" => O::Bits(Bits::ShiftLeft),
        "Bitwise.shiftRightBy" => O::Bits(Bits::ShiftRight),
        "Bitwise.shiftRightZfBy" => O::Bits(Bits::ShiftRightZero),
        "Char.toCode" => O::ToCode,
        "List.cons" => O::Build(Build::Cons),
        "List.fresh" => O::Build(Build::Fresh),
        "List.extend" => O::Build(Build::Extend),
        "List.finish" => O::Build(Build::Finish),
        "Array.at" => O::Run(Runtime::ArrayAt),
        "BuildAmp.Internal.Flat.length" => O::FlatLength,
        "BuildAmp.Internal.Flat.get" => O::FlatGet,
        "BuildAmp.Internal.Flat.set" => O::Run(Runtime::FlatSet),
        "BuildAmp.Internal.Flat.push" => O::Run(Runtime::FlatPush),
        _ => return None,
    })
}

/// The host's functions that a primitive needs, with their number of arguments.
pub(super) fn imports(primitive: &Primitive) -> Vec<(Name, u16)> {
    match operation(primitive) {
        None | Some(Operation::Remainder) => vec![(primitive.name.clone(), primitive.arity)],
        Some(Operation::Order) => named(Runtime::Compare),
        Some(Operation::Run(runtime)) => named(runtime),
        Some(_) => Vec::new(),
    }
}

fn named(runtime: Runtime) -> Vec<(Name, u16)> {
    let imports = runtime.imports().iter();
    imports
        .map(|(name, arity)| ((*name).into(), *arity))
        .collect()
}

/// Whether an expression gives an `Order` as its tag.
pub(super) fn is_compare(expr: &Expr) -> bool {
    matches!(expr, Expr::CallPrimitive(primitive, _) if operation(primitive) == Some(Operation::Order))
}

/// Whether its result comes as an `f64`.
pub(super) fn gives_number(primitive: &Primitive) -> bool {
    use Operation as O;
    matches!(
        operation(primitive),
        Some(
            O::Arithmetic(_)
                | O::Unary(_)
                | O::Bits(_)
                | O::IntegerDivision
                | O::Remainder
                | O::ToCode
                | O::Same
                | O::FlatLength
                | O::StringLength
                | O::Run(Runtime::UnitAt)
        )
    )
}

/// Writes the operation with its arguments, and tells in what form its result is on the stack.
pub(super) fn call(body: &mut Body<'_, '_>, primitive: &Primitive, arguments: &[Expr]) -> Want {
    let Some(operation) = operation(primitive) else {
        host(body, &primitive.name, arguments);
        return Want::Value;
    };
    match operation {
        Operation::Arithmetic(operator) => {
            numbers(body, arguments);
            body.code.emit(match operator {
                Arithmetic::Add => Instruction::F64Add,
                Arithmetic::Sub => Instruction::F64Sub,
                Arithmetic::Mul => Instruction::F64Mul,
                Arithmetic::Div => Instruction::F64Div,
            });
            Want::Number
        }
        Operation::Unary(Unary::Truncate) => {
            body.expr(&arguments[0], Want::Int);
            Want::Int
        }
        Operation::Unary(Unary::Complement) => {
            body.expr(&arguments[0], Want::Int);
            body.code.i32(u32::MAX);
            body.code.emit(Instruction::I32Xor);
            Want::Int
        }
        Operation::Unary(operator) => {
            numbers(body, arguments);
            unary(body, operator);
            Want::Number
        }
        Operation::Compare(comparison) => {
            numbers(body, arguments);
            body.code.emit(match comparison {
                Compare::Less => Instruction::F64Lt,
                Compare::LessOrEqual => Instruction::F64Le,
                Compare::Greater => Instruction::F64Gt,
                Compare::GreaterOrEqual => Instruction::F64Ge,
            });
            Want::Truth
        }
        Operation::Bits(operator) => bits(body, operator, arguments),
        Operation::Equal => {
            equal(body, primitive.operands, arguments);
            Want::Truth
        }
        Operation::NotEqual => {
            equal(body, primitive.operands, arguments);
            body.code.emit(Instruction::I32Eqz);
            Want::Truth
        }
        Operation::Not => {
            body.expr(&arguments[0], Want::Truth);
            body.code.emit(Instruction::I32Eqz);
            Want::Truth
        }
        Operation::Xor => {
            body.expr(&arguments[0], Want::Truth);
            body.expr(&arguments[1], Want::Truth);
            body.code.emit(Instruction::I32Xor);
            Want::Truth
        }
        // Only as functions: the operators do not evaluate what they don't need.
        Operation::And | Operation::Or => {
            body.expr(&arguments[0], Want::Truth);
            body.expr(&arguments[1], Want::Truth);
            body.code.emit(match operation {
                Operation::And => Instruction::I32And,
                _ => Instruction::I32Or,
            });
            Want::Truth
        }
        Operation::IntegerDivision => {
            body.expr(&arguments[0], Want::Number);
            match arguments[1] {
                Expr::Number(divisor) if is_power_of_two(divisor) => {
                    body.code.f64(divisor.recip());
                    body.code.emit(Instruction::F64Mul);
                }
                _ => {
                    body.expr(&arguments[1], Want::Number);
                    body.code.emit(Instruction::F64Div);
                }
            }
            to_int32(body);
            Want::Int
        }
        Operation::Remainder => {
            remainder(body, &primitive.name, arguments);
            Want::Number
        }
        Operation::IsNaN => {
            let held = held_number(body, &arguments[0]);
            body.code.get(held);
            body.code.get(held);
            body.code.emit(Instruction::F64Ne);
            Want::Truth
        }
        Operation::IsInfinite => {
            numbers(body, arguments);
            body.code.emit(Instruction::F64Abs);
            body.code.f64(f64::INFINITY);
            body.code.emit(Instruction::F64Eq);
            Want::Truth
        }
        Operation::ToCode => {
            body.expr(&arguments[0], Want::Value);
            body.code.low();
            // Above it is what makes a character of several code points.
            body.code.i32(0x1F_FFFF);
            body.code.emit(Instruction::I32And);
            Want::Unsigned
        }
        Operation::Same => {
            numbers(body, arguments);
            Want::Number
        }
        Operation::Build(step) => {
            build(body, step, arguments);
            Want::Value
        }
        Operation::StringLength => {
            body.expr(&arguments[0], Want::Value);
            body.code.low();
            body.code.load_half(0);
            Want::Unsigned
        }
        Operation::Order => {
            compare(body, primitive.operands, arguments);
            Want::Order
        }
        Operation::Run(Runtime::UnitAt) => {
            in_bytes(body, Runtime::UnitAt, arguments, ValType::I32);
            Want::Unsigned
        }
        Operation::Run(Runtime::CharAt) => {
            in_bytes(body, Runtime::CharAt, arguments, ValType::I64);
            Want::Value
        }
        Operation::Run(runtime) => {
            for (argument, ty) in arguments.iter().zip(runtime.parameters()) {
                match ty {
                    ValType::F64 => body.expr(argument, Want::Number),
                    ValType::I32 => index(body, argument),
                    _ => body.expr(argument, Want::Value),
                }
            }
            body.run(runtime);
            match runtime.result() {
                ValType::F64 => Want::Number,
                ValType::I32 => Want::Truth,
                _ => Want::Value,
            }
        }
        Operation::FlatLength => {
            body.expr(&arguments[0], Want::Value);
            body.code.low();
            body.code.load_half(0);
            Want::Unsigned
        }
        Operation::FlatGet => {
            body.expr(&arguments[1], Want::Value);
            body.code.low();
            index(body, &arguments[0]);
            body.code.i32(3);
            body.code.emit(Instruction::I32Shl);
            body.code.emit(Instruction::I32Add);
            body.code.load(8);
            Want::Value
        }
    }
}

/// What is at an offset: here if the string is one of bytes, else by the module's function.
fn in_bytes(body: &mut Body<'_, '_>, runtime: Runtime, arguments: &[Expr], result: ValType) {
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

/// `compare`: of numbers here, of all else by the module's function.
fn compare(body: &mut Body<'_, '_>, operands: Operands, arguments: &[Expr]) {
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

/// A step of building a list. Only the standard library takes them, on cells that nobody else has seen.
fn build(body: &mut Body<'_, '_>, step: Build, arguments: &[Expr]) {
    match step {
        Build::Cons => {
            let [head, tail] = arguments else {
                unreachable!("its annotation says so")
            };
            let cons = Expr::Cons(Box::new(head.clone()), Box::new(tail.clone()));
            body.expr(&cons, Want::Value);
        }
        Build::Fresh => {
            let cons = Expr::Cons(Box::new(arguments[0].clone()), Box::new(Expr::Nil));
            body.expr(&cons, Want::Value);
        }
        Build::Extend => {
            let cons = Expr::Cons(Box::new(arguments[1].clone()), Box::new(Expr::Nil));
            body.expr(&cons, Want::Value);
            let cell = body.code.local(ValType::I64);
            body.code.set(cell);
            body.expr(&arguments[0], Want::Value);
            body.code.low();
            body.code.get(cell);
            body.code.store(8);
            body.code.get(cell);
        }
        Build::Finish => {
            body.expr(&arguments[1], Want::Value);
            body.code.low();
            body.expr(&arguments[2], Want::Value);
            body.code.store(8);
            body.expr(&arguments[0], Want::Value);
        }
    }
}

fn host(body: &mut Body<'_, '_>, name: &Name, arguments: &[Expr]) {
    values(body, arguments);
    let function = body.builder.of_import(name);
    body.code.call(function);
}

fn values(body: &mut Body<'_, '_>, arguments: &[Expr]) {
    arguments
        .iter()
        .for_each(|argument| body.expr(argument, Want::Value));
}

fn numbers(body: &mut Body<'_, '_>, arguments: &[Expr]) {
    arguments
        .iter()
        .for_each(|argument| body.expr(argument, Want::Number));
}

fn held_number(body: &mut Body<'_, '_>, expr: &Expr) -> u32 {
    body.expr(expr, Want::Number);
    let held = body.code.local(ValType::F64);
    body.code.set(held);
    held
}

fn unary(body: &mut Body<'_, '_>, operator: Unary) {
    match operator {
        Unary::Negate => body.code.emit(Instruction::F64Neg),
        Unary::Sqrt => body.code.emit(Instruction::F64Sqrt),
        Unary::Floor => body.code.emit(Instruction::F64Floor),
        Unary::Ceiling => body.code.emit(Instruction::F64Ceil),
        Unary::Truncate | Unary::Complement => unreachable!("they give integers"),
    }
}

/// From the stack: a number; its lowest 32 bits as an integer, as ECMAScript's `ToInt32` has it.
pub(super) fn to_int32(body: &mut Body<'_, '_>) {
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

fn bits(body: &mut Body<'_, '_>, operator: Bits, arguments: &[Expr]) -> Want {
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
fn index(body: &mut Body<'_, '_>, expr: &Expr) {
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
fn is_power_of_two(number: f64) -> bool {
    (1.0..=2_147_483_648.0).contains(&number) && number.to_bits().trailing_zeros() >= 52
}

/// Whether an expression comes as an integer that 32 bits hold.
pub(super) fn is_int(expr: &Expr) -> bool {
    use Operation as O;
    let Expr::CallPrimitive(primitive, _) = expr else {
        return false;
    };
    matches!(
        operation(primitive),
        Some(
            O::Bits(Bits::And | Bits::Or | Bits::Xor | Bits::ShiftLeft | Bits::ShiftRight)
                | O::IntegerDivision
                | O::Unary(Unary::Truncate | Unary::Complement)
        )
    )
}

/// `modBy divisor number` and `remainderBy divisor number`, which agree where both are positive. Such integers that fit
/// 32 bits are divided here, everything else by the host, which also
/// knows what to say of a divisor of 0.
fn remainder(body: &mut Body<'_, '_>, name: &Name, arguments: &[Expr]) {
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

fn equal(body: &mut Body<'_, '_>, operands: Operands, arguments: &[Expr]) {
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
            numbers(body, arguments);
            body.code.emit(Instruction::F64Eq);
        }
        Operands::Bits => {
            values(body, arguments);
            body.code.emit(Instruction::I64Eq);
        }
        Operands::Strings => {
            values(body, arguments);
            body.run(Runtime::StringsEqual);
        }
        Operands::Any | Operands::Lists => {
            values(body, arguments);
            body.run(Runtime::Equal);
        }
    }
}
