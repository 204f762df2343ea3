//! Accepting connections, within limits, until the server stops.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::Options;
use super::heartbeat::Heartbeat;
use super::http::{self, Gate};
use super::ways::Cut;
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
    let door = Door {
        seats: Arc::new(Semaphore::new(options.connections)),
        late: Arc::new(Semaphore::new(LATE)),
        most: options.connections,
        addresses: Arc::default(),
        gate,
        options,
        stopping: watch::Sender::new(false),
    };
    tokio::pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => door.admit(accepted).await,
            () = &mut stop => break,
        }
    }
    node.retire();
    let seen = tokio::time::sleep(door.options.drain_delay);
    tokio::pin!(seen);
    loop {
        tokio::select! {
            biased;
            () = &mut seen => break,
            accepted = listener.accept() => door.admit(accepted).await,
        }
    }
    node.drain();
    heartbeat.end_all();
    door.gate.streams().end_all();
    door.stopping.send_replace(true);
    let drained = door.drain();
    tokio::pin!(drained);
    let drained = loop {
        tokio::select! {
            drained = &mut drained => break drained,
            accepted = listener.accept() => door.admit_late(accepted).await,
        }
    };
    beating.abort();
    if let Some(sweeping) = sweeping {
        sweeping.abort();
    }
    drained
}

/// How many connections are answered at once while the others are let end.
const LATE: usize = 64;

struct Door {
    seats: Arc<Semaphore>,
    /// Those of who comes while the others are let end; nobody waits for them.
    late: Arc<Semaphore>,
    most: usize,
    addresses: Arc<Mutex<HashMap<IpAddr, usize>>>,
    /// Whether the server stops.
    stopping: watch::Sender<bool>,
    gate: Arc<Gate>,
    options: Options,
}

impl Door {
    async fn admit(&self, accepted: io::Result<(TcpStream, SocketAddr)>) {
        self.take(accepted, &self.seats, Kept::ForMore).await;
    }

    /// Takes who comes while the others are let end: for one answer.
    async fn admit_late(&self, accepted: io::Result<(TcpStream, SocketAddr)>) {
        self.take(accepted, &self.late, Kept::ForOne).await;
    }

    async fn take(
        &self,
        accepted: io::Result<(TcpStream, SocketAddr)>,
        seats: &Arc<Semaphore>,
        kept: Kept,
    ) {
        let metrics = &self.gate.node.metrics;
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, most likely: those that are open go on, and some of them will end.
                tracing::warn!(%error, "a connection can't be accepted");
                return tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        // One over the limit is cut without a word: words would cost what the limit is there to save.
        let Ok(seat) = seats.clone().try_acquire_owned() else {
            return metrics.turn_away(metrics::FULL);
        };
        let Some(place) = Place::take(&self.addresses, address.ip(), self.options.per_address)
        else {
            return metrics.turn_away(metrics::ADDRESS);
        };
        let held = Held {
            _seat: seat,
            _place: place,
        };
        let _ = stream.set_nodelay(true);
        let (gate, tls, limit) = (
            self.gate.clone(),
            self.options.tls.clone(),
            self.options.handshake,
        );
        let stopping = self.stopping.subscribe();
        match tls {
            None => drop(tokio::spawn(http(
                stream, gate, limit, held, stopping, kept,
            ))),
            Some(tls) => {
                tokio::spawn(async move {
                    match tokio::time::timeout(limit, tls.accept(stream)).await {
                        Ok(Ok(stream)) => http(stream, gate, limit, held, stopping, kept).await,
                        Ok(Err(error)) => {
                            tracing::debug!(%error, "no TLS");
                            gate.node.metrics.turn_away(metrics::TLS);
                        }
                        Err(_) => gate.node.metrics.turn_away(metrics::HANDSHAKE),
                    }
                });
            }
        }
    }

    /// Waits until everyone has gone, but not for ever.
    async fn drain(&self) -> Drained {
        let all = u32::try_from(self.most).unwrap_or(u32::MAX);
        match tokio::time::timeout(self.options.grace, self.seats.acquire_many(all)).await {
            Ok(_) => Drained::Whole,
            Err(_) => Drained::Cut(self.most - self.seats.available_permits()),
        }
    }
}

/// What a connection over which nothing is being answered is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    ForMore,
    ForOne,
}

/// What a connection holds of the limits, for as long as it lives.
pub(super) struct Held {
    _seat: OwnedSemaphorePermit,
    _place: Place,
}

struct Place {
    addresses: Arc<Mutex<HashMap<IpAddr, usize>>>,
    address: IpAddr,
}

impl Place {
    fn take(
        addresses: &Arc<Mutex<HashMap<IpAddr, usize>>>,
        address: IpAddr,
        most: usize,
    ) -> Option<Place> {
        let mut counts = addresses.lock().expect("nobody panics while holding it");
        let count = counts.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        drop(counts);
        Some(Place {
            addresses: addresses.clone(),
            address,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self
            .addresses
            .lock()
            .expect("nobody panics while holding it");
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

/// Speaks HTTP until the connection ends or becomes a socket, which takes over what is held.
async fn http<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    stream: S,
    gate: Arc<Gate>,
    limit: Duration,
    held: Held,
    stopping: watch::Receiver<bool>,
    kept: Kept,
) {
    let node = gate.node.clone();
    let held: http::Holding = Arc::new(Mutex::new(Some(held)));
    let (cut, asked) = (Cut::default(), AtomicBool::new(false));
    let service = service_fn(|mut request: hyper::Request<hyper::body::Incoming>| {
        asked.store(true, Ordering::Relaxed);
        request.extensions_mut().insert(cut.clone());
        http::respond::<S>(gate.clone(), held.clone(), request)
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limit)
        .keep_alive(kept == Kept::ForMore)
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
        () = stopped(stopping), if kept == Kept::ForMore => {
            // What is being answered is answered to its end; who only keeps the connection open is let go.
            connection.as_mut().graceful_shutdown();
            tokio::select! {
                _ = connection => {}
                () = cut.0.notified() => {}
            }
        }
    }
}

/// Done when the listener stops.
async fn stopped(mut stopping: watch::Receiver<bool>) {
    // Its sender goes when the listener is gone altogether.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}
