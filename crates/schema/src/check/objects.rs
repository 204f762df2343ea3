//! One check of one payload: structs and enums, checked as they are read.
//!
//! Where serde has to know an object's keys before it can tell what they mean, `listed` takes over.

use super::cursor::{Stop, Str};
use super::keys::Keys;
use super::problem;
use super::program::{Check, EnumCheck, FieldCheck, NodeId, StructCheck, VariantCheck};
use super::run::{Noted, Run};
use super::tape::Kind;
use crate::{Tagging, UnknownFields};

impl<'a> Run<'a> {
    /// The struct whose opening brace is here.
    pub(super) fn structure(&mut self, check: &'a StructCheck) -> Result<(), Stop> {
        if !check.flattened.is_empty() {
            return self.listed(|run, object| run.structure_from(check, &object));
        }
        let start = self.cursor.pos;
        self.cursor.open()?;
        self.members(check, start, 0, None)
    }

    /// The members of a struct from here to its closing brace; `seen` came before.
    /// `hidden` is the tag, which was read already.
    pub(super) fn members(
        &mut self,
        check: &'a StructCheck,
        start: usize,
        mut seen: usize,
        hidden: Option<&str>,
    ) -> Result<(), Stop> {
        let (node, slots) = self.open_struct(check, start);
        let mut expected = 0;
        while self.cursor.next(b'}', seen)? {
            seen += 1;
            let at = self.cursor.pos;
            if let Some(field) = check.fields.get(expected)
                && field.quoted.starts(&self.cursor.bytes[at..])
            {
                self.cursor.pos += field.quoted.len();
                expected += 1;
                self.field(field, slots, at)?;
                continue;
            }
            let key = self.cursor.key()?;
            match self.find(&check.keys, key) {
                Some(place) => {
                    expected = place + 1;
                    self.field(&check.fields[place], slots, at)?;
                }
                None => self.unknown_member(check, key, hidden)?,
            }
        }
        self.tape.close(node, self.cursor.pos);
        self.missing(check, slots, start)
    }

    pub(super) fn open_struct(&mut self, check: &StructCheck, start: usize) -> (usize, usize) {
        let slots = self.tape.slots.len();
        let node = self.tape.push(Kind::Struct, start..start, slots as u64);
        self.tape.slots.resize(slots + check.slots, 0);
        (node, slots)
    }

    #[inline]
    pub(super) fn field(
        &mut self,
        field: &'a FieldCheck,
        slots: usize,
        at: usize,
    ) -> Result<(), Stop> {
        let next = self.tape.next();
        let slot = &mut self.tape.slots[slots + field.slot];
        if *slot != 0 {
            self.refuse_twice(at, &field.key)?;
            return self.cursor.skip();
        }
        *slot = next;
        self.value(field.node)
    }

    pub(super) fn find(&self, keys: &Keys, key: Str) -> Option<usize> {
        if key.escaped {
            return keys.find(self.cursor.text(key).as_bytes());
        }
        keys.find(&self.cursor.bytes[key.start..key.end])
    }

    fn unknown_member(
        &mut self,
        check: &StructCheck,
        key: Str,
        hidden: Option<&str>,
    ) -> Result<(), Stop> {
        if let Some(hidden) = hidden
            && self.cursor.is(key, hidden)
        {
            self.refuse_twice(key.start - 1, hidden)?;
        } else if check.unknown == UnknownFields::Refused {
            self.refuse_unknown(check, key)?;
        }
        self.cursor.skip()
    }

    #[cold]
    pub(super) fn refuse_unknown(&mut self, check: &StructCheck, key: Str) -> Result<(), Stop> {
        self.refuse(|run| {
            let keys = check.fields.iter().map(|field| field.key.as_str());
            Noted {
                at: key.start - 1,
                missing: None,
                expected: match check.fields.len() {
                    0 => "no keys".to_owned(),
                    _ => problem::one_of(keys),
                },
                found: Some(format!(
                    "the unknown key {}",
                    problem::quote(&run.cursor.text(key))
                )),
            }
        })
    }

    #[cold]
    pub(super) fn refuse_twice(&mut self, at: usize, key: &str) -> Result<(), Stop> {
        self.refuse(|_| Noted {
            at,
            missing: None,
            expected: format!("{} once", problem::quote(key)),
            found: Some("it a second time".to_owned()),
        })
    }

    #[inline]
    pub(super) fn missing(
        &mut self,
        check: &'a StructCheck,
        slots: usize,
        start: usize,
    ) -> Result<(), Stop> {
        for field in &check.fields {
            if field.required && self.tape.slots[slots + field.slot] == 0 {
                self.refuse_missing(start, &field.key, |run| run.program.describe(field.node))?;
            }
        }
        Ok(())
    }

    #[cold]
    pub(super) fn refuse_missing(
        &mut self,
        at: usize,
        key: &str,
        expected: impl FnOnce(&Self) -> String,
    ) -> Result<(), Stop> {
        self.refuse(|run| Noted {
            at,
            missing: Some(key.to_owned()),
            expected: expected(run),
            found: Some("nothing".to_owned()),
        })
    }

    /// An enum's value here.
    pub(super) fn enumeration(
        &mut self,
        first: u8,
        id: NodeId,
        check: &'a EnumCheck,
    ) -> Result<(), Stop> {
        match &check.tagging {
            Tagging::External => self.external(first, id, check),
            Tagging::Untagged => self.untagged(id, check),
            Tagging::Internal { .. } | Tagging::Adjacent { .. } if first != b'{' => {
                self.mismatch(id)
            }
            Tagging::Internal { tag } => self.internal(id, check, tag),
            Tagging::Adjacent { .. } => {
                self.listed(|run, object| run.enum_from(id, check, &object))
            }
        }
    }

    fn external(&mut self, first: u8, id: NodeId, check: &'a EnumCheck) -> Result<(), Stop> {
        let start = self.cursor.pos;
        if first == b'"' {
            let key = self.cursor.string()?;
            let place = self.find(&check.keys, key);
            let Some(place) = place else {
                return self.refuse_value(start, id);
            };
            if check.variants[place].payload.is_some() {
                return self.refuse_bare_variant(start, &check.variants[place].key);
            }
            let span = start..self.cursor.pos;
            self.tape.push(Kind::Enum, span, place as u64);
            return Ok(());
        }
        if first != b'{' {
            return self.mismatch(id);
        }
        self.cursor.open()?;
        if !self.cursor.next(b'}', 0)? {
            return self.refuse_key_count(start, id, "an object without a key");
        }
        let key = self.cursor.key()?;
        let node = self.tape.push(Kind::Enum, start..start, 0);
        match self.find(&check.keys, key) {
            Some(place) => {
                self.tape.nodes[node].value = place as u64;
                self.payload(&check.variants[place])?;
            }
            None => {
                self.refuse_variant(key.start - 1, check)?;
                self.cursor.skip()?;
            }
        }
        let mut seen = 1;
        while self.cursor.next(b'}', seen)? {
            if seen == 1 {
                self.refuse_key_count(start, id, "an object with several keys")?;
            }
            self.cursor.key()?;
            self.cursor.skip()?;
            seen += 1;
        }
        self.tape.close(node, self.cursor.pos);
        Ok(())
    }

    /// The payload of a variant whose payload is a value of its own.
    pub(super) fn payload(&mut self, variant: &VariantCheck) -> Result<(), Stop> {
        if let Some(node) = variant.payload {
            return self.value(node);
        }
        if self.cursor.peek() == b'n' {
            return self.cursor.word(b"null");
        }
        let at = self.cursor.pos;
        self.refuse(|_| Noted {
            at,
            missing: None,
            expected: "`null`, as the variant carries nothing".to_owned(),
            found: None,
        })?;
        self.cursor.skip()
    }

    /// `"Pawn"` where `{"Pawn": ..}` is needed.
    #[cold]
    fn refuse_bare_variant(&mut self, at: usize, key: &str) -> Result<(), Stop> {
        self.refuse(|_| Noted {
            at,
            missing: None,
            expected: format!(
                "an object {{{}: ..}}, as the variant carries a value",
                problem::quote(key)
            ),
            found: None,
        })
    }

    #[cold]
    fn refuse_key_count(&mut self, at: usize, id: NodeId, found: &str) -> Result<(), Stop> {
        self.refuse(|run| Noted {
            at,
            missing: None,
            expected: run.program.describe(id),
            found: Some(found.to_owned()),
        })
    }

    #[cold]
    pub(super) fn refuse_variant(&mut self, at: usize, check: &EnumCheck) -> Result<(), Stop> {
        self.refuse(|_| Noted {
            at,
            missing: None,
            expected: problem::one_of(check.variants.iter().map(|v| v.key.as_str())),
            found: None,
        })
    }

    /// An internally tagged enum. The tag comes first as a rule, as serde writes it so; a struct
    /// or nothing is then checked as it is read.
    fn internal(&mut self, id: NodeId, check: &'a EnumCheck, tag: &'a str) -> Result<(), Stop> {
        let start = self.cursor.pos;
        let depth = self.cursor.depth;
        if let Some(place) = self.leading_tag(check, tag)? {
            let payload = check.variants[place].payload;
            let payload = payload.map(|node| self.program.get(node));
            let known = match payload {
                None => true,
                Some(Check::Struct(inner)) => inner.flattened.is_empty(),
                Some(_) => false,
            };
            if known {
                let node = self.tape.push(Kind::Enum, start..start, place as u64);
                match payload {
                    Some(Check::Struct(inner)) => self.members(inner, start, 1, Some(tag))?,
                    _ => self.beside_tag(tag)?,
                }
                self.tape.close(node, self.cursor.pos);
                return Ok(());
            }
        }
        self.cursor.pos = start;
        self.cursor.depth = depth;
        self.listed(|run, object| run.enum_from(id, check, &object))
    }

    /// The rest of a variant that carries nothing: all is allowed there but its tag once more.
    fn beside_tag(&mut self, tag: &str) -> Result<(), Stop> {
        let mut seen = 1;
        while self.cursor.next(b'}', seen)? {
            let key = self.cursor.key()?;
            if self.cursor.is(key, tag) {
                self.refuse_twice(key.start - 1, tag)?;
            }
            self.cursor.skip()?;
            seen += 1;
        }
        Ok(())
    }

    /// The variant, if the object's first entry tells it. The cursor is behind that entry then.
    fn leading_tag(&mut self, check: &EnumCheck, tag: &str) -> Result<Option<usize>, Stop> {
        self.cursor.open()?;
        if !self.cursor.next(b'}', 0)? {
            return Ok(None);
        }
        let key = self.cursor.key()?;
        if !self.cursor.is(key, tag) || self.cursor.peek() != b'"' {
            return Ok(None);
        }
        let name = self.cursor.string()?;
        Ok(self.find(&check.keys, name).or(check.other))
    }

    /// An untagged enum: the first variant that fits.
    fn untagged(&mut self, id: NodeId, check: &'a EnumCheck) -> Result<(), Stop> {
        let place = (id, self.cursor.pos);
        let candidates = match self.choices.get(&place) {
            Some(None) => 0..0,
            Some(Some(chosen)) => *chosen..chosen + 1,
            None => 0..check.variants.len(),
        };
        // An enum that is tried while it is being tried at the same place can't fit there.
        self.choices.insert(place, None);
        for candidate in candidates {
            let variant = &check.variants[candidate];
            let start = self.cursor.pos;
            let fits = self.attempt(|run| {
                let node = run.tape.push(Kind::Enum, start..start, candidate as u64);
                run.payload(variant)?;
                run.tape.close(node, run.cursor.pos);
                Ok(())
            })?;
            if fits {
                self.choices.insert(place, Some(candidate));
                return Ok(());
            }
        }
        self.mismatch(id)
    }

    /// Tells whether `check` passes. Where it doesn't, nothing has happened.
    pub(super) fn attempt(
        &mut self,
        check: impl FnOnce(&mut Self) -> Result<(), Stop>,
    ) -> Result<bool, Stop> {
        let (pos, depth) = (self.cursor.pos, self.cursor.depth);
        let (nodes, slots) = (self.tape.nodes.len(), self.tape.slots.len());
        let entries = self.entries.len();
        self.trials += 1;
        let result = check(self);
        self.trials -= 1;
        match result {
            Ok(()) => Ok(true),
            Err(Stop::Mismatch) => {
                (self.cursor.pos, self.cursor.depth) = (pos, depth);
                self.tape.truncate(nodes, slots);
                self.entries.truncate(entries);
                Ok(false)
            }
            Err(Stop::Fault) => Err(Stop::Fault),
        }
    }
}
