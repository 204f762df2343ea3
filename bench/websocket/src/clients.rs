//! The clients: they receive, and one of them says when all have what was sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;
use buildamp_websocket::handshake::Deflate;
use buildamp_websocket::{Class, Config, Message, Outgoing, Role, Sender, Stream, client, open};
use http::HeaderMap;
use tokio::net::TcpStream;
use tokio::sync::OnceCell;

static SPEAKER: OnceCell<Sender> = OnceCell::const_new();

/// Connects so many, says so, and goes on until the process is ended.
pub async fn connect(port: u16, count: usize, deflate: bool) -> Result<()> {
    let deflate = if deflate {
        Deflate::Accept
    } else {
        Deflate::Decline
    };
    let config = Arc::new(Config::default());
    let done = Arc::new(AtomicUsize::new(0));
    for _ in 0..count {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        let opened =
            client::upgrade(&mut stream, "localhost", "/", &HeaderMap::new(), deflate).await?;
        let stream = Stream::tcp(stream).with_read(opened.read);
        let (sender, mut reader) = open(stream, Role::Client, opened.window, &config);
        let speaker = SPEAKER.get_or_init(|| async { sender.clone() }).await;
        let mut client = Client {
            sender,
            count,
            done: Arc::clone(&done),
            echo: None,
        };
        tokio::spawn(async move {
            while let Ok(message) = reader.recv().await {
                if let Message::Text(text) = message
                    && client.hear(&text)
                {
                    let _ = speaker.send(&Outgoing::text("done"), Class::Normal);
                }
            }
        });
    }
    println!("connected");
    std::future::pending().await
}

struct Client {
    sender: Sender,
    count: usize,
    /// How many clients have had their last message, in all rounds.
    done: Arc<AtomicUsize>,
    echo: Option<Echo>,
}

/// So many rounds of so many messages, of which so many answers are still to come.
struct Echo {
    rounds: usize,
    burst: usize,
    message: Outgoing,
    missing: usize,
}

impl Client {
    /// Whether all clients have what was sent now. `!` begins the last message of a burst, `?` asks for messages.
    fn hear(&mut self, text: &str) -> bool {
        if let Some(order) = text.strip_prefix('?') {
            let mut words = order.split(' ').map(|word| word.parse().unwrap_or(1));
            let mut next = || words.next().unwrap_or(1);
            let (rounds, burst, length) = (next(), next(), next());
            let message = Outgoing::text(&"e".repeat(length));
            self.echo = Some(Echo {
                rounds,
                burst,
                message,
                missing: 1,
            });
        }
        let last = match &mut self.echo {
            None => text.starts_with('!'),
            Some(echo) => echo.next(&self.sender),
        };
        if last {
            self.echo = None;
            let all = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            return all.is_multiple_of(self.count);
        }
        false
    }
}

impl Echo {
    /// One more has come; whether it was the last of all.
    fn next(&mut self, sender: &Sender) -> bool {
        self.missing -= 1;
        if self.missing > 0 {
            return false;
        }
        if self.rounds == 0 {
            return true;
        }
        self.rounds -= 1;
        self.missing = self.burst;
        for _ in 0..self.burst {
            let _ = sender.queue(&self.message, Class::Normal);
        }
        sender.flush();
        false
    }
}
