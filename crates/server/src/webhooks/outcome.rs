//! What an answer means, and when to try again. Pure: times and chance are given.

use std::time::{Duration, SystemTime};

use buildamp_engine::Millis;
use hyper::StatusCode;

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The receiver has it, and this is what it said.
    Delivered { status: u16, answer: String },
    /// It may work later; the receiver may have said when.
    Again {
        reason: String,
        wait: Option<Duration>,
    },
    /// It will never work.
    Never { reason: String },
}

/// The shortest and the longest pause between two attempts, in milliseconds.
const PAUSES: (u64, u64) = (1_000, 3_600_000);

/// The longest pause that a receiver may ask for, in milliseconds.
const LONGEST: u64 = 24 * 3_600_000;

/// However long it has been tried, so many attempts are made: the server itself may have been down.
const AT_LEAST: u32 = 5;

/// What a status means.
pub(super) fn judge(status: StatusCode, retry_after: Option<&str>, now: Millis) -> Option<Verdict> {
    let answered = || format!("the receiver answered {status}");
    if status.is_success() {
        return None;
    }
    if status == StatusCode::GONE {
        let reason = format!("{}: it wants no more calls", answered());
        return Some(Verdict::Never { reason });
    }
    let mut reason = answered();
    if status.is_redirection() {
        reason.push_str("; redirections are not followed");
    }
    let wait = retry_after.and_then(|text| wait(text, now));
    Some(Verdict::Again { reason, wait })
}

/// `Retry-After`: seconds, or a date.
fn wait(text: &str, now: Millis) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = httpdate::parse_http_date(text.trim()).ok()?;
    let now = SystemTime::UNIX_EPOCH + Duration::from_millis(now.0);
    Some(at.duration_since(now).unwrap_or_default())
}

/// How long something has been tried.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tried {
    /// Since when.
    pub(super) since: Millis,
    /// How often.
    pub(super) attempts: u32,
}

/// When to try again; `None` for never. Each pause is about as long as all before it together, so that they double. `chance` is from 0
/// to 1: attempts that failed together don't come back together.
pub(super) fn again(
    tried: Tried,
    now: Millis,
    wait: Option<Duration>,
    give_up_after: Duration,
    chance: f64,
) -> Option<Millis> {
    let age = now.0.saturating_sub(tried.since.0);
    let most = u64::try_from(give_up_after.as_millis()).unwrap_or(u64::MAX);
    if age >= most && tried.attempts >= AT_LEAST {
        return None;
    }
    let pause = age.clamp(PAUSES.0, PAUSES.1);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an hour in milliseconds is small, and positive"
    )]
    let pause = (pause as f64 * (0.75 + chance.clamp(0.0, 1.0) / 2.0)) as u64;
    let asked = wait.map_or(0, |wait| {
        u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
    });
    Some(Millis(now.0 + pause.max(asked.min(LONGEST))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(86_400);

    #[test]
    fn pauses_double_until_it_is_given_up() {
        let mut now = Millis(5_000);
        let mut pauses = Vec::new();
        let mut attempts = 1;
        while let Some(next) = again(
            Tried {
                since: Millis(5_000),
                attempts,
            },
            now,
            None,
            DAY,
            0.5,
        ) {
            pauses.push((next.0 - now.0) / 1_000);
            now = next;
            attempts += 1;
        }
        assert_eq!(pauses[..8], [1, 1, 2, 4, 8, 16, 32, 64]);
        assert_eq!(pauses.last(), Some(&3_600));
        assert!((86_400_000..90_000_000).contains(&now.0), "{now:?}");
    }

    #[test]
    fn chance_moves_a_pause_by_a_quarter() {
        let tried = Tried {
            since: Millis(0),
            attempts: 2,
        };
        let pause = |chance| {
            again(tried, Millis(100_000), None, DAY, chance)
                .expect("again")
                .0
                - 100_000
        };
        assert_eq!((pause(0.0), pause(1.0)), (75_000, 125_000));
    }

    #[test]
    fn what_waited_for_a_server_that_was_down_is_still_tried_some_times() {
        let late = |attempts| {
            again(
                Tried {
                    since: Millis(0),
                    attempts,
                },
                Millis(1 << 40),
                None,
                DAY,
                0.5,
            )
        };
        assert!((1..5).all(|attempts| late(attempts).is_some()));
        assert_eq!(late(5), None);
    }

    #[test]
    fn a_receiver_says_when() {
        let tried = Tried {
            since: Millis(0),
            attempts: 1,
        };
        let at = |seconds| {
            again(
                tried,
                Millis(0),
                Some(Duration::from_secs(seconds)),
                DAY,
                0.5,
            )
            .expect("again")
            .0
        };
        assert_eq!(at(0), 1_000);
        assert_eq!(at(120), 120_000);
        assert_eq!(at(u64::MAX / 1_000), LONGEST);
        let now = Millis(1_445_412_420_000);
        assert_eq!(wait("7", now), Some(Duration::from_secs(7)));
        assert_eq!(
            wait("Wed, 21 Oct 2015 07:28:00 GMT", now),
            Some(Duration::from_secs(60))
        );
        assert_eq!(
            wait("Wed, 21 Oct 2015 07:26:00 GMT", now),
            Some(Duration::ZERO)
        );
        assert_eq!(wait("soon", now), None);
    }

    #[test]
    fn a_status_says_what_became_of_it() {
        let told = |code| {
            judge(
                StatusCode::from_u16(code).expect("a status"),
                Some("7"),
                Millis(0),
            )
        };
        assert_eq!((told(200), told(204), told(299)), (None, None, None));
        for code in [301, 302, 307, 400, 401, 404, 409, 429, 500, 503] {
            let Some(Verdict::Again { reason, wait }) = told(code) else {
                panic!("{code} is tried again");
            };
            assert!(reason.contains(&code.to_string()), "{reason}");
            assert_eq!(wait, Some(Duration::from_secs(7)));
        }
        assert!(matches!(told(410), Some(Verdict::Never { .. })));
    }
}
