//! How long it takes until a program can run, beside `elm make --optimize` where that is given.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use buildamp_logic::{Limits, Program};

use crate::official::Project;
use crate::ours::{Files, compile};
use crate::programs;

const ROUNDS: usize = 9;

/// So many lines the program has at least.
const LINES: usize = 2_000;

/// By the clock, and on the processor: of all threads, and of the processes that were waited for.
#[derive(Clone, Copy, Default)]
struct Took {
    clock: Duration,
    processor: Duration,
}

#[derive(Default)]
struct Column(Vec<Took>);

/// Prints how long a program of 2,000 lines takes: cold, and once more after an edit.
pub fn report(official: Option<&Path>) -> anyhow::Result<()> {
    let mut files = program();
    let lines: usize = files.0.iter().map(|(_, text)| text.lines().count()).sum();
    let modules = files.0.len();
    let project = match official {
        Some(elm) => Some(Project::of_modules(
            elm,
            "Program",
            &official_files(&files),
        )?),
        None => None,
    };
    let mut first = [const { Column(Vec::new()) }; 3];
    let mut edited = [const { Column(Vec::new()) }; 3];
    for round in 0..ROUNDS {
        if let Some(project) = &project {
            project.forget()?;
        }
        step(&files, project.as_ref(), &mut first)?;
        let edit = format!("\n\nedit{round} : Int\nedit{round} =\n    {round}\n");
        files.0[0].1 += &edit;
        if let Some(project) = &project {
            project.write(&files.0[0].0, &files.0[0].1)?;
        }
        step(&files, project.as_ref(), &mut edited)?;
    }
    println!(
        "\n| {lines} lines in {modules} modules | to WebAssembly, ms | to a program that runs, ms | `elm make --optimize`, ms |"
    );
    println!("| --- | ---: | ---: | ---: |");
    rows("first", &first);
    rows("after an edit", &edited);
    Ok(())
}

fn rows(about: &str, columns: &[Column; 3]) {
    let row = |how: &str, pick: fn(&Column) -> Option<f64>| {
        let cells = columns.each_ref().map(|column| match pick(column) {
            Some(ms) => format!("{ms:.0}"),
            None => "–".to_owned(),
        });
        println!("| {about}, {how} | {} |", cells.join(" | "));
    };
    row("by the clock", Column::median);
    row("on the processor", Column::mean);
}

impl Column {
    fn median(&self) -> Option<f64> {
        let mut times: Vec<Duration> = self.0.iter().map(|took| took.clock).collect();
        times.sort();
        Some(times.get(times.len() / 2)?.as_secs_f64() * 1e3)
    }

    /// Linux counts it in ticks, so that one alone says little.
    #[allow(clippy::cast_precision_loss)]
    fn mean(&self) -> Option<f64> {
        let sum: Duration = self.0.iter().map(|took| took.processor).sum();
        (!self.0.is_empty()).then(|| sum.as_secs_f64() * 1e3 / self.0.len() as f64)
    }
}

/// From the texts to the module, from the texts to a guest, and the official compiler's way.
fn step(
    files: &Files,
    official: Option<&Project>,
    columns: &mut [Column; 3],
) -> anyhow::Result<()> {
    let (to_wasm, wasm) = time(|| compile(files, "Main"))?;
    columns[0].0.push(to_wasm);
    let (to_run, ()) = time(|| {
        let program = Program::new(&wasm, Limits::default()).context("the module")?;
        program.guest().map(drop).context("the constants")
    })?;
    columns[1].0.push(Took {
        clock: to_wasm.clock + to_run.clock,
        processor: to_wasm.processor + to_run.processor,
    });
    if let Some(official) = official {
        let (made, ()) = time(|| official.make())?;
        columns[2].0.push(made);
    }
    Ok(())
}

fn time<T>(run: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<(Took, T)> {
    let (start, before) = (Instant::now(), processor()?);
    let result = run()?;
    let took = Took {
        clock: start.elapsed(),
        processor: processor()?.saturating_sub(before),
    };
    Ok((took, result))
}

/// How long this process has been on the processor, and those that it waited for: the fields 14 to 17 of what Linux says, in ticks of 10
/// milliseconds.
fn processor() -> anyhow::Result<Duration> {
    let text =
        std::fs::read_to_string("/proc/self/stat").context("what Linux says of a process")?;
    let (_, fields) = text.rsplit_once(") ").context("a name in parentheses")?;
    let ticks = fields.split(' ').skip(11).take(4).map(str::parse::<u64>);
    Ok(Duration::from_millis(10 * ticks.sum::<Result<u64, _>>()?))
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

/// The same for the official compiler, which wants a `main` of its own kind in front.
fn official_files(files: &Files) -> Vec<(String, String)> {
    let renamed = files.0.iter().map(|(name, text)| match name.as_str() {
        "Main" => (
            "Program".to_owned(),
            text.replacen("module Main ", "module Program ", 1),
        ),
        _ => (name.clone(), text.clone()),
    });
    renamed.collect()
}
