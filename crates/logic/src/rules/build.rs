//! A checked payload → a value in the arena, with no text in between.

use buildamp_schema::{Kind, Tagging, ValueRef};
use serde_json::Value as Json;

use super::plan::{Carries, Construct, Dict, Enum, Key, Node, NodeId, Plan, Record};
use crate::heap::{Heap, Value, character, number, truth};
use crate::{Fault, clock, equal, json};
use buildamp_elm::wasm::value::{NIL, UNIT};

/// Builds values of one payload.
pub(super) struct Build<'b, 'm> {
    pub(super) plan: &'b Plan,
    pub(super) heap: &'b mut Heap<'m>,
    pub(super) bytes: &'b [u8],
    /// Values that are still to be put into something; reused from call to call.
    pub(super) stack: &'b mut Vec<Value>,
}

type Built = Result<Value, Fault>;

impl Build<'_, '_> {
    /// The value that the tape has here.
    pub(super) fn value(&mut self, id: NodeId, value: ValueRef<'_>) -> Built {
        let plan = self.plan;
        match plan.node(id) {
            Node::Bool => Ok(truth(value.as_bool())),
            #[allow(clippy::cast_precision_loss, reason = "checked to stay within 2^53")]
            Node::Int => Ok(number(value.as_i64() as f64)),
            Node::Float => Ok(number(value.as_f64())),
            Node::Text => self.text(value),
            Node::Char => self.character(value),
            Node::Unit => Ok(UNIT),
            Node::Json => self.json(value),
            Node::Maybe { nothing, .. } if value.kind() == Kind::Null => Ok(*nothing),
            Node::Maybe { just, inner, .. } => {
                let inner = self.value(*inner, value)?;
                self.construct(*just, &[inner])
            }
            Node::List(item) => {
                let first = self.stack.len();
                self.items(*item, value)?;
                self.list_from(first)
            }
            Node::Tuple(nodes) => {
                let first = self.stack.len();
                for (node, item) in nodes.iter().zip(value.items()) {
                    let item = self.value(*node, item)?;
                    self.stack.push(item);
                }
                self.tuple_from(first)
            }
            Node::Set { item, set, dict } => {
                let first = self.stack.len();
                self.items(*item, value)?;
                self.set_from(first, *set, *dict)
            }
            Node::Dict {
                key,
                value: node,
                dict,
            } => {
                let first = self.stack.len();
                let mut items = value.items();
                while let (Some(name), Some(value)) = (items.next(), items.next()) {
                    let name = self.key(*key, name)?;
                    let value = self.value(*node, value)?;
                    self.stack.extend([name, value]);
                }
                self.dict_from(first, *dict)
            }
            Node::Record(record) => self.record(record, value),
            Node::Wrapped { construct, inner } => {
                let inner = self.value(*inner, value)?;
                self.construct(*construct, &[inner])
            }
            Node::Enum(enumeration) => self.enumeration(enumeration, value),
            Node::Open => Err(Fault::Corrupt),
        }
    }

    fn items(&mut self, node: NodeId, value: ValueRef<'_>) -> Result<(), Fault> {
        for item in value.items() {
            let item = self.value(node, item)?;
            self.stack.push(item);
        }
        Ok(())
    }

    fn slice(&self, value: ValueRef<'_>) -> Result<&str, Fault> {
        let bytes = self.bytes.get(value.span()).ok_or(Fault::Corrupt)?;
        std::str::from_utf8(bytes).map_err(|_| Fault::Corrupt)
    }

    /// The text of a string with escapes in it.
    fn unescaped(&self, value: ValueRef<'_>) -> Result<String, Fault> {
        let span = value.span();
        let quoted = span.start.saturating_sub(1)..span.end + 1;
        let bytes = self.bytes.get(quoted).ok_or(Fault::Corrupt)?;
        serde_json::from_slice(bytes).map_err(|_| Fault::Corrupt)
    }

    fn text(&mut self, value: ValueRef<'_>) -> Built {
        if value.kind() == Kind::EscapedString {
            let text = self.unescaped(value)?;
            return self.heap.string(&text);
        }
        let bytes = self.bytes;
        let bytes = bytes.get(value.span()).ok_or(Fault::Corrupt)?;
        if bytes.is_ascii() {
            return self.heap.ascii(bytes);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| Fault::Corrupt)?;
        self.heap.string(text)
    }

    fn character(&mut self, value: ValueRef<'_>) -> Built {
        let first = match value.kind() {
            Kind::EscapedString => self.unescaped(value)?.chars().next(),
            _ => self.slice(value)?.chars().next(),
        };
        Ok(character(u32::from(first.ok_or(Fault::Corrupt)?)))
    }

    fn json(&mut self, value: ValueRef<'_>) -> Built {
        let bytes = self.bytes.get(value.span()).ok_or(Fault::Corrupt)?;
        let text = std::str::from_utf8(bytes).map_err(|_| Fault::Corrupt)?;
        json::read(self.heap, text)
    }

    fn key(&mut self, key: Key, name: ValueRef<'_>) -> Built {
        match key {
            Key::Text => self.text(name),
            #[allow(clippy::cast_precision_loss, reason = "checked to stay within 2^53")]
            Key::Int => Ok(number(name.as_i64() as f64)),
        }
    }

    fn record(&mut self, record: &Record, value: ValueRef<'_>) -> Built {
        let address = self.heap.record(record.shape, record.fields.len())?;
        for (place, field) in (0..).zip(&record.fields) {
            let built = match value.field(field.field) {
                Some(value) => self.value(field.node, value)?,
                None => self.default(field.node, &field.default)?,
            };
            self.heap.set_field(address, place, built)?;
        }
        Ok(Heap::record_value(address))
    }

    fn enumeration(&mut self, shape: &Enum, value: ValueRef<'_>) -> Built {
        let (place, payload) = value.variant();
        let variant = shape.variants.get(place).ok_or(Fault::Corrupt)?;
        let payload = || payload.ok_or(Fault::Corrupt);
        let carried = match &variant.carries {
            Carries::Nothing(value) => return Ok(*value),
            Carries::One(node) => match (&shape.tagging, self.plan.node(*node)) {
                (Tagging::Internal { tag }, Node::Json) => self.json_without(tag, payload()?)?,
                _ => self.value(*node, payload()?)?,
            },
            Carries::Record(record) => self.record(record, payload()?)?,
            Carries::Several(nodes) => {
                let first = self.stack.len();
                for (node, item) in nodes.iter().zip(payload()?.items()) {
                    let item = self.value(*node, item)?;
                    self.stack.push(item);
                }
                return self.construct_from(first, variant.construct);
            }
        };
        self.construct(variant.construct, &[carried])
    }

    /// The object that a tag was in, without it.
    fn json_without(&mut self, tag: &str, value: ValueRef<'_>) -> Built {
        let bytes = self.bytes.get(value.span()).ok_or(Fault::Corrupt)?;
        let mut object: Json = serde_json::from_slice(bytes).map_err(|_| Fault::Corrupt)?;
        if let Json::Object(entries) = &mut object {
            entries.shift_remove(tag);
        }
        json::read(self.heap, &object.to_string())
    }

    fn construct(&mut self, construct: Construct, arguments: &[Value]) -> Built {
        self.heap.construct(construct.id, construct.tag, arguments)
    }

    fn construct_from(&mut self, first: usize, construct: Construct) -> Built {
        let arguments = &self.stack[first..];
        let built = self.heap.construct(construct.id, construct.tag, arguments);
        self.stack.truncate(first);
        built
    }

    fn list_from(&mut self, first: usize) -> Built {
        let mut list = NIL;
        while self.stack.len() > first {
            let item = self.stack.pop().ok_or(Fault::Corrupt)?;
            list = self.heap.cons(item, list)?;
        }
        Ok(list)
    }

    fn tuple_from(&mut self, first: usize) -> Built {
        let built = match self.stack[first..] {
            [a, b] => self.heap.pair(a, b),
            [a, b, c] => self.heap.triple([a, b, c]),
            _ => Err(Fault::Corrupt),
        };
        self.stack.truncate(first);
        built
    }

    fn set_from(&mut self, first: usize, set: Construct, dict: Dict) -> Built {
        let items = self.stack.split_off(first);
        let pairs: Vec<(Value, Value)> = items.into_iter().map(|item| (item, UNIT)).collect();
        let dict = self.tree(pairs, dict)?;
        self.construct(set, &[dict])
    }

    fn dict_from(&mut self, first: usize, dict: Dict) -> Built {
        let pairs = self.stack[first..].as_chunks::<2>().0.iter();
        let pairs: Vec<(Value, Value)> = pairs.map(|[key, value]| (*key, *value)).collect();
        self.stack.truncate(first);
        self.tree(pairs, dict)
    }

    /// A `Dict` of these; of a key that is there twice the last value counts.
    pub(super) fn tree(&mut self, mut pairs: Vec<(Value, Value)>, dict: Dict) -> Built {
        let mut fault = None;
        let heap = &mut *self.heap;
        pairs.sort_by(|(a, _), (b, _)| {
            let compared = equal::compare(heap, &clock::Deadline::never(), (*a, *b));
            compared.unwrap_or_else(|found| {
                fault = Some(found);
                std::cmp::Ordering::Equal
            })
        });
        if let Some(fault) = fault {
            return Err(fault);
        }
        let mut kept: Vec<(Value, Value)> = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            match kept.last_mut() {
                Some(last)
                    if equal::compare(self.heap, &clock::Deadline::never(), (last.0, key))?
                        .is_eq() =>
                {
                    last.1 = value
                }
                _ => kept.push((key, value)),
            }
        }
        self.balanced(&kept, dict)
    }

    /// A tree both sides of which have as many keys, or one more: any balance that `Dict` asks for holds.
    fn balanced(&mut self, pairs: &[(Value, Value)], dict: Dict) -> Built {
        let (left, rest) = pairs.split_at(pairs.len() / 2);
        let Some(((key, value), right)) = rest.split_first() else {
            return Ok(dict.leaf);
        };
        let left = self.balanced(left, dict)?;
        let right = self.balanced(right, dict)?;
        #[allow(clippy::cast_precision_loss)]
        let count = number(pairs.len() as f64);
        self.construct(dict.node, &[count, *key, *value, left, right])
    }

    /// The value of a default, which is JSON as serde would write it.
    pub(super) fn default(&mut self, id: NodeId, json: &Json) -> Built {
        let plan = self.plan;
        match (plan.node(id), json) {
            (Node::Bool, json) => Ok(truth(json.as_bool() == Some(true))),
            (Node::Int | Node::Float, json) => Ok(number(json.as_f64().unwrap_or_default())),
            (Node::Text, json) => self.heap.string(json.as_str().unwrap_or_default()),
            (Node::Char, json) => {
                let text = json.as_str().unwrap_or_default();
                let first = text.chars().next().ok_or(Fault::Corrupt)?;
                Ok(character(u32::from(first)))
            }
            (Node::Unit, _) => Ok(UNIT),
            (Node::Json, _) => json::read(self.heap, "null"),
            (Node::Maybe { nothing, .. }, Json::Null) => Ok(*nothing),
            (Node::Maybe { just, inner, .. }, json) => {
                let inner = self.default(*inner, json)?;
                self.construct(*just, &[inner])
            }
            (Node::List(item), json) => {
                let first = self.default_items(*item, json)?;
                self.list_from(first)
            }
            (Node::Set { item, set, dict }, json) => {
                let first = self.default_items(*item, json)?;
                self.set_from(first, *set, *dict)
            }
            (Node::Dict { key, value, dict }, json) => {
                self.default_dict((*key, *value), *dict, json)
            }
            (Node::Tuple(nodes), Json::Array(items)) => {
                let first = self.stack.len();
                for (node, item) in nodes.iter().zip(items) {
                    let item = self.default(*node, item)?;
                    self.stack.push(item);
                }
                self.tuple_from(first)
            }
            (Node::Record(record), json) => self.default_record(record, json),
            (Node::Wrapped { construct, inner }, json) => {
                let inner = self.default(*inner, json)?;
                self.construct(*construct, &[inner])
            }
            (Node::Enum(shape), json) => default_variant(shape, json),
            (Node::Tuple(_) | Node::Open, _) => Err(Fault::Corrupt),
        }
    }

    fn default_items(&mut self, node: NodeId, json: &Json) -> Result<usize, Fault> {
        let first = self.stack.len();
        for item in json.as_array().into_iter().flatten() {
            let item = self.default(node, item)?;
            self.stack.push(item);
        }
        Ok(first)
    }

    fn default_dict(&mut self, (key, node): (Key, NodeId), dict: Dict, json: &Json) -> Built {
        let first = self.stack.len();
        for (name, value) in json.as_object().into_iter().flatten() {
            let name = match key {
                Key::Text => self.heap.string(name)?,
                Key::Int => number(name.parse().map_err(|_| Fault::Corrupt)?),
            };
            let value = self.default(node, value)?;
            self.stack.extend([name, value]);
        }
        self.dict_from(first, dict)
    }

    fn default_record(&mut self, record: &Record, json: &Json) -> Built {
        let address = self.heap.record(record.shape, record.fields.len())?;
        for (place, field) in (0..).zip(&record.fields) {
            let given = match &field.key {
                Some(key) => json.get(key),
                None => Some(json),
            };
            let built = self.default(field.node, given.unwrap_or(&field.default))?;
            self.heap.set_field(address, place, built)?;
        }
        Ok(Heap::record_value(address))
    }
}

/// Of an enum only a variant that carries nothing can be a default.
fn default_variant(shape: &Enum, json: &Json) -> Built {
    let key = match &shape.tagging {
        Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => &json[tag],
        Tagging::External | Tagging::Untagged => json,
    };
    let variants = &shape.variants;
    let named = variants
        .iter()
        .find(|variant| key.as_str() == Some(&variant.key));
    match named.or(variants.first()).map(|variant| &variant.carries) {
        Some(Carries::Nothing(value)) => Ok(*value),
        _ => Err(Fault::Corrupt),
    }
}
