module Main exposing (output)

-- elm-explorations/test: every function of Expect, as it passes and as it fails

import Array
import Dict
import Expect exposing (Expectation, FloatingPointTolerance(..))
import Set
import Test.Runner


show : String -> Expectation -> String
show label expectation =
    label
        ++ ": "
        ++ (case Test.Runner.getFailureReason expectation of
                Nothing ->
                    "passes"

                Just { given, description, reason } ->
                    Debug.toString given ++ " | " ++ description ++ " | " ++ Debug.toString reason
           )


type Shape
    = Circle Float
    | Named { name : String, sides : List Int }


equality : List String
equality =
    [ show "equal" (Expect.equal 4 (2 + 2))
    , show "equal fails" (Expect.equal 4 5)
    , show "equal of strings" (Expect.equal "a\nb" "a b")
    , show "equal of records" (Expect.equal { a = 1, b = "x" } { a = 1, b = "y" })
    , show "equal of types" (Expect.equal (Circle 1) (Named { name = "\"", sides = [ 1, 2 ] }))
    , show "equal of floats" (Expect.equal 0.1 0.2)
    , show "equal of arrays" (Expect.equal (Array.fromList [ 1 ]) (Array.fromList [ 1, 2 ]))
    , show "equal of dicts" (Expect.equal (Dict.fromList [ ( 1, 'a' ) ]) Dict.empty)
    , show "equal of functions that are the same" (Expect.equal identity identity)
    , show "notEqual" (Expect.notEqual 4 5)
    , show "notEqual fails" (Expect.notEqual "x" "x")
    , show "all" (Expect.all [ Expect.greaterThan 1, Expect.lessThan 5 ] 3)
    , show "all fails" (Expect.all [ Expect.greaterThan 1, Expect.lessThan 5, Expect.equal 0 ] 7)
    , show "all of none" (Expect.all [] 7)
    ]


comparison : List String
comparison =
    [ show "lessThan" (Expect.lessThan 2 1)
    , show "lessThan fails" (Expect.lessThan 1 1)
    , show "atMost" (Expect.atMost 1 1)
    , show "atMost fails" (Expect.atMost 1 2)
    , show "greaterThan" (Expect.greaterThan 1 2)
    , show "greaterThan fails" (Expect.greaterThan "b" "a")
    , show "atLeast" (Expect.atLeast 1 1)
    , show "atLeast fails" (Expect.atLeast ( 1, 'b' ) ( 1, 'a' ))
    , show "within absolute" (Expect.within (Absolute 0.1) 1 1.05)
    , show "within absolute fails" (Expect.within (Absolute 0.1) 1 1.5)
    , show "within relative" (Expect.within (Relative 0.1) 100 105)
    , show "within relative fails" (Expect.within (Relative 0.001) 100 105)
    , show "within either" (Expect.within (AbsoluteOrRelative 1 0.001) 100 100.5)
    , show "within either fails" (Expect.within (AbsoluteOrRelative 0.1 0.001) 100 105)
    , show "within less than nothing" (Expect.within (Absolute -1) 100 100)
    , show "within nan" (Expect.within (Absolute 1) (0 / 0) (0 / 0))
    , show "within infinity" (Expect.within (Relative 0.1) (1 / 0) (1 / 0))
    , show "notWithin" (Expect.notWithin (Absolute 0.1) 1 2)
    , show "notWithin fails" (Expect.notWithin (Absolute 0.1) 1 1)
    , show "notWithin relative fails" (Expect.notWithin (Relative 0.1) 1 1.01)
    , show "notWithin less than nothing" (Expect.notWithin (Relative -0.5) 1 1.01)
    ]


collections : List String
collections =
    [ show "ok" (Expect.ok (Ok 1))
    , show "ok fails" (Expect.ok (Err "no"))
    , show "err" (Expect.err (Err "no"))
    , show "err fails" (Expect.err (Ok { a = 1 }))
    , show "equalLists" (Expect.equalLists [ 1, 2 ] [ 1, 2 ])
    , show "equalLists fails" (Expect.equalLists [ 1, 2, 3 ] [ 1, 3 ])
    , show "equalLists of strings fails" (Expect.equalLists [] [ "a", "b\"" ])
    , show "equalDicts" (Expect.equalDicts (Dict.fromList [ ( 1, "a" ) ]) (Dict.fromList [ ( 1, "a" ) ]))
    , show "equalDicts fails"
        (Expect.equalDicts
            (Dict.fromList [ ( 1, "a" ), ( 2, "b" ), ( 3, "c" ) ])
            (Dict.fromList [ ( 1, "a" ), ( 2, "x" ), ( 4, "d" ) ])
        )
    , show "equalSets" (Expect.equalSets (Set.fromList [ 1, 2 ]) (Set.fromList [ 2, 1 ]))
    , show "equalSets fails" (Expect.equalSets (Set.fromList [ "a", "b" ]) (Set.fromList [ "b", "c", "d" ]))
    ]


own : List String
own =
    [ show "pass" Expect.pass
    , show "fail" (Expect.fail "because")
    , show "onFail of a failure" (Expect.equal 1 2 |> Expect.onFail "they differ")
    , show "onFail of success" (Expect.equal 1 1 |> Expect.onFail "they differ")
    , "a todo: " ++ Debug.toString (Test.Runner.isTodo (Expect.fail "x"))
    ]


output : String
output =
    String.join "\n" (List.concat [ equality, comparison, collections, own ])
