//! Where a webhook goes: its `#[target(..)]` with the values of the environment.
//!
//! Values are secrets: nothing here is printed, and what is wrong with one names its variable alone.

use std::time::Duration;

use buildamp_schema::{Reporting, Target, Template, TemplatePart};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use hyper::{Method, Request, Uri};

use super::Options;
use super::envelope::Envelope;
use super::sign::{NoSecret, Secrets};

/// Why a webhook can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// An environment variable that is needed is not there.
    #[error("the webhook `{webhook}` needs the environment variable {variable}, which is not set")]
    Missing {
        /// Its name.
        webhook: String,
        /// The variable's.
        variable: String,
    },
    /// What a variable holds is no secret.
    #[error(
        "the webhook `{webhook}`: the environment variable {variable} holds no secret: {reason}"
    )]
    Secret {
        /// Its name.
        webhook: String,
        /// The variable's.
        variable: String,
        /// What was expected.
        reason: String,
    },
    /// With the values of its variables the address is none.
    #[error(
        "the webhook `{webhook}`: with the values of its environment variables `{url}` is no address: {reason}"
    )]
    Address {
        /// Its name.
        webhook: String,
        /// As it is written, with its holes.
        url: String,
        /// What was expected.
        reason: &'static str,
    },
    /// With the values of its variables a header is none.
    #[error(
        "the webhook `{webhook}`: with the values of its environment variables the header `{header}` is none; is there a line break in one?"
    )]
    Header {
        /// Its name.
        webhook: String,
        /// The header's.
        header: String,
    },
    /// A setting makes no sense.
    #[error("the webhook `{webhook}`: {reason}")]
    Setting {
        /// Its name.
        webhook: String,
        /// What was expected.
        reason: String,
    },
}

/// A webhook that can be called.
pub(crate) struct Endpoint {
    uri: Uri,
    method: Method,
    headers: HeaderMap,
    secrets: Option<Secrets>,
    pub(crate) timeout: Duration,
    pub(crate) report: Reporting,
}

const AGENT: &str = concat!("BuildAmp-Webhooks/", env!("CARGO_PKG_VERSION"));

impl Endpoint {
    pub(super) fn new(
        name: &str,
        target: &Target,
        options: &Options,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Endpoint, Vec<Unusable>> {
        let values = Values {
            webhook: name,
            variable,
        };
        let mut wrong = Vec::new();
        let uri = values.uri(&target.url, options);
        let headers = values.headers(target, &mut wrong);
        let secret = target.secret.as_ref().or(options.secret_variable.as_ref());
        let secrets = secret.map(|variable| values.secrets(variable)).transpose();
        let method = Method::from_bytes(target.method.as_bytes());
        match (uri, secrets) {
            (Ok(uri), Ok(secrets)) if wrong.is_empty() => Ok(Endpoint {
                uri,
                method: method.unwrap_or(Method::POST),
                headers,
                secrets,
                timeout: Duration::from_millis(target.timeout_ms),
                report: target.report,
            }),
            (uri, secrets) => {
                wrong.extend(uri.err().into_iter().flatten());
                wrong.extend(secrets.err());
                Err(wrong)
            }
        }
    }

    /// The call, signed at this time.
    pub(super) fn request(&self, envelope: &Envelope, seconds: u64) -> Request<Full<Bytes>> {
        let body = envelope.body.get().as_bytes().to_vec();
        let signature = self
            .secrets
            .as_ref()
            .map(|secrets| secrets.sign(&envelope.id, seconds, &body));
        let mut request = Request::new(Full::new(Bytes::from(body)));
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        let headers = request.headers_mut();
        *headers = self.headers.clone();
        headers.insert("webhook-timestamp", HeaderValue::from(seconds));
        let texts = [
            ("webhook-id", Some(envelope.id.clone())),
            ("webhook-signature", signature),
        ];
        for (header, text) in texts {
            if let Some(Ok(value)) = text.map(HeaderValue::try_from) {
                headers.insert(header, value);
            }
        }
        request
    }
}

struct Values<'a> {
    webhook: &'a str,
    variable: &'a dyn Fn(&str) -> Option<String>,
}

impl Values<'_> {
    fn value(&self, variable: &str) -> Result<String, Unusable> {
        let value = (self.variable)(variable).filter(|value| !value.is_empty());
        value.ok_or_else(|| Unusable::Missing {
            webhook: self.webhook.to_owned(),
            variable: variable.to_owned(),
        })
    }

    fn fill(&self, template: &Template) -> Result<String, Vec<Unusable>> {
        let mut text = String::new();
        let mut missing = Vec::new();
        for part in &template.0 {
            match part {
                TemplatePart::Text(part) => text.push_str(part),
                TemplatePart::Env(variable) => match self.value(variable) {
                    Ok(value) => text.push_str(&value),
                    Err(reason) => missing.push(reason),
                },
            }
        }
        match missing.is_empty() {
            true => Ok(text),
            false => Err(missing),
        }
    }

    fn uri(&self, template: &Template, options: &Options) -> Result<Uri, Vec<Unusable>> {
        let text = self.fill(template)?;
        let wrong = |reason| {
            vec![Unusable::Address {
                webhook: self.webhook.to_owned(),
                url: shown(template),
                reason,
            }]
        };
        let uri: Uri = text
            .parse()
            .map_err(|_| wrong("expected `https://`, a host and a path, without spaces"))?;
        let host = uri.host().unwrap_or_default();
        if host.is_empty()
            || uri
                .authority()
                .is_none_or(|authority| authority.as_str().contains('@'))
        {
            return Err(wrong(
                "expected `https://` and a host, without a name or a password",
            ));
        }
        match uri.scheme_str() {
            Some("https") => Ok(uri),
            Some("http") if options.allow.trusts(host) => Ok(uri),
            Some("http") => Err(wrong(
                "expected `https://`; `http://` is for hosts that `allow` of `[webhooks]` lists",
            )),
            _ => Err(wrong("expected `https://`")),
        }
    }

    fn headers(&self, target: &Target, wrong: &mut Vec<Unusable>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, HeaderValue::from_static(AGENT));
        let auth = target
            .auth
            .iter()
            .map(|auth| (AUTHORIZATION.as_str(), auth));
        let others = target
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value));
        for (name, template) in auth.chain(others) {
            let text = match self.fill(template) {
                Ok(text) => text,
                Err(missing) => {
                    wrong.extend(missing);
                    continue;
                }
            };
            match (HeaderName::try_from(name), HeaderValue::try_from(text)) {
                (Ok(name), Ok(mut value)) => {
                    value.set_sensitive(true);
                    headers.insert(name, value);
                }
                _ => wrong.push(Unusable::Header {
                    webhook: self.webhook.to_owned(),
                    header: name.to_owned(),
                }),
            }
        }
        headers
    }

    fn secrets(&self, variable: &str) -> Result<Secrets, Unusable> {
        Secrets::read(&self.value(variable)?).map_err(|reason: NoSecret| Unusable::Secret {
            webhook: self.webhook.to_owned(),
            variable: variable.to_owned(),
            reason: reason.to_string(),
        })
    }
}

/// A template as it is written.
fn shown(template: &Template) -> String {
    let parts = template.0.iter().map(|part| match part {
        TemplatePart::Text(text) => text.clone(),
        TemplatePart::Env(name) => format!("{{{name}}}"),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::super::Allow;
    use super::*;

    fn template(parts: &[&str]) -> Template {
        let parts = parts.iter().map(|part| match part.strip_prefix('$') {
            Some(name) => TemplatePart::Env(name.to_owned()),
            None => TemplatePart::Text((*part).to_owned()),
        });
        Template(parts.collect())
    }

    fn check(url: &[&str], header: &[&str], secret: Option<&str>) -> Result<Endpoint, Vec<String>> {
        let target = Target {
            url: template(url),
            method: "POST".to_owned(),
            auth: None,
            headers: vec![("X-Key".to_owned(), template(header))],
            timeout_ms: 1_000,
            secret: secret.map(str::to_owned),
            report: Reporting::Nothing,
        };
        let options = Options {
            allow: Allow::read(&["localhost", "10.0.0.0/8"]).expect("of use"),
            ..Options::default()
        };
        let variable = |name: &str| {
            let value = match name {
                "HOST" => "hooks.example.com",
                "PATH" => "a secret path",
                "LINES" => "one\r\nX-Other: two",
                "NAMED" => "user:secret@example.com",
                "SECRET" => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "EMPTY" => "",
                _ => return None,
            };
            Some(value.to_owned())
        };
        let endpoint = Endpoint::new("Paid", &target, &options, &variable);
        endpoint.map_err(|wrong| wrong.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn holes_are_filled_from_the_environment() {
        let endpoint = check(&["https://", "$HOST", "/x?y=1"], &["k"], Some("SECRET"));
        let endpoint = endpoint
            .map_err(|wrong| wrong.join("\n"))
            .expect("all is there");
        let envelope = Envelope::open(r#"{"id":"msg_1","at":1,"body":{"a":1}}"#).expect("one");
        let request = endpoint.request(&envelope, 1_614_265_330);
        assert_eq!(request.uri(), "https://hooks.example.com/x?y=1");
        assert_eq!(request.headers()["webhook-id"], "msg_1");
        assert_eq!(request.headers()["webhook-timestamp"], "1614265330");
        let signature = request.headers()["webhook-signature"].as_bytes();
        let signature = std::str::from_utf8(signature).expect("text");
        let secrets = Secrets::read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("one");
        assert!(secrets.verify("msg_1", "1614265330", br#"{"a":1}"#, signature));
        assert!(check(&["http://localhost:9/x"], &["k"], None).is_ok());
        assert!(check(&["http://10.1.2.3/x"], &["k"], None).is_ok());
    }

    #[test]
    fn what_is_missing_is_named_and_no_value_is_told() {
        let told = |url: &[&str], header: &[&str], secret| {
            let wrong = check(url, header, secret).err().expect("it is wrong");
            let told = wrong.join("\n");
            assert!(
                !told.contains("secret path") && !told.contains("user:secret"),
                "{told}"
            );
            told
        };
        assert_eq!(
            told(&["https://", "$NONE", "/"], &["$EMPTY"], Some("GONE")),
            "the webhook `Paid` needs the environment variable EMPTY, which is not set\n\
             the webhook `Paid` needs the environment variable NONE, which is not set\n\
             the webhook `Paid` needs the environment variable GONE, which is not set"
        );
        let path = told(&["https://x.example/", "$PATH"], &["k"], None);
        assert!(
            path.contains("`https://x.example/{PATH}` is no address"),
            "{path}"
        );
        assert!(
            told(&["https://", "$NAMED"], &["k"], None).contains("without a name or a password")
        );
        assert!(told(&["http://example.com/"], &["k"], None).contains("`allow` of `[webhooks]`"));
        assert!(told(&["https://x.example/"], &["$LINES"], None).contains("the header `X-Key`"));
        assert!(
            told(&["https://x.example/"], &["k"], Some("HOST")).contains("HOST holds no secret")
        );
    }
}
