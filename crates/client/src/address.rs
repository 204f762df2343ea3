//! Where a server is, out of its URL.

/// A server's socket: what `ws://host:port/path` or `wss://…` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Whether it is spoken to over TLS.
    pub secure: bool,
    /// The name or the IP address; of IPv6 without brackets.
    pub host: String,
    /// The port, which may be the scheme's own.
    pub port: u16,
    /// What `Host` says.
    pub authority: String,
    /// The path with its query, `/ws` where the URL has none.
    pub path: String,
}

impl Address {
    /// Reads a URL.
    ///
    /// # Errors
    /// What was expected.
    pub fn read(url: &str) -> Result<Address, String> {
        let wrong = |expected: &str| format!("expected {expected}, found {url}");
        let (secure, rest) = match (url.strip_prefix("ws://"), url.strip_prefix("wss://")) {
            (Some(rest), _) => (false, rest),
            (_, Some(rest)) => (true, rest),
            _ => return Err(wrong("a URL that starts with ws:// or wss://")),
        };
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                let port = port.parse().map_err(|_| wrong("a port behind the host"))?;
                (host, port)
            }
            _ => (authority, if secure { 443 } else { 80 }),
        };
        if host.is_empty() {
            return Err(wrong("a host"));
        }
        let whole = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        Ok(Address {
            secure,
            host: whole.unwrap_or(host).to_owned(),
            port,
            authority: authority.to_owned(),
            path: match path.chars().next() {
                Some('/') => path.to_owned(),
                _ => format!("/ws{path}"),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, secure: bool, host: &str, port: u16, path: &str) {
        let address = Address::read(url).expect("it is a URL");
        let found = (address.secure, &*address.host, address.port, &*address.path);
        assert_eq!(found, (secure, host, port, path));
    }

    #[test]
    fn a_url_names_host_port_and_path() {
        check(
            "ws://localhost:8080/ws?a=b",
            false,
            "localhost",
            8080,
            "/ws?a=b",
        );
        check(
            "wss://chess.example.org",
            true,
            "chess.example.org",
            443,
            "/ws",
        );
        check("ws://h?token=x", false, "h", 80, "/ws?token=x");
        check("wss://[::1]:9/", true, "::1", 9, "/");
        check("ws://[::1]", false, "::1", 80, "/ws");
        let wrong = |url| Address::read(url).expect_err("it is none");
        assert!(wrong("http://h").contains("ws:// or wss://"));
        assert!(wrong("ws://h:many/").contains("a port"));
        assert!(wrong("ws:///ws").contains("a host"));
    }
}
