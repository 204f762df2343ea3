//! Files that come in a form, which may have little beside its one file.
//!
//! Whoever parses a form holds all of a part's head until it ends. So only so many bytes are handed on that are not the file's, and
//! never more than one piece at a time.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::FromRequest;
use axum::extract::multipart::{Field, Multipart};
use axum::http::{Request, Response};
use futures_util::{Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

use super::{Denied, Desk, Head, Source, ask, declared, finish, take};
use crate::pace::PAUSE;
use crate::protocol::{Code, Refusal};
use crate::transport::ways::{cut_off, pauses};

/// What a form may have beside its file.
pub(super) const FORM: u64 = 64 << 10;

/// The body is a form, with one file in it.
pub(super) async fn form(
    desk: &Desk,
    head: &Head,
    request: Request<Body>,
) -> Result<Response<Body>, Denied> {
    let beside = Arc::new(Beside::default());
    let request = request.map(|body| {
        Body::from_stream(Pieces {
            body: body.into_data_stream(),
            beside: beside.clone(),
            rests: false,
        })
    });
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|error| Refusal::new(Code::BadFrame, error.body_text()))?;
    let mut found = None;
    while let Some(field) = next_field(&mut form, head.until, &beside).await? {
        let Some(name) = field.file_name().map(str::to_owned) else {
            continue;
        };
        if found.is_some() {
            let text = "one file at a time: the form has more";
            return Err(Refusal::new(Code::BadFrame, text).into());
        }
        let declared = field.content_type().map(declared).transpose()?;
        // The form's length is the file's and a little more.
        let most = desk.uploads.settings.max_size;
        let size = head.length.min(most);
        let offer = head.offer(desk, &name, declared.as_deref(), size);
        let mut source = Source::Part(Box::new(field));
        beside.is_file.store(true, Ordering::Relaxed);
        ask(desk, &offer, declared.as_deref()).await?;
        let whole = take(desk, head, &offer, declared, most, &mut source).await?;
        found = Some((offer, whole));
        beside.is_file.store(false, Ordering::Relaxed);
    }
    match found {
        Some((offer, whole)) => finish(desk, offer, whole).await,
        None => Err(Refusal::new(Code::BadFrame, "the form has no file").into()),
    }
}

async fn next_field<'f>(
    form: &'f mut Multipart,
    until: Instant,
    beside: &Beside,
) -> Result<Option<Field<'f>>, Refusal> {
    let until = until.min(Instant::now() + PAUSE);
    match timeout_at(until, form.next_field()).await {
        Ok(Ok(field)) => Ok(field),
        Ok(Err(_)) if beside.is_over.load(Ordering::Relaxed) => {
            let text = format!("a form may have {FORM} bytes beside its file, and this has more");
            Err(Refusal::new(Code::TooLarge, text))
        }
        Ok(Err(_)) => Err(cut_off()),
        Err(_) => Err(pauses()),
    }
}

/// What came that is not the file's.
struct Beside {
    left: AtomicU64,
    is_file: AtomicBool,
    is_over: AtomicBool,
}

impl Default for Beside {
    fn default() -> Beside {
        Beside {
            // Twice, for a piece that ends a head brings some of the file along.
            left: AtomicU64::new(2 * FORM),
            is_file: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
        }
    }
}

impl Beside {
    /// Whether so many bytes more may be handed on.
    fn has_room(&self, bytes: u64) -> bool {
        if self.is_file.load(Ordering::Relaxed) {
            return true;
        }
        match self.left.load(Ordering::Relaxed).checked_sub(bytes) {
            Some(left) => self.left.store(left, Ordering::Relaxed),
            None => self.is_over.store(true, Ordering::Relaxed),
        }
        !self.is_over.load(Ordering::Relaxed)
    }
}

/// A form's body.
struct Pieces {
    body: BodyDataStream,
    beside: Arc<Beside>,
    /// A piece was handed on: it is looked at before there is another.
    rests: bool,
}

impl Stream for Pieces {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if std::mem::take(&mut this.rests) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let piece = ready!(this.body.poll_next_unpin(context));
        if let Some(Ok(bytes)) = &piece {
            if !this.beside.has_room(bytes.len() as u64) {
                let error = axum::Error::new("too much beside the file");
                return Poll::Ready(Some(Err(error)));
            }
            this.rests = true;
        }
        Poll::Ready(piece)
    }
}
