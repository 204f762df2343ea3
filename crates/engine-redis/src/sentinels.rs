//! What the sentinels say of where the primary is, and which of them is believed.
//!
//! Redis' guidelines for clients let one sentinel answer, and verify that what it names is a primary. That is not enough where a
//! sentinel was cut off together with the old primary, which still calls itself one. So all of them are asked at once, and they are
//! believed as they believe each other: by the epoch of what they know. (The guidelines' reordered list is for those who ask one at a time.)

use std::collections::HashMap;
use std::time::Duration;

use redis::{ConnectionInfo, RedisError, Value, cmd};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::options::{Options, moved};
use crate::place::{Unusable, query, told};

/// How long the others are waited for once one has answered: one that is gone must not hold everything up.
const OTHERS: Duration = Duration::from_millis(500);

/// What a sentinel says of a primary.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    host: String,
    port: u16,
    /// Rises with each replica that takes over. Sentinels that differ take what has the higher one for true.
    epoch: u64,
}

/// What a server says of itself.
enum Role {
    Primary,
    Replica,
}

/// The primary of a service, as the sentinels know it and it says itself. `like` is how to speak with it.
///
/// # Errors
/// Where no sentinel answers or knows it, or what they name is no primary or can't be reached: it is worth another try in a while.
pub(crate) async fn primary(
    sentinels: &[ConnectionInfo],
    service: &str,
    like: &ConnectionInfo,
    options: &Options,
) -> Result<ConnectionInfo, Unusable> {
    let said = ask_all(sentinels, service, options).await?;
    let mut refused = Vec::new();
    for Said { host, port, epoch } in newest(&said) {
        let info = moved(like, host, *port);
        let why = match role(&info, options).await {
            Ok(Role::Primary) => return Ok(info),
            Ok(Role::Replica) => "it is a replica".to_owned(),
            Err(error) => told(&error),
        };
        let those = said.iter().filter(|one| is_same_place(one, host, *port));
        let (those, all) = (those.count(), sentinels.len());
        refused.push(format!(
            "{those} of {all} sentinels name {host}:{port} (epoch {epoch}), but: {why}"
        ));
    }
    Err(Unusable(format!(
        "the sentinels name no primary that can be used. {}",
        refused.join("; ")
    )))
}

fn is_same_place(said: &Said, host: &str, port: u16) -> bool {
    said.host == host && said.port == port
}

/// What each sentinel says that answers in time.
async fn ask_all(
    sentinels: &[ConnectionInfo],
    service: &str,
    options: &Options,
) -> Result<Vec<Said>, Unusable> {
    let mut asking = JoinSet::new();
    for sentinel in sentinels {
        let (sentinel, options) = (sentinel.clone(), options.clone());
        let service = service.to_owned();
        asking.spawn(async move {
            let said = ask(&sentinel, &service, &options).await;
            said.map_err(|why| format!("{}: {why}", sentinel.addr()))
        });
    }
    let mut said = Vec::new();
    let mut refused = Vec::new();
    let mut until = None;
    loop {
        let next = match until {
            None => asking.join_next().await,
            Some(until) => match tokio::time::timeout_at(until, asking.join_next()).await {
                Ok(next) => next,
                Err(_) => break,
            },
        };
        match next {
            Some(Ok(Ok(one))) => {
                said.push(one);
                until.get_or_insert_with(|| Instant::now() + OTHERS);
            }
            Some(Ok(Err(why))) => refused.push(why),
            // It has panicked, and says nothing.
            Some(Err(_)) => {}
            None => break,
        }
    }
    match said.is_empty() {
        false => Ok(said),
        true => Err(Unusable(format!(
            "no sentinel tells where Redis is. {}",
            refused.join("; ")
        ))),
    }
}

async fn ask(sentinel: &ConnectionInfo, service: &str, options: &Options) -> Result<Said, String> {
    let mut about = cmd("SENTINEL");
    about.arg("MASTER").arg(service);
    let mut place = cmd("SENTINEL");
    place.arg("GET-MASTER-ADDR-BY-NAME").arg(service);
    // The epoch comes first: if a replica takes over in between, its address is taken for older than it is, never the old one's for newer.
    // The address that comes with the epoch is still the old one's while a replica takes over.
    let about = query(sentinel, options, &about).await;
    let about = about.map_err(|error| match error.detail() {
        Some(detail) if detail.starts_with("No such master") => unknown(service),
        _ => told(&error),
    })?;
    let place = query(sentinel, options, &place).await;
    let place = place.map_err(|error| told(&error))?;
    read(about, place, service)
}

fn unknown(service: &str) -> String {
    format!("it knows no `{service}`")
}

/// Reads a sentinel's two answers.
fn read(about: Value, place: Value, service: &str) -> Result<Said, String> {
    if place == Value::Nil {
        return Err(unknown(service));
    }
    let unread = |error: redis::ParsingError| format!("its answer can't be read: {error}");
    let about: HashMap<String, String> = redis::from_redis_value(about).map_err(unread)?;
    let epoch = about.get("config-epoch");
    let (host, port) = redis::from_redis_value(place).map_err(unread)?;
    Ok(Said {
        host,
        port,
        epoch: epoch.and_then(|epoch| epoch.parse().ok()).unwrap_or(0),
    })
}

/// The places that are named with the highest epoch, each once: those first that more sentinels name, else in their order.
///
/// Never one with a lower epoch, not even where the newer can't be reached: the old primary may still take commits, which would be lost.
fn newest(said: &[Said]) -> Vec<&Said> {
    let epoch = said.iter().map(|one| one.epoch).max();
    let mut places: Vec<(usize, &Said)> = Vec::new();
    for one in said.iter().filter(|one| Some(one.epoch) == epoch) {
        match places.iter_mut().find(|(_, other)| *other == one) {
            Some((count, _)) => *count += 1,
            None => places.push((1, one)),
        }
    }
    places.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    places.into_iter().map(|(_, one)| one).collect()
}

/// What a server is by its own words. Not by `ROLE`: `INFO` is allowed to whoever may use a server here, for it is asked on each connection.
async fn role(info: &ConnectionInfo, options: &Options) -> Result<Role, RedisError> {
    let mut ask = cmd("INFO");
    ask.arg("replication");
    let about: String = redis::from_redis_value(query(info, options, &ask).await?)?;
    Ok(
        match about.lines().any(|line| line.trim() == "role:master") {
            true => Role::Primary,
            false => Role::Replica,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(host: &str, epoch: u64) -> Said {
        Said {
            host: host.to_owned(),
            port: 1,
            epoch,
        }
    }

    fn check(all: &[(&str, u64)], expected: &[&str]) {
        let all: Vec<Said> = all.iter().map(|(host, epoch)| said(host, *epoch)).collect();
        let found: Vec<&str> = newest(&all).iter().map(|one| &*one.host).collect();
        assert_eq!(found, expected, "{all:?}");
    }

    #[test]
    fn the_newest_epoch_is_believed_and_the_majority_among_equals() {
        check(&[("a", 0)], &["a"]);
        check(&[("old", 3), ("old", 3), ("new", 4)], &["new"]);
        check(&[("new", 4), ("old", 3), ("new", 4)], &["new"]);
        check(&[("b", 2), ("a", 2), ("a", 2), ("c", 1)], &["a", "b"]);
        check(&[("b", 2), ("a", 2)], &["b", "a"]);
    }

    #[test]
    fn answers_are_read_in_the_forms_that_there_are() {
        let text = |text: &str| Value::BulkString(text.into());
        let place = Value::Array(vec![text("h"), text("26379")]);
        let fields = [("name", "main"), ("config-epoch", "7")];
        let map = Value::Map(fields.map(|(name, value)| (text(name), text(value))).into());
        let flat = fields.iter().flat_map(|(name, value)| [*name, *value]);
        let list = Value::Array(flat.map(text).collect());
        let expected = Said {
            port: 26379,
            ..said("h", 7)
        };
        for about in [map.clone(), list] {
            assert_eq!(read(about, place.clone(), "main"), Ok(expected.clone()));
        }
        let unknown = read(map.clone(), Value::Nil, "main");
        assert_eq!(unknown, Err("it knows no `main`".to_owned()));
        let odd = read(map, text("h"), "main");
        assert!(odd.is_err_and(|why| why.contains("can't be read")));
    }
}
