module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map compareBoth [ ( 0, 0 ), ( 0, 2 ), ( 3, 0 ), ( 4, 5 ) ]" (List.map compareBoth [ ( 0, 0 ), ( 0, 2 ), ( 3, 0 ), ( 4, 5 ) ])
        , show "List.map fizz (List.range 1 15)" (List.map fizz (List.range 1 15))
        , show "List.map triple [ ( Just 1, True, [] ), ( Just 1, False, [ 'a' ] ), ( Nothing, False, [ 'x' ] ), ( Nothing, True, [ 'x' ] ), ( Just 5, False, [] ) ]" (List.map triple [ ( Just 1, True, [] ), ( Just 1, False, [ 'a' ] ), ( Nothing, False, [ 'x' ] ), ( Nothing, True, [ 'x' ] ), ( Just 5, False, [] ) ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


compareBoth : ( Int, Int ) -> String
compareBoth pair =
    case pair of
        ( 0, 0 ) ->
            "origin"

        ( 0, y ) ->
            "on y " ++ String.fromInt y

        ( x, 0 ) ->
            "on x " ++ String.fromInt x

        ( x, y ) ->
            String.fromInt x ++ "," ++ String.fromInt y


fizz : Int -> String
fizz n =
    case ( modBy 3 n, modBy 5 n ) of
        ( 0, 0 ) ->
            "FizzBuzz"

        ( 0, _ ) ->
            "Fizz"

        ( _, 0 ) ->
            "Buzz"

        _ ->
            String.fromInt n


triple : ( Maybe Int, Bool, List Char ) -> Int
triple t =
    case t of
        ( Just n, True, [] ) ->
            n

        ( Just n, _, _ :: _ ) ->
            n * 2

        ( Nothing, False, [ 'x' ] ) ->
            -1

        _ ->
            0
