//! Connections over a stream in memory, with a peer that writes and reads bytes as it likes.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use buildamp_websocket::codec::Event;
use buildamp_websocket::{
    Class, Close, CloseCode, Config, Ended, Gone, Message, Outgoing, Reader, Role, Sender, Stream,
    Violation, Window, open,
};
use support::{client, heard, server};
use tokio::io::{
    AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, ReadBuf, duplex,
};
use tokio::task::JoinHandle;

const LIMIT: Duration = Duration::from_secs(5);

fn config() -> Arc<Config> {
    Arc::new(Config {
        max_frame: 64 * 1024,
        max_message: 128 * 1024,
        max_queue: 10_000,
        min_deflate: 0,
        flush: buildamp_websocket::Flush::ByReader,
    })
}

/// A server's end, and the peer's, with so many bytes between them in each direction.
fn pair(between: usize) -> (Sender, Reader, DuplexStream) {
    let (ours, peer) = duplex(between);
    let (sender, reader) = open(Stream::other(ours), Role::Server, None, &config());
    (sender, reader, peer)
}

fn text(text: &str) -> Message {
    Message::Text(text.to_owned())
}

/// What comes after 0xNN00 of a frame.
fn says(text: &str) -> Event {
    Event::Text(text.to_owned())
}

fn closed(code: CloseCode, reason: &str) -> Event {
    let reason = reason.to_owned();
    Event::Close(Some(Close { code, reason }))
}

/// Lets every task run until it waits.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

/// Everything that comes until the end of the stream.
async fn hear_all(peer: &mut DuplexStream) -> Vec<Event> {
    let mut bytes = Vec::new();
    peer.read_to_end(&mut bytes).await.unwrap();
    heard(&mut bytes, false)
}

/// Reads until the connection ends and ends it in good order; the messages, and how it ended.
fn run(mut reader: Reader) -> JoinHandle<(Vec<Message>, Ended)> {
    tokio::spawn(async move {
        let mut messages = Vec::new();
        let ended = loop {
            match reader.recv().await {
                Ok(message) => messages.push(message),
                Err(ended) => break ended,
            }
        };
        reader.finish(LIMIT).await;
        (messages, ended)
    })
}

#[tokio::test]
async fn messages_and_pongs_come_in_their_order() {
    let (sender, mut reader, mut peer) = pair(4096);
    let bytes = [client(0x81, "a"), client(0x8a, "p"), client(0x82, "b")].concat();
    peer.write_all(&bytes).await.unwrap();
    assert_eq!(reader.recv().await, Ok(text("a")));
    assert_eq!(reader.recv().await, Ok(Message::Pong(b"p".to_vec())));
    assert_eq!(reader.recv().await, Ok(Message::Binary(b"b".to_vec())));
    sender.send(&Outgoing::text("c"), Class::Normal).unwrap();
    sender.ping(b"q").unwrap();
    drop(reader);
    assert_eq!(
        hear_all(&mut peer).await,
        [says("c"), Event::Ping(b"q".to_vec())]
    );
    assert_eq!(sender.send(&Outgoing::text("d"), Class::Normal), Err(Gone));
}

#[tokio::test]
async fn bytes_that_were_read_before_come_first() {
    let (ours, mut peer) = duplex(100);
    let before = client(0x81, "before")[..4].to_vec();
    let stream = Stream::other(ours).with_read(before);
    let (_sender, mut reader) = open(stream, Role::Server, None, &config());
    peer.write_all(&client(0x81, "before")[4..]).await.unwrap();
    assert_eq!(reader.recv().await, Ok(text("before")));
}

#[tokio::test]
async fn cancelled_reads_lose_nothing() {
    let (_sender, mut reader, mut peer) = pair(100);
    for byte in client(0x81, "piece by piece") {
        let now = poll_fn(|cx| Poll::Ready(reader.poll_recv(cx))).await;
        assert_eq!(now, Poll::Pending);
        peer.write_all(&[byte]).await.unwrap();
    }
    assert_eq!(reader.recv().await, Ok(text("piece by piece")));
}

#[tokio::test(start_paused = true)]
async fn each_ping_is_answered_where_the_peer_reads() {
    let (_sender, reader, mut peer) = pair(64 * 1024);
    let pings: Vec<u8> = (0..200_u8).flat_map(|n| client(0x89, [n])).collect();
    peer.write_all(&pings).await.unwrap();
    peer.write_all(&client(0x88, "")).await.unwrap();
    let (messages, ended) = run(reader).await.unwrap();
    assert_eq!((messages, ended), (vec![], Ended::Peer(None)));
    let mut expected: Vec<Event> = (0..200_u8).map(|n| Event::Pong(vec![n])).collect();
    expected.push(Event::Close(None));
    assert_eq!(hear_all(&mut peer).await, expected);
}

/// A message of the same read doesn't hold back a pong.
#[tokio::test]
async fn a_pong_leaves_before_the_message_behind_it_is_handled() {
    let (_sender, mut reader, mut peer) = pair(4096);
    peer.write_all(&[client(0x89, "p"), client(0x81, "a"), client(0x81, "b")].concat())
        .await
        .unwrap();
    assert_eq!(reader.recv().await, Ok(text("a")));
    let mut pong = [0; 3];
    peer.read_exact(&mut pong).await.unwrap();
    assert_eq!(pong, *b"\x8a\x01p");
}

#[tokio::test]
async fn a_flood_of_pings_costs_at_most_a_few_pongs() {
    let (sender, reader, mut peer) = pair(256);
    let task = run(reader);
    let flood = client(0x89, [b'x'; 125]).repeat(1000);
    let mut sent = 0;
    // Until nobody reads any more.
    loop {
        let count = poll_fn(|cx| {
            Poll::Ready(
                match Pin::new(&mut peer).poll_write(cx, &flood[sent % 131..]) {
                    Poll::Ready(count) => count.unwrap(),
                    Poll::Pending => 0,
                },
            )
        });
        let count = count.await;
        sent += count;
        settle().await;
        assert!(
            sender.queued_bytes() <= 70 * 1024,
            "{}",
            sender.queued_bytes()
        );
        if count == 0 {
            break;
        }
    }
    assert!(
        sent < 100 * 1024,
        "a peer that doesn't read is not read from: {sent}"
    );
    drop(peer);
    let (_, ended) = task.await.unwrap();
    assert!(matches!(ended, Ended::Lost(_)), "{ended:?}");
}

/// A client reads on while it can't write; of the pings that come meanwhile it owes one answer.
#[tokio::test]
async fn a_flood_of_pings_costs_a_client_one_pong() {
    let (ours, mut peer) = duplex(100_000);
    let (narrow, _unread) = duplex(10);
    let (read, _) = tokio::io::split(ours);
    let (_, write) = tokio::io::split(narrow);
    let stream = Stream::other(tokio::io::join(read, write));
    let (sender, mut reader) = open(stream, Role::Client, None, &config());
    let pings: Vec<u8> = (0..500).flat_map(|_| server(0x89, [b'p'; 100])).collect();
    peer.write_all(&pings).await.unwrap();
    peer.write_all(&server(0x81, "after")).await.unwrap();
    assert_eq!(reader.recv().await, Ok(text("after")));
    // One was begun before, and another waits.
    assert!(
        sender.queued_bytes() <= 2 * 106,
        "{}",
        sender.queued_bytes()
    );
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_is_ended_with_1013() {
    let (sender, reader, mut peer) = pair(1000);
    let task = run(reader);
    settle().await;
    let message = Outgoing::text(&"m".repeat(2000));
    let mut taken = 0;
    while sender.send(&message, Class::Normal).is_ok() {
        taken += 1;
        assert!(sender.queued_bytes() <= 10_000 + 2004);
    }
    // One is being written, four wait behind it, and one more is too much.
    assert_eq!(taken, 5);
    assert!(!sender.is_open());
    let events = hear_all(&mut peer).await;
    let whole = says(&"m".repeat(2000));
    assert_eq!(events, [whole, closed(CloseCode::TRY_LATER, "slow reader")]);
    drop(peer);
    assert_eq!(task.await.unwrap(), (vec![], Ended::Slow));
}

#[tokio::test]
async fn a_frame_longer_than_the_queue_is_sent_where_nothing_waits() {
    let (sender, reader, mut peer) = pair(1000);
    let task = run(reader);
    let long = "l".repeat(50_000);
    sender.send(&Outgoing::text(&long), Class::Normal).unwrap();
    sender
        .send(&Outgoing::text("short"), Class::Normal)
        .unwrap();
    sender.close(CloseCode::NORMAL, "done");
    let events = async {
        let mut bytes = vec![0; 50_004 + 7 + 8];
        peer.read_exact(&mut bytes).await.unwrap();
        heard(&mut bytes, false)
    };
    assert_eq!(
        events.await,
        [
            says(&long),
            says("short"),
            closed(CloseCode::NORMAL, "done")
        ]
    );
    drop(peer);
    task.await.unwrap();
}

#[tokio::test]
async fn of_volatile_messages_a_slow_peer_gets_the_newest() {
    let (sender, reader, mut peer) = pair(1000);
    let task = run(reader);
    settle().await;
    let say = |text: &str, class| sender.send(&Outgoing::text(text), class).unwrap();
    say(&"x".repeat(1500), Class::Volatile(1));
    say("a1", Class::Volatile(1));
    say("n1", Class::Normal);
    say("b1", Class::Volatile(2));
    for round in 0..5000 {
        say(&format!("a{round}"), Class::Volatile(1));
        assert!(sender.queued_bytes() < 1600);
    }
    say("n2", Class::Normal);
    say("b2", Class::Volatile(2));
    sender.close(CloseCode::NORMAL, "");
    let mut bytes = vec![0; 1504 + 4 + 7 + 4 + 4 + 4];
    peer.read_exact(&mut bytes).await.unwrap();
    let order = [
        says(&"x".repeat(1500)),
        says("n1"),
        says("a4999"),
        says("n2"),
        says("b2"),
    ];
    assert_eq!(
        heard(&mut bytes, false),
        [order.as_slice(), &[closed(CloseCode::NORMAL, "")]].concat()
    );
    drop(peer);
    task.await.unwrap();
}

#[tokio::test]
async fn volatile_messages_all_reach_a_peer_that_keeps_up() {
    let (sender, reader, mut peer) = pair(4096);
    for round in 0..10 {
        sender
            .queue(&Outgoing::text(&round.to_string()), Class::Volatile(1))
            .unwrap();
    }
    sender.flush();
    drop(reader);
    let expected: Vec<Event> = (0..10).map(|round| says(&round.to_string())).collect();
    assert_eq!(hear_all(&mut peer).await, expected);
}

/// Counts calls, and takes everything.
#[derive(Clone, Default)]
struct Counting {
    writes: Arc<AtomicUsize>,
    bytes: Arc<Mutex<Vec<u8>>>,
}

impl AsyncRead for Counting {
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        _: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Poll::Pending
    }
}

impl AsyncWrite for Counting {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(cx, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.writes.fetch_add(1, Ordering::Relaxed);
        let mut bytes = self.bytes.lock().unwrap();
        slices
            .iter()
            .for_each(|slice| bytes.extend_from_slice(slice));
        Poll::Ready(Ok(slices.iter().map(|slice| slice.len()).sum()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn a_burst_leaves_in_one_write() {
    let stream = Counting::default();
    let (sender, _reader) = open(Stream::other(stream.clone()), Role::Server, None, &config());
    let burst = |count: usize| {
        for number in 0..count {
            sender
                .queue(&Outgoing::text(&number.to_string()), Class::Normal)
                .unwrap();
        }
        assert_eq!(stream.writes.load(Ordering::Relaxed), 0);
        sender.flush();
        assert_eq!(sender.queued_bytes(), 0);
        let mut bytes = std::mem::take(&mut *stream.bytes.lock().unwrap());
        let expected: Vec<Event> = (0..count).map(|number| says(&number.to_string())).collect();
        assert_eq!(heard(&mut bytes, false), expected);
        stream.writes.swap(0, Ordering::Relaxed)
    };
    assert_eq!(burst(1), 1);
    assert_eq!(burst(64), 1);
    assert_eq!(burst(100), 2);
    // A send takes along what was queued before.
    sender
        .queue(&Outgoing::text("first"), Class::Normal)
        .unwrap();
    sender
        .send(&Outgoing::text("second"), Class::Normal)
        .unwrap();
    assert_eq!(stream.writes.load(Ordering::Relaxed), 1);
}

/// What a task queues while it handles messages that came at once leaves at once.
#[tokio::test]
async fn answers_to_messages_that_came_at_once_leave_in_one_write() {
    let stream = Counting::default();
    let read: Vec<u8> = (0..5_u8).flat_map(|n| client(0x82, [n])).collect();
    let other = Stream::other(stream.clone()).with_read(read);
    let (sender, mut reader) = open(other, Role::Server, None, &config());
    for number in 0..5 {
        assert_eq!(reader.recv().await, Ok(Message::Binary(vec![number])));
        sender
            .queue(&Outgoing::binary(&[number]), Class::Normal)
            .unwrap();
    }
    assert_eq!(stream.writes.load(Ordering::Relaxed), 0);
    assert_eq!(
        poll_fn(|cx| Poll::Ready(reader.poll_recv(cx))).await,
        Poll::Pending
    );
    assert_eq!(stream.writes.load(Ordering::Relaxed), 1);
    assert_eq!(sender.queued_bytes(), 0);
}

/// TLS holds back what it has taken, until it is flushed.
#[tokio::test]
async fn streams_with_a_buffer_of_their_own_are_flushed() {
    let (ours, mut peer) = duplex(1000);
    let buffered = tokio::io::BufStream::with_capacity(4096, 4096, ours);
    let (sender, reader) = open(Stream::other(buffered), Role::Server, None, &config());
    let task = run(reader);
    settle().await;
    sender
        .send(&Outgoing::text("at once"), Class::Normal)
        .unwrap();
    let mut frame = [0; 9];
    peer.read_exact(&mut frame).await.unwrap();
    assert_eq!(heard(&mut frame, false), [says("at once")]);
    // More than the pipe holds: the buffer takes it all, and lets go of the rest when the peer reads.
    sender
        .send(&Outgoing::text(&"x".repeat(3000)), Class::Normal)
        .unwrap();
    sender
        .send(&Outgoing::text("behind"), Class::Normal)
        .unwrap();
    let mut frames = vec![0; 3004 + 8];
    peer.read_exact(&mut frames).await.unwrap();
    assert_eq!(
        heard(&mut frames, false),
        [says(&"x".repeat(3000)), says("behind")]
    );
    peer.write_all(&client(0x88, "")).await.unwrap();
    assert_eq!(hear_all(&mut peer).await, [Event::Close(None)]);
    drop(peer);
    assert_eq!(task.await.unwrap().1, Ended::Peer(None));
}

#[tokio::test]
async fn a_close_of_the_peer_is_answered_with_its_code() {
    let (sender, reader, mut peer) = pair(4096);
    let task = run(reader);
    let bytes = [
        client(0x81, "last"),
        client(0x88, b"\x0f\xa1bye"),
        client(0x81, "too late"),
    ]
    .concat();
    peer.write_all(&bytes).await.unwrap();
    peer.shutdown().await.unwrap();
    assert_eq!(hear_all(&mut peer).await, [closed(CloseCode(4001), "")]);
    let close = Close::new(CloseCode(4001), "bye");
    assert_eq!(
        task.await.unwrap(),
        (vec![text("last")], Ended::Peer(Some(close)))
    );
    assert_eq!(sender.ping(b""), Err(Gone));
}

#[tokio::test]
async fn a_close_of_ours_waits_for_the_peers() {
    let (sender, reader, mut peer) = pair(4096);
    let task = run(reader);
    settle().await;
    sender.close(CloseCode::RESTART, "back soon");
    sender.close(CloseCode::NORMAL, "only the first counts");
    assert_eq!(sender.send(&Outgoing::text("no"), Class::Normal), Err(Gone));
    peer.write_all(&client(0x81, "not yet closed"))
        .await
        .unwrap();
    settle().await;
    assert!(!task.is_finished());
    peer.write_all(&client(0x88, b"\x03\xf4")).await.unwrap();
    assert_eq!(
        hear_all(&mut peer).await,
        [closed(CloseCode::RESTART, "back soon")]
    );
    drop(peer);
    let close = Close::new(CloseCode::RESTART, "back soon");
    assert_eq!(task.await.unwrap(), (vec![], Ended::Ours(close)));
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_does_not_close_is_left_after_the_limit() {
    let (sender, reader, mut peer) = pair(4096);
    let begun = tokio::time::Instant::now();
    sender.close(CloseCode::AWAY, "");
    let (messages, _) = run(reader).await.unwrap();
    assert_eq!((messages, begun.elapsed()), (vec![], LIMIT));
    assert_eq!(hear_all(&mut peer).await, [closed(CloseCode::AWAY, "")]);
}

#[tokio::test]
async fn codes_that_may_not_be_sent_are_not() {
    let (sender, reader, mut peer) = pair(4096);
    sender.close(CloseCode::LOST, &"r".repeat(200));
    drop(reader);
    assert_eq!(
        hear_all(&mut peer).await,
        [closed(CloseCode::INTERNAL, &"r".repeat(123))]
    );
}

#[tokio::test]
async fn after_a_violation_the_close_frame_arrives_whatever_else_is_sent() {
    let cases: [(Vec<u8>, Violation, CloseCode); 5] = [
        (server(0x81, "a"), Violation::Unmasked, CloseCode::PROTOCOL),
        (
            client(0x83, "a"),
            Violation::ReservedOpCode(3),
            CloseCode::PROTOCOL,
        ),
        (
            client(0x81, b"\xff"),
            Violation::NotUtf8,
            CloseCode::INVALID,
        ),
        (
            client(0x82, [0; 70_000]),
            Violation::TooLong { limit: 65_536 },
            CloseCode::TOO_LONG,
        ),
        (
            client(0xc1, "a"),
            Violation::ReservedBits(4),
            CloseCode::PROTOCOL,
        ),
    ];
    for (bytes, violation, code) in cases {
        let (_sender, reader, peer) = pair(64 * 1024);
        let task = run(reader);
        let (mut read, mut write) = tokio::io::split(peer);
        let garbage: JoinHandle<io::Result<()>> = tokio::spawn(async move {
            write.write_all(&bytes).await?;
            loop {
                write.write_all(&[0xff; 10_000]).await?;
            }
        });
        let mut answer = Vec::new();
        read.read_to_end(&mut answer).await.unwrap();
        assert_eq!(
            heard(&mut answer, false),
            [closed(code, &violation.to_string())]
        );
        assert_eq!(task.await.unwrap(), (vec![], Ended::Violation(violation)));
        let error = garbage.await.unwrap().unwrap_err();
        assert_eq!(
            error.kind(),
            io::ErrorKind::BrokenPipe,
            "reading ends some time"
        );
    }
}

#[tokio::test]
async fn a_stream_that_ends_is_lost() {
    let (sender, reader, mut peer) = pair(100);
    peer.write_all(&client(0x81, "whole")).await.unwrap();
    peer.write_all(&client(0x81, "half")[..4]).await.unwrap();
    drop(peer);
    let lost = Ended::Lost(io::ErrorKind::UnexpectedEof);
    assert_eq!(lost.code(), CloseCode::LOST);
    assert_eq!(run(reader).await.unwrap(), (vec![text("whole")], lost));
    assert!(!sender.is_open());
}

#[tokio::test]
async fn the_end_stays_the_same() {
    let (_sender, mut reader, mut peer) = pair(100);
    peer.write_all(&client(0x88, "")).await.unwrap();
    assert_eq!(reader.recv().await, Err(Ended::Peer(None)));
    assert_eq!(reader.recv().await, Err(Ended::Peer(None)));
}

#[tokio::test(start_paused = true)]
async fn it_is_known_when_the_peer_was_last_heard() {
    let (sender, mut reader, mut peer) = pair(100);
    let opened = tokio::time::Instant::now();
    assert_eq!(sender.last_heard(), opened);
    tokio::time::advance(Duration::from_secs(20)).await;
    peer.write_all(&client(0x8a, "")).await.unwrap();
    assert_eq!(sender.last_heard(), opened);
    reader.recv().await.unwrap();
    assert_eq!(sender.last_heard(), opened + Duration::from_secs(20));
    // A slow peer that takes some is alive, though it is not read from.
    sender
        .send(&Outgoing::text(&"x".repeat(200)), Class::Normal)
        .unwrap();
    assert_eq!(sender.queued_bytes(), 104);
    tokio::time::advance(Duration::from_secs(20)).await;
    peer.read_exact(&mut [0; 100]).await.unwrap();
    assert_eq!(
        poll_fn(|cx| Poll::Ready(reader.poll_recv(cx))).await,
        Poll::Pending
    );
    assert_eq!(sender.last_heard(), opened + Duration::from_secs(40));
}

#[tokio::test]
async fn both_roles_with_every_window() {
    for bits in [
        None,
        Some(9),
        Some(10),
        Some(11),
        Some(12),
        Some(13),
        Some(14),
        Some(15),
    ] {
        let window = bits.and_then(Window::new);
        let (left, right) = duplex(500);
        let (to_server, mut client) = open(Stream::other(left), Role::Client, window, &config());
        let (to_client, mut server) = open(Stream::other(right), Role::Server, window, &config());
        let echo = tokio::spawn(async move {
            while let Ok(Message::Text(text)) = server.recv().await {
                to_client
                    .send(&Outgoing::text(&text), Class::Normal)
                    .unwrap();
            }
            server.finish(LIMIT).await;
        });
        for length in [0, 1, 200, 4000, 60_000] {
            let long: String = ('a'..='z').cycle().take(length).collect();
            to_server
                .send(&Outgoing::text(&long), Class::Normal)
                .unwrap();
            assert_eq!(client.recv().await, Ok(Message::Text(long)), "{bits:?}");
        }
        to_server.close(CloseCode::NORMAL, "");
        client.finish(LIMIT).await;
        echo.await.unwrap();
    }
}

/// Two ends that both say more than fits would wait for each other for ever, if a client stopped reading too.
#[tokio::test(start_paused = true)]
async fn ends_that_both_say_much_do_not_lock_up() {
    let (left, right) = duplex(500);
    let (to_server, client) = open(Stream::other(left), Role::Client, None, &config());
    let (to_client, server) = open(Stream::other(right), Role::Server, None, &config());
    let message = Outgoing::text(&"m".repeat(1000));
    for _ in 0..9 {
        to_server.send(&message, Class::Normal).unwrap();
        to_client.send(&message, Class::Normal).unwrap();
    }
    let (count, mut received) = tokio::sync::mpsc::unbounded_channel();
    for mut reader in [client, server] {
        let count = count.clone();
        tokio::spawn(async move {
            while reader.recv().await.is_ok() {
                count.send(()).unwrap();
            }
        });
    }
    for _ in 0..18 {
        tokio::time::timeout(LIMIT, received.recv()).await.unwrap();
    }
}

/// A message that is queued behind a lock elsewhere still wakes the one who waits for space.
#[tokio::test]
async fn what_waits_follows_by_itself() {
    let (sender, reader, mut peer) = pair(10);
    let task = run(reader);
    settle().await;
    let numbers: Vec<String> = (0..100).map(|number| format!("message {number}")).collect();
    for number in &numbers {
        sender.send(&Outgoing::text(number), Class::Normal).unwrap();
    }
    sender.close(CloseCode::NORMAL, "");
    peer.write_all(&client(0x88, b"")).await.unwrap();
    let mut expected: Vec<Event> = numbers.iter().map(|number| says(number)).collect();
    expected.push(closed(CloseCode::NORMAL, ""));
    assert_eq!(hear_all(&mut peer).await, expected);
    drop(peer);
    task.await.unwrap();
}

/// What an idle connection holds; the figures are what the parts add up to, and no more.
#[tokio::test]
async fn connections_are_small() {
    let (_sender, mut reader, _peer) = pair(100);
    assert!(size_of::<Reader>() <= 192, "{}", size_of::<Reader>());
    assert_eq!(size_of::<Sender>(), 8);
    let waiting = size_of_val(&reader.recv());
    assert!(waiting <= 24, "{waiting}");
    assert_eq!(size_of_val(&reader.finish(LIMIT)), 8);
}
