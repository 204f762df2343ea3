//! What the host calls, and what it answers.

use super::body::unknown;
use super::{Answered, Entry, Lowering, Reference, Signature};
use crate::core::tree::{
    self, Expr, FieldPlace, Global, IS_LIVE, Local, Name, Operands, Primitive,
};
use crate::resolve::resolved;

impl Lowering<'_> {
    /// Exports an entry; with its types, where they are wanted.
    pub(super) fn export(&mut self, entry: &Entry) {
        let name = entry.global.name.clone();
        let Some(signature) = &entry.signature else {
            if let Reference::Global(id, _) = self.refer(&entry.global) {
                self.program.exports.push((name, id));
            }
            return;
        };
        let described = self.signature(name.clone(), signature);
        self.program.entries.push(described);
        let id = match self.refer(&entry.global) {
            Reference::Global(id, arity) if arity == signature.parameters.len() => id,
            _ => self.with_parameters(&entry.global, signature.parameters.len()),
        };
        self.program.exports.push((name, id));
    }

    /// Notes a definition that the host answers.
    pub(super) fn answer(&mut self, answered: &Answered) {
        let name = self.full_name(&answered.global);
        let described = self.signature(name, &answered.signature);
        let last = described.parameters.last();
        let record = last.map(|last| &self.program.types[last.0 as usize]);
        let Some(tree::Type::Record(_, fields)) = record else {
            return;
        };
        if let Some(field) = fields.iter().find(|field| field.name == answered.token) {
            let place = FieldPlace::Known(field.place);
            self.answers.insert(answered.global.clone(), place);
            self.program.answered.push(described);
        }
    }

    fn signature(&mut self, name: Name, signature: &Signature) -> tree::Entry {
        let parameters = signature.parameters.iter();
        tree::Entry {
            name,
            parameters: parameters.map(|ty| self.describe(ty)).collect(),
            result: self.describe(&signature.result),
        }
    }

    /// A function that calls a definition whose parameters, as they are written, are not as many as its type says.
    fn with_parameters(&mut self, global: &resolved::Global, count: usize) -> tree::GlobalId {
        let parameters: Vec<Local> = (0..).map(Local).take(count).collect();
        let mut arguments: Vec<Expr> = parameters.iter().copied().map(Expr::Local).collect();
        let body = match self.refer(global) {
            Reference::Global(id, arity) if arity > 0 && arity <= count => {
                let more = arguments.split_off(arity);
                unknown(Expr::CallGlobal(id, arguments), more)
            }
            Reference::Global(id, _) => unknown(Expr::Global(id), arguments),
            Reference::Primitive(primitive) => unknown(Expr::Primitive(primitive), arguments),
        };
        let name = ecow::eco_format!("{}/called", global.name);
        let id = self.number(&resolved::Global {
            module: global.module,
            name,
        });
        let name = self.full_name(global);
        let locals = u32::try_from(count).expect("few parameters");
        let called = Global {
            name,
            parameters,
            body,
            locals,
        };
        self.lowered.push((id, called));
        id
    }
}

/// A body that asks the host where the token is its own. The token goes with the question, so that the question belongs
/// to the call that it is asked in.
pub(super) fn answered(name: &Name, token: FieldPlace, parameters: &[Local], body: Expr) -> Expr {
    let Some((last, others)) = parameters.split_last() else {
        return body;
    };
    let token = || Expr::Field(Box::new(Expr::Local(*last)), token);
    let ask = |name: &str, arguments: Vec<Expr>| {
        let arity = u16::try_from(arguments.len()).expect("few parameters");
        let primitive = Primitive {
            name: name.into(),
            arity,
            operands: Operands::Any,
            within: None,
        };
        Expr::CallPrimitive(primitive, arguments)
    };
    let arguments = others.iter().copied().map(Expr::Local).chain([token()]);
    Expr::If(
        Box::new(ask(IS_LIVE, vec![token()])),
        Box::new(ask(name, arguments.collect())),
        Box::new(body),
    )
}
