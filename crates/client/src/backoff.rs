//! How long to wait before the next attempt.

use std::time::Duration;

use crate::Options;

pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
    failures: u32,
    rng: fastrand::Rng,
}

impl Backoff {
    pub(crate) fn new(options: &Options, rng: fastrand::Rng) -> Backoff {
        Backoff {
            first: options.first_pause,
            longest: options.longest_pause,
            failures: 0,
            rng,
        }
    }

    /// There was a connection.
    pub(crate) fn reset(&mut self) {
        self.failures = 0;
    }

    /// How long to wait with a room, where the server does not say: between one and two of the first pauses.
    pub(crate) fn of_room(&mut self) -> Duration {
        self.first + self.first.mul_f64(self.rng.f64())
    }

    pub(crate) fn next(&mut self) -> Duration {
        let doubled = self.first.saturating_mul(1 << self.failures.min(16));
        self.failures = self.failures.saturating_add(1);
        let whole = doubled.min(self.longest);
        whole / 2 + (whole / 2).mul_f64(self.rng.f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_are_spread() {
        let options =
            Options::new("ws://x").pauses(Duration::from_millis(100), Duration::from_millis(350));
        let mut backoff = Backoff::new(&options, fastrand::Rng::with_seed(7));
        let bounds = [(50, 100), (100, 200), (175, 350), (175, 350)];
        for (least, most) in bounds {
            let pause = backoff.next().as_millis();
            assert!(
                (least..=most).contains(&pause),
                "{pause} is not within {least}..{most}"
            );
        }
        backoff.reset();
        assert!(backoff.next() <= Duration::from_millis(100));
    }
}
