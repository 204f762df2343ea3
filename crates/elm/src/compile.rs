//! A checked program → its module.

use crate::core::tree::{Name, Operands};
use crate::core::{self, Entry, Input, Wanted};
use crate::deep::roomy;
use crate::program::{Module, Program};
use crate::resolve::resolved::{ExprId, Global, ModuleId, Type};
use crate::types::{Checked, Shape, Super};
use crate::wasm::{Wasm, emit};

/// Compiles what the entries of a module reach. The program has no reports.
pub fn compile(program: &Program, module: &str, entries: &[&str]) -> Wasm {
    roomy(program.length(), || emit(&lower(program, module, entries)))
}

/// The core tree of what the entries of a module reach.
pub fn lower(program: &Program, module: &str, entries: &[&str]) -> core::tree::Program {
    let home = program
        .module(module)
        .map_or(ModuleId(0), |module| module.id);
    let entry = |name: &&str| Entry {
        global: Global {
            module: home,
            name: Name::from(*name),
        },
        signature: None,
    };
    let entries = entries.iter().map(entry).collect();
    let answered = Vec::new();
    lower_wanted(program, &Wanted { entries, answered })
}

/// Compiles what a host wants of a program without reports.
pub(crate) fn compile_wanted(program: &Program, wanted: &Wanted) -> Wasm {
    roomy(program.length(), || emit(&lower_wanted(program, wanted)))
}

/// The core tree of what a host wants of a program without reports.
fn lower_wanted(program: &Program, wanted: &Wanted) -> core::tree::Program {
    let views: Vec<View<'_>> = program
        .modules
        .iter()
        .filter_map(View::of(program))
        .collect();
    let inputs: Vec<Input<'_>> = views
        .iter()
        .map(|view| Input {
            module: view
                .module
                .resolved
                .as_ref()
                .expect("a program without reports is resolved"),
            types: view,
        })
        .collect();
    core::build(&inputs, wanted)
}

/// A module's types as the lowering asks for them.
struct View<'p> {
    program: &'p Program,
    module: &'p Module,
    checked: &'p Checked,
}

impl<'p> View<'p> {
    fn of(program: &'p Program) -> impl Fn(&'p Module) -> Option<View<'p>> {
        move |module| {
            Some(View {
                program,
                module,
                checked: module.checked.as_ref()?,
            })
        }
    }

    fn name<'g>(&'g self, global: &'g Global) -> (&'g str, &'g str) {
        let module = &self.program.modules[global.module.0 as usize];
        (module.name.as_str(), global.name.as_str())
    }
}

impl core::Types for View<'_> {
    fn fields(&self, expr: ExprId) -> Option<Vec<Name>> {
        let types = &self.checked.types;
        match types.shape(types.of(expr)?) {
            Shape::Record(fields, None) => Some(fields.into_iter().map(|(name, _)| name).collect()),
            _ => None,
        }
    }

    fn place(&self, expr: ExprId, field: &Name) -> Option<u16> {
        let types = &self.checked.types;
        let place = types.place(types.of(expr)?, field)?;
        Some(u16::try_from(place).expect("checked while resolving"))
    }

    fn operands(&self, expr: ExprId) -> Operands {
        let types = &self.checked.types;
        let Some(ty) = types.of(expr) else {
            return Operands::Any;
        };
        match types.shape(ty) {
            Shape::Variable(_, Some(Super::Number)) => Operands::Numbers,
            Shape::Unit => Operands::Bits,
            Shape::Named(global, _) => self.named(global),
            _ => Operands::Any,
        }
    }

    fn operands_of(&self, ty: &Type) -> Operands {
        match ty {
            Type::Unit => Operands::Bits,
            Type::Named(global, _) => self.named(global),
            Type::Alias(_, _, target) => self.operands_of(target),
            _ => Operands::Any,
        }
    }

    fn arity(&self, name: &Name) -> u16 {
        let mut count = 0;
        let Some(scheme) = self.checked.schemes.get(name) else {
            return 0;
        };
        let mut ty = &scheme.ty;
        loop {
            ty = match ty {
                Type::Function(_, result) => {
                    count += 1;
                    result
                }
                Type::Alias(_, _, target) => target,
                _ => return count,
            };
        }
    }
}

impl View<'_> {
    fn named(&self, global: &Global) -> Operands {
        match self.name(global) {
            ("Basics", "Int" | "Float") => Operands::Numbers,
            ("Basics", "Bool" | "Order") | ("Char", "Char") => Operands::Bits,
            ("String", "String") => Operands::Strings,
            ("List", "List") => Operands::Lists,
            _ => self.plain(global),
        }
    }

    /// Values of a custom type none of whose variants carries anything are equal if their bits are.
    fn plain(&self, global: &Global) -> Operands {
        let module = &self.program.modules[global.module.0 as usize];
        let union = module
            .resolved
            .as_ref()
            .and_then(|module| module.unions.get(&global.name));
        match union {
            Some(union)
                if !union.variants.is_empty()
                    && union
                        .variants
                        .iter()
                        .all(|variant| variant.arguments.is_empty()) =>
            {
                Operands::Bits
            }
            _ => Operands::Any,
        }
    }
}
