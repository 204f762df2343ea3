//! When a server has said nothing for too long. Nobody tells of a machine or a network that is gone: who hears nothing asks for a sign of
//! life, and takes the connection for gone where none comes.
//!
//! It owns the times; what is asked, and what becomes of the connection, is its caller's.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::Options;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finding {
    /// Nothing, so far.
    Alive,
    /// A sign of life is to be asked for.
    Quiet,
    /// It was asked for, and nothing came.
    Gone,
}

/// Of one connection.
#[derive(Debug)]
pub(crate) struct Silence {
    quiet: Duration,
    answer: Duration,
    /// When a sign of life was asked for, if the last look found that it had to be.
    asked: Option<Instant>,
    next: Instant,
}

impl Silence {
    pub(crate) fn new(options: &Options) -> Silence {
        Silence {
            quiet: options.quiet,
            answer: options.answer,
            asked: None,
            next: Instant::now() + options.quiet.min(options.answer),
        }
    }

    /// Waits until it is time for a look. Cancelled, it loses nothing.
    pub(crate) async fn due(&self) {
        sleep_until(self.next).await;
    }

    /// Looks when the server was heard last, and whether it owes an answer.
    pub(crate) fn look(&mut self, heard: Instant, is_waiting: bool) -> Finding {
        let now = Instant::now();
        // What was heard in the moment of the question is an answer.
        if let Some(asked) = self.asked.filter(|asked| heard < *asked) {
            self.next = asked + self.answer;
            return match now < self.next {
                true => Finding::Alive,
                false => Finding::Gone,
            };
        }
        let patience = if is_waiting { self.answer } else { self.quiet };
        if now.saturating_duration_since(heard) >= patience {
            self.asked = Some(now);
            self.next = now + self.quiet.min(self.answer);
            return Finding::Quiet;
        }
        self.asked = None;
        // An answer may be owed from any moment on.
        self.next = (heard + patience).min(now + self.answer);
        Finding::Alive
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn silence() -> Silence {
        let (quiet, answer) = (Duration::from_secs(30), Duration::from_secs(5));
        Silence::new(&Options::new("ws://x").silence(quiet, answer))
    }

    /// Looks on until something is to be done; what, and after how many seconds.
    async fn next(silence: &mut Silence, heard: Instant, is_waiting: bool) -> (Finding, u64) {
        let began = Instant::now();
        loop {
            silence.due().await;
            let finding = silence.look(heard, is_waiting);
            if finding != Finding::Alive {
                return (finding, began.elapsed().as_secs());
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_hears_nothing_asks_and_gives_up_where_nothing_comes() {
        let (mut silence, heard) = (silence(), Instant::now());
        let asked = next(&mut silence, heard, false).await;
        assert_eq!(asked, (Finding::Quiet, 30));
        let gone = next(&mut silence, heard, false).await;
        assert_eq!(gone, (Finding::Gone, 5));
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_for_an_answer_asks_sooner() {
        let (mut silence, heard) = (silence(), Instant::now());
        let asked = next(&mut silence, heard, true).await;
        assert_eq!(asked, (Finding::Quiet, 5));
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_often_waits_for_the_answer_all_the_same() {
        let (quiet, answer) = (Duration::from_secs(1), Duration::from_secs(10));
        let mut silence = Silence::new(&Options::new("ws://x").silence(quiet, answer));
        let heard = Instant::now();
        assert_eq!(next(&mut silence, heard, false).await, (Finding::Quiet, 1));
        let heard = Instant::now();
        assert_eq!(next(&mut silence, heard, false).await, (Finding::Quiet, 1));
        assert_eq!(next(&mut silence, heard, false).await, (Finding::Gone, 10));
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_in_the_same_moment_is_one() {
        let (mut silence, heard) = (silence(), Instant::now());
        next(&mut silence, heard, false).await;
        let heard = Instant::now();
        let asked = next(&mut silence, heard, false).await;
        assert_eq!(asked, (Finding::Quiet, 30));
        let gone = next(&mut silence, heard, false).await;
        assert_eq!(gone, (Finding::Gone, 5));
    }
}
