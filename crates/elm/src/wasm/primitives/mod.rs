//! Operations that are not written in Elm: the instructions for those that are a few, and calls of the host for the rest.
//!
//! A primitive that is not in this file is the host's, under its own name, with its arguments and result as
//! values.

mod json;
mod numbers;
mod values;

pub(super) use self::numbers::to_int32;

use wasm_encoder::{Instruction, ValType};

use self::numbers::{bits, held_number, index, is_power_of_two, remainder, unary};
use self::values::{compare, equal, in_bytes};
use super::expr::Want;
use super::functions::Body;
use super::runtime::Runtime;
use crate::core::tree::{Expr, Name, Operands, Primitive};

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
    /// Of a value of JSON.
    Json(json::Json),
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
        "Json.Decode.fieldValue" => O::Run(Runtime::JsonField),
        "Json.Encode.number" => O::Run(Runtime::JsonNumber),
        "Json.Encode.elements" => O::Run(Runtime::JsonElements),
        name => O::Json(json::find(name)?),
    })
}

/// The host's functions that a primitive needs, with their number of arguments.
pub fn imports(primitive: &Primitive) -> Vec<(Name, u16)> {
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
    let operation = operation(primitive);
    if let Some(O::Json(step)) = operation {
        return json::gives_number(step);
    }
    matches!(
        operation,
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
    let given = write(body, primitive, arguments);
    if let Some(name) = &primitive.within {
        body.code.within(name);
    }
    given
}

fn write(body: &mut Body<'_, '_>, primitive: &Primitive, arguments: &[Expr]) -> Want {
    let Some(operation) = operation(primitive) else {
        host(body, &primitive.name, arguments);
        return Want::Value;
    };
    match operation {
        Operation::Arithmetic(operator) => {
            as_numbers(body, arguments);
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
            as_numbers(body, arguments);
            unary(body, operator);
            Want::Number
        }
        Operation::Compare(comparison) => {
            as_numbers(body, arguments);
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
            as_numbers(body, arguments);
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
            as_numbers(body, arguments);
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
        Operation::Json(step) => json::call(body, step, arguments),
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
    as_values(body, arguments);
    let function = body.builder.of_import(name);
    body.code.call(function);
}

fn as_values(body: &mut Body<'_, '_>, arguments: &[Expr]) {
    arguments
        .iter()
        .for_each(|argument| body.expr(argument, Want::Value));
}

fn as_numbers(body: &mut Body<'_, '_>, arguments: &[Expr]) {
    arguments
        .iter()
        .for_each(|argument| body.expr(argument, Want::Number));
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
