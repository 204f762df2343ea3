//! An engine's snapshot as the rules read it.

use std::sync::Arc;

use buildamp_engine::{Interval, Snapshot, Space, Unavailable};
use buildamp_rules::{Changes, Json, Order, Range, Reads, Unreadable};

/// Reads of the rules, from a snapshot that records them.
pub(crate) struct Recorded<'s>(pub(crate) &'s mut dyn Snapshot);

fn unreadable(error: Unavailable) -> Unreadable {
    Unreadable(error.0)
}

impl Reads for Recorded<'_> {
    fn game_state(&mut self, game: &str) -> Result<Option<Json>, Unreadable> {
        self.0.get(Space::Games, game).map_err(unreadable)
    }

    fn document(&mut self, document: &str) -> Result<Option<(u64, Json)>, Unreadable> {
        let found = self.0.document(document).map_err(unreadable)?;
        Ok(found.map(|document| (document.version, document.content)))
    }

    fn operations_since(&mut self, document: &str, version: u64) -> Result<Vec<Json>, Unreadable> {
        let found = self.0.operations(document, version).map_err(unreadable)?;
        let Some(operations) = found else {
            let text = format!(
                "the operations of document `{document}` since version {version} are no longer kept"
            );
            return Err(Unreadable(text));
        };
        Ok(operations
            .into_iter()
            .map(|operation| operation.operation)
            .collect())
    }

    fn changes_since(&mut self, document: &str, version: u64) -> Result<Changes, Unreadable> {
        let current = self.0.version(document).map_err(unreadable)?;
        let found = self.0.operations(document, version).map_err(unreadable)?;
        let operations = found.map(|found| {
            let operations = found.into_iter();
            operations.map(|operation| operation.operation).collect()
        });
        Ok((current, operations))
    }

    fn value(&mut self, key: &str) -> Result<Option<Json>, Unreadable> {
        self.0.get(Space::Values, key).map_err(unreadable)
    }

    fn list(&mut self, prefix: &str) -> Result<Vec<(Arc<str>, Json)>, Unreadable> {
        self.0.list(Space::Values, prefix).map_err(unreadable)
    }

    fn list_in(
        &mut self,
        range: &Range,
        prefix: &str,
    ) -> Result<Vec<(Arc<str>, Json)>, Unreadable> {
        let bounds = [&range.lower, &range.upper].map(|bound| bound.as_ref().map(String::as_str));
        let range = buildamp_engine::Range {
            keys: Interval::of_prefix(prefix).and(Interval::between(bounds[0], bounds[1])),
            limit: range.limit,
            order: match range.order {
                Order::Ascending => buildamp_engine::Order::Ascending,
                Order::Descending => buildamp_engine::Order::Descending,
            },
        };
        (self.0.list_range(Space::Values, &range)).map_err(unreadable)
    }

    fn members(&mut self, room: &str) -> Result<Vec<Arc<str>>, Unreadable> {
        self.0.members(room).map_err(unreadable)
    }

    fn is_online(&mut self, user: &str) -> Result<bool, Unreadable> {
        self.0.is_online(user).map_err(unreadable)
    }
}
