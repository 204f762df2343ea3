//! Models and Elm types side by side: how a checked payload becomes a value, and a value JSON.
//!
//! Made once for an app. The types that `buildamp gen` wrote follow the models in the order of fields and variants, so
//! places count here and names are only held against each other. What doesn't fit is refused before any call.

mod fields;

use std::collections::HashMap;

use buildamp_elm::core::tree::{self, ConstructorId};
use buildamp_elm::wasm::Layout;
use buildamp_schema::{Element, MapKey, Payload, Schema, Shape, Tagging, Type, TypeId};

use crate::heap::Value;
use crate::rules::Unfit;
pub(super) use fields::{Empty, Entries, Entry, Record};

/// A node of a [`Plan`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NodeId(u32);

/// How the values of the models' types are built and written.
#[derive(Debug)]
pub(super) struct Plan {
    nodes: Vec<Node>,
}

/// A constructor with arguments.
#[derive(Debug, Clone, Copy)]
pub(super) struct Construct {
    pub(super) id: u32,
    pub(super) tag: u16,
}

/// The constructors of a `Dict`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dict {
    pub(super) leaf: Value,
    pub(super) node: Construct,
}

/// How the values of one type are built and written.
#[derive(Debug)]
pub(super) enum Node {
    Bool,
    Int,
    Float,
    Char,
    Text,
    Unit,
    Json,
    Maybe {
        nothing: Value,
        just: Construct,
        inner: NodeId,
    },
    List(NodeId),
    Tuple(Vec<NodeId>),
    Set {
        item: NodeId,
        set: Construct,
        dict: Dict,
    },
    Dict {
        key: Key,
        value: NodeId,
        dict: Dict,
    },
    Record(Record),
    /// A type that would be a recursive alias.
    Wrapped {
        construct: Construct,
        inner: NodeId,
    },
    Enum(Enum),
    /// While it is being planned.
    Open,
}

/// The keys of a `Dict`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Text,
    Int,
}

/// A custom type of an enum.
#[derive(Debug)]
pub(super) struct Enum {
    pub(super) tagging: Tagging,
    pub(super) variants: Vec<Variant>,
}

/// A variant of an [`Enum`].
#[derive(Debug)]
pub(super) struct Variant {
    pub(super) key: String,
    pub(super) construct: Construct,
    pub(super) carries: Carries,
}

/// What a variant carries.
#[derive(Debug)]
pub(super) enum Carries {
    /// Nothing: its value.
    Nothing(Value),
    One(NodeId),
    Several(Vec<NodeId>),
    Record(Record),
}

impl Plan {
    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

/// Makes a [`Plan`].
pub(super) struct Planner<'a> {
    schema: &'a Schema,
    layout: &'a Layout,
    nodes: Vec<Node>,
    known: HashMap<(TypeId, tree::TypeId), NodeId>,
    /// Where it is, for reports.
    path: Vec<String>,
}

type Planned<T = NodeId> = Result<T, Unfit>;

/// Where generated types are.
const MESSAGES: &str = "BuildAmp.Messages.";

impl<'a> Planner<'a> {
    pub(super) fn new(schema: &'a Schema, layout: &'a Layout) -> Planner<'a> {
        Planner {
            schema,
            layout,
            nodes: Vec::new(),
            known: HashMap::new(),
            path: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Plan {
        Plan { nodes: self.nodes }
    }

    /// The plan of a model that Elm has as this type.
    pub(super) fn model(&mut self, id: TypeId, found: tree::TypeId) -> Planned {
        if let Some(known) = self.known.get(&(id, found)) {
            return Ok(*known);
        }
        let def = self.schema.get(id);
        self.path.push(def.name.clone());
        let planned = self.shape(id, found);
        if planned.is_ok() {
            self.path.pop();
        }
        planned
    }

    fn shape(&mut self, id: TypeId, found: tree::TypeId) -> Planned {
        let def = self.schema.get(id);
        if let Some(union) = self.own_union(found) {
            let is_enum = matches!(def.shape, Shape::Enum(_));
            if is_enum || alike(&union.name, &def.name) {
                let node = self.open();
                self.known.insert((id, found), node);
                let planned = match &def.shape {
                    Shape::Enum(shape) => self.enumeration(shape, union)?,
                    shape => self.wrapped(shape, union)?,
                };
                self.nodes[node.0 as usize] = planned;
                return Ok(node);
            }
        }
        let node = self.inside(&def.shape, found)?;
        self.known.insert((id, found), node);
        Ok(node)
    }

    /// The custom type of the generated module that this is, if it is one.
    fn own_union(&self, found: tree::TypeId) -> Option<&'a tree::Union> {
        match self.found(found) {
            tree::Type::Union(union) if union.name.starts_with(MESSAGES) => Some(union),
            _ => None,
        }
    }

    fn found(&self, found: tree::TypeId) -> &'a tree::Type {
        &self.layout.types[found.0 as usize]
    }

    fn open(&mut self) -> NodeId {
        self.add(Node::Open)
    }

    fn add(&mut self, node: Node) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node);
        id
    }

    fn wrapped(&mut self, shape: &'a Shape, union: &'a tree::Union) -> Planned<Node> {
        match &union.variants[..] {
            [variant] if variant.arguments.len() == 1 => Ok(Node::Wrapped {
                inner: self.inside(shape, variant.arguments[0])?,
                construct: self.construct(variant.constructor),
            }),
            _ => self.unfit("a type with one variant", &union.name),
        }
    }

    /// A shape that is not an enum, without what is wrapped around it.
    fn inside(&mut self, shape: &'a Shape, found: tree::TypeId) -> Planned {
        match (shape, self.found(found)) {
            (Shape::Alias(target), _) => self.ty(target, found),
            (Shape::Newtype(inner) | Shape::Transparent(inner), _) => self.ty(&inner.ty, found),
            (Shape::Unit, tree::Type::Unit) => Ok(self.add(Node::Unit)),
            (Shape::Tuple(elements), tree::Type::Tuple(items)) => {
                let items = self.elements(elements, items)?;
                Ok(self.add(Node::Tuple(items)))
            }
            (Shape::Struct(shape), tree::Type::Record(record, fields)) => {
                let record = self.record(shape, *record, fields, None)?;
                Ok(self.add(Node::Record(record)))
            }
            (shape, other) => self.unfit(named(shape), &described(other)),
        }
    }

    fn elements(
        &mut self,
        elements: &'a [Element],
        items: &[tree::TypeId],
    ) -> Planned<Vec<NodeId>> {
        if elements.len() != items.len() {
            let expected = format!("{} values", elements.len());
            return self.unfit(&expected, &items.len().to_string());
        }
        let pairs = elements.iter().zip(items);
        pairs
            .map(|(element, item)| self.ty(&element.ty, *item))
            .collect()
    }

    /// The plan of a field's type.
    pub(super) fn ty(&mut self, ty: &'a Type, found: tree::TypeId) -> Planned {
        let node = match (ty, self.found(found)) {
            (Type::Ref(id), _) => return self.model(*id, found),
            (Type::Bool, tree::Type::Bool) => Node::Bool,
            (Type::Int(_), tree::Type::Int) => Node::Int,
            (Type::Float(_), tree::Type::Float) => Node::Float,
            (Type::Char, tree::Type::Char) => Node::Char,
            (Type::String | Type::Format(_), tree::Type::String) => Node::Text,
            (Type::Unit, tree::Type::Unit) => Node::Unit,
            (Type::Json, tree::Type::Json) => Node::Json,
            (Type::List(item) | Type::Array(item, _), tree::Type::List(found)) => {
                Node::List(self.ty(item, *found)?)
            }
            (Type::Tuple(types), tree::Type::Tuple(items)) if types.len() == items.len() => {
                let pairs = types.iter().zip(items);
                let items = pairs.map(|(ty, item)| self.ty(ty, *item));
                Node::Tuple(items.collect::<Planned<_>>()?)
            }
            (ty, tree::Type::Union(union)) => self.container(ty, union)?,
            (ty, other) => return self.unfit(kind(ty), &described(other)),
        };
        Ok(self.add(node))
    }

    fn container(&mut self, ty: &'a Type, union: &'a tree::Union) -> Planned<Node> {
        match (ty, union.name.as_str(), &union.arguments[..]) {
            (Type::Option(inner), "Maybe.Maybe", [argument]) => Ok(Node::Maybe {
                inner: self.ty(inner, *argument)?,
                just: self.variant(union, "Just")?,
                nothing: self.constant(union, "Nothing")?,
            }),
            (Type::Set(item), "Set.Set", [argument]) => {
                let [set] = &union.variants[..] else {
                    return self.unfit("a `Set`", &union.name);
                };
                let Some(tree::Type::Union(dict)) =
                    set.arguments.first().map(|dict| self.found(*dict))
                else {
                    return self.unfit("a `Set`", &union.name);
                };
                Ok(Node::Set {
                    item: self.ty(item, *argument)?,
                    set: self.construct(set.constructor),
                    dict: self.dict(dict)?,
                })
            }
            (Type::Map(key, value), "Dict.Dict", [found_key, found]) => {
                let key = match (key, self.found(*found_key)) {
                    (MapKey::String, tree::Type::String) => Key::Text,
                    (MapKey::Int(_), tree::Type::Int) => Key::Int,
                    (_, other) => return self.unfit("another key", &described(other)),
                };
                Ok(Node::Dict {
                    key,
                    value: self.ty(value, *found)?,
                    dict: self.dict(union)?,
                })
            }
            (ty, name, _) => self.unfit(kind(ty), name),
        }
    }

    pub(super) fn dict(&self, union: &tree::Union) -> Planned<Dict> {
        Ok(Dict {
            leaf: self.constant(union, "Leaf")?,
            node: self.variant(union, "Node")?,
        })
    }

    fn enumeration(
        &mut self,
        shape: &'a buildamp_schema::Enum,
        union: &'a tree::Union,
    ) -> Planned<Node> {
        if shape.variants.len() != union.variants.len() {
            let count = format!("{} variants", shape.variants.len());
            return self.unfit(&count, &union.variants.len().to_string());
        }
        let mut variants = Vec::new();
        for (variant, found) in shape.variants.iter().zip(&union.variants) {
            self.path.push(variant.name.clone());
            if !alike(&found.name, &variant.name) {
                return self.unfit(&format!("`{}`", variant.name), &found.name);
            }
            let tag = match &shape.tagging {
                Tagging::Internal { tag } => Some((tag.as_str(), variant.key.as_str())),
                _ => None,
            };
            variants.push(Variant {
                key: variant.key.clone(),
                construct: self.construct(found.constructor),
                carries: self.carries(&variant.payload, found, tag)?,
            });
            self.path.pop();
        }
        Ok(Node::Enum(Enum {
            tagging: shape.tagging.clone(),
            variants,
        }))
    }

    fn carries(
        &mut self,
        payload: &'a Payload,
        found: &'a tree::Variant,
        tag: Option<(&str, &str)>,
    ) -> Planned<Carries> {
        match (payload, &found.arguments[..]) {
            (Payload::Unit, []) => {
                let value = self.layout.constants.get(&found.constructor);
                match value {
                    Some(value) => Ok(Carries::Nothing(*value)),
                    None => self.unfit("a constructor", &found.name),
                }
            }
            (Payload::Newtype(inner), [only]) => Ok(Carries::One(self.ty(&inner.ty, *only)?)),
            (Payload::Tuple(elements), items) => {
                Ok(Carries::Several(self.elements(elements, items)?))
            }
            (Payload::Struct(shape), [only]) => match self.found(*only) {
                tree::Type::Record(record, fields) => {
                    let record = self.record(shape, *record, fields, tag)?;
                    Ok(Carries::Record(record))
                }
                other => self.unfit("a record", &described(other)),
            },
            (_, items) => self.unfit("another payload", &items.len().to_string()),
        }
    }

    pub(super) fn construct(&self, id: ConstructorId) -> Construct {
        let tag = self.layout.constructors.get(id.0 as usize);
        Construct {
            id: id.0,
            tag: tag.map_or(0, |constructor| constructor.tag),
        }
    }

    pub(super) fn variant(&self, union: &tree::Union, name: &str) -> Planned<Construct> {
        match union.variants.iter().find(|variant| variant.name == name) {
            Some(variant) => Ok(self.construct(variant.constructor)),
            None => self.unfit(&format!("`{name}`"), &union.name),
        }
    }

    pub(super) fn constant(&self, union: &tree::Union, name: &str) -> Planned<Value> {
        let variant = union.variants.iter().find(|variant| variant.name == name);
        let value = variant.and_then(|variant| self.layout.constants.get(&variant.constructor));
        match value {
            Some(value) => Ok(*value),
            None => self.unfit(&format!("`{name}`"), &union.name),
        }
    }

    fn unfit<T>(&self, expected: &str, found: &str) -> Planned<T> {
        Err(Unfit {
            path: self.path.join("."),
            expected: expected.to_owned(),
            found: found.to_owned(),
        })
    }
}

/// Whether a generated name may come of a model's: generated ones have things before them and underscores behind.
pub(super) fn alike(generated: &str, model: &str) -> bool {
    let plain = |name: &str| name.trim_matches('_').to_lowercase();
    plain(generated).ends_with(&plain(model))
}

fn named(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) => "a record",
        Shape::Enum(_) => "a custom type",
        Shape::Tuple(_) => "a tuple",
        Shape::Unit => "`()`",
        Shape::Newtype(_) | Shape::Transparent(_) | Shape::Alias(_) => "an alias",
    }
}

fn kind(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "`Bool`",
        Type::String | Type::Format(_) => "`String`",
        Type::Char => "`Char`",
        Type::Int(_) => "`Int`",
        Type::Float(_) => "`Float`",
        Type::Option(_) => "`Maybe`",
        Type::List(_) | Type::Array(..) => "`List`",
        Type::Tuple(_) => "a tuple",
        Type::Map(..) => "`Dict`",
        Type::Set(_) => "`Set`",
        Type::Json => "`Json.Encode.Value`",
        Type::Unit => "`()`",
        Type::Ref(_) => "a model",
    }
}

fn described(ty: &tree::Type) -> String {
    match ty {
        tree::Type::Int => "`Int`".to_owned(),
        tree::Type::Float => "`Float`".to_owned(),
        tree::Type::Bool => "`Bool`".to_owned(),
        tree::Type::Char => "`Char`".to_owned(),
        tree::Type::String => "`String`".to_owned(),
        tree::Type::Unit => "`()`".to_owned(),
        tree::Type::Json => "`Json.Encode.Value`".to_owned(),
        tree::Type::List(_) => "`List`".to_owned(),
        tree::Type::Tuple(_) => "a tuple".to_owned(),
        tree::Type::Record(..) => "a record".to_owned(),
        tree::Type::Union(union) => format!("`{}`", union.name),
        tree::Type::Opaque => "something else".to_owned(),
    }
}
