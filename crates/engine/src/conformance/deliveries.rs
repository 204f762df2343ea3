//! What reaches the listener, and in which order.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::thread;

use super::stage::{Stage, Subject, broadcast, set, volatile};
use crate::{
    Batch, Control, Delivery, Direct, Engine, Listener, Millis, Reads, Tenant, Weight, Write,
    personal,
};

/// All that a commit delivers comes, once, with its tenant.
pub fn a_commit_delivers_what_it_holds(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let other = stage.tenant("example.org");
    let control = Control::Disconnect {
        user: "bob".into(),
        reason: "late".into(),
    };
    let direct = Write::Direct {
        user: "alice".into(),
        message: "\"hi\"".into(),
    };
    let writes = vec![set("k", "1"), direct, Write::Control(control.clone())];
    other.write(
        7,
        writes.into_iter().chain([volatile("lobby", "1")]).collect(),
    );
    let heard = stage.heard.next(3);
    assert!(heard.iter().all(|(tenant, _)| *tenant == other.tenant));
    let direct = Direct {
        user: "alice".into(),
        message: "\"hi\"".into(),
        at: Millis(7),
    };
    let has = |wanted: &Delivery| heard.iter().any(|(_, delivery)| delivery == wanted);
    assert!(has(&Delivery::Direct(direct)), "{heard:?}");
    assert!(has(&Delivery::Control(control)), "{heard:?}");
    let is_volatile = |(_, delivery): &(Tenant, Delivery)| match delivery {
        Delivery::Broadcast(broadcast) => broadcast.weight == Weight::Volatile("alice".into()),
        _ => false,
    };
    assert!(heard.iter().any(is_volatile), "{heard:?}");
    assert_eq!(stage.heard.left(), 0);
}

/// What is for one user comes in the order of the commits and of their writes, whether or not it is numbered.
pub fn what_is_for_a_user_comes_in_order(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let direct = |text: String| Write::Direct {
        user: "ann".into(),
        message: text.into(),
    };
    let room = personal::room_of("ann");
    let leave = Control::Disconnect {
        user: "ann".into(),
        reason: "late".into(),
    };
    let mut expected = Vec::new();
    for round in 0..20_u64 {
        let numbered = broadcast(&room, &format!("\"n{round}\""));
        let (first, last) = (format!("\"a{round}\""), format!("\"b{round}\""));
        let end = Write::Control(leave.clone());
        let writes = vec![direct(first.clone()), numbered, direct(last.clone()), end];
        stage.write(1, writes);
        let seq = round + 1;
        expected.extend([first, format!("{seq}"), last, "end".to_owned()]);
    }
    let heard = stage.heard.next(expected.len());
    let heard = heard.iter().map(|(_, delivery)| match delivery {
        Delivery::Direct(direct) => direct.message.to_string(),
        Delivery::Broadcast(numbered) => numbered.position.seq.to_string(),
        Delivery::Control(_) => "end".to_owned(),
    });
    assert_eq!(heard.collect::<Vec<_>>(), expected);
}

/// What many threads broadcast in a few rooms comes in the order of its numbers, one at a time in each room.
pub fn a_rooms_broadcasts_come_one_at_a_time_in_order(subject: &dyn Subject) {
    let engine = subject.open();
    let listener = Arc::new(InOrder::default());
    engine.listen(listener.clone());
    let (threads, rounds) = (4, 100);
    thread::scope(|scope| {
        for thread in 0..threads {
            let engine = &engine;
            scope.spawn(move || {
                for round in 0..rounds {
                    let room = format!("room {}", (thread + round) % 3);
                    let batch = Batch {
                        tenant: Tenant("t".into()),
                        reads: Reads::default(),
                        writes: vec![broadcast(&room, "1"), broadcast(&room, "2")],
                        completes: None,
                        now: Millis(1),
                    };
                    engine.commit(batch).expect("nothing was read");
                }
            });
        }
    });
    engine.close().expect("it can write");
    assert_eq!(listener.wrong.load(Ordering::SeqCst), 0);
    let rooms = listener.rooms.lock().expect("no thread panicked");
    let heard: u64 = rooms
        .values()
        .map(|room| room.seq.load(Ordering::SeqCst))
        .sum();
    assert_eq!(heard, 2 * threads * rounds);
}

/// Counts what comes out of order or at the same time as another of its room.
#[derive(Default)]
struct InOrder {
    rooms: Mutex<HashMap<Arc<str>, Arc<Room>>>,
    wrong: AtomicU64,
}

#[derive(Default)]
struct Room {
    busy: AtomicBool,
    seq: AtomicU64,
}

impl Listener for InOrder {
    fn deliver(&self, _tenant: &Tenant, delivery: Delivery) {
        let Delivery::Broadcast(broadcast) = delivery else {
            return;
        };
        let mut rooms = self.rooms.lock().expect("no thread panicked");
        let room = rooms.entry(broadcast.room).or_default().clone();
        drop(rooms);
        let alone = !room.busy.swap(true, Ordering::SeqCst);
        // Whoever comes at the same time gets the chance to.
        thread::yield_now();
        let next = room.seq.fetch_add(1, Ordering::SeqCst) + 1;
        if !alone || next != broadcast.position.seq {
            self.wrong.fetch_add(1, Ordering::SeqCst);
        }
        room.busy.store(false, Ordering::SeqCst);
    }
}

/// "May call the engine": also commit to the room that is just being delivered to.
pub fn a_listener_may_call_the_engine(subject: &dyn Subject) {
    let engine = subject.open();
    let stage = Stage {
        engine: engine.clone(),
        heard: Arc::default(),
        tenant: Tenant("t".into()),
    };
    let listener = Echo {
        engine: Arc::downgrade(&engine),
        heard: stage.heard.clone(),
    };
    engine.listen(Arc::new(listener));
    stage.write(1, vec![broadcast("lobby", "5")]);
    let heard = stage.broadcasts(6);
    let messages: Vec<&str> = heard.iter().map(|broadcast| &*broadcast.message).collect();
    assert_eq!(messages, ["5", "4", "3", "2", "1", "0"]);
    assert!(
        (1..)
            .zip(&heard)
            .all(|(seq, broadcast)| broadcast.position.seq == seq)
    );
}

/// Answers each number with the one below.
struct Echo {
    engine: Weak<dyn Engine>,
    heard: Arc<super::stage::Heard>,
}

impl Listener for Echo {
    fn deliver(&self, tenant: &Tenant, delivery: Delivery) {
        let Delivery::Broadcast(heard) = &delivery else {
            return;
        };
        let number: u64 = heard.message.parse().expect("a number");
        let engine = self.engine.upgrade().expect("it delivers");
        engine.position(tenant, &heard.room).expect("reached");
        let tenant = tenant.clone();
        self.heard.deliver(&tenant, delivery);
        let Some(below) = number.checked_sub(1) else {
            return;
        };
        let batch = Batch {
            tenant,
            reads: Reads::default(),
            writes: vec![broadcast("lobby", &below.to_string())],
            completes: None,
            now: Millis(1),
        };
        engine.commit(batch).expect("nothing was read");
    }
}
