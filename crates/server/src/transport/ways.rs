//! What the requests share that are no sockets: who asks, from which page, and how a refusal looks over HTTP.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header,
};
use axum::middleware::Next;
use buildamp_engine::Tenant;
use futures_util::StreamExt;
use tokio::sync::Notify;

use super::http::{host, text};
use super::sse::Streams;
use crate::identity::{Credentials, Origins, Token};
use crate::protocol::{self, Code, Frame, Refusal};
use crate::{Connection, Hello, Node};

/// What all requests of a listener share.
pub(super) struct Ways {
    pub(super) node: Arc<Node>,
    pub(super) origins: Origins,
    pub(super) streams: Arc<Streams>,
    /// How often a silent stream is given a sign of life.
    pub(super) ping: Duration,
    /// Bytes that may wait for one slow reader.
    pub(super) queue: usize,
}

/// Cuts the TCP connection that a request came on: for who doesn't read what was said to them.
#[derive(Clone, Default)]
pub(super) struct Cut(pub(super) Arc<Notify>);

/// Who asks.
pub(super) struct Asking {
    pub(super) hello: Hello,
    pub(super) token: Option<Token>,
    pub(super) tenant: Tenant,
    /// Who they say they are, where that is in the query.
    named: Option<String>,
    query: Vec<(String, String)>,
}

impl Asking {
    /// Reads the query, and verifies the token.
    ///
    /// # Errors
    /// Where the query can't be read, or the token is missing or wrong.
    pub(super) fn read<B>(node: &Node, request: &Request<B>) -> Result<Asking, Refusal> {
        let query = Query::<Vec<(String, String)>>::try_from_uri(request.uri());
        let Ok(Query(query)) = query else {
            return Err(Refusal::new(Code::BadFrame, "the query can't be read"));
        };
        let find = |name: &str| {
            let found = query.iter().find(|(found, _)| found == name);
            found.map(|(_, value)| value.clone())
        };
        let headers = request.headers();
        let token = find("token");
        let credentials = Credentials::find(
            text(headers, &header::AUTHORIZATION),
            None,
            token.as_deref(),
        );
        let hello = Hello {
            host: host(headers),
            token: credentials.token,
            session: find("session"),
        };
        Ok(Asking {
            token: Connection::authenticate(node, &hello)?,
            tenant: node.tenant(&hello.host),
            hello,
            named: find("userId"),
            query,
        })
    }

    /// All values of this name in the query, each once.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for (_, value) in self.query.iter().filter(|(key, _)| key == name) {
            if !found.contains(&value.as_str()) {
                found.push(value);
            }
        }
        found
    }

    /// The first value of this name in the query.
    pub(super) fn one(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The name that the query gives, where it does.
    pub(super) fn named(&self) -> Option<&str> {
        self.named.as_deref()
    }

    /// The user: the token's, or, without authentication, the query's.
    ///
    /// # Errors
    /// Where there is none, or the query names another than the token.
    pub(super) fn user(&self, node: &Node) -> Result<Arc<str>, Refusal> {
        let proven = self.token.as_ref().map(|token| token.user.as_str());
        let user = match (proven, self.named()) {
            (Some(user), Some(named)) if user != named => {
                let text = "the `userId` is not the token's user";
                return Err(Refusal::new(Code::IdentityMismatch, text));
            }
            (Some(user), _) | (None, Some(user)) => user,
            (None, None) => {
                let text = "say who you are: `?userId=` in the query";
                return Err(Refusal::new(Code::Unauthorized, text));
            }
        };
        let longest = node.limits().user_name;
        if user.is_empty() || user.len() > longest {
            let text = format!("a user's name has 1 to {longest} bytes");
            return Err(Refusal::new(Code::Unauthorized, text));
        }
        Ok(user.into())
    }
}

/// What requests of other pages may send, and their scripts may read of the answer.
const MAY_SEND: &str = "Authorization, Content-Type, Content-Digest, Content-Disposition, Idempotency-Key, Last-Event-ID, Range";
const MAY_READ: &str = "Content-Disposition, Content-Range, ETag, Location, Retry-After";

/// Refuses pages of origins that may not ask, and tells browsers that the others may.
pub(super) async fn cross_origin(
    State(ways): State<Arc<Ways>>,
    request: Request<Body>,
    next: Next,
) -> Response<Body> {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let named = origin.as_ref().map(|origin| origin.to_str().unwrap_or("?"));
    if !ways.origins.allow(named) {
        let text = "pages of this origin may not ask; the server's setting `origins` lists those that may\n";
        return plain(StatusCode::FORBIDDEN, text.to_owned());
    }
    let preflight = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match preflight {
        true => preflight_answer(),
        false => next.run(request).await,
    };
    let headers = response.headers_mut();
    let allowed = match &ways.origins {
        Origins::Any => Some(HeaderValue::from_static("*")),
        Origins::Only(_) => {
            headers.append(header::VARY, HeaderValue::from_static("Origin"));
            origin
        }
    };
    if let Some(allowed) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        let may_read = HeaderValue::from_static(MAY_READ);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, may_read);
    }
    response
}

fn preflight_answer() -> Response<Body> {
    let mut response = plain(StatusCode::NO_CONTENT, String::new());
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, MAY_SEND),
        (header::ACCESS_CONTROL_MAX_AGE, "7200"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A refusal as an answer: the `error` frame, under the status that fits.
pub(super) fn refused(node: &Node, refusal: &Refusal, room: Option<&str>) -> Response<Body> {
    let code = crate::metrics::Code {
        code: refusal.code.name(),
    };
    node.metrics.refusals.get_or_create(&code).inc();
    let frame = protocol::refused(refusal, None, room);
    json(status(refusal.code), &frame, refusal.retry_after)
}

/// A frame as an answer.
pub(super) fn json(status: StatusCode, frame: &Frame, retry: Option<Duration>) -> Response<Body> {
    let mut response = Response::new(Body::from(Bytes::copy_from_slice(frame.text())));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    let retry = match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            Some(retry.unwrap_or(Duration::from_secs(1)))
        }
        _ => retry,
    };
    if let Some(retry) = retry {
        // Whole seconds, for that is all that the header can say; never too early.
        let seconds = retry.as_millis().div_ceil(1000).max(1);
        headers.insert(header::RETRY_AFTER, number(seconds));
    }
    response
}

/// A number as a header's value.
pub(super) fn number(number: impl std::fmt::Display) -> HeaderValue {
    HeaderValue::try_from(number.to_string()).unwrap_or(HeaderValue::from_static("0"))
}

/// A text as an answer.
pub(super) fn plain(status: StatusCode, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response
}

/// The status of HTTP that comes nearest to a code.
pub(super) fn status(code: Code) -> StatusCode {
    match code {
        Code::BadJson
        | Code::BadFrame
        | Code::UnknownType
        | Code::UnknownMessage
        | Code::InvalidPayload
        | Code::NotClientMessage => StatusCode::BAD_REQUEST,
        Code::Unauthorized => StatusCode::UNAUTHORIZED,
        Code::IdentityMismatch
        | Code::AccessDenied
        | Code::NotInRoom
        | Code::Rejected
        | Code::TooManyRooms => StatusCode::FORBIDDEN,
        Code::Conflict => StatusCode::CONFLICT,
        Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::LogicMemory | Code::LogicCrashed => StatusCode::INTERNAL_SERVER_ERROR,
        Code::LogicTimeout | Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// The text of a header that has no constant.
pub(super) fn named<'h>(headers: &'h HeaderMap, name: &'static str) -> Option<&'h str> {
    text(headers, &HeaderName::from_static(name))
}

/// How long a body may pause.
pub(super) const PAUSE: Duration = Duration::from_secs(30);

/// A body, within a limit.
///
/// # Errors
/// Where it is too long, pauses too long, or ends before its end.
pub(super) async fn read(body: Body, longest: usize) -> Result<Vec<u8>, Refusal> {
    let mut pieces = body.into_data_stream();
    let mut whole = Vec::new();
    loop {
        let piece = tokio::time::timeout(PAUSE, pieces.next()).await;
        let piece = match piece {
            Ok(Some(Ok(piece))) => piece,
            Ok(None) => return Ok(whole),
            Ok(Some(Err(_))) => return Err(cut_off()),
            Err(_) => return Err(Refusal::new(Code::BadFrame, "the body pauses too long")),
        };
        if whole.len() + piece.len() > longest {
            let text = format!("the body has more than {longest} bytes, which are allowed");
            return Err(Refusal::new(Code::TooLarge, text));
        }
        whole.extend_from_slice(&piece);
    }
}

/// A body ended before its end. Hardly anybody is there to hear it.
pub(super) fn cut_off() -> Refusal {
    Refusal::new(Code::BadFrame, "the body ends before its end")
}
