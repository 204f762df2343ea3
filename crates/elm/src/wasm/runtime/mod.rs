//! Functions of the module that operations share: what is too long to stand at every use, and too frequent to be the
//! host's. Each does the common case and leaves the others to the host's function of the same meaning.

mod compare;
mod equal;
mod find;
mod flat;
mod json;
mod text;

use wasm_encoder::ValType;

use super::code::Code;
use super::functions::{Body, Kind};
use super::module::{Builder, Function};

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Runtime {
    /// Two values → whether they are equal.
    Equal,
    /// Two values and how much deeper it may go → whether they are equal.
    EqualWithin,
    /// Two strings → whether they are equal.
    StringsEqual,
    /// Two comparable values → 0, 1, 2 for less, equal, greater: the tags of `Order`.
    Compare,
    /// Two strings → the same.
    CompareStrings,
    /// Two comparable values → whether the first is less, and so on.
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// Two strings → both in a row.
    AppendStrings,
    /// Two lists → both in a row.
    AppendLists,
    /// An offset and a string → the unit there.
    UnitAt,
    /// An offset and a string → the character there.
    CharAt,
    /// Two offsets and a string → the part between.
    Slice,
    /// An index in bounds and an array → the value there.
    ArrayAt,
    /// An index, a value and values → a copy with the value at the index.
    FlatSet,
    /// A value and values → a copy with the value at the end.
    FlatPush,
    /// A name and a value of JSON → the value of the object's field.
    JsonField,
    /// A number → a value of JSON.
    JsonNumber,
    /// A list of values of JSON → an array of JSON.
    JsonElements,
    /// A string, the address of strings in their order, and how many → the place of the one that equals it, or -1.
    FindString,
    /// The same of numbers.
    FindNumber,
}

impl Runtime {
    pub(super) fn parameters(self) -> Vec<ValType> {
        use ValType::{F64, I32, I64};
        match self {
            Runtime::EqualWithin => vec![I64, I64, I32],
            Runtime::UnitAt | Runtime::CharAt => vec![F64, I64],
            Runtime::FlatSet => vec![I32, I64, I64],
            Runtime::ArrayAt => vec![I32, I64],
            Runtime::Slice => vec![F64, F64, I64],
            Runtime::JsonNumber => vec![F64],
            Runtime::FindString => vec![I64, I32, I32],
            Runtime::FindNumber => vec![F64, I32, I32],
            Runtime::JsonElements => vec![I64],
            _ => vec![I64, I64],
        }
    }

    pub(super) fn result(self) -> ValType {
        match self {
            Runtime::UnitAt => ValType::F64,
            Runtime::AppendStrings
            | Runtime::AppendLists
            | Runtime::CharAt
            | Runtime::Slice
            | Runtime::ArrayAt
            | Runtime::FlatSet
            | Runtime::FlatPush
            | Runtime::JsonField
            | Runtime::JsonNumber
            | Runtime::JsonElements => ValType::I64,
            _ => ValType::I32,
        }
    }

    /// The host's functions that it needs, with their number of arguments.
    pub(super) fn imports(self) -> &'static [(&'static str, u16)] {
        match self {
            Runtime::Equal | Runtime::EqualWithin | Runtime::StringsEqual => &[("Basics.eq", 2)],
            Runtime::Compare
            | Runtime::CompareStrings
            | Runtime::FindString
            | Runtime::Less
            | Runtime::LessOrEqual
            | Runtime::Greater
            | Runtime::GreaterOrEqual => &[("Basics.compare", 2)],
            Runtime::AppendStrings => &[("Basics.append", 2)],
            Runtime::UnitAt => &[("String.unitAt", 2)],
            Runtime::CharAt => &[("String.charAt", 2)],
            Runtime::Slice => &[("String.slice", 3)],
            Runtime::JsonField => &[("Json.Decode.fieldValue", 2), ("Basics.eq", 2)],
            Runtime::AppendLists
            | Runtime::ArrayAt
            | Runtime::FlatSet
            | Runtime::FlatPush
            | Runtime::JsonNumber
            | Runtime::JsonElements
            | Runtime::FindNumber => &[],
        }
    }

    fn write(self, builder: &mut Builder<'_>) -> Code {
        let mut code = Code::new(self.parameters().len());
        match self {
            Runtime::Equal => equal::equal(builder, &mut code),
            Runtime::EqualWithin => equal::within(builder, &mut code),
            Runtime::StringsEqual => equal::strings(builder, &mut code),
            Runtime::Compare => compare::compare(builder, &mut code),
            Runtime::CompareStrings => compare::strings(builder, &mut code),
            Runtime::Less | Runtime::LessOrEqual | Runtime::Greater | Runtime::GreaterOrEqual => {
                compare::is(builder, &mut code, self);
            }
            Runtime::AppendStrings => text::append(builder, &mut code),
            Runtime::AppendLists => flat::append_lists(&mut code),
            Runtime::UnitAt => text::unit_at(builder, &mut code),
            Runtime::CharAt => text::char_at(builder, &mut code),
            Runtime::Slice => text::slice(builder, &mut code),
            Runtime::ArrayAt => flat::array_at(&mut code),
            Runtime::FlatSet => flat::set(&mut code),
            Runtime::FlatPush => flat::push(&mut code),
            Runtime::JsonField => json::field(builder, &mut code),
            Runtime::JsonNumber => json::number(&mut code),
            Runtime::JsonElements => json::elements(&mut code),
            Runtime::FindString => find::string(builder, &mut code),
            Runtime::FindNumber => find::number(&mut code),
        }
        code
    }
}

impl Body<'_, '_> {
    /// A call of one of these functions with what is on the stack.
    pub(super) fn run(&mut self, runtime: Runtime) {
        let function = self.builder.runtime(runtime);
        self.code.call(function);
    }
}

impl Builder<'_> {
    /// The number of one of these functions, which will be written if it has not been.
    pub(super) fn runtime(&mut self, runtime: Runtime) -> u32 {
        let kind = Kind::Runtime(runtime);
        if let Some(place) = self.known.get(&kind) {
            return self.index(*place as usize);
        }
        self.functions.push(Function {
            name: format!("{runtime:?}"),
            parameters: runtime.parameters(),
            results: vec![runtime.result()],
            code: None,
        });
        let place = self.functions.len() - 1;
        let narrow = u32::try_from(place).expect("fewer than 2^32");
        self.known.insert(kind, narrow);
        let code = runtime.write(self);
        self.functions[place].code = Some(code);
        self.index(place)
    }
}
