//! What pages under development are told: errors to show, and when to load again.

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use axum::response::sse::{Event, KeepAlive, Sse};
use tokio::sync::broadcast;

/// What pages are told.
#[derive(Debug, Clone, PartialEq, Eq)]
enum News {
    /// Errors, until there are others or none.
    Errors(String),
    /// The app is in order again.
    Fine,
    /// The rules have failed while they ran.
    Fault(String),
    /// Files of the page have changed.
    Reload,
}

/// A channel to all pages that are open.
#[derive(Clone)]
pub(super) struct Overlay(Arc<Shared>);

struct Shared {
    current: Mutex<News>,
    faults: Mutex<Faults>,
    pages: broadcast::Sender<News>,
}

/// Faults of the rules that are in force.
#[derive(Default)]
struct Faults {
    /// Each is shown once: whoever has closed it has read it.
    shown: HashSet<String>,
    /// For pages that come now.
    last: Option<(Instant, String)>,
}

/// How many faults are told apart.
const FAULTS: usize = 64;

/// For how long a page that comes is shown a fault of before.
const FRESH: Duration = Duration::from_secs(30);

impl Default for Overlay {
    fn default() -> Overlay {
        Overlay(Arc::new(Shared {
            current: Mutex::new(News::Fine),
            faults: Mutex::default(),
            pages: broadcast::Sender::new(16),
        }))
    }
}

impl Overlay {
    /// Shows errors in all pages.
    pub(super) fn show(&self, text: String) {
        self.tell(News::Errors(text));
    }

    /// Shows a fault of the rules beside all pages, unless it was shown.
    pub(super) fn fault(&self, text: &str) {
        let is_new = {
            let mut faults = self.faults();
            faults.last = Some((Instant::now(), text.to_owned()));
            faults.shown.len() < FAULTS && faults.shown.insert(text.to_owned())
        };
        if is_new {
            // No page is open: the next one is told.
            let _ = self.0.pages.send(News::Fault(text.to_owned()));
        }
    }

    fn faults(&self) -> MutexGuard<'_, Faults> {
        self.0
            .faults
            .lock()
            .expect("nobody panics while holding it")
    }

    /// Takes errors and faults away: there are other rules.
    pub(super) fn clear(&self) {
        *self.faults() = Faults::default();
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
        let current = self
            .0
            .current
            .lock()
            .expect("nobody panics while holding it")
            .clone();
        let fault = self.faults().last.clone();
        let fault = fault
            .filter(|(at, _)| at.elapsed() < FRESH)
            .map(|(_, text)| News::Fault(text));
        let first = std::iter::once(current).chain(fault);
        let stream =
            futures_util::stream::unfold((first, pages), |(mut first, mut pages)| async move {
                let news = match first.next() {
                    Some(news) => news,
                    None => pages.recv().await.ok()?,
                };
                let event = match news {
                    News::Errors(text) => Event::default().event("errors").data(text),
                    News::Fault(text) => Event::default().event("fault").data(text),
                    // Browsers drop an event that has no data.
                    News::Fine => Event::default().event("fine").data("-"),
                    News::Reload => Event::default().event("reload").data("-"),
                };
                Some((Ok(event), (first, pages)))
            });
        Sse::new(stream).keep_alive(KeepAlive::default())
    }
}

/// The script that pages get while they are under development.
pub(super) const SCRIPT: &str = include_str!("overlay.js");
