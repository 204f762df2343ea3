//! Many who speak at once on several threads, over sockets with little room: nothing is lost, and order is kept.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

use std::sync::Arc;
use std::time::Duration;

use buildamp_websocket::{
    Class, CloseCode, Config, Message, Outgoing, Reader, Role, Sender, Stream, Window, open,
};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

const LIMIT: Duration = Duration::from_secs(30);
const SPEAKERS: usize = 4;
const MESSAGES: usize = 120;

/// Both ends of a connection whose buffers in the kernel are as small as it allows.
async fn narrow(listener: &TcpListener) -> (TcpStream, TcpStream) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(2048).unwrap();
    let address = listener.local_addr().unwrap();
    let (near, far) = tokio::join!(socket.connect(address), listener.accept());
    (near.unwrap(), far.unwrap().0)
}

fn listen() -> TcpListener {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_send_buffer_size(2048).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    socket.listen(16).unwrap()
}

/// Says its numbered messages by every way there is, of lengths that differ.
async fn speak(sender: Sender, speaker: usize) {
    for number in 0..MESSAGES {
        let filler = "x".repeat((number * 37 + speaker * 11) % 3000);
        let message = Outgoing::text(&format!("{speaker} {number} {filler}"));
        match number % 3 {
            0 => sender.queue(&message, Class::Normal).unwrap(),
            _ => sender.send(&message, Class::Normal).unwrap(),
        }
        if number % 16 == 0 {
            tokio::task::yield_now().await;
        }
    }
    sender.flush();
}

/// How many of each speaker's messages came, which must be in order.
async fn listen_to(reader: &mut Reader) -> Vec<usize> {
    let mut next = vec![0; SPEAKERS];
    while next.iter().any(|count| *count < MESSAGES) {
        let Message::Text(text) = reader.recv().await.unwrap() else {
            panic!("only texts are said")
        };
        let mut words = text.split(' ');
        let mut number = || words.next().unwrap().parse::<usize>().unwrap();
        let (speaker, count) = (number(), number());
        assert_eq!(count, next[speaker], "of speaker {speaker}");
        assert_eq!(
            words.next().unwrap().len(),
            (count * 37 + speaker * 11) % 3000
        );
        next[speaker] += 1;
    }
    next
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_lost_and_order_is_kept() {
    let config = Arc::new(Config {
        max_queue: 64 << 20,
        min_deflate: 1000,
        ..Config::default()
    });
    let listener = listen();
    let mut connections = Vec::new();
    for number in 0..8 {
        let window = Window::new(8 + number);
        let (near, far) = narrow(&listener).await;
        let (to_server, mut client) = open(Stream::tcp(near), Role::Client, window, &config);
        let (to_client, mut server) = open(Stream::tcp(far), Role::Server, window, &config);
        let mut speakers = tokio::task::JoinSet::new();
        for speaker in 0..SPEAKERS {
            speakers.spawn(speak(to_client.clone(), speaker));
            speakers.spawn(speak(to_server.clone(), speaker));
        }
        connections.push(tokio::spawn(async move {
            let at_server = async {
                let heard = listen_to(&mut server).await;
                let ended = server.recv().await.unwrap_err();
                server.finish(LIMIT).await;
                (heard, ended)
            };
            let at_client = async {
                let heard = listen_to(&mut client).await;
                speakers.join_all().await;
                // What still waits leaves before the close.
                to_server.close(CloseCode::NORMAL, "");
                client.finish(LIMIT).await;
                heard
            };
            let ((at_server, ended), at_client) = tokio::join!(at_server, at_client);
            assert_eq!(ended.code(), CloseCode::NORMAL);
            assert_eq!(at_client, at_server);
        }));
    }
    for connection in connections {
        connection.await.unwrap();
    }
}
