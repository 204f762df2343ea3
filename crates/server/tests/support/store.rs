//! A store of files that fails when it is told to, and shows what it holds.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use async_trait::async_trait;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, UploadPart,
};

/// In memory, with room for so many bytes.
#[derive(Debug, Clone)]
pub struct Tight {
    inner: Arc<InMemory>,
    left: Arc<AtomicUsize>,
    keeps: Arc<AtomicBool>,
    kept: Arc<AtomicUsize>,
}

impl Tight {
    pub fn new(room: usize) -> Tight {
        Tight {
            inner: Arc::default(),
            left: Arc::new(AtomicUsize::new(room)),
            keeps: Arc::default(),
            kept: Arc::default(),
        }
    }

    /// Whether it deletes nothing from now on.
    pub fn keep(&self, keeps: bool) {
        self.keeps.store(keeps, Ordering::SeqCst);
    }

    /// How often it was to delete something, and did not.
    pub fn kept(&self) -> usize {
        self.kept.load(Ordering::SeqCst)
    }

    pub fn make_room(&self, room: usize) {
        self.left.store(room, Ordering::SeqCst);
    }

    /// How many files it holds.
    pub async fn count(&self) -> usize {
        self.inner.list(None).count().await
    }
}

impl fmt::Display for Tight {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a store that may be full")
    }
}

fn full() -> object_store::Error {
    object_store::Error::Generic {
        store: "test",
        source: io::Error::from(io::ErrorKind::StorageFull).into(),
    }
}

#[derive(Debug)]
struct Part {
    inner: Box<dyn MultipartUpload>,
    left: Arc<AtomicUsize>,
}

#[async_trait]
impl MultipartUpload for Part {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        let length = data.content_length();
        let less = |left: usize| left.checked_sub(length);
        let fits = self
            .left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
        match fits {
            Ok(_) => self.inner.put_part(data),
            Err(_) => Box::pin(async { Err(full()) }),
        }
    }

    async fn complete(&mut self) -> Result<PutResult> {
        self.inner.complete().await
    }

    async fn abort(&mut self) -> Result<()> {
        self.inner.abort().await
    }
}

#[async_trait]
impl ObjectStore for Tight {
    async fn put_opts(&self, at: &Path, data: PutPayload, how: PutOptions) -> Result<PutResult> {
        self.inner.put_opts(at, data, how).await
    }

    async fn put_multipart_opts(
        &self,
        at: &Path,
        how: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        let inner = self.inner.put_multipart_opts(at, how).await?;
        let left = self.left.clone();
        Ok(Box::new(Part { inner, left }))
    }

    async fn get_opts(&self, at: &Path, how: GetOptions) -> Result<GetResult> {
        self.inner.get_opts(at, how).await
    }

    fn delete_stream(
        &self,
        places: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        if self.keeps.load(Ordering::SeqCst) {
            let kept = self.kept.clone();
            return places
                .map(move |_| {
                    kept.fetch_add(1, Ordering::SeqCst);
                    Err(full())
                })
                .boxed();
        }
        self.inner.delete_stream(places)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, how: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, how).await
    }
}
