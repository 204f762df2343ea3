//! Of JSON: what sort a value is, what it holds, and the simple ones made, by how the host lays them out (`value::json`).
//! Reading and writing texts is the host's.

use wasm_encoder::{BlockType, Instruction, ValType};

use super::numbers::index;
use crate::core::tree::Expr;
use crate::wasm::expr::Want;
use crate::wasm::functions::Body;
use crate::wasm::value::{BOXED, Kind, json};

/// A step with JSON that is a few instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Json {
    /// Whether a value is of a sort.
    Is(Sort),
    AsBool,
    AsNumber,
    AsString,
    /// How many parts it has.
    Count,
    /// An array's element, in bounds.
    Item,
    /// An object's name, in bounds.
    FieldName,
    /// An object's value, in bounds.
    FieldItem,
    OfString,
    OfBool,
    Null,
}

/// What a value of JSON is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
    Absent,
    NotJson,
}

pub(super) fn find(name: &str) -> Option<Json> {
    Some(match name {
        "Json.Decode.isNull" => Json::Is(Sort::Null),
        "Json.Decode.isBool" => Json::Is(Sort::Bool),
        "Json.Decode.isNumber" => Json::Is(Sort::Number),
        "Json.Decode.isString" => Json::Is(Sort::String),
        "Json.Decode.isArray" => Json::Is(Sort::Array),
        "Json.Decode.isObject" => Json::Is(Sort::Object),
        "Json.Decode.isAbsent" => Json::Is(Sort::Absent),
        "Json.Decode.isNotJson" => Json::Is(Sort::NotJson),
        "Json.Decode.asBool" => Json::AsBool,
        "Json.Decode.asNumber" | "Json.Decode.asInt" => Json::AsNumber,
        "Json.Decode.asString" => Json::AsString,
        "Json.Decode.count" => Json::Count,
        "Json.Decode.item" => Json::Item,
        "Json.Decode.fieldName" => Json::FieldName,
        "Json.Decode.fieldItem" => Json::FieldItem,
        "Json.Encode.string" => Json::OfString,
        "Json.Encode.bool" => Json::OfBool,
        "Json.Encode.null" => Json::Null,
        _ => return None,
    })
}

/// Whether its result comes as an `f64`, or as what becomes one at once.
pub(super) fn gives_number(step: Json) -> bool {
    matches!(step, Json::AsNumber | Json::Count)
}

/// Writes the step with its arguments, and tells in what form its result is on the stack.
pub(super) fn call(body: &mut Body<'_, '_>, step: Json, arguments: &[Expr]) -> Want {
    match step {
        Json::Null => body.code.i64(Kind::Host.value(json::NULL)),
        Json::OfBool => {
            body.expr(&arguments[0], Want::Truth);
            body.code.i32(3);
            body.code.emit(Instruction::I32Shl);
            body.code.i32(json::FALSE);
            body.code.emit(Instruction::I32Add);
            body.code.boxed(host());
        }
        Json::OfString => {
            low(body, &arguments[0]);
            body.code.i32(json::STRING);
            body.code.emit(Instruction::I32Or);
            body.code.boxed(host());
        }
        Json::Is(sort) => {
            low(body, &arguments[0]);
            is(body, sort);
            return Want::Truth;
        }
        Json::AsBool => {
            low(body, &arguments[0]);
            body.code.i32(json::TRUE);
            body.code.emit(Instruction::I32Eq);
            return Want::Truth;
        }
        Json::AsNumber => {
            low(body, &arguments[0]);
            as_number(body);
            return Want::Number;
        }
        Json::AsString => {
            low(body, &arguments[0]);
            as_string(body);
        }
        Json::Count => {
            low(body, &arguments[0]);
            body.code.load_half(4);
            return Want::Unsigned;
        }
        Json::Item => part(body, arguments, 3, 8),
        Json::FieldName => part(body, arguments, 4, 8),
        Json::FieldItem => part(body, arguments, 4, 16),
    }
    Want::Value
}

fn host() -> u64 {
    BOXED | (Kind::Host as u64) << 32
}

fn low(body: &mut Body<'_, '_>, value: &Expr) {
    body.expr(value, Want::Value);
    body.code.low();
}

/// From the stack: the low half of a value.
fn is(body: &mut Body<'_, '_>, sort: Sort) {
    let code = &mut body.code;
    match sort {
        Sort::Null | Sort::Absent => {
            code.i32(if sort == Sort::Null {
                json::NULL
            } else {
                json::ABSENT
            });
            code.emit(Instruction::I32Eq);
        }
        Sort::Bool => {
            // The two differ in one bit.
            code.i32(json::FALSE ^ json::TRUE);
            code.emit(Instruction::I32Or);
            code.i32(json::TRUE | json::FALSE);
            code.emit(Instruction::I32Eq);
        }
        Sort::String => {
            code.i32(json::MARK);
            code.emit(Instruction::I32And);
            code.i32(json::STRING);
            code.emit(Instruction::I32Eq);
        }
        Sort::Array => is_block(body, json::ARRAY, None),
        Sort::Object => is_block(body, json::OBJECT, None),
        Sort::NotJson => is_block(body, json::NOT_JSON, None),
        Sort::Number => is_block(body, json::NUMBER, Some(json::INTEGER)),
    }
}

/// Whether it is a block of a kind; or has another mark, if there is one that counts as well.
fn is_block(body: &mut Body<'_, '_>, kind: u32, other: Option<u32>) {
    let code = &mut body.code;
    let low = code.local(ValType::I32);
    code.tee(low);
    code.i32(json::MARK);
    code.emit(Instruction::I32And);
    let mark = code.local(ValType::I32);
    code.tee(mark);
    code.emit(Instruction::I32Eqz);
    code.if_(BlockType::Result(ValType::I32));
    code.get(low);
    code.load_half(0);
    code.i32(kind);
    code.emit(Instruction::I32Eq);
    code.else_();
    match other {
        None => code.i32(0),
        Some(other) => {
            code.get(mark);
            code.i32(other);
            code.emit(Instruction::I32Eq);
        }
    }
    code.end();
}

/// From the stack: the low half of a number's value.
fn as_number(body: &mut Body<'_, '_>) {
    let code = &mut body.code;
    let low = code.local(ValType::I32);
    code.tee(low);
    code.i32(json::MARK);
    code.emit(Instruction::I32And);
    code.if_(BlockType::Result(ValType::F64));
    code.get(low);
    code.i32(3);
    code.emit(Instruction::I32ShrS);
    code.emit(Instruction::F64ConvertI32S);
    code.else_();
    code.get(low);
    code.load(8);
    code.emit(Instruction::F64ReinterpretI64);
    code.end();
}

/// From the stack: the low half of a string's value, or of what is not JSON.
fn as_string(body: &mut Body<'_, '_>) {
    let code = &mut body.code;
    let low = code.local(ValType::I32);
    code.tee(low);
    code.i32(json::MARK);
    code.emit(Instruction::I32And);
    code.if_(BlockType::Result(ValType::I64));
    code.get(low);
    code.i32(!json::MARK);
    code.emit(Instruction::I32And);
    code.boxed(BOXED | (Kind::String as u64) << 32);
    code.else_();
    code.get(low);
    code.load(8);
    code.end();
}

/// A word of a block, by a place in bounds: how far apart they are, as a power of two, and where the first one is.
fn part(body: &mut Body<'_, '_>, arguments: &[Expr], apart: u32, first: u32) {
    low(body, &arguments[1]);
    index(body, &arguments[0]);
    body.code.i32(apart);
    body.code.emit(Instruction::I32Shl);
    body.code.emit(Instruction::I32Add);
    body.code.load(first);
}
