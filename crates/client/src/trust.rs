//! Which certificates are believed over `wss://`.

use std::sync::{Arc, OnceLock};

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

use crate::Address;

/// Whom a client believes: the authorities that vouch for servers.
#[derive(Debug, Clone, Default)]
pub struct Trust(Whom);

#[derive(Debug, Clone, Default)]
enum Whom {
    #[default]
    System,
    These(Arc<ClientConfig>),
}

/// Why a server is not spoken to over TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// It has no certificate for this name that is believed.
    #[error("the server's certificate: {0}")]
    Certificate(rustls::CertificateError),
    /// The host is no name that a certificate could be for.
    #[error("no certificate can be for `{0}`")]
    Name(String),
    /// Nobody is believed.
    #[error("the certificates of the authorities: {0}")]
    Authorities(String),
    /// The connection failed, or what answers speaks no TLS.
    #[error("TLS: {0}")]
    Io(std::io::Error),
}

impl Trust {
    /// The authorities that the system believes.
    #[must_use]
    pub fn system() -> Trust {
        Trust::default()
    }

    /// These alone: their certificates in PEM. For servers whose certificate is of one's own making.
    ///
    /// # Errors
    /// Where they are none.
    pub fn authorities(pem: &[u8]) -> Result<Trust, TlsError> {
        let wrong = |error: &dyn ToString| TlsError::Authorities(error.to_string());
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|error| wrong(&error))?;
            roots.add(certificate).map_err(|error| wrong(&error))?;
        }
        if roots.is_empty() {
            return Err(wrong(&"expected certificates in PEM, found none"));
        }
        Ok(Trust(Whom::These(config(roots))))
    }

    /// Speaks TLS over a connection to an address.
    ///
    /// # Errors
    /// Where the server is not believed, or speaks no TLS.
    pub async fn connect(
        &self,
        address: &Address,
        stream: TcpStream,
    ) -> Result<TlsStream<TcpStream>, TlsError> {
        let config = match &self.0 {
            Whom::These(config) => config.clone(),
            Whom::System => of_the_system()?,
        };
        let name = ServerName::try_from(address.host.clone());
        let name = name.map_err(|_| TlsError::Name(address.host.clone()))?;
        let connected = TlsConnector::from(config).connect(name, stream).await;
        connected.map_err(|error| {
            let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
            match inner {
                Some(rustls::Error::InvalidCertificate(certificate)) => {
                    TlsError::Certificate(certificate.clone())
                }
                _ => TlsError::Io(error),
            }
        })
    }
}

fn config(roots: RootCertStore) -> Arc<ClientConfig> {
    let config = ClientConfig::builder().with_root_certificates(roots);
    Arc::new(config.with_no_client_auth())
}

/// Read once: some systems have hundreds of files.
fn of_the_system() -> Result<Arc<ClientConfig>, TlsError> {
    static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(config.clone());
    }
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        let errors = found.errors.iter().map(ToString::to_string);
        let text = errors.collect::<Vec<_>>().join("; ");
        return Err(TlsError::Authorities(format!("the system has none {text}")));
    }
    Ok(CONFIG.get_or_init(|| config(roots)).clone())
}
