//! Accepting connections, within limits, until the server stops.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
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
use crate::Node;

/// How a listener ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drained {
    /// All connections ended in good order.
    Whole,
    /// So many did not end in time.
    Cut(usize),
}

/// Serves a node on a listener until `stop` is done; then lets connections end, and tells clients when to come back.
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
    drop(listener);
    node.drain();
    heartbeat.end_all();
    door.gate.streams().end_all();
    door.stopping.send_replace(true);
    let drained = door.drain().await;
    beating.abort();
    if let Some(sweeping) = sweeping {
        sweeping.abort();
    }
    drained
}

struct Door {
    seats: Arc<Semaphore>,
    most: usize,
    addresses: Arc<Mutex<HashMap<IpAddr, usize>>>,
    /// Whether the server stops.
    stopping: watch::Sender<bool>,
    gate: Arc<Gate>,
    options: Options,
}

impl Door {
    async fn admit(&self, accepted: io::Result<(TcpStream, SocketAddr)>) {
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, most likely: those that are open go on, and some of them will end.
                tracing::warn!(%error, "a connection can't be accepted");
                return tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        // One over the limit is cut without a word: words would cost what the limit is there to save.
        let Ok(seat) = self.seats.clone().try_acquire_owned() else {
            return;
        };
        let Some(place) = Place::take(&self.addresses, address.ip(), self.options.per_address)
        else {
            return;
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
            None => drop(tokio::spawn(http(stream, gate, limit, held, stopping))),
            Some(tls) => {
                tokio::spawn(async move {
                    if let Ok(Ok(stream)) = tokio::time::timeout(limit, tls.accept(stream)).await {
                        http(stream, gate, limit, held, stopping).await;
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
) {
    let held: http::Holding = Arc::new(Mutex::new(Some(held)));
    let cut = Cut::default();
    let service = service_fn(|mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(cut.clone());
        http::respond::<S>(gate.clone(), held.clone(), request)
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limit)
        .max_buf_size(64 << 10);
    let connection = builder
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    // An error here is the client's: it went away, or what it sent is no HTTP.
    tokio::select! {
        _ = &mut connection => {}
        () = cut.0.notified() => {}
        () = stopped(stopping) => {
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
