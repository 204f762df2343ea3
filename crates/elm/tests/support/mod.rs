//! What the tests of whole programs share: a library, a provider in memory, and reports as short lines.

#![allow(dead_code, unreachable_pub)]

pub mod typed;

pub mod sound;

use buildamp_diagnostics::{Report, Sources};
use buildamp_elm::program::{self, Library, Owner, Program, Provided, Provider};

macro_rules! module {
    ($name:literal, $path:literal) => {
        ($name, "elm/core", include_str!(concat!("../mini/", $path)))
    };
}

/// Enough of `elm/core` to resolve small programs.
pub const MINI: Library = &[
    module!("Basics", "Basics.elm"),
    module!("Char", "Char.elm"),
    module!("Debug", "Debug.elm"),
    module!("List", "List.elm"),
    module!("Maybe", "Maybe.elm"),
    module!("Platform", "Platform.elm"),
    module!("Platform.Cmd", "Platform/Cmd.elm"),
    module!("Platform.Sub", "Platform/Sub.elm"),
    module!("Result", "Result.elm"),
    module!("String", "String.elm"),
    module!("Tuple", "Tuple.elm"),
];

/// Modules by name.
pub struct InMemory<'a>(pub &'a [(&'a str, &'a str)]);

impl Provider for InMemory<'_> {
    fn modules(&self, name: &str, _: &Owner) -> Vec<Provided> {
        let named = self.0.iter().filter(|(module, _)| *module == name);
        named
            .map(|(name, text)| Provided {
                path: format!("src/{}.elm", name.replace('.', "/")),
                text: text.to_string(),
                package: None,
            })
            .collect()
    }

    fn names(&self) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.to_string()).collect()
    }

    fn allows(&self, _: &str) -> bool {
        true
    }
}

/// Loads a program whose entry is the first of its modules.
pub fn load(modules: &[(&str, &str)]) -> (Program, Sources) {
    let mut sources = Sources::new();
    let entry = modules[0].0;
    let program = program::load(&[entry], &InMemory(modules), MINI, &mut sources);
    (program, sources)
}

/// `TITLE 3:1-3:5`, as the official compiler's JSON has it.
pub fn line(report: &Report, sources: &Sources) -> String {
    let file = sources.get(report.primary.span.file);
    let start = file.position(report.primary.span.start as usize);
    let end = file.position(report.primary.span.end as usize);
    let title = report.code.to_uppercase().replace('_', " ");
    format!(
        "{title} {}:{}-{}:{}",
        start.line, start.column, end.line, end.column
    )
}
