//! What waits to be written: bursts, pongs, peers that read slowly or not at all.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use buildamp_websocket::codec::Event;
use buildamp_websocket::{Class, CloseCode, Ended, Message, Outgoing, Role, Stream, open};
use support::{client, heard, server};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf, duplex};

use support::peer::*;

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
    assert_eq!(hear(&mut peer, 3).await, [Event::Pong(b"p".to_vec())]);
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
        assert!(
            sent < 100 * 1024,
            "a peer that doesn't read is not read from: {sent}"
        );
    }
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
    let after = tokio::time::timeout(LIMIT, reader.recv()).await;
    assert_eq!(after.expect("a client reads on"), Ok(text("after")));
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
    let events = hear(&mut peer, 50_004 + 7 + 8).await;
    assert_eq!(
        events,
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
    let events = hear(&mut peer, 1504 + 4 + 7 + 4 + 4 + 4).await;
    let order = [
        says(&"x".repeat(1500)),
        says("n1"),
        says("a4999"),
        says("n2"),
        says("b2"),
    ];
    assert_eq!(
        events,
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
    let burst = |count: usize, length: usize| {
        let text = |number: usize| format!("{number:0length$}");
        for number in 0..count {
            sender
                .queue(&Outgoing::text(&text(number)), Class::Normal)
                .unwrap();
        }
        assert_eq!(stream.writes.load(Ordering::Relaxed), 0);
        sender.flush();
        assert_eq!(sender.queued_bytes(), 0);
        let mut bytes = std::mem::take(&mut *stream.bytes.lock().unwrap());
        let expected: Vec<Event> = (0..count).map(|number| says(&text(number))).collect();
        assert_eq!(heard(&mut bytes, false), expected);
        stream.writes.swap(0, Ordering::Relaxed)
    };
    assert_eq!(burst(1, 1), 1);
    assert_eq!(burst(64, 1), 1);
    assert_eq!(burst(100, 1), 1);
    assert_eq!(burst(64, 90), 1);
    assert_eq!(burst(100, 90), 2);
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

/// Space wakes the task that waits for it, and that writes on.
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
