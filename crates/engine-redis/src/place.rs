//! Where the server is that has a partition, and whether it may be used.

use std::time::Duration;

use redis::{
    AsyncConnectionConfig, Client, ConnectionInfo, ProtocolVersion, RedisError, TlsCertificates,
    Value, cmd,
};

use crate::options::{Address, Options, moved};
use crate::sentinels;

/// The oldest Redis that has all that the scripts use.
const OLDEST: u32 = 7;

/// Why a server can't be used, for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unusable(pub(crate) String);

/// What is said of a failure: what Redis said, without the library's words around it.
pub(crate) fn told(error: &RedisError) -> String {
    match (error.code(), error.detail()) {
        (Some(code), Some(detail)) => format!("Redis says: {code} {detail}"),
        (Some(code), None) => format!("Redis says: {code}"),
        (None, _) => error.to_string(),
    }
}

/// A client of a server, which speaks the newer protocol: it is needed for answers and messages on one connection.
pub(crate) fn client(info: &ConnectionInfo, options: &Options) -> Result<Client, RedisError> {
    // Commands are small, and must not wait for each other's answers.
    let tcp = info.tcp_settings().clone().set_nodelay(true);
    let info = &info.clone().set_tcp_settings(tcp);
    let settings = info.redis_settings().clone();
    let settings = settings.set_protocol(ProtocolVersion::RESP3);
    let info = info.clone().set_redis_settings(settings);
    match (&options.authorities, info.addr()) {
        (Some(authorities), redis::ConnectionAddr::TcpTls { .. }) => {
            let certificates = TlsCertificates {
                client_tls: None,
                root_cert: Some(authorities.clone()),
            };
            Client::build_with_tls(info, certificates)
        }
        _ => Client::open(info),
    }
}

pub(crate) fn config(options: &Options) -> AsyncConnectionConfig {
    AsyncConnectionConfig::new()
        .set_connection_timeout(Some(options.timeout.min(Duration::from_secs(3))))
        .set_response_timeout(Some(options.timeout))
        .set_pipeline_buffer_size(1024)
}

/// The server that has a partition, as of now.
pub(crate) async fn locate(options: &Options, base: &str) -> Result<ConnectionInfo, Unusable> {
    match &options.address {
        Address::Single(info) => Ok(info.clone()),
        Address::Sentinel {
            sentinels,
            service,
            primary,
        } => sentinels::primary(sentinels, service, primary, options).await,
        Address::Cluster(seeds) => {
            let mut ask = cmd("CLUSTER");
            ask.arg("SLOTS");
            let mut last = String::new();
            for seed in seeds {
                match query(seed, options, &ask).await {
                    Ok(answer) => match owner(&answer, slot(base), seed) {
                        Some(info) => return Ok(info),
                        None => last = format!("no server of the cluster has slot {}", slot(base)),
                    },
                    Err(error) => last = format!("{}: {}", seed.addr(), told(&error)),
                }
            }
            Err(Unusable(format!(
                "no server of the cluster tells where its parts are; the last one: {last}"
            )))
        }
    }
}

/// Asks one thing of a server, over a connection that is for nothing else.
pub(crate) async fn query(
    info: &ConnectionInfo,
    options: &Options,
    ask: &redis::Cmd,
) -> Result<Value, RedisError> {
    let client = client(info, options)?;
    let mut connection = client
        .get_multiplexed_async_connection_with_config(&config(options))
        .await?;
    ask.query_async(&mut connection).await
}

/// Who has a slot, in the answer to `CLUSTER SLOTS`: ranges, each with its primary first.
fn owner(answer: &Value, slot: u16, asked: &ConnectionInfo) -> Option<ConnectionInfo> {
    let Value::Array(ranges) = answer else {
        return None;
    };
    ranges.iter().find_map(|range| {
        let Value::Array(range) = range else {
            return None;
        };
        let [
            Value::Int(first),
            Value::Int(last),
            Value::Array(primary),
            ..,
        ] = &range[..]
        else {
            return None;
        };
        if !(*first..=*last).contains(&i64::from(slot)) {
            return None;
        }
        let [host, Value::Int(port), ..] = &primary[..] else {
            return None;
        };
        let port = u16::try_from(*port).ok()?;
        match host {
            Value::BulkString(host) if !host.is_empty() => {
                Some(moved(asked, std::str::from_utf8(host).ok()?, port))
            }
            // "The same that you are asking."
            _ => Some(asked.clone()),
        }
    })
}

/// The slot of a key, by what is between its first braces.
pub(crate) fn slot(key: &str) -> u16 {
    let tag = key
        .split_once('{')
        .and_then(|(_, rest)| rest.split_once('}'));
    let hashed = tag.map_or(key, |(tag, _)| if tag.is_empty() { key } else { tag });
    let crc = hashed.bytes().fold(0u16, |crc, byte| {
        (0..8).fold(crc ^ u16::from(byte) << 8, |crc, _| match crc & 0x8000 {
            0 => crc << 1,
            _ => crc << 1 ^ 0x1021,
        })
    });
    crc % 16384
}

/// Whether a server can be used, by what it says of itself.
pub(crate) fn inspect(info: &str, address: &Address) -> Result<(), Unusable> {
    let field = |name: &str| {
        let mut lines = info.lines();
        lines
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
            .map(str::trim)
    };
    let version = field("redis_version").unwrap_or("0");
    let major = version
        .split('.')
        .next()
        .and_then(|major| major.parse().ok());
    if major.is_none_or(|major: u32| major < OLDEST) {
        return Err(Unusable(format!(
            "this is Redis {version}; Redis {OLDEST}, or any Valkey, is the oldest that can be used"
        )));
    }
    if field("role") == Some("slave") {
        return Err(Unusable(
            "this server is a read-only replica: the address has to be the primary's, or the sentinels' (`redis-sentinel://…`)".to_owned(),
        ));
    }
    let policy = field("maxmemory_policy").unwrap_or("noeviction");
    if policy != "noeviction" {
        return Err(Unusable(format!(
            "Redis is set up to evict keys when its memory is full (`maxmemory-policy {policy}`), which would lose parts of the state: set it to `noeviction`"
        )));
    }
    if field("cluster_enabled") == Some("1") && !matches!(address, Address::Cluster(_)) {
        return Err(Unusable(
            "this server is part of a cluster: its address begins with `redis-cluster://`"
                .to_owned(),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn single() -> Address {
        Address::parse("redis://h").expect("it is an address")
    }

    #[test]
    fn slots_are_those_of_the_specification() {
        assert_eq!(slot("123456789"), 0x31C3);
        assert_eq!(slot("{user1000}.following"), slot("{user1000}.followers"));
        assert_ne!(slot("foo{}{bar}"), slot("bar"), "empty braces mean nothing");
        assert_eq!(slot("foo{{bar}}zap"), slot("{bar"));
    }

    #[test]
    fn servers_that_cannot_be_used_are_refused_with_what_to_do() {
        let good = "redis_version:7.0.15\r\nrole:master\r\nmaxmemory_policy:noeviction\r\ncluster_enabled:0\r\n";
        assert_eq!(inspect(good, &single()), Ok(()));
        let check = |from: &str, to: &str, expected: &str| {
            let error = inspect(&good.replace(from, to), &single()).expect_err("it can't be used");
            assert!(error.0.contains(expected), "{error}");
        };
        check("7.0.15", "6.2.4", "this is Redis 6.2.4");
        check("master", "slave", "read-only replica");
        check(
            "noeviction",
            "allkeys-lru",
            "`maxmemory-policy allkeys-lru`",
        );
        check("enabled:0", "enabled:1", "redis-cluster://");
        let cluster = Address::parse("redis-cluster://h").expect("it is an address");
        assert_eq!(
            inspect(&good.replace("enabled:0", "enabled:1"), &cluster),
            Ok(())
        );
    }

    #[test]
    fn the_owner_of_a_slot_is_found() {
        let text = |text: &str| Value::BulkString(text.into());
        let range = |first, last, host: &str, port| {
            let primary = Value::Array(vec![text(host), Value::Int(port), text("id")]);
            Value::Array(vec![Value::Int(first), Value::Int(last), primary])
        };
        let answer = Value::Array(vec![range(0, 99, "a", 1), range(100, 199, "", 2)]);
        let Address::Single(asked) = single() else {
            panic!("it is one")
        };
        let found = |slot| owner(&answer, slot, &asked).map(|info| info.addr().to_string());
        assert_eq!(found(99).as_deref(), Some("a:1"));
        assert_eq!(found(100).as_deref(), Some("h:6379"));
        assert_eq!(found(200), None);
    }
}
