//! Connections over a stream in memory: what comes, and how they end.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::future::poll_fn;
use std::io;
use std::task::Poll;
use std::time::Duration;

use buildamp_websocket::codec::Event;
use buildamp_websocket::{
    Class, Close, CloseCode, Ended, Gone, Message, Outgoing, Reader, Role, Sender, Stream,
    Violation, Window, open,
};
use support::{client, heard, server};
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio::task::JoinHandle;

use support::peer::*;

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
    assert_eq!(hear(&mut peer, 9).await, [says("at once")]);
    // More than the pipe holds: the buffer takes it all, and lets go of the rest when the peer reads.
    sender
        .send(&Outgoing::text(&"x".repeat(3000)), Class::Normal)
        .unwrap();
    sender
        .send(&Outgoing::text("behind"), Class::Normal)
        .unwrap();
    assert_eq!(
        hear(&mut peer, 3004 + 8).await,
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
    // Not sooner than it was, not by a moment: who answers a ping at once would count as silent since.
    tokio::time::advance(Duration::from_micros(20_000_900)).await;
    peer.write_all(&client(0x8a, "")).await.unwrap();
    assert_eq!(sender.last_heard(), opened);
    reader.recv().await.unwrap();
    assert_eq!(
        sender.last_heard(),
        opened + Duration::from_micros(20_000_900)
    );
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
    assert_eq!(
        sender.last_heard(),
        opened + Duration::from_micros(40_000_900)
    );
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
