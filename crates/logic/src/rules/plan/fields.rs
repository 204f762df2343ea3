//! Records: their fields for building, their entries for writing.

use buildamp_elm::core::tree::{self, ShapeId};
use buildamp_schema::{Absent, Emptiness, Placement, Struct, Write};
use serde_json::Value as Json;

use super::{Node, NodeId, Planned, Planner, alike};
use crate::heap::Value;
use crate::rules::write::{is_index, quoted};

/// A record.
#[derive(Debug)]
pub(in crate::rules) struct Record {
    pub(in crate::rules) shape: u32,
    /// In the order of the memory.
    pub(in crate::rules) fields: Vec<Field>,
    pub(in crate::rules) entries: Entries,
}

/// A field of a record, to be built.
#[derive(Debug)]
pub(in crate::rules) struct Field {
    /// Its place in the model's struct.
    pub(in crate::rules) field: usize,
    pub(in crate::rules) node: NodeId,
    /// Its key, unless it is flattened.
    pub(in crate::rules) key: Option<String>,
    /// What it is where it is absent.
    pub(in crate::rules) default: Json,
}

/// An object's entries, to be written.
#[derive(Debug)]
pub(in crate::rules) struct Entries {
    /// A key and a text before all others.
    pub(in crate::rules) tag: Option<(String, String)>,
    /// In the order of the model.
    pub(in crate::rules) entries: Vec<Entry>,
    /// Whether they are all known: none is flattened, none is twice, and the order of the model is that of JSON.
    pub(in crate::rules) plain: bool,
}

/// An entry of an object.
#[derive(Debug)]
pub(in crate::rules) struct Entry {
    /// The field's place in memory.
    pub(in crate::rules) place: u16,
    pub(in crate::rules) node: NodeId,
    pub(in crate::rules) key: String,
    /// `"key":`
    pub(in crate::rules) prefix: Vec<u8>,
    pub(in crate::rules) unless: Option<Empty>,
    pub(in crate::rules) flattened: bool,
}

/// What a value is that is not written.
#[derive(Debug, Clone, Copy)]
pub(in crate::rules) enum Empty {
    /// This one.
    Is(Value),
    False,
    Text,
    List,
    /// A `Set` of this `Dict`.
    Set(Value),
}

impl<'a> Planner<'a> {
    pub(super) fn record(
        &mut self,
        shape: &'a Struct,
        id: ShapeId,
        found: &'a [tree::Field],
        tag: Option<(&str, &str)>,
    ) -> Planned<Record> {
        if shape.fields.len() != found.len() {
            let count = format!("a record of {} fields", shape.fields.len());
            return self.unfit(&count, &format!("one of {}", found.len()));
        }
        let mut fields = Vec::new();
        let mut entries = Vec::new();
        for (place, (field, found)) in shape.fields.iter().zip(found).enumerate() {
            self.path.push(field.name.clone());
            if !alike(&found.name, &field.name) {
                return self.unfit(
                    &format!("called `{}`", field.name),
                    &format!("`{}`", found.name),
                );
            }
            let node = self.ty(&field.ty, found.ty)?;
            let default = match &field.absent {
                Absent::Default(value) => value.clone(),
                Absent::None | Absent::Refused => Json::Null,
            };
            let flattened = field.placement == Placement::Flattened;
            let built = Field {
                field: place,
                node,
                key: (!flattened).then(|| field.key.clone()),
                default,
            };
            fields.push((found.place, built));
            if field.write != Write::Never {
                entries.push(Entry {
                    place: found.place,
                    node,
                    key: field.key.clone(),
                    prefix: quoted(&field.key),
                    unless: self.empty(field.write, node),
                    flattened,
                });
            }
            self.path.pop();
        }
        fields.sort_by_key(|(place, _)| *place);
        let own = shape.tag.as_ref();
        let own = own.map(|tag| (tag.key.clone(), tag.value.clone()));
        let tag = tag.map(|(key, value)| (key.to_owned(), value.to_owned()));
        Ok(Record {
            shape: id.0,
            fields: fields.into_iter().map(|(_, field)| field).collect(),
            entries: Entries::new(tag.or(own), entries),
        })
    }

    fn empty(&self, write: Write, node: NodeId) -> Option<Empty> {
        let Write::Unless(emptiness) = write else {
            return None;
        };
        match (emptiness, &self.nodes[node.0 as usize]) {
            (Emptiness::None, Node::Maybe { nothing, .. }) => Some(Empty::Is(*nothing)),
            (Emptiness::False, _) => Some(Empty::False),
            (Emptiness::Empty, Node::Text) => Some(Empty::Text),
            (Emptiness::Empty, Node::Dict { dict, .. }) => Some(Empty::Is(dict.leaf)),
            (Emptiness::Empty, Node::Set { dict, .. }) => Some(Empty::Set(dict.leaf)),
            (Emptiness::Empty, Node::List(_)) => Some(Empty::List),
            _ => None,
        }
    }
}

impl Entries {
    fn new(tag: Option<(String, String)>, entries: Vec<Entry>) -> Entries {
        let keys = entries.iter().map(|entry| &entry.key);
        let mut keys: Vec<&String> = keys.chain(tag.iter().map(|(key, _)| key)).collect();
        let ordered = keys.iter().all(|key| is_index(key).is_none());
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        let plain = ordered && keys.len() == count && entries.iter().all(|entry| !entry.flattened);
        Entries {
            tag,
            entries,
            plain,
        }
    }
}
