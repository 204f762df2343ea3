module Main exposing (output)

{-| What an optimizer must not change: the order of evaluation where it is seen, closures that keep their own values, functions
that are known and functions that are not.
-}

import Array
import Dict


output : String
output =
    [ ( "closures", closures )
    , ( "partial", partial )
    , ( "known", known )
    , ( "captured", captured )
    , ( "chosen", chosen )
    , ( "recursive", recursive )
    , ( "mutual", mutual )
    , ( "composed", composed )
    , ( "constructors", constructors )
    , ( "comparisons", comparisons )
    , ( "integers", integers )
    , ( "texts", texts )
    , ( "updates", updates )
    , ( "numbers", numbers )
    ]
        |> List.map (\( name, text ) -> name ++ ": " ++ text)
        |> String.join "\n"


ints : List Int -> String
ints list =
    String.join " " (List.map String.fromInt list)


closures : String
closures =
    List.range 1 5
        |> List.map (\a b -> a * 10 + b)
        |> List.indexedMap (\index f -> f index)
        |> ints


add3 : Int -> Int -> Int -> Int
add3 a b c =
    a * 100 + b * 10 + c


partial : String
partial =
    let
        one =
            add3 1

        two =
            one 2
    in
    ints [ two 3, one 4 5, List.foldl (add3 1) 0 [ 7 ], List.map2 (add3 9) [ 1, 2 ] [ 3, 4 ] |> List.sum ]


apply : (a -> b) -> a -> b
apply f x =
    f x


twice : (a -> a) -> a -> a
twice f =
    f >> f


known : String
known =
    let
        double n =
            n * 2
    in
    ints [ apply double 4, twice double 4, twice (twice double) 1, apply (apply add3 1 2) 3, (twice << twice) double 3 ]


captured : String
captured =
    let
        step : Int -> List Int -> List Int
        step n list =
            let
                around f =
                    List.map (\x -> f (x + n)) list
            in
            if n > 3 then
                list

            else
                step (n + 1) (around (\x -> x * n + List.length list))
    in
    ints (step 1 [ 1, 2, 3 ])


choose : Int -> Maybe Int
choose n =
    if n > 5 then
        Just (n * 2)

    else if n == 3 then
        Nothing

    else
        Maybe.map ((+) 1) (Array.get n (Array.fromList [ 10, 20, 30 ]))


chosen : String
chosen =
    List.range 0 8
        |> List.map
            (\n ->
                case choose n of
                    Just 21 ->
                        -21

                    Just m ->
                        m

                    Nothing ->
                        n
            )
        |> ints


sumTo : Int -> Int -> Int
sumTo total n =
    if n <= 0 then
        total

    else
        sumTo (total + n) (n - 1)


pairs : List a -> List ( a, a )
pairs list =
    case list of
        a :: ((b :: _) as rest) ->
            ( a, b ) :: pairs rest

        _ ->
            []


recursive : String
recursive =
    ints [ sumTo 0 100000, List.length (pairs (List.range 1 500)), List.foldr (\( a, b ) n -> n + a * b) 0 (pairs [ 1, 2, 3, 4 ]) ]


isEven : (Int -> Int) -> Int -> Bool
isEven down n =
    if n == 0 then
        True

    else
        isOdd down (down n)


isOdd : (Int -> Int) -> Int -> Bool
isOdd down n =
    if n == 0 then
        False

    else
        isEven down (down n)


mutual : String
mutual =
    [ isEven (\n -> n - 1) 10, isOdd (\n -> n - 1) 10, isEven (\n -> n - 2) 8, isOdd (identity >> negate >> (+) 2) 2 ]
        |> List.map
            (\b ->
                if b then
                    "yes"

                else
                    "no"
            )
        |> String.join " "


composed : String
composed =
    [ " a ", "b", "  " ]
        |> List.map (String.trim >> String.toUpper >> String.append "<" >> (\s -> s ++ ">"))
        |> String.concat


type Shape
    = Dot
    | Circle Float
    | Box Float Float
    | Group String (List Shape)


constructors : String
constructors =
    let
        shapes =
            [ Dot, Circle 1, Box 1 2, Group "a" [ Dot, Circle 2 ], Group "a" [ Dot, Circle (0 / 0) ] ]

        same shape =
            List.length (List.filter (\other -> other == shape) shapes)
    in
    ints
        [ same Dot
        , same (Circle 1)
        , same (Circle 2)
        , same (Box 1 2)
        , same (Box 2 1)
        , same (Group "a" [ Dot, Circle 2 ])
        , same (Group "b" [])
        , List.length (List.filter (\shape -> shape /= Dot) shapes)
        , List.length (List.map2 Box [ 1, 2, 3 ] [ 4, 5 ])
        ]


comparisons : String
comparisons =
    let
        texts_ =
            [ "abcdefgh", "abcdefghi", "abcdefgg", "", "a", "ä", "abcdefgha" ++ String.repeat 3 "bcdefgh", "日本" ]

        order a b =
            case compare a b of
                LT ->
                    "<"

                EQ ->
                    "="

                GT ->
                    ">"
    in
    List.map (\a -> String.concat (List.map (order a) texts_)) texts_
        ++ [ order ( 1, "b" ) ( 1, "a" ), order [ 1, 2 ] [ 1 ], order 'a' 'b', order (0 / 0) 1, order 1 2.5 ]
        ++ List.sort texts_
        |> String.join " "


integers : String
integers =
    let
        values =
            [ 0, 1, 7, 8, 9, -1, -7, -8, -9, 4294967295, 2147483648 ]
    in
    List.concatMap (\n -> [ n // 8, n // 3, modBy 8 n, remainderBy 8 n, modBy 3 n ]) values |> ints


texts : String
texts =
    let
        rope =
            List.foldl (\n text -> text ++ String.fromInt n ++ ",") "" (List.range 1 40)

        wide =
            rope ++ "日本"
    in
    [ String.slice 3 -3 rope
    , String.slice -4 200 wide
    , String.slice 5 5 rope ++ String.slice 9 2 rope
    , String.left 4 wide
    , String.right 4 wide
    , String.join "|" (String.lines "a\r\nb\n\nc\rd\n")
    , String.fromInt (List.length (String.split "," wide))
    , String.join "|" (String.words "  a\u{00A0}b \t c  ")
    , String.fromInt (String.foldl (\c n -> n + Char.toCode c) 0 wide)
    , String.join " " (List.map String.fromInt (String.indexes "1," wide))
    , String.toUpper "straße é" ++ String.toLower "ÀB"
    ]
        |> String.join ";"


updates : String
updates =
    let
        base =
            { a = 1, b = "x", c = { d = 2, e = 3 } }

        deeper r =
            { r | c = bump r.c }

        bump c =
            { c | d = c.d + 1 }

        final =
            { base | a = base.a + 5 } |> deeper |> deeper |> (\r -> { r | b = r.b ++ String.fromInt r.c.d })
    in
    ints [ final.a, final.c.d, final.c.e, base.a, base.c.d ] ++ final.b


numbers : String
numbers =
    [ 0, -0.0, 1.5, 100, 1.0e21, 1.0e-7, 123456789012, -7, 0.1 + 0.2, 9007199254740993 ]
        |> List.map String.fromFloat
        |> String.join " "
        |> (++) (String.fromFloat (1 / toFloat (remainderBy 8 -8)) ++ " " ++ String.fromInt (Dict.size (Dict.fromList [ ( 1, 1 ), ( 1, 2 ) ])) ++ " ")
