module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "largest [ 1, 3, 2 ]" (largest [ 1, 3, 2 ])
        , show "largest [ \"a\", \"c\" ]" (largest [ "a", "c" ])
        , show "sumAll [ 1, 2 ]" (sumAll [ 1, 2 ])
        , show "sumAll [ 1.5, 2 ]" (sumAll [ 1.5, 2 ])
        , show "joinAll [ \"a\", \"b\" ] \"!\"" (joinAll [ "a", "b" ] "!")
        , show "joinAll [ [ 1 ], [ 2 ] ] []" (joinAll [ [ 1 ], [ 2 ] ] [])
        , show "smallerAppend \"b\" \"a\"" (smallerAppend "b" "a")
        , show "smallerAppend [ 2 ] [ 1 ]" (smallerAppend [ 2 ] [ 1 ])
        , show "between 'a' 'z' 'm'" (between 'a' 'z' 'm')
        , show "between ( 1, \"a\" ) ( 2, \"b\" ) ( 1, \"z\" )" (between ( 1, "a" ) ( 2, "b" ) ( 1, "z" ))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


largest : List comparable -> Maybe comparable
largest list =
    List.maximum list


sumAll : List number -> number
sumAll =
    List.foldl (+) 0


joinAll : List appendable -> appendable -> appendable
joinAll list empty =
    List.foldr (++) empty list


smallerAppend : compappend -> compappend -> compappend
smallerAppend a b =
    if a < b then
        a ++ b

    else
        b ++ a


between : comparable -> comparable -> comparable -> Bool
between low high x =
    low <= x && x <= high
