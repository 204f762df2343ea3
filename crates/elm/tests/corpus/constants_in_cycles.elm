module Main exposing (output)

import Json.Decode as D


output : String
output =
    String.join "\n"
        [ show "run later" (run later)
        , show "run expression" (run expression)
        , show "first 3" (first 3)
        , show "chained" (chained ())
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Expression
    = Number Int
    | Sum (List Expression)
    | Negated Expression


run : D.Decoder Expression -> Result String Expression
run decoder =
    D.decodeString decoder "[1,{\"not\":[2,[3]]},[]]"
        |> Result.mapError D.errorToString


later : D.Decoder Expression
later =
    D.lazy (\_ -> expression)


expression : D.Decoder Expression
expression =
    D.oneOf [ number, negated, sum ]


number : D.Decoder Expression
number =
    D.map Number D.int


sum : D.Decoder Expression
sum =
    D.map Sum (listOf 1)


listOf : Int -> D.Decoder (List Expression)
listOf _ =
    D.list later


negated : D.Decoder Expression
negated =
    D.map Negated (D.field "not" later)


first : Int -> Int
first n =
    if n == 0 then
        base

    else
        first (n - 1)


base : Int
base =
    List.length (table ())


table : () -> List (Int -> Int)
table () =
    [ first, always 1 ]


chained : () -> List Int
chained =
    compose stepA


stepA : List Int -> List Int
stepA list =
    if List.length list > 2 then
        list

    else
        stepB (List.length list :: list)


stepB : List Int -> List Int
stepB =
    \list -> stepA (wrapped ++ list)


wrapped : List Int
wrapped =
    List.map (\n -> n * 10) [ 7 ]


compose : (List Int -> List Int) -> () -> List Int
compose f =
    \() -> f []
