//! The server: accepts sockets, and does what is asked on its standard input.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use buildamp_websocket::handshake::{Deflate, Upgrade, check};
use buildamp_websocket::{Class, Config, Message, Outgoing, Role, Sender, Stream, open};
use http_body_util::Empty;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// The sockets, and the word that all clients have what was sent.
#[derive(Default)]
struct Room {
    senders: Mutex<Vec<Sender>>,
    done: Notify,
    config: Arc<Config>,
}

/// How a round's messages go out.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// Encoded once, and flushed once for each socket.
    Burst,
    /// Encoded once, and written one by one.
    Alone,
    /// Encoded for each socket.
    Each,
    /// Each client sends bursts, and waits for their answers between them.
    Echo,
}

pub async fn serve() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    let room = Arc::new(Room::default());
    tokio::spawn(accept(listener, Arc::clone(&room)));
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let words: Vec<&str> = line.split(' ').collect();
        let answer = match *words {
            ["memory"] => memory()?,
            ["connected", count] => {
                let count: usize = count.parse()?;
                while room.senders.lock().expect("no panic").len() < count {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                // The last handshakes' tasks come to their end.
                tokio::time::sleep(Duration::from_millis(300)).await;
                count as f64
            }
            [way, rounds, burst, length] => {
                let way = match way {
                    "send" => Way::Burst,
                    "alone" => Way::Alone,
                    "each" => Way::Each,
                    "echo" => Way::Echo,
                    _ => bail!("no such way: {way}"),
                };
                measure(&room, way, rounds.parse()?, burst.parse()?, length.parse()?).await?
            }
            _ => bail!("no such command: {line}"),
        };
        println!("{answer}");
    }
    Ok(())
}

async fn accept(listener: TcpListener, room: Arc<Room>) {
    while let Ok((stream, _)) = listener.accept().await {
        let room = Arc::clone(&room);
        let service = service_fn(move |request| answer(request, Arc::clone(&room)));
        let http = hyper::server::conn::http1::Builder::new();
        let connection = http.serve_connection(TokioIo::new(stream), service);
        tokio::spawn(connection.with_upgrades());
    }
}

async fn answer(
    request: Request<Incoming>,
    room: Arc<Room>,
) -> Result<Response<Empty<Bytes>>, Infallible> {
    let mut response = Response::new(Empty::new());
    let (method, version) = (request.method(), request.version());
    match check(method, version, request.headers(), Deflate::Accept) {
        Ok(upgrade) => {
            *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
            *response.headers_mut() = upgrade.headers(None);
            tokio::spawn(hold(request, upgrade, room));
        }
        Err(refusal) => *response.status_mut() = refusal.status(),
    }
    Ok(response)
}

async fn hold(request: Request<Incoming>, upgrade: Upgrade, room: Arc<Room>) {
    let window = upgrade.window();
    drop(upgrade);
    // A task of its own: that of the handshake has held the request, and is freed.
    if let Ok(upgraded) = hyper::upgrade::on(request).await {
        let stream = Stream::take(upgraded);
        let (sender, mut reader) = open(stream, Role::Server, window, &room.config);
        room.senders.lock().expect("no panic").push(sender.clone());
        tokio::spawn(async move {
            while let Ok(message) = reader.recv().await {
                match message {
                    Message::Text(text) if text == "done" => room.done.notify_one(),
                    Message::Text(text) => {
                        // Queued: the reader flushes when it has no more of what came at once.
                        let _ = sender.queue(&Outgoing::text(&text), Class::Normal);
                    }
                    _ => {}
                }
            }
        });
    }
}

/// Microseconds of CPU for each frame that is delivered.
async fn measure(room: &Room, way: Way, rounds: usize, burst: usize, length: usize) -> Result<f64> {
    let senders = room.senders.lock().expect("no panic").clone();
    let before = cpu()?;
    if way == Way::Echo {
        let order = Outgoing::text(&format!("?{rounds} {burst} {length}"));
        for sender in &senders {
            sender.send(&order, Class::Normal)?;
        }
        done(room).await?;
    } else {
        for round in 0..rounds {
            send(&senders, way, round, burst, length)?;
            done(room).await?;
        }
    }
    Ok((cpu()? - before) * 1e6 / (rounds * burst * senders.len()) as f64)
}

fn send(senders: &[Sender], way: Way, round: usize, burst: usize, length: usize) -> Result<()> {
    let numbers = round * burst..(round + 1) * burst;
    let texts: Vec<String> = numbers
        .clone()
        .map(|n| text(n, n + 1 == numbers.end, length))
        .collect();
    let messages: Vec<Outgoing> = texts.iter().map(|text| Outgoing::text(text)).collect();
    for sender in senders {
        for (message, text) in messages.iter().zip(&texts) {
            match way {
                Way::Each => sender.send(&Outgoing::text(text), Class::Normal)?,
                Way::Burst if burst > 1 => sender.queue(message, Class::Normal)?,
                _ => sender.send(message, Class::Normal)?,
            }
        }
        sender.flush();
    }
    Ok(())
}

/// One client speaks for all when they have the last of the round.
async fn done(room: &Room) -> Result<()> {
    let done = tokio::time::timeout(Duration::from_secs(60), room.done.notified());
    done.await.context("the clients did not get everything")
}

/// Something like a message: JSON with a bit of repetition. The last of a burst begins with `!`.
fn text(number: usize, last: bool, length: usize) -> String {
    let begin = if last { "!" } else { "" };
    let mut text = format!("{begin}{{\"type\":\"broadcast\",\"seq\":{number},\"items\":[");
    let mut item = number;
    while text.len() < length {
        item = item.wrapping_mul(25_214_903_917).wrapping_add(11) % 1_000_003;
        text.push_str(&format!(
            "{{\"x\":{item},\"y\":{},\"user\":\"u{}\"}},",
            item / 7,
            item % 100
        ));
    }
    text.truncate(length - 2);
    text + "]}"
}

/// Seconds that this process has used, of user and of system time.
fn cpu() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat
        .rsplit_once(')')
        .context("/proc/self/stat has a name in it")?;
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks
        .map(|field| field.parse::<u64>().unwrap_or_default())
        .sum();
    Ok(ticks as f64 / 100.0)
}

/// Resident memory in KB.
fn memory() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next());
    Ok(kilobytes.context("VmRSS in /proc/self/status")?.parse()?)
}
