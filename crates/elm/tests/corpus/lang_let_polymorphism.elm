module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "pairUp" pairUp
        , show "apply" apply
        , show "let swap ( a, b ) = ( b, a ) in ( swap ( 1, 'a' ), swap ( \"x\", () ) )"
            (let
                swap ( a, b ) =
                    ( b, a )
             in
             ( swap ( 1, 'a' ), swap ( "x", () ) )
            )
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


pairUp : ( List Int, List String )
pairUp =
    let
        wrap x =
            [ x ]
    in
    ( wrap 1, wrap "a" )


apply : ( Int, String )
apply =
    let
        id : a -> a
        id a =
            a

        const a _ =
            a
    in
    ( const (id 1) (id "x"), const (id "y") () )
