//! What is stored under one name, and how a commit changes it, forwards and backwards.
//!
//! Backwards, for a snapshot shows what was so before commits that came after it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use buildamp_engine::{ConnectionId, Json, Millis};

/// The time that never comes.
pub(crate) const NEVER: Millis = Millis(u64::MAX);

/// What is stored under a name. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum State {
    Value(Option<Stored>),
    Document(Option<Text>),
    Members(Arc<Members>),
    Online(bool),
    Room(u64),
}

/// The users in a room and the connections with which they are.
pub(crate) type Members = BTreeMap<Arc<str>, Vec<ConnectionId>>;

/// A value and until when it is kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    pub(crate) until: Millis,
    pub(crate) value: Json,
}

impl Stored {
    /// As Redis has it: the time, a bar, the value.
    pub(crate) fn read(text: &str) -> Option<Stored> {
        let (until, value) = text.split_once('|')?;
        Some(Stored {
            until: match until {
                "" => NEVER,
                until => Millis(until.parse().ok()?),
            },
            value: value.into(),
        })
    }
}

/// A document, with as many of its newest operations as are at hand.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Text {
    pub(crate) version: u64,
    /// As it was at this version; version 0 where there never was one.
    pub(crate) content: (u64, Json),
    pub(crate) operations: Arc<VecDeque<Json>>,
}

impl Text {
    /// The version before the first operation at hand.
    pub(crate) fn known_after(&self) -> u64 {
        self.version - self.operations.len() as u64
    }
}

/// Nothing yet.
pub(crate) fn no_content() -> (u64, Json) {
    (0, Json::from("null"))
}

/// Content as Redis has it: the version, a bar, the content.
pub(crate) fn content(text: &str) -> Option<(u64, Json)> {
    let (version, content) = text.split_once('|')?;
    Some((version.parse().ok()?, content.into()))
}

/// One thing that a commit has changed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    pub(crate) name: Arc<str>,
    pub(crate) what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum What {
    Value {
        new: Option<Stored>,
        old: Option<Stored>,
    },
    Operation {
        version: u64,
        operation: Json,
        content: Option<Json>,
        /// The content before, where it is another now.
        old: (u64, Json),
        /// How many operations are kept now.
        kept: u64,
        /// Those that are no longer kept, oldest first.
        gone: Vec<Json>,
    },
    /// The content of a document was stored, at the version that it has.
    Content {
        content: (u64, Json),
        /// The content before.
        old: (u64, Json),
        /// How many operations are kept now.
        kept: u64,
        /// Those that are no longer kept, oldest first.
        gone: Vec<Json>,
    },
    /// A document was emptied.
    Deleted {
        /// Its version since.
        version: u64,
        /// The content before.
        old: (u64, Json),
        /// The operations that were kept, oldest first.
        gone: Vec<Json>,
    },
    /// A document was put whole. Nobody reads it meanwhile: what it was before is not told.
    Adopted(Text),
    Enter(Arc<str>, ConnectionId),
    Leave(Arc<str>, ConnectionId),
    Online(bool),
    Numbered,
}

impl State {
    /// What it is after a change.
    pub(crate) fn redo(&mut self, what: &What) {
        match (self, what) {
            (State::Value(value), What::Value { new, .. }) => value.clone_from(new),
            (
                State::Document(text),
                What::Operation {
                    version,
                    operation,
                    content,
                    kept,
                    ..
                },
            ) => {
                let text = text.get_or_insert_with(|| Text {
                    version: 0,
                    content: no_content(),
                    operations: Arc::default(),
                });
                let operations = Arc::make_mut(&mut text.operations);
                operations.push_back(operation.clone());
                text.version = *version;
                while operations.len() as u64 > *kept {
                    operations.pop_front();
                }
                if let Some(content) = content {
                    text.content = (*version, content.clone());
                }
            }
            (State::Document(Some(text)), What::Content { content, kept, .. }) => {
                let operations = Arc::make_mut(&mut text.operations);
                while operations.len() as u64 > *kept {
                    operations.pop_front();
                }
                text.content = content.clone();
            }
            (State::Document(text), What::Deleted { version, .. }) => {
                *text = Some(Text {
                    version: *version,
                    content: (*version, Json::from("null")),
                    operations: Arc::default(),
                });
            }
            (State::Document(text), What::Adopted(new)) => *text = Some(new.clone()),
            (State::Members(members), What::Enter(user, connection)) => {
                let here = Arc::make_mut(members).entry(user.clone()).or_default();
                if !here.contains(connection) {
                    here.push(connection.clone());
                }
            }
            (State::Members(members), What::Leave(user, connection)) => {
                let members = Arc::make_mut(members);
                if let Some(here) = members.get_mut(user) {
                    here.retain(|other| other != connection);
                    if here.is_empty() {
                        members.remove(user);
                    }
                }
            }
            (State::Online(online), What::Online(now)) => *online = *now,
            (State::Room(seq), What::Numbered) => *seq += 1,
            // A name says what kind of thing it is: no other pair meets.
            _ => {}
        }
    }

    /// What it was before a change.
    pub(crate) fn undo(&mut self, what: &What) {
        match (self, what) {
            (State::Value(value), What::Value { old, .. }) => value.clone_from(old),
            (State::Document(text), What::Operation { version, .. }) if *version == 1 => {
                *text = None
            }
            (
                State::Document(Some(text)),
                What::Operation {
                    version,
                    content,
                    old,
                    kept,
                    gone,
                    ..
                },
            ) => {
                let first = text.known_after() + 1;
                let operations = Arc::make_mut(&mut text.operations);
                operations.pop_back();
                if first == version - kept + 1 {
                    gone.iter()
                        .rev()
                        .for_each(|gone| operations.push_front(gone.clone()));
                }
                text.version = version - 1;
                if content.is_some() {
                    text.content = old.clone();
                }
            }
            (
                State::Document(Some(text)),
                What::Content {
                    old, kept, gone, ..
                },
            ) => {
                let operations = Arc::make_mut(&mut text.operations);
                if operations.len() as u64 == *kept {
                    gone.iter()
                        .rev()
                        .for_each(|gone| operations.push_front(gone.clone()));
                }
                text.content = old.clone();
            }
            (State::Document(text), What::Deleted { version, old, gone }) => {
                *text = Some(Text {
                    version: version - 1,
                    content: old.clone(),
                    operations: Arc::new(gone.iter().cloned().collect()),
                });
            }
            (members @ State::Members(_), What::Enter(user, connection)) => {
                members.redo(&What::Leave(user.clone(), connection.clone()));
            }
            (members @ State::Members(_), What::Leave(user, connection)) => {
                members.redo(&What::Enter(user.clone(), connection.clone()));
            }
            (State::Online(online), What::Online(now)) => *online = !now,
            (State::Room(seq), What::Numbered) => *seq -= 1,
            _ => {}
        }
    }

    /// About what it takes in memory, in bytes.
    pub(crate) fn weight(&self) -> usize {
        let operations = |text: &Text| text.operations.iter().map(|o| o.len() + 32).sum::<usize>();
        match self {
            State::Value(Some(stored)) => stored.value.len(),
            State::Document(Some(text)) => text.content.1.len() + operations(text),
            State::Members(members) => members.len() * 200,
            State::Value(None) | State::Document(None) | State::Online(_) | State::Room(_) => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(version: u64, kept: u64, gone: &[&str], content: Option<&str>) -> What {
        What::Operation {
            version,
            operation: format!("{version}").into(),
            content: content.map(Json::from),
            old: (1, "\"one\"".into()),
            kept,
            gone: gone.iter().map(|gone| Json::from(*gone)).collect(),
        }
    }

    #[test]
    fn what_is_undone_is_as_it_was() {
        let stored = |value: &str| {
            Some(Stored {
                until: NEVER,
                value: value.into(),
            })
        };
        let mut state = State::Value(stored("1"));
        let what = What::Value {
            new: None,
            old: stored("1"),
        };
        state.redo(&what);
        assert_eq!(state, State::Value(None));
        state.undo(&what);
        assert_eq!(state, State::Value(stored("1")));

        let mut state = State::Document(None);
        let changes = [
            operation(1, 1, &[], Some("\"one\"")),
            operation(2, 2, &[], None),
            operation(3, 2, &["1"], Some("\"three\"")),
            operation(4, 2, &["2"], None),
            What::Content {
                content: (4, "\"four\"".into()),
                old: (3, "\"three\"".into()),
                kept: 1,
                gone: vec!["3".into()],
            },
            What::Deleted {
                version: 5,
                old: (4, "\"four\"".into()),
                gone: vec!["4".into()],
            },
        ];
        let mut past = Vec::new();
        for change in &changes {
            past.push(state.clone());
            state.redo(change);
        }
        for (change, before) in changes.iter().zip(past).rev() {
            state.undo(change);
            assert_eq!(state, before);
        }

        let mut state = State::Members(Arc::default());
        let empty = state.clone();
        let changes = [
            What::Enter("a".into(), "1".into()),
            What::Enter("a".into(), "2".into()),
            What::Leave("a".into(), "1".into()),
        ];
        changes.iter().for_each(|change| state.redo(change));
        let State::Members(members) = &state else {
            panic!("they are members")
        };
        assert_eq!(members["a"], [ConnectionId::from("2")]);
        changes.iter().rev().for_each(|change| state.undo(change));
        assert_eq!(state, empty);
    }
}
