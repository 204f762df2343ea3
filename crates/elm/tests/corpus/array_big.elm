module Main exposing (output)

import Array exposing (Array)


output : String
output =
    String.join "\n"
        [ show "List.map check [ 0, 1, 31, 32, 33, 63, 64, 65, 1023, 1024, 1025, 1055, 1056, 1057, 2048, 5000 ]" (List.map check [ 0, 1, 31, 32, 33, 63, 64, 65, 1023, 1024, 1025, 1055, 1056, 1057, 2048, 5000 ])
        , show "check 33000" (check 33000)
        , show "check 40000" (check 40000)
        , show "List.map (\\i -> Array.get i (pushed 40000)) [ 0, 31, 32, 1023, 1024, 32767, 32768, 39999, 40000 ]" (List.map (\i -> Array.get i (pushed 40000)) [ 0, 31, 32, 1023, 1024, 32767, 32768, 39999, 40000 ])
        , show "Array.foldl (+) 0 (Array.set 32768 0 (pushed 40000))" (Array.foldl (+) 0 (Array.set 32768 0 (pushed 40000)))
        , show "Array.foldr (\\x acc -> acc * 3 + x |> modBy 1009) 1 (pushed 5000)" (Array.foldr (\x acc -> acc * 3 + x |> modBy 1009) 1 (pushed 5000))
        , show "Array.length (Array.slice 10 -10 (pushed 40000))" (Array.length (Array.slice 10 -10 (pushed 40000)))
        , show "Array.get 0 (Array.slice 1000 2000 (pushed 5000))" (Array.get 0 (Array.slice 1000 2000 (pushed 5000)))
        , show "Array.toList (Array.slice 30 40 (pushed 5000))" (Array.toList (Array.slice 30 40 (pushed 5000)))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


pushed : Int -> Array Int
pushed n =
    List.foldl Array.push Array.empty (List.range 0 (n - 1))


check : Int -> Bool
check n =
    (Array.toList (pushed n) == List.range 0 (n - 1))
        && (pushed n == Array.initialize n identity)
        && (Array.length (pushed n) == n)
