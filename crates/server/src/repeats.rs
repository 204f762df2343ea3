//! What would be said again and again: once at once, and then how often.
//!
//! It decides what is said, and says only what came again. It refuses to hold more than so many lines, for some are others' words. Whom
//! nobody knows has a table apart, or strangers could fill the one that tells of the rules.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use buildamp_engine::Millis;

use crate::Node;
use crate::identity::without_values;
use crate::protocol::Refusal;
use crate::trace;

/// For how long a line is only counted once it was said, in milliseconds.
const PAUSE: u64 = 10_000;

/// How many lines are told apart.
const MOST: usize = 64;

/// How many characters of a reason are said that others may have written.
const LONGEST: usize = 200;

/// What all lines beyond are counted as.
const OTHERS: &str = "other lines like these";

/// Lines that were said a moment ago, and how often they were to be said since.
#[derive(Default)]
pub(crate) struct Repeats(Mutex<HashMap<String, Seen>>);

struct Seen {
    since: Millis,
    more: u64,
    manner: Manner,
}

/// How loud a line is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Voice {
    Notice,
    Warning,
    /// A fault of the rules.
    Fault,
}

/// How a line is said, and of what: the first time, and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Manner {
    voice: Voice,
    room: Option<Box<str>>,
    function: Option<Box<str>>,
}

impl Manner {
    pub(crate) fn notice() -> Manner {
        Manner::of_others(Voice::Notice)
    }

    pub(crate) fn warning(room: &str) -> Manner {
        Manner {
            room: Some(room.into()),
            ..Manner::of_others(Voice::Warning)
        }
    }

    pub(crate) fn fault(room: &str, function: &str) -> Manner {
        Manner {
            voice: Voice::Fault,
            room: Some(room.into()),
            function: Some(function.into()),
        }
    }

    fn of_others(voice: Voice) -> Manner {
        Manner {
            voice,
            room: None,
            function: None,
        }
    }
}

/// A line that came again.
#[derive(Debug, PartialEq, Eq)]
struct Again {
    line: String,
    more: u64,
    manner: Manner,
}

impl Again {
    /// A fault that goes on is as loud as it was at first: whoever listens for it hears that.
    fn say(&self) {
        let Again { line, more, manner } = self;
        let (room, function) = (manner.room.as_deref(), manner.function.as_deref());
        match manner.voice {
            Voice::Notice => tracing::info!(room, "the same {more} times more: {line}"),
            Voice::Warning => tracing::warn!(room, "the same {more} times more: {line}"),
            Voice::Fault => {
                tracing::error!(target: "logic", room, function, "the same {more} times more: {line}");
            }
        }
    }
}

impl Repeats {
    fn lines(&self) -> MutexGuard<'_, HashMap<String, Seen>> {
        self.0.lock().expect("nobody panics while holding it")
    }

    /// Whether a line is to be said now, in this manner; otherwise it was counted.
    pub(crate) fn is_new(&self, now: Millis, line: &str, manner: Manner) -> bool {
        let mut lines = self.lines();
        if let Some(seen) = lines.get_mut(line) {
            seen.more += 1;
            return false;
        }
        let (since, voice) = (now, manner.voice);
        if lines.len() < MOST {
            let seen = Seen {
                since,
                more: 0,
                manner,
            };
            lines.insert(line.to_owned(), seen);
            return true;
        }
        let others = lines.entry(OTHERS.to_owned()).or_insert(Seen {
            since,
            more: 0,
            manner: Manner::of_others(voice),
        });
        others.more += 1;
        // A fault among them is heard.
        others.manner.voice = others.manner.voice.max(voice);
        false
    }

    /// What was counted for long enough, and how often. A line that did not come again is new the next time.
    fn due(&self, now: Millis) -> Vec<Again> {
        let mut due = Vec::new();
        self.lines().retain(|line, seen| {
            if now.0.saturating_sub(seen.since.0) < PAUSE {
                return true;
            }
            let more = std::mem::take(&mut seen.more);
            seen.since = now;
            if more > 0 {
                due.push(Again {
                    line: line.clone(),
                    more,
                    manner: seen.manner.clone(),
                });
                if line == OTHERS {
                    seen.manner.voice = Voice::Notice;
                }
            }
            more > 0
        });
        due
    }
}

impl Node {
    /// Says how often it was that something was not said again.
    pub(crate) fn tell_repeats(&self, now: Millis) {
        self.tell_rules(now);
        self.refusals.due(now).iter().for_each(Again::say);
    }

    fn tell_rules(&self, now: Millis) {
        self.repeats.due(now).iter().for_each(Again::say);
    }

    /// Says that something of a room was not to be, and why. A fault of the rules has been told.
    pub(crate) fn warn_of(&self, room: &str, what: &str, refusal: &Refusal) {
        let line = format!("{what}: {}", refusal.text);
        if refusal.code.is_fault() {
            return;
        }
        let manner = Manner::warning(room);
        if self.repeats.is_new(self.clock.now(), &line, manner) {
            tracing::warn!(trace = %trace::current(), room, "{line}");
        }
    }

    /// From now on all of the rules is new: they are others.
    pub(crate) fn forget_repeats(&self) {
        self.tell_rules(Millis(u64::MAX));
        self.repeats.lines().clear();
    }

    /// Says that somebody got no connection, and why; never with what.
    pub(crate) fn note_refused(&self, status: u16, reason: &str) {
        let line = refused(status, reason);
        if self
            .refusals
            .is_new(self.clock.now(), &line, Manner::notice())
        {
            tracing::info!("{line}");
        }
    }
}

/// One line of no great length, whatever strangers have written into the reason.
fn refused(status: u16, reason: &str) -> String {
    let shown = without_values(reason);
    let mut characters = shown.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut line = format!("refused a connection: {status} ");
    line.extend(characters.by_ref().take(LONGEST));
    if characters.next().is_some() {
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(repeats: &Repeats, now: u64) -> Vec<(String, u64)> {
        let due = repeats.due(Millis(now)).into_iter();
        let mut due: Vec<_> = due.map(|again| (again.line, again.more)).collect();
        due.sort();
        due
    }

    fn is_new(repeats: &Repeats, now: u64, line: &str) -> bool {
        repeats.is_new(Millis(now), line, Manner::notice())
    }

    #[test]
    fn a_line_is_said_once_and_then_counted() {
        let repeats = Repeats::default();
        let said: Vec<bool> = (0..80).map(|i| is_new(&repeats, i * 100, "a")).collect();
        assert!(said[0] && said[1..].iter().all(|said| !said));
        assert_eq!(due(&repeats, 9_999), []);
        assert_eq!(due(&repeats, 10_000), [("a".to_owned(), 79)]);
        // It goes on: it is counted for as long again, and nothing is lost between.
        assert!(!is_new(&repeats, 10_001, "a"));
        assert_eq!(due(&repeats, 19_999), []);
        assert_eq!(due(&repeats, 20_000), [("a".to_owned(), 1)]);
        assert_eq!(due(&repeats, 30_000), []);
        assert!(is_new(&repeats, 30_001, "a"));
    }

    #[test]
    fn lines_without_end_are_counted_together() {
        let repeats = Repeats::default();
        let said = (0..1000)
            .filter(|i| is_new(&repeats, 0, &format!("line {i}")))
            .count();
        assert_eq!(said, MOST);
        assert_eq!(repeats.lines().len(), MOST + 1);
        assert_eq!(due(&repeats, PAUSE), [(OTHERS.to_owned(), 936)]);
    }

    #[test]
    fn a_line_is_said_again_as_it_was_at_first() {
        let repeats = Repeats::default();
        let fault = Manner::fault("lobby", "Rules.step");
        assert!(repeats.is_new(Millis(0), "a", fault.clone()));
        assert!(!repeats.is_new(Millis(0), "a", Manner::fault("attic", "Rules.other")));
        let again = Again {
            line: "a".to_owned(),
            more: 1,
            manner: fault.clone(),
        };
        assert_eq!(repeats.due(Millis(PAUSE)), [again]);
    }

    #[test]
    fn a_fault_among_other_lines_is_heard() {
        let repeats = Repeats::default();
        for i in 0..100 {
            is_new(&repeats, 0, &format!("line {i}"));
        }
        let voice = || repeats.lines()[OTHERS].manner.voice;
        assert_eq!(voice(), Voice::Notice);
        assert!(!repeats.is_new(Millis(0), "a", Manner::fault("lobby", "Rules.step")));
        is_new(&repeats, 0, "b");
        assert_eq!(voice(), Voice::Fault);
        repeats.due(Millis(PAUSE));
        assert_eq!(voice(), Voice::Notice, "each pause has its own");
    }

    #[test]
    fn a_refusal_is_one_short_line() {
        let told = "no trusted key is called \"a\nb\"";
        let line = "refused a connection: 401 no trusted key is called \"a b\"";
        assert_eq!(refused(401, told), line);
        let most = "é".repeat(LONGEST);
        let line = format!("refused a connection: 403 {most}");
        assert_eq!(refused(403, &most), line);
        assert_eq!(refused(403, &format!("{most}\n{most}")), line + "…");
    }

    #[test]
    fn a_refusal_tells_nothing_of_what_a_token_says() {
        let told = "the token's claims are not what the app reads: role: expected one of \"guest\" or \"moderator\", found the string \"boss\"";
        let line = "refused a connection: 401 the token's claims are not what the app reads: role";
        assert_eq!(refused(401, told), line);
    }
}
