//! Many small modules in one program, so that the standard library is checked once for all of them.

use std::sync::LazyLock;

use buildamp_diagnostics::{FileId, Report, Sources};
use buildamp_elm::program::{self, Library, Module, Program};
use buildamp_elm::report;
use buildamp_elm::types::{check_main, print::Names};

use super::InMemory;

/// The standard library, and enough of `elm/html` for a `main`.
pub fn library() -> Library {
    static MODULES: LazyLock<Vec<(&str, &str, &str)>> = LazyLock::new(|| {
        let html = [
            (
                "VirtualDom",
                "elm/virtual-dom",
                include_str!("../html/VirtualDom.elm"),
            ),
            ("Html", "elm/html", include_str!("../html/Html.elm")),
        ];
        buildamp_elm::std::modules()
            .iter()
            .copied()
            .chain(html)
            .collect()
    });
    &MODULES
}

/// A program of modules that don't know each other.
pub struct Checked {
    pub program: Program,
    pub sources: Sources,
}

/// Checks modules, which must all be called `Main`. A number behind that tells them apart.
pub fn check(texts: &[String]) -> Checked {
    let names: Vec<String> = (0..texts.len())
        .map(|number| format!("Main{number}"))
        .collect();
    let numbered: Vec<String> = texts
        .iter()
        .zip(&names)
        .map(|(text, name)| text.replacen("module Main ", &format!("module {name} "), 1))
        .collect();
    let modules: Vec<(&str, &str)> = names
        .iter()
        .map(String::as_str)
        .zip(numbered.iter().map(String::as_str))
        .collect();
    let entries: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut sources = Sources::new();
    let program = program::check(&entries, &InMemory(&modules), library(), &mut sources);
    let stray = program.reports.iter().find(|report| {
        let file = report.primary.span.file;
        program
            .modules
            .iter()
            .all(|module| module.file != file || !module.name.starts_with("Main"))
    });
    assert!(stray.is_none(), "{stray:#?}");
    Checked { program, sources }
}

impl Checked {
    /// The module of the text with this number.
    pub fn module(&self, number: usize) -> &Module {
        self.program
            .module(&format!("Main{number}"))
            .expect("the module is there")
    }

    fn file(&self, number: usize) -> FileId {
        self.module(number).file
    }

    /// What is wrong with it, with its `main` if all else is right.
    pub fn reports(&self, number: usize) -> Vec<Report> {
        let file = self.file(number);
        let reports = self
            .program
            .reports
            .iter()
            .filter(|report| report.primary.span.file == file);
        let mut reports: Vec<Report> = reports.cloned().collect();
        let module = self.module(number);
        if let (Some(resolved), Some(checked), true) =
            (&module.resolved, &module.checked, reports.is_empty())
        {
            let names = Names::of(resolved, &module.parsed.module, &self.program);
            let error = check_main(resolved, checked, &self.program);
            reports.extend(error.map(|error| report::types::report(&error, &names, file)));
        }
        reports
    }

    /// The type of a definition as its module writes it.
    pub fn scheme(&self, number: usize, name: &str) -> Option<String> {
        let module = self.module(number);
        let resolved = module.resolved.as_ref()?;
        let scheme = module.checked.as_ref()?.schemes.get(name)?;
        let names = Names::of(resolved, &module.parsed.module, &self.program);
        Some(names.scheme(scheme))
    }
}
