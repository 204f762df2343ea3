//! One check of one payload: objects that are looked through before they are checked.
//!
//! serde has to know an object's keys before it can tell what they mean where a tag doesn't
//! come first, and where fields are flattened. Such an object is stepped over once, its entries
//! are listed, and it is checked from the list.

use std::ops::Range;

use super::cursor::{FaultKind, Stop, Str};
use super::problem;
use super::program::{Check, ContentAbsent, EnumCheck, NodeId, StructCheck};
use super::run::{Noted, Run};
use super::tape::Kind;
use super::{MESSAGE_TYPE, VALUE};
use crate::{Tagging, UnknownFields};

/// A key and where its value starts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    key: Str,
    value: usize,
    taken: bool,
}

/// Entries that are checked as one object.
#[derive(Debug, Clone)]
pub(super) struct Object {
    /// In `Run::entries`.
    entries: Range<usize>,
    /// The object's bytes.
    span: Range<usize>,
    source: Source,
}

/// Whose the entries are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// All of them belong to the value.
    Whole,
    /// They are what a struct with flattened fields has no field for.
    Leftover,
}

impl<'a> Run<'a> {
    /// Lists the entries of the object here, steps behind it and checks it from the list.
    pub(super) fn listed(
        &mut self,
        check: impl FnOnce(&mut Self, Object) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let start = self.cursor.pos;
        let first = self.entries.len();
        self.cursor.open()?;
        let mut seen = 0;
        while self.cursor.next(b'}', seen)? {
            let key = self.cursor.key()?;
            let value = self.cursor.pos;
            self.cursor.skip()?;
            self.entries.push(Entry {
                key,
                value,
                taken: false,
            });
            seen += 1;
        }
        let end = self.cursor.pos;
        let object = Object {
            entries: first..self.entries.len(),
            span: start..end,
            source: Source::Whole,
        };
        self.deeper(|run| check(run, object))?;
        self.cursor.pos = end;
        self.entries.truncate(first);
        Ok(())
    }

    /// One level down. Flattened types may hold themselves without a bracket between.
    fn deeper(&mut self, check: impl FnOnce(&mut Self) -> Result<(), Stop>) -> Result<(), Stop> {
        let depth = self.cursor.depth;
        self.cursor.depth += 1;
        if self.cursor.depth > self.cursor.limits.depth {
            let at = self.cursor.pos;
            return Err(self.cursor.fail(at, FaultKind::TooDeep));
        }
        check(self)?;
        self.cursor.depth = depth;
        Ok(())
    }

    /// Checks an object that was listed.
    pub(super) fn check_listed(&mut self, id: NodeId, object: &Object) -> Result<(), Stop> {
        match self.program.get(id) {
            Check::Struct(check) => self.structure_from(check, object),
            Check::Enum(check) => self.deeper(|run| run.enum_from(id, check, object)),
            Check::Option(inner) if object.source == Source::Leftover => {
                self.optional_from(*inner, object)
            }
            Check::Option(inner) | Check::Same(inner) => self.check_listed(*inner, object),
            Check::Map(key, value, length) => {
                let count = self.map_from((*key, *value), object)?;
                self.check_length(object.span.start, id, *length, count)
            }
            Check::Json => {
                self.tape.push(Kind::Json, object.span.clone(), 0);
                Ok(())
            }
            Check::Unit if object.source == Source::Leftover || self.untaken(object).is_empty() => {
                self.tape.push(Kind::Null, object.span.clone(), 0);
                Ok(())
            }
            _ => self.refuse_value(object.span.start, id),
        }
    }

    fn untaken(&self, object: &Object) -> Vec<usize> {
        let untaken = |place: &usize| !self.entries[*place].taken;
        object.entries.clone().filter(untaken).collect()
    }

    /// Checks the value of a listed entry.
    fn entry(&mut self, place: usize, id: NodeId) -> Result<(), Stop> {
        self.cursor.pos = self.entries[place].value;
        self.value(id)
    }

    pub(super) fn structure_from(
        &mut self,
        check: &'a StructCheck,
        object: &Object,
    ) -> Result<(), Stop> {
        let (node, slots) = self.open_struct(check, object.span.start);
        let mut rest = Vec::new();
        for place in self.untaken(object) {
            let entry = self.entries[place];
            match self.find(&check.keys, entry.key) {
                Some(field) => {
                    self.cursor.pos = entry.value;
                    self.field(&check.fields[field], slots, entry.key.start - 1)?;
                    // A struct with flattened fields sees its own struct's leftovers through
                    // a map, which takes nothing.
                    self.entries[place].taken = check.flattened.is_empty();
                }
                None if !check.flattened.is_empty() => rest.push(entry),
                None if object.source == Source::Leftover => {}
                None if check.unknown == UnknownFields::Refused => {
                    self.refuse_unknown(check, entry.key)?;
                }
                None => {}
            }
        }
        self.flattened(check, slots, rest, object)?;
        self.tape.close(node, object.span.end);
        self.missing(check, slots, object.span.start)
    }

    fn flattened(
        &mut self,
        check: &'a StructCheck,
        slots: usize,
        rest: Vec<Entry>,
        object: &Object,
    ) -> Result<(), Stop> {
        if check.flattened.is_empty() {
            return Ok(());
        }
        let leftover = self.sub_object(rest, object, Source::Leftover);
        for field in &check.flattened {
            self.tape.slots[slots + field.slot] = self.tape.next();
            self.deeper(|run| run.check_listed(field.node, &leftover))?;
        }
        self.entries.truncate(leftover.entries.start);
        Ok(())
    }

    fn sub_object(&mut self, entries: Vec<Entry>, object: &Object, source: Source) -> Object {
        let first = self.entries.len();
        self.entries.extend(entries);
        Object {
            entries: first..self.entries.len(),
            span: object.span.clone(),
            source,
        }
    }

    /// A flattened `Option` is `None` where its inside doesn't fit.
    fn optional_from(&mut self, inner: NodeId, object: &Object) -> Result<(), Stop> {
        if !self.attempt(|run| run.check_listed(inner, object))? {
            self.tape.push(Kind::Null, object.span.clone(), 0);
        }
        Ok(())
    }

    fn map_from(
        &mut self,
        (key, value): (crate::MapKey, NodeId),
        object: &Object,
    ) -> Result<usize, Stop> {
        let places = self.untaken(object);
        let count = places.len();
        let node = self.tape.push(Kind::Map, object.span.clone(), count as u64);
        for place in places {
            self.map_key(key, self.entries[place].key)?;
            self.entry(place, value)?;
        }
        self.tape.close(node, object.span.end);
        Ok(count)
    }

    pub(super) fn enum_from(
        &mut self,
        id: NodeId,
        check: &'a EnumCheck,
        object: &Object,
    ) -> Result<(), Stop> {
        match &check.tagging {
            Tagging::External => self.external_from(id, check, object),
            Tagging::Internal { tag } => self.internal_from(check, tag, object),
            Tagging::Adjacent { tag, content } => self.adjacent_from(check, (tag, content), object),
            Tagging::Untagged => self.untagged_from(id, check, object),
        }
    }

    fn external_from(
        &mut self,
        id: NodeId,
        check: &'a EnumCheck,
        object: &Object,
    ) -> Result<(), Stop> {
        let mut places = self.untaken(object);
        if object.source == Source::Leftover {
            places.retain(|place| self.find(&check.keys, self.entries[*place].key).is_some());
            places.truncate(1);
        }
        let [place] = places[..] else {
            return self.refuse_value(object.span.start, id);
        };
        let key = self.entries[place].key;
        let Some(variant) = self.find(&check.keys, key) else {
            return self.refuse_variant(key.start - 1, check);
        };
        self.entries[place].taken = true;
        let node = self
            .tape
            .push(Kind::Enum, object.span.clone(), variant as u64);
        self.cursor.pos = self.entries[place].value;
        self.payload(&check.variants[variant])?;
        self.tape.close(node, object.span.end);
        Ok(())
    }

    /// The only entry with this key; a second one is a problem.
    fn only(&mut self, places: &[usize], key: &str) -> Result<Option<usize>, Stop> {
        let mut found = None;
        for place in places {
            let entry = self.entries[*place];
            if !self.cursor.is(entry.key, key) {
                continue;
            }
            if found.is_some() {
                self.refuse_twice(entry.key.start - 1, key)?;
            }
            found = found.or(Some(*place));
        }
        Ok(found)
    }

    /// The variant that the tag names.
    fn tagged(
        &mut self,
        check: &'a EnumCheck,
        tag: &str,
        place: Option<usize>,
        object: &Object,
    ) -> Result<Option<usize>, Stop> {
        let expected = || problem::one_of(check.variants.iter().map(|v| v.key.as_str()));
        let Some(place) = place else {
            self.refuse_missing(object.span.start, tag, |_| expected())?;
            return Ok(None);
        };
        self.cursor.pos = self.entries[place].value;
        let at = self.cursor.pos;
        let mut variant = None;
        if self.cursor.byte() == b'"' {
            let name = self.cursor.string()?;
            variant = self.find(&check.keys, name).or(check.other);
        }
        if variant.is_none() {
            self.refuse_variant(at, check)?;
        }
        Ok(variant)
    }

    fn internal_from(
        &mut self,
        check: &'a EnumCheck,
        tag: &str,
        object: &Object,
    ) -> Result<(), Stop> {
        let places = self.untaken(object);
        let tag_place = self.only(&places, tag)?;
        let Some(variant) = self.tagged(check, tag, tag_place, object)? else {
            return Ok(());
        };
        let node = self
            .tape
            .push(Kind::Enum, object.span.clone(), variant as u64);
        if let Some(payload) = check.variants[variant].payload {
            let others = places.iter().filter(|place| Some(**place) != tag_place);
            let rest = others.map(|place| self.entries[*place]).collect();
            let rest = self.sub_object(rest, object, Source::Whole);
            self.check_listed(payload, &rest)?;
            self.entries.truncate(rest.entries.start);
        }
        self.tape.close(node, object.span.end);
        Ok(())
    }

    fn adjacent_from(
        &mut self,
        check: &'a EnumCheck,
        (tag, content): (&str, &str),
        object: &Object,
    ) -> Result<(), Stop> {
        let places = self.untaken(object);
        let tag_place = self.only(&places, tag)?;
        let content_place = self.only(&places, content)?;
        if check.unknown == UnknownFields::Refused && object.source == Source::Whole {
            let known = [tag_place, content_place];
            for place in places
                .iter()
                .filter(|place| !known.contains(&Some(**place)))
            {
                self.refuse_beside(self.entries[*place].key, [tag, content])?;
            }
        }
        for place in [tag_place, content_place].into_iter().flatten() {
            self.entries[place].taken = true;
        }
        let Some(place) = self.tagged(check, tag, tag_place, object)? else {
            return Ok(());
        };
        let node = self
            .tape
            .push(Kind::Enum, object.span.clone(), place as u64);
        let variant = &check.variants[place];
        match (content_place, variant.absent) {
            (Some(content), _) => {
                self.cursor.pos = self.entries[content].value;
                self.payload(variant)?;
            }
            (None, ContentAbsent::Unit) => {}
            (None, ContentAbsent::None) => {
                self.tape.push(Kind::Null, object.span.clone(), 0);
            }
            (None, ContentAbsent::Refused) => {
                let describe = |run: &Self| {
                    let describe = |node| run.program.describe(node);
                    variant.payload.map(describe).unwrap_or_default()
                };
                self.refuse_missing(object.span.start, content, describe)?;
            }
        }
        self.tape.close(node, object.span.end);
        Ok(())
    }

    #[cold]
    fn refuse_beside(&mut self, key: Str, known: [&str; 2]) -> Result<(), Stop> {
        self.refuse(|run| Noted {
            at: key.start - 1,
            missing: None,
            expected: problem::one_of(known.into_iter()),
            found: Some(format!(
                "the unknown key {}",
                problem::quote(&run.cursor.text(key))
            )),
        })
    }

    fn untagged_from(
        &mut self,
        id: NodeId,
        check: &'a EnumCheck,
        object: &Object,
    ) -> Result<(), Stop> {
        for (place, variant) in check.variants.iter().enumerate() {
            let Some(payload) = variant.payload else {
                continue;
            };
            // What is tried is a copy: an untagged enum takes nothing from its surroundings.
            let places = self.untaken(object);
            let copy = places.iter().map(|place| self.entries[*place]).collect();
            let fits = self.attempt(|run| {
                let copy = run.sub_object(copy, object, Source::Whole);
                let node = run.tape.push(Kind::Enum, object.span.clone(), place as u64);
                run.check_listed(payload, &copy)?;
                run.tape.close(node, object.span.end);
                run.entries.truncate(copy.entries.start);
                Ok(())
            })?;
            if fits {
                return Ok(());
            }
        }
        self.refuse_value(object.span.start, id)
    }

    /// Lists a payload and checks what is beside its `message_type`.
    pub(super) fn enveloped(
        &mut self,
        check: impl FnOnce(&mut Self, &Object) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.listed(|run, object| {
            let places = run.untaken(&object);
            let name = run.only(&places, MESSAGE_TYPE)?;
            let others = places.iter().filter(|place| Some(**place) != name);
            let rest = others.map(|place| run.entries[*place]).collect();
            let rest = run.sub_object(rest, &object, Source::Whole);
            check(run, &rest)
        })
    }

    /// A message that is no object stands under `value`.
    pub(super) fn envelope_value(&mut self, id: NodeId, object: &Object) -> Result<(), Stop> {
        let places = self.untaken(object);
        match self.only(&places, VALUE)? {
            Some(place) => self.entry(place, id),
            None => self.refuse_missing(object.span.start, VALUE, |run| run.program.describe(id)),
        }
    }
}
