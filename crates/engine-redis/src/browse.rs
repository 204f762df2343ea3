//! What is kept in Redis, looked through by calls that each take a little of it.

use std::sync::Arc;

use buildamp_engine::{Found, Keep, Millis, STRETCH, Space, Stretch, Thing, Unavailable};
use redis::Value;

use crate::link::Args;
use crate::names;
use crate::partition::{Partition, count, text};
use crate::state::{NEVER, Stored};

fn broken() -> Unavailable {
    Unavailable("what is stored is not what this version stores".to_owned())
}

/// Values by their names.
pub(crate) fn values(
    partition: &Partition,
    tenant: &str,
    space: Space,
    prefix: &str,
    behind: Option<&str>,
    most: usize,
    now: Millis,
) -> Result<Stretch, Unavailable> {
    let bare = names::value(tenant, space, "").len();
    let name = |key: &str| names::value(tenant, space, key);
    let args = Args::of("browse")
        .and(name(prefix))
        .and(behind.map_or_else(String::new, name))
        .number(most.max(1) as u64)
        .number(STRETCH as u64);
    let Value::Array(answer) = partition.ask(&args)? else {
        return Err(broken());
    };
    let Some((more, pairs)) = answer.split_first() else {
        return Err(broken());
    };
    let mut stretch = Stretch::default();
    let mut last = None;
    for pair in pairs.chunks_exact(2) {
        let key = text(&pair[0]).and_then(|name| name.get(bare..));
        let key = key.ok_or_else(broken)?;
        let stored = text(&pair[1]).and_then(Stored::read).ok_or_else(broken)?;
        last = Some(key);
        if now < stored.until {
            stretch.found.push(found(key, stored));
        }
    }
    let is_more = count(more) == Some(1);
    stretch.next = last.filter(|_| is_more).map(str::to_owned);
    Ok(stretch)
}

fn found(key: &str, stored: Stored) -> Found {
    Found {
        key: Arc::from(key),
        thing: Thing::Value {
            value: stored.value,
            keep: match stored.until {
                NEVER => Keep::Always,
                until => Keep::Until(until),
            },
        },
    }
}

/// Documents in the order in which Redis has them. Those of other tenants and names are passed over there.
pub(crate) fn documents(
    partition: &Partition,
    tenant: &str,
    prefix: &str,
    cursor: Option<&str>,
    most: usize,
) -> Result<Stretch, Unavailable> {
    let cursor = cursor.unwrap_or("0");
    if !cursor.bytes().all(|byte| byte.is_ascii_digit()) {
        let text = format!("`{cursor}` is no place among the documents");
        return Err(Unavailable(text));
    }
    let bare = names::document(tenant, "").len();
    let args = Args::of("leaf")
        .and(cursor)
        .and(pattern(&names::document(tenant, prefix)))
        .number(most.max(1) as u64);
    let Value::Array(answer) = partition.ask(&args)? else {
        return Err(broken());
    };
    let [next, Value::Array(pairs)] = &answer[..] else {
        return Err(broken());
    };
    let document = |pair: &[Value]| {
        Some(Found {
            key: Arc::from(text(&pair[0])?.get(bare..)?),
            thing: Thing::Document {
                version: count(&pair[1])?,
            },
        })
    };
    let found: Option<Vec<Found>> = pairs.chunks_exact(2).map(document).collect();
    let mut found = found.ok_or_else(broken)?;
    found.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    let next = text(next).ok_or_else(broken)?;
    Ok(Stretch {
        found,
        next: (next != "0").then(|| next.to_owned()),
    })
}

/// What names begin with, as a pattern in which no sign means anything else.
fn pattern(prefix: &str) -> String {
    let mut pattern = String::with_capacity(prefix.len() + 8);
    for sign in prefix.chars() {
        if matches!(sign, '*' | '?' | '[' | ']' | '^' | '\\') {
            pattern.push('\\');
        }
        pattern.push(sign);
    }
    pattern.push('*');
    pattern
}
