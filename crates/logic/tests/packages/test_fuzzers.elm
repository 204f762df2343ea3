module Main exposing (output)

-- elm-explorations/test: what every fuzzer makes

import Fuzz exposing (Fuzzer)
import Random


type Tree
    = Leaf Int
    | Node Tree Tree


tree : Int -> Fuzzer Tree
tree depth =
    if depth <= 0 then
        Fuzz.map Leaf (Fuzz.intRange 0 9)

    else
        Fuzz.frequency
            [ ( 1, Fuzz.map Leaf Fuzz.int )
            , ( 2, Fuzz.map2 Node (Fuzz.lazy (\_ -> tree (depth - 1))) (tree (depth - 1)) )
            ]


some : String -> Fuzzer a -> String
some name fuzzer =
    name ++ ": " ++ Debug.toString (Fuzz.examples 5 fuzzer)


numbers : List String
numbers =
    [ some "int" Fuzz.int
    , some "intRange" (Fuzz.intRange -5 5)
    , some "intRange turned" (Fuzz.intRange 5 -5)
    , some "uniformInt" (Fuzz.uniformInt 1000)
    , some "intAtLeast" (Fuzz.intAtLeast 100)
    , some "intAtMost" (Fuzz.intAtMost -100)
    , some "float" Fuzz.float
    , some "niceFloat" Fuzz.niceFloat
    , some "percentage" Fuzz.percentage
    , some "floatRange" (Fuzz.floatRange -1.5 2.5)
    , some "floatAtLeast" (Fuzz.floatAtLeast 10)
    , some "floatAtLeast below" (Fuzz.floatAtLeast -10)
    , some "floatAtMost" (Fuzz.floatAtMost 10)
    , some "floatAtMost below" (Fuzz.floatAtMost -10)
    ]


texts : List String
texts =
    [ some "char" Fuzz.char
    , some "asciiChar" Fuzz.asciiChar
    , some "string" Fuzz.string
    , some "stringOfLength" (Fuzz.stringOfLength 3)
    , some "stringOfLengthBetween" (Fuzz.stringOfLengthBetween 1 4)
    , some "asciiString" Fuzz.asciiString
    , some "asciiStringOfLength" (Fuzz.asciiStringOfLength 4)
    , some "asciiStringOfLengthBetween" (Fuzz.asciiStringOfLengthBetween 0 3)
    ]


collections : List String
collections =
    [ some "pair" (Fuzz.pair Fuzz.int Fuzz.bool)
    , some "triple" (Fuzz.triple Fuzz.int Fuzz.asciiChar Fuzz.order)
    , some "list" (Fuzz.list Fuzz.int)
    , some "listOfLength" (Fuzz.listOfLength 3 Fuzz.bool)
    , some "listOfLengthBetween" (Fuzz.listOfLengthBetween 1 3 (Fuzz.intRange 0 9))
    , some "shuffledList" (Fuzz.shuffledList [ 1, 2, 3, 4, 5 ])
    , some "array" (Fuzz.array (Fuzz.intRange 0 9))
    , some "maybe" (Fuzz.maybe Fuzz.int)
    , some "result" (Fuzz.result Fuzz.asciiString Fuzz.int)
    , some "bool" Fuzz.bool
    , some "unit" Fuzz.unit
    , some "order" Fuzz.order
    , some "weightedBool" (Fuzz.weightedBool 0.9)
    , some "weightedBool never" (Fuzz.weightedBool -1)
    ]


choices : List String
choices =
    [ some "oneOf" (Fuzz.oneOf [ Fuzz.constant 1, Fuzz.intRange 10 20 ])
    , some "oneOf none" (Fuzz.map (\x -> x + 0) (Fuzz.oneOf []))
    , some "oneOfValues" (Fuzz.oneOfValues [ "a", "b", "c" ])
    , some "frequency" (Fuzz.frequency [ ( 9, Fuzz.constant 'x' ), ( 1, Fuzz.asciiChar ) ])
    , some "frequencyValues" (Fuzz.frequencyValues [ ( 1, "rare" ), ( 5, "often" ) ])
    , some "frequency below zero" (Fuzz.frequencyValues [ ( -1, "rare" ) ])
    , some "constant" (Fuzz.constant { a = 1 })
    , some "invalid" (Fuzz.map (\() -> 1) (Fuzz.invalid "no such thing"))
    , some "filter" (Fuzz.filter (\n -> modBy 3 n == 0) (Fuzz.intRange 0 100))
    , some "filter of none" (Fuzz.filter (\n -> n > 100) (Fuzz.intRange 0 100))
    , some "filterMap" (Fuzz.filterMap String.toInt (Fuzz.asciiStringOfLength 1))
    ]


combined : List String
combined =
    let
        small =
            Fuzz.intRange 0 9
    in
    [ some "map" (Fuzz.map String.fromInt small)
    , some "map2" (Fuzz.map2 Tuple.pair small small)
    , some "map3" (Fuzz.map3 (\a b c -> [ a, b, c ]) small small small)
    , some "map4" (Fuzz.map4 (\a b c d -> [ a, b, c, d ]) small small small small)
    , some "map5" (Fuzz.map5 (\a b c d e -> [ a, b, c, d, e ]) small small small small small)
    , some "map6" (Fuzz.map6 (\a b c d e f -> [ a, b, c, d, e, f ]) small small small small small small)
    , some "map7" (Fuzz.map7 (\a b c d e f g -> [ a, b, c, d, e, f, g ]) small small small small small small small)
    , some "map8" (Fuzz.map8 (\a b c d e f g h -> [ a, b, c, d, e, f, g, h ]) small small small small small small small small)
    , some "andMap" (Fuzz.constant (\a b -> a * 10 + b) |> Fuzz.andMap small |> Fuzz.andMap small)
    , some "andThen" (small |> Fuzz.andThen (\n -> Fuzz.listOfLength n (Fuzz.constant n)))
    , some "lazy" (tree 3)
    , some "sequence" (Fuzz.sequence [ small, Fuzz.constant -1, small ])
    , some "traverse" (Fuzz.traverse (\n -> Fuzz.intRange 0 n) [ 0, 1, 10, 100 ])
    , some "fromGenerator" (Fuzz.fromGenerator (Random.list 2 (Random.int 1 6)))
    ]


labels : String
labels =
    Fuzz.intRange 1 20
        |> Fuzz.labelExamples 100
            [ ( "fizz", \n -> modBy 3 n == 0 )
            , ( "buzz", \n -> modBy 5 n == 0 )
            , ( "even", \n -> modBy 2 n == 0 )
            , ( "never", \n -> n > 20 )
            ]
        |> List.map Debug.toString
        |> String.join "\n"


output : String
output =
    String.join "\n" (List.concat [ numbers, texts, collections, choices, combined, [ labels ] ])
