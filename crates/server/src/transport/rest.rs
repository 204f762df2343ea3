//! What is left of a body that was refused: it is read all the same, so far and so long, while the answer is already on its way. Whoever
//! still writes can't read an answer, and one whose connection is cut may lose it.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use axum::http::{Request, header};
use futures_util::{Stream, StreamExt};

/// So many bytes, and for so long.
const DRAINED: usize = 64 << 20;
const DRAINING: Duration = Duration::from_secs(30);

/// A request's body, behind the back of who works on it.
pub(super) struct Rest {
    body: Shared,
    /// The client waits with the body until it is told to go on.
    waits: bool,
}

#[derive(Clone)]
struct Shared(Arc<Mutex<Held>>);

struct Held {
    body: BodyDataStream,
    begun: bool,
}

impl Rest {
    /// The same request, whose rest can be read after it was refused.
    pub(super) fn keep(request: Request<Body>) -> (Request<Body>, Rest) {
        let waits = request.headers().contains_key(header::EXPECT);
        let (head, body) = request.into_parts();
        let body = Shared(Arc::new(Mutex::new(Held {
            body: body.into_data_stream(),
            begun: false,
        })));
        let rest = Rest {
            body: body.clone(),
            waits,
        };
        (Request::from_parts(head, Body::from_stream(body)), rest)
    }

    /// Reads what is left, and forgets it.
    pub(super) fn drain(mut self) {
        // Reading would tell who waits to send it.
        if self.waits && !self.body.held(|held| held.begun) {
            return;
        }
        tokio::spawn(async move {
            let drain = async {
                let mut left = DRAINED;
                while let Some(Ok(bytes)) = self.body.next().await {
                    match left.checked_sub(bytes.len()) {
                        Some(less) => left = less,
                        None => return,
                    }
                }
            };
            let _ = tokio::time::timeout(DRAINING, drain).await;
        });
    }
}

impl Shared {
    fn held<T>(&self, look: impl FnOnce(&mut Held) -> T) -> T {
        // Who panicked while reading it has answered nobody.
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Stream for Shared {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.held(|held| {
            held.begun = true;
            held.body.poll_next_unpin(context)
        })
    }
}
