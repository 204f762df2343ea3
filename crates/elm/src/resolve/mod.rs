//! Names → what they name.
//!
//! Takes one module and the interfaces of what it imports. Names lead to what they name, operators are
//! grouped, definitions are put in the order of their dependencies; what can't be resolved is noted and
//! becomes `Broken`, which later phases let pass. It refuses to know the types of values.

mod declarations;
mod environment;
mod error;
mod exports;
mod expr;
pub(crate) mod graph;
mod imports;
mod interface;
mod lets;
mod operators;
mod pattern;
mod ports;
mod print;
pub mod resolved;
mod scope;
mod suggest;
mod types;
mod values;

use std::collections::BTreeMap;
use std::rc::Rc;

pub use error::{
    Ambiguous, Arity, ArityOf, BadExport, BadImport, BadPayload, BadPort, Cycle, CycleOf, Error,
    Kind, NotFound, PortProblem, Twice, TypeForm, TypeVariables,
};
pub use imports::{Defaults, default_modules};
pub use interface::{ConstructorExport, Imports, Interface, Interfaces, TypeExport};
pub use print::print;
pub use suggest::close as close_names;

use crate::region::Located;
use crate::syntax::source;

use environment::Lookup;
use resolved::{Global, Module, ModuleId, Name, Operator};
use scope::Resolver;

/// Resolves a module whose number is `id`. Imports that `available` doesn't have count as unread: nothing that
/// may come of them is reported here.
pub fn resolve(
    module: &source::Module,
    id: ModuleId,
    defaults: Defaults,
    available: &Imports<'_>,
) -> (Module, Vec<Error>) {
    let name = module_name(module);
    let mut errors = Vec::new();
    let environment = imports::environment(
        id,
        name.clone(),
        defaults,
        &module.imports,
        *available,
        &mut errors,
    );
    let mut resolver = Resolver::new(environment, *available, errors);
    let operators = resolver.declare_operators(&module.infixes);
    let types = resolver.declare_types(module);
    resolver.declare_values(module);
    let groups = resolver.values(module);
    let ports = resolver.ports(&module.ports);
    let exports = resolver.exports(module, &types, &operators);
    let resolved = Module {
        id,
        name,
        groups,
        unions: types.unions,
        aliases: types.aliases,
        ports,
        operators,
        exports,
        expressions: resolver.expression_count(),
    };
    let mut errors = resolver.errors;
    errors.sort_by_key(Error::region);
    (resolved, errors)
}

/// The name in the header; without one it is `Main`.
pub fn module_name(module: &source::Module) -> Name {
    match &module.header {
        Some(header) => header.name.value.clone(),
        None => "Main".into(),
    }
}

impl Resolver<'_> {
    fn declare_operators(&mut self, infixes: &[source::Infix]) -> BTreeMap<Name, Rc<Operator>> {
        let home = self.environment.module.clone();
        let names = infixes.iter().map(|infix| Located {
            region: infix.region,
            value: infix.operator.clone(),
        });
        self.distinct(names, || Twice::Operator);
        let mut operators = BTreeMap::new();
        for infix in infixes {
            let operator = Rc::new(Operator {
                symbol: infix.operator.clone(),
                function: Global {
                    module: self.environment.id,
                    name: infix.function.clone(),
                },
                associativity: infix.associativity,
                precedence: infix.precedence,
            });
            // One that is imported is what the symbol means here: `elm/parser` defines its own by it.
            let found = self.environment.operator(&infix.operator);
            if !matches!(found, Lookup::Found(_) | Lookup::Ambiguous(_)) {
                let known = &mut self.environment.operators;
                known.replace(&infix.operator, &home, operator.clone());
            }
            operators.entry(infix.operator.clone()).or_insert(operator);
        }
        operators
    }
}
