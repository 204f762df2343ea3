module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "sum ( 1, ( 2, 3 ) )" (sum ( 1, ( 2, 3 ) ))
        , show "fields { x = 3, y = 4, z = \"extra\" }" (fields { x = 3, y = 4, z = "extra" })
        , show "open (Box 6)" (open (Box 6))
        , show "let ( a, b, c ) = ( 1, 2, 3 ) in [ c, b, a ]"
            (let
                ( a, b, c ) =
                    ( 1, 2, 3 )
             in
             [ c, b, a ]
            )
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Box
    = Box Int


sum : ( Int, ( Int, Int ) ) -> Int
sum triple =
    let
        ( a, ( b, c ) ) =
            triple
    in
    a + b + c


fields : { r | x : Int, y : Int } -> Int
fields r =
    let
        { x, y } =
            r
    in
    x * y


open : Box -> Int
open box =
    let
        (Box n) =
            box

        ( p, _ ) =
            ( n + 1, "unused" )
    in
    n * p
