//! The source tree as text, for tests: a line for a declaration, s-expressions within.
//!
//! Owns a form that shows the tree's shape. Refuses places: reports are what shows them.

use std::fmt::Write;

use crate::syntax::source::{
    Alias, Associativity, Exposed, Exposing, Expr, Expr_, Import, Infix, LetItem, Module,
    ModuleKind, Name, Pattern, Pattern_, Port, Text, Type, Type_, Union, Value,
};

/// All of a module.
pub fn module(module: &Module) -> String {
    let mut out = String::new();
    if let Some(header) = &module.header {
        let kind = match header.kind {
            ModuleKind::Plain => "module",
            ModuleKind::Port => "port-module",
        };
        let exposing = exposing(&header.exposing.value);
        line(
            &mut out,
            format!("({kind} {} {exposing})", header.name.value),
        );
        doc(&mut out, header.doc.as_ref().map(|doc| &doc.value));
    }
    for import in &module.imports {
        line(&mut out, import_line(import));
    }
    for infix in &module.infixes {
        line(&mut out, infix_line(infix));
    }
    for union in &module.unions {
        doc(&mut out, union.doc.as_ref().map(|doc| &doc.value));
        line(&mut out, union_line(union));
    }
    for alias in &module.aliases {
        doc(&mut out, alias.doc.as_ref().map(|doc| &doc.value));
        line(&mut out, alias_line(alias));
    }
    for port in &module.ports {
        doc(&mut out, port.doc.as_ref().map(|doc| &doc.value));
        line(&mut out, port_line(port));
    }
    for value_ in &module.values {
        doc(&mut out, value_.doc.as_ref().map(|doc| &doc.value));
        line(&mut out, value(value_));
    }
    out
}

fn line(out: &mut String, text: String) {
    out.push_str(&text);
    out.push('\n');
}

fn doc(out: &mut String, doc: Option<&Name>) {
    if let Some(text) = doc {
        line(out, format!("(doc {:?})", text.as_str()));
    }
}

fn import_line(import: &Import) -> String {
    let mut out = format!("(import {}", import.module.value);
    if let Some(alias) = &import.alias {
        push(&mut out, format_args!(" as {}", alias.value));
    }
    push(&mut out, format_args!(" {})", exposing(&import.exposing)));
    out
}

fn exposing(exposing: &Exposing) -> String {
    match exposing {
        Exposing::All(_) => "(..)".to_string(),
        Exposing::Explicit(things) => form("", things.iter().map(exposed)),
    }
}

fn exposed(thing: &Exposed) -> String {
    match thing {
        Exposed::Value(name) => name.value.to_string(),
        Exposed::Type(name, None) => name.value.to_string(),
        Exposed::Type(name, Some(_)) => format!("{}(..)", name.value),
        Exposed::Operator(name) => format!("({})", name.value),
    }
}

fn infix_line(infix: &Infix) -> String {
    let associativity = match infix.associativity {
        Associativity::Left => "left",
        Associativity::Right => "right",
        Associativity::Non => "non",
    };
    format!(
        "(infix {associativity} {} {} {})",
        infix.precedence, infix.operator, infix.function
    )
}

fn union_line(union: &Union) -> String {
    let variants = union
        .variants
        .iter()
        .map(|variant| form(&variant.name.value, variant.arguments.iter().map(ty)));
    let variables = union.variables.iter().map(|v| v.value.to_string());
    let name = format!("{} {}", union.name.value, form("", variables));
    form(&format!("type {name}"), variants)
}

fn alias_line(alias: &Alias) -> String {
    let variables = alias.variables.iter().map(|v| v.value.to_string());
    let name = format!("{} {}", alias.name.value, form("", variables));
    format!("(alias {name} {})", ty(&alias.ty))
}

fn port_line(port: &Port) -> String {
    format!("(port {} {})", port.name.value, ty(&port.ty))
}

/// A definition.
pub fn value(value: &Value) -> String {
    let mut parts = Vec::new();
    if let Some(annotation) = &value.annotation {
        parts.push(format!(": {}", ty(&annotation.ty)));
    }
    parts.extend(value.parameters.iter().map(pattern));
    parts.push("=".to_string());
    parts.push(expr(&value.body));
    form(&format!("def {}", value.name.value), parts.into_iter())
}

/// An expression.
pub fn expr(expr_: &Expr) -> String {
    match &expr_.value {
        Expr_::Char(char) => format!("{char:?}"),
        Expr_::String(string) => text(string),
        Expr_::Int(int) => int.to_string(),
        Expr_::Float(float) => format!("{float:?}"),
        Expr_::Variable(module, name) | Expr_::Constructor(module, name) => {
            qualified(module.as_ref(), name)
        }
        Expr_::List(items) => form("list", items.iter().map(expr)),
        Expr_::Operator(name) => format!("({name})"),
        Expr_::Negate(inner) => format!("(neg {})", expr(inner)),
        Expr_::Binops(operands, last) => binops(operands, last),
        Expr_::Lambda(parameters, body) => {
            let parameters = form("", parameters.iter().map(pattern));
            format!("(\\ {parameters} {})", expr(body))
        }
        Expr_::Call(function, arguments) => form(&expr(function), arguments.iter().map(expr)),
        Expr_::If(branches, last) => {
            let branches = branches
                .iter()
                .map(|(condition, body)| format!("({} {})", expr(condition), expr(body)));
            form("if", branches.chain([expr(last)]))
        }
        Expr_::Let(items, body) => {
            let items = form("", items.iter().map(let_item));
            format!("(let {items} {})", expr(body))
        }
        Expr_::Case(scrutinee, branches) => {
            let branches = branches
                .iter()
                .map(|(left, right)| format!("({} {})", pattern(left), expr(right)));
            form(&format!("case {}", expr(scrutinee)), branches)
        }
        Expr_::Accessor(name) => format!(".{name}"),
        Expr_::Access(record, name) => format!("(. {} {})", expr(record), name.value),
        Expr_::Update(name, fields) => form(&format!("update {}", name.value), fields_of(fields)),
        Expr_::Record(fields) => form("record", fields_of(fields)),
        Expr_::Unit => "()".to_string(),
        Expr_::Tuple(items) => form("tuple", items.iter().map(expr)),
        Expr_::Primitive => "PRIMITIVE".to_string(),
        Expr_::Broken => "BROKEN".to_string(),
    }
}

fn binops(operands: &[(Expr, crate::region::Located<Name>)], last: &Expr) -> String {
    let operands = operands
        .iter()
        .flat_map(|(operand, operator)| [expr(operand), operator.value.to_string()]);
    form("ops", operands.chain([expr(last)]))
}

fn fields_of(
    fields: &[(crate::region::Located<Name>, Expr)],
) -> impl Iterator<Item = String> + use<'_> {
    fields
        .iter()
        .map(|(name, value)| format!("({} {})", name.value, expr(value)))
}

fn let_item(item: &LetItem) -> String {
    match item {
        LetItem::Value(definition) => value(definition),
        LetItem::Destructure(left, body) => format!("({} = {})", pattern(left), expr(body)),
    }
}

/// A pattern.
pub fn pattern(pattern_: &Pattern) -> String {
    match &pattern_.value {
        Pattern_::Anything => "_".to_string(),
        Pattern_::Variable(name) => name.to_string(),
        Pattern_::Record(fields) => form("fields", fields.iter().map(|f| f.value.to_string())),
        Pattern_::Alias(inner, name) => format!("(as {} {})", pattern(inner), name.value),
        Pattern_::Unit => "()".to_string(),
        Pattern_::Tuple(items) => form("tuple", items.iter().map(pattern)),
        Pattern_::Constructor(_, module, name, arguments) => {
            let name = qualified(module.as_ref(), name);
            if arguments.is_empty() {
                return name;
            }
            form(&name, arguments.iter().map(pattern))
        }
        Pattern_::List(items) => form("list", items.iter().map(pattern)),
        Pattern_::Cons(head, tail) => format!("(:: {} {})", pattern(head), pattern(tail)),
        Pattern_::Char(char) => format!("{char:?}"),
        Pattern_::String(string) => text(string),
        Pattern_::Int(int) => int.to_string(),
        Pattern_::Broken => "BROKEN".to_string(),
    }
}

/// A type.
pub fn ty(ty_: &Type) -> String {
    match &ty_.value {
        Type_::Function(argument, result) => format!("(-> {} {})", ty(argument), ty(result)),
        Type_::Variable(name) => name.to_string(),
        Type_::Named(_, module, name, arguments) => {
            let name = qualified(module.as_ref(), name);
            if arguments.is_empty() {
                return name;
            }
            form(&name, arguments.iter().map(ty))
        }
        Type_::Record(fields, extended) => {
            let fields = fields
                .iter()
                .map(|(name, field)| format!("({} {})", name.value, ty(field)));
            match extended {
                Some(name) => form(&format!("record {} |", name.value), fields),
                None => form("record", fields),
            }
        }
        Type_::Unit => "()".to_string(),
        Type_::Tuple(items) => form("tuple", items.iter().map(ty)),
        Type_::Broken => "BROKEN".to_string(),
    }
}

fn text(text: &Text) -> String {
    match text {
        Text::Utf8(text) => format!("{:?}", text.as_str()),
        Text::Utf16(units) => format!("(utf16 {units:x?})"),
    }
}

fn qualified(module: Option<&Name>, name: &Name) -> String {
    match module {
        Some(module) => format!("{module}.{name}"),
        None => name.to_string(),
    }
}

/// `(head part part)`
fn form(head: &str, parts: impl Iterator<Item = String>) -> String {
    let mut out = String::from("(");
    out.push_str(head);
    for part in parts {
        if out.len() > 1 {
            out.push(' ');
        }
        out.push_str(&part);
    }
    out.push(')');
    out
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes all");
}
