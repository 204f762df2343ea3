module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "twice (twice ((*) 2)) 1" (twice (twice ((*) 2)) 1)
        , show "flip (-) 1 10" (flip (-) 1 10)
        , show "curry Tuple.first 1 2" (curry Tuple.first 1 2)
        , show "uncurry (+) ( 3, 4 )" (uncurry (+) ( 3, 4 ))
        , show "iterate 8 ((*) 2) 1" (iterate 8 ((*) 2) 1)
        , show "List.map (uncurry (\\a b -> a ++ b)) [ ( \"a\", \"b\" ) ]" (List.map (uncurry (\a b -> a ++ b)) [ ( "a", "b" ) ])
        , show "twice twice twice ((+) 1) 0" (twice twice twice ((+) 1) 0)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


twice : (a -> a) -> a -> a
twice f x =
    f (f x)


flip : (a -> b -> c) -> b -> a -> c
flip f b a =
    f a b


curry : (( a, b ) -> c) -> a -> b -> c
curry f a b =
    f ( a, b )


uncurry : (a -> b -> c) -> ( a, b ) -> c
uncurry f ( a, b ) =
    f a b


iterate : Int -> (a -> a) -> a -> List a
iterate n f x =
    if n <= 0 then
        []

    else
        x :: iterate (n - 1) f (f x)
