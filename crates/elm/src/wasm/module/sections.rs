//! The sections of a module, in the order in which WebAssembly wants them.

use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, FunctionSection, GlobalSection, GlobalType, ImportSection, MemorySection,
    MemoryType, Module, NameMap, NameSection, RefType, TableSection, TableType, TypeSection,
    ValType,
};

use super::{APPLY, Builder, Layout, NONE, RUN_THUNK, Wasm};
use crate::core::tree::Name;
use crate::wasm::functions::Kind;
use crate::wasm::value::{DATA, HEAP, HEAP_START};

/// What functions of a module may have, as engines agree on it (the JavaScript embedding's limits).
const MOST_PARAMETERS: usize = 1_000;
const MOST_LOCALS: usize = 50_000;
const MOST_BYTES: usize = 7_654_321;

impl Builder<'_> {
    /// Writes all that has been put together.
    pub(super) fn finish(mut self) -> Wasm {
        let mut layout = self.layout();
        let types = self.function_types();
        let imports = self.import_types();
        let mut module = Module::new();
        module.section(&self.types());
        module.section(&imported(&imports));
        module.section(&functions(&types));
        module.section(&self.tables());
        module.section(&self.memories());
        module.section(&self.globals());
        module.section(&self.exported());
        module.section(&self.elements());
        let (code, largest, too_large) = self.code(&mut layout);
        module.section(&code);
        module.section(&self.memory_at_first());
        module.section(&self.names(&imports));
        Wasm {
            bytes: module.finish(),
            layout,
            largest,
            too_large,
        }
    }

    /// The number of each function's type.
    fn function_types(&mut self) -> Vec<u32> {
        let types: Vec<_> = self
            .functions
            .iter()
            .map(|function| (function.parameters.clone(), function.results.clone()))
            .collect();
        types
            .into_iter()
            .map(|(parameters, results)| self.type_of(parameters, results))
            .collect()
    }

    /// The host's functions in the order of their numbers, with those of their types.
    fn import_types(&mut self) -> Vec<(Name, u32)> {
        let mut imports: Vec<(Name, (u32, u16))> = self
            .imports
            .iter()
            .map(|(name, import)| (name.clone(), *import))
            .collect();
        imports.sort_by_key(|(_, (index, _))| *index);
        imports
            .into_iter()
            .map(|(name, (_, arity))| {
                let parameters = vec![ValType::I64; usize::from(arity)];
                (name, self.type_of(parameters, vec![ValType::I64]))
            })
            .collect()
    }

    fn tables(&self) -> TableSection {
        let size = self.table.len() as u64;
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: size,
            maximum: Some(size),
            shared: false,
        });
        tables
    }

    fn memories(&self) -> MemorySection {
        let mut memories = MemorySection::new();
        memories.memory(MemoryType {
            minimum: u64::from(self.data.end()).div_ceil(65536) + 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        memories
    }

    fn globals(&self) -> GlobalSection {
        let mutable = |val_type| GlobalType {
            val_type,
            mutable: true,
            shared: false,
        };
        let mut globals = GlobalSection::new();
        for _ in &self.constants {
            let none = ConstExpr::i64_const(NONE.cast_signed());
            globals.global(mutable(ValType::I64), &none);
        }
        globals.global(mutable(ValType::I32), &ConstExpr::i32_const(0));
        globals
    }

    fn elements(&self) -> ElementSection {
        let mut elements = ElementSection::new();
        let table = Elements::Functions(self.table.clone().into());
        elements.active(None, &ConstExpr::i32_const(0), table);
        elements
    }

    /// All functions, the size of the largest, and those that are larger than they may be.
    fn code(&mut self, layout: &mut Layout) -> (CodeSection, usize, Vec<Name>) {
        let (mut largest, mut too_large) = (0, Vec::new());
        let mut code = CodeSection::new();
        for place in 0..self.functions.len() {
            let written = self.functions[place].code.take();
            let written = written.expect("every function has been written");
            let locals = written.locals();
            let (written, within) = written.finish();
            code.function(&written);
            let name = self.functions[place].name.as_str();
            let own = name.split_once('/').map_or(name, |(own, _)| own);
            largest = largest.max(written.byte_len());
            if self.functions[place].parameters.len() > MOST_PARAMETERS
                || locals > MOST_LOCALS
                || written.byte_len() > MOST_BYTES
            {
                too_large.push(Name::from(own));
            }
            let elsewhere = within.into_iter().filter(|(_, name)| name != own);
            let index = self.index(place);
            let elsewhere = elsewhere.map(|(offset, name)| ((index, offset), name));
            layout.within.extend(elsewhere);
        }
        (code, largest, too_large)
    }

    /// Where the heap begins, and the program's constant data.
    fn memory_at_first(&self) -> DataSection {
        debug_assert_eq!((HEAP, HEAP_START, DATA), (8, 12, 16));
        let end = self.data.end();
        let heap = [end.to_le_bytes(), end.to_le_bytes()].concat();
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(8), heap);
        let bytes = self.data.bytes().iter().copied();
        data.active(0, &ConstExpr::i32_const(16), bytes);
        data
    }

    fn types(&self) -> TypeSection {
        let mut types: Vec<_> = self.types.iter().collect();
        types.sort_by_key(|(_, index)| **index);
        let mut section = TypeSection::new();
        for ((parameters, results), _) in types {
            section
                .ty()
                .function(parameters.iter().copied(), results.iter().copied());
        }
        section
    }

    fn exported(&self) -> ExportSection {
        let mut exports = ExportSection::new();
        exports.export("memory", ExportKind::Memory, 0);
        let init = self
            .functions
            .iter()
            .position(|function| function.name == "init");
        exports.export(
            "init",
            ExportKind::Func,
            self.index(init.expect("it was made")),
        );
        if self.imports.contains_key(RUN_THUNK)
            && let Some(place) = self.known.get(&Kind::Apply(1))
        {
            exports.export(APPLY, ExportKind::Func, self.index(*place as usize));
        }
        for (name, id) in &self.program.exports {
            let place = match self.known.get(&Kind::Getter(*id)) {
                Some(place) => *place as usize,
                None => id.0 as usize,
            };
            exports.export(name, ExportKind::Func, self.index(place));
        }
        exports
    }

    /// For traps' reports, and for reading the module.
    fn names(&self, imports: &[(Name, u32)]) -> NameSection {
        let mut map = NameMap::new();
        for ((name, _), index) in imports.iter().zip(0..) {
            map.append(index, name);
        }
        for (place, function) in self.functions.iter().enumerate() {
            map.append(self.index(place), &function.name);
        }
        let mut names = NameSection::new();
        names.functions(&map);
        names
    }
}

fn imported(imports: &[(Name, u32)]) -> ImportSection {
    let mut section = ImportSection::new();
    for (name, ty) in imports {
        section.import("elm", name, EntityType::Function(*ty));
    }
    section
}

fn functions(types: &[u32]) -> FunctionSection {
    let mut section = FunctionSection::new();
    for ty in types {
        section.function(*ty);
    }
    section
}
