//! `token`: a token for whoever tries an app out, signed with the app's own secret.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Result, anyhow, bail};
use buildamp_schema::{Checker, Limits, Schema};
use buildamp_server::identity::{Key, Verifier, Wanted, sign};
use serde_json::{Map, Value, json};

use crate::app::read_models;
use crate::args::TokenOptions;
use crate::config::{self, Auth, AuthKind, FILE, Keys};
use crate::print::{Printer, give};

/// What is said for itself, and not by a claim.
const OWN: [(&str, &str); 2] = [("sub", "--user"), ("exp", "--for")];

/// `buildamp token`
pub(crate) fn command(options: &TokenOptions, printer: &Printer) -> Result<()> {
    let auth = config::load(&options.app, std::env::vars())?.auth;
    let secret = secret(&auth)?;
    let claims = claims(options, &auth)?;
    if let Some(wrong) = misfit(&options.app, &claims) {
        printer.note(&format!("warning: the server refuses it: {wrong}"));
    }
    let token = sign(&claims, secret.as_bytes()).map_err(|error| anyhow!(error))?;
    give(token)
}

/// The secret, if the app has one.
fn secret(auth: &Auth) -> Result<String> {
    if auth.kind == AuthKind::None {
        bail!(
            "the app asks for no tokens: `kind` of `[auth]` in {FILE} is \"none\"\n\nhelp: everybody is who they say they are, and needs no token; `kind = \"jwt\"` with a `secret_variable` changes that"
        );
    }
    let Keys::Secret(name) = auth.keys()? else {
        bail!(
            "the keys of `[auth]` in {FILE} are public ones, and nobody can sign with those\n\nhelp: get a token from the service that signs for the app, or try it out with a `secret_variable` in place of those keys"
        );
    };
    let secret = config::variable("`secret_variable` of `[auth]`", &name)?;
    // What a server would refuse at its start is no secret here either.
    Verifier::new(&Key::Secret(secret.clone().into_bytes()), None, None)?;
    Ok(secret)
}

fn claims(options: &TokenOptions, auth: &Auth) -> Result<Value> {
    let mut claims = Map::new();
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let until = now.unwrap_or_default().saturating_add(options.lifetime);
    claims.insert("sub".to_owned(), json!(options.user));
    claims.insert("exp".to_owned(), json!(seconds(until)));
    for (name, value) in [("iss", &auth.issuer), ("aud", &auth.audience)] {
        if let Some(value) = value {
            claims.insert(name.to_owned(), json!(value));
        }
    }
    for (name, text) in &options.claims {
        if let Some((name, option)) = OWN.iter().find(|(own, _)| own == name) {
            bail!("the claim `{name}` is what {option} says");
        }
        let value = serde_json::from_str(text).unwrap_or_else(|_| json!(text));
        claims.insert(name.clone(), value);
    }
    Ok(Value::Object(claims))
}

fn seconds(time: Duration) -> u64 {
    // As much as a number of JSON can be trusted with.
    time.as_secs().min(1 << 53)
}

/// Why the app doesn't take these claims, as far as its models can be read.
fn misfit(app: &Path, claims: &Value) -> Option<String> {
    let models = read_models(app).ok()?;
    let schema: Schema = buildamp_schema::read(&models.sources).schema;
    let wanted = Wanted::of(&schema)?;
    let checker = Checker::new(&schema, Limits::default());
    let taken = wanted.take(&checker, &claims.to_string());
    taken.err().map(|unfit| unfit.to_string())
}
