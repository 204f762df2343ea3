//! How the engine is set up, and how it is said where Redis is.

use std::time::Duration;

use buildamp_engine::Millis;
use redis::{ConnectionAddr, ConnectionInfo, IntoConnectionInfo};

/// How the engine is set up.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where Redis is.
    pub address: Address,
    /// A PEM text with the authorities that a server's certificate may be of; else those of the system.
    pub authorities: Option<Vec<u8>>,
    /// What all keys begin with: nodes with the same one share their state.
    pub prefix: String,
    /// Into how many parts tenants are spread, each on one machine of a cluster. All nodes have to have the same number.
    pub partitions: u8,
    /// How many messages of a room are remembered.
    pub history: usize,
    /// And for how long, in milliseconds.
    pub age: Millis,
    /// How many operations of a document are kept, the newest, and all since its content was last stored.
    pub operations: u64,
    /// How many commits of a partition are remembered, so that a node which was cut off for a while can catch up.
    pub log: u64,
    /// About how many bytes of what was read lately stay in memory.
    pub memory: usize,
    /// How long a node that is silent is taken to be alive.
    pub lease: Duration,
    /// How long the members of a node that has closed are taken to be there, so that they can come to another one.
    pub farewell: Duration,
    /// How long a call waits while Redis can't be reached.
    pub patience: Duration,
    /// How long a call waits for Redis' answer.
    pub timeout: Duration,
    /// How many replicas have to have a commit before it is answered; a call waits for them for half of [`Options::timeout`].
    pub replicas: u32,
    /// How many threads there are at most for commits that have to wait, such as for a connection that was lost: they come when they are
    /// needed.
    pub threads: usize,
}

impl Options {
    /// The usual, for a server.
    #[must_use]
    pub fn new(address: Address) -> Self {
        Self {
            address,
            authorities: None,
            prefix: "buildamp".to_owned(),
            partitions: 1,
            history: 256,
            age: Millis(5 * 60 * 1000),
            operations: 1000,
            log: 50_000,
            memory: 64 << 20,
            lease: Duration::from_secs(15),
            farewell: Duration::from_secs(5),
            patience: Duration::from_secs(1),
            timeout: Duration::from_secs(5),
            replicas: 0,
            threads: 64,
        }
    }
}

/// Where Redis is.
#[derive(Debug, Clone)]
pub enum Address {
    /// One server.
    Single(ConnectionInfo),
    /// Whichever server the sentinels say is the primary.
    Sentinel {
        /// Where they are.
        sentinels: Vec<ConnectionInfo>,
        /// What they call the primary.
        service: String,
        /// How to speak with it; its address is theirs to tell.
        primary: ConnectionInfo,
    },
    /// A cluster, some of whose servers are these.
    Cluster(Vec<ConnectionInfo>),
}

/// Why an address can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{shown}` is no address of Redis: {reason}\n\nhelp: `redis://[user:password@]host:6379`, `rediss://…` for TLS, `redis-sentinel://host:26379,host:26379/service` or `redis-cluster://host:6379,host:6379`"
)]
pub struct AddressError {
    shown: String,
    reason: String,
}

impl Address {
    /// Reads an address: `redis://`, `rediss://` and `unix://` for one server, `redis-sentinel://` and `redis-cluster://` for several,
    /// with an `s` after `redis` for TLS.
    ///
    /// # Errors
    /// Where it is none. The text never holds the password.
    pub fn parse(url: &str) -> Result<Self, AddressError> {
        let wrong = |reason: String| AddressError {
            shown: without_password(url),
            reason,
        };
        let Some((scheme, rest)) = url.split_once("://") else {
            return Err(wrong("it has no scheme".to_owned()));
        };
        let (plain, kind) = scheme.split_once('-').unwrap_or((scheme, ""));
        let info = |text: String| {
            let info = text.into_connection_info();
            info.map_err(|error| wrong(error.detail().unwrap_or(error.category()).to_owned()))
        };
        match (plain, kind) {
            ("redis" | "rediss" | "unix", "") => Ok(Self::Single(info(url.to_owned())?)),
            ("redis" | "rediss", "cluster") => {
                let (hosts, _) = rest.split_once('/').unwrap_or((rest, ""));
                let each = each_host(plain, hosts).map(info);
                Ok(Self::Cluster(each.collect::<Result<_, _>>()?))
            }
            ("redis" | "rediss", "sentinel") => {
                let (hosts, path) = rest.split_once('/').unwrap_or((rest, ""));
                let (service, database) = path.split_once('/').unwrap_or((path, "0"));
                if service.is_empty() {
                    return Err(wrong(
                        "the name of the service is missing, after a `/`".to_owned(),
                    ));
                }
                let (who, hosts) = hosts
                    .rsplit_once('@')
                    .map_or(("", hosts), |(who, hosts)| (who, hosts));
                let sentinels = each_host(plain, hosts).map(info);
                let at = if who.is_empty() { "" } else { "@" };
                Ok(Self::Sentinel {
                    sentinels: sentinels.collect::<Result<_, _>>()?,
                    service: service.to_owned(),
                    primary: info(format!("{plain}://{who}{at}primary/{database}"))?,
                })
            }
            _ => Err(wrong(format!("the scheme `{scheme}` is unknown"))),
        }
    }
}

impl Address {
    /// The same with another password.
    #[must_use]
    pub fn with_password(self, password: &str) -> Self {
        let secret = |info: ConnectionInfo| {
            let settings = info.redis_settings().clone().set_password(password);
            info.set_redis_settings(settings)
        };
        match self {
            Self::Single(info) => Self::Single(secret(info)),
            Self::Sentinel {
                sentinels,
                service,
                primary,
            } => Self::Sentinel {
                sentinels,
                service,
                primary: secret(primary),
            },
            Self::Cluster(seeds) => Self::Cluster(seeds.into_iter().map(secret).collect()),
        }
    }
}

/// A URL for each host of a list, all with the credentials of the first.
fn each_host<'a>(scheme: &'a str, hosts: &'a str) -> impl Iterator<Item = String> + 'a {
    let (who, hosts) = hosts
        .rsplit_once('@')
        .map_or(("", hosts), |(who, hosts)| (who, hosts));
    let at = if who.is_empty() { "" } else { "@" };
    hosts
        .split(',')
        .map(move |host| format!("{scheme}://{who}{at}{host}"))
}

fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => format!("{}…{}", &url[..scheme + 3], &url[at..]),
        _ => url.to_owned(),
    }
}

/// A host and its port, in the way of another address.
pub(crate) fn moved(like: &ConnectionInfo, host: &str, port: u16) -> ConnectionInfo {
    let address = match like.addr() {
        ConnectionAddr::TcpTls {
            insecure,
            tls_params,
            ..
        } => ConnectionAddr::TcpTls {
            host: host.to_owned(),
            port,
            insecure: *insecure,
            tls_params: tls_params.clone(),
        },
        _ => ConnectionAddr::Tcp(host.to_owned(), port),
    };
    like.clone().set_addr(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(url: &str) -> String {
        let all = match Address::parse(url) {
            Ok(Address::Single(one)) => vec![one],
            Ok(Address::Cluster(all)) => all,
            Ok(Address::Sentinel {
                sentinels,
                service,
                primary,
            }) => {
                let user = primary
                    .redis_settings()
                    .username()
                    .unwrap_or("nobody")
                    .to_owned();
                let sentinels = sentinels.iter().map(|s| s.addr().to_string());
                return format!(
                    "{service} as {user} by {}",
                    sentinels.collect::<Vec<_>>().join(" ")
                );
            }
            Err(error) => {
                return error
                    .to_string()
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .to_owned();
            }
        };
        let each = all.iter().map(|info| {
            let settings = info.redis_settings();
            let kind = match info.addr() {
                ConnectionAddr::TcpTls { .. } => "tls ",
                _ => "",
            };
            format!(
                "{kind}{:?}:{:?} {}",
                settings.username(),
                settings.password(),
                info.addr()
            )
        });
        each.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn addresses_are_read() {
        assert_eq!(shown("redis://localhost"), "None:None localhost:6379");
        assert_eq!(
            shown("rediss://u:p@h:1/2"),
            "tls Some(\"u\"):Some(\"p\") h:1"
        );
        assert_eq!(
            shown("redis-cluster://:p@a:1,b:2"),
            "None:Some(\"p\") a:1, None:Some(\"p\") b:2"
        );
        assert_eq!(
            shown("redis-sentinel://u:p@a:1,b:2/main/3"),
            "main as u by a:1 b:2"
        );
    }

    #[test]
    fn what_is_no_address_is_told_without_its_password() {
        assert_eq!(
            shown("localhost"),
            "`localhost` is no address of Redis: it has no scheme"
        );
        let error = shown("http://u:secret@h");
        assert_eq!(
            error,
            "`http://…@h` is no address of Redis: the scheme `http` is unknown"
        );
        let error = shown("redis-sentinel://a:1");
        assert!(
            error.contains("the name of the service is missing"),
            "{error}"
        );
    }
}
