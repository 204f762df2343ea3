//! The server's address, and a way to connect to it.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use buildamp_client::{Address, Trust};
use buildamp_websocket::client::{ConnectError, Opened, upgrade};
use buildamp_websocket::handshake::Deflate;
use http::{HeaderMap, HeaderValue, header};
use socket2::{Domain, Socket, Type};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpSocket, TcpStream};

use super::wire::Wire;
use crate::app::shown;
use crate::args::BenchOptions;

/// So many connections come from one address of the loopback, the next from the next one. Of one source there are some 28,000 ports, and
/// Linux looks for a free one among those that are even before all others: from the 14,000th on a search takes longer than all the rest.
const PER_SOURCE: usize = 10_000;

/// The first port of such an address.
const FIRST_PORT: usize = 32_769;

/// Where to connect.
pub(super) struct Target {
    address: SocketAddr,
    at: Address,
    trust: Trust,
    headers: HeaderMap,
    deflate: Deflate,
}

impl Target {
    pub(super) fn new(options: &BenchOptions) -> Result<Target> {
        let url = &options.url;
        let at = Address::read(url).map_err(|wrong| anyhow!("--url: {wrong}"))?;
        let place = (&*at.host, at.port);
        let mut addresses = std::net::ToSocketAddrs::to_socket_addrs(&place)
            .with_context(|| format!("can't find the host of {url}"))?;
        let mut headers = HeaderMap::new();
        if let Some(token) = &options.token {
            let value = HeaderValue::try_from(format!("Bearer {token}"));
            headers.insert(
                header::AUTHORIZATION,
                value.context("--token has characters that no header may have")?,
            );
        }
        Ok(Target {
            address: addresses
                .next()
                .with_context(|| format!("the host of {url} has no address"))?,
            trust: trust(options.ca.as_deref())?,
            at,
            headers,
            deflate: match options.compress {
                true => Deflate::Accept,
                false => Deflate::Decline,
            },
        })
    }

    /// Opens the connection of this number.
    pub(super) async fn connect(&self, number: usize) -> Result<(Wire, Opened)> {
        let mut stream = self.dial(number).await.map_err(|error| {
            let advice = match error.kind() {
                ErrorKind::ConnectionRefused => "no server listens there: start one, or name its socket by `--url`",
                _ => "thousands of connections need `ulimit -n` to be higher, here and for the server",
            };
            anyhow!("connection {number} to {} can't be opened: {error}\n\nhelp: {advice}", self.address)
        })?;
        let _ = stream.set_nodelay(true);
        if !self.at.secure {
            let opened = self.upgrade(&mut stream, number).await?;
            return Ok((Wire::plain(stream), opened));
        }
        let secured = self.trust.connect(&self.at, stream).await;
        let mut stream = secured.with_context(|| {
            format!("connection {number} was not secured\n\nhelp: `--ca FILE` names the authorities that vouch for a certificate of one's own making")
        })?;
        let opened = self.upgrade(&mut stream, number).await?;
        Ok((Wire::secured(stream), opened))
    }

    async fn upgrade<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut S,
        number: usize,
    ) -> Result<Opened> {
        let Address {
            authority, path, ..
        } = &self.at;
        let opened = upgrade(stream, authority, path, &self.headers, self.deflate);
        opened.await.map_err(|error| {
            let advice = match &error {
                ConnectError::Refused { .. } | ConnectError::Rejected(_) => "the socket of an app is at /ws, as in ws://127.0.0.1:8080/ws; where users need a token, `--token` has it",
                _ => "a server has limits for one address, `connections_per_address` of `[server]`",
            };
            anyhow!("connection {number} was not taken: {error}\n\nhelp: {advice}")
        })
    }

    async fn dial(&self, number: usize) -> io::Result<TcpStream> {
        let socket = Socket::new(Domain::for_address(self.address), Type::STREAM, None)?;
        if let Some(source) = self.source(number) {
            // An earlier run may have had it, to another port of the server.
            socket.set_reuse_address(true)?;
            // Where somebody has it the system finds another.
            let _ = socket.bind(&source.into());
        }
        if self.address.ip().is_loopback() {
            // There it is done within the call; to be told so by an event loop takes longer.
            socket.connect(&self.address.into())?;
            socket.set_nonblocking(true)?;
            return TcpStream::from_std(socket.into());
        }
        socket.set_nonblocking(true)?;
        let socket = TcpSocket::from_std_stream(socket.into());
        socket.connect(self.address).await
    }

    /// Where the connection of this number comes from, unless that is the system's to say. The ports are odd: of those that the system finds
    /// by itself it has the even ones first, and what was bound once it does not take for a while.
    fn source(&self, number: usize) -> Option<SocketAddr> {
        let source = u8::try_from(number / PER_SOURCE).unwrap_or(u8::MAX);
        let port = u16::try_from(FIRST_PORT + 2 * (number % PER_SOURCE)).ok()?;
        let own = self.address.ip() == IpAddr::V4(Ipv4Addr::LOCALHOST) && source > 0;
        let address = Ipv4Addr::new(127, 0, 0, source.saturating_add(1));
        own.then(|| SocketAddr::from((address, port)))
    }
}

/// Whom connections believe.
fn trust(file: Option<&Path>) -> Result<Trust> {
    let Some(file) = file else {
        return Ok(Trust::system());
    };
    let pem = std::fs::read(file).with_context(|| format!("--ca: can't read {}", shown(file)))?;
    Trust::authorities(&pem).with_context(|| format!("--ca: {}", shown(file)))
}
