//! The module as a whole: which functions, constants and tables it has, and what the host has to know of it.
//!
//! How all this is written as bytes is in `sections.rs`.

mod sections;

use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::{BlockType, Instruction, ValType};

use super::code::Code;
use super::data::Data;
use super::functions::{self, Kind};
use super::primitives;
use crate::core::tree::{
    Constructor, ConstructorId, Entry, Expr, FieldId, GlobalId, Local, Name, Program, Shape, Type,
};
use crate::core::walk;

/// A compiled program.
#[derive(Debug)]
pub struct Wasm {
    /// The module. It exports `memory`, `init` (evaluates the constants; to be called once) and each entry.
    pub bytes: Vec<u8>,
    /// What the host has to know to read and build values.
    pub layout: Layout,
    /// How many bytes the largest function has.
    pub largest: usize,
    /// The functions that are larger than a module may have them. Where there are any, no host takes it.
    pub too_large: Vec<Name>,
}

impl Wasm {
    /// Why no host takes it, if none does.
    pub fn refusal(&self) -> Option<String> {
        let function = self.too_large.first()?;
        Some(format!(
            "`{function}` is too large: it has more values in use at once than a function of WebAssembly holds (50,000, and 1,000 that a function in it takes from around it); split it into several definitions at the top of the module"
        ))
    }
}

/// What the host has to know to read and build values.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// By constructor number.
    pub constructors: Vec<Constructor>,
    /// The value of each constructor without arguments that the host may make.
    pub nullary: BTreeMap<Name, u64>,
    /// The constructors with arguments that the host may make.
    pub known: BTreeMap<Name, ConstructorId>,
    /// By shape number: the fields' names, in the order in which they lie.
    pub shapes: Vec<Vec<Name>>,
    /// Functions of the host that the module imports, with their number of arguments.
    pub imports: Vec<(Name, u16)>,
    /// The entries, with their number of parameters.
    pub exports: Vec<(Name, usize)>,
    /// The types of what the host gives and gets.
    pub types: Vec<Type>,
    /// The entries of which the host knows the types.
    pub entries: Vec<Entry>,
    /// What the host answers.
    pub answered: Vec<Entry>,
    /// Of the constructors without arguments in these types: their values.
    pub constants: BTreeMap<ConstructorId, u64>,
    /// Calls that may end all and are in another function than their source: by the number of that function in the module
    /// and the offset in it, the one of the source.
    pub within: BTreeMap<(u32, u32), Name>,
}

/// The export by which the host calls a function that it was given, with one argument.
pub const APPLY: &str = "apply 1";

/// The primitive that is given a function.
pub const RUN_THUNK: &str = "Elm.Kernel.Test.runThunk";

/// What is in the place of a constant that has not been evaluated. No value has these bits.
const NONE: u64 = u64::MAX;

/// Everything that is being put together.
pub(super) struct Builder<'p> {
    pub(super) program: &'p Program,
    pub(super) data: Data,
    imports: BTreeMap<Name, (u32, u16)>,
    types: BTreeMap<(Vec<ValType>, Vec<ValType>), u32>,
    /// Behind the imports, in the order of their numbers.
    pub(super) functions: Vec<Function>,
    pub(super) table: Vec<u32>,
    pub(super) known: BTreeMap<Kind, u32>,
    /// By global: the WebAssembly global that holds a constant.
    constants: BTreeMap<GlobalId, u32>,
    /// Those of them that are evaluated when they are first asked for.
    late: BTreeSet<GlobalId>,
    pub(super) apply: super::apply::Needed,
    /// Where the values of `Order` are, by tag.
    orders: Option<u32>,
    /// By field: where the table of its places is.
    field_tables: BTreeMap<FieldId, u32>,
}

/// A function of the module.
pub(super) struct Function {
    pub(super) name: String,
    pub(super) parameters: Vec<ValType>,
    pub(super) results: Vec<ValType>,
    /// `None` until it has been written.
    pub(super) code: Option<Code>,
}

/// Writes a program as a module.
pub fn emit(program: &Program) -> Wasm {
    let mut builder = Builder::new(program);
    for (place, global) in program.globals.iter().enumerate() {
        let code = functions::global(&mut builder, global);
        builder.functions[place].code = Some(code);
    }
    builder.init();
    builder.exports();
    if builder.imports.contains_key(RUN_THUNK) {
        builder.apply_function(1);
    }
    // Writing these may name new ones.
    while functions::write_next(&mut builder) {}
    builder.finish()
}

impl<'p> Builder<'p> {
    fn new(program: &'p Program) -> Builder<'p> {
        let mut builder = Builder {
            program,
            data: Data::default(),
            imports: imports(program),
            types: BTreeMap::new(),
            functions: Vec::new(),
            table: Vec::new(),
            known: BTreeMap::new(),
            constants: BTreeMap::new(),
            late: crate::core::cycles::constants(program),
            apply: super::apply::Needed::of(program),
            orders: None,
            field_tables: BTreeMap::new(),
        };
        for (place, global) in program.globals.iter().enumerate() {
            let id = GlobalId(u32::try_from(place).expect("as many as ids"));
            if global.parameters.is_empty() {
                let next = u32::try_from(builder.constants.len()).expect("as above");
                builder.constants.insert(id, next);
            }
            builder.functions.push(Function {
                name: global.name.to_string(),
                parameters: vec![ValType::I64; global.parameters.len()],
                results: vec![ValType::I64],
                code: None,
            });
        }
        builder
    }

    /// The number of a function by its place in `functions`.
    pub(super) fn index(&self, place: usize) -> u32 {
        let place = u32::try_from(place).expect("fewer than 2^32 functions");
        u32::try_from(self.imports.len()).expect("as above") + place
    }

    pub(super) fn of_global(&self, id: GlobalId) -> u32 {
        self.index(id.0 as usize)
    }

    pub(super) fn of_import(&self, name: &Name) -> u32 {
        self.imports[name].0
    }

    pub(super) fn constant(&self, id: GlobalId) -> Option<u32> {
        self.constants.get(&id).copied()
    }

    /// The global in which [`Runtime::JsonField`](super::runtime::Runtime) remembers where it found a field; behind the constants.
    pub(super) fn cursor(&self) -> u32 {
        u32::try_from(self.constants.len()).expect("as many as ids")
    }

    pub(super) fn type_of(&mut self, parameters: Vec<ValType>, results: Vec<ValType>) -> u32 {
        let next = u32::try_from(self.types.len()).expect("fewer than 2^32 types");
        *self.types.entry((parameters, results)).or_insert(next)
    }

    /// The type of a function as a value: what it captured, then its arguments.
    pub(super) fn closure_type(&mut self, arity: usize) -> u32 {
        let mut parameters = vec![ValType::I32];
        parameters.resize(arity + 1, ValType::I64);
        self.type_of(parameters, vec![ValType::I64])
    }

    /// The address of a field's places by shape.
    pub(super) fn field_table(&mut self, field: FieldId) -> u32 {
        let (data, shapes) = (&mut self.data, &self.program.shapes);
        *self.field_tables.entry(field).or_insert_with(|| {
            let place = |shape: &Shape| {
                let place = shape.0.iter().position(|known| *known == field);
                let place = u16::try_from(place.unwrap_or(0)).expect("checked while resolving");
                place.to_le_bytes()
            };
            let bytes: Vec<u8> = shapes.iter().flat_map(place).collect();
            data.table(&bytes)
        })
    }

    /// The address of the values of `Order`, in the order of their tags.
    pub(super) fn orders(&mut self) -> u32 {
        if let Some(address) = self.orders {
            return address;
        }
        let program = self.program;
        let value = |name: &str| {
            let known = program.known.iter().find(|(known, _)| known == name);
            let (_, id) = known.expect("`Order` is known");
            self.data
                .constructor(*id, program.constructors[id.0 as usize].tag)
                .to_le_bytes()
        };
        let bytes: Vec<u8> = ["LT", "EQ", "GT"].into_iter().flat_map(value).collect();
        let address = self.data.table(&bytes);
        self.orders = Some(address);
        address
    }

    pub(super) fn constructor(&self, id: ConstructorId) -> &'p Constructor {
        &self.program.constructors[id.0 as usize]
    }

    /// Writes a constant's value; nothing for what is a function.
    pub(super) fn write_constant(&self, code: &mut Code, id: GlobalId) -> bool {
        let Some(global) = self.constant(id) else {
            return false;
        };
        if self.late.contains(&id) {
            self.evaluate(code, id, global);
        }
        code.global_get(global);
        true
    }

    /// Evaluates a constant, unless it has been.
    fn evaluate(&self, code: &mut Code, id: GlobalId, global: u32) {
        code.global_get(global);
        code.i64(NONE);
        code.emit(Instruction::I64Eq);
        code.if_(BlockType::Empty);
        code.call(self.of_global(id));
        code.global_set(global);
        code.end();
    }

    /// `init`: the constants in their order.
    fn init(&mut self) {
        let mut code = Code::new(0);
        let constants: Vec<(GlobalId, u32)> =
            self.constants.iter().map(|(a, b)| (*a, *b)).collect();
        for (id, global) in constants {
            if self.late.contains(&id) {
                self.evaluate(&mut code, id, global);
            } else {
                code.call(self.of_global(id));
                code.global_set(global);
            }
        }
        code.load_heap_address();
        code.set_heap_start();
        self.functions.push(Function {
            name: "init".to_owned(),
            parameters: Vec::new(),
            results: Vec::new(),
            code: Some(code),
        });
    }

    /// Entries that are constants are given by functions.
    fn exports(&mut self) {
        for (name, id) in &self.program.exports {
            if let Some(global) = self.constant(*id) {
                let mut code = Code::new(0);
                code.global_get(global);
                self.functions.push(Function {
                    name: format!("{name}/value"),
                    parameters: Vec::new(),
                    results: vec![ValType::I64],
                    code: Some(code),
                });
                let index = self.functions.len() - 1;
                self.known
                    .insert(Kind::Getter(*id), u32::try_from(index).expect("as above"));
            }
        }
    }

    /// The values of the constructors without arguments in these types.
    fn constants_of(&mut self, types: &[Type]) -> BTreeMap<ConstructorId, u64> {
        let unions = types.iter().filter_map(|ty| match ty {
            Type::Union(union) => Some(union),
            _ => None,
        });
        let variants = unions.flat_map(|union| &union.variants);
        let mut constants = BTreeMap::new();
        for variant in variants.filter(|variant| variant.arguments.is_empty()) {
            let tag = self.constructor(variant.constructor).tag;
            let value = self.data.constructor(variant.constructor, tag);
            constants.insert(variant.constructor, value);
        }
        constants
    }

    fn layout(&mut self) -> Layout {
        let program = self.program;
        let mut layout = Layout {
            constructors: program.constructors.clone(),
            ..Layout::default()
        };
        for (name, id) in &program.known {
            let constructor = &program.constructors[id.0 as usize];
            if constructor.arity == 0 {
                let value = self.data.constructor(*id, constructor.tag);
                layout.nullary.insert(name.clone(), value);
            } else {
                layout.known.insert(name.clone(), *id);
            }
        }
        layout.types.clone_from(&program.types);
        layout.entries.clone_from(&program.entries);
        layout.answered.clone_from(&program.answered);
        layout.constants = self.constants_of(&program.types);
        let field = |id: &FieldId| program.fields[id.0 as usize].clone();
        layout.shapes = program
            .shapes
            .iter()
            .map(|shape| shape.0.iter().map(field).collect())
            .collect();
        let mut imports: Vec<_> = self.imports.iter().collect();
        imports.sort_by_key(|(_, (index, _))| *index);
        layout.imports = imports
            .into_iter()
            .map(|(name, (_, arity))| (name.clone(), *arity))
            .collect();
        let arity = |id: &GlobalId| program.globals[id.0 as usize].parameters.len();
        layout.exports = program
            .exports
            .iter()
            .map(|(name, id)| (name.clone(), arity(id)))
            .collect();
        layout
    }
}

/// The host's functions that the program needs, numbered in the order of their names.
fn imports(program: &Program) -> BTreeMap<Name, (u32, u16)> {
    let mut imports: BTreeMap<Name, (u32, u16)> = BTreeMap::new();
    let mut need = |name: Name, arity: u16| {
        imports.insert(name, (0, arity));
    };
    for global in &program.globals {
        walk::expressions(&global.body, &mut |expr| {
            if let Expr::Primitive(primitive) | Expr::CallPrimitive(primitive, _) = expr {
                for (name, arity) in primitives::imports(primitive) {
                    need(name, arity);
                }
            }
        });
    }
    // What patterns are tested by.
    need("Basics.eq".into(), 2);
    need("Basics.compare".into(), 2);
    for (index, import) in (0..).zip(imports.values_mut()) {
        import.0 = index;
    }
    imports
}

/// How a parameter is named by wrappers.
pub(super) fn parameters(count: usize) -> Vec<Local> {
    (0..u32::try_from(count).expect("fewer than 2^32"))
        .map(Local)
        .collect()
}
