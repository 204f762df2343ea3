module Main exposing (output)

{-| A `case` of many literals, with values before, between and behind them.
-}


output : String
output =
    String.join "\n"
        [ List.map number [ -10, -3, 3, 0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 99, 100, 101, 1000000 ] |> String.join " "
        , List.map number [ negate 0, round (0 / 0), floor (1 / 0), 2 ^ 53 ] |> String.join " "
        , List.map string (String.split "," "a,b,ab,aa,,abc,z,Z,zz,key,keys,ke,🙂,é,ö,0,00,long text here,long text her") |> String.join " "
        , List.map string [ "ke" ++ "y", String.fromList [ 'z', 'z' ], "long text " ++ "here", String.repeat 2 "a" ] |> String.join " "
        , List.map char (String.toList "abcdefghijkz🙂éAZ\u{0000}\u{FFFD}ß") |> String.join " "
        , String.join " " (List.map (\( n, s ) -> String.fromInt n ++ s ++ nested n) pairs)
        , Debug.toString (table 3)
        , Debug.toString { constants | name = "other" }
        ]


number : Int -> String
number n =
    case n of
        5 ->
            "five"

        1 ->
            "one"

        10 ->
            "ten"

        7 ->
            "seven"

        0 ->
            "zero"

        100 ->
            "hundred"

        3 ->
            "three"

        8 ->
            "eight"

        6 ->
            "six"

        9 ->
            "nine"

        _ ->
            "?" ++ String.fromInt n


string : String -> String
string s =
    case s of
        "key" ->
            "1"

        "a" ->
            "2"

        "" ->
            "3"

        "zz" ->
            "4"

        "é" ->
            "5"

        "🙂" ->
            "6"

        "ab" ->
            "7"

        "Z" ->
            "8"

        "long text here" ->
            "9"

        "aa" ->
            "10"

        "00" ->
            "11"

        _ ->
            "?" ++ s


char : Char -> String
char c =
    case c of
        'k' ->
            "1"

        'b' ->
            "2"

        '🙂' ->
            "3"

        'é' ->
            "4"

        'A' ->
            "5"

        'c' ->
            "6"

        'a' ->
            "7"

        '\u{0000}' ->
            "8"

        'j' ->
            "9"

        'ß' ->
            "10"

        _ ->
            "?" ++ String.fromChar c


nested : Int -> String
nested n =
    if n < 0 then
        "negative"

    else if n == 0 then
        "none"

    else
        let
            found =
                case ( n, modBy 2 n ) of
                    ( 1, _ ) ->
                        "first"

                    ( 2, 0 ) ->
                        "second"

                    ( 3, 1 ) ->
                        "third"

                    ( 4, _ ) ->
                        "fourth"

                    ( 5, _ ) ->
                        "fifth"

                    ( 6, 0 ) ->
                        "sixth"

                    ( 7, _ ) ->
                        "seventh"

                    ( 8, 1 ) ->
                        "never"

                    _ ->
                        "more"
        in
        String.toUpper found


pairs : List ( Int, String )
pairs =
    [ ( -1, "a" ), ( 0, "b" ), ( 1, "c" ), ( 2, "d" ), ( 3, "e" ), ( 6, "f" ), ( 7, "g" ), ( 8, "h" ), ( 9, "i" ) ]


type Tree
    = Leaf
    | Node Int (List Tree) { label : String, at : ( Float, Char ) }


constants : { name : String, tree : Tree, none : Maybe Int, some : Maybe (List Bool) }
constants =
    { name = "constants"
    , tree = Node 1 [ Leaf, Node 2 [] { label = "two", at = ( 0.5, 'b' ) } ] { label = "one", at = ( -1.5, 'a' ) }
    , none = Nothing
    , some = Just [ True, False ]
    }


table : Int -> List ( Int, Maybe String, List Int )
table n =
    ( n, Just "first", [ 1, 2, n ] ) :: [ ( 2, Nothing, [] ), ( 3, Just "third", [ n * 2, n * 3 ] ), ( 4, Just "", [ 4 ] ) ]
