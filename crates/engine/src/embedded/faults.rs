//! Tests with a disk that fails when told to: nothing is half there, and all works again by itself.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use tempfile::TempDir;

use super::disk::{Files, Medium, Tape};
use super::sync::lock;
use super::{Durability, Embedded, Options};
use crate::{
    Batch, CommitError, Delivery, Engine, Keep, Listener, Millis, Reads, Receipt, Space, Tenant,
    Unavailable, Weight, Write,
};

/// What fails from now on.
#[derive(Debug, Default, Clone, Copy)]
struct Faults {
    /// Appending, after so many bytes.
    append: Option<usize>,
    cut: bool,
    create: bool,
    sync: bool,
}

#[derive(Default, Clone)]
struct Disk(Arc<Mutex<Faults>>);

struct FaultyTape(Arc<dyn Tape>, Disk);

impl Disk {
    fn set(&self, faults: Faults) {
        *lock(&self.0) = faults;
    }

    fn fails(&self, which: impl Fn(&Faults) -> bool) -> io::Result<()> {
        match which(&lock(&self.0)) {
            true => Err(io::Error::other("told to fail")),
            false => Ok(()),
        }
    }
}

impl Medium for Disk {
    fn create(&self, path: &Path) -> io::Result<Arc<dyn Tape>> {
        self.fails(|faults| faults.create)?;
        Ok(Arc::new(FaultyTape(Files.create(path)?, self.clone())))
    }
}

impl Tape for FaultyTape {
    fn append(&self, bytes: &[u8]) -> io::Result<()> {
        let after = lock(&self.1.0).append;
        if let Some(after) = after {
            // Who fails has not written all: a system tells how much it took.
            self.0.append(&bytes[..after.min(bytes.len() - 1)])?;
        }
        self.1.fails(|faults| faults.append.is_some())?;
        self.0.append(bytes)
    }

    fn cut(&self, length: u64) -> io::Result<()> {
        self.1.fails(|faults| faults.cut)?;
        self.0.cut(length)
    }

    fn sync(&self) -> io::Result<()> {
        self.1.fails(|faults| faults.sync)?;
        self.0.sync()
    }
}

/// An engine on such a disk.
struct Stage {
    folder: TempDir,
    disk: Disk,
    engine: Option<Embedded>,
    durability: Durability,
}

impl Stage {
    fn new(durability: Durability) -> Self {
        let mut stage = Self {
            folder: tempfile::tempdir().unwrap(),
            disk: Disk::default(),
            engine: None,
            durability,
        };
        stage.reopen();
        stage
    }

    /// Lets go of the engine as if the process had ended, and opens it again on a disk that works.
    fn reopen(&mut self) {
        self.engine = None;
        self.disk.set(Faults::default());
        let options = Options {
            durability: self.durability,
            log: 2000,
            ..Options::default()
        };
        let medium = Arc::new(self.disk.clone());
        let engine = Embedded::open_on(self.folder.path(), options, medium);
        self.engine = Some(engine.unwrap());
    }

    fn engine(&self) -> &Embedded {
        self.engine.as_ref().unwrap()
    }

    fn set(&self, key: &str, value: u64) -> Result<Receipt, CommitError> {
        set(self.engine(), key, value)
    }

    fn all(&self) -> BTreeMap<String, u64> {
        let mut snapshot = self.engine().snapshot(&tenant(), Millis(1)).unwrap();
        let found = snapshot.list(Space::Values, "").unwrap().into_iter();
        let pairs = found.map(|(key, value)| (key.to_string(), value.parse().unwrap()));
        pairs.collect()
    }

    fn seq(&self) -> u64 {
        self.engine().position(&tenant(), "lobby").unwrap().seq
    }

    fn settled(&self, receipt: Receipt) -> Result<(), Unavailable> {
        let (tell, told) = mpsc::channel();
        let then = Box::new(move |result| drop(tell.send(result)));
        self.engine().when_settled(receipt, then);
        told.recv_timeout(Duration::from_secs(30)).unwrap()
    }

    /// Waits until the disk has confirmed, by settling one more commit.
    fn settles(&self) {
        loop {
            if let Ok(receipt) = self.set("settles", 0)
                && self.settled(receipt).is_ok()
            {
                return;
            }
        }
    }
}

/// Sets a value and says so in the lobby.
fn set(engine: &Embedded, key: &str, value: u64) -> Result<Receipt, CommitError> {
    let value = Write::Set {
        space: Space::Values,
        key: key.into(),
        value: value.to_string().into(),
        keep: Keep::Always,
    };
    let broadcast = Write::Broadcast {
        room: "lobby".into(),
        message: "{}".into(),
        exclude: Vec::new(),
        weight: Weight::Normal,
    };
    engine.commit(Batch {
        tenant: tenant(),
        reads: Reads::default(),
        writes: vec![value, broadcast],
        completes: None,
        now: Millis(1),
    })
}

fn tenant() -> Tenant {
    Tenant("t".into())
}

fn is_unavailable(result: &Result<Receipt, CommitError>) -> bool {
    matches!(result, Err(CommitError::Unavailable(_)))
}

#[test]
fn of_a_write_that_fails_nothing_is_there() {
    for cut in [false, true] {
        let mut stage = Stage::new(Durability::Interval);
        stage.set("a", 1).unwrap();
        for after in [0, 5, 40, usize::MAX] {
            stage.disk.set(Faults {
                append: Some(after),
                cut,
                ..Faults::default()
            });
            assert!(is_unavailable(&stage.set("a", 2)));
            assert!(is_unavailable(&stage.set("b", 2)));
            assert!(stage.engine().health().is_err());
            assert_eq!(
                stage.all(),
                BTreeMap::from([("a".into(), 1)]),
                "reads go on"
            );
            assert_eq!(stage.seq(), 1);
            // The process ends before anything is mended.
            stage.reopen();
            assert_eq!(
                stage.all(),
                BTreeMap::from([("a".into(), 1)]),
                "after {after}"
            );
            assert_eq!(stage.seq(), 1);
        }
    }
}

#[test]
fn it_works_again_when_the_disk_does() {
    for cut in [false, true] {
        let mut stage = Stage::new(Durability::Interval);
        for round in 1..=20 {
            stage.disk.set(Faults {
                append: Some(round),
                cut,
                ..Faults::default()
            });
            assert!(is_unavailable(&stage.set("a", 0)));
            stage.disk.set(Faults::default());
            stage.set("a", round as u64).unwrap();
            assert_eq!(stage.engine().health(), Ok(()));
            assert_eq!(stage.seq(), round as u64);
        }
        stage.reopen();
        assert_eq!(stage.all(), BTreeMap::from([("a".into(), 20)]));
        assert_eq!(stage.seq(), 20);
    }
}

#[test]
fn a_sweep_finds_out_that_the_disk_works_again() {
    let stage = Stage::new(Durability::Interval);
    stage.disk.set(Faults {
        append: Some(3),
        cut: true,
        create: true,
        ..Faults::default()
    });
    assert!(is_unavailable(&stage.set("a", 1)));
    stage.engine().sweep(Millis(1));
    assert!(stage.engine().health().is_err());
    stage.disk.set(Faults::default());
    stage.engine().sweep(Millis(1));
    assert_eq!(stage.engine().health(), Ok(()));
    assert!(stage.all().is_empty());
}

/// Hands on what is delivered.
struct Tell(mpsc::Sender<Delivery>);

impl Listener for Tell {
    fn deliver(&self, _: &Tenant, delivery: Delivery) {
        let _ = self.0.send(delivery);
    }
}

#[test]
fn what_the_disk_does_not_confirm_is_not_delivered_until_it_does() {
    let mut stage = Stage::new(Durability::Fsync);
    let (tell, told) = mpsc::channel();
    stage.engine().listen(Arc::new(Tell(tell)));
    let sync = true;
    stage.disk.set(Faults {
        sync,
        ..Faults::default()
    });
    let receipt = stage.set("a", 1).unwrap();
    assert!(
        stage.settled(receipt).is_err(),
        "it is not known whether it is durable"
    );
    assert!(stage.engine().health().is_err());
    assert!(told.try_recv().is_err(), "nobody learns of it");
    stage.disk.set(Faults::default());
    stage.settles();
    let first = told.recv_timeout(Duration::from_secs(30)).unwrap();
    assert!(matches!(first, Delivery::Broadcast(first) if first.position.seq == 1));
    assert_eq!(stage.settled(receipt), Ok(()), "it was written once more");
    assert_eq!(stage.engine().health(), Ok(()));
    stage.reopen();
    assert_eq!(stage.all().get("a"), Some(&1));
}

/// What happens while the disk confirms.
type Meanwhile = Arc<Mutex<Option<Box<dyn FnOnce() + Send>>>>;

struct Busy(Meanwhile);

struct BusyTape(Arc<dyn Tape>, Meanwhile);

impl Medium for Busy {
    fn create(&self, path: &Path) -> io::Result<Arc<dyn Tape>> {
        Ok(Arc::new(BusyTape(Files.create(path)?, self.0.clone())))
    }
}

impl Tape for BusyTape {
    fn append(&self, bytes: &[u8]) -> io::Result<()> {
        self.0.append(bytes)
    }

    fn cut(&self, length: u64) -> io::Result<()> {
        self.0.cut(length)
    }

    fn sync(&self) -> io::Result<()> {
        let meanwhile = lock(&self.1).take();
        meanwhile.into_iter().for_each(|happen| happen());
        self.0.sync()
    }
}

#[test]
fn what_comes_while_the_disk_confirms_has_its_turn_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let meanwhile = Meanwhile::default();
    let medium = Arc::new(Busy(meanwhile.clone()));
    let engine = Embedded::open_on(folder.path(), Options::default(), medium).unwrap();
    // Nobody else asks the disk.
    drop(lock(&engine.workers).take());
    let engine = Arc::new(engine);
    set(&engine, "a", 1).unwrap();
    let other = engine.clone();
    *lock(&meanwhile) = Some(Box::new(move || drop(set(&other, "b", 1))));
    assert_eq!(engine.core.confirm_once(), Ok(false));
    assert_eq!(engine.core.confirm_once(), Ok(true));
    let other = engine.clone();
    set(&engine, "a", 2).unwrap();
    *lock(&meanwhile) = Some(Box::new(move || drop(set(&other, "b", 2))));
    assert_eq!(engine.core.confirm(), Ok(()));
    assert_eq!(engine.core.confirm_once(), Ok(true), "all of it");
}

/// Faults at random, and the process ends now and then: what was said to be done is there, what was refused is not.
#[test]
fn what_is_answered_is_so_whatever_fails() {
    for seed in 0..6 {
        let mut random = Random(seed);
        let mut stage = Stage::new(Durability::Interval);
        let (mut model, mut seq) = (BTreeMap::new(), 0);
        for round in 0..400 {
            let fails = random.below(4) == 0;
            stage.disk.set(Faults {
                append: fails.then(|| random.below(200)),
                cut: random.below(2) == 0,
                create: random.below(3) == 0,
                sync: random.below(4) == 0,
            });
            let key = random.below(10).to_string();
            match stage.set(&key, round) {
                Ok(_) => {
                    model.insert(key, round);
                    seq += 1;
                }
                Err(CommitError::Unavailable(_)) => {}
                Err(other) => panic!("{other}"),
            }
            if random.below(20) == 0 {
                stage.reopen();
            }
            assert_eq!(
                (stage.all(), stage.seq()),
                (model.clone(), seq),
                "seed {seed}, {round}"
            );
        }
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}
