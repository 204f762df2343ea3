//! A node: the connections, rooms and users of this process, and the app that they speak to.

mod deliver;
mod directs;
mod enter;
mod flow;
mod leave;
mod linger;
mod others;
mod post;
mod presence;
mod room;
mod send;
mod upload;
mod who;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use arc_swap::ArcSwap;
use buildamp_engine::{Engine, Listener, Millis, Tenant};
use buildamp_rules::{Context, Failure, Fault};
use dashmap::DashMap;
use tokio::runtime::Handle;
use tokio::sync::Notify;

use leave::Departure;
pub(crate) use post::{Posted, Poster};
pub(crate) use presence::session_key;
pub(crate) use room::Room;
pub(crate) use send::{Admission, Counted, Sent, invalid};
pub(crate) use upload::Offer;
pub(crate) use who::Who;

use crate::author::Author;
use crate::dashboard::{About, Live};
use crate::directs::Directs;
use crate::documents::Documents;
use crate::events::Owed;
use crate::heavy::{self, Heavy};
use crate::identity::Auth;
use crate::peer::Link;
use crate::recurring::Kept;
use crate::repeats::Repeats;
use crate::strand::Job;
use crate::trace::Underway;
use crate::uploads::Uploads;
use crate::users::Users;
use crate::webhooks::Outbox;
use crate::{App, Limits, Metrics};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The time.
    fn now(&self) -> Millis;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Millis {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let millis = since.map_or(0, |since| since.as_millis());
        Millis(u64::try_from(millis).unwrap_or(u64::MAX))
    }
}

/// Whose state a connection sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tenancy {
    /// All the same one's.
    Single(Arc<str>),
    /// The requested host's.
    ByHost,
}

/// How a node works.
#[derive(Debug)]
pub struct Settings {
    /// How users prove who they are.
    pub auth: Auth,
    /// See [`Tenancy`].
    pub tenancy: Tenancy,
    /// See [`Limits`].
    pub limits: Limits,
}

/// What a call may take on a thread that others need. Almost all need a thousandth of it.
const SHORT: Duration = Duration::from_millis(4);

/// How long a room is worked on apart whose logic took long, in milliseconds.
const ASIDE: u64 = 60_000;

/// A node.
pub struct Node {
    pub(crate) engine: Arc<dyn Engine>,
    pub(crate) app: ArcSwap<App>,
    pub(crate) settings: Settings,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) metrics: Metrics,
    pub(crate) users: Users,
    /// Connections that don't know yet from where they hear what is sent to their users.
    pub(crate) directs: Directs,
    pub(crate) documents: Documents,
    pub(crate) rooms: DashMap<(Tenant, Arc<str>), Arc<Room>>,
    /// Something may be due sooner than it was.
    pub(crate) due: Notify,
    pub(crate) runtime: Handle,
    pub(crate) draining: AtomicBool,
    /// Where the bytes of files lie, once there is a listener that takes some.
    pub(crate) files: Mutex<Option<Arc<Uploads>>>,
    /// Webhooks on their way.
    pub(crate) outbox: Outbox,
    /// The recurring events of the settings, once they are known.
    pub(crate) kept: OnceLock<Kept>,
    /// Whether load balancers are told to send no more.
    retiring: AtomicBool,
    /// Memberships whose end could not be stored yet.
    left_behind: Mutex<Vec<Departure>>,
    /// Memberships that go on for a while, in the order in which they end.
    queue: linger::Queue,
    /// How often deliveries were missed: what was known of other nodes before may not be so any more.
    misses: AtomicU64,
    /// Rooms whose members have to enter again.
    forgotten: Mutex<Vec<Arc<Room>>>,
    /// Members who have to be told their room's state anew.
    untold: Mutex<Vec<(Arc<Room>, Arc<Link>)>>,
    /// Events that have to be given back.
    pub(crate) owed: Mutex<Vec<Owed>>,
    heavy: Arc<Heavy>,
    numbers: AtomicU64,
    /// Tells the connections of this process from those of others.
    pub(crate) mark: u32,
    pub(crate) underway: Underway,
    /// What becomes of messages, for those who look.
    pub(crate) live: Live,
    /// What it tells the nodes that share its state, once that is known.
    pub(crate) about: OnceLock<About>,
    /// Who writes the app, while it is under development.
    pub(crate) author: Author,
    /// What was said a moment ago.
    pub(crate) repeats: Repeats,
    /// The same of connections that were refused: what strangers bring about takes no place above.
    pub(crate) refusals: Repeats,
    /// When it began, and when its app did.
    pub(crate) started: Millis,
    pub(crate) swapped: AtomicU64,
}

impl Node {
    /// A node on an engine, which delivers to it from now on. To be called within a tokio runtime.
    pub fn new(
        engine: Arc<dyn Engine>,
        app: App,
        settings: Settings,
        clock: Arc<dyn Clock>,
    ) -> Arc<Node> {
        let heavy = match engine.waits() {
            true => Heavy::for_all(settings.limits.threads),
            false => Heavy::default(),
        };
        let metrics = Metrics::default();
        let started = clock.now();
        let node = Arc::new(Node {
            engine,
            app: ArcSwap::from_pointee(app.counted(&metrics.answers)),
            settings,
            clock,
            metrics,
            users: Users::default(),
            directs: Directs::default(),
            documents: Documents::default(),
            rooms: DashMap::new(),
            due: Notify::new(),
            runtime: Handle::current(),
            draining: AtomicBool::new(false),
            files: Mutex::default(),
            outbox: Outbox::default(),
            kept: OnceLock::new(),
            retiring: AtomicBool::new(false),
            left_behind: Mutex::default(),
            queue: linger::Queue::default(),
            misses: AtomicU64::new(0),
            forgotten: Mutex::default(),
            untold: Mutex::default(),
            owed: Mutex::default(),
            heavy: Arc::new(heavy),
            numbers: AtomicU64::new(1),
            mark: rand::random(),
            underway: Underway::default(),
            live: Live::default(),
            about: OnceLock::new(),
            author: Author::default(),
            repeats: Repeats::default(),
            refusals: Repeats::default(),
            started,
            swapped: AtomicU64::new(started.0),
        });
        let listener: Arc<dyn Listener> = Arc::new(deliver::Ear(Arc::downgrade(&node)));
        node.engine.listen(listener);
        if let Tenancy::Single(name) = &node.settings.tenancy {
            node.remember_absent(&Tenant(name.clone()));
        }
        node
    }

    /// Swaps the app. Messages that are being worked on end with the old one.
    pub fn swap(&self, app: App) {
        self.app.store(Arc::new(app.counted(&self.metrics.answers)));
        self.swapped.store(self.clock.now().0, Ordering::Relaxed);
        self.forget_repeats();
    }

    /// What the node counts.
    pub fn metrics(&self) -> &Metrics {
        self.metrics
            .rooms
            .set(i64::try_from(self.rooms.len()).unwrap_or(i64::MAX));
        self.metrics
            .users
            .set(i64::try_from(self.users.count()).unwrap_or(i64::MAX));
        self.metrics
            .lingering
            .set(i64::try_from(self.queue.len()).unwrap_or(i64::MAX));
        &self.metrics
    }

    /// The engine, for health checks.
    pub fn engine(&self) -> &dyn Engine {
        &*self.engine
    }

    /// The limits in force.
    pub fn limits(&self) -> &Limits {
        &self.settings.limits
    }

    /// Whose state a host's is.
    pub fn tenant(&self, host: &str) -> Tenant {
        match &self.settings.tenancy {
            Tenancy::Single(name) => Tenant(name.clone()),
            Tenancy::ByHost => Tenant(host.to_ascii_lowercase().into()),
        }
    }

    /// Keeps the keys of a service that publishes them those of now, for as long as it is polled. Ends at once where there is no such service.
    pub async fn refresh_keys(self: Arc<Node>) {
        if let Auth::Jwt(verifier) = &self.settings.auth {
            let told = |outcome| {
                let outcome = crate::metrics::Outcome { outcome };
                self.metrics.key_refreshes.get_or_create(&outcome).inc();
            };
            verifier.refresh(told).await;
        }
    }

    /// Waits until the keys of a service have been asked for once more; false where that was not to be.
    pub(crate) async fn learn_keys(&self) -> bool {
        match &self.settings.auth {
            Auth::Jwt(verifier) => verifier.learn().await,
            Auth::None => false,
        }
    }

    /// From now on load balancers are told to send nobody here; all goes on.
    pub fn retire(&self) {
        self.retiring.store(true, Ordering::Release);
    }

    /// Whether the node is about to stop, or stops.
    pub fn is_retiring(&self) -> bool {
        self.retiring.load(Ordering::Acquire) || self.is_draining()
    }

    /// From now on nothing new is begun; what comes in is told to try later.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Release);
    }

    /// Whether the node takes new work.
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Acquire)
    }

    /// Does what has to be done now and then. Called every second or so.
    pub fn sweep(self: &Arc<Node>) {
        let now = self.clock.now();
        self.engine.sweep(now);
        self.users.sweep(now);
        self.documents.sweep(now);
        self.tell_repeats(now);
        self.leave_again();
        self.end_grace(now);
        self.leave_for_others();
        self.enter_forgotten();
        self.tell_untold();
        self.open_put_off();
        self.tell_of_itself();
        // Who leaves a room mostly holds it still, so that it can't be forgotten at that moment.
        self.rooms
            .retain(|_, room| Arc::strong_count(room) > 1 || !room.is_empty());
    }

    /// Shows how many connections of this node are in each room.
    pub(crate) fn each_room(&self, mut see: impl FnMut(usize)) {
        for room in &self.rooms {
            see(room.size());
        }
    }

    pub(crate) fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn connection_id(&self, number: u64) -> Arc<str> {
        format!("{:08x}-{number:x}", self.mark).into()
    }

    /// The room, brought into being where nobody of this node was in it.
    pub(crate) fn room(&self, tenant: &Tenant, name: &str) -> Arc<Room> {
        let key = (tenant.clone(), Arc::from(name));
        if let Some(room) = self.rooms.get(&key) {
            return room.clone();
        }
        let (tenant, name) = key.clone();
        let room = self
            .rooms
            .entry(key)
            .or_insert_with(|| Arc::new(Room::new(tenant, name, self.heavy.clone())));
        room.clone()
    }

    /// Lets go of a room that nobody is in and nobody works on. Whoever still holds it keeps it; the next [`Node::sweep`] lets go of it
    /// then.
    pub(crate) fn forget(&self, room: &Room) {
        let key = (room.tenant.clone(), room.name.clone());
        self.rooms.remove_if(&key, |_, held| {
            Arc::strong_count(held) <= 2 && held.is_empty()
        });
    }

    pub(crate) fn context<'a>(
        &self,
        app: &App,
        tenant: &'a Tenant,
        room: &'a str,
        who: Who<'a>,
        now: Millis,
    ) -> Context<'a> {
        Context {
            host: &tenant.0,
            room,
            user_id: who.user,
            connection_id: who.connection,
            timestamp: now.0,
            seed: rand::random(),
            claims: who.claims,
            joined: who.joined.and_then(|joined| joined.for_app(app)),
            budget: None,
        }
    }

    /// What a call may take at first: on a thread that others need, less than on one that is there for it.
    pub(crate) fn budget() -> Option<Duration> {
        (!heavy::is_here()).then_some(SHORT)
    }

    /// Whether a call ended only because its budget was short.
    pub(crate) fn is_slow(failure: &Failure, context: &Context<'_>) -> bool {
        context.budget.is_some() && failure.fault == Fault::Time
    }

    /// Where a call did not end within the short budget: from now on the room's jobs are not done on threads that others need, and the
    /// job is the next of them.
    pub(crate) fn put_aside(&self, room: &Room, again: Job) {
        let until = Millis(self.clock.now().0 + ASIDE);
        room.strand.weigh(until, Some(again));
    }

    /// The same for a room of which only the name is at hand, and without a job.
    pub(crate) fn expect_slow(&self, host: &str, room: &str) {
        let key = (Tenant(host.into()), Arc::from(room));
        if let Some(room) = self.rooms.get(&key) {
            let until = Millis(self.clock.now().0 + ASIDE);
            room.strand.weigh(until, None);
        }
    }
}
