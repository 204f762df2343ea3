module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "let x = 1 in x + 1"
            (let
                x =
                    1
             in
             x + 1
            )
        , show "outer 1" (outer 1)
        , show "local 3" (local 3)
        , show "(let y = 2 in y * y) + 1"
            ((let
                y =
                    2
              in
              y * y
             )
                + 1
            )
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


outer : Int -> Int
outer n =
    let
        a =
            b + 1

        b =
            c * 2

        c =
            n + 10
    in
    a + b + c


local : Int -> List Int
local n =
    let
        double x =
            x * 2

        twice f x =
            f (f x)
    in
    [ double n, twice double n, twice (twice double) n ]
