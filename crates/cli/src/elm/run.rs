//! `buildamp elm run`: a program's `main` or `run`, evaluated once.

use std::io::Read as _;

use anyhow::{Context, Result, bail};
use buildamp_elm::compile;
use buildamp_elm::program::{Module, Program};
use buildamp_logic::{Limits, json};

use crate::Outcome;
use crate::args::ElmRun;
use crate::print::{give, say};

/// Evaluates `run` with the input, or `main`, and prints what it gives.
pub(super) fn run(program: &Program, module: &str, options: &ElmRun) -> Result<Outcome> {
    let loaded = program
        .module(module)
        .context("the entry module was loaded")?;
    let resolved = loaded
        .resolved
        .as_ref()
        .context("a program without reports is resolved")?;
    let exposes = |name: &str| resolved.exports.values.contains_key(name);
    let entry = match (exposes("run"), exposes("main"), exposes("output")) {
        (true, _, _) => "run",
        (_, true, _) => "main",
        (_, _, true) => "output",
        _ => bail!(
            "{module} exposes neither `run` nor `main`\n\nexpected: `run : Json.Decode.Value -> Json.Encode.Value`, or `main : String`"
        ),
    };
    let wasm = compile::compile(program, module, &[entry]);
    let limits = Limits {
        time: options.timeout.into(),
        memory: options.memory << 20,
        ..Limits::default()
    };
    let compiled = buildamp_logic::Program::new(&wasm, limits)?;
    let mut guest = compiled.guest()?;
    let result = if entry == "run" {
        let input = input(options)?;
        guest.call_with(
            entry,
            |heap| json::read(heap, &input),
            |heap, _, value| json::write(heap, 0, value),
        )
    } else {
        guest.call(entry, |heap, _, value| Ok(heap.units(value)?.to_text()))
    };
    for line in guest.take_log() {
        say(line);
    }
    give(result?)?;
    Ok(Outcome::Fine)
}

fn input(options: &ElmRun) -> Result<String> {
    let mut text = String::new();
    match &options.input {
        None => return Ok("null".to_owned()),
        Some(path) if path.as_os_str() == "-" => {
            std::io::stdin()
                .read_to_string(&mut text)
                .context("can't read the standard input")?;
        }
        Some(path) => {
            text = std::fs::read_to_string(path)
                .with_context(|| format!("can't read {}", path.display()))?;
        }
    }
    Ok(text)
}

/// The types of a module's definitions, a line each.
pub(super) fn types(program: &Program, module: &Module) -> String {
    let (Some(resolved), Some(checked)) = (&module.resolved, &module.checked) else {
        return String::new();
    };
    let names = buildamp_elm::types::print::Names::of(resolved, &module.parsed.module, program);
    let schemes = checked.schemes.iter();
    let lines: Vec<String> = schemes
        .map(|(name, scheme)| format!("{name} : {}", names.scheme(scheme)))
        .collect();
    lines.join("\n")
}
