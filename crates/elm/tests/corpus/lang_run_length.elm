module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "encode (String.toList \"aaabccd\")" (encode (String.toList "aaabccd"))
        , show "decode [ ( 3, 'x' ), ( 1, 'y' ) ]" (decode [ ( 3, 'x' ), ( 1, 'y' ) ])
        , show "decode (encode [ 1, 1, 2 ]) == [ 1, 1, 2 ]" (decode (encode [ 1, 1, 2 ]) == [ 1, 1, 2 ])
        , show "encode [ [], [], [ 1 ] ]" (encode [ [], [], [ 1 ] ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


encode : List a -> List ( Int, a )
encode list =
    List.foldr add [] list


add : a -> List ( Int, a ) -> List ( Int, a )
add x runs =
    case runs of
        ( n, y ) :: rest ->
            if x == y then
                ( n + 1, y ) :: rest

            else
                ( 1, x ) :: runs

        [] ->
            [ ( 1, x ) ]


decode : List ( Int, a ) -> List a
decode =
    List.concatMap (\( n, x ) -> List.repeat n x)
