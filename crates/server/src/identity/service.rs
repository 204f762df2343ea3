//! A service whose keys are fetched: when it is asked, and how seldom.
//!
//! Owns the times. A token with a key that nobody knows lets the service be asked at once, but not again before a pause is over: whoever
//! makes names up can't have it asked more often than that.

use std::fmt;
use std::sync::{Mutex, MutexGuard, OnceLock};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::fetch::{self, FetchError, Fetcher, NoAddress, Source};
use super::jwt::WAIT;
use super::keys::Keys;

/// When a service is asked for its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refreshing {
    /// For how long it is asked at the start.
    pub patience: Duration,
    /// How long it takes until it is asked once more that gave no answer at the start.
    pub again: Duration,
    /// How long one answer may take.
    pub within: Duration,
    /// How long keys are good where the service doesn't say.
    pub usual: Duration,
    /// How long they are good at least, and after a failure, ..
    pub least: Duration,
    /// .. and at most, whatever the service says.
    pub most: Duration,
    /// How long tokens with unknown keys don't let it be asked after one did.
    pub pause: Duration,
}

impl Default for Refreshing {
    /// 20 s of patience with 1 s between, 10 s for an answer; 5 minutes, from 1 minute to 1 hour; 30 s.
    fn default() -> Refreshing {
        Refreshing {
            patience: Duration::from_secs(20),
            again: Duration::from_secs(1),
            within: Duration::from_secs(10),
            usual: Duration::from_secs(300),
            least: Duration::from_secs(60),
            most: Duration::from_secs(3600),
            pause: Duration::from_secs(30),
        }
    }
}

/// A service that publishes the keys that it signs tokens with.
#[derive(Debug)]
pub struct KeyService {
    source: Source,
    /// Made for the first question: it reads what the machine trusts.
    fetcher: OnceLock<Fetcher>,
    refreshing: Refreshing,
    asked: Mutex<Asked>,
    /// Somebody wants the keys to be fetched now.
    wanted: Notify,
    /// How often they were, whatever came of it.
    done: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Asked {
    /// Whether it is being asked, or is about to be.
    underway: bool,
    /// When it was last asked for a token's sake.
    last: Option<Instant>,
    /// For how long the first keys are good.
    first: Duration,
}

impl fmt::Display for KeyService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

/// Keys that were fetched.
pub(super) struct Fresh {
    pub(super) keys: Keys,
    pub(super) good_for: Duration,
}

impl KeyService {
    /// One whose JWKS is at this URL.
    ///
    /// # Errors
    /// Where keys can't be had from there.
    pub fn at(url: &str, refreshing: Refreshing) -> Result<KeyService, NoAddress> {
        Ok(KeyService::new(
            Source::Keys(fetch::address(url)?),
            refreshing,
        ))
    }

    /// One that says itself where its JWKS is, by OpenID Connect Discovery.
    ///
    /// # Errors
    /// Where that can't be had from there.
    pub fn of_issuer(issuer: &str, refreshing: Refreshing) -> Result<KeyService, NoAddress> {
        let source = Source::Issuer {
            name: issuer.to_owned(),
            configuration: fetch::configuration(issuer)?,
        };
        Ok(KeyService::new(source, refreshing))
    }

    fn new(source: Source, refreshing: Refreshing) -> KeyService {
        KeyService {
            source,
            fetcher: OnceLock::new(),
            refreshing,
            asked: Mutex::default(),
            wanted: Notify::new(),
            done: watch::Sender::new(0),
        }
    }

    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.asked.lock().expect("nobody panics while holding it")
    }

    /// The keys of the start: asked for until they are there, or there is no hope.
    pub(super) async fn first(&self) -> Result<Keys, FetchError> {
        let until = Instant::now() + self.refreshing.patience;
        loop {
            match self.fetch().await {
                Ok(fresh) => {
                    self.asked().first = fresh.good_for;
                    return Ok(fresh.keys);
                }
                Err(error) if error.is_temporary() && Instant::now() < until => {
                    tracing::warn!(%error, "no keys yet; the service is asked again");
                    sleep(self.refreshing.again).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Asks for the keys.
    pub(super) async fn fetch(&self) -> Result<Fresh, FetchError> {
        let fetcher = self
            .fetcher
            .get_or_init(|| Fetcher::new(self.refreshing.within));
        let fetched = fetcher.fetch(&self.source).await?;
        let Refreshing {
            usual, least, most, ..
        } = self.refreshing;
        let good_for = fetched.max_age.unwrap_or(usual).min(most).max(least);
        Ok(Fresh {
            keys: fetched.keys,
            good_for,
        })
    }

    pub(super) fn wait_at_first(&self) -> Duration {
        self.asked().first
    }

    pub(super) fn wait_after_failure(&self) -> Duration {
        self.refreshing.least
    }

    /// Waits until the keys have to be asked for: when their time is over, or somebody wants them.
    pub(super) async fn wait(&self, time: Duration) {
        let due = Instant::now() + time;
        tokio::select! {
            () = sleep_until(due) => {}
            () = self.wanted.notified() => {}
        }
        self.asked().underway = true;
    }

    /// The keys that are known are those of now, or it was asked in vain.
    pub(super) fn finish(&self) {
        self.asked().underway = false;
        self.done.send_modify(|count| *count += 1);
    }

    /// See [`Verifier::learn`](super::Verifier::learn).
    pub(super) async fn learn(&self) -> bool {
        // Before the look: what ends after it is heard.
        let mut done = self.done.subscribe();
        if !self.ask() {
            return false;
        }
        timeout(WAIT, done.changed())
            .await
            .is_ok_and(|done| done.is_ok())
    }

    /// Lets the service be asked now, unless it is being asked; false where that was done a moment ago.
    fn ask(&self) -> bool {
        let mut asked = self.asked();
        if asked.underway {
            return true;
        }
        let now = Instant::now();
        let pause = self.refreshing.pause;
        if asked.last.is_some_and(|last| now < last + pause) {
            return false;
        }
        asked.last = Some(now);
        asked.underway = true;
        self.wanted.notify_one();
        true
    }
}
