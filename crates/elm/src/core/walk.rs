//! Visits to every expression of a tree, each before those in it.

use super::tree::Expr;
use crate::work::work;

/// The expressions directly in this one, but for a lambda's body.
pub(crate) fn children(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Local(_)
        | Expr::Global(_)
        | Expr::Primitive(_)
        | Expr::Number(_)
        | Expr::Char(_)
        | Expr::String(_)
        | Expr::Bool(_)
        | Expr::Unit
        | Expr::Nil
        | Expr::Constructor(_)
        | Expr::Lambda(_) => Vec::new(),
        Expr::Tuple(items)
        | Expr::Construct(_, items)
        | Expr::Record(_, items)
        | Expr::CallGlobal(_, items)
        | Expr::CallPrimitive(_, items)
        | Expr::Again(items) => items.iter().collect(),
        Expr::Cons(a, b) | Expr::Let(_, a, b) => vec![a, b],
        Expr::Field(record, _) => vec![record],
        Expr::Update(record, _, fields) => std::iter::once(&**record)
            .chain(fields.iter().map(|(_, value)| value))
            .collect(),
        Expr::Call(function, arguments) => std::iter::once(&**function).chain(arguments).collect(),
        Expr::LetRec(_, body) => vec![body],
        Expr::If(condition, yes, no) => vec![condition, yes, no],
        Expr::Match(_, branches) => branches.iter().collect(),
    }
}

/// The same, to be changed.
pub(crate) fn children_mut(expr: &mut Expr) -> Vec<&mut Expr> {
    match expr {
        Expr::Local(_)
        | Expr::Global(_)
        | Expr::Primitive(_)
        | Expr::Number(_)
        | Expr::Char(_)
        | Expr::String(_)
        | Expr::Bool(_)
        | Expr::Unit
        | Expr::Nil
        | Expr::Constructor(_)
        | Expr::Lambda(_) => Vec::new(),
        Expr::Tuple(items)
        | Expr::Construct(_, items)
        | Expr::Record(_, items)
        | Expr::CallGlobal(_, items)
        | Expr::CallPrimitive(_, items)
        | Expr::Again(items) => items.iter_mut().collect(),
        Expr::Cons(a, b) | Expr::Let(_, a, b) => vec![a, b],
        Expr::Field(record, _) => vec![record],
        Expr::Update(record, _, fields) => {
            let values = fields.iter_mut().map(|(_, value)| value);
            std::iter::once(&mut **record).chain(values).collect()
        }
        Expr::Call(function, arguments) => {
            std::iter::once(&mut **function).chain(arguments).collect()
        }
        Expr::LetRec(_, body) => vec![body],
        Expr::If(condition, yes, no) => vec![condition, yes, no],
        Expr::Match(_, branches) => branches.iter_mut().collect(),
    }
}

/// Visits an expression and all in it, lambdas' bodies included.
pub(crate) fn expressions(expr: &Expr, visit: &mut impl FnMut(&Expr)) {
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        work(1);
        visit(expr);
        match expr {
            Expr::Lambda(lambda) => open.push(&lambda.body),
            Expr::LetRec(functions, _) => {
                open.extend(functions.iter().map(|(_, lambda)| &lambda.body));
            }
            _ => {}
        }
        open.extend(children(expr));
    }
}

/// The same until there is nothing more to be known, or so many have been visited; whether it went through all of them.
pub(crate) fn some(expr: &Expr, most: usize, visit: &mut impl FnMut(&Expr) -> bool) -> bool {
    let mut open = vec![expr];
    let mut left = most;
    while let Some(expr) = open.pop() {
        if left == 0 || !visit(expr) {
            return false;
        }
        left -= 1;
        work(1);
        // In the order of the source: what is looked for is mostly near.
        open.extend(children(expr).into_iter().rev());
        match expr {
            Expr::Lambda(lambda) => open.push(&lambda.body),
            Expr::LetRec(functions, _) => {
                open.extend(functions.iter().map(|(_, lambda)| &lambda.body));
            }
            _ => {}
        }
    }
    true
}

/// The same, to be changed.
pub(crate) fn expressions_mut(expr: &mut Expr, visit: &mut impl FnMut(&mut Expr)) {
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        work(1);
        visit(expr);
        match expr {
            Expr::Lambda(lambda) => open.push(&mut lambda.body),
            Expr::LetRec(functions, body) => {
                open.extend(functions.iter_mut().map(|(_, lambda)| &mut lambda.body));
                open.push(body);
            }
            other => open.extend(children_mut(other)),
        }
    }
}
