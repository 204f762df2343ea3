//! What is done with one input, in the fuzz targets and in the test that replays their corpus.

use buildamp_diagnostics::{Sources, Style, to_terminal};
use buildamp_elm::program::{Owner, Provided, Provider, check};
use buildamp_elm::report::syntax::report;
use buildamp_elm::syntax::{Mode, parse, print};
use buildamp_elm::{compile, std as library};

struct One<'t>(&'t str);

impl Provider for One<'_> {
    fn modules(&self, name: &str, _: &Owner) -> Vec<Provided> {
        let provided = (name == "Main").then(|| Provided {
            path: "Main.elm".to_owned(),
            package: None,
        });
        provided.into_iter().collect()
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

/// The parser comes back, and what it found wrong lies in the text.
pub fn parse_module(text: &str) {
    for mode in [Mode::Application, Mode::Bundled] {
        let parsed = parse(text, mode);
        let mut sources = Sources::new();
        let file = sources.add("Main.elm", text);
        for error in &parsed.errors {
            assert!(error.region.start <= error.region.end, "backward");
            assert!(error.region.end as usize <= text.len() + 1, "outside");
            to_terminal(&sources, &report(error, text, file), Style::Plain);
        }
        print::module(&parsed.module);
    }
}

/// The compiler comes back with reports that can be shown, or with a module; and whether it is a module.
pub fn compile_module(text: &str) -> bool {
    let mut sources = Sources::new();
    let program = check(&["Main"], &One(text), library::modules(), &mut sources);
    for report in &program.reports {
        to_terminal(&sources, report, Style::Plain);
    }
    if !program.reports.is_empty() || !program.missing.is_empty() {
        return false;
    }
    let main = program
        .module("Main")
        .and_then(|main| main.checked.as_ref());
    let entries: Vec<&str> = main
        .iter()
        .flat_map(|checked| checked.schemes.keys())
        .map(|name| name.as_str())
        .collect();
    let wasm = compile::compile(&program, "Main", &entries);
    !wasm.bytes.is_empty()
}
