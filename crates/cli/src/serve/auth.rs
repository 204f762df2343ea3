//! Keys and certificates from their files.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use buildamp_server::identity::{self, Key, Verifier};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::app::shown;
use crate::config::{self, Auth, AuthKind, FILE, Keys, Server};

/// How users prove who they are. Where a service publishes the keys they are fetched, which may take a while.
pub(super) async fn read(app: &Path, auth: &Auth) -> Result<identity::Auth> {
    if auth.kind == AuthKind::None {
        return Ok(identity::Auth::None);
    }
    let key = match auth.keys()? {
        Keys::Secret(name) => {
            Key::Secret(config::variable("`secret_variable` of `[auth]`", &name)?.into_bytes())
        }
        Keys::PublicKey(path) => Key::Ed25519(file(app, &path)?),
        Keys::File(path) => {
            let text = String::from_utf8(file(app, &path)?);
            Key::Jwks(text.with_context(|| format!("{} is not UTF-8", shown(&path)))?)
        }
        Keys::Service(service) => {
            let (issuer, audience) = (auth.issuer.clone(), auth.audience.clone());
            let verifier = Verifier::of_service(*service, issuer, audience).await;
            let verifier = verifier.with_context(|| {
                format!("the keys that `[auth]` in {FILE} names can't be had, and without them nobody could come in")
            })?;
            return Ok(identity::Auth::Jwt(Box::new(verifier)));
        }
    };
    let verifier = Verifier::new(&key, auth.issuer.clone(), auth.audience.clone())
        .context("the key of `[auth]`")?;
    Ok(identity::Auth::Jwt(Box::new(verifier)))
}

/// What HTTPS needs, where it is asked for.
pub(super) fn tls(app: &Path, server: &Server) -> Result<Option<TlsAcceptor>> {
    let (certificate, key) = match (&server.certificate, &server.key) {
        (None, None) => return Ok(None),
        (Some(certificate), Some(key)) => (certificate, key),
        _ => bail!("`[server]` in {FILE} needs both `certificate` and `key` for HTTPS, or neither"),
    };
    let chain = CertificateDer::pem_slice_iter(&file(app, certificate)?)
        .collect::<Result<Vec<_>, _>>()
        .with_context(|| format!("{} holds no certificate in PEM", shown(certificate)))?;
    let private = PrivateKeyDer::from_pem_slice(&file(app, key)?);
    let private = private.with_context(|| format!("{} holds no private key in PEM", shown(key)))?;
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, private);
    let mut config = config.context("the certificate and the key don't fit each other")?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}

fn file(app: &Path, path: &PathBuf) -> Result<Vec<u8>> {
    let path = app.join(path);
    fs::read(&path).with_context(|| format!("can't read {}", shown(&path)))
}
