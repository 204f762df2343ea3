//! What a run came to, as a table or as JSON.

use std::time::Duration;

use anyhow::Result;
use hdrhistogram::Histogram;
use serde_json::{Map, Value, json};

use super::stamp::Timed;
use crate::print::give;

/// How the connections came in.
pub(super) struct Entry {
    connections: usize,
    took: Duration,
    cpu: Option<Duration>,
    /// The server's bytes for each.
    memory: Option<f64>,
}

/// What the load came to.
pub(super) struct Load {
    pub(super) sent: u64,
    pub(super) delivered: u64,
    /// Where answers are timed.
    pub(super) answered: u64,
    pub(super) refused: u64,
    /// What the server said of the first that it refused.
    pub(super) refusal: Option<String>,
    pub(super) timed: Timed,
    pub(super) took: Duration,
    pub(super) cpu: Option<Duration>,
    /// From sending to hearing, or to the answer, in nanoseconds.
    pub(super) times: Histogram<u64>,
}

/// A run.
pub(super) struct Report {
    pub(super) entry: Entry,
    pub(super) load: Option<Load>,
    /// The server's at the end, in bytes.
    pub(super) memory: Option<u64>,
}

/// A line of the table: its key in JSON, its name, its value and unit.
struct Line {
    key: &'static str,
    name: &'static str,
    value: f64,
    digits: usize,
    unit: &'static str,
}

impl Entry {
    pub(super) fn new(connections: usize, took: Duration, cpu: Option<Duration>) -> Entry {
        Entry {
            connections,
            took,
            cpu,
            memory: None,
        }
    }

    /// With the server's memory before the first connection and after the last.
    pub(super) fn with_memory(mut self, before: Option<u64>, after: Option<u64>) -> Entry {
        let grown = before
            .zip(after)
            .map(|(before, after)| after.saturating_sub(before));
        self.memory = grown.map(|bytes| bytes as f64 / self.connections as f64);
        self
    }
}

impl Report {
    pub(super) fn print(&self, json: bool) -> Result<()> {
        let lines = self.lines();
        if json {
            let members = lines
                .iter()
                .map(|line| (line.key.to_owned(), json!(line.rounded())));
            let mut members = members.collect::<Map<_, _>>();
            let refusal = self.load.as_ref().and_then(|load| load.refusal.as_deref());
            members.extend(refusal.map(|words| ("refusal".to_owned(), json!(words))));
            return give(Value::Object(members));
        }
        for line in lines {
            let value = format!("{:.*}", line.digits, line.value);
            let text = format!("{:<32}{value:>14} {}", line.name, line.unit);
            give(text.trim_end())?;
        }
        Ok(())
    }

    fn lines(&self) -> Vec<Line> {
        let memory = self.memory.map(|bytes| {
            let size = bytes as f64 / f64::from(1 << 20);
            line("memory_mb", "server memory", size, 1, "MB")
        });
        let load = self.load.iter().flat_map(Load::lines);
        self.entry
            .lines()
            .into_iter()
            .chain(load)
            .chain(memory)
            .collect()
    }
}

impl Entry {
    fn lines(&self) -> Vec<Line> {
        let count = self.connections as f64;
        let pace = count / self.took.as_secs_f64();
        let cpu = self.cpu.map(|cpu| {
            let each = micros(cpu) / count;
            line("join_cpu_us", "server CPU for each", each, 1, "µs")
        });
        let memory = self.memory.map(|bytes| {
            let size = bytes / 1024.0;
            line("connection_kb", "server memory for each", size, 2, "KB")
        });
        [
            line("connections", "connections", count, 0, ""),
            line("joins_per_second", "connected and joined", pace, 0, "/s"),
        ]
        .into_iter()
        .chain(cpu)
        .chain(memory)
        .collect()
    }
}

impl Load {
    fn lines(&self) -> Vec<Line> {
        let seconds = self.took.as_secs_f64();
        let (sent, delivered) = (self.sent as f64, self.delivered as f64);
        let answered = self.answered as f64;
        let half = match self.timed {
            Timed::Arrivals => "half arrive within",
            Timed::Answers => "half are answered within",
        };
        let within = |quantile| self.times.value_at_quantile(quantile) as f64 / 1e6;
        let last = self.times.max() as f64 / 1e6;
        let rate = |key, name, count| line(key, name, count / seconds, 0, "/s");
        let mut lines = vec![rate("sent_per_second", "messages sent", sent)];
        if self.timed == Timed::Answers {
            lines.push(rate("answered_per_second", "messages answered", answered));
        }
        if self.refused > 0 {
            let refused = self.refused as f64;
            lines.push(rate("refused_per_second", "messages refused", refused));
        }
        lines.extend([
            rate("delivered_per_second", "messages delivered", delivered),
            line("p50_ms", half, within(0.5), 3, "ms"),
            line("p99_ms", "99 % within", within(0.99), 3, "ms"),
            line("p999_ms", "99.9 % within", within(0.999), 3, "ms"),
            line("max_ms", "all within", last, 3, "ms"),
        ]);
        if let Some(cpu) = self.cpu {
            let cores = cpu.as_secs_f64() / seconds;
            let (key, name, count) = match self.timed {
                Timed::Arrivals => ("cpu_us", "server CPU for each delivered", delivered),
                Timed::Answers => ("answer_cpu_us", "server CPU for each answered", answered),
            };
            lines.push(line(key, name, micros(cpu) / count, 2, "µs"));
            lines.push(line("cores", "server CPU", cores, 2, "cores"));
        }
        lines
    }
}

fn line(
    key: &'static str,
    name: &'static str,
    value: f64,
    digits: usize,
    unit: &'static str,
) -> Line {
    Line {
        key,
        name,
        value,
        digits,
        unit,
    }
}

impl Line {
    fn rounded(&self) -> f64 {
        let factor = 10_f64.powi(self.digits as i32);
        (self.value * factor).round() / factor
    }
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}
