//! An app's pages: `web/` at `/`, and what is generated under `/generated`.

use std::path::Path;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::routing::get;
use tower_http::services::ServeDir;

use super::overlay::{Overlay, SCRIPT};

/// The pages of an app; with an overlay while it is under development.
pub(super) fn pages(app: &Path, overlay: Option<Overlay>) -> Router {
    let site = Router::new()
        .nest_service("/generated", ServeDir::new(app.join("generated")))
        .fallback_service(ServeDir::new(app.join("web")))
        .layer(middleware::from_fn(fresh));
    let Some(overlay) = overlay else {
        return site;
    };
    let script = || async { ([(header::CONTENT_TYPE, "text/javascript")], SCRIPT) };
    site.layer(middleware::from_fn(with_script))
        .route(
            "/_buildamp/dev",
            get(move || async move { overlay.events() }),
        )
        .route("/_buildamp/overlay.js", get(script))
}

/// Pages and clients change with the app; browsers ask each time, and are told what has not changed.
async fn fresh(request: Request<Body>, next: Next) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        response = missing(&path);
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

/// Browsers show nothing of an answer without a body.
fn missing(path: &str) -> Response<Body> {
    let text = match path {
        "/" => "there is no web/index.html, which is the page at /\n".to_owned(),
        _ => format!("there is no {path}: pages are files of web/, and web/index.html is at /\n"),
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::NOT_FOUND;
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, plain);
    response
}

/// The largest page that gets the script.
const LARGEST: usize = 4 << 20;

/// Adds the overlay's script to a page.
async fn with_script(mut request: Request<Body>, next: Next) -> Response<Body> {
    // Half a page, or none since it has not changed, has no place for a script.
    for name in [
        header::IF_MODIFIED_SINCE,
        header::IF_NONE_MATCH,
        header::RANGE,
    ] {
        request.headers_mut().remove(name);
    }
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let mut page = bytes.to_vec();
    page.extend_from_slice(b"\n<script type=\"module\" src=\"/_buildamp/overlay.js\"></script>\n");
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(page))
}
