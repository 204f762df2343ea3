//! A core tree as text, for people and tests.

use std::fmt::Write as _;

use super::tree::{Decision, Expr, Local, Program};

/// Every function and constant.
pub fn print(program: &Program) -> String {
    let mut text = String::new();
    for global in &program.globals {
        text.push_str(&global.name);
        for parameter in &global.parameters {
            let _ = write!(text, " {}", local(*parameter));
        }
        text.push_str(" =\n    ");
        Printer {
            program,
            text: &mut text,
        }
        .expr(&global.body, 1);
        text.push_str("\n\n");
    }
    text
}

struct Printer<'p> {
    program: &'p Program,
    text: &'p mut String,
}

impl Printer<'_> {
    fn line(&mut self, depth: usize) {
        self.text.push('\n');
        self.text.push_str(&"    ".repeat(depth));
    }

    fn list(&mut self, open: &str, items: &[Expr], depth: usize) {
        let _ = write!(self.text, "({open}");
        for item in items {
            self.text.push(' ');
            self.expr(item, depth);
        }
        self.text.push(')');
    }

    fn expr(&mut self, expr: &Expr, depth: usize) {
        match expr {
            Expr::Local(id) => self.text.push_str(&local(*id)),
            Expr::Global(id) => self
                .text
                .push_str(&self.program.globals[id.0 as usize].name),
            Expr::Primitive(primitive) => self.text.push_str(&primitive.name),
            Expr::Number(number) => {
                let _ = write!(self.text, "{number}");
            }
            Expr::Char(c) => {
                let _ = write!(self.text, "{c:?}");
            }
            Expr::String(text) => {
                let _ = write!(self.text, "{text:?}");
            }
            Expr::Bool(value) => self.text.push_str(if *value { "True" } else { "False" }),
            Expr::Unit => self.text.push_str("()"),
            Expr::Nil => self.text.push_str("[]"),
            Expr::Cons(head, tail) => {
                self.text.push('(');
                self.expr(head, depth);
                self.text.push_str(" :: ");
                self.expr(tail, depth);
                self.text.push(')');
            }
            Expr::Tuple(items) => self.list(",", items, depth),
            Expr::Construct(id, items) => {
                let name = self.program.constructors[id.0 as usize].name.clone();
                self.list(&name, items, depth);
            }
            Expr::Constructor(id) => {
                self.text
                    .push_str(&self.program.constructors[id.0 as usize].name);
            }
            Expr::Record(shape, items) => {
                let fields = &self.program.shapes[shape.0 as usize].0;
                let names: Vec<&str> = fields
                    .iter()
                    .map(|f| self.program.fields[f.0 as usize].as_str())
                    .collect();
                self.list(&format!("{{{}}}", names.join(" ")), items, depth);
            }
            Expr::Field(record, place) => {
                self.expr(record, depth);
                let _ = write!(self.text, ".{place:?}");
            }
            Expr::Update(record, _, fields) => {
                self.text.push_str("{ ");
                self.expr(record, depth);
                for (place, value) in fields {
                    let _ = write!(self.text, " | {place:?} = ");
                    self.expr(value, depth);
                }
                self.text.push_str(" }");
            }
            Expr::Lambda(lambda) => {
                self.text.push_str("(\\");
                for parameter in &lambda.parameters {
                    let _ = write!(self.text, "{} ", local(*parameter));
                }
                self.text.push_str("-> ");
                self.expr(&lambda.body, depth + 1);
                self.text.push(')');
            }
            Expr::CallGlobal(id, arguments) => {
                let name = self.program.globals[id.0 as usize].name.clone();
                self.list(&name, arguments, depth);
            }
            Expr::CallPrimitive(primitive, arguments) => {
                self.list(&primitive.name, arguments, depth);
            }
            Expr::Call(function, arguments) => {
                self.text.push_str("(call ");
                self.expr(function, depth);
                for argument in arguments {
                    self.text.push(' ');
                    self.expr(argument, depth);
                }
                self.text.push(')');
            }
            Expr::Let(id, value, body) => {
                let _ = write!(self.text, "let {} = ", local(*id));
                self.expr(value, depth + 1);
                self.line(depth);
                self.expr(body, depth);
            }
            Expr::LetRec(functions, body) => {
                for (id, lambda) in functions {
                    let _ = write!(self.text, "let rec {} = ", local(*id));
                    let lambda = Expr::Lambda(Box::new(lambda.clone()));
                    self.expr(&lambda, depth + 1);
                    self.line(depth);
                }
                self.expr(body, depth);
            }
            Expr::If(condition, yes, no) => {
                self.text.push_str("if ");
                self.expr(condition, depth);
                self.line(depth + 1);
                self.expr(yes, depth + 1);
                self.line(depth);
                self.text.push_str("else");
                self.line(depth + 1);
                self.expr(no, depth + 1);
            }
            Expr::Match(decision, branches) => {
                self.text.push_str("match");
                self.decision(decision, depth + 1);
                for (place, branch) in branches.iter().enumerate() {
                    self.line(depth);
                    let _ = write!(self.text, "#{place} ");
                    self.expr(branch, depth + 1);
                }
            }
            Expr::Again(arguments) => self.list("again", arguments, depth),
        }
    }

    fn decision(&mut self, decision: &Decision, depth: usize) {
        self.line(depth);
        match decision {
            Decision::Leaf { branch, bindings } => {
                let _ = write!(self.text, "→ #{branch}");
                for (variable, value) in bindings {
                    let _ = write!(self.text, " {}={}", local(*variable), local(*value));
                }
            }
            Decision::Load {
                local: id,
                from,
                part,
                then,
            } => {
                let _ = write!(self.text, "{} = {}.{part:?}", local(*id), local(*from));
                self.decision(then, depth);
            }
            Decision::Switch { on, edges, default } => {
                let _ = write!(self.text, "test {}", local(*on));
                for (test, then) in edges {
                    self.line(depth);
                    let _ = write!(self.text, "{test:?}:");
                    self.decision(then, depth + 1);
                }
                if let Some(then) = default {
                    self.line(depth);
                    self.text.push_str("otherwise:");
                    self.decision(then, depth + 1);
                }
            }
        }
    }
}

fn local(id: Local) -> String {
    format!("${}", id.0)
}
