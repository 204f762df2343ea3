module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "[ a, b, c, d ]" [ a, b, c, d ]
        , show "List.map (\\( name, h ) -> ( name, h 1 )) table" (List.map (\( name, h ) -> ( name, h 1 )) table)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


a : Int
a =
    b * 2


b : Int
b =
    c + d


c : Int
c =
    List.sum e


d : Int
d =
    f 3


e : List Int
e =
    [ f 1, f 2 ]


f : Int -> Int
f n =
    n * base


base : Int
base =
    10


table : List ( String, Int -> Int )
table =
    [ ( "f", f ), ( "g", g ) ]


g : Int -> Int
g n =
    n + a
