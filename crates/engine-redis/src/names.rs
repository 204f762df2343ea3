//! What things are called in Redis and in the replica: texts that can't be mistaken for each other, whatever users call their things.

use std::sync::Arc;

use buildamp_engine::{Interval, Kind, Space, Tenant};

/// A tenant as names begin with it: its length tells where it ends.
pub(crate) fn tenant(tenant: &Tenant) -> String {
    format!("{}:{}", tenant.0.len(), tenant.0)
}

/// Splits a name behind its tenant.
pub(crate) fn split(name: &str) -> Option<(Tenant, &str)> {
    let (tenant, rest) = member(name)?;
    Some((Tenant(tenant.into()), rest))
}

/// What a key of a space is called, and what all keys with a prefix begin with.
pub(crate) fn value(tenant: &str, space: Space, key: &str) -> String {
    let kind = match space {
        Space::Values => 'v',
        Space::Games => 'g',
        Space::Server => 's',
    };
    format!("{kind}{tenant}{key}")
}

/// What the keys of an interval are called: it has an end there, for other names come behind those of a space.
pub(crate) fn interval(tenant: &str, space: Space, keys: &Interval) -> Interval {
    let named = Interval {
        from: value(tenant, space, &keys.from),
        to: keys.to.as_deref().map(|to| value(tenant, space, to)),
    };
    named.and(Interval::of_prefix(&value(tenant, space, "")))
}

pub(crate) fn document(tenant: &str, document: &str) -> String {
    format!("d{tenant}{document}")
}

/// A room or a user without what kind of thing it is.
pub(crate) fn bare(tenant: &str, name: &str) -> String {
    format!("{tenant}{name}")
}

/// A user and a connection, as one is found among a room's members.
pub(crate) fn seat(user: &str, connection: &str) -> String {
    format!("{}:{user}{connection}", user.len())
}

/// Splits a text that begins with the length of its first part.
pub(crate) fn member(seat: &str) -> Option<(&str, &str)> {
    let (length, rest) = seat.split_once(':')?;
    rest.split_at_checked(length.parse().ok()?)
}

/// Under what a job can be replaced; empty where it can't.
pub(crate) fn tag(tenant: &str, kind: Kind, key: Option<&str>) -> String {
    let kind = match kind {
        Kind::Event => 'e',
        Kind::Webhook => 'w',
    };
    key.map_or_else(String::new, |key| format!("{kind}{tenant}{key}"))
}

/// A name that is shared.
pub(crate) fn of(kind: char, bare: &str) -> Arc<str> {
    format!("{kind}{bare}").into()
}
