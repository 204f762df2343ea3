//! Keys over HTTP: one request, within bounds of time and size, and how long its answer may be kept.
//!
//! Redirects are not followed: what is trusted stands in the settings.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::header::{ACCEPT, CACHE_CONTROL, HeaderMap, LOCATION, USER_AGENT};
use hyper::{Request, StatusCode, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::timeout;

use super::keys::{KeyError, Keys};
use crate::connect::Connector;
use crate::webhooks::{Allow, literal};

/// The most bytes of an answer.
const LONGEST: usize = 256 << 10;

/// Why an address is none that keys can be had from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoAddress {
    /// No URL at all.
    #[error("`{0}` is no URL: {1}")]
    NoUrl(String, String),
    /// Anybody on the way could give keys of their own.
    #[error(
        "keys come over https://, or http:// from this machine (127.0.0.1, [::1], localhost); found `{0}`"
    )]
    Insecure(String),
    /// It holds what belongs into no URL.
    #[error("the URL holds a user's name or a password")]
    Userinfo,
}

/// Why there are no keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// It takes too long.
    #[error("{0}: no answer within {1:?}")]
    Slow(Uri, Duration),
    /// There is no connection, or it broke.
    #[error("{0}: {1}")]
    Unreachable(Uri, String),
    /// Another answer.
    #[error("{0}: the answer is {1}")]
    Status(Uri, StatusCode),
    /// They are elsewhere.
    #[error(
        "{0}: the answer leads to `{1}`, and that is not followed; name the address where the keys are"
    )]
    Elsewhere(Uri, String),
    /// Longer than any set of keys.
    #[error("{0}: the answer has more than {LONGEST} bytes, which no set of keys has")]
    TooLong(Uri),
    /// Something else.
    #[error("{0}: {1}")]
    NoKeys(Uri, KeyError),
    /// The issuer doesn't say where its keys are.
    #[error("{0}: {1}")]
    NoConfiguration(Uri, String),
}

impl FetchError {
    /// Whether it may be otherwise in a moment.
    pub(super) fn is_temporary(&self) -> bool {
        match self {
            FetchError::Slow(..) | FetchError::Unreachable(..) => true,
            FetchError::Status(_, status) => {
                status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS
            }
            _ => false,
        }
    }
}

/// Where the keys are told.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// There.
    Keys(Uri),
    /// By the configuration of an issuer, which says where.
    Issuer { name: String, configuration: Uri },
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Source::Keys(uri)
        | Source::Issuer {
            configuration: uri, ..
        }) = self;
        uri.fmt(f)
    }
}

/// A URL that keys may come from.
pub(super) fn address(text: &str) -> Result<Uri, NoAddress> {
    let uri: Uri = text
        .parse()
        .map_err(|error| NoAddress::NoUrl(text.to_owned(), format!("{error}")))?;
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    if authority.contains('@') {
        return Err(NoAddress::Userinfo);
    }
    let host = uri.host().unwrap_or_default();
    let is_here = host.eq_ignore_ascii_case("localhost")
        || literal(host).is_some_and(|address| address.is_loopback());
    match uri.scheme_str() {
        Some("https") if !host.is_empty() => Ok(uri),
        Some("http") if is_here => Ok(uri),
        _ => Err(NoAddress::Insecure(text.to_owned())),
    }
}

/// Where an issuer tells of itself, by OpenID Connect Discovery 1.0, section 4.
pub(super) fn configuration(issuer: &str) -> Result<Uri, NoAddress> {
    let issuer = issuer.trim_end_matches('/');
    address(&format!("{issuer}/.well-known/openid-configuration"))
}

/// Keys, and for how long nobody has to ask again.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) keys: Keys,
    /// As the service says, where it does.
    pub(super) max_age: Option<Duration>,
}

/// Asks for keys.
#[derive(Clone)]
pub(super) struct Fetcher {
    client: Client<Connector, Empty<Bytes>>,
    within: Duration,
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher")
            .field("within", &self.within)
            .finish()
    }
}

impl Fetcher {
    /// One that gives up after a while. It keeps no connection: it asks too seldom.
    pub(super) fn new(within: Duration) -> Fetcher {
        // Who writes the settings may have the service in a network of their own.
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_max_idle_per_host(0)
            .build(Connector::new(Allow::everything()));
        Fetcher { client, within }
    }

    /// The keys.
    pub(super) async fn fetch(&self, source: &Source) -> Result<Fetched, FetchError> {
        let uri = match source {
            Source::Keys(uri) => uri.clone(),
            Source::Issuer {
                name,
                configuration,
            } => self.look_up(name, configuration).await?,
        };
        let (headers, text) = self.get(&uri).await?;
        let keys = Keys::set(&text).map_err(|error| FetchError::NoKeys(uri, error))?;
        let max_age = headers.get(CACHE_CONTROL);
        let max_age = max_age.and_then(|value| max_age_of(value.to_str().ok()?));
        Ok(Fetched { keys, max_age })
    }

    /// Where an issuer has its keys.
    async fn look_up(&self, issuer: &str, configuration: &Uri) -> Result<Uri, FetchError> {
        #[derive(serde::Deserialize)]
        struct Told {
            issuer: String,
            jwks_uri: String,
        }
        let wrong = |text: String| FetchError::NoConfiguration(configuration.clone(), text);
        let (_, text) = self.get(configuration).await?;
        let told: Told = serde_json::from_str(&text)
            .map_err(|error| wrong(format!("this is no configuration of an issuer: {error}")))?;
        if told.issuer != issuer {
            let text = format!(
                "it calls itself `{}`, and the settings call it `{issuer}`; they have to be the same, to the last `/`",
                told.issuer
            );
            return Err(wrong(text));
        }
        address(&told.jwks_uri).map_err(|error| wrong(format!("`jwks_uri`: {error}")))
    }

    async fn get(&self, uri: &Uri) -> Result<(HeaderMap, String), FetchError> {
        let answered = timeout(self.within, self.ask(uri)).await;
        answered.unwrap_or_else(|_| Err(FetchError::Slow(uri.clone(), self.within)))
    }

    async fn ask(&self, uri: &Uri) -> Result<(HeaderMap, String), FetchError> {
        let broken = |text: String| FetchError::Unreachable(uri.clone(), text);
        let request = Request::get(uri.clone())
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, concat!("buildamp/", env!("CARGO_PKG_VERSION")))
            .body(Empty::new())
            .map_err(|error| broken(error.to_string()))?;
        let response = self.client.request(request).await;
        let response = response.map_err(|error| broken(cause(&error)))?;
        let (head, body) = response.into_parts();
        let location = head.headers.get(LOCATION);
        match (head.status, location) {
            (StatusCode::OK, _) => {}
            (status, Some(there)) if status.is_redirection() => {
                let there = String::from_utf8_lossy(there.as_bytes()).into_owned();
                return Err(FetchError::Elsewhere(uri.clone(), there));
            }
            (status, _) => return Err(FetchError::Status(uri.clone(), status)),
        }
        let text = read(body).await.map_err(broken)?;
        match text {
            Some(text) => Ok((head.headers, text)),
            None => Err(FetchError::TooLong(uri.clone())),
        }
    }
}

/// A body, if it is not too long.
async fn read(mut body: Incoming) -> Result<Option<String>, String> {
    let mut whole = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| format!("the answer broke off: {error}"))?;
        if let Ok(data) = frame.into_data() {
            if whole.len() + data.len() > LONGEST {
                return Ok(None);
            }
            whole.extend_from_slice(&data);
        }
    }
    let text = String::from_utf8(whole);
    text.map(Some)
        .map_err(|_| "the answer is not UTF-8".to_owned())
}

/// What is behind an error of the client's, which says no more itself than that there is one.
fn cause(error: &hyper_util::client::legacy::Error) -> String {
    let mut last = error.to_string();
    let mut source = error.source();
    while let Some(found) = source {
        last = found.to_string();
        source = found.source();
    }
    last
}

/// For how long an answer may be kept, by RFC 9111, section 5.2.2.
fn max_age_of(header: &str) -> Option<Duration> {
    let mut words = header
        .split(',')
        .map(|word| word.trim().to_ascii_lowercase());
    let mut age = None;
    words
        .try_for_each(|word| match &*word {
            "no-store" | "no-cache" => Err(()),
            word => {
                if let Some(seconds) = word.strip_prefix("max-age=") {
                    age = seconds.trim_matches('"').parse().ok();
                }
                Ok(())
            }
        })
        .map_or(Some(Duration::ZERO), |()| age.map(Duration::from_secs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_over_https_or_from_here() {
        for good in [
            "https://example.org/.well-known/jwks.json",
            "https://10.0.0.7:8443/keys",
            "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com",
            "http://127.0.0.1:9000/keys",
            "http://[::1]:9000/keys",
            "http://LOCALHOST/keys",
        ] {
            assert!(address(good).is_ok(), "{good}");
        }
        for bad in [
            "http://example.org/keys",
            "http://127.0.0.1.example.org/keys",
            "http://10.0.0.7/keys",
            "ftp://example.org/keys",
            "example.org/keys",
            "https:///keys",
            "https://ada:secret@example.org/keys",
            "keys.json",
            "",
        ] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_issuer_tells_of_itself_at_a_known_place() {
        for issuer in ["https://example.org", "https://example.org/"] {
            let there = configuration(issuer).map(|uri| uri.to_string());
            let expected = "https://example.org/.well-known/openid-configuration";
            assert_eq!(there, Ok(expected.to_owned()));
        }
    }

    #[test]
    fn the_service_says_how_long_its_answer_is_good() {
        let check = |header, expected: Option<u64>| {
            assert_eq!(
                max_age_of(header),
                expected.map(Duration::from_secs),
                "{header}"
            );
        };
        check("public, max-age=19302, must-revalidate", Some(19302));
        check("Max-Age=60", Some(60));
        check("no-store", Some(0));
        check("max-age=60, no-cache", Some(0));
        check("public", None);
        check("max-age=soon", None);
    }
}
