module Main exposing (output)

import Array exposing (Array)


output : String
output =
    String.join "\n"
        [ show "times 3 pop (Array.fromList (List.range 1 5))" (times 3 pop (Array.fromList (List.range 1 5)))
        , show "times 70 pop (Array.fromList (List.range 1 100)) == Array.fromList (List.range 1 30)" (times 70 pop (Array.fromList (List.range 1 100)) == Array.fromList (List.range 1 30))
        , show "times 200 pop (Array.fromList (List.range 1 100))" (times 200 pop (Array.fromList (List.range 1 100)))
        , show "Array.toList (Array.push 0 (times 37 pop (Array.fromList (List.range 1 69))))" (Array.toList (Array.push 0 (times 37 pop (Array.fromList (List.range 1 69)))))
        , show "Array.toList (Array.push 0 (times 1030 pop (Array.fromList (List.range 1 1060))))" (Array.toList (Array.push 0 (times 1030 pop (Array.fromList (List.range 1 1060)))))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


pop : Array a -> Array a
pop array =
    Array.slice 0 -1 array


times : Int -> (a -> a) -> a -> a
times n f x =
    if n <= 0 then
        x

    else
        times (n - 1) f (f x)
