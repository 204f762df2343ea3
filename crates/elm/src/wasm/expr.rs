//! Expressions → instructions.

use wasm_encoder::{BlockType, Instruction, ValType};

use super::decide::To;
use super::functions::{Body, Kind as FunctionKind, Place, lambda};
use super::primitives;
use super::value::{BOXED, Kind, NIL, UNION, UNIT};
use crate::core::lift::free;
use crate::core::tree::{ConstructorId, Expr, FieldId, FieldPlace, Lambda, Local, ShapeId};
use crate::deep::deep;

/// In what form a result is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// An `i64`, as `value` describes.
    Value,
    /// An `f64`; it is a number.
    Number,
    /// An `i32`, 0 or 1; it is a `Bool`.
    Truth,
    /// An `i32`, the tag of an `Order`.
    Order,
    /// An `i32`, a number's lowest 32 bits as ECMAScript's `ToInt32` has them.
    Int,
    /// An `i32` that stands for a number that is not negative. Only what is given, never what is wanted.
    Unsigned,
}

impl Want {
    pub(super) fn ty(self) -> ValType {
        match self {
            Want::Value => ValType::I64,
            Want::Number => ValType::F64,
            Want::Truth | Want::Order | Want::Int | Want::Unsigned => ValType::I32,
        }
    }
}

impl Body<'_, '_> {
    pub(super) fn expr(&mut self, expr: &Expr, want: Want) {
        deep(|| self.expr_level(expr, want));
    }

    /// A function's result: where a `case` or an `if` gives it, each branch returns. Otherwise thousands of branches would meet
    /// in one place, and Cranelift needs time out of proportion for those.
    pub(super) fn result(&mut self, expr: &Expr) {
        deep(|| match expr {
            Expr::If(condition, yes, no) => {
                self.expr(condition, Want::Truth);
                self.code.if_(BlockType::Empty);
                self.result(yes);
                self.code.emit(Instruction::Return);
                self.code.end();
                self.result(no);
            }
            Expr::Let(local, value, body) => {
                self.bind(*local, value);
                self.result(body);
            }
            Expr::Match(decision, branches) => {
                self.decide(decision, branches, Want::Value, To::Return)
            }
            other => self.expr(other, Want::Value),
        });
    }

    fn expr_level(&mut self, expr: &Expr, want: Want) {
        match expr {
            Expr::Number(number) if want == Want::Int && small(*number).is_some() => {
                self.code.i32(small(*number).unwrap_or(0).cast_unsigned());
            }
            Expr::Number(number) => {
                self.code.f64(*number);
                self.convert(Want::Number, want);
            }
            Expr::Bool(value) => {
                self.code.i32(u32::from(*value));
                self.convert(Want::Truth, want);
            }
            Expr::Local(local) => self.local(*local, want),
            Expr::CallPrimitive(primitive, arguments) => {
                let given = primitives::call(self, primitive, arguments);
                self.convert(given, want);
            }
            Expr::If(condition, yes, no) => {
                self.expr(condition, Want::Truth);
                self.code.if_(BlockType::Result(want.ty()));
                self.expr(yes, want);
                self.code.else_();
                self.expr(no, want);
                self.code.end();
            }
            Expr::Let(local, value, body) => {
                let before = self.bind(*local, value);
                self.expr(body, want);
                self.unbind(*local, before);
            }
            Expr::Match(decision, branches) => self.decide(decision, branches, want, To::Out),
            Expr::Again(arguments) => self.again(arguments),
            other => {
                self.value(other);
                self.convert(Want::Value, want);
            }
        }
    }

    /// A value in one form becomes one in another.
    pub(super) fn convert(&mut self, given: Want, want: Want) {
        match (given, want) {
            (Want::Value, Want::Number) => self.code.emit(Instruction::F64ReinterpretI64),
            (Want::Number, Want::Value) => self.code.emit(Instruction::I64ReinterpretF64),
            (Want::Value, Want::Truth) => self.code.low(),
            (Want::Truth, Want::Value) => self.code.boxed(BOXED | (Kind::Bool as u64) << 32),
            (Want::Int, Want::Number) => self.code.emit(Instruction::F64ConvertI32S),
            (Want::Unsigned, Want::Number) => self.code.emit(Instruction::F64ConvertI32U),
            (Want::Unsigned, Want::Int) => {}
            (Want::Int | Want::Unsigned, Want::Value) => {
                self.convert(given, Want::Number);
                self.convert(Want::Number, Want::Value);
            }
            (Want::Number, Want::Int) => primitives::to_int32(self),
            (Want::Value, Want::Int) => {
                self.convert(Want::Value, Want::Number);
                primitives::to_int32(self);
            }
            (Want::Value, Want::Order) => self.code.tag(),
            (Want::Order, Want::Value) => {
                let table = self.builder.orders();
                self.code.i32(3);
                self.code.emit(Instruction::I32Shl);
                self.code.load(table);
            }
            (given, want) => debug_assert_eq!(given, want, "types were checked"),
        }
    }

    fn local(&mut self, local: Local, want: Want) {
        match self.places[&local] {
            Place::Value(place) => {
                self.code.get(place);
                self.convert(Want::Value, want);
            }
            Place::Number(place) => {
                self.code.get(place);
                self.convert(Want::Number, want);
            }
            Place::Int(place) => {
                self.code.get(place);
                self.convert(Want::Int, want);
            }
            Place::Order(place) => {
                self.code.get(place);
                self.convert(Want::Order, want);
            }
        }
    }

    /// Gives a local its value, and where it was before, if it was anywhere.
    fn bind(&mut self, local: Local, value: &Expr) -> Option<Place> {
        let place = if primitives::is_int(value) {
            self.expr(value, Want::Int);
            Place::Int(self.code.local(ValType::I32))
        } else if self.is_number(value) {
            self.expr(value, Want::Number);
            Place::Number(self.code.local(ValType::F64))
        } else if primitives::is_compare(value) {
            self.expr(value, Want::Order);
            Place::Order(self.code.local(ValType::I32))
        } else {
            self.expr(value, Want::Value);
            Place::Value(self.code.local(ValType::I64))
        };
        let (Place::Number(held) | Place::Value(held) | Place::Order(held) | Place::Int(held)) =
            place;
        self.code.set(held);
        self.places.insert(local, place)
    }

    /// Ends the scope of a local.
    fn unbind(&mut self, local: Local, before: Option<Place>) {
        let own = match before {
            Some(before) => self.places.insert(local, before),
            None => self.places.remove(&local),
        };
        match own {
            Some(Place::Value(held)) => self.code.release(ValType::I64, held),
            Some(Place::Number(held)) => self.code.release(ValType::F64, held),
            Some(Place::Order(held) | Place::Int(held)) => self.code.release(ValType::I32, held),
            None => {}
        }
    }

    /// Whether an expression comes as an `f64` without a detour.
    fn is_number(&self, expr: &Expr) -> bool {
        deep(|| match expr {
            Expr::Number(_) => true,
            Expr::CallPrimitive(primitive, _) => primitives::gives_number(primitive),
            Expr::Local(local) => matches!(
                self.places.get(local),
                Some(Place::Number(_) | Place::Int(_))
            ),
            Expr::If(_, yes, no) => self.is_number(yes) && self.is_number(no),
            Expr::Let(_, _, body) => self.is_number(body),
            _ => false,
        })
    }

    /// The function starts anew. All values are there before the first parameter changes.
    fn again(&mut self, arguments: &[Expr]) {
        let (label, parameters) = self.again.clone().expect("only a loop starts anew");
        for argument in arguments {
            self.expr(argument, Want::Value);
        }
        for parameter in parameters.iter().rev() {
            self.code.set(*parameter);
        }
        self.code.branch(label);
    }

    fn value(&mut self, expr: &Expr) {
        if let Some(value) = self.builder.constant_value(expr) {
            return self.code.i64(value);
        }
        match expr {
            Expr::Char(c) => self.code.i64(Kind::Char.value(u32::from(*c))),
            Expr::String(text) => {
                let value = self.builder.data.string(text);
                self.code.i64(value);
            }
            Expr::Unit => self.code.i64(UNIT),
            Expr::Nil => self.code.i64(NIL),
            Expr::Global(id) => {
                if !self.builder.write_constant(&mut self.code, *id) {
                    let arity = self.builder.program.globals[id.0 as usize].parameters.len();
                    let value = self
                        .builder
                        .function_value(FunctionKind::Global(*id), arity);
                    self.code.i64(value);
                }
            }
            Expr::Primitive(primitive) => {
                let value = self.builder.primitive_value(primitive);
                self.code.i64(value);
            }
            Expr::Constructor(id) => {
                let value = self.builder.constructor_value(*id);
                self.code.i64(value);
            }
            Expr::Cons(..) => self.list(expr),
            Expr::Tuple(items) => {
                let kind = if items.len() == 2 {
                    Kind::Pair
                } else {
                    Kind::Triple
                };
                self.object(None, items, BOXED | (kind as u64) << 32);
            }
            Expr::Construct(id, arguments) => self.construct(*id, arguments),
            Expr::Record(shape, values) => self.record(*shape, values),
            Expr::Field(record, place) => {
                self.expr(record, Want::Value);
                self.field(*place);
            }
            Expr::Update(record, Some(shape), fields) => self.update_known(record, *shape, fields),
            Expr::Update(record, None, fields) => self.update(record, fields),
            Expr::Lambda(lambda) => self.closure(lambda),
            Expr::CallGlobal(id, arguments) => {
                arguments
                    .iter()
                    .for_each(|argument| self.expr(argument, Want::Value));
                let function = self.builder.of_global(*id);
                self.code.call(function);
            }
            Expr::Call(function, arguments) => self.call(function, arguments),
            _ => unreachable!("other expressions come in other forms"),
        }
    }

    /// Cells one after the other, without recursion for the rest. Each is made when its item is there, and then becomes the rest of the
    /// one before.
    fn list(&mut self, mut expr: &Expr) {
        let (first, last) = (self.code.local(ValType::I32), self.code.local(ValType::I32));
        let mut is_first = true;
        while let Expr::Cons(head, tail) = expr {
            self.expr(head, Want::Value);
            let held = self.code.local(ValType::I64);
            self.code.set(held);
            let cell = self.code.allocate(16);
            self.code.get(cell);
            self.code.get(held);
            self.code.store(0);
            self.code.release(ValType::I64, held);
            if is_first {
                self.code.get(cell);
                self.code.set(first);
                is_first = false;
            } else {
                self.code.get(last);
                self.code.get(cell);
                self.code.boxed(BOXED | (Kind::List as u64) << 32);
                self.code.store(8);
            }
            self.code.get(cell);
            self.code.set(last);
            self.code.release(ValType::I32, cell);
            expr = tail;
        }
        self.code.get(last);
        self.expr(expr, Want::Value);
        self.code.store(8);
        self.code.get(first);
        self.code.boxed(BOXED | (Kind::List as u64) << 32);
        self.code.release(ValType::I32, first);
        self.code.release(ValType::I32, last);
    }

    /// Something in memory: eight bytes that tell what it is, if there are any, and values.
    fn object(&mut self, header: Option<u64>, values: &[Expr], top: u64) {
        let mut held = Vec::new();
        for value in values {
            self.expr(value, Want::Value);
            let place = self.code.local(ValType::I64);
            self.code.set(place);
            held.push(place);
        }
        self.object_of(header, &held, top);
        self.release_all(held);
    }

    fn object_of(&mut self, header: Option<u64>, held: &[u32], top: u64) {
        let count = u32::try_from(held.len()).expect("fewer than 2^32");
        let first = if header.is_some() { 8 } else { 0 };
        let address = self.code.allocate(first + 8 * count);
        if let Some(header) = header {
            self.code.get(address);
            self.code.i64(header);
            self.code.store(0);
        }
        for (place, held) in (0..).zip(held) {
            self.code.get(address);
            self.code.get(*held);
            self.code.store(first + 8 * place);
        }
        self.code.get(address);
        self.code.boxed(top);
        self.code.release(ValType::I32, address);
    }

    fn construct(&mut self, id: ConstructorId, arguments: &[Expr]) {
        let tag = self.builder.constructor(id).tag;
        if arguments.is_empty() {
            let value = self.builder.data.constructor(id, tag);
            self.code.i64(value);
            return;
        }
        let header = u64::from(id.0) | (arguments.len() as u64) << 32;
        self.object(Some(header), arguments, UNION | u64::from(tag) << 32);
    }

    fn record(&mut self, shape: ShapeId, values: &[Expr]) {
        let header = u64::from(shape.0) | (values.len() as u64) << 32;
        self.object(Some(header), values, BOXED | (Kind::Record as u64) << 32);
    }

    /// From the stack: a record; its field.
    pub(super) fn field(&mut self, place: FieldPlace) {
        match place {
            FieldPlace::Known(place) => {
                self.code.low();
                self.code.load(8 + 8 * u32::from(place));
            }
            FieldPlace::ByName(field) => {
                self.code.low();
                let record = self.code.local(ValType::I32);
                self.code.set(record);
                self.field_address(record, field);
                self.code.load(8);
                self.code.release(ValType::I32, record);
            }
        }
    }

    /// The address of a field, less 8: its place, by the record's shape, from a table of the field's.
    fn field_address(&mut self, record: u32, field: FieldId) {
        let table = self.builder.field_table(field);
        self.code.get(record);
        self.code.get(record);
        self.code.load_half(0);
        self.code.i32(1);
        self.code.emit(Instruction::I32Shl);
        self.code.load_short(table);
        self.code.i32(3);
        self.code.emit(Instruction::I32Shl);
        self.code.emit(Instruction::I32Add);
    }

    /// The new values beside those that stay.
    fn update_known(&mut self, record: &Expr, shape: ShapeId, fields: &[(FieldPlace, Expr)]) {
        self.expr(record, Want::Value);
        self.code.low();
        let old = self.code.local(ValType::I32);
        self.code.set(old);
        let count = self.builder.program.shapes[shape.0 as usize].0.len();
        let mut held = vec![None; count];
        for (place, value) in fields {
            let FieldPlace::Known(place) = place else {
                unreachable!("all fields are known");
            };
            self.expr(value, Want::Value);
            let local = self.code.local(ValType::I64);
            self.code.set(local);
            held[usize::from(*place)] = Some(local);
        }
        let bytes = u32::try_from(8 + 8 * count).expect("checked while resolving");
        let new = self.code.allocate(bytes);
        self.code.get(new);
        self.code.i64(u64::from(shape.0) | (count as u64) << 32);
        self.code.store(0);
        for (held, offset) in held.iter().zip((8..).step_by(8)) {
            self.code.get(new);
            match held {
                Some(local) => self.code.get(*local),
                None => {
                    self.code.get(old);
                    self.code.load(offset);
                }
            }
            self.code.store(offset);
        }
        self.code.get(new);
        self.code.boxed(BOXED | (Kind::Record as u64) << 32);
        self.code.release(ValType::I32, old);
        self.code.release(ValType::I32, new);
        self.release_all(held.into_iter().flatten());
    }

    /// A copy, and then the new values.
    fn update(&mut self, record: &Expr, fields: &[(FieldPlace, Expr)]) {
        self.expr(record, Want::Value);
        self.code.low();
        let old = self.code.local(ValType::I32);
        self.code.set(old);
        let mut held = Vec::new();
        for (_, value) in fields {
            self.expr(value, Want::Value);
            let place = self.code.local(ValType::I64);
            self.code.set(place);
            held.push(place);
        }
        let bytes = self.code.local(ValType::I32);
        self.code.get(old);
        self.code.load_half(4);
        self.code.i32(3);
        self.code.emit(Instruction::I32Shl);
        self.code.i32(8);
        self.code.emit(Instruction::I32Add);
        self.code.set(bytes);
        let new = self.code.allocate_local(bytes);
        self.code.get(new);
        self.code.get(old);
        self.code.get(bytes);
        self.code.emit(Instruction::MemoryCopy {
            src_mem: 0,
            dst_mem: 0,
        });
        for ((place, _), held) in fields.iter().zip(&held) {
            match place {
                FieldPlace::Known(place) => {
                    self.code.get(new);
                    self.code.get(*held);
                    self.code.store(8 + 8 * u32::from(*place));
                }
                FieldPlace::ByName(field) => {
                    self.field_address(new, *field);
                    self.code.get(*held);
                    self.code.store(8);
                }
            }
        }
        self.code.get(new);
        self.code.boxed(BOXED | (Kind::Record as u64) << 32);
        for local in [old, bytes, new] {
            self.code.release(ValType::I32, local);
        }
        self.release_all(held);
    }

    fn closure(&mut self, function: &Lambda) {
        let captured: Vec<Local> = free(function).into_iter().collect();
        let mut held = Vec::new();
        for local in captured {
            self.local(local, Want::Value);
            let place = self.code.local(ValType::I64);
            self.code.set(place);
            held.push(place);
        }
        let name = self.name.clone();
        let place = lambda(self.builder, function, &name);
        let table = self.builder.in_table(place);
        let header = u64::from(table) | (function.parameters.len() as u64) << 32;
        self.object_of(Some(header), &held, BOXED | (Kind::Function as u64) << 32);
        self.release_all(held);
    }

    /// A call of any function: where the arity is right, straight away; otherwise `apply` sees to it.
    fn call(&mut self, function: &Expr, arguments: &[Expr]) {
        self.expr(function, Want::Value);
        let called = self.code.local(ValType::I64);
        self.code.set(called);
        let mut held = Vec::new();
        for argument in arguments {
            self.expr(argument, Want::Value);
            let place = self.code.local(ValType::I64);
            self.code.set(place);
            held.push(place);
        }
        let count = u32::try_from(arguments.len()).expect("fewer than 2^32");
        let address = self.code.local(ValType::I32);
        self.code.get(called);
        self.code.low();
        self.code.tee(address);
        self.code.load_half(4);
        self.code.i32(count);
        self.code.emit(Instruction::I32Eq);
        self.code.if_(BlockType::Result(ValType::I64));
        self.code.get(address);
        held.iter().for_each(|place| self.code.get(*place));
        self.code.get(address);
        self.code.load_half(0);
        let type_index = self.builder.closure_type(arguments.len());
        self.code.emit(Instruction::CallIndirect {
            type_index,
            table_index: 0,
        });
        self.code.else_();
        self.code.get(called);
        held.iter().for_each(|place| self.code.get(*place));
        let apply = self.builder.apply_function(arguments.len());
        self.code.call(apply);
        self.code.end();
        self.code.release(ValType::I32, address);
        self.release_all(held.into_iter().chain([called]));
    }

    /// Values that are not looked at any more.
    fn release_all(&mut self, held: impl IntoIterator<Item = u32>) {
        held.into_iter()
            .for_each(|place| self.code.release(ValType::I64, place));
    }
}

/// The integer that a number is, if 32 bits hold it.
pub(super) fn small(number: f64) -> Option<i32> {
    #[allow(clippy::cast_possible_truncation)]
    let integer = number as i32;
    (f64::from(integer).to_bits() == number.to_bits()).then_some(integer)
}
