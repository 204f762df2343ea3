module Main exposing (output)

-- elm-explorations/test: suites, how they are run and told

import Expect exposing (Expectation)
import Fuzz
import Random
import Test exposing (Test, describe, fuzz, test)
import Test.Runner exposing (SeededRunners(..))


runners : SeededRunners -> String
runners seeded =
    case seeded of
        Plain list ->
            "plain\n" ++ String.join "\n" (List.map runner list)

        Only list ->
            "only\n" ++ String.join "\n" (List.map runner list)

        Skipping list ->
            "skipping\n" ++ String.join "\n" (List.map runner list)

        Invalid reason ->
            "invalid: " ++ reason


runner : Test.Runner.Runner -> String
runner { labels, run } =
    let
        path =
            Test.Runner.formatLabels (\label -> "> " ++ label) (\label -> "* " ++ label) labels
    in
    String.join " " path ++ ": " ++ String.join "; " (List.map result (run ()))


result : Expectation -> String
result expectation =
    (if Test.Runner.isTodo expectation then
        "todo: "

     else
        ""
    )
        ++ (case Test.Runner.getFailureReason expectation of
                Nothing ->
                    "passes"

                Just failure ->
                    Maybe.withDefault "-" failure.given
                        ++ " | "
                        ++ failure.description
                        ++ " | "
                        ++ Debug.toString failure.reason
           )


seed : Random.Seed
seed =
    Random.initialSeed 42


plain : Test
plain =
    describe "all"
        [ describe "numbers"
            [ test "adds" (\_ -> Expect.equal 4 (2 + 2))
            , test "subtracts" (\_ -> Expect.equal 1 (2 - 2))
            ]
        , describe "texts"
            [ test "  reverses  " (\_ -> String.reverse "abc" |> Expect.equal "cba")
            , fuzz Fuzz.string "reverses twice" (\text -> String.reverse (String.reverse text) |> Expect.equal text)
            ]
        ]


skipping : Test
skipping =
    describe "some"
        [ Test.skip (test "later" (\_ -> Expect.fail "never run"))
        , test "now" (\_ -> Expect.pass)
        ]


only : Test
only =
    describe "some"
        [ test "another" (\_ -> Expect.fail "never run")
        , Test.only
            (describe "these"
                [ test "one" (\_ -> Expect.pass)
                , Test.skip (test "not that one" (\_ -> Expect.pass))
                ]
            )
        ]


todo : Test
todo =
    describe "plans" [ Test.todo "write this", test "written" (\_ -> Expect.pass) ]


wrong : List Test
wrong =
    [ describe "" [ test "x" (\_ -> Expect.pass) ]
    , describe "none" []
    , Test.concat []
    , test "" (\_ -> Expect.pass)
    , describe "twice" [ test "same" (\_ -> Expect.pass), test "same" (\_ -> Expect.pass) ]
    , describe "own name" [ describe "own name" [ test "x" (\_ -> Expect.pass) ] ]
    , Test.concat [ describe "a" [ test "x" (\_ -> Expect.pass) ], describe "a" [ test "y" (\_ -> Expect.pass) ] ]
    , Test.fuzzWith { runs = 0, distribution = Test.noDistribution } Fuzz.int "no runs" (\_ -> Expect.pass)
    ]


throws : Test
throws =
    describe "throws"
        [ test "by zero" (\_ -> Expect.equal 1 (modBy (String.length "") 3))
        , test "goes on" (\_ -> Expect.pass)
        , test "functions" (\_ -> Expect.equal (\x -> x + 1) (\x -> x + 2))
        , test "too deep" (\_ -> Expect.equal 1 (depth 10000000))
        , test "after all" (\_ -> Expect.equal 1 2)
        ]


depth : Int -> Int
depth n =
    if n == 0 then
        0

    else
        1 + depth (n - 1)


output : String
output =
    [ [ Test.Runner.fromTest 20 seed plain
      , Test.Runner.fromTest 20 seed skipping
      , Test.Runner.fromTest 20 seed only
      , Test.Runner.fromTest 20 seed todo
      , Test.Runner.fromTest 0 seed plain
      , Test.Runner.fromTest 5 seed (Test.concat [ plain, todo ])
      , Test.Runner.fromTest 5 seed throws
      ]
    , List.map (Test.Runner.fromTest 5 seed) wrong
    ]
        |> List.concat
        |> List.map runners
        |> String.join "\n\n"
