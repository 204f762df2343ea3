//! Compiled Elm: how fast it runs, beside the official compiler's output in Node where that compiler is given, and
//! how long compiling takes.
//!
//! Both sides take turns in short rounds, which share whatever else the machine does; a figure is the
//! best round.

#![allow(clippy::print_stdout)]

mod compiling;
mod official;
mod ours;
mod programs;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{bail, ensure};
use official::Official;
use ours::Ours;
use programs::Program;

const ROUNDS: usize = 40;
const ROUND: Duration = Duration::from_millis(20);
const WARM_UP: Duration = Duration::from_millis(1_500);

struct Options {
    official: Option<PathBuf>,
    only: Vec<String>,
}

fn options() -> anyhow::Result<Options> {
    let mut options = Options {
        official: None,
        only: Vec::new(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--official" => options.official = arguments.next().map(PathBuf::from),
            name if !name.starts_with('-') => options.only.push(name.to_owned()),
            other => bail!("{other} is no option; there is --official PATH, and names of programs"),
        }
    }
    Ok(options)
}

fn main() -> anyhow::Result<()> {
    let options = options()?;
    println!("| program | ms | official, ms | times as fast |\n| --- | ---: | ---: | ---: |");
    let mut ratios = Vec::new();
    let wanted = |program: &Program| {
        options.only.is_empty() || options.only.iter().any(|name| name == program.module)
    };
    for program in programs::all().iter().filter(|program| wanted(program)) {
        let (ours, official) = measure(program, &options)?;
        let (official, ratio) = match official {
            Some(official) => {
                ratios.push(official / ours);
                (format!("{official:.2}"), format!("{:.2}", official / ours))
            }
            None => ("–".to_owned(), "–".to_owned()),
        };
        println!("| {} | {ours:.2} | {official} | {ratio} |", program.about);
    }
    if !ratios.is_empty() {
        #[allow(clippy::cast_precision_loss)]
        let mean = (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp();
        println!("| geometric mean | | | {mean:.2} |");
    }
    if options.only.is_empty() || options.only.iter().any(|name| name == "compiling") {
        compiling::report()?;
    }
    Ok(())
}

/// Milliseconds of one run: ours, and the official one's.
fn measure(program: &Program, options: &Options) -> anyhow::Result<(f64, Option<f64>)> {
    let mut ours = Ours::new(program.module, program.text, &program.input)?;
    let mut official = match &options.official {
        Some(elm) => Some(Official::new(
            elm,
            program.module,
            program.text,
            &program.input,
        )?),
        None => None,
    };
    let output = ours.output()?;
    if let Some(official) = &mut official {
        let expected = official.output()?;
        ensure!(
            output == expected,
            "{}: {output}\nofficial: {expected}",
            program.module
        );
    }
    let our_runs = warm_up(|runs| ours.time(runs))?;
    let their_runs = match &mut official {
        Some(official) => warm_up(|runs| official.time(runs))?,
        None => 0,
    };
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        our_times.push(ours.time(our_runs)?.as_secs_f64() / f64::from(our_runs));
        if let Some(official) = &mut official {
            their_times.push(official.time(their_runs)?.as_secs_f64() / f64::from(their_runs));
        }
    }
    let theirs = official.is_some().then(|| best(their_times));
    Ok((best(our_times), theirs))
}

/// Runs until everything is warm, and gives how many runs make a round.
fn warm_up(mut time: impl FnMut(u32) -> anyhow::Result<Duration>) -> anyhow::Result<u32> {
    let mut spent = Duration::ZERO;
    let mut last = Duration::MAX;
    let mut runs = 0;
    while spent < WARM_UP || runs < 10 {
        last = time(1)?;
        spent += last;
        runs += 1;
    }
    let runs = ROUND.as_secs_f64() / last.as_secs_f64();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Ok(runs.clamp(1.0, 1e6) as u32)
}

/// In milliseconds.
fn best(times: Vec<f64>) -> f64 {
    times.into_iter().fold(f64::INFINITY, f64::min) * 1e3
}
