//! The functions of the module: one for each of the program's, and those that values and unknown calls need.

use std::collections::HashMap;

use wasm_encoder::{BlockType, ValType};

use super::apply;
use super::code::{Code, Label};
use super::expr::Want;
use super::module::{Builder, Function};
use super::runtime::Runtime;
use crate::core::lift::free;
use crate::core::tree::{ConstructorId, Expr, Global, GlobalId, Lambda, Local, Primitive};

/// What a function of the module is for, beyond those of the program.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Gives a constant to the host.
    Getter(GlobalId),
    /// A function of the program as a value.
    Global(GlobalId),
    /// A constructor as a value.
    Constructor(ConstructorId),
    /// A primitive as a value.
    Primitive(String, u16),
    /// Calls any function with so many arguments.
    Apply(usize),
    /// Calls a function of which so many arguments are there already, with so many more.
    Partial(usize, usize),
    /// What several operations share.
    Runtime(Runtime),
}

/// Where a local of the program is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// In an `i64`.
    Value(u32),
    /// In an `f64`.
    Number(u32),
    /// An `Order`'s tag, in an `i32`.
    Order(u32),
    /// A whole number that 32 bits hold, in an `i32`.
    Int(u32),
}

/// A function while it is written.
pub(super) struct Body<'b, 'p> {
    pub(super) builder: &'b mut Builder<'p>,
    pub(super) code: Code,
    pub(super) places: HashMap<Local, Place>,
    /// For a loop: its label and its parameters.
    pub(super) again: Option<(Label, Vec<u32>)>,
    pub(super) name: String,
}

impl<'b, 'p> Body<'b, 'p> {
    fn new(builder: &'b mut Builder<'p>, code: Code, name: &str) -> Body<'b, 'p> {
        Body {
            builder,
            code,
            places: HashMap::new(),
            again: None,
            name: name.to_owned(),
        }
    }
}

/// A function or constant of the program.
pub(super) fn global(builder: &mut Builder<'_>, global: &Global) -> Code {
    let code = Code::new(global.parameters.len());
    let mut body = Body::new(builder, code, &global.name);
    for (local, place) in global.parameters.iter().zip(0..) {
        body.places.insert(*local, Place::Value(place));
    }
    if !loops(&global.body) {
        body.result(&global.body);
        return body.code;
    }
    let label = body.code.loop_(BlockType::Result(ValType::I64));
    let parameters = (0..).take(global.parameters.len()).collect();
    body.again = Some((label, parameters));
    body.result(&global.body);
    body.code.end();
    body.code
}

/// Whether the body starts anew somewhere.
fn loops(body: &Expr) -> bool {
    let mut found = false;
    crate::core::walk::expressions(body, &mut |expr| found |= matches!(expr, Expr::Again(_)));
    found
}

/// A lambda: what it captured is at the address that is its first parameter.
pub(super) fn lambda(builder: &mut Builder<'_>, lambda: &Lambda, name: &str) -> usize {
    let arity = lambda.parameters.len();
    let code = Code::new(arity + 1);
    let mut body = Body::new(builder, code, name);
    for (local, place) in free(lambda).into_iter().zip(0_u32..) {
        let held = body.code.local(ValType::I64);
        body.code.get(0);
        body.code.load(8 + 8 * place);
        body.code.set(held);
        body.places.insert(local, Place::Value(held));
    }
    for (local, place) in lambda.parameters.iter().zip(1..) {
        body.places.insert(*local, Place::Value(place));
    }
    body.result(&lambda.body);
    let code = body.code;
    builder.add(
        format!(
            "{name}/{}",
            lambda.name.rsplit('/').next().unwrap_or("lambda")
        ),
        arity,
        Some(code),
    )
}

impl Builder<'_> {
    /// A function as a value has: what it captured, then its arguments.
    fn add(&mut self, name: String, arity: usize, code: Option<Code>) -> usize {
        let mut parameters = vec![ValType::I32];
        parameters.resize(arity + 1, ValType::I64);
        self.functions.push(Function {
            name,
            parameters,
            results: vec![ValType::I64],
            code,
        });
        self.functions.len() - 1
    }

    /// A function's place in the table.
    pub(super) fn in_table(&mut self, place: usize) -> u32 {
        self.table.push(self.index(place));
        u32::try_from(self.table.len()).expect("fewer than 2^32") - 1
    }

    /// A function that captures nothing, as a value.
    pub(super) fn function_value(&mut self, kind: Kind, arity: usize) -> u64 {
        let table = match self.known.get(&kind) {
            Some(table) => *table,
            None => {
                let code = match &kind {
                    Kind::Global(id) => self.wrapper(arity, |b| {
                        let function = b.builder.of_global(*id);
                        b.code.call(function);
                    }),
                    _ => unreachable!("written where they are named"),
                };
                let place = self.add(format!("{kind:?}"), arity, Some(code));
                let table = self.in_table(place);
                self.known.insert(kind, table);
                table
            }
        };
        self.data.function(table, arity)
    }

    /// All arguments on the stack, and what is done with them.
    fn wrapper(&mut self, arity: usize, then: impl FnOnce(&mut Body<'_, '_>)) -> Code {
        let mut body = Body::new(self, Code::new(arity + 1), "");
        for place in (1..).take(arity) {
            body.code.get(place);
        }
        then(&mut body);
        body.code
    }

    /// What makes or does something of its parameters, as a value.
    fn of_parameters(
        &mut self,
        kind: Kind,
        arity: usize,
        expr: impl FnOnce(Vec<Expr>) -> Expr,
    ) -> u64 {
        if let Some(table) = self.known.get(&kind) {
            return self.data.function(*table, arity);
        }
        let locals: Vec<Local> = super::module::parameters(arity);
        let mut body = Body::new(self, Code::new(arity + 1), "");
        for (local, place) in locals.iter().zip(1..) {
            body.places.insert(*local, Place::Value(place));
        }
        let expr = expr(locals.into_iter().map(Expr::Local).collect());
        body.expr(&expr, Want::Value);
        let code = body.code;
        let place = self.add(format!("{kind:?}"), arity, Some(code));
        let table = self.in_table(place);
        self.known.insert(kind, table);
        self.data.function(table, arity)
    }

    pub(super) fn constructor_value(&mut self, id: ConstructorId) -> u64 {
        let arity = usize::from(self.constructor(id).arity);
        self.of_parameters(Kind::Constructor(id), arity, |arguments| {
            Expr::Construct(id, arguments)
        })
    }

    pub(super) fn primitive_value(&mut self, primitive: &Primitive) -> u64 {
        let arity = usize::from(primitive.arity);
        let kind = Kind::Primitive(primitive.name.to_string(), primitive.operands as u16);
        // One function serves all that name it.
        let primitive = Primitive {
            within: None,
            ..primitive.clone()
        };
        self.of_parameters(kind, arity, |arguments| {
            Expr::CallPrimitive(primitive, arguments)
        })
    }

    /// The number of the function that calls any function with so many arguments.
    pub(super) fn apply_function(&mut self, count: usize) -> u32 {
        if let Some(place) = self.known.get(&Kind::Apply(count)) {
            return self.index(*place as usize);
        }
        let mut parameters = vec![ValType::I64];
        parameters.resize(count + 1, ValType::I64);
        self.functions.push(Function {
            name: format!("apply {count}"),
            parameters,
            results: vec![ValType::I64],
            code: None,
        });
        let place = self.functions.len() - 1;
        self.known.insert(
            Kind::Apply(count),
            u32::try_from(place).expect("fewer than 2^32"),
        );
        self.index(place)
    }

    /// The place in the table of the function that goes on with a partial call.
    pub(super) fn partial_function(&mut self, there: usize, more: usize) -> u32 {
        let kind = Kind::Partial(there, more);
        if let Some(table) = self.known.get(&kind) {
            return *table;
        }
        let code = apply::partial(self, there, more);
        let place = self.add(format!("{kind:?}"), more, Some(code));
        let table = self.in_table(place);
        self.known.insert(kind, table);
        table
    }
}

/// Writes a function that has been named but not written; tells whether there was one.
pub(super) fn write_next(builder: &mut Builder<'_>) -> bool {
    let named = builder.known.iter().find_map(|(kind, place)| match kind {
        Kind::Apply(count) if builder.functions[*place as usize].code.is_none() => {
            Some((*count, *place as usize))
        }
        _ => None,
    });
    let Some((count, place)) = named else {
        return false;
    };
    let code = apply::apply(builder, count);
    builder.functions[place].code = Some(code);
    true
}
