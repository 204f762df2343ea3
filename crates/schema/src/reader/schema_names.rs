//! The last step: roles, names that are unique, and the [`Schema`] in the order of the names.

use std::collections::{BTreeMap, HashSet};

use buildamp_diagnostics::{Report, Span};

use super::Reader;
use super::attributes::doc;
use super::case::pascal;
use super::roles::{FileRole, file_role};
use super::tree::DeclId;
use super::verify::shape_refs;
use crate::{
    Absent, Direction, Element, MESSAGE_TYPE, Message, Payload, Placement, Role, Schema, Shape,
    Struct, Type, TypeDef, TypeId, Write,
};

impl Reader<'_> {
    /// Gives every definition its role and its name.
    pub(super) fn name(&mut self) -> Schema {
        let roles = self.roles();
        let names = self.unique_names(&roles);
        for id in self.tree.ids() {
            self.check_message(id, &roles[id.0 as usize]);
        }
        let kept = self.understood();
        let mut order: Vec<DeclId> = self.tree.ids().filter(|id| kept[id.0 as usize]).collect();
        order.sort_by(|a, b| names[a.0 as usize].cmp(&names[b.0 as usize]));
        order.dedup_by(|a, b| names[a.0 as usize] == names[b.0 as usize]);
        let mut ids = vec![TypeId(0); self.shapes.len()];
        for (place, id) in order.iter().enumerate() {
            ids[id.0 as usize] = TypeId(u32::try_from(place).unwrap_or(u32::MAX));
        }
        let types = order.iter().filter_map(|id| {
            let mut shape = self.shapes[id.0 as usize].take()?;
            renumber(&mut shape, &ids);
            let decl = self.tree.decl(*id);
            Some(TypeDef {
                name: names[id.0 as usize].clone(),
                file: self.tree.module_of(*id).file.clone(),
                span: decl.span,
                doc: doc(decl.attrs()),
                role: roles[id.0 as usize].clone(),
                shape,
            })
        });
        let types = types.collect();
        Schema { types }
    }

    fn roles(&mut self) -> Vec<Role> {
        let used: HashSet<DeclId> = self
            .uses
            .iter()
            .filter(|(user, used)| user != used)
            .map(|(_, used)| *used)
            .collect();
        let ids: Vec<DeclId> = self.tree.ids().collect();
        let roles = ids
            .iter()
            .map(|id| self.role(*id, used.contains(id)))
            .collect();
        self.warn_of_held_entries();
        roles
    }

    /// An entry that a model of another file holds is a helper, which its author may not have meant.
    fn warn_of_held_entries(&mut self) {
        let mut held: BTreeMap<u32, DeclId> = BTreeMap::new();
        for (user, used) in &self.uses {
            let (by, of) = (self.tree.module_of(*user), self.tree.module_of(*used));
            if by.file != of.file && file_role(&of.file) == FileRole::Entries {
                let first = held.entry(used.0).or_insert(*user);
                first.0 = first.0.min(user.0);
            }
        }
        for (used, user) in held {
            let (entry, user) = (self.tree.decl(DeclId(used)), self.tree.decl(user));
            if !entry.public {
                continue;
            }
            let (name, by) = (&entry.name, &user.name);
            self.reports.push(
                Report::warning(
                    "held_entry",
                    format!("`{name}` is no entry of the store, for `{by}` holds it"),
                    entry.span,
                )
                .found("it has no functions in `BuildAmp.Store`")
                .related(user.span, "this model has it in a field")
                .expected("an entry that no other model holds")
                .help(format!(
                    "store a newtype, `pub struct {name}Entry(pub {name});`, or, where it is meant as a helper, move it to `models/shared/`"
                )),
            );
        }
    }

    /// Helpers that share a name get their module's in front. Nothing else may share one.
    fn unique_names(&mut self, roles: &[Role]) -> Vec<String> {
        let mut groups: BTreeMap<&str, Vec<DeclId>> = BTreeMap::new();
        let tree = self.tree;
        for id in tree.ids() {
            groups.entry(&tree.decl(id).name).or_default().push(id);
        }
        let mut names: Vec<String> = tree.decls.iter().map(|decl| decl.name.clone()).collect();
        for ids in groups.values().filter(|ids| ids.len() > 1) {
            let (helpers, others): (Vec<_>, Vec<_>) = ids
                .iter()
                .partition(|id| roles[id.0 as usize] == Role::Helper);
            if let [first, rest @ ..] = &others[..] {
                for other in rest {
                    self.refuse_shared_name(*first, *other);
                }
            }
            for id in helpers {
                names[id.0 as usize] = self.prefixed(id);
            }
        }
        self.refuse_equal_names(&names);
        names
    }

    /// `ws/game_ws.rs`, `Position` → `GamePosition`.
    fn prefixed(&self, id: DeclId) -> String {
        let module = self
            .tree
            .module_of(id)
            .path
            .last()
            .map_or("", String::as_str);
        const ENDINGS: [&str; 9] = [
            "_ws",
            "_kv",
            "_storage",
            "_events",
            "_event",
            "_webhooks",
            "_webhook",
            "_auth",
            "_models",
        ];
        let plain = ENDINGS
            .iter()
            .find_map(|ending| module.strip_suffix(ending));
        format!(
            "{}{}",
            pascal(plain.unwrap_or(module)),
            self.tree.decl(id).name
        )
    }

    fn refuse_shared_name(&mut self, first: DeclId, second: DeclId) {
        let (first, second) = (self.tree.decl(first), self.tree.decl(second));
        let title = format!("Two models are called `{}`", second.name);
        self.reports.push(
            Report::error("duplicate_name", title, second.span)
                .related(first.span, "the first")
                .found("the second")
                .expected("a name of its own for everything that travels or is stored")
                .help("rename one of them, or mark one that is only used in fields with `#[ws(helper)]`"),
        );
    }

    fn refuse_equal_names(&mut self, names: &[String]) {
        let mut seen: BTreeMap<&str, DeclId> = BTreeMap::new();
        for id in self.tree.ids() {
            let name = &names[id.0 as usize];
            let decl = self.tree.decl(id);
            match seen.get(name.as_str()) {
                Some(first) if decl.name != *name || self.tree.decl(*first).name != *name => {
                    let first = self.tree.decl(*first).span;
                    let title = format!("Two types would be called `{name}` in the clients");
                    self.reports.push(
                        Report::error("duplicate_name", title, decl.span)
                            .related(first, "the first")
                            .found("the second")
                            .expected("a name of its own for every type")
                            .note("helpers that share a name are called after their module, too")
                            .help("rename one of them"),
                    );
                }
                Some(_) => {}
                None => {
                    seen.insert(name, id);
                }
            }
        }
    }

    /// What holds for messages, and for fields that are never written.
    fn check_message(&mut self, id: DeclId, role: &Role) {
        let Some(mut shape) = self.shapes[id.0 as usize].take() else {
            return;
        };
        // What the server alone reads is written in tests at most.
        let client = matches!(
            role,
            Role::Message(Message {
                direction: Direction::Client | Direction::Join,
                ..
            }) | Role::Claims
        );
        for fields in structs_mut(&mut shape) {
            for field in &mut fields.fields {
                let kept =
                    field.placement == Placement::Flattened || field.absent != Absent::Refused;
                if matches!(field.write, Write::Unless(_)) && !kept {
                    self.reports.push(left_out(field.span));
                }
                if field.write != Write::Never {
                    continue;
                }
                if client {
                    field.write = Write::Always;
                } else if field.absent == Absent::Refused {
                    self.reports.push(
                        Report::error("never_written", "Nobody could read this back", field.span)
                            .found("a field that is never written, and that must be there")
                            .expected(
                                "a `default`, an `Option`, or a message that only clients send",
                            )
                            .help("add `default`, or mark the message with `#[ws(client)]`"),
                    );
                }
            }
        }
        self.shapes[id.0 as usize] = Some(shape);
        if matches!(role, Role::Message(_)) {
            self.refuse_protocol_key(id);
        }
    }

    /// Beside the fields of a message stands its `message_type`, which must not be one of them.
    fn refuse_protocol_key(&mut self, id: DeclId) {
        let message = self.resolved(&Type::Ref(TypeId(id.0)));
        let object = matches!(message, Type::Ref(inner) if matches!(self.shape_of(inner), Some(Shape::Struct(_))));
        let Some(place) = self.place_of_key(id, MESSAGE_TYPE).filter(|_| object) else {
            return;
        };
        let own = self.tree.decl(id).span;
        let report = Report::error(
            "message_type",
            "`message_type` is the protocol's own key",
            place,
        )
        .found("another one")
        .expected("another key: it stands beside the message's fields on the wire")
        .help("rename the field or the tag: `#[serde(rename = \"..\")]`");
        self.reports.push(match place == own {
            true => report,
            false => report.related(own, "the message that it would be a key of"),
        });
    }

    /// Definitions that were read, and that name only such.
    fn understood(&self) -> Vec<bool> {
        let mut kept: Vec<bool> = self.shapes.iter().map(Option::is_some).collect();
        loop {
            let broken = |place: &usize| {
                let shape = self.shapes[*place].as_ref();
                shape.is_some_and(|shape| shape_refs(shape).iter().any(|id| !kept[id.0 as usize]))
            };
            let lost: Vec<usize> = (0..kept.len())
                .filter(|p| kept[*p])
                .filter(broken)
                .collect();
            if lost.is_empty() {
                return kept;
            }
            for place in lost {
                kept[place] = false;
            }
        }
    }
}

fn left_out(span: Span) -> Report {
    Report::error("never_written", "Nobody could read this back", span)
        .found("a field that is left out at times, and that must be there")
        .expected("a `default` beside the `skip_serializing_if`")
        .help("add `default`: `#[serde(default, skip_serializing_if = \"..\")]`")
}

fn structs_mut(shape: &mut Shape) -> Vec<&mut Struct> {
    match shape {
        Shape::Struct(shape) => vec![shape],
        Shape::Enum(shape) => shape
            .variants
            .iter_mut()
            .filter_map(|variant| match &mut variant.payload {
                Payload::Struct(shape) => Some(shape),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn renumber(shape: &mut Shape, ids: &[TypeId]) {
    let element = |element: &mut Element| renumber_type(&mut element.ty, ids);
    match shape {
        Shape::Alias(ty) => renumber_type(ty, ids),
        Shape::Newtype(inner) | Shape::Transparent(inner) => renumber_type(&mut inner.ty, ids),
        Shape::Tuple(elements) => elements.iter_mut().for_each(element),
        Shape::Unit => {}
        Shape::Struct(shape) => renumber_fields(shape, ids),
        Shape::Enum(shape) => {
            for variant in &mut shape.variants {
                match &mut variant.payload {
                    Payload::Unit => {}
                    Payload::Newtype(inner) => renumber_type(&mut inner.ty, ids),
                    Payload::Tuple(elements) => elements.iter_mut().for_each(element),
                    Payload::Struct(shape) => renumber_fields(shape, ids),
                }
            }
        }
    }
}

fn renumber_fields(shape: &mut Struct, ids: &[TypeId]) {
    for field in &mut shape.fields {
        renumber_type(&mut field.ty, ids);
    }
}

fn renumber_type(ty: &mut Type, ids: &[TypeId]) {
    match ty {
        Type::Ref(id) => *id = ids[id.0 as usize],
        Type::Option(inner) | Type::List(inner) | Type::Set(inner) | Type::Map(_, inner) => {
            renumber_type(inner, ids);
        }
        Type::Array(inner, _) => renumber_type(inner, ids),
        Type::Tuple(items) => items.iter_mut().for_each(|item| renumber_type(item, ids)),
        _ => {}
    }
}
