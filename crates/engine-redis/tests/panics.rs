//! Somebody who was given an answer or a delivery panics: nobody else hears less, and nothing that is shared stays taken.

mod support;

use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use buildamp_engine::{Broadcast, Delivery, Engine, Listener, Reads, Receipt, Tenant};
use buildamp_engine_redis::Redis;
use buildamp_engine_redis::testing::{Server, options};

use support::{LONG, batch, broadcast, engine, raised, set};

/// All that is said, until nobody is left who would say something.
fn all<T>(told: &Receiver<T>) -> Vec<T> {
    let next = || told.recv_timeout(LONG).ok();
    std::iter::from_fn(next).collect()
}

#[test]
fn an_answer_that_panics_takes_no_other_of_its_call_with_it() {
    const COMMITS: u32 = 200;
    let server = Server::start();
    let (engine, _) = engine(&options(&server.url()));
    let (tell, told) = channel();
    for number in 0..COMMITS {
        // One only asks, and is answered as soon as Redis has; one is answered when it is heard.
        let writes = match number % 4 < 2 {
            true => vec![],
            false => vec![set(format!("key/{number}"), "1".to_owned())],
        };
        let tell = tell.clone();
        let then = move |result: Result<Receipt, _>| {
            assert!(number % 2 == 1, "this one fails");
            tell.send((number, result.is_ok()))
                .expect("it is waited for");
        };
        engine.submit(batch(Reads::default(), writes), Box::new(then));
    }
    drop(tell);
    let mut done = all(&told);
    done.sort_unstable();
    let expected = (0..COMMITS).filter(|n| n % 2 == 1).map(|n| (n, true));
    assert_eq!(done, expected.collect::<Vec<_>>());
    for count in 1..=100 {
        assert_eq!(raised(&engine, 0), Ok(count));
    }
}

/// Fails where it hears of a room, and notes what it hears of others.
#[derive(Default)]
struct Failing(Mutex<Vec<String>>);

impl Listener for Failing {
    fn deliver(&self, _: &Tenant, delivery: Delivery) {
        if let Delivery::Broadcast(Broadcast { room, message, .. }) = delivery {
            assert_ne!(&*room, "bad", "this room fails");
            self.0.lock().expect("no panic").push(message.to_string());
        }
    }

    fn together(&self, deliver: &mut dyn FnMut()) {
        let fails = self.0.lock().expect("no panic").is_empty();
        assert!(!fails, "the first time it fails before it has begun");
        deliver();
        panic!("and then after it has ended");
    }
}

#[test]
fn a_room_that_panics_keeps_nothing_from_others() {
    let server = Server::start();
    let engine = Redis::open(&options(&server.url())).expect("it is there");
    let heard = Arc::new(Failing::default());
    engine.listen(heard.clone());
    let (tell, told) = channel();
    for number in 0..20 {
        for room in ["good", "bad", "other"] {
            let message = broadcast(room, format!("\"{room} {number}\""));
            let receipt = engine.commit(batch(Reads::default(), vec![message]));
            let (tell, here) = (tell.clone(), thread::current().id());
            let settled = move |_| {
                let is_here = thread::current().id() == here;
                assert!(room != "other" || is_here, "it fails when it is answered");
                if room == "other" {
                    return;
                }
                tell.send((room, number)).expect("it is waited for");
            };
            engine.when_settled(receipt.expect("nothing was read"), Box::new(settled));
        }
    }
    drop(tell);
    let answered = all(&told);
    let expected = (0..20).flat_map(|number| [("good", number), ("bad", number)]);
    assert_eq!(answered, expected.collect::<Vec<_>>());
    engine.close().expect("it closes");
    let heard = heard.0.lock().expect("no panic").clone();
    let both = |number| ["good", "other"].map(|room| format!("\"{room} {number}\""));
    assert_eq!(heard, (0..20).flat_map(both).collect::<Vec<_>>());
}
