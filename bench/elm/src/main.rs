//! Compiled Elm: how fast it runs, beside the official compiler's output in Node where that compiler is given, and
//! how long compiling takes.
//!
//! Both sides take turns in short rounds. What counts is the time that the thread which runs the program spends on the
//! processor, so that it does not matter what else the machine does meanwhile.

#![allow(clippy::print_stdout)]

mod compiling;
mod growth;
mod official;
mod ours;
mod programs;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use official::Official;
use ours::Ours;
use programs::Program;

const ROUNDS: u32 = 16;
const ROUND: Duration = Duration::from_millis(60);
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
    println!("| program | ms | official, ms | times as fast |");
    println!("| --- | ---: | ---: | ---: |");
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
    let wanted =
        |part: &str| options.only.is_empty() || options.only.iter().any(|name| name == part);
    if wanted("compiling") {
        compiling::report(options.official.as_deref())?;
    }
    if wanted("growth") {
        growth::report()?;
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
    let (mut our_time, mut their_time) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..ROUNDS {
        our_time += spent(OWN_THREAD, || ours.time(our_runs).map(drop))?;
        if let Some(official) = &mut official {
            let thread = official.thread();
            their_time += spent(&thread, || official.time(their_runs).map(drop))?;
        }
    }
    let one = |time: Duration, runs: u32| {
        time.as_secs_f64() * 1e3 / (f64::from(runs) * f64::from(ROUNDS))
    };
    let theirs = official.is_some().then(|| one(their_time, their_runs));
    Ok((one(our_time, our_runs), theirs))
}

const OWN_THREAD: &str = "/proc/thread-self/schedstat";

/// How long a thread was on the processor meanwhile, by what Linux says of it in a file. It says so at every tick and whenever the
/// thread waits, so a round has to be long beside a tick.
fn spent(thread: &str, run: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    let read = || -> anyhow::Result<u64> {
        let text = std::fs::read_to_string(thread).context("what Linux says of a thread")?;
        let first = text.split(' ').next().unwrap_or_default();
        Ok(first.parse()?)
    };
    std::thread::yield_now();
    let before = read()?;
    run()?;
    std::thread::yield_now();
    Ok(Duration::from_nanos(read()? - before))
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
