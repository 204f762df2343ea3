//! What a run came to, as a table or as JSON.

use std::time::Duration;

use hdrhistogram::Histogram;
use serde_json::{Map, Value, json};

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
    pub(super) took: Duration,
    pub(super) cpu: Option<Duration>,
    /// From sending to hearing, in nanoseconds.
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
    pub(super) fn print(&self, json: bool) {
        let lines = self.lines();
        if json {
            let members = lines
                .iter()
                .map(|line| (line.key.to_owned(), json!(line.rounded())));
            anstream::println!("{}", Value::Object(members.collect::<Map<_, _>>()));
            return;
        }
        for line in lines {
            let value = format!("{:.*}", line.digits, line.value);
            anstream::println!("{:<32}{value:>14} {}", line.name, line.unit);
        }
    }

    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut put = |key, name, value, digits, unit| {
            lines.push(Line {
                key,
                name,
                value,
                digits,
                unit,
            });
        };
        let entry = &self.entry;
        let count = entry.connections as f64;
        put("connections", "connections", count, 0, "");
        put(
            "joins_per_second",
            "connected and joined",
            count / entry.took.as_secs_f64(),
            0,
            "/s",
        );
        if let Some(cpu) = entry.cpu {
            put(
                "join_cpu_us",
                "server CPU for each",
                micros(cpu) / count,
                1,
                "µs",
            );
        }
        if let Some(bytes) = entry.memory {
            put(
                "connection_kb",
                "server memory for each",
                bytes / 1024.0,
                2,
                "KB",
            );
        }
        if let Some(load) = &self.load {
            let seconds = load.took.as_secs_f64();
            put(
                "sent_per_second",
                "messages sent",
                load.sent as f64 / seconds,
                0,
                "/s",
            );
            put(
                "delivered_per_second",
                "messages delivered",
                load.delivered as f64 / seconds,
                0,
                "/s",
            );
            let time = |quantile| load.times.value_at_quantile(quantile) as f64 / 1e6;
            put("p50_ms", "half arrive within", time(0.5), 3, "ms");
            put("p99_ms", "99 % within", time(0.99), 3, "ms");
            put("p999_ms", "99.9 % within", time(0.999), 3, "ms");
            put(
                "max_ms",
                "all within",
                load.times.max() as f64 / 1e6,
                3,
                "ms",
            );
            if let Some(cpu) = load.cpu {
                put(
                    "cpu_us",
                    "server CPU for each delivered",
                    micros(cpu) / load.delivered as f64,
                    2,
                    "µs",
                );
                put(
                    "cores",
                    "server CPU",
                    cpu.as_secs_f64() / seconds,
                    2,
                    "cores",
                );
            }
        }
        if let Some(bytes) = self.memory {
            put(
                "memory_mb",
                "server memory",
                bytes as f64 / f64::from(1 << 20),
                1,
                "MB",
            );
        }
        lines
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
