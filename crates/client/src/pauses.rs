//! Rooms that are asked for again, each at its time.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

#[derive(Debug, Default)]
pub(crate) struct Pauses(Vec<(Instant, String)>);

impl Pauses {
    pub(crate) fn add(&mut self, room: String, pause: Duration) {
        self.0.push((Instant::now() + pause, room));
    }

    /// The next room whose time has come; never where none waits. Cancelled, it loses nothing.
    pub(crate) async fn next(&mut self) -> String {
        let first = (0..self.0.len()).min_by_key(|place| self.0[*place].0);
        let Some(first) = first else {
            return std::future::pending().await;
        };
        sleep_until(self.0[first].0).await;
        self.0.swap_remove(first).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_comes_at_its_time() {
        let mut pauses = Pauses::default();
        for (room, seconds) in [("late", 9), ("early", 1), ("later", 30)] {
            pauses.add(room.to_owned(), Duration::from_secs(seconds));
        }
        let began = Instant::now();
        for (room, seconds) in [("early", 1), ("late", 9), ("later", 30)] {
            assert_eq!(pauses.next().await, room);
            assert_eq!(began.elapsed().as_secs(), seconds);
        }
        let none = tokio::time::timeout(Duration::from_secs(60), pauses.next());
        assert!(none.await.is_err());
    }
}
