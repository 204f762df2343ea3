//! Accepting connections, within limits, until the server stops.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::Options;
use super::crew::{Berth, Crew};
use super::greet::{self, Begun, First};
use super::heartbeat::Heartbeat;
use super::http::{self, Gate};
use super::socket::{Opening, Talk, Wire};
use super::ways::{Cut, From};
use crate::{Node, metrics};

/// How a listener ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drained {
    /// All connections ended in good order.
    Whole,
    /// So many did not end in time.
    Cut(usize),
}

/// Serves a node on a listener until `stop` is done. Then `/readyz` says that it is not ready, and for [`Options::drain_delay`] all goes on,
/// so that load balancers see it and send nobody any more; then connections are let end, and clients are told when to come back. Until the
/// last one has gone who comes anew is still answered: paths as before, sockets by being sent away.
pub async fn serve(
    node: Arc<Node>,
    listener: TcpListener,
    options: Options,
    stop: impl Future<Output = ()>,
) -> Drained {
    let heartbeat = Arc::new(Heartbeat::new(options.ping));
    let beating = tokio::spawn(heartbeat.clone().run(node.clone()));
    let sweeping = options
        .uploads
        .clone()
        .map(|uploads| tokio::spawn(uploads.run(node.clone())));
    let gate = Arc::new(Gate::new(node.clone(), &options, heartbeat.clone()));
    let permits = Permits::new(options.connections);
    let door = Arc::new(Door {
        late: Arc::new(permits.beside(LATE)),
        permits: Arc::new(permits),
        most: options.connections,
        crew: Crew::muster(options.threads),
        gate,
        options,
        stopping: watch::Sender::new(false),
    });
    // Those who come inherit it from the listener, where the system is Linux.
    let _ = SockRef::from(&listener).set_tcp_nodelay(true);
    // No longer heard of here: an event loop that accepts nobody would be woken for each who comes.
    let listener = match listener.into_std() {
        Ok(listener) => Arc::new(listener),
        Err(error) => {
            tracing::error!(%error, "the listener can't be taken over");
            return Drained::Cut(0);
        }
    };
    let mut accepting = JoinSet::new();
    // Where a connection is accepted it lives, as a rule, and nobody has to be woken for it.
    door.crew.on_each(&mut accepting, |thread| {
        door.clone().accept(listener.clone(), thread)
    });
    stop.await;
    node.retire();
    tokio::time::sleep(door.options.drain_delay).await;
    accepting.shutdown().await;
    node.drain();
    heartbeat.end_all();
    door.gate.streams().end_all();
    door.stopping.send_replace(true);
    let drained = door.answer_until_drained(&listener).await;
    beating.abort();
    if let Some(sweeping) = sweeping {
        sweeping.abort();
    }
    if let Some(door) = Arc::into_inner(door) {
        door.crew.dismiss().await;
    }
    drained
}

/// A handle of a listener for the event loop that it is called in, as soon as the system has one to give.
async fn hear(listener: &std::net::TcpListener) -> TcpListener {
    loop {
        match listener.try_clone().and_then(TcpListener::from_std) {
            Ok(own) => return own,
            Err(error) => {
                tracing::warn!(%error, "the listener can't be heard");
                tokio::time::sleep(AGAIN).await;
            }
        }
    }
}

/// How long it takes until what the system had nothing left for is tried again.
const AGAIN: Duration = Duration::from_millis(50);

/// How many connections are answered at once while the others are let end.
const LATE: usize = 64;

struct Door {
    permits: Arc<Permits>,
    /// Those of who comes while the others are let end; nobody waits for them.
    late: Arc<Permits>,
    most: usize,
    /// Whether the server stops.
    stopping: watch::Sender<bool>,
    gate: Arc<Gate>,
    crew: Crew,
    options: Options,
}

impl Door {
    async fn accept(self: Arc<Door>, listener: Arc<std::net::TcpListener>, thread: Option<usize>) {
        loop {
            self.crew.watch(thread).await;
            // Heard of only meanwhile: else each thread would be woken for whom another one takes.
            let listener = hear(&listener).await;
            loop {
                let accepted = listener.accept().await;
                self.take(accepted, &self.permits, Kept::ForMore, thread)
                    .await;
                if self.crew.relieve(thread) {
                    break;
                }
            }
        }
    }

    /// Takes who comes while the others are let end: for one answer.
    async fn admit_late(&self, accepted: io::Result<(TcpStream, SocketAddr)>) {
        self.take(accepted, &self.late, Kept::ForOne, None).await;
    }

    async fn take(
        &self,
        accepted: io::Result<(TcpStream, SocketAddr)>,
        permits: &Arc<Permits>,
        kept: Kept,
        thread: Option<usize>,
    ) {
        let metrics = &self.gate.node.metrics;
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, most likely: those that are open go on, and some of them will end.
                tracing::warn!(%error, "a connection can't be accepted");
                return tokio::time::sleep(AGAIN).await;
            }
        };
        // One over the limit is cut without a word: words would cost what the limit is there to save.
        let taken = match permits.take(address.ip(), self.options.per_address) {
            Ok(taken) => taken,
            Err(full) => return metrics.turn_away(full),
        };
        if !cfg!(target_os = "linux") {
            let _ = stream.set_nodelay(true);
        }
        let (gate, limit) = (self.gate.clone(), self.options.handshake);
        let stopping = self.stopping.subscribe();
        let arrive = |berth| Arrival {
            gate,
            limit,
            held: Held {
                taken,
                _berth: berth,
            },
            stopping,
            kept,
        };
        match self.options.tls.clone() {
            None => self
                .crew
                .enlist(stream, thread, |stream, berth| arrive(berth).serve(stream)),
            Some(tls) => self.crew.enlist(stream, thread, |stream, berth| {
                arrive(berth).serve_tls(stream, tls)
            }),
        }
    }

    /// Waits until everyone has gone, and answers who comes meanwhile.
    async fn answer_until_drained(&self, listener: &std::net::TcpListener) -> Drained {
        let mut drained = pin!(self.drain());
        let listener = tokio::select! {
            drained = &mut drained => return drained,
            listener = hear(listener) => listener,
        };
        loop {
            tokio::select! {
                drained = &mut drained => return drained,
                accepted = listener.accept() => self.admit_late(accepted).await,
            }
        }
    }

    /// Waits until everyone has gone, but not for ever.
    async fn drain(&self) -> Drained {
        let all = u32::try_from(self.most).unwrap_or(u32::MAX);
        match tokio::time::timeout(self.options.grace, self.permits.free.acquire_many(all)).await {
            Ok(_) => Drained::Whole,
            Err(_) => Drained::Cut(self.most - self.permits.free.available_permits()),
        }
    }
}

/// What a connection over which nothing is being answered is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    ForMore,
    ForOne,
}

/// What is left of the limits.
struct Permits {
    free: Semaphore,
    /// How many connections each address has.
    addresses: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Permits {
    fn new(count: usize) -> Permits {
        Permits {
            free: Semaphore::new(count),
            addresses: Arc::default(),
        }
    }

    /// Others, for those of the same addresses.
    fn beside(&self, count: usize) -> Permits {
        Permits {
            free: Semaphore::new(count),
            addresses: self.addresses.clone(),
        }
    }

    /// # Errors
    /// What there is none left of, as it is counted.
    fn take(self: &Arc<Permits>, address: IpAddr, most: usize) -> Result<Taken, &'static str> {
        let permit = self.free.try_acquire().map_err(|_| metrics::FULL)?;
        let mut counts = self.counts();
        let count = counts.entry(address).or_default();
        if *count >= most {
            return Err(metrics::ADDRESS);
        }
        *count += 1;
        // Given back by who holds it.
        permit.forget();
        Ok(Taken {
            permits: self.clone(),
            address,
        })
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.addresses
            .lock()
            .expect("nobody panics while holding it")
    }
}

/// A permit that is taken.
struct Taken {
    permits: Arc<Permits>,
    address: IpAddr,
}

impl Drop for Taken {
    fn drop(&mut self) {
        let mut counts = self.permits.counts();
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
        drop(counts);
        self.permits.free.add_permits(1);
    }
}

/// What a connection holds of the limits, for as long as it lives.
pub(super) struct Held {
    taken: Taken,
    _berth: Berth,
}

/// A connection that is served. What it takes to begin is boxed, for a task keeps the size of its largest part, and most of them are
/// sockets for long: with up to 24 bytes a task of the runtime takes 128, with more 256.
enum Served {
    Beginning(Pin<Box<dyn Future<Output = Option<Box<Talk>>> + Send>>),
    Talking(Box<Talk>),
}

const _: () = assert!(size_of::<Served>() <= 24);

impl Future for Served {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let served = self.get_mut();
        loop {
            match served {
                Served::Beginning(begin) => match ready!(begin.as_mut().poll(context)) {
                    Some(talk) => *served = Served::Talking(talk),
                    None => return Poll::Ready(()),
                },
                Served::Talking(talk) => return talk.poll_run(context),
            }
        }
    }
}

/// A connection that has just come, whatever it is going to be.
struct Arrival {
    gate: Arc<Gate>,
    /// How long it may take to say what it wants.
    limit: Duration,
    held: Held,
    stopping: watch::Receiver<bool>,
    kept: Kept,
}

impl Arrival {
    /// Serves a connection until it ends.
    fn serve<S: Wire>(self, stream: S) -> Served {
        Served::Beginning(Box::pin(self.begin(stream)))
    }

    fn serve_tls(self, stream: TcpStream, tls: TlsAcceptor) -> Served {
        Served::Beginning(Box::pin(async move {
            let accepting = tokio::time::timeout(self.limit, tls.accept(stream));
            match accepting.await {
                Ok(Ok(stream)) => self.begin(stream).await,
                Ok(Err(error)) => {
                    tracing::debug!(%error, "no TLS");
                    self.turn_away(metrics::TLS)
                }
                Err(_) => self.turn_away(metrics::HANDSHAKE),
            }
        }))
    }

    /// Hears what the client wants. Where that is a socket, it is open then; all else is served to its end.
    async fn begin<S: Wire>(mut self, stream: S) -> Option<Box<Talk>> {
        let first = tokio::time::timeout(self.limit, greet::first(stream));
        let first = tokio::select! {
            biased;
            first = first => first,
            () = stopped(&mut self.stopping), if self.kept == Kept::ForMore => return None,
        };
        let First { begun, socket } = match first {
            Ok(Ok(first)) => first?,
            _ => return self.turn_away(metrics::HANDSHAKE),
        };
        if let Some((head, length)) = socket
            && let Ok(admitted) = http::admit(&self.gate, &head)
        {
            let (stream, rest) = begun.into_parts(length);
            let stream = stream.into_stream().with_read(rest);
            let stream = stream.with_unsent(admitted.response());
            return match Talk::open(self.gate, stream, admitted, Some(self.held)) {
                Opening::Done(talk) => Some(talk),
                Opening::Waits(opening) => opening.await,
            };
        }
        // Where a socket was asked for in vain, the refusal is HTTP's, too. Apart, for it is much larger than what most need, and the
        // allocator takes long over what is large.
        Box::pin(self.speak_http(begun)).await;
        None
    }

    /// Counts one that ends before it has begun.
    fn turn_away(&self, reason: &'static str) -> Option<Box<Talk>> {
        self.gate.node.metrics.turn_away(reason);
        None
    }

    /// Speaks HTTP until the connection ends or becomes a socket, which takes over what is held.
    async fn speak_http<S: Wire>(mut self, stream: Begun<S>) {
        let from = From(self.held.taken.address);
        let held: http::Holding = Arc::new(Mutex::new(Some(self.held)));
        let (gate, node) = (self.gate.clone(), self.gate.node.clone());
        let (cut, asked) = (Cut::default(), AtomicBool::new(false));
        let service = service_fn(|mut request: hyper::Request<hyper::body::Incoming>| {
            asked.store(true, Ordering::Relaxed);
            request.extensions_mut().insert(cut.clone());
            request.extensions_mut().insert(from);
            http::respond::<S>(gate.clone(), held.clone(), request)
        });
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(self.limit)
            .keep_alive(self.kept == Kept::ForMore)
            .max_buf_size(64 << 10);
        let connection = builder
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        let mut connection = pin!(connection);
        // An error here is the client's: it went away, or what it sent is no HTTP.
        tokio::select! {
            ended = &mut connection => {
                // Later on it is a connection that was kept for nothing.
                if ended.is_err() && !asked.load(Ordering::Relaxed) {
                    node.metrics.turn_away(metrics::HANDSHAKE);
                }
            }
            () = cut.0.notified() => {}
            () = stopped(&mut self.stopping), if self.kept == Kept::ForMore => {
                // What is being answered is answered to its end; who only keeps the connection open is let go.
                connection.as_mut().graceful_shutdown();
                tokio::select! {
                    _ = connection => {}
                    () = cut.0.notified() => {}
                }
            }
        }
    }
}

/// Done when the listener stops.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    // Its sender goes when the listener is gone altogether.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}
