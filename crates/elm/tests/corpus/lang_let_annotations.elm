module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "f 3" (f 3)
        , show "f -1" (f -1)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


f : Int -> ( Int, String )
f n =
    let
        double : Int -> Int
        double x =
            x * 2

        text : String
        text =
            String.fromInt (double n)

        pair : a -> b -> ( a, b )
        pair a b =
            ( a, b )
    in
    pair (double (double n)) text
