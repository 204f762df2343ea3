//! Ports: whether their types are those of ports, and what they carry can leave Elm.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::syntax::source;

use super::error::{BadPayload, BadPort, Error, PortProblem};
use super::resolved::{Annotation, Global, Name, Type};
use super::scope::Resolver;
use super::types::unaliased;

impl Resolver<'_> {
    /// The module's ports.
    pub(super) fn ports(&mut self, ports: &[source::Port]) -> BTreeMap<Name, Rc<Annotation>> {
        let mut resolved = BTreeMap::new();
        for port in ports {
            let annotation = self.annotation(&port.ty);
            if let Err(problem) = self.check_port(&annotation.ty) {
                let region = port.name.region;
                let name = port.name.value.clone();
                self.errors.push(Error::Port {
                    region,
                    name,
                    problem,
                });
            }
            resolved
                .entry(port.name.value.clone())
                .or_insert(annotation);
        }
        resolved
    }

    fn check_port(&self, ty: &Type) -> Result<(), PortProblem> {
        let (arguments, result) = spine(ty);
        let Type::Named(global, parts) = result else {
            return match result {
                Type::Broken => Ok(()),
                _ => Err(PortProblem::Type(BadPort::Neither)),
            };
        };
        match parts.as_slice() {
            [message] if self.is(global, "Platform.Cmd", "Cmd") => {
                self.check_command(&arguments, message)
            }
            [message] if self.is(global, "Platform.Sub", "Sub") => {
                self.check_subscription(&arguments, message)
            }
            _ => Err(PortProblem::Type(BadPort::Neither)),
        }
    }

    fn check_command(&self, arguments: &[&Type], message: &Type) -> Result<(), PortProblem> {
        match (arguments, unaliased(message)) {
            ([], _) => Err(PortProblem::Type(BadPort::CmdNoArgument)),
            ([payload], Type::Variable(_)) => self.check_payload(payload),
            ([_], _) => Err(PortProblem::Type(BadPort::CmdMessage)),
            _ => Err(PortProblem::Type(BadPort::CmdArguments(arguments.len()))),
        }
    }

    fn check_subscription(&self, arguments: &[&Type], message: &Type) -> Result<(), PortProblem> {
        if let [argument] = arguments
            && let Type::Function(payload, result) = unaliased(argument)
            && let Type::Variable(result) = unaliased(result)
            && let Type::Variable(message) = unaliased(message)
            && result == message
        {
            return self.check_payload(payload);
        }
        Err(PortProblem::Type(BadPort::Sub))
    }

    fn check_payload(&self, ty: &Type) -> Result<(), PortProblem> {
        match unaliased(ty) {
            Type::Named(global, arguments) => match arguments.as_slice() {
                [] if self.is_plain(global) => Ok(()),
                [argument] if self.is_container(global) => self.check_payload(argument),
                _ => Err(PortProblem::Payload(BadPayload::Unsupported(
                    global.name.clone(),
                ))),
            },
            Type::Tuple(parts) => parts.iter().try_for_each(|part| self.check_payload(part)),
            Type::Variable(name) => Err(PortProblem::Payload(BadPayload::Variable(name.clone()))),
            Type::Function(..) => Err(PortProblem::Payload(BadPayload::Function)),
            Type::Record(_, Some(_)) => Err(PortProblem::Payload(BadPayload::ExtendedRecord)),
            Type::Record(fields, None) => fields
                .values()
                .try_for_each(|(_, ty)| self.check_payload(ty)),
            Type::Unit | Type::Broken | Type::Alias(..) => Ok(()),
        }
    }

    fn is_plain(&self, global: &Global) -> bool {
        let plain = [
            ("Basics", "Int"),
            ("Basics", "Float"),
            ("Basics", "Bool"),
            ("String", "String"),
            ("Json.Encode", "Value"),
        ];
        plain
            .iter()
            .any(|(module, name)| self.is(global, module, name))
    }

    fn is_container(&self, global: &Global) -> bool {
        let containers = [("List", "List"), ("Maybe", "Maybe"), ("Array", "Array")];
        containers
            .iter()
            .any(|(module, name)| self.is(global, module, name))
    }

    fn is(&self, global: &Global, module: &str, name: &str) -> bool {
        global.name == name && self.available.global(module, name).as_ref() == Some(global)
    }
}

/// The arguments of a function's type, and its result, behind their aliases.
fn spine(ty: &Type) -> (Vec<&Type>, &Type) {
    let mut arguments = Vec::new();
    let mut result = unaliased(ty);
    while let Type::Function(argument, rest) = result {
        arguments.push(&**argument);
        result = unaliased(rest);
    }
    (arguments, result)
}
