//! The server's address, and a way to connect to it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use anyhow::{Context, Result, bail};
use buildamp_websocket::client::{Opened, upgrade};
use buildamp_websocket::handshake::Deflate;
use http::{HeaderMap, HeaderValue, header};
use tokio::net::{TcpSocket, TcpStream};

use crate::args::BenchOptions;

/// Of one source address there are some 28,000 ports; the next so many connections take the next address of the loopback.
const PER_SOURCE: usize = 20_000;

/// Where to connect.
pub(super) struct Target {
    address: SocketAddr,
    host: String,
    path: String,
    headers: HeaderMap,
    deflate: Deflate,
}

impl Target {
    pub(super) fn new(options: &BenchOptions) -> Result<Target> {
        let url = &options.url;
        let Some(rest) = url.strip_prefix("ws://") else {
            bail!(
                "--url is {url}\n\nexpected: an address that starts with ws://, for what is measured is the server, not TLS"
            );
        };
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let port = match host.rsplit_once(':') {
            Some((_, port)) if port.parse::<u16>().is_ok() => host.to_owned(),
            _ => format!("{host}:80"),
        };
        let mut addresses = std::net::ToSocketAddrs::to_socket_addrs(&port)
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
            host: host.to_owned(),
            path: if path.is_empty() {
                "/ws".to_owned()
            } else {
                path.to_owned()
            },
            headers,
            deflate: match options.compress {
                true => Deflate::Accept,
                false => Deflate::Decline,
            },
        })
    }

    /// Opens the connection of this number.
    pub(super) async fn connect(&self, number: usize) -> Result<(TcpStream, Opened)> {
        let mut stream = self.dial(number).await.with_context(|| {
            format!("connection {number} to {} can't be opened\n\nhelp: thousands of connections need `ulimit -n` to be higher, here and for the server", self.address)
        })?;
        let _ = stream.set_nodelay(true);
        let opened = upgrade(
            &mut stream,
            &self.host,
            &self.path,
            &self.headers,
            self.deflate,
        );
        let opened = opened.await.with_context(|| {
            format!("connection {number} was not taken\n\nhelp: a server has limits for one address, `connections_per_address` of `[server]`")
        })?;
        Ok((stream, opened))
    }

    async fn dial(&self, number: usize) -> std::io::Result<TcpStream> {
        let socket = match self.address {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        let source = u8::try_from(number / PER_SOURCE).unwrap_or(u8::MAX);
        if self.address.ip() == IpAddr::V4(Ipv4Addr::LOCALHOST) && source > 0 {
            let source = Ipv4Addr::new(127, 0, 0, source.saturating_add(1));
            socket.bind(SocketAddr::from((source, 0)))?;
        }
        socket.connect(self.address).await
    }
}
