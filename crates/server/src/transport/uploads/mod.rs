//! `POST /uploads?room=R`: a file comes in; `GET /uploads/{id}` brings it back.
//!
//! Owns the order of things: who asks, whether the rules would take it, then the bytes, then the commit. Before the rules have
//! agreed nothing is kept, and nothing stays of a body that is cut off.

mod form;
mod headers;
mod paced;
mod serve;

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use axum::routing::{get, post};
use axum::{Router, middleware};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

use super::ways::{
    Asking, Ways, cross_origin, cut_off, json, pauses, refused, status, text, too_slow,
};
use crate::node::Offer;
use crate::pace::{PAUSE, time};
use crate::protocol::{self, Code, Frame, Refusal};
use crate::uploads::{Intake, NoPermit, Record, Trouble, Uploads, Whole, clean, essence, new_id};
use form::{FORM, form};
use headers::{Digest, digest, filename};

/// What requests for files share.
struct Desk {
    ways: Arc<Ways>,
    uploads: Arc<Uploads>,
}

/// The paths of uploads, where there are any.
pub(super) fn routes(ways: Arc<Ways>, uploads: Option<Arc<Uploads>>) -> Router {
    let Some(uploads) = uploads else {
        return Router::new();
    };
    let desk = Arc::new(Desk {
        ways: ways.clone(),
        uploads,
    });
    Router::new()
        .route("/uploads", post(upload))
        .route("/uploads/{id}", get(serve::file))
        .layer(middleware::from_fn_with_state(ways, cross_origin))
        // The setting's limit is held while the bytes come.
        .layer(DefaultBodyLimit::disable())
        .with_state(desk)
}

/// Why there is no file, under which status.
struct Denied(StatusCode, Refusal);

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Denied {
        Denied(status(refusal.code), refusal)
    }
}

impl From<Trouble> for Denied {
    fn from(trouble: Trouble) -> Denied {
        match trouble {
            Trouble::Refused(refusal) => refusal.into(),
            Trouble::Type(text) => Denied(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                Refusal::new(Code::InvalidPayload, text),
            ),
            Trouble::Full => Denied(
                StatusCode::INSUFFICIENT_STORAGE,
                Refusal::new(
                    Code::Unavailable,
                    "the server has no space left; nothing was kept",
                ),
            ),
        }
    }
}

fn denied(desk: &Desk, Denied(status, refusal): &Denied, room: Option<&str>) -> Response<Body> {
    let mut response = refused(&desk.ways.node, refusal, room);
    *response.status_mut() = *status;
    response
}

async fn upload(State(desk): State<Arc<Desk>>, request: Request<Body>) -> Response<Body> {
    let received = receive(&desk, request).await;
    received.unwrap_or_else(|reason| denied(&desk, &reason, None))
}

/// What is known before the body.
struct Head {
    asking: Asking,
    user: Arc<str>,
    room: String,
    /// Of the whole body.
    length: u64,
    /// When all of it has to be there: who sends a byte now and then would keep others from uploading.
    until: Instant,
    digest: Option<Digest>,
}

impl Head {
    fn read(desk: &Desk, asking: Asking, request: &Request<Body>) -> Result<Head, Denied> {
        let user = asking.user(&desk.ways.node)?;
        let room = asking.one("room").map(str::to_owned);
        let room = room.ok_or_else(|| {
            Refusal::new(Code::BadFrame, "name the room that it is for: `?room=`")
        })?;
        let headers = request.headers();
        let length = text(headers, &header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
        let length = length.ok_or_else(|| {
            let text = "the length has to be told before the body: `Content-Length`";
            Denied(
                StatusCode::LENGTH_REQUIRED,
                Refusal::new(Code::BadFrame, text),
            )
        })?;
        Ok(Head {
            digest: digest(headers)?,
            asking,
            user,
            room,
            length,
            until: Instant::now() + time(length),
        })
    }

    fn offer(&self, desk: &Desk, name: &str, kind: Option<&str>, size: u64) -> Offer {
        Offer {
            tenant: self.asking.tenant.clone(),
            id: new_id(),
            file: Record {
                name: clean(name),
                content_type: kind.unwrap_or("application/octet-stream").to_owned(),
                size,
                sha256: String::new(),
                room: self.room.clone(),
                user: self.user.to_string(),
                at: desk.ways.node.clock.now().0,
            },
            claims: self.asking.claims().cloned(),
            session: self.asking.session(),
            bytes_per_day: desk.uploads.settings.bytes_per_day,
        }
    }
}

async fn receive(desk: &Desk, request: Request<Body>) -> Result<Response<Body>, Denied> {
    let node = &desk.ways.node;
    if node.is_draining() {
        let text = "the server is about to restart; nothing was kept, try again";
        return Err(Refusal::new(Code::Unavailable, text).into());
    }
    let asking = Asking::read(node, &request).await?;
    let head = Head::read(desk, asking, &request)?;
    let settings = &desk.uploads.settings;
    let is_form = text(request.headers(), &header::CONTENT_TYPE)
        .and_then(essence)
        .is_some_and(|kind| kind == "multipart/form-data");
    let most = settings
        .max_size
        .saturating_add(if is_form { FORM } else { 0 });
    if head.length > most {
        let text = format!(
            "the file has {} bytes; {} are allowed",
            head.length, settings.max_size
        );
        return Err(Refusal::new(Code::TooLarge, text).into());
    }
    if let Some(rate) = settings.rate {
        let own = Some((UPLOADS, rate));
        let taken = node
            .users
            .take(&head.asking.tenant, &head.user, own, None, node.clock.now());
        taken.map_err(|wait| {
            let reached = rate.exceeded("uploads");
            let text = format!("{reached} (per_minute of [uploads]); slow down");
            Refusal {
                retry_after: Some(wait),
                ..Refusal::new(Code::RateLimited, text)
            }
        })?;
    }
    let permit = desk.uploads.permits.take(&head.asking.tenant, &head.user);
    let _permit = permit.map_err(|none| match none {
        NoPermit::Own => Refusal {
            retry_after: Some(Duration::from_secs(1)),
            ..Refusal::new(
                Code::RateLimited,
                "you upload as many files at once as one user may; let one end",
            )
        },
        NoPermit::All => Refusal::new(Code::Unavailable, "too many uploads at once; try again"),
    })?;
    match is_form {
        true => form(desk, &head, request).await,
        false => raw(desk, &head, request).await,
    }
}

/// What stands for uploads where rates are told by message types. No type has this number.
const UPLOADS: u32 = u32::MAX;

/// The body is the file.
async fn raw(desk: &Desk, head: &Head, request: Request<Body>) -> Result<Response<Body>, Denied> {
    let headers = request.headers();
    let name = head.asking.one("name").map(str::to_owned);
    let name = name.or_else(|| text(headers, &header::CONTENT_DISPOSITION).and_then(filename));
    let declared = text(headers, &header::CONTENT_TYPE)
        .map(declared)
        .transpose()?;
    let offer = head.offer(
        desk,
        &name.unwrap_or_default(),
        declared.as_deref(),
        head.length,
    );
    let mut source = Source::Raw(request.into_body().into_data_stream());
    ask(desk, &offer, declared.as_deref()).await?;
    let whole = take(desk, head, &offer, declared, head.length, &mut source).await?;
    finish(desk, offer, whole).await
}

fn declared(header: &str) -> Result<String, Refusal> {
    essence(header).ok_or_else(|| {
        Refusal::new(
            Code::BadFrame,
            "the `Content-Type` is no type: `image/png` would be one",
        )
    })
}

/// Whether the type is taken, and the rules would take the file.
async fn ask(desk: &Desk, offer: &Offer, declared: Option<&str>) -> Result<(), Denied> {
    let is_told = declared.filter(|kind| *kind != "application/octet-stream");
    if let Some(kind) = is_told.filter(|kind| !desk.uploads.takes(kind)) {
        return Err(Trouble::Type(format!("files of the type {kind} are not taken")).into());
    }
    let (node, offer) = (desk.ways.node.clone(), offer.clone());
    let considered = tokio::task::spawn_blocking(move || node.consider(&offer)).await;
    Ok(considered.unwrap_or_else(|_| Err(stopped()))?)
}

/// Where the bytes come from.
enum Source<'f> {
    Raw(BodyDataStream),
    Part(Box<Field<'f>>),
}

impl Source<'_> {
    async fn next(&mut self) -> Result<Option<Bytes>, Refusal> {
        let next = async {
            match self {
                Source::Raw(stream) => stream.next().await.transpose().map_err(|_| cut_off()),
                Source::Part(field) => field.chunk().await.map_err(|_| cut_off()),
            }
        };
        let next = tokio::time::timeout(PAUSE, next).await;
        next.unwrap_or_else(|_| Err(pauses()))
    }
}

/// Takes all bytes into the store.
async fn take(
    desk: &Desk,
    head: &Head,
    offer: &Offer,
    declared: Option<String>,
    most: u64,
    source: &mut Source<'_>,
) -> Result<Whole, Denied> {
    let path = desk.uploads.path(&offer.tenant, &offer.id);
    let mut intake = Intake::new(&desk.uploads, path, declared, most);
    let arriving = async {
        while let Some(bytes) = source.next().await? {
            intake.take(bytes).await?;
        }
        Ok::<(), Denied>(())
    };
    let arrived = timeout_at(head.until, arriving).await;
    arrived.unwrap_or_else(|_| Err(too_slow().into()))?;
    let whole = intake.finish().await?;
    match &head.digest {
        Some(digest) if **digest != whole.sha256 => {
            let text = "the checksum is not that of the bytes that came";
            Err(Refusal::new(Code::BadFrame, text).into())
        }
        _ => Ok(whole),
    }
}

/// The transaction. It goes on when who uploaded has gone.
async fn finish(desk: &Desk, mut offer: Offer, whole: Whole) -> Result<Response<Body>, Denied> {
    offer.file.size = whole.size;
    offer.file.content_type.clone_from(&whole.content_type);
    offer.file.sha256 = whole
        .sha256
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let node = desk.ways.node.clone();
    let answered = tokio::spawn(async move {
        let mut whole = whole;
        let told = node.admit(offer.clone()).await;
        let told = told.unwrap_or_else(|_| Err(stopped()));
        // Where it is not known whether the record is there the bytes stay: without one they are swept, and it without them is a lost file.
        let is_refused = |refusal: &Refusal| refusal.code != Code::Unavailable;
        if !told.as_ref().is_err_and(is_refused) {
            whole.keep();
        }
        let (receipt, answer) = told?;
        let (sender, settled) = tokio::sync::oneshot::channel();
        let settle = Box::new(move |result| {
            let _ = sender.send(result);
        });
        node.engine.when_settled(receipt, settle);
        match settled.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Err(crate::transaction::unknown(error)),
            Err(_) => return Err(stopped()),
        }
        node.metrics.uploads.inc();
        node.metrics.uploaded_bytes.inc_by(offer.file.size);
        Ok(taken(&offer, answer.as_deref()))
    });
    Ok(answered.await.unwrap_or_else(|_| Err(stopped()))?)
}

fn stopped() -> Refusal {
    Refusal::new(Code::Unavailable, "the server stops; try again later")
}

/// The answer: what has become of the file.
fn taken(offer: &Offer, answer: Option<&str>) -> Response<Body> {
    let url = format!("/uploads/{}", offer.id);
    let file = &offer.file;
    let mut said = String::from(r#"{"type":"uploaded","id":"#);
    protocol::quote(&mut said, &offer.id);
    for (name, value) in [
        ("url", &url),
        ("room", &file.room),
        ("name", &file.name),
        ("content_type", &file.content_type),
        ("sha256", &file.sha256),
    ] {
        said.push_str(&format!(",\"{name}\":"));
        protocol::quote(&mut said, value);
    }
    let response = answer.unwrap_or("null");
    said.push_str(&format!(r#","size":{},"response":{response}}}"#, file.size));
    let mut response = json(StatusCode::CREATED, &Frame::from(said), None);
    let location = HeaderValue::try_from(url);
    let headers: &mut HeaderMap = response.headers_mut();
    if let Ok(location) = location {
        headers.insert(header::LOCATION, location);
    }
    response
}
