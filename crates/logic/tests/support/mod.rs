//! Programs of one module, compiled over the standard library.

use buildamp_diagnostics::{Sources, Style, to_terminal};
use buildamp_elm::program::{Owner, Provided, Provider, check};
use buildamp_elm::{compile, std as library};
use buildamp_logic::{Limits, Program};

struct One<'t>(&'t str);

impl Provider for One<'_> {
    fn modules(&self, name: &str, _: &Owner) -> Vec<Provided> {
        let provided = Provided {
            path: "Main.elm".to_owned(),
            package: None,
        };
        if name == "Main" {
            vec![provided]
        } else {
            Vec::new()
        }
    }

    fn text(&self, _: &Provided) -> Result<String, String> {
        Ok(self.0.to_owned())
    }

    fn names(&self) -> Vec<String> {
        vec!["Main".to_owned()]
    }

    fn allows(&self, _: &str) -> bool {
        true
    }
}

/// A module with these entries, ready to be run; or what is wrong with it.
#[allow(dead_code)]
pub(crate) fn program(text: &str, entries: &[&str], limits: Limits) -> Result<Program, String> {
    program_of(&One(text), entries, limits)
}

/// The same, with modules from elsewhere besides.
#[allow(dead_code)]
pub(crate) fn program_of(
    provider: &dyn Provider,
    entries: &[&str],
    limits: Limits,
) -> Result<Program, String> {
    let mut sources = Sources::new();
    let program = check(&["Main"], provider, library::modules(), &mut sources);
    if !program.reports.is_empty() {
        let reports = program.reports.iter();
        return Err(reports
            .map(|report| to_terminal(&sources, report, Style::Plain))
            .collect());
    }
    let wasm = compile::compile(&program, "Main", entries);
    Program::new(&wasm, limits).map_err(|fault| fault.to_string())
}
