//! Calls of functions that are only known when they happen (Marlow and Peyton Jones, "Making a fast curry: push/enter
//! vs. eval/apply", 2006: the caller looks at the function's arity).

use wasm_encoder::{BlockType, Instruction, ValType};

use super::code::Code;
use super::module::Builder;
use super::value::{BOXED, Kind};
use crate::core::tree::{Expr, Program};
use crate::core::walk;

/// What arities there are among functions that may become values.
pub(super) struct Needed {
    /// The most parameters of any.
    pub(super) most: usize,
}

impl Needed {
    pub(super) fn of(program: &Program) -> Needed {
        let globals = program.globals.iter().map(|global| global.parameters.len());
        let constructors = program.constructors.iter().map(|c| usize::from(c.arity));
        let mut most = globals.chain(constructors).max().unwrap_or(0);
        for global in &program.globals {
            walk::expressions(&global.body, &mut |expr| match expr {
                Expr::Lambda(lambda) => most = most.max(lambda.parameters.len()),
                Expr::Primitive(primitive) => most = most.max(usize::from(primitive.arity)),
                _ => {}
            });
        }
        Needed { most }
    }
}

/// `apply n`: function and arguments → result. By arity: fewer than `n` calls with as many and goes on with the rest, `n`
/// just calls, more than `n` makes a function that waits for the rest.
pub(super) fn apply(builder: &mut Builder<'_>, count: usize) -> Code {
    let mut code = Code::new(count + 1);
    let function = code.local(ValType::I32);
    let arity = code.local(ValType::I32);
    code.get(0);
    code.low();
    code.tee(function);
    code.load_half(4);
    code.set(arity);
    for fewer in (1..=count).rev() {
        code.get(arity);
        code.i32(u32::try_from(fewer).expect("fewer than 2^32"));
        code.emit(Instruction::I32Eq);
        code.if_(BlockType::Empty);
        call(builder, &mut code, function, fewer);
        if fewer < count {
            for place in (1..).take(count).skip(fewer) {
                code.get(place);
            }
            let rest = builder.apply_function(count - fewer);
            code.call(rest);
        }
        code.emit(Instruction::Return);
        code.end();
    }
    wait(builder, &mut code, arity, count);
    code
}

/// Calls the function at an address with the first arguments.
fn call(builder: &mut Builder<'_>, code: &mut Code, function: u32, count: usize) {
    let type_index = builder.closure_type(count);
    code.get(function);
    for place in (1..).take(count) {
        code.get(place);
    }
    code.get(function);
    code.load_half(0);
    code.emit(Instruction::CallIndirect {
        type_index,
        table_index: 0,
    });
}

/// A function with the arguments that are there, which waits for the others.
fn wait(builder: &mut Builder<'_>, code: &mut Code, arity: u32, count: usize) {
    let slots = u32::try_from(count + 1).expect("fewer than 2^32");
    let address = code.allocate(8 + 8 * slots);
    // Which function goes on: by how many arguments are missing.
    let most = builder.apply.most;
    let tables: Vec<u8> = (1..=most.saturating_sub(count))
        .flat_map(|more| builder.partial_function(count, more).to_le_bytes())
        .collect();
    let tables = builder.data.table(&tables);
    code.get(address);
    code.get(arity);
    code.i32(u32::try_from(count + 1).expect("fewer than 2^32"));
    code.emit(Instruction::I32Sub);
    code.i32(2);
    code.emit(Instruction::I32Shl);
    code.load_half(tables);
    code.emit(Instruction::I64ExtendI32U);
    code.get(arity);
    code.i32(u32::try_from(count).expect("fewer than 2^32"));
    code.emit(Instruction::I32Sub);
    code.emit(Instruction::I64ExtendI32U);
    code.i64(32);
    code.emit(Instruction::I64Shl);
    code.emit(Instruction::I64Or);
    code.store(0);
    for place in 0..slots {
        code.get(address);
        code.get(place);
        code.store(8 + 8 * place);
    }
    code.get(address);
    code.boxed(BOXED | (Kind::Function as u64) << 32);
}

/// Goes on with a call of which `there` arguments were kept.
pub(super) fn partial(builder: &mut Builder<'_>, there: usize, more: usize) -> Code {
    let mut code = Code::new(more + 1);
    let function = code.local(ValType::I32);
    code.get(0);
    code.load(8);
    code.low();
    code.tee(function);
    for place in (1..).take(there) {
        code.get(0);
        code.load(8 + 8 * place);
    }
    for place in (1..).take(more) {
        code.get(place);
    }
    let type_index = builder.closure_type(there + more);
    code.get(function);
    code.load_half(0);
    code.emit(Instruction::CallIndirect {
        type_index,
        table_index: 0,
    });
    code
}
