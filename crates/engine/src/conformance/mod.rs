//! The suite that every engine passes: a test for each sentence of the contract, and one for its law.
//!
//! An engine enrols with one line and gets a test for each; it implements [`Subject`] and is set up to keep
//! [`OPERATIONS`], [`REMEMBERED`] and [`AGE`]. Each test gets a subject of its own:
//!
//! ```ignore
//! buildamp_engine::conformance!(memory, forgets, || Memory);
//! buildamp_engine::conformance!(interval, keeps, || InAFolder::new(Durability::Interval));
//! ```
//!
//! The middle word says whether the engine keeps what it has when it is closed.

pub mod browsing;
pub mod conflicts;
pub mod deliveries;
pub mod documents;
pub mod endings;
pub mod expiry;
pub mod jobs;
pub mod law;
pub mod presence;
pub mod ranges;
pub mod restarts;
pub mod rooms;
pub mod snapshots;
mod stage;

pub use stage::{AGE, OPERATIONS, REMEMBERED, Subject};

/// Enrols an engine in the whole suite: a module's name, `keeps` or `forgets`, and a function that makes a [`Subject`].
#[macro_export]
macro_rules! conformance {
    ($module:ident, forgets, $subject:expr) => {
        mod $module {
            #[allow(unused_imports)]
            use super::*;
            $crate::conformance_names! { lives conformance_tests $subject }
        }
    };
    ($module:ident, keeps, $subject:expr) => {
        mod $module {
            #[allow(unused_imports)]
            use super::*;
            $crate::conformance!(lives, forgets, $subject);
            mod restarts_too {
                #[allow(unused_imports)]
                use super::*;
                $crate::conformance_names! { keeps conformance_tests $subject }
            }
        }
    };
}

/// The whole suite as a list of names and functions that take a [`Subject`], for an engine that keeps what it has and is dear to set up.
#[macro_export]
macro_rules! conformance_suite {
    () => {{
        let mut suite: Vec<(&str, fn(&dyn $crate::conformance::Subject))> = Vec::new();
        suite.extend($crate::conformance_names! { lives conformance_list () });
        suite.extend($crate::conformance_names! { keeps conformance_list () });
        suite
    }};
}

/// Gives the names of the suite to another macro. Only for those of this file.
#[macro_export]
macro_rules! conformance_names {
    (lives $then:ident $subject:expr) => {
        $crate::$then! { $subject;
            snapshots: a_snapshot_shows_what_was_committed_before
                a_snapshot_stays_the_same_while_it_is_held
                a_list_has_the_keys_with_the_prefix_in_the_order_of_their_bytes
                a_removed_key_is_not_there spaces_are_apart tenants_are_apart
                names_that_resemble_each_other_are_apart
                a_later_write_of_a_batch_sees_an_earlier_one every_read_is_recorded_once
                what_is_not_at_hand_is_lacking_and_not_absent,
            browsing: what_is_kept_is_found_stretch_by_stretch
                what_is_long_comes_in_shorter_stretches
                documents_are_found_with_their_versions
                what_is_gone_is_not_found
                browsing_shows_no_other_tenant_and_no_other_space,
            conflicts: a_key_that_has_changed_is_a_conflict
                a_key_that_has_appeared_is_a_conflict what_was_not_read_is_no_conflict
                a_list_that_has_changed_is_a_conflict
                a_list_that_changed_long_ago_is_a_conflict
                a_document_that_has_changed_is_a_conflict
                members_that_have_changed_are_a_conflict
                a_user_who_came_or_went_is_a_conflict after_a_conflict_nothing_has_happened
                of_two_that_read_what_the_other_writes_one_is_a_conflict
                what_is_submitted_is_committed_or_a_conflict
                what_was_there_for_a_while_is_a_conflict_however_often_the_engine_sweeps,
            ranges: a_range_has_the_keys_between_its_bounds_in_the_order_of_their_bytes
                a_limit_gives_the_nearest_of_either_end what_is_gone_does_not_count_in_a_range
                a_range_that_has_changed_is_a_conflict
                what_a_range_has_not_looked_at_is_no_conflict
                a_range_that_changed_long_ago_is_a_conflict
                what_expires_in_a_range_is_a_conflict_and_behind_it_is_none
                a_held_snapshot_has_the_same_ranges a_range_at_hand_is_right_or_lacking,
            expiry: a_key_is_there_until_its_time_and_no_longer
                a_new_value_has_a_time_of_its_own
                what_expires_between_snapshot_and_batch_is_a_conflict
                a_snapshot_keeps_its_time,
            documents: an_operation_raises_the_version_by_one
                an_operation_on_another_version_is_refused
                content_that_is_not_given_stays_what_it_was
                content_is_stored_at_the_version_that_the_document_has
                operations_after_the_content_are_always_kept
                a_deleted_document_is_empty_and_never_at_an_old_version_again
                operations_after_a_version_come_oldest_first
                operations_that_are_no_longer_all_kept_are_none,
            rooms: a_room_that_never_broadcast_has_an_epoch
                each_broadcast_has_its_rooms_next_number
                the_history_has_what_was_delivered
                a_position_of_another_numbering_is_too_old
                more_than_is_remembered_is_too_old older_than_is_remembered_is_too_old,
            deliveries: a_commit_delivers_what_it_holds
                a_rooms_broadcasts_come_one_at_a_time_in_order
                what_is_for_a_user_comes_in_order
                a_listener_may_call_the_engine,
            jobs: due_jobs_are_claimed_oldest_first a_job_is_as_it_was_scheduled
                a_claim_that_ran_out_is_due_again
                a_claim_that_is_extended_lasts_longer
                a_job_ends_with_the_commit_that_completes_it
                a_claim_that_another_has_is_a_conflict a_refused_commit_leaves_the_claim
                a_key_is_replaced a_key_is_replaced_and_cancelled_within_a_batch
                a_claimed_job_is_not_replaced
                a_failed_job_gives_way_to_the_one_that_replaced_it
                a_job_may_schedule_itself_anew a_cancelled_event_is_forgotten
                a_failed_job_is_due_again_when_told
                a_job_that_is_given_back_untried_counts_no_attempt
                a_job_that_is_given_up_is_put_aside
                a_job_put_aside_can_be_tried_again
                jobs_that_wait_come_soonest_first,
            presence: members_come_once_each_in_the_order_of_their_names
                a_user_is_in_a_room_until_the_last_connection_leaves
                a_user_is_online_while_in_any_room,
            endings: receipts_grow_and_settle a_working_engine_is_healthy
                a_closed_engine_is_unavailable,
            law: commits_are_serializable invariants_hold_under_load,
        }
    };
    (keeps $then:ident $subject:expr) => {
        $crate::$then! { $subject;
            restarts: values_are_kept what_was_kept_is_found_among_what_is_new
                ranges_are_of_what_was_kept_and_what_is_new conflicts_are_found_after_a_restart
                documents_are_kept rooms_go_on_where_they_were
                volatile_messages_are_forgotten_and_their_numbers_are_not
                the_history_stays_bounded jobs_are_kept names_are_not_given_again
                presence_is_not_kept,
            law: commits_are_serializable_over_restarts,
        }
    };
}

/// A test for each name. Only for [`conformance!`].
#[doc(hidden)]
#[macro_export]
macro_rules! conformance_tests {
    ($subject:expr; $($topic:ident: $($name:ident)+,)+) => {
        $crate::conformance_tests! { @each $subject; $($([$topic $name])+)+ }
    };
    (@each $subject:expr; $([$topic:ident $name:ident])+) => {
        $(
            #[test]
            fn $name() {
                let subject = ($subject)();
                $crate::conformance::$topic::$name(&subject);
            }
        )+
    };
}

/// A list of all names. Only for [`conformance_suite!`].
#[doc(hidden)]
#[macro_export]
macro_rules! conformance_list {
    ($subject:expr; $($topic:ident: $($name:ident)+,)+) => {
        [$($((stringify!($name), $crate::conformance::$topic::$name as fn(&dyn $crate::conformance::Subject)),)+)+]
    };
}

#[cfg(test)]
mod tests {
    /// A test that is in no list would never run.
    #[test]
    fn every_test_of_the_suite_is_enrolled() {
        let files = [
            include_str!("browsing.rs"),
            include_str!("conflicts.rs"),
            include_str!("deliveries.rs"),
            include_str!("documents.rs"),
            include_str!("endings.rs"),
            include_str!("expiry.rs"),
            include_str!("jobs.rs"),
            include_str!("law.rs"),
            include_str!("presence.rs"),
            include_str!("ranges.rs"),
            include_str!("restarts.rs"),
            include_str!("rooms.rs"),
            include_str!("snapshots.rs"),
        ];
        let (lists, _) = include_str!("mod.rs").split_once("#[doc(hidden)]").unwrap();
        for line in files.iter().flat_map(|file| file.lines()) {
            let name = line
                .strip_prefix("pub fn ")
                .and_then(|rest| rest.split('(').next());
            if let Some(name) = name {
                let listed = lists.split(|c: char| c != '_' && !c.is_alphanumeric());
                assert_eq!(listed.filter(|word| *word == name).count(), 1, "{name}");
            }
        }
    }
}
