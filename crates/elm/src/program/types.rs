//! Types and patterns of one module of a program.

use buildamp_diagnostics::Report;

use crate::patterns;
use crate::report;
use crate::resolve::resolved::{self, Annotation, Global, ModuleId};
use crate::types::print::Names;
use crate::types::{self, Checked, Lookup};

use super::{Module, Program};

/// Checks a module; those that it imports were checked before. In one whose names are wrong, types only serve
/// those that import it: what would be told of them may come of the names.
pub(super) fn check(program: &mut Program, index: usize) {
    let module = &program.modules[index];
    let Some(resolved) = &module.resolved else {
        return;
    };
    let checked = types::check(resolved, program);
    let file = module.file;
    let is_sound = program
        .reports
        .iter()
        .all(|report| report.primary.span.file != file);
    if is_sound {
        let reports = reports(program, module, resolved, &checked);
        program.reports.extend(reports);
    }
    program.modules[index].checked = Some(checked);
}

/// A value that no pattern fits, or a pattern that nothing is left for, is only told where types are right.
fn reports(
    program: &Program,
    module: &Module,
    resolved: &resolved::Module,
    checked: &Checked,
) -> Vec<Report> {
    if checked.errors.is_empty() {
        let errors = patterns::check(resolved);
        return errors
            .iter()
            .map(|error| report::patterns::report(error, module.file))
            .collect();
    }
    let names = Names::of(resolved, &module.parsed.module, program);
    let errors = checked.errors.iter();
    errors
        .map(|error| report::types::report(error, &names, module.file))
        .collect()
}

impl Lookup for Program {
    fn scheme(&self, global: &Global) -> Option<&Annotation> {
        let module = self.modules.get(global.module.0 as usize)?;
        let scheme = module.checked.as_ref()?.schemes.get(&global.name)?;
        Some(scheme)
    }

    fn module_name(&self, module: ModuleId) -> Option<&str> {
        let module = self.modules.get(module.0 as usize)?;
        Some(&module.name)
    }

    fn module_named(&self, name: &str) -> Option<ModuleId> {
        let global = self.interfaces.global(name, "")?;
        Some(global.module)
    }
}
