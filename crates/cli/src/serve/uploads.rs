//! Where uploaded files lie: a folder, S3 or the memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};
use buildamp_server::Rate;
use buildamp_server::uploads::{Access, Settings, Uploads};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::prefix::PrefixStore;
use object_store::{ClientConfigKey, ObjectStore, RetryConfig};
use walkdir::WalkDir;

use crate::app::shown;
use crate::config::{self, Durability, FILE, FileAccess};

/// Bytes of a piece, in a folder.
const PIECE: usize = 256 << 10;

/// How often a request to S3 is made again. Somebody waits for it.
const RETRIES: usize = 4;

/// The least that S3 takes.
const S3_PIECE: usize = 5 << 20;

/// A file that is being written has another name until it is whole. What was not added to for so long was cut off together with its
/// server.
const OLD: Duration = Duration::from_secs(60 * 60);

/// The uploads of an app.
pub(super) fn open(
    app: &Path,
    config: &config::Uploads,
    durability: Durability,
) -> Result<Arc<Uploads>> {
    let (store, piece) = store(app, &config.store, durability)
        .with_context(|| format!("`store` of `[uploads]` in {FILE}: `{}`", config.store))?;
    let types = config.types.iter().map(|kind| kind.to_ascii_lowercase());
    Ok(Arc::new(Uploads::new(Settings {
        piece,
        max_size: config.max_size,
        types: types.collect(),
        rate: Rate::new(config.per_minute, Duration::from_secs(60)),
        bytes_per_day: config.bytes_per_day,
        at_once: config.at_once,
        at_once_per_user: config.at_once_per_user,
        access: match config.access {
            FileAccess::Id => Access::Id,
            FileAccess::Room => Access::Room,
        },
        ..Settings::new(store)
    })))
}

fn store(app: &Path, url: &str, durability: Durability) -> Result<(Arc<dyn ObjectStore>, usize)> {
    if url == "memory:" {
        return Ok((Arc::new(InMemory::new()), PIECE));
    }
    if url.starts_with("s3://") {
        return s3(url);
    }
    match folder(app, url) {
        Some(folder) => Ok((Arc::new(folder_store(&folder, durability)?), PIECE)),
        None => bail!(
            "it is one of `file:` with a folder, `s3://` with a bucket, and `memory:`\n\nhelp: the default is `file:data/uploads`"
        ),
    }
}

fn folder_store(folder: &Path, durability: Durability) -> Result<LocalFileSystem> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("can't make the folder {}", shown(folder)))?;
    let store = LocalFileSystem::new_with_prefix(folder)
        .with_context(|| format!("can't use the folder {}", shown(folder)))?;
    // A record must not outlive its bytes, and it is on the disk within moments.
    Ok(store.with_fsync(durability != Durability::Memory))
}

/// Removes what is left of uploads that were cut off with their server, every hour, until the future is dropped.
pub(super) async fn tidy(app: PathBuf, store: String) {
    let Some(folder) = folder(&app, &store) else {
        return;
    };
    let mut interval = tokio::time::interval(OLD);
    loop {
        interval.tick().await;
        let folder = folder.clone();
        let _ = tokio::task::spawn_blocking(move || sweep(&folder)).await;
    }
}

/// The folder of a store that is one.
fn folder(app: &Path, url: &str) -> Option<PathBuf> {
    let folder = url
        .strip_prefix("file:")
        .filter(|folder| !folder.is_empty())?;
    Some(app.join(folder.strip_prefix("//").unwrap_or(folder)))
}

/// Removes halves that nothing was added to for long. One of an upload that goes on is never that old, for it may not pause.
fn sweep(folder: &Path) {
    let half = |entry: &walkdir::DirEntry| {
        let is_half = entry.file_name().to_string_lossy().contains('#');
        let written = entry.metadata().ok().and_then(|meta| meta.modified().ok());
        let age = written.and_then(|written| SystemTime::now().duration_since(written).ok());
        is_half && entry.file_type().is_file() && age.is_some_and(|age| age > OLD)
    };
    for entry in WalkDir::new(folder).into_iter().flatten().filter(half) {
        // What can't be removed now is removed at another start.
        let _ = std::fs::remove_file(entry.path());
    }
}

fn s3(url: &str) -> Result<(Arc<dyn ObjectStore>, usize)> {
    let given = |key| std::env::var_os(key).is_some();
    let mut builder = AmazonS3Builder::from_env()
        .with_url(url)
        .with_retry(RetryConfig {
            max_retries: RETRIES,
            ..RetryConfig::default()
        });
    // A reader may take its time. What counts is that something comes.
    for (variable, key, time) in [
        ("AWS_TIMEOUT", ClientConfigKey::Timeout, "1 day"),
        (
            "AWS_READ_TIMEOUT",
            ClientConfigKey::ReadTimeout,
            "30 seconds",
        ),
    ] {
        if !given(variable) {
            builder = builder.with_config(AmazonS3ConfigKey::Client(key), time);
        }
    }
    let store = builder.build();
    let store = store.context("S3 can't be used by the variables `AWS_…` of the environment")?;
    let path = url.trim_start_matches("s3://").split_once('/');
    let prefix = path.map_or("", |(_, prefix)| prefix.trim_matches('/'));
    Ok(match prefix {
        "" => (Arc::new(store), S3_PIECE),
        prefix => (Arc::new(PrefixStore::new(store, prefix)), S3_PIECE),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str) -> String {
        let refused = store(Path::new("."), url, Durability::Memory).err();
        format!("{:#}", refused.expect("it is no store"))
    }

    #[test]
    fn what_is_no_store_is_told() {
        for url in ["", "data", "file:", "ftp://x"] {
            assert!(refusal(url).contains("`file:`"), "{url}");
        }
    }

    #[test]
    fn halves_that_are_old_go_and_nothing_else() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let files = folder.path().join("uploads/74/ab");
        std::fs::create_dir_all(&files).expect("a folder");
        let old = SystemTime::now() - 2 * OLD;
        for (name, at) in [("a", old), ("a#1", old), ("b#1", SystemTime::now())] {
            let file = std::fs::File::create(files.join(name)).expect("a file");
            file.set_modified(at).expect("a time");
        }
        let uploads = super::folder(folder.path(), "file:uploads").expect("a folder");
        sweep(&uploads);
        let mut left: Vec<_> = std::fs::read_dir(&files)
            .expect("a folder")
            .flatten()
            .map(|entry| entry.file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["a", "b#1"]);
    }
}
