//! What clients see while the store fails, others are always faster, or the server stops.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use buildamp_server::Limits;
use buildamp_server::transport::{Drained, Options};
use support::app::Style;
use support::server::{Server, get};
use support::{InMemory, Line, Stage};
use support::{play, server};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

fn check(script: &str) {
    support::conversation(Style::Plain, Limits::default(), script);
}

#[test]
fn a_message_that_never_gets_through_is_given_back() {
    support::run(async {
        let stage = Stage::new(Style::Plain, Limits::default());
        let script = "
            alice connects
            alice -> join lobby
            alice <- joined lobby at 1, here: alice
            engine conflicts 16
            alice -> say hi to lobby #1
            alice <- error conflict: others changed what the message rests on, again and again; nothing happened, send it again #1
            alice -> say hi to lobby #1
            alice <- lobby 2 alice: hi
            alice <- ack #1
            engine conflicts 15
            alice -> say ho to lobby #2
            alice <- lobby 3 alice: ho
            alice <- ack #2
            ";
        play(&stage, InMemory, script).await;
        let metrics = stage.node.metrics().text();
        assert!(
            metrics.contains("buildamp_conflicts_total 31\n"),
            "{metrics}"
        );
        let refused = r#"buildamp_refusals_total{code="conflict"} 1"#;
        assert!(metrics.contains(refused), "{metrics}");
    });
}

#[test]
fn a_session_that_began_with_a_conflict_is_known() {
    check(
        "
        alice connects
        engine conflicts 1
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say hi to lobby #1
        alice <- lobby 2 alice: hi
        alice <- ack #1
        alice -> leave lobby #2
        alice <- ack #2
        alice resumes
        alice -> join lobby
        alice <- joined lobby at 4, here: alice
        alice -> say hi to lobby #1
        alice <- ack #1
        ",
    );
}

#[test]
fn sockets_outlive_a_store_that_fails() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects
        engine fails
        alice -> say hi to lobby #1
        alice <- error unavailable: the server can't store anything at present; nothing happened, try again #1
        bob -> join lobby #2
        bob <- error unavailable: the server can't store anything at present; nothing happened, try again #2
        bob -> say hi to lobby #3
        bob <- error not_in_room: join the room `lobby` before you send to it #3
        engine recovers
        alice -> say hi to lobby #1
        alice <- lobby 2 alice: hi
        alice <- ack #1
        bob -> join lobby #2
        bob <- joined lobby at 3, here: alice bob #2
        alice <- lobby 3 +bob
        bob resumes
        alice <- lobby 4 -bob
        ",
    );
}

#[test]
fn who_left_while_the_store_failed_is_gone_once_it_works() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects
        bob -> join lobby
        bob <- joined lobby at 2, here: alice bob
        alice <- lobby 2 +bob
        engine fails
        bob -> leave lobby #1
        bob <- ack #1
        server sweeps
        server sweeps
        engine recovers
        server sweeps
        alice <- lobby 3 -bob
        server sweeps
        bob -> join lobby
        bob <- joined lobby at 4, here: alice bob
        alice <- lobby 4 +bob
        ",
    );
}

#[test]
fn who_comes_again_before_that_never_left() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects
        bob -> join lobby
        bob <- joined lobby at 2, here: alice bob
        alice <- lobby 2 +bob
        engine fails
        bob -> leave lobby #1
        bob <- ack #1
        engine recovers
        bob -> join lobby
        bob <- joined lobby at 2, here: alice bob
        server sweeps
        alice -> say hi to lobby
        alice <- lobby 3 alice: hi
        bob <- lobby 3 alice: hi
        ",
    );
}

#[test]
fn who_could_not_be_told_of_what_was_missed_is_told_once_the_store_works() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        engine fails
        engine misses deliveries
        server sweeps
        engine recovers
        alice -> say hi to lobby #1
        alice <- ack #1
        server sweeps
        alice <- joined lobby at 2, here: alice
        alice -> say ho to lobby
        alice <- lobby 3 alice: ho
        ",
    );
}

#[test]
fn a_node_that_has_ended_in_a_state_that_is_no_more_may_be_alive() {
    let begin = "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        bob connects
        bob -> join lobby
        bob <- joined lobby at 2, here: alice bob
        alice <- lobby 2 +bob
        ";
    check(&format!(
        "{begin}
        engine abandons bob in lobby
        server sweeps
        alice <- lobby 3 -bob
        bob <- lobby 3 -bob
        "
    ));
    check(&format!(
        "{begin}
        engine abandons bob in lobby and misses deliveries
        server sweeps
        alice <- joined lobby at 2, here: alice bob
        bob <- joined lobby at 2, here: alice bob
        alice -> say hi to lobby
        alice <- lobby 3 alice: hi
        bob <- lobby 3 alice: hi
        "
    ));
}

#[test]
fn what_a_state_had_is_not_heard_again_where_the_engine_delivers_late() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        engine holds deliveries
        alice -> say hi to lobby #1
        alice <- ack #1
        bob connects
        bob -> join lobby
        bob <- joined lobby at 3, here: alice bob
        engine delivers
        alice <- lobby 2 alice: hi
        alice <- lobby 3 +bob
        alice -> say ho to lobby
        alice <- lobby 4 alice: ho
        bob <- lobby 4 alice: ho
        ",
    );
}

#[test]
fn an_event_that_could_not_be_given_back_is_not_held_until_its_claim_ends() {
    check(
        "
        alice connects
        alice -> join lobby
        alice <- joined lobby at 1, here: alice
        alice -> say /soon 100 tea to lobby #1
        alice <- ack #1
        engine breaks once events are claimed
        clock +100
        engine recovers
        clock +1000
        alice <- lobby 2 : Soon: tea
        clock +100000
        ",
    );
}

#[test]
fn a_connection_lost_while_the_store_failed_leaves_nobody_behind() {
    support::run(async {
        let stage = Stage::new(Style::Full, Limits::default());
        let script = r#"
            alice connects
            alice -> join lobby
            alice <- joined lobby at 1, here: alice, state {"members":1}
            bob connects
            bob -> join lobby
            bob <- joined lobby at 2, here: alice bob, state {"members":2}
            alice <- lobby 2 bob: is here
            engine fails
            bob xx drops
            engine recovers
            server sweeps
            alice <- lobby 3 bob: is gone
            engine conflicts 128
            "#;
        play(&stage, InMemory, script).await;
        // Alice's leaving found others to be faster, until all tries were used up.
        stage.node.sweep();
        let again = "
            carol connects
            carol -> join lobby
            carol <- joined lobby at 5, here: carol, state {\"members\":1}
            ";
        play(&stage, InMemory, again).await;
        stage.node.sweep();
        let metrics = stage.node.metrics().text();
        assert!(metrics.contains("buildamp_rooms 0\n"), "{metrics}");
    });
}

#[test]
fn a_server_that_stops_says_so_in_good_order() {
    support::run(async {
        let stage = Stage::new(Style::Plain, Limits::default());
        let server = Server::start(&stage, Options::default()).await;
        let mut kept = TcpStream::connect(server.address).await.unwrap();
        assert!(
            get(&mut kept, "/readyz")
                .await
                .0
                .starts_with("HTTP/1.1 200 ")
        );
        stage.faults.set("fails");
        let (head, body) = get(&mut kept, "/readyz").await;
        assert!(head.starts_with("HTTP/1.1 503 "), "{head}");
        assert_eq!(body, "the store is unavailable: it was told to fail\n");
        assert!(
            get(&mut kept, "/healthz")
                .await
                .0
                .starts_with("HTTP/1.1 200 ")
        );
        stage.faults.set("recovers");

        let mut alice = server.connect().await;
        alice.next().await.unwrap();
        stage.node.drain();
        alice
            .send(r#"{"type":"join_room","room":"lobby","userId":"alice","id":1}"#)
            .await;
        let refused = alice.next().await.unwrap();
        assert!(
            refused.contains(r#""code":"unavailable","id":1"#),
            "{refused}"
        );
        let (head, body) = get(&mut kept, "/readyz").await;
        assert!(head.starts_with("HTTP/1.1 503 "), "{head}");
        assert_eq!(body, "stopping\n");
        assert!(
            get(&mut kept, "/healthz")
                .await
                .0
                .starts_with("HTTP/1.1 200 ")
        );
        // Who comes now is sent away at once.
        let mut late = server.connect().await;
        assert!(late.next().await.unwrap().contains("connected"));
        assert_eq!(late.next().await, None);
        assert!(
            late.ended().unwrap().starts_with("1012 "),
            "{:?}",
            late.ended()
        );

        drop(late);
        let serving = server.stop();
        assert_eq!(alice.next().await, None);
        let ended = alice.ended().unwrap();
        let wait = ended.strip_prefix("1012 the server restarts; retry_after_ms=");
        let wait: u32 = wait.unwrap_or_else(|| panic!("{ended}")).parse().unwrap();
        assert!((1..=5_000).contains(&wait), "{wait}");
        alice.cut().await;
        // A connection that is kept for a next request keeps nobody waiting.
        assert_eq!(serving.await.unwrap(), Drained::Whole);
        assert_eq!(kept.read_to_end(&mut Vec::new()).await.unwrap(), 0);
    });
}

/// The status and the body of an answer on a connection of its own.
async fn ask(address: std::net::SocketAddr, path: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let (head, body) = get(&mut stream, path).await;
    (head.split(' ').nth(1).unwrap().to_owned(), body)
}

#[test]
fn load_balancers_see_a_server_stop_before_it_does_and_while_it_does() {
    support::run(async {
        let stage = Stage::new(Style::Plain, Limits::default());
        let options = Options {
            drain_delay: std::time::Duration::from_secs(1),
            ..Options::default()
        };
        let server = Server::start(&stage, options).await;
        let address = server.address;
        let mut alice = server.connect().await;
        let mut deaf = server.raw_socket().await;
        alice.next().await.unwrap();
        assert_eq!(ask(address, "/readyz").await.0, "200");
        let serving = server.stop();
        let seen = tokio::time::timeout(server::LONG, async {
            while ask(address, "/readyz").await.0 == "200" {}
        });
        seen.await.expect("it says that it stops");
        assert!(!stage.node.is_draining(), "all goes on for now");
        alice
            .send(r#"{"type":"join_room","room":"lobby","userId":"alice"}"#)
            .await;
        assert!(alice.next().await.unwrap().contains("room_state"));
        // Then all are sent away. Who does not go is waited for, and paths are answered meanwhile.
        assert_eq!(alice.next().await, None);
        assert!(alice.ended().unwrap().starts_with("1012 "));
        let (status, body) = ask(address, "/readyz").await;
        assert_eq!((&*status, &*body), ("503", "stopping\n"));
        assert_eq!(ask(address, "/healthz").await.0, "200");
        assert_eq!(server::close_code(&mut deaf).await, Some(1012));
        drop(deaf);
        assert_eq!(serving.await.unwrap(), Drained::Whole);
        assert!(TcpStream::connect(address).await.is_err());
    });
}
