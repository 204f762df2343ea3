//! What is held in memory, by connections and by rooms: estimates, taken when they are asked for.
//!
//! Neither a connection nor a room is named: there are too many. Instead there are totals, the largest, and how many are how large.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::Node;
use crate::node::Room;
use crate::peer::Link;

/// A label with what holds memory.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Of {
    /// `connections`, `queues`, `rooms` or `history`.
    pub of: &'static str,
}

/// A label with the most that something of a group has.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct UpTo {
    /// A number, or `+Inf`.
    pub le: &'static str,
}

/// Steps of the bytes that wait for a connection.
const QUEUES: [(usize, &str); 6] = [
    (0, "0"),
    (1 << 10, "1024"),
    (16 << 10, "16384"),
    (256 << 10, "262144"),
    (1 << 20, "1048576"),
    (usize::MAX, "+Inf"),
];

/// Steps of the members of a room.
const ROOMS: [(usize, &str); 6] = [
    (1, "1"),
    (10, "10"),
    (100, "100"),
    (1_000, "1000"),
    (10_000, "10000"),
    (usize::MAX, "+Inf"),
];

/// What a connection takes beside its [`Link`]: its task, its stream, its place in tables. Measured.
const CONNECTION: usize = 1_100;
/// What a seat takes in a room, with its place in the link's list and in the engine.
const SEAT: usize = 400;

/// What is held in memory.
#[derive(Default)]
pub struct Held {
    /// Bytes that wait for slow readers.
    pub queued: Gauge,
    /// The most that wait for one.
    pub longest_queue: Gauge,
    /// The members of the largest room.
    pub largest_room: Gauge,
    /// Estimated bytes, by what holds them.
    pub memory: Family<Of, Gauge>,
    /// How many connections have up to so many bytes waiting.
    pub queues: Family<UpTo, Gauge>,
    /// How many rooms have up to so many members.
    pub rooms: Family<UpTo, Gauge>,
}

/// Values of one kind, seen one after the other.
struct Seen {
    steps: [(usize, &'static str); 6],
    counts: [i64; 6],
    count: usize,
    sum: usize,
    largest: usize,
}

impl Seen {
    fn new(steps: [(usize, &'static str); 6]) -> Seen {
        Seen {
            steps,
            counts: [0; 6],
            count: 0,
            sum: 0,
            largest: 0,
        }
    }

    fn see(&mut self, value: usize) {
        for ((most, _), count) in self.steps.iter().zip(&mut self.counts) {
            *count += i64::from(value <= *most);
        }
        self.count += 1;
        self.sum += value;
        self.largest = self.largest.max(value);
    }

    fn show(&self, family: &Family<UpTo, Gauge>) {
        for ((_, le), count) in self.steps.iter().zip(self.counts) {
            family.get_or_create(&UpTo { le }).set(count);
        }
    }
}

impl Held {
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register(
            "queued_bytes",
            "Bytes that wait for slow readers",
            self.queued.clone(),
        );
        registry.register(
            "queued_bytes_max",
            "The most bytes that wait for one connection",
            self.longest_queue.clone(),
        );
        registry.register(
            "room_members_max",
            "Connections in the largest room",
            self.largest_room.clone(),
        );
        registry.register(
            "memory_bytes",
            "Estimated memory, by what holds it",
            self.memory.clone(),
        );
        registry.register(
            "connections_by_queue",
            "Connections with up to so many bytes waiting",
            self.queues.clone(),
        );
        registry.register(
            "rooms_by_members",
            "Rooms with up to so many connections",
            self.rooms.clone(),
        );
    }

    /// Looks at a node and at what waits for each of its connections.
    pub(crate) fn look(&self, node: &Node, each_queue: impl FnOnce(&mut dyn FnMut(usize))) {
        let (mut queues, mut rooms) = (Seen::new(QUEUES), Seen::new(ROOMS));
        each_queue(&mut |bytes| queues.see(bytes));
        node.each_room(|members| rooms.see(members));
        self.queued.set(signed(queues.sum));
        self.longest_queue.set(signed(queues.largest));
        self.largest_room.set(signed(rooms.largest));
        queues.show(&self.queues);
        rooms.show(&self.rooms);
        let history = node.engine().usage().history;
        for (of, bytes) in [
            (
                "connections",
                queues.count * (CONNECTION + size_of::<Link>()),
            ),
            ("queues", queues.sum),
            ("rooms", rooms.count * size_of::<Room>() + rooms.sum * SEAT),
            ("history", history),
        ] {
            self.memory.get_or_create(&Of { of }).set(signed(bytes));
        }
    }
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
