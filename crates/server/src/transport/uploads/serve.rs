//! Files on their way out: whole or in part, and so that a browser runs nothing of them.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use object_store::{GetOptions, ObjectStore};

use super::headers::{Wanted, disposition, has, wanted};
use super::paced;
use super::{Denied, Desk, denied, stopped};
use crate::node::Who;
use crate::protocol::{Code, Refusal};
use crate::transport::ways::{Asking, Cut, host, number};
use crate::uploads::{Access, Record, is_id, is_inline, trouble};

pub(super) async fn file(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Extension(cut): Extension<Cut>,
    request: Request<Body>,
) -> Response<Body> {
    let request = request.map(drop);
    match find(&desk, &id, &request, cut).await {
        Ok(response) => response,
        Err(reason) => denied(&desk, &reason, None),
    }
}

async fn find(
    desk: &Desk,
    id: &str,
    request: &Request<()>,
    cut: Cut,
) -> Result<Response<Body>, Denied> {
    let node = &desk.ways.node;
    let access = desk.uploads.settings.access;
    let (tenant, reader) = match access {
        Access::Id => (node.tenant(&host(request.headers())), None),
        Access::Room => {
            let asking = Asking::read(node, request).await?;
            let user = asking.user(node)?;
            (
                asking.tenant.clone(),
                Some((user, asking.claims().cloned())),
            )
        }
    };
    let record = match is_id(id) {
        true => {
            let (tenant, id) = (tenant.clone(), id.to_owned());
            let found = node.apart(move |node| node.uploaded(&tenant, &id)).await;
            found.unwrap_or_else(|| Err(stopped()))?
        }
        false => None,
    };
    let record = record.ok_or_else(nothing)?;
    if let Some((user, claims)) = reader {
        let (node, tenant, room) = (node.clone(), tenant.clone(), record.room.clone());
        let entry = move || {
            let who = Who::alone(&user, claims.as_ref());
            node.may_enter(&tenant, &room, who)
        };
        let may = tokio::task::spawn_blocking(entry).await;
        may.unwrap_or_else(|_| Err(stopped()))?;
    }
    let tag = format!("\"{}\"", record.sha256);
    if has(request.headers(), &tag) {
        return Ok(respond(StatusCode::NOT_MODIFIED, &record, access, &tag));
    }
    let part = wanted(request.headers(), record.size, &tag);
    let (status, range) = match part {
        Wanted::Whole => (StatusCode::OK, 0..record.size),
        Wanted::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Wanted::Nothing => return Ok(beyond(&record, access, &tag)),
    };
    let mut response = respond(status, &record, access, &tag);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, number(range.end - range.start));
    if status == StatusCode::PARTIAL_CONTENT {
        let (first, last, size) = (range.start, range.end - 1, record.size);
        headers.insert(
            header::CONTENT_RANGE,
            value(&format!("bytes {first}-{last}/{size}")),
        );
    }
    if *request.method() != Method::HEAD && range.start < range.end {
        let path = desk.uploads.path(&tenant, id);
        let bytes = range.end - range.start;
        let options = GetOptions::new().with_range(Some(range));
        let found = desk.uploads.settings.store.get_opts(&path, options).await;
        let found = found.map_err(|error| match error {
            object_store::Error::NotFound { .. } => {
                tracing::error!(id, "the bytes of an upload are not in the store");
                nothing()
            }
            error => trouble(&error).into(),
        })?;
        *response.body_mut() = paced::body(found.into_stream(), bytes, cut);
    }
    Ok(response)
}

fn nothing() -> Denied {
    let refusal = Refusal::new(Code::BadFrame, "there is no such file");
    Denied(StatusCode::NOT_FOUND, refusal)
}

fn beyond(record: &Record, access: Access, tag: &str) -> Response<Body> {
    let status = StatusCode::RANGE_NOT_SATISFIABLE;
    let mut response = respond(status, record, access, tag);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_RANGE,
        value(&format!("bytes */{}", record.size)),
    );
    headers.insert(header::CONTENT_LENGTH, number(0));
    response
}

/// Nothing in the file is run, loaded or framed, whatever the browser takes it for.
const POLICY: &str =
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

fn respond(status: StatusCode, record: &Record, access: Access, tag: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    let kind = match &*record.content_type {
        "text/plain" => "text/plain; charset=utf-8",
        kind => kind,
    };
    let shown = match is_inline(&record.content_type) {
        true => "inline",
        false => "attachment",
    };
    // A file never changes; whether one may see it does.
    let cache = match access {
        Access::Id => "private, max-age=31536000, immutable",
        Access::Room => "private, no-cache",
    };
    let headers: &mut HeaderMap = response.headers_mut();
    for (name, told) in [
        (header::CONTENT_TYPE, kind),
        (
            header::CONTENT_DISPOSITION,
            &*disposition(shown, &record.name),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, cache),
        (header::ETAG, tag),
        (header::ACCEPT_RANGES, "bytes"),
    ] {
        headers.insert(name, value(told));
    }
    response
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}
