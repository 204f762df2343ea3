module Main exposing (output)

-- elm-explorations/test: what is left of what made a test fail

import Dict
import Expect exposing (Expectation)
import Fuzz exposing (Fuzzer)
import Random
import Set
import Test exposing (Test)
import Test.Runner exposing (SeededRunners(..))


failures : Int -> Test -> String
failures number test =
    case Test.Runner.fromTest 100 (Random.initialSeed number) test of
        Plain list ->
            String.join "; " (List.concatMap (\{ run } -> List.map result (run ())) list)

        Only _ ->
            "only"

        Skipping _ ->
            "skipping"

        Invalid reason ->
            "invalid: " ++ reason


result : Expectation -> String
result expectation =
    case Test.Runner.getFailureReason expectation of
        Nothing ->
            "passes"

        Just failure ->
            "given "
                ++ Maybe.withDefault "nothing" failure.given
                ++ ": "
                ++ failure.description
                ++ " "
                ++ Debug.toString failure.reason


property : String -> Fuzzer a -> (a -> Expectation) -> String
property name fuzzer expectation =
    let
        test =
            Test.fuzz fuzzer name expectation
    in
    name ++ "\n  " ++ String.join "\n  " (List.map (\number -> failures number test) [ 1, 2, 12345 ])


isTrue : Bool -> Expectation
isTrue truth =
    Expect.equal True truth


type Expr
    = Number Int
    | Add Expr Expr
    | Divide Expr Expr


expr : Int -> Fuzzer Expr
expr depth =
    if depth <= 0 then
        Fuzz.map Number (Fuzz.intRange -10 10)

    else
        Fuzz.oneOf
            [ Fuzz.map Number (Fuzz.intRange -10 10)
            , Fuzz.map2 Add (expr (depth - 1)) (expr (depth - 1))
            , Fuzz.map2 Divide (expr (depth - 1)) (expr (depth - 1))
            ]


evaluate : Expr -> Result String Int
evaluate it =
    case it of
        Number n ->
            Ok n

        Add a b ->
            Result.map2 (+) (evaluate a) (evaluate b)

        Divide a b ->
            case Result.map2 Tuple.pair (evaluate a) (evaluate b) of
                Ok ( _, 0 ) ->
                    Err "division by zero"

                Ok ( m, n ) ->
                    Ok (m // n)

                Err error ->
                    Err error


properties : List String
properties =
    [ property "small numbers" Fuzz.int (\n -> n |> Expect.lessThan 1000)
    , property "no sevens" (Fuzz.intRange 0 10000) (\n -> isTrue (not (String.contains "7" (String.fromInt n))))
    , property "short lists" (Fuzz.list Fuzz.int) (\list -> List.length list |> Expect.atMost 3)
    , property "sorted lists" (Fuzz.list (Fuzz.intRange 0 50)) (\list -> Expect.equalLists (List.sort list) list)
    , property "no pairs" (Fuzz.list (Fuzz.intRange 0 50)) (\list -> Set.size (Set.fromList list) |> Expect.equal (List.length list))
    , property "short texts" Fuzz.string (\text -> String.length text |> Expect.lessThan 5)
    , property "no upper case" Fuzz.asciiString (\text -> Expect.equal text (String.toLower text))
    , property "reverse" (Fuzz.pair Fuzz.string Fuzz.string) (\( a, b ) -> String.reverse (a ++ b) |> Expect.equal (String.reverse a ++ String.reverse b))
    , property "floats add" (Fuzz.triple Fuzz.niceFloat Fuzz.niceFloat Fuzz.niceFloat) (\( a, b, c ) -> Expect.equal (a + (b + c)) (a + b + c))
    , property "floats are small" Fuzz.float (\f -> isTrue (abs f < 1.0e6 || isNaN f))
    , property "never true" Fuzz.bool (\truth -> Expect.equal False truth)
    , property "maybe nothing" (Fuzz.maybe (Fuzz.intRange 3 9)) (\maybe -> Expect.equal Nothing maybe)
    , property "calculates" (expr 4) (\it -> Expect.ok (evaluate it))
    , property "dictionaries" (Fuzz.list (Fuzz.pair (Fuzz.intRange 0 9) Fuzz.char)) (\pairs -> Dict.size (Dict.fromList pairs) |> Expect.equal (List.length pairs))
    , property "depends" (Fuzz.intRange 1 8 |> Fuzz.andThen (\n -> Fuzz.listOfLength n (Fuzz.intRange 0 n))) (\list -> List.sum list |> Expect.lessThan 20)
    , property "always" Fuzz.int (\n -> Expect.equal n (n + 0))
    , property "throws" (Fuzz.intRange 0 9) (\n -> Expect.equal 0 (modBy (n - n) 1))
    , property "nothing to give" (Fuzz.filter (\_ -> False) Fuzz.int) (\_ -> Expect.pass)
    , property "weighed" (Fuzz.weightedBool 0.01) (\truth -> Expect.equal False truth)
    ]


several : List String
several =
    [ failures 7 (Test.fuzz2 Fuzz.int (Fuzz.list Fuzz.bool) "fuzz2" (\n list -> List.length list |> Expect.lessThan (modBy 7 n + 1)))
    , failures 7 (Test.fuzz3 Fuzz.int Fuzz.int Fuzz.int "fuzz3" (\a b c -> a + b + c |> Expect.lessThan 100))
    , failures 7 (Test.fuzzWith { runs = 3, distribution = Test.noDistribution } (Fuzz.intRange 0 9) "fuzzWith" (\n -> n |> Expect.lessThan 3))
    , failures 7 (Test.describe "names" [ Test.fuzz Fuzz.int "" (\_ -> Expect.pass), Test.fuzz Fuzz.int "b" (\n -> Expect.lessThan 5 n) ])
    ]


{-| By hand: a value, and what is simpler step by step.
-}
byHand : Int -> String
byHand number =
    let
        generator =
            Test.Runner.fuzz (Fuzz.list (Fuzz.intRange 0 1000))

        expectation list =
            List.sum list |> Expect.lessThan 1500
    in
    case Tuple.first (Random.step generator (Random.initialSeed number)) of
        Err reason ->
            reason

        Ok first ->
            Debug.toString (Tuple.first first)
                ++ " -> "
                ++ (case Test.Runner.simplify expectation first of
                        Nothing ->
                            "nothing simpler"

                        Just ( simpler, _ ) ->
                            Debug.toString simpler
                   )


output : String
output =
    String.join "\n" (properties ++ several ++ List.map byHand [ 1, 2, 3, 4 ])
