//! Which patterns are missing, written as Elm. The expected ones are those that the official compiler shows.

mod support;

use buildamp_elm::patterns::{self, Error};
use support::typed;

const TYPES: &str = "type Tree a\n    = Leaf\n    | Node (Tree a) a (Tree a)\n\n\ntype Color\n    = Red\n    | Green\n    | Blue\n";

/// A `case` with these patterns lacks `expected`.
#[track_caller]
fn check(patterns: &[&str], expected: &[&str]) {
    let branches: Vec<String> = patterns
        .iter()
        .enumerate()
        .map(|(number, pattern)| format!("        {pattern} ->\n            {number}\n\n"))
        .collect();
    let code = format!("f x =\n    case x of\n{}", branches.concat());
    let text = format!("module Main exposing (..)\n\n\n{TYPES}\n\n{code}");
    let checked = typed::check(&[text]);
    let resolved = checked
        .module(0)
        .resolved
        .as_ref()
        .expect("the names are right");
    let errors = patterns::check(resolved);
    let found: Vec<String> = errors
        .iter()
        .flat_map(|error| match error {
            Error::Incomplete { missing, .. } => missing.as_slice(),
            Error::Redundant { .. } => panic!("{code}\n{error:?}"),
        })
        .map(ToString::to_string)
        .collect();
    assert_eq!(found, expected, "{code}");
}

#[test]
fn missing_patterns_are_those_of_the_official_compiler() {
    check(&["Just 1", "Nothing"], &["Just _"]);
    check(&["[]", "[ a ]"], &["_ :: _ :: _"]);
    check(&["a :: b :: c", "[]"], &["[ _ ]"]);
    check(&["True"], &["False"]);
    check(
        &["( True, Just _ )", "( False, Nothing )"],
        &["( True, Nothing )", "( False, Just _ )"],
    );
    check(&["1", "2"], &["_"]);
    check(&["\"a\""], &["_"]);
    check(
        &["( True, 1, 'a' )", "( False, _, _ )"],
        &["( True, _, _ )"],
    );
    check(&["[ 1, 2 ]", "1 :: _", "[]"], &["_ :: _"]);
    check(&["Ok (Just y)", "Err e"], &["Ok Nothing"]);
    check(&["Just (Just (Just _))", "Nothing"], &["Just Nothing"]);
    check(&["[ Just 1 ]", "[]"], &["Nothing :: _"]);
    check(&["( a :: _, b )", "( [], 1 )"], &["( [], _ )"]);
    check(&["( [ _ ], [] )", "( _ :: _ :: _, _ )"], &["( [], _ )"]);
    check(&["Just [ _, _ ]", "Nothing", "Just []"], &["Just [ _ ]"]);
    check(&["Just (a :: b)", "Nothing"], &["Just []"]);
    check(
        &["Just ( True, Just False )", "Just ( False, _ )"],
        &["Nothing"],
    );
    check(&["[ [] ]", "[ [ _ ] ]"], &["[]"]);
    check(&["Node Leaf _ Leaf", "Leaf"], &["Node (Node _ _ _) _ _"]);
    check(
        &["Node (Node _ _ _) _ _", "Leaf", "Node Leaf 1 _"],
        &["Node Leaf _ _"],
    );
    check(
        &["( Red, Red )", "( Green, _ )", "( _, Blue )"],
        &["( Blue, Red )", "( Blue, Green )"],
    );
    check(
        &["( Red, Green, Blue )"],
        &["( Green, _, _ )", "( Blue, _, _ )"],
    );
    check(&["()"], &[]);
    check(&["LT", "GT"], &["EQ"]);
    check(&["Just LT", "Just EQ", "Nothing"], &["Just GT"]);
    check(&["( 1, \"a\" )", "( 2, _ )"], &["( _, _ )"]);
    check(&["'a'", "'b'"], &["_"]);
    check(&["[ _, _, _ ]", "[ _ ]"], &["[]"]);
    check(&["Just {a}", "Nothing"], &[]);
    check(&["(Node l _ _) as n"], &["Leaf"]);
}

#[test]
fn no_more_examples_are_given_than_can_be_read() {
    let colors = "Red, Red, Red, Red";
    let nested =
        colors
            .replace("Red", "( Red, Green, Blue )")
            .replacen(", ( Red, Green, Blue )", "", 1);
    check(&[&format!("( {nested} )"), "_"], &[]);
    let checked = typed::check(&[format!(
        "module Main exposing (..)\n\n\ntype T\n    = {}\n\n\nf x =\n    case x of\n        T0 ->\n            1\n",
        (0..100)
            .map(|number| format!("T{number}"))
            .collect::<Vec<_>>()
            .join(" | ")
    )]);
    let reports = checked.reports(0);
    assert_eq!(reports.len(), 1);
    assert!(
        reports[0].primary.text.ends_with(" and more"),
        "{}",
        reports[0].primary.text
    );
}
