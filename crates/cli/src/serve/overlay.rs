//! What pages under development are told: errors to show, and when to load again.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use axum::response::sse::{Event, KeepAlive, Sse};
use tokio::sync::broadcast;

/// What pages are told.
#[derive(Debug, Clone, PartialEq, Eq)]
enum News {
    /// Errors, until there are others or none.
    Errors(String),
    /// The app is in order again.
    Fine,
    /// Files of the page have changed.
    Reload,
}

/// A channel to all pages that are open.
#[derive(Clone)]
pub(super) struct Overlay(Arc<Shared>);

struct Shared {
    current: Mutex<News>,
    pages: broadcast::Sender<News>,
}

impl Default for Overlay {
    fn default() -> Overlay {
        Overlay(Arc::new(Shared {
            current: Mutex::new(News::Fine),
            pages: broadcast::Sender::new(16),
        }))
    }
}

impl Overlay {
    /// Shows errors in all pages.
    pub(super) fn show(&self, text: String) {
        self.tell(News::Errors(text));
    }

    /// Takes errors away.
    pub(super) fn clear(&self) {
        self.tell(News::Fine);
    }

    /// Lets all pages load again.
    pub(super) fn reload(&self) {
        // No page is open: nobody has to.
        let _ = self.0.pages.send(News::Reload);
    }

    fn tell(&self, news: News) {
        *self
            .0
            .current
            .lock()
            .expect("nobody panics while holding it") = news.clone();
        let _ = self.0.pages.send(news);
    }

    /// What a page listens to.
    pub(super) fn events(
        &self,
    ) -> Sse<impl futures_core::Stream<Item = Result<Event, Infallible>> + use<>> {
        let pages = self.0.pages.subscribe();
        let first = self
            .0
            .current
            .lock()
            .expect("nobody panics while holding it")
            .clone();
        let stream =
            futures_util::stream::unfold((Some(first), pages), |(first, mut pages)| async move {
                let news = match first {
                    Some(news) => news,
                    None => pages.recv().await.ok()?,
                };
                let event = match news {
                    News::Errors(text) => Event::default().event("errors").data(text),
                    // Browsers drop an event that has no data.
                    News::Fine => Event::default().event("fine").data("-"),
                    News::Reload => Event::default().event("reload").data("-"),
                };
                Some((Ok(event), (None, pages)))
            });
        Sse::new(stream).keep_alive(KeepAlive::default())
    }
}

/// The script that pages get while they are under development.
pub(super) const SCRIPT: &str = include_str!("overlay.js");
