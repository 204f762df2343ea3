module Main exposing (output)

import Array


output : String
output =
    String.join "\n"
        [ show "Array.empty" Array.empty
        , show "Array.initialize 4 (\\i -> i * i)" (Array.initialize 4 (\i -> i * i))
        , show "Array.initialize 0 identity" (Array.initialize 0 identity)
        , show "Array.initialize -1 identity" (Array.initialize -1 identity)
        , show "Array.repeat 3 'x'" (Array.repeat 3 'x')
        , show "Array.repeat -1 'x'" (Array.repeat -1 'x')
        , show "Array.fromList [ 1, 2, 3 ]" (Array.fromList [ 1, 2, 3 ])
        , show "Array.fromList []" (Array.fromList [])
        , show "Array.push 4 (Array.fromList [ 1, 2, 3 ])" (Array.push 4 (Array.fromList [ 1, 2, 3 ]))
        , show "Array.push 1 Array.empty" (Array.push 1 Array.empty)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value
