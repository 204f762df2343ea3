//! What the requests share that are no sockets: who asks, from which page, and how a refusal looks over HTTP.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::{Query, State};
use axum::http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri, header,
};
use axum::middleware::Next;
use buildamp_engine::Tenant;
use futures_util::StreamExt;
use tokio::sync::Notify;

use super::sse::Streams;
use crate::identity::{Claims, Credentials, Origins, Token};
use crate::pace::{PAUSE, time};
use crate::peer::Session;
use crate::protocol::{self, Code, Frame, Refusal};
use crate::{Connection, DirectFrom, Hello, Node};

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

/// The address that a request came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct From(pub(super) std::net::IpAddr);

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
    pub(super) fn read<'n, B>(
        node: &'n Node,
        request: &Request<B>,
    ) -> impl Future<Output = Result<Asking, Refusal>> + Send + use<'n, B> {
        // Nothing of the request is held while the keys of the token are waited for.
        let read = query(request.uri()).map(|query| {
            let (hello, _) = hello(request.headers(), None, &query);
            (hello, query)
        });
        async move {
            let (hello, query) = read?;
            Ok(Asking {
                token: Connection::authenticate(node, &hello).await?,
                tenant: node.tenant(&hello.host),
                hello,
                named: find(&query, "userId").map(str::to_owned),
                query,
            })
        }
    }

    /// What the token says, where the app wants to know.
    pub(super) fn claims(&self) -> Option<&Claims> {
        self.token.as_ref()?.claims.as_ref()
    }

    /// The session that the query names.
    pub(super) fn session(&self) -> Option<Session> {
        Session::read(self.hello.session.as_deref()?)
    }

    /// All values of this name in the query, each once.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        let mut known = HashSet::new();
        let values = self.query.iter().filter(|(key, _)| key == name);
        let values = values.map(|(_, value)| value.as_str());
        values.filter(|value| known.insert(*value)).collect()
    }

    /// The first value of this name in the query.
    pub(super) fn one(&self, name: &str) -> Option<&str> {
        find(&self.query, name)
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

/// A query's names and values.
pub(super) type Pairs = Vec<(String, String)>;

/// The query of a request.
///
/// # Errors
/// Where it can't be read.
pub(super) fn query(uri: &Uri) -> Result<Pairs, Refusal> {
    let query = Query::<Pairs>::try_from_uri(uri);
    let query = query.map_err(|_| Refusal::new(Code::BadFrame, "the query can't be read"))?;
    Ok(query.0)
}

fn find<'q>(query: &'q Pairs, name: &str) -> Option<&'q str> {
    let found = query.iter().find(|(found, _)| found == name);
    found.map(|(_, value)| value.as_str())
}

/// What a connection begins with, and the subprotocol that brought the token, where one of those that are offered did.
pub(super) fn hello(
    headers: &HeaderMap,
    protocols: Option<&str>,
    query: &Pairs,
) -> (Hello, Option<String>) {
    let credentials = Credentials::find(
        text(headers, &header::AUTHORIZATION),
        protocols,
        find(query, "token"),
    );
    let hello = Hello {
        host: host(headers),
        token: credentials.token,
        session: find(query, "session").map(str::to_owned),
        direct: find(query, "direct").map(DirectFrom::read),
    };
    (hello, credentials.subprotocol)
}

/// The answer to a request of a page whose origin may not ask here.
pub(super) fn turn_away(origins: &Origins, headers: &HeaderMap) -> Option<Response<Body>> {
    let origin = headers.get(header::ORIGIN);
    if origins.allow(origin.map(|origin| origin.to_str().unwrap_or("?"))) {
        return None;
    }
    let text =
        "pages of this origin may not ask; the server's setting `origins` lists those that may\n";
    Some(plain(StatusCode::FORBIDDEN, text.to_owned()))
}

/// The text of a header.
pub(super) fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// The host without its port.
pub(super) fn host(headers: &HeaderMap) -> String {
    let host = text(headers, &header::HOST).unwrap_or_default();
    let end = match host.rfind(':') {
        Some(colon) if !host[colon..].contains(']') => colon,
        _ => host.len(),
    };
    host[..end].to_owned()
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
    if let Some(refused) = turn_away(&ways.origins, request.headers()) {
        return refused;
    }
    let origin = request.headers().get(header::ORIGIN).cloned();
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
    ask_for_token(status, headers);
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
    ask_for_token(status, response.headers_mut());
    response
}

/// Says how to prove who one is, to those who did not.
fn ask_for_token(status: StatusCode, headers: &mut HeaderMap) {
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
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

/// A body, within a limit.
///
/// # Errors
/// Where it is too long, too slow, or ends before its end.
pub(super) async fn read(body: Body, longest: usize) -> Result<Vec<u8>, Refusal> {
    let pieces = body.into_data_stream();
    let time = time(u64::try_from(longest).unwrap_or(u64::MAX));
    let whole = tokio::time::timeout(time, gather(pieces, longest)).await;
    whole.unwrap_or_else(|_| Err(too_slow()))
}

async fn gather(mut pieces: BodyDataStream, longest: usize) -> Result<Vec<u8>, Refusal> {
    let mut whole = Vec::new();
    loop {
        let piece = tokio::time::timeout(PAUSE, pieces.next()).await;
        let piece = match piece {
            Ok(Some(Ok(piece))) => piece,
            Ok(None) => return Ok(whole),
            Ok(Some(Err(_))) => return Err(cut_off()),
            Err(_) => return Err(pauses()),
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

pub(super) fn pauses() -> Refusal {
    Refusal::new(Code::BadFrame, "the body pauses too long")
}

pub(super) fn too_slow() -> Refusal {
    Refusal::new(Code::BadFrame, "the body is too slow")
}
