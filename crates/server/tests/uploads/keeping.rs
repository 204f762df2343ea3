//! What a store keeps: nothing of what is cut off, and no bytes without a record.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::scene::{check, id, scene};
use crate::support;
use crate::support::http::Wire;
use crate::support::server::LONG;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use serde_json::Value;
use tokio::io::AsyncWriteExt;

#[test]
fn a_store_that_is_full_keeps_nothing_and_works_again() {
    support::run(async {
        let scene = scene(|_| {}).await;
        scene.store.make_room(20_000);
        for _ in 0..3 {
            let answer = scene.upload("", &[], &vec![b'x'; 30_000]).await;
            check(&answer, 507, "unavailable");
            scene.store.make_room(20_000);
        }
        scene.holds(0).await;
        id(&scene.upload("", &[], &vec![b'x'; 10_000]).await);
        // Where the record can't be written, the bytes go again.
        scene.stage.faults.set("conflicts 1000");
        scene.store.make_room(usize::MAX);
        check(&scene.upload("", &[], b"hello").await, 409, "conflict");
        scene.stage.faults.set("conflicts 0");
        scene.holds(1).await;
    });
}

#[test]
fn bytes_without_a_record_are_swept_and_nothing_else() {
    support::run(async {
        let folder = tempfile::TempDir::new().unwrap();
        let store = Arc::new(LocalFileSystem::new_with_prefix(folder.path()).unwrap());
        let scene = scene(|settings| settings.store = store.clone()).await;
        let kept = id(&scene.upload("&name=kept", &[], b"hello").await);
        // "test" is the tenant.
        let orphan = Path::from("t74657374/ab/ab000000000000000000000000000000");
        let foreign = Path::from("notes/readme.txt");
        for path in [&orphan, &foreign] {
            store
                .put(path, PutPayload::from_static(b"x"))
                .await
                .unwrap();
        }
        assert_eq!(scene.uploads.sweep(&scene.stage.node).await, 0);
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_millis();
        let later = u64::try_from(now).unwrap() + 2 * 3_600_000;
        scene.stage.clock.0.store(later, Ordering::SeqCst);
        assert_eq!(scene.uploads.sweep(&scene.stage.node).await, 1);
        assert!(store.head(&orphan).await.is_err());
        assert!(store.head(&foreign).await.is_ok());
        assert_eq!(scene.get(&kept, &[]).await.text(), "hello");
    });
}

/// A file of this size may be on its way for more than a day, and S3 dates it to its beginning.
#[test]
fn bytes_that_may_still_be_on_their_way_are_not_swept() {
    support::run(async {
        let scene = scene(|settings| settings.max_size = 1 << 30).await;
        let path = Path::from("t74657374/ab/ab000000000000000000000000000000");
        let put = scene.store.put(&path, PutPayload::from_static(b"x"));
        put.await.unwrap();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let hour = 3_600_000;
        let now = u64::try_from(now.as_millis()).unwrap();
        for (hours, swept) in [(2, 0), (36, 0), (39, 1)] {
            let later = now + hours * hour;
            scene.stage.clock.0.store(later, Ordering::SeqCst);
            assert_eq!(
                scene.uploads.sweep(&scene.stage.node).await,
                swept,
                "{hours}"
            );
        }
        scene.holds(0).await;
    });
}

/// As where the process ends between the commit and the deletion.
#[test]
fn bytes_that_outlive_their_record_are_swept() {
    support::run(async {
        let scene = scene(|_| {}).await;
        let gone = id(&scene.upload("", &[], b"one").await);
        let kept = id(&scene.upload("", &[], b"two").await);
        scene.store.keep(true);
        assert_eq!(scene.say(&format!("/delete {gone}")).await.status, 200);
        let tried = async {
            while scene.store.kept() == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(LONG, tried)
            .await
            .expect("it is tried");
        check(&scene.get(&gone, &[]).await, 404, "bad_frame");
        scene.holds(2).await;
        scene.store.keep(false);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let later = u64::try_from(now.as_millis()).unwrap() + 2 * 3_600_000;
        scene.stage.clock.0.store(later, Ordering::SeqCst);
        assert_eq!(scene.uploads.sweep(&scene.stage.node).await, 1);
        scene.holds(1).await;
        assert_eq!(scene.get(&kept, &[]).await.text(), "two");
    });
}

#[test]
fn on_a_disk_nothing_stays_of_what_is_cut_off() {
    support::run(async {
        let folder = tempfile::TempDir::new().unwrap();
        let store = Arc::new(LocalFileSystem::new_with_prefix(folder.path()).unwrap());
        let scene = scene(|settings| settings.store = store.clone()).await;
        let mut wire = Wire::open(scene.server.address).await;
        let head = [("content-length", "1000000")];
        wire.head("POST", "/uploads?room=lobby&userId=ann", &head)
            .await;
        wire.stream.write_all(&vec![b'x'; 100_000]).await.unwrap();
        let files = || walk(folder.path());
        let reached = async {
            while files() == 0 {
                tokio::task::yield_now().await;
            }
            drop(wire);
            while files() > 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(LONG, reached)
            .await
            .expect("it comes and goes");
        let said: Value = scene.upload("", &[], b"hello").await.json();
        assert_eq!(said["size"], 5);
        assert_eq!(files(), 1);
    });
}

/// How many files there are below a folder.
fn walk(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let count = |entry: std::fs::DirEntry| match entry.path().is_dir() {
        true => walk(&entry.path()),
        false => 1,
    };
    entries.flatten().map(count).sum()
}
