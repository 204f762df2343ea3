module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "f 1 2 3" (f 1 2 3)
        , show "g 5 6" (g 5 6)
        , show "h 9" (h 9)
        , show "List.map (f 1 2) [ 3, 4 ]" (List.map (f 1 2) [ 3, 4 ])
        , show "List.map2 (f 7) [ 1, 2 ] [ 3, 4 ]" (List.map2 (f 7) [ 1, 2 ] [ 3, 4 ])
        , show "List.map3 f [ 1 ] [ 2 ] [ 3 ]" (List.map3 f [ 1 ] [ 2 ] [ 3 ])
        , show "pick True 1 2" (pick True 1 2)
        , show "pick False 1 2" (pick False 1 2)
        , show "(f 1 <| 2) 3" ((f 1 <| 2) 3)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


f : Int -> Int -> Int -> Int
f a b c =
    a * 100 + b * 10 + c


g : Int -> Int -> Int
g =
    f 1


h : Int -> Int
h =
    g 2


pick : Bool -> Int -> Int -> Int
pick first =
    if first then
        \a _ -> a

    else
        \_ b -> b
