//! `bench`: load on a server, and what it makes of it.
//!
//! Owns the order of a run: connect and join, warm up, measure, tell. What one connection does is in `member`.
//! It refuses to know what the app's messages mean: a payload is text in which the time of sending has its place.

mod join;
mod member;
mod process;
mod report;
mod shared;
mod stamp;
mod target;
mod wire;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use indicatif::ProgressBar;
use tokio::sync::{Semaphore, mpsc, watch};

use crate::Outcome;
use crate::args::BenchOptions;
use crate::print::Printer;
use member::{Member, Pace};
use process::Process;
use report::{Entry, Load, Report};
use shared::{Phase, Shared};
use stamp::{Template, Timed};
use target::Target;

/// How many connections are being opened at once.
const AT_ONCE: usize = 64;

/// What the server may still have to do for connections that have been answered, before its memory is read.
const SETTLE: Duration = Duration::from_millis(500);

/// `buildamp bench`
pub(crate) fn command(options: &BenchOptions, printer: &Printer) -> Result<Outcome> {
    let plan = Plan::new(options)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("can't start the threads of the load generator")?;
    let report = runtime.block_on(plan.run(printer));
    // Thousands of connections need no good-bye.
    runtime.shutdown_background();
    report?.print(options.json)?;
    Ok(Outcome::Fine)
}

/// What is to be done.
struct Plan {
    target: Arc<Target>,
    total: usize,
    /// What rooms are called, before their numbers.
    called: Arc<str>,
    members: usize,
    senders: usize,
    /// `None` where nobody sends.
    payload: Option<Arc<Template>>,
    pace: Pace,
    warm_up: Duration,
    duration: Duration,
    process: Option<Process>,
}

impl Plan {
    fn new(options: &BenchOptions) -> Result<Plan> {
        let members = options.members;
        if options.senders > members {
            bail!(
                "--senders is {}, but a room has {members} members",
                options.senders
            );
        }
        let pace = match options.rate {
            None => Pace::Window(options.window),
            Some(rate) if rate > 0.0 && rate <= 1e6 => {
                Pace::Every(Duration::from_secs_f64(1.0 / rate))
            }
            Some(rate) => bail!(
                "--rate is {rate}; expected messages a second, more than 0 and at most 1000000"
            ),
        };
        let payload = options.payload.as_deref().map(Template::read).transpose()?;
        Ok(Plan {
            target: Arc::new(Target::new(options)?),
            total: options.idle.unwrap_or(options.rooms * members),
            called: options.room_name.as_str().into(),
            members,
            senders: options.senders,
            payload: payload.map(Arc::new),
            pace,
            warm_up: options.warm_up.into(),
            duration: options.duration.into(),
            process: options.pid.map(Process::new).transpose()?,
        })
    }

    async fn run(&self, printer: &Printer) -> Result<Report> {
        let empty = self.memory()?;
        let (phase, watching) = watch::channel(Phase::Joining);
        let shared = Arc::new(Shared::new(watching));
        let (failed, mut failures) = mpsc::channel(1);
        let entry = self.enter(&shared, failed, &mut failures, printer).await?;
        tokio::time::sleep(SETTLE).await;
        let full = self.memory()?;
        let load = match &self.payload {
            None => None,
            Some(payload) => {
                let load = self.load(payload.timed(), &shared, &phase, printer);
                tokio::select! {
                    load = load => Some(load?),
                    Some(error) = failures.recv() => return Err(error),
                }
            }
        };
        let peak = self.memory()?;
        let _ = phase.send(Phase::Over);
        Ok(Report {
            entry: entry.with_memory(empty, full),
            load,
            memory: peak.or(full),
        })
    }

    fn memory(&self) -> Result<Option<u64>> {
        self.process.as_ref().map(Process::memory).transpose()
    }

    /// Connects everyone and lets them join.
    async fn enter(
        &self,
        shared: &Arc<Shared>,
        failed: mpsc::Sender<anyhow::Error>,
        failures: &mut mpsc::Receiver<anyhow::Error>,
        printer: &Printer,
    ) -> Result<Entry> {
        let bar = self.bar(printer, self.total as u64, "connecting");
        let permits = Arc::new(Semaphore::new(AT_ONCE));
        let (before, began) = (self.cpu()?, Instant::now());
        for number in 0..self.total {
            let permit = tokio::select! {
                permit = permits.clone().acquire_owned() => permit.context("the semaphore is never closed")?,
                Some(error) = failures.recv() => return Err(error),
            };
            bar.set_position(number as u64);
            let (member, failed) = (self.member(number, shared), failed.clone());
            tokio::spawn(async move {
                // Given back behind what it tells: who waits for all permits has heard it then.
                let mut permit = Some(permit);
                if let Err(error) = member.live(&mut permit).await {
                    // One failure is told; the others are most likely the same.
                    let _ = failed.try_send(error);
                }
            });
        }
        let all = u32::try_from(AT_ONCE).unwrap_or(u32::MAX);
        tokio::select! {
            biased;
            Some(error) = failures.recv() => return Err(error),
            _ = permits.acquire_many(all) => {}
        }
        let took = began.elapsed();
        bar.finish_and_clear();
        let cpu = self
            .cpu()?
            .zip(before)
            .map(|(after, before)| after - before);
        Ok(Entry::new(self.total, took, cpu))
    }

    fn member(&self, number: usize, shared: &Arc<Shared>) -> Member {
        let sends = number % self.members < self.senders;
        Member {
            number,
            room: number / self.members,
            called: self.called.clone(),
            target: self.target.clone(),
            payload: self.payload.clone().filter(|_| sends),
            pace: self.pace,
            shared: shared.clone(),
        }
    }

    /// Lets them send, and measures between two moments.
    async fn load(
        &self,
        timed: Timed,
        shared: &Shared,
        phase: &watch::Sender<Phase>,
        printer: &Printer,
    ) -> Result<Load> {
        let bar = self.bar(printer, 100, "measuring");
        let begin = shared.now();
        let from = begin + nanos(self.warm_up);
        let to = from + nanos(self.duration);
        let _ = phase.send(Phase::Sending { begin });
        shared.wait_until(from).await;
        shared.measuring.store(true, Ordering::Relaxed);
        let (cpu, counted) = (self.cpu()?, shared.counted());
        for step in 1..=100 {
            shared.wait_until(from + (to - from) / 100 * step).await;
            bar.set_position(step);
        }
        let (cpu_after, counted_after) = (self.cpu()?, shared.counted());
        shared.measuring.store(false, Ordering::Relaxed);
        let took = Duration::from_nanos(shared.now() - from);
        bar.finish_and_clear();
        let load = Load {
            sent: counted_after.sent - counted.sent,
            delivered: counted_after.delivered - counted.delivered,
            answered: counted_after.answered - counted.answered,
            refused: counted_after.refused - counted.refused,
            refusal: shared.first_refusal().map(str::to_owned),
            timed,
            took,
            cpu: cpu_after.zip(cpu).map(|(after, before)| after - before),
            times: shared.times(),
        };
        if load.times.is_empty() {
            let refused = shared.first_refusal();
            bail!(
                "{}{}\n\nhelp: {}",
                match timed {
                    Timed::Arrivals => format!("no message came back in {took:.1?}"),
                    Timed::Answers => format!("no message was taken in {took:.1?}"),
                },
                refused.map_or(String::new(), |words| format!(
                    "; the server refused: {words}"
                )),
                match timed {
                    Timed::Arrivals =>
                        "a message with `$time` is measured by that text: the rules have to broadcast it, to its sender too. Without `$time` the time to the answer is measured",
                    Timed::Answers =>
                        "benchers are users like others: the message has to be one that the rules and the limits take",
                }
            );
        }
        if let Some(words) = &load.refusal {
            printer.note(&format!("some messages were refused; the first: {words}"));
        }
        Ok(load)
    }

    fn cpu(&self) -> Result<Option<Duration>> {
        self.process.as_ref().map(Process::cpu).transpose()
    }

    fn bar(&self, printer: &Printer, length: u64, what: &'static str) -> ProgressBar {
        printer.bar(length, what)
    }
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
