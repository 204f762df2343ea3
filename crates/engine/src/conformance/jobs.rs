//! What is done later.

use super::stage::{Stage, Subject, broadcast, cancel, payloads, schedule, set};
use crate::{Aside, CommitError, Job, JobId, Kind, Millis, Space, Write};

fn webhook(key: Option<&str>, payload: &str, due: u64) -> Write {
    Write::Schedule {
        kind: Kind::Webhook,
        room: "attic".into(),
        key: key.map(Into::into),
        name: "billing".into(),
        payload: payload.into(),
        due: Millis(due),
    }
}

fn aside(stage: &Stage, most: usize) -> Vec<Aside> {
    stage.engine.aside(most).expect("reached")
}

fn fail(stage: &Stage, job: &Job, again: Option<u64>) {
    let failed = stage.engine.fail(job, "it broke", again.map(Millis));
    failed.expect("reached");
}

/// "Claims up to so many jobs that are due, oldest first."
pub fn due_jobs_are_claimed_oldest_first(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let writes = [(30, "c"), (10, "a"), (20, "b"), (10, "a2"), (40, "d")];
    stage.write(
        1,
        writes
            .map(|(due, payload)| schedule(None, payload, due))
            .into(),
    );
    assert_eq!(stage.engine.next_due(), Some(Millis(10)));
    assert!(stage.claim(9).is_empty());
    let some = stage
        .engine
        .claim(Millis(30), Millis(99), 3)
        .expect("reached");
    assert_eq!(payloads(&some), ["a", "a2", "b"]);
    assert_eq!(payloads(&stage.claim(30)), ["c"]);
    assert_eq!(stage.engine.next_due(), Some(Millis(40)));
}

/// A job has all that it was scheduled with, and a name of its own.
pub fn a_job_is_as_it_was_scheduled(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let other = stage.tenant("example.org");
    stage.write(1, vec![schedule(Some("k"), "{\"a\":1}", 5)]);
    other.write(1, vec![webhook(None, "2", 6)]);
    let jobs = stage.claim(10);
    let [event, call] = &jobs[..] else {
        panic!("both are due: {jobs:?}");
    };
    assert_eq!((&event.tenant, event.kind), (&stage.tenant, Kind::Event));
    assert_eq!((&*event.room, event.key.as_deref()), ("lobby", Some("k")));
    assert_eq!((&*event.name, &*event.payload), ("Tidy", "{\"a\":1}"));
    assert_eq!((event.due, event.attempt), (Millis(5), 1));
    assert_eq!((&call.tenant, call.kind), (&other.tenant, Kind::Webhook));
    assert_eq!((&*call.name, call.key.as_deref()), ("billing", None));
    assert_ne!(event.id, call.id);
}

/// "A claim that is neither completed nor failed by then is due again." "A claim that runs out is not counted."
pub fn a_claim_that_ran_out_is_due_again(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![schedule(None, "1", 5)]);
    for round in 1..=3 {
        let now = round * 10;
        let until = Millis(now + 10);
        let claimed = stage.engine.claim(Millis(now), until, 9).expect("reached");
        assert_eq!(claimed.len(), 1);
        assert_eq!((claimed[0].attempt, claimed[0].due), (1, Millis(5)));
        assert!(stage.claim(now + 9).is_empty(), "it is claimed");
        assert_eq!(stage.engine.next_due(), Some(until));
    }
}

/// "Lets a claim last until then at least. False where it is no longer held."
pub fn a_claim_that_is_extended_lasts_longer(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![schedule(None, "1", 5)]);
    let claim = |now: u64, until| stage.engine.claim(Millis(now), Millis(until), 9);
    let extend = |job: &Job, until| stage.engine.extend(job, Millis(until));
    let first = claim(10, 20).expect("reached").remove(0);
    assert_eq!(extend(&first, 50), Ok(true));
    assert_eq!(extend(&first, 30), Ok(true), "it is not made shorter");
    assert!(claim(49, 60).expect("reached").is_empty());
    assert_eq!(stage.engine.next_due(), Some(Millis(50)));
    // One that ran out is held until another claims it.
    assert_eq!(extend(&first, 70), Ok(true));
    assert!(claim(69, 80).expect("reached").is_empty());
    let second = claim(70, 80).expect("reached").remove(0);
    assert_eq!((second.attempt, second.due), (1, Millis(5)));
    assert_eq!(extend(&first, 200), Ok(false), "another has it");
    assert_eq!(stage.engine.next_due(), Some(Millis(80)));
    stage.complete(75, &second, vec![]).expect("it is held");
    assert_eq!(extend(&second, 200), Ok(false), "it has ended");
    assert_eq!(stage.engine.next_due(), None);
}

/// What a job does and its end are one commit.
pub fn a_job_ends_with_the_commit_that_completes_it(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![schedule(None, "1", 5)]);
    let [job] = &stage.claim(5)[..] else {
        panic!("it is due");
    };
    let receipt = stage
        .complete(6, job, vec![set("done", "1")])
        .expect("it is claimed");
    stage.settle(receipt);
    assert_eq!(stage.get(6, "done").as_deref(), Some("1"));
    assert!(stage.claim(100_000).is_empty());
    assert_eq!(stage.engine.next_due(), None);
    let again = stage.complete(7, job, vec![set("done", "2")]);
    assert_eq!(again, Err(CommitError::Conflict), "it takes effect once");
    assert_eq!(stage.get(7, "done").as_deref(), Some("1"));
}

/// "Or the claim that it completes is no longer held: nothing was written."
pub fn a_claim_that_another_has_is_a_conflict(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![schedule(None, "1", 5)]);
    let late = stage.claim(5).remove(0);
    let new = stage.claim(100_000).remove(0);
    assert_eq!(late.id, new.id);
    let writes = || {
        vec![
            set("done", "1"),
            broadcast("lobby", "{}"),
            schedule(None, "2", 6),
        ]
    };
    let refused = stage.complete(100_001, &late, writes());
    assert_eq!(refused, Err(CommitError::Conflict));
    assert_eq!((stage.get(1, "done"), stage.seq("lobby")), (None, 0));
    fail(&stage, &late, None);
    assert!(
        aside(&stage, 9).is_empty(),
        "it is not the late one's to give back"
    );
    stage.complete(100_001, &new, writes()).expect("it is held");
    assert_eq!(payloads(&stage.claim(200_000)), ["2"]);
}

/// A commit that is refused leaves the claim as it is.
pub fn a_refused_commit_leaves_the_claim(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![schedule(None, "1", 5), set("k", "1")]);
    let job = stage.claim(5).remove(0);
    let mut snapshot = stage.snapshot(5);
    snapshot.get(Space::Values, "k").expect("reached");
    let reads = snapshot.into_reads();
    stage.write(5, vec![set("k", "2")]);
    let batch = stage.batch(6, reads, vec![]);
    let refused = stage.engine.commit(crate::Batch {
        completes: Some(job.clone()),
        ..batch
    });
    assert_eq!(refused, Err(CommitError::Conflict));
    assert!(stage.claim(6).is_empty(), "it is still claimed");
    stage.complete(7, &job, vec![]).expect("it is still held");
}

/// "Under a key it replaces what waits under the same key of the same kind."
pub fn a_key_is_replaced(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let other = stage.tenant("example.org");
    let first = vec![
        schedule(Some("k"), "1", 5),
        webhook(Some("k"), "webhook", 6),
    ];
    stage.write(1, first);
    other.write(1, vec![schedule(Some("k"), "other", 7)]);
    let rest = vec![schedule(Some("k"), "2", 9), schedule(Some("l"), "l", 11)];
    stage.write(1, rest);
    stage.write(
        1,
        vec![schedule(Some("k"), "3", 10), schedule(None, "12", 12)],
    );
    stage.write(1, vec![schedule(None, "13", 13)]);
    let jobs = stage.claim(100);
    assert_eq!(payloads(&jobs), ["webhook", "other", "3", "l", "12", "13"]);
}

/// In one batch, too.
pub fn a_key_is_replaced_and_cancelled_within_a_batch(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let writes = vec![
        schedule(Some("k"), "1", 5),
        schedule(Some("k"), "2", 6),
        schedule(Some("l"), "3", 7),
        cancel("l"),
        schedule(Some("m"), "4", 8),
        cancel("m"),
        schedule(Some("m"), "5", 9),
    ];
    stage.write(1, writes);
    assert_eq!(payloads(&stage.claim(100)), ["2", "5"]);
}

/// One that is claimed does not wait: it is done to its end, and the other one after it.
pub fn a_claimed_job_is_not_replaced(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![schedule(Some("k"), "1", 5)]);
    let job = stage.claim(5).remove(0);
    stage.write(6, vec![cancel("k")]);
    stage.write(6, vec![schedule(Some("k"), "2", 7)]);
    stage
        .complete(7, &job, vec![set("done", "1")])
        .expect("it is held");
    assert_eq!(payloads(&stage.claim(8)), ["2"]);
    stage.write(9, vec![schedule(Some("k"), "3", 10)]);
    let jobs = stage.claim(100_000);
    assert_eq!(
        payloads(&jobs),
        ["3"],
        "the claim of 2 ran out, and it was replaced by then"
    );
}

/// It does not come back where another has taken its key.
pub fn a_failed_job_gives_way_to_the_one_that_replaced_it(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![schedule(Some("k"), "1", 5)]);
    let job = stage.claim(5).remove(0);
    stage.write(6, vec![schedule(Some("k"), "2", 9)]);
    fail(&stage, &job, Some(7));
    assert_eq!(payloads(&stage.claim(100)), ["2"]);
}

/// A handler may schedule under its own job's key.
pub fn a_job_may_schedule_itself_anew(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![schedule(Some("k"), "1", 5)]);
    let job = stage.claim(5).remove(0);
    let anew = vec![schedule(Some("k"), "2", 9)];
    stage.complete(6, &job, anew).expect("it is held");
    assert_eq!(stage.engine.next_due(), Some(Millis(9)));
    stage.write(7, vec![schedule(Some("k"), "3", 10)]);
    assert_eq!(payloads(&stage.claim(100)), ["3"]);
}

/// "Forget the event that waits under a key."
pub fn a_cancelled_event_is_forgotten(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let other = stage.tenant("example.org");
    stage.write(
        1,
        vec![
            schedule(Some("k"), "1", 5),
            webhook(Some("k"), "webhook", 6),
        ],
    );
    other.write(1, vec![schedule(Some("k"), "other", 7)]);
    stage.write(2, vec![cancel("k"), cancel("never")]);
    assert_eq!(payloads(&stage.claim(100)), ["webhook", "other"]);
}

/// "To be tried again at a time."
pub fn a_failed_job_is_due_again_when_told(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![schedule(Some("k"), "1", 5)]);
    let job = stage.claim(5).remove(0);
    fail(&stage, &job, Some(50));
    assert_eq!(stage.engine.next_due(), Some(Millis(50)));
    assert!(stage.claim(49).is_empty());
    let again = stage.claim(50).remove(0);
    assert_eq!((again.attempt, &again.id), (2, &job.id));
    let refused = stage.complete(51, &job, vec![]);
    assert_eq!(
        refused,
        Err(CommitError::Conflict),
        "the first claim has ended"
    );
    stage
        .complete(51, &again, vec![])
        .expect("the second is held");
}

/// "How often it was tried is then as its `attempt` says: who has not tried it takes one off."
pub fn a_job_that_is_given_back_untried_counts_no_attempt(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    stage.write(1, vec![schedule(None, "1", 5)]);
    let attempts = |now| stage.claim(now).remove(0);
    let mut job = attempts(10);
    assert_eq!(job.attempt, 1);
    fail(&stage, &job, Some(20));
    job = attempts(20);
    assert_eq!(job.attempt, 2);
    job.attempt -= 1;
    fail(&stage, &job, Some(30));
    job = attempts(30);
    assert_eq!(job.attempt, 2, "it was not tried");
    job.attempt -= 1;
    fail(&stage, &job, None);
    assert_eq!(aside(&stage, 9)[0].job.attempt, 1);
    let again = stage.engine.retry(&job.id, Millis(40));
    assert_eq!(again, Ok(true));
    assert_eq!(attempts(40).attempt, 2);
}

/// "Or never (it is then put aside with the reason)." "The newest first, at most so many."
pub fn a_job_that_is_given_up_is_put_aside(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    for payload in ["1", "2", "3"] {
        stage.write(1, vec![schedule(Some("k"), payload, 5)]);
        let job = stage.claim(5).remove(0);
        fail(&stage, &job, None);
    }
    assert_eq!(stage.engine.next_due(), None);
    assert!(stage.claim(100_000).is_empty());
    let all = aside(&stage, 9);
    let jobs: Vec<Job> = all.iter().map(|aside| aside.job.clone()).collect();
    assert_eq!(payloads(&jobs), ["3", "2", "1"]);
    assert_eq!(
        (all[0].reason.as_str(), all[0].job.attempt),
        ("it broke", 1)
    );
    assert_eq!(aside(&stage, 2), all[..2]);
}

/// "Lets a job that was put aside be due again. False where there is none of this name."
pub fn a_job_put_aside_can_be_tried_again(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let retry = |id: &JobId, now| stage.engine.retry(id, Millis(now)).expect("reached");
    assert!(!retry(&JobId("never".into()), 1));
    stage.write(1, vec![schedule(None, "1", 5)]);
    let job = stage.claim(5).remove(0);
    assert!(!retry(&job.id, 6), "it is claimed, not put aside");
    fail(&stage, &job, None);
    assert!(retry(&job.id, 7));
    assert!(!retry(&job.id, 7), "it waits already");
    assert!(aside(&stage, 9).is_empty());
    let again = stage.claim(7).remove(0);
    assert_eq!((again.attempt, &again.id), (2, &job.id));
    stage.complete(8, &again, vec![]).expect("it is held");
}

/// "The jobs that wait, the soonest due first, at most so many. Those that are claimed don't wait."
pub fn jobs_that_wait_come_soonest_first(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let waiting = |most| stage.engine.waiting(most).expect("reached");
    assert_eq!(waiting(9), []);
    let writes = [(30, "c"), (10, "a"), (20, "b")];
    stage.write(
        1,
        writes
            .map(|(due, payload)| schedule(None, payload, due))
            .into(),
    );
    assert_eq!(payloads(&waiting(2)), ["a", "b"]);
    let all = waiting(9);
    assert_eq!(payloads(&all), ["a", "b", "c"]);
    assert_eq!((all[0].due, all[0].attempt), (Millis(10), 0));
    let [first] = &stage.claim(10)[..] else {
        panic!("one is due");
    };
    assert_eq!(payloads(&waiting(9)), ["b", "c"]);
    fail(&stage, first, Some(40));
    assert_eq!(payloads(&waiting(9)), ["b", "c", "a"]);
}
