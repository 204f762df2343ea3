//! The stores that could hold an engine's data, doing what an engine would have them do.

use std::path::Path;
use std::time::{Duration, Instant};

use fjall::{KeyspaceCreateOptions, PersistMode, Readable};
use redb::{ReadableDatabase, TableDefinition};

const TABLE: TableDefinition<&[u8], &[u8]> = TableDefinition::new("cells");
const VALUE: [u8; 100] = [b'x'; 100];

/// How long each took, and of what.
pub fn run(folder: &Path) {
    println!("commits of 3 keys of 100 B, one thread");
    fjall_batches(&folder.join("a"), PersistMode::Buffer, 200_000);
    fjall_batches(&folder.join("b"), PersistMode::SyncAll, 300);
    fjall_transactions(&folder.join("c"), 200_000);
    redb_commits(&folder.join("d"), redb::Durability::Immediate, 300);
    redb_commits(&folder.join("e"), redb::Durability::None, 50_000);
    println!("\nbehind a log: batches of 30,000 different keys out of a million, then reads");
    fjall_behind(&folder.join("f"));
    redb_behind(&folder.join("g"));
    println!("\nopening a million keys of 100 B after the process was killed");
    opening(folder);
}

fn key(number: u64) -> [u8; 24] {
    let mut key = [b'k'; 24];
    // Spread over the keys' order, the same at each run.
    key[..8].copy_from_slice(&number.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
    key
}

fn tell(what: &str, count: u64, took: Duration) {
    let each = took.as_secs_f64() * 1e6 / count as f64;
    println!("| {what} | {each:.2} µs |");
}

fn timed(what: &str, count: u64, mut each: impl FnMut(u64)) {
    let start = Instant::now();
    (0..count).for_each(&mut each);
    tell(what, count, start.elapsed());
}

fn fjall_open(path: &Path) -> (fjall::Database, fjall::Keyspace) {
    let db = fjall::Database::builder(path).open().unwrap();
    let cells = db
        .keyspace("cells", KeyspaceCreateOptions::default)
        .unwrap();
    (db, cells)
}

fn fjall_batches(path: &Path, mode: PersistMode, count: u64) {
    let (db, cells) = fjall_open(path);
    timed(&format!("fjall, batch, {mode:?}"), count, |n| {
        let mut batch = db.batch().durability(Some(mode));
        for k in 0..3 {
            batch.insert(&cells, key(n % 1000 + k), VALUE);
        }
        batch.commit().unwrap();
    });
    timed("fjall, point read from a new snapshot", count, |n| {
        assert!(db.snapshot().get(&cells, key(n % 300)).unwrap().is_some());
    });
}

fn fjall_transactions(path: &Path, count: u64) {
    let db = fjall::OptimisticTxDatabase::builder(path).open().unwrap();
    let cells = db
        .keyspace("cells", KeyspaceCreateOptions::default)
        .unwrap();
    timed(
        "fjall, optimistic transaction with 2 reads, Buffer",
        count,
        |n| {
            let tx = db.write_tx().unwrap();
            let mut tx = tx.durability(Some(PersistMode::Buffer));
            for k in 0..2 {
                tx.get(&cells, key(n % 1000 + k)).unwrap();
            }
            for k in 0..3 {
                tx.insert(&cells, key(n % 1000 + k), VALUE);
            }
            tx.commit().unwrap().unwrap();
        },
    );
}

fn redb_commits(path: &Path, durability: redb::Durability, count: u64) {
    let db = redb::Database::create(path).unwrap();
    timed(&format!("redb, transaction, {durability:?}"), count, |n| {
        let mut tx = db.begin_write().unwrap();
        tx.set_durability(durability).unwrap();
        let mut table = tx.open_table(TABLE).unwrap();
        for k in 0..3 {
            table.insert(&key(n % 1000 + k)[..], &VALUE[..]).unwrap();
        }
        drop(table);
        tx.commit().unwrap();
    });
}

const MANY: u64 = 1_000_000;
const BATCH: u64 = 30_000;

fn fjall_behind(path: &Path) {
    let (db, cells) = fjall_open(path);
    timed("fjall, a batch, SyncAll", MANY / BATCH, |n| {
        fjall_batch(&db, &cells, n)
    });
    timed("fjall, point read", 200_000, |n| {
        cells
            .get(key(n * 7 % (MANY / BATCH * BATCH)))
            .unwrap()
            .unwrap();
    });
    timed("fjall, point read of what is not there", 200_000, |n| {
        assert!(cells.get(key(MANY * 2 + n)).unwrap().is_none());
    });
    timed("fjall, prefix read of about 15", 50_000, |n| {
        let prefix = &key(n)[..2];
        assert!(
            cells
                .prefix(prefix)
                .filter_map(|g| g.into_inner().ok())
                .count()
                > 0
        );
    });
}

fn fjall_batch(db: &fjall::Database, cells: &fjall::Keyspace, n: u64) {
    let mut batch = db.batch().durability(Some(PersistMode::SyncAll));
    for key in batch_keys(n) {
        batch.insert(cells, key, VALUE);
    }
    batch.commit().unwrap();
}

/// In order, as they come out of the log.
fn batch_keys(n: u64) -> Vec<[u8; 24]> {
    let mut keys: Vec<_> = (0..BATCH).map(|k| key(n * BATCH + k)).collect();
    keys.sort();
    keys
}

fn redb_behind(path: &Path) {
    let db = redb::Database::builder()
        .set_cache_size(64 << 20)
        .create(path)
        .unwrap();
    timed("redb, a batch, Immediate", MANY / BATCH, |n| {
        redb_batch(&db, n)
    });
    timed(
        "redb, point read in a transaction of its own",
        200_000,
        |n| {
            let table = db.begin_read().unwrap().open_table(TABLE).unwrap();
            table
                .get(&key(n * 7 % (MANY / BATCH * BATCH))[..])
                .unwrap()
                .unwrap();
        },
    );
    timed("redb, point read of what is not there", 200_000, |n| {
        let table = db.begin_read().unwrap().open_table(TABLE).unwrap();
        assert!(table.get(&key(MANY * 2 + n)[..]).unwrap().is_none());
    });
    timed("redb, prefix read of about 15", 50_000, |n| {
        let table = db.begin_read().unwrap().open_table(TABLE).unwrap();
        let prefix = key(n);
        let range = table.range(&prefix[..2]..).unwrap();
        let within = range.take_while(|e| e.as_ref().unwrap().0.value().starts_with(&prefix[..2]));
        assert!(within.count() > 0);
    });
}

fn redb_batch(db: &redb::Database, n: u64) {
    let mut tx = db.begin_write().unwrap();
    tx.set_quick_repair(true);
    let mut table = tx.open_table(TABLE).unwrap();
    for key in batch_keys(n) {
        table.insert(&key[..], &VALUE[..]).unwrap();
    }
    drop(table);
    tx.commit().unwrap();
}

/// The process that was killed is this program again, with the store's name.
fn opening(folder: &Path) {
    for store in ["fjall", "redb"] {
        let path = folder.join(format!("killed-{store}"));
        let own = std::env::current_exe().unwrap();
        let mut child = std::process::Command::new(own);
        let status = child.args(["fill", store]).arg(&path).status().unwrap();
        assert!(!status.success(), "it ends by being killed");
        let start = Instant::now();
        if store == "fjall" {
            let (_db, cells) = fjall_open(&path);
            cells.get(key(1)).unwrap().unwrap();
        } else {
            let db = redb::Database::create(&path).unwrap();
            let table = db.begin_read().unwrap().open_table(TABLE).unwrap();
            table.get(&key(1)[..]).unwrap().unwrap();
        }
        println!(
            "| {store} | {:.1} ms | {} MB |",
            start.elapsed().as_secs_f64() * 1e3,
            size(&path) >> 20
        );
    }
}

fn size(path: &Path) -> u64 {
    if path.is_file() {
        return path.metadata().unwrap().len();
    }
    std::fs::read_dir(path)
        .unwrap()
        .map(|e| size(&e.unwrap().path()))
        .sum()
}

/// Fills a store and dies.
pub fn fill(store: &str, path: &Path) {
    if store == "fjall" {
        let (db, cells) = fjall_open(path);
        (0..MANY / BATCH).for_each(|n| fjall_batch(&db, &cells, n));
        die();
    }
    let db = redb::Database::create(path).unwrap();
    (0..MANY / BATCH).for_each(|n| redb_batch(&db, n));
    die();
}

fn die() -> ! {
    let own = std::process::id().to_string();
    std::process::Command::new("kill")
        .args(["-9", &own])
        .status()
        .unwrap();
    unreachable!("it was killed")
}
