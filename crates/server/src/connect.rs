//! Connections to other servers: the name is resolved, its addresses are checked, and one of those that were checked is connected to.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::Uri;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tower_service::Service;

use crate::webhooks::{Allow, literal};

/// How long one of several addresses may take.
const EACH: Duration = Duration::from_secs(10);

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failed {
    /// Nothing will change that but the settings.
    #[error(
        "the address {0} is not one of the internet; `allow` of `[webhooks]` in buildamp.toml lists what may be called beside it"
    )]
    Forbidden(IpAddr),
    #[error("the name of the host can't be resolved: {0}")]
    Name(io::Error),
    #[error("no connection to {0}: {1}")]
    Connect(SocketAddr, io::Error),
    #[error("no TLS with {0}: {1}")]
    Tls(SocketAddr, io::Error),
    #[error("the address has no host that TLS could ask for")]
    NoName,
}

/// Makes connections.
#[derive(Clone)]
pub(crate) struct Connector {
    allow: Arc<Allow>,
    tls: TlsConnector,
}

impl Connector {
    /// Trusts the certificates that the machine trusts.
    pub(crate) fn new(allow: Allow) -> Connector {
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        let (trusted, _) = roots.add_parsable_certificates(found.certs);
        if trusted == 0 {
            tracing::warn!(
                "this machine trusts no certificates, so that no other server can be asked over HTTPS; SSL_CERT_FILE names a file with some"
            );
        }
        let mut config = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Connector {
            allow: Arc::new(allow),
            tls: TlsConnector::from(Arc::new(config)),
        }
    }

    async fn connect(self, uri: Uri) -> Result<TokioIo<Wire>, Failed> {
        let host = uri.host().ok_or(Failed::NoName)?;
        let secure = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let (stream, address) = self.reach(host, port).await?;
        let _ = stream.set_nodelay(true);
        if !secure {
            return Ok(TokioIo::new(Wire::Plain(stream)));
        }
        let name = host.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(name.to_owned()).map_err(|_| Failed::NoName)?;
        let stream = self.tls.connect(name, stream).await;
        let stream = stream.map_err(|error| Failed::Tls(address, error))?;
        Ok(TokioIo::new(Wire::Tls(Box::new(stream))))
    }

    /// Connects to the first of the host's addresses that may be called and can be reached.
    async fn reach(&self, host: &str, port: u16) -> Result<(TcpStream, SocketAddr), Failed> {
        let addresses: Vec<SocketAddr> = match literal(host) {
            Some(address) => vec![SocketAddr::new(address, port)],
            None => lookup_host((host, port))
                .await
                .map_err(Failed::Name)?
                .collect(),
        };
        let mut failed = None;
        for address in addresses {
            if !self.allow.allows(host, address.ip()) {
                failed.get_or_insert(Failed::Forbidden(address.ip()));
                continue;
            }
            match timeout(EACH, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok((stream, address)),
                Ok(Err(error)) => failed = Some(Failed::Connect(address, error)),
                Err(late) => failed = Some(Failed::Connect(address, late.into())),
            }
        }
        let nothing = || Failed::Name(io::Error::other("it has no address"));
        Err(failed.unwrap_or_else(nothing))
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Wire>;
    type Error = Failed;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Failed>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failed>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        Box::pin(self.clone().connect(uri))
    }
}

/// A connection, encrypted or not.
pub(crate) enum Wire {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Connection for Wire {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Wire::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Wire::Tls(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Wire::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Wire::Tls(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Wire::Plain(stream) => Pin::new(stream).poll_flush(context),
            Wire::Tls(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Wire::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Wire::Tls(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}
