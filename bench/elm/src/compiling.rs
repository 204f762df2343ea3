//! How long it takes until a program can run.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use buildamp_logic::{Limits, Program};

use crate::ours::{Files, compile};
use crate::programs;

const ROUNDS: usize = 9;

/// So many lines the program has at least.
const LINES: usize = 2_000;

/// Prints how long a program of 2,000 lines takes: cold, and once more after an edit.
pub fn report() -> anyhow::Result<()> {
    let mut files = program();
    let lines: usize = files.0.iter().map(|(_, text)| text.lines().count()).sum();
    let cold = step(&files)?;
    let (mut to_wasm, mut to_run) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        files.0[0].1 += &format!("\n\nedit{round} : Int\nedit{round} =\n    {round}\n");
        let (compiled, ready) = step(&files)?;
        to_wasm.push(compiled);
        to_run.push(ready);
    }
    println!(
        "\n| {lines} lines | to WebAssembly, ms | to a program that runs, ms |\n| --- | ---: | ---: |"
    );
    row("first", cold.0, cold.1);
    row("after an edit", median(&mut to_wasm), median(&mut to_run));
    Ok(())
}

fn row(about: &str, to_wasm: Duration, to_run: Duration) {
    let ms = |duration: Duration| duration.as_secs_f64() * 1e3;
    println!("| {about} | {:.1} | {:.1} |", ms(to_wasm), ms(to_run));
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// From the texts to the module, and from the texts to a guest.
fn step(files: &Files) -> anyhow::Result<(Duration, Duration)> {
    let start = Instant::now();
    let wasm = compile(files, "Main")?;
    let to_wasm = start.elapsed();
    let program = Program::new(&wasm, Limits::default()).context("the module")?;
    program.guest().context("the constants")?;
    Ok((to_wasm, start.elapsed()))
}

/// The programs of this benchmark under names of their own, as often as it takes, and a module that calls all of them.
fn program() -> Files {
    let all = programs::all();
    let mut files = Vec::new();
    let mut lines = 0;
    for (program, place) in all.iter().cycle().zip(1..) {
        if lines > LINES {
            break;
        }
        let name = format!("{}{place}", program.module);
        let head = format!("module {} ", program.module);
        let text = program.text.replacen(&head, &format!("module {name} "), 1);
        lines += text.lines().count();
        files.push((name, text));
    }
    let imports: String = files
        .iter()
        .map(|(name, _)| format!("import {name}\n"))
        .collect();
    let calls: Vec<String> = files
        .iter()
        .map(|(name, _)| format!("{name}.run input"))
        .collect();
    let main = format!(
        "module Main exposing (run)\n\n{imports}\n\nrun : String -> String\nrun input =\n    String.concat [ {} ]\n",
        calls.join(", ")
    );
    files.push(("Main".to_owned(), main));
    Files(files)
}
