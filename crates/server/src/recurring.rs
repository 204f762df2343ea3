//! Recurring events: when they are due next, and what says that they go on.
//!
//! A recurring event is one job under its key, which makes itself due again in the commit of its handler's effects. What it goes
//! on by is an entry of the server's own store: whoever cancels or replaces it changes the entry, also while the job is being
//! handled, and the handler's commit rests on it.

use std::collections::HashSet;

use buildamp_engine::{Job, Json, Keep, Kind, Millis, Snapshot, Space, Tenant, Write};
use croner::Cron;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::Node;
use crate::node::Tenancy;
use crate::protocol::{Code, Refusal};
use crate::transaction::{Outcome, unavailable};

/// What the name of a recurring event's job ends with. No event type of the logic holds it.
const MARK: &str = "\0cron";

/// The type of an event, also of one that recurs, as people know it.
pub(crate) fn without_mark(name: &str) -> &str {
    name.strip_suffix(MARK).unwrap_or(name)
}

/// What the keys of the settings' recurring events begin with.
const SETTINGS: &str = "buildamp/schedule/";

/// Why there is no next time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongSchedule {
    /// The text is no cron schedule.
    #[error(
        "`{cron}` is no cron schedule: {reason}; expected minute, hour, day, month and weekday, such as `0 9 * * MON-FRI`, and seconds before them if need be"
    )]
    Cron {
        /// The text.
        cron: String,
        /// What is wrong with it.
        reason: String,
    },
    /// There is no such time zone.
    #[error("there is no time zone `{0}`; expected a name such as `Europe/Berlin` or `UTC`")]
    Zone(String),
    /// It has no next time.
    #[error("`{0}` is never due: no day is like that")]
    Never(String),
}

/// When a schedule is due next after a time.
///
/// # Errors
/// Where either text makes no sense, or the schedule is never due.
pub fn next_time(cron: &str, timezone: &str, after: Millis) -> Result<Millis, WrongSchedule> {
    let schedule: Cron = cron.parse().map_err(|error: croner::errors::CronError| {
        let reason = error.to_string().trim_end_matches('.').to_owned();
        let cron = cron.to_owned();
        WrongSchedule::Cron { cron, reason }
    })?;
    let zone = TimeZone::get(timezone).map_err(|_| WrongSchedule::Zone(timezone.to_owned()))?;
    let never = || WrongSchedule::Never(cron.to_owned());
    let after = i64::try_from(after.0).map_err(|_| never())?;
    let after = Timestamp::from_millisecond(after).map_err(|_| never())?;
    let next = schedule.find_next_occurrence(&after.to_zoned(zone), false);
    let next = next.map_err(|_| never())?.timestamp().as_millisecond();
    u64::try_from(next).map(Millis).map_err(|_| never())
}

/// What recurs, as it is stored.
#[derive(Debug, Serialize, Deserialize)]
struct Spec {
    /// Tells it from what was scheduled under the same key before.
    id: String,
    cron: String,
    timezone: String,
    event_type: String,
    payload: Box<RawValue>,
}

/// A recurring event.
#[derive(Debug)]
pub(crate) struct Recurring {
    spec: Spec,
    text: Json,
    key: String,
    room: String,
}

/// What a recurring event is made of.
pub(crate) struct Parts<'a> {
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) room: &'a str,
    pub(crate) event_type: String,
    pub(crate) payload: &'a str,
    pub(crate) cron: String,
    pub(crate) timezone: String,
}

impl Recurring {
    pub(crate) fn new(parts: Parts<'_>) -> Recurring {
        let payload = RawValue::from_string(parts.payload.to_owned());
        let spec = Spec {
            id: parts.id,
            cron: parts.cron,
            timezone: parts.timezone,
            event_type: parts.event_type,
            payload: payload.unwrap_or_default(),
        };
        let text = serde_json::to_string(&spec).expect("texts are JSON");
        Recurring {
            spec,
            text: text.into(),
            key: parts.key,
            room: parts.room.to_owned(),
        }
    }

    /// The recurring event that a job is; `None` where it is another.
    pub(crate) fn of(job: &Job) -> Option<Recurring> {
        let key = job.key.as_deref().filter(|_| job.name.ends_with(MARK))?;
        let spec = serde_json::from_str(&job.payload).ok()?;
        Some(Recurring {
            spec,
            text: job.payload.clone(),
            key: key.to_owned(),
            room: (*job.room).to_owned(),
        })
    }

    pub(crate) fn event_type(&self) -> &str {
        &self.spec.event_type
    }

    pub(crate) fn payload(&self) -> &str {
        self.spec.payload.get()
    }

    pub(crate) fn due_after(&self, now: Millis) -> Result<Millis, WrongSchedule> {
        next_time(&self.spec.cron, &self.spec.timezone, now)
    }

    /// Begins: the entry, and the first time.
    pub(crate) fn begin(&self, now: Millis, writes: &mut Vec<Write>) -> Result<(), WrongSchedule> {
        self.go_on(now, writes)?;
        writes.push(Write::Set {
            space: Space::Server,
            key: entry(&self.key),
            value: self.text.clone(),
            keep: Keep::Always,
        });
        Ok(())
    }

    /// Lets it be due again. What was missed meanwhile is not made up for.
    pub(crate) fn go_on(&self, now: Millis, writes: &mut Vec<Write>) -> Result<(), WrongSchedule> {
        writes.push(Write::Schedule {
            kind: Kind::Event,
            room: self.room.clone(),
            key: Some(self.key.clone()),
            name: format!("{}{MARK}", self.spec.event_type),
            payload: self.text.clone(),
            due: self.due_after(now)?,
        });
        Ok(())
    }

    /// Whether it was neither cancelled nor replaced.
    fn stands(&self, snapshot: &mut dyn Snapshot) -> Result<bool, Refusal> {
        let entry = snapshot.get(Space::Server, &entry(&self.key));
        Ok(entry
            .map_err(unavailable)?
            .is_some_and(|text| text == self.text))
    }
}

fn entry(key: &str) -> String {
    format!("cron/{key}")
}

/// An event type as a job's name, which no recurring event's is.
pub(crate) fn plain_name(event_type: String) -> String {
    match event_type.contains('\0') {
        true => event_type.replace('\0', ""),
        false => event_type,
    }
}

/// What else has to be written where an event under a key is cancelled, or replaced by one that does not recur.
pub(crate) fn end(key: &str) -> Write {
    Write::Delete {
        space: Space::Server,
        key: entry(key),
    }
}

/// A recurring event of the settings, which needs no message to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Its name, unique in the settings.
    pub name: String,
    /// The host whose state it belongs to; needed where each host has a state of its own.
    pub host: Option<String>,
    /// The room that it is handled in.
    pub room: String,
    /// The event's type.
    pub event: String,
    /// The event's payload, as JSON.
    pub payload: String,
    /// When.
    pub cron: String,
    /// By which clocks.
    pub timezone: String,
}

/// Which of them the settings have.
pub(crate) type Kept = HashSet<(Tenant, String)>;

impl Node {
    /// Lets the settings' recurring events begin. Those that are as before go on as they are, and those that the settings no longer
    /// have end. Called once, before [`Node::run_events`].
    ///
    /// # Errors
    /// Where a schedule makes no sense, or the engine can't be reached; which, is in the text.
    pub fn keep_schedule(&self, schedules: &[Schedule]) -> Result<(), String> {
        let mut kept = Kept::new();
        for schedule in schedules {
            let named = |text: String| format!("the schedule `{}`: {text}", schedule.name);
            let tenant = self.tenant_of(schedule).map_err(named)?;
            let key = format!("{SETTINGS}{}", schedule.name);
            if !kept.insert((tenant.clone(), key.clone())) {
                return Err(named("the name is there twice".to_owned()));
            }
            self.keep(&tenant, key, schedule).map_err(named)?;
        }
        let _ = self.kept.set(kept);
        Ok(())
    }

    fn tenant_of(&self, schedule: &Schedule) -> Result<Tenant, String> {
        match (&self.settings.tenancy, &schedule.host) {
            (Tenancy::Single(name), None) => Ok(Tenant(name.clone())),
            (Tenancy::ByHost, Some(host)) => Ok(Tenant(host.to_ascii_lowercase().into())),
            (Tenancy::Single(_), Some(_)) => {
                Err("it names a `host`, and all hosts have one state".to_owned())
            }
            (Tenancy::ByHost, None) => {
                Err("it needs a `host`, for each host has a state of its own".to_owned())
            }
        }
    }

    fn keep(&self, tenant: &Tenant, key: String, schedule: &Schedule) -> Result<(), String> {
        let now = self.clock.now();
        let recurring = Recurring::new(Parts {
            id: format!("{:?}", schedule.room),
            key,
            room: &schedule.room,
            event_type: plain_name(schedule.event.clone()),
            payload: &schedule.payload,
            cron: schedule.cron.clone(),
            timezone: schedule.timezone.clone(),
        });
        recurring
            .due_after(now)
            .map_err(|wrong| wrong.to_string())?;
        let done = self.transact(tenant, now, None, |snapshot| {
            let mut writes = Vec::new();
            if !recurring.stands(snapshot)? {
                recurring.begin(now, &mut writes).map_err(wrong)?;
            }
            Ok(Outcome { writes, value: () })
        });
        done.map(drop).map_err(|refusal| refusal.text.into_owned())
    }

    /// Whether a recurring event whose time has come is still wanted.
    pub(crate) fn is_wanted(
        &self,
        tenant: &Tenant,
        recurring: &Recurring,
        snapshot: &mut dyn Snapshot,
    ) -> Result<bool, Refusal> {
        let kept = self.kept.get();
        let dropped = recurring.key.starts_with(SETTINGS)
            && kept.is_some_and(|kept| !kept.contains(&(tenant.clone(), recurring.key.clone())));
        Ok(!dropped && recurring.stands(snapshot)?)
    }
}

/// What a sender hears of a schedule that makes no sense.
#[allow(clippy::needless_pass_by_value, reason = "it is a mapper of errors")]
pub(crate) fn wrong(wrong: WrongSchedule) -> Refusal {
    Refusal::new(Code::Rejected, format!("ScheduleCron: {wrong}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Millis {
        let time: Timestamp = text.parse().expect("a time");
        Millis(u64::try_from(time.as_millisecond()).expect("after 1970"))
    }

    fn next(cron: &str, timezone: &str, after: &str) -> String {
        match next_time(cron, timezone, at(after)) {
            Ok(Millis(next)) => {
                let next = i64::try_from(next).expect("in range");
                Timestamp::from_millisecond(next)
                    .expect("in range")
                    .to_string()
            }
            Err(wrong) => wrong.to_string(),
        }
    }

    #[test]
    fn times_are_those_of_the_zone() {
        let cases = [
            (
                "0 9 * * *",
                "UTC",
                "2026-03-01T09:00:00Z",
                "2026-03-02T09:00:00Z",
            ),
            (
                "0 9 * * *",
                "UTC",
                "2026-03-01T08:59:59.999Z",
                "2026-03-01T09:00:00Z",
            ),
            (
                "0 9 * * MON-FRI",
                "Europe/Berlin",
                "2026-03-06T09:00:00Z",
                "2026-03-09T08:00:00Z",
            ),
            // Summer time has begun meanwhile.
            (
                "0 9 * * *",
                "Europe/Berlin",
                "2026-03-28T12:00:00Z",
                "2026-03-29T07:00:00Z",
            ),
            (
                "*/10 * * * * *",
                "UTC",
                "2026-03-01T00:00:01Z",
                "2026-03-01T00:00:10Z",
            ),
            (
                "@hourly",
                "Asia/Kolkata",
                "2026-03-01T00:00:00Z",
                "2026-03-01T00:30:00Z",
            ),
            (
                "0 0 29 2 *",
                "UTC",
                "2026-03-01T00:00:00Z",
                "2028-02-29T00:00:00Z",
            ),
        ];
        for (cron, zone, after, expected) in cases {
            assert_eq!(next(cron, zone, after), expected, "{cron} of {zone}");
        }
    }

    /// At 2:30 the clocks of Berlin go from 2 to 3 in March, and from 3 back to 2 in October.
    #[test]
    fn a_day_without_or_with_two_of_an_hour_has_one_occurrence() {
        let mut after = at("2026-03-28T12:00:00Z");
        let mut days = Vec::new();
        for _ in 0..3 {
            after = next_time("30 2 * * *", "Europe/Berlin", after).expect("a schedule");
            days.push((after.0 - at("2026-03-28T00:00:00Z").0) / 86_400_000);
        }
        assert_eq!(days, [1, 2, 3]);
        let mut after = at("2026-10-24T12:00:00Z");
        let mut days = Vec::new();
        for _ in 0..3 {
            after = next_time("30 2 * * *", "Europe/Berlin", after).expect("a schedule");
            days.push((after.0 - at("2026-10-24T00:00:00Z").0) / 86_400_000);
        }
        assert_eq!(days, [1, 2, 3]);
    }

    #[test]
    fn what_makes_no_sense_says_why() {
        let now = "2026-03-01T00:00:00Z";
        let wrong = next("61 * * * *", "UTC", now);
        assert!(
            wrong.starts_with("`61 * * * *` is no cron schedule: "),
            "{wrong}"
        );
        assert!(wrong.contains("`0 9 * * MON-FRI`"), "{wrong}");
        assert!(next("", "UTC", now).contains("is no cron schedule"));
        assert!(next("every day", "UTC", now).contains("is no cron schedule"));
        assert_eq!(
            next("0 9 * * *", "Europe/Berlni", now),
            "there is no time zone `Europe/Berlni`; expected a name such as `Europe/Berlin` or `UTC`"
        );
        assert!(next("0 0 30 2 *", "UTC", now).contains("is never due"));
    }
}
