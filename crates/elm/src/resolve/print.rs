//! A resolved module as text, for tests: one line for each definition.

use std::fmt::{self, Display, Formatter};

use crate::syntax::source::Text;

use super::resolved::{
    Annotation, Definition, Expr, Expr_, Global, Group, LetGroup, Module, Opened, Pattern,
    Pattern_, Type,
};

/// Types, operators, ports, definitions in their groups, and exports. Foreign names show the number of their
/// module, `#3.map`.
pub fn print(module: &Module) -> String {
    let mut lines = vec![format!("module {}", module.name)];
    for (name, union) in &module.unions {
        let variants = union.variants.iter().map(|variant| {
            let arguments = variant.arguments.iter().map(Show);
            call(&variant.name, arguments)
        });
        let variables = union.variables.join(" ");
        lines.push(format!("(type {name} [{variables}] {})", spaced(variants)));
    }
    for (name, alias) in &module.aliases {
        let variables = alias.variables.join(" ");
        lines.push(format!("(alias {name} [{variables}] {})", Show(&*alias.ty)));
    }
    for (name, operator) in &module.operators {
        let function = Show(&operator.function);
        let (associativity, precedence) = (operator.associativity, operator.precedence);
        lines.push(format!(
            "(infix {name} {associativity:?} {precedence} {function})"
        ));
    }
    for (name, port) in &module.ports {
        lines.push(format!("(port {name} {})", Show(&**port)));
    }
    lines.extend(module.groups.iter().map(|group| Show(group).to_string()));
    lines.push(exports(module));
    lines.join("\n")
}

fn exports(module: &Module) -> String {
    let types = module
        .exports
        .types
        .iter()
        .map(|(name, opened)| match opened {
            Opened::Yes => format!("{name}(..)"),
            Opened::No => name.to_string(),
        });
    let operators = module.exports.operators.keys();
    let operators = operators.map(|symbol| format!("({symbol})"));
    let values = module.exports.values.keys().map(|name| name.to_string());
    format!(
        "(exposing {})",
        spaced(types.chain(operators).chain(values))
    )
}

/// What is shown.
struct Show<T>(T);

fn spaced<T: Display>(parts: impl IntoIterator<Item = T>) -> String {
    let parts: Vec<String> = parts.into_iter().map(|part| part.to_string()).collect();
    parts.join(" ")
}

fn call<T: Display>(head: impl Display, arguments: impl IntoIterator<Item = T>) -> String {
    let arguments = spaced(arguments);
    if arguments.is_empty() {
        head.to_string()
    } else {
        format!("({head} {arguments})")
    }
}

impl Display for Show<&Global> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "#{}.{}", self.0.module.0, self.0.name)
    }
}

impl Display for Show<&Annotation> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Show(&self.0.ty))
    }
}

impl Display for Show<&Type> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Type::Function(argument, result) => {
                write!(f, "(-> {} {})", Show(&**argument), Show(&**result))
            }
            Type::Variable(name) => write!(f, "{name}"),
            Type::Named(global, arguments) => {
                write!(f, "{}", call(Show(global), arguments.iter().map(Show)))
            }
            Type::Alias(global, arguments, ty) => {
                let head = call(Show(global), arguments.iter().map(|(_, ty)| Show(ty)));
                write!(f, "<{head} = {}>", Show(&**ty))
            }
            Type::Record(fields, extends) => {
                let fields = fields.iter().map(|(name, (index, ty))| {
                    let ty = Show(ty);
                    format!("{name}@{index}:{ty}")
                });
                let extends = extends.iter().map(|name| format!("{name} |"));
                write!(f, "{{{}}}", spaced(extends.chain(fields)))
            }
            Type::Unit => write!(f, "()"),
            Type::Tuple(parts) => write!(f, "(# {})", spaced(parts.iter().map(Show))),
            Type::Broken => write!(f, "!"),
        }
    }
}

impl Display for Show<&Group> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Group::Single(definition) => write!(f, "{}", Show(definition)),
            Group::Recursive(definitions) => {
                write!(f, "(rec {})", spaced(definitions.iter().map(Show)))
            }
        }
    }
}

impl Display for Show<&Definition> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let definition = self.0;
        let annotation = definition.annotation.as_deref();
        let annotation = annotation.map(|annotation| format!(": {}", Show(annotation)));
        let parameters = definition
            .parameters
            .iter()
            .map(|part| Show(part).to_string());
        let head = spaced(
            [definition.name.value.to_string()]
                .into_iter()
                .chain(parameters)
                .chain(annotation),
        );
        write!(f, "(= {head} {})", Show(&definition.body))
    }
}

impl Display for Show<&LetGroup> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            LetGroup::Definitions(group) => write!(f, "{}", Show(group)),
            LetGroup::Destructure(pattern, value) => {
                write!(f, "(= {} {})", Show(pattern), Show(value))
            }
        }
    }
}

impl Display for Show<&Pattern> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0.value {
            Pattern_::Anything => write!(f, "_"),
            Pattern_::Variable(name) => write!(f, "{name}"),
            Pattern_::Record(fields) => {
                write!(f, "{{{}}}", spaced(fields.iter().map(|field| &field.value)))
            }
            Pattern_::Alias(pattern, name) => {
                write!(f, "(as {} {})", Show(&**pattern), name.value)
            }
            Pattern_::Unit => write!(f, "()"),
            Pattern_::Tuple(parts) => write!(f, "(# {})", spaced(parts.iter().map(Show))),
            Pattern_::Constructor(_, constructor, arguments) => {
                write!(
                    f,
                    "{}",
                    call(constructor.name(), arguments.iter().map(Show))
                )
            }
            Pattern_::List(parts) => write!(f, "[{}]", spaced(parts.iter().map(Show))),
            Pattern_::Cons(head, tail) => write!(f, "(:: {} {})", Show(&**head), Show(&**tail)),
            Pattern_::Char(char) => write!(f, "{char:?}"),
            Pattern_::String(text) => write!(f, "{}", Show(text)),
            Pattern_::Int(int) => write!(f, "{int}"),
            Pattern_::Broken => write!(f, "!"),
        }
    }
}

impl Display for Show<&Text> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Text::Utf8(text) => write!(f, "{text:?}"),
            Text::Utf16(units) => write!(f, "{units:x?}"),
        }
    }
}

impl Display for Show<&Expr> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            Expr_::Local(name) => write!(f, "{name}"),
            Expr_::TopLevel(name) => write!(f, "^{name}"),
            Expr_::Foreign(global) => write!(f, "{}", Show(global)),
            Expr_::Constructor(constructor) => {
                write!(f, "{}", Show(&constructor.union.global))?;
                write!(f, ".{}", constructor.name())
            }
            Expr_::RecordConstructor(alias) => write!(f, "{}{{}}", Show(&alias.global)),
            Expr_::Operator(operator) => write!(f, "({})", operator.symbol),
            Expr_::Primitive(global) => write!(f, "(primitive {})", Show(global)),
            Expr_::Char(char) => write!(f, "{char:?}"),
            Expr_::String(text) => write!(f, "{}", Show(text)),
            Expr_::Int(int) => write!(f, "{int}"),
            Expr_::Float(float) => write!(f, "{float:?}"),
            Expr_::List(items) => write!(f, "[{}]", spaced(items.iter().map(Show))),
            Expr_::Negate(inner) => write!(f, "(- {})", Show(&**inner)),
            Expr_::Binop(operator, _, left, right) => {
                let symbol = &operator.symbol;
                write!(f, "({symbol} {} {})", Show(&**left), Show(&**right))
            }
            Expr_::Lambda(parameters, body) => {
                let parameters = spaced(parameters.iter().map(Show));
                write!(f, "(\\ [{parameters}] {})", Show(&**body))
            }
            Expr_::Call(function, arguments) => {
                let arguments = spaced(arguments.iter().map(Show));
                write!(f, "({} {arguments})", Show(&**function))
            }
            Expr_::Unit => write!(f, "()"),
            Expr_::Tuple(parts) => write!(f, "(# {})", spaced(parts.iter().map(Show))),
            Expr_::Broken => write!(f, "!"),
            _ => self.structure(f),
        }
    }
}

impl Show<&Expr> {
    fn structure(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let fields = |fields: &[(_, Expr)]| {
            let field = |(name, value): &(crate::region::Located<_>, Expr)| {
                let name: &super::resolved::Name = &name.value;
                format!("{name}={}", Show(value))
            };
            spaced(fields.iter().map(field))
        };
        match &self.0.kind {
            Expr_::If(branches, otherwise) => {
                let branches = branches
                    .iter()
                    .map(|(condition, branch)| format!("{} {}", Show(condition), Show(branch)));
                write!(f, "(if {} {})", spaced(branches), Show(&**otherwise))
            }
            Expr_::Let(groups, body) => {
                let groups = spaced(groups.iter().map(Show));
                write!(f, "(let {groups} {})", Show(&**body))
            }
            Expr_::Case(subject, branches) => {
                let branches = branches
                    .iter()
                    .map(|branch| format!("({} {})", Show(&branch.pattern), Show(&branch.body)));
                write!(f, "(case {} {})", Show(&**subject), spaced(branches))
            }
            Expr_::Accessor(field) => write!(f, ".{field}"),
            Expr_::Access(record, field) => write!(f, "(.{} {})", field.value, Show(&**record)),
            Expr_::Update(record, _, updates) => {
                write!(f, "{{{} | {}}}", Show(&**record), fields(updates))
            }
            Expr_::Record(values) => write!(f, "{{{}}}", fields(values)),
            _ => Ok(()),
        }
    }
}
