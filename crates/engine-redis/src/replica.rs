//! What a node knows of a partition: how far it has heard its commits, and what was read lately, kept up to date by them.
//!
//! Owns which state a snapshot sees. It knows nothing of connections: whoever asks it for something that it doesn't know
//! fetches it, and brings it.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::Arc;

use buildamp_engine::{Delivery, Interval, Millis, Order};

use crate::known::Known;
use crate::record::Record;
use crate::state::{Change, State, Stored, What};

/// See the module.
#[derive(Debug)]
pub(crate) struct Replica {
    /// The rooms' numbering.
    pub(crate) epoch: u64,
    /// The last commit that was heard.
    pub(crate) applied: u64,
    /// Whose that was.
    pub(crate) by: Arc<str>,
    /// How often all that was known turned out to be of no use.
    pub(crate) generation: u64,
    /// When the next job is due.
    pub(crate) due: Option<Millis>,
    cells: BTreeMap<Arc<str>, Cell>,
    /// Of which names all values are known.
    known: Known,
    /// In which order cells are looked at when memory is short.
    order: VecDeque<Arc<str>>,
    size: usize,
    limit: usize,
    /// How many snapshots are held of which commit.
    held: BTreeMap<u64, usize>,
    /// The commits since the oldest of them.
    tail: VecDeque<Arc<Record>>,
    /// Commits that came before one that comes before them.
    pending: BTreeMap<u64, Record>,
}

#[derive(Debug)]
struct Cell {
    state: State,
    used: bool,
}

/// A value of all that begin with a prefix.
pub(crate) type Listed = BTreeMap<Arc<str>, Stored>;

impl Replica {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            epoch: 0,
            applied: 0,
            by: "".into(),
            generation: 0,
            due: None,
            cells: BTreeMap::new(),
            known: Known::default(),
            order: VecDeque::new(),
            size: 0,
            limit,
            held: BTreeMap::new(),
            tail: VecDeque::new(),
            pending: BTreeMap::new(),
        }
    }

    /// Begins anew at a commit.
    pub(crate) fn begin(&mut self, epoch: u64, applied: u64, by: &str) {
        let fresh = Self::new(self.limit);
        let pending = std::mem::take(&mut self.pending);
        *self = Self {
            epoch,
            applied,
            by: by.into(),
            generation: self.generation + 1,
            due: self.due,
            pending,
            ..fresh
        };
        self.pending = self.pending.split_off(&(applied + 1));
    }

    /// Takes a commit; what it makes complete comes out, in order.
    pub(crate) fn hear(&mut self, record: Record) -> Vec<Arc<Record>> {
        if record.number > self.applied {
            self.pending.insert(record.number, record);
        }
        self.ready()
    }

    /// The commits that came early and are the next ones now.
    pub(crate) fn ready(&mut self) -> Vec<Arc<Record>> {
        let mut heard = Vec::new();
        while let Some(record) = self.pending.remove(&(self.applied + 1)) {
            heard.push(self.apply(record));
        }
        heard
    }

    /// Whether commits came while one before them is missing.
    pub(crate) fn has_gap(&self) -> bool {
        !self.pending.is_empty()
    }

    fn apply(&mut self, mut record: Record) -> Arc<Record> {
        self.epoch = record.epoch.unwrap_or(self.epoch);
        for delivery in &mut record.deliveries {
            if let Delivery::Broadcast(broadcast) = delivery {
                broadcast.position.epoch = self.epoch;
            }
        }
        self.applied = record.number;
        self.by = record.by.clone();
        self.due = record.due.unwrap_or(self.due);
        for change in &record.changes {
            self.change(change);
        }
        let record = Arc::new(record);
        if !self.held.is_empty() {
            self.tail.push_back(record.clone());
        }
        self.shrink();
        record
    }

    fn change(&mut self, change: &Change) {
        if let Some(cell) = self.cells.get_mut(&change.name) {
            let before = cell.state.weight();
            cell.state.redo(&change.what);
            self.size = self.size + cell.state.weight() - before;
            // What is gone from among values that are all known takes no place: a queue would soon consist of it.
            if cell.state == State::Value(None) && self.known.holds(&change.name) {
                self.drop_cell(&change.name);
            }
        } else if let What::Value { new: Some(new), .. } = &change.what
            && self.known.holds(&change.name)
        {
            self.put(change.name.clone(), State::Value(Some(new.clone())));
        }
    }

    /// Takes a snapshot: its commit.
    pub(crate) fn hold(&mut self) -> u64 {
        *self.held.entry(self.applied).or_default() += 1;
        self.applied
    }

    /// Lets a snapshot of a generation go.
    pub(crate) fn release(&mut self, generation: u64, at: u64) {
        if generation != self.generation {
            return;
        }
        if let Some(count) = self.held.get_mut(&at) {
            *count -= 1;
            if *count == 0 {
                self.held.remove(&at);
            }
        }
        let oldest = self.held.keys().next().copied().unwrap_or(u64::MAX);
        while self
            .tail
            .front()
            .is_some_and(|record| record.number <= oldest)
        {
            self.tail.pop_front();
        }
    }

    /// What is under a name, as of a commit that is held. `None` where it is not known.
    pub(crate) fn look(&mut self, name: &str, at: u64) -> Option<State> {
        let known = self.cells.get_mut(name).map(|cell| {
            cell.used = true;
            cell.state.clone()
        });
        let state = match known {
            Some(state) => state,
            None if self.known.holds(name) => State::Value(None),
            None => return None,
        };
        Some(self.before(name, state, at))
    }

    /// Brings what is under a name as of a commit, which no snapshot that is held is older than by more than is remembered, and gives
    /// it as of another.
    pub(crate) fn bring(&mut self, name: &str, mut state: State, found_at: u64, at: u64) -> State {
        for change in self.later(found_at).filter(|change| *change.name == *name) {
            state.redo(&change.what);
        }
        self.put(name.into(), state.clone());
        self.shrink();
        self.before(name, state, at)
    }

    /// Some of the values whose names are in an interval, as of a commit that is held: those of the first so many names in an order, as far
    /// as they are known from the interval's end on; and the part of the interval that they are all of. `None` where nothing is known there.
    /// Others wait meanwhile, so what is long is asked for in parts.
    pub(crate) fn look_range(
        &mut self,
        names: &Interval,
        order: Order,
        most: usize,
        at: u64,
    ) -> Option<(Listed, Interval)> {
        let mut part = self.known.part(names, order)?;
        let (mut found, mut last) = (Listed::new(), None);
        {
            let cells = self.cells.range_mut::<str, _>(part.bounds());
            let mut cells: Box<dyn Iterator<Item = (&Arc<str>, &mut Cell)>> = match order {
                Order::Ascending => Box::new(cells),
                Order::Descending => Box::new(cells.rev()),
            };
            for (name, cell) in cells.by_ref().take(most) {
                cell.used = true;
                if let State::Value(Some(stored)) = &cell.state {
                    found.insert(name.clone(), stored.clone());
                }
                last = Some(name.clone());
            }
            // Where there are no more, all of the part was looked at.
            last = last.filter(|_| cells.next().is_some());
        }
        if let Some(last) = last {
            part = part.split(&last, order).0;
        }
        Some((self.range_before(&part, found, at), part))
    }

    /// Brings all values whose names are in an interval, as they were at a commit, and gives them as of another.
    pub(crate) fn bring_range(
        &mut self,
        names: &Interval,
        mut found: Listed,
        found_at: u64,
        at: u64,
    ) -> Listed {
        let later = self.later(found_at);
        for change in later.filter(|change| names.holds(&change.name)) {
            if let What::Value { new, .. } = &change.what {
                set(&mut found, &change.name, new);
            }
        }
        let size: usize = found
            .iter()
            .map(|(name, stored)| name.len() + stored.value.len() + 200)
            .sum();
        if size < self.limit / 4 {
            self.known.add(names);
            for (name, stored) in &found {
                self.put(name.clone(), State::Value(Some(stored.clone())));
            }
            self.shrink();
        }
        self.range_before(names, found, at)
    }

    /// How many commits after one, which has to be held, wrote a name, or one with the prefix behind a star.
    pub(crate) fn written(&self, name: &str, after: u64) -> u64 {
        let is_it = |change: &Change| match name.strip_prefix('*') {
            Some(prefix) => change.name.starts_with(prefix),
            None => *change.name == *name,
        };
        let records = self.tail.iter().filter(|record| record.number > after);
        let found = records.filter(|record| record.changes.iter().any(is_it));
        found.count() as u64
    }

    fn later(&self, than: u64) -> impl Iterator<Item = &Change> {
        let records = self.tail.iter().filter(move |record| record.number > than);
        records.flat_map(|record| &record.changes)
    }

    fn earlier(&self, than: u64) -> impl Iterator<Item = &Change> {
        let records = self
            .tail
            .iter()
            .rev()
            .take_while(move |record| record.number > than);
        records.flat_map(|record| record.changes.iter().rev())
    }

    fn before(&self, name: &str, mut state: State, at: u64) -> State {
        for change in self.earlier(at).filter(|change| *change.name == *name) {
            state.undo(&change.what);
        }
        state
    }

    fn range_before(&self, names: &Interval, mut found: Listed, at: u64) -> Listed {
        let earlier = self.earlier(at);
        for change in earlier.filter(|change| names.holds(&change.name)) {
            if let What::Value { old, .. } = &change.what {
                set(&mut found, &change.name, old);
            }
        }
        found
    }

    fn put(&mut self, name: Arc<str>, state: State) {
        self.size += state.weight() + weight(&name);
        let cell = Cell { state, used: false };
        match self.cells.insert(name.clone(), cell) {
            Some(old) => self.size -= old.state.weight() + weight(&name),
            None => self.order.push_back(name),
        }
    }

    /// Lets go of what was not used lately, while there is too much.
    fn shrink(&mut self) {
        while self.size > self.limit
            && let Some(name) = self.order.pop_front()
        {
            let Some(cell) = self.cells.get_mut(&name) else {
                continue;
            };
            if std::mem::take(&mut cell.used) {
                self.order.push_back(name);
                continue;
            }
            self.size -= cell.state.weight() + weight(&name);
            self.cells.remove(&name);
            self.known.forget(&name);
        }
    }

    /// Lets go of a cell. Its place in the order stays for a while: as long as not most places are such.
    fn drop_cell(&mut self, name: &str) {
        let Some(cell) = self.cells.remove(name) else {
            return;
        };
        self.size -= cell.state.weight() + weight(name);
        if self.order.len() > 2 * self.cells.len() + 64 {
            let (cells, mut seen) = (&self.cells, HashSet::new());
            (self.order).retain(|name| cells.contains_key(name) && seen.insert(name.clone()));
        }
    }
}

fn weight(name: &str) -> usize {
    name.len() + 200
}

fn set(found: &mut Listed, name: &Arc<str>, value: &Option<Stored>) {
    match value {
        Some(value) => drop(found.insert(name.clone(), value.clone())),
        None => drop(found.remove(name)),
    }
}

#[cfg(test)]
mod tests {
    use buildamp_engine::Tenant;

    use super::*;
    use crate::state::NEVER;

    fn stored(value: &str) -> Stored {
        Stored {
            until: NEVER,
            value: value.into(),
        }
    }

    fn record(number: u64, name: &str, new: Option<&str>, old: Option<&str>) -> Record {
        let what = What::Value {
            new: new.map(stored),
            old: old.map(stored),
        };
        Record {
            number,
            by: "n".into(),
            due: None,
            epoch: None,
            changes: vec![Change {
                name: name.into(),
                what,
            }],
            tenant: Tenant("t".into()),
            deliveries: Vec::new(),
        }
    }

    fn value(state: Option<State>) -> Option<String> {
        match state {
            Some(State::Value(Some(stored))) => Some(stored.value.to_string()),
            _ => None,
        }
    }

    /// A list by its parts, each of so many.
    fn names(replica: &mut Replica, prefix: &str, most: usize, at: u64) -> Option<Vec<String>> {
        let forth = in_order(replica, prefix, Order::Ascending, most, at);
        let mut back = in_order(replica, prefix, Order::Descending, most, at);
        back.iter_mut().for_each(|names| names.reverse());
        assert_eq!(forth, back);
        forth
    }

    fn in_order(
        replica: &mut Replica,
        prefix: &str,
        order: Order,
        most: usize,
        at: u64,
    ) -> Option<Vec<String>> {
        let (mut all, whole) = (Vec::new(), Interval::of_prefix(prefix));
        let mut rest = whole.clone();
        while !rest.is_empty() {
            let (found, part) = replica.look_range(&rest, order, most, at)?;
            assert!(found.len() <= most + 3, "a part, and what has gone since");
            assert!(found.keys().all(|name| part.holds(name)));
            let found = found.keys().map(|name| name.to_string());
            match order {
                Order::Ascending => all.extend(found),
                Order::Descending => all.extend(found.rev()),
            }
            match order {
                Order::Ascending if part.to == whole.to => break,
                Order::Ascending => rest.from = part.to.expect("it ends before"),
                Order::Descending => rest.to = Some(part.from),
            }
        }
        Some(all)
    }

    fn bring(replica: &mut Replica, prefix: &str, found: Listed, found_at: u64, at: u64) -> Listed {
        replica.bring_range(&Interval::of_prefix(prefix), found, found_at, at)
    }

    #[test]
    fn a_list_in_parts_is_of_one_moment() {
        let mut replica = Replica::new(100_000);
        let start = replica.hold();
        let all: Vec<_> = (10..30).map(|number| format!("v{number}")).collect();
        let listed = all.iter().map(|name| (name.as_str().into(), stored("1")));
        bring(&mut replica, "v", listed.collect(), 0, start);
        for (number, name) in [(1, "v10"), (2, "v14"), (3, "v29")] {
            replica.hear(record(number, name, None, Some("1")));
        }
        for (number, name) in [(4, "v095"), (5, "v145"), (6, "v3"), (7, "w1")] {
            replica.hear(record(number, name, Some("2"), None));
        }
        let now = replica.hold();
        let later = ["v10", "v14", "v29"];
        let stayed = all.iter().filter(|name| !later.contains(&name.as_str()));
        let mut changed: Vec<_> = stayed.cloned().collect();
        changed.extend(["v095", "v145", "v3"].map(str::to_owned));
        changed.sort();
        for most in 1..25 {
            assert_eq!(
                names(&mut replica, "v", most, start).as_ref(),
                Some(&all),
                "{most}"
            );
            assert_eq!(
                names(&mut replica, "v", most, now).as_ref(),
                Some(&changed),
                "{most}"
            );
        }
    }

    #[test]
    fn commits_are_taken_in_order_once() {
        let mut replica = Replica::new(1000);
        assert!(replica.hear(record(2, "v", None, None)).is_empty());
        assert!(replica.has_gap());
        let heard = replica.hear(record(1, "v", None, None));
        assert_eq!(
            heard.iter().map(|record| record.number).collect::<Vec<_>>(),
            [1, 2]
        );
        assert!(replica.hear(record(2, "v", None, None)).is_empty());
        assert!(!replica.has_gap());
    }

    #[test]
    fn a_snapshot_sees_its_moment_whenever_something_is_fetched() {
        let mut replica = Replica::new(10_000);
        let at = replica.hold();
        replica.hear(record(1, "va", Some("2"), Some("1")));
        replica.hear(record(2, "vb", Some("9"), None));
        // Fetched after the first, brought after the second.
        let state = State::Value(Some(stored("2")));
        assert_eq!(
            value(Some(replica.bring("va", state, 1, at))).as_deref(),
            Some("1")
        );
        assert_eq!(value(replica.look("va", 2)).as_deref(), Some("2"));
        let listed = Listed::from([("va".into(), stored("2"))]);
        let then = bring(&mut replica, "v", listed, 1, at);
        assert_eq!(
            then.into_keys().collect::<Vec<_>>(),
            [Arc::<str>::from("va")]
        );
        let now = names(&mut replica, "v", 9, 2).expect("it is known");
        assert_eq!(now.len(), 2);
        replica.hear(record(3, "vb", None, Some("9")));
        replica.hear(record(4, "vc", Some("1"), None));
        assert_eq!(value(replica.look("vc", 4)).as_deref(), Some("1"));
        assert_eq!(
            replica.look("vz", 4),
            Some(State::Value(None)),
            "all with v are known"
        );
        assert_eq!(
            names(&mut replica, "v", 9, at).map(|list| list.len()),
            Some(1)
        );
        replica.release(0, at);
        assert!(replica.tail.is_empty());
    }

    #[test]
    fn memory_is_bounded_and_a_list_goes_with_its_first_value() {
        let mut replica = Replica::new(5_000);
        let at = replica.hold();
        let listed = Listed::from([("va1".into(), stored("1"))]);
        bring(&mut replica, "va", listed, 0, at);
        assert!(names(&mut replica, "va", 9, at).is_some());
        for number in 0..100 {
            replica.bring(
                &format!("vb{number}"),
                State::Value(Some(stored("1"))),
                0,
                at,
            );
        }
        assert!(replica.size <= 5_000);
        assert_eq!(names(&mut replica, "va", 9, at), None);
        assert_eq!(replica.look("va1", at), None);
    }

    #[test]
    fn a_range_is_known_as_far_as_it_was_brought_and_no_further() {
        let mut replica = Replica::new(100_000);
        let at = replica.hold();
        let part = Interval {
            from: "va".into(),
            to: Some("vc".into()),
        };
        let listed = Listed::from([("va1".into(), stored("1")), ("vb1".into(), stored("1"))]);
        replica.bring_range(&part, listed, 0, at);
        let all = Interval::of_prefix("v");
        assert_eq!(replica.look_range(&all, Order::Ascending, 9, at), None);
        assert_eq!(replica.look_range(&all, Order::Descending, 9, at), None);
        let from = |from: &str| Interval {
            from: from.into(),
            to: Some("vz".into()),
        };
        let (found, part) = replica
            .look_range(&from("vb"), Order::Ascending, 9, at)
            .expect("that is known");
        assert_eq!(found.len(), 1);
        assert_eq!(part.to.as_deref(), Some("vc"));
        assert_eq!(
            replica.look_range(&from("vc"), Order::Ascending, 9, at),
            None
        );
        assert_eq!(replica.look("vc1", at), None);
        assert_eq!(replica.look("va2", at), Some(State::Value(None)));
        // The next piece makes one of both.
        replica.bring_range(&from("vc"), Listed::new(), 0, at);
        let (found, part) = replica
            .look_range(&from("va"), Order::Descending, 9, at)
            .expect("that is known");
        assert_eq!((found.len(), &*part.from), (2, "va"));
    }

    #[test]
    fn a_queue_takes_no_more_place_than_what_waits_in_it() {
        let mut replica = Replica::new(1_000_000);
        let at = replica.hold();
        bring(&mut replica, "vq", Listed::new(), 0, at);
        replica.release(0, at);
        let empty = replica.size;
        for turn in 0..2_000 {
            let name = format!("vq{}", turn % 700);
            replica.hear(record(2 * turn + 1, &name, Some("1"), None));
            replica.hear(record(2 * turn + 2, &name, None, Some("1")));
        }
        assert_eq!(replica.size, empty);
        assert!(replica.order.len() < 100, "{}", replica.order.len());
        let now = replica.hold();
        let (found, part) = replica
            .look_range(&Interval::of_prefix("vq"), Order::Ascending, 1, now)
            .expect("it is known");
        assert!(found.is_empty());
        assert_eq!(part, Interval::of_prefix("vq"));
    }
}
