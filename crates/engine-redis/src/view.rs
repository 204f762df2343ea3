//! A snapshot: the replica as of one commit, and what it doesn't know, fetched.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use buildamp_engine::{
    ConnectionId, Document, Interval, Json, Millis, Operation, Order, Range, Read, Reads,
    Recording, Snapshot, Space, Tenant, Unavailable,
};
use redis::Value;

use crate::link::Args;
use crate::names;
use crate::partition::{Partition, count, text};
use crate::replica::Listed;
use crate::state::{Members, State, Stored, Text, content, no_content};

/// How many bits of [`Reads::at`] are the commit's number; the rest is the replica's generation.
pub(crate) const NUMBER_BITS: u32 = 44;

/// How many values of a list are taken from the replica at once, while nobody else can use it, and how many are at hand at most: it takes
/// about 50 µs.
const PART: usize = 500;

/// How many values of a range are read from Redis at least: what is behind those that are wanted is often wanted next.
const AHEAD: usize = 32;

/// After so many bytes of values a reading of a range ends, and another one goes on.
const LONG: u64 = 256 << 10;

/// See the module.
pub(crate) struct View {
    held: Held,
    tenant: String,
    reads: Recording,
}

/// A commit that the replica remembers for a snapshot.
pub(crate) struct Held {
    partition: Arc<Partition>,
    generation: u64,
    at: u64,
    fetches: Fetches,
}

/// What is done about something that is not known.
enum Fetches {
    /// It is fetched.
    Yes,
    /// It can't be read; whether that has happened, or anything else kept it from being read.
    No(AtomicBool),
}

impl Held {
    pub(crate) fn new(partition: &Arc<Partition>) -> Result<Self, Unavailable> {
        // So that who can't commit anyway is told at once, and what is read is not old.
        partition
            .link
            .ready(partition.options.patience)
            .map_err(Unavailable)?;
        Ok(Self::of(partition, Fetches::Yes))
    }

    /// As [`Held::new`], for who can't wait.
    pub(crate) fn at_hand(partition: &Arc<Partition>) -> Result<Self, Unavailable> {
        partition.link.health().map_err(Unavailable)?;
        Ok(Self::of(partition, Fetches::No(AtomicBool::new(false))))
    }

    fn of(partition: &Arc<Partition>, fetches: Fetches) -> Self {
        let mut replica = partition.replica();
        let (generation, at) = (replica.generation, replica.hold());
        drop(replica);
        Self {
            partition: partition.clone(),
            generation,
            at,
            fetches,
        }
    }

    /// Whether it would have had to fetch something.
    fn lacks(&self) -> bool {
        match &self.fetches {
            Fetches::Yes => false,
            Fetches::No(wanted) => wanted.load(Ordering::Relaxed),
        }
    }

    /// What is under a name; from Redis where it is not known.
    fn state(&self, name: &str, fetch: impl FnOnce() -> Fetch) -> Result<State, Unavailable> {
        self.open()?;
        {
            let mut replica = self.partition.replica();
            self.still(replica.generation)?;
            if let Some(state) = replica.look(name, self.at) {
                return Ok(state);
            }
        }
        self.fetch(name, fetch())
    }

    fn fetch(&self, name: &str, fetch: Fetch) -> Result<State, Unavailable> {
        let (at, found) = self.read(fetch.args)?;
        let state = (fetch.read)(&found).ok_or_else(unreadable)?;
        let mut replica = self.partition.replica();
        self.still(replica.generation)?;
        Ok(replica.bring(name, state, at, self.at))
    }

    fn list(&self, prefix: &str) -> Result<Listed, Unavailable> {
        self.open()?;
        let names = Interval::of_prefix(prefix);
        if let Some(found) = self.known_list(&names)? {
            return Ok(found);
        }
        let (at, found) = self.read(vec!["list".into(), prefix.into()])?;
        let Value::Array(found) = found else {
            return Err(unreadable());
        };
        let found = read_pairs(&found).ok_or_else(unreadable)?;
        let mut replica = self.partition.replica();
        self.still(replica.generation)?;
        Ok(replica.bring_range(&names, found, at, self.at))
    }

    /// A list, as far as the replica knows it. It is taken in parts, so that whoever hears commits comes in between; and of who can't wait nobody
    /// should wait for a long one either.
    fn known_list(&self, names: &Interval) -> Result<Option<Listed>, Unavailable> {
        let (mut all, mut rest) = (Listed::new(), names.clone());
        // Some of it may have been forgotten meanwhile.
        while let Some((mut found, part)) = self.known_part(&rest, Order::Ascending, PART)? {
            all.append(&mut found);
            rest = behind(&rest, &part, Order::Ascending);
            if rest.is_empty() {
                return Ok(Some(all));
            }
            self.goes_on()?;
        }
        Ok(None)
    }

    /// What the replica knows of an interval, from its end on: of so many names, and which part that is all of.
    fn known_part(
        &self,
        names: &Interval,
        order: Order,
        most: usize,
    ) -> Result<Option<(Listed, Interval)>, Unavailable> {
        let mut replica = self.partition.replica();
        self.still(replica.generation)?;
        Ok(replica.look_range(names, order, most, self.at))
    }

    /// Whether what is long may be read on.
    fn goes_on(&self) -> Result<(), Unavailable> {
        match self.fetches {
            Fetches::Yes => Ok(()),
            Fetches::No(_) => Err(self.missing("it is too long to be at hand".to_owned())),
        }
    }

    /// The first so many values of an interval in an order that are kept beyond a time. What is not known is fetched piece by piece, and
    /// what comes behind it may be known again.
    fn range(&self, range: &Range, now: Millis) -> Result<Vec<(Arc<str>, Stored)>, Unavailable> {
        self.open()?;
        let limit = range.limit.unwrap_or(usize::MAX);
        let (mut all, mut rest) = (Vec::new(), range.keys.clone());
        let mut looked = 0;
        while all.len() < limit && !rest.is_empty() {
            if looked >= PART {
                self.goes_on()?;
            }
            let left = limit - all.len();
            // Where much of it has gone, more is looked at each time.
            let most = left.max(looked).min(PART);
            let (found, part) = match self.known_part(&rest, range.order, most)? {
                Some(known) => known,
                None => self.fetch_range(&rest, range.order, most)?,
            };
            looked += found.len().max(1);
            let live = found.into_iter().filter(|(_, stored)| now < stored.until);
            match range.order {
                Order::Ascending => all.extend(live.take(left)),
                Order::Descending => all.extend(live.rev().take(left)),
            }
            rest = behind(&rest, &part, range.order);
        }
        Ok(all)
    }

    /// Some values of an interval from Redis, and the part that they are all of.
    fn fetch_range(
        &self,
        names: &Interval,
        order: Order,
        wanted: usize,
    ) -> Result<(Listed, Interval), Unavailable> {
        let to = names.to.clone().ok_or_else(unreadable)?;
        let is_reverse = match order {
            Order::Ascending => "",
            Order::Descending => "r",
        };
        let most = wanted.clamp(AHEAD, PART).to_string();
        let args = [
            "range",
            &*names.from,
            &*to,
            is_reverse,
            &*most,
            &*LONG.to_string(),
        ];
        let (at, found) = self.read(args.map(str::to_owned).to_vec())?;
        let Value::Array(found) = found else {
            return Err(unreadable());
        };
        let (is_all, pairs) = found.split_first().ok_or_else(unreadable)?;
        let part = match pairs.len().checked_sub(2).map(|last| text(&pairs[last])) {
            Some(last) if count(is_all) == Some(0) => {
                names.split(last.ok_or_else(unreadable)?, order).0
            }
            _ => names.clone(),
        };
        let found = read_pairs(pairs).ok_or_else(unreadable)?;
        let mut replica = self.partition.replica();
        self.still(replica.generation)?;
        Ok((replica.bring_range(&part, found, at, self.at), part))
    }

    /// What Redis has, and as of which commit.
    fn read(&self, args: Vec<String>) -> Result<(u64, Value), Unavailable> {
        if matches!(self.fetches, Fetches::No(_)) {
            return Err(self.missing("it is not at hand".to_owned()));
        }
        let epoch = self.partition.replica().epoch;
        let call = args
            .into_iter()
            .fold(Args::of("read").number(epoch), Args::and);
        match self.partition.ask(&call)? {
            Value::Array(answer) => match <[Value; 3]>::try_from(answer) {
                Ok([_, at, found]) => Ok((count(&at).ok_or_else(unreadable)?, found)),
                Err(_) => Err(unreadable()),
            },
            _ => Err(unreadable()),
        }
    }

    fn open(&self) -> Result<(), Unavailable> {
        let link = &self.partition.link;
        let open = match &self.fetches {
            Fetches::Yes => link.ready(self.partition.options.patience),
            Fetches::No(_) => link.health(),
        };
        open.map_err(|reason| self.missing(reason))
    }

    /// Why something can't be read.
    fn missing(&self, reason: String) -> Unavailable {
        if let Fetches::No(wanted) = &self.fetches {
            wanted.store(true, Ordering::Relaxed);
        }
        Unavailable(reason)
    }

    fn still(&self, generation: u64) -> Result<(), Unavailable> {
        match generation == self.generation {
            true => Ok(()),
            false => {
                let text = "the store lost what this reader had begun to read";
                Err(self.missing(text.to_owned()))
            }
        }
    }

    /// Where a room's numbering stands.
    pub(crate) fn seq(&self, room: &str) -> Result<u64, Unavailable> {
        let fetch = || {
            Fetch::new(&["room", room], |found| {
                Some(State::Room(match found {
                    Value::Nil => 0,
                    found => count(found)?,
                }))
            })
        };
        match self.state(&names::of('r', room), fetch)? {
            State::Room(seq) => Ok(seq),
            _ => Err(unreadable()),
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.partition.replica().release(self.generation, self.at);
    }
}

/// How something is fetched.
struct Fetch {
    args: Vec<String>,
    read: fn(&Value) -> Option<State>,
}

impl Fetch {
    fn new(args: &[&str], read: fn(&Value) -> Option<State>) -> Self {
        let args = args.iter().map(|arg| (*arg).to_owned()).collect();
        Self { args, read }
    }
}

fn unreadable() -> Unavailable {
    Unavailable("what is stored is not what this version stores".to_owned())
}

fn read_value(found: &Value) -> Option<State> {
    Some(State::Value(match found {
        Value::Nil => None,
        found => Some(Stored::read(text(found)?)?),
    }))
}

fn read_pairs(items: &[Value]) -> Option<Listed> {
    let pairs = items.chunks_exact(2).map(|pair| {
        let stored = Stored::read(text(&pair[1])?)?;
        Some((Arc::from(text(&pair[0])?), stored))
    });
    pairs.collect()
}

/// What is left of an interval behind a part of it that was read in an order.
fn behind(whole: &Interval, part: &Interval, order: Order) -> Interval {
    match (order, &part.to) {
        (Order::Ascending, None) => Interval::of_nothing(),
        (Order::Ascending, Some(to)) => Interval {
            from: to.clone(),
            to: whole.to.clone(),
        },
        (Order::Descending, _) => Interval {
            from: whole.from.clone(),
            to: Some(part.from.clone()),
        },
    }
}

pub(crate) fn read_document(found: &Value) -> Option<State> {
    let Value::Array(parts) = found else {
        return None;
    };
    let version = match parts.first()? {
        Value::Nil => return Some(State::Document(None)),
        version => count(version)?,
    };
    let content = match parts.get(1) {
        None | Some(Value::Nil) => no_content(),
        Some(found) => content(text(found)?)?,
    };
    let operations = match parts.get(2) {
        Some(Value::Array(operations)) => operations
            .iter()
            .map(|o| text(o).map(Json::from))
            .collect::<Option<VecDeque<_>>>()?,
        _ => VecDeque::new(),
    };
    Some(State::Document(Some(Text {
        version,
        content,
        operations: Arc::new(operations),
    })))
}

fn read_members(found: &Value) -> Option<State> {
    let Value::Array(seats) = found else {
        return None;
    };
    let mut members = Members::new();
    for seat in seats {
        let (user, connection) = names::member(text(seat)?)?;
        members
            .entry(user.into())
            .or_default()
            .push(connection.into());
    }
    Some(State::Members(Arc::new(members)))
}

fn read_online(found: &Value) -> Option<State> {
    Some(State::Online(!matches!(found, Value::Nil)))
}

impl View {
    pub(crate) fn new(held: Held, tenant: &Tenant, now: Millis) -> Self {
        let at = held.generation << NUMBER_BITS | held.at;
        Self {
            held,
            tenant: names::tenant(tenant),
            reads: Recording::new(at, now),
        }
    }

    fn live(&self, stored: Option<Stored>) -> Option<Json> {
        stored
            .filter(|stored| self.reads.now() < stored.until)
            .map(|stored| stored.value)
    }

    /// A document with its operations after a version, as many of them as are kept.
    fn text(&mut self, document: &str, after: Option<u64>) -> Result<Option<Text>, Unavailable> {
        self.reads.record(Read::Document(document.to_owned()));
        let name = names::document(&self.tenant, document);
        let fetch = |after: Option<u64>| {
            let after = after.map_or_else(String::new, |after| after.to_string());
            Fetch::new(&["document", &name, &after], read_document)
        };
        let mut state = self.held.state(&name, || fetch(after))?;
        if let (State::Document(Some(text)), Some(after)) = (&state, after)
            && after < text.known_after()
        {
            state = self.held.fetch(&name, fetch(Some(after)))?;
        }
        match state {
            State::Document(text) => Ok(text),
            _ => Err(unreadable()),
        }
    }

    fn here(&mut self, room: &str) -> Result<Arc<Members>, Unavailable> {
        self.reads.record(Read::Members(room.to_owned()));
        let room = names::bare(&self.tenant, room);
        let fetch = || Fetch::new(&["members", &room], read_members);
        match self.held.state(&names::of('m', &room), fetch)? {
            State::Members(members) => Ok(members),
            _ => Err(unreadable()),
        }
    }
}

impl Snapshot for View {
    fn get(&mut self, space: Space, key: &str) -> Result<Option<Json>, Unavailable> {
        self.reads.record(Read::Key(space, key.to_owned()));
        let name = names::value(&self.tenant, space, key);
        match self
            .held
            .state(&name, || Fetch::new(&["value", &name], read_value))?
        {
            State::Value(stored) => Ok(self.live(stored)),
            _ => Err(unreadable()),
        }
    }

    fn probe(&mut self, space: Space, key: &str) -> Result<Option<Json>, Unavailable> {
        let name = names::value(&self.tenant, space, key);
        let known = {
            let mut replica = self.held.partition.replica();
            self.held.still(replica.generation)?;
            replica.look(&name, self.held.at)
        };
        match known {
            Some(_) => self.get(space, key),
            None => {
                self.reads.record(Read::Absent(space, key.to_owned()));
                Ok(None)
            }
        }
    }

    fn list(&mut self, space: Space, prefix: &str) -> Result<Vec<(Arc<str>, Json)>, Unavailable> {
        self.reads.record(Read::Prefix(space, prefix.to_owned()));
        let before = names::value(&self.tenant, space, "").len();
        let name = names::value(&self.tenant, space, prefix);
        let found = self.held.list(&name)?.into_iter();
        let named = |(name, stored): (Arc<str>, Stored)| {
            Some((Arc::from(&name[before..]), self.live(Some(stored))?))
        };
        Ok(found.filter_map(named).collect())
    }

    fn list_range(
        &mut self,
        space: Space,
        range: &Range,
    ) -> Result<Vec<(Arc<str>, Json)>, Unavailable> {
        let before = names::value(&self.tenant, space, "").len();
        let named = Range {
            keys: names::interval(&self.tenant, space, &range.keys),
            ..range.clone()
        };
        let found = self.held.range(&named, self.reads.now())?.into_iter();
        let found: Vec<_> = found
            .map(|(name, stored)| (Arc::from(&name[before..]), stored.value))
            .collect();
        let looked = range.looked_at(&found);
        if !looked.is_empty() {
            self.reads.record(Read::Range(space, looked));
        }
        Ok(found)
    }

    fn document(&mut self, document: &str) -> Result<Option<Document>, Unavailable> {
        let found = self.text(document, None)?;
        Ok(found.map(|text| Document {
            version: text.version,
            content: text.content.1,
            content_version: text.content.0,
        }))
    }

    fn operations(
        &mut self,
        document: &str,
        after: u64,
    ) -> Result<Option<Vec<Operation>>, Unavailable> {
        let Some(text) = self.text(document, Some(after))? else {
            return Ok(Some(Vec::new()));
        };
        if after < text.known_after() {
            return Ok(None);
        }
        let versions = text.known_after() + 1..;
        let all = versions.zip(text.operations.iter());
        let wanted = all.filter(|(version, _)| *version > after);
        Ok(Some(
            wanted
                .map(|(version, operation)| Operation {
                    version,
                    operation: operation.clone(),
                })
                .collect(),
        ))
    }

    fn members(&mut self, room: &str) -> Result<Vec<Arc<str>>, Unavailable> {
        Ok(self.here(room)?.keys().cloned().collect())
    }

    fn connections(&mut self, room: &str, user: &str) -> Result<Vec<ConnectionId>, Unavailable> {
        Ok(self.here(room)?.get(user).cloned().unwrap_or_default())
    }

    fn is_online(&mut self, user: &str) -> Result<bool, Unavailable> {
        self.reads.record(Read::Online(user.to_owned()));
        let user = names::bare(&self.tenant, user);
        let fetch = || Fetch::new(&["online", &user], read_online);
        match self.held.state(&names::of('u', &user), fetch)? {
            State::Online(online) => Ok(online),
            _ => Err(unreadable()),
        }
    }

    fn lacks(&self) -> bool {
        self.held.lacks()
    }

    fn into_reads(mut self: Box<Self>) -> Reads {
        self.reads.take()
    }
}
