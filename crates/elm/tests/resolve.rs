//! Valid programs, resolved: every name leads where it should.

mod support;

use buildamp_elm::resolve::print;
use support::{line, load};

/// The resolved entry module of a program without errors.
#[track_caller]
fn resolved(modules: &[(&str, &str)]) -> String {
    let (program, sources) = load(modules);
    let reports: Vec<String> = program
        .reports
        .iter()
        .map(|report| format!("{} {report:?}", line(report, &sources)))
        .collect();
    assert_eq!(reports, [""; 0], "no reports");
    let entry = program.module(modules[0].0).expect("the entry module");
    let mut printed = print(entry.resolved.as_ref().expect("resolved"));
    for module in &program.modules {
        let number = format!("#{}.", module.id.0);
        printed = printed.replace(&number, &format!("{}.", module.name));
    }
    printed
}

/// The lines of a module with this body, without the first and the last, which are its name and exports.
#[track_caller]
fn check(body: &str, expected: &str) {
    let text = format!("module Test exposing (..)\n{body}");
    let printed = resolved(&[("Test", &text)]);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines[1..lines.len() - 1].join("\n"), expected.trim());
}

#[test]
fn operators_group_by_precedence_and_associativity() {
    check("x = 1 + 2 * 3 - 4", "(= x (- (+ 1 (* 2 3)) 4))");
    check("x = 1 :: 2 :: []", "(= x (:: 1 (:: 2 [])))");
    check("x = 2 ^ 3 ^ 2 * 5", "(= x (* (^ 2 (^ 3 2)) 5))");
    check(
        "x a b = a == 1 + 2 && b || a /= b",
        "(= x a b (|| (&& (== a (+ 1 2)) b) (/= a b)))",
    );
    check("x f g = f <| g <| 1 + 2", "(= x f g (<| f (<| g (+ 1 2))))");
    check("x f a = a |> f |> f", "(= x f a (|> (|> a f) f))");
    check(
        "x = foldl (+) -1\nfoldl = 0",
        "(= foldl 0)\n(= x (^foldl (+) (- 1)))",
    );
}

#[test]
fn names_lead_to_locals_definitions_and_imports() {
    check(
        "f x = g x\ng y = List.map f [ y ]",
        "(rec (= f x (^g x)) (= g y (List.map ^f [y])))",
    );
    check(
        "x = Just (not True)",
        "(= x (Maybe.Maybe.Just (Basics.not Basics.Bool.True)))",
    );
    check(
        "map f = f\nx = map not",
        "(= map f f)\n(= x (^map Basics.not))",
    );
    check("max a b = a", "(= max a b a)");
    check("f max = max", "(= f max max)");
}

#[test]
fn patterns_bind_in_every_place() {
    check(
        "f (( a, _ ) as p) { x, y } = \\(Ok z) -> ( a, p, [ x, y, z ] )",
        "(= f (as (# a _) p) {x y} (\\ [(Ok z)] (# a p [x y z])))",
    );
    check(
        "f m = case m of\n  Just (x :: [ y, 'c' ]) -> x\n  Nothing -> \"s\"\n  _ -> 1",
        "(= f m (case m ((Just (:: x [y 'c'])) x) (Nothing \"s\") (_ 1)))",
    );
}

#[test]
fn a_let_is_put_in_the_order_of_its_dependencies() {
    check(
        "x =\n  let\n    a = b + c\n    ( b, c ) = d\n    d = ( 1, 2 )\n  in a",
        "(= x (let (= d (# 1 2)) (= (# b c) d) (= a (+ b c)) a))",
    );
    check(
        "x =\n  let\n    even n = odd n\n    odd n = even n\n  in even",
        "(= x (let (rec (= even n (odd n)) (= odd n (even n))) even))",
    );
    check(
        "x = let _ = Debug.log \"a\" 1 in 2",
        "(= x (let (= _ (Debug.log \"a\" 1)) 2))",
    );
}

#[test]
fn records_are_read_made_and_updated() {
    check(
        "type alias P = { y : Int, x : Int }\nf p = { p | x = p.y }\ng = P 1 2\nh = List.map .x",
        "(alias P [] {x@1:Basics.Int y@0:Basics.Int})\n\
         (= h (List.map .x))\n\
         (= g (Test.P{} 1 2))\n\
         (= f p {p | x=(.y p)})",
    );
}

#[test]
fn aliases_are_unfolded_with_their_arguments() {
    check(
        "type alias Pair a b = ( a, b )\ntype alias Same a = Pair a a\nx : Same Int -> Same (List b)\nx y = x y",
        "(alias Pair [a b] (# a b))\n\
         (alias Same [a] <(Test.Pair a a) = (# a a)>)\n\
         (rec (= x y : (-> <(Test.Same Basics.Int) = <(Test.Pair Basics.Int Basics.Int) = \
         (# Basics.Int Basics.Int)>> <(Test.Same (List.List b)) = <(Test.Pair (List.List b) \
         (List.List b)) = (# (List.List b) (List.List b))>>) (^x y)))",
    );
}

#[test]
fn extensible_records_take_in_what_they_extend() {
    check(
        "type alias Named r = { r | name : String }\nx : Named { age : Int } -> Named a\nx y = x y",
        "(alias Named [r] {r | name@0:String.String})\n\
         (rec (= x y : (-> <(Test.Named {age@0:Basics.Int}) = {age@0:Basics.Int name@0:String.String}> \
         <(Test.Named a) = {a | name@0:String.String}>) (^x y)))",
    );
}

#[test]
fn custom_types_may_name_each_other() {
    check(
        "type Tree a = Leaf | Node (Forest a) a\ntype Forest a = Forest (List (Tree a))",
        "(type Forest [a] (Forest (List.List (Test.Tree a))))\n\
         (type Tree [a] Leaf (Node (Test.Forest a) a))",
    );
}

#[test]
fn constants_may_use_themselves_in_functions() {
    check(
        "x = \\_ -> y\ny = List.map (\\n -> x n) [ 1 ]",
        "(rec (= x (\\ [_] ^y)) (= y (List.map (\\ [n] (^x n)) [1])))",
    );
}

#[test]
fn imports_bring_what_they_say() {
    let test = "module Test exposing (T, open)\n\
        import A as B exposing (T(..), make)\n\
        import C exposing (..)\n\
        type alias T = B.T\n\
        open t = case t of\n  A -> make\n  B x -> [ B.make, c x, Maybe.Just C.c ]";
    let a = "module A exposing (T(..), make)\ntype T = A | B Int\nmake = A";
    let c = "module C exposing (c)\nc x = d x\nd x = x";
    let printed = resolved(&[("Test", test), ("A", a), ("C", c)]);
    assert_eq!(
        printed,
        "module Test\n\
         (alias T [] A.T)\n\
         (= open t (case t (A A.make) ((B x) [A.make (C.c x) (Maybe.Maybe.Just C.c)])))\n\
         (exposing T open)"
    );
}

#[test]
fn ports_carry_what_javascript_knows() {
    let test = "port module Test exposing (..)\n\
        port send : { a : List (Maybe Int), b : ( String, () ) } -> Cmd msg\n\
        port receive : (Float -> msg) -> Sub msg\n\
        type alias Out msg = Int -> Cmd msg\n\
        port other : Out msg";
    let printed = resolved(&[("Test", test)]);
    assert_eq!(
        printed,
        "module Test\n\
         (alias Out [msg] (-> Basics.Int (Platform.Cmd.Cmd msg)))\n\
         (port other <(Test.Out msg) = (-> Basics.Int (Platform.Cmd.Cmd msg))>)\n\
         (port receive (-> (-> Basics.Float msg) (Platform.Sub.Sub msg)))\n\
         (port send (-> {a@0:(List.List (Maybe.Maybe Basics.Int)) b@1:(# String.String ())} \
         (Platform.Cmd.Cmd msg)))\n\
         (exposing Out other receive send)"
    );
}
