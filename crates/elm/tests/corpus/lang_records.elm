module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "Point 1 2" (Point 1 2)
        , show "move 5 (Point 1 2)" (move 5 (Point 1 2))
        , show "both (Point 1 2)" (both (Point 1 2))
        , show "(Point 3 4).y" (Point 3 4).y
        , show "List.map2 Point [ 1, 2 ] [ 3, 4 ]" (List.map2 Point [ 1, 2 ] [ 3, 4 ])
        , show "{ x = 1, y = 2 } == Point 1 2" ({ x = 1, y = 2 } == Point 1 2)
        , show ".x (Point 9 8)" (.x (Point 9 8))
        , show "List.map .y [ Point 1 2, Point 3 4 ]" (List.map .y [ Point 1 2, Point 3 4 ])
        , show "let p = Point 1 2 in { p | y = 7 }"
            (let
                p =
                    Point 1 2
             in
             { p | y = 7 }
            )
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias Point =
    { x : Int, y : Int }


move : Int -> Point -> Point
move d p =
    { p | x = p.x + d }


both : Point -> Point
both p =
    { p | x = p.y, y = p.x }
