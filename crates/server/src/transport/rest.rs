//! What is left of a body that nobody wanted: it is read all the same, so far and so long, while the answer is already on its way. Whoever
//! still writes can't read an answer, and one whose connection is cut may lose it.
//!
//! Stands before all pages and paths: whatever refuses a request there need not think of its body. Requests for sockets don't pass here; who refuses
//! one hands it in.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use axum::http::{Request, Response, header};
use axum::middleware::Next;
use futures_util::{Stream, StreamExt};

/// So many bytes, and for so long.
const DRAINED: usize = 64 << 20;
const DRAINING: Duration = Duration::from_secs(30);

/// Answers a request, and reads what the answer has left of its body.
pub(super) async fn read_to_the_end(request: Request<Body>, next: Next) -> Response<Body> {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (request, rest) = Rest::keep(request);
    let response = next.run(request).await;
    rest.drain();
    response
}

/// Reads the body of a request that was refused without a look at it.
pub(super) fn read_refused(request: Request<Body>) {
    if !request.body().is_end_stream() {
        let (_, rest) = Rest::keep(request);
        rest.drain();
    }
}

/// A request's body, behind the back of who works on it.
struct Rest {
    body: Shared,
    /// The client waits with the body until it is told to go on.
    waits: bool,
}

#[derive(Clone)]
struct Shared(Arc<Mutex<Held>>);

struct Held {
    body: BodyDataStream,
    begun: bool,
    ended: bool,
}

impl Rest {
    /// The same request, whose rest can be read after it was answered.
    fn keep(request: Request<Body>) -> (Request<Body>, Rest) {
        let waits = request.headers().contains_key(header::EXPECT);
        let (head, body) = request.into_parts();
        let body = Shared(Arc::new(Mutex::new(Held {
            body: body.into_data_stream(),
            begun: false,
            ended: false,
        })));
        let rest = Rest {
            body: body.clone(),
            waits,
        };
        (Request::from_parts(head, Body::from_stream(body)), rest)
    }

    /// Reads what is left, if there is anything, and forgets it.
    fn drain(mut self) {
        let (begun, ended) = self.body.held(|held| (held.begun, held.ended));
        // Reading would tell who waits to send it.
        if ended || self.waits && !begun {
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
            let next = held.body.poll_next_unpin(context);
            held.ended = matches!(next, Poll::Ready(None | Some(Err(_))));
            next
        })
    }
}
