//! `buildamp elm`: the Elm compiler at the command line.

mod files;
mod report;
mod run;

use std::path::Path;

use anyhow::{Context, Result, bail};
use buildamp_diagnostics::{Sources, Style, sort_by_place, to_terminal};
use buildamp_elm::program::{Program, check};
use buildamp_elm::resolve::resolved;
use buildamp_elm::{compile, core, std as library, wasm};

use crate::Outcome;
use crate::args::{ElmBuild, ElmCheck, ElmCommand, ElmPrint, ElmRun, Phase, ReportForm};
use crate::print::{give, say};
pub(crate) use files::Files;

/// `buildamp elm ..`
pub(crate) fn command(command: &ElmCommand) -> Result<Outcome> {
    match command {
        ElmCommand::Check(options) => check_files(options),
        ElmCommand::Run(options) => run_file(options),
        ElmCommand::Build(options) => build(options),
        ElmCommand::Print(options) => print(options),
    }
}

/// A program that was read, and what it was read from.
struct Loaded {
    sources: Sources,
    program: Program,
    /// The names of the modules that were asked for.
    entries: Vec<String>,
}

fn load(paths: &[std::path::PathBuf]) -> Result<Loaded> {
    let first = paths.first().context("name the Elm files to check")?;
    let mut sources = Sources::new();
    let files = Files::of(first, &mut sources)?;
    let entries: Vec<String> = paths
        .iter()
        .map(|path| files.module_of(path))
        .collect::<Result<_>>()?;
    let names: Vec<&str> = entries.iter().map(String::as_str).collect();
    let mut program = check(&names, &files, library::modules(), &mut sources);
    program.reports.splice(0..0, files.reports());
    if let Some(missing) = program.missing.first() {
        bail!("the module {missing} is in none of the source directories");
    }
    Ok(Loaded {
        sources,
        program,
        entries,
    })
}

/// Tells what is wrong; whether nothing is.
fn is_fine(loaded: &Loaded, form: ReportForm) -> Result<bool> {
    let reports = &loaded.program.reports;
    match form {
        ReportForm::Json if reports.is_empty() => {}
        ReportForm::Json => give(report::official(&loaded.sources, &loaded.program))?,
        ReportForm::Terminal => {
            let mut reports = reports.clone();
            sort_by_place(&mut reports);
            for report in &reports {
                say(to_terminal(&loaded.sources, report, Style::Colour));
            }
            if !reports.is_empty() {
                let plural = if reports.len() == 1 { "" } else { "s" };
                say(format_args!("{} problem{plural}", reports.len()));
            }
        }
    }
    Ok(reports.is_empty())
}

fn check_files(options: &ElmCheck) -> Result<Outcome> {
    let loaded = load(&options.files)?;
    if !is_fine(&loaded, options.output.report)? {
        return Ok(Outcome::Problems);
    }
    if options.output.report == ReportForm::Terminal {
        let own = loaded.program.modules.iter();
        let own = own.filter(|module| module.owner == buildamp_elm::program::Owner::Application);
        say(format_args!("{} modules are in order", own.count()));
    }
    Ok(Outcome::Fine)
}

fn run_file(options: &ElmRun) -> Result<Outcome> {
    let loaded = load(std::slice::from_ref(&options.file))?;
    if !is_fine(&loaded, options.output.report)? {
        return Ok(Outcome::Problems);
    }
    run::run(&loaded.program, &loaded.entries[0], options)
}

fn build(options: &ElmBuild) -> Result<Outcome> {
    let loaded = load(std::slice::from_ref(&options.file))?;
    if !is_fine(&loaded, options.output.report)? {
        return Ok(Outcome::Problems);
    }
    let entries = exposed(&loaded.program, &loaded.entries[0])?;
    let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
    let wasm = compile::compile(&loaded.program, &loaded.entries[0], &entries);
    if let Some(refusal) = wasm.refusal() {
        bail!("{refusal}");
    }
    std::fs::write(&options.out, &wasm.bytes)
        .with_context(|| format!("can't write {}", options.out.display()))?;
    say(format_args!(
        "{} bytes → {}",
        wasm.bytes.len(),
        options.out.display()
    ));
    Ok(Outcome::Fine)
}

/// What a module exposes of functions and constants.
fn exposed(program: &Program, module: &str) -> Result<Vec<String>> {
    let module = program
        .module(module)
        .context("the entry module was loaded")?;
    let resolved = module
        .resolved
        .as_ref()
        .context("a program without reports is resolved")?;
    Ok(resolved
        .exports
        .values
        .keys()
        .map(ToString::to_string)
        .collect())
}

fn print(options: &ElmPrint) -> Result<Outcome> {
    let loaded = load(std::slice::from_ref(&options.file))?;
    let name = &loaded.entries[0];
    let module = loaded
        .program
        .module(name)
        .context("the entry module was loaded")?;
    if options.phase == Phase::Source {
        give(buildamp_elm::syntax::print::module(&module.parsed.module))?;
    }
    if !is_fine(&loaded, options.output.report)? {
        return Ok(Outcome::Problems);
    }
    let resolved: &resolved::Module = module
        .resolved
        .as_ref()
        .context("a program without reports is resolved")?;
    match options.phase {
        Phase::Source => {}
        Phase::Resolved => give(buildamp_elm::resolve::print(resolved))?,
        Phase::Types => give(run::types(&loaded.program, module))?,
        Phase::Core | Phase::Wasm => {
            let entries = exposed(&loaded.program, name)?;
            let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
            let tree = compile::lower(&loaded.program, name, &entries);
            if options.phase == Phase::Core {
                give(core::print::print(&tree))?;
            } else {
                let text = wasmprinter::print_bytes(wasm::emit(&tree).bytes);
                give(text.context("the compiler writes modules")?)?;
            }
        }
    }
    Ok(Outcome::Fine)
}

/// A path as reports show it.
fn shown(path: &Path) -> String {
    path.display().to_string()
}
