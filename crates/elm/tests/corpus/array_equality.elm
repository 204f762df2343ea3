module Main exposing (output)

import Array


output : String
output =
    String.join "\n"
        [ show "Array.fromList [ 1, 2 ] == Array.push 2 (Array.push 1 Array.empty)" (Array.fromList [ 1, 2 ] == Array.push 2 (Array.push 1 Array.empty))
        , show "Array.fromList [ 1, 2 ] == Array.fromList [ 2, 1 ]" (Array.fromList [ 1, 2 ] == Array.fromList [ 2, 1 ])
        , show "Array.empty == Array.fromList []" (Array.empty == Array.fromList [])
        , show "Array.repeat 100 1 == Array.initialize 100 (always 1)" (Array.repeat 100 1 == Array.initialize 100 (always 1))
        , show "Array.fromList [ Just 1 ] == Array.fromList [ Just 1 ]" (Array.fromList [ Just 1 ] == Array.fromList [ Just 1 ])
        , show "Array.set 50 0 (Array.repeat 100 0) == Array.repeat 100 0" (Array.set 50 0 (Array.repeat 100 0) == Array.repeat 100 0)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value
