//! Counts by their labels and distributions, out of the text that Prometheus reads: the library tells them nowhere else.

use serde::Serialize;

/// A count with its label.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Labelled {
    name: String,
    count: u64,
}

/// How long things took: so many took up to so long.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(super) struct Times {
    count: u64,
    /// Half of them took no longer, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    p50_ms: Option<f64>,
    /// 99 of a hundred did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    p99_ms: Option<f64>,
    /// Up to how many milliseconds, and how many. The rest took longer.
    buckets: Vec<(f64, u64)>,
}

/// The counts of a name by one label, the greatest first; those that are 0 are left out.
pub(super) fn counts(text: &str, name: &str, label: &str) -> Vec<Labelled> {
    let begin = format!("buildamp_{name}_total{{{label}=\"");
    let lines = text.lines().filter_map(|line| line.strip_prefix(&begin));
    let each = lines.filter_map(|rest| {
        let (name, count) = rest.split_once("\"} ")?;
        let (name, count) = (name.to_owned(), count.parse().ok()?);
        Some(Labelled { name, count })
    });
    let mut all: Vec<Labelled> = each.filter(|one| one.count > 0).collect();
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    all
}

/// A distribution of seconds.
pub(super) fn times(text: &str, name: &str) -> Times {
    let begin = format!("buildamp_{name}_bucket{{le=\"");
    let lines = text.lines().filter_map(|line| line.strip_prefix(&begin));
    let mut times = Times::default();
    for (le, count) in lines.filter_map(|rest| rest.split_once("\"} ")) {
        let Ok(count) = count.parse() else { continue };
        times.count = count;
        if let Some(le) = le.parse().ok().filter(|le: &f64| le.is_finite()) {
            times.buckets.push((le * 1000.0, count));
        }
    }
    times.p50_ms = times.quantile(0.5);
    times.p99_ms = times.quantile(0.99);
    times
}

impl Times {
    /// What so much of all took at most: within a bucket it is taken to be even.
    #[allow(clippy::cast_precision_loss, reason = "it is an estimate")]
    fn quantile(&self, part: f64) -> Option<f64> {
        let rank = self.count as f64 * part;
        let mut before = (0.0, 0);
        for bucket in &self.buckets {
            if bucket.1 as f64 >= rank && bucket.1 > before.1 {
                let within = (rank - before.1 as f64) / (bucket.1 - before.1) as f64;
                return Some(before.0 + (bucket.0 - before.0) * within.max(0.0));
            }
            before = *bucket;
        }
        // It took longer than anything that is told apart.
        (self.count > 0).then_some(before.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Metrics;
    use crate::metrics::Code;

    #[test]
    fn what_was_counted_is_read_back() {
        let metrics = Metrics::default();
        for (code, count) in [("rejected", 3), ("bad_json", 5)] {
            let counter = metrics.refusals.get_or_create(&Code { code });
            counter.inc_by(count);
        }
        for micros in 1..=1000_u32 {
            metrics.latency.observe(f64::from(micros) / 1e6);
        }
        let text = metrics.text();
        let found = counts(&text, "refusals", "code");
        let found: Vec<_> = found.iter().map(|c| (&*c.name, c.count)).collect();
        assert_eq!(found, [("bad_json", 5), ("rejected", 3)]);
        let times = times(&text, "message_seconds");
        let near = |found: Option<f64>, expected: f64| {
            let found = found.expect("there are some");
            // Buckets are twice as wide each time.
            assert!((expected / 2.0..expected * 2.0).contains(&found), "{found}");
        };
        assert_eq!(times.count, 1000);
        near(times.p50_ms, 0.5);
        near(times.p99_ms, 0.99);
        assert_eq!(super::times(&text, "tick_delay_seconds").p50_ms, None);
    }
}
