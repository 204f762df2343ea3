//! Names, types and patterns away: resolved trees → the core tree of what the entries reach.

mod binop;
mod body;
mod describe;
mod host;
mod matching;
pub(crate) mod order;

use std::collections::HashMap;

use super::tree::{
    Constructor, ConstructorId, ConstructorKind, FieldId, FieldPlace, Global, GlobalId, Name,
    Operands, Primitive, Program, Shape, ShapeId, Type, TypeId,
};
use crate::resolve::resolved::{self, Expr_, ExprId, Group};
use body::Body;

/// The custom types, with their modules, whose values the host makes.
const KNOWN: [(&str, &str); 4] = [
    ("Basics", "Order"),
    ("Json.Value", "Value"),
    ("Maybe", "Maybe"),
    ("Result", "Result"),
];

/// A module with its types.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The module.
    pub module: &'a resolved::Module,
    /// What is known of its expressions.
    pub types: &'a dyn Types,
}

/// What the lowering asks of the types.
pub trait Types {
    /// The fields of an expression's record, in the order of their names, where all of them are known.
    fn fields(&self, expr: ExprId) -> Option<Vec<Name>>;
    /// A field's place among them. It costs no walk through all of them: there may be as many reads as fields.
    fn place(&self, expr: ExprId, field: &Name) -> Option<u16>;
    /// What is known of an expression's type.
    fn operands(&self, expr: ExprId) -> Operands;
    /// What is known of the values of a type.
    fn operands_of(&self, ty: &resolved::Type) -> Operands;
    /// Of a primitive's annotation: how many arguments it takes.
    fn arity(&self, name: &Name) -> u16;
}

/// What the host wants of a program.
#[derive(Debug, Default)]
pub struct Wanted {
    /// What it calls or reads.
    pub entries: Vec<Entry>,
    /// What it answers.
    pub answered: Vec<Answered>,
}

/// Something that the host calls or reads.
#[derive(Debug)]
pub struct Entry {
    /// The definition.
    pub global: resolved::Global,
    /// Where the host has to know its types: them. It is exported with as many parameters then.
    pub signature: Option<Signature>,
}

/// A definition that the host answers wherever a field of its last argument, a record, is the host's own. Elsewhere
/// its body counts.
#[derive(Debug)]
pub struct Answered {
    /// The definition.
    pub global: resolved::Global,
    /// Its types. It has as many parameters.
    pub signature: Signature,
    /// The field.
    pub token: Name,
}

/// The types of a function's arguments and its result.
#[derive(Debug)]
pub struct Signature {
    /// Of its arguments.
    pub parameters: Vec<resolved::Type>,
    /// Of its result.
    pub result: resolved::Type,
}

/// Lowers the entries and all that they reach.
pub fn lower(modules: &[Input<'_>], wanted: &Wanted) -> Program {
    let mut lowering = Lowering::new(modules);
    lowering.know();
    for answered in &wanted.answered {
        lowering.answer(answered);
    }
    for entry in &wanted.entries {
        lowering.export(entry);
    }
    while let Some((id, global)) = lowering.open.pop() {
        let lowered = lowering.global(&global);
        lowering.lowered.push((id, lowered));
    }
    lowering.finish()
}

/// What a name at the top of a module stands for.
pub(super) enum Reference {
    /// A function with so many parameters, or a constant.
    Global(GlobalId, usize),
    Primitive(Primitive),
}

pub(super) struct Lowering<'a> {
    modules: HashMap<resolved::ModuleId, Input<'a>>,
    definitions: HashMap<resolved::Global, &'a resolved::Definition>,
    ids: HashMap<resolved::Global, GlobalId>,
    constructors: HashMap<(resolved::Global, usize), ConstructorId>,
    shapes: HashMap<Vec<FieldId>, ShapeId>,
    fields: HashMap<Name, FieldId>,
    types: HashMap<Type, TypeId>,
    unions: HashMap<(resolved::Global, Vec<TypeId>), TypeId>,
    answers: HashMap<resolved::Global, FieldPlace>,
    open: Vec<(GlobalId, resolved::Global)>,
    lowered: Vec<(GlobalId, Global)>,
    program: Program,
}

impl<'a> Lowering<'a> {
    fn new(modules: &[Input<'a>]) -> Lowering<'a> {
        let mut definitions = HashMap::new();
        for input in modules {
            for definition in input.module.groups.iter().flat_map(members) {
                let global = resolved::Global {
                    module: input.module.id,
                    name: definition.name.value.clone(),
                };
                definitions.insert(global, definition);
            }
        }
        Lowering {
            modules: modules
                .iter()
                .map(|input| (input.module.id, *input))
                .collect(),
            definitions,
            ids: HashMap::new(),
            constructors: HashMap::new(),
            shapes: HashMap::new(),
            fields: HashMap::new(),
            types: HashMap::new(),
            unions: HashMap::new(),
            answers: HashMap::new(),
            open: Vec::new(),
            lowered: Vec::new(),
            program: Program::default(),
        }
    }

    /// Numbers the constructors that the host may make.
    fn know(&mut self) {
        let mut inputs: Vec<Input<'a>> = self.modules.values().copied().collect();
        inputs.sort_by_key(|input| input.module.id);
        for Input { module, .. } in inputs {
            let known = |name: &&Name| KNOWN.contains(&(module.name.as_str(), name.as_str()));
            for name in module.unions.keys().filter(known) {
                let union = &module.unions[name];
                for variant in 0..union.variants.len() {
                    let union = union.clone();
                    let constructor = resolved::Constructor { union, variant };
                    let id = self.constructor(&constructor);
                    self.program.known.push((constructor.name().clone(), id));
                }
            }
        }
    }

    /// `List.map`
    fn full_name(&self, global: &resolved::Global) -> Name {
        let module = &self.modules[&global.module].module.name;
        ecow::eco_format!("{module}.{}", global.name)
    }

    /// What a name stands for; it will be lowered if it has not been.
    pub(super) fn refer(&mut self, global: &resolved::Global) -> Reference {
        let Some(definition) = self.definitions.get(global).copied() else {
            // A port: the host's, which this program may name but never runs.
            return Reference::Primitive(self.primitive(global));
        };
        if matches!(definition.body.kind, Expr_::Primitive(_)) {
            return Reference::Primitive(self.primitive(global));
        }
        let arity = arity(definition);
        if let Some(id) = self.ids.get(global) {
            return Reference::Global(*id, arity);
        }
        let id = self.number(global);
        self.open.push((id, global.clone()));
        Reference::Global(id, arity)
    }

    fn number(&mut self, global: &resolved::Global) -> GlobalId {
        let next =
            u32::try_from(self.ids.len()).expect("a program has fewer than 2^32 definitions");
        self.ids.insert(global.clone(), GlobalId(next));
        GlobalId(next)
    }

    fn primitive(&self, global: &resolved::Global) -> Primitive {
        Primitive {
            name: self.full_name(global),
            arity: self.modules[&global.module].types.arity(&global.name),
            operands: Operands::Any,
            within: None,
        }
    }

    fn global(&mut self, global: &resolved::Global) -> Global {
        let definition = self.definitions[global];
        let name = self.full_name(global);
        let types = self.modules[&global.module].types;
        let mut body = Body::new(self, types, global.module, name.clone());
        let (parameters, expr) = body.function(&definition.parameters, &definition.body);
        let locals = body.locals();
        let body = match self.answers.get(global) {
            Some(token) => host::answered(&name, *token, &parameters, expr),
            None => expr,
        };
        Global {
            name,
            parameters,
            body,
            locals,
        }
    }

    pub(super) fn constructor(&mut self, constructor: &resolved::Constructor) -> ConstructorId {
        let key = (constructor.union.global.clone(), constructor.variant);
        if let Some(id) = self.constructors.get(&key) {
            return *id;
        }
        let variant = &constructor.union.variants[constructor.variant];
        let narrow = |count: usize| u16::try_from(count).expect("checked while resolving");
        let id = ConstructorId(u32::try_from(self.program.constructors.len()).expect("as above"));
        let kind = self.kind(&constructor.union.global);
        let types = self.modules[&constructor.union.global.module].types;
        let operands = variant.arguments.iter();
        let operands = operands.map(|ty| types.operands_of(ty)).collect();
        self.program.constructors.push(Constructor {
            operands,
            name: variant.name.clone(),
            tag: narrow(constructor.variant),
            arity: narrow(variant.arguments.len()),
            kind,
        });
        self.constructors.insert(key, id);
        id
    }

    fn kind(&self, union: &resolved::Global) -> ConstructorKind {
        match self.full_name(union).as_str() {
            "Dict.Dict" => ConstructorKind::Dict,
            "Set.Set" => ConstructorKind::Set,
            "Array.Array" => ConstructorKind::Array,
            _ => ConstructorKind::Plain,
        }
    }

    pub(super) fn field(&mut self, name: &Name) -> FieldId {
        if let Some(id) = self.fields.get(name) {
            return *id;
        }
        let id = FieldId(u32::try_from(self.fields.len()).expect("as many as names in the source"));
        self.fields.insert(name.clone(), id);
        self.program.fields.push(name.clone());
        id
    }

    /// The shape of a record with these fields, which are in the order of their names.
    pub(super) fn shape(&mut self, names: &[Name]) -> ShapeId {
        let fields: Vec<FieldId> = names.iter().map(|name| self.field(name)).collect();
        if let Some(id) = self.shapes.get(&fields) {
            return *id;
        }
        let id =
            ShapeId(u32::try_from(self.shapes.len()).expect("as many as records in the source"));
        self.shapes.insert(fields.clone(), id);
        self.program.shapes.push(Shape(fields));
        id
    }

    /// Where a field is in a record whose fields may be known.
    pub(super) fn place(&mut self, known: Option<&[Name]>, name: &Name) -> FieldPlace {
        let place = known.and_then(|names| names.binary_search(name).ok());
        match place {
            Some(place) => {
                FieldPlace::Known(u16::try_from(place).expect("checked while resolving"))
            }
            None => FieldPlace::ByName(self.field(name)),
        }
    }

    fn finish(mut self) -> Program {
        self.lowered.sort_by_key(|(id, _)| *id);
        self.program.globals = self.lowered.into_iter().map(|(_, global)| global).collect();
        order::constants_after_what_they_need(&mut self.program);
        self.program
    }
}

fn members(group: &Group) -> &[resolved::Definition] {
    match group {
        Group::Single(definition) => std::slice::from_ref(definition),
        Group::Recursive(definitions) => definitions,
    }
}

/// Parameters of a definition, those of a lambda that is its whole body among them.
pub(crate) fn arity(definition: &resolved::Definition) -> usize {
    let mut count = definition.parameters.len();
    let mut body = &definition.body;
    while let Expr_::Lambda(parameters, inner) = &body.kind {
        count += parameters.len();
        body = inner;
    }
    count
}
