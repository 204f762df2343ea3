//! A proxy before Redis that knows where one thing that Redis says ends and the next begins, and may keep any of them back.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use super::LONG;

/// See the module. Connections that are made after one was kept back pass everything.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    holds: Arc<AtomicBool>,
    held: Receiver<Said>,
    /// The connection that is kept back, as the node has it.
    node: Arc<Mutex<Option<TcpStream>>>,
}

/// One thing that Redis said.
pub(crate) struct Said(Vec<u8>);

impl Said {
    /// Whether it is told by Redis itself, with this in it.
    pub(crate) fn tells(&self, text: &str) -> bool {
        let has = |text: &str| {
            self.0
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        };
        self.is_told() && has(text)
    }

    /// Whether it is no answer.
    pub(crate) fn is_told(&self) -> bool {
        self.0.starts_with(b">")
    }

    /// Whether it is the answer to a call of several commits.
    pub(crate) fn answers(&self) -> bool {
        self.0.starts_with(b"*")
    }
}

impl Proxy {
    pub(crate) fn before(redis: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let port = listener.local_addr().expect("it has an address").port();
        let (hold, held) = channel();
        let proxy = Self {
            port,
            holds: Arc::default(),
            held,
            node: Arc::default(),
        };
        let (holds, node) = (proxy.holds.clone(), proxy.node.clone());
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let redis = TcpStream::connect(("127.0.0.1", redis)).expect("it is there");
                let (holds, node, hold) = (holds.clone(), node.clone(), hold.clone());
                join(stream, redis, holds, node, hold);
            }
        });
        proxy
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// From now on what Redis says is kept back.
    pub(crate) fn hold(&self) {
        self.holds.store(true, Ordering::SeqCst);
    }

    /// The next that is kept back and is of this kind; what is not, and came before it, is gone.
    pub(crate) fn next(&self, is_it: impl Fn(&Said) -> bool) -> Said {
        loop {
            let said = self.held.recv_timeout(LONG).expect("Redis says it");
            if is_it(&said) {
                return said;
            }
        }
    }

    /// Lets something through.
    pub(crate) fn pass(&self, said: &Said) {
        let node = self.node.lock().expect("no panic");
        let mut node = node.as_ref().expect("it is connected");
        node.write_all(&said.0).expect("it is connected");
    }

    /// Ends the connection that is kept back; the next one passes everything.
    pub(crate) fn sever(&self) {
        self.holds.store(false, Ordering::SeqCst);
        let node = self.node.lock().expect("no panic").take();
        let ended = node.expect("it is connected").shutdown(Shutdown::Both);
        ended.expect("it is connected");
    }
}

fn join(
    stream: TcpStream,
    redis: TcpStream,
    holds: Arc<AtomicBool>,
    node: Arc<Mutex<Option<TcpStream>>>,
    hold: Sender<Said>,
) {
    for socket in [&stream, &redis] {
        socket.set_nodelay(true).expect("it is a socket");
    }
    let clone = |stream: &TcpStream| stream.try_clone().expect("it is a socket");
    let (mut from_node, mut to_redis) = (clone(&stream), clone(&redis));
    thread::spawn(move || {
        // It ends with either.
        let _ = std::io::copy(&mut from_node, &mut to_redis);
        let _ = to_redis.shutdown(Shutdown::Both);
    });
    *node.lock().expect("no panic") = Some(clone(&stream));
    thread::spawn(move || {
        let mut redis = BufReader::new(redis);
        while let Some(said) = read(&mut redis) {
            match holds.load(Ordering::SeqCst) {
                // Who no longer asks for it has ended.
                true => drop(hold.send(Said(said))),
                false if (&stream).write_all(&said).is_err() => break,
                false => {}
            }
        }
        let _ = stream.shutdown(Shutdown::Both);
    });
}

/// Reads one thing, as RESP3 has it; nothing at the end.
fn read(from: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut said = Vec::new();
    read_into(from, &mut said)?;
    Some(said)
}

fn read_into(from: &mut impl BufRead, said: &mut Vec<u8>) -> Option<()> {
    let begin = said.len();
    from.read_until(b'\n', said).ok().filter(|read| *read > 0)?;
    let line = &said[begin..];
    let count = || {
        let digits = std::str::from_utf8(line.get(1..line.len() - 2)?).ok()?;
        digits.parse::<i64>().ok()?.try_into().ok()
    };
    let inner: u64 = match line.first()? {
        b'$' | b'=' | b'!' => {
            // Without a text there is none to end.
            if let Some(bytes) = count() {
                let bytes: u64 = bytes;
                from.by_ref().take(bytes + 2).read_to_end(said).ok()?;
            }
            0
        }
        b'*' | b'~' | b'>' => count().unwrap_or(0),
        b'%' | b'|' => count().unwrap_or(0) * 2,
        _ => 0,
    };
    (0..inner).try_for_each(|_| read_into(from, said))
}
