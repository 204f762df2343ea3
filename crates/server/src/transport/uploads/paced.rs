//! A file's bytes on their way to a reader who has to take them: within a while each, and within a time that goes by their number all
//! together. Who takes none holds a connection and a part of the file for nothing.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt};
use tokio::task::AbortHandle;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use crate::pace::{PAUSE, time};
use crate::transport::ways::Cut;

/// The most bytes of a piece: what lies ready for one reader. A store may give a file in one piece.
const PIECE: usize = 32 << 10;

/// The bytes that a store gives.
type Given = BoxStream<'static, object_store::Result<Bytes>>;

struct Paced {
    given: Given,
    /// Of the last piece that was given.
    left: Bytes,
    /// Whether something was taken since this was last looked at.
    moved: Arc<AtomicBool>,
    /// Looks.
    watch: AbortHandle,
}

impl Drop for Paced {
    fn drop(&mut self) {
        self.watch.abort();
    }
}

/// A body of so many bytes. Whoever is too slow with it is cut off.
pub(super) fn body(given: Given, bytes: u64, cut: Cut) -> Body {
    let moved = Arc::new(AtomicBool::new(true));
    let watched = moved.clone();
    let until = Instant::now() + time(bytes);
    let watch = tokio::spawn(async move {
        let mut looks = interval_at(Instant::now() + PAUSE, PAUSE);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let now = looks.tick().await;
            if !watched.swap(false, Ordering::Relaxed) || now > until {
                return cut.0.notify_one();
            }
        }
    });
    Body::from_stream(Paced {
        given,
        left: Bytes::new(),
        moved,
        watch: watch.abort_handle(),
    })
}

impl Stream for Paced {
    type Item = object_store::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        while this.left.is_empty() {
            match ready!(this.given.poll_next_unpin(context)) {
                Some(Ok(bytes)) => this.left = bytes,
                end => return Poll::Ready(end),
            }
        }
        this.moved.store(true, Ordering::Relaxed);
        let piece = this.left.split_to(this.left.len().min(PIECE));
        Poll::Ready(Some(Ok(piece)))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::stream;
    use tokio::time::{sleep, timeout};

    use super::*;

    fn file(bytes: usize) -> (axum::body::BodyDataStream, Cut) {
        let cut = Cut::default();
        let given = stream::iter([Ok(Bytes::from(vec![b'x'; bytes]))]).boxed();
        let body = body(given, bytes as u64, cut.clone());
        (body.into_data_stream(), cut)
    }

    async fn is_cut_within(cut: &Cut, seconds: u64) -> bool {
        let cut = cut.0.notified();
        timeout(Duration::from_secs(seconds), cut).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn a_file_comes_in_small_pieces_and_who_takes_them_is_left_alone() {
        let (mut body, cut) = file(100_000);
        let mut sizes = Vec::new();
        while let Some(piece) = body.next().await {
            sizes.push(piece.expect("bytes").len());
            // Slower than a piece a second, and still within the time.
            sleep(Duration::from_secs(3)).await;
        }
        assert_eq!(sizes, [PIECE, PIECE, PIECE, 100_000 - 3 * PIECE]);
        drop(body);
        assert!(!is_cut_within(&cut, 1_000).await);
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_is_cut() {
        let (mut body, cut) = file(10 << 20);
        body.next().await.expect("a piece").expect("bytes");
        assert!(!is_cut_within(&cut, 29).await);
        assert!(is_cut_within(&cut, 32).await);
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_a_piece_now_and_then_is_cut_in_the_end() {
        let (mut body, cut) = file(1 << 20);
        let began = Instant::now();
        let taking = async {
            while body.next().await.is_some() {
                sleep(Duration::from_secs(20)).await;
            }
        };
        tokio::select! {
            () = taking => panic!("it took {:?}", began.elapsed()),
            () = cut.0.notified() => {}
        }
        let needed = time(1 << 20);
        assert!((needed..needed + 2 * PAUSE).contains(&began.elapsed()));
    }
}
