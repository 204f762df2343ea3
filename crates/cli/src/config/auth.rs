//! What `[auth]` says of keys: which of its settings it is, and whether keys can be had from there.

use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use buildamp_server::identity::{KeyService, NoAddress, Refreshing};

use super::{Auth, AuthKind, FILE};

/// Where the keys of tokens come from.
pub(crate) enum Keys {
    /// A secret, from this environment variable.
    Secret(String),
    /// A public key, from this file.
    PublicKey(PathBuf),
    /// A JWKS, from this file.
    File(PathBuf),
    /// A service that publishes them.
    Service(Box<KeyService>),
}

/// Refuses settings by which no token could be verified.
pub(super) fn check(auth: &Auth) -> Result<()> {
    match auth.kind {
        AuthKind::None => Ok(()),
        AuthKind::Jwt => auth.keys().map(drop),
    }
}

impl Auth {
    /// Where the keys come from.
    pub(crate) fn keys(&self) -> Result<Keys> {
        match (&self.secret_variable, &self.public_key, &self.jwks) {
            (Some(name), None, None) => Ok(Keys::Secret(name.clone())),
            (None, Some(path), None) => Ok(Keys::PublicKey(path.clone())),
            (None, None, Some(place)) if place.contains("://") => {
                let service = KeyService::at(place, Refreshing::default());
                service
                    .map(|service| Keys::Service(Box::new(service)))
                    .map_err(|error| wrong("jwks", &error))
            }
            (None, None, Some(path)) => Ok(Keys::File(path.into())),
            (None, None, None) => match &self.issuer {
                Some(issuer) if issuer.contains("://") => {
                    let service = KeyService::of_issuer(issuer, Refreshing::default());
                    service
                        .map(|service| Keys::Service(Box::new(service)))
                        .map_err(|error| wrong("issuer", &error))
                }
                _ => bail!(
                    "`kind = \"jwt\"` of `[auth]` in {FILE} needs keys\n\nhelp: write `secret_variable`, `public_key` or `jwks`, or an `issuer` whose URL tells where its keys are"
                ),
            },
            _ => bail!(
                "`[auth]` in {FILE} names keys twice\n\nhelp: write one of `secret_variable`, `public_key` and `jwks`"
            ),
        }
    }
}

fn wrong(setting: &str, error: &NoAddress) -> anyhow::Error {
    anyhow!("`{setting}` of `[auth]` in {FILE}: {error}")
}
