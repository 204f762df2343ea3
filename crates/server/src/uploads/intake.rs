//! Bytes on their way into the store: counted, hashed, looked at; and gone again unless all of them arrive.

use std::error::Error as _;
use std::io::ErrorKind;
use std::sync::Arc;

use axum::body::Bytes;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};

use super::Uploads;
use super::media::{TELLING, settle};
use crate::protocol::{Code, Refusal};

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// For a reason of the protocol.
    Refused(Refusal),
    /// Its type is not the declared one, or none that is taken.
    Type(String),
    /// There is no space for it.
    Full,
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Trouble {
        Trouble::Refused(refusal)
    }
}

/// A file of which all bytes are stored. Dropped, they go again.
pub(crate) struct Whole {
    pub(crate) size: u64,
    pub(crate) sha256: [u8; 32],
    pub(crate) content_type: String,
    stored: Option<(Arc<dyn ObjectStore>, Path)>,
}

impl Whole {
    /// It has a record: its bytes stay.
    pub(crate) fn keep(&mut self) {
        self.stored = None;
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        if let Some((store, path)) = self.stored.take() {
            tokio::spawn(async move {
                // What stays behind is swept.
                let _ = store.delete(&path).await;
            });
        }
    }
}

/// A file that arrives.
pub(crate) struct Intake<'u> {
    uploads: &'u Uploads,
    path: Path,
    declared: Option<String>,
    /// Until the type is settled, nothing is stored.
    head: Vec<u8>,
    settled: Option<String>,
    writer: Option<WriteMultipart>,
    hash: Sha256,
    size: u64,
    most: u64,
}

/// Pieces that are written at the same time.
const PIECES: usize = 2;

impl<'u> Intake<'u> {
    /// Begins with nothing, and takes so many bytes at most.
    pub(crate) fn new(
        uploads: &'u Uploads,
        path: Path,
        declared: Option<String>,
        most: u64,
    ) -> Intake<'u> {
        Intake {
            uploads,
            path,
            declared,
            head: Vec::new(),
            settled: None,
            writer: None,
            hash: Sha256::new(),
            size: 0,
            most,
        }
    }

    /// Takes some bytes.
    ///
    /// # Errors
    /// Where they are too many, of a wrong type, or can't be stored.
    pub(crate) async fn take(&mut self, bytes: Bytes) -> Result<(), Trouble> {
        self.size += bytes.len() as u64;
        if self.size > self.most {
            let text = format!(
                "the file has more than {} bytes, which are allowed",
                self.most
            );
            return Err(Refusal::new(Code::TooLarge, text).into());
        }
        self.hash.update(&bytes);
        if self.settled.is_some() {
            return self.write(bytes).await;
        }
        self.head.extend_from_slice(&bytes);
        match self.head.len() >= TELLING {
            true => self.settle().await,
            false => Ok(()),
        }
    }

    /// All bytes are there.
    ///
    /// # Errors
    /// Where they are of a wrong type, or can't be stored.
    pub(crate) async fn finish(mut self) -> Result<Whole, Trouble> {
        if self.settled.is_none() {
            self.settle().await?;
        }
        if let Some(writer) = self.writer.take() {
            writer.finish().await.map_err(|error| trouble(&error))?;
        }
        Ok(Whole {
            size: self.size,
            sha256: std::mem::take(&mut self.hash).finalize().into(),
            content_type: self.settled.take().unwrap_or_default(),
            stored: Some((self.uploads.settings.store.clone(), self.path.clone())),
        })
    }

    /// Decides on the type by the first bytes, and begins to store.
    async fn settle(&mut self) -> Result<(), Trouble> {
        let kind = settle(self.declared.as_deref(), &self.head).map_err(Trouble::Type)?;
        if !self.uploads.takes(&kind) {
            return Err(Trouble::Type(format!(
                "files of the type {kind} are not taken"
            )));
        }
        self.settled = Some(kind);
        let settings = &self.uploads.settings;
        let upload = settings.store.put_multipart(&self.path).await;
        let upload = upload.map_err(|error| trouble(&error))?;
        self.writer = Some(WriteMultipart::new_with_chunk_size(upload, settings.piece));
        let head = std::mem::take(&mut self.head);
        self.write(head.into()).await
    }

    async fn write(&mut self, bytes: Bytes) -> Result<(), Trouble> {
        let Some(writer) = &mut self.writer else {
            return Ok(());
        };
        let ready = writer.wait_for_capacity(PIECES).await;
        ready.map_err(|error| trouble(&error))?;
        writer.put(bytes);
        Ok(())
    }
}

impl Drop for Intake<'_> {
    fn drop(&mut self) {
        if let Some(writer) = self.writer.take() {
            tokio::spawn(async move {
                // What stays behind is swept.
                let _ = writer.abort().await;
            });
        }
    }
}

/// Tells a store that is full from one that does not work.
pub(crate) fn trouble(error: &object_store::Error) -> Trouble {
    tracing::error!(%error, "the store of uploads fails");
    let mut cause = error.source();
    while let Some(inner) = cause {
        let io = inner.downcast_ref::<std::io::Error>();
        if io.is_some_and(|io| {
            matches!(io.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
        }) {
            return Trouble::Full;
        }
        cause = inner.source();
    }
    let text = "the server can't store or read files at present; try again";
    Refusal::new(Code::Unavailable, text).into()
}
