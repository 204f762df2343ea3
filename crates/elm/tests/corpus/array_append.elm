module Main exposing (output)

import Array exposing (Array)


output : String
output =
    String.join "\n"
        [ show "Array.append (up 1 3) (up 4 6)" (Array.append (up 1 3) (up 4 6))
        , show "Array.append Array.empty (up 1 2)" (Array.append Array.empty (up 1 2))
        , show "Array.append (up 1 2) Array.empty" (Array.append (up 1 2) Array.empty)
        , show "Array.toList (Array.append (up 1 40) (up 41 80)) == List.range 1 80" (Array.toList (Array.append (up 1 40) (up 41 80)) == List.range 1 80)
        , show "Array.toList (Array.append (up 1 1000) (up 1001 1003)) == List.range 1 1003" (Array.toList (Array.append (up 1 1000) (up 1001 1003)) == List.range 1 1003)
        , show "Array.toList (Array.append (up 1 3) (up 4 2000)) == List.range 1 2000" (Array.toList (Array.append (up 1 3) (up 4 2000)) == List.range 1 2000)
        , show "Array.length (Array.append (up 1 32) (up 1 32))" (Array.length (Array.append (up 1 32) (up 1 32)))
        , show "Array.append (up 1 33) (up 34 64) == up 1 64" (Array.append (up 1 33) (up 34 64) == up 1 64)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


up : Int -> Int -> Array Int
up from to =
    Array.fromList (List.range from to)
